//! What was written, read again and compared with what should have been: field by field in formats that open again as
//! the same photos, cell by cell in tables and JSON of a template. One photo is in memory at a time.
//! Other formats are read again as bytes, which is the caller's business.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Read};

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde_json::Value;

use crate::exporters::json::Objects;
use crate::exporters::template::Template;
use crate::exporters::{Export, Format, Photos};
use crate::photo::Photo;
use crate::record::{Record, row};

/// The most differences that are told one by one.
const DIFFERENCES_MAX: usize = 100;
/// The longest line that is read as a record: what readers take at most for a whole input.
const LINE_BYTES_MAX: u64 = 1 << 30;

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

/// Compares what was written with the photos; none where the format is not compared photo by photo.
pub fn verify(
    photos: Photos<'_>,
    export: &Export<'_>,
    format: Format,
    written: &mut dyn BufRead,
) -> io::Result<Option<Verified>> {
    let verified = match (format, export.template()) {
        (Format::Csv | Format::CsvLossless, None) => verify_rows(photos, written)?,
        (Format::Csv, Some(template)) => verify_cells(photos, template, row::restored, written)?,
        (Format::CsvLossless, Some(template)) => verify_cells(photos, template, |cell| cell, written)?,
        (Format::Json, template) => verify_array(photos, template, written)?,
        (Format::JsonLines, template) => verify_lines(photos, template, written)?,
        (
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
            | Format::Sidecars,
            _,
        ) => return Ok(None),
    };
    Ok(Some(verified))
}

/// Rows that open again as the same photos.
fn verify_rows(photos: Photos<'_>, written: &mut dyn BufRead) -> io::Result<Verified> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(written);
    let header = reader.headers().map_err(io::Error::other)?.clone();
    let mut rows = reader.records();
    let mut verified = Verified::new(Depth::Fields);
    for (position, photo) in photos {
        let difference = match rows.next() {
            None => Some(MISSING.to_owned()),
            Some(Err(error)) => Some(format!("its row cannot be read: {error}")),
            Some(Ok(cells)) => match row::record_of(header.iter().zip(cells.iter())) {
                Ok(record) => record_difference(&record, &photo, position),
                Err(why) => Some(why),
            },
        };
        verified.see(&photo, difference);
    }
    count_rest(&mut verified, rows.count());
    Ok(verified)
}

/// Rows of a template's columns.
fn verify_cells(
    photos: Photos<'_>,
    template: &Template,
    restored: fn(&str) -> &str,
    written: &mut dyn BufRead,
) -> io::Result<Verified> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(written);
    let mut rows = reader.records();
    let mut verified = Verified::new(Depth::Cells);
    let labels = template.labels();
    match rows.next() {
        Some(Ok(header)) if header.iter().map(restored).eq(labels.iter().map(String::as_str)) => {}
        _ => verified.differ("file".to_owned(), "the names of its columns differ".to_owned()),
    }
    for (number, (position, photo)) in (1..).zip(photos) {
        let difference = match rows.next() {
            None => Some(MISSING.to_owned()),
            Some(Err(error)) => Some(format!("its row cannot be read: {error}")),
            Some(Ok(cells)) => {
                let expected = template.cells(&photo, number, position);
                let differing = (0..expected.len().max(cells.len()))
                    .find(|at| cells.get(*at).map(restored) != expected.get(*at).map(String::as_str));
                differing.map(|at| differs(labels.get(at).map_or("a column more", String::as_str)))
            }
        };
        verified.see(&photo, difference);
    }
    count_rest(&mut verified, rows.count());
    Ok(verified)
}

fn verify_lines(photos: Photos<'_>, template: Option<&Template>, written: &mut dyn BufRead) -> io::Result<Verified> {
    let mut objects = ObjectCheck::of(template);
    let mut verified = objects.verified();
    for (position, photo) in photos {
        let line = read_line(written)?;
        let difference = match line.as_deref().map(serde_json::from_slice) {
            None => Some(MISSING.to_owned()),
            Some(Err(error)) => Some(format!("its line cannot be read: {error}")),
            Some(Ok(value)) => objects.difference(value, &photo, position)?,
        };
        verified.see(&photo, difference);
    }
    let mut n_rest = 0;
    while read_line(written)?.is_some() {
        n_rest += 1;
    }
    count_rest(&mut verified, n_rest);
    Ok(verified)
}

