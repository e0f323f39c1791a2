//! Searches a catalog: which photos a query shows, in which order, and how many of them have each value of a facet.
//! What is no longer wanted stops at the next segment.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::catalog::columns::Tally;
use crate::catalog::evaluate::{Plan, add_words};
use crate::catalog::facets::FacetCounts;
use crate::catalog::order::{Sort, SortKey};
use crate::catalog::photo_set::PhotoSet;
use crate::catalog::segment::Segment;
use crate::catalog::threads::both;
use crate::catalog::words::TermField;
use crate::catalog::{Catalog, CatalogError, Loosening, PhotoIndex, Results};
use crate::photo::PhotoKey;
use crate::query::{FacetName, Query};

/// The fewest photos that are worth a second thread: starting one takes as long as looking at some thousands.
const SHARED_LEAST_PHOTOS: usize = 50_000;
/// Threads that share a search; more than this machine's class of laptops has gain little.
const N_THREADS: usize = 2;
/// Photos of a list that are looked up between two questions whether the search is still wanted.
const KEYS_PER_QUESTION: usize = 256;

/// Whether a search is still wanted; asked before each segment.
pub type Wanted<'a> = &'a (dyn Fn() -> bool + Sync);

/// The photos a query shows, found and in order, before anything is counted.
pub struct Found {
    photos: PhotoSet,
    /// The photos on the list, where the query asks for them.
    listed: PhotoSet,
    /// The photos, in the order asked for.
    pub order: Arc<[PhotoIndex]>,
}

impl Catalog {
    /// The photos a query shows, in order, with every facet's counts; a facet's counts ignore its own ticks.
    pub fn search(&self, query: &Query, sort: Sort, listed: &HashSet<PhotoKey>) -> Result<Results, CatalogError> {
        let found = self.find(query, sort, listed, &|| true)?;
        self.count(&found, query, &|| true)
    }

    /// The photos a query shows, in order; the first half of a search, which is what is looked at first.
    pub fn find(
        &self,
        query: &Query,
        sort: Sort,
        listed: &HashSet<PhotoKey>,
        wanted: Wanted<'_>,
    ) -> Result<Found, CatalogError> {
        let listed = self.listed(query, listed, wanted)?;
        let searching = Searching { catalog: self, listed: &listed, wanted };
        let photos = searching.photos(query)?;
        let order = match sort == Sort::default() && photos.n_photos() == self.n_photos {
            true => self.indexes().collect(),
            false => searching.sorted(&photos, query, sort)?.into(),
        };
        Ok(Found { photos, listed, order })
    }

    /// What was found with every facet's counts, and what could be dropped where nothing was: the second half of a search.
    pub fn count(&self, found: &Found, query: &Query, wanted: Wanted<'_>) -> Result<Results, CatalogError> {
        let searching = Searching { catalog: self, listed: &found.listed, wanted };
        let counts = searching.counts(&found.photos, query)?;
        let loosenings = if found.order.is_empty() { searching.loosenings(query)? } else { Vec::new() };
        Ok(Results { order: Arc::clone(&found.order), counts, loosenings })
    }

    /// The photos on the list, where the query asks for them.
    fn listed(&self, query: &Query, keys: &HashSet<PhotoKey>, wanted: Wanted<'_>) -> Result<PhotoSet, CatalogError> {
        if !query.asks_for_list() {
            return Ok(PhotoSet::none(0));
        }
        let mut listed = PhotoSet::none(self.n_photos);
        for (n, key) in keys.iter().enumerate() {
            // Each may have to be looked up on the disk.
            if n % KEYS_PER_QUESTION == 0 && !wanted() {
                return Err(CatalogError::Superseded);
            }
            self.position(key).into_iter().for_each(|index| listed.insert(index));
        }
        Ok(listed)
    }
}

/// One search under way.
pub(super) struct Searching<'a> {
    pub catalog: &'a Catalog,
    pub listed: &'a PhotoSet,
    pub wanted: Wanted<'a>,
}

