//! All the window knows. It changes in two places only: `apply`, when something is asked, and `receive`, when an answer
//! comes. It touches no file, clock, thread or toolkit: work leaves as effects and returns as events.

pub mod command;
pub mod correcting;
pub mod effect;
pub mod large;
pub mod notices;
pub mod selection;
pub mod shortcut;

pub mod attaching;
mod caching;
mod checking;
mod encoding;
pub mod exporting;
pub mod handover;
pub mod inspecting;
pub mod jumping;
mod lists;
mod opening;
pub mod ranks;
mod searching;
pub mod watching;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::attaching::AttachDialog;
use crate::app::command::{Command, Verb};
use crate::app::correcting::{CorrectDialog, CorrectionsDialog};
use crate::app::effect::{Effect, Event, FolderFor, Generation, Origin, WindowEffect};
use crate::app::handover::comparing::CompareDialog;
use crate::app::handover::finding::FindDialog;
use crate::app::handover::printing::PrintDialog;
use crate::app::handover::templates::TemplateDialog;
use crate::app::handover::{Handover, HandoverCommand};
use crate::app::inspecting::Inspected;
use crate::app::jumping::Jump;
use crate::app::large::{Compare, Loupe, Zoom, ZoomStep};
use crate::app::notices::{Notices, Severity};
use crate::app::ranks::Ranks;
use crate::app::selection::{Selection, Shown};
use crate::app::watching::Watching;
use crate::cache::Contents;
use crate::catalog::order::Sort;
use crate::catalog::{Catalog, PhotoIndex, Results};
use crate::exporters::Format;
use crate::exporters::options::ExportOptions;
use crate::lint::Lint;
use crate::lists::Lists;
use crate::lists::change::Change;
use crate::metadata::fallback::FallbackEncoding;
use crate::photo::{Photo, PhotoKey};
use crate::query::Query;
use crate::query::parse::QueryError;
use crate::readers::Input;
use crate::settings::{self, CAPTION_TEXT_SIZE_PT, CELL_WIDTH_PT, Settings, SpaceKey};
use crate::tasks::exporting::Step;
use crate::worker::sandbox::SandboxState;

pub use crate::app::lists::listed;
pub use crate::settings::{Theme, View as ViewMode};

/// The most changes of lists that can be taken back.
const UNDO_MAX: usize = 200;

/// All the window knows.
pub struct App {
    settings: Settings,
    collection: Option<Collection>,
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
    undo: Vec<Change>,
    redo: Vec<Change>,
    dialog: Option<Dialog>,
    exporting: Option<Step>,
    handover: Handover,
    match_generation: Generation,
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
    /// Bytes read.
    pub done_bytes: u64,
    /// Bytes in all; 0 when that is not known.
    pub total_bytes: u64,
}

impl Opening {
    fn of(inputs: &[Input]) -> Self {
        let name = inputs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Self { name, inputs: inputs.to_vec(), done_bytes: 0, total_bytes: 0 }
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

/// What stands in front of everything else.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Export.
    Export(ExportDialog),
    /// Where to read from, when the system's dialog does not answer.
    OpenPath(String),
    /// Caption text to read.
    PasteText(String),
    /// A new list's name.
    NewList(String),
    /// The current list's new name.
    RenameList(String),
    /// Pictures for photos that came without.
    Attach(AttachDialog),
    /// What some words of captions are.
    Correct(CorrectDialog),
    /// Every correction.
    Corrections(CorrectionsDialog),
    /// Export templates.
    Template(TemplateDialog),
    /// Photos from someone else's list.
    Find(FindDialog),
    /// Another collection.
    Compare(CompareDialog),
    /// Print.
    Print(PrintDialog),
    /// The encoding of texts that name none.
    IimEncoding(FallbackEncoding),
    /// What the cache holds, once it was looked at.
    Cache(Option<Arc<Contents>>),
    /// Every command with its key.
    Keys,
    /// Version, licence, folders.
    About,
}

/// What the export dialog shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportDialog {
    /// What to export.
    pub scope: ExportScope,
    /// As what.
    pub format: Format,
    /// What else was chosen.
    pub options: Box<ExportOptions>,
    /// Where to, as typed.
    pub path: String,
    /// Whether it is read again when it is written.
    pub verify: bool,
    /// What is wrong with it, when it was tried.
    pub error: Option<String>,
    /// Whether a file of that name is there and may be replaced by another click.
    pub exists: bool,
}

/// What to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportScope {
    /// The current list, in its order.
    List,
    /// The selected photos, in the order on the screen.
    Selection,
    /// Every photo shown, in the order on the screen.
    Results,
}

