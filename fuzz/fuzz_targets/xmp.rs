//! XMP packets, in any encoding of Unicode.

#![no_main]

use cutline_fuzz::{jpeg, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read(data);
    read(&jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0", data));
});
