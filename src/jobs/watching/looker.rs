//! The thread that looks at files for the watcher, and may be held up by them.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::app::effect::{Generation, WatchJob};
use crate::files::own;
use crate::jobs::watching::gathered::Gathered;
use crate::jobs::watching::places::{self, Places, Root};
use crate::jobs::watching::{Looked, Message, Steps};
use crate::worker;

/// What the looker is asked.
pub(super) enum LookerWork {
    /// Watch something else, or nothing.
    Watch(Option<WatchJob>),
    /// Look at what was told, and whether all is there; compare everything, when what is told is not all.
    Look { batch: Gathered, compare: bool },
}

/// What is watched.
struct Watched {
    generation: Generation,
    places: Places,
    /// What files there are, when last compared.
    print: u64,
    limited: Option<String>,
    /// Kept for as long as the system is to tell of changes.
    _system: Option<RecommendedWatcher>,
}

/// The thread's life.
pub(super) fn look(
    work: &Receiver<LookerWork>,
    tell: &Sender<Message>,
    gathered: &Arc<Mutex<Gathered>>,
    steps: &Steps,
) {
    // Of a million files that takes a second, while the first photos are about to be shown.
    worker::give_way_to_all();
    let mut watched: Option<Watched> = None;
    while let Ok(work) = work.recv() {
        let looked = match work {
            LookerWork::Watch(None) => {
                watched = None;
                None
            }
            LookerWork::Watch(Some(job)) => {
                let (now, looked) = begin(&job, watched.take(), tell, gathered, steps);
                watched = Some(now);
                Some(looked)
            }
            LookerWork::Look { batch, compare } => watched.as_mut().map(|watched| watched.look(batch, compare, steps)),
        };
        if let Some(looked) = looked
            && tell.send(Message::Looked(looked)).is_err()
        {
            return;
        }
    }
}

