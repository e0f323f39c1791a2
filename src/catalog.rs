//! The open collection, indexed: a query goes in; an order and the facets' counts come out, as one snapshot.
//! The index is tantivy's, in memory; `query::matching` says what it must answer.

mod evaluate;
pub mod facets;
pub mod order;
mod photo_set;
mod schema;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};
use thiserror::Error;

use crate::caption::date::Date;
use crate::catalog::evaluate::Evaluation;
use crate::catalog::facets::{FacetCounts, Facets};
use crate::catalog::order::{Orders, Sort};
use crate::catalog::schema::Fields;
use crate::photo::{Photo, PhotoKey};
use crate::place::Place;
use crate::query::{FacetName, Query, QueryField};

/// A photo's position in its collection, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhotoIndex(pub u32);

/// What is known of a collection beside its photos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// What the status bar calls it.
    pub title: String,
    /// When its article was published.
    pub published: Option<Date>,
    /// Its agency line: "With AAP".
    pub credit: Option<String>,
    /// The address of its page.
    pub address: Option<String>,
    /// The first sentence or the summary of its page.
    pub lead: Option<String>,
}

/// The open collection, indexed. It never changes; a changed input makes another.
pub struct Catalog {
    heading: Heading,
    photos: Vec<Arc<Photo>>,
    /// Each photo's position in its input, from 1.
    numbers: Vec<usize>,
    by_key: HashMap<PhotoKey, PhotoIndex>,
    searcher: Searcher,
    fields: Fields,
    facets: Facets,
    orders: Orders,
    /// Every name that a place of the collection answers to, folded.
    place_names: HashSet<String>,
    has_files: bool,
}

/// The photos a query shows, in order, with the counts of every facet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// The photos, in the order asked for.
    pub order: Arc<[PhotoIndex]>,
    /// How many photos each value of each facet has.
    pub counts: FacetCounts,
    /// When nothing is shown: what could be dropped from the query, and how many photos that would show.
    pub loosenings: Vec<Loosening>,
}

/// A condition that could be dropped from a query that shows nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Loosening {
    /// The condition, as it is written.
    pub dropped: String,
    /// The query without it.
    pub query: Query,
    /// How many photos that query shows.
    pub n_photos: usize,
}

/// Why a collection could not be indexed or searched.
#[derive(Debug, Error)]
pub enum CatalogError {
    /// The index engine failed.
    #[error("cannot index the collection: {0}")]
    Index(#[from] tantivy::TantivyError),
}

impl Catalog {
    /// Indexes photos in memory. Of photos with the same key the first is kept; the others' positions are returned.
    pub fn build(heading: Heading, photos: Vec<Photo>) -> Result<(Self, Vec<usize>), CatalogError> {
        Self::build_numbered(heading, (1..).zip(photos).collect())
    }

    /// The same, each photo with its position in the input it came from, from 1.
    pub fn build_numbered(heading: Heading, photos: Vec<(usize, Photo)>) -> Result<(Self, Vec<usize>), CatalogError> {
        let mut by_key = HashMap::with_capacity(photos.len());
        let mut repeated = Vec::new();
        let mut kept = Vec::with_capacity(photos.len());
        let mut numbers = Vec::with_capacity(photos.len());
        for (at, (number, photo)) in photos.into_iter().enumerate() {
            let index = PhotoIndex(u32::try_from(kept.len()).unwrap_or(u32::MAX));
            match by_key.entry(photo.key.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(index);
                    kept.push(Arc::new(photo));
                    numbers.push(number);
                }
                Entry::Occupied(_) => repeated.push(at),
            }
        }
        let (searcher, fields) = schema::index(&kept)?;
        let facets = Facets::of(&kept);
        let orders = Orders::of(&kept);
        let places: HashMap<&str, &Place> = kept
            .iter()
            .flat_map(|photo| photo.places.iter())
            .flat_map(|mention| mention.place.ancestry())
            .map(|place| (place.id.as_str(), place))
            .collect();
        let has_files = kept.iter().any(|photo| photo.file.is_some());
        let place_names = places.values().flat_map(|place| place.folded_names()).collect();
        Ok((
            Self { heading, photos: kept, numbers, by_key, searcher, fields, facets, orders, place_names, has_files },
            repeated,
        ))
    }

    /// What is known of the collection beside its photos.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// How many photos there are.
    pub fn n_photos(&self) -> usize {
        self.photos.len()
    }

    /// Every position, in the order of the input.
    pub fn indexes(&self) -> impl Iterator<Item = PhotoIndex> + use<> {
        (0..u32::try_from(self.n_photos()).unwrap_or(u32::MAX)).map(PhotoIndex)
    }

    /// The photo at a position. It may have to be read from the disk: nothing that draws a frame calls this.
    pub fn photo(&self, index: PhotoIndex) -> Option<Arc<Photo>> {
        self.photos.get(usize::try_from(index.0).ok()?).cloned()
    }

