//! PNG pictures; checksums are put right, so that chunks are read.

#![no_main]

use cutline_fuzz::{picture, png_with_checksums};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    picture(&png_with_checksums(data));
});
