//! A file that grows under a temporary name, is read meanwhile, and takes its own name when it is whole; and one that
//! never has a name. What is written never changes again.

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::NamedTempFile;

use crate::files::{Existing, FileError, Folder, Target, folder_of, locked_temporary, sweep};

/// A file that takes its name when it is whole.
pub struct Growing {
    temporary: NamedTempFile,
    reading: Arc<File>,
    target: PathBuf,
    len: u64,
}

/// A file without a name, gone with its last reader.
pub struct Scratch {
    file: Arc<File>,
    len: u64,
}

/// A part of a file that was written and does not change.
#[derive(Clone, Debug)]
pub struct Written {
    /// The file, open for reading.
    pub file: Arc<File>,
    /// Where the part begins.
    pub start: u64,
    /// How long it is.
    pub len: u64,
}

impl Growing {
    /// Begins a file that is to replace the one of that name, if there is one.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let target = Target::resolve(path, Existing::Replace).map_err(io::Error::other)?;
        sweep(target.folder());
        let temporary = locked_temporary(&target)?;
        let reading = Arc::new(File::open(temporary.path())?);
        Ok(Self { temporary, reading, target: target.path, len: 0 })
    }

    /// Writes at the end.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<Written> {
        append(self.temporary.as_file(), &self.reading, &mut self.len, bytes)
    }

    /// How long it is.
    pub fn n_bytes(&self) -> u64 {
        self.len
    }

    /// Gives the file its name; what was read of it goes on being read.
    pub fn finish(self) -> Result<(), FileError> {
        let Self { temporary, target, .. } = self;
        let failed = |why| FileError::of_system(why, &target);
        let folder = Folder::open(folder_of(&target)).map_err(failed)?;
        temporary.as_file().sync_all().map_err(failed)?;
        // An error drops the temporary file with the error's own value, which removes it.
        temporary.persist(&target).map_err(|error| failed(error.error))?;
        folder.sync().map_err(|why| FileError::Unsynced { path: target.clone(), why })
    }
}

impl Scratch {
    /// Begins a file in a folder.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: Arc::new(tempfile::tempfile_in(folder)?), len: 0 })
    }

    /// Writes at the end.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<Written> {
        append(&self.file, &self.file, &mut self.len, bytes)
    }

    /// How long it is.
    pub fn n_bytes(&self) -> u64 {
        self.len
    }

    /// All that was written.
    pub fn written(self) -> Written {
        Written { file: self.file, start: 0, len: self.len }
    }
}

impl Written {
    /// Reads the part from its beginning; others may read the file at the same time.
    pub fn reader(&self) -> impl Read + use<> {
        WrittenReader { written: self.clone(), n_read: 0 }
    }
}

struct WrittenReader {
    written: Written,
    n_read: u64,
}

impl Read for WrittenReader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let Written { file, start, len } = &self.written;
        let n_left = usize::try_from(len - self.n_read).unwrap_or(usize::MAX);
        let wanted = bytes.len().min(n_left);
        let n_read = read_some_at(file, bytes.get_mut(..wanted).unwrap_or_default(), start + self.n_read)?;
        self.n_read += n_read as u64;
        Ok(n_read)
    }
}

#[cfg(unix)]
fn read_some_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, at)
}

#[cfg(windows)]
fn read_some_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, at)
}

fn append(mut file: &File, reading: &Arc<File>, len: &mut u64, bytes: &[u8]) -> io::Result<Written> {
    file.write_all(bytes)?;
    let start = *len;
    *len += bytes.len() as u64;
    Ok(Written { file: Arc::clone(reading), start, len: bytes.len() as u64 })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read(written: &Written) -> Vec<u8> {
        let mut bytes = Vec::new();
        written.reader().read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_growing_file_is_read_before_it_has_its_name_and_after() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::create_dir_all(folder.path()).unwrap();
        let mut growing = Growing::begin(&path).unwrap();
        let (first, second) = (growing.append(b"one").unwrap(), growing.append(b"two").unwrap());
        assert_eq!((read(&first), read(&second), growing.n_bytes()), (b"one".to_vec(), b"two".to_vec(), 6));
        assert!(!path.exists());
        growing.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"onetwo");
        assert_eq!(read(&first), b"one");
    }

    #[test]
    fn a_growing_file_that_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(Growing::begin(&folder.path().join("a")).unwrap());
        let mut scratch = Scratch::begin(folder.path()).unwrap();
        let written = scratch.append(b"sorted").unwrap();
        assert_eq!(read(&written), b"sorted");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
