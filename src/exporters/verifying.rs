//! What was written, read again and compared with what should have been: field by field in formats that open again as
//! the same photos, cell by cell in tables and JSON of a template. One photo is in memory at a time.
//! Other formats are read again as bytes, which is the caller's business.

pub mod pieces;

use std::fmt;
use std::io::{self, BufRead};

use csv::StringRecord;
use serde_json::Value;

use crate::exporters::format::Format;
use crate::exporters::json::Objects;
use crate::exporters::template::Template;
use crate::exporters::verifying::pieces::{Piece, Pieces};
use crate::exporters::{Export, Photos};
use crate::photo::Photo;
use crate::record::{Record, row};

/// The most differences that are told one by one.
const DIFFERENCES_MAX: usize = 100;

/// How much of an export was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Every field of every photo.
    Fields,
    /// Every value that the template chose.
    Cells,
    /// Every caption, blanks aside.
    Captions,
    /// The bytes of the file, with those that were written.
    Bytes,
}

/// What came of reading an export again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How much was compared.
    pub depth: Depth,
    /// Photos that should be there.
    pub n_photos: usize,
    /// Photos that are there as they should be.
    pub n_identical: usize,
    /// What differs, the first of them.
    pub differences: Vec<Difference>,
}

/// A photo that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which photo, or `file`.
    pub photo: String,
    /// What differs.
    pub what: String,
}

impl Verified {
    /// Nothing compared yet.
    pub fn new(depth: Depth) -> Self {
        Self { depth, n_photos: 0, n_identical: 0, differences: Vec::new() }
    }

    /// Whether everything is as it should be.
    pub fn is_identical(&self) -> bool {
        self.n_identical == self.n_photos && self.differences.is_empty()
    }

    /// Notes a photo.
    pub fn see(&mut self, photo: &Photo, difference: Option<String>) {
        self.n_photos += 1;
        match difference {
            None => self.n_identical += 1,
            Some(what) => self.differ(photo.key.name.clone(), what),
        }
    }

    /// Adds what came of photos that follow those so far.
    pub fn join(&mut self, after: Self) {
        let Self { depth: _, n_photos, n_identical, differences } = after;
        self.n_photos += n_photos;
        self.n_identical += n_identical;
        differences.into_iter().for_each(|Difference { photo, what }| self.differ(photo, what));
    }

    /// Notes that something differs.
    pub fn differ(&mut self, photo: String, what: String) {
        if self.differences.len() < DIFFERENCES_MAX {
            self.differences.push(Difference { photo, what });
        }
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { depth, n_photos, n_identical, differences } = self;
        let what = match depth {
            Depth::Fields | Depth::Cells => "",
            Depth::Captions => "captions of ",
            Depth::Bytes if differences.is_empty() => return write!(f, "it reads back as it was written"),
            Depth::Bytes => return write!(f, "it does not read back as it was written"),
        };
        write!(f, "{what}{n_identical} of {n_photos} identical")
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.photo, self.what)
    }
}

/// Whether a format is compared photo by photo.
pub fn is_compared(format: Format) -> bool {
    match format {
        Format::Csv | Format::CsvLossless | Format::Json | Format::JsonLines => true,
        Format::Xlsx
        | Format::Docx
        | Format::Markdown
        | Format::Text
        | Format::Html
        | Format::Pdf
        | Format::Gallery
        | Format::GalleryPage
        | Format::Package
        | Format::Zip
        | Format::Iiif
        | Format::Sidecars => false,
    }
}

/// Compares what was written with the photos; none where the format is not compared photo by photo.
pub fn verify(
    photos: Photos<'_>,
    export: &Export<'_>,
    format: Format,
    written: &mut dyn BufRead,
) -> io::Result<Option<Verified>> {
    if !is_compared(format) {
        return Ok(None);
    }
    let mut pieces = Pieces::of(format, export.template(), written)?;
    let check = pieces.check(export.template());
    let mut verified = pieces.begun();
    for (number, (position, photo)) in (1..).zip(photos) {
        let piece = pieces.next_piece()?;
        verified.see(&photo, check.difference(piece, &photo, number, position));
    }
    pieces.finish(&mut verified)?;
    Ok(Some(verified))
}

/// Compares what stands of a photo in the file with what should.
#[derive(Clone, Debug)]
pub struct Check<'a> {
    template: Option<(&'a Template, Vec<String>)>,
    format: Format,
    header: StringRecord,
}

impl Check<'_> {
    /// What differs in a photo; the piece is none where the file has no more.
    pub fn difference(&self, piece: Option<Piece>, photo: &Photo, number: usize, position: usize) -> Option<String> {
        let is_defused = self.format == Format::Csv;
        match (piece, &self.template) {
            (None, _) => Some(MISSING.to_owned()),
            (Some(Piece::Broken(why)), _) => Some(why),
            (Some(Piece::Row(cells)), None) => match row::record_of(self.header.iter().zip(cells.iter())) {
                Ok(record) => record_difference(&record, photo, position),
                Err(why) => Some(why),
            },
            (Some(Piece::Row(cells)), Some((template, labels))) => {
                let restored = |cell| if is_defused { row::restored(cell) } else { cell };
                let expected = template.cells(photo, number, position);
                let differing = (0..expected.len().max(cells.len()))
                    .find(|at| cells.get(*at).map(restored) != expected.get(*at).map(String::as_str));
                differing.map(|at| differs(labels.get(at).map_or("a column more", String::as_str)))
            }
            (Some(Piece::Object(json)), None) => match serde_json::from_slice::<Record<'_>>(&json) {
                Ok(record) => record_difference(&record, photo, position),
                Err(error) => Some(unreadable(&error)),
            },
            (Some(Piece::Object(json)), Some((template, _))) => {
                object_difference(&json, template, photo, number, position)
            }
        }
    }
}

