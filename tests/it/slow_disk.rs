//! The screen while its work is not done yet: dialogs draw what is at hand and wait for nothing, and what takes long says
//! what it is and can be stopped. Here effects are held back until the test has them done.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use cutline::app::App;
use cutline::app::attaching::{AttachDialog, Found};
use cutline::app::command::{Command, Verb};
use cutline::app::dialog::Dialog;
use cutline::app::effect::{Effect, FetchFor, FolderFor, Generation};
use cutline::app::event::{Event, Opened};
use cutline::app::handover::comparing::Compared;
use cutline::app::handover::{FileFor, HandoverCommand, HandoverEffect, HandoverEvent};
use cutline::attachment::{Method, PictureFile, Reason};
use cutline::catalog::{Catalog, PhotoIndex};
use cutline::lists::database::Database;
use cutline::photo::knowledge::Knowledge;
use cutline::pictures::Pictures;
use cutline::readers::{Input, Options, Reader};
use cutline::settings::Settings;
use cutline::tasks::opening::{self, Opening, Stage};
use cutline::ui::textures::Textures;
use cutline::ui::{dialogs::Dialogs, status_bar, theme};
use cutline::worker::Workers;
use eframe::egui::{Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

const N_PHOTOS: usize = 1_200;

/// An application, the dialog and the status bar over it, and what they asked for that was not done.
struct Desk {
    app: App,
    dialogs: Dialogs,
    textures: Textures,
    commands: Vec<Command>,
}

/// A collection large enough to be kept in a file; none of its photos is at hand.
fn catalog(folder: &Path, name: &str, words: &str) -> Arc<Catalog> {
    write(&folder.join(name), words);
    opened(folder, name)
}

fn write(path: &Path, words: &str) {
    let mut rows = "id,caption\n".to_owned();
    for number in 1..=N_PHOTOS {
        writeln!(rows, "{number},Number {number} {words}.").unwrap();
    }
    cutline::files::write_whole(path, cutline::files::Existing::Keep, |file| file.write_all(rows.as_bytes())).unwrap();
}

fn opened(folder: &Path, name: &str) -> Arc<Catalog> {
    let workers = Arc::new(Workers::in_process());
    let (options, knowledge) = (Options::default(), Knowledge::built_in());
    let reader = Reader { options, knowledge, lint: Arc::default(), workers };
    let opening = Opening {
        reader: &reader,
        indexes: Some(folder),
        first: None,
        progress: &|_, _, _| true,
        checks_index: true,
        part: &|_| {},
    };
    let opened = opening::open(&[Input::File(folder.join(name))], &opening).unwrap().catalog;
    assert_eq!(opened.photo_at_hand(PhotoIndex(0)), None);
    opened
}

fn desk(catalog: &Arc<Catalog>) -> Harness<'static, Desk> {
    let mut app = App::new(Settings::default(), Arc::new(Database::open(None).unwrap().0.snapshot().unwrap()));
    let inputs = vec![Input::Bundled];
    let generation = opening_of(&app.open(inputs.clone()));
    let opened = Opened { catalog: Arc::clone(catalog), inputs, warnings: Vec::new(), complete: true };
    for effect in app.receive(Event::Opened { generation, result: Ok(opened) }) {
        if let Effect::Search { generation, catalog, query, sort, listed } = effect {
            let result = Ok(Arc::new(catalog.search(&query, sort, &listed).unwrap()));
            app.receive(Event::Searched { generation, result });
        }
    }
    let textures = Textures::new(Arc::new(Pictures::inline(crate::pictures::decode())));
    let desk = Desk { app, dialogs: Dialogs::default(), textures, commands: Vec::new() };
    let ui = |ui: &mut eframe::egui::Ui, desk: &mut Desk| {
        theme::install(ui.ctx());
        status_bar::ui(ui, &desk.app, &mut desk.commands);
        desk.textures.begin_frame(desk.app.shown_opening(), desk.app.lists());
        desk.dialogs.ui(ui.ctx(), &desk.app, &mut desk.textures, &mut desk.commands);
    };
    Harness::builder().with_size(Vec2::new(1280.0, 800.0)).build_ui_state(ui, desk)
}

