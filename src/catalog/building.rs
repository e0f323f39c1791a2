//! Builds a catalog photo after photo, in bounded memory: full segments go to the index's file, if there is one, and what
//! was built so far can be looked at at any time. Readers of inputs know nothing of it; they hand over photos.

mod completing;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use hashbrown::HashSet;

use crate::anatomy::collection::CollectionContext;
use crate::catalog::bytes::Bytes;
use crate::catalog::columns::Tally;
use crate::catalog::facets::vocabularies::Vocabularies;
use crate::catalog::keys::{KeyTable, key_hash};
use crate::catalog::order::Orders;
use crate::catalog::pages::PagedFile;
use crate::catalog::saved::{self, Origin, SavedIndex, Tail};
use crate::catalog::segment::{Filled, Parts, Segment, SegmentBuilder};
use crate::catalog::tables::Tables;
use crate::catalog::words::SEGMENT_PHOTOS;
use crate::catalog::{Catalog, CatalogError, Heading};
use crate::files::growing::Scratch;
use crate::lint::Lint;
use crate::lint::together::Repeats;
use crate::photo::{Photo, together};

/// Collections with fewer photos than this are kept in memory: reading them again takes no longer than opening an index.
pub const SAVED_LEAST_PHOTOS: usize = 1_000;
/// The most photos that are kept in memory where there can be no file: about 300 MB of captions.
const MEMORY_MAX_PHOTOS: usize = 500_000;
/// How a collection is cut and when it is kept in a file; tests have smaller ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// How many photos the first segments have, multiples of 64, so that there is something to look at soon.
    pub first_segments: &'static [usize],
    /// How many all others have.
    pub segment: usize,
    pub saved_least: usize,
    pub memory_max: usize,
}

const SIZES: Sizes = Sizes {
    first_segments: &[256, 2_048, 16_384],
    segment: SEGMENT_PHOTOS,
    saved_least: SAVED_LEAST_PHOTOS,
    memory_max: MEMORY_MAX_PHOTOS,
};

/// Where an index is kept, and what it must be of to be used again.
#[derive(Clone, Debug)]
pub struct IndexPlace {
    /// The file.
    pub path: PathBuf,
    /// The build of the program that makes it and can read it.
    pub program: String,
    /// What it is of: the inputs, and how they are read.
    pub identity: String,
}

/// Builds a catalog.
pub struct CatalogBuilder {
    sizes: Sizes,
    /// Where the index is to be kept, as long as that is possible.
    place: Option<IndexPlace>,
    store: Store,
    segments: Vec<Arc<Segment>>,
    /// For each segment how its photos stand under each key of order, and what values they have.
    runs: Vec<Vec<Bytes>>,
    totals: Vec<Vec<Tally>>,
    open: SegmentBuilder,
    tables: Tables,
    vocabularies: Vocabularies,
    /// The hash of every photo's key, in order, and, where not all are of one input, as a set.
    hashes: Vec<u64>,
    taken: HashSet<u64>,
    inputs: Vec<InputPhotos>,
    /// The photos of which the others may tell more, by position.
    incomplete: Vec<u32>,
    /// What captions are checked by, once all are there.
    lint: Option<Arc<Lint>>,
    repeats: Repeats,
    has_files: bool,
    n_left_out: usize,
    /// Photos for which there was no room in memory.
    n_beyond: usize,
    notices: Vec<String>,
}

/// The photos of one input, which complete each other.
struct InputPhotos {
    /// The position of the first.
    first: u32,
    /// What they say about each other.
    context: CollectionContext,
    /// Whether they complete each other: not where an export of ours states them in full.
    completes: bool,
}

/// Where segments are kept while the catalog is built.
enum Store {
    Memory,
    File(Box<FileStore>),
}

struct FileStore {
    index: PagedFile,
    /// How photos stand under the keys of order: needed until all ranks are known.
    runs: Scratch,
}

impl CatalogBuilder {
    /// Begins a catalog; its index is kept at a place, if one is given and the collection is large enough.
    pub fn new(place: Option<IndexPlace>) -> Self {
        Self::with_sizes(place, SIZES)
    }

    pub(super) fn with_sizes(place: Option<IndexPlace>, sizes: Sizes) -> Self {
        Self {
            sizes,
            place,
            store: Store::Memory,
            segments: Vec::new(),
            runs: Vec::new(),
            totals: Vec::new(),
            open: SegmentBuilder::default(),
            tables: Tables::default(),
            vocabularies: Vocabularies::default(),
            hashes: Vec::new(),
            taken: HashSet::new(),
            inputs: Vec::new(),
            incomplete: Vec::new(),
            lint: None,
            repeats: Repeats::default(),
            has_files: false,
            n_left_out: 0,
            n_beyond: 0,
            notices: Vec::new(),
        }
    }

    /// Has captions that several pictures share, and pictures with several captions, found when all photos are there.
    pub fn check_by(&mut self, lint: Arc<Lint>) {
        self.lint = Some(lint);
    }

    /// How many photos there are.
    pub fn n_photos(&self) -> usize {
        self.hashes.len()
    }

