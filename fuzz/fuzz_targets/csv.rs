//! Tables: a row is a photo, and an export opens again as the same photos.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("csv", data));
