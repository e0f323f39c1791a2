//! The open collection, indexed: a query goes in; an order and the facets' counts come out, as one snapshot.
//! It is made of segments of photos that follow each other, in memory or in a file (`saved`), which `building` fills;
//! `query::matching` says what it must answer.

pub mod building;
mod bytes;
mod columns;
mod evaluate;
pub mod facets;
mod keys;
pub mod locate;
pub mod order;
mod pages;
mod photo_cache;
mod photo_set;
mod records;
pub mod saved;
pub mod searching;
mod segment;
mod stored_photo;
mod tables;
mod terms;
mod threads;
mod words;

use std::collections::HashSet;
use std::io;
use std::sync::{Arc, OnceLock};

use thiserror::Error;

use crate::caption::date::Date;
use crate::catalog::building::{Built, CatalogBuilder};
use crate::catalog::bytes::{Bytes, damaged};
use crate::catalog::columns::Tally;
use crate::catalog::facets::vocabularies::Vocabularies;
use crate::catalog::facets::{FacetCounts, Facets};
use crate::catalog::keys::{KeyTable, key_hash};
use crate::catalog::order::Orders;
use crate::catalog::pages::Pages;
use crate::catalog::photo_cache::PhotoCache;
use crate::catalog::saved::Origin;
use crate::catalog::segment::{Parts, Segment};
use crate::catalog::stored_photo::{Alone, StoredPhoto};
use crate::catalog::tables::Tables;
use crate::photo::{Photo, PhotoKey};
use crate::query::{FacetName, Query, QueryField};

/// The most files whose names are offered for completion.
const FILES_OFFERED_MAX: usize = 10_000;

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
    n_photos: usize,
    segments: Vec<Arc<Segment>>,
    tables: Tables,
    /// The values of facets; those of an index wait there until they are asked for.
    facets: OnceLock<Facets>,
    kept_facets: Option<Bytes>,
    /// The photos by value of the whole collection, for each column.
    totals: Vec<Tally>,
    keys: KeyTable,
    orders: Orders,
    /// Every name that a place of the collection answers to, folded; gathered when it is first asked for.
    place_names: OnceLock<HashSet<String>>,
    has_files: bool,
    at_hand: PhotoCache,
    /// The file in which it is kept, where it was opened from one.
    pages: Option<Arc<Pages>>,
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
    /// The index could not be read or written.
    #[error("cannot search the collection: {why}")]
    Io {
        /// What the system says, or that the index is damaged.
        why: io::Error,
    },
    /// Nobody waits for the answer any more.
    #[error("the search was superseded")]
    Superseded,
}

/// Not as a source, since the message tells it already.
impl From<io::Error> for CatalogError {
    fn from(why: io::Error) -> Self {
        Self::Io { why }
    }
}

impl Catalog {
    /// Indexes photos in memory. Of photos with the same key the first is kept; how many others there are is returned.
    pub fn build(heading: Heading, photos: Vec<Photo>) -> Result<(Self, usize), CatalogError> {
        let mut builder = CatalogBuilder::new(None);
        for (number, photo) in (1..).zip(photos) {
            builder.add(number, &photo)?;
        }
        let n_left_out = builder.n_left_out();
        let Built { catalog, .. } = builder.finish(heading, &Origin::default())?;
        Ok((catalog, n_left_out))
    }

    #[expect(clippy::too_many_arguments, reason = "one argument per part, so that none can be forgotten")]
    fn assembled(
        heading: Heading,
        segments: Vec<Arc<Segment>>,
        tables: Tables,
        facets: OnceLock<Facets>,
        totals: Vec<Tally>,
        keys: KeyTable,
        orders: Orders,
        has_files: bool,
    ) -> Self {
        let n_photos = segments.last().map_or(0, |segment| segment.photos().end);
        let place_names = OnceLock::new();
        let at_hand = PhotoCache::default();
        let (kept_facets, pages) = (None, None);
        Self {
            heading,
            n_photos,
            segments,
            tables,
            facets,
            kept_facets,
            totals,
            keys,
            orders,
            place_names,
            has_files,
            at_hand,
            pages,
        }
    }

