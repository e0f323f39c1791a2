//! A set of a collection's photos, a bit each: and, or and not take a pass over memory, whatever the sets hold.

use crate::catalog::PhotoIndex;

/// A set of photos of one collection.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        Self::none(n_photos).complement()
    }

    pub(super) fn insert(&mut self, photo: PhotoIndex) {
        let at = usize::try_from(photo.0).unwrap_or(usize::MAX);
        if let Some(bits) = self.bits.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    pub(super) fn intersect(&mut self, other: &Self) {
        for (bits, others) in self.bits.iter_mut().zip(&other.bits) {
            *bits &= others;
        }
    }

    pub(super) fn unite(&mut self, other: &Self) {
        for (bits, others) in self.bits.iter_mut().zip(&other.bits) {
            *bits |= others;
        }
    }

    /// The photos that are not in the set.
    pub(super) fn complement(mut self) -> Self {
        for bits in &mut self.bits {
            *bits = !*bits;
        }
        // Bits past the last photo stay unset.
        let n_used = self.n_photos % 64;
        if n_used > 0
            && let Some(last) = self.bits.last_mut()
        {
            *last &= (1 << n_used) - 1;
        }
        self
    }

    /// The photos in the order of the input.
    pub(super) fn photos(&self) -> Vec<PhotoIndex> {
        let mut photos = Vec::new();
        for (bits, first) in self.bits.iter().zip((0_u32..).step_by(64)) {
            let mut left = *bits;
            while left != 0 {
                photos.push(PhotoIndex(first + left.trailing_zeros()));
                left &= left - 1;
            }
        }
        photos
    }
}
