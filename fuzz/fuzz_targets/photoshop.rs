//! Photoshop's resources, in JPEG and PSD files.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("photoshop", data));
