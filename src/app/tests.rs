mod opening;

use std::path::{Path, PathBuf};

use super::*;
use crate::app::command::Verb;
use crate::app::dialog::{ExportDialog, ExportScope};
use crate::app::effect::WindowEffect;
use crate::app::event::OpenFailure;
use crate::app::handover::HandoverEffect;
use crate::app::large::Slideshow;
use crate::app::selection::{Motion, SelectMode};
use crate::attachment::Method;
use crate::exporters::format::Format;
use crate::jobs::Jobs;
use crate::lists::database::Database;
use crate::photo::knowledge::Knowledge;
use crate::query::FacetName;

/// An application with its work done at once, on the bundled collection.
struct Desk {
    app: App,
    jobs: Jobs,
    window: Vec<WindowEffect>,
}

impl Desk {
    fn new() -> Self {
        let database = Database::open(None).unwrap().0;
        let lists = Arc::new(database.snapshot().unwrap());
        let jobs = Jobs::inline(Knowledge::built_in(), database);
        let mut desk = Self { app: App::new(Settings::default(), lists), jobs, window: Vec::new() };
        let effects = desk.app.open(vec![Input::Bundled]);
        desk.perform(effects);
        desk
    }

    fn ask(&mut self, command: Command) {
        let effects = self.app.apply(command);
        self.perform(effects);
    }

    fn press(&mut self, verb: Verb) {
        self.ask(Command::Do(verb));
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let left = self.jobs.perform(&mut self.app, effects);
        self.window.extend(left);
    }

    fn shown(&self) -> Vec<u32> {
        self.app.results().order.iter().map(|index| index.0 + 1).collect()
    }

    fn listed(&self) -> Vec<u32> {
        self.app.listed_photos().iter().filter_map(|(_, index)| *index).map(|index| index.0 + 1).collect()
    }
}

#[test]
fn a_tick_is_a_query_and_a_query_is_a_tick() {
    let mut desk = Desk::new();
    desk.ask(Command::ToggleTick(FacetName::Place, "senate".to_owned()));
    assert_eq!((desk.app.query_text(), desk.shown()), ("place:senate", vec![3, 6, 7, 8, 9]));
    desk.ask(Command::SetQueryText("place:senate place:house flag".to_owned()));
    assert_eq!(desk.app.query().ticks(FacetName::Place), ["senate", "house"]);
    assert_eq!(desk.shown(), [9]);
}

#[test]
fn a_query_that_cannot_be_parsed_keeps_the_last_good_results() {
    let mut desk = Desk::new();
    desk.ask(Command::SetQueryText("place:house".to_owned()));
    desk.ask(Command::SetQueryText("place:house \"".to_owned()));
    assert_eq!(desk.shown(), [12, 13, 16, 20]);
    assert_eq!(desk.app.query_error().map(|error| error.at), Some(12));
    desk.ask(Command::SetQueryText("place:rotunda".to_owned()));
    assert_eq!((desk.shown(), desk.app.query_error()), (vec![5], None));
}

#[test]
fn an_undo_that_fails_can_be_tried_again() {
    let mut desk = Desk::new();
    desk.press(Verb::ToggleListed);
    let effects = desk.app.apply(Command::Do(Verb::Undo));
    let Some(Effect::ChangeLists { change, origin }) = effects.into_iter().next() else { panic!("a change") };
    desk.app.receive(Event::ListsFailed { why: "The disk is full".to_owned(), change, origin });
    assert!(desk.app.can_undo());
    desk.press(Verb::Undo);
    assert_eq!(desk.listed(), Vec::<u32>::new());
}

#[test]
fn an_answer_that_comes_too_late_is_dropped() {
    let mut desk = Desk::new();
    let first = desk.app.apply(Command::SetQueryText("place:house".to_owned()));
    let second = desk.app.apply(Command::SetQueryText("place:rotunda".to_owned()));
    desk.perform(second);
    desk.perform(first);
    assert_eq!(desk.shown(), [5]);
}

#[test]
fn a_list_survives_filters_and_says_what_they_hide() {
    let mut desk = Desk::new();
    desk.ask(Command::SetQueryText("place:senate".to_owned()));
    desk.press(Verb::SelectAll);
    desk.press(Verb::ToggleListed);
    assert_eq!(desk.listed(), [3, 6, 7, 8, 9]);
    desk.ask(Command::SetQueryText("place:house".to_owned()));
    assert_eq!(desk.listed(), [3, 6, 7, 8, 9]);
    desk.press(Verb::ClearFilters);
    desk.press(Verb::ListedOnly);
    assert_eq!((desk.app.query_text(), desk.shown()), ("is:listed", vec![3, 6, 7, 8, 9]));
    let first = PhotoIndex(2);
    desk.ask(Command::Select(first, SelectMode::Only));
    desk.press(Verb::ToggleListed);
    assert_eq!(desk.shown(), [6, 7, 8, 9], "taking a photo off the list takes it out of sight");
}

