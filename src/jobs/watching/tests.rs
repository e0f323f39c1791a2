//! Real folders, watched by the real worker. Every step waits for the news that it makes, and for no length of time.
#![expect(clippy::disallowed_methods, reason = "files change as other programs change them")]

use std::fs;
use std::path::Path;

use super::*;
use crate::readers::Input;

/// Quick enough for a test; patience is long, because a busy machine is not a stopped file system.
const QUICK: Timing = Timing {
    quiet: Duration::from_millis(20),
    longest: Duration::from_millis(300),
    look_every: Duration::from_millis(50),
    compare_every: Duration::from_millis(50),
    patience: Duration::from_secs(60),
};
/// How long a test waits for news before it fails.
const NEWS_PATIENCE: Duration = Duration::from_secs(60);

struct Desk {
    root: tempfile::TempDir,
    watcher: Watcher,
    events: Receiver<Event>,
    generation: u64,
}

impl Desk {
    /// A folder of two photos, one of them in a folder within.
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("photos/inner")).unwrap();
        for name in ["1.jpg", "inner/2.jpg"] {
            fs::write(root.path().join("photos").join(name), name).unwrap();
        }
        let (send, events) = channel();
        let watcher = Watcher::start(Post { send, wake: Arc::new(|| {}), preview: Arc::new(|_| {}) }, QUICK).unwrap();
        Self { root, watcher, events, generation: 0 }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn job(&mut self, input: Input, reading: bool) {
        let generation = Generation(self.generation);
        self.watcher.watch(Some(WatchJob { generation, inputs: vec![input], reading }));
    }

    /// Watches the folder of photos, and waits until it does.
    fn watch(&mut self) {
        let input = Input::Folder { path: self.path("photos"), subfolders: true };
        self.job(input, false);
        self.settle("photos");
    }

    /// Waits until changes are heard of: one after the other is made until one is told, and what they make is taken in.
    fn settle(&mut self, folder: &str) {
        let mut number = 0;
        loop {
            number += 1;
            fs::write(self.path(folder).join("settling.jpg"), number.to_string()).unwrap();
            if let Ok(event) = self.events.recv_timeout(Duration::from_millis(200)) {
                assert!(matches!(news_of(event), WatchNews::Changed(_)));
                break;
            }
        }
        while self.events.recv_timeout(QUICK.longest * 2).is_ok() {}
    }

    fn news(&self) -> WatchNews {
        news_of(self.events.recv_timeout(NEWS_PATIENCE).expect("news"))
    }

    /// Waits for the news that a file changed; others may be told of too.
    fn expect_change_of(&self, path: &Path) {
        loop {
            match self.news() {
                WatchNews::Changed(paths) if paths.is_empty() || paths.iter().any(|found| found == path) => return,
                WatchNews::Changed(_) | WatchNews::Overflow => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

fn news_of(event: Event) -> WatchNews {
    match event {
        Event::Watched { news, .. } => news,
        _ => panic!("only news is told"),
    }
}

#[test]
fn what_comes_changes_and_goes_in_a_folder_and_those_within_is_told() {
    let mut desk = Desk::new();
    desk.watch();
    let new = desk.path("photos/inner/3.jpg");
    fs::write(&new, "3").unwrap();
    desk.expect_change_of(&new);
    fs::write(&new, "3 again").unwrap();
    desk.expect_change_of(&new);
    fs::remove_file(&new).unwrap();
    desk.expect_change_of(&new);
    fs::create_dir(desk.path("photos/late")).unwrap();
    desk.expect_change_of(&desk.path("photos/late"));
    let late = desk.path("photos/late/4.jpg");
    fs::write(&late, "4").unwrap();
    desk.expect_change_of(&late);
}

#[test]
fn a_list_of_captions_is_told_of_when_a_program_replaces_it() {
    let mut desk = Desk::new();
    let list = desk.path("captions.csv");
    fs::write(&list, "caption\nOne dog\n").unwrap();
    desk.job(Input::File(list.clone()), false);
    let mut number = 0;
    while desk.events.recv_timeout(Duration::from_millis(200)).is_err() {
        number += 1;
        fs::write(&list, format!("caption\n{number} dogs\n")).unwrap();
    }
    while desk.events.recv_timeout(QUICK.longest * 2).is_ok() {}
    fs::write(desk.path("beside.csv"), "x").unwrap();
    let temporary = desk.path("captions.new");
    fs::write(&temporary, "caption\nTwo dogs\n").unwrap();
    fs::rename(&temporary, &list).unwrap();
    assert_eq!(desk.news(), WatchNews::Changed(vec![list]));
}

#[test]
fn own_writes_and_files_that_are_no_photos_are_not_told() {
    use crate::files::{Existing, write_whole};
    let mut desk = Desk::new();
    desk.watch();
    let own = desk.path("photos/own.jpg");
    write_whole(&own, Existing::Keep, |file| file.write_all(b"own")).unwrap();
    for name in ["list.csv", ".hidden.jpg", "notes.txt"] {
        fs::write(desk.path("photos").join(name), "x").unwrap();
    }
    let theirs = desk.path("photos/theirs.jpg");
    fs::write(&theirs, "theirs").unwrap();
    assert_eq!(desk.news(), WatchNews::Changed(vec![theirs]));
}

#[test]
fn thousands_of_changes_are_told_in_a_few_pieces() {
    let mut desk = Desk::new();
    desk.watch();
    for number in 0..3_000 {
        fs::write(desk.path("photos").join(format!("{number}.jpg")), "").unwrap();
    }
    let mut n_told = 0;
    let mut named = 0;
    loop {
        match desk.news() {
            WatchNews::Changed(paths) if paths.is_empty() => break,
            WatchNews::Overflow => break,
            WatchNews::Changed(paths) => {
                named += paths.len();
                if named >= 3_000 {
                    break;
                }
            }
            other => panic!("{other:?}"),
        }
        n_told += 1;
        assert!(n_told < 1_000, "told one by one");
    }
}

#[test]
fn a_folder_that_goes_is_away_and_one_that_returns_is_back_and_looked_at_anew() {
    let mut desk = Desk::new();
    desk.watch();
    let photos = desk.path("photos");
    fs::rename(&photos, desk.path("elsewhere")).unwrap();
    assert_eq!(desk.news(), WatchNews::Away(vec![photos.clone()]));
    fs::rename(desk.path("elsewhere"), &photos).unwrap();
    assert_eq!(desk.news(), WatchNews::Away(vec![]));
    assert_eq!(desk.news(), WatchNews::Changed(vec![]));
}

#[test]
fn a_folder_that_is_suddenly_empty_is_a_disk_that_was_taken_away() {
    let mut desk = Desk::new();
    desk.watch();
    let photos = desk.path("photos");
    // What unmounting leaves behind: the folder itself, with nothing in it.
    fs::rename(&photos, desk.path("disk")).unwrap();
    fs::create_dir(&photos).unwrap();
    loop {
        match desk.news() {
            WatchNews::Away(away) if away.is_empty() => {}
            WatchNews::Away(away) => {
                assert_eq!(away.as_slice(), std::slice::from_ref(&photos));
                // It may have been seen between the two steps.
                if desk.events.recv_timeout(QUICK.longest * 2).is_err() {
                    break;
                }
            }
            other => panic!("nothing is taken out: {other:?}"),
        }
    }
    fs::remove_dir(&photos).unwrap();
    fs::rename(desk.path("disk"), &photos).unwrap();
    assert_eq!(desk.news(), WatchNews::Away(vec![]));
}

#[test]
fn reading_alone_is_no_change() {
    let mut desk = Desk::new();
    let folder = desk.path("photos");
    desk.job(Input::Folder { path: folder.clone(), subfolders: true }, true);
    fs::read(folder.join("1.jpg")).unwrap();
    desk.job(Input::Folder { path: folder.clone(), subfolders: true }, false);
    fs::read(folder.join("1.jpg")).unwrap();
    assert!(desk.events.recv_timeout(QUICK.longest * 2).is_err());
}

#[test]
fn nothing_is_told_when_nothing_is_watched() {
    let mut desk = Desk::new();
    desk.watch();
    desk.watcher.watch(None);
    fs::write(desk.path("photos/6.jpg"), "6").unwrap();
    assert!(desk.events.recv_timeout(QUICK.longest * 2).is_err());
}

#[test]
fn what_takes_long_to_look_through_is_not_away_and_what_gives_no_answer_is() {
    let (send, events) = channel();
    let (looker, _asked) = channel();
    let steps = Arc::new(Steps::default());
    let post = Post { send, wake: Arc::new(|| {}), preview: Arc::new(|_| {}) };
    let mut worker = Worker::new(post, QUICK, looker, Arc::default(), Arc::clone(&steps));
    let folder = PathBuf::from("/large");
    let inputs = vec![Input::Folder { path: folder.clone(), subfolders: true }];
    worker.watch(Some(WatchJob { generation: Generation(1), inputs, reading: false }));
    let later = |n: u32| Instant::now() + QUICK.patience * n;
    steps.take();
    worker.go_on(later(1));
    assert!(events.try_recv().is_err());
    worker.go_on(later(3));
    assert!(matches!(news_of(events.try_recv().unwrap()), WatchNews::Away(away) if away == [folder]));
    assert!(worker.wait() >= QUICK.patience, "it does not ask again at once");
}

#[test]
fn what_is_away_is_told_again_after_something_else_was_watched() {
    let mut desk = Desk::new();
    let gone = desk.path("gone.csv");
    let (missing, there) = (Input::File(gone.clone()), Input::File(desk.path("photos/1.jpg")));
    desk.job(missing.clone(), false);
    assert_eq!(desk.news(), WatchNews::Away(vec![gone.clone()]));
    desk.job(there, true);
    desk.job(missing, false);
    assert_eq!(desk.news(), WatchNews::Away(vec![gone]));
}
