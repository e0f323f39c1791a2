//! How a photo is kept in the index: every part of it, short enough that a million fit beside their captions, and read
//! by itself. Most of what is known of a photo stands in its text already, and is kept as a range of it.
//! A record begins with what there is in it: what is absent takes no room.

pub(super) mod reading;
pub(super) mod writing;

use std::sync::LazyLock;

use crate::caption::Person;
use crate::caption::date::Date;
use crate::caption::field::FIELDS;
use crate::photo::Photo;
use crate::place::PlaceMention;
use crate::place::rules::PlaceRule;

/// Texts shorter than this are not looked for in the photo's text: saying where they are would take as long.
const RANGE_LEAST_BYTES: usize = 4;
/// For each field of a caption whether many photos share its values, which are kept once for all.
static IS_SHARED: LazyLock<[bool; FIELDS.len()]> = LazyLock::new(|| {
    FIELDS.map(|field| {
        matches!(
            field.name,
            "keywords"
                | "creator"
                | "creator_job_title"
                | "credit_line"
                | "source"
                | "copyright_notice"
                | "usage_terms"
                | "event"
                | "persons_shown"
        )
    })
});

/// How a text is kept, told by the lowest bits of its first number.
const WHOLE: u64 = 0;
const RANGE: u64 = 1;
const SHARED: u64 = 2;

/// How a date is kept: printed, or as a day.
const PRINTED: u8 = 0;
const DAY: u8 = 1;

/// The parts of a record that may be absent, each by its bit.
mod part {
    pub const DATE: u64 = 1;
    pub const LOCATION_CREATED: u64 = 1 << 1;
    pub const LOCATIONS_SHOWN: u64 = 1 << 2;
    pub const PERSONS: u64 = 1 << 3;
    pub const PLACES: u64 = 1 << 4;
    pub const FINDINGS: u64 = 1 << 5;
    pub const FILE: u64 = 1 << 6;
    pub const DOUBTFUL_PLACES: u64 = 1 << 7;
    pub const ORGANIZATIONS: u64 = 1 << 8;
    pub const PUBLISHED: u64 = 1 << 9;
    pub const PICTURE: u64 = 1 << 10;
    pub const FACTS: u64 = 1 << 11;
    pub const PHOTO_FILE: u64 = 1 << 12;
    pub const CORRECTED: u64 = 1 << 13;
    pub const ALONE: u64 = 1 << 14;
}

/// What the first byte of a person tells.
mod person {
    pub const SHOWN: u8 = 1;
    /// The name is the text of the span.
    pub const NAME_IN_SPAN: u8 = 1 << 1;
    pub const TITLE: u8 = 1 << 2;
    pub const PARTY: u8 = 1 << 3;
    pub const STATE: u8 = 1 << 4;
}

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

/// How a place is named and why it was read so, as one number.
const N_RULES: u64 = PlaceRule::ALL.len() as u64;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::records::{Records, RecordsBuilder};
    use crate::catalog::tables::Tables;
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
            for stored in &stored {
                let places: Vec<usize> = stored.photo.places.iter().map(|mention| tables.place(&mention.place)).collect();
                records.add(&stored.photo, stored.number, stored.alone.as_ref(), &places, &mut tables);
            }
            let records = Records::open(records.finish().into(), stored.len());
            let tables = Tables::decode(&tables.encoded()).unwrap();
            for (at, stored) in stored.iter().enumerate() {
                prop_assert_eq!(&records.read(at, &tables).unwrap(), stored);
            }
            prop_assert!(records.read(stored.len(), &tables).is_err());
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut tables = Tables::default();
            tables.input("i");
            reading::read_photo(&bytes, &tables);
        }
    }
}
