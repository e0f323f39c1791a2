//! JPEG pictures: the decoder of our own.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("pixels_jpeg", data));
