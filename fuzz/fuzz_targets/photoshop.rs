//! Photoshop's resources, in JPEG and PSD files.

#![no_main]

use cutline_fuzz::{behind, jpeg, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read(&jpeg(0xED, b"Photoshop 3.0\0", data));
    read(&behind(b"8BPS\0\x01", data));
});
