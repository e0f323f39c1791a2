//! Folders of photographs on the screen: dialogs that only they have, and what the files themselves state.

use std::path::Path;

use cutline::app::command::Verb;
use cutline::catalog::PhotoIndex;
use cutline::metadata::fallback::FallbackEncoding;
use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Role, Vec2};
use egui_kittest::Harness;

use crate::screen::{ask, click, node, window};

const SIZE: Vec2 = Vec2::new(1280.0, 800.0);

/// A folder with copies of some files of the test data, under other names.
pub(crate) fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/metadata");
    for (name, copied) in files {
        std::fs::copy(data.join(copied), folder.path().join(name)).unwrap();
    }
    folder
}

fn open(folder: &Path) -> Harness<'static, Window> {
    window(Settings::default(), vec![Input::Folder { path: folder.to_owned(), subfolders: true }], SIZE)
}

fn caption_of(harness: &Harness<'_, Window>, at: u32) -> String {
    let app = harness.state().app();
    app.photo(PhotoIndex(at)).map(|photo| photo.text().to_owned()).unwrap_or_default()
}

#[test]
fn old_captions_are_read_again_in_the_encoding_chosen() {
    let folder = folder_of(&[("old.jpg", "iim_latin_unflagged_de.jpg")]);
    let mut harness = open(folder.path());
    assert!(caption_of(&harness, 0).contains(['ä', 'ö', 'ü', 'ß']), "{}", caption_of(&harness, 0));
    ask(&mut harness, Verb::IimEncoding);
    node(&harness, Role::ComboBox, "Encoding");
    click(&mut harness, Role::ComboBox, "Encoding");
    click(&mut harness, Role::Button, "Cyrillic (Windows-1251)");
    click(&mut harness, Role::Button, "Read again");
    let russian = caption_of(&harness, 0);
    assert!(russian.contains(|c| ('а'..='я').contains(&c)), "{russian}");
    let app = harness.state().app();
    assert!(app.dialog().is_none());
    let chosen = FallbackEncoding::parse("windows-1251").unwrap();
    assert_eq!(app.iim_encoding(app.inputs()), chosen, "it is kept for the collection");
    assert_eq!(app.iim_encoding(&[Input::Bundled]), FallbackEncoding::WESTERN, "and for no other");
}

#[test]
fn captions_without_photos_have_no_encoding_to_choose() {
    let harness = window(Settings::default(), vec![Input::Bundled], SIZE);
    assert!(!(Verb::IimEncoding.row().possible)(harness.state().app()));
}

#[test]
fn the_page_about_the_program_says_what_keeps_strangers_files_in_check() {
    let folder = folder_of(&[("a.jpg", "full_record.jpg")]);
    let mut harness = open(folder.path());
    ask(&mut harness, Verb::About);
    node(&harness, Role::Label, "What keeps the process that reads photographs in check");
    // The tests' windows read files in the program itself, and have to say so.
    node(&harness, Role::Label, "bad  no files (Landlock): files are read in the program itself");
    click(&mut harness, Role::Button, "Close");
    assert!(harness.state().app().dialog().is_none());
}
