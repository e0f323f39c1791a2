//! Short runs of bytes, each kept once and known by its number: the terms of a segment while it is filled, and the values
//! of which it is remembered what became of them. One run of bytes holds all of them, so that a new one allocates nothing.

use std::hash::BuildHasher as _;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Runs of bytes with numbers, from 0, in the order in which they came.
#[derive(Default)]
pub(super) struct Terms {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    by_hash: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Terms {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a term; whether it is a new one.
    pub(super) fn number(&mut self, term: &[u8]) -> (u32, bool) {
        let Self { bytes, ends, by_hash, hasher } = self;
        let hash = hasher.hash_one(term);
        if let Some(number) = by_hash.find(hash, |number| get(bytes, ends, *number) == term) {
            return (*number, false);
        }
        let number = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(term);
        ends.push(bytes.len());
        by_hash.insert_unique(hash, number, |number| hasher.hash_one(get(bytes, ends, *number)));
        (number, true)
    }

    /// The number of a term that is known.
    pub(super) fn known(&self, term: &[u8]) -> Option<u32> {
        let hash = self.hasher.hash_one(term);
        self.by_hash.find(hash, |number| self.get(*number) == term).copied()
    }

    /// The term of a number.
    pub(super) fn get(&self, number: u32) -> &[u8] {
        get(&self.bytes, &self.ends, number)
    }

    /// The numbers of all terms, in the terms' order.
    pub(super) fn sorted(&self) -> Vec<u32> {
        let all = (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(|number| (beginning(self.get(number)), number));
        let mut all: Vec<(u64, u32)> = all.collect();
        // Beginnings are numbers, and decide nearly always.
        all.sort_unstable_by(|(a, first), (b, second)| a.cmp(b).then_with(|| self.get(*first).cmp(self.get(*second))));
        all.into_iter().map(|(_, number)| number).collect()
    }
}

fn get<'b>(bytes: &'b [u8], ends: &[usize], number: u32) -> &'b [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end);
    let range: Range<usize> = start..ends.get(number).map_or(start, |end| *end);
    bytes.get(range).unwrap_or_default()
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
                prop_assert_eq!(terms.get(*number), term.as_bytes());
                prop_assert_eq!(terms.number(term.as_bytes()), (*number, false));
                prop_assert_eq!(terms.known(term.as_bytes()), Some(*number));
            }
            prop_assert_eq!(terms.known(b"c"), None);
            let expected: BTreeSet<&[u8]> = written.iter().map(String::as_bytes).collect();
            let sorted: Vec<&[u8]> = terms.sorted().into_iter().map(|number| terms.get(number)).collect();
            prop_assert_eq!(sorted, expected.into_iter().collect::<Vec<_>>());
        }
    }
}
