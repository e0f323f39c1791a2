//! How a photo is kept in the index: every part of it, short enough that a million fit beside their captions, and read
//! by itself. Most of what is known of a photo stands in its text already, and is kept as a range of it.
//! Places and inputs are kept once for all photos, in tables.

use std::collections::HashMap;
use std::sync::Arc;

use crate::caption::date::Date;
use crate::caption::field::FIELDS;
use crate::caption::{Caption, Location, Person, PersonRole};
use crate::catalog::bytes::{Bytes, Cursor, checksum, damaged, put_bytes, put_number};
use crate::photo::correction::{NamedPlace, Verdict};
use crate::photo::corrections::Corrected;
use crate::photo::facts::{Facts, FileStamp, PhotoFile, Rating};
use crate::photo::finding::Findings;
use crate::photo::{Photo, PhotoKey};
use crate::place::rules::PlaceRule;
use crate::place::{Coordinates, Place, PlaceKind, PlaceMention, Relation};

/// Texts shorter than this are not looked for in the photo's text: saying where they are would take as long.
const RANGE_LEAST_BYTES: usize = 4;
/// The fields whose values many photos share: they are kept once for all.
const SHARED_FIELDS: [&str; 8] =
    ["keywords", "creator", "creator_job_title", "credit_line", "source", "copyright_notice", "usage_terms", "event"];
/// The most values that are kept so, and the longest, in bytes; others stand in their records.
const SHARED_MAX: usize = 1 << 16;
const SHARED_MAX_BYTES: usize = 256;

/// How a text is kept, told by the lowest bits of its first number.
const WHOLE: u64 = 0;
const RANGE: u64 = 1;
const SHARED: u64 = 2;

/// The length of a record's sum.
const SUM_BYTES: usize = 4;

/// A photo as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StoredPhoto {
    /// The photo.
    pub photo: Photo,
    /// Its position in its input, from 1.
    pub number: usize,
    /// What its own caption says where the rest of the collection said more.
    pub alone: Option<Alone>,
}

/// What a photo's own caption says of what the rest of the collection completes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alone {
    /// Its persons.
    pub persons: Vec<Person>,
    /// Its date.
    pub date: Option<Date>,
    /// Its places.
    pub places: Vec<PlaceMention>,
    /// Names in it that may be places.
    pub doubtful_places: Vec<PlaceMention>,
}

/// What many photos have in common, kept once.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    /// Places, parents before those inside of them.
    places: Vec<Arc<Place>>,
    /// The names of inputs.
    inputs: Vec<Arc<str>>,
    /// Values of fields that many photos share.
    values: Vec<Arc<str>>,
    place_ordinals: HashMap<String, Vec<usize>>,
    input_ordinals: HashMap<Arc<str>, usize>,
    value_ordinals: HashMap<Arc<str>, usize>,
}

impl Tables {
    fn place(&mut self, place: &Arc<Place>) -> usize {
        let known = self.place_ordinals.get(&place.id).into_iter().flatten();
        let same = |at: &&usize| self.places.get(**at).is_some_and(|known| Arc::ptr_eq(known, place) || known == place);
        if let Some(at) = known.into_iter().find(same) {
            return *at;
        }
        if let Some(parent) = &place.parent {
            self.place(parent);
        }
        let at = self.places.len();
        self.places.push(Arc::clone(place));
        self.place_ordinals.entry(place.id.clone()).or_default().push(at);
        at
    }

    fn input(&mut self, input: &str) -> usize {
        if let Some(at) = self.input_ordinals.get(input) {
            return *at;
        }
        let (at, input): (usize, Arc<str>) = (self.inputs.len(), input.into());
        self.inputs.push(Arc::clone(&input));
        self.input_ordinals.insert(input, at);
        at
    }

    /// The place of a value among those that are shared; none when there is no room for it.
    fn value(&mut self, value: &str) -> Option<usize> {
        if let Some(at) = self.value_ordinals.get(value) {
            return Some(*at);
        }
        if self.values.len() >= SHARED_MAX || value.len() > SHARED_MAX_BYTES {
            return None;
        }
        let (at, value): (usize, Arc<str>) = (self.values.len(), value.into());
        self.values.push(Arc::clone(&value));
        self.value_ordinals.insert(value, at);
        Some(at)
    }