    /// What is known of the collection beside its photos.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// How many photos there are.
    pub fn n_photos(&self) -> usize {
        self.n_photos
    }

    /// How many bytes each section of its index takes, for whoever wants to make it smaller.
    pub fn section_bytes(&self) -> Vec<(&'static str, u64)> {
        let mut sections: Vec<(&'static str, u64)> = Vec::new();
        for segment in &self.segments {
            let Parts { words: _, records, columns, numbers } = segment.parts();
            let parts = [("records", records), ("columns", columns), ("numbers", numbers)];
            let parts = parts.map(|(name, part)| (name, part.len()));
            for (name, n_bytes) in segment.words.section_bytes().into_iter().chain(parts) {
                match sections.iter_mut().find(|(other, _)| *other == name) {
                    Some((_, sum)) => *sum += n_bytes,
                    None => sections.push((name, n_bytes)),
                }
            }
        }
        sections.extend([("keys", self.keys.n_bytes()), ("ranks", self.orders.kept_bytes())]);
        sections
    }

    /// Whether something of its index was read that is not as it was written: then an answer may lack something.
    pub fn is_damaged(&self) -> bool {
        self.pages.as_ref().is_some_and(|pages| pages.is_damaged())
    }

    /// Reads its index as a whole, as long as `progress` answers yes, and tells whether all of it is as written.
    pub fn is_as_written(&self, progress: &dyn Fn(u64, u64) -> bool) -> bool {
        self.pages.as_ref().is_none_or(|pages| pages.compare_all(progress).is_ok())
    }

    /// Every position, in the order of the input.
    pub fn indexes(&self) -> impl Iterator<Item = PhotoIndex> + use<> {
        (0..u32::try_from(self.n_photos()).unwrap_or(u32::MAX)).map(PhotoIndex)
    }

    /// The photo at a position. It may have to be read from the disk: nothing that draws a frame calls this. The photos of
    /// the last calls stay at hand, as many as fill a few screens.
    pub fn photo(&self, index: PhotoIndex) -> Option<Arc<Photo>> {
        self.at_hand.get(index).or_else(|| self.brought(index)).map(|(_, photo)| photo)
    }

    /// The photo at a position if it is at hand; never waits. What is not at hand is brought by `photo`, in a job, and is
    /// drawn as a blank until then.
    pub fn photo_at_hand(&self, index: PhotoIndex) -> Option<Arc<Photo>> {
        self.numbered_at_hand(index).map(|(_, photo)| photo)
    }

    /// The same with the photo's position in the input it came from, from 1.
    pub fn numbered_at_hand(&self, index: PhotoIndex) -> Option<(usize, Arc<Photo>)> {
        // What is in memory is at hand; putting it together takes some microseconds.
        let in_memory = || self.segment_of(index).is_some_and(|(segment, _)| segment.is_in_memory());
        self.at_hand.get(index).or_else(|| in_memory().then(|| self.brought(index)).flatten())
    }

    /// A photo that is read, and kept at hand.
    fn brought(&self, index: PhotoIndex) -> Option<(usize, Arc<Photo>)> {
        let numbered = self.numbered(index)?;
        self.at_hand.put(index, numbered.clone());
        Some(numbered)
    }

    /// A photo with its position in the input it came from, from 1; read from the disk, and not kept at hand.
    pub fn numbered(&self, index: PhotoIndex) -> Option<(usize, Arc<Photo>)> {
        let StoredPhoto { photo, number, .. } = self.stored(index)?;
        Some((number, Arc::new(photo)))
    }

    /// The photo with that key as its own caption tells it, without what the rest of the collection said.
    pub fn as_read(&self, key: &PhotoKey) -> Option<Photo> {
        let StoredPhoto { mut photo, alone, .. } = self.stored(self.position(key)?)?;
        if let Some(Alone { persons, date, places, doubtful_places }) = alone {
            photo.persons = persons;
            photo.caption.date_created = date;
            photo.places = places;
            photo.doubtful_places = doubtful_places;
        }
        Some(photo)
    }

    /// The position of the photo with that key. It may have to be looked up on the disk.
    pub fn position(&self, key: &PhotoKey) -> Option<PhotoIndex> {
        // An index that cannot be read knows no photo; the search says that it cannot be read.
        let candidates = self.keys.photos(key_hash(key)).unwrap_or_default();
        let mut candidates = candidates.into_iter().map(PhotoIndex);
        candidates.find(|index| self.stored(*index).is_some_and(|stored| stored.photo.key == *key))
    }

    /// A place of the query that no photo of the collection names: most likely one that is still being typed.
    pub fn unknown_place(&self, query: &Query) -> Option<String> {
        let gather = || self.tables.places().iter().flat_map(|place| place.folded_names()).collect();
        let known = |value: &String| self.place_names.get_or_init(gather).contains(&crate::text::fold(value));
        query.ticks(FacetName::Place).into_iter().find(|value| !known(value))
    }

    /// Whether any photo has a file, so that a column for it makes sense.
    pub fn has_files(&self) -> bool {
        self.has_files
    }

    /// The values that occur in each facet. In a large collection it takes some milliseconds to read them: nothing that
    /// draws a frame asks for them before a search has counted them.
    pub fn facets(&self) -> &Facets {
        // What cannot be read is told by the search, and by `is_damaged`.
        const NONE: &Facets = &Facets::NONE;
        self.read_facets().unwrap_or(NONE)
    }

    fn read_facets(&self) -> io::Result<&Facets> {
        if let (None, Some(kept)) = (self.facets.get(), &self.kept_facets) {
            let facets = Facets::decode(&kept.all()?).ok_or_else(damaged)?;
            return Ok(self.facets.get_or_init(|| facets));
        }
        Ok(self.facets.get_or_init(Facets::default))
    }

    /// Whether any photo has a value of a facet.
    pub fn has_values(&self, facet: FacetName) -> bool {
        let mut totals = Vocabularies::columns(facet).filter_map(|column| self.totals.get(column));
        totals.any(|total| total.n_photos.iter().any(|n_photos| *n_photos > 0))
    }

    /// The inputs that its photos come from, as their keys name them.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.tables.inputs()
    }

