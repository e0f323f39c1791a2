//! The orders in which results can stand: by input, relevance, caption, place, date, credit, file or rating, forwards or
//! backwards. How the photos of a segment stand is sorted when it is full; the ranks of all are merged from that.

pub(super) mod runs;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;
use std::sync::OnceLock;

use crate::catalog::PhotoIndex;
use crate::catalog::bytes::{Bytes, damaged};
use crate::catalog::columns::fours;
use crate::catalog::order::runs::RunReader;
use crate::catalog::photo_set::PhotoSet;
use crate::catalog::threads::both;

/// When one photo in so many is among the results, walking through all in their order is quicker than sorting.
const SORT_SHARE: usize = 16;

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
    /// How well the words of the query fit.
    Relevance,
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

impl SortKey {
    /// Every key, in the order of the menu.
    pub const ALL: [Self; 8] =
        [Self::Input, Self::Relevance, Self::Caption, Self::Place, Self::Date, Self::Credit, Self::File, Self::Rating];

    /// The keys by which photos have ranks of their own, whatever is looked for.
    pub(super) const RANKED: [Self; 6] =
        [Self::Caption, Self::Place, Self::Date, Self::Credit, Self::File, Self::Rating];

    /// The word for it on the command line and in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Relevance => "relevance",
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
            Self::Relevance => "Relevance",
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

/// How all photos stand under one key: the rank of each, and how many have a value; those without stand last.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ranks {
    ranks: Vec<u32>,
    n_valued: u32,
    /// The photos by rank: how many results stand in order without being sorted.
    by_rank: OnceLock<Vec<u32>>,
}

impl Ranks {
    /// Merges the runs of segments, each with the position of its first photo.
    pub(super) fn merged(runs: &[(u32, Bytes)], n_photos: usize) -> io::Result<Self> {
        let mut readers: Vec<RunReader> = runs.iter().map(|(first, run)| RunReader::new(*first, run)).collect();
        let mut heads = BinaryHeap::new();
        for (at, reader) in readers.iter_mut().enumerate() {
            let mut value = Vec::new();
            heads.extend(reader.next_into(&mut value)?.map(|photo| Reverse((value, photo, at))));
        }
        let mut ranks = vec![u32::MAX; n_photos];
        let mut rank = 0;
        let mut give = |photo: usize| {
            if let Some(slot) = ranks.get_mut(photo) {
                *slot = rank;
                rank += 1;
            }
        };
        while let Some(mut head) = heads.peek_mut() {
            let Reverse((value, photo, at)) = &mut *head;
            give(*photo as usize);
            let Some(reader) = readers.get_mut(*at) else { return Err(damaged()) };
            // The value's room is used again for the next.
            match reader.next_into(value)? {
                Some(next) => *photo = next,
                None => {
                    PeekMut::pop(head);
                }
            }
        }
        let n_valued = rank;
        for slot in ranks.iter_mut().filter(|slot| **slot == u32::MAX) {
            *slot = rank;
            rank += 1;
        }
        Ok(Self { ranks, n_valued, by_rank: OnceLock::new() })
    }

    /// The ranks as they are kept.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.ranks.len() * 4 + 4);
        out.extend_from_slice(&self.n_valued.to_le_bytes());
        // Where no photo has a value, all stand as in the input.
        if self.n_valued == 0 {
            return out;
        }
        self.ranks.iter().for_each(|rank| out.extend_from_slice(&rank.to_le_bytes()));
        out
    }

    /// Reads ranks that were kept.
    pub(super) fn decode(bytes: &[u8], n_photos: usize) -> io::Result<Self> {
        let mut numbers = fours(bytes);
        if numbers == [0] {
            numbers.extend(0..u32::try_from(n_photos).unwrap_or(u32::MAX));
        }
        let Some((n_valued, ranks)) = numbers.split_first().filter(|(_, ranks)| ranks.len() == n_photos) else {
            return Err(damaged());
        };
        Ok(Self { ranks: ranks.to_vec(), n_valued: *n_valued, by_rank: OnceLock::new() })
    }

    /// The photos of a set, in the order of their ranks.
    pub(super) fn sorted(&self, photos: &PhotoSet, descending: bool) -> Vec<PhotoIndex> {
        let rank = |photo: &PhotoIndex| self.ranks.get(photo.0 as usize).copied().unwrap_or(u32::MAX);
        let mut sorted: Vec<PhotoIndex> = if photos.n_photos() * SORT_SHARE > self.ranks.len() {
            let by_rank = self.by_rank.get_or_init(|| inverted(&self.ranks));
            by_rank.iter().map(|photo| PhotoIndex(*photo)).filter(|photo| photos.contains(*photo)).collect()
        } else {
            let mut sorted = photos.photos();
            sorted.sort_unstable_by_key(rank);
            sorted
        };
        if descending {
            let valued = sorted.partition_point(|photo| rank(photo) < self.n_valued);
            if let Some(valued) = sorted.get_mut(..valued) {
                valued.reverse();
            }
        }
        sorted
    }
}