    /// The photo at a position if it is at hand; never waits. What is not at hand is brought by `fetch`, in a job, and is
    /// drawn as a blank until then.
    pub fn photo_at_hand(&self, index: PhotoIndex) -> Option<Arc<Photo>> {
        self.photo(index)
    }

    /// Brings photos to hand, those wanted most first, until `is_wanted` answers no. The photos of the last calls stay at
    /// hand, as many as fill a few screens.
    pub fn fetch(&self, _indexes: &[PhotoIndex], _is_wanted: &dyn Fn() -> bool) {}

    /// A photo with its position in the input it came from, from 1; it may have to be read from the disk.
    pub fn numbered(&self, index: PhotoIndex) -> Option<(usize, Arc<Photo>)> {
        let at = usize::try_from(index.0).ok()?;
        Some((*self.numbers.get(at)?, self.photo(index)?))
    }

    /// The position of the photo with that key.
    pub fn position(&self, key: &PhotoKey) -> Option<PhotoIndex> {
        self.by_key.get(key).copied()
    }

    /// A place of the query that no photo of the collection names: most likely one that is still being typed.
    pub fn unknown_place(&self, query: &Query) -> Option<String> {
        let known = |value: &str| {
            let folded = crate::text::fold(value);
            self.place_names.contains(&folded)
        };
        query.ticks(FacetName::Place).into_iter().find(|value| !known(value))
    }

    /// Whether any photo has a file, so that a column for it makes sense.
    pub fn has_files(&self) -> bool {
        self.has_files
    }

    /// The values that occur in each facet.
    pub fn facets(&self) -> &Facets {
        &self.facets
    }

    /// The photos a query shows, in order, with every facet's counts; a facet's counts ignore its own ticks.
    pub fn search(&self, query: &Query, sort: Sort, listed: &HashSet<PhotoKey>) -> Result<Results, CatalogError> {
        let listed = self.positions_of(listed);
        let matching = self.matching(query, &listed)?;
        let mut counts = FacetCounts::default();
        for facet in FacetName::ALL {
            let unticked = query.without_ticks(facet);
            if unticked == *query {
                counts.set(facet, self.facets.counted(facet, &matching));
            } else {
                counts.set(facet, self.facets.counted(facet, &self.matching(&unticked, &listed)?));
            }
        }
        let loosenings = if matching.is_empty() { self.loosenings(query, &listed)? } else { Vec::new() };
        Ok(Results { order: self.orders.sorted(matching, sort).into(), counts, loosenings })
    }

    /// A field's values for completion, most frequent first: as written in a query, and as shown.
    pub fn values(&self, field: QueryField) -> Vec<(String, String)> {
        self.facets.values(field, &self.photos)
    }

    fn loosenings(&self, query: &Query, listed: &[PhotoIndex]) -> Result<Vec<Loosening>, CatalogError> {
        let mut loosenings = Vec::new();
        for (dropped, query) in query.loosened() {
            let n_photos = self.matching(&query, listed)?.len();
            if n_photos > 0 {
                loosenings.push(Loosening { dropped, query, n_photos });
            }
        }
        Ok(loosenings)
    }

    fn matching(&self, query: &Query, listed: &[PhotoIndex]) -> Result<Vec<PhotoIndex>, CatalogError> {
        // An empty segment has no dictionaries, and the engine fails to look words up in it.
        if self.photos.is_empty() {
            return Ok(Vec::new());
        }
        let Self { searcher, fields, .. } = self;
        let evaluation = Evaluation { searcher, fields, n_photos: self.photos.len(), listed };
        Ok(evaluation.photos(query)?.photos())
    }

    fn positions_of(&self, keys: &HashSet<PhotoKey>) -> Vec<PhotoIndex> {
        let mut positions: Vec<PhotoIndex> = keys.iter().filter_map(|key| self.position(key)).collect();
        positions.sort_unstable();
        positions
    }
}

/// Collects matching documents; the index is one segment in the order of the input, so a document is a position.
struct Positions;

impl Collector for Positions {
    type Fruit = Vec<PhotoIndex>;
    type Child = SegmentPositions;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentPositions> {
        Ok(SegmentPositions(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<PhotoIndex>>) -> tantivy::Result<Vec<PhotoIndex>> {
        Ok(fruits.concat())
    }
}

struct SegmentPositions(Vec<PhotoIndex>);

impl SegmentCollector for SegmentPositions {
    type Fruit = Vec<PhotoIndex>;

    fn collect(&mut self, document: DocId, _: Score) {
        self.0.push(PhotoIndex(document));
    }

    fn harvest(self) -> Vec<PhotoIndex> {
        self.0
    }
}

#[cfg(test)]
mod tests;
