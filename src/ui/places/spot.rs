//! A place of the collection as the drawings show it: its name, how many photos of the search it has, and whether it is
//! ticked. Taken from the place facet, so that the drawings and the filter panel never differ.

use crate::app::App;
use crate::app::command::Command;
use crate::catalog::facets::FacetValue;
use crate::query::FacetName;
use crate::text;

/// A place of the collection.
pub(super) struct Spot<'a> {
    /// The value of the facet.
    pub(super) value: &'a FacetValue,
    /// Its position among the values, which stand in the order of the tree.
    pub(super) at: usize,
    /// The photos of the search that have it, but for the ticks of places.
    pub(super) n_photos: usize,
    /// The condition of the query that ticks it, as it is written there.
    pub(super) tick: Option<String>,
}

/// The places of the collection, in the order of the tree.
pub(super) fn of(app: &App) -> Vec<Spot<'_>> {
    let (Some(catalog), Some(count)) = (app.catalog(), app.results().counts.of(FacetName::Place)) else {
        return Vec::new();
    };
    let Some(facet) = catalog.facets().get(FacetName::Place) else { return Vec::new() };
    let ticks = app.query().ticks(FacetName::Place);
    let counted = facet.values.iter().zip(&count.n_photos).enumerate();
    counted
        .map(|(at, (value, n_photos))| {
            let tick = ticks.iter().find(|tick| value.is_meant_by(tick)).cloned();
            Spot { value, at, n_photos: *n_photos, tick }
        })
        .collect()
}

impl Spot<'_> {
    /// The place's name.
    pub(super) fn label(&self) -> &str {
        &self.value.label
    }

    /// Whether the place is ticked.
    pub(super) fn ticked(&self) -> bool {
        self.tick.is_some()
    }

    /// What ticks the place, or no longer.
    pub(super) fn toggle(&self) -> Command {
        let value = self.tick.clone().unwrap_or_else(|| self.value.value.clone());
        Command::ToggleTick(FacetName::Place, value)
    }

    /// The place as a screen reader says it; that it is ticked is told by the control's state and, where a user only
    /// hears the name, by the name.
    pub(super) fn spoken(&self) -> String {
        let ticked = if self.ticked() { ", ticked" } else { "" };
        format!("{}, {}{ticked}", self.label(), text::counted(self.n_photos, "photo"))
    }
}