impl Searching<'_> {
    /// The photos a query shows.
    pub(super) fn photos(&self, query: &Query) -> Result<PhotoSet, CatalogError> {
        let plan = Plan::of(query);
        let n_photos = self.catalog.n_photos();
        if plan.is_everything() {
            return Ok(PhotoSet::all(n_photos));
        }
        let mut shown = PhotoSet::none(n_photos);
        let parts = self.each(|segment| plan.carried_out(segment, self.listed))?;
        for (segment, part) in self.catalog.segments.iter().zip(parts) {
            let start = segment.first / 64;
            let bits = shown.bits_mut().get_mut(start..).unwrap_or_default();
            bits.iter_mut().zip(part).for_each(|(word, bits)| *word = bits);
        }
        Ok(shown)
    }

    /// The photos of a set in the order asked for.
    pub(super) fn sorted(&self, photos: &PhotoSet, query: &Query, sort: Sort) -> Result<Vec<PhotoIndex>, CatalogError> {
        if let Some(ranks) = self.catalog.orders.ranks(sort.key)? {
            return Ok(ranks.sorted(photos, sort.descending));
        }
        let mut order = match sort.key {
            SortKey::Relevance => self.by_relevance(photos, query)?,
            SortKey::Input
            | SortKey::Caption
            | SortKey::Place
            | SortKey::Date
            | SortKey::Credit
            | SortKey::File
            | SortKey::Rating => photos.photos(),
        };
        if sort.descending {
            order.reverse();
        }
        Ok(order)
    }

    /// Photos in which words stand whole before those in which longer words begin with them; the rarer a word, the more
    /// it counts; photos that fit alike keep the order of the input.
    fn by_relevance(&self, photos: &PhotoSet, query: &Query) -> Result<Vec<PhotoIndex>, CatalogError> {
        let plan = Plan::of(query);
        let wanted = plan.wanted_words();
        let n_photos = self.catalog.n_photos();
        let mut scores = vec![0_u32; if wanted.is_empty() { 0 } else { n_photos }];
        for (words, last_whole) in wanted {
            for whole in [true, false] {
                if last_whole && !whole {
                    continue;
                }
                let held = self.each(|segment| {
                    let mut bits = vec![0; segment.n_photos.div_ceil(64)];
                    add_words(segment, TermField::Words, words, whole, &mut bits)?;
                    Ok(bits)
                })?;
                let n_held: usize = held.iter().flatten().map(|word| word.count_ones() as usize).sum();
                let weight = rarity(n_held, n_photos);
                for (segment, bits) in self.catalog.segments.iter().zip(held) {
                    let scores = scores.get_mut(segment.photos()).unwrap_or_default();
                    for at in crate::catalog::words::set_bits(&bits) {
                        if let Some(score) = scores.get_mut(at as usize) {
                            *score = score.saturating_add(weight);
                        }
                    }
                }
            }
        }
        let mut order = photos.photos();
        let score = |photo: &PhotoIndex| scores.get(photo.0 as usize).copied().unwrap_or(0);
        order.sort_by_key(|photo| std::cmp::Reverse(score(photo)));
        Ok(order)
    }

    /// How many photos of a set each value of every facet has; a facet's counts ignore its own ticks.
    pub(super) fn counts(&self, photos: &PhotoSet, query: &Query) -> Result<FacetCounts, CatalogError> {
        // Facets without ticks count the same photos, and are counted together.
        let mut groups: Vec<(Query, Vec<FacetName>)> = vec![(query.clone(), Vec::new())];
        for facet in FacetName::ALL {
            let unticked = query.without_ticks(facet);
            match groups.iter_mut().find(|(other, _)| *other == unticked) {
                Some((_, facets)) => facets.push(facet),
                None => groups.push((unticked, vec![facet])),
            }
        }
        let mut counts = FacetCounts::default();
        for (unticked, facets) in groups {
            let others;
            let counted = if unticked == *query {
                photos
            } else {
                others = self.photos(&unticked)?;
                &others
            };
            self.count(counted, &facets, &mut counts)?;
        }
        Ok(counts)
    }

    fn count(&self, photos: &PhotoSet, facets: &[FacetName], counts: &mut FacetCounts) -> Result<(), CatalogError> {
        let catalog = self.catalog;
        let values = catalog.read_facets()?;
        let shown = facets.iter().filter_map(|name| Some((*name, values.get(*name)?)));
        let shown: Vec<_> = shown.collect();
        let n_photos = photos.n_photos();
        let total = |column: usize| catalog.totals.get(column).cloned().unwrap_or_default();
        if n_photos == catalog.n_photos() {
            for (name, facet) in shown {
                counts.set(name, facet.shown(&total(facet.column())));
            }
            return Ok(());
        }
        // What most photos have is counted by what the others have.
        let by_others = n_photos * 2 > catalog.n_photos();
        let complement;
        let counted = if by_others {
            complement = photos.clone().complement();
            &complement
        } else {
            photos
        };
        let n_values = |column: usize| catalog.totals.get(column).map_or(0, |total| total.n_photos.len());
        let none = || -> Vec<Tally> { shown.iter().map(|(_, facet)| Tally::of(n_values(facet.column()))).collect() };
        let tallies = self.shared(counted.n_photos(), none, |segment, tallies: &mut Vec<Tally>| {
            let columns = segment.columns()?;
            let bits = counted.part(segment.photos());
            for ((_, facet), tally) in shown.iter().zip(tallies) {
                if let Some(column) = columns.get(facet.column()) {
                    column.tally(bits, tally);
                }
            }
            Ok(())
        })?;
        let mut sums = none();
        for tallied in tallies {
            sums.iter_mut().zip(&tallied).for_each(|(sum, tally)| sum.add(tally));
        }
        for ((name, facet), sum) in shown.into_iter().zip(sums) {
            let tally = if by_others {
                let mut tally = total(facet.column());
                tally.subtract(&sum);
                tally
            } else {
                sum
            };
            counts.set(name, facet.shown(&tally));
        }
        Ok(())
    }

    /// What could be dropped from a query that shows nothing.
    pub(super) fn loosenings(&self, query: &Query) -> Result<Vec<Loosening>, CatalogError> {
        let mut loosenings = Vec::new();
        for (dropped, query) in query.loosened() {
            let n_photos = self.photos(&query)?.n_photos();
            if n_photos > 0 {
                loosenings.push(Loosening { dropped, query, n_photos });
            }
        }
        Ok(loosenings)
    }

    /// Asks every segment, in order.
    fn each<T: Send>(&self, ask: impl Fn(&Segment) -> io::Result<T> + Sync) -> Result<Vec<T>, CatalogError> {
        let asked = self.shared(self.catalog.n_photos(), Vec::new, |segment, answers: &mut Vec<T>| {
            answers.push(ask(segment)?);
            Ok(())
        })?;
        Ok(asked.into_iter().flatten().collect())
    }

    /// Goes through the segments, each thread through a share of them that follow each other; what each made of its
    /// share, in order.
    fn shared<S: Send>(
        &self,
        n_photos: usize,
        start: impl Fn() -> S,
        go: impl Fn(&Segment, &mut S) -> io::Result<()> + Sync,
    ) -> Result<Vec<S>, CatalogError> {
        let segments = &self.catalog.segments;
        let stopped = AtomicBool::new(false);
        let go_through = |segments: &[Arc<Segment>], mut share: S| {
            for segment in segments {
                if stopped.load(Ordering::Relaxed) || !(self.wanted)() {
                    stopped.store(true, Ordering::Relaxed);
                    return Err(CatalogError::Superseded);
                }
                go(segment, &mut share)?;
            }
            Ok(share)
        };
        if n_photos < SHARED_LEAST_PHOTOS || segments.len() < N_THREADS {
            return Ok(vec![go_through(segments, start())?]);
        }
        let half = segments.partition_point(|segment| segment.first * 2 < self.catalog.n_photos());
        let (first, second) = segments.split_at_checked(half).unwrap_or((segments, &[]));
        let (own, other) = (start(), start());
        let (others, own) = both("cutline-search-2", || go_through(second, other), || go_through(first, own))?;
        Ok(vec![own?, others?])
    }
}

/// How much a word counts that so many of all photos hold: from 1, where all do, by one for each halving.
fn rarity(n_held: usize, n_photos: usize) -> u32 {
    1 + (n_photos / n_held.max(1)).max(1).ilog2()
}
