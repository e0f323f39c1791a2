//! The lexicon's hash table: every word of every caption is looked up in it.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, BuildHasherDefault};

use super::Classes;
use crate::text::word_map::{WordHasher, WordMap};

/// How many slots there are: a power of two, and three for each word.
pub(super) const N_SLOTS: usize = 1 << 17;
/// The bits of a slot that number the classes.
const KIND: u64 = 0xffff;

/// A hash table of words that keeps no word: of each slot the upper 48 bits are those of a word's hash, the lower 16 the
/// number of its classes among all that occur. It lies in the processor's cache, and one look is enough.
pub(super) struct Table {
    slots: Vec<u64>,
    kinds: Vec<Classes>,
}

impl Table {
    /// The table of some words.
    pub(super) fn of(words: &WordMap<&'static str, Classes>) -> Self {
        let mut table = Self { slots: vec![0; N_SLOTS], kinds: Vec::new() };
        let mut numbers: BTreeMap<Classes, u64> = BTreeMap::new();
        for (word, classes) in words {
            let number = *numbers.entry(*classes).or_insert_with(|| {
                table.kinds.push(*classes);
                table.kinds.len() as u64
            });
            let hash = hash(word);
            let free = places(hash).find(|slot| table.slots.get(*slot) == Some(&0));
            if let Some(slot) = free.and_then(|slot| table.slots.get_mut(slot)) {
                *slot = hash & !KIND | number;
            }
        }
        table
    }

    /// The classes of a word; none of one that is not in the table.
    pub(super) fn classes(&self, folded: &str) -> Classes {
        let hash = hash(folded);
        for place in places(hash) {
            let slot = self.slots.get(place).copied().unwrap_or(0);
            if slot == 0 {
                break;
            }
            if (slot ^ hash) & !KIND == 0 {
                let number = usize::try_from(slot & KIND).unwrap_or(0);
                return number.checked_sub(1).and_then(|at| self.kinds.get(at)).copied().unwrap_or_default();
            }
        }
        Classes::default()
    }
}

fn hash(word: &str) -> u64 {
    BuildHasherDefault::<WordHasher>::default().hash_one(word)
}

/// The slots in which a word may be, in order.
fn places(hash: u64) -> impl Iterator<Item = usize> {
    let first = usize::try_from(hash).unwrap_or(0);
    (0..N_SLOTS).map(move |n| first.wrapping_add(n) % N_SLOTS)
}