fn verify_array(photos: Photos<'_>, template: Option<&Template>, written: &mut dyn BufRead) -> io::Result<Verified> {
    let mut objects = ObjectCheck::of(template);
    let mut verified = objects.verified();
    let array = ArrayCheck { photos, objects: &mut objects, verified: &mut verified };
    let mut reader = serde_json::Deserializer::from_reader(written);
    let read = array.deserialize(&mut reader).and_then(|()| reader.end());
    match read {
        Ok(()) => {}
        Err(error) if error.is_io() => return Err(error.into()),
        Err(error) => verified.differ("file".to_owned(), format!("it cannot be read: {error}")),
    }
    Ok(verified)
}

/// Reads an array an element at a time, and compares each with the next photo.
struct ArrayCheck<'a, 'b> {
    photos: Photos<'a>,
    objects: &'b mut ObjectCheck<'a>,
    verified: &'b mut Verified,
}

impl<'de> DeserializeSeed<'de> for ArrayCheck<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ArrayCheck<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let mut failed = None;
        for (position, photo) in self.photos {
            let difference = match (&failed, array.next_element::<Value>()) {
                (Some(()), _) | (None, Ok(None)) => Some(MISSING.to_owned()),
                (None, Ok(Some(value))) => {
                    self.objects.difference(value, &photo, position).map_err(serde::de::Error::custom)?
                }
                (None, Err(error)) => {
                    failed = Some(());
                    Some(format!("it cannot be read: {error}"))
                }
            };
            self.verified.see(&photo, difference);
        }
        let mut n_rest = 0;
        while failed.is_none() && array.next_element::<serde::de::IgnoredAny>()?.is_some() {
            n_rest += 1;
        }
        count_rest(self.verified, n_rest);
        Ok(())
    }
}

/// Compares objects with what should have been written.
struct ObjectCheck<'a> {
    template: Option<Objects<'a>>,
}

impl<'a> ObjectCheck<'a> {
    fn of(template: Option<&'a Template>) -> Self {
        Self { template: template.map(|template| Objects::of(Some(template))) }
    }

    fn verified(&self) -> Verified {
        Verified::new(if self.template.is_some() { Depth::Cells } else { Depth::Fields })
    }

    fn difference(&mut self, value: Value, photo: &Photo, position: usize) -> io::Result<Option<String>> {
        let Some(objects) = &mut self.template else {
            return Ok(match serde_json::from_value::<Record>(value) {
                Ok(record) => record_difference(&record, photo, position),
                Err(error) => Some(error.to_string()),
            });
        };
        let mut expected = Vec::new();
        objects.write(photo, position, &mut expected)?;
        let expected: Value = serde_json::from_slice(&expected)?;
        if value == expected {
            return Ok(None);
        }
        let members = |value: &Value| value.as_object().cloned().unwrap_or_default();
        let (found, wanted) = (members(&value), members(&expected));
        let differing = wanted.keys().chain(found.keys()).find(|label| wanted.get(*label) != found.get(*label));
        Ok(Some(differs(differing.map_or("it", String::as_str))))
    }
}

/// What is said of a photo that the file does not hold.
const MISSING: &str = "it is missing";

fn differs(what: &str) -> String {
    format!("{what} differs")
}

/// Which field of a record differs from the photo's.
fn record_difference(found: &Record, photo: &Photo, position: usize) -> Option<String> {
    let expected = Record::of(photo, position);
    if *found == expected {
        return None;
    }
    let fields = |record: &Record| match serde_json::to_value(record) {
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

fn count_rest(verified: &mut Verified, n_rest: usize) {
    if n_rest > 0 {
        let noun = if n_rest == 1 { "photo" } else { "photos" };
        verified.differ("file".to_owned(), format!("it holds {n_rest} {noun} more"));
    }
}

/// The next line that is not blank.
fn read_line(written: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    loop {
        let mut line = Vec::new();
        let n_read = (&mut *written).take(LINE_BYTES_MAX).read_until(b'\n', &mut line);
        match n_read {
            Ok(0) => return Ok(None),
            Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
            Ok(_) => return Ok(Some(line)),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
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
