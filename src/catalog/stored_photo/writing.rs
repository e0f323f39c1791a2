//! Writes a photo's record.

use std::ops::Range;

use crate::caption::date::Date;
use crate::caption::field::FIELDS;
use crate::caption::{Caption, Location, Person, PersonRole};
use crate::catalog::bytes::{put_bytes, put_number};
use crate::catalog::stored_photo::{
    Alone, DAY, IS_SHARED, N_RULES, PRINTED, RANGE, RANGE_LEAST_BYTES, SHARED, WHOLE, part, person,
};
use crate::catalog::tables::Tables;
use crate::photo::Photo;
use crate::photo::correction::{NamedPlace, Verdict};
use crate::photo::corrections::Corrected;
use crate::photo::facts::{Facts, FileStamp, PhotoFile};
use crate::place::rules::PlaceRule;
use crate::place::{PlaceMention, Relation};

/// Appends a photo; of its places the numbers are given.
pub(in crate::catalog) fn put_photo(
    out: &mut Vec<u8>,
    photo: &Photo,
    number: usize,
    alone: Option<&Alone>,
    places: &[usize],
    tables: &mut Tables,
) {
    let text = photo.text();
    put_number(out, parts_of(photo, alone));
    put_number(out, tables.input(&photo.key.input) as u64);
    put_bytes(out, photo.key.name.as_bytes());
    put_number(out, number as u64);
    put_bytes(out, text.as_bytes());
    let mut record = Record { out, text, tables };
    record.put_caption(&photo.caption);
    record.put_some(&photo.persons, Record::put_person);
    if !places.is_empty() {
        put_number(record.out, places.len() as u64);
        places.iter().zip(&photo.places).for_each(|(number, mention)| record.put_numbered_place(*number, mention));
    }
    if !photo.findings.is_empty() {
        put_number(record.out, photo.findings.bits());
    }
    photo.file.iter().for_each(|file| record.put_text(file));
    record.put_some(&photo.doubtful_places, Record::put_place);
    record.put_some(&photo.organizations, |record, name| record.put_text(name));
    photo.published.iter().for_each(|date| record.put_date(date));
    photo.picture.iter().for_each(|picture| record.put_text(picture));
    if photo.facts != Facts::default() {
        record.put_facts(&photo.facts);
    }
    photo.photo_file.iter().for_each(|file| record.put_photo_file(file));
    record.put_some(&photo.corrected, Record::put_corrected);
    if let Some(Alone { persons, date, places, doubtful_places }) = alone {
        record.put_list(persons, Record::put_person);
        record.put_list(date.as_slice(), Record::put_date);
        record.put_list(places, Record::put_place);
        record.put_list(doubtful_places, Record::put_place);
    }
}

/// Which parts a record has, a bit for each.
fn parts_of(photo: &Photo, alone: Option<&Alone>) -> u64 {
    // Agency and distributor are told by the credit; the others always are.
    let Photo {
        key: _,
        caption,
        persons,
        places,
        doubtful_places,
        organizations,
        agency: _,
        distributor: _,
        findings,
        published,
        file,
        picture,
        facts,
        photo_file,
        corrected,
        ..
    } = photo;
    let parts = [
        (caption.date_created.is_some(), part::DATE),
        (caption.location_created.is_some(), part::LOCATION_CREATED),
        (!caption.locations_shown.is_empty(), part::LOCATIONS_SHOWN),
        (!persons.is_empty(), part::PERSONS),
        (!places.is_empty(), part::PLACES),
        (!findings.is_empty(), part::FINDINGS),
        (file.is_some(), part::FILE),
        (!doubtful_places.is_empty(), part::DOUBTFUL_PLACES),
        (!organizations.is_empty(), part::ORGANIZATIONS),
        (published.is_some(), part::PUBLISHED),
        (picture.is_some(), part::PICTURE),
        // Most photos of caption lists have none.
        (*facts != Facts::default(), part::FACTS),
        (photo_file.is_some(), part::PHOTO_FILE),
        (!corrected.is_empty(), part::CORRECTED),
        (alone.is_some(), part::ALONE),
    ];
    parts.into_iter().filter(|(is_there, _)| *is_there).fold(0, |bits, (_, bit)| bits | bit)
}

/// A record that is being written.
struct Record<'a> {
    out: &'a mut Vec<u8>,
    text: &'a str,
    tables: &'a mut Tables,
}

