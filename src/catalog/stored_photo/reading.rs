//! Reads a photo's record. What cannot be as it is written is damage, told as none.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::caption::date::Date;
use crate::caption::field::FIELDS;
use crate::caption::{Caption, Location, Person, PersonRole};
use crate::catalog::bytes::Cursor;
use crate::catalog::stored_photo::{Alone, DAY, N_RULES, RANGE, SHARED, StoredPhoto, WHOLE, part, person};
use crate::catalog::tables::Tables;
use crate::photo::correction::{NamedPlace, Verdict};
use crate::photo::corrections::Corrected;
use crate::photo::facts::{Facts, FileStamp, PhotoFile, Rating};
use crate::photo::finding::Findings;
use crate::photo::{Photo, PhotoKey};
use crate::place::rules::PlaceRule;
use crate::place::{PlaceMention, Relation};

/// Reads a photo that was put.
pub(in crate::catalog) fn read_photo(bytes: &[u8], tables: &Tables) -> Option<StoredPhoto> {
    let mut cursor = Cursor::new(bytes);
    let parts = cursor.number()?;
    let input = tables.input_of(cursor.size()?)?.to_owned();
    let name = cursor.text()?.to_owned();
    let number = cursor.size()?;
    let text = cursor.text()?;
    let mut record = Record { cursor, parts, text, tables };
    let caption = record.caption()?;
    let persons = record.some(part::PERSONS, Record::person)?;
    let places = record.some(part::PLACES, Record::place)?;
    let findings = record.one(part::FINDINGS, |record| record.cursor.number())?;
    let file = record.one(part::FILE, Record::text)?;
    let doubtful_places = record.some(part::DOUBTFUL_PLACES, Record::place)?;
    let organizations = record.some(part::ORGANIZATIONS, Record::text)?;
    let published = record.one(part::PUBLISHED, Record::date)?;
    let picture = record.one(part::PICTURE, Record::text)?;
    let facts = record.one(part::FACTS, Record::facts)?.unwrap_or_default();
    let photo_file = record.one(part::PHOTO_FILE, Record::photo_file)?;
    let corrected = record.some(part::CORRECTED, Record::corrected)?;
    let alone = record.one(part::ALONE, |record| {
        Some(Alone {
            persons: record.list(Record::person)?,
            date: record.list(Record::date)?.pop(),
            places: record.list(Record::place)?,
            doubtful_places: record.list(Record::place)?,
        })
    })?;
    let key = PhotoKey { input, name };
    let mut photo = Photo::restored(key, text.to_owned(), caption, persons, places, published, file, picture, facts);
    photo.photo_file = photo_file.map(Box::new);
    photo.doubtful_places = doubtful_places;
    photo.organizations = organizations;
    photo.findings = Findings::from_bits(findings.unwrap_or(0));
    photo.corrected = corrected;
    Some(StoredPhoto { photo, number, alone })
}

/// A record that is being read.
struct Record<'a> {
    cursor: Cursor<'a>,
    /// Which parts there are.
    parts: u64,
    text: &'a str,
    tables: &'a Tables,
}

