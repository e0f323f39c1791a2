//! Dialogs, details and notices as they are used: what goes wrong is said where it can be mended.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cutline::app::command::{Command, Verb};
use cutline::app::dialog::{Dialog, Typed};
use cutline::app::notices::Severity;
use cutline::files::{Existing, write_whole};
use cutline::lists::change::Change;
use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Event, Key, Modifiers, Pos2, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use crate::screen::{ask, click, command, key, labels, node, window};

const SIZE: Vec2 = Vec2::new(1280.0, 800.0);

fn bundled() -> Harness<'static, Window> {
    window(Settings::default(), vec![Input::Bundled], SIZE)
}

fn enter(harness: &mut Harness<'_, Window>) {
    key(harness, Modifiers::NONE, Key::Enter);
}

fn write(path: &Path, text: &str) {
    write_whole(path, Existing::Keep, |file| file.write_all(text.as_bytes())).unwrap();
}

/// What has the focus.
fn focused(harness: &Harness<'_, Window>) -> Option<(Role, String)> {
    let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused())?;
    let focused = focused.accesskit_node();
    Some((focused.role(), focused.label()?))
}

fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    node(harness, Role::TextInput, label).focus();
    harness.run_steps(2);
    key(harness, Modifiers::COMMAND, Key::A);
    node(harness, Role::TextInput, label).type_text(text);
    harness.run_steps(4);
}

fn value(harness: &Harness<'_, Window>, label: &str) -> String {
    node(harness, Role::TextInput, label).accesskit_node().value().unwrap_or_default()
}

/// Clicks beside whatever stands in front.
fn click_beside(harness: &mut Harness<'_, Window>) {
    harness.drag_at(Pos2::new(8.0, 790.0));
    harness.drop_at(Pos2::new(8.0, 790.0));
    harness.run_steps(4);
}

#[test]
fn a_path_that_does_not_open_says_why_where_it_is_mended() {
    let mut harness = bundled();
    command(&mut harness, Command::SetDialog(Dialog::OpenPath(Typed::default())));
    type_into(&mut harness, "Path", "/nowhere/x.csv");
    enter(&mut harness);
    let [why] = labels(&harness, Role::Alert).try_into().unwrap();
    assert!(why.contains("no such file"), "{why}");
    assert!(harness.state().app().notices().all().is_empty());
    assert_eq!(value(&harness, "Path"), "/nowhere/x.csv");
    assert_eq!(focused(&harness), Some((Role::TextInput, "Path".to_owned())));
    type_into(&mut harness, "Path", "/nowhere/y.csv");
    assert!(labels(&harness, Role::Alert).is_empty(), "another path is not wrong yet");
}

#[test]
fn pasted_text_without_captions_says_so_where_it_is_mended() {
    let mut harness = bundled();
    command(&mut harness, Command::SetDialog(Dialog::PasteText(Typed::default())));
    let field = Role::MultilineTextInput;
    node(&harness, field, "Caption text").type_text("{\"a\": 1");
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Read captions");
    let [why] = labels(&harness, Role::Alert).try_into().unwrap();
    assert!(why.contains("JSON"), "{why}");
    assert!(harness.state().app().notices().all().is_empty());
    let written = node(&harness, field, "Caption text").accesskit_node().value();
    assert_eq!(written.as_deref(), Some("{\"a\": 1"));
    node(&harness, field, "Caption text").focus();
    harness.run_steps(2);
    node(&harness, field, "Caption text").type_text("}");
    harness.run_steps(4);
    assert!(labels(&harness, Role::Alert).is_empty(), "another text is not wrong yet");
}

#[test]
fn what_is_typed_and_entered_in_one_frame_is_what_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.csv");
    write(&path, "id,caption\n1,A dog.\n2,Two dogs.\n");
    let mut harness = bundled();
    ask(&mut harness, Verb::CompareCollections);
    let pressed = |pressed| Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let typed = Event::Text(path.display().to_string());
    harness.input_mut().events.extend([typed, pressed(true), pressed(false)]);
    harness.run_steps(6);
    assert_eq!(labels(&harness, Role::Alert), Vec::<String>::new());
    node(&harness, Role::CheckBox, "2 added");
}

