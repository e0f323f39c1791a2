//! HEIC, AVIF and CR3 files.

#![no_main]

use cutline_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read(&behind(b"\0\0\0\x10ftypheic\0\0\0\0", data));
    read(&behind(b"\0\0\0\x10ftypcrx \0\0\0\0", data));
});
