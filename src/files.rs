//! The one function that writes a file, and the one that writes a folder: whole or not at all, whatever fails and whenever
//! the power goes.
//! The new content stands under a temporary name in the same folder until it is on the disk, and then takes its place.
//! What the content is, is the caller's business.

pub(crate) mod aside;
pub mod counted;
pub mod folder;
pub mod growing;
pub(crate) mod own;
pub mod small;

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use thiserror::Error;

/// How a temporary file's name begins; a file named so whose writer has died is removed by the next writer.
const TEMPORARY_PREFIX: &str = ".cutline-";
/// How a temporary folder's name begins.
const FOLDER_PREFIX: &str = ".cutline-folder-";
const TEMPORARY_SUFFIX: &str = ".tmp";

/// How often a temporary file is made anew when another writer's sweep takes it before it is locked.
const MAX_ATTEMPTS: usize = 16;

/// What happens to a file that has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// The new one takes its place and its mode.
    Replace,
}

/// Why a file was not written: a variant for each thing that can be done about it.
#[derive(Debug, Error)]
pub enum FileError {
    /// Choose another name, or say that it is to be replaced.
    #[error("cannot write the file, because there is one already; use --force to replace it: {}", path.display())]
    Exists {
        /// The file that was to be written.
        path: PathBuf,
    },
    /// Make the folder, or correct the path.
    #[error("cannot write the file, because its folder does not exist: {}", path.display())]
    FolderMissing {
        /// The file that was to be written.
        path: PathBuf,
    },
    /// Choose another folder, or have the permission changed.
    #[error("cannot write the file, because {why}: {}", path.display())]
    Permission {
        /// The file that was to be written.
        path: PathBuf,
        /// The reason the system gave, in words.
        why: &'static str,
    },
    /// Make room, or choose another disk.
    #[error("cannot write the file, because {why}: {}", path.display())]
    DiskFull {
        /// The file that was to be written.
        path: PathBuf,
        /// The reason the system gave, in words.
        why: &'static str,
    },
    /// Choose another name: a folder, a device or a link to nothing is never replaced.
    #[error("cannot write the file, because the name belongs to {what}: {}", path.display())]
    NotAFile {
        /// The file that was to be written.
        path: PathBuf,
        /// What has the name.
        what: &'static str,
    },
    /// Choose another name: a folder is only replaced when an earlier export made all of it.
    #[error("cannot replace the folder, because it holds something that no earlier export wrote ({file}): {}", path.display())]
    ForeignFolder {
        /// The folder that was to be written.
        path: PathBuf,
        /// The first such file.
        file: String,
    },
    /// The file is in place; look after the disk.
    #[error("wrote the file, but it may not outlast a power cut, because its folder could not be synced ({why}): {}", path.display())]
    Unsynced {
        /// The file that was written.
        path: PathBuf,
        /// The system's reason.
        why: io::Error,
    },
    /// Something else, in the system's or the writer's words.
    #[error("cannot write the file, because of this: {why}: {}", path.display())]
    Other {
        /// The file that was to be written.
        path: PathBuf,
        /// The system's or the writer's reason.
        why: io::Error,
    },
}

/// Writes a file: afterwards it holds all that `write` wrote, or, on an error, what it held before.
///
/// Memory stays bounded: what `write` writes goes to the disk through a small buffer.
/// A link is followed, and the file at its end replaced; a link to nothing, a folder or a device is refused.
pub fn write_whole(
    path: &Path,
    existing: Existing,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FileError> {
    let target = Target::resolve(path, existing)?;
    let failed = |why| FileError::of_system(why, path);
    let folder = Folder::open(target.folder()).map_err(failed)?;
    sweep(target.folder());
    let temporary = locked_temporary(&target).map_err(failed)?;
    fill(temporary.as_file(), write).map_err(|why| FileError::of_writer(why, path))?;
    if let Some(old) = &target.old {
        copy_owner_and_mode(old, temporary.as_file()).map_err(failed)?;
    }
    temporary.as_file().sync_all().map_err(failed)?;
    // An error drops the temporary file with the error's own value, which removes it.
    match existing {
        Existing::Keep => temporary.persist_noclobber(&target.path),
        Existing::Replace => temporary.persist(&target.path),
    }
    .map_err(|error| failed(error.error))?;
    own::remember(&target.path);
    folder.sync().map_err(|why| FileError::Unsynced { path: path.to_owned(), why })
}

/// Where the content goes, links followed.
struct Target {
    path: PathBuf,
    /// The file to be replaced.
    old: Option<Metadata>,
}

impl Target {
    fn resolve(path: &Path, existing: Existing) -> Result<Self, FileError> {
        let not_a_file = |what| FileError::NotAFile { path: path.to_owned(), what };
        if path.file_name().is_none() {
            return Err(not_a_file("a folder"));
        }
        let found = match fs::symlink_metadata(path) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self { path: path.to_owned(), old: None }),
            Err(error) => return Err(FileError::of_system(error, path)),
        };
        if existing == Existing::Keep {
            return Err(FileError::Exists { path: path.to_owned() });
        }
        let (path_behind, old) = match found.is_symlink() {
            false => (path.to_owned(), found),
            true => match fs::canonicalize(path).and_then(|behind| Ok((fs::symlink_metadata(&behind)?, behind))) {
                Ok((old, behind)) => (behind, old),
                Err(error) if error.kind() == ErrorKind::NotFound => return Err(not_a_file("a link to nothing")),
                Err(error) => return Err(FileError::of_system(error, path)),
            },
        };
        if old.is_dir() {
            return Err(not_a_file("a folder"));
        }
        if !old.is_file() {
            return Err(not_a_file("a device or pipe"));
        }
        if old.permissions().readonly() {
            return Err(FileError::Permission { path: path.to_owned(), why: "the one there is read-only" });
        }
        Ok(Self { path: path_behind, old: Some(old) })
    }

    fn folder(&self) -> &Path {
        folder_of(&self.path)
    }
}

