//! Huffman tables of a JPEG file, made into look-up tables: for a difference of the DC term, for an AC coefficient with its
//! value, and for skipping AC coefficients several at a time.

use super::bits::Window;

/// Bits looked up at once for a code with its value.
const VALUE_BITS: u32 = 11;
/// Bits looked up at once when coefficients are only skipped. More skip more at once, but leave the fastest cache.
const SKIP_BITS: u32 = 12;

/// A table as the file states it (T.81, B.2.4.2), ready for decoding.
pub struct HuffmanTable {
    /// For each prefix: how many bits the code takes and its symbol; 0 where the code is longer than the prefix.
    short: Vec<u16>,
    /// For each prefix that holds a code and its value: see `Coefficient`; 0 where it does not.
    values: Vec<u32>,
    /// For each prefix: see `Skip`.
    skips: Vec<u32>,
    /// For each length of code, the first 16-bit prefix that is too large for it.
    limits: [u32; 17],
    /// For each length of code, what to add to a code to have the place of its symbol.
    places: [i32; 17],
    symbols: Vec<u8>,
}

/// A step along the coefficients of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coefficient {
    /// How many coefficients are zero before it.
    pub n_zeros: usize,
    /// Its value, 0 if this step is none: 16 zeros, or the end of the block.
    pub value: i32,
    /// Whether the rest of the block is zero.
    pub is_end: bool,
}

/// What a look-up of `SKIP_BITS` bits tells: how many bits its whole codes and values take, how many coefficients they
/// stand for (64 if they end the block), and the last position in a block from which that is true.
fn skip_entry(n_bits: u32, n_coefficients: u32, last_from: u32) -> u32 {
    n_bits | n_coefficients << 8 | last_from << 16
}

impl HuffmanTable {
    /// Makes the table of the counts of codes by length, and the symbols in order of their codes.
    pub fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table = Self {
            short: vec![0; 1 << VALUE_BITS],
            values: Vec::new(),
            skips: Vec::new(),
            limits: [0; 17],
            places: [0; 17],
            symbols: symbols.to_vec(),
        };
        let (mut code, mut place) = (0u32, 0u32);
        let lengths = (1u32..).zip(counts).zip(table.limits.iter_mut().zip(&mut table.places).skip(1));
        for ((length, count), (limit, place_of)) in lengths {
            *place_of = place as i32 - code as i32;
            for _ in 0..*count {
                let symbol = *symbols.get(place as usize)?;
                if length <= VALUE_BITS {
                    let first = (code << (VALUE_BITS - length)) as usize;
                    let prefixes = table.short.get_mut(first..first + (1 << (VALUE_BITS - length)))?;
                    prefixes.fill(length as u16 | u16::from(symbol) << 8);
                }
                code += 1;
                place += 1;
            }
            if code > 1 << length {
                return None;
            }
            *limit = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }

    /// Adds what decoding AC coefficients needs.
    pub fn with_coefficients(mut self) -> Self {
        self.values = (0..1u32 << VALUE_BITS).map(|prefix| self.value_entry(prefix)).collect();
        self.skips = (0..1u32 << SKIP_BITS).map(|prefix| self.whole_codes(prefix)).collect();
        self
    }

    /// The next symbol; at least 16 bits must be valid. Bits that are no code are taken for the symbol 0.
    #[inline(always)]
    pub fn symbol(&self, window: &mut Window) -> u8 {
        let entry = self.short.get(window.peek(VALUE_BITS)).copied().unwrap_or(0);
        if entry == 0 {
            return self.long_symbol(window);
        }
        window.consume(u32::from(entry & 0xff));
        (entry >> 8) as u8
    }

    #[cold]
    fn long_symbol(&self, window: &mut Window) -> u8 {
        let (length, symbol) = self.code_at(window.peek(16) as u32).unwrap_or((16, 0));
        window.consume(length);
        symbol
    }

    /// The length and the symbol of the code that 16 bits begin with.
    fn code_at(&self, prefix: u32) -> Option<(u32, u8)> {
        let entry = self.short.get((prefix >> (16 - VALUE_BITS)) as usize).copied().unwrap_or(0);
        if entry != 0 {
            return Some((u32::from(entry & 0xff), (entry >> 8) as u8));
        }
        let length = (1..17u32).zip(self.limits.iter().skip(1)).find(|(_, limit)| prefix < **limit)?.0;
        let place = (prefix >> (16 - length)) as i32 + self.places.get(length as usize)?;
        Some((length, *self.symbols.get(usize::try_from(place).ok()?)?))
    }

    /// The next difference of a DC term; at least 32 bits must be valid.
    #[inline(always)]
    pub fn difference(&self, window: &mut Window) -> i32 {
        let n_bits = self.symbol(window).min(15);
        window.take_signed(u32::from(n_bits))
    }

