//! What is opened, read again, and read in part.

use std::path::{Path, PathBuf};

use super::*;
use crate::app::command::Verb;
use crate::app::dialog::Typed;
use crate::app::event::{OpenFailure, Opened};
use crate::app::notices::Severity;
use crate::app::selection::SelectMode;
use crate::files::{Existing, write_whole};
use crate::photo::correction::{Correction, Verdict};
use crate::query::FacetName;

#[test]
fn reading_again_keeps_the_selected_photos_and_not_their_positions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("captions.csv");
    let write = |text: &str| {
        write_whole(&path, Existing::Replace, |file| file.write_all(text.as_bytes())).unwrap();
    };
    write("id,caption\na,One dog\nb,Two dogs\n");
    let mut desk = Desk::new();
    desk.ask(Command::OpenPaths(vec![path.clone()]));
    desk.ask(Command::Select(PhotoIndex(1), SelectMode::Only));
    write("id,caption\nnew,No dog\na,One dog\nb,Two dogs\n");
    desk.press(Verb::Reload);
    assert_eq!(desk.app.targets(), [PhotoIndex(2)]);
    write("id,caption\na,One dog\n");
    desk.press(Verb::Reload);
    assert_eq!(desk.app.selection().n_photos(), 0);
}

#[test]
fn of_several_inputs_one_that_cannot_be_read_costs_only_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("captions.csv");
    write_whole(&path, Existing::Keep, |file| file.write_all(b"caption\nOne dog\n")).unwrap();
    let mut desk = Desk::new();
    desk.ask(Command::OpenPaths(vec![PathBuf::from("/nowhere/at-all.csv"), path]));
    assert_eq!(desk.shown(), [1]);
    assert!(
        desk.app.notices().all().iter().any(|notice| notice.details.iter().any(|line| line.contains("no such file")))
    );
}

#[test]
fn an_input_that_cannot_be_read_leaves_what_is_open() {
    let mut desk = Desk::new();
    desk.ask(Command::OpenText("There is no caption in this.".to_owned()));
    assert_eq!(desk.shown().len(), 20);
    assert!(desk.app.notices().all().iter().any(|notice| notice.text.contains("No captions found")));
    desk.ask(Command::OpenPaths(vec![PathBuf::from("/nowhere/at-all.csv")]));
    assert!(desk.app.notices().all().iter().any(|notice| notice.text.contains("no such file")));
}

#[test]
fn pasted_text_is_opened_and_listed_photos_of_another_collection_stay() {
    let mut desk = Desk::new();
    desk.press(Verb::SelectAll);
    desk.press(Verb::ToggleListed);
    desk.ask(Command::OpenText(
        "A man waves to his dog. Image: Getty.\nA woman waves back at him. (Photo by Jane Doe/AFP)".to_owned(),
    ));
    assert_eq!(desk.shown(), [1, 2]);
    let listed = desk.app.listed_photos();
    assert_eq!((listed.len(), listed.iter().filter(|(_, index)| index.is_none()).count()), (20, 20));
    assert!(listed[0].0.line.starts_with("Protesters gather"));
}

#[test]
fn a_path_that_does_not_open_can_be_mended_and_its_error_goes_with_the_next_one() {
    let mut desk = Desk::new();
    desk.ask(Command::SetDialog(Dialog::OpenPath("/nowhere/x.csv".to_owned().into())));
    desk.ask(Command::OpenPaths(vec!["/nowhere/x.csv".into()]));
    let Some(Dialog::OpenPath(Typed { text, error: Some(why) })) = desk.app.dialog() else { panic!("it is open") };
    assert!(text == "/nowhere/x.csv" && why.contains("no such file"), "{why}");
    assert!(desk.app.notices().all().is_empty(), "the error stands in the dialog");
    desk.ask(Command::CloseDialog);
    desk.ask(Command::OpenPaths(vec!["/nowhere/y.csv".into()]));
    assert_eq!(desk.app.notices().all().len(), 1);
    let effects = desk.app.open(vec![Input::Bundled]);
    desk.perform(effects);
    assert!(desk.app.notices().all().is_empty() && desk.app.dialog().is_none());
}

#[test]
fn reading_that_was_cancelled_is_no_error_and_what_was_read_is_said_to_be_a_part() {
    let path = PathBuf::from("/somewhere/x.csv");
    let open = |app: &mut App| {
        app.apply(Command::SetDialog(Dialog::OpenPath("/somewhere/x.csv".to_owned().into())));
        let effects = app.apply(Command::OpenPaths(vec![path.clone()]));
        effects.iter().find_map(|effect| match effect {
            Effect::Open { generation, .. } => Some(*generation),
            _ => None,
        })
    };
    let mut app = Desk::new().app;
    let generation = open(&mut app).unwrap();
    app.receive(Event::Opened { generation, result: Err(OpenFailure::Cancelled) });
    assert!(app.dialog().is_none() && app.opening().is_none() && !app.is_part());
    assert!(app.notices().all().iter().all(|notice| notice.severity == Severity::Done));
    let generation = open(&mut app).unwrap();
    let catalog = Arc::clone(app.catalog().unwrap());
    let part = Opened {
        catalog: Arc::clone(&catalog),
        inputs: vec![Input::File(path.clone())],
        warnings: Vec::new(),
        complete: false,
    };
    for effect in app.receive(Event::Opened { generation, result: Ok(part) }) {
        if let Effect::Search { generation, catalog, query, sort, listed } = effect {
            let results = catalog.find(&query, sort, &listed, &|| true).unwrap();
            let result = Ok(Arc::new(catalog.count(&results, &query, &|| true).unwrap()));
            app.receive(Event::Searched { generation, result });
        }
    }
    app.receive(Event::Opened { generation, result: Err(OpenFailure::Cancelled) });
    assert!(app.is_part() && app.selection().focus() == Some(PhotoIndex(0)));
}

