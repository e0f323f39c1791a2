//! What is highlighted: the selected photos, the one in focus, and the one a range starts from.
//! Only photos that are on the screen's results can be selected: nothing acts on a photo out of sight.

use std::collections::{BTreeSet, HashMap};

use crate::catalog::PhotoIndex;

/// The highlighted photos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    selected: BTreeSet<PhotoIndex>,
    focus: Option<PhotoIndex>,
    anchor: Option<PhotoIndex>,
}

/// How a click or a step changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectMode {
    /// This photo only.
    Only,
    /// This photo too, or no longer.
    Toggle,
    /// Everything from the anchor to this photo.
    Extend,
}

/// A step of the focus through the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// Towards the first photo.
    Backward,
    /// Towards the last photo.
    Forward,
    /// To the first photo.
    First,
    /// To the last photo.
    Last,
}

impl Selection {
    /// The photo in focus.
    pub fn focus(&self) -> Option<PhotoIndex> {
        self.focus
    }

    /// Whether a photo is selected.
    pub fn contains(&self, photo: PhotoIndex) -> bool {
        self.selected.contains(&photo)
    }

    /// How many photos are selected.
    pub fn n_photos(&self) -> usize {
        self.selected.len()
    }

    /// The selected photos in the order given; when none is, the one in focus.
    pub fn targets(&self, order: &[PhotoIndex]) -> Vec<PhotoIndex> {
        if self.selected.is_empty() {
            return self.focus.into_iter().collect();
        }
        order.iter().copied().filter(|photo| self.selected.contains(photo)).collect()
    }

    /// The same photos in another collection; those that are not in it are not selected.
    pub fn moved_to(&self, position: impl Fn(PhotoIndex) -> Option<PhotoIndex>) -> Self {
        Self {
            selected: self.selected.iter().filter_map(|photo| position(*photo)).collect(),
            focus: self.focus.and_then(&position),
            anchor: self.anchor.and_then(&position),
        }
    }

    /// Selects as a click does.
    pub fn select(&mut self, photo: PhotoIndex, mode: SelectMode, order: &[PhotoIndex]) {
        match mode {
            SelectMode::Only => self.selected = BTreeSet::from([photo]),
            SelectMode::Toggle => {
                if !self.selected.remove(&photo) {
                    self.selected.insert(photo);
                }
            }
            SelectMode::Extend => {
                let positions = positions(order);
                let anchor = self.anchor.and_then(|anchor| positions.get(&anchor)).copied().unwrap_or(0);
                let end = positions.get(&photo).copied().unwrap_or(anchor);
                let range = anchor.min(end)..=anchor.max(end);
                self.selected = order.get(range).unwrap_or(&[]).iter().copied().collect();
            }
        }
        if mode != SelectMode::Extend {
            self.anchor = Some(photo);
        }
        self.focus = Some(photo);
    }

    /// Moves the focus by a number of photos, no further than the ends, and selects where it comes to.
    pub fn step(&mut self, motion: Motion, n_photos: usize, mode: SelectMode, order: &[PhotoIndex]) {
        let Some(last) = order.len().checked_sub(1) else { return };
        let current = self.focus.and_then(|focus| order.iter().position(|photo| *photo == focus));
        let target = match (motion, current) {
            (Motion::First, _) => 0,
            (Motion::Last, _) => last,
            (Motion::Backward | Motion::Forward, None) => 0,
            (Motion::Backward, Some(current)) => current.saturating_sub(n_photos),
            // A step down from the last full row lands on the last photo, not beyond.
            (Motion::Forward, Some(current)) => (current + n_photos).min(last),
        };
        if let Some(photo) = order.get(target) {
            self.select(*photo, mode, order);
        }
    }

    /// Selects everything in sight.
    pub fn select_all(&mut self, order: &[PhotoIndex]) {
        self.selected = order.iter().copied().collect();
    }

    /// Selects nothing; the focus stays.
    pub fn select_none(&mut self) {
        self.selected.clear();
        self.anchor = self.focus;
    }

    /// Selects what was not selected.
    pub fn invert(&mut self, order: &[PhotoIndex]) {
        self.selected = order.iter().copied().filter(|photo| !self.selected.contains(photo)).collect();
    }

    /// Keeps to new results: what is out of sight is no longer selected, and the focus goes to the photo
    /// nearest in the input to where it was.
    pub fn keep_to(&mut self, order: &[PhotoIndex]) {
        let in_sight: BTreeSet<PhotoIndex> = order.iter().copied().collect();
        self.selected.retain(|photo| in_sight.contains(photo));
        self.focus = self.focus.and_then(|focus| {
            let after = in_sight.range(focus..).next();
            after.or_else(|| in_sight.range(..focus).next_back()).copied()
        });
        self.focus = self.focus.or_else(|| order.first().copied());
        self.anchor = self.anchor.filter(|anchor| in_sight.contains(anchor)).or(self.focus);
    }
}

fn positions(order: &[PhotoIndex]) -> HashMap<PhotoIndex, usize> {
    order.iter().copied().zip(0..).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn order(indexes: &[u32]) -> Vec<PhotoIndex> {
        indexes.iter().copied().map(PhotoIndex).collect()
    }

    #[test]
    fn a_range_goes_from_the_anchor_in_the_order_on_screen() {
        let order = order(&[5, 3, 9, 1]);
        let mut selection = Selection::default();
        selection.select(PhotoIndex(3), SelectMode::Only, &order);
        selection.select(PhotoIndex(1), SelectMode::Extend, &order);
        assert_eq!(selection.targets(&order), [PhotoIndex(3), PhotoIndex(9), PhotoIndex(1)]);
        selection.select(PhotoIndex(5), SelectMode::Extend, &order);
        assert_eq!(selection.targets(&order), [PhotoIndex(5), PhotoIndex(3)]);
    }

    #[test]
    fn what_is_filtered_out_is_no_longer_selected() {
        let mut selection = Selection::default();
        let all = order(&[0, 1, 2, 3]);
        selection.select_all(&all);
        selection.step(Motion::First, 1, SelectMode::Toggle, &all);
        selection.keep_to(&order(&[2, 3]));
        assert_eq!((selection.n_photos(), selection.focus()), (2, Some(PhotoIndex(2))));
    }

    proptest! {
        #[test]
        fn targets_are_always_in_sight(steps in prop::collection::vec((0..5u8, 0..8u32), 0..30), n in 0..8u32) {
            let mut selection = Selection::default();
            let all: Vec<PhotoIndex> = (0..8).map(PhotoIndex).collect();
            for (step, photo) in steps {
                match step {
                    0 => selection.select(PhotoIndex(photo), SelectMode::Toggle, &all),
                    1 => selection.select(PhotoIndex(photo), SelectMode::Extend, &all),
                    2 => selection.step(Motion::Forward, 3, SelectMode::Only, &all),
                    3 => selection.invert(&all),
                    _ => selection.select_none(),
                }
            }
            let fewer: Vec<PhotoIndex> = (0..n).map(PhotoIndex).collect();
            selection.keep_to(&fewer);
            prop_assert!(selection.targets(&fewer).iter().all(|photo| fewer.contains(photo)));
            prop_assert_eq!(selection.focus().is_some(), !fewer.is_empty());
        }
    }
}
