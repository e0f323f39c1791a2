//! The boxes of ISO base media files (ISO/IEC 14496-12): HEIC, AVIF and CR3 are built of them.

use crate::metadata::endian::Endian;
use crate::metadata::window::{BLOCK_MAX_BYTES, Window};

/// The most boxes at the top of a file: four are usual.
const TOP_LEVEL_MAX: usize = 200;

/// A box in a file.
pub(super) struct Part {
    /// What it is, in four letters.
    pub kind: [u8; 4],
    /// Where its content begins.
    pub begin: u64,
    /// How long its content is.
    pub len_bytes: u64,
}

/// A box in memory.
pub(super) struct Inner<'a> {
    /// What it is, in four letters.
    pub kind: [u8; 4],
    /// Its content.
    pub body: &'a [u8],
}

/// The boxes of a piece of memory, one behind the other.
pub(super) struct Boxes<'a> {
    rest: &'a [u8],
}

impl Part {
    /// How much of its content may be held in memory.
    pub(super) fn len_in_memory(&self) -> usize {
        usize::try_from(self.len_bytes).unwrap_or(usize::MAX).min(BLOCK_MAX_BYTES)
    }
}

/// The boxes at the top of a file.
pub(super) fn top_level(window: &Window<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while parts.len() < TOP_LEVEL_MAX && at < window.len_bytes() {
        let Some((kind, n_head_bytes, len)) = head(&window.up_to(at, 16), window.len_bytes() - at) else { break };
        parts.push(Part { kind, begin: at + n_head_bytes, len_bytes: len - n_head_bytes });
        at = at.saturating_add(len);
    }
    parts
}

impl<'a> Boxes<'a> {
    /// The boxes of a piece of memory.
    pub(super) fn of(rest: &'a [u8]) -> Self {
        Self { rest }
    }
}

impl<'a> Iterator for Boxes<'a> {
    type Item = Inner<'a>;

    fn next(&mut self) -> Option<Inner<'a>> {
        let n_left = u64::try_from(self.rest.len()).ok()?;
        let (kind, n_head_bytes, len) = head(self.rest, n_left)?;
        let len = usize::try_from(len.min(n_left)).ok()?;
        let (this, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(Inner { kind, body: this.get(usize::try_from(n_head_bytes).ok()?..)? })
    }
}

/// The kind of a box, how long its head is, and how long it is with its head.
fn head(bytes: &[u8], n_left: u64) -> Option<([u8; 4], u64, u64)> {
    let kind = *bytes.get(4..)?.first_chunk()?;
    let (n_head_bytes, len) = match Endian::Big.u32(bytes, 0)? {
        // Up to the end.
        0 => (8, n_left),
        1 => (16, Endian::Big.u64(bytes, 8)?),
        len => (8, len.into()),
    };
    (len >= n_head_bytes).then_some((kind, n_head_bytes, len))
}
