//! The bytes of an open file, read with few calls: its beginning in one, and a little ahead elsewhere.
//! Never mapped into memory, where a file that shrinks meanwhile would end the process.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io;

use crate::metadata::Bytes;

/// How much is read at the first look: the headers of nearly every photo.
const HEAD_BYTES: usize = 64 * 1024;
/// How much is read ahead elsewhere: metadata that stands apart from the headers is read in small steps.
const AHEAD_BYTES: usize = 16 * 1024;

/// An open file as `Bytes`.
pub(super) struct FileBytes<'file> {
    file: &'file File,
    len_bytes: u64,
    /// The beginning, lent as it is: a copy of it for every photo is a tenth of what reading metadata takes.
    head: Window,
    windows: &'file RefCell<Windows>,
}

/// What has been read of a file; its memory is kept from file to file, to be filled anew.
#[derive(Default)]
pub(super) struct Windows {
    head: Window,
    ahead: Window,
    failed: Option<String>,
}

#[derive(Default)]
struct Window {
    offset: u64,
    /// As long as what is read at once; beyond the first `n_filled` left over from other files.
    bytes: Vec<u8>,
    n_filled: usize,
}

impl<'file> FileBytes<'file> {
    /// The file's bytes, as many as there are now.
    pub(super) fn new(file: &'file File, windows: &'file RefCell<Windows>) -> Self {
        let mut found = windows.borrow_mut();
        let mut head = std::mem::take(&mut found.head);
        found.ahead.n_filled = 0;
        let len = len_bytes(file).and_then(|len| head.fill(file, 0, HEAD_BYTES).map(|()| len));
        found.failed = len.as_ref().err().map(ToString::to_string);
        Self { file, len_bytes: len.unwrap_or(0), head, windows }
    }

    /// Why some bytes could not be read, if that happened.
    pub(super) fn failure(&self) -> Option<String> {
        self.windows.borrow().failed.clone()
    }
}

impl Drop for FileBytes<'_> {
    fn drop(&mut self) {
        self.windows.borrow_mut().head = std::mem::take(&mut self.head);
    }
}

impl Bytes for FileBytes<'_> {
    fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        let mut n_read = 0;
        let mut windows = self.windows.borrow_mut();
        let Windows { ahead, failed, .. } = &mut *windows;
        while let Some(rest) = buffer.get_mut(n_read..)
            && !rest.is_empty()
        {
            let at = offset.saturating_add(n_read as u64);
            let found = if self.head.holds(at) {
                Ok(self.head.copy(at, rest))
            } else if ahead.holds(at) {
                Ok(ahead.copy(at, rest))
            } else if at >= self.len_bytes {
                Ok(0)
            } else if rest.len() < AHEAD_BYTES {
                ahead.fill(self.file, at, AHEAD_BYTES).map(|()| ahead.copy(at, rest))
            } else {
                read_at(self.file, rest, at)
            };
            match found {
                Ok(0) => break,
                Ok(n) => n_read += n,
                Err(error) => {
                    failed.get_or_insert_with(|| error.to_string());
                    break;
                }
            }
        }
        n_read
    }

    fn head(&self, max_bytes: usize) -> Cow<'_, [u8]> {
        let head = self.head.filled();
        Cow::Borrowed(head.get(..max_bytes).unwrap_or(head))
    }
}

impl Window {
    fn filled(&self) -> &[u8] {
        self.bytes.get(..self.n_filled).unwrap_or_default()
    }

    /// Whether the byte at the place has been read.
    fn holds(&self, offset: u64) -> bool {
        offset.checked_sub(self.offset).is_some_and(|at| at < self.n_filled as u64)
    }

    /// Copies what is there from the place on; returns how much that was.
    fn copy(&self, offset: u64, to: &mut [u8]) -> usize {
        let at = offset.checked_sub(self.offset).and_then(|at| usize::try_from(at).ok());
        let from = at.and_then(|at| self.filled().get(at..)).unwrap_or_default();
        let n = from.len().min(to.len());
        if let (Some(to), Some(from)) = (to.get_mut(..n), from.get(..n)) {
            to.copy_from_slice(from);
        }
        n
    }

    /// Reads ahead from the place on.
    fn fill(&mut self, file: &File, offset: u64, n_bytes: usize) -> io::Result<()> {
        self.bytes.resize(n_bytes, 0);
        self.n_filled = 0;
        self.offset = offset;
        self.n_filled = read_at(file, &mut self.bytes, offset)?;
        Ok(())
    }
}

#[cfg(unix)]
fn len_bytes(file: &File) -> io::Result<u64> {
    // The sandbox refuses the call that the standard library would make.
    let found = rustix::fs::fstat(file)?;
    Ok(u64::try_from(found.st_size).unwrap_or(0))
}

#[cfg(not(unix))]
fn len_bytes(file: &File) -> io::Result<u64> {
    file.metadata().map(|found| found.len())
}

fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    loop {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(file, buffer, offset);
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(file, buffer, offset);
        match read {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn file_of(content: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        file
    }

    proptest! {
        #[test]
        fn reads_what_a_slice_would(len in 0_usize..200_000, places in prop::collection::vec((0_u64..220_000, 0_usize..40_000), 1..20)) {
            let content: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
            let file = file_of(&content);
            let windows = RefCell::default();
            let bytes = FileBytes::new(&file, &windows);
            prop_assert_eq!(bytes.len_bytes(), content.len() as u64);
            for (offset, n) in places {
                let (mut found, mut expected) = (vec![0; n], vec![0; n]);
                let n_found = bytes.read_at(offset, &mut found);
                prop_assert_eq!(n_found, content.as_slice().read_at(offset, &mut expected));
                prop_assert_eq!(found, expected);
            }
            prop_assert_eq!(bytes.failure(), None);
        }
    }

    #[test]
    fn nothing_of_one_file_is_read_from_another() {
        let (first, second) = (file_of(&[1; 100_000]), file_of(&[2; 10]));
        let windows = RefCell::default();
        let mut found = [0; 20];
        let bytes = FileBytes::new(&first, &windows);
        assert_eq!(bytes.read_at(0, &mut found), 20);
        assert_eq!(bytes.read_at(80_000, &mut found), 20);
        let bytes = FileBytes::new(&second, &windows);
        assert_eq!(bytes.read_at(0, &mut found), 10);
        assert_eq!(found[..10], [2; 10]);
        assert_eq!(bytes.read_at(80_000, &mut found), 0);
    }

    #[test]
    fn a_file_that_cannot_be_read_says_why() {
        let folder = File::open(std::env::temp_dir()).unwrap();
        let windows = RefCell::default();
        let bytes = FileBytes::new(&folder, &windows);
        assert_eq!(bytes.read_at(0, &mut [0; 4]), 0);
        assert!(bytes.failure().is_some_and(|why| why.contains("directory")), "{:?}", bytes.failure());
    }
}
