//! The bits of a scan: the bytes between two markers without their stuffing, and a window of 64 bits over them.
//! The end of the data reads as zero bits without end; `is_spent` tells.

use crate::pixels::stream::Stream;

/// How much is unstuffed ahead.
const AHEAD_BYTES: usize = 32 * 1024;
/// More than the bits of one block can take: 64 codes of 16 bits with 16 bits each.
const BLOCK_MAX_BYTES: usize = 64 * 4 + 8;

/// A window over the bits, small enough to be kept in registers while a block is decoded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    /// The next bits, the first one highest; below the valid ones there may be more of the same data.
    bits: u64,
    n_bits: u32,
    /// The place in the data of the byte that comes after the valid bits.
    at: usize,
}

impl Window {
    /// A window that holds the lowest `n` bits of a number.
    pub fn of(bits: u32, n: u32) -> Self {
        Self { bits: u64::from(bits) << (64 - n), n_bits: n, at: 0 }
    }

    /// How many bits were consumed since the window was new.
    #[cfg(test)]
    pub fn position_bits(&self) -> usize {
        self.at * 8 - self.n_bits as usize
    }

    /// Makes at least 56 bits valid.
    #[inline(always)]
    pub fn refill(&mut self, data: &[u8]) {
        let Some(next) = data.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) else {
            self.refill_at_end(data);
            return;
        };
        self.bits |= u64::from_be_bytes(*next) >> (self.n_bits & 63);
        self.at = self.at.wrapping_add((63u32.wrapping_sub(self.n_bits) >> 3) as usize);
        self.n_bits |= 56;
    }

    #[cold]
    fn refill_at_end(&mut self, data: &[u8]) {
        while self.n_bits < 56 {
            let byte = data.get(self.at).copied().unwrap_or(0);
            self.bits |= u64::from(byte) << (56 - self.n_bits);
            self.n_bits += 8;
            self.at += 1;
        }
    }

    /// The next `n` bits, 1 to 56, without going on.
    #[inline(always)]
    pub fn peek(&self, n: u32) -> usize {
        (self.bits >> (64u32.wrapping_sub(n) & 63)) as usize
    }

    /// Goes on by `n` bits of those that are valid.
    #[inline(always)]
    pub fn consume(&mut self, n: u32) {
        self.bits <<= n & 63;
        self.n_bits = self.n_bits.wrapping_sub(n);
    }

    /// How many bits are valid.
    #[inline(always)]
    pub fn n_valid(&self) -> u32 {
        self.n_bits
    }

    /// The next `n` bits, at most 16, as a number; they must be valid.
    #[inline(always)]
    pub fn take(&mut self, n: u32) -> i32 {
        // Two shifts, because a shift by 64 is none.
        let value = ((self.bits >> 1) >> (63 ^ (n & 63))) as i32;
        self.consume(n);
        value
    }

    /// The next `n` bits, at most 16, as a signed difference (T.81, F.2.2.1); they must be valid.
    #[inline(always)]
    pub fn take_signed(&mut self, n: u32) -> i32 {
        let positive = (self.bits >> 63) as i32;
        let value = self.take(n);
        // Values whose first bit is 0 are negative: they stand for value - (2^n - 1).
        value.wrapping_add(positive.wrapping_sub(1) & 1i32.wrapping_sub(1 << (n & 31)))
    }
}

/// The data of a scan up to the next marker.
pub struct Bits<'s, 'a> {
    stream: &'s mut Stream<'a>,
    /// Unstuffed bytes.
    pub data: Vec<u8>,
    /// The window over them.
    pub window: Window,
    /// The marker that ends the data, once it is seen; 0 is the end of the file.
    ended_by: Option<u8>,
}

impl<'s, 'a> Bits<'s, 'a> {
    /// The data of the scan that begins where the stream stands.
    pub fn new(stream: &'s mut Stream<'a>) -> Self {
        Self { stream, data: Vec::with_capacity(2 * AHEAD_BYTES), window: Window::default(), ended_by: None }
    }

    /// Makes sure that a whole block can be read, as far as there is data.
    #[inline(always)]
    pub fn prepare_block(&mut self) {
        if self.data.len() < self.window.at + BLOCK_MAX_BYTES && self.ended_by.is_none() {
            self.unstuff();
        }
    }

