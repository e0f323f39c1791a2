//! The words of a segment as it is filled. What stands where is noted as one number after the other, and only when the
//! segment is full brought into the order of the terms: nothing is allocated for a word, nor for a term.
//! Values that many photos share are cut into words once.

use crate::catalog::bytes::{put_bytes, put_number};
use crate::catalog::terms::Terms;
use crate::catalog::words::{BLOCK_TERMS, TermField, bits_len};
use crate::photo;
use crate::place::Place;
use crate::query::QueryField;
use crate::text;

/// What stands in the notes beside the numbers of terms: a gap, so that no phrase runs from one value into the next …
const GAP: u32 = u32::MAX;
/// … and that the positions of another field begin.
const NEXT_FIELD: u32 = u32::MAX - 1;
/// Values longer than this, and more than so many, are cut into words every time.
const REMEMBERED_MAX_BYTES: usize = 96;
const REMEMBERED_MAX: usize = 1 << 16;

/// The words of a segment that is being filled.
#[derive(Default)]
pub(in crate::catalog) struct WordsBuilder {
    terms: Terms,
    /// Terms in the order in which they stand, photo after photo, with gaps and marks between.
    notes: Vec<u32>,
    /// Where each photo's notes end.
    ends: Vec<usize>,
    remembered: Remembered,
    /// For each place by its number its terms: its own and those of all it is inside of.
    places: Vec<Option<Vec<u32>>>,
    /// The terms of the names that `has:` knows.
    has: Vec<u32>,
    /// Room for a term.
    term: Vec<u8>,
    folded: String,
}

/// Which notes a value makes.
#[derive(Default)]
struct Remembered {
    /// Values, each behind the tag of its field.
    values: Terms,
    /// Where the notes of each value end.
    ends: Vec<usize>,
    notes: Vec<u32>,
}

impl WordsBuilder {
    /// How many photos there are.
    pub(in crate::catalog) fn n_photos(&self) -> usize {
        self.ends.len()
    }

    /// Ends a photo; everything added since the last belongs to it.
    pub(in crate::catalog) fn end_photo(&mut self) {
        self.ends.push(self.notes.len());
    }

    /// Begins the texts of another field; those of one field are added one after the other.
    pub(in crate::catalog) fn begin_field(&mut self) {
        self.notes.push(NEXT_FIELD);
    }

    /// Adds the words of a text that is most likely no other's, in their order.
    pub(in crate::catalog) fn add_text(&mut self, field: TermField, text: &str) {
        let Self { terms, notes, term, .. } = self;
        text::visit_tokens(text, |_, folded| notes.push(number(terms, term, field, folded)));
        self.notes.push(GAP);
    }

    /// Adds the words of a text that other photos may have too.
    pub(in crate::catalog) fn add_shared_text(&mut self, field: TermField, text: &str) {
        self.remembered(field, text, |words| words.add_text(field, text));
    }

    /// Adds a value of a field: its words, and the whole of it. A value that is most likely no other's is not remembered.
    pub(in crate::catalog) fn add_value(&mut self, field: QueryField, value: &str, is_shared: bool) {
        let add = |words: &mut Self| {
            words.add_whole(TermField::Value(field), value);
            words.add_text(TermField::ValueWords(field), value);
        };
        if is_shared { self.remembered(TermField::ValueWords(field), value, add) } else { add(self) }
    }

    /// Adds the names of a place and of all it is inside of; the number is the same for the same place.
    pub(in crate::catalog) fn add_place(&mut self, number: usize, place: &Place) {
        if let Some(Some(known)) = self.places.get(number) {
            self.notes.extend_from_slice(known);
            return;
        }
        let start = self.notes.len();
        for name in place.ancestry().flat_map(Place::folded_names) {
            self.add_folded(TermField::Value(QueryField::Place), &name);
        }
        let own = self.notes.get(start..).unwrap_or_default().to_vec();
        if self.places.len() <= number {
            self.places.resize(number + 1, None);
        }
        if let Some(slot) = self.places.get_mut(number) {
            *slot = Some(own);
        }
    }

