//! What comes back of what the application asked for, or comes by itself: a closed set of plain data.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::effect::{ExportJob, FolderFor, Generation, Origin};
use crate::app::handover::HandoverEvent;
use crate::app::notices::Severity;
use crate::app::ranks::Ranks;
use crate::cache::Contents;
use crate::catalog::locate::Located;
use crate::catalog::{Catalog, PhotoIndex, Results};
use crate::files::counted::Files;
use crate::lists::Lists;
use crate::lists::change::Change;
use crate::metadata::merged::Merged;
use crate::photo::PhotoKey;
use crate::photo::correction::Correction;
use crate::readers::Input;
use crate::tasks::exporting::{Exported, Step};
use crate::tasks::opening::Stage;
use crate::worker::sandbox::SandboxState;

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
