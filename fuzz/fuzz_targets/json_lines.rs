//! JSON Lines: an object a line.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("json_lines", data));
