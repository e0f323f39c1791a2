//! GIF: comments and XMP, in extension blocks that may stand before, between and behind the pictures.
//! Sources: GIF89a, XMP specification part 3.

use crate::metadata::endian::Endian;
use crate::metadata::findings::Findings;
use crate::metadata::jpeg;
use crate::metadata::window::Window;
use crate::metadata::xmp;

/// How much of a file is walked through: the pictures of an animation have no length that lets them be passed over.
const WALKED_MAX_BYTES: u64 = 32 << 20;
/// How much is read at a time.
const CHUNK_BYTES: usize = 64 << 10;
/// The longest comment, in bytes.
const COMMENT_MAX_BYTES: usize = 1 << 20;
/// The longest XMP that is looked for.
const XMP_MAX_BYTES: usize = 4 << 20;

/// Reads the blocks of a file.
pub(super) fn read(window: &Window<'_>, findings: &mut Findings) {
    let header = window.up_to(0, 13);
    if let (Some(width), Some(height)) = (Endian::Little.u16(&header, 6), Endian::Little.u16(&header, 8)) {
        findings.metadata.size_px = Some([width.into(), height.into()]);
    }
    let Some(flags) = header.get(10) else { return };
    let mut walk = Walk { window, at: 13 + table_bytes(*flags), chunk: Vec::new(), chunk_at: 0 };
    while walk.at < WALKED_MAX_BYTES {
        match walk.byte() {
            Some(b'!') => match walk.byte() {
                Some(0xFE) => {
                    let comment = walk.blocks(COMMENT_MAX_BYTES);
                    jpeg::comment(&comment, findings);
                }
                Some(0xFF) => application(&mut walk, findings),
                Some(_) => {
                    walk.blocks(0);
                }
                None => return,
            },
            Some(b',') => {
                let Some(flags) = walk.skip(8).byte() else { return };
                // A table of colors, one byte, and the picture.
                walk.skip(table_bytes(flags) + 1).blocks(0);
            }
            // Some programs leave bytes between blocks.
            Some(0) => {}
            _ => return,
        }
    }
    findings.warn("the file is long, and only its first 32 MiB are searched for words");
}

/// An application's own block: an identifier, then blocks; the XMP one has its text bare.
fn application(walk: &mut Walk<'_>, findings: &mut Findings) {
    let begin = walk.at;
    let identifier = walk.window.up_to(begin, 12);
    if identifier.as_ref() != b"\x0bXMP DataXMP" {
        walk.blocks(0);
        return;
    }
    let begin = begin + 12;
    // What follows the text lets programs that do not know it walk through it; the text itself tells where it ends.
    walk.at = begin;
    walk.blocks(0);
    let len = usize::try_from(walk.at.saturating_sub(begin)).unwrap_or(usize::MAX);
    let packet = walk.window.up_to(begin, len.min(XMP_MAX_BYTES));
    // The trailer: 1, then 255 down to 0, then 0.
    let end = packet.len().saturating_sub(258);
    let text = packet.get(..end).filter(|_| packet.get(end) == Some(&1)).unwrap_or(&packet);
    xmp::read(text, findings);
}

fn table_bytes(flags: u8) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// A walk through a file, byte by byte, read chunk by chunk.
struct Walk<'a> {
    window: &'a Window<'a>,
    at: u64,
    chunk: Vec<u8>,
    chunk_at: u64,
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let at = self.at;
        self.at += 1;
        let within = |start: u64| usize::try_from(at.checked_sub(start)?).ok();
        if let Some(byte) = within(0).and_then(|at| self.window.head().get(at)) {
            return Some(*byte);
        }
        if within(self.chunk_at).is_none_or(|at| at >= self.chunk.len()) {
            self.chunk = self.window.up_to(at, CHUNK_BYTES).into_owned();
            self.chunk_at = at;
        }
        self.chunk.get(within(self.chunk_at)?).copied()
    }

    fn skip(&mut self, n_bytes: u64) -> &mut Self {
        self.at = self.at.saturating_add(n_bytes);
        self
    }

    /// The bytes of blocks that follow each other up to an empty one, as many as are wanted; the rest is passed over.
    fn blocks(&mut self, wanted_bytes: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Some(len @ 1..) = self.byte() {
            if self.at >= WALKED_MAX_BYTES {
                break;
            }
            if bytes.len() < wanted_bytes {
                bytes.extend((0..len).map_while(|_| self.byte()));
            } else {
                self.skip(len.into());
            }
        }
        bytes
    }
}