impl App {
    /// The application at its start, with what earlier ones left behind.
    pub fn new(settings: Settings, lists: Arc<Lists>) -> Self {
        let sort = settings.sort_key.as_deref().and_then(Sort::parse).unwrap_or_default();
        Self {
            settings,
            collection: None,
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
            lists,
            undo: Vec::new(),
            redo: Vec::new(),
            dialog: None,
            exporting: None,
            handover: Handover::default(),
            match_generation: Generation::default(),
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

    fn apply_command(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Do(verb) => self.apply_verb(verb),
            Command::SetQueryText(text) => self.set_query_text(text),
            Command::SetQuery(query) => self.set_query(query),
            Command::ToggleTick(facet, value) => self.set_query(self.search.query.toggled(facet, &value)),
            Command::SetSort(sort) => self.set_sort(sort),
            Command::SetView(view) => self.set_view(view),
            Command::SetTheme(theme) => self.change_settings(|settings| settings.theme = theme),
            Command::SetCellWidth(width_pt) => self.set_cell_width(width_pt),
            Command::SetCaptionSize(size_pt) => {
                self.change_settings(|settings| settings.caption_text_size_pt = CAPTION_TEXT_SIZE_PT.clamp(size_pt))
            }
            Command::SetHouseStyle(name) => self.set_house_style(name),
            Command::SetSpaceSelects(selects) => {
                let space_key = if selects { SpaceKey::Select } else { SpaceKey::Preview };
                self.change_settings(|settings| settings.space_key = space_key)
            }
            Command::SetWatching(watches) => self.set_watching(watches),
            Command::SetPanelVisible(panel, visible) => {
                self.change_settings(|settings| panel_settings(settings, panel).visible = visible)
            }
            Command::SetPanelSize(panel, size_pt) => {
                self.change_settings(|settings| panel_settings(settings, panel).size_pt = size_pt)
            }
            Command::SetWindowPlace(place) => self.change_settings(|settings| settings.window = place),
            Command::Select(photo, mode) => {
                self.selection.select(photo, mode, Shown { order: &self.results.order, ranks: &self.ranks });
                Vec::new()
            }
            Command::MoveFocus(motion, n_photos, mode) => self.move_focus(motion, n_photos, mode),
            Command::SetJump(typed) => self.set_jump(typed),
            Command::SetColumnWidth(column, width_pt) => {
                self.change_settings(|settings| settings.set_column_width(column, width_pt))
            }
            Command::Fetch(photos) => {
                self.catalog().cloned().map(|catalog| Effect::Fetch { catalog, photos }).into_iter().collect()
            }
            Command::EmptyCache(part) => self.empty_cache(part),
            Command::SetCacheBytes(n_bytes) => self.set_cache_bytes(n_bytes),
            Command::OpenLoupe(photo) => self.open_loupe(photo),
            Command::OpenPaths(paths) => self.open(paths.into_iter().map(Input::File).collect()),
            Command::OpenText(text) => self.open(vec![Input::Pasted(text)]),
            Command::ChangeLists(change) => vec![self.change_lists(change)],
            Command::SetCurrentList(list) => vec![self.change_lists(Change::SetCurrent { list })],
            Command::Reveal(key) => self.reveal(&key),
            Command::SetIimEncoding(encoding) => self.set_iim_encoding(encoding),
            Command::SetDialog(dialog) => {
                self.dialog = Some(dialog);
                Vec::new()
            }
            Command::CloseDialog => self.close_dialog(),
            Command::Export(request) => self.export(request),
            Command::Handover(command) => self.apply_handover(command),
            Command::PickExportPath => self.pick_export_path(),
            Command::PickPictureFolder => vec![Effect::PickFolder(FolderFor::Attaching)],
            Command::MatchPictures(method) => self.match_pictures(method),
            Command::AcceptPictures => self.accept_pictures(),
            Command::AcceptCorrection => self.accept_correction(),
            Command::ExportCorrections { path, replace } => self.write_corrections(path, replace),
            Command::ImportCorrections(path) => vec![Effect::ReadCorrections(path)],
            Command::ShowPath(path) => vec![Effect::ShowPath(path)],
            Command::Copy(text) => vec![Effect::Window(WindowEffect::Copy(text))],
            Command::DismissNotice(id) => {
                self.notices.dismiss(id);
                Vec::new()
            }
            Command::SetZoom(zoom) => self.set_zoom(zoom),
            Command::SlideshowNext => self.slideshow_next(),
        }
    }

    fn receive_event(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::OpenProgress { generation, done_bytes, total_bytes } => {
                if let Some(opening) = self.opening.as_mut().filter(|_| generation == self.open_generation) {
                    opening.done_bytes = done_bytes;
                    opening.total_bytes = total_bytes;
                }
                Vec::new()
            }
            Event::Opened { generation, result } if generation == self.open_generation => self.opened(result),
            Event::Found { generation, order, ranks } if generation == self.search.generation => {
                self.show_found(order, ranks)
            }
            Event::Searched { generation, result } if generation == self.search.generation => self.searched(result),
            // The answer to a question that was superseded.
            Event::Opened { .. } | Event::Found { .. } | Event::Searched { .. } => Vec::new(),
            Event::CacheLookedAt { contents, removed } => self.cache_looked_at(contents, removed),
            Event::Watched { generation, news } => self.watched(generation, news),
            // The frame that follows finds them.
            Event::Fetched => Vec::new(),
            Event::Located { generation, located } => self.located(generation, located),
            Event::Lists(lists) => self.take_lists(lists),
            Event::ListsChanged { lists, inverse, origin } => self.lists_changed(lists, inverse, origin),
            Event::ListsFailed { why, change, origin } => {
                self.notices.add(Severity::Error, why);
                // What could not be undone or made again now can be tried later.
                match origin {
                    Origin::User => {}
                    Origin::Undo => self.undo.push(change),
                    Origin::Redo => self.redo.push(change),
                }
                Vec::new()
            }
            Event::ExportProgress(step) => {
                self.exporting = self.exporting.map(|_| step);
                Vec::new()
            }
            Event::Exported { job, result } => self.exported(job, result),
            Event::Handover(event) => self.receive_handover(event),
            Event::InputsPicked(paths) if paths.is_empty() => {
                // The system's dialog did answer: the field that was offered meanwhile is not needed.
                if self.dialog == Some(Dialog::OpenPath(String::new())) {
                    self.dialog = None;
                }
                Vec::new()
            }
            Event::InputsPicked(paths) => self.apply(Command::OpenPaths(paths)),
            Event::ExportPathPicked(path) => {
                if let (Some(Dialog::Export(dialog)), Some(path)) = (&mut self.dialog, path) {
                    dialog.path = path.display().to_string();
                    dialog.error = None;
                    // The system's dialog has asked whether to replace.
                    dialog.exists = false;
                }
                Vec::new()
            }
            Event::FolderPicked(FolderFor::Opening, Some(path)) => {
                let inputs = vec![Input::Folder { path, subfolders: true }];
                self.open(inputs)
            }
            Event::FolderPicked(FolderFor::Opening, None) => Vec::new(),
            Event::FolderPicked(FolderFor::Attaching, picked) => self.picture_folder_picked(picked),
            Event::Inspected { key, merged } => {
                self.take_inspected(key, merged);
                Vec::new()
            }
            Event::Sandbox(state) => {
                self.sandbox = Some(state);
                Vec::new()
            }
            Event::PicturesMatched { generation, result } => self.pictures_matched(generation, result),
            Event::CorrectionsWritten { path, n_written, result } => self.corrections_written(path, n_written, result),
            Event::CorrectionsRead { path, result } => self.corrections_read(path, result),
            Event::PickerSilent => {
                if self.dialog.is_none() {
                    self.dialog = Some(Dialog::OpenPath(String::new()));
                }
                Vec::new()
            }
            Event::Notice(severity, text) => {
                self.notices.add(severity, text);
                Vec::new()
            }
        }
    }

