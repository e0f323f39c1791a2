//! What a user can ask for. Everything with a key, a menu entry or a button is a row of `table::TABLE`, stated once:
//! menu, buttons, shortcuts, tooltips, the help page and tests read it.

pub mod table;

use std::path::PathBuf;

use crate::app::command::table::TABLE;
use crate::app::dialog::{Dialog, Side};
use crate::app::exporting::ExportRequest;
use crate::app::handover::HandoverCommand;
use crate::app::large::Zoom;
use crate::app::selection::{Motion, SelectMode};
use crate::app::shortcut::Shortcut;
use crate::app::{App, Panel, Theme, ViewMode};
use crate::attachment::Method;
use crate::cache::Part;
use crate::catalog::PhotoIndex;
use crate::catalog::order::Sort;
use crate::lists::ListId;
use crate::lists::change::Change;
use crate::metadata::fallback::FallbackEncoding;
use crate::photo::PhotoKey;
use crate::query::{FacetName, Query};
use crate::settings::WindowPlace;

/// Something asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A row of the command table.
    Do(Verb),
    /// The search box was edited.
    SetQueryText(String),
    /// A panel edited the query.
    SetQuery(Query),
    /// A facet's value was ticked or unticked.
    ToggleTick(FacetName, String),
    /// Another order.
    SetSort(Sort),
    /// The grid or the list view.
    SetView(ViewMode),
    /// Another theme.
    SetTheme(Theme),
    /// Wider or narrower cells, in points.
    SetCellWidth(f32),
    /// Larger or smaller captions in the detail panel, in points.
    SetCaptionSize(f32),
    /// Whether Space selects instead of opening the photo large.
    SetSpaceSelects(bool),
    /// Check captions by the house style of that name.
    SetHouseStyle(String),
    /// Whether what is open is read again when it changes.
    SetWatching(bool),
    /// A panel was shown or hidden.
    SetPanelVisible(Panel, bool),
    /// A panel's edge was dragged: its width or height in points.
    SetPanelSize(Panel, f32),
    /// The window was moved, or made larger or smaller.
    SetWindowPlace(WindowPlace),
    /// A photo was clicked.
    Select(PhotoIndex, SelectMode),
    /// The focus moves, with the number of photos a step covers; the selection is extended or not.
    MoveFocus(Motion, usize, SelectMode),
    /// Something was typed to jump to in the sorted column; none closes the field.
    SetJump(Option<String>),
    /// A column of the list view was made wider or narrower, in points.
    SetColumnWidth(&'static str, f32),
    /// Photos are on the screen, or soon will be, and not at hand; those wanted most first.
    Fetch(Vec<PhotoIndex>),
    /// The same of the dialog's photos.
    FetchForDialog(Vec<(Side, PhotoIndex)>),
    /// A part of the cache is emptied.
    EmptyCache(Part),
    /// How much the indexes in the cache may take.
    SetCacheBytes(u64),
    /// A photo is opened large.
    OpenLoupe(PhotoIndex),
    /// Inputs are opened instead of what is open.
    OpenPaths(Vec<PathBuf>),
    /// Text is read for captions.
    OpenText(String),
    /// The lists change.
    ChangeLists(Change),
    /// Another list is the one being filled.
    SetCurrentList(ListId),
    /// A photo of the list is shown in the grid.
    Reveal(PhotoKey),
    /// The open collection is read again, its texts that name no encoding in this one.
    SetIimEncoding(FallbackEncoding),
    /// A dialog is opened, or changed by its own controls.
    SetDialog(Dialog),
    /// The dialog is closed.
    CloseDialog,
    /// The export dialog's button.
    Export(ExportRequest),
    /// Templates, others' lists, comparisons, printing.
    Handover(HandoverCommand),
    /// A destination is chosen with the system's dialog.
    PickExportPath,
    /// Ask for the folder that pictures are attached from.
    PickPictureFolder,
    /// Look through the folder in the dialog, and match what is there in a way.
    MatchPictures(Method),
    /// Keep the pictures that the dialog gives to photos.
    AcceptPictures,
    /// Make the correction that the dialog holds.
    AcceptCorrection,
    /// Write every correction into a file.
    ExportCorrections {
        /// The file.
        path: PathBuf,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
    /// Add the corrections of a file.
    ImportCorrections(PathBuf),
    /// A file or folder is shown in the system's own program.
    ShowPath(PathBuf),
    /// Text goes to the clipboard.
    Copy(String),
    /// A notice was read.
    DismissNotice(u64),
    /// The photos shown large were zoomed or moved.
    SetZoom(Zoom),
    /// The slideshow's time for a photo is over.
    SlideshowNext,
}

/// The row of the command table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is explained by the help text of its row")]
pub enum Verb {
    OpenFiles,
    OpenFolder,
    AttachPictures,
    DetachPictures,
    PasteCaptions,
    OpenSample,
    IimEncoding,
    Reload,
    ShowInFolder,
    Export,
    Print,
    Templates,
    CompareCollections,
    CancelJob,
    Quit,
    Undo,
    Redo,
    Corrections,
    CopyCaption,
    CopyWithFields,
    CopyTable,
    CopyFormatted,
    CopyPicture,
    SelectAll,
    SelectNone,
    InvertSelection,
    ToggleSelection,
    ToggleListed,
    NewList,
    RenameList,
    DeleteList,
    RemoveFromList,
    FindListed,
    Find,
    FindNext,
    Jump,
    FilterOnOff,
    ListedOnly,
    ClearFilters,
    Loupe,
    Compare,
    Back,
    Slideshow,
    Play,
    FullScreen,
    GridView,
    ListView,
    PlacesView,
    FilterPanel,
    DetailPanel,
    ListPanel,
    NextArea,
    Larger,
    Smaller,
    ToggleZoom,
    ZoomFit,
    ZoomFull,
    KeyHelp,
    Cache,
    About,
}

/// What the table says of a verb.
pub struct Row {
    /// The verb.
    pub verb: Verb,
    /// Its label in menus and on buttons.
    pub label: &'static str,
    /// What it does, in a sentence, for tooltips and the help page.
    pub help: &'static str,
    /// The menu it stands in.
    pub menu: Menu,
    /// Its keys; the first is the one shown.
    pub shortcuts: &'static [Shortcut],
    /// Whether it is possible now.
    pub possible: fn(&App) -> bool,
}

/// A menu of the top bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Menu {
    /// Open and export.
    File,
    /// Undo, copy, select.
    Edit,
    /// Lists.
    List,
    /// What is shown, and how.
    View,
    /// Keys and version.
    Help,
}

impl Verb {
    /// The verb's row; every verb has one.
    pub fn row(self) -> &'static Row {
        let Some(row) = TABLE.iter().find(|row| row.verb == self) else {
            unreachable!("a test shows that every verb has a row");
        };
        row
    }

    /// Label and first key, for tooltips: what it does, and how.
    pub fn tooltip(self) -> String {
        let row = self.row();
        match row.shortcuts.first() {
            Some(shortcut) => format!("{} ({})", row.help, shortcut.label()),
            None => row.help.to_owned(),
        }
    }
}

impl Menu {
    /// Every menu, from left to right.
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::List, Self::View, Self::Help];

    /// Its label.
    pub fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::List => "List",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}
