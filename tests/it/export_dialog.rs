//! The export dialog as it is used: by role and label.

use std::path::Path;

use cutline::app::dialog::Dialog;
use cutline::exporters::format::Format;
use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use crate::screen::{click, key, labels, node, window};

fn export_dialog() -> Harness<'static, Window> {
    let mut harness = window(Settings::default(), vec![Input::Bundled], Vec2::new(1280.0, 800.0));
    key(&mut harness, Modifiers::COMMAND, Key::E);
    harness
}

fn choose_format(harness: &mut Harness<'_, Window>, format: Format) {
    click(harness, Role::ComboBox, "Format: ");
    click(harness, Role::Button, format.label());
    let Some(Dialog::Export(dialog)) = harness.state().app().dialog() else { panic!("the dialog is open") };
    assert_eq!(dialog.format, format);
}

fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    node(harness, Role::TextInput, label).focus();
    harness.run_steps(2);
    node(harness, Role::TextInput, label).type_text(text);
    harness.run_steps(4);
}

/// Whether anything of that role and label is there.
fn has(harness: &Harness<'_, Window>, role: Role, label: &str) -> bool {
    labels(harness, role).iter().any(|found| found.starts_with(label))
}

fn export_to(harness: &mut Harness<'_, Window>, path: &Path) {
    type_into(harness, "Destination", &path.display().to_string());
    click(harness, Role::Button, "Export 20 photos");
}

#[test]
fn the_list_of_a_dialog_that_is_opened_again_lies_above_it() {
    let mut harness = export_dialog();
    for times in 1..=2 {
        click(&mut harness, Role::ComboBox, "Format: ");
        let place = node(&harness, Role::Button, Format::Markdown.label()).rect().center();
        harness.drag_at(place);
        harness.run_steps(2);
        harness.drop_at(place);
        harness.run_steps(4);
        let Some(Dialog::Export(dialog)) = harness.state().app().dialog() else { panic!("the dialog is open") };
        assert_eq!(dialog.format, Format::Markdown, "opened {times} times");
        choose_format(&mut harness, Format::Csv);
        key(&mut harness, Modifiers::NONE, Key::Escape);
        key(&mut harness, Modifiers::NONE, Key::Escape);
        key(&mut harness, Modifiers::COMMAND, Key::E);
    }
}

#[test]
fn every_format_offers_what_can_be_chosen_about_it() {
    let mut harness = export_dialog();
    let choices: [(Role, &str); 9] = [
        (Role::CheckBox, "Show the pictures, small"),
        (Role::CheckBox, "Landscape"),
        (Role::ComboBox, "Paper: "),
        (Role::SpinButton, "Rows"),
        (Role::TextInput, "Names"),
        (Role::RadioButton, "Original files"),
        (Role::SpinButton, "Longer edge in pixels"),
        (Role::TextInput, "Web address"),
        (Role::RadioButton, "Beside the photos"),
    ];
    for format in Format::ALL {
        choose_format(&mut harness, format);
        let offered: Vec<&str> =
            choices.iter().filter(|(role, label)| has(&harness, *role, label)).map(|(_, label)| *label).collect();
        let expected: &[&str] = match format {
            Format::Xlsx | Format::Docx => &["Show the pictures, small"],
            Format::Pdf => &["Landscape", "Paper: ", "Rows"],
            Format::Package | Format::Zip => &["Names", "Original files", "Longer edge in pixels"],
            Format::Iiif => &["Web address"],
            Format::Sidecars => &["Beside the photos"],
            _ => &[],
        };
        assert_eq!(offered, expected, "{format:?}");
        assert!(has(&harness, Role::Label, "Preview"), "{format:?}");
        let verify = node(&harness, Role::CheckBox, "Read it again and compare");
        assert!(!verify.accesskit_node().is_disabled(), "{format:?}");
    }
    click(&mut harness, Role::RadioButton, "Beside the photos");
    assert!(!has(&harness, Role::TextInput, "Destination"), "sidecars beside the photos go nowhere else");
}

#[test]
fn the_names_of_a_package_are_previewed_and_wrong_ones_are_said() {
    let mut harness = export_dialog();
    choose_format(&mut harness, Format::Zip);
    let shown = labels(&harness, Role::Label);
    assert!(shown.iter().any(|label| label.starts_with("photos/001")), "{shown:?}");
    type_into(&mut harness, "Names", "{nonsense}");
    let shown = labels(&harness, Role::Label);
    assert!(shown.iter().any(|label| label.contains("nonsense")), "{shown:?}");
    assert!(!shown.iter().any(|label| label.starts_with("photos/001")), "{shown:?}");
}

#[test]
fn what_was_exported_last_is_offered_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = export_dialog();
    choose_format(&mut harness, Format::JsonLines);
    click(&mut harness, Role::ComboBox, "Template: As the format does");
    click(&mut harness, Role::Button, "Archive table");
    export_to(&mut harness, &folder.path().join("out.jsonl"));
    key(&mut harness, Modifiers::COMMAND, Key::E);
    node(&harness, Role::ComboBox, "Format: JSON lines");
    node(&harness, Role::ComboBox, "Template: Archive table");
    let settings = harness.state().app().settings().clone();
    let mut next = window(settings, vec![Input::Bundled], Vec2::new(1280.0, 800.0));
    key(&mut next, Modifiers::COMMAND, Key::E);
    node(&next, Role::ComboBox, "Format: JSON lines");
    node(&next, Role::ComboBox, "Template: Archive table");
}

#[test]
fn an_export_that_is_not_read_again_does_not_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let mut harness = export_dialog();
    click(&mut harness, Role::CheckBox, "Read it again and compare");
    export_to(&mut harness, &path);
    let notices = labels(&harness, Role::Alert);
    assert!(notices.contains(&format!("Exported 20 photos to {}", path.display())), "{notices:?}");
}

#[test]
fn the_dialog_can_be_used_in_a_small_window() {
    let mut harness = window(Settings::default(), vec![Input::Bundled], Vec2::new(640.0, 420.0));
    key(&mut harness, Modifiers::COMMAND, Key::E);
    let button = node(&harness, Role::Button, "Export 20 photos").rect();
    assert!(button.max.y <= 420.0 && button.max.x <= 640.0, "{button:?}");
}
