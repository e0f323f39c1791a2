//! A set of marked photos, a bit each, so that a million are marked or unmarked in a moment.

use crate::catalog::PhotoIndex;

/// The bits of one word.
const WORD_BITS: usize = 64;

/// A set of photos of one collection.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marked {
    words: Vec<u64>,
    /// How many bits are set.
    n_photos: usize,
}

impl Marked {
    pub(super) fn n_photos(&self) -> usize {
        self.n_photos
    }

    pub(super) fn contains(&self, photo: PhotoIndex) -> bool {
        let (word, bit) = place(photo);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Marks a photo, or no longer.
    pub(super) fn toggle(&mut self, photo: PhotoIndex) {
        let (word, bit) = place(photo);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word ^= bit;
            if *word & bit == 0 { self.n_photos -= 1 } else { self.n_photos += 1 }
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The marked photos in the order of the input.
    pub(super) fn photos(&self) -> impl Iterator<Item = PhotoIndex> {
        self.words.iter().zip((0_u32..).step_by(WORD_BITS)).flat_map(|(word, first)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.checked_sub(1)?;
                Some(PhotoIndex(first + bit))
            })
        })
    }
}

impl FromIterator<PhotoIndex> for Marked {
    fn from_iter<T: IntoIterator<Item = PhotoIndex>>(photos: T) -> Self {
        let mut marked = Self::default();
        for photo in photos {
            if !marked.contains(photo) {
                marked.toggle(photo);
            }
        }
        marked
    }
}

/// A photo's word, and its bit in it.
fn place(photo: PhotoIndex) -> (usize, u64) {
    let at = usize::try_from(photo.0).unwrap_or(usize::MAX);
    (at / WORD_BITS, 1 << (at % WORD_BITS))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_set_would_hold(photos in prop::collection::vec(0..300_u32, 0..60)) {
            let mut marked = Marked::default();
            let mut expected = BTreeSet::new();
            for photo in photos {
                marked.toggle(PhotoIndex(photo));
                if !expected.remove(&PhotoIndex(photo)) {
                    expected.insert(PhotoIndex(photo));
                }
            }
            prop_assert_eq!(marked.photos().collect::<Vec<_>>(), expected.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(marked.n_photos(), expected.len());
            prop_assert!((0..300).map(PhotoIndex).all(|photo| marked.contains(photo) == expected.contains(&photo)));
            let again: Marked = expected.into_iter().collect();
            prop_assert_eq!(again.photos().collect::<Vec<_>>(), marked.photos().collect::<Vec<_>>());
        }
    }
}
