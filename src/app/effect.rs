//! What the application asks of the world, and what comes back: closed sets of plain data, never closures.
//! Whatever is asked more than once carries a generation; `App::receive` drops answers that come too late.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::handover::{ClipboardPicture, HandoverEffect, HandoverEvent};
use crate::app::large::ZoomStep;
use crate::app::notices::Severity;
use crate::app::ranks::Ranks;
use crate::cache::{Contents, Part};
use crate::catalog::locate::Located;
use crate::catalog::order::Sort;
use crate::catalog::{Catalog, PhotoIndex, Results};
use crate::exporters::Format;
use crate::exporters::options::ExportOptions;
use crate::files::counted::Files;
use crate::lint::Lint;
use crate::lists::Lists;
use crate::lists::change::Change;
use crate::metadata::fallback::FallbackEncoding;
use crate::metadata::merged::Merged;
use crate::photo::PhotoKey;
use crate::photo::correction::Correction;
use crate::photo::corrections::Corrections;
use crate::query::Query;
use crate::readers::Input;
use crate::settings::Settings;
use crate::tasks::exporting::{Exported, Step};
use crate::tasks::opening::Stage;
use crate::worker::sandbox::SandboxState;

/// The age of a question; an answer of an older one is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Generation(pub u64);

/// Work to do outside the application.
#[derive(Clone)]
pub enum Effect {
    /// Read inputs and index them.
    Open {
        /// Dropped when another is opened.
        generation: Generation,
        /// What to read, in order.
        inputs: Vec<Input>,
        /// The photo of a folder that is wanted first.
        first: Option<PathBuf>,
        /// What captions are checked by.
        lint: Arc<Lint>,
        /// What the user corrected in captions.
        corrections: Arc<Corrections>,
        /// The encoding of photos' texts that name none.
        iim_encoding: FallbackEncoding,
    },
    /// Ask a worker what keeps it from the machine.
    AskSandbox,
    /// Stop reading or exporting.
    CancelJobs,
    /// Search the collection.
    Search {
        /// Superseded by the next search.
        generation: Generation,
        /// What to search.
        catalog: Arc<Catalog>,
        /// What for.
        query: Query,
        /// In which order.
        sort: Sort,
        /// The photos on the current list.
        listed: HashSet<PhotoKey>,
    },
    /// Bring photos to hand that are on the screen or soon will be.
    Fetch {
        /// Where they are shown.
        wanted_for: FetchFor,
        /// Those wanted most first, each with its collection.
        photos: Vec<(Arc<Catalog>, PhotoIndex)>,
    },
    /// Find where something typed stands in the order shown.
    Locate {
        /// Superseded by what is typed next.
        generation: Generation,
        /// The photos.
        catalog: Arc<Catalog>,
        /// Those shown, in order.
        order: Arc<[PhotoIndex]>,
        /// What they stand in the order of.
        sort: Sort,
        /// What was typed.
        typed: String,
    },
    /// Change the lists.
    ChangeLists {
        /// The change.
        change: Change,
        /// Where it comes from, for undo.
        origin: Origin,
    },
    /// Write a file.
    Export(ExportJob),
    /// Templates, others' lists, comparisons, printing.
    Handover(HandoverEffect),
    /// Ask the system's dialog which files to open.
    PickInputs,
    /// Ask the system's dialog where to export to.
    PickExportPath {
        /// The name offered.
        name: String,
        /// The format, for the dialog's filter.
        format: Format,
    },
    /// Ask the system's dialog for a folder.
    PickFolder(FolderFor),
    /// Look into a photo's file for everything it states.
    Inspect {
        /// Which photo.
        key: PhotoKey,
        /// Its file.
        path: PathBuf,
        /// The encoding of texts that name none.
        iim_encoding: FallbackEncoding,
    },
    /// Write every correction into a file.
    WriteCorrections {
        /// The file.
        path: PathBuf,
        /// Whether a file that is there may be replaced.
        replace: bool,
        /// The corrections.
        corrections: Arc<Corrections>,
    },
    /// Read the corrections of a file.
    ReadCorrections(PathBuf),
    /// Watch what is open, or nothing any more.
    Watch(Option<WatchJob>),
    /// Look what the cache holds.
    LookAtCache,
    /// Empty a part of the cache.
    EmptyCache(Part),
    /// Remove the indexes used longest ago until the rest takes no more than so many bytes.
    TrimCache(u64),
    /// Keep the settings.
    SaveSettings(Box<Settings>),
    /// Show a file or folder in the system's program.
    ShowPath(PathBuf),
    /// Something only the window can do.
    Window(WindowEffect),
}

