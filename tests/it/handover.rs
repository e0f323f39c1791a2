//! What is handed over and what comes in from others, as a script uses it and as it is used on the screen.

use std::path::Path;
use std::process::{Output, Stdio};

use cutline::app::command::Verb;
use cutline::app::dialog::Dialog;
use cutline::app::handover::finding::FindState;
use cutline::readers::Input;
use cutline::settings::Settings;
use eframe::egui::{Key, Modifiers, OutputCommand, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use crate::program::{command, write};
use crate::screen::{ask, click, key, labels, node, window};

/// Runs the program in a folder of its own, where its data stays between calls.
fn cutline_in(folder: &Path, arguments: &[&str], input: &str) -> Output {
    use std::io::Write as _;
    let mut child =
        command(folder, arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn an_export_is_read_again_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for (name, expected) in [
        ("a.csv", "read again: 20 of 20 identical"),
        ("a.json", "read again: 20 of 20 identical"),
        ("a.jsonl", "read again: 20 of 20 identical"),
        ("a.html", "read again: captions of 20 of 20 identical"),
        ("a.txt", "read again: it reads back as it was written"),
        ("a.md", "read again: it reads back as it was written"),
    ] {
        let output = cutline_in(folder.path(), &["export", "--sample", "--to", name], "");
        assert_eq!(output.status.code(), Some(0), "{name}: {}", said(&output));
        assert!(said(&output).contains(expected), "{name}: {}", said(&output));
    }
    let arguments = ["export", "--sample", "--to", "b.csv", "--template", "Archive table"];
    assert!(said(&cutline_in(folder.path(), &arguments, "")).contains("20 of 20 identical"));
    let output = cutline_in(folder.path(), &["export", "--sample", "--to", "c.csv", "--no-verify"], "");
    assert!(!said(&output).contains("read again"), "{}", said(&output));
}

#[test]
fn a_page_of_ours_opens_again_with_every_caption_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let captions = [
        r#"{"caption": "Demonstranten"}"#,
        r#"{"caption": "Two\n\nparagraphs  and <b>blanks</b>", "headline": "A headline", "date_created": "2021-01-06"}"#,
        r#"{"caption": "Photo: Jane Doe", "credit_line": "Jane Doe/AFP"}"#,
        r#"{"caption": "שלום"}"#,
        r#"{"caption": "Close"}"#,
    ];
    write(&folder.path().join("in.json"), &format!("[{}]", captions.join(",")));
    let output = cutline_in(folder.path(), &["export", "in.json", "--to", "out.html"], "");
    assert!(said(&output).contains("read again: captions of 5 of 5 identical"), "{}", said(&output));
    let output = cutline_in(folder.path(), &["export", "in.json", "--to", "gallery", "--format", "gallery"], "");
    assert!(output.status.success(), "{}", said(&output));
    for page in ["out.html", "gallery/index.html"] {
        let output = cutline_in(folder.path(), &["list", page, "--format", "json"], "");
        let read: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
        let texts: Vec<&str> = read.as_array().unwrap().iter().filter_map(|photo| photo["text"].as_str()).collect();
        let expected = ["Demonstranten", "Two\n\nparagraphs  and <b>blanks</b>", "Photo: Jane Doe", "שלום", "Close"];
        assert_eq!(texts, expected, "{page}");
        assert_eq!(read[1]["headline"], "A headline", "{page}");
    }
    let output = cutline_in(folder.path(), &["list", "out.html", "--format", "json"], "");
    let read: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!((&read[1]["date_created"], &read[2]["credit_line"]), (&"2021-01-06".into(), &"Jane Doe/AFP".into()));
}

#[test]
fn an_export_that_is_cancelled_leaves_nothing_and_one_that_is_short_says_so() {
    use cutline::catalog::{Catalog, Heading, PhotoIndex};
    use cutline::exporters::format::Format;
    use cutline::exporters::options::ExportOptions;
    use cutline::files::Existing;
    use cutline::photo::{Photo, PhotoKey, Stated};
    use cutline::place::gazetteer::Gazetteer;
    use cutline::tasks::exporting::{ExportError, ExportOrder, Step, export};
    use cutline::worker::Workers;

    let gazetteer = Gazetteer::built_in();
    let photo = |at: usize| {
        let key = PhotoKey { input: "i".to_owned(), name: at.to_string() };
        Photo::read(key, Stated { text: format!("Caption {at}."), ..Stated::default() }, &gazetteer)
    };
    let (catalog, _) = Catalog::build(Heading::default(), (0..2_500).map(photo).collect()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photos.csv");
    let workers = Workers::in_process();
    let all: Vec<PhotoIndex> = (0..2_500).map(PhotoIndex).collect();
    let with_one_gone: Vec<PhotoIndex> = [7, 9_999, 8].map(PhotoIndex).to_vec();
    let (options, attached) = (ExportOptions::default(), std::collections::BTreeMap::new());
    let order = |photos| ExportOrder {
        catalog: &catalog,
        photos,
        format: Format::Csv,
        options: &options,
        path: &path,
        existing: Existing::Keep,
        attached: &attached,
        verify: None,
    };
    for stop_at in [0, 1_000, 2_000] {
        let cancelled = export(&order(&all), &workers, &|step| !matches!(step, Step::Written(n) if n >= stop_at));
        assert!(matches!(cancelled, Err(ExportError::Cancelled)), "{stop_at}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{stop_at}");
    }
    let exported = export(&order(&with_one_gone), &workers, &|_| true).unwrap();
    assert_eq!((exported.n_photos, exported.n_gone, exported.left_out.len()), (2, 1, 1));
    assert_eq!(exported.left_out[0].photo, "photo 2");
}

#[test]
fn a_template_that_makes_no_sense_is_told_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("config/templates")).unwrap();
    let path = folder.path().join("config/templates/mine.json");
    write(&path, "{\"cutline_template\": 1, \"name\": \"Mine\", \"caption\": \"{kaption}\"}");
    let output = cutline_in(folder.path(), &["templates"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("there is no field “kaption”"), "{}", said(&output));
    assert!(printed(&output).contains("Web desk"));
    let output = cutline_in(folder.path(), &["export", "--sample", "--template", "mine", "--to", "a.csv"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(path.exists() && !folder.path().join("a.csv").exists());
}

#[test]
fn photos_of_a_list_are_found_in_its_order_and_put_on_a_new_list() {
    let folder = tempfile::tempdir().unwrap();
    let list = "14\nPolice in the rotunda of the moon\nA protester sits in the Senate Chamber.\nsupporters of us president donald trump protest in the us capitol\n14\n";
    let output = cutline_in(folder.path(), &["find", "-", "--sample", "--name", "Page 3", "--format", "json"], list);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let photos: Vec<serde_json::Value> = serde_json::from_str(&printed(&output)).unwrap();
    let positions: Vec<u64> = photos.iter().map(|photo| photo["position"].as_u64().unwrap()).collect();
    assert_eq!(positions, [14, 8, 2]);
    let report = said(&output);
    assert!(report.contains("4 of 5 lines found, 3 photos"), "{report}");
    assert!(report.contains("line 2: Police in the rotunda of the moon"), "{report}");
    assert!(report.contains("line 1 names the same photo"), "{report}");
    assert!(report.contains("on the new list “Page 3”"), "{report}");
    let listed = cutline_in(folder.path(), &["list", "--sample", "-q", "is:listed", "--format", "text"], "");
    assert_eq!(printed(&listed).matches("Image:").count(), 3);
    // A name that was asked for is not changed silently, and nothing found makes no list.
    let taken = cutline_in(folder.path(), &["find", "-", "--sample", "--name", "Page 3"], "8\n");
    assert_eq!(taken.status.code(), Some(2), "{}", said(&taken));
    let nothing = cutline_in(folder.path(), &["find", "-", "--sample"], "zebra crossing\n");
    assert_eq!(nothing.status.code(), Some(1));
    let strict = cutline_in(folder.path(), &["find", "-", "--sample", "--no-list", "--strict"], "8\nnobody\n");
    assert_eq!(strict.status.code(), Some(2));
    let missing = cutline_in(folder.path(), &["find", "nowhere.txt", "--sample"], "");
    assert_eq!(missing.status.code(), Some(2));
    assert!(said(&missing).contains("nowhere.txt"));
}

#[test]
fn a_column_of_a_table_is_a_list_too() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("order.csv"), "Page;Bildtext\n3;A protester sits in the Senate Chamber.\n");
    let output = cutline_in(folder.path(), &["find", "order.csv", "--sample", "--no-list"], "");
    assert!(said(&output).contains("1 of 1 line found"), "{}", said(&output));
    let output = cutline_in(folder.path(), &["find", "order.csv", "--sample", "--no-list", "--column", "Seite"], "");
    assert!(said(&output).contains("no column “Seite”: its columns are Page, Bildtext"), "{}", said(&output));
}

#[test]
fn two_collections_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let archived =
        "A man waves to his dog. Image: Getty.\nA woman waves back at him. Image: AFP.\nNobody is left. Image: AP.\n";
    let published =
        "A woman waves back at him. Image: AFP.\nA man waves to his cat. Image: Getty.\nA bird sings. Image: AP.\n";
    write(&folder.path().join("a.txt"), archived);
    write(&folder.path().join("b.txt"), published);
    let output = cutline_in(folder.path(), &["compare", "a.txt", "b.txt"], "");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let table = printed(&output);
    assert!(table.contains("Caption: A man waves to his [-dog-]{+cat+}."), "{table}");
    assert!(table.ends_with("1 added, 1 removed, 1 changed, 1 moved, 1 the same\n"), "{table}");
    let output = cutline_in(folder.path(), &["compare", "a.txt", "b.txt", "--only", "added", "--format", "json"], "");
    let json: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(json["photos"].as_array().unwrap().len(), 1);
    assert_eq!(json["photos"][0]["b"]["text"], "A bird sings. Image: AP.");
    let page = printed(&cutline_in(folder.path(), &["compare", "a.txt", "b.txt", "--format", "html"], ""));
    assert!(page.contains("<del>dog</del><ins>cat</ins>"), "{page}");
    assert_eq!(cutline_in(folder.path(), &["compare", "a.txt", "a.txt"], "").status.code(), Some(0));
    assert_eq!(cutline_in(folder.path(), &["compare", "a.txt", "c.txt"], "").status.code(), Some(2));
    assert_eq!(cutline_in(folder.path(), &["compare", "a.txt", "b.txt", "--only", "lost"], "").status.code(), Some(2));
}

