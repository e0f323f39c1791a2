//! Folders of photographs on the screen: dialogs that only they have, and what the files themselves state.

use std::path::Path;

use cutline::app::command::{Command, Verb};
use cutline::catalog::PhotoIndex;
use cutline::metadata::fallback::FallbackEncoding;
use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;

use crate::screen::{ask, click, command, key, labels, node, window};

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

/// A file of XMP that holds one property, or several.
fn sidecar(folder: &Path, name: &str, properties: &str) {
    let packet = format!(
        r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
        xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/" {properties}/></rdf:RDF></x:xmpmeta>"#
    );
    let write = |file: &mut dyn std::io::Write| file.write_all(packet.as_bytes());
    cutline::files::write_whole(&folder.join(name), cutline::files::Existing::Keep, write).unwrap();
}

#[test]
fn stars_labels_and_picks_are_seen_heard_and_filtered() {
    let plain = "jpeg_comment_only.jpg";
    let folder = folder_of(&[("1.jpg", plain), ("2.jpg", plain), ("3.jpg", plain)]);
    sidecar(folder.path(), "1.xmp", r#"xmp:Rating="4" xmp:Label="Red" xmpDM:pick="1""#);
    sidecar(folder.path(), "2.xmp", r#"xmpDM:pick="-1" xmpDM:good="false""#);
    let mut harness = open(folder.path());
    let marks = |harness: &Harness<'_, Window>| -> Vec<String> {
        let told = |label: &String| {
            let words = ["picked", "label Red", "4 stars", "rejected"];
            words.into_iter().filter(|words| label.contains(words)).collect::<Vec<_>>().join(" ")
        };
        labels(harness, Role::ListBoxOption).iter().map(told).collect()
    };
    assert_eq!(marks(&harness), ["picked label Red 4 stars", "rejected", ""]);
    click(&mut harness, Role::RadioButton, "List view");
    assert_eq!(marks(&harness), ["picked label Red 4 stars", "rejected", ""]);
    node(&harness, Role::ColumnHeader, "Rating");
    for (query, expected) in [
        ("rating:>=3", "picked label Red 4 stars"),
        ("label:red", "picked label Red 4 stars"),
        ("is:picked", "picked label Red 4 stars"),
        ("rating:rejected", "rejected"),
    ] {
        command(&mut harness, Command::SetQueryText(query.to_owned()));
        assert_eq!(marks(&harness), [expected], "{query}");
    }
    key(&mut harness, Modifiers::NONE, Key::Enter);
    node(&harness, Role::Label, "rejected");
}

#[test]
fn every_badge_stands_where_the_value_does_and_opens_what_is_stated() {
    let check = |file: &str, badge: &str, stated: &str| {
        let folder = folder_of(&[("a.jpg", file)]);
        let mut harness = window(
            Settings::default(),
            vec![Input::Folder { path: folder.path().to_owned(), subfolders: true }],
            Vec2::new(1280.0, 1_600.0),
        );
        harness.run_steps(4);
        let is_stated =
            |harness: &Harness<'_, Window>| labels(harness, Role::Label).iter().any(|label| label.starts_with(stated));
        assert!(!is_stated(&harness), "{file}");
        click(&mut harness, Role::Button, badge);
        assert!(is_stated(&harness), "{file}: {:?}", labels(&harness, Role::Label));
    };
    check("exif_boilerplate_only.jpg", "Caption: vendor junk", "Exif, chosen, vendor junk: OLYMPUS DIGITAL CAMERA");
    check("iim_double_encoded_xmp_right.jpg", "Caption: double-encoded", "IIM, double-encoded: Ein brauner Hund lÃ");
    check(
        "iim_latin1_flagged_utf8.jpg",
        "Caption: mojibake repaired",
        "IIM, chosen, mojibake repaired for display: Ein",
    );
    check("conflict_truncated_iim.jpg", "Creator: cut at limit", "IIM, cut at limit: A Very Long");
    check("conflict_digest_current.jpg", "Caption: 3 statements disagree", "XMP (x-default), chosen: French-Canadian");
}
