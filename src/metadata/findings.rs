//! What has been found in a file so far, within limits: readers of containers put in, nothing is chosen here.

use crate::metadata::candidate::{Badge, Candidate, Container, Value};
use crate::metadata::property::{Kind, Property, Row};
use crate::metadata::window::BLOCK_MAX_BYTES;
use crate::metadata::{IimDigest, Metadata, Preview, ReadOptions};

/// The most candidates of a file: some hundred are usual where every container is full.
const CANDIDATES_MAX: usize = 2_000;
/// The most values of a list: photos with 500 keywords are met.
pub(super) const VALUES_MAX: usize = 10_000;
/// The most warnings of a file; a damaged file has the same ones again and again.
const WARNINGS_MAX: usize = 20;
/// The most previews of a file: raw formats have up to four.
const PREVIEWS_MAX: usize = 16;
/// The longest text that is kept, in bytes: no caption is longer.
const TEXT_MAX_BYTES: usize = 1 << 20;
/// The most text of a file that is kept, in bytes: places in a file may overlap, so that a small file can state a lot.
const ALL_TEXT_MAX_BYTES: usize = 4 << 20;

/// What has been found in a file so far.
pub(super) struct Findings {
    /// What will be handed over.
    pub metadata: Metadata,
    /// How the file is read where it does not say itself.
    pub options: ReadOptions,
    /// The checksums of the IIM blocks.
    pub iim_checksums: Vec<[u8; 16]>,
    /// The checksum that a writer of XMP left.
    pub stored_checksum: Option<[u8; 16]>,
    /// How much more XMP may be parsed, in bytes; a file may hold many packets.
    pub xmp_left_bytes: usize,
    text_left_bytes: usize,
}

impl Findings {
    /// Nothing yet.
    pub(super) fn new(options: ReadOptions) -> Self {
        let metadata = Metadata { orientation: 1, ..Metadata::default() };
        Self {
            metadata,
            options,
            iim_checksums: Vec::new(),
            stored_checksum: None,
            xmp_left_bytes: BLOCK_MAX_BYTES,
            text_left_bytes: ALL_TEXT_MAX_BYTES,
        }
    }

    /// A value for a property, unless it is blank.
    pub(super) fn add(&mut self, mut candidate: Candidate) {
        if candidate.value.is_blank() {
            return;
        }
        if let Value::Text(text) = &mut candidate.value
            && text.len() > TEXT_MAX_BYTES
        {
            self.warn("a text is longer than 1 MiB, and its end is left out");
            *text = crate::text::truncated(text, TEXT_MAX_BYTES).to_owned();
        }
        let n_text_bytes = candidate.value.n_text_bytes();
        if self.metadata.candidates.len() >= CANDIDATES_MAX || n_text_bytes > self.text_left_bytes {
            self.warn("the file states more than can be kept; the rest is left out");
            return;
        }
        self.text_left_bytes -= n_text_bytes;
        self.metadata.candidates.push(candidate);
    }

    /// A text for a property, in the shape the property has.
    pub(super) fn add_text(&mut self, row: &Row, from: Container, rank: u8, text: &str) {
        let value = match row.kind {
            Kind::Text | Kind::Languages | Kind::Date => Value::Text(text.to_owned()),
            Kind::List => Value::List(vec![text.to_owned()]),
            Kind::Number | Kind::Pick => match text.trim().parse() {
                Ok(number) => Value::Number(number),
                Err(_) => return,
            },
            // They are never one text.
            Kind::Gps | Kind::Locations => return,
        };
        self.add(Candidate { property: row.property, from, rank, language: None, value, badges: Vec::new() });
    }

    /// A number for a property.
    pub(super) fn add_number(&mut self, property: Property, from: Container, number: f64) {
        let value = Value::Number(number);
        self.add(Candidate { property, from, rank: 0, language: None, value, badges: Vec::new() });
    }

    /// A list for a property.
    pub(super) fn add_list(&mut self, row: &Row, from: Container, rank: u8, texts: Vec<String>, badges: Vec<Badge>) {
        let value = Value::List(texts);
        self.add(Candidate { property: row.property, from, rank, language: None, value, badges });
    }

    /// A JPEG at a place of the file.
    pub(super) fn add_preview(&mut self, offset: u64, len_bytes: u64) {
        if len_bytes > 0 && self.metadata.previews.len() < PREVIEWS_MAX {
            self.metadata.previews.push(Preview { len_bytes, offset });
        }
    }

    /// Reads a block whose bytes do not stand in the file as they are, so that it has no pictures that could be found there.
    pub(super) fn without_previews(&mut self, read: impl FnOnce(&mut Self)) {
        let n_previews = self.metadata.previews.len();
        read(self);
        self.metadata.previews.truncate(n_previews);
    }

    /// Something that could not be read.
    pub(super) fn warn(&mut self, warning: impl Into<String>) {
        let warning = warning.into();
        if self.metadata.warnings.len() < WARNINGS_MAX && !self.metadata.warnings.contains(&warning) {
            self.metadata.warnings.push(warning);
        }
    }

    /// All that was found.
    pub(super) fn finish(mut self) -> Metadata {
        self.metadata.iim_digest = match self.stored_checksum {
            None => IimDigest::Absent,
            Some(_) if self.iim_checksums.is_empty() => IimDigest::Absent,
            Some(stored) if self.iim_checksums.contains(&stored) => IimDigest::Current,
            Some(_) => IimDigest::Stale,
        };
        self.metadata.previews.sort_unstable();
        self.metadata.previews.dedup();
        self.metadata
    }
}