#[test]
fn changes_of_lists_are_undone_and_redone() {
    let mut desk = Desk::new();
    desk.press(Verb::SelectAll);
    desk.press(Verb::ToggleListed);
    desk.ask(Command::Select(PhotoIndex(0), SelectMode::Only));
    desk.press(Verb::RemoveFromList);
    assert_eq!(desk.listed().len(), 19);
    desk.press(Verb::Undo);
    assert_eq!((desk.listed().len(), desk.listed()[0]), (20, 1));
    desk.press(Verb::Undo);
    assert_eq!(desk.listed().len(), 0);
    desk.press(Verb::Redo);
    desk.press(Verb::Redo);
    assert_eq!(desk.listed().len(), 19);
    assert!(!desk.app.can_redo());
}

#[test]
fn lists_changed_by_another_window_are_taken_in() {
    let mut desk = Desk::new();
    desk.press(Verb::ListedOnly);
    let mut lists = (**desk.app.lists()).clone();
    let photo = desk.app.photo(PhotoIndex(4)).map(|photo| listed(&photo)).unwrap();
    lists.all[0].photos.push(photo);
    let effects = desk.app.receive(Event::Lists(Arc::new(lists)));
    desk.perform(effects);
    assert_eq!(desk.shown(), [5]);
}

#[test]
fn back_leaves_one_thing_at_a_time_and_never_the_filter() {
    let mut desk = Desk::new();
    desk.ask(Command::SetQueryText("place:senate".to_owned()));
    desk.press(Verb::Loupe);
    desk.press(Verb::KeyHelp);
    desk.press(Verb::Back);
    assert_eq!((desk.app.dialog().is_some(), desk.app.loupe().is_some()), (false, true));
    desk.press(Verb::Back);
    assert!(desk.app.loupe().is_none());
    desk.press(Verb::Back);
    assert_eq!((desk.app.selection().n_photos(), desk.app.query_text()), (0, "place:senate"));
}

#[test]
fn the_large_view_walks_the_results() {
    let mut desk = Desk::new();
    desk.ask(Command::SetQueryText("place:house".to_owned()));
    desk.press(Verb::Loupe);
    desk.ask(Command::MoveFocus(Motion::Forward, 1, SelectMode::Only));
    assert_eq!(desk.app.loupe().map(|loupe| loupe.photo), Some(PhotoIndex(12)));
    desk.press(Verb::ToggleListed);
    assert_eq!(desk.listed(), [13]);
    desk.press(Verb::Slideshow);
    for _ in 0..3 {
        desk.ask(Command::SlideshowNext);
    }
    assert_eq!(desk.app.loupe().map(|loupe| loupe.photo), Some(PhotoIndex(11)), "after the last comes the first");
    let slideshow = |desk: &Desk| desk.app.loupe().map(|loupe| loupe.slideshow);
    for expected in [Slideshow::Paused, Slideshow::Running] {
        desk.press(Verb::Loupe);
        assert_eq!(slideshow(&desk), Some(expected), "a slideshow pauses and goes on");
    }
    desk.press(Verb::Slideshow);
    assert_eq!(slideshow(&desk), Some(Slideshow::Off));
    desk.press(Verb::Slideshow);
    desk.press(Verb::Back);
    assert_eq!(slideshow(&desk), None);
}

#[test]
fn the_filter_is_put_aside_and_brought_back() {
    let mut desk = Desk::new();
    desk.ask(Command::SetQueryText("place:house".to_owned()));
    desk.press(Verb::FilterOnOff);
    assert_eq!((desk.app.query_text(), desk.shown().len()), ("", 20));
    desk.press(Verb::FilterOnOff);
    assert_eq!(desk.shown(), [12, 13, 16, 20]);
}

#[test]
fn an_empty_result_offers_what_to_drop() {
    let mut desk = Desk::new();
    desk.ask(Command::SetQueryText("place:senate place:house zebra".to_owned()));
    let offers: Vec<_> =
        desk.app.results().loosenings.iter().map(|offer| (offer.dropped.as_str(), offer.n_photos)).collect();
    assert_eq!(offers, [("zebra", 9)]);
}

#[test]
fn an_export_goes_where_the_last_one_went_under_the_name_of_its_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    let suggested = |desk: &mut Desk| {
        desk.press(Verb::Export);
        let Some(Dialog::Export(dialog)) = desk.app.dialog().cloned() else { panic!("the dialog opens") };
        (dialog.scope, dialog.path.as_written())
    };
    assert_eq!(suggested(&mut desk), (ExportScope::Results, PathBuf::new()), "nobody knows where to");
    desk.app.set_user_folders(UserFolders { documents: Some("/documents".into()), ..UserFolders::default() });
    assert_eq!(suggested(&mut desk).1, Path::new("/documents/US Capitol, 7 January 2021.csv"));
    desk.press(Verb::ToggleListed);
    let list = desk.app.lists().current;
    desk.ask(Command::ChangeLists(Change::Rename { list, name: "Page 3/4: “today”".to_owned() }));
    assert_eq!(suggested(&mut desk), (ExportScope::List, "/documents/Page 3-4- -today.csv".into()));
    desk.ask(Command::Export(exporting::ExportRequest {
        scope: ExportScope::List,
        format: Format::Text,
        options: Box::default(),
        path: folder.path().join("a.txt"),
        replace: false,
        verify: false,
    }));
    assert_eq!(suggested(&mut desk).1, folder.path().join("Page 3-4- -today.txt"));
}

