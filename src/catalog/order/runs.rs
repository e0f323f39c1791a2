//! How the photos of one segment stand under one key of order: sorted when the segment is full, kept until the runs of all
//! segments are merged, and read a part at a time. Equal beginnings of values that follow each other are written once.

use std::fmt::Write as _;
use std::io;

use crate::catalog::bytes::{Bytes, Cursor, damaged, put_bytes, put_number};
use crate::catalog::order::SortKey;
use crate::catalog::terms::beginning;
use crate::photo::Photo;
use crate::text;

/// How much of a caption decides its place in the order, in bytes; equal beginnings keep the input's order.
const SORTED_BYTES: usize = 400;
/// The longest value that is sorted by, in bytes, and the most that an entry of a run takes with it.
const VALUE_MAX_BYTES: usize = 4096;
const ENTRY_MAX_BYTES: usize = VALUE_MAX_BYTES + 24;
/// How much of a run is read at once.
const PART_BYTES: u64 = 64 * 1024;

/// How the photos of a segment that is being filled stand under one key.
#[derive(Debug, Default)]
pub(in crate::catalog) struct RunBuilder {
    /// The values of the photos that have one, one after the other.
    values: Vec<u8>,
    /// The photo of each value, and where it ends.
    ends: Vec<(u32, usize)>,
    n_photos: u32,
    /// Room for a value.
    value: String,
}

impl RunBuilder {
    /// Adds a photo.
    pub(in crate::catalog) fn add(&mut self, key: SortKey, photo: &Photo) {
        self.value.clear();
        if put_sort_value(&mut self.value, key, photo) {
            self.values.extend_from_slice(text::truncated(&self.value, VALUE_MAX_BYTES).as_bytes());
            self.ends.push((self.n_photos, self.values.len()));
        }
        self.n_photos += 1;
    }

    /// The photos that have a value, in order, each with its value; as they are kept until all are merged.
    pub(in crate::catalog) fn finish(self) -> Vec<u8> {
        let Self { values, ends, .. } = self;
        let starts = std::iter::once(0).chain(ends.iter().map(|(_, end)| *end));
        let valued =
            starts.zip(&ends).map(|(start, (photo, end))| (*photo, values.get(start..*end).unwrap_or_default()));
        // Beginnings are numbers, and decide often.
        let mut sorted: Vec<(u64, &[u8], u32)> =
            valued.map(|(photo, value)| (beginning(value), value, photo)).collect();
        sorted.sort_unstable();
        let mut run = Vec::with_capacity(values.len() / 2 + sorted.len() * 4);
        let mut before: &[u8] = &[];
        for (_, value, photo) in sorted {
            let n_shared = before.iter().zip(value).take_while(|(a, b)| a == b).count();
            put_number(&mut run, n_shared as u64);
            put_bytes(&mut run, value.get(n_shared..).unwrap_or_default());
            put_number(&mut run, u64::from(photo));
            before = value;
        }
        run
    }
}

/// Reads a run, a part at a time.
pub(super) struct RunReader<'a> {
    first: u32,
    run: &'a Bytes,
    part: Vec<u8>,
    /// How much of the part is read.
    at: usize,
    /// Where the next part begins.
    next_part: u64,
}

impl<'a> RunReader<'a> {
    /// The run of a segment whose first photo is at a position.
    pub(super) fn new(first: u32, run: &'a Bytes) -> Self {
        Self { first, run, part: Vec::new(), at: 0, next_part: 0 }
    }

    /// The next photo; the value of the one before becomes its value.
    pub(super) fn next_into(&mut self, value: &mut Vec<u8>) -> io::Result<Option<u32>> {
        // An entry is never longer than the room that is kept for it.
        if self.part.len() - self.at < ENTRY_MAX_BYTES && self.next_part < self.run.len() {
            let end = (self.next_part + PART_BYTES).min(self.run.len());
            self.part.drain(..self.at);
            self.part.extend_from_slice(&self.run.read(self.next_part..end)?);
            (self.at, self.next_part) = (0, end);
        }
        let rest = self.part.get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let mut cursor = Cursor::new(rest);
        value.truncate(cursor.size().ok_or_else(damaged)?);
        value.extend_from_slice(cursor.bytes().ok_or_else(damaged)?);
        let photo = cursor.number().ok_or_else(damaged)?;
        self.at = self.part.len() - cursor.n_left();
        Ok(Some(self.first + photo as u32))
    }
}

/// What a photo sorts by under a key; absent when it has no value.
pub(in crate::catalog) fn sort_value(key: SortKey, photo: &Photo) -> Option<String> {
    let mut value = String::new();
    put_sort_value(&mut value, key, photo).then_some(value)
}

/// Appends what a photo sorts by under a key; whether it has a value.
fn put_sort_value(out: &mut String, key: SortKey, photo: &Photo) -> bool {
    match key {
        SortKey::Input | SortKey::Relevance => return false,
        SortKey::Caption => {
            let line = photo.line();
            text::visit_tokens(text::truncated(line, SORTED_BYTES), |_, folded| {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(folded);
            });
            return !line.is_empty();
        }
        SortKey::Place => {
            let Some(mention) = photo.places.first() else { return false };
            for name in mention.place.path() {
                if !out.is_empty() {
                    out.push('\u{1}');
                }
                text::fold_into(name, out);
            }
        }
        SortKey::Date => {
            let Some(date) = &photo.caption.date_created else { return false };
            let (first, last) = date.days();
            // Nothing that is written into memory fails.
            write!(out, "{first:08} {date} {last:08}").ok();
        }
        SortKey::Credit => {
            let Some(line) = &photo.caption.credit_line else { return false };
            text::fold_into(line, out);
        }
        SortKey::File => {
            let Some(file) = &photo.file else { return false };
            text::natural_key_into(file, out);
        }
        SortKey::Rating => {
            let Some(rating) = &photo.facts.rating else { return false };
            // Rejected photos are one hundred below none; the offset keeps the digits in order.
            write!(out, "{:06}", rating.hundredths() + 100).ok();
        }
    }
    true
}
