//! JPEG pictures: the decoder of our own.

#![no_main]

use cutline_fuzz::{behind, picture};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    picture(&behind(b"\xFF\xD8\xFF", data));
});
