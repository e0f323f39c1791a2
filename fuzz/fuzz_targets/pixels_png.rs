//! PNG pictures; checksums are put right, so that chunks are read.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("pixels_png", data));