    /// How many photos were left out because an earlier one has their key.
    pub fn n_left_out(&self) -> usize {
        self.n_left_out
    }

    /// Says that the photos added from now on are of another input. Within one, readers give every photo a key of its own.
    pub fn begin_input(&mut self) {
        if self.inputs.len() == 1 {
            self.taken.extend(&self.hashes);
        }
        let first = u32::try_from(self.n_photos()).unwrap_or(u32::MAX);
        self.inputs.push(InputPhotos { first, context: CollectionContext::default(), completes: true });
    }

    /// Leaves the photos of the last input as they are read: they do not complete each other.
    pub fn keep_as_read(&mut self) {
        if let Some(input) = self.inputs.last_mut() {
            input.completes = false;
        }
    }

    /// Adds a photo with its position in its input, from 1. One whose key an earlier photo has is left out and counted.
    /// Whether a segment was filled, so that there is more to look at.
    pub fn add(&mut self, number: usize, photo: &Photo) -> Result<bool, CatalogError> {
        if matches!(self.store, Store::Memory) && self.n_photos() >= self.sizes.memory_max {
            self.n_beyond += 1;
            return Ok(false);
        }
        let hash = key_hash(&photo.key);
        if self.inputs.len() != 1 && !self.taken.insert(hash) {
            self.n_left_out += 1;
            return Ok(false);
        }
        let position = u32::try_from(self.hashes.len()).unwrap_or(u32::MAX);
        self.hashes.push(hash);
        if let Some(input) = self.inputs.last_mut() {
            together::note(photo, &mut input.context);
            self.incomplete.extend(together::may_be_completed(photo).then_some(position));
        }
        if self.lint.is_some() {
            self.repeats.note(photo, position);
        }
        self.has_files |= photo.file.is_some();
        self.open.add(photo, number, None, &mut self.tables, &mut self.vocabularies);
        let planned = self.sizes.first_segments.get(self.segments.len()).copied().unwrap_or(self.sizes.segment);
        let is_full = self.open.is_full() || self.open.n_photos() >= planned;
        if is_full {
            self.close_segment()?;
        }
        Ok(is_full)
    }

    /// The catalog of the photos in full segments, as it is now.
    pub fn snapshot(&self, heading: Heading) -> Catalog {
        let n_photos = self.segments.last().map_or(0, |segment| segment.photos().end);
        let hashes = self.hashes.get(..n_photos).unwrap_or_default();
        let keys = KeyTable::open(KeyTable::encoded(hashes).into());
        let orders = Orders::of_runs(self.all_runs(), n_photos);
        let totals = self.added_totals();
        let (facets, tables) = (self.vocabularies.facets(&totals), self.tables.clone());
        Catalog::assembled(heading, self.segments.clone(), tables, facets.into(), totals, keys, orders, self.has_files)
    }

    /// The whole catalog, and lines to be shown about how it was built. What it was made from is kept with the index.
    pub fn finish(mut self, heading: Heading, origin: &Origin) -> Result<Built, CatalogError> {
        if self.open.n_photos() > 0 {
            self.close_segment()?;
        }
        self.complete()?;
        // What only a growing catalog needs makes room for the ranks that are worked out now.
        self.taken = HashSet::default();
        self.inputs = Vec::new();
        if self.n_beyond > 0 {
            let (n_photos, n_beyond) = (self.n_photos(), self.n_beyond);
            self.notices.push(format!("only the first {n_photos} photos are open; {n_beyond} more were left out"));
        }
        if matches!(self.store, Store::Memory) && self.n_photos() >= self.sizes.saved_least {
            self.move_to_file();
        }
        let n_photos = self.n_photos();
        let orders = Orders::of_runs(self.all_runs(), n_photos);
        let keys = KeyTable::encoded(&std::mem::take(&mut self.hashes));
        let totals = self.added_totals();
        let facets = self.vocabularies.facets(&totals);
        let Self { place, store, segments, tables, has_files, mut notices, .. } = self;
        let built = |catalog, notices, is_kept| Built { catalog, notices, is_kept };
        if let (Store::File(store), Some(place)) = (store, place) {
            let index = SavedIndex {
                place: &place,
                heading: &heading,
                segments: &segments,
                tables: &tables,
                facets: &facets,
                totals: &totals,
                has_files,
                origin,
            };
            match saved::finish(store.index, &index, &keys, &orders) {
                Ok(Tail { keys, orders }) => {
                    let keys = KeyTable::open(keys);
                    let catalog =
                        Catalog::assembled(heading, segments, tables, facets.into(), totals, keys, orders, has_files);
                    return Ok(built(catalog, notices, true));
                }
                // What was built is as good as ever, only it will be built again.
                Err(why) => notices.push(format!("the index could not be kept, and is built anew next time: {why}")),
            }
        }
        let keys = KeyTable::open(keys.into());
        let catalog = Catalog::assembled(heading, segments, tables, facets.into(), totals, keys, orders, has_files);
        Ok(built(catalog, notices, false))
    }

    fn all_runs(&self) -> Vec<(u32, Vec<Bytes>)> {
        let firsts = self.segments.iter().map(|segment| segment.first as u32);
        firsts.zip(self.runs.iter().cloned()).collect()
    }

