//! Sets a damaged file aside under a name of its own, so that a new one can take its place and nothing is lost.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::files::{Folder, folder_of};

/// How many damaged files are kept beside one another before it is left to the user to look at them.
const N_ASIDE_MAX: usize = 10_000;

/// Renames a file to the first free `NAME.damaged-N`, together with those named like it with a suffix
/// (`NAME-wal` becomes `NAME.damaged-N-wal`), and returns where it is now.
pub(crate) fn set_aside(path: &Path, suffixes: &[&str]) -> io::Result<PathBuf> {
    let all_suffixes = || std::iter::once("").chain(suffixes.iter().copied());
    let folder = Folder::open(folder_of(path))?;
    for number in 1..=N_ASIDE_MAX {
        let aside = with_suffix(path, &format!(".damaged-{number}"));
        if all_suffixes().any(|suffix| is_there(&with_suffix(&aside, suffix))) {
            continue;
        }
        let mut found = false;
        for suffix in all_suffixes() {
            match fs::rename(with_suffix(path, suffix), with_suffix(&aside, suffix)) {
                Ok(()) => found = true,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        folder.sync()?;
        return if found { Ok(aside) } else { Err(ErrorKind::NotFound.into()) };
    }
    Err(io::Error::other(format!("{N_ASIDE_MAX} damaged files are there already")))
}

/// Gives a finished file its name, which nobody has yet, and makes that last.
pub(crate) fn put_in_place(finished: &Path, path: &Path) -> io::Result<()> {
    let folder = Folder::open(folder_of(path))?;
    fs::rename(finished, path)?;
    folder.sync()
}

/// A path with more at the end of its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut longer = OsString::from(path);
    longer.push(suffix);
    longer.into()
}

/// Whether anything has the name, be it a link to nothing.
pub(crate) fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_damaged_file_gets_a_name_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let write = |name: &str| {
            crate::files::write_whole(&folder.path().join(name), crate::files::Existing::Keep, |file| {
                file.write_all(name.as_bytes())
            })
        };
        write("a.db").unwrap();
        write("a.db-wal").unwrap();
        assert_eq!(set_aside(&path, &["-wal", "-shm"]).unwrap(), folder.path().join("a.db.damaged-1"));
        write("a.db").unwrap();
        assert_eq!(set_aside(&path, &["-wal", "-shm"]).unwrap(), folder.path().join("a.db.damaged-2"));
        write("a.db-wal").unwrap();
        assert_eq!(set_aside(&path, &["-wal", "-shm"]).unwrap(), folder.path().join("a.db.damaged-3"));
        assert_eq!(set_aside(&path, &["-wal"]).unwrap_err().kind(), ErrorKind::NotFound);
        let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.db.damaged-1", "a.db.damaged-1-wal", "a.db.damaged-2", "a.db.damaged-3-wal"]);
    }
}
