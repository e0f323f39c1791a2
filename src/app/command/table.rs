//! The command table: every verb with its label, help, menu, keys, and whether it is possible now.

use crate::app::App;
use crate::app::command::{Menu, Row, Verb};
use crate::app::shortcut::{Key, ctrl, ctrl_shift, key};

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
        possible: |app| app.may_detach(),
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
        verb: Verb::ShowInFolder,
        label: "Show in folder",
        help: "Open the folder that the file of the photo in focus lies in",
        menu: Menu::File,
        shortcuts: &[ctrl_shift(Key::S)],
        possible: |app| app.has_target_file(),
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
        possible: |app| app.has_target_file(),
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
        help: "Show the photo in focus as large as the window, or go back; in a slideshow, pause and go on",
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
        verb: Verb::Play,
        label: "Play animation",
        help: "In the large view, play an animation, or pause it",
        menu: Menu::View,
        shortcuts: &[key(Key::K)],
        possible: is_large,
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
        verb: Verb::NextArea,
        label: "Next panel",
        help: "Go on with the keyboard: menus, filters, photos, details, list, and round again",
        menu: Menu::View,
        shortcuts: &[key(Key::F6)],
        possible: |app| !app.is_large(),
    },
    Row {
        verb: Verb::Larger,
        label: "Larger",
        help: "Make cells larger, or zoom in on what is shown large",
        menu: Menu::View,
        shortcuts: &[key(Key::Plus), ctrl(Key::Plus)],
        possible: always,
    },
    Row {
        verb: Verb::Smaller,
        label: "Smaller",
        help: "Make cells smaller, or zoom out of what is shown large",
        menu: Menu::View,
        shortcuts: &[key(Key::Minus), ctrl(Key::Minus)],
        possible: always,
    },
    Row {
        verb: Verb::ToggleZoom,
        label: "Fit or full size",
        help: "In the large view, zoom between the window’s size and full size",
        menu: Menu::View,
        shortcuts: &[key(Key::Z)],
        possible: is_large,
    },
    Row {
        verb: Verb::ZoomFit,
        label: "Fit to the window",
        help: "In the large view, zoom to fit the window",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::Digit0)],
        possible: is_large,
    },
    Row {
        verb: Verb::ZoomFull,
        label: "Full size",
        help: "In the large view, zoom to full size",
        menu: Menu::View,
        shortcuts: &[ctrl(Key::Digit1)],
        possible: is_large,
    },
    Row {
        verb: Verb::KeyHelp,
        label: "Commands and keys",
        help: "Show every command with its key, find one, and do it",
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;
    use crate::app::shortcut::Shortcut;

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
