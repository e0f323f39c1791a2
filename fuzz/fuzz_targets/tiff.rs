//! TIFF, BigTIFF and raw files.

#![no_main]

use cutline_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read(data);
    read(&behind(b"II*\0", data));
    read(&behind(b"MM\0+\0\x08\0\0", data));
});
