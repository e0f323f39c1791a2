//! A sidecar that is there is changed, or left as it is with the reason.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cutline_fuzz::targets::execute("sidecar", data));
