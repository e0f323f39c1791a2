//! Articles: lines that end in a credit.

#![no_main]

use cutline_fuzz::{behind, open};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    open(&behind(b"A man waves. Image: Getty.\n", data));
    open(data);
});
