//! Rows of the user's own places and of a house style: what cannot be used costs only itself.

#![no_main]

use cutline_fuzz::own_rows;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    own_rows(&String::from_utf8_lossy(data));
});
