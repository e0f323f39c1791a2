//! Writes a folder of files: whole or not at all. It is filled under a temporary name beside where it will be, and then
//! takes its place in one step. A folder that is there is replaced only when all it holds came from an earlier export.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use crate::files::{
    Existing, FOLDER_PREFIX, FileError, Folder, MAX_ATTEMPTS, TEMPORARY_SUFFIX, folder_of, is_at, sweep,
};

/// The file in which an exported folder names its files, a line each; a folder without it is somebody's own.
pub const EXPORT_CONTENTS: &str = ".cutline-export";
/// The longest list of files that is believed: a million names of two hundred bytes.
const CONTENTS_MAX_BYTES: u64 = 256 << 20;

/// A folder being filled.
pub struct NewFolder {
    root: PathBuf,
    names: BTreeSet<String>,
}

/// Writes a folder: afterwards it holds all that `fill` put into it, or, on an error, what it held before.
pub fn write_folder(
    path: &Path,
    existing: Existing,
    fill: impl FnOnce(&mut NewFolder) -> io::Result<()>,
) -> Result<(), FileError> {
    let failed = |why| FileError::of_system(why, path);
    let replaces = check_replaceable(path, existing)?;
    let parent = folder_of(path);
    let folder = Folder::open(parent).map_err(failed)?;
    sweep(parent);
    let (temporary, _lock) = locked_folder(parent).map_err(failed)?;
    let mut new = NewFolder { root: temporary.path().to_owned(), names: BTreeSet::new() };
    let filled = fill(&mut new).and_then(|()| new.finish());
    filled.map_err(|why| FileError::of_writer(why, path))?;
    let moved = match replaces {
        // What was there is at the temporary name then, and goes away with it.
        Replaced::Export => exchange(temporary.path(), path).map(|()| drop(temporary)),
        // An empty folder gives way to a renamed one.
        Replaced::EmptyFolder => fs::rename(temporary.path(), path).map(|()| drop(temporary.keep())),
        Replaced::Nothing => rename_new(temporary.path(), path).map(|()| drop(temporary.keep())),
    };
    moved.map_err(|why| match why.kind() {
        ErrorKind::DirectoryNotEmpty => FileError::Exists { path: path.to_owned() },
        _ => failed(why),
    })?;
    folder.sync().map_err(|why| FileError::Unsynced { path: path.to_owned(), why })
}

/// What a new folder takes the place of.
enum Replaced {
    Nothing,
    EmptyFolder,
    Export,
}

fn check_replaceable(path: &Path, existing: Existing) -> Result<Replaced, FileError> {
    if path.file_name().is_none() {
        return Err(FileError::NotAFile { path: path.to_owned(), what: "a folder that cannot be replaced" });
    }
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Replaced::Nothing),
        Err(error) => return Err(FileError::of_system(error, path)),
    };
    if !found.is_dir() {
        let what = if found.is_symlink() { "a link" } else { "a file" };
        return Err(FileError::NotAFile { path: path.to_owned(), what });
    }
    let failed = |why| FileError::of_system(why, path);
    if fs::read_dir(path).map_err(failed)?.next().is_none() {
        return Ok(Replaced::EmptyFolder);
    }
    if existing == Existing::Keep {
        return Err(FileError::Exists { path: path.to_owned() });
    }
    match foreign_file(path).map_err(failed)? {
        None => Ok(Replaced::Export),
        Some(file) => Err(FileError::ForeignFolder { path: path.to_owned(), file }),
    }
}

/// The first file in a folder that no earlier export put there.
fn foreign_file(folder: &Path) -> io::Result<Option<String>> {
    let contents = folder.join(EXPORT_CONTENTS);
    let listed = match fs::symlink_metadata(&contents) {
        Ok(found) if found.is_file() && found.len() <= CONTENTS_MAX_BYTES => fs::read_to_string(&contents)?,
        _ => String::new(),
    };
    let listed: BTreeSet<&str> = listed.lines().collect();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = folders.pop() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else if name != EXPORT_CONTENTS && !listed.contains(name.as_str()) {
                return Ok(Some(name));
            }
        }
    }
    // A folder of empty folders was made by somebody, too.
    Ok(if listed.is_empty() { Some("the folder itself".to_owned()) } else { None })
}

impl NewFolder {
    /// Writes a file; its name may lead into folders within, divided by `/`, and nowhere else.
    pub fn file(&mut self, name: &str, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let relative = Path::new(name);
        let is_plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        if name.is_empty() || !is_plain || name.contains(['\n', '\r', '\\', '\0']) {
            return Err(io::Error::other(format!("“{}” is no name for a file in a folder", name.escape_debug())));
        }
        let path = self.root.join(relative);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file =
            BufWriter::with_capacity(64 * 1024, OpenOptions::new().write(true).create_new(true).open(&path)?);
        write(&mut file)?;
        file.flush()?;
        file.get_ref().sync_all()?;
        self.names.insert(name.to_owned());
        Ok(())
    }

    /// Lists the files, and puts every folder onto the disk.
    fn finish(&mut self) -> io::Result<()> {
        let names = std::mem::take(&mut self.names);
        self.file(EXPORT_CONTENTS, &mut |out| names.iter().try_for_each(|name| writeln!(out, "{name}")))?;
        let mut folders = vec![self.root.clone()];
        while let Some(path) = folders.pop() {
            Folder::open(&path)?.sync()?;
            for entry in fs::read_dir(path)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                }
            }
        }
        Ok(())
    }
}

