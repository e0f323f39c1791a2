//! The orders in which results can stand: by input, caption, place, date, credit, file or rating, forwards or
//! backwards.

use std::sync::Arc;

use crate::catalog::PhotoIndex;
use crate::photo::Photo;
use crate::text;

/// How much of a caption decides its place in the order, in bytes; equal beginnings keep the input's order.
const SORTED_BYTES: usize = 400;

/// What results are sorted by, and which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What decides.
    pub key: SortKey,
    /// Whether the order is turned round; photos without a value stay last.
    pub descending: bool,
}

/// What results can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SortKey {
    /// The order of the input.
    #[default]
    Input,
    /// The caption's words.
    Caption,
    /// The first place named.
    Place,
    /// The date the photo was taken.
    Date,
    /// The credit line.
    Credit,
    /// The file's name, numbers counted as numbers.
    File,
    /// Stars.
    Rating,
}

/// Every order of a collection, worked out once.
#[derive(Debug)]
pub(super) struct Orders {
    /// For every key but the input's own: each photo's rank, and how many photos have a value.
    ranks: Vec<(SortKey, Vec<u32>, usize)>,
}

impl SortKey {
    /// Every key, in the order of the menu.
    pub const ALL: [Self; 7] =
        [Self::Input, Self::Caption, Self::Place, Self::Date, Self::Credit, Self::File, Self::Rating];

    /// The word for it on the command line and in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Caption => "caption",
            Self::Place => "place",
            Self::Date => "date",
            Self::Credit => "credit",
            Self::File => "file",
            Self::Rating => "rating",
        }
    }

    /// The word for it on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Input => "Input order",
            Self::Caption => "Caption",
            Self::Place => "Place",
            Self::Date => "Date",
            Self::Credit => "Credit",
            Self::File => "File name",
            Self::Rating => "Rating",
        }
    }

    /// The reverse of `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}

impl Sort {
    /// The printed form: the key's name, with a minus before it when descending.
    pub fn name(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.key.name())
    }

    /// The reverse of `name`.
    pub fn parse(name: &str) -> Option<Self> {
        let (descending, key) = match name.strip_prefix('-') {
            Some(key) => (true, key),
            None => (false, name),
        };
        Some(Self { key: SortKey::parse(key)?, descending })
    }
}

impl Orders {
    pub(super) fn of(photos: &[Arc<Photo>]) -> Self {
        let keys = SortKey::ALL.into_iter().filter(|key| *key != SortKey::Input);
        let ranks = keys.map(|key| {
            let values: Vec<Option<String>> = photos.iter().map(|photo| sort_value(key, photo)).collect();
            let mut by_value: Vec<usize> = (0..photos.len()).collect();
            by_value.sort_by(|a, b| {
                let (a, b) = (values.get(*a).and_then(Option::as_ref), values.get(*b).and_then(Option::as_ref));
                // Absent values sort after present ones.
                a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(&b))
            });
            let mut ranks = vec![0; photos.len()];
            for (rank, position) in (0..).zip(by_value) {
                if let Some(slot) = ranks.get_mut(position) {
                    *slot = rank;
                }
            }
            (key, ranks, values.iter().flatten().count())
        });
        Self { ranks: ranks.collect() }
    }

    /// Photos in input order, put into the order asked for.
    pub(super) fn sorted(&self, mut photos: Vec<PhotoIndex>, sort: Sort) -> Vec<PhotoIndex> {
        let Some((_, ranks, n_valued)) = self.ranks.iter().find(|(key, ..)| *key == sort.key) else {
            if sort.descending {
                photos.reverse();
            }
            return photos;
        };
        let rank = |photo: &PhotoIndex| {
            usize::try_from(photo.0).ok().and_then(|at| ranks.get(at)).copied().unwrap_or(u32::MAX)
        };
        photos.sort_by_key(rank);
        if sort.descending {
            let n_valued = u32::try_from(*n_valued).unwrap_or(u32::MAX);
            let valued = photos.partition_point(|photo| rank(photo) < n_valued);
            if let Some(valued) = photos.get_mut(..valued) {
                valued.reverse();
            }
        }
        photos
    }
}

/// What a photo sorts by under a key; absent when it has no value.
fn sort_value(key: SortKey, photo: &Photo) -> Option<String> {
    match key {
        SortKey::Input => None,
        SortKey::Caption => {
            let line = photo.line();
            (!line.is_empty()).then(|| text::words(text::truncated(line, SORTED_BYTES)).join(" "))
        }
        SortKey::Place => photo.places.first().map(|mention| text::fold(&mention.place.path().join("\u{1}"))),
        SortKey::Date => photo.caption.date_created.as_ref().map(|date| {
            let (first, last) = date.days();
            format!("{first:08} {date} {last:08}")
        }),
        SortKey::Credit => photo.caption.credit_line.as_deref().map(text::fold),
        SortKey::File => photo.file.as_deref().map(text::natural_key),
        // Rejected photos are one hundred below none; the offset keeps the digits in order.
        SortKey::Rating => photo.facts.rating.map(|rating| format!("{:06}", rating.hundredths() + 100)),
    }
}
