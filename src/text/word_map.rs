//! Maps from words of our own data. Every word of every caption is looked up in several of them, and the standard hasher
//! took a third of the time that reading takes; the words are our own, so that nobody can choose ones that collide.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are words of our own data.
pub(crate) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// Eight bytes of a word at a time, each with a multiplication, as FxHash and wyhash do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordHasher(u64);

/// An odd number with as many ones as zeros: the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl WordHasher {
    fn mix(&mut self, eight: u64) {
        let product = (self.0 ^ eight).wrapping_mul(FACTOR);
        // The upper bits hold what all bits of the word made; tables look at both ends.
        self.0 = product ^ product >> 29;
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((eight, after)) = rest.split_first_chunk::<8>() {
            self.mix(u64::from_le_bytes(*eight));
            rest = after;
        }
        let last = match (rest, rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
            ([], ..) => return,
            (_, Some(first), Some(last)) => {
                u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
            }
            (short, ..) => short.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)),
        };
        // With its length, so that "a" and what ends in it differ.
        self.mix(last.wrapping_add((rest.len() as u64) << 56));
    }

    fn write_u8(&mut self, byte: u8) {
        // What closes a string in the standard library; one string is all that is hashed.
        self.0 ^= u64::from(byte);
    }

    fn write_u64(&mut self, number: u64) {
        self.mix(number);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The rows of a table of our own data, without its comments and its heading.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1)
}

/// How the words of a list begin, and how long they are: tells of most other words, without a look-up, that the list does
/// not have them.
#[derive(Clone, Debug)]
pub(crate) struct Beginnings([u64; 256]);

impl Default for Beginnings {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Beginnings {
    /// Takes note of a word of the list.
    pub(crate) fn add(&mut self, word: &str) {
        let (row, bit) = Self::place(word);
        if let Some(row) = self.0.get_mut(row) {
            *row |= bit;
        }
    }

    /// Whether the list may have a word; where not, it has not.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        let (row, bit) = Self::place(word);
        self.0.get(row).is_some_and(|row| row & bit != 0)
    }

    /// The first letter chooses a number of 64 bits, the others and the length a bit of it.
    fn place(word: &str) -> (usize, u64) {
        let bytes = word.as_bytes();
        let (first, second) = (bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0));
        let last = bytes.last().copied().unwrap_or(0);
        let bit = (usize::from(second) * 3 + usize::from(last) * 5 + word.len() * 11) % 64;
        (usize::from(first), 1 << bit)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::hash::{BuildHasher as _, BuildHasherDefault};

    use super::*;

    #[test]
    fn beginnings_hold_what_was_added_and_not_much_more() {
        let mut beginnings = Beginnings::default();
        for word in ["senate", "house", "é", ""] {
            beginnings.add(word);
        }
        assert!(["senate", "house", "é", ""].iter().all(|word| beginnings.may_hold(word)));
        assert!(["zulu", "horses", "senators", "xyz"].iter().all(|word| !beginnings.may_hold(word)));
    }

    #[test]
    fn words_that_are_alike_have_hashes_apart() {
        let hasher = BuildHasherDefault::<WordHasher>::default();
        let mut words: BTreeSet<String> = BTreeSet::new();
        for a in 'a'..='z' {
            for b in 'a'..='z' {
                words.extend([
                    format!("{a}{b}"),
                    format!("{a}{b}s"),
                    format!("{a}town{b}"),
                    format!("st-{a}-upon-{b}"),
                ]);
            }
        }
        let low: BTreeSet<u64> = words.iter().map(|word| hasher.hash_one(word.as_str()) & 0xffff).collect();
        let high: BTreeSet<u64> = words.iter().map(|word| hasher.hash_one(word.as_str()) >> 48).collect();
        // 2,704 words in 65,536 slots: of so many, chance alone lets some 55 fall together.
        assert!(low.len() + 120 > words.len() && high.len() + 120 > words.len(), "{} {}", low.len(), high.len());
    }
}