/// Something only the window can do.
#[derive(Clone, Debug, PartialEq)]
pub enum WindowEffect {
    /// Put text on the clipboard.
    Copy(String),
    /// Put a picture on the clipboard.
    CopyPicture(ClipboardPicture),
    /// Ask for the clipboard's text.
    Paste,
    /// Put the cursor into the search box.
    FocusSearch,
    /// Go on to the next area of the screen.
    FocusNextArea,
    /// Leave the text field that has the cursor.
    LeaveText,
    /// Fill the screen, or no longer.
    ToggleFullScreen,
    /// Bring the photo in focus into view.
    ScrollToFocus,
    /// Bring the photo in focus to the upper edge, so that what follows it is in view too.
    ScrollFocusToTop,
    /// Forget pictures of files that changed: of those named, or of all.
    ForgetPictures(Option<Vec<PathBuf>>),
    /// Keep what is looked at where it is on the screen, now that what is shown has changed.
    KeepPlace,
    /// Zoom the photos that are shown large.
    Zoom(ZoomStep),
    /// Play the animations that are shown large, or pause them.
    Play,
    /// Come closer on the map, or not.
    ZoomPlaces(bool),
    /// Close the window.
    Quit,
}

/// What to write.
#[derive(Clone)]
pub struct ExportJob {
    /// The collection.
    pub catalog: Arc<Catalog>,
    /// Its photos to write, in order.
    pub photos: Vec<PhotoIndex>,
    /// Photos that should have been written and are not in the collection, a line each.
    pub missing: Vec<String>,
    /// As what.
    pub format: Format,
    /// What else was chosen.
    pub options: Box<ExportOptions>,
    /// The lists, which know of pictures that were given to photos.
    pub lists: Arc<Lists>,
    /// Where to.
    pub path: PathBuf,
    /// Whether a file that is there may be replaced.
    pub replace: bool,
    /// Whether it is read again when it is written.
    pub verify: bool,
}

/// Where photos are shown that are to be brought to hand: what is wanted there replaces what was wanted there before, and
/// nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchFor {
    /// Among the results.
    Results,
    /// In the dialog.
    Dialog,
}

/// What a folder is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderFor {
    /// To open it.
    Opening,
    /// To find pictures in it.
    Attaching,
}

/// What to watch.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchJob {
    /// News of others is dropped.
    pub generation: Generation,
    /// The inputs, those that lie on a disk.
    pub inputs: Vec<Input>,
    /// Whether they are being read just now: what changes meanwhile is told afterwards.
    pub reading: bool,
}

/// What became of something that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchNews {
    /// These files changed, came or went; anything may have when none is named.
    Changed(Vec<PathBuf>),
    /// More changed at once than the system can tell.
    Overflow,
    /// These folders and files are not there just now, and all others are.
    Away(Vec<PathBuf>),
    /// Why, in words, changes are not told at once; none when they are.
    Limited(Option<String>),
}

/// Where a change of the lists comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The user made it.
    User,
    /// It takes back another.
    Undo,
    /// It makes a change again.
    Redo,
}