fn bundled() -> Harness<'static, cutline::ui::window::Window> {
    window(Settings::default(), vec![Input::Bundled], Vec2::new(1280.0, 800.0))
}

fn copied(harness: &Harness<'_, cutline::ui::window::Window>) -> Vec<String> {
    let commands = harness.output().platform_output.commands.iter();
    commands
        .filter_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn an_export_in_the_window_follows_a_template_and_tells_that_it_was_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND, Key::E);
    click(&mut harness, Role::ComboBox, "Template: As the format does");
    click(&mut harness, Role::Button, "Web desk");
    node(&harness, Role::ComboBox, "Template: Web desk");
    node(&harness, Role::TextInput, "Destination").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Destination").type_text(&path.display().to_string());
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Export 20 photos");
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written.trim_start_matches('\u{feff}').starts_with("No.,File,Caption,Alt text,Credit,Date,Key\r\n1,,"),
        "{written}"
    );
    node(&harness, Role::Alert, &format!("Exported 20 photos to {}; read again: 20 of 20 identical", path.display()));
}

#[test]
fn a_template_is_edited_with_a_preview_and_wrong_patterns_are_said() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    node(&harness, Role::TextInput, "Caption").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Caption").type_text("{nonsense}");
    harness.run_steps(4);
    let shown = labels(&harness, Role::Label);
    assert!(shown.iter().any(|label| label.contains("there is no field “nonsense”")), "{shown:?}");
    click(&mut harness, Role::Button, "Remove File");
    let Some(Dialog::Template(dialog)) = harness.state().app().dialog() else { panic!("the dialog is open") };
    assert_eq!(dialog.fields.len(), 3);
    click(&mut harness, Role::Button, "Move up Date");
    let Some(Dialog::Template(dialog)) = harness.state().app().dialog() else { panic!("the dialog is open") };
    assert_eq!(dialog.fields[1].field.name(), "date");
    // Without a name it cannot be kept.
    assert!(node(&harness, Role::Button, "Keep template").accesskit_node().is_disabled());
    key(&mut harness, Modifiers::NONE, Key::Escape);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().app().dialog().is_none());
}

