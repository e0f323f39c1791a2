//! Any bytes are a page: it is read, and goes to the other process and back unchanged.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("page", data));
