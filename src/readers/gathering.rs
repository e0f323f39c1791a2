//! Photos as they are gathered from an input: each gets a key of its own, warnings are counted, progress is told.
//! Every reader puts its photos and warnings here.

use std::collections::{HashMap, HashSet};

use crate::caption::date::Date;
use crate::photo::knowledge::Knowledge;
use crate::photo::{Photo, PhotoKey, Stated, together};
use crate::readers::draft::{Draft, OwnName};
use crate::readers::{Input, ReadError, Reading, Warning};
use crate::text::stable_hash;

/// The most warnings a reading keeps; of further ones only the number is told.
pub const WARNINGS_MAX: usize = 100;
/// The longest name of its own that a photo may have, in bytes; a longer one is no name.
const NAME_MAX_BYTES: usize = 512;
/// Bytes between two reports of progress.
const REPORT_BYTES: usize = 64 * 1024;

/// The photos and warnings of an input that is being read.
pub(crate) struct Gathering<'a> {
    /// The input as the user knows it.
    pub input: String,
    /// What went wrong so far.
    pub warnings: Warnings,
    /// How far reading is.
    pub progress: Progress<'a>,
    /// What captions are read with.
    pub knowledge: &'a Knowledge,
    input_id: String,
    photos: Vec<Photo>,
    /// Whether an export of ours stated any of them.
    restored: bool,
    taken: HashSet<PhotoKey>,
    /// The last number put after a key that was taken, so that a million equal captions need no million tries each.
    last_repeat: HashMap<PhotoKey, usize>,
    unread_dates: Tally,
    empty_records: Tally,
}

/// What an input states about its collection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heading {
    /// The collection's title.
    pub title: Option<String>,
    /// When the article was published.
    pub published: Option<Date>,
    /// A credit for the whole collection.
    pub credit: Option<String>,
    /// The address of the page that shows the photos.
    pub address: Option<String>,
    /// The first sentence or the summary of that page.
    pub lead: Option<String>,
}

/// Warnings, at most `WARNINGS_MAX` of them; the rest is counted.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    kept: Vec<Warning>,
    n_more: usize,
}

/// Tells how far reading is, and hears whether it is still wanted.
pub(crate) struct Progress<'a> {
    report: &'a dyn Fn(u64, u64) -> bool,
    input: String,
    size: u64,
    next_report: usize,
}

/// How often something happened, and where first.
#[derive(Default)]
struct Tally {
    n: usize,
    first: Option<(String, String)>,
}

impl<'a> Gathering<'a> {
    pub(crate) fn new(input: &Input, knowledge: &'a Knowledge, progress: Progress<'a>) -> Self {
        Self {
            input: input.to_string(),
            warnings: Warnings::default(),
            progress,
            knowledge,
            input_id: input.id(),
            photos: Vec::new(),
            restored: false,
            taken: HashSet::new(),
            last_repeat: HashMap::new(),
            unread_dates: Tally::default(),
            empty_records: Tally::default(),
        }
    }

    /// The photos so far.
    pub(crate) fn photos(&self) -> &[Photo] {
        &self.photos
    }

    /// How many photos there are so far.
    pub(crate) fn n_photos(&self) -> usize {
        self.photos.len()
    }

    /// Reads a record's photo; a record that holds nothing known is counted and left out.
    pub(crate) fn add(&mut self, draft: Draft, place: &str) {
        if draft.is_empty() {
            self.empty_records.count(place, "");
            return;
        }
        let (own_name, stated, unread_date) = draft.into_stated();
        if let Some(written) = unread_date {
            self.unread_dates.count(place, &written);
        }
        self.add_stated(own_name, stated);
    }

    /// Makes a photo of what is stated about it.
    pub(crate) fn add_stated(&mut self, own_name: OwnName, stated: Stated) {
        let key = self.key(own_name, &stated.text);
        self.photos.push(Photo::read(key, stated, self.knowledge));
    }

    /// Keeps a photo that an export of ours states in full.
    pub(crate) fn add_restored(&mut self, mut photo: Photo, place: &str) {
        if self.taken.contains(&photo.key) {
            let key = self.free_key(photo.key.clone());
            self.warnings.add(place, format!("the key {} is already taken: it becomes {key}", photo.key));
            photo.key = key;
        }
        self.taken.insert(photo.key.clone());
        self.restored = true;
        photo.correct(self.knowledge);
        self.photos.push(photo);
    }

    /// The reading, with every photo without a date of publication given that of the collection.
    pub(crate) fn finish(mut self, heading: Heading, stem: String) -> Reading {
        if let Some((place, written)) = self.unread_dates.first.take() {
            let dates = counted(self.unread_dates.n, "date is", "dates are");
            self.warnings.add(&place, format!("{dates} not understood and left out, the first being “{written}”"));
        }
        if let Some((place, _)) = self.empty_records.first.take() {
            let records = counted(self.empty_records.n, "record holds", "records hold");
            self.warnings.add(&place, format!("{records} nothing that is known, the first standing here"));
        }
        let Heading { title, published, credit, address, lead } = heading;
        let title = title.unwrap_or(stem);
        // What an export of ours states in full is not read a second time.
        let photos = if self.restored { self.photos } else { together::completed(self.photos) };
        Reading { title, published, credit, address, lead, photos, warnings: self.warnings.finish() }
    }

