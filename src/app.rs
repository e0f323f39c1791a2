//! All the window knows. It changes in two places only: `apply`, when something is asked, and `receive`, when an answer
//! comes. It touches no file, clock, thread or toolkit: work leaves as effects and returns as events.

pub mod command;
pub mod correcting;
pub mod dialog;
pub mod effect;
pub mod event;
pub mod large;
pub mod notices;
pub mod selection;
pub mod shortcut;

mod applying;
pub mod attaching;
mod caching;
mod checking;
mod encoding;
pub mod exporting;
mod fetching;
pub mod handover;
pub mod inspecting;
pub mod jumping;
mod lists;
mod opening;
pub mod ranks;
mod receiving;
mod searching;
pub mod typed_path;
mod viewing;
pub mod watching;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::effect::{Effect, Generation};
use crate::app::event::Event;
use crate::app::handover::Handover;
use crate::app::inspecting::Inspected;
use crate::app::jumping::Jump;
use crate::app::large::{Compare, Loupe};
use crate::app::notices::Notices;
use crate::app::ranks::Ranks;
use crate::app::selection::{Selection, Shown};
use crate::app::watching::Watching;
use crate::catalog::order::Sort;
use crate::catalog::{Catalog, PhotoIndex, Results};
use crate::lint::Lint;
use crate::lists::Lists;
use crate::lists::change::Change;
use crate::photo::{Photo, PhotoKey};
use crate::query::Query;
use crate::query::parse::QueryError;
use crate::readers::Input;
use crate::settings::Settings;
use crate::settings::folders::UserFolders;
use crate::tasks::exporting::Step;
use crate::tasks::opening::Stage;
use crate::worker::sandbox::SandboxState;

pub use crate::app::lists::listed;
pub use crate::settings::{Theme, View as ViewMode};

/// The most changes of lists that can be taken back.
const UNDO_MAX: usize = 200;

/// All the window knows.
pub struct App {
    settings: Settings,
    collection: Option<Collection>,
    /// The notice of the opening that failed last.
    failed_opening: Option<u64>,
    /// The dialog that asked for what is being opened: it comes back where that fails.
    opened_from: Option<Dialog>,
    /// What was read and replaces what is open as soon as it has been searched.
    incoming: Option<Incoming>,
    /// The photo to be shown large once it is open.
    asked: Option<PathBuf>,
    opening: Option<Opening>,
    watching: Watching,
    open_generation: Generation,
    search: Search,
    results: Arc<Results>,
    /// Each photo's place in the results.
    ranks: Arc<Ranks>,
    answer: u64,
    selection: Selection,
    jump: Option<Jump>,
    jump_generation: Generation,
    loupe: Option<Loupe>,
    compare: Option<Compare>,
    lists: Arc<Lists>,
    /// The photos on the current list.
    listed: HashSet<PhotoKey>,
    /// Where each of them, in the list's order, stands in the open collection.
    listed_positions: Vec<Option<PhotoIndex>>,
    /// Counts the changes of these.
    n_listings: u64,
    undo: Vec<Change>,
    redo: Vec<Change>,
    dialog: Option<Dialog>,
    /// Where to export as long as nothing was exported.
    user_folders: UserFolders,
    exporting: Option<Step>,
    handover: Handover,
    inspected: Option<Inspected>,
    /// What keeps the workers from the machine, once one has said so.
    sandbox: Option<Result<SandboxState, String>>,
    notices: Notices,
    /// What captions can be checked by, a house style each.
    lints: Vec<Arc<Lint>>,
}

/// What is open.
struct Collection {
    catalog: Arc<Catalog>,
    inputs: Vec<Input>,
    /// The opening it came of; parts of one opening have it in common.
    generation: Generation,
    /// Whether it is all there is in the inputs.
    complete: bool,
}

/// What was read and is not shown yet.
struct Incoming {
    collection: Collection,
    /// Whether it is what is open now, read again or read further.
    same_inputs: bool,
}

/// What is being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Its name.
    pub name: String,
    /// What is read.
    inputs: Vec<Input>,
    /// What is done with them just now.
    pub stage: Stage,
    /// Bytes read.
    pub done_bytes: u64,
    /// Bytes in all; 0 when that is not known.
    pub total_bytes: u64,
}

impl Opening {
    fn of(inputs: &[Input]) -> Self {
        let name = inputs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Self { name, inputs: inputs.to_vec(), stage: Stage::default(), done_bytes: 0, total_bytes: 0 }
    }
}

/// What is looked for.
#[derive(Default)]
struct Search {
    /// The text in the search box.
    text: String,
    /// The last query that could be parsed.
    query: Query,
    error: Option<QueryError>,
    sort: Sort,
    /// The filter that "Filter on or off" put aside.
    put_aside: Option<String>,
    generation: Generation,
    /// Whether an answer is awaited.
    pending: bool,
    /// Whether the photo in focus is to be brought into view with the answer.
    shows_focus: bool,
}

/// The panels that can be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Panel {
    /// On the left.
    Filter,
    /// On the right.
    Detail,
    /// At the bottom.
    List,
}