    /// Adds those names of `has:` under which the photo has a value, given for each of them.
    pub(in crate::catalog) fn add_has(&mut self, has_each: impl Iterator<Item = bool>) {
        if self.has.is_empty() {
            let Self { terms, term, has, .. } = self;
            has.extend(photo::has_names().map(|name| number(terms, term, TermField::Has, name)));
        }
        self.notes.extend(self.has.iter().zip(has_each).filter(|(_, has)| *has).map(|(term, _)| *term));
    }

    fn add_whole(&mut self, field: TermField, value: &str) {
        let Self { terms, notes, term, folded, .. } = self;
        folded.clear();
        text::fold_into(value, folded);
        notes.push(number(terms, term, field, folded));
    }

    fn add_folded(&mut self, field: TermField, folded: &str) {
        let Self { terms, notes, term, .. } = self;
        notes.push(number(terms, term, field, folded));
    }

    /// Adds what a value adds, as it is remembered.
    fn remembered(&mut self, field: TermField, value: &str, add: impl FnOnce(&mut Self)) {
        if value.len() > REMEMBERED_MAX_BYTES {
            return add(self);
        }
        let Self { notes, remembered: Remembered { values, ends, notes: known }, term, .. } = self;
        with_tag(term, field, value);
        if let Some(number) = values.known(term) {
            let end_of = |at: usize| ends.get(at).copied().unwrap_or(known.len());
            let start = (number as usize).checked_sub(1).map_or(0, end_of);
            notes.extend_from_slice(known.get(start..end_of(number as usize)).unwrap_or_default());
            return;
        }
        let is_room = values.len() < REMEMBERED_MAX;
        if is_room {
            values.number(term);
        }
        let start = notes.len();
        add(self);
        if is_room {
            let Remembered { ends, notes: known, .. } = &mut self.remembered;
            known.extend_from_slice(self.notes.get(start..).unwrap_or_default());
            ends.push(known.len());
        }
    }

    /// The words as they are kept.
    pub(in crate::catalog) fn finish(self) -> Vec<u8> {
        let Self { terms, notes, ends, .. } = self;
        let n_photos = ends.len();
        let sorted = terms.sorted();
        let Placed { places, ends } = placed(&sorted, &notes, &ends);
        // The notes are as large as what is written.
        drop(notes);
        let mut writing = Writing { n_photos, ..Writing::default() };
        let mut before: &[u8] = &[];
        let mut start = 0;
        put_number(&mut writing.blocks, n_photos as u64);
        for (at, (number, end)) in sorted.iter().zip(ends).enumerate() {
            let term = terms.get(*number).unwrap_or_default();
            if at % BLOCK_TERMS == 0 {
                writing.begin_block(term);
                before = &[];
            }
            writing.put_term(before, term, places.get(start..end as usize).unwrap_or_default());
            (before, start) = (term, end as usize);
        }
        writing.finish()
    }
}

/// The number of a term of a field.
fn number(terms: &mut Terms, term: &mut Vec<u8>, field: TermField, folded: &str) -> u32 {
    with_tag(term, field, folded);
    terms.number(term).0
}

fn with_tag(term: &mut Vec<u8>, field: TermField, text: &str) {
    term.clear();
    term.push(field.tag());
    term.extend_from_slice(text.as_bytes());
}

/// Where the terms stand, in the order of the terms.
struct Placed {
    /// The photo in the upper half of the number, the position in the lower.
    places: Vec<u64>,
    /// Where those of each term end.
    ends: Vec<u32>,
}

