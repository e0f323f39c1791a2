//! The part of `App` that opens inputs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::dialog::Dialog;
use crate::app::effect::{Effect, Generation};
use crate::app::event::{OpenFailure, Opened};
use crate::app::notices::Severity;
use crate::app::selection::Selection;
use crate::app::{App, Collection, Compare, Incoming, Loupe, Opening};
use crate::catalog::PhotoIndex;
use crate::photo::naming::is_photo_name;
use crate::photo::{Photo, PhotoKey};
use crate::query::Query;
use crate::readers::Input;

/// What the window is called where nothing is open, and behind the name of what is.
const PROGRAM: &str = "Cutline";

impl App {
    /// Opens inputs instead of what is open; what is open stays until they are read.
    pub fn open(&mut self, inputs: Vec<Input>) -> Vec<Effect> {
        self.open_generation = Generation(self.open_generation.0 + 1);
        self.incoming = None;
        let (inputs, first) = with_neighbours(inputs);
        self.asked = first.clone();
        self.opening = Some(Opening::of(&inputs));
        self.opened_from = self.dialog.take();
        if let Some(failed) = self.failed_opening.take() {
            self.notices.dismiss(failed);
        }
        let is_open = self.inputs() == inputs.as_slice();
        if !is_open {
            self.begin_watch();
        }
        let mut effects: Vec<Effect> = self.watch(true).into_iter().collect();
        let lint = Arc::clone(self.lint());
        let iim_encoding = self.iim_encoding(&inputs);
        let corrections = Arc::clone(&self.lists.corrections);
        let generation = self.open_generation;
        effects.push(Effect::Open { generation, inputs, first, lint, corrections, iim_encoding });
        if is_open {
            effects.extend(self.show_asked());
        }
        effects
    }

    /// What the open collection was read from.
    pub fn inputs(&self) -> &[Input] {
        self.collection.as_ref().map_or(&[], |collection| collection.inputs.as_slice())
    }

    /// Whether what is open is a part of its inputs: they are still being read, or were not read to their end.
    pub fn is_part(&self) -> bool {
        self.collection.as_ref().is_some_and(|collection| !collection.complete)
    }

    /// What the window is called: by what is open, as it is known where it lies.
    pub fn window_title(&self) -> String {
        let Some(catalog) = self.catalog() else { return PROGRAM.to_owned() };
        let file_name = match self.inputs() {
            [input] => input.path().and_then(Path::file_name),
            _ => None,
        };
        let name = file_name.map_or_else(|| catalog.heading().title.as_str().into(), |name| name.to_string_lossy());
        format!("{} — {PROGRAM}", name.replace(char::is_control, " "))
    }

    pub(super) fn reload(&mut self) -> Vec<Effect> {
        self.open(self.inputs().to_vec())
    }

    /// Takes in what was read: it is searched, and shown when the answer comes.
    pub(super) fn opened(&mut self, result: Result<Opened, OpenFailure>) -> Vec<Effect> {
        let refreshing = self.is_refreshing();
        let Opened { catalog, inputs, warnings, complete } = match result {
            Ok(opened) => opened,
            Err(failure) => return self.not_opened(failure),
        };
        let same_inputs = self.inputs() == inputs.as_slice();
        let is_of_this_opening = self.shown_opening() == Some(self.open_generation);
        let is_less = self.catalog().is_some_and(|open| !self.is_part() || catalog.n_photos() <= open.n_photos());
        if !complete && same_inputs && !is_of_this_opening && is_less {
            return Vec::new();
        }
        if complete {
            self.opening = None;
        }
        let warnings = self.new_warnings(warnings);
        if !warnings.is_empty() {
            let noun = if warnings.len() == 1 { "thing was" } else { "things were" };
            let text = format!("{} {noun} not as expected in {}", warnings.len(), catalog.heading().title);
            self.notices.add_with(Severity::Warning, text, warnings, None);
        }
        if refreshing && complete {
            let n_before = self.catalog().map_or(0, |catalog| catalog.n_photos());
            self.note_refresh(n_before, catalog.n_photos());
        }
        let mut effects = if complete && !refreshing { self.remember(&inputs) } else { Vec::new() };
        // Pictures of what is read again because it changed stay; those of changed files are forgotten by name.
        let shown = self.shown_opening().filter(|_| refreshing);
        let generation = shown.unwrap_or(self.open_generation);
        self.incoming =
            Some(Incoming { collection: Collection { catalog, inputs, generation, complete }, same_inputs });
        // Another collection has other words to filter by; the same one, read again, keeps its filter.
        if same_inputs {
            effects.extend(self.search_again());
        } else {
            effects.extend(self.set_query(Query::default()));
        }
        if complete {
            effects.push(Effect::TrimCache(self.settings.cache_bytes_max));
            effects.extend(self.watch_again());
        }
        effects
    }

