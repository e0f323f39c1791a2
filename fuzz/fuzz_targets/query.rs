//! Queries: what can be parsed prints as text that parses to the same query, and completing harms nothing.

#![no_main]

use cutline_fuzz::query;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    query(text);
});
