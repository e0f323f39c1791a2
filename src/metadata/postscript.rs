//! EPS: the XMP packet that stands bare in the text. Nothing else of it is read.

use crate::metadata::findings::Findings;
use crate::metadata::window::{BLOCK_MAX_BYTES, Window};
use crate::metadata::xmp;

const BEGIN: &[u8] = b"<?xpacket begin=";
const END: &[u8] = b"<?xpacket end=";

/// Reads the first packet within the first 4 MiB.
pub(super) fn read(window: &Window<'_>, findings: &mut Findings) {
    let bytes = window.up_to(0, BLOCK_MAX_BYTES);
    let Some(rest) = find(&bytes, BEGIN).and_then(|at| bytes.get(at..)) else { return };
    let end = find(rest, END).unwrap_or(rest.len());
    xmp::read(rest.get(..end).unwrap_or(rest), findings);
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
