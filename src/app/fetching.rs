//! The part of `App` that has photos brought to hand, so that a frame may show them: for the results and for the dialog
//! each by itself, so that neither waits for the other.

use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::{Dialog, Side};
use crate::app::effect::{Effect, FetchFor};
use crate::catalog::{Catalog, PhotoIndex};

impl App {
    /// Brings photos to hand that are shown among the results.
    pub(super) fn fetch(&self, photos: Vec<PhotoIndex>) -> Vec<Effect> {
        let Some(catalog) = self.catalog() else { return Vec::new() };
        let photos = photos.into_iter().map(|index| (Arc::clone(catalog), index)).collect();
        vec![Effect::Fetch { wanted_for: FetchFor::Results, photos }]
    }

    /// Brings photos to hand that the dialog shows.
    pub(super) fn fetch_for_dialog(&self, photos: Vec<(Side, PhotoIndex)>) -> Vec<Effect> {
        let photos = photos.into_iter().filter_map(|(side, index)| Some((self.dialog_catalog(side)?.clone(), index)));
        vec![Effect::Fetch { wanted_for: FetchFor::Dialog, photos: photos.collect() }]
    }

    /// A collection whose photos the dialog shows.
    pub fn dialog_catalog(&self, side: Side) -> Option<&Arc<Catalog>> {
        match (&self.dialog, side) {
            (Some(Dialog::Compare(_)), Side::Open) => self.compared().map(|compared| &compared.a),
            (Some(Dialog::Compare(_)), Side::Other) => self.compared().map(|compared| &compared.b),
            (Some(_), Side::Open) => self.catalog(),
            (Some(_), Side::Other) | (None, _) => None,
        }
    }
}