    /// The first of the record's names that is free: its id, its file, or a hash of its text.
    fn key(&mut self, own_name: OwnName, text: &str) -> PhotoKey {
        let OwnName { whole, id, file } = own_name;
        let hash = format!("{:016x}", stable_hash(text.as_bytes()));
        let in_this_input = |name: String| PhotoKey { input: self.input_id.clone(), name };
        let names = [id, file].into_iter().flatten().filter(|name| name.len() <= NAME_MAX_BYTES);
        let candidates = whole.into_iter().chain(names.map(|name| in_this_input(printable_name(&name))));
        let free = candidates.into_iter().find(|key| !self.taken.contains(key));
        let last_resort = in_this_input(hash);
        let key = free.unwrap_or_else(|| self.free_key(last_resort));
        self.taken.insert(key.clone());
        key
    }

    /// The key itself when it is free, or else with "-2", "-3" … after it.
    fn free_key(&mut self, key: PhotoKey) -> PhotoKey {
        if !self.taken.contains(&key) {
            return key;
        }
        let PhotoKey { input, name } = key.clone();
        let n = self.last_repeat.entry(key).or_insert(1);
        loop {
            *n += 1;
            let next = PhotoKey { input: input.clone(), name: format!("{name}-{n}") };
            if !self.taken.contains(&next) {
                return next;
            }
        }
    }
}

impl Warnings {
    /// Keeps a warning, or counts it when there are many.
    pub(crate) fn add(&mut self, place: &str, text: impl Into<String>) {
        if self.kept.len() < WARNINGS_MAX {
            self.kept.push(Warning { place: place.to_owned(), text: text.into() });
        } else {
            self.n_more += 1;
        }
    }

    /// Keeps several warnings.
    pub(crate) fn extend(&mut self, warnings: impl IntoIterator<Item = Warning>) {
        for Warning { place, text } in warnings {
            self.add(&place, text);
        }
    }

    /// The first warning there was, to say why nothing was read.
    pub(crate) fn first(&self) -> Option<&Warning> {
        self.kept.first()
    }

    fn finish(mut self) -> Vec<Warning> {
        if self.n_more > 0 {
            self.kept.push(Warning { place: String::new(), text: format!("and {} more", self.n_more) });
        }
        self.kept
    }
}

impl<'a> Progress<'a> {
    pub(crate) fn new(report: &'a dyn Fn(u64, u64) -> bool, input: String) -> Self {
        Self { report, input, size: 0, next_report: 0 }
    }

    /// Tells how much was loaded; loading is the first half of the work.
    pub(crate) fn report_loading(&self, done: u64, total: u64) -> Result<(), ReadError> {
        self.tell(done.min(total) / 2, total)
    }

    /// Says how large the loaded input is.
    pub(crate) fn set_loaded(&mut self, n_bytes: usize) {
        self.size = u64::try_from(n_bytes).unwrap_or(u64::MAX);
    }

    /// Tells how much of the text was read, if enough was since the last time.
    pub(crate) fn report_read(&mut self, done: usize, total: usize) -> Result<(), ReadError> {
        if done < self.next_report {
            return Ok(());
        }
        self.next_report = done.saturating_add(REPORT_BYTES);
        // In shares of the loaded bytes: the text may be longer or shorter than they were.
        let share = if total == 0 { 1.0 } else { done.min(total) as f64 / total as f64 };
        let half = self.size / 2;
        self.tell(half + ((self.size - half) as f64 * share) as u64, self.size)
    }

    fn tell(&self, done: u64, total: u64) -> Result<(), ReadError> {
        if (self.report)(done, total) { Ok(()) } else { Err(ReadError::Cancelled { input: self.input.clone() }) }
    }
}

impl Tally {
    fn count(&mut self, place: &str, what: &str) {
        self.n += 1;
        self.first.get_or_insert_with(|| (place.to_owned(), what.to_owned()));
    }
}

/// "1 date is", "3 dates are".
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A name as it may stand in a key: `#` divides a key, and control characters would break lines.
fn printable_name(name: &str) -> String {
    let mut printable = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '#' => printable.push_str("%23"),
            c if c.is_control() => printable.push_str(&format!("%{:02X}", u32::from(c))),
            c => printable.push(c),
        }
    }
    printable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_capped() {
        let mut warnings = Warnings::default();
        for n in 0..WARNINGS_MAX + 7 {
            warnings.add("line 1", format!("{n}"));
        }
        let warnings = warnings.finish();
        assert_eq!(warnings.len(), WARNINGS_MAX + 1);
        assert_eq!(warnings.last().map(ToString::to_string).as_deref(), Some("and 7 more"));
    }
}
