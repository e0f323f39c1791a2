//! Rows of the user's own places and of a house style: what cannot be used costs only itself.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("own_rows", data));
