//! Where the index's parts stand: in memory, or in a file that is read by position, never mapped (a drive that vanishes
//! turns a map into a crash). Beside it how numbers and texts are written in them, and the sum that tells damage.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::pages::Pages;
use crate::files::growing::Written;

/// A run of bytes, in memory or in a file.
#[derive(Clone, Debug)]
pub(super) enum Bytes {
    /// In memory.
    Memory(Arc<[u8]>),
    /// In a file.
    File {
        /// The file, open for reading.
        file: Arc<File>,
        /// Where they begin.
        start: u64,
        /// How many there are.
        len: u64,
    },
    /// In a file whose pages are compared with their sums.
    Pages {
        /// The file.
        pages: Arc<Pages>,
        /// Where they begin.
        start: u64,
        /// How many there are.
        len: u64,
    },
}

impl Bytes {
    /// How many there are.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { len, .. } | Self::Pages { len, .. } => *len,
        }
    }

    /// The bytes of a range.
    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Cow<'_, [u8]>> {
        if range.start > range.end || range.end > self.len() {
            return Err(damaged());
        }
        match self {
            Self::Memory(bytes) => {
                let (start, end) = (usize_of(range.start)?, usize_of(range.end)?);
                bytes.get(start..end).map(Cow::Borrowed).ok_or_else(damaged)
            }
            Self::File { file, start, .. } => {
                let mut bytes = vec![0; usize_of(range.end - range.start)?];
                read_at(file, &mut bytes, start + range.start)?;
                Ok(Cow::Owned(bytes))
            }
            Self::Pages { pages, start, .. } => pages.read(start + range.start..start + range.end).map(Cow::Owned),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> io::Result<Cow<'_, [u8]>> {
        self.read(0..self.len())
    }
}

impl From<Written> for Bytes {
    fn from(written: Written) -> Self {
        let Written { file, start, len } = written;
        Self::File { file, start, len }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Memory(bytes.into())
    }
}

/// The error for what cannot be as it is written.
pub(super) fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the index is damaged, and is built anew when it is next opened")
}

fn usize_of(n: u64) -> io::Result<usize> {
    usize::try_from(n).map_err(|_| damaged())
}

#[cfg(unix)]
pub(super) fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
pub(super) fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let n_read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if n_read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.get_mut(n_read..).unwrap_or_default();
        at += n_read as u64;
    }
    Ok(())
}

/// A sum over bytes that changes with any of them; it tells damage, not malice.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    // The constant is that of Fx hashing: odd, with well mixed bits. Four sums at a time keep the processor busy.
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let mut sums = [1_u64, 2, 3, 4];
    let mut blocks = bytes.chunks_exact(32);
    for block in &mut blocks {
        for (sum, word) in sums.iter_mut().zip(block.chunks_exact(8)) {
            let word = word.try_into().map_or(0, u64::from_le_bytes);
            *sum = (sum.rotate_left(5) ^ word).wrapping_mul(FACTOR);
        }
    }
    let mix = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let rest = blocks.remainder().iter().fold(bytes.len() as u64, |sum, byte| mix(sum, u64::from(*byte)));
    let sum = sums.into_iter().fold(rest, mix);
    // High bits of a product depend on all before them, low ones do not: they are brought down, for those who keep half.
    (sum ^ sum >> 32).wrapping_mul(FACTOR) ^ sum >> 29
}

/// Appends a number, seven bits a byte.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends bytes with their length before them.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Reads what was put; an end or a number that cannot be is damage, told as none.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub(super) fn n_left(&self) -> usize {
        self.rest.len()
    }

    /// Whether nothing is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// The next number.
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// The next number, as an index or a length.
    pub(super) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// The next so many bytes.
    pub(super) fn take(&mut self, n_bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n_bytes)?;
        self.rest = rest;
        Some(taken)
    }

    /// Bytes with their length before them.
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let n_bytes = self.size()?;
        self.take(n_bytes)
    }

    /// A text with its length before it.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(numbers in prop::collection::vec(any::<u64>(), 0..9), text in ".{0,20}") {
            let mut out = Vec::new();
            numbers.iter().for_each(|number| put_number(&mut out, *number));
            put_bytes(&mut out, text.as_bytes());
            let mut cursor = Cursor::new(&out);
            for number in numbers {
                prop_assert_eq!(cursor.number(), Some(number));
            }
            prop_assert_eq!(cursor.text(), Some(text.as_str()));
            prop_assert!(cursor.is_at_end() && cursor.byte().is_none());
        }

        #[test]
        fn any_changed_byte_changes_the_sum(mut bytes in prop::collection::vec(any::<u8>(), 1..99), at in any::<usize>()) {
            let before = checksum(&bytes);
            let at = at % bytes.len();
            bytes[at] ^= 1;
            prop_assert_ne!(checksum(&bytes), before);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut cursor = Cursor::new(&bytes);
            while !cursor.is_at_end() && cursor.text().is_some() && cursor.number().is_some() {}
        }
    }
}
