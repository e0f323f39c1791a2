//! Photos as they are gathered from an input: each gets a key of its own, captions are read, many at a time by a `crew`,
//! warnings are counted, progress is told. Every reader puts its photos and warnings here; whoever asked for the input takes
//! them as they come.

mod crew;
pub(crate) mod warnings;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::caption::date::Date;
use crate::lint::{self, Lint};
use crate::photo::finding::Findings;
use crate::photo::knowledge::Knowledge;
use crate::photo::{Photo, PhotoKey, Stated};
use crate::readers::draft::{Draft, OwnName};
use crate::readers::gathering::crew::Crew;
use crate::readers::gathering::warnings::{Tally, Warnings, counted};
use crate::readers::{Input, ReadError, Reader, Summary, Take};
use crate::text::stable_hash;

/// The longest name of its own that a photo may have, in bytes; a longer one is no name.
const NAME_MAX_BYTES: usize = 512;
/// Bytes between two reports of progress.
const REPORT_BYTES: u64 = 64 * 1024;
/// How many photos the first batches have, so that something is there soon, and all others.
const BATCH_PHOTOS: [usize; 2] = [64, 256];
const FULL_BATCH_PHOTOS: usize = 1024;
/// The most bytes of text in a batch.
const BATCH_BYTES: usize = 8 << 20;
/// The fewest photos whose captions are worth other threads.
const SHARED_LEAST: usize = 32;

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
    /// What captions are checked by.
    lint: &'a Arc<Lint>,
    /// Who reads captions, once there are many.
    crew: Option<Crew>,
    input_id: String,
    /// Takes the photos.
    take: Take<'a>,
    /// What is stated of photos whose captions are not read yet.
    waiting: Vec<Waiting>,
    waiting_bytes: usize,
    n_batches: usize,
    n_photos: usize,
    /// Whether an export of ours stated any of them.
    restored: bool,
    /// The hashes of the keys that are taken: of two keys with one hash, which nobody will ever see, the second gets a
    /// number.
    taken: HashSet<u64>,
    /// The last number put after a key that was taken, so that a million equal captions need no million tries each.
    last_repeat: HashMap<u64, usize>,
    unread_dates: Tally,
    empty_records: Tally,
}

/// A photo whose turn has not come.
enum Waiting {
    /// Its caption is to be read.
    Stated(Box<(PhotoKey, Stated)>),
    /// An export of ours, or an earlier reading, states it in full.
    Whole(Box<Photo>),
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

/// Tells how far reading is, and hears whether it is still wanted.
pub(crate) struct Progress<'a> {
    report: &'a dyn Fn(u64, u64) -> bool,
    input: String,
    next_report: u64,
}

impl<'a> Gathering<'a> {
    pub(crate) fn new(input: &Input, reader: &'a Reader, progress: Progress<'a>, take: Take<'a>) -> Self {
        Self {
            input: input.to_string(),
            warnings: Warnings::default(),
            progress,
            knowledge: &reader.knowledge,
            lint: &reader.lint,
            crew: None,
            input_id: input.id(),
            take,
            waiting: Vec::new(),
            waiting_bytes: 0,
            n_batches: 0,
            n_photos: 0,
            restored: false,
            taken: HashSet::new(),
            last_repeat: HashMap::new(),
            unread_dates: Tally::default(),
            empty_records: Tally::default(),
        }
    }

    /// How many photos there are so far.
    pub(crate) fn n_photos(&self) -> usize {
        self.n_photos
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
        let n_bytes = stated.text.len();
        self.put(Waiting::Stated(Box::new((key, stated))), n_bytes);
    }

    /// Keeps a photo as an earlier reading of the same file gave it.
    pub(crate) fn add_known(&mut self, photo: Photo) {
        self.taken.insert(hash_of(&photo.key));
        let n_bytes = photo.text().len();
        self.put(Waiting::Whole(Box::new(photo)), n_bytes);
    }

    /// Keeps a photo that an export of ours states in full.
    pub(crate) fn add_restored(&mut self, mut photo: Photo, place: &str) {
        if self.taken.contains(&hash_of(&photo.key)) {
            let key = self.free_key(photo.key.clone());
            self.warnings.add(place, format!("the key {} is already taken: it becomes {key}", photo.key));
            photo.key = key;
        }
        self.taken.insert(hash_of(&photo.key));
        self.restored = true;
        photo.correct(self.knowledge);
        let n_bytes = photo.text().len();
        self.put(Waiting::Whole(Box::new(photo)), n_bytes);
    }

    fn put(&mut self, waiting: Waiting, n_bytes: usize) {
        self.n_photos += 1;
        self.waiting.push(waiting);
        self.waiting_bytes += n_bytes;
        let n_wanted = BATCH_PHOTOS.get(self.n_batches).copied().unwrap_or(FULL_BATCH_PHOTOS);
        if self.waiting.len() >= n_wanted || self.waiting_bytes >= BATCH_BYTES {
            // What comes first is handed over at once, so that something is there soon.
            let is_among_first = self.n_batches < BATCH_PHOTOS.len();
            self.have_read();
            if is_among_first {
                self.hand_over();
            }
        }
    }

