//! JSON: an array of photos, or whatever it is.

#![no_main]

use cutline_fuzz::{behind, open};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    open(&behind(b"[{\"caption\":", data));
    open(data);
});