    /// Whether more bits were read than there are.
    #[inline(always)]
    pub fn is_spent(&self) -> bool {
        self.window.at > self.data.len() + (self.window.n_bits >> 3) as usize
    }

    /// Skips to the marker that ends the data; 0 is the end of the file.
    pub fn marker(&mut self) -> u8 {
        self.window = Window::default();
        loop {
            self.data.clear();
            if let Some(marker) = self.ended_by {
                return marker;
            }
            self.unstuff();
        }
    }

    /// Begins with the data behind the marker.
    pub fn go_on(&mut self) {
        self.ended_by = None;
    }

    #[cold]
    fn unstuff(&mut self) {
        let read = self.window.at.min(self.data.len());
        self.data.drain(..read);
        self.window.at -= read;
        while self.data.len() < AHEAD_BYTES && self.ended_by.is_none() {
            let ahead = self.stream.ahead();
            let ahead = ahead.get(..AHEAD_BYTES).unwrap_or(ahead);
            let n_plain = n_before_ff(ahead);
            self.data.extend_from_slice(ahead.get(..n_plain).unwrap_or_default());
            let at_end = ahead.is_empty();
            let at_ff = n_plain < ahead.len();
            self.stream.skip(n_plain as u64);
            if at_end {
                self.ended_by = Some(0);
            } else if at_ff {
                self.pass_ff();
            }
        }
    }

    /// Reads a byte of ones and what follows it: a zero byte that was stuffed in, or a marker.
    fn pass_ff(&mut self) {
        let mut byte = Some(0xff);
        while byte == Some(0xff) {
            byte = self.stream.byte();
        }
        match byte {
            Some(0) => self.data.push(0xff),
            marker => self.ended_by = Some(marker.unwrap_or(0)),
        }
    }
}

/// How many bytes come before the first one that is all ones.
fn n_before_ff(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (words, _) = bytes.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        // A byte of ones is a byte of zeros inverted; the borrow of the subtraction shows those.
        let inverted = !u64::from_le_bytes(*word);
        let zeros = inverted.wrapping_sub(ONES) & !inverted & (ONES << 7);
        if zeros != 0 {
            return i * 8 + (zeros.trailing_zeros() >> 3) as usize;
        }
    }
    let whole = words.len() * 8;
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().position(|byte| *byte == 0xff).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::stream::Memory;

    #[test]
    fn finds_the_first_byte_of_ones_as_a_plain_search_does() {
        for at in 0..40 {
            let mut bytes = [0xfe; 40];
            bytes[at] = 0xff;
            if at > 2 {
                bytes[at - 2] = 0x00;
            }
            assert_eq!(n_before_ff(&bytes), at);
            assert_eq!(n_before_ff(&bytes[..at]), at);
        }
    }

    #[test]
    fn unstuffs_and_stops_at_a_marker() {
        let bytes = [0xff, 0x00, 0x12, 0xff, 0xff, 0xd0, 0x80, 0xff, 0xd9];
        let memory = Memory(&bytes);
        let mut stream = Stream::new(&memory, 0);
        let mut bits = Bits::new(&mut stream);
        bits.prepare_block();
        bits.window.refill(&bits.data);
        assert_eq!(bits.window.take(16), 0xff12);
        assert!(!bits.is_spent());
        assert_eq!(bits.window.take(1), 0);
        bits.window.refill(&bits.data);
        assert!(bits.is_spent());
        assert_eq!(bits.marker(), 0xd0);
        bits.go_on();
        bits.prepare_block();
        bits.window.refill(&bits.data);
        assert_eq!(bits.window.take(1), 1);
        assert_eq!(bits.marker(), 0xd9);
        bits.go_on();
        assert_eq!(bits.marker(), 0);
    }

    #[test]
    fn signed_differences_are_those_of_the_standard() {
        for (n, bits, expected) in [(1, 0b0, -1), (1, 0b1, 1), (2, 0b00, -3), (2, 0b01, -2), (3, 0b100, 4), (0, 0, 0)] {
            let mut window = Window::of(bits, n.max(1));
            assert_eq!(window.take_signed(n), expected, "{n} bits {bits:b}");
        }
    }
}
