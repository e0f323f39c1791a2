//! PNG files.

#![no_main]

use cutline_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read(&behind(b"\x89PNG\r\n\x1a\n", data));
});
