//! Opens files for reading, regular files only: a pipe, a device or a folder that lies among the photos is refused at once,
//! before it can hold anybody up.

use std::fs::{self, File, FileType, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a file is not opened.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// The name leads to something else than a file.
    #[error("cannot read it, because it is {what}: {}", path.display())]
    NotAFile {
        /// What it is.
        what: &'static str,
        /// The name.
        path: PathBuf,
    },
    /// There is nothing of that name.
    #[error("cannot read the file, because it is not there: {}", path.display())]
    Missing {
        /// The name.
        path: PathBuf,
    },
    /// The user may not read it.
    #[error("cannot read the file, because permission is denied: {}", path.display())]
    Permission {
        /// The name.
        path: PathBuf,
    },
    /// Something else, in the system's words.
    #[error("cannot read the file, because of this: {why}: {}", path.display())]
    Other {
        /// The system's reason.
        why: String,
        /// The name.
        path: PathBuf,
    },
}

/// Opens a regular file for reading; symbolic links are followed. Never waits for a pipe's other end, nor opens a device.
pub fn open_regular(path: &Path) -> Result<File, OpenError> {
    // Opening a device or a pipe can have effects of its own, so it is looked at first.
    check_regular(fs::metadata(path), path)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;

        use rustix::fs::OFlags;

        // Should another thing have taken the name since, it does not hold us up either.
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    }
    let file = options.open(path).map_err(|error| open_error(&error, path))?;
    check_regular(file.metadata(), path)?;
    Ok(file)
}

fn check_regular(found: io::Result<fs::Metadata>, path: &Path) -> Result<(), OpenError> {
    let kind = found.map_err(|error| open_error(&error, path))?.file_type();
    if kind.is_file() { Ok(()) } else { Err(OpenError::NotAFile { what: name_of(kind), path: path.to_owned() }) }
}

fn open_error(error: &io::Error, path: &Path) -> OpenError {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing { path },
        io::ErrorKind::PermissionDenied => OpenError::Permission { path },
        #[cfg(unix)]
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            OpenError::NotAFile { what: "a symbolic link that leads to itself", path }
        }
        _ => OpenError::Other { why: error.to_string(), path },
    }
}

fn name_of(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;

        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if kind.is_dir() { "a folder" } else { "no regular file" }
}
