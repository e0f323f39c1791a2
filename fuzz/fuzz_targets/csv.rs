//! Tables: a row is a photo, and an export opens again as the same photos.

#![no_main]

use cutline_fuzz::{behind, open};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    open(&behind(b"caption,credit,date,file\n", data));
    open(data);
});
