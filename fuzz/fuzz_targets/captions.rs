//! Any text is a caption: what is read from it are spans of it, and credit and date are found without harm.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("captions", data));
