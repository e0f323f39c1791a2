//! Short runs of bytes, each kept once and known by its number: the terms of a segment while it is filled, and the values
//! of which it is remembered what became of them. One run of bytes holds all of them, so that a new one allocates nothing.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// How much of a term stands in the table itself: most words, so that they are found without looking elsewhere.
const SHORT_BYTES: usize = 15;

/// How many entries are at hand beside the table: few words make most of a text, and these fit into the processor's own
/// memory, where the table of all words does not.
const AT_HAND: usize = 4096;

/// Runs of bytes with numbers, from 0, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    table: HashTable<Entry>,
    /// Entries that were found lately, each at the place that its hash tells; none until there are many.
    at_hand: Vec<Entry>,
    hasher: DefaultHashBuilder,
}

/// A term in the table.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    hash: u32,
    number: u32,
    /// Its beginning, and behind that its length, or one more than fits for a longer one.
    short: [u8; SHORT_BYTES + 1],
}

impl Terms {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a term; whether it is a new one.
    pub(super) fn number(&mut self, term: &[u8]) -> (u32, bool) {
        let (hash, short) = (self.hash(term), short(term));
        let place = hash as usize % AT_HAND;
        if let Some(entry) = self.at_hand.get(place)
            && self.is_same(entry, term, hash, &short)
        {
            return (entry.number, false);
        }
        if let Some(entry) = self.find(term, hash, &short) {
            if let Some(slot) = self.at_hand.get_mut(place) {
                *slot = entry;
            }
            return (entry.number, false);
        }
        if self.at_hand.is_empty() && self.len() == AT_HAND {
            // No term is of that length.
            self.at_hand = vec![Entry { short: [u8::MAX; SHORT_BYTES + 1], ..Entry::default() }; AT_HAND];
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(term);
        self.ends.push(self.bytes.len());
        self.table.insert_unique(spread(hash), Entry { hash, number, short }, |entry| spread(entry.hash));
        (number, true)
    }

    /// The number of a term that is known.
    pub(super) fn known(&self, term: &[u8]) -> Option<u32> {
        self.find(term, self.hash(term), &short(term)).map(|entry| entry.number)
    }

    /// All terms, in the order of their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &[u8]> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).filter_map(|number| self.get(number))
    }

    /// Adds a term that is only had by its number, not found.
    pub(super) fn push_kept(&mut self, term: &[u8]) {
        self.bytes.extend_from_slice(term);
        self.ends.push(self.bytes.len());
    }

    fn find(&self, term: &[u8], hash: u32, short: &[u8; SHORT_BYTES + 1]) -> Option<Entry> {
        self.table.find(spread(hash), |entry| self.is_same(entry, term, hash, short)).copied()
    }

    fn is_same(&self, entry: &Entry, term: &[u8], hash: u32, short: &[u8; SHORT_BYTES + 1]) -> bool {
        let begins_so = entry.hash == hash && entry.short == *short;
        begins_so && (term.len() <= SHORT_BYTES || self.get(entry.number) == Some(term))
    }

    fn hash(&self, term: &[u8]) -> u32 {
        (self.hasher.hash_one(term) >> 32) as u32
    }

    /// The term of a number, if there is one of that number.
    pub(super) fn get(&self, number: u32) -> Option<&[u8]> {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or(0));
        self.bytes.get(start..*self.ends.get(number)?)
    }

    /// The numbers of all terms, in the terms' order.
    pub(super) fn sorted(&self) -> Vec<u32> {
        let mut all: Vec<(u64, u32)> = self.all().map(beginning).zip(0..).collect();
        // Beginnings are numbers, and decide nearly always.
        all.sort_unstable_by(|(a, first), (b, second)| a.cmp(b).then_with(|| self.get(*first).cmp(&self.get(*second))));
        all.into_iter().map(|(_, number)| number).collect()
    }
}

/// A hash for the table, which looks at its highest and its lowest bits.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn short(term: &[u8]) -> [u8; SHORT_BYTES + 1] {
    let mut short = [0; SHORT_BYTES + 1];
    short.iter_mut().take(SHORT_BYTES).zip(term).for_each(|(slot, byte)| *slot = *byte);
    if let Some(len) = short.last_mut() {
        *len = term.len().min(SHORT_BYTES + 1) as u8;
    }
    short
}

/// The first eight bytes as a number that stands in the order of the bytes; a shorter run is as one that ends in zeros.
pub(super) fn beginning(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(first) => u64::from_be_bytes(*first),
        None => {
            let mut first = [0; 8];
            first.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
            u64::from_be_bytes(first)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn terms_are_kept_once_and_stand_in_order(written in prop::collection::vec("[ab\u{0}é]{0,12}", 0..60)) {
            let mut terms = Terms::default();
            let numbers: Vec<u32> = written.iter().map(|term| terms.number(term.as_bytes()).0).collect();
            for (number, term) in numbers.iter().zip(&written) {
                prop_assert_eq!(terms.get(*number), Some(term.as_bytes()));
                prop_assert_eq!(terms.number(term.as_bytes()), (*number, false));
                prop_assert_eq!(terms.known(term.as_bytes()), Some(*number));
            }
            prop_assert_eq!(terms.known(b"c"), None);
            let expected: BTreeSet<&[u8]> = written.iter().map(String::as_bytes).collect();
            let sorted: Vec<&[u8]> = terms.sorted().into_iter().filter_map(|number| terms.get(number)).collect();
            prop_assert_eq!(sorted, expected.into_iter().collect::<Vec<_>>());
        }
    }
}
