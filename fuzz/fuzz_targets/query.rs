//! Queries: what can be parsed prints as text that parses to the same query, and completing harms nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("query", data));
