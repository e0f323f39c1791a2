//! Pictures given to the photos of a caption list: looked for, checked, corrected by mouse and keyboard, kept, taken back.

use std::path::Path;

use cutline::app::attaching::AttachDialog;
use cutline::app::command::{Command, Verb};
use cutline::app::dialog::Dialog;
use cutline::app::selection::SelectMode;
use cutline::catalog::PhotoIndex;
use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Key, MissingGlyphPolicy, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use crate::photographs::folder_of;
use crate::screen::{ask, click, command, key, labels, node, window};

const SIZE: Vec2 = Vec2::new(1280.0, 800.0);

/// A window on captions, with the dialog over pictures of a folder that were looked for.
fn attaching(captions: &str, pictures: &Path) -> Harness<'static, Window> {
    let mut harness = window(Settings::default(), vec![Input::Pasted(captions.to_owned())], SIZE);
    // What is no text is shown with a sign that the tests' fonts lack.
    harness.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    let dialog = AttachDialog::default().with_folder(pictures.to_owned().into());
    command(&mut harness, Command::SetDialog(Dialog::Attach(dialog)));
    click(&mut harness, Role::Button, "Look");
    harness
}

#[test]
fn a_picture_is_corrected_by_the_keyboard_alone() {
    let folder = folder_of(&[("flag.jpg", "full_record.jpg"), ("crowd.jpg", "iim_latin_unflagged_de.jpg")]);
    let mut harness = attaching("A flag on a pole. Image: AP.\nA crowd of people. Image: AP.\n", folder.path());
    click(&mut harness, Role::ComboBox, "Match by");
    click(&mut harness, Role::Button, "Order");
    let combo = |at: usize, name: &str| (Role::ComboBox, format!("Picture of photo {at}: {name}"));
    let (role, first) = combo(1, "crowd.jpg");
    node(&harness, role, &first).focus();
    harness.run_steps(2);
    for pressed in [Key::Enter, Key::F, Key::L] {
        key(&mut harness, Modifiers::NONE, pressed);
    }
    node(&harness, Role::TextInput, "Search pictures").type_text("FLAG");
    harness.run_steps(3);
    node(&harness, Role::Button, "flag.jpg · photo 2");
    key(&mut harness, Modifiers::NONE, Key::Enter);
    // Whoever had it has it no longer, and the focus is where it was.
    let (role, first) = combo(1, "flag.jpg");
    assert!(node(&harness, role, &first).accesskit_node().is_focused());
    let (role, second) = combo(2, "no picture");
    node(&harness, role, &second);
    click(&mut harness, Role::CheckBox, "Only the 1 without");
    assert_eq!(labels(&harness, Role::ComboBox).iter().filter(|label| label.starts_with("Picture of")).count(), 1);
}

#[cfg(unix)]
#[test]
fn pictures_of_a_folder_whose_name_is_no_text_are_attached() {
    use std::os::unix::ffi::OsStringExt as _;

    let folder = tempfile::tempdir().unwrap();
    let within = folder.path().join(std::ffi::OsString::from_vec(b"caf\xe9".to_vec()));
    std::fs::create_dir(&within).unwrap();
    let picture = within.join(std::ffi::OsString::from_vec(b"\xe9 1.jpg".to_vec()));
    let made = folder_of(&[("1.jpg", "full_record.jpg")]);
    std::fs::rename(made.path().join("1.jpg"), &picture).unwrap();
    let mut harness = attaching("A flag on a pole. Image: AP.\n", &within);
    click(&mut harness, Role::Button, "Attach 1");
    let app = harness.state().app();
    assert_eq!(app.lists().attached.values().collect::<Vec<_>>(), [&picture]);
}

#[test]
fn another_folder_that_is_typed_is_looked_through_when_the_method_changes() {
    let folder = folder_of(&[("flag.jpg", "full_record.jpg")]);
    let mut harness = attaching("A flag on a pole. Image: AP.\n", folder.path());
    let empty = tempfile::tempdir().unwrap();
    node(&harness, Role::TextInput, "Folder").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::COMMAND, Key::A);
    node(&harness, Role::TextInput, "Folder").type_text(&empty.path().display().to_string());
    harness.run_steps(3);
    click(&mut harness, Role::ComboBox, "Match by");
    click(&mut harness, Role::Button, "Order");
    let alerts = labels(&harness, Role::Alert);
    assert!(alerts.iter().any(|alert| alert.contains("no pictures")), "{alerts:?}");
}

#[test]
fn pictures_are_attached_checked_corrected_and_taken_back() {
    let folder = folder_of(&[("flag.jpg", "full_record.jpg"), ("crowd.jpg", "iim_latin_unflagged_de.jpg")]);
    let captions = "file,caption\nflag.jpg,A flag on a pole.\ncrowd.jpg,A crowd of people.\nnone.jpg,A dog.\n";
    let elsewhere = tempfile::tempdir().unwrap();
    let table = elsewhere.path().join("captions.csv");
    cutline::files::write_whole(&table, cutline::files::Existing::Keep, |file| file.write_all(captions.as_bytes()))
        .unwrap();
    let mut harness = window(Settings::default(), vec![Input::File(table)], SIZE);
    let attached = |harness: &Harness<'_, Window>| harness.state().app().lists().attached.len();
    ask(&mut harness, Verb::AttachPictures);
    let field = node(&harness, Role::TextInput, "Folder");
    field.focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::COMMAND, Key::A);
    node(&harness, Role::TextInput, "Folder").type_text(&folder.path().display().to_string());
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Look");
    node(&harness, Role::Label, "2 of 3 photos get a picture · 0 pictures left over");
    // The first photo is to have none after all, and the third the picture of the first.
    click(&mut harness, Role::ComboBox, "Picture of photo 1");
    click(&mut harness, Role::Button, "no picture");
    click(&mut harness, Role::ComboBox, "Picture of photo 3");
    click(&mut harness, Role::Button, "flag.jpg");
    click(&mut harness, Role::Button, "Attach 2");
    assert_eq!(attached(&harness), 2);
    let app = harness.state().app();
    let picture_of = |at: u32| app.lists().attached.get(&app.photo(PhotoIndex(at)).unwrap().key).cloned();
    assert_eq!(picture_of(0), None);
    assert_eq!(picture_of(2), Some(folder.path().join("flag.jpg")));
    command(&mut harness, Command::Select(PhotoIndex(2), SelectMode::Only));
    node(&harness, Role::Label, &folder.path().join("flag.jpg").display().to_string());
    ask(&mut harness, Verb::Undo);
    assert_eq!(attached(&harness), 0);
    ask(&mut harness, Verb::Redo);
    assert_eq!(attached(&harness), 2);
}

#[test]
fn a_folder_without_pictures_is_said_to_have_none() {
    let empty = tempfile::tempdir().unwrap();
    let mut harness = window(Settings::default(), vec![Input::Bundled], SIZE);
    ask(&mut harness, Verb::AttachPictures);
    node(&harness, Role::TextInput, "Folder").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Folder").type_text(&empty.path().display().to_string());
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Look");
    let said = labels(&harness, Role::Alert);
    assert!(said.iter().any(|label| label.contains("No photos found: the folder holds no pictures")), "{said:?}");
}