    /// The tables as they are kept.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(&mut out, self.inputs.len() as u64);
        self.inputs.iter().for_each(|input| put_bytes(&mut out, input.as_bytes()));
        put_number(&mut out, self.values.len() as u64);
        self.values.iter().for_each(|value| put_bytes(&mut out, value.as_bytes()));
        put_number(&mut out, self.places.len() as u64);
        for place in &self.places {
            let Place { id, name, aliases, kind, parent, coordinates } = &**place;
            put_bytes(&mut out, id.as_bytes());
            put_bytes(&mut out, name.as_bytes());
            put_number(&mut out, aliases.len() as u64);
            aliases.iter().for_each(|alias| put_bytes(&mut out, alias.as_bytes()));
            put_number(&mut out, kind_number(*kind));
            let parent = parent.as_ref().and_then(|parent| self.places.iter().position(|other| other == parent));
            put_number(&mut out, parent.map_or(0, |at| at as u64 + 1));
            let coordinates = coordinates.map(Coordinates::hundred_thousandths);
            out.push(u8::from(coordinates.is_some()));
            coordinates.iter().flatten().for_each(|e5| out.extend_from_slice(&e5.to_le_bytes()));
        }
        out
    }

    /// Reads tables that were kept.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let mut tables = Self::default();
        for _ in 0..cursor.size()? {
            tables.input(cursor.text()?);
        }
        for _ in 0..cursor.size()? {
            tables.values.push(cursor.text()?.into());
        }
        for _ in 0..cursor.size()? {
            let id = cursor.text()?.to_owned();
            let name = cursor.text()?.to_owned();
            let n_aliases = cursor.size()?;
            let aliases = (0..n_aliases).map(|_| cursor.text().map(str::to_owned)).collect::<Option<_>>()?;
            let kind = numbered_kind(cursor.number()?)?;
            let parent = match cursor.size()? {
                0 => None,
                at => Some(Arc::clone(tables.places.get(at - 1)?)),
            };
            let cursor_byte = cursor.byte();
            let mut e5 = || Some(i32::from_le_bytes(cursor.take(4)?.try_into().ok()?));
            let coordinates = match cursor_byte? {
                0 => None,
                _ => Some(Coordinates::of_hundred_thousandths([e5()?, e5()?])),
            };
            let at = tables.places.len();
            tables.place_ordinals.entry(id.clone()).or_default().push(at);
            tables.places.push(Arc::new(Place { id, name, aliases, kind, parent, coordinates }));
        }
        Some(tables)
    }

    /// The names of the inputs.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(|input| &**input)
    }

    /// Every place of the collection.
    pub(super) fn places(&self) -> &[Arc<Place>] {
        &self.places
    }
}

/// Appends a photo, and a sum over it.
pub(super) fn put_photo(out: &mut Vec<u8>, stored: &StoredPhoto, tables: &mut Tables) {
    let StoredPhoto { photo, number, alone } = stored;
    let start = out.len();
    let Photo {
        key,
        caption,
        persons,
        places,
        doubtful_places,
        organizations,
        findings,
        published,
        file,
        picture,
        facts,
        photo_file,
        corrected,
        ..
    } = photo;
    let text = photo.text();
    let mut record = Record { out, text };
    put_number(record.out, tables.input(&key.input) as u64);
    put_bytes(record.out, key.name.as_bytes());
    put_number(record.out, *number as u64);
    put_bytes(record.out, text.as_bytes());
    record.put_caption(caption, tables);
    record.put_list(persons, Record::put_person);
    record.put_list(places, |record, mention| record.put_place(mention, tables));
    record.put_list(doubtful_places, |record, mention| record.put_place(mention, tables));
    record.put_list(organizations, |record, name| record.put_text(name));
    put_number(record.out, findings.bits());
    record.put_date(published.as_ref());
    record.put_optional(file.as_deref());
    record.put_optional(picture.as_deref());
    record.put_facts(facts);
    record.put_photo_file(photo_file.as_deref());
    record.put_list(corrected, Record::put_corrected);
    match alone {
        None => record.out.push(0),
        Some(Alone { persons, date, places, doubtful_places }) => {
            record.out.push(1);
            record.put_list(persons, Record::put_person);
            record.put_date(date.as_ref());
            record.put_list(places, |record, mention| record.put_place(mention, tables));
            record.put_list(doubtful_places, |record, mention| record.put_place(mention, tables));
        }
    }
    let sum = checksum(out.get(start..).unwrap_or_default()) as u32;
    out.extend_from_slice(&sum.to_le_bytes());
}

