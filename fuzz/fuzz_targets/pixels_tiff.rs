//! TIFF pictures and the previews of camera RAW, in either order of bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("pixels_tiff", data));
