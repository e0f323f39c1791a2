//! The values of facets as they are had from photos: by themselves, or as a path in a tree.

use std::borrow::Cow;

use crate::catalog::facets::FacetValue;
use crate::photo::Photo;
use crate::photo::facts::path_prefixes;
use crate::place::Place;
use crate::text;

/// The most stars drawn in a row; nobody gives more than five, and a file may say anything.
const STARS_SHOWN: usize = 10;

/// A value that stands in no tree.
pub(super) fn flat(written: &str) -> FacetValue {
    let folded_names = vec![text::fold(written)];
    FacetValue { value: written.to_owned(), label: written.to_owned(), depth: 0, has_children: false, folded_names }
}

pub(super) fn stars_value(stars: i32) -> FacetValue {
    match stars {
        -1 => FacetValue { label: "Rejected".to_owned(), ..flat("rejected") },
        0 => FacetValue { label: "No stars".to_owned(), ..flat("0") },
        stars => {
            let label = "★".repeat(usize::try_from(stars).unwrap_or(0).min(STARS_SHOWN));
            FacetValue { label, ..flat(&stars.to_string()) }
        }
    }
}

pub(super) fn stars_of(value: &FacetValue) -> i32 {
    value.value.parse().unwrap_or(-1)
}

/// What a node of a tree of values is made from.
pub(super) trait TreeValue {
    /// What makes it one value: equal for values that are the same.
    fn key(&self) -> Cow<'_, str>;
    /// The value, as it stands in a query, without its own inner places.
    fn facet_value(&self) -> FacetValue;
}

impl TreeValue for &Place {
    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn facet_value(&self) -> FacetValue {
        let folded_names = self.folded_names().collect();
        FacetValue { value: self.id.clone(), label: self.name.clone(), depth: 0, has_children: false, folded_names }
    }
}

/// A path of names and the character that separates them.
pub(super) struct PathValue<'a> {
    path: &'a str,
    separator: char,
}

impl TreeValue for PathValue<'_> {
    fn key(&self) -> Cow<'_, str> {
        Cow::Owned(text::fold(self.path))
    }

    fn facet_value(&self) -> FacetValue {
        let label = self.path.rsplit(self.separator).next().unwrap_or(self.path);
        FacetValue { label: label.to_owned(), ..flat(self.path) }
    }
}

pub(super) fn path_values(path: &str, separator: char) -> impl Iterator<Item = PathValue<'_>> {
    path_prefixes(path, separator).map(move |path| PathValue { path, separator })
}

/// The days, months or years (by the length of their printed form) that a photo's date covers.
/// A date less precise than that counts under every year it covers, and by itself under none finer.
pub(super) fn covered(photo: &Photo, length: usize) -> Vec<String> {
    let Some(date) = &photo.caption.date_created else { return Vec::new() };
    let (first_year, last_year) = date.years();
    if length <= 4 {
        return (first_year..=last_year).map(|year| format!("{year:04}")).collect();
    }
    let printed = date.to_string();
    match printed.get(..length) {
        Some(label) if !printed.contains('/') => vec![label.to_owned()],
        _ => vec![format!("{first_year:04}")],
    }
}
