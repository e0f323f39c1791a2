//! Exif blocks.

#![no_main]

use cutline_fuzz::{jpeg, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read(&jpeg(0xE1, b"Exif\0\0", data));
});
