//! A file, or a part of one, read by place: the beginning is kept in memory, the rest is asked for when it is needed.
//! Whatever place or length a file claims, what comes back is inside the window and no longer than a block may be.

use std::borrow::Cow;

use crate::metadata::Bytes;

/// How much of a file is read at once: all headers of 102 of the 104 JPEGs and 152 of the 164 photos of our set.
pub(super) const HEAD_BYTES: usize = 64 << 10;

/// The longest block that is read at once: the most an XMP packet may be.
pub(super) const BLOCK_MAX_BYTES: usize = 4 << 20;

/// A file, or a part of one.
pub(super) struct Window<'a> {
    /// What is behind the head; nothing is when the whole window is in memory.
    bytes: Option<&'a dyn Bytes>,
    head: Cow<'a, [u8]>,
    /// Where the window begins in the file.
    start: u64,
    len_bytes: u64,
}

impl<'a> Window<'a> {
    /// A whole file.
    pub(super) fn over(bytes: &'a dyn Bytes) -> Self {
        Self::within(bytes, 0)
    }

    /// A file from a place on.
    pub(super) fn within(bytes: &'a dyn Bytes, start: u64) -> Self {
        let len_bytes = bytes.len_bytes().saturating_sub(start);
        let head_bytes = HEAD_BYTES.min(usize::try_from(len_bytes).unwrap_or(usize::MAX));
        let head = if start == 0 { bytes.head(head_bytes) } else { Cow::Owned(read(bytes, start, head_bytes)) };
        Self { bytes: Some(bytes), head, start, len_bytes }
    }

    /// A part of a file that is in memory, and where it begins in the file.
    pub(super) fn in_memory(part: &'a [u8], start: u64) -> Self {
        Self { bytes: None, head: Cow::Borrowed(part), start, len_bytes: part.len_bytes() }
    }

    /// The same file from a place on, that place being its beginning.
    pub(super) fn from(&self, offset: u64) -> Option<Window<'a>> {
        self.bytes.map(|bytes| Window::within(bytes, self.start.saturating_add(offset)))
    }

    /// The bytes in memory.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Where the window begins in the file.
    pub(super) fn start(&self) -> u64 {
        self.start
    }

    /// How long the window is.
    pub(super) fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    /// Exactly so many bytes, if they are there and no more than a block.
    pub(super) fn get(&self, offset: u64, len: usize) -> Option<Cow<'_, [u8]>> {
        let found = self.up_to(offset, len);
        (found.len() == len).then_some(found)
    }

    /// So many bytes, or as many as there are, and no more than a block.
    pub(super) fn up_to(&self, offset: u64, max_len: usize) -> Cow<'_, [u8]> {
        let len = usize::try_from(self.len_bytes.saturating_sub(offset)).unwrap_or(usize::MAX);
        let len = len.min(max_len).min(BLOCK_MAX_BYTES);
        let at = usize::try_from(offset).unwrap_or(usize::MAX);
        if let Some(known) = self.head.get(at..at.saturating_add(len)) {
            return Cow::Borrowed(known);
        }
        match self.bytes {
            Some(bytes) => Cow::Owned(read(bytes, self.start.saturating_add(offset), len)),
            None => Cow::Borrowed(self.head.get(at..).unwrap_or_default()),
        }
    }
}

/// So many bytes from a place on, or as many as there are.
pub(super) fn read(bytes: &(impl Bytes + ?Sized), offset: u64, len: usize) -> Vec<u8> {
    let mut buffer = vec![0; len];
    let n = bytes.read_at(offset, &mut buffer);
    buffer.truncate(n);
    buffer
}
