//! The words of one segment of a collection: which photos hold a term, which hold a beginning of one, and where terms
//! follow each other. Written once, photo after photo, and then only read, in memory or from the disk.
//!
//! A segment has at most 65,536 photos, so that a photo is two bytes: a term's photos are a list of them, or a bit for
//! each photo where that is shorter. Terms stand in order, and so do their photos' lists: all terms with one beginning
//! are one run of bytes, which is read at once and joined without being decoded.

pub(super) mod building;

use std::io;
use std::ops::Range;

use crate::catalog::bytes::{Bytes, Cursor, damaged};
use crate::query::QueryField;

/// The most photos of a segment.
pub(super) const SEGMENT_PHOTOS: usize = 1 << 16;
/// The terms of a block, which is read as a whole: few enough that looking through them costs less than reading them.
const BLOCK_TERMS: usize = 64;
/// The length of the head: four lengths, eight bytes each.
const HEAD_BYTES: u64 = 32;

/// Whose words a term belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TermField {
    /// The words of every searched text, in their order.
    Words,
    /// The words of a field's values, in their order.
    ValueWords(QueryField),
    /// Whole folded values of a field; of places, every name of a place and of all it is inside of.
    Value(QueryField),
    /// Names of fields that have a value.
    Has,
}

impl TermField {
    fn tag(self) -> u8 {
        match self {
            Self::Words => 0,
            Self::Has => 1,
            Self::ValueWords(field) => 2 + 2 * field as u8,
            Self::Value(field) => 3 + 2 * field as u8,
        }
    }

    /// Whether it is known where the terms of a tag stand: not of whole values and of `has:`, whose tags are odd.
    fn has_positions(tag: u8) -> bool {
        tag.is_multiple_of(2)
    }

    /// The term as it stands in the dictionary: the field, then the folded word.
    pub(super) fn term(self, folded: &str) -> Vec<u8> {
        let mut term = Vec::with_capacity(folded.len() + 1);
        term.push(self.tag());
        term.extend_from_slice(folded.as_bytes());
        term
    }
}

/// How long a segment's photos are as a bit each, in bytes.
fn bits_len(n_photos: usize) -> usize {
    n_photos.div_ceil(64) * 8
}

/// How long a term's photos are, in bytes.
fn photos_len(n_listed: usize, n_photos: usize) -> usize {
    (n_listed * 2).min(bits_len(n_photos))
}

/// The words of a segment, to be asked.
#[derive(Debug)]
pub(super) struct Words {
    bytes: Bytes,
    n_photos: usize,
    dictionary: Range<u64>,
    lists: Range<u64>,
    positions: Range<u64>,
    /// The first term of every block, one after the other.
    firsts: Vec<u8>,
    blocks: Vec<Block>,
}

#[derive(Debug)]
struct Block {
    first: Range<usize>,
    /// Where it begins in the dictionary.
    start: u64,
}

/// What the dictionary says of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    n_listed: usize,
    /// Where its photos stand.
    list: Range<u64>,
    /// Where its positions stand.
    positions: Range<u64>,
}

