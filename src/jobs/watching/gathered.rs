//! Changes as the system tells them, until it has been quiet for a moment: one file that is saved makes a handful of them,
//! a copied folder a hundred thousand.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind};

/// The most files that are named; of more, only that there were many is kept.
const PATHS_MAX: usize = 1_000;

/// What has been told and not been looked at.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub paths: BTreeSet<PathBuf>,
    /// There were more than are named.
    pub many: bool,
    /// There were more than the system could tell.
    pub overflow: bool,
    /// No more folders can be watched.
    pub limit: bool,
    first: Option<Instant>,
    last: Option<Instant>,
}

impl Gathered {
    /// Takes in what the system tells; says whether it was the first for a while.
    pub(super) fn take(&mut self, told: notify::Result<Event>, now: Instant) -> bool {
        match told {
            Ok(event) if event.need_rescan() => self.overflow = true,
            Ok(event) => {
                if !is_change(event.kind) {
                    return false;
                }
                let before = (self.paths.len(), self.many);
                for path in event.paths.into_iter().filter(|path| !is_ours_or_hidden(path)) {
                    if self.paths.len() < PATHS_MAX {
                        self.paths.insert(path);
                    } else if !self.paths.contains(&path) {
                        self.many = true;
                    }
                }
                if before == (self.paths.len(), self.many) && self.first.is_none() {
                    return false;
                }
            }
            Err(error) => match error.kind {
                notify::ErrorKind::MaxFilesWatch => self.limit = true,
                _ => self.many = true,
            },
        }
        self.last = Some(now);
        self.first.replace(self.first.unwrap_or(now)).is_none()
    }

    /// Something changed that cannot be named.
    pub(super) fn stir(&mut self, now: Instant) {
        self.many = true;
        self.last = Some(now);
        self.first.get_or_insert(now);
    }

    /// When it has been quiet for long enough, or has not been for too long.
    pub(super) fn due(&self, quiet: Duration, longest: Duration) -> Option<Instant> {
        Some((self.last? + quiet).min(self.first? + longest))
    }
}

/// Whether anything is different afterwards; that a file was opened or read changes nothing.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

/// Whether a file is passed over when a folder is read, as hidden ones are; our own temporary files are hidden.
fn is_ours_or_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, Flag, ModifyKind};

    use super::*;

    const QUIET: Duration = Duration::from_millis(400);
    const LONGEST: Duration = Duration::from_secs(4);

    fn event(kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(path.into()))
    }

    const CREATED: EventKind = EventKind::Create(CreateKind::File);

    #[test]
    fn changes_are_due_when_it_is_quiet_and_at_last_even_when_it_is_not() {
        let mut gathered = Gathered::default();
        let start = Instant::now();
        assert_eq!(gathered.due(QUIET, LONGEST), None);
        let at = |millis| start + Duration::from_millis(millis);
        assert!(gathered.take(event(CREATED, "/a/1.jpg"), start));
        assert_eq!(gathered.due(QUIET, LONGEST), Some(at(400)));
        assert!(!gathered.take(event(EventKind::Modify(ModifyKind::Any), "/a/1.jpg"), at(300)));
        assert_eq!(gathered.due(QUIET, LONGEST), Some(at(700)));
        gathered.take(event(CREATED, "/a/2.jpg"), at(3_900));
        assert_eq!(gathered.due(QUIET, LONGEST), Some(at(4_000)));
        assert_eq!(gathered.paths.len(), 2);
    }

    #[test]
    fn what_changes_nothing_is_passed_over() {
        let mut gathered = Gathered::default();
        let now = Instant::now();
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let read = EventKind::Access(AccessKind::Close(AccessMode::Read));
        for told in [event(opened, "/a/1.jpg"), event(read, "/a/1.jpg"), event(CREATED, "/a/.cutline-x.tmp")] {
            assert!(!gathered.take(told, now));
        }
        assert_eq!(gathered.due(QUIET, LONGEST), None);
        assert!(gathered.take(event(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/a/1.jpg"), now));
    }

    #[test]
    fn a_hundred_thousand_changes_take_no_more_room_than_a_thousand() {
        let mut gathered = Gathered::default();
        let now = Instant::now();
        for number in 0..100_000 {
            gathered.take(event(CREATED, &format!("/a/{number}.jpg")), now);
        }
        assert_eq!((gathered.paths.len(), gathered.many, gathered.overflow), (PATHS_MAX, true, false));
    }

    #[test]
    fn an_overflow_and_a_limit_are_known_as_such() {
        let mut gathered = Gathered::default();
        let now = Instant::now();
        assert!(gathered.take(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)), now));
        assert!(gathered.overflow && !gathered.limit);
        gathered.take(Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch)), now);
        assert!(gathered.limit);
    }
}