/// Brings notes into the order of the terms: how many each term has tells where each of its places goes.
fn placed(sorted: &[u32], notes: &[u32], photo_ends: &[usize]) -> Placed {
    let mut next = vec![0_u32; sorted.len()];
    for note in notes {
        if let Some(count) = next.get_mut(*note as usize) {
            *count += 1;
        }
    }
    let mut end = 0;
    let mut ends = Vec::with_capacity(sorted.len());
    for number in sorted {
        if let Some(next) = next.get_mut(*number as usize) {
            let start = end;
            end += *next;
            *next = start;
        }
        ends.push(end);
    }
    let mut places = vec![0_u64; end as usize];
    let mut start = 0;
    for (photo, photo_end) in (0_u64..).zip(photo_ends) {
        let mut position = 0_u64;
        for note in notes.get(start..*photo_end).unwrap_or_default() {
            match *note {
                GAP => position += 1,
                NEXT_FIELD => position = 0,
                term => {
                    if let Some(next) = next.get_mut(term as usize) {
                        if let Some(slot) = places.get_mut(*next as usize) {
                            *slot = photo << 32 | position;
                        }
                        *next += 1;
                    }
                    position += 1;
                }
            }
        }
        start = *photo_end;
    }
    Placed { places, ends }
}

/// The sections of the words as they are written.
#[derive(Default)]
struct Writing {
    n_photos: usize,
    dictionary: Vec<u8>,
    lists: Vec<u8>,
    positions: Vec<u8>,
    blocks: Vec<u8>,
    /// The photos of one term.
    photos: Vec<u16>,
}

impl Writing {
    fn begin_block(&mut self, first: &[u8]) {
        put_bytes(&mut self.blocks, first);
        put_number(&mut self.blocks, self.dictionary.len() as u64);
        put_number(&mut self.dictionary, self.lists.len() as u64);
        put_number(&mut self.dictionary, self.positions.len() as u64);
    }

    fn put_term(&mut self, before: &[u8], term: &[u8], places: &[u64]) {
        let positions_start = self.positions.len();
        self.photos.clear();
        let has_positions = term.first().is_some_and(|tag| TermField::has_positions(*tag));
        for own in places.chunk_by(|a, b| a >> 32 == b >> 32) {
            let Some(first) = own.first() else { continue };
            self.photos.push((first >> 32) as u16);
            if has_positions {
                put_positions(&mut self.positions, own);
            }
        }
        let n_shared = before.iter().zip(term).take_while(|(a, b)| a == b).count();
        put_number(&mut self.dictionary, n_shared as u64);
        put_bytes(&mut self.dictionary, term.get(n_shared..).unwrap_or_default());
        put_number(&mut self.dictionary, self.photos.len() as u64);
        put_number(&mut self.dictionary, (self.positions.len() - positions_start) as u64);
        put_photos(&mut self.lists, &self.photos, self.n_photos);
    }

    fn finish(self) -> Vec<u8> {
        let Self { dictionary, lists, positions, blocks, .. } = self;
        let mut out = Vec::with_capacity(dictionary.len() + lists.len() + positions.len() + blocks.len() + 32);
        for section in [&dictionary, &lists, &positions, &blocks] {
            out.extend_from_slice(&(section.len() as u64).to_le_bytes());
        }
        for section in [dictionary, lists, positions, blocks] {
            out.extend_from_slice(&section);
        }
        out
    }
}

/// Appends where a term stands in one photo. Most words stand once in a photo, and take one number: where. Others take how
/// often and then where.
fn put_positions(out: &mut Vec<u8>, places: &[u64]) {
    let position = |place: &u64| place & u64::from(u32::MAX);
    if let [only] = places {
        put_number(out, position(only) << 1);
        return;
    }
    put_number(out, (places.len() as u64) << 1 | 1);
    let mut before = 0;
    for place in places {
        put_number(out, position(place) - before);
        before = position(place);
    }
}

fn put_photos(out: &mut Vec<u8>, photos: &[u16], n_photos: usize) {
    if photos.len() * 2 <= bits_len(n_photos) {
        photos.iter().for_each(|photo| out.extend_from_slice(&photo.to_le_bytes()));
        return;
    }
    let start = out.len();
    out.resize(start + bits_len(n_photos), 0);
    for photo in photos {
        if let Some(byte) = out.get_mut(start + usize::from(*photo) / 8) {
            *byte |= 1 << (photo % 8);
        }
    }
}