#[test]
fn return_in_the_destination_keeps_the_cursor_there_and_never_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("there.csv");
    write(&path, "mine");
    let destination = Some((Role::TextInput, "Destination".to_owned()));
    let mut harness = bundled();
    ask(&mut harness, Verb::Export);
    for (to, error) in [(Path::new("/nowhere/at/all/x.csv"), "/nowhere"), (&path, "already")] {
        type_into(&mut harness, "Destination", &to.display().to_string());
        for _ in 0..2 {
            enter(&mut harness);
            let alerts = labels(&harness, Role::Alert);
            assert!(alerts.iter().any(|alert| alert.contains(error)), "{alerts:?}");
            assert_eq!(focused(&harness), destination);
        }
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    type_into(&mut harness, "Destination", &folder.path().join("new.csv").display().to_string());
    enter(&mut harness);
    assert!(folder.path().join("new.csv").exists() && harness.state().app().dialog().is_none());
}

#[test]
fn an_extension_that_names_another_format_chooses_it() {
    let mut harness = bundled();
    ask(&mut harness, Verb::Export);
    for (path, format) in
        [("/p.zip", "Format: Package (ZIP)"), ("/p.html", "Format: "), ("/p.jsonl", "Format: JSON lines")]
    {
        type_into(&mut harness, "Destination", path);
        node(&harness, Role::ComboBox, format);
    }
}

#[test]
fn dialogs_without_a_line_to_type_begin_at_a_button() {
    for (verb, button) in [(Verb::About, "Close"), (Verb::Cache, "Close"), (Verb::Print, "Print 20 photos…")] {
        let mut harness = bundled();
        ask(&mut harness, verb);
        assert_eq!(focused(&harness), Some((Role::Button, button.to_owned())), "{verb:?}");
    }
    let mut harness = bundled();
    ask(&mut harness, Verb::About);
    enter(&mut harness);
    assert!(harness.state().app().dialog().is_none());
}

#[test]
fn a_name_that_another_list_has_can_be_mended() {
    let mut harness = bundled();
    ask(&mut harness, Verb::NewList);
    type_into(&mut harness, "Name", "List 1");
    enter(&mut harness);
    let [why] = labels(&harness, Role::Alert).try_into().unwrap();
    assert!(why.contains("already a list"), "{why}");
    assert_eq!(value(&harness, "Name"), "List 1");
    type_into(&mut harness, "Name", "List 2");
    enter(&mut harness);
    node(&harness, Role::ComboBox, "Current list: List 2");
    assert!(harness.state().app().dialog().is_none());
}

#[test]
fn gestures_of_the_mouse_are_found_among_the_keys() {
    for (words, found) in [("zoom", "Wheel"), ("double click", "Show large"), ("drag", "Pan")] {
        let mut harness = bundled();
        ask(&mut harness, Verb::KeyHelp);
        type_into(&mut harness, "Find a command", words);
        let shown = labels(&harness, Role::Label);
        assert!(shown.iter().any(|label| label == found), "{words}: {shown:?}");
    }
}

#[test]
fn an_empty_list_says_that_it_is_empty_and_the_focus_comes_back() {
    let mut harness = bundled();
    click(&mut harness, Role::ListBoxOption, "6, ");
    ask(&mut harness, Verb::ListedOnly);
    node(&harness, Role::Label, "The list “List 1” is empty");
    ask(&mut harness, Verb::ListedOnly);
    assert_eq!(harness.state().app().selection().focus().map(|photo| photo.0), Some(5));
}

#[test]
fn cells_are_as_they_were_when_attached_pictures_are_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1.jpg");
    write(&path, "300 200 1");
    let mut harness = bundled();
    let height = |harness: &Harness<'_, Window>| node(harness, Role::ListBoxOption, "2, ").rect().height();
    let before = height(&harness);
    let app = harness.state().app();
    let key = app.photo(cutline::catalog::PhotoIndex(0)).unwrap().key.clone();
    command(&mut harness, Command::ChangeLists(Change::Attach { pictures: vec![(key, Some(path))] }));
    assert!(height(&harness) > before);
    ask(&mut harness, Verb::Undo);
    assert_eq!(height(&harness), before);
}

#[test]
fn a_click_beside_a_dialog_costs_nothing_that_was_typed() {
    let mut harness = bundled();
    ask(&mut harness, Verb::NewList);
    click_beside(&mut harness);
    assert!(harness.state().app().dialog().is_none(), "nothing was typed");
    ask(&mut harness, Verb::NewList);
    type_into(&mut harness, "Name", "Monday");
    click_beside(&mut harness);
    assert_eq!(value(&harness, "Name"), "Monday");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().app().dialog().is_none());
}

