//! Reading on: the bytes of a file one after the other, a large piece at a time, so that little memory is held.
//! `Stream` is what our own decoders read; it is also `Read`, `BufRead` and `Seek` for those of other crates.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use crate::metadata::Bytes;

/// How much is read at once: large enough that asking costs nothing, small beside a picture.
const PIECE_BYTES: usize = 256 * 1024;

/// The bytes from a place on.
pub struct Stream<'a> {
    bytes: &'a dyn Bytes,
    /// Where the piece in hand begins.
    piece_start: u64,
    piece: Vec<u8>,
    /// How far the piece in hand is read.
    at: usize,
}

impl<'a> Stream<'a> {
    /// The bytes from the offset on.
    pub fn new(bytes: &'a dyn Bytes, offset: u64) -> Self {
        Self { bytes, piece_start: offset, piece: Vec::new(), at: 0 }
    }

    /// Where the next byte stands.
    pub fn position(&self) -> u64 {
        self.piece_start.saturating_add(self.at as u64)
    }

    /// The bytes in hand that are not read yet; only at the end of the file there are none.
    pub fn ahead(&mut self) -> &[u8] {
        if self.at >= self.piece.len() {
            self.fetch();
        }
        self.piece.get(self.at..).unwrap_or_default()
    }

    /// Goes on by so many bytes.
    pub fn skip(&mut self, n_bytes: u64) {
        self.go_to(self.position().saturating_add(n_bytes));
    }

    /// Goes to a place.
    pub fn go_to(&mut self, offset: u64) {
        let within = offset.checked_sub(self.piece_start).and_then(|at| usize::try_from(at).ok());
        match within {
            Some(at) if at <= self.piece.len() => self.at = at,
            _ => {
                self.piece.clear();
                self.at = 0;
                self.piece_start = offset;
            }
        }
    }

    /// The next byte, if there is one.
    pub fn byte(&mut self) -> Option<u8> {
        let byte = *self.ahead().first()?;
        self.at += 1;
        Some(byte)
    }

    /// The next two bytes as a big-endian number.
    pub fn u16(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes([self.byte()?, self.byte()?]))
    }

    /// As many of the next bytes as there are, at most so many.
    pub fn next_bytes(&mut self, n_bytes: usize) -> Vec<u8> {
        let mut taken = Vec::new();
        while taken.len() < n_bytes {
            let ahead = self.ahead();
            let n = ahead.len().min(n_bytes - taken.len());
            if n == 0 {
                break;
            }
            taken.extend_from_slice(ahead.get(..n).unwrap_or_default());
            self.at += n;
        }
        taken
    }

    fn fetch(&mut self) {
        self.piece_start = self.position();
        self.at = 0;
        let rest = self.bytes.len_bytes().saturating_sub(self.piece_start);
        let wanted = usize::try_from(rest).unwrap_or(usize::MAX).min(PIECE_BYTES);
        self.piece.resize(wanted, 0);
        let n = self.bytes.read_at(self.piece_start, &mut self.piece);
        self.piece.truncate(n);
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.ahead().read(buffer)?;
        self.at += n;
        Ok(n)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(self.ahead())
    }

    fn consume(&mut self, n_bytes: usize) {
        self.at = self.at.saturating_add(n_bytes).min(self.piece.len());
    }
}

impl Seek for Stream<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(offset) => (offset, 0),
            SeekFrom::Current(by) => (self.position(), by),
            SeekFrom::End(by) => (self.bytes.len_bytes(), by),
        };
        let offset = from.checked_add_signed(by).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.go_to(offset);
        Ok(offset)
    }
}

/// A part of a file as if it were a file.
pub struct Part<'a> {
    bytes: &'a dyn Bytes,
    start: u64,
    len_bytes: u64,
}

impl<'a> Part<'a> {
    /// The bytes from the start on, at most so many, and no more than there are.
    pub fn new(bytes: &'a dyn Bytes, start: u64, len_bytes: u64) -> Self {
        let len_bytes = len_bytes.min(bytes.len_bytes().saturating_sub(start));
        Self { bytes, start, len_bytes }
    }
}

impl Bytes for Part<'_> {
    fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        let rest = self.len_bytes.saturating_sub(offset);
        let n = usize::try_from(rest).unwrap_or(usize::MAX).min(buffer.len());
        match (self.start.checked_add(offset), buffer.get_mut(..n)) {
            (Some(place), Some(buffer)) => self.bytes.read_at(place, buffer),
            _ => 0,
        }
    }
}

/// Bytes in memory as a file.
pub struct Memory<'a>(pub &'a [u8]);

impl Bytes for Memory<'_> {
    fn len_bytes(&self) -> u64 {
        self.0.len_bytes()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        self.0.read_at(offset, buffer)
    }
}

/// All bytes of a small part of a file.
pub fn read_part(bytes: &dyn Bytes, offset: u64, n_bytes: usize) -> Vec<u8> {
    let rest = usize::try_from(bytes.len_bytes().saturating_sub(offset)).unwrap_or(usize::MAX);
    let mut part = vec![0; n_bytes.min(rest)];
    let n = bytes.read_at(offset, &mut part);
    part.truncate(n);
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> Vec<u8> {
        (0..PIECE_BYTES + 1_000).map(|i| (i % 251) as u8).collect()
    }

    #[test]
    fn reads_over_the_border_of_a_piece() {
        let numbers = numbers();
        let memory = Memory(&numbers);
        let mut stream = Stream::new(&memory, 0);
        stream.skip(PIECE_BYTES as u64 - 1);
        assert_eq!(stream.u16(), Some(u16::from_be_bytes([numbers[PIECE_BYTES - 1], numbers[PIECE_BYTES]])));
        stream.go_to(5);
        assert_eq!(stream.next_bytes(PIECE_BYTES), numbers[5..PIECE_BYTES + 5]);
        assert_eq!(stream.next_bytes(PIECE_BYTES).len(), 995, "what is left");
        assert_eq!((stream.byte(), stream.u16()), (None, None));
    }

    #[test]
    fn a_part_ends_where_it_ends() {
        let numbers = numbers();
        let memory = Memory(&numbers);
        let part = Part::new(&memory, 10, 5);
        let mut buffer = [0; 8];
        assert_eq!((part.read_at(1, &mut buffer), buffer), (4, [11, 12, 13, 14, 0, 0, 0, 0]));
        assert_eq!(part.read_at(6, &mut buffer), 0);
        assert_eq!(Part::new(&memory, u64::MAX, 5).len_bytes(), 0);
    }
}