fn opening_of(effects: &[Effect]) -> Generation {
    let opening = effects.iter().find_map(|effect| match effect {
        Effect::Open { generation, .. } => Some(*generation),
        _ => None,
    });
    opening.unwrap()
}

fn says(harness: &Harness<'_, Desk>, role: Role, words: &str) -> bool {
    harness.root().children_recursive().any(|node| {
        let node = node.accesskit_node();
        let said = node.label().or_else(|| node.value());
        node.role() == role && said.is_some_and(|said| said.contains(words))
    })
}

/// Draws frames, which must not bring any photo to hand, and then has done what they asked for.
/// A dialog takes some frames to reach its size.
fn draw_and_fetch(harness: &mut Harness<'_, Desk>, catalogs: &[&Arc<Catalog>], words: &[(Role, &str)]) {
    harness.run_steps(12);
    for catalog in catalogs {
        assert_eq!(catalog.photo_at_hand(PhotoIndex(0)), None, "a frame has read a photo");
    }
    for (role, words) in words {
        assert!(!says(harness, *role, words), "{words}");
    }
    let desk = harness.state_mut();
    let asked: Vec<Command> = std::mem::take(&mut desk.commands);
    let fetches = asked.into_iter().filter(|command| matches!(command, Command::FetchForDialog(_)));
    let effects: Vec<Effect> = fetches.flat_map(|command| desk.app.apply(command)).collect();
    // The last question replaces those before it.
    let Some(Effect::Fetch { wanted_for: FetchFor::Dialog, photos }) = effects.last() else { panic!("it is asked") };
    for (catalog, index) in photos {
        catalog.photo(*index);
    }
    harness.run_steps(3);
    for (role, words) in words {
        assert!(says(harness, *role, words), "{words}");
    }
    assert_eq!(harness.state().commands, [], "what has come is not asked for again");
}

fn handover(effects: &[Effect]) -> &HandoverEffect {
    let handover = effects.iter().find_map(|effect| match effect {
        Effect::Handover(effect) => Some(effect),
        _ => None,
    });
    handover.unwrap()
}

/// Has pictures looked for; the question's age.
fn look(app: &mut App) -> Generation {
    app.apply(Command::Do(Verb::AttachPictures));
    app.receive(Event::FolderPicked(FolderFor::Attaching, None));
    let effects = app.apply(Command::MatchPictures(Method::Order));
    let HandoverEffect::Match(job) = handover(&effects) else { panic!("pictures are looked for") };
    job.generation
}

#[test]
fn the_table_of_pictures_is_drawn_before_its_captions_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalog(folder.path(), "a.csv", "stands here");
    let mut harness = desk(&catalog);
    let app = &mut harness.state_mut().app;
    let generation = look(app);
    let files: Arc<[PictureFile]> = [PictureFile { name: "one.jpg".to_owned(), ..PictureFile::default() }].into();
    let mut choices = vec![None; N_PHOTOS];
    choices[0] = Some((0, Reason::Order));
    app.receive(Event::Handover(HandoverEvent::Matched { generation, result: Ok((files, choices)) }));
    draw_and_fetch(&mut harness, &[&catalog], &[(Role::Label, "Number 1 stands here"), (Role::Label, "Number 3 ")]);
}