    /// What was open stays, or what was read so far; a path that was typed can be mended.
    fn not_opened(&mut self, failure: OpenFailure) -> Vec<Effect> {
        let refreshing = self.is_refreshing();
        let Opening { name, inputs, .. } = self.opening.take().unwrap_or_else(|| Opening::of(&[]));
        let from = self.opened_from.take().filter(|_| self.dialog.is_none());
        let is_partly_open = self.incoming.is_some() || self.inputs() == inputs;
        if self.inputs() != inputs {
            // What is still told of what could not be opened is no news of what is open.
            self.open_generation = Generation(self.open_generation.0 + 1);
            self.begin_watch();
        }
        match failure {
            OpenFailure::Cancelled if refreshing => self.note_failed_refresh("reading was cancelled"),
            OpenFailure::Cancelled if is_partly_open => {}
            OpenFailure::Cancelled => self.notices.add(Severity::Done, format!("Reading {name} was cancelled")),
            OpenFailure::Other(why) if refreshing => self.note_failed_refresh(&why),
            OpenFailure::Other(why) => match from {
                Some(Dialog::OpenPath(path)) => self.dialog = Some(Dialog::OpenPath(path.with_error(why))),
                Some(Dialog::PasteText(text)) => self.dialog = Some(Dialog::PasteText(text.with_error(why))),
                _ => {
                    self.notices.add(Severity::Error, why);
                    self.failed_opening = self.notices.all().last().map(|notice| notice.id);
                }
            },
        }
        self.watch_again()
    }

    /// Shows what came in instead of what was open: what was selected and shown large stays, as far as it is still there.
    pub(super) fn show_incoming(&mut self) {
        let Some(Incoming { collection, same_inputs }) = self.incoming.take() else { return };
        let moved = |index: PhotoIndex| collection.catalog.position(&self.read_photo(index)?.key);
        let selection = if same_inputs { self.selection.moved_to(moved) } else { Selection::default() };
        let shown =
            self.loupe.filter(|_| same_inputs).and_then(|loupe| Some(Loupe { photo: moved(loupe.photo)?, ..loupe }));
        let compared = self.compare.as_ref().filter(|_| same_inputs).and_then(|compare| {
            let photos = compare.photos.iter().map(|photo| moved(*photo)).collect::<Option<_>>()?;
            Some(Compare { photos, zoom: compare.zoom })
        });
        self.selection = selection;
        self.loupe = shown;
        self.compare = compared;
        self.collection = Some(collection);
        self.locate_listed();
    }

    /// Shows the photo that was asked for by its file, once it is there.
    pub(super) fn show_asked(&mut self) -> Vec<Effect> {
        let is_asked =
            |photo: &Photo| photo.photo_file.as_ref().is_some_and(|file| Some(&file.path) == self.asked.as_ref());
        let Some(catalog) = self.catalog().filter(|_| self.asked.is_some()) else { return Vec::new() };
        let is_it = |index: &PhotoIndex| catalog.photo(*index).is_some_and(|photo| is_asked(&photo));
        // Most often its key tells where it is; if not, all are gone through.
        let by_key = self.asked_key().and_then(|key| catalog.position(&key)).filter(is_it);
        let Some(index) = by_key.or_else(|| catalog.indexes().find(is_it)) else { return Vec::new() };
        self.asked = None;
        self.open_loupe(index)
    }

    /// The key that the photo asked for has in the folder it lies in, unless another took it.
    fn asked_key(&self) -> Option<PhotoKey> {
        let [folder] = self.inputs() else { return None };
        let input = folder.id();
        let whole = Input::File(self.asked.clone()?).id();
        let name = whole.strip_prefix(&input)?.strip_prefix('/')?.to_owned();
        Some(PhotoKey { input, name })
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
        [Input::File(path)] if is_photo_name(path) => {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let folder = parent.map_or_else(|| PathBuf::from("."), PathBuf::from);
            (vec![Input::Folder { path: folder, subfolders: false }], Some(path.clone()))
        }
        _ => (inputs, None),
    }
}
