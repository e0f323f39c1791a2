//! What the application asks of the world: a closed set of plain data, never closures; `event` is what comes back.
//! Whatever is asked more than once carries a generation; `App::receive` drops answers that come too late.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::handover::{ClipboardPicture, HandoverEffect};
use crate::app::large::ZoomStep;
use crate::cache::Part;
use crate::catalog::order::Sort;
use crate::catalog::{Catalog, PhotoIndex};
use crate::exporters::format::Format;
use crate::exporters::options::ExportOptions;
use crate::lint::Lint;
use crate::lists::Lists;
use crate::lists::change::Change;
use crate::metadata::fallback::FallbackEncoding;
use crate::photo::PhotoKey;
use crate::photo::corrections::Corrections;
use crate::query::Query;
use crate::readers::Input;
use crate::settings::Settings;

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
