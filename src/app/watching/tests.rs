#![expect(clippy::disallowed_methods, reason = "files change as other programs change them")]

use std::fs;
use std::sync::Arc;

use super::*;
use crate::app::command::{Command, Verb};
use crate::app::event::Event;
use crate::app::selection::SelectMode;
use crate::catalog::PhotoIndex;
use crate::jobs::Jobs;
use crate::lists::database::Database;
use crate::photo::knowledge::Knowledge;
use crate::settings::Settings;

/// An application on a list of captions, its work done at once; what is to be watched is kept.
struct Desk {
    folder: tempfile::TempDir,
    app: App,
    jobs: Jobs,
    watch: Vec<Option<WatchJob>>,
    window: Vec<WindowEffect>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(None).unwrap().0;
        let lists = Arc::new(database.snapshot().unwrap());
        let jobs = Jobs::inline(Knowledge::built_in(), database);
        let app = App::new(Settings::default(), lists);
        let mut desk = Self { folder, app, jobs, watch: Vec::new(), window: Vec::new() };
        desk.write("id,caption\na,One dog\nb,Two dogs\nc,Three dogs\n");
        let path = desk.path();
        desk.ask(Command::OpenPaths(vec![path]));
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("captions.csv")
    }

    fn write(&self, text: &str) {
        fs::write(self.path(), text).unwrap();
    }

    fn ask(&mut self, command: Command) {
        let effects = self.app.apply(command);
        self.perform(effects);
    }

    fn hear(&mut self, news: WatchNews) {
        let generation = self.app.watching.generation;
        let effects = self.app.receive(Event::Watched { generation, news });
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Watch(job) => self.watch.push(job),
                Effect::Window(effect) => self.window.push(effect),
                effect => self.jobs.run(effect),
            }
        }
        for event in self.jobs.events() {
            let effects = self.app.receive(event);
            self.perform(effects);
        }
    }

    fn shown(&self) -> Vec<String> {
        let order = self.app.results().order.iter();
        order.filter_map(|index| self.app.photo(*index)).map(|photo| photo.line().to_owned()).collect()
    }
}

#[test]
fn what_is_opened_is_watched_from_the_first_moment_of_reading() {
    let desk = Desk::new();
    let steps: Vec<bool> = desk.watch.iter().flatten().map(|job| job.reading).collect();
    assert_eq!(steps, [true, false]);
    assert_eq!(desk.watch.last().unwrap().as_ref().unwrap().inputs, [Input::File(desk.path())]);
}

#[test]
fn a_change_on_the_disk_shows_and_disturbs_nothing() {
    let mut desk = Desk::new();
    desk.ask(Command::SetQueryText("dogs".to_owned()));
    desk.ask(Command::Select(PhotoIndex(2), SelectMode::Only));
    let opening = desk.app.shown_opening();
    desk.write("id,caption\nnew,No dogs\na,One dog\nb,Two dogs\nc,Three dogs\n");
    let changed = vec![desk.path()];
    desk.hear(WatchNews::Changed(changed.clone()));
    assert_eq!(desk.shown(), ["No dogs", "Two dogs", "Three dogs"]);
    assert_eq!((desk.app.query_text(), desk.app.targets()), ("dogs", vec![PhotoIndex(3)]));
    assert_eq!(desk.app.shown_opening(), opening, "pictures stay");
    assert!(desk.window.contains(&WindowEffect::ForgetPictures(Some(changed))));
    assert_eq!(desk.app.refresh_outcome(), Some("updated, 1 photo more"));
    assert!(desk.app.notices().all().is_empty());
}

#[test]
fn what_is_away_is_greyed_and_never_taken_out() {
    let mut desk = Desk::new();
    let path = desk.path();
    fs::remove_file(&path).unwrap();
    desk.hear(WatchNews::Away(vec![path.clone()]));
    let photo = desk.app.photo(PhotoIndex(0)).unwrap();
    assert!(desk.app.is_away(&photo));
    // Whatever else is told, nothing is read until it is back.
    desk.hear(WatchNews::Changed(vec![path.clone()]));
    assert_eq!(desk.shown().len(), 3);
    desk.write("id,caption\na,One dog\n");
    desk.hear(WatchNews::Away(vec![]));
    assert!(!desk.app.is_away(&photo));
    assert!(desk.window.contains(&WindowEffect::ForgetPictures(None)));
    desk.hear(WatchNews::Changed(vec![]));
    assert_eq!(desk.shown(), ["One dog"]);
    assert!(desk.app.notices().all().is_empty());
}

#[test]
fn a_reading_that_fails_leaves_what_is_open_and_is_said_once_in_the_status_bar() {
    let mut desk = Desk::new();
    fs::remove_file(desk.path()).unwrap();
    desk.hear(WatchNews::Changed(vec![desk.path()]));
    assert_eq!(desk.shown().len(), 3);
    assert!(desk.app.refresh_outcome().unwrap().starts_with("not updated: Cannot open"));
    assert!(desk.app.notices().all().is_empty());
    assert!(!desk.watch.last().unwrap().as_ref().unwrap().reading, "it is watched again");
}

#[test]
fn a_warning_that_was_told_is_not_told_again_with_every_change() {
    let mut desk = Desk::new();
    desk.write("id,caption,date\na,One dog,never\n");
    desk.ask(Command::Do(Verb::Reload));
    let id = desk.app.notices().all()[0].id;
    desk.ask(Command::DismissNotice(id));
    desk.write("id,caption,date\na,One dog,never\nb,Two dogs,2020\n");
    desk.hear(WatchNews::Changed(vec![]));
    assert_eq!((desk.shown().len(), desk.app.notices().all().len()), (2, 0));
}

#[test]
fn news_of_an_earlier_watch_is_dropped() {
    let mut desk = Desk::new();
    let before = desk.app.watching.generation;
    desk.ask(Command::OpenText("A man waves to his dog. Image: Getty.".to_owned()));
    assert_eq!(desk.watch.last(), Some(&None), "pasted text cannot change");
    let effects = desk.app.receive(Event::Watched { generation: before, news: WatchNews::Changed(vec![]) });
    assert!(effects.is_empty());
}

#[test]
fn what_could_not_be_opened_is_not_watched_any_more() {
    let mut desk = Desk::new();
    let nowhere = desk.folder.path().join("nowhere.csv");
    let begun = desk.app.apply(Command::OpenPaths(vec![nowhere.clone()]));
    let before = desk.app.watching.generation;
    desk.perform(begun);
    assert_eq!(desk.watch.last().unwrap().as_ref().unwrap().inputs, [Input::File(desk.path())]);
    desk.app.receive(Event::Watched { generation: before, news: WatchNews::Away(vec![nowhere]) });
    assert!(desk.app.away().is_empty());
}

#[test]
fn watching_is_switched_off_and_on() {
    let mut desk = Desk::new();
    desk.hear(WatchNews::Away(vec![desk.path()]));
    desk.ask(Command::SetWatching(false));
    assert_eq!((desk.watch.last(), desk.app.away().len()), (Some(&None), 0));
    desk.ask(Command::Do(Verb::Reload));
    assert_eq!(desk.watch.last(), Some(&None));
    desk.ask(Command::SetWatching(true));
    assert!(desk.watch.last().unwrap().is_some());
}