/// An object of a template's fields.
fn object_difference(
    json: &[u8],
    template: &Template,
    photo: &Photo,
    number: usize,
    position: usize,
) -> Option<String> {
    let found: Value = match serde_json::from_slice(json) {
        Ok(found) => found,
        Err(error) => return Some(unreadable(&error)),
    };
    let mut expected = Vec::new();
    // Writing into memory does not fail.
    Objects::of(Some(template)).write(photo, number, position, &mut expected).ok();
    let expected: Value = serde_json::from_slice(&expected).unwrap_or_default();
    if found == expected {
        return None;
    }
    let members = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let (found, wanted) = (members(&found), members(&expected));
    let differing = wanted.keys().chain(found.keys()).find(|label| wanted.get(*label) != found.get(*label));
    Some(differs(differing.map_or("it", String::as_str)))
}

fn unreadable(error: &serde_json::Error) -> String {
    format!("it cannot be read: {error}")
}

/// What is said of a photo that the file does not hold.
const MISSING: &str = "it is missing";

fn differs(what: &str) -> String {
    format!("{what} differs")
}

/// Which field of a record differs from the photo's.
fn record_difference(found: &Record<'_>, photo: &Photo, position: usize) -> Option<String> {
    let expected = Record::of(photo, position);
    if *found == expected {
        return None;
    }
    let fields = |record: &Record<'_>| match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (found, wanted) = (fields(found), fields(&expected));
    let differing: Vec<&str> = wanted
        .keys()
        .chain(found.keys().filter(|name| !wanted.contains_key(*name)))
        .filter(|name| found.get(*name) != wanted.get(*name))
        .map(String::as_str)
        .collect();
    // A number may be another in memory and the same on paper, which is no difference to anybody.
    (!differing.is_empty()).then(|| differs(&differing.join(", ")))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::exporters::options::ExportOptions;
    use crate::exporters::{Heading, export};
    use crate::record::generated::any_photo;

    const EXACT: [Format; 4] = [Format::Csv, Format::CsvLossless, Format::Json, Format::JsonLines];

    fn exports() -> Vec<Export<'static>> {
        let mut exports = vec![Export::of_captions(Heading::default())];
        for template in Template::built_in() {
            let options = ExportOptions { template: Some(Arc::clone(template)), ..ExportOptions::default() };
            exports.push(Export::of_text(Heading::default(), options));
        }
        exports
    }

    fn numbered(photos: &[Photo]) -> impl Iterator<Item = (usize, Arc<Photo>)> {
        (1..).zip(photos.iter().cloned().map(Arc::new))
    }

    fn written(photos: &[Photo], by: &Export<'_>, format: Format) -> Vec<u8> {
        let mut out = Vec::new();
        export(&mut numbered(photos), by, format, &mut out).unwrap();
        out
    }

    fn verified(photos: &[Photo], by: &Export<'_>, format: Format, bytes: &[u8]) -> Verified {
        verify(&mut numbered(photos), by, format, &mut &*bytes).unwrap().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn what_was_written_is_identical(photos in vec(any_photo(), 0..4)) {
            for by in exports() {
                for format in EXACT {
                    let found = verified(&photos, &by, format, &written(&photos, &by, format));
                    prop_assert!(found.is_identical(), "{format:?}: {found:?}");
                    prop_assert_eq!(found.n_photos, photos.len());
                }
            }
        }

        #[test]
        fn a_photo_that_differs_is_told(photos in vec(any_photo(), 1..4), other in any_photo(), at in 0_usize..4) {
            let at = at % photos.len();
            let by = Export::of_captions(Heading::default());
            prop_assume!(Record::of(&photos[at], at + 1) != Record::of(&other, at + 1));
            let mut changed = photos.clone();
            changed[at] = other;
            for format in EXACT {
                let found = verified(&photos, &by, format, &written(&changed, &by, format));
                prop_assert!(found.n_identical + 1 == photos.len() && found.differences.len() == 1, "{found:?}");
                prop_assert_eq!(&found.differences[0].photo, &photos[at].key.name);
            }
        }

        #[test]
        fn a_file_that_is_cut_or_longer_is_told(photos in vec(any_photo(), 2..4), extra in any_photo()) {
            let longer: Vec<Photo> = photos.iter().cloned().chain([extra]).collect();
            for by in exports() {
                for format in EXACT {
                    let shorter = &photos[..photos.len() - 1];
                    let found = verified(&photos, &by, format, &written(shorter, &by, format));
                    prop_assert_eq!((found.n_identical, found.is_identical()), (shorter.len(), false));
                    let found = verified(&photos, &by, format, &written(&longer, &by, format));
                    prop_assert_eq!((found.n_identical, found.is_identical()), (photos.len(), false));
                }
            }
        }

        #[test]
        fn damaged_bytes_break_nothing(photos in vec(any_photo(), 1..3), cut in 0_usize..400) {
            for by in exports() {
                for format in EXACT {
                    let whole = written(&photos, &by, format);
                    let cut = whole.get(..cut.min(whole.len() / 2)).unwrap_or_default();
                    if let Ok(Some(found)) = verify(&mut numbered(&photos), &by, format, &mut &*cut) {
                        prop_assert!(!found.is_identical());
                    }
                }
            }
        }
    }
}
