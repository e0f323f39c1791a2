//! Where each photo stands in what is shown, looked up in one step however many photos there are.

use crate::catalog::PhotoIndex;

/// In place of a rank, for a photo that is not shown.
const NOWHERE: u32 = u32::MAX;

/// Each photo's place in an order, by its position in the collection.
#[derive(Clone, Debug, PartialEq)]
pub enum Ranks {
    /// So many photos stand in the order of the collection: nothing has to be kept of them.
    InOrder(usize),
    /// Each photo's place.
    Each(Vec<u32>),
}

impl Default for Ranks {
    fn default() -> Self {
        Self::InOrder(0)
    }
}

impl Ranks {
    /// The places of an order's photos.
    pub fn of(order: &[PhotoIndex]) -> Self {
        if order.iter().zip(0..).all(|(photo, rank)| photo.0 == rank) {
            return Self::InOrder(order.len());
        }
        let n_photos = order.iter().map(|photo| position(*photo) + 1).max().unwrap_or(0);
        let mut ranks = vec![NOWHERE; n_photos];
        for (photo, rank) in order.iter().zip(0..) {
            if let Some(slot) = ranks.get_mut(position(*photo)) {
                *slot = rank;
            }
        }
        Self::Each(ranks)
    }

    /// A photo's place, from 0; none when it is not shown.
    pub fn of_photo(&self, photo: PhotoIndex) -> Option<usize> {
        match self {
            Self::InOrder(n_photos) => Some(position(photo)).filter(|rank| rank < n_photos),
            Self::Each(ranks) => {
                let rank = ranks.get(position(photo)).filter(|rank| **rank != NOWHERE)?;
                usize::try_from(*rank).ok()
            }
        }
    }

    /// The photo that is shown and nearest in the input to another: that one itself, or the next after it, or else before.
    pub fn nearest(&self, photo: PhotoIndex) -> Option<PhotoIndex> {
        let ranks = match self {
            Self::InOrder(n_photos) => {
                let last = u32::try_from(n_photos.checked_sub(1)?).ok()?;
                return Some(PhotoIndex(photo.0.min(last)));
            }
            Self::Each(ranks) => ranks,
        };
        let (before, after) = ranks.split_at_checked(position(photo)).unwrap_or((ranks, &[]));
        let at = after.iter().position(|rank| *rank != NOWHERE).map(|at| before.len() + at);
        let at = at.or_else(|| before.iter().rposition(|rank| *rank != NOWHERE))?;
        u32::try_from(at).ok().map(PhotoIndex)
    }
}

fn position(photo: PhotoIndex) -> usize {
    usize::try_from(photo.0).unwrap_or(usize::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_found_where_it_stands_or_the_nearest_is() {
        let ranks = Ranks::of(&[9, 4, 6].map(PhotoIndex));
        assert_eq!(
            [4, 6, 9, 5, 10].map(|photo| ranks.of_photo(PhotoIndex(photo))),
            [Some(1), Some(2), Some(0), None, None]
        );
        let nearest =
            [0, 4, 5, 7, 9, 10, 4_000_000_000].map(|photo| ranks.nearest(PhotoIndex(photo)).map(|found| found.0));
        assert_eq!(nearest, [Some(4), Some(4), Some(6), Some(9), Some(9), Some(9), Some(9)]);
        assert_eq!(Ranks::of(&[]).nearest(PhotoIndex(3)), None);
    }

    #[test]
    fn photos_that_stand_in_order_are_found_as_any_others_are() {
        let order = [0, 1, 2].map(PhotoIndex);
        let (in_order, each) = (Ranks::of(&order), Ranks::Each(vec![0, 1, 2]));
        assert_eq!(in_order, Ranks::InOrder(3));
        for photo in [0, 2, 3, u32::MAX].map(PhotoIndex) {
            assert_eq!(in_order.of_photo(photo), each.of_photo(photo));
            assert_eq!(in_order.nearest(photo), each.nearest(photo));
        }
    }
}