#[test]
fn a_collection_that_was_superseded_is_not_shown() {
    let mut desk = Desk::new();
    let slow = desk.app.open(vec![Input::Pasted("One dog barks loudly. Image: Getty.".to_owned())]);
    let quick =
        desk.app.open(vec![Input::Pasted("Two dogs bark. Image: Getty.\nTwo cats sleep. Image: Getty.".to_owned())]);
    desk.perform(quick);
    desk.perform(slow);
    assert_eq!(desk.shown(), [1, 2]);
}

#[test]
fn a_correction_reads_the_collection_again_and_keeps_what_is_shown() {
    let correction = |verdict| Correction { words: "Senate chamber".to_owned(), photo: None, verdict };
    let mut desk = Desk::new();
    desk.ask(Command::ToggleTick(FacetName::Place, "us-capitol".to_owned()));
    desk.ask(Command::Select(PhotoIndex(6), SelectMode::Only));
    let senate = |desk: &mut Desk| {
        desk.ask(Command::ToggleTick(FacetName::Place, "senate".to_owned()));
        let n_photos = desk.app.results().counts.of(FacetName::Place).map(|count| count.n_photos.iter().sum::<usize>());
        desk.ask(Command::ToggleTick(FacetName::Place, "senate".to_owned()));
        n_photos
    };
    let before = senate(&mut desk);
    desk.ask(Command::SetDialog(Dialog::Keys));
    let add = vec![correction(Verdict::NotPlace)];
    desk.ask(Command::ChangeLists(Change::Correct { remove: Vec::new(), add }));
    assert_eq!(desk.app.dialog(), Some(&Dialog::Keys), "the dialog stays");
    assert_eq!((desk.app.query_text(), desk.app.targets()), ("place:us-capitol", vec![PhotoIndex(6)]));
    assert!(senate(&mut desk) < before);
    desk.press(Verb::Undo);
    assert_eq!(senate(&mut desk), before);
    desk.press(Verb::Redo);
    assert!(senate(&mut desk) < before);
    // What is opened later is corrected too.
    desk.ask(Command::OpenText("He waits in the Senate chamber. Image: Getty.".to_owned()));
    desk.ask(Command::SetQueryText("-has:place".to_owned()));
    assert_eq!(desk.shown(), [1]);
}

#[test]
fn a_correction_made_while_something_is_opened_does_not_stop_that() {
    let mut desk = Desk::new();
    // The text is being read when the correction comes.
    let reading = desk.app.apply(Command::OpenText("He waits in the Senate chamber. Image: Getty.".to_owned()));
    let add = vec![Correction { words: "Senate chamber".to_owned(), photo: None, verdict: Verdict::NotPlace }];
    desk.ask(Command::ChangeLists(Change::Correct { remove: Vec::new(), add }));
    desk.perform(reading);
    desk.ask(Command::SetQueryText("-has:place".to_owned()));
    assert_eq!(desk.shown(), [1]);
}

#[test]
fn the_window_is_called_by_what_is_open() {
    let mut desk = Desk::new();
    assert_eq!(desk.app.window_title(), "US Capitol, 7 January 2021 — Cutline");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("captions\n2021.txt");
    write_captions(&path);
    desk.ask(Command::OpenPaths(vec![path]));
    assert_eq!(desk.app.window_title(), "captions 2021.txt — Cutline");
    assert_eq!(App::new(Settings::default(), Arc::default()).window_title(), "Cutline");
}

#[test]
fn a_path_that_is_typed_may_begin_at_home() {
    let folder = tempfile::tempdir().unwrap();
    write_captions(&folder.path().join("captions.txt"));
    let mut desk = Desk::new();
    desk.app.set_user_folders(UserFolders { home: Some(folder.path().to_owned()), ..UserFolders::default() });
    desk.ask(Command::OpenPaths(vec!["~/captions.txt".into()]));
    assert_eq!(desk.app.inputs(), [Input::File(folder.path().join("captions.txt"))]);
}

#[test]
fn what_was_not_read_to_its_end_is_known_as_a_part() {
    let mut desk = Desk::new();
    assert!(!desk.app.is_part());
    let (catalog, inputs) = (Arc::clone(desk.app.catalog().unwrap()), vec![Input::Pasted("captions".to_owned())]);
    desk.app.open(inputs.clone());
    let generation = desk.app.open_generation;
    let opened =
        |complete| Opened { catalog: Arc::clone(&catalog), inputs: inputs.clone(), warnings: Vec::new(), complete };
    let mut tell = |result| {
        let effects = desk.app.receive(Event::Opened { generation, result });
        desk.perform(effects);
        desk.app.is_part()
    };
    assert!(tell(Ok(opened(false))));
    assert!(tell(Err(OpenFailure::Cancelled)));
    assert!(!tell(Ok(opened(true))));
}

fn write_captions(path: &Path) {
    write_whole(path, Existing::Keep, |out| out.write_all(b"A man waves. Image: Getty.")).unwrap();
}