impl Words {
    /// The words that were kept.
    pub(super) fn open(bytes: Bytes) -> io::Result<Self> {
        let head = bytes.read(0..HEAD_BYTES.min(bytes.len()))?;
        let mut numbers = head.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_le_bytes));
        let mut next = || numbers.next().ok_or_else(damaged);
        let lengths = [next()?, next()?, next()?, next()?];
        let mut start = HEAD_BYTES;
        let sections = lengths.map(|len| {
            let section = start..start.saturating_add(len);
            start = section.end;
            section
        });
        if start != bytes.len() {
            return Err(damaged());
        }
        let [dictionary, lists, positions, blocks] = sections;
        let kept = bytes.read(blocks)?.into_owned();
        let mut cursor = Cursor::new(&kept);
        let n_photos = cursor.size().ok_or_else(damaged)?;
        let (mut firsts, mut blocks) = (Vec::new(), Vec::new());
        while !cursor.is_at_end() {
            let first = cursor.bytes().ok_or_else(damaged)?;
            let from = firsts.len();
            firsts.extend_from_slice(first);
            blocks.push(Block { first: from..firsts.len(), start: cursor.number().ok_or_else(damaged)? });
        }
        drop(head);
        Ok(Self { bytes, n_photos, dictionary, lists, positions, firsts, blocks })
    }

    /// How many bytes each section takes.
    pub(super) fn section_bytes(&self) -> [(&'static str, u64); 3] {
        let len = |section: &Range<u64>| section.end - section.start;
        [("terms", len(&self.dictionary)), ("lists", len(&self.lists)), ("positions", len(&self.positions))]
    }

    /// What the dictionary says of a term; none when no photo holds it.
    pub(super) fn term(&self, term: &[u8]) -> io::Result<Option<Entry>> {
        let mut found = None;
        self.walk(term, |other, entry| {
            if other == term {
                found = Some(entry);
            }
            other < term
        })?;
        Ok(found)
    }

    /// The entries of all terms with a beginning, in order.
    pub(super) fn beginning(&self, beginning: &[u8]) -> io::Result<Vec<Entry>> {
        let mut found = Vec::new();
        self.walk(beginning, |term, entry| {
            let begins = term.starts_with(beginning);
            if begins {
                found.push(entry);
            }
            begins || term < beginning
        })?;
        Ok(found)
    }

    /// Visits terms in order from the block in which a term would stand, until the visitor answers no.
    fn walk(&self, from: &[u8], mut visit: impl FnMut(&[u8], Entry) -> bool) -> io::Result<()> {
        let first_of = |block: &Block| self.firsts.get(block.first.clone()).unwrap_or_default();
        let at = self.blocks.partition_point(|block| first_of(block) <= from).saturating_sub(1);
        let mut term = Vec::new();
        for (at, block) in self.blocks.iter().enumerate().skip(at) {
            let end = self.blocks.get(at + 1).map_or(self.dictionary.end - self.dictionary.start, |next| next.start);
            let bytes = self.bytes.read(self.dictionary.start + block.start..self.dictionary.start + end)?;
            let mut cursor = Cursor::new(&bytes);
            let mut next = || cursor.number().ok_or_else(damaged);
            let (mut list, mut positions) = (next()?, next()?);
            term.clear();
            while !cursor.is_at_end() {
                let n_shared = cursor.size().ok_or_else(damaged)?;
                let rest = cursor.bytes().ok_or_else(damaged)?;
                let n_listed = cursor.size().ok_or_else(damaged)?;
                let positions_end = positions + cursor.number().ok_or_else(damaged)?;
                let list_end = list + photos_len(n_listed, self.n_photos) as u64;
                term.truncate(n_shared);
                term.extend_from_slice(rest);
                if !visit(&term, Entry { n_listed, list: list..list_end, positions: positions..positions_end }) {
                    return Ok(());
                }
                (list, positions) = (list_end, positions_end);
            }
        }
        Ok(())
    }

    /// Sets the bits of the photos of entries that stand one after the other in the dictionary.
    pub(super) fn add_photos(&self, entries: &[Entry], bits: &mut [u64]) -> io::Result<()> {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(()) };
        let lists = self.bytes.read(self.lists.start + first.list.start..self.lists.start + last.list.end)?;
        let mut cursor = Cursor::new(&lists);
        for entry in entries {
            let list = cursor.take(photos_len(entry.n_listed, self.n_photos)).ok_or_else(damaged)?;
            if entry.n_listed * 2 <= bits_len(self.n_photos) {
                for photo in list.chunks_exact(2) {
                    let photo = usize::from(photo.try_into().map_or(0, u16::from_le_bytes));
                    if let Some(word) = bits.get_mut(photo / 64) {
                        *word |= 1 << (photo % 64);
                    }
                }
            } else {
                for (word, eight) in bits.iter_mut().zip(list.chunks_exact(8)) {
                    *word |= eight.try_into().map_or(0, u64::from_le_bytes);
                }
            }
        }
        Ok(())
    }

    /// Sets the bits of the photos in which words follow each other, the last of them whole or as a beginning.
    pub(super) fn add_phrase(
        &self,
        field: TermField,
        words: &[String],
        last_whole: bool,
        bits: &mut [u64],
    ) -> io::Result<()> {
        let mut starts: Option<Vec<u64>> = None;
        for (at, word) in (0_u64..).zip(words) {
            let is_last = at + 1 == words.len() as u64;
            let term = field.term(word);
            let entries = match is_last && !last_whole {
                true => self.beginning(&term)?,
                false => self.term(&term)?.into_iter().collect(),
            };
            let found = self.occurrences(&entries)?;
            let kept = match starts {
                None => found,
                Some(starts) => followed(&starts, &found, at),
            };
            if kept.is_empty() {
                return Ok(());
            }
            starts = Some(kept);
        }
        for start in starts.unwrap_or_default() {
            let photo = (start >> 32) as usize;
            if let Some(word) = bits.get_mut(photo / 64) {
                *word |= 1 << (photo % 64);
            }
        }
        Ok(())
    }

    /// Where the terms of entries stand, in order: the photo in the upper half of the number, the position in the lower.
    fn occurrences(&self, entries: &[Entry]) -> io::Result<Vec<u64>> {
        let mut found = Vec::new();
        for entry in entries {
            let mut bits = vec![0; self.n_photos.div_ceil(64)];
            self.add_photos(std::slice::from_ref(entry), &mut bits)?;
            let Range { start, end } = entry.positions;
            let positions = self.bytes.read(self.positions.start + start..self.positions.start + end)?;
            let mut cursor = Cursor::new(&positions);
            for photo in set_bits(&bits) {
                let head = cursor.number().ok_or_else(damaged)?;
                if head & 1 == 0 {
                    found.push(photo << 32 | head >> 1);
                    continue;
                }
                let mut position = 0_u64;
                for _ in 0..head >> 1 {
                    position = position.saturating_add(cursor.number().ok_or_else(damaged)?);
                    found.push(photo << 32 | position);
                }
            }
        }
        if entries.len() > 1 {
            found.sort_unstable();
        }
        Ok(found)
    }
}

