//! IIM blocks.

#![no_main]

use cutline_fuzz::{jpeg, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The block's length stands before it.
    let len = u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes();
    read(&jpeg(0xED, &[b"Photoshop 3.0\x008BIM\x04\x04\0\0".as_slice(), &len].concat(), data));
});