    /// Has the captions of the photos that wait read, and hands over those that were read meanwhile.
    fn have_read(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        self.n_batches += 1;
        if waiting.is_empty() {
            return;
        }
        let (knowledge, lint) = (self.knowledge, self.lint);
        let read_here =
            |waiting: Vec<Waiting>| waiting.into_iter().map(|waiting| waiting.read(knowledge, lint)).collect();
        if self.crew.is_none() && waiting.len() < SHARED_LEAST {
            (self.take)(read_here(waiting));
            return;
        }
        let crew = self.crew.get_or_insert_with(|| Crew::start(knowledge, lint));
        if crew.is_busy()
            && let Some(photos) = crew.take()
        {
            (self.take)(photos);
        }
        if let Err(waiting) = crew.give(waiting) {
            (self.take)(read_here(waiting));
        }
    }

    /// Reads the captions of the photos that wait, and hands all over.
    pub(crate) fn hand_over(&mut self) {
        self.have_read();
        while let Some(photos) = self.crew.as_mut().and_then(Crew::take) {
            (self.take)(photos);
        }
    }

    /// Says of columns that were mapped that they have no effect, where the input has none that can be.
    pub(crate) fn warn_of_columns(&mut self, of_photos: bool) {
        let why = match (of_photos, self.restored) {
            (true, _) => "photos have no columns",
            (false, true) => "an export of Cutline says itself what its columns hold",
            (false, false) => return,
        };
        self.warnings.add("", format!("{why}: the mapping of columns has no effect"));
    }

    /// What is to be said of the reading, after the last photos were handed over.
    pub(crate) fn finish(mut self, heading: Heading, stem: String) -> Summary {
        self.hand_over();
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
        let (completes, warnings) = (!self.restored, self.warnings.finish());
        Summary { title, published, credit, address, lead, warnings, completes, digest: None }
    }

    /// The first of the record's names that is free: its id, its file, or a hash of its text.
    fn key(&mut self, own_name: OwnName, text: &str) -> PhotoKey {
        let OwnName { whole, id, file } = own_name;
        let input_id = self.input_id.as_str();
        let in_this_input = |name: String| PhotoKey { input: input_id.to_owned(), name };
        let names = [id, file].into_iter().flatten().filter(|name| name.len() <= NAME_MAX_BYTES);
        let candidates = whole.into_iter().chain(names.map(|name| in_this_input(printable_name(&name))));
        for key in candidates {
            if self.taken.insert(hash_of(&key)) {
                return key;
            }
        }
        let last_resort = in_this_input(format!("{:016x}", stable_hash(text.as_bytes())));
        let key = self.free_key(last_resort);
        self.taken.insert(hash_of(&key));
        key
    }

    /// The key itself when it is free, or else with "-2", "-3" … after it.
    fn free_key(&mut self, key: PhotoKey) -> PhotoKey {
        let hash = hash_of(&key);
        if !self.taken.contains(&hash) {
            return key;
        }
        let PhotoKey { input, name } = key;
        let n = self.last_repeat.entry(hash).or_insert(1);
        loop {
            *n += 1;
            let next = PhotoKey { input: input.clone(), name: format!("{name}-{n}") };
            if !self.taken.contains(&hash_of(&next)) {
                return next;
            }
        }
    }
}

impl<'a> Progress<'a> {
    pub(crate) fn new(report: &'a dyn Fn(u64, u64) -> bool, input: String) -> Self {
        Self { report, input, next_report: 0 }
    }

    /// Tells how much was read, if enough was since the last time.
    pub(crate) fn report(&mut self, done: u64, total: u64) -> Result<(), ReadError> {
        if done < self.next_report {
            return Ok(());
        }
        self.next_report = done.saturating_add(REPORT_BYTES);
        self.tell(done.min(total), total)
    }

    /// Tells how many of so many things were read.
    pub(crate) fn report_done(&self, n_done: usize, n_things: usize) -> Result<(), ReadError> {
        self.tell(n_done as u64, n_things as u64)
    }

    fn tell(&self, done: u64, total: u64) -> Result<(), ReadError> {
        if (self.report)(done, total) { Ok(()) } else { Err(ReadError::Cancelled { input: self.input.clone() }) }
    }
}

impl Waiting {
    fn read(self, knowledge: &Knowledge, lint: &Lint) -> Photo {
        let mut photo = match self {
            Self::Stated(stated) => {
                let (key, stated) = *stated;
                Photo::read_until(key, stated, knowledge, lint.today)
            }
            Self::Whole(photo) => *photo,
        };
        // What several photos show together is found when all are there.
        photo.findings = Findings::default();
        photo.findings = lint::kinds(&photo, lint);
        photo
    }
}

/// A number for a key, the same in every run of this build of the program, so that the same input gives the same keys.
fn hash_of(key: &PhotoKey) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// A name as it may stand in a key: `#` divides a key, and control characters would break lines.
pub(crate) fn printable_name(name: &str) -> String {
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
