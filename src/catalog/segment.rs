//! A segment: so many photos of a collection that follow each other, with their words, records and columns. It is filled
//! by `SegmentBuilder`, kept as a few runs of bytes, and never changes; what is not asked for is not read.

use std::io;
use std::ops::Range;
use std::sync::OnceLock;

use crate::catalog::bytes::{Bytes, Cursor, damaged, put_number};
use crate::catalog::columns::{Column, ColumnBuilder, Tally};
use crate::catalog::facets::vocabularies::{N_COLUMNS, Vocabularies};
use crate::catalog::order::SortKey;
use crate::catalog::order::runs::RunBuilder;
use crate::catalog::records::{Records, RecordsBuilder};
use crate::catalog::stored_photo::Alone;
use crate::catalog::tables::Tables;
use crate::catalog::threads::both;
use crate::catalog::words::building::WordsBuilder;
use crate::catalog::words::{SEGMENT_PHOTOS, TermField, Words};
use crate::photo::Photo;
use crate::query::QueryField;
use crate::query::matching::visit_values;

/// The most bytes of records a segment has: long captions make it shorter, so that filling one never takes much memory.
const RECORDS_MAX_BYTES: usize = 64 << 20;
/// The fewest photos whose words and orders are worth a second thread.
const SHARED_LEAST_PHOTOS: usize = 4096;
/// The value of a photo that has none.
const NO_NUMBER: i32 = i32::MIN;

/// Photos of a collection that follow each other.
#[derive(Debug)]
pub(super) struct Segment {
    /// The position of its first photo; a multiple of 64.
    pub first: usize,
    pub n_photos: usize,
    pub words: Words,
    pub records: Records,
    parts: Parts<Bytes>,
    columns: OnceLock<Vec<Column>>,
    numbers: OnceLock<Numbers>,
}

/// The runs of bytes of which a segment is made.
#[derive(Clone, Debug)]
pub(super) struct Parts<T> {
    pub words: T,
    pub records: T,
    pub columns: T,
    pub numbers: T,
}

/// What photos are compared by as numbers.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// First and last day of each photo's date.
    days: Vec<[i32; 2]>,
    /// Ratings in hundredths of stars; empty where no photo has one.
    ratings: Vec<i32>,
}

/// A segment that is being filled.
pub(super) struct SegmentBuilder {
    words: WordsBuilder,
    records: RecordsBuilder,
    columns: Vec<ColumnBuilder>,
    numbers: Numbers,
    runs: Vec<RunBuilder>,
    /// The numbers of the places of the photo that is added.
    places: Vec<usize>,
}

/// A segment that was filled: what is kept of it, and for each key of order how its photos stand.
pub(super) struct Filled {
    pub n_photos: usize,
    pub parts: Parts<Vec<u8>>,
    pub runs: Vec<Vec<u8>>,
    /// The photos by value, for each column.
    pub totals: Vec<Tally>,
}

impl Default for SegmentBuilder {
    fn default() -> Self {
        Self {
            words: WordsBuilder::default(),
            records: RecordsBuilder::default(),
            columns: vec![ColumnBuilder::default(); N_COLUMNS],
            numbers: Numbers::default(),
            runs: SortKey::RANKED.iter().map(|_| RunBuilder::default()).collect(),
            places: Vec::new(),
        }
    }
}

impl SegmentBuilder {
    /// How many photos there are.
    pub(super) fn n_photos(&self) -> usize {
        self.words.n_photos()
    }

    /// Whether another photo belongs into the next segment.
    pub(super) fn is_full(&self) -> bool {
        let is_even = self.n_photos().is_multiple_of(64);
        self.n_photos() >= SEGMENT_PHOTOS || is_even && self.records.n_bytes() > RECORDS_MAX_BYTES
    }