/// The folder that a name stands in: a bare name's is the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl FileError {
    fn of_system(why: io::Error, path: &Path) -> Self {
        let path = path.to_owned();
        match why.kind() {
            ErrorKind::AlreadyExists => Self::Exists { path },
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::FolderMissing { path },
            ErrorKind::PermissionDenied => Self::Permission { path, why: "permission is denied" },
            ErrorKind::ReadOnlyFilesystem => Self::Permission { path, why: "the disk is read-only" },
            ErrorKind::StorageFull => Self::DiskFull { path, why: "the disk is full" },
            ErrorKind::QuotaExceeded => Self::DiskFull { path, why: "the quota is used up" },
            ErrorKind::FileTooLarge => Self::DiskFull { path, why: "the file is too large for the disk" },
            _ => Self::Other { path, why },
        }
    }

    /// The writer may have failed at something of its own: that there is no such file, say, is then not about this one.
    fn of_writer(why: io::Error, path: &Path) -> Self {
        match why.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotFound | ErrorKind::NotADirectory => {
                Self::Other { path: path.to_owned(), why }
            }
            _ => Self::of_system(why, path),
        }
    }
}

/// The folder that will hold the new name, opened before anything is written: what cannot be synced is not begun.
struct Folder {
    #[cfg(unix)]
    handle: File,
}

impl Folder {
    #[cfg(unix)]
    fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { handle: File::open(path)? })
    }

    #[cfg(not(unix))]
    fn open(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|_| Self {})
    }

    /// Makes the new name last. Some network file systems cannot, and say so; elsewhere than on Unix nobody can.
    fn sync(&self) -> io::Result<()> {
        #[cfg(unix)]
        match self.handle.sync_all() {
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {}
            synced => synced?,
        }
        Ok(())
    }
}

/// Removes temporary files and folders in the folder whose writers died.
///
/// A writer holds a lock that ends with it. What cannot be listed, locked or removed stays: litter does no harm,
/// and a file that can be written should not fail for it.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.map_while(Result::ok) {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        let is_temporary = name.starts_with(TEMPORARY_PREFIX.as_bytes()) && name.ends_with(TEMPORARY_SUFFIX.as_bytes());
        let is_folder = is_temporary && name.starts_with(FOLDER_PREFIX.as_bytes());
        let is_swept = |kind: &fs::FileType| is_temporary && kind.is_file() || is_folder && kind.is_dir();
        let Some(kind) = entry.file_type().ok().filter(is_swept) else { continue };
        let path = entry.path();
        let Ok(file) = File::open(&path) else { continue };
        if file.try_lock().is_ok() && is_at(&file, &path) {
            // Litter that stays is tried again by the next writer.
            if kind.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.ok();
        }
    }
}

/// A new temporary file beside the target, locked so that no sweep takes it.
fn locked_temporary(target: &Target) -> io::Result<NamedTempFile> {
    for _ in 0..MAX_ATTEMPTS {
        let temporary = tempfile::Builder::new()
            .prefix(TEMPORARY_PREFIX)
            .suffix(TEMPORARY_SUFFIX)
            .make_in(target.folder(), |path| open_new(path, target.old.is_some()))?;
        match temporary.as_file().try_lock() {
            // Between its making and its locking another writer's sweep may have taken the file for litter.
            Ok(()) if !is_at(temporary.as_file(), temporary.path()) => {}
            Err(TryLockError::WouldBlock) => {}
            Ok(()) => return Ok(temporary),
            // Where the file system has no locks, a sweep cannot lock the file either and leaves it alone.
            Err(TryLockError::Error(_)) => return Ok(temporary),
        }
    }
    Err(io::Error::other("other programs keep removing its temporary file"))
}

fn open_new(path: &Path, replaces: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A file that replaces another gets that one's mode when it is full; till then it is its owner's alone.
        options.mode(if replaces { 0o600 } else { 0o666 });
    }
    #[cfg(not(unix))]
    let _ = replaces;
    options.open(path)
}

fn fill(file: &File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut buffered = BufWriter::with_capacity(64 * 1024, file);
    write(&mut buffered)?;
    buffered.flush()
}

/// Whether the path still names the open file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(file), Ok(named)) => identity(file) == identity(named),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(unix)]
fn copy_owner_and_mode(old: &Metadata, new: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let now = new.metadata()?;
    if (now.uid(), now.gid()) != (old.uid(), old.gid()) {
        match fchown(new, Some(old.uid()), Some(old.gid())) {
            // Only root gives files away; for others the new file is theirs, as any program's would be.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
            changed => changed?,
        }
    }
    // Not the set-id bits: the owner may not be the one they were given for.
    new.set_permissions(fs::Permissions::from_mode(old.mode() & 0o777))
}

#[cfg(not(unix))]
fn copy_owner_and_mode(_old: &Metadata, _new: &File) -> io::Result<()> {
    // A read-only file is never replaced, and there is no other mode to copy.
    Ok(())
}

#[cfg(test)]
mod tests;
