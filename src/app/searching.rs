//! The part of `App` that asks for searches and takes their answers.

use std::sync::Arc;

use crate::app::App;
use crate::app::effect::{Effect, WindowEffect};
use crate::app::notices::Severity;
use crate::app::ranks::Ranks;
use crate::app::selection::{Motion, SelectMode, Selection};
use crate::catalog::facets::FacetCounts;
use crate::catalog::order::Sort;
use crate::catalog::{Catalog, PhotoIndex, Results};
use crate::query::parse::QueryError;
use crate::query::{FacetName, Query};

impl App {
    /// The text in the search box.
    pub fn query_text(&self) -> &str {
        &self.search.text
    }

    /// The query that is shown: the last one that could be parsed.
    pub fn query(&self) -> &Query {
        &self.search.query
    }

    /// What is wrong with the text in the search box.
    pub fn query_error(&self) -> Option<&QueryError> {
        self.search.error.as_ref()
    }

    /// The order of the results.
    pub fn sort(&self) -> Sort {
        self.search.sort
    }

    /// Whether there is a filter to switch off, or one to switch on again.
    pub fn can_toggle_filter(&self) -> bool {
        !self.search.text.is_empty() || self.search.put_aside.is_some()
    }

    pub(super) fn set_query_text(&mut self, text: String) -> Vec<Effect> {
        let parsed = text.parse::<Query>();
        self.search.put_aside = None;
        self.search.text = text;
        match parsed {
            Ok(query) => {
                // A place that no photo names is most likely still being typed: the rest of the query counts meanwhile.
                let (query, error) = self.without_unknown_places(query);
                self.search.error = error;
                if query == self.search.query {
                    return Vec::new();
                }
                self.search.query = query;
                self.search_again()
            }
            // The last good results stay.
            Err(error) => {
                self.search.error = Some(error);
                Vec::new()
            }
        }
    }

    fn without_unknown_places(&self, query: Query) -> (Query, Option<QueryError>) {
        let (mut query, mut error) = (query, None);
        while let Some(value) = self.newest_catalog().and_then(|catalog| catalog.unknown_place(&query)) {
            let at = self.search.text.find(&value).unwrap_or(0);
            let character = self.search.text.get(..at).unwrap_or("").chars().count();
            error = Some(QueryError { problem: format!("no photo here names a place “{value}”"), at, character });
            query = query.toggled(FacetName::Place, &value);
        }
        (query, error)
    }

    pub(super) fn set_query(&mut self, query: Query) -> Vec<Effect> {
        self.search.text = query.to_string();
        self.search.error = None;
        self.search.query = query;
        self.search.put_aside = None;
        self.search_again()
    }

    pub(super) fn set_sort(&mut self, sort: Sort) -> Vec<Effect> {
        self.search.sort = sort;
        let mut effects = self.change_settings(|settings| settings.sort_key = Some(sort.name()));
        effects.extend(self.search_again());
        effects
    }

    pub(super) fn toggle_filter(&mut self) -> Vec<Effect> {
        let current = self.search.text.clone();
        let wanted = self.search.put_aside.take().unwrap_or_default();
        let effects = self.set_query_text(wanted);
        if !current.is_empty() {
            self.search.put_aside = Some(current);
        }
        effects
    }

    /// What is open, or what is about to be.
    fn newest_catalog(&self) -> Option<&Arc<Catalog>> {
        self.incoming.as_ref().map(|incoming| &incoming.collection.catalog).or(self.catalog())
    }

    pub(super) fn search_again(&mut self) -> Vec<Effect> {
        let Some(catalog) = self.newest_catalog().cloned() else { return Vec::new() };
        self.search.generation.0 += 1;
        self.search.pending = true;
        vec![Effect::Search {
            generation: self.search.generation,
            catalog,
            query: self.search.query.clone(),
            sort: self.search.sort,
            listed: self.listed.clone(),
        }]
    }

    /// Shows what was found; until it is counted, the last counts stay, if they are of this collection.
    pub(super) fn show_found(&mut self, order: Arc<[PhotoIndex]>, ranks: Arc<Ranks>) -> Vec<Effect> {
        let is_other = self.incoming.is_some();
        self.show_incoming();
        let counts = if is_other { FacetCounts::default() } else { self.results.counts.clone() };
        self.show_results(Arc::new(Results { order, counts, loosenings: Vec::new() }), ranks)
    }

    pub(super) fn searched(&mut self, result: Result<Arc<Results>, String>) -> Vec<Effect> {
        self.search.pending = false;
        let was_found = |results: &Arc<Results>| Arc::ptr_eq(&results.order, &self.results.order);
        match result {
            // The photos are on the screen; only their counts are new.
            Ok(results) if was_found(&results) && self.incoming.is_none() => {
                self.answer += 1;
                self.results = results;
                Vec::new()
            }
            Ok(results) => {
                self.show_incoming();
                // These are few: what takes long is found before it is counted.
                let ranks = Arc::new(Ranks::of(&results.order));
                self.show_results(results, ranks)
            }
            Err(why) => {
                self.answer += 1;
                self.show_incoming();
                self.notices.add(Severity::Error, why);
                Vec::new()
            }
        }
    }

    fn show_results(&mut self, results: Arc<Results>, ranks: Arc<Ranks>) -> Vec<Effect> {
        self.answer += 1;
        self.results = results;
        self.ranks = ranks;
        self.selecting(Selection::keep_to);
        self.keep_large_to_results();
        let shows_focus = std::mem::take(&mut self.search.shows_focus);
        let effect = if shows_focus { WindowEffect::ScrollToFocus } else { WindowEffect::KeepPlace };
        let mut effects = vec![Effect::Window(effect)];
        effects.extend(self.show_asked());
        effects
    }

    /// Goes to the next photo of the results, from the last to the first.
    pub(super) fn find_next(&mut self) -> Vec<Effect> {
        let at_end = self.results.order.last().copied() == self.selection.focus();
        self.move_focus(if at_end { Motion::First } else { Motion::Forward }, 1, SelectMode::Only)
    }
}