/// A new folder under a temporary name, locked as long as its handle is open, so that no sweep takes it.
fn locked_folder(parent: &Path) -> io::Result<(TempDir, Option<File>)> {
    for _ in 0..MAX_ATTEMPTS {
        let mut builder = tempfile::Builder::new();
        builder.prefix(FOLDER_PREFIX).suffix(TEMPORARY_SUFFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Less what the user's mask takes away, as for any folder.
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let folder = builder.tempdir_in(parent)?;
        // Where folders cannot be opened or locked, a sweep cannot lock them either and leaves them alone.
        let Ok(handle) = File::open(folder.path()) else { return Ok((folder, None)) };
        match handle.try_lock() {
            Ok(()) if !is_at(&handle, folder.path()) => {}
            Err(TryLockError::WouldBlock) => {}
            Ok(()) | Err(TryLockError::Error(_)) => return Ok((folder, Some(handle))),
        }
    }
    Err(io::Error::other("other programs keep removing its temporary folder"))
}

/// Gives a folder a name that nothing has.
#[cfg(target_os = "linux")]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(error) if is_unknown(error) => fs::rename(from, to),
        renamed => Ok(renamed?),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Lets two folders change their names with each other.
#[cfg(target_os = "linux")]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        Err(error) if is_unknown(error) => exchange_in_steps(new, old),
        exchanged => Ok(exchanged?),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    exchange_in_steps(new, old)
}

/// The same where the system cannot: for a moment neither has the name, but both are there, whatever happens.
fn exchange_in_steps(new: &Path, old: &Path) -> io::Result<()> {
    let mut between = old.as_os_str().to_owned();
    between.push(".cutline-earlier");
    let between = PathBuf::from(between);
    fs::rename(old, &between)?;
    match fs::rename(new, old) {
        Ok(()) => fs::rename(&between, new),
        Err(error) => {
            fs::rename(&between, old)?;
            Err(error)
        }
    }
}

/// Whether a file system does not know of such a rename.
#[cfg(target_os = "linux")]
fn is_unknown(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno;
    matches!(error, Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::write_whole;

    fn put(path: &Path, text: &str) {
        write_whole(path, Existing::Keep, |out| out.write_all(text.as_bytes())).unwrap();
    }

    fn fill(folder: &mut NewFolder, text: &str) -> io::Result<()> {
        folder.file("a.txt", &mut |out| out.write_all(text.as_bytes()))?;
        folder.file("in/b.txt", &mut |out| out.write_all(b"b"))
    }

    fn write(path: &Path, existing: Existing, text: &str) -> Result<(), FileError> {
        write_folder(path, existing, |folder| fill(folder, text))
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_new_or_replaced_as_a_whole() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("export");
        write(&path, Existing::Keep, "one").unwrap();
        assert_eq!(names(&path), [".cutline-export", "a.txt", "in"]);
        assert!(matches!(write(&path, Existing::Keep, "two"), Err(FileError::Exists { .. })));
        write(&path, Existing::Replace, "two").unwrap();
        assert_eq!(fs::read_to_string(path.join("a.txt")).unwrap(), "two");
        assert_eq!(names(parent.path()), ["export"]);
        fs::create_dir(parent.path().join("empty")).unwrap();
        write(&parent.path().join("empty"), Existing::Keep, "three").unwrap();
        assert_eq!(names(parent.path()), ["empty", "export"]);
    }

    #[test]
    fn what_is_somebody_s_own_is_never_replaced() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("export");
        fs::create_dir(&path).unwrap();
        put(&path.join("mine.txt"), "mine");
        assert!(matches!(write(&path, Existing::Replace, "one"), Err(FileError::ForeignFolder { .. })));
        fs::remove_file(path.join("mine.txt")).unwrap();
        write(&path, Existing::Replace, "one").unwrap();
        put(&path.join("in/mine.txt"), "mine");
        let Err(FileError::ForeignFolder { file, .. }) = write(&path, Existing::Replace, "two") else { panic!() };
        assert_eq!(file, "in/mine.txt");
        assert_eq!(fs::read_to_string(path.join("a.txt")).unwrap(), "one");
        assert!(matches!(write(&path.join("a.txt"), Existing::Replace, "x"), Err(FileError::NotAFile { .. })));
    }

    #[test]
    fn a_failure_leaves_nothing() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("export");
        let failed = write_folder(&path, Existing::Keep, |folder| {
            fill(folder, "one")?;
            Err(io::Error::other("no"))
        });
        assert!(failed.is_err());
        assert_eq!(names(parent.path()), [""; 0]);
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let parent = tempfile::tempdir().unwrap();
        for name in ["", "../a", "/a", "a/../../b", ".", "a\nb", "a\\b", "a/.."] {
            let written = write_folder(&parent.path().join("export"), Existing::Keep, |folder| {
                folder.file(name, &mut |out| out.write_all(b"x"))
            });
            assert!(written.is_err(), "{name:?}");
            assert_eq!(names(parent.path()), [""; 0], "{name:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_next_writer_sweeps_what_a_dead_one_left() {
        let parent = tempfile::tempdir().unwrap();
        let litter = parent.path().join(".cutline-folder-dead.tmp");
        fs::create_dir_all(litter.join("in")).unwrap();
        put(&litter.join("in/a.txt"), "a");
        write(&parent.path().join("export"), Existing::Keep, "one").unwrap();
        assert_eq!(names(parent.path()), ["export"]);
    }
}