#[test]
fn pasted_names_become_a_list_in_their_order() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND, Key::G);
    node(&harness, Role::MultilineTextInput, "List").focus();
    harness.run_steps(2);
    node(&harness, Role::MultilineTextInput, "List").type_text("9\n3\nnobody knows this photo\n");
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Find");
    let Some(Dialog::Find(dialog)) = harness.state().app().dialog() else { panic!("the dialog is open") };
    let FindState::Found(found) = &dialog.state else { panic!("{:?}", dialog.state) };
    assert_eq!(found.summary(), "2 of 3 lines found, 2 photos");
    node(&harness, Role::Label, "line 3: nobody knows this photo");
    click(&mut harness, Role::Button, "Copy report");
    click(&mut harness, Role::Button, "Make a list of 2 photos");
    let app = harness.state().app();
    assert!(app.dialog().is_none());
    let list = app.lists().current_list().unwrap();
    assert_eq!((list.name.as_str(), list.photos.len()), ("Found", 2));
    let order: Vec<u32> = app.listed_photos().iter().filter_map(|(_, index)| *index).map(|index| index.0 + 1).collect();
    assert_eq!(order, [9, 3]);
}

#[test]
fn another_collection_is_compared_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let (other, report) = (folder.path().join("other.txt"), folder.path().join("report.html"));
    write(&other, "A protester sits in the House Chamber. Image: Getty.\n\nA bird sings on the dome. Image: Getty.\n");
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    node(&harness, Role::TextInput, "Other collection").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Other collection").type_text(&other.display().to_string());
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Compare");
    node(&harness, Role::CheckBox, "1 changed");
    node(&harness, Role::CheckBox, "19 removed");
    click(&mut harness, Role::CheckBox, "19 removed");
    click(&mut harness, Role::ListBoxOption, "changed");
    let shown = labels(&harness, Role::Label);
    assert!(
        shown.iter().any(|label| label.contains("SenateHouse") || label.contains("Senate") && label.contains("House")),
        "{shown:?}"
    );
    node(&harness, Role::TextInput, "Report to").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Report to").type_text(&report.display().to_string());
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Write report");
    let page = std::fs::read_to_string(&report).unwrap();
    assert!(page.contains("<del>Senate</del><ins>House</ins>"), "{page}");
    click(&mut harness, Role::Button, "Show in the collection");
    assert!(harness.state().app().dialog().is_none());
    assert_eq!(harness.state().app().selection().focus().map(|index| index.0 + 1), Some(8));
}

#[test]
fn captions_are_copied_as_a_table() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND, Key::A);
    ask(&mut harness, Verb::CopyTable);
    node(&harness, Role::Alert, "Copied 20 captions as a table");
    let texts = copied(&harness);
    assert!(texts.is_empty() || texts[0].lines().count() == 21, "{texts:?}");
}

#[test]
fn what_is_printed_is_chosen_in_a_dialog() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND, Key::P);
    node(&harness, Role::Button, "Print 20 photos…");
    node(&harness, Role::ComboBox, "Template: As the format does");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().app().dialog().is_none());
}