#[test]
fn a_list_of_another_collection_is_not_what_is_exported_at_first() {
    let mut desk = Desk::new();
    desk.press(Verb::ToggleListed);
    let effects =
        desk.app.open(vec![Input::Pasted("A man waves. Image: Getty.\n\nA dog runs. Image: Getty.\n".to_owned())]);
    desk.perform(effects);
    desk.press(Verb::Export);
    let Some(Dialog::Export(dialog)) = desk.app.dialog() else { panic!("the dialog opens") };
    assert_eq!((dialog.scope, desk.app.n_exported(dialog.scope)), (ExportScope::Results, 2));
}

#[test]
fn a_list_whose_name_is_not_possible_can_be_given_another() {
    let mut desk = Desk::new();
    let list = desk.app.lists().current;
    let name = desk.app.lists().current_list().unwrap().name.clone();
    for (change, is_new) in [
        (Change::Create { name: Some(name), photos: Vec::new() }, true),
        (Change::Rename { list, name: String::new() }, false),
    ] {
        desk.ask(Command::ChangeLists(change));
        let why = match desk.app.dialog() {
            Some(Dialog::NewList(typed)) if is_new => typed.error.clone(),
            Some(Dialog::RenameList(typed)) if !is_new => typed.error.clone(),
            other => panic!("{other:?}"),
        };
        assert!(why.unwrap().contains("was not named") && desk.app.notices().all().is_empty());
        desk.ask(Command::CloseDialog);
    }
}

#[test]
fn an_export_writes_the_list_in_its_order_and_never_replaces_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.txt");
    let mut desk = Desk::new();
    for index in [7, 2] {
        desk.ask(Command::Select(PhotoIndex(index), SelectMode::Only));
        desk.press(Verb::ToggleListed);
    }
    let fill = |desk: &mut Desk| {
        desk.press(Verb::Export);
        let Some(Dialog::Export(dialog)) = desk.app.dialog().cloned() else { panic!("the dialog opens") };
        desk.ask(Command::SetDialog(Dialog::Export(ExportDialog { path: path.clone().into(), ..dialog })));
    };
    fill(&mut desk);
    let order = |path: &Path, replace| exporting::ExportRequest {
        scope: ExportScope::List,
        format: Format::Text,
        options: Box::default(),
        path: path.to_owned(),
        replace,
        verify: true,
    };
    let export = |replace| Command::Export(order(&path, replace));
    desk.ask(export(false));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.starts_with("A protester sits in the Senate Chamber. Image: Getty.\n\nA pro-Trump group confronts"),
        "{text}"
    );
    assert!(desk.app.dialog().is_none());
    fill(&mut desk);
    desk.ask(export(false));
    let Some(Dialog::Export(dialog)) = desk.app.dialog() else { panic!("the dialog stays") };
    assert!(dialog.exists && dialog.error.is_some());
    desk.ask(export(true));
    assert!(desk.app.dialog().is_none());
    desk.ask(Command::Export(order(Path::new("/nowhere/at/all.txt"), false)));
    assert!(desk.app.notices().all().iter().any(|notice| notice.text.contains("/nowhere/at/all.txt")));
}

#[test]
fn copied_captions_end_in_their_credit() {
    let mut desk = Desk::new();
    desk.ask(Command::Select(PhotoIndex(7), SelectMode::Only));
    desk.press(Verb::CopyCaption);
    let copied = WindowEffect::Copy("A protester sits in the Senate Chamber. Image: Getty.".to_owned());
    assert!(desk.window.contains(&copied));
    desk.press(Verb::CopyWithFields);
    let Some(WindowEffect::Copy(text)) = desk.window.last() else { panic!("copied") };
    assert!(
        text.contains("Credit line: Getty\n")
            && text.contains("Places: in United States › Washington, DC › US Capitol › Senate › Senate chamber"),
        "{text}"
    );
}

#[test]
fn what_is_not_possible_does_nothing() {
    let lists = Arc::new(Lists::default());
    let mut app = App::new(Settings::default(), lists);
    for row in command::table::TABLE.iter().filter(|row| !(row.possible)(&app)).collect::<Vec<_>>() {
        assert!(app.apply(Command::Do(row.verb)).is_empty(), "{:?}", row.verb);
    }
    assert!(
        app.receive(Event::Opened { generation: Generation(9), result: Err(OpenFailure::Other("late".to_owned())) })
            .is_empty()
    );
    assert!(app.notices().all().is_empty());
}

#[test]
fn a_folder_is_no_longer_looked_through_when_its_dialog_is_closed() {
    let mut desk = Desk::new();
    desk.press(Verb::AttachPictures);
    let begun = desk.app.apply(Command::MatchPictures(Method::Automatic));
    assert!(matches!(begun.as_slice(), [Effect::Handover(HandoverEffect::Match(_))]));
    let stopped = desk.app.apply(Command::CloseDialog);
    assert!(matches!(stopped.as_slice(), [Effect::Handover(HandoverEffect::Cancel)]));
}
