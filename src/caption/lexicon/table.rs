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
/// number of its classes among all that occur. A byte for each slot tells of most words that they are not there: these lie
/// in the processor's nearest caches, which the slots do not.
pub(super) struct Table {
    tags: Vec<u8>,
    slots: Vec<u64>,
    kinds: Vec<Classes>,
}

impl Table {
    /// The table of some words.
    pub(super) fn of(words: &WordMap<&'static str, Classes>) -> Self {
        let mut table = Self { tags: vec![0; N_SLOTS], slots: vec![0; N_SLOTS], kinds: Vec::new() };
        let mut numbers: BTreeMap<Classes, u64> = BTreeMap::new();
        for (word, classes) in words {
            let number = *numbers.entry(*classes).or_insert_with(|| {
                table.kinds.push(*classes);
                table.kinds.len() as u64
            });
            let hash = hash(word);
            let Some(free) = places(hash).find(|slot| table.slots.get(*slot) == Some(&0)) else { continue };
            if let (Some(slot), Some(own)) = (table.slots.get_mut(free), table.tags.get_mut(free)) {
                (*slot, *own) = (hash & !KIND | number, tag(hash));
            }
        }
        table
    }

    /// The classes of a word; none of one that is not in the table.
    pub(super) fn classes(&self, folded: &str) -> Classes {
        let hash = hash(folded);
        for place in places(hash) {
            let own = self.tags.get(place).copied().unwrap_or(0);
            if own == 0 {
                break;
            }
            let slot = if own == tag(hash) { self.slots.get(place).copied().unwrap_or(0) } else { continue };
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

/// What tells a slot's word from others; 0 where there is none.
fn tag(hash: u64) -> u8 {
    hash.to_be_bytes()[0] | 1
}

/// The slots in which a word may be, in order.
fn places(hash: u64) -> impl Iterator<Item = usize> {
    let first = usize::try_from(hash).unwrap_or(0);
    (0..N_SLOTS).map(move |n| first.wrapping_add(n) % N_SLOTS)
}