/// What came back.
pub enum Event {
    /// How much of the inputs has been read, in bytes.
    OpenProgress {
        /// Of which question.
        generation: Generation,
        /// What is done.
        stage: Stage,
        /// Bytes read.
        done_bytes: u64,
        /// Bytes in all; 0 when that is not known.
        total_bytes: u64,
    },
    /// The cache was looked at, after something was removed or not.
    CacheLookedAt {
        /// What it holds.
        contents: Arc<Contents>,
        /// What was removed.
        removed: Option<Files>,
    },
    /// Something that is watched changed.
    Watched {
        /// Of which watch.
        generation: Generation,
        /// What became of it.
        news: WatchNews,
    },
    /// The inputs were read, or a first part of them.
    Opened {
        /// Of which question.
        generation: Generation,
        /// The collection, or why there is none.
        result: Result<Opened, OpenFailure>,
    },
    /// A search has found its photos, and counts them: of collections so large that counting could be waited for.
    Found {
        /// Of which question.
        generation: Generation,
        /// The photos, in the order asked for.
        order: Arc<[PhotoIndex]>,
        /// Where each of them stands, worked out where no frame waits for it.
        ranks: Arc<Ranks>,
    },
    /// A search was answered.
    Searched {
        /// Of which question.
        generation: Generation,
        /// The results, or why there are none.
        result: Result<Arc<Results>, String>,
    },
    /// Photos that were wanted are at hand.
    Fetched,
    /// It is known where something typed stands in the order shown.
    Located {
        /// Of which question.
        generation: Generation,
        /// Where; none where it can mean nothing.
        located: Option<Located>,
    },
    /// The lists as they are now, after a change of ours or another program's.
    Lists(Arc<Lists>),
    /// A change of the lists was made.
    ListsChanged {
        /// The lists as they are now.
        lists: Arc<Lists>,
        /// What undoes the change.
        inverse: Option<Change>,
        /// Where the change came from.
        origin: Origin,
    },
    /// A change of the lists could not be made.
    ListsFailed {
        /// Why.
        why: String,
        /// The change.
        change: Change,
        /// Where the change came from.
        origin: Origin,
    },
    /// How much has been exported.
    ExportProgress(Step),
    /// The export is done, or failed.
    Exported {
        /// What was asked for.
        job: ExportJob,
        /// What came of it; or why it failed.
        result: Result<Exported, ExportFailure>,
    },
    /// Templates, others' lists, comparisons, printing.
    Handover(HandoverEvent),
    /// Files were chosen to open; none when the dialog was closed.
    InputsPicked(Vec<PathBuf>),
    /// A folder was chosen; none when the dialog was closed.
    FolderPicked(FolderFor, Option<PathBuf>),
    /// A photo's file was looked into.
    Inspected {
        /// Which photo.
        key: PhotoKey,
        /// What it states.
        merged: Merged,
    },
    /// What keeps the workers from the machine, or why no worker says so.
    Sandbox(Result<SandboxState, String>),
    /// Corrections were written into a file, or not.
    CorrectionsWritten {
        /// The file.
        path: PathBuf,
        /// How many.
        n_written: usize,
        /// Why not.
        result: Result<(), ExportFailure>,
    },
    /// A file of corrections was read.
    CorrectionsRead {
        /// The file.
        path: PathBuf,
        /// The corrections, and what was wrong with some; or why there are none.
        result: Result<(Vec<Correction>, Vec<String>), String>,
    },
    /// A destination was chosen; none when the dialog was closed.
    ExportPathPicked(Option<PathBuf>),
    /// The system's dialog does not answer.
    PickerSilent,
    /// Something the user should know.
    Notice(Severity, String),
}

/// Why an export failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportFailure {
    /// There is a file of that name already.
    Exists,
    /// It was cancelled; nothing was written.
    Cancelled,
    /// Anything else, in words.
    Other(String),
}

/// Why inputs were not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenFailure {
    /// It was cancelled; what was read so far may be open.
    Cancelled,
    /// Anything else, in words.
    Other(String),
}

/// A collection that was opened.
pub struct Opened {
    /// The collection.
    pub catalog: Arc<Catalog>,
    /// What it was read from.
    pub inputs: Vec<Input>,
    /// What could not be read, a line each.
    pub warnings: Vec<String>,
    /// Whether it is all there is; otherwise more follows.
    pub complete: bool,
}