/// Begins to watch, or, while what is open is being read, only remembers what is there.
fn begin(
    job: &WatchJob,
    before: Option<Watched>,
    tell: &Sender<Message>,
    gathered: &Arc<Mutex<Gathered>>,
    steps: &Steps,
) -> (Watched, Looked) {
    let roots: Vec<Root> = job.inputs.iter().filter_map(Root::of).collect();
    // While it is read again, what was away is not known anew.
    let known = before.filter(|before| before.generation == job.generation || before.places.has_roots(&roots));
    let system = (!job.reading).then(|| listen(&roots, tell, gathered));
    let (system, mut limited) = match system {
        Some(Ok(system)) => (Some(system), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    };
    limited = limited.or_else(|| roots.iter().find_map(|root| places::network_drive(&root.path)));
    let print = places::print(&roots, steps);
    let changed = known.as_ref().is_some_and(|known| known.print != print) && !job.reading;
    let mut places = match known {
        Some(known) => known.places,
        None => Places::of(roots),
    };
    let away = places.away();
    if away.is_empty() && !job.reading {
        places.renew(steps);
    }
    let looked = Looked {
        generation: job.generation,
        away,
        limited: limited.clone(),
        changed: Vec::new(),
        unknown: changed,
        overflow: false,
    };
    let watched = Watched { generation: job.generation, places, print, limited, _system: system };
    (watched, looked)
}

/// Has the system tell of changes, or says in words why it does not of all.
fn listen(
    roots: &[Root],
    tell: &Sender<Message>,
    gathered: &Arc<Mutex<Gathered>>,
) -> Result<RecommendedWatcher, String> {
    let (tell, gathered) = (tell.clone(), Arc::clone(gathered));
    let take = move |told| {
        if gathered.lock().unwrap_or_else(PoisonError::into_inner).take(told, Instant::now()) {
            // Nobody listens any more only when the program ends.
            tell.send(Message::Stirred).ok();
        }
    };
    let config = Config::default().with_follow_symlinks(false);
    let mut system = RecommendedWatcher::new(take, config).map_err(|why| not_told(&why))?;
    for root in roots {
        let (path, mode) = root.listened();
        system.watch(path, mode).map_err(|why| not_told(&why))?;
    }
    Ok(system)
}

/// Why the system does not tell of changes, as the status bar says it.
fn not_told(why: &notify::Error) -> String {
    let reason = match (&why.kind, why.paths.first()) {
        (notify::ErrorKind::MaxFilesWatch, _) => "more folders than the system watches".to_owned(),
        (notify::ErrorKind::Io(error), Some(path)) => {
            format!("the system tells of no changes in {}, {}", path.display(), error.kind())
        }
        _ => format!("the system tells of no changes ({why})"),
    };
    format!("{reason}: looked through every 30 s")
}

impl Watched {
    fn look(&mut self, batch: Gathered, compare: bool, steps: &Steps) -> Looked {
        let was_away = !self.places.is_all_there();
        let away = self.places.away();
        let Gathered { paths, many, overflow, limit, .. } = batch;
        if limit {
            self.limited = Some(not_told(&notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
        }
        let mut unknown = many || limit;
        if away.is_empty() && was_away {
            // What happened meanwhile was not told.
            unknown = true;
        }
        if away.is_empty() && compare {
            let print = places::print(self.places.roots(), steps);
            unknown |= print != std::mem::replace(&mut self.print, print);
        }
        let changed: Vec<PathBuf> =
            paths.into_iter().filter(|path| self.places.concerns(path) && !own::is_own_write(path)).collect();
        if away.is_empty() && (unknown || overflow || !changed.is_empty()) {
            self.places.renew(steps);
        }
        let limited = self.limited.clone();
        Looked { generation: self.generation, away, limited, changed, unknown, overflow }
    }
}

impl Root {
    /// What the system is to tell of: a folder, or the folder of a file, because programs replace files when they save.
    fn listened(&self) -> (&Path, RecursiveMode) {
        match (self.is_folder, self.subfolders) {
            (true, true) => (&self.path, RecursiveMode::Recursive),
            (true, false) => (&self.path, RecursiveMode::NonRecursive),
            (false, _) => {
                let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
                (parent.unwrap_or(Path::new(".")), RecursiveMode::NonRecursive)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "files change as other programs change them")]

    use std::fs;
    use std::sync::mpsc::channel;

    use super::*;
    use crate::readers::Input;

    #[test]
    fn what_changes_while_it_is_read_is_told_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("1.jpg"), "1").unwrap();
        let (tell, _told) = channel();
        let gathered = Arc::default();
        let job = |reading| {
            let input = Input::Folder { path: folder.path().to_owned(), subfolders: true };
            WatchJob { generation: Generation(1), inputs: vec![input], reading }
        };
        let (watched, looked) = begin(&job(true), None, &tell, &gathered, &Steps::default());
        assert!(!looked.unknown);
        let (watched, looked) = begin(&job(false), Some(watched), &tell, &gathered, &Steps::default());
        assert!(!looked.unknown && looked.away.is_empty() && looked.limited.is_none(), "{looked:?}");
        let (watched, _) = begin(&job(true), Some(watched), &tell, &gathered, &Steps::default());
        fs::write(folder.path().join("1.jpg"), "11").unwrap();
        let (watched, looked) = begin(&job(false), Some(watched), &tell, &gathered, &Steps::default());
        assert!(looked.unknown, "a file is longer");
        fs::remove_file(folder.path().join("1.jpg")).unwrap();
        let (mut watched, _) = begin(&job(true), Some(watched), &tell, &gathered, &Steps::default());
        assert_eq!(
            watched.look(Gathered::default(), false, &Steps::default()).away,
            [folder.path()],
            "it is suddenly empty"
        );
    }

    #[test]
    fn a_folder_that_may_not_be_listened_to_is_named_in_words() {
        let denied = notify::Error::io(std::io::ErrorKind::PermissionDenied.into()).add_path("/a/b".into());
        let told = "the system tells of no changes in /a/b, permission denied: looked through every 30 s";
        assert_eq!(not_told(&denied), told);
    }

    #[test]
    fn what_the_system_cannot_tell_is_compared() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("1.jpg"), "1").unwrap();
        let (tell, _told) = channel();
        let input = Input::Folder { path: folder.path().to_owned(), subfolders: true };
        let job = WatchJob { generation: Generation(1), inputs: vec![input], reading: false };
        let (mut watched, _) = begin(&job, None, &tell, &Arc::default(), &Steps::default());
        let mut limit = Gathered::default();
        limit.take(Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch)), Instant::now());
        let looked = watched.look(limit, false, &Steps::default());
        assert!(looked.limited.is_some_and(|why| why.starts_with("more folders than the system watches")));
        assert!(!watched.look(Gathered::default(), true, &Steps::default()).unknown);
        fs::write(folder.path().join("2.jpg"), "2").unwrap();
        assert!(watched.look(Gathered::default(), true, &Steps::default()).unknown);
        assert!(!watched.look(Gathered::default(), true, &Steps::default()).unknown, "it is told once");
    }
}
