//! The part of `App` that jumps to what is typed in the column that the list view is sorted by.

use std::sync::Arc;

use crate::app::effect::{Effect, Generation, WindowEffect};
use crate::app::selection::SelectMode;
use crate::app::{App, ViewMode};
use crate::catalog::locate::Located;

/// What is typed, while the field for it is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Jump {
    /// What was typed.
    pub typed: String,
    /// Whether a value begins with it; not known until the answer comes.
    pub found: Option<bool>,
    generation: Generation,
}

impl App {
    /// What is typed to jump to, while the field for it is open.
    pub fn jump(&self) -> Option<&Jump> {
        self.jump.as_ref()
    }

    /// Whether there is a sorted column to jump in.
    pub fn can_jump(&self) -> bool {
        self.settings.view == ViewMode::List && !self.is_large() && !self.results.order.is_empty()
    }

    pub(super) fn set_jump(&mut self, typed: Option<String>) -> Vec<Effect> {
        let Some(typed) = typed else {
            self.jump = None;
            return Vec::new();
        };
        let generation = Generation(self.jump_generation.0 + 1);
        self.jump_generation = generation;
        self.jump = Some(Jump { typed: typed.clone(), found: None, generation });
        let Some(catalog) = self.catalog().cloned().filter(|_| !typed.trim().is_empty()) else { return Vec::new() };
        let order = Arc::clone(&self.results.order);
        vec![Effect::Locate { generation, catalog, order, sort: self.search.sort, typed }]
    }

    pub(super) fn located(&mut self, generation: Generation, located: Option<Located>) -> Vec<Effect> {
        let Some(jump) = self.jump.as_mut().filter(|jump| jump.generation == generation) else { return Vec::new() };
        jump.found = Some(located.is_some_and(|located| located.begins));
        // The photos shown may be others by now.
        let Some(photo) = located.map(|located| located.photo).filter(|photo| self.rank(*photo).is_some()) else {
            return Vec::new();
        };
        self.selecting(|selection, shown| selection.select(photo, SelectMode::Only, shown));
        vec![Effect::Window(WindowEffect::ScrollFocusToTop)]
    }
}