/// Reads a photo that was put, if its sum is right.
pub(super) fn read_photo(bytes: &[u8], tables: &Tables) -> Option<StoredPhoto> {
    let (record, sum) = bytes.split_at_checked(bytes.len().checked_sub(SUM_BYTES)?)?;
    if (checksum(record) as u32).to_le_bytes() != sum {
        return None;
    }
    let mut cursor = Cursor::new(record);
    let input = tables.inputs.get(cursor.size()?)?.to_string();
    let name = cursor.text()?.to_owned();
    let number = cursor.size()?;
    let text = cursor.text()?;
    let mut record = Reading { cursor, text, tables };
    let caption = record.caption()?;
    let persons = record.list(Reading::person)?;
    let places = record.places(tables)?;
    let doubtful_places = record.places(tables)?;
    let organizations = record.list(Reading::text)?;
    let findings = Findings::from_bits(record.cursor.number()?);
    let published = record.date()?;
    let file = record.optional()?;
    let picture = record.optional()?;
    let facts = record.facts()?;
    let photo_file = record.photo_file()?;
    let corrected = record.list(Reading::corrected)?;
    let alone = match record.cursor.byte()? {
        0 => None,
        _ => Some(Alone {
            persons: record.list(Reading::person)?,
            date: record.date()?,
            places: record.places(tables)?,
            doubtful_places: record.places(tables)?,
        }),
    };
    let key = PhotoKey { input, name };
    let mut photo = Photo::restored(key, text.to_owned(), caption, persons, places, published, file, picture, facts);
    photo.photo_file = photo_file;
    photo.doubtful_places = doubtful_places;
    photo.organizations = organizations;
    photo.findings = findings;
    photo.corrected = corrected;
    Some(StoredPhoto { photo, number, alone })
}

/// A record that is being written.
struct Record<'a> {
    out: &'a mut Vec<u8>,
    text: &'a str,
}

