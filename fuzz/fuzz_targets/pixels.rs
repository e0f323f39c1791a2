//! Any file is a picture: the small one that it carries, a thumbnail, and every pixel of it.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("pixels", data));
