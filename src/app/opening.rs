//! The part of `App` that opens inputs.

use std::sync::Arc;

use crate::app::effect::{Effect, Generation, Opened};
use crate::app::notices::Severity;
use crate::app::{App, Collection, Opening};
use crate::query::Query;
use crate::readers::Input;

impl App {
    /// Opens inputs instead of what is open; what is open stays until they are read.
    pub fn open(&mut self, inputs: Vec<Input>) -> Vec<Effect> {
        self.open_generation = Generation(self.open_generation.0 + 1);
        let name = inputs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        self.opening = Some(Opening { name, done_bytes: 0, total_bytes: 0 });
        self.dialog = None;
        vec![Effect::Open { generation: self.open_generation, inputs }]
    }

    /// What the open collection was read from.
    pub fn inputs(&self) -> &[Input] {
        self.collection.as_ref().map_or(&[], |collection| collection.inputs.as_slice())
    }

    pub(super) fn reload(&mut self) -> Vec<Effect> {
        self.open(self.inputs().to_vec())
    }

    pub(super) fn opened(&mut self, result: Result<Opened, String>) -> Vec<Effect> {
        self.opening = None;
        let Opened { catalog, inputs, warnings } = match result {
            Ok(opened) => opened,
            Err(why) => {
                self.notices.add(Severity::Error, why);
                return Vec::new();
            }
        };
        if !warnings.is_empty() {
            let noun = if warnings.len() == 1 { "thing was" } else { "things were" };
            let text = format!("{} {noun} not as expected in {}", warnings.len(), catalog.heading().title);
            self.notices.add_with(Severity::Warning, text, warnings, None);
        }
        let reloaded = self.inputs() == inputs.as_slice();
        let mut effects = self.remember(&inputs);
        let selected = self.selection.moved_to(|index| {
            let photo = self.photo(index)?;
            catalog.position(&photo.key)
        });
        self.selection = if reloaded { selected } else { Default::default() };
        self.collection = Some(Collection { catalog, inputs });
        (self.loupe, self.compare) = (None, None);
        // What is shown speaks of the photos that were open before.
        self.results = Arc::default();
        self.ranks = Vec::new();
        // Another collection has other words to filter by; the same one, read again, keeps its filter.
        if reloaded {
            effects.extend(self.search_again());
        } else {
            effects.extend(self.set_query(Query::default()));
        }
        effects
    }

    /// The settings remember what was opened, so that the next start opens it again.
    fn remember(&mut self, inputs: &[Input]) -> Vec<Effect> {
        let path = |input: &Input| match input {
            Input::File(path) => Some(path.clone()),
            Input::Bundled | Input::Stdin(_) | Input::Pasted(_) => None,
        };
        let paths: Vec<_> = inputs.iter().filter_map(path).collect();
        self.change_settings(|settings| settings.remember_inputs(&paths))
    }
}
