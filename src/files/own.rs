//! Remembers the files this program has written lately, so that whoever watches a folder can tell its own writes from
//! another's.

use std::collections::VecDeque;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// The most files remembered: what is written within the seconds in which a watcher hears of it.
const REMEMBERED_MAX: usize = 256;

static WRITTEN: Mutex<VecDeque<Written>> = Mutex::new(VecDeque::new());

struct Written {
    path: PathBuf,
    size_bytes: u64,
    modified: Option<SystemTime>,
}

/// Remembers a file that was just written.
pub(super) fn remember(path: &Path) {
    let Some(written) = written(path) else { return };
    let mut all = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() == REMEMBERED_MAX {
        all.pop_front();
    }
    all.push_back(written);
}

/// Whether a file is as this program wrote it.
pub(crate) fn is_own_write(path: &Path) -> bool {
    let Some(found) = written(path) else { return false };
    let all = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let last = all.iter().rev().find(|written| written.path == found.path);
    last.is_some_and(|last| (last.size_bytes, last.modified) == (found.size_bytes, found.modified))
}

fn written(path: &Path) -> Option<Written> {
    let metadata: Metadata = fs::metadata(path).ok()?;
    let path = std::path::absolute(path).ok()?;
    Some(Written { path, size_bytes: metadata.len(), modified: metadata.modified().ok() })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::files::{Existing, write_whole};

    #[test]
    fn a_file_is_our_own_write_until_another_program_changes_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        write_whole(&path, Existing::Keep, |file| file.write_all(b"one")).unwrap();
        assert!(is_own_write(&path));
        let mut theirs = fs::OpenOptions::new().append(true).open(&path).unwrap();
        theirs.write_all(b"two").unwrap();
        assert!(!is_own_write(&path) && !is_own_write(&folder.path().join("other.csv")));
    }
}