    fn added_totals(&self) -> Vec<Tally> {
        let mut sums: Vec<Tally> = self.vocabularies.n_values().into_iter().map(Tally::of).collect();
        for totals in &self.totals {
            sums.iter_mut().zip(totals).for_each(|(sum, total)| sum.add(total));
        }
        sums
    }

    fn close_segment(&mut self) -> Result<(), CatalogError> {
        let filled = std::mem::take(&mut self.open).finish(&self.vocabularies)?;
        let first = self.segments.last().map_or(0, |segment| segment.photos().end);
        let is_large = self.n_photos() >= self.sizes.saved_least;
        if is_large && matches!(self.store, Store::Memory) {
            self.move_to_file();
        }
        let at = self.segments.len();
        self.keep(at, first, filled)
    }

    /// Keeps a segment in the place of another, or after the last.
    fn keep(&mut self, at: usize, first: usize, filled: Filled) -> Result<(), CatalogError> {
        let Filled { n_photos, parts, runs, totals } = filled;
        let kept = match &mut self.store {
            Store::Memory => None,
            Store::File(store) => Some(store.keep(&parts, &runs)),
        };
        let (parts, runs) = match kept {
            Some(Ok(kept)) => kept,
            None => in_memory(parts, runs)?,
            Some(Err(why)) => {
                self.move_to_memory(&why)?;
                in_memory(parts, runs)?
            }
        };
        let segment = Arc::new(Segment::open(first, n_photos, parts)?);
        put_at(&mut self.segments, at, segment);
        put_at(&mut self.runs, at, runs);
        put_at(&mut self.totals, at, totals);
        Ok(())
    }

    /// Goes on in a file, with what was kept in memory so far; where there can be none, in memory.
    fn move_to_file(&mut self) {
        let Some(place) = &self.place else { return };
        let moved = FileStore::begin(&place.path).and_then(|mut store| {
            let mut segments = Vec::new();
            let mut runs = Vec::new();
            for (segment, own) in self.segments.iter().zip(&self.runs) {
                let parts = segment.parts().clone().map(|part| store.index.append(&part.all()?))?;
                segments.push(Arc::new(Segment::open(segment.first, segment.n_photos, parts)?));
                let own = own.iter().map(|run| store.runs.append(&run.all()?).map(Bytes::from));
                runs.push(own.collect::<io::Result<_>>()?);
            }
            Ok((store, segments, runs))
        });
        match moved {
            Ok((store, segments, runs)) => {
                self.store = Store::File(Box::new(store));
                (self.segments, self.runs) = (segments, runs);
            }
            Err(why) => {
                self.place = None;
                self.notices.push(format!(
                    "no index can be kept, and at most {} photos are opened, in memory, because {why}",
                    self.sizes.memory_max
                ));
            }
        }
    }

    /// Takes what was written back into memory, because no more can be written.
    fn move_to_memory(&mut self, why: &io::Error) -> Result<(), CatalogError> {
        self.notices.push(format!(
            "the index cannot be written any further, and at most {} photos are opened, in memory, because {why}",
            self.sizes.memory_max
        ));
        self.place = None;
        let mut segments = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            let parts = segment.parts().clone().map(|part| Ok(Bytes::from(part.all()?.into_owned())))?;
            segments.push(Arc::new(Segment::open(segment.first, segment.n_photos, parts)?));
        }
        for run in self.runs.iter_mut().flatten() {
            *run = Bytes::from(run.all()?.into_owned());
        }
        self.segments = segments;
        self.store = Store::Memory;
        Ok(())
    }
}

/// What came of building a catalog.
pub struct Built {
    /// The catalog.
    pub catalog: Catalog,
    /// What the user should know about the index.
    pub notices: Vec<String>,
    /// Whether an index is kept.
    pub is_kept: bool,
}

impl FileStore {
    fn begin(path: &std::path::Path) -> io::Result<Self> {
        let folder = path.parent().unwrap_or(std::path::Path::new("."));
        std::fs::create_dir_all(folder)?;
        Ok(Self { index: PagedFile::begin(path)?, runs: Scratch::begin(folder)? })
    }

    fn keep(&mut self, parts: &Parts<Vec<u8>>, runs: &[Vec<u8>]) -> io::Result<(Parts<Bytes>, Vec<Bytes>)> {
        let parts = parts.each().map(|part| self.index.append(part))?;
        let runs = runs.iter().map(|run| self.runs.append(run).map(Bytes::from)).collect::<io::Result<_>>()?;
        Ok((parts, runs))
    }
}

fn in_memory(parts: Parts<Vec<u8>>, runs: Vec<Vec<u8>>) -> io::Result<(Parts<Bytes>, Vec<Bytes>)> {
    Ok((parts.map(|part| Ok(Bytes::from(part)))?, runs.into_iter().map(Bytes::from).collect()))
}

fn put_at<T>(list: &mut Vec<T>, at: usize, value: T) {
    match list.get_mut(at) {
        Some(slot) => *slot = value,
        None => list.push(value),
    }
}
