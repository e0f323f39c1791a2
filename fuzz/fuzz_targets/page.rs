//! Any bytes are a page: it is read, is no longer than its limits, and goes to the other process and back unchanged.

#![no_main]

use cutline::page::{self, Page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = page::is_page(bytes, Some("html"));
    let page = page::read(bytes);
    let json = serde_json::to_string(&page).expect("a page is JSON");
    assert_eq!(serde_json::from_str::<Page>(&json).expect("what was written"), page);
});