#[test]
fn a_long_tree_of_places_shows_those_with_the_most_photos_and_all_on_demand() {
    let cities = [
        ("Montgomery", "Alabama"),
        ("Juneau", "Alaska"),
        ("Phoenix", "Arizona"),
        ("Little Rock", "Arkansas"),
        ("Sacramento", "California"),
        ("Denver", "Colorado"),
        ("Hartford", "Connecticut"),
        ("Tallahassee", "Florida"),
        ("Honolulu", "Hawaii"),
        ("Boise", "Idaho"),
        ("Springfield", "Illinois"),
        ("Indianapolis", "Indiana"),
        ("Topeka", "Kansas"),
        ("Baton Rouge", "Louisiana"),
        ("Augusta", "Maine"),
        ("Boston", "Massachusetts"),
        ("Lansing", "Michigan"),
        ("Helena", "Montana"),
        ("Carson City", "Nevada"),
        ("Columbus", "Ohio"),
        ("Salem", "Oregon"),
        ("Nashville", "Tennessee"),
        ("Austin", "Texas"),
    ];
    let mut text = String::new();
    for (city, state) in cities.iter().chain([&("Austin", "Texas")]) {
        write!(text, "A man waves in {city}, {state}. Image: Getty.\n\n").unwrap();
    }
    let mut harness = window(Settings::default(), vec![Input::Pasted(text)], Vec2::new(1280.0, 2_000.0));
    let shown = |harness: &Harness<'_, Window>| {
        let boxes = labels(harness, Role::CheckBox);
        cities.iter().filter(|(_, state)| boxes.iter().any(|label| label.starts_with(&format!("{state}, ")))).count()
    };
    node(&harness, Role::CheckBox, "Texas, 2 photos");
    assert_eq!(shown(&harness), 19);
    click(&mut harness, Role::Button, "Show all 24, place");
    assert!(shown(&harness) > 19);
    click(&mut harness, Role::CheckBox, "Tennessee, 1 photo");
    click(&mut harness, Role::Button, "Show fewer, place");
    node(&harness, Role::CheckBox, "Tennessee, 1 photo");
    assert_eq!(shown(&harness), 20);
}

#[test]
fn a_disagreement_opens_to_all_that_is_stated() {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/metadata");
    fs::copy(data.join("conflict_digest_stale.jpg"), folder.path().join("a.jpg")).unwrap();
    let input = Input::Folder { path: folder.path().to_owned(), subfolders: true };
    let mut harness = window(Settings::default(), vec![input], Vec2::new(1280.0, 1_600.0));
    harness.run_steps(4);
    let stated = |harness: &Harness<'_, Window>, from: &str| {
        labels(harness, Role::Label).iter().filter(|label| label.starts_with(from)).count()
    };
    assert_eq!((stated(&harness, "IIM, chosen: "), stated(&harness, "XMP")), (0, 0));
    click(&mut harness, Role::Button, "Caption: 3 statements disagree");
    assert_eq!((stated(&harness, "IIM, chosen: "), stated(&harness, "XMP") + stated(&harness, "Exif")), (1, 2));
    click(&mut harness, Role::Button, "Caption: 3 statements disagree");
    assert_eq!(stated(&harness, "IIM, chosen: "), 0);
    click(&mut harness, Role::DisclosureTriangle, "Everything the file states · 1 field disagrees");
    assert!(stated(&harness, "IIM, chosen: ") > 0);
    let shown = labels(&harness, Role::Label);
    assert!(!shown.iter().any(|label| label.contains('_') && label.starts_with("date")), "{shown:?}");
}

#[test]
fn notices_cover_no_panel_and_what_is_not_possible_goes_by_itself() {
    let mut harness = bundled();
    assert!(!(Verb::CopyPicture.row().possible)(harness.state().app()), "it has no picture");
    ask(&mut harness, Verb::CopyCaption);
    node(&harness, Role::Alert, "Copied 1 caption");
    let details = node(&harness, Role::Label, "Photo 1").rect();
    let alert = node(&harness, Role::Alert, "Copied 1 caption").rect();
    assert!(alert.right() < details.left(), "{alert:?} {details:?}");
    let copies = labels(&harness, Role::Button).iter().filter(|label| label.as_str() == "Copy").count();
    assert_eq!(copies, 0, "what was copied need not be copied");
    let key = cutline::photo::PhotoKey { input: "elsewhere".to_owned(), name: "1".to_owned() };
    command(&mut harness, Command::Reveal(key));
    let severity = harness.state().app().notices().all().last().map(|notice| notice.severity);
    assert_eq!(severity, Some(Severity::Refused));
    for _ in 0..80 {
        harness.step();
    }
    assert!(harness.state().app().notices().all().is_empty());
}