impl App {
    /// The application at its start, with what earlier ones left behind.
    pub fn new(settings: Settings, lists: Arc<Lists>) -> Self {
        let sort = settings.sort_key.as_deref().and_then(Sort::parse).unwrap_or_default();
        Self {
            settings,
            collection: None,
            failed_opening: None,
            opened_from: None,
            incoming: None,
            asked: None,
            opening: None,
            watching: Watching::default(),
            open_generation: Generation::default(),
            search: Search { sort, ..Search::default() },
            results: Arc::default(),
            ranks: Arc::default(),
            answer: 0,
            selection: Selection::default(),
            jump: None,
            jump_generation: Generation::default(),
            loupe: None,
            compare: None,
            listed: lists::listed_keys(&lists),
            listed_positions: Vec::new(),
            n_listings: 0,
            lists,
            undo: Vec::new(),
            redo: Vec::new(),
            dialog: None,
            user_folders: UserFolders::default(),
            exporting: None,
            handover: Handover::default(),
            inspected: None,
            sandbox: None,
            notices: Notices::default(),
            lints: checking::built_in(),
        }
    }

    /// Does what is asked; returns the work to be done elsewhere.
    pub fn apply(&mut self, command: Command) -> Vec<Effect> {
        let mut effects = self.apply_command(command);
        effects.extend(self.inspect_focused());
        effects
    }

    /// Takes in what came back; returns the work that follows from it.
    pub fn receive(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = self.receive_event(event);
        effects.extend(self.inspect_focused());
        effects
    }

    /// The settings as they are now.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The open collection.
    pub fn catalog(&self) -> Option<&Arc<Catalog>> {
        self.collection.as_ref().map(|collection| &collection.catalog)
    }

    /// The opening that the open collection came of: another one may have other pictures under the same names.
    pub fn shown_opening(&self) -> Option<Generation> {
        self.collection.as_ref().map(|collection| collection.generation)
    }

    /// What is being read.
    pub fn opening(&self) -> Option<&Opening> {
        self.opening.as_ref()
    }

    /// How far an export is, while there is one.
    pub fn exporting(&self) -> Option<Step> {
        self.exporting
    }

    /// Whether something is being read or written.
    pub fn is_busy(&self) -> bool {
        self.opening.is_some() || self.exporting.is_some() || self.handover.busy.is_some()
    }

    /// What is shown, in order: the last good answer.
    pub fn results(&self) -> &Arc<Results> {
        &self.results
    }

    /// Counts the answers taken in: what is made of an answer holds as long as this stays.
    pub fn answer(&self) -> u64 {
        self.answer
    }

    /// A photo's place in what is shown, from 0.
    pub fn rank(&self, photo: PhotoIndex) -> Option<usize> {
        self.ranks.of_photo(photo)
    }

    /// Whether a search has not been answered yet.
    pub fn is_searching(&self) -> bool {
        self.search.pending
    }

    /// Whether there is a photo that a command would act on.
    pub fn has_targets(&self) -> bool {
        self.is_large() || self.selection.n_photos() > 0 || self.selection.focus().is_some()
    }

    /// What is highlighted.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// What stands in front.
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialog.as_ref()
    }

    /// What the user should see.
    pub fn notices(&self) -> &Notices {
        &self.notices
    }

    /// A photo of the open collection, if it is at hand: what a frame shows. Others come with `Command::Fetch`.
    pub fn photo(&self, index: PhotoIndex) -> Option<Arc<Photo>> {
        self.catalog()?.photo_at_hand(index)
    }

    /// A photo of the open collection, read from the disk if need be: what a command acts on.
    pub fn read_photo(&self, index: PhotoIndex) -> Option<Arc<Photo>> {
        self.catalog()?.photo(index)
    }

    /// The photos a command acts on: the selected ones in the order on screen, or the one in focus.
    pub fn targets(&self) -> Vec<PhotoIndex> {
        match (&self.loupe, &self.compare) {
            (Some(loupe), _) => vec![loupe.photo],
            (None, Some(compare)) => compare.photos.clone(),
            (None, None) => self.selection.targets(self.shown()),
        }
    }

    /// Whether a command would act on a photo.
    fn is_target(&self, photo: PhotoIndex) -> bool {
        match (&self.loupe, &self.compare) {
            (Some(loupe), _) => loupe.photo == photo,
            (None, Some(compare)) => compare.photos.contains(&photo),
            (None, None) if self.selection.n_photos() == 0 => self.selection.focus() == Some(photo),
            (None, None) => self.selection.contains(photo),
        }
    }

    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) -> Vec<Effect> {
        let before = self.settings.clone();
        change(&mut self.settings);
        if self.settings == before { Vec::new() } else { vec![Effect::SaveSettings(Box::new(self.settings.clone()))] }
    }

    /// What keeps the processes that read photos from the machine, once it is known.
    pub fn sandbox(&self) -> Option<&Result<SandboxState, String>> {
        self.sandbox.as_ref()
    }

    fn show_about(&mut self) -> Vec<Effect> {
        self.dialog = Some(Dialog::About);
        if self.sandbox.is_some() { Vec::new() } else { vec![Effect::AskSandbox] }
    }

    fn show(&mut self, dialog: Dialog) -> Vec<Effect> {
        self.dialog = Some(dialog);
        Vec::new()
    }

    /// What is shown, for the selection.
    fn shown(&self) -> Shown<'_> {
        Shown { order: &self.results.order, ranks: &self.ranks }
    }

    fn selecting(&mut self, select: impl FnOnce(&mut Selection, Shown<'_>)) -> Vec<Effect> {
        select(&mut self.selection, Shown { order: &self.results.order, ranks: &self.ranks });
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