    /// Adds a photo with its position in its input, and what its own caption says where the others said more.
    pub(super) fn add(
        &mut self,
        photo: &Photo,
        number: usize,
        alone: Option<&Alone>,
        tables: &mut Tables,
        vocabularies: &mut Vocabularies,
    ) {
        self.places.clear();
        self.places.extend(photo.places.iter().map(|mention| tables.place(&mention.place)));
        add_words(&mut self.words, photo, &self.places);
        self.records.add(photo, number, alone, &self.places, tables);
        vocabularies.add(photo, &self.places, &mut self.columns);
        self.numbers.add(photo);
        for (run, key) in self.runs.iter_mut().zip(SortKey::RANKED) {
            run.add(key, photo);
        }
    }

    /// The segment, filled; the vocabularies say how many values there are. Large ones are finished on two threads.
    pub(super) fn finish(self, vocabularies: &Vocabularies) -> io::Result<Filled> {
        let n_photos = self.n_photos();
        let Self { words, records, columns, numbers, runs, places: _ } = self;
        let finish_others = move || {
            let columns: Vec<Column> = columns.into_iter().map(ColumnBuilder::finish).collect();
            let runs: Vec<Vec<u8>> = runs.into_iter().map(RunBuilder::finish).collect();
            (columns, runs)
        };
        let ((columns, runs), words) = if n_photos < SHARED_LEAST_PHOTOS {
            (finish_others(), words.finish())
        } else {
            both("cutline-segment", finish_others, || words.finish())?
        };
        let mut all = vec![0; n_photos.div_ceil(64)];
        crate::catalog::photo_set::fill(&mut all, n_photos);
        let tallied = columns.iter().zip(vocabularies.n_values()).map(|(column, n_values)| {
            let mut tally = Tally::of(n_values);
            column.tally(&all, &mut tally);
            tally
        });
        let totals = tallied.collect();
        let mut put_columns = Vec::new();
        columns.iter().for_each(|column| column.put(&mut put_columns));
        let parts = Parts { words, records: records.finish(), columns: put_columns, numbers: numbers.encoded() };
        Ok(Filled { n_photos, parts, runs, totals })
    }
}

impl Segment {
    /// A segment that was kept.
    pub(super) fn open(first: usize, n_photos: usize, parts: Parts<Bytes>) -> io::Result<Self> {
        let words = Words::open(parts.words.clone())?;
        let records = Records::open(parts.records.clone(), n_photos);
        Ok(Self { first, n_photos, words, records, parts, columns: OnceLock::new(), numbers: OnceLock::new() })
    }

    /// The positions of its photos in the collection.
    pub(super) fn photos(&self) -> Range<usize> {
        self.first..self.first + self.n_photos
    }

    /// Whether nothing of it stands on the disk.
    pub(super) fn is_in_memory(&self) -> bool {
        matches!(self.parts.records, Bytes::Memory(_))
    }

    /// What it is made of.
    pub(super) fn parts(&self) -> &Parts<Bytes> {
        &self.parts
    }

    /// The values of its photos, a column each.
    pub(super) fn columns(&self) -> io::Result<&[Column]> {
        if let Some(columns) = self.columns.get() {
            return Ok(columns);
        }
        let kept = self.parts.columns.all()?;
        let mut cursor = Cursor::new(&kept);
        let columns = (0..N_COLUMNS).map(|_| Column::read(&mut cursor)).collect::<io::Result<_>>()?;
        Ok(self.columns.get_or_init(|| columns))
    }

    /// What its photos are compared by as numbers.
    pub(super) fn numbers(&self) -> io::Result<&Numbers> {
        if let Some(numbers) = self.numbers.get() {
            return Ok(numbers);
        }
        let numbers = Numbers::decode(&self.parts.numbers.all()?).ok_or_else(damaged)?;
        Ok(self.numbers.get_or_init(|| numbers))
    }
}

impl<T> Parts<T> {
    /// The same parts, borrowed.
    pub(super) fn each(&self) -> Parts<&T> {
        let Self { words, records, columns, numbers } = self;
        Parts { words, records, columns, numbers }
    }

