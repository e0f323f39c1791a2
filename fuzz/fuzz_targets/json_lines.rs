//! JSON Lines: an object a line.

#![no_main]

use cutline_fuzz::{behind, open};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    open(&behind(b"{\"caption\":\"a man\"}\n", data));
});
