//! TIFF pictures and the previews of camera RAW, in either order of bytes.

#![no_main]

use cutline_fuzz::{behind, picture};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    picture(&behind(b"II*\0", data));
    picture(&behind(b"MM\0*", data));
});