#[test]
fn the_rows_of_a_comparison_are_drawn_before_their_captions_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (catalog(folder.path(), "a.csv", "stands here"), catalog(folder.path(), "b.csv", "sits there"));
    let comparison = cutline::tasks::comparing::compare(&a, &b, &|_, _| true).unwrap();
    let (a, b) = (opened(folder.path(), "a.csv"), opened(folder.path(), "b.csv"));
    let mut harness = desk(&a);
    let app = &mut harness.state_mut().app;
    app.apply(Command::Do(Verb::CompareCollections));
    let effects = app.apply(Command::Handover(HandoverCommand::Compare));
    let HandoverEffect::Compare(job) = handover(&effects) else { panic!("they are compared") };
    let generation = job.generation;
    let compared = Arc::new(Compared { a: Arc::clone(&a), b: Arc::clone(&b), comparison });
    app.receive(Event::Handover(HandoverEvent::Compared { generation, result: Ok(compared) }));
    let words = [(Role::ListBoxOption, "Number 1 sits there"), (Role::Label, "stands here")];
    draw_and_fetch(&mut harness, &[&a, &b], &words);
}

#[cfg(unix)]
#[test]
fn what_a_collection_is_compared_with_may_lie_where_no_text_says() {
    use std::os::unix::ffi::OsStringExt as _;

    let other = std::path::PathBuf::from(std::ffi::OsString::from_vec(b"/photos/caf\xe9".to_vec()));
    let (catalog, _) = Catalog::build(Default::default(), Vec::new()).unwrap();
    let mut harness = desk(&Arc::new(catalog));
    let app = &mut harness.state_mut().app;
    app.apply(Command::Do(Verb::CompareCollections));
    let picked = HandoverEvent::FilePicked(FileFor::Comparing, Some(other.clone()));
    let effects = app.receive(Event::Handover(picked));
    assert!(matches!(handover(&effects), HandoverEffect::Compare(job) if job.path == other));
}

#[test]
fn an_export_is_previewed_when_its_photos_are_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalog(folder.path(), "a.csv", "stands here");
    for verb in [Verb::Export, Verb::Templates] {
        let catalog = Arc::clone(&catalog);
        let mut harness = desk(&catalog);
        harness.state_mut().app.apply(Command::Do(verb));
        if verb == Verb::Export {
            draw_and_fetch(&mut harness, &[&catalog], &[(Role::Label, "Number 1 stands here")]);
        } else {
            harness.run_steps(3);
            assert!(says(&harness, Role::Label, "Number 1 stands here"), "what is at hand is shown at once");
        }
    }
}

#[test]
fn looking_for_pictures_says_so_and_can_be_stopped() {
    let (catalog, _) = Catalog::build(Default::default(), Vec::new()).unwrap();
    let mut harness = desk(&Arc::new(catalog));
    let generation = look(&mut harness.state_mut().app);
    harness.run_steps(3);
    assert!(says(&harness, Role::Label, "Looking for pictures") && says(&harness, Role::Button, "Stop"));
    let app = &mut harness.state_mut().app;
    assert!(app.apply(Command::Do(Verb::CancelJob)).iter().any(|effect| matches!(effect, Effect::CancelJobs)));
    let result = Err("Reading was cancelled".to_owned());
    app.receive(Event::Handover(HandoverEvent::Matched { generation, result }));
    harness.run_steps(3);
    assert!(says(&harness, Role::Alert, "Reading was cancelled") && !says(&harness, Role::Button, "Stop"));
    let dialog = harness.state().app.dialog();
    assert!(matches!(dialog, Some(Dialog::Attach(AttachDialog { found: Found::Failed(_), .. }))));
}

#[test]
fn an_index_that_is_looked_at_again_is_said_to_be_checked() {
    let (catalog, _) = Catalog::build(Default::default(), Vec::new()).unwrap();
    let mut harness = desk(&Arc::new(catalog));
    let app = &mut harness.state_mut().app;
    let generation = opening_of(&app.open(vec![Input::File("captions.csv".into())]));
    for (stage, words) in [(Stage::Reading, "Reading captions.csv"), (Stage::Checking, "Checking for changes in")] {
        let progress = Event::OpenProgress { generation, stage, done_bytes: 1, total_bytes: 2 };
        harness.state_mut().app.receive(progress);
        harness.run_steps(2);
        assert!(says(&harness, Role::Label, words), "{words}");
    }
}