    /// The next AC coefficient; at least 32 bits must be valid.
    #[inline(always)]
    pub fn coefficient(&self, window: &mut Window) -> Coefficient {
        let entry = self.values.get(window.peek(VALUE_BITS)).copied().unwrap_or(0);
        if entry != 0 {
            window.consume(entry & 0xff);
            return Coefficient {
                n_zeros: (entry >> 8 & 0xf) as usize,
                value: entry as i32 >> 16,
                is_end: entry & 0x8000 != 0,
            };
        }
        let symbol = self.symbol(window);
        let n_zeros = usize::from(symbol >> 4);
        let value = window.take_signed(u32::from(symbol & 0xf));
        Coefficient { n_zeros, value, is_end: symbol & 0xf == 0 && n_zeros < 15 }
    }

    fn value_entry(&self, prefix: u32) -> u32 {
        let Some((length, symbol)) = self.code_at(prefix << (16 - VALUE_BITS)) else { return 0 };
        let n_bits = u32::from(symbol & 0xf);
        if length + n_bits > VALUE_BITS {
            return 0;
        }
        let run = u32::from(symbol >> 4);
        let end = if n_bits == 0 && run < 15 { 0x8000 } else { 0 };
        let mut window = Window::of(prefix, VALUE_BITS);
        window.consume(length);
        let value = window.take_signed(n_bits);
        (value << 16) as u32 | end | run << 8 | (length + n_bits)
    }

    fn whole_codes(&self, prefix: u32) -> u32 {
        let (mut n_bits, mut n_coefficients) = (0, 0);
        loop {
            let rest = (prefix << n_bits & ((1 << SKIP_BITS) - 1)) << (16 - SKIP_BITS);
            let Some((length, symbol)) = self.code_at(rest) else { break };
            let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 0xf));
            if n_bits + length + size > SKIP_BITS || n_coefficients + run + 1 > 63 {
                break;
            }
            n_bits += length + size;
            if size == 0 && run < 15 {
                return skip_entry(n_bits, 64, 63 - n_coefficients);
            }
            n_coefficients += run + 1;
        }
        // A prefix that holds no whole code is true from position 0 only, where no AC coefficient stands.
        if n_bits == 0 { 0 } else { skip_entry(n_bits, n_coefficients, 64 - n_coefficients) }
    }

    /// Skips the coefficients from position `k` to the end of the block.
    #[inline(always)]
    pub fn skip_rest(&self, mut k: u32, window: &mut Window, data: &[u8]) {
        while k < 64 {
            window.refill(data);
            while window.n_valid() >= 32 {
                let entry = self.skips.get(window.peek(SKIP_BITS)).copied().unwrap_or(0);
                if k > entry >> 16 {
                    let step = self.coefficient(window);
                    k = if step.is_end { 64 } else { k + step.n_zeros as u32 + 1 };
                } else {
                    window.consume(entry & 0xff);
                    k += entry >> 8 & 0xff;
                }
                if k >= 64 {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The AC table for luminance of T.81, K.3.2, and short codes for the same symbols.
    fn table() -> HuffmanTable {
        let counts = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d];
        let mut symbols =
            vec![0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61];
        symbols.extend((0..=255u8).filter(|symbol| symbol & 0xf != 0 && symbol & 0xf < 11 || *symbol == 0xf0));
        symbols.resize(162, 0x11);
        HuffmanTable::new(&counts, &symbols).unwrap().with_coefficients()
    }

    proptest! {
        #[test]
        fn skipping_ends_where_decoding_one_by_one_ends(mut data in proptest::collection::vec(any::<u8>(), 300), from in 1u32..64) {
            data.extend([0; 8]);
            let table = table();
            let (mut skipping, mut walking) = (Window::default(), Window::default());
            table.skip_rest(from, &mut skipping, &data);
            let mut k = from;
            while k < 64 {
                walking.refill(&data);
                let step = table.coefficient(&mut walking);
                k = if step.is_end { 64 } else { k + step.n_zeros as u32 + 1 };
            }
            prop_assert_eq!(skipping.position_bits(), walking.position_bits());
        }
    }

    #[test]
    fn a_table_with_too_many_codes_is_refused() {
        let mut counts = [0; 16];
        counts[0] = 3;
        assert!(HuffmanTable::new(&counts, &[1, 2, 3]).is_none());
        counts[0] = 2;
        assert!(HuffmanTable::new(&counts, &[1, 2, 3]).is_some());
        assert!(HuffmanTable::new(&counts, &[1]).is_none(), "fewer symbols than codes");
    }
}
