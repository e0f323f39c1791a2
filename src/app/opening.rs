//! The part of `App` that opens inputs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::effect::{Effect, Generation, Opened};
use crate::app::notices::Severity;
use crate::app::selection::Selection;
use crate::app::{App, Collection, Incoming, Loupe, Opening};
use crate::catalog::PhotoIndex;
use crate::photo::Photo;
use crate::query::Query;
use crate::readers::{self, Input};

impl App {
    /// Opens inputs instead of what is open; what is open stays until they are read.
    pub fn open(&mut self, inputs: Vec<Input>) -> Vec<Effect> {
        let (inputs, first) = with_neighbours(inputs);
        self.asked = first;
        self.dialog = None;
        self.read(inputs)
    }

    fn read(&mut self, inputs: Vec<Input>) -> Vec<Effect> {
        self.open_generation = Generation(self.open_generation.0 + 1);
        self.incoming = None;
        self.wanted.clone_from(&inputs);
        let first = self.asked.clone();
        let corrections = Arc::clone(&self.lists.corrections);
        let name = inputs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        self.opening = Some(Opening { name, done_bytes: 0, total_bytes: 0 });
        let iim_encoding = self.iim_encoding(&inputs);
        vec![Effect::Open { generation: self.open_generation, inputs, first, corrections, iim_encoding }]
    }

    /// What the open collection was read from.
    pub fn inputs(&self) -> &[Input] {
        self.collection.as_ref().map_or(&[], |collection| collection.inputs.as_slice())
    }

    pub(super) fn reload(&mut self) -> Vec<Effect> {
        self.open(self.inputs().to_vec())
    }

    /// Reads what is open, or about to be, once more: something else is known by now. A dialog stays.
    pub(super) fn read_again(&mut self) -> Vec<Effect> {
        let inputs = if self.opening.is_some() { self.wanted.clone() } else { self.inputs().to_vec() };
        if inputs.is_empty() { Vec::new() } else { self.read(inputs) }
    }

    /// Takes in what was read: it is searched, and shown when the answer comes.
    pub(super) fn opened(&mut self, result: Result<Opened, String>) -> Vec<Effect> {
        let Opened { catalog, inputs, warnings, complete } = match result {
            Ok(opened) => opened,
            Err(why) => {
                self.opening = None;
                self.notices.add(Severity::Error, why);
                return Vec::new();
            }
        };
        if complete {
            self.opening = None;
        }
        if !warnings.is_empty() {
            let noun = if warnings.len() == 1 { "thing was" } else { "things were" };
            let text = format!("{} {noun} not as expected in {}", warnings.len(), catalog.heading().title);
            self.notices.add_with(Severity::Warning, text, warnings, None);
        }
        let same_inputs = self.inputs() == inputs.as_slice();
        let mut effects = if complete { self.remember(&inputs) } else { Vec::new() };
        self.incoming = Some(Incoming {
            collection: Collection { catalog, inputs, generation: self.open_generation },
            same_inputs,
        });
        // Another collection has other words to filter by; the same one, read again, keeps its filter.
        if same_inputs {
            effects.extend(self.search_again());
        } else {
            effects.extend(self.set_query(Query::default()));
        }
        effects
    }

    /// Shows what came in instead of what was open: what was selected and shown large stays, as far as it is still there.
    pub(super) fn show_incoming(&mut self) {
        let Some(Incoming { collection, same_inputs }) = self.incoming.take() else { return };
        let moved = |index: PhotoIndex| collection.catalog.position(&self.photo(index)?.key);
        let selection = if same_inputs { self.selection.moved_to(moved) } else { Selection::default() };
        let shown =
            self.loupe.filter(|_| same_inputs).and_then(|loupe| Some(Loupe { photo: moved(loupe.photo)?, ..loupe }));
        self.selection = selection;
        self.loupe = shown;
        self.collection = Some(collection);
    }

    /// Shows the photo that was asked for by its file, once it is there.
    pub(super) fn show_asked(&mut self) -> Vec<Effect> {
        let is_asked =
            |photo: &Photo| photo.photo_file.as_ref().is_some_and(|file| Some(&file.path) == self.asked.as_ref());
        let Some(catalog) = self.catalog().filter(|_| self.asked.is_some()) else { return Vec::new() };
        let asked = catalog.indexes().find(|index| catalog.photo(*index).is_some_and(|photo| is_asked(&photo)));
        let Some(index) = asked else { return Vec::new() };
        self.asked = None;
        self.open_loupe(index)
    }

    /// The settings remember what was opened, so that the next start opens it again.
    fn remember(&mut self, inputs: &[Input]) -> Vec<Effect> {
        let paths: Vec<_> = inputs.iter().filter_map(|input| input.path().map(Path::to_owned)).collect();
        self.change_settings(|settings| settings.remember_inputs(&paths))
    }
}

/// A photo named alone is opened with its folder, as every viewer does, and shown first.
fn with_neighbours(inputs: Vec<Input>) -> (Vec<Input>, Option<PathBuf>) {
    match inputs.as_slice() {
        [Input::File(path)] if readers::is_photo_name(path) => {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let folder = parent.map_or_else(|| PathBuf::from("."), PathBuf::from);
            (vec![Input::Folder { path: folder, subfolders: false }], Some(path.clone()))
        }
        _ => (inputs, None),
    }
}
