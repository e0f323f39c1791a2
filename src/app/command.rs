//! What a user can ask for. Everything with a key, a menu entry or a button is a row of `TABLE`, stated once:
//! menu, buttons, shortcuts, tooltips, the help page and tests read it.

use std::path::PathBuf;

use crate::app::exporting::ExportRequest;
use crate::app::handover::HandoverCommand;
use crate::app::large::Zoom;
use crate::app::selection::{Motion, SelectMode};
use crate::app::shortcut::{Key, Shortcut, ctrl, ctrl_shift, key};
use crate::app::{App, Dialog, Panel, Theme, ViewMode};
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
    FullScreen,
    GridView,
    ListView,
    PlacesView,
    FilterPanel,
    DetailPanel,
    ListPanel,
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

fn always(_: &App) -> bool {
    true
}

fn has_collection(app: &App) -> bool {
    app.catalog().is_some()
}

fn has_targets(app: &App) -> bool {
    app.has_targets()
}

fn has_results(app: &App) -> bool {
    !app.results().order.is_empty()
}

fn is_large(app: &App) -> bool {
    app.is_large()
}

/// Every verb, in the order of the menus.
pub const TABLE: &[Row] = &[
    Row {
        verb: Verb::OpenFiles,
        label: "Open…",
        help: "Open photos, an article, a saved page, a CSV or a JSON file of captions",
        menu: Menu::File,
        shortcuts: &[ctrl(Key::O)],
        possible: always,
    },
    Row {
        verb: Verb::OpenFolder,
        label: "Open folder…",
        help: "Open a folder of photos, with the folders within it",
        menu: Menu::File,
        shortcuts: &[ctrl_shift(Key::F)],
        possible: always,
    },
    Row {
        verb: Verb::AttachPictures,
        label: "Attach pictures…",
        help: "Find pictures in a folder for captions that came without",
        menu: Menu::File,
        shortcuts: &[ctrl_shift(Key::P)],
        possible: has_collection,
    },
    Row {
        verb: Verb::DetachPictures,
        label: "Detach pictures",
        help: "Take the attached pictures of the selected photos away; the files stay as they are",
        menu: Menu::File,
        shortcuts: &[ctrl_shift(Key::K)],
        possible: |app| app.any_target_attached(),
    },
    Row {
        verb: Verb::PasteCaptions,
        label: "Paste caption text",
        help: "Read captions from the text on the clipboard",
        menu: Menu::File,
        shortcuts: &[ctrl(Key::V)],
        possible: always,
    },
    Row {
        verb: Verb::OpenSample,
        label: "Open the bundled collection",
        help: "Open the twenty captions that come with Cutline",
        menu: Menu::File,
        shortcuts: &[ctrl_shift(Key::O)],
        possible: always,
    },
    Row {
        verb: Verb::IimEncoding,
        label: "Encoding of old captions…",
        help: "Say how captions of old photos are read that do not name their encoding",
        menu: Menu::File,
        shortcuts: &[ctrl_shift(Key::U)],
        possible: |app| app.reads_photos(),
    },
    Row {
        verb: Verb::Reload,
        label: "Reload",
        help: "Read the open input again",
        menu: Menu::File,
        shortcuts: &[ctrl(Key::R)],
        possible: has_collection,
    },
    Row {
        verb: Verb::Export,
        label: "Export…",
        help: "Export the list, the selection or the results",
        menu: Menu::File,
        shortcuts: &[ctrl(Key::E)],
        possible: has_collection,
    },
    Row {
        verb: Verb::Print,
        label: "Print…",
        help: "Print the captions of the list, the selection or the results",
        menu: Menu::File,
        shortcuts: &[ctrl(Key::P)],
        possible: has_results,
    },
    Row {
        verb: Verb::Templates,
        label: "Export templates…",
        help: "Choose what exports show of each photo: fields, labels, dates, captions",
        menu: Menu::File,
        shortcuts: &[ctrl_shift(Key::E)],
        possible: has_collection,
    },
    Row {
        verb: Verb::CompareCollections,
        label: "Compare with another collection…",
        help: "See which photos another file or folder adds, lacks, words differently or puts elsewhere",
        menu: Menu::File,
        shortcuts: &[ctrl_shift(Key::D)],
        possible: has_collection,
    },
    Row {
        verb: Verb::CancelJob,
        label: "Cancel",
        help: "Stop what is being read, written, looked for or compared",
        menu: Menu::File,
        shortcuts: &[ctrl(Key::Period)],
        possible: |app| app.is_busy(),
    },
    Row {
        verb: Verb::Quit,
        label: "Quit",
        help: "Close Cutline",
        menu: Menu::File,
        shortcuts: &[ctrl(Key::Q)],
        possible: always,
    },
    Row {
        verb: Verb::Undo,
        label: "Undo",
        help: "Take back the last change of a list or of what was read",
        menu: Menu::Edit,
        shortcuts: &[ctrl(Key::Z)],
        possible: |app| app.can_undo(),
    },
    Row {
        verb: Verb::Redo,
        label: "Redo",
        help: "Make the change again that was taken back",
        menu: Menu::Edit,
        shortcuts: &[ctrl_shift(Key::Z), ctrl(Key::Y)],
        possible: |app| app.can_redo(),
    },
    Row {
        verb: Verb::Corrections,
        label: "Corrections…",
        help: "Show, take back, export and import what you corrected in captions",
        menu: Menu::Edit,
        shortcuts: &[ctrl_shift(Key::R)],
        possible: always,
    },
    Row {
        verb: Verb::CopyCaption,
        label: "Copy caption",
        help: "Copy the captions and credits of the selected photos",
        menu: Menu::Edit,
        shortcuts: &[ctrl(Key::C)],
        possible: has_targets,
    },
    Row {
        verb: Verb::CopyWithFields,
        label: "Copy with fields",
        help: "Copy the captions with every field that has a value",
        menu: Menu::Edit,
        shortcuts: &[ctrl_shift(Key::C)],
        possible: has_targets,
    },
    Row {
        verb: Verb::CopyTable,
        label: "Copy as a table",
        help: "Copy the captions with credit, date, places and file as a table for a spreadsheet",
        menu: Menu::Edit,
        shortcuts: &[ctrl_shift(Key::T)],
        possible: has_targets,
    },
    Row {
        verb: Verb::CopyFormatted,
        label: "Copy as formatted text",
        help: "Copy the captions with their credits set apart, for a word processor or an e-mail",
        menu: Menu::Edit,
        shortcuts: &[ctrl_shift(Key::H)],
        possible: has_targets,
    },
    Row {
        verb: Verb::CopyPicture,
        label: "Copy picture",
        help: "Copy the picture of the photo in focus",
        menu: Menu::Edit,
        shortcuts: &[ctrl_shift(Key::B)],
        possible: has_targets,
    },
    Row {
        verb: Verb::SelectAll,
        label: "Select all",
        help: "Select every photo of the results",
        menu: Menu::Edit,
        shortcuts: &[ctrl(Key::A)],
        possible: has_results,
    },
    Row {
        verb: Verb::SelectNone,
        label: "Select none",
        help: "Select no photo",
        menu: Menu::Edit,
        shortcuts: &[ctrl(Key::D), ctrl_shift(Key::A)],
        possible: has_results,
    },
    Row {
        verb: Verb::InvertSelection,
        label: "Invert selection",
        help: "Select the photos of the results that are not selected",
        menu: Menu::Edit,
        shortcuts: &[ctrl_shift(Key::I)],
        possible: has_results,
    },
    Row {
        verb: Verb::ToggleSelection,
        label: "Select or unselect",
        help: "Select the photo in focus, or no longer",
        menu: Menu::Edit,
        shortcuts: &[ctrl(Key::Space)],
        possible: has_results,
    },
    Row {
        verb: Verb::ToggleListed,
        label: "Add to list",
        help: "Put the selected photos on the current list, or take them off when all are on it",
        menu: Menu::List,
        shortcuts: &[key(Key::T), key(Key::B)],
        possible: has_targets,
    },
    Row {
        verb: Verb::RemoveFromList,
        label: "Remove from list",
        help: "Take the selected photos off the current list",
        menu: Menu::List,
        shortcuts: &[key(Key::Delete)],
        possible: |app| app.any_target_listed(),
    },
    Row {
        verb: Verb::FindListed,
        label: "Find from a list…",
        help: "Find the photos that a list of file names, ids, numbers or captions means, and put them on a new list",
        menu: Menu::List,
        shortcuts: &[ctrl(Key::G)],
        possible: has_collection,
    },
    Row {
        verb: Verb::NewList,
        label: "New list…",
        help: "Make another list and fill it",
        menu: Menu::List,
        shortcuts: &[ctrl(Key::N)],
        possible: always,
    },
    Row {
        verb: Verb::RenameList,
        label: "Rename list…",
        help: "Give the current list another name",
        menu: Menu::List,
        shortcuts: &[ctrl_shift(Key::N)],
        possible: always,
    },
    Row {
        verb: Verb::DeleteList,
        label: "Delete list",
        help: "Delete the current list; undo brings it back",
        menu: Menu::List,
        shortcuts: &[ctrl(Key::Delete)],
        possible: |app| app.lists().all.len() > 1,
    },
    Row {
        verb: Verb::ListedOnly,
        label: "Show the list only",
        help: "Show only the photos on the current list",
        menu: Menu::List,
        shortcuts: &[ctrl_shift(Key::L)],
        possible: has_collection,
    },
    Row {
        verb: Verb::Find,
        label: "Find",
        help: "Type what to look for",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::F), key(Key::Slash)],
        possible: has_collection,
    },
    Row {
        verb: Verb::FindNext,
        label: "Find next",
        help: "Go to the next photo found",
        menu: Menu::View,
        shortcuts: &[key(Key::F3)],
        possible: has_results,
    },
    Row {
        verb: Verb::Jump,
        label: "Jump to…",
        help: "Go to what is typed in the column that the list view is sorted by",
        menu: Menu::View,
        shortcuts: &[key(Key::J)],
        possible: |app| app.can_jump(),
    },
    Row {
        verb: Verb::FilterOnOff,
        label: "Filter on or off",
        help: "Show everything for a moment, or filter again",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::L)],
        possible: |app| app.can_toggle_filter(),
    },
    Row {
        verb: Verb::ClearFilters,
        label: "Clear filters",
        help: "Show every photo",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::Backspace)],
        possible: |app| !app.query_text().is_empty(),
    },
    Row {
        verb: Verb::Loupe,
        label: "Open large",
        help: "Show the photo in focus as large as the window",
        menu: Menu::View,
        shortcuts: &[key(Key::Enter), key(Key::Space)],
        possible: has_results,
    },
    Row {
        verb: Verb::Compare,
        label: "Compare",
        help: "Show two to four selected photos side by side, or no longer",
        menu: Menu::View,
        shortcuts: &[key(Key::C)],
        possible: |app| app.can_compare(),
    },
    Row {
        verb: Verb::Back,
        label: "Back",
        help: "Leave the text field, the large view or the selection; filters stay",
        menu: Menu::View,
        shortcuts: &[key(Key::Escape)],
        possible: always,
    },
    Row {
        verb: Verb::Slideshow,
        label: "Slideshow",
        help: "Show one photo after the other, large",
        menu: Menu::View,
        shortcuts: &[key(Key::F5)],
        possible: has_results,
    },
    Row {
        verb: Verb::FullScreen,
        label: "Full screen",
        help: "Fill the screen, or no longer",
        menu: Menu::View,
        shortcuts: &[key(Key::F11), key(Key::F)],
        possible: always,
    },
    Row {
        verb: Verb::GridView,
        label: "Grid",
        help: "Show the results as a grid of cards",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::Digit2)],
        possible: always,
    },
    Row {
        verb: Verb::ListView,
        label: "List view",
        help: "Show the results as a table",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::Digit3)],
        possible: always,
    },
    Row {
        verb: Verb::PlacesView,
        label: "Places",
        help: "Show where the photos are: on the plan of the Capitol or on a map of the world",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::Digit4)],
        possible: always,
    },
    Row {
        verb: Verb::FilterPanel,
        label: "Filter panel",
        help: "Show or hide the filters",
        menu: Menu::View,
        shortcuts: &[key(Key::Backslash)],
        possible: always,
    },
    Row {
        verb: Verb::DetailPanel,
        label: "Detail panel",
        help: "Show or hide all that is known of the photo in focus",
        menu: Menu::View,
        shortcuts: &[key(Key::I)],
        possible: always,
    },
    Row {
        verb: Verb::ListPanel,
        label: "List panel",
        help: "Show or hide the current list",
        menu: Menu::View,
        shortcuts: &[key(Key::L)],
        possible: always,
    },
    Row {
        verb: Verb::Larger,
        label: "Larger",
        help: "Make cells, or what is shown large, larger",
        menu: Menu::View,
        shortcuts: &[key(Key::Plus), ctrl(Key::Plus)],
        possible: always,
    },
    Row {
        verb: Verb::Smaller,
        label: "Smaller",
        help: "Make cells, or what is shown large, smaller",
        menu: Menu::View,
        shortcuts: &[key(Key::Minus), ctrl(Key::Minus)],
        possible: always,
    },
    Row {
        verb: Verb::ToggleZoom,
        label: "Fit or full size",
        help: "In the large view, fit to the window or show at full size",
        menu: Menu::View,
        shortcuts: &[key(Key::Z)],
        possible: is_large,
    },
    Row {
        verb: Verb::ZoomFit,
        label: "Fit to the window",
        help: "In the large view, fit to the window",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::Digit0)],
        possible: is_large,
    },
    Row {
        verb: Verb::ZoomFull,
        label: "Full size",
        help: "In the large view, show at full size",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::Digit1)],
        possible: is_large,
    },
    Row {
        verb: Verb::KeyHelp,
        label: "Keys",
        help: "Show every command with its key",
        menu: Menu::Help,
        shortcuts: &[key(Key::Question), key(Key::F1)],
        possible: always,
    },
    Row {
        verb: Verb::Cache,
        label: "Cache…",
        help: "Show what is kept so that inputs open at once, and empty it",
        menu: Menu::Help,
        shortcuts: &[ctrl(Key::F5)],
        possible: always,
    },
    Row {
        verb: Verb::About,
        label: "About Cutline",
        help: "Version, licence and where files are kept",
        menu: Menu::Help,
        shortcuts: &[ctrl(Key::F1)],
        possible: always,
    },
];

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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    #[test]
    fn no_two_shortcuts_clash() {
        let mut owners: HashMap<Shortcut, Verb> = HashMap::new();
        for row in TABLE {
            for shortcut in row.shortcuts {
                let other = owners.insert(*shortcut, row.verb);
                assert_eq!(other, None, "{} belongs to {:?} too", shortcut.label(), row.verb);
            }
        }
    }

    #[test]
    fn every_verb_has_one_row_a_key_and_words() {
        let verbs: BTreeSet<Verb> = TABLE.iter().map(|row| row.verb).collect();
        assert_eq!(verbs.len(), TABLE.len());
        assert_eq!(verbs.iter().next_back(), Some(&Verb::About), "the last verb has a row");
        assert_eq!(verbs.len(), Verb::About as usize + 1, "every verb has a row");
        for row in TABLE {
            assert!(!row.shortcuts.is_empty(), "{:?} has a key", row.verb);
            assert!(!row.label.ends_with(['.', ':']) && !row.help.ends_with(['.', ':']), "{:?}", row.verb);
        }
    }
}