impl Record<'_> {
    /// A text: as a range of the photo's text where it stands there, or as it is.
    fn put_text(&mut self, text: &str) {
        let at = match text.len() >= RANGE_LEAST_BYTES {
            true if self.text.starts_with(text) => Some(0),
            true => self.text.find(text),
            false => None,
        };
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
    fn put_shared(&mut self, value: &str) {
        match self.tables.value(value) {
            Some(at) => put_number(self.out, (at as u64) << 2 | SHARED),
            None => self.put_text(value),
        }
    }

    /// A list that takes no room where it is empty: that is told at the beginning.
    fn put_some<T>(&mut self, values: &[T], put: impl FnMut(&mut Self, &T)) {
        if !values.is_empty() {
            self.put_list(values, put);
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

    fn put_span(&mut self, span: Option<&Range<usize>>) {
        match span {
            None => self.out.push(0),
            Some(span) => {
                put_number(self.out, span.start as u64 + 1);
                put_number(self.out, (span.end - span.start) as u64);
            }
        }
    }

    fn put_date(&mut self, date: &Date) {
        let (day, _) = date.days();
        let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
        let is_day = u32::try_from(month).ok().zip(u32::try_from(day).ok());
        // A day without a time, as most dates are.
        if is_day.and_then(|(month, day)| Date::from_day(year, month, day).ok()).as_ref() == Some(date) {
            self.out.push(DAY);
            put_number(self.out, ((year * 12 + month - 1) * 31 + day - 1) as u64);
            return;
        }
        self.out.push(PRINTED);
        self.put_text(&date.to_string());
    }

    /// Fields without a value take no room: each of the others is told by its row in the table of fields, from 1.
    fn put_caption(&mut self, caption: &Caption) {
        let Caption { date_created, location_created, locations_shown, .. } = caption;
        for ((row, field), is_shared) in (1..).zip(FIELDS).zip(*IS_SHARED) {
            let values = field.values(caption);
            if values.is_empty() {
                continue;
            }
            put_number(self.out, row);
            self.put_list(values, |record, value| match is_shared {
                true => record.put_shared(value),
                false => record.put_text(value),
            });
        }
        self.out.push(0);
        date_created.iter().for_each(|date| self.put_date(date));
        location_created.iter().for_each(|location| self.put_location(location));
        self.put_some(locations_shown, Self::put_location);
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
        let in_span = span.as_ref().is_some_and(|span| self.text.get(span.clone()) == Some(name));
        let bits = [
            (*role == PersonRole::Shown, person::SHOWN),
            (in_span, person::NAME_IN_SPAN),
            (title.is_some(), person::TITLE),
            (party.is_some(), person::PARTY),
            (state.is_some(), person::STATE),
        ];
        self.out.push(bits.into_iter().filter(|(is_so, _)| *is_so).fold(0, |bits, (_, bit)| bits | bit));
        self.put_span(span.as_ref());
        if !in_span {
            self.put_shared(name);
        }
        [title, party, state].into_iter().flatten().for_each(|part| self.put_text(part));
    }

    fn put_facts(&mut self, facts: &Facts) {
        let Facts { rating, label, picked, camera, gps, file_type, folder, keyword_paths, size_px } = facts;
        self.put_list(rating.as_slice(), |record, rating| {
            record.out.extend_from_slice(&rating.hundredths().to_le_bytes());
        });
        [label, camera, file_type, folder].into_iter().for_each(|part| self.put_optional(part.as_deref()));
        self.out.push(u8::from(*picked));
        self.put_list(gps.as_slice(), |record, degrees| {
            degrees.iter().for_each(|degree| record.out.extend_from_slice(&degree.to_le_bytes()));
        });
        self.put_list(keyword_paths, |record, path| record.put_text(path));
        self.put_list(size_px.as_slice(), |record, size| {
            size.iter().for_each(|edge| put_number(record.out, u64::from(*edge)));
        });
    }

    fn put_place(&mut self, mention: &PlaceMention) {
        let number = self.tables.place(&mention.place);
        self.put_numbered_place(number, mention);
    }

    fn put_numbered_place(&mut self, number: usize, mention: &PlaceMention) {
        let PlaceMention { place: _, relation, span, rule } = mention;
        put_number(self.out, number as u64);
        put_number(self.out, relation_number(*relation) * N_RULES + rule_number(*rule));
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

    fn put_photo_file(&mut self, file: &PhotoFile) {
        let PhotoFile { path, stamp, sidecar, problem, disagrees, picture_hash } = file;
        put_bytes(self.out, path.as_os_str().as_encoded_bytes());
        self.put_stamp(stamp);
        self.put_list(sidecar.as_slice(), Self::put_stamp);
        self.put_optional(problem.as_deref());
        self.out.push(u8::from(*disagrees));
        // A number that is 0 once in a world is no loss.
        self.out.extend_from_slice(&picture_hash.unwrap_or(0).to_le_bytes());
    }
}

fn rule_number(rule: PlaceRule) -> u64 {
    PlaceRule::ALL.iter().position(|other| *other == rule).unwrap_or(0) as u64
}

fn relation_number(relation: Relation) -> u64 {
    Relation::ALL.iter().position(|other| *other == relation).unwrap_or(0) as u64
}