impl Record<'_> {
    fn text(&mut self) -> Option<String> {
        let head = self.cursor.number()?;
        let n = usize::try_from(head >> 2).ok()?;
        match head & 3 {
            WHOLE => std::str::from_utf8(self.cursor.take(n)?).ok().map(str::to_owned),
            RANGE => {
                let at = self.cursor.size()?;
                self.text.get(at..at.checked_add(n)?).map(str::to_owned)
            }
            SHARED => self.tables.value_of(n).map(str::to_owned),
            _ => None,
        }
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n = self.cursor.size()?;
        (0..n).map(|_| read(self)).collect()
    }

    /// A list that is there only if the beginning tells so.
    fn some<T>(&mut self, part: u64, read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        if self.parts & part == 0 { Some(Vec::new()) } else { self.list(read) }
    }

    /// A part that is there only if the beginning tells so.
    fn one<T>(&mut self, part: u64, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.parts & part == 0 { Some(None) } else { read(self).map(Some) }
    }

    fn optional(&mut self) -> Option<Option<String>> {
        match self.cursor.byte()? {
            0 => Some(None),
            _ => self.text().map(Some),
        }
    }

    fn span(&mut self) -> Option<Option<Range<usize>>> {
        match self.cursor.size()? {
            0 => Some(None),
            start => {
                let start = start - 1;
                let span = start..start.checked_add(self.cursor.size()?)?;
                self.text.get(span.clone())?;
                Some(Some(span))
            }
        }
    }

    fn place(&mut self) -> Option<PlaceMention> {
        let place = Arc::clone(self.tables.places().get(self.cursor.size()?)?);
        let relation_and_rule = self.cursor.number()?;
        let relation = *Relation::ALL.get(usize::try_from(relation_and_rule / N_RULES).ok()?)?;
        let rule = *PlaceRule::ALL.get(usize::try_from(relation_and_rule % N_RULES).ok()?)?;
        Some(PlaceMention { place, relation, span: self.span()?, rule })
    }

    fn date(&mut self) -> Option<Date> {
        if self.cursor.byte()? != DAY {
            return Date::parse(&self.text()?).ok();
        }
        let days = u32::try_from(self.cursor.number()?).ok()?;
        let (months, day) = (days / 31, days % 31 + 1);
        Date::from_day(i32::try_from(months / 12).ok()?, months % 12 + 1, day).ok()
    }

    fn caption(&mut self) -> Option<Caption> {
        let mut caption = Caption::default();
        while let Some(row) = self.cursor.size()?.checked_sub(1) {
            let values = self.list(Self::text)?;
            FIELDS.get(row)?.set(&mut caption, values);
        }
        caption.date_created = self.one(part::DATE, Self::date)?;
        caption.location_created = self.one(part::LOCATION_CREATED, Self::location)?;
        caption.locations_shown = self.some(part::LOCATIONS_SHOWN, Self::location)?;
        Some(caption)
    }

    fn location(&mut self) -> Option<Location> {
        Some(Location {
            location_id: self.optional()?,
            location_name: self.optional()?,
            sublocation: self.optional()?,
            city: self.optional()?,
            province_state: self.optional()?,
            country_name: self.optional()?,
            country_code: self.optional()?,
            world_region: self.optional()?,
        })
    }

    fn person(&mut self) -> Option<Person> {
        let bits = self.cursor.byte()?;
        let role = if bits & person::SHOWN != 0 { PersonRole::Shown } else { PersonRole::Mentioned };
        let span = self.span()?;
        let name = match bits & person::NAME_IN_SPAN {
            0 => self.text()?,
            _ => self.text.get(span.clone()?)?.to_owned(),
        };
        let mut part = |bit: u8| if bits & bit == 0 { Some(None) } else { self.text().map(Some) };
        let (title, party, state) = (part(person::TITLE)?, part(person::PARTY)?, part(person::STATE)?);
        Some(Person { name, role, title, party, state, span })
    }

    fn facts(&mut self) -> Option<Facts> {
        let rating = self.list(|record| {
            let hundredths = i32::from_le_bytes(record.cursor.take(4)?.try_into().ok()?);
            Rating::of_stars(f64::from(hundredths) / 100.0)
        })?;
        let [label, camera, file_type, folder] =
            [self.optional()?, self.optional()?, self.optional()?, self.optional()?];
        let picked = self.cursor.byte()? != 0;
        let degree = |record: &mut Self| Some(f64::from_le_bytes(record.cursor.take(8)?.try_into().ok()?));
        let gps = self.list(|record| Some([degree(record)?, degree(record)?]))?;
        let keyword_paths = self.list(Self::text)?;
        let edge = |record: &mut Self| u32::try_from(record.cursor.number()?).ok();
        let size_px = self.list(|record| Some([edge(record)?, edge(record)?]))?;
        Some(Facts {
            rating: rating.into_iter().next(),
            label,
            picked,
            camera,
            gps: gps.into_iter().next(),
            file_type,
            folder,
            keyword_paths,
            size_px: size_px.into_iter().next(),
        })
    }

    fn corrected(&mut self) -> Option<Corrected> {
        let range = self.span()??;
        let name = self.text()?;
        let place = self.list(|record| Some(NamedPlace { id: record.text()?, path: record.list(Self::text)? }))?.pop();
        Some(Corrected { range, verdict: Verdict::parse(&name, place)? })
    }

    fn stamp(&mut self) -> Option<FileStamp> {
        Some(FileStamp {
            modified_secs: i64::from_le_bytes(self.cursor.take(8)?.try_into().ok()?),
            modified_nanos: u32::try_from(self.cursor.number()?).ok()?,
            size_bytes: self.cursor.number()?,
        })
    }

    fn photo_file(&mut self) -> Option<PhotoFile> {
        Some(PhotoFile {
            path: path(self.cursor.bytes()?)?,
            stamp: self.stamp()?,
            sidecar: self.list(Self::stamp)?.pop(),
            problem: self.optional()?,
            disagrees: self.cursor.byte()? == 1,
            picture_hash: Some(u64::from_le_bytes(self.cursor.take(8)?.try_into().ok()?)).filter(|hash| *hash != 0),
        })
    }
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(std::ffi::OsStr::from_bytes(bytes).into())
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(Into::into)
}
