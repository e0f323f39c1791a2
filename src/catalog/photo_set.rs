//! A set of a collection's photos, a bit each: and, or and not take a pass over memory, whatever the sets hold.

use std::ops::Range;

use crate::catalog::PhotoIndex;
use crate::catalog::words::set_bits;

/// A set of photos of one collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PhotoSet {
    bits: Vec<u64>,
    n_photos: usize,
}

impl PhotoSet {
    /// No photo of a collection of that size.
    pub(super) fn none(n_photos: usize) -> Self {
        Self { bits: vec![0; n_photos.div_ceil(64)], n_photos }
    }

    /// Every photo of a collection of that size.
    pub(super) fn all(n_photos: usize) -> Self {
        let mut all = Self::none(n_photos);
        fill(&mut all.bits, n_photos);
        all
    }

    /// How many photos are in it.
    pub(super) fn n_photos(&self) -> usize {
        self.bits.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    pub(super) fn insert(&mut self, photo: PhotoIndex) {
        let at = photo.0 as usize;
        if let Some(bits) = self.bits.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    pub(super) fn contains(&self, photo: PhotoIndex) -> bool {
        let at = photo.0 as usize;
        self.bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }

    /// The bits of photos from one position to another; the first is a multiple of 64.
    pub(super) fn part(&self, photos: Range<usize>) -> &[u64] {
        self.bits.get(photos.start / 64..photos.end.div_ceil(64)).unwrap_or_default()
    }

    /// All bits, to be filled part by part.
    pub(super) fn bits_mut(&mut self) -> &mut [u64] {
        &mut self.bits
    }

    /// The photos that are not in the set.
    pub(super) fn complement(mut self) -> Self {
        complement(&mut self.bits, self.n_photos);
        self
    }

    /// The photos in the order of the input.
    pub(super) fn photos(&self) -> Vec<PhotoIndex> {
        let mut photos = Vec::with_capacity(self.n_photos());
        photos.extend(set_bits(&self.bits).map(|at| PhotoIndex(at as u32)));
        photos
    }
}

/// Sets the first so many bits.
pub(super) fn fill(bits: &mut [u64], n_bits: usize) {
    bits.fill(0);
    complement(bits, n_bits);
}

/// Turns each of the first so many bits round; those past them stay unset.
pub(super) fn complement(bits: &mut [u64], n_bits: usize) {
    for word in bits.iter_mut() {
        *word = !*word;
    }
    let n_used = n_bits % 64;
    if n_used > 0
        && let Some(last) = bits.last_mut()
    {
        *last &= (1 << n_used) - 1;
    }
}
