//! The part of `App` that shows photos large: one at a time in the loupe, or two to four side by side.

use std::ops::RangeInclusive;

use crate::app::effect::{Effect, WindowEffect};
use crate::app::{App, ViewMode, selection};
use crate::catalog::PhotoIndex;

/// How many photos are compared: with more of them each would be no larger than in the grid.
pub const COMPARED: RangeInclusive<usize> = 2..=4;

/// How much a step makes cells, pictures or captions larger.
const SIZE_STEP: f32 = 1.15;

/// The large view of one photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loupe {
    /// The photo shown.
    pub photo: PhotoIndex,
    /// How large it is shown, and which part of it.
    pub zoom: Zoom,
    /// Whether the next photo follows by itself.
    pub slideshow: Slideshow,
    /// Whether the caption and the facts are shown below.
    pub facts: bool,
}

/// Whether photos follow each other by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slideshow {
    /// They do not.
    Off,
    /// They do.
    Running,
    /// They will again.
    Paused,
}

/// The large view of several photos.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// The photos, in the order on the screen before.
    pub photos: Vec<PhotoIndex>,
    /// How large they are shown, and which part of them: the same for all.
    pub zoom: Zoom,
}

/// How large a photo is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zoom {
    /// Fitted to its place, and not enlarged.
    Fit,
    /// At a size of the user's choice.
    At {
        /// The screen's pixels for each of the picture's, along an edge; for a caption set in type, the size of its text
        /// against normal.
        scale: f32,
        /// The part of the picture that is in the middle: shares of its width and height.
        center: [f32; 2],
    },
}

/// A change of the zoom; what it comes to depends on the pictures' sizes, which the screen knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ZoomStep {
    /// From fitted to full size, and back.
    Toggle,
    /// A pixel of the screen for each of the picture's.
    Full,
    /// Larger or smaller by a factor.
    By(f32),
}

impl App {
    /// The large view of one photo, when it is open.
    pub fn loupe(&self) -> Option<&Loupe> {
        self.loupe.as_ref()
    }

    /// The large view of several photos, when it is open; the loupe may stand in front of it.
    pub fn compare(&self) -> Option<&Compare> {
        self.compare.as_ref()
    }

    /// Whether photos are shown large.
    pub fn is_large(&self) -> bool {
        self.loupe.is_some() || self.compare.is_some()
    }

    pub(super) fn open_loupe(&mut self, photo: PhotoIndex) -> Vec<Effect> {
        self.selecting(|selection, shown| selection.select(photo, selection::SelectMode::Only, shown));
        self.loupe = Some(Loupe { photo, zoom: Zoom::Fit, slideshow: Slideshow::Off, facts: true });
        Vec::new()
    }

    /// Opens the large view and closes it; a slideshow pauses and goes on.
    pub(super) fn toggle_loupe(&mut self) -> Vec<Effect> {
        match &mut self.loupe {
            Some(Loupe { slideshow: slideshow @ Slideshow::Running, .. }) => *slideshow = Slideshow::Paused,
            Some(Loupe { slideshow: slideshow @ Slideshow::Paused, .. }) => *slideshow = Slideshow::Running,
            Some(Loupe { slideshow: Slideshow::Off, .. }) => {
                self.loupe = None;
                return vec![Effect::Window(WindowEffect::ScrollToFocus)];
            }
            None => {
                let first = self.results.order.first().copied();
                return self.selection.focus().or(first).map_or(Vec::new(), |photo| self.open_loupe(photo));
            }
        }
        Vec::new()
    }

    pub(super) fn toggle_compare(&mut self) -> Vec<Effect> {
        if self.loupe.is_none() && self.compare.take().is_some() {
            return vec![Effect::Window(WindowEffect::ScrollToFocus)];
        }
        self.loupe = None;
        self.compare = Some(Compare { photos: self.selection.targets(self.shown()), zoom: Zoom::Fit });
        Vec::new()
    }

    /// Whether there are photos to compare, or a comparison to leave.
    pub fn can_compare(&self) -> bool {
        self.compare.is_some() && self.loupe.is_none() || COMPARED.contains(&self.selection.n_photos())
    }

    /// Closes what is in front of the grid, the loupe before the comparison; says whether anything was.
    pub(super) fn close_large(&mut self) -> bool {
        self.loupe.take().is_some() || self.compare.take().is_some()
    }

    /// Closes what shows photos that are no longer in the results.
    pub(super) fn keep_large_to_results(&mut self) {
        let is_shown = |photo: PhotoIndex| self.rank(photo).is_some();
        let keeps_loupe = self.loupe.is_some_and(|loupe| is_shown(loupe.photo));
        let keeps_compare = self.compare.as_ref().is_some_and(|compare| compare.photos.iter().all(|at| is_shown(*at)));
        self.loupe = self.loupe.filter(|_| keeps_loupe);
        self.compare = self.compare.take().filter(|_| keeps_compare);
    }

    pub(super) fn toggle_slideshow(&mut self) -> Vec<Effect> {
        if self.loupe.is_none() {
            self.toggle_loupe();
        }
        if let Some(loupe) = &mut self.loupe {
            loupe.slideshow = match loupe.slideshow {
                Slideshow::Off => Slideshow::Running,
                Slideshow::Running | Slideshow::Paused => Slideshow::Off,
            };
            loupe.zoom = Zoom::Fit;
        }
        Vec::new()
    }

    pub(super) fn slideshow_next(&mut self) -> Vec<Effect> {
        let at_end = self.results.order.last().copied() == self.selection.focus();
        let motion = if at_end { selection::Motion::First } else { selection::Motion::Forward };
        self.move_focus(motion, 1, selection::SelectMode::Only)
    }

    pub(super) fn step_zoom(&self, step: ZoomStep) -> Vec<Effect> {
        vec![Effect::Window(WindowEffect::Zoom(step))]
    }

    pub(super) fn set_zoom(&mut self, zoom: Zoom) -> Vec<Effect> {
        match (&mut self.loupe, &mut self.compare) {
            (Some(loupe), _) => loupe.zoom = zoom,
            (None, Some(compare)) => compare.zoom = zoom,
            (None, None) => {}
        }
        Vec::new()
    }

    /// Photos shown large are made larger or smaller, or else the cells.
    pub(super) fn resize(&mut self, larger: bool) -> Vec<Effect> {
        let factor = if larger { SIZE_STEP } else { 1.0 / SIZE_STEP };
        if self.is_large() {
            return self.step_zoom(ZoomStep::By(factor));
        }
        if self.settings.view == ViewMode::Places {
            return vec![Effect::Window(WindowEffect::ZoomPlaces(larger))];
        }
        self.set_cell_width(self.settings.cell_width_pt * factor)
    }
}