impl Record<'_> {
    /// A text: as a range of the photo's text where it stands there, or as it is.
    fn put_text(&mut self, text: &str) {
        let at = (text.len() >= RANGE_LEAST_BYTES).then(|| self.text.find(text)).flatten();
        match at {
            Some(at) => {
                put_number(self.out, (text.len() as u64) << 2 | RANGE);
                put_number(self.out, at as u64);
            }
            None => {
                put_number(self.out, (text.len() as u64) << 2 | WHOLE);
                self.out.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// A value that other photos may have too.
    fn put_shared(&mut self, value: &str, tables: &mut Tables) {
        match tables.value(value) {
            Some(at) => put_number(self.out, (at as u64) << 2 | SHARED),
            None => self.put_text(value),
        }
    }

    fn put_list<T>(&mut self, values: &[T], mut put: impl FnMut(&mut Self, &T)) {
        put_number(self.out, values.len() as u64);
        values.iter().for_each(|value| put(self, value));
    }

    fn put_optional(&mut self, text: Option<&str>) {
        self.out.push(u8::from(text.is_some()));
        text.into_iter().for_each(|text| self.put_text(text));
    }

    fn put_span(&mut self, span: Option<&std::ops::Range<usize>>) {
        match span {
            None => self.out.push(0),
            Some(span) => {
                put_number(self.out, span.start as u64 + 1);
                put_number(self.out, (span.end - span.start) as u64);
            }
        }
    }

    fn put_date(&mut self, date: Option<&Date>) {
        let printed = date.map(ToString::to_string);
        self.put_optional(printed.as_deref());
    }

    /// Fields without a value take no room: each of the others is told by its row in the table of fields.
    fn put_caption(&mut self, caption: &Caption, tables: &mut Tables) {
        let Caption { date_created, location_created, locations_shown, .. } = caption;
        let valued = FIELDS.iter().enumerate().filter(|(_, field)| !field.values(caption).is_empty());
        put_number(self.out, valued.clone().count() as u64);
        for (row, field) in valued {
            put_number(self.out, row as u64);
            let is_shared = SHARED_FIELDS.contains(&field.name);
            self.put_list(field.values(caption), |record, value| match is_shared {
                true => record.put_shared(value, tables),
                false => record.put_text(value),
            });
        }
        self.put_date(date_created.as_ref());
        self.put_list(location_created.as_slice(), Self::put_location);
        self.put_list(locations_shown, Self::put_location);
    }

    fn put_location(&mut self, location: &Location) {
        let Location {
            location_id,
            location_name,
            sublocation,
            city,
            province_state,
            country_name,
            country_code,
            world_region,
        } = location;
        let parts =
            [location_id, location_name, sublocation, city, province_state, country_name, country_code, world_region];
        parts.into_iter().for_each(|part| self.put_optional(part.as_deref()));
    }

    fn put_person(&mut self, person: &Person) {
        let Person { name, role, title, party, state, span } = person;
        self.out.push(u8::from(*role == PersonRole::Shown));
        self.put_text(name);
        [title, party, state].into_iter().for_each(|part| self.put_optional(part.as_deref()));
        self.put_span(span.as_ref());
    }

    fn put_facts(&mut self, facts: &Facts) {
        let Facts { rating, label, camera, gps, file_type, folder, keyword_paths, size_px } = facts;
        // Most photos of caption lists have none.
        if *facts == Facts::default() {
            self.out.push(0);
            return;
        }
        self.out.push(1);
        self.put_list(rating.as_slice(), |record, rating| {
            record.out.extend_from_slice(&rating.hundredths().to_le_bytes());
        });
        [label, camera, file_type, folder].into_iter().for_each(|part| self.put_optional(part.as_deref()));
        self.put_list(gps.as_slice(), |record, degrees| {
            degrees.iter().for_each(|degree| record.out.extend_from_slice(&degree.to_le_bytes()));
        });
        self.put_list(keyword_paths, |record, path| record.put_text(path));
        self.put_list(size_px.as_slice(), |record, size| {
            size.iter().for_each(|edge| put_number(record.out, u64::from(*edge)));
        });
    }

    fn put_place(&mut self, mention: &PlaceMention, tables: &mut Tables) {
        let PlaceMention { place, relation, span, rule } = mention;
        put_number(self.out, tables.place(place) as u64);
        put_number(self.out, relation_number(*relation));
        put_number(self.out, rule_number(*rule));
        self.put_span(span.as_ref());
    }

    fn put_corrected(&mut self, corrected: &Corrected) {
        let Corrected { range, verdict } = corrected;
        self.put_span(Some(range));
        self.put_text(verdict.name());
        let place = match verdict {
            Verdict::Place(place) => Some(place),
            Verdict::NotPlace
            | Verdict::NotPerson
            | Verdict::NotOrganization
            | Verdict::Person
            | Verdict::Organization => None,
        };
        self.put_list(place.as_slice(), |record, place| {
            let NamedPlace { id, path } = place;
            record.put_text(id);
            record.put_list(path, |record, name| record.put_text(name));
        });
    }

    fn put_stamp(&mut self, stamp: &FileStamp) {
        let FileStamp { modified_secs, modified_nanos, size_bytes } = stamp;
        self.out.extend_from_slice(&modified_secs.to_le_bytes());
        put_number(self.out, u64::from(*modified_nanos));
        put_number(self.out, *size_bytes);
    }

    fn put_photo_file(&mut self, file: Option<&PhotoFile>) {
        self.put_list(file.as_slice(), |record, file| {
            let PhotoFile { path, stamp, sidecar, problem, disagrees, picture_hash } = file;
            put_bytes(record.out, path.as_os_str().as_encoded_bytes());
            record.put_stamp(stamp);
            record.put_list(sidecar.as_slice(), Record::put_stamp);
            record.put_optional(problem.as_deref());
            record.out.push(u8::from(*disagrees));
            // A number that is 0 once in a world is no loss.
            record.out.extend_from_slice(&picture_hash.unwrap_or(0).to_le_bytes());
        });
    }
}

/// A record that is being read.
struct Reading<'a> {
    cursor: Cursor<'a>,
    text: &'a str,
    tables: &'a Tables,
}

impl Reading<'_> {
    fn text(&mut self) -> Option<String> {
        let head = self.cursor.number()?;
        let n = usize::try_from(head >> 2).ok()?;
        match head & 3 {
            WHOLE => std::str::from_utf8(self.cursor.take(n)?).ok().map(str::to_owned),
            RANGE => {
                let at = self.cursor.size()?;
                self.text.get(at..at.checked_add(n)?).map(str::to_owned)
            }
            SHARED => self.tables.values.get(n).map(|value| value.to_string()),
            _ => None,
        }
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n = self.cursor.size()?;
        (0..n).map(|_| read(self)).collect()
    }

    fn optional(&mut self) -> Option<Option<String>> {
        match self.cursor.byte()? {
            0 => Some(None),
            _ => self.text().map(Some),
        }
    }

    fn span(&mut self) -> Option<Option<std::ops::Range<usize>>> {
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

    fn places(&mut self, tables: &Tables) -> Option<Vec<PlaceMention>> {
        self.list(|record| {
            let place = Arc::clone(tables.places.get(record.cursor.size()?)?);
            let relation = *Relation::ALL.get(record.cursor.size()?)?;
            let rule = *PlaceRule::ALL.get(record.cursor.size()?)?;
            Some(PlaceMention { place, relation, span: record.span()?, rule })
        })
    }

    fn date(&mut self) -> Option<Option<Date>> {
        match self.optional()? {
            None => Some(None),
            Some(printed) => Date::parse(&printed).ok().map(Some),
        }
    }

    fn caption(&mut self) -> Option<Caption> {
        let mut caption = Caption::default();
        for _ in 0..self.cursor.size()? {
            let field = FIELDS.get(self.cursor.size()?)?;
            let values = self.list(Self::text)?;
            field.set(&mut caption, values);
        }
        caption.date_created = self.date()?;
        caption.location_created = self.list(Self::location)?.pop();
        caption.locations_shown = self.list(Self::location)?;
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
        let role = if self.cursor.byte()? == 1 { PersonRole::Shown } else { PersonRole::Mentioned };
        Some(Person {
            role,
            name: self.text()?,
            title: self.optional()?,
            party: self.optional()?,
            state: self.optional()?,
            span: self.span()?,
        })
    }

    fn facts(&mut self) -> Option<Facts> {
        if self.cursor.byte()? == 0 {
            return Some(Facts::default());
        }
        let rating = self.list(|record| {
            let hundredths = i32::from_le_bytes(record.cursor.take(4)?.try_into().ok()?);
            Rating::of_stars(f64::from(hundredths) / 100.0)
        })?;
        let [label, camera, file_type, folder] =
            [self.optional()?, self.optional()?, self.optional()?, self.optional()?];
        let degree = |record: &mut Self| Some(f64::from_le_bytes(record.cursor.take(8)?.try_into().ok()?));
        let gps = self.list(|record| Some([degree(record)?, degree(record)?]))?;
        let keyword_paths = self.list(Self::text)?;
        let edge = |record: &mut Self| u32::try_from(record.cursor.number()?).ok();
        let size_px = self.list(|record| Some([edge(record)?, edge(record)?]))?;
        Some(Facts {
            rating: rating.into_iter().next(),
            label,
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

    fn photo_file(&mut self) -> Option<Option<Box<PhotoFile>>> {
        let file = self.list(|record| {
            Some(PhotoFile {
                path: path(record.cursor.bytes()?)?,
                stamp: record.stamp()?,
                sidecar: record.list(Self::stamp)?.pop(),
                problem: record.optional()?,
                disagrees: record.cursor.byte()? == 1,
                picture_hash: Some(u64::from_le_bytes(record.cursor.take(8)?.try_into().ok()?))
                    .filter(|hash| *hash != 0),
            })
        })?;
        Some(file.into_iter().next().map(Box::new))
    }
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> Option<std::path::PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(std::ffi::OsStr::from_bytes(bytes).into())
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<std::path::PathBuf> {
    std::str::from_utf8(bytes).ok().map(Into::into)
}

fn kind_number(kind: PlaceKind) -> u64 {
    match kind {
        PlaceKind::Area => 0,
        PlaceKind::Building => 1,
        PlaceKind::Part => 2,
        PlaceKind::Room => 3,
        PlaceKind::Outside => 4,
        PlaceKind::Stated => 5,
        PlaceKind::Country => 6,
        PlaceKind::Region => 7,
        PlaceKind::City => 8,
    }
}

fn numbered_kind(number: u64) -> Option<PlaceKind> {
    Some(match number {
        0 => PlaceKind::Area,
        1 => PlaceKind::Building,
        2 => PlaceKind::Part,
        3 => PlaceKind::Room,
        4 => PlaceKind::Outside,
        5 => PlaceKind::Stated,
        6 => PlaceKind::Country,
        7 => PlaceKind::Region,
        8 => PlaceKind::City,
        _ => return None,
    })
}

fn rule_number(rule: PlaceRule) -> u64 {
    PlaceRule::ALL.iter().position(|other| *other == rule).unwrap_or(0) as u64
}

fn relation_number(relation: Relation) -> u64 {
    Relation::ALL.iter().position(|other| *other == relation).unwrap_or(0) as u64
}

/// The records of one segment: each photo's, and where each begins.
#[derive(Debug)]
pub(super) struct Records {
    bytes: Bytes,
    n_photos: usize,
}

/// The records of a segment that is being filled.
#[derive(Default)]
pub(super) struct RecordsBuilder {
    records: Vec<u8>,
    ends: Vec<u32>,
}

impl RecordsBuilder {
    /// How many bytes there are so far.
    pub(super) fn n_bytes(&self) -> usize {
        self.records.len()
    }

    /// Adds a photo.
    pub(super) fn add(&mut self, stored: &StoredPhoto, tables: &mut Tables) {
        put_photo(&mut self.records, stored, tables);
        self.ends.push(u32::try_from(self.records.len()).unwrap_or(u32::MAX));
    }

    /// The records as they are kept.
    pub(super) fn finish(self) -> Vec<u8> {
        let Self { mut records, ends } = self;
        ends.iter().for_each(|end| records.extend_from_slice(&end.to_le_bytes()));
        records
    }
}

impl Records {
    /// The records of so many photos that were kept.
    pub(super) fn open(bytes: Bytes, n_photos: usize) -> Self {
        Self { bytes, n_photos }
    }

    /// The photo at a position in the segment.
    pub(super) fn read(&self, at: usize, tables: &Tables) -> std::io::Result<StoredPhoto> {
        let ends = self.bytes.len().checked_sub(self.n_photos as u64 * 4).ok_or_else(damaged)?;
        let end_of = |at: usize| -> std::io::Result<u64> {
            let place = ends + at as u64 * 4;
            let bytes = self.bytes.read(place..place + 4)?;
            Ok(u64::from(bytes.as_ref().try_into().map_or(0, u32::from_le_bytes)))
        };
        if at >= self.n_photos {
            return Err(damaged());
        }
        let start = if at == 0 { 0 } else { end_of(at - 1)? };
        let end = end_of(at)?.min(ends);
        let bytes = self.bytes.read(start..end)?;
        read_photo(&bytes, tables).ok_or_else(damaged)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::generated::any_photo;

    proptest! {
        #[test]
        fn photos_come_back_as_they_were(photos in prop::collection::vec((any_photo(), any::<bool>()), 0..6)) {
            let mut tables = Tables::default();
            let mut records = RecordsBuilder::default();
            let stored: Vec<StoredPhoto> = photos.into_iter().zip(1..).map(|((photo, is_alone), number)| {
                let alone = is_alone.then(|| Alone {
                    persons: photo.persons.clone(),
                    date: photo.published.clone(),
                    places: photo.places.clone(),
                    doubtful_places: photo.places.clone(),
                });
                StoredPhoto { photo, number, alone }
            }).collect();
            stored.iter().for_each(|stored| records.add(stored, &mut tables));
            let records = Records::open(records.finish().into(), stored.len());
            let tables = Tables::decode(&tables.encoded()).unwrap();
            for (at, stored) in stored.iter().enumerate() {
                prop_assert_eq!(&records.read(at, &tables).unwrap(), stored);
            }
            prop_assert!(records.read(stored.len(), &tables).is_err());
        }

        #[test]
        fn a_changed_byte_is_noticed(photo in any_photo(), at in any::<usize>()) {
            let mut tables = Tables::default();
            let mut record = Vec::new();
            put_photo(&mut record, &StoredPhoto { photo, number: 1, alone: None }, &mut tables);
            let at = at % record.len();
            record[at] ^= 0x20;
            prop_assert_eq!(read_photo(&record, &tables), None);
        }
    }
}
