//! WebP: Exif and XMP chunks, before the picture or behind it. Source: RFC 9649.

use crate::metadata::endian::Endian;
use crate::metadata::exif;
use crate::metadata::findings::Findings;
use crate::metadata::window::{BLOCK_MAX_BYTES, Window};
use crate::metadata::xmp;

/// The most chunks of a file: an animation has one for each frame.
const CHUNKS_MAX: usize = 20_000;

/// Reads the chunks of a file.
pub(super) fn read(window: &Window<'_>, findings: &mut Findings) {
    let mut at = 12;
    for _ in 0..CHUNKS_MAX {
        let head = window.up_to(at, 8);
        let (Some(kind), Some(len)) = (head.get(..4), Endian::Little.u32(&head, 4)) else { return };
        let begin = at + 8;
        let body = |max: usize| window.up_to(begin, usize::try_from(len).unwrap_or(usize::MAX).min(max));
        match kind {
            b"VP8X" | b"VP8 " | b"VP8L" => {
                if let Some(size) = size_px(kind, &body(10)) {
                    findings.metadata.size_px.get_or_insert(size);
                }
            }
            b"EXIF" => exif::read_block(&body(exif::BLOCK_MAX_BYTES), window.start() + begin, findings),
            b"XMP " => {
                xmp::read(&body(BLOCK_MAX_BYTES), findings);
            }
            _ => {}
        }
        at = begin + u64::from(len) + u64::from(len % 2);
    }
    findings.warn("the file has more chunks than are read");
}

fn size_px(kind: &[u8], body: &[u8]) -> Option<[u32; 2]> {
    let little = Endian::Little;
    match kind {
        // Canvas: three bytes each, less one.
        b"VP8X" => Some([little.u32(body, 4)? & 0xFF_FFFF, little.u32(body, 6)? >> 8]).map(|size| size.map(|n| n + 1)),
        // A key frame: three bytes, its mark, and fourteen bits each.
        b"VP8 " => Some([little.u16(body, 6)?, little.u16(body, 8)?].map(|n| u32::from(n & 0x3FFF))),
        // A mark of one byte, and fourteen bits each, less one.
        b"VP8L" => {
            let bits = little.u32(body, 1)?;
            Some([bits & 0x3FFF, bits >> 14 & 0x3FFF].map(|n| n + 1))
        }
        _ => None,
    }
}
