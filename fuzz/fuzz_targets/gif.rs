//! GIF files.

#![no_main]

use cutline_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read(&behind(b"GIF89a", data));
});