    /// A field's values for completion, most frequent first: as written in a query, and as shown.
    pub fn values(&self, field: QueryField) -> Vec<(String, String)> {
        let named = |name: &str| (name.to_owned(), name.to_owned());
        match field {
            QueryField::In => self.inputs().map(named).collect(),
            // A file is one photo's: offering them makes sense only where they are few.
            QueryField::File if self.n_photos <= FILES_OFFERED_MAX => {
                let photos = self.indexes().filter_map(|index| self.stored(index)?.photo.file);
                photos.map(|file| named(&file)).collect()
            }
            QueryField::Place
            | QueryField::Person
            | QueryField::Credit
            | QueryField::Creator
            | QueryField::Keyword
            | QueryField::File
            | QueryField::Label
            | QueryField::Camera
            | QueryField::Type
            | QueryField::Organization
            | QueryField::Agency
            | QueryField::Distributor
            | QueryField::Lint
            | QueryField::Folder => self.facets().values(field),
        }
    }

    fn segment_of(&self, index: PhotoIndex) -> Option<(&Segment, usize)> {
        let at = index.0 as usize;
        let after = self.segments.partition_point(|segment| segment.first <= at);
        let segment = self.segments.get(after.checked_sub(1)?)?;
        segment.photos().contains(&at).then(|| (&**segment, at - segment.first))
    }

    fn stored(&self, index: PhotoIndex) -> Option<StoredPhoto> {
        let (segment, within) = self.segment_of(index)?;
        segment.records.read(within, &self.tables).ok()
    }
}

#[cfg(test)]
mod tests;
