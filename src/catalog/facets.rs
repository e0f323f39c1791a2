//! The facets of a collection: which values occur, and how many photos of a search each has.
//! Places, folders and keywords form trees whose counts roll up. Which values there are is gathered by `vocabularies`;
//! which photos have which is a `Column` for each segment.

mod kept;
mod spellings;
mod values;
pub(super) mod vocabularies;

use std::collections::BTreeMap;

use crate::catalog::columns::Tally;
use crate::query::{FacetName, QueryField};
use crate::text;

/// The values of every facet of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    facets: BTreeMap<FacetName, Facet>,
}

/// One facet: its values as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// The values: a tree's in the order in which it is drawn, most photos first among siblings; dates in order.
    pub values: Vec<FacetValue>,
    /// The vocabulary they are from, by its place among all.
    column: usize,
    /// The ordinal of each value.
    ordinals: Vec<u32>,
    /// Whether photos without a value are told: not where every photo has one and nothing can be chosen.
    counts_none: bool,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// As it stands in a query: a place's id, a name, a date.
    pub value: String,
    /// As it is shown.
    pub label: String,
    /// How deep it stands in the tree, from 0.
    pub depth: usize,
    /// Whether other values stand inside it.
    pub has_children: bool,
    /// What it answers to in a query, folded: a place's id, name and aliases, or the value itself.
    pub folded_names: Vec<String>,
}

impl FacetValue {
    /// Whether a condition of a query means this value.
    pub fn is_meant_by(&self, written: &str) -> bool {
        let folded = text::fold(written);
        self.folded_names.contains(&folded)
    }
}

/// How many photos each value of each facet has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    counts: BTreeMap<FacetName, FacetCount>,
}

/// How many photos each value of one facet has, in the order of its values, and how many photos have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCount {
    /// Photos by value.
    pub n_photos: Vec<usize>,
    /// Photos without a value.
    pub n_without: usize,
}

impl FacetCounts {
    /// The counts of one facet.
    pub fn of(&self, facet: FacetName) -> Option<&FacetCount> {
        self.counts.get(&facet)
    }

    pub(super) fn set(&mut self, facet: FacetName, count: FacetCount) {
        self.counts.insert(facet, count);
    }
}

impl Facets {
    /// No facets.
    pub(super) const NONE: Self = Self { facets: BTreeMap::new() };

    /// One facet.
    pub fn get(&self, facet: FacetName) -> Option<&Facet> {
        self.facets.get(&facet)
    }

    /// A field's values for completion, most frequent first: as written in a query, and as shown.
    pub(super) fn values(&self, field: QueryField) -> Vec<(String, String)> {
        let of_facet = |name: FacetName| {
            let values = self.facets.get(&name).map_or(&[][..], |facet| facet.values.as_slice());
            values.iter().map(|value| (value.value.clone(), value.label.clone())).collect()
        };
        match field {
            QueryField::Place => of_facet(FacetName::Place),
            QueryField::Person => of_facet(FacetName::Person),
            QueryField::Organization => of_facet(FacetName::Organization),
            QueryField::Agency => of_facet(FacetName::Agency),
            QueryField::Distributor => of_facet(FacetName::Distributor),
            QueryField::Lint => of_facet(FacetName::Lint),
            QueryField::Credit => of_facet(FacetName::Credit),
            QueryField::Keyword => of_facet(FacetName::Keyword),
            QueryField::Creator => of_facet(FacetName::Creator),
            QueryField::Label => of_facet(FacetName::Label),
            QueryField::Camera => of_facet(FacetName::Camera),
            QueryField::Type => of_facet(FacetName::Type),
            QueryField::Folder => of_facet(FacetName::Folder),
            // These are no facets: a value of theirs is looked up where they are kept.
            QueryField::File | QueryField::In => Vec::new(),
        }
    }
}

impl Facet {
    /// Which column of each segment says what photos have.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// A tally of the column's values as the counts of those that are shown.
    pub(super) fn shown(&self, tally: &Tally) -> FacetCount {
        let count = |ordinal: &u32| tally.n_photos.get(*ordinal as usize).map_or(0, |n_photos| *n_photos as usize);
        let n_without = if self.counts_none { tally.n_without as usize } else { 0 };
        FacetCount { n_photos: self.ordinals.iter().map(count).collect(), n_without }
    }
}
