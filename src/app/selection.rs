//! What is highlighted: the selected photos, the one in focus, and the one a range starts from.
//! Only photos that are on the screen's results can be selected: nothing acts on a photo out of sight.

mod marked;

use crate::app::ranks::Ranks;
use crate::app::selection::marked::Marked;
use crate::catalog::PhotoIndex;

/// So few selected photos are put into order by themselves; with more, all that is shown is gone through.
const FEW: usize = 4_096;

/// The highlighted photos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    selected: Marked,
    focus: Option<PhotoIndex>,
    /// Where the user put the focus; it comes back there when the photo is in sight again.
    home: Option<PhotoIndex>,
    anchor: Option<PhotoIndex>,
}

/// What is shown, in order, and where each photo stands in it.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The photos.
    pub order: &'a [PhotoIndex],
    /// The place of each.
    pub ranks: &'a Ranks,
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
        self.selected.contains(photo)
    }

    /// How many photos are selected.
    pub fn n_photos(&self) -> usize {
        self.selected.n_photos()
    }

    /// The selected photos in the order shown; when none is, the one in focus.
    pub fn targets(&self, shown: Shown<'_>) -> Vec<PhotoIndex> {
        match self.selected.n_photos() {
            0 => self.focus.into_iter().collect(),
            n_photos if n_photos <= FEW => {
                let ranked = self.selected.photos().filter_map(|photo| Some((shown.ranks.of_photo(photo)?, photo)));
                let mut ranked: Vec<_> = ranked.collect();
                ranked.sort_unstable();
                ranked.into_iter().map(|(_, photo)| photo).collect()
            }
            _ => shown.order.iter().copied().filter(|photo| self.selected.contains(*photo)).collect(),
        }
    }

    /// The first of the photos that commands act on: of a million no more than so many are looked for.
    pub fn first_targets(&self, shown: Shown<'_>, n_photos: usize) -> Vec<PhotoIndex> {
        if self.selected.n_photos() <= FEW {
            return self.targets(shown).into_iter().take(n_photos).collect();
        }
        shown.order.iter().copied().filter(|photo| self.selected.contains(*photo)).take(n_photos).collect()
    }

    /// The same photos in another collection; those that are not in it are not selected.
    pub fn moved_to(&self, position: impl Fn(PhotoIndex) -> Option<PhotoIndex>) -> Self {
        Self {
            selected: self.selected.photos().filter_map(&position).collect(),
            focus: self.focus.and_then(&position),
            home: self.home.and_then(&position),
            anchor: self.anchor.and_then(&position),
        }
    }

    /// Selects as a click does.
    pub fn select(&mut self, photo: PhotoIndex, mode: SelectMode, shown: Shown<'_>) {
        match mode {
            SelectMode::Only => self.selected = Marked::from_iter([photo]),
            SelectMode::Toggle => self.selected.toggle(photo),
            SelectMode::Extend => {
                let anchor = self.anchor.and_then(|anchor| shown.ranks.of_photo(anchor)).unwrap_or(0);
                let end = shown.ranks.of_photo(photo).unwrap_or(anchor);
                let range = anchor.min(end)..=anchor.max(end);
                self.selected = shown.order.get(range).unwrap_or(&[]).iter().copied().collect();
            }
        }
        if mode != SelectMode::Extend {
            self.anchor = Some(photo);
        }
        self.focus = Some(photo);
        self.home = self.focus;
    }

    /// Moves the focus by a number of photos, no further than the ends, and selects where it comes to.
    pub fn step(&mut self, motion: Motion, n_photos: usize, mode: SelectMode, shown: Shown<'_>) {
        let Some(last) = shown.order.len().checked_sub(1) else { return };
        let current = self.focus.and_then(|focus| shown.ranks.of_photo(focus));
        let target = match (motion, current) {
            (Motion::First, _) => 0,
            (Motion::Last, _) => last,
            (Motion::Backward | Motion::Forward, None) => 0,
            (Motion::Backward, Some(current)) => current.saturating_sub(n_photos),
            // A step down from the last full row lands on the last photo, not beyond.
            (Motion::Forward, Some(current)) => (current + n_photos).min(last),
        };
        if let Some(photo) = shown.order.get(target) {
            self.select(*photo, mode, shown);
        }
    }

    /// Selects everything in sight.
    pub fn select_all(&mut self, shown: Shown<'_>) {
        self.selected = shown.order.iter().copied().collect();
    }

    /// Selects nothing; the focus stays.
    pub fn select_none(&mut self) {
        self.selected.clear();
        self.anchor = self.focus;
    }

    /// Selects what was not selected.
    pub fn invert(&mut self, shown: Shown<'_>) {
        self.selected = shown.order.iter().copied().filter(|photo| !self.selected.contains(*photo)).collect();
    }

    /// Keeps to new results: what is out of sight is no longer selected, and the focus goes to the photo
    /// nearest in the input to the one that the user chose, so that what is typed on the way to a query leaves no trace.
    pub fn keep_to(&mut self, shown: Shown<'_>) {
        let in_sight = |photo: &PhotoIndex| shown.ranks.of_photo(*photo).is_some();
        self.selected = self.selected.photos().filter(in_sight).collect();
        self.focus = self.home.and_then(|home| shown.ranks.nearest(home));
        self.focus = self.focus.or_else(|| shown.order.first().copied());
        self.anchor = self.anchor.filter(in_sight).or(self.focus);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is shown, so that it can be borrowed.
    struct Screen {
        order: Vec<PhotoIndex>,
        ranks: Ranks,
    }

    impl Screen {
        fn of(photos: &[u32]) -> Self {
            let order: Vec<PhotoIndex> = photos.iter().copied().map(PhotoIndex).collect();
            Self { ranks: Ranks::of(&order), order }
        }

        fn shown(&self) -> Shown<'_> {
            Shown { order: &self.order, ranks: &self.ranks }
        }
    }

    #[test]
    fn a_range_goes_from_the_anchor_in_the_order_on_screen() {
        let screen = Screen::of(&[5, 3, 9, 1]);
        let order = screen.shown();
        let mut selection = Selection::default();
        selection.select(PhotoIndex(3), SelectMode::Only, order);
        selection.select(PhotoIndex(1), SelectMode::Extend, order);
        assert_eq!(selection.targets(order), [PhotoIndex(3), PhotoIndex(9), PhotoIndex(1)]);
        selection.select(PhotoIndex(5), SelectMode::Extend, order);
        assert_eq!(selection.targets(order), [PhotoIndex(5), PhotoIndex(3)]);
    }

    #[test]
    fn what_is_filtered_out_is_no_longer_selected() {
        let mut selection = Selection::default();
        let all = Screen::of(&[0, 1, 2, 3]);
        selection.select_all(all.shown());
        selection.step(Motion::First, 1, SelectMode::Toggle, all.shown());
        selection.keep_to(Screen::of(&[2, 3]).shown());
        assert_eq!((selection.n_photos(), selection.focus()), (2, Some(PhotoIndex(2))));
    }

    #[test]
    fn the_focus_comes_back_when_a_query_does_that_hid_it() {
        let all = Screen::of(&[0, 1, 2, 3, 4]);
        let mut selection = Selection::default();
        selection.keep_to(Screen::of(&[4]).shown());
        selection.keep_to(all.shown());
        assert_eq!(selection.focus(), Some(PhotoIndex(0)), "nobody chose a photo");
        selection.select(PhotoIndex(1), SelectMode::Only, all.shown());
        selection.keep_to(Screen::of(&[4]).shown());
        assert_eq!(selection.focus(), Some(PhotoIndex(4)));
        selection.keep_to(all.shown());
        assert_eq!(selection.focus(), Some(PhotoIndex(1)));
    }

    #[test]
    fn many_selected_photos_stand_in_the_order_shown_as_few_do() {
        let n_photos = u32::try_from(FEW).unwrap() + 10;
        let backwards = Screen::of(&(0..n_photos).rev().collect::<Vec<_>>());
        let mut selection = Selection::default();
        selection.select_all(backwards.shown());
        assert_eq!(selection.targets(backwards.shown()), backwards.order);
        selection.select(PhotoIndex(7), SelectMode::Only, backwards.shown());
        selection.select(PhotoIndex(3), SelectMode::Extend, backwards.shown());
        assert_eq!(selection.targets(backwards.shown()), [7, 6, 5, 4, 3].map(PhotoIndex));
    }

    proptest! {
        #[test]
        fn targets_are_always_in_sight(steps in prop::collection::vec((0..5u8, 0..8u32), 0..30), n in 0..8u32) {
            let mut selection = Selection::default();
            let screen = Screen::of(&[0, 1, 2, 3, 4, 5, 6, 7]);
            let all = screen.shown();
            for (step, photo) in steps {
                match step {
                    0 => selection.select(PhotoIndex(photo), SelectMode::Toggle, all),
                    1 => selection.select(PhotoIndex(photo), SelectMode::Extend, all),
                    2 => selection.step(Motion::Forward, 3, SelectMode::Only, all),
                    3 => selection.invert(all),
                    _ => selection.select_none(),
                }
            }
            let fewer = Screen::of(&(0..n).collect::<Vec<_>>());
            selection.keep_to(fewer.shown());
            prop_assert!(selection.targets(fewer.shown()).iter().all(|photo| fewer.order.contains(photo)));
            prop_assert_eq!(selection.focus().is_some(), n > 0);
        }
    }
}