    /// Each part, in the order in which they are kept.
    pub(super) fn map<U>(self, mut of: impl FnMut(T) -> io::Result<U>) -> io::Result<Parts<U>> {
        let Self { words, records, columns, numbers } = self;
        Ok(Parts { words: of(words)?, records: of(records)?, columns: of(columns)?, numbers: of(numbers)? })
    }
}

impl Numbers {
    fn add(&mut self, photo: &Photo) {
        let days = photo.caption.date_created.as_ref().map(|date| date.days());
        self.days.push(days.map_or([NO_NUMBER; 2], |(first, last)| [first, last]));
        if let Some(rating) = photo.facts.rating {
            self.ratings.resize(self.days.len() - 1, NO_NUMBER);
            self.ratings.push(rating.hundredths());
        }
    }

    fn encoded(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.days.len() * 8 + self.ratings.len() * 4 + 8);
        put_number(&mut out, self.days.len() as u64);
        self.days.iter().flatten().chain(&self.ratings).for_each(|number| out.extend_from_slice(&number.to_le_bytes()));
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let n_photos = cursor.size()?;
        let number = |four: &[u8]| four.try_into().map_or(NO_NUMBER, i32::from_le_bytes);
        let days = cursor.take(n_photos.checked_mul(8)?)?;
        let days = days.chunks_exact(8).map(|two| {
            let (first, last) = two.split_at(4);
            [number(first), number(last)]
        });
        let days = days.collect();
        let ratings = cursor.take(cursor.n_left())?.chunks_exact(4).map(number).collect();
        Some(Self { days, ratings })
    }

    /// Sets the bits of photos whose date shares a day with a range; an open end is absent.
    pub(super) fn add_dated(&self, first: Option<i32>, last: Option<i32>, bits: &mut [u64]) {
        let (first, last) = (first.unwrap_or(NO_NUMBER + 1), last.unwrap_or(i32::MAX));
        add_where(&self.days, |[from, to]| *from != NO_NUMBER && *to >= first && *from <= last, bits);
    }

    /// Sets the bits of photos whose rating lies within bounds.
    pub(super) fn add_rated(&self, least: i32, most: i32, bits: &mut [u64]) {
        add_where(&self.ratings, |rating| *rating != NO_NUMBER && (least..=most).contains(rating), bits);
    }
}

fn add_where<T>(values: &[T], holds: impl Fn(&T) -> bool, bits: &mut [u64]) {
    for (word, values) in bits.iter_mut().zip(values.chunks(64)) {
        for (at, value) in values.iter().enumerate() {
            *word |= u64::from(holds(value)) << at;
        }
    }
}

/// The words by which a photo is found; of its places the numbers are given.
fn add_words(words: &mut WordsBuilder, photo: &Photo, places: &[usize]) {
    // A text that several fields repeat is searched once. The caption and the file are the only ones that are most likely
    // no other photo's; one that the caption holds whole has no word or phrase of its own.
    let whole = photo.text();
    let file = photo.file.as_deref();
    words.begin_field();
    words.add_text(TermField::Words, whole);
    file.into_iter()
        .filter(|file| *file != whole && !is_beginning(file, whole))
        .for_each(|file| words.add_text(TermField::Words, file));
    let is_own = |text: &&str| *text != whole && Some(*text) != file && !is_beginning(text, whole);
    let fields = || photo.searched_texts().skip(1).filter(is_own);
    for (at, searched) in fields().enumerate() {
        if !fields().take(at).any(|earlier| earlier == searched) {
            words.add_shared_text(TermField::Words, searched);
        }
    }
    for field in QueryField::ALL {
        words.begin_field();
        visit_values(field, photo, |value| words.add_value(field, value, field != QueryField::File));
    }
    for (number, mention) in places.iter().zip(&photo.places) {
        words.add_place(*number, &mention.place);
    }
    words.add_has(photo.has_each());
    words.end_photo();
}

/// Whether a text is what another begins with, up to the end of a word of it.
fn is_beginning(text: &str, whole: &str) -> bool {
    whole.strip_prefix(text).is_some_and(|rest| text.is_empty() || rest.starts_with([' ', '\n']))
}
