//! What is read in a caption, on the screen: its parts filter, say why, and are corrected.

use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;

use crate::screen::{bundled, click, key, labels, node, node_exists, shown, window};

#[test]
fn the_parts_of_a_caption_filter_and_say_why() {
    let mut harness = bundled();
    click(&mut harness, Role::ListBoxOption, "3, A pro-Trump group");
    let part = "Senate chamber: Place: outside, United States › Washington, DC › US Capitol › Senate › Senate chamber";
    click(&mut harness, Role::Button, part);
    assert_eq!(harness.state().app().query_text(), "place:senate-chamber");
    assert_eq!(shown(&harness), [3, 6, 7, 8, 9]);
    // By the keyboard too, and back.
    node(&harness, Role::Button, part).focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().app().query_text(), "");
}

#[test]
fn the_details_tell_what_was_read_in_the_caption_from_what_is_stated() {
    let table = "caption,published,date_created\n\
                 A man waves on January 6. (Photo by Jane Doe/AP),2021-01-07,\n\
                 A man waves on Jan. 6 2021. (Photo by Jane Doe/AP),,2020-05-05\n";
    let mut harness = window(Settings::default(), vec![Input::Pasted(table.to_owned())], Vec2::new(1280.0, 800.0));
    let origin = |harness: &Harness<'_, Window>, of: &str| {
        let labels = labels(harness, Role::Label);
        let at = labels.iter().position(|label| label == of).unwrap();
        labels[at + 1..at + 3].to_vec()
    };
    assert_eq!(origin(&harness, "Date created"), ["2021-01-06", "read in the caption · year taken from the rest"]);
    assert_eq!(origin(&harness, "Creator"), ["Jane Doe", "read in the caption"]);
    click(&mut harness, Role::ListBoxOption, "2, A man waves");
    assert_eq!(origin(&harness, "Date created"), ["2020-05-05", "stated"]);
}

#[test]
fn a_part_of_a_caption_is_corrected_by_its_menu_and_taken_back() {
    let mut harness = bundled();
    click(&mut harness, Role::ListBoxOption, "5, A pro-Trump protester carries");
    node(&harness, Role::Button, "Rotunda: Place").click_secondary();
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Not a place");
    harness.run_steps(4);
    assert!(!node_exists(&harness, Role::CheckBox, "Rotunda"), "the filter is gone");
    node(&harness, Role::Button, "Rotunda: Not a place, corrected by you");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    assert!(node_exists(&harness, Role::CheckBox, "Rotunda, 1 photo"));
}

#[test]
fn words_are_said_to_be_a_place_that_is_looked_for() {
    let mut harness = bundled();
    click(&mut harness, Role::ListBoxOption, "5, A pro-Trump protester carries");
    node(&harness, Role::Button, "Rotunda: Place").click_secondary();
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Is another place…");
    node(&harness, Role::TextInput, "Search places").type_text("");
    harness.run_steps(2);
    // The words themselves are looked for first; others are typed.
    click(&mut harness, Role::RadioButton, "United States › Washington, DC › US Capitol › Rotunda");
    key(&mut harness, Modifiers::COMMAND, Key::A);
    node(&harness, Role::TextInput, "Search places").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::COMMAND, Key::A);
    node(&harness, Role::TextInput, "Search places").type_text("crypt");
    harness.run_steps(4);
    click(&mut harness, Role::RadioButton, "United States › Washington, DC › US Capitol › Crypt");
    click(&mut harness, Role::Button, "Correct");
    harness.run_steps(4);
    assert!(node_exists(&harness, Role::CheckBox, "Crypt, 1 photo"), "{:?}", labels(&harness, Role::CheckBox));
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    click(&mut harness, Role::Button, "Remove: “Rotunda” is the place");
    harness.run_steps(4);
    assert!(!node_exists(&harness, Role::CheckBox, "Crypt"));
    click(&mut harness, Role::Button, "Close");
    assert!(node_exists(&harness, Role::CheckBox, "Rotunda, 1 photo"));
}

#[test]
fn corrections_are_exported_and_imported_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.csv").display().to_string();
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    click(&mut harness, Role::Button, "Add…");
    node(&harness, Role::TextInput, "Words of captions").type_text("Senate chamber");
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Correct");
    harness.run_steps(4);
    let senate = |harness: &Harness<'_, Window>| {
        labels(harness, Role::CheckBox).iter().any(|l| l.starts_with("Senate chamber, 5 photos"))
    };
    assert!(!senate(&harness));
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    node(&harness, Role::TextInput, "File of corrections").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "File of corrections").type_text(&path);
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Write corrections");
    node(&harness, Role::Alert, "Exported 1 correction to");
    click(&mut harness, Role::Button, "Write corrections");
    node(&harness, Role::Alert, "There is a file of that name already");
    click(&mut harness, Role::Button, "Replace the file");
    click(&mut harness, Role::Button, "Remove: “Senate chamber” not a place");
    harness.run_steps(4);
    assert!(senate(&harness));
    click(&mut harness, Role::Button, "Read corrections");
    harness.run_steps(4);
    assert!(!senate(&harness));
}