fn inverted(ranks: &[u32]) -> Vec<u32> {
    let mut by_rank = vec![0; ranks.len()];
    for (photo, rank) in (0..).zip(ranks) {
        if let Some(slot) = by_rank.get_mut(*rank as usize) {
            *slot = photo;
        }
    }
    by_rank
}

/// Every order of a collection but the input's own; each is worked out, or read, when it is first asked for.
#[derive(Debug)]
pub(super) struct Orders {
    n_photos: usize,
    of_key: Vec<OnceLock<Ranks>>,
    source: Source,
}

/// Where ranks come from.
#[derive(Debug)]
enum Source {
    /// The runs of the segments, for each segment one for each key.
    Runs(Vec<(u32, Vec<Bytes>)>),
    /// The ranks of each key, as they were kept.
    Kept(Vec<Bytes>),
}

impl Orders {
    /// The orders that are told by the runs of segments.
    pub(super) fn of_runs(runs: Vec<(u32, Vec<Bytes>)>, n_photos: usize) -> Self {
        Self { n_photos, of_key: none_yet(), source: Source::Runs(runs) }
    }

    /// The orders that were kept.
    pub(super) fn kept(ranks: Vec<Bytes>, n_photos: usize) -> Self {
        Self { n_photos, of_key: none_yet(), source: Source::Kept(ranks) }
    }

    /// How many bytes the ranks take that are kept.
    pub(super) fn kept_bytes(&self) -> u64 {
        match &self.source {
            Source::Runs(_) => 0,
            Source::Kept(ranks) => ranks.iter().map(Bytes::len).sum(),
        }
    }

    /// Works out how photos stand under every key, and writes it down; one key after the other, because the ranks of a
    /// million photos are four million bytes, and captions, which take as long as all others, on another thread.
    pub(super) fn keep(&self, mut write: impl FnMut(&[u8]) -> io::Result<Bytes>) -> io::Result<Vec<Bytes>> {
        let encoded = |at: usize| self.worked_out(at).map(|ranks| ranks.encoded());
        let mut write_others = || (1..SortKey::RANKED.len()).map(|at| write(&encoded(at)?)).collect();
        let (first, others): (_, io::Result<Vec<Bytes>>) = both("cutline-order", || encoded(0), &mut write_others)?;
        Ok(std::iter::once(write(&first?)?).chain(others?).collect())
    }

    /// How photos stand under a key; none for keys by which they have no rank of their own.
    pub(super) fn ranks(&self, key: SortKey) -> io::Result<Option<&Ranks>> {
        let Some(at) = SortKey::RANKED.iter().position(|other| *other == key) else { return Ok(None) };
        let Some(slot) = self.of_key.get(at) else { return Ok(None) };
        if let Some(ranks) = slot.get() {
            return Ok(Some(ranks));
        }
        let ranks = self.worked_out(at)?;
        Ok(Some(slot.get_or_init(|| ranks)))
    }

    fn worked_out(&self, at: usize) -> io::Result<Ranks> {
        match &self.source {
            Source::Runs(runs) => {
                let of_key = runs.iter().filter_map(|(first, runs)| Some((*first, runs.get(at)?.clone())));
                Ranks::merged(&of_key.collect::<Vec<_>>(), self.n_photos)
            }
            Source::Kept(kept) => Ranks::decode(&kept.get(at).ok_or_else(damaged)?.all()?, self.n_photos),
        }
    }
}

fn none_yet() -> Vec<OnceLock<Ranks>> {
    SortKey::RANKED.iter().map(|_| OnceLock::new()).collect()
}