    fn apply_verb(&mut self, verb: Verb) -> Vec<Effect> {
        if !(verb.row().possible)(self) {
            return Vec::new();
        }
        match verb {
            Verb::OpenFiles => vec![Effect::PickInputs],
            Verb::OpenFolder => vec![Effect::PickFolder(FolderFor::Opening)],
            Verb::AttachPictures => self.show_attach_dialog(),
            Verb::DetachPictures => self.detach_pictures(),
            Verb::PasteCaptions => vec![Effect::Window(WindowEffect::Paste)],
            Verb::OpenSample => self.open(vec![Input::Bundled]),
            Verb::IimEncoding => self.show(Dialog::IimEncoding(self.iim_encoding(self.inputs()))),
            Verb::Reload => self.reload(),
            Verb::Export => self.show_export_dialog(),
            Verb::Print => self.show_print_dialog(),
            Verb::Templates => self.apply_handover(HandoverCommand::EditTemplate(None)),
            Verb::CompareCollections => self.show_compare_dialog(),
            Verb::CancelJob => {
                self.handover.busy = None;
                vec![Effect::CancelJobs]
            }
            Verb::Quit => vec![Effect::Window(WindowEffect::Quit)],
            Verb::Undo => self.undo(),
            Verb::Redo => self.redo(),
            Verb::Corrections => self.show_corrections(),
            Verb::CopyCaption => self.copy_text(crate::photo::copied::with_credit),
            Verb::CopyWithFields => self.copy_text(crate::photo::copied::with_fields),
            Verb::CopyTable => self.copy_table(),
            Verb::CopyFormatted => self.copy_html(),
            Verb::CopyPicture => self.copy_picture(),
            Verb::SelectAll => self.selecting(Selection::select_all),
            Verb::SelectNone => self.selecting(|selection, _| selection.select_none()),
            Verb::InvertSelection => self.selecting(Selection::invert),
            Verb::ToggleSelection => self.toggle_selection(),
            Verb::ToggleListed => self.toggle_listed(),
            Verb::RemoveFromList => self.remove_from_list(),
            Verb::FindListed => self.show_find_dialog(),
            Verb::NewList => self.show(Dialog::NewList(String::new())),
            Verb::RenameList => {
                let name = self.lists.current_list().map(|list| list.name.clone()).unwrap_or_default();
                self.show(Dialog::RenameList(name))
            }
            Verb::DeleteList => vec![self.change_lists(Change::Delete { list: self.lists.current })],
            Verb::ListedOnly => self.set_query(self.search.query.toggled_listed()),
            Verb::Find => vec![Effect::Window(WindowEffect::FocusSearch)],
            Verb::FindNext => self.find_next(),
            Verb::Jump => self.set_jump(Some(String::new())),
            Verb::FilterOnOff => self.toggle_filter(),
            Verb::ClearFilters => self.set_query(Query::default()),
            Verb::Loupe => self.toggle_loupe(),
            Verb::Compare => self.toggle_compare(),
            Verb::Back => self.back(),
            Verb::Slideshow => self.toggle_slideshow(),
            Verb::FullScreen => vec![Effect::Window(WindowEffect::ToggleFullScreen)],
            Verb::GridView => self.set_view(ViewMode::Grid),
            Verb::ListView => self.set_view(ViewMode::List),
            Verb::PlacesView => self.set_view(ViewMode::Places),
            Verb::FilterPanel => self.toggle_panel(Panel::Filter),
            Verb::DetailPanel => self.toggle_detail(),
            Verb::ListPanel => self.toggle_panel(Panel::List),
            Verb::Larger => self.resize(true),
            Verb::Smaller => self.resize(false),
            Verb::ToggleZoom => self.step_zoom(ZoomStep::Toggle),
            Verb::ZoomFit => self.set_zoom(Zoom::Fit),
            Verb::ZoomFull => self.step_zoom(ZoomStep::Full),
            Verb::Cache => self.show_cache(),
            Verb::KeyHelp => self.show(Dialog::Keys),
            Verb::About => self.show_about(),
        }
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

    /// A photo of the open collection, if it is at hand: what a frame shows. Others come with `Catalog::fetch`.
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

    fn set_cell_width(&mut self, width_pt: f32) -> Vec<Effect> {
        self.change_settings(|settings| settings.cell_width_pt = CELL_WIDTH_PT.clamp(width_pt))
    }

    /// The other view has a scroll position of its own.
    fn set_view(&mut self, view: ViewMode) -> Vec<Effect> {
        let mut effects = self.change_settings(|settings| settings.view = view);
        effects.push(Effect::Window(WindowEffect::ScrollToFocus));
        effects
    }

    fn toggle_panel(&mut self, panel: Panel) -> Vec<Effect> {
        self.change_settings(|settings| {
            let settings = panel_settings(settings, panel);
            settings.visible = !settings.visible;
        })
    }

    /// In the large view the key hides the facts under the caption; elsewhere the panel.
    fn toggle_detail(&mut self) -> Vec<Effect> {
        match &mut self.loupe {
            Some(loupe) => {
                loupe.facts = !loupe.facts;
                Vec::new()
            }
            None => self.toggle_panel(Panel::Detail),
        }
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

    fn toggle_selection(&mut self) -> Vec<Effect> {
        let Some(focus) = self.selection.focus() else { return Vec::new() };
        self.selecting(|selection, shown| selection.select(focus, selection::SelectMode::Toggle, shown))
    }

    fn move_focus(&mut self, motion: selection::Motion, n_photos: usize, mode: selection::SelectMode) -> Vec<Effect> {
        self.selecting(|selection, shown| selection.step(motion, n_photos, mode, shown));
        if let (Some(loupe), Some(focus)) = (&mut self.loupe, self.selection.focus()) {
            loupe.photo = focus;
        }
        vec![Effect::Window(WindowEffect::ScrollToFocus)]
    }

    /// Text, then dialog, then the large view, then the selection; never the filters.
    fn back(&mut self) -> Vec<Effect> {
        if self.dialog.is_some() {
            return self.close_dialog();
        }
        if self.close_large() {
            return vec![Effect::Window(WindowEffect::ScrollToFocus)];
        }
        self.selection.select_none();
        vec![Effect::Window(WindowEffect::LeaveText)]
    }
}

fn panel_settings(settings: &mut Settings, panel: Panel) -> &mut settings::Panel {
    match panel {
        Panel::Filter => &mut settings.filter_panel,
        Panel::Detail => &mut settings.detail_panel,
        Panel::List => &mut settings.list_panel,
    }
}

#[cfg(test)]
mod tests;