/// The positions of the bits that are set.
pub(super) fn set_bits(bits: &[u64]) -> impl Iterator<Item = u64> {
    bits.iter().zip((0_u64..).step_by(64)).flat_map(|(word, first)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let at = (left != 0).then(|| first + u64::from(left.trailing_zeros()))?;
            left &= left - 1;
            Some(at)
        })
    })
}

/// Those starts that have an occurrence so many positions further on; both are in order.
fn followed(starts: &[u64], found: &[u64], distance: u64) -> Vec<u64> {
    let mut found = found.iter().peekable();
    let mut kept = Vec::new();
    for start in starts {
        let wanted = start + distance;
        while found.next_if(|at| **at < wanted).is_some() {}
        if found.peek() == Some(&&wanted) {
            kept.push(*start);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::building::WordsBuilder;
    use super::*;
    use crate::text;

    fn words(texts: &[&[&str]]) -> Words {
        let mut builder = WordsBuilder::default();
        for values in texts {
            values.iter().for_each(|text| builder.add_shared_text(TermField::Words, text));
            builder.end_photo();
        }
        Words::open(builder.finish().into()).unwrap()
    }

    fn check(texts: &[&[&str]], phrase: &str, last_whole: bool, expected: &[u64]) {
        let mut bits = vec![0; texts.len().div_ceil(64)];
        words(texts).add_phrase(TermField::Words, &text::words(phrase), last_whole, &mut bits).unwrap();
        assert_eq!(set_bits(&bits).collect::<Vec<_>>(), expected, "{phrase:?}");
    }

    #[test]
    fn words_are_found_whole_by_their_beginning_and_in_order() {
        let texts: &[&[&str]] = &[&["the house", "of cards"], &["House of cards"], &["cards of the household"]];
        check(texts, "house", true, &[0, 1]);
        check(texts, "house", false, &[0, 1, 2]);
        check(texts, "house of", true, &[1]);
        check(texts, "of ca", false, &[0, 1]);
        check(texts, "the hou", false, &[0, 2]);
        check(texts, "nothing", false, &[]);
        check(&[], "house", false, &[]);
    }

    #[test]
    fn fields_do_not_mix() {
        let mut builder = WordsBuilder::default();
        builder.add_value(QueryField::Credit, "Getty", true);
        builder.end_photo();
        let words = Words::open(builder.finish().into()).unwrap();
        assert!(words.term(&TermField::Value(QueryField::Credit).term("getty")).unwrap().is_some());
        assert!(words.term(&TermField::Value(QueryField::Creator).term("getty")).unwrap().is_none());
        assert!(words.beginning(&TermField::Words.term("")).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn damaged_words_are_refused_or_answer_something(at in any::<usize>(), to in any::<u8>()) {
            let mut builder = WordsBuilder::default();
            for n in 0..200 {
                builder.add_text(TermField::Words, &format!("photo {n} of {}", n % 7));
                builder.end_photo();
            }
            let mut kept = builder.finish();
            let at = at % kept.len();
            kept[at] = to;
            if let Ok(words) = Words::open(kept.into()) {
                let mut bits = vec![0; 4];
                let _ = words.add_phrase(TermField::Words, &["photo".to_owned(), "1".to_owned()], false, &mut bits);
            }
        }
    }
}
