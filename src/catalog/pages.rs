//! A file in pages, each with a sum that is compared when the page is read for the first time: whatever changed in an
//! index on the disk is noticed before it is believed, and opening one costs no more than reading the sums.
//! A file that proves damaged is removed, so that the next opening builds it anew.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::catalog::bytes::{Bytes, checksum, damaged, read_at};
use crate::files::FileError;
use crate::files::growing::Growing;

/// The length of a page: reading one takes little longer than reading a record, and its sum is a two-thousandth of it.
const PAGE_BYTES: usize = 8192;
/// How many pages are read at once when all are compared.
const PAGES_AT_ONCE: u64 = 128;

/// A file whose pages are compared with their sums.
#[derive(Debug)]
pub(super) struct Pages {
    file: File,
    path: PathBuf,
    n_bytes: u64,
    sums: Vec<u32>,
    /// A bit for each page that was found to be as it was written.
    good: Vec<AtomicU64>,
    is_damaged: AtomicBool,
}

impl Pages {
    /// The pages of a file, up to so many bytes, with their sums; none where the sums are not as many.
    pub(super) fn new(file: File, path: &Path, n_bytes: u64, sums: Vec<u32>) -> Option<Self> {
        let n_pages = n_bytes.div_ceil(PAGE_BYTES as u64);
        let good = (0..sums.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        let is_damaged = AtomicBool::new(false);
        let path = path.to_owned();
        (sums.len() as u64 == n_pages).then_some(Self { file, path, n_bytes, sums, good, is_damaged })
    }

    /// How many bytes there are.
    pub(super) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// Whether a page was read that is not as it was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    /// The bytes of a range.
    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        if range.start > range.end || range.end > self.n_bytes {
            return Err(damaged());
        }
        let pages = range.start / PAGE_BYTES as u64..range.end.div_ceil(PAGE_BYTES as u64);
        if pages.clone().all(|page| self.is_good(page)) {
            return self.read_file(range);
        }
        let start = pages.start * PAGE_BYTES as u64;
        let mut bytes = self.read_file(start..(pages.end * PAGE_BYTES as u64).min(self.n_bytes))?;
        for (page, bytes) in pages.zip(bytes.chunks(PAGE_BYTES)) {
            self.compare(page, bytes)?;
        }
        let len = usize::try_from(range.end - range.start).map_err(|_| damaged())?;
        let before = usize::try_from(range.start - start).map_err(|_| damaged())?;
        bytes.drain(..before);
        bytes.truncate(len);
        Ok(bytes)
    }

    /// Reads every page, telling how far it is, as long as that is wanted.
    pub(super) fn compare_all(&self, progress: &dyn Fn(u64, u64) -> bool) -> io::Result<()> {
        let n_pages = self.sums.len() as u64;
        for first in (0..n_pages).step_by(PAGES_AT_ONCE as usize) {
            let start = first * PAGE_BYTES as u64;
            if !progress(start, self.n_bytes) {
                return Ok(());
            }
            self.read(start..(start + PAGES_AT_ONCE * PAGE_BYTES as u64).min(self.n_bytes))?;
        }
        Ok(())
    }

    fn read_file(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(range.end - range.start).map_err(|_| damaged())?];
        match read_at(&self.file, &mut bytes, range.start) {
            Ok(()) => Ok(bytes),
            // It was longer when it was opened.
            Err(why) if why.kind() == io::ErrorKind::UnexpectedEof => Err(self.give_up()),
            Err(why) => Err(why),
        }
    }

    fn is_good(&self, page: u64) -> bool {
        let word = self.good.get((page / 64) as usize);
        word.is_some_and(|word| word.load(Ordering::Relaxed) >> (page % 64) & 1 == 1)
    }

    fn compare(&self, page: u64, bytes: &[u8]) -> io::Result<()> {
        if self.sums.get(page as usize) != Some(&sum(bytes)) {
            return Err(self.give_up());
        }
        if let Some(word) = self.good.get((page / 64) as usize) {
            word.fetch_or(1 << (page % 64), Ordering::Relaxed);
        }
        Ok(())
    }

    fn give_up(&self) -> io::Error {
        if !self.is_damaged.swap(true, Ordering::Relaxed) {
            // Where it cannot be removed, it is found damaged again.
            std::fs::remove_file(&self.path).ok();
        }
        damaged()
    }
}

/// A file that is being written, with the sums of its pages.
pub(super) struct PagedFile {
    growing: Growing,
    sums: Vec<u32>,
    /// What was written of the last page.
    open: Vec<u8>,
}

impl PagedFile {
    /// Begins a file that is to take the place of another.
    pub(super) fn begin(path: &Path) -> io::Result<Self> {
        Ok(Self { growing: Growing::begin(path)?, sums: Vec::new(), open: Vec::with_capacity(PAGE_BYTES) })
    }

    /// Writes at the end.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<Bytes> {
        let written = self.growing.append(bytes)?;
        let Self { sums, open, .. } = self;
        let (beginning, rest) = bytes.split_at_checked(PAGE_BYTES - open.len()).unwrap_or((bytes, &[]));
        open.extend_from_slice(beginning);
        if open.len() == PAGE_BYTES {
            sums.push(sum(open));
            open.clear();
        }
        let pages = rest.chunks_exact(PAGE_BYTES);
        open.extend_from_slice(pages.remainder());
        sums.extend(pages.map(sum));
        Ok(Bytes::from(written))
    }

    /// How long it is.
    pub(super) fn n_bytes(&self) -> u64 {
        self.growing.n_bytes()
    }

    /// The sums of its pages, the last of which may be short.
    pub(super) fn sums(&self) -> Vec<u32> {
        let last = (!self.open.is_empty()).then(|| sum(&self.open));
        self.sums.iter().copied().chain(last).collect()
    }

    /// Gives the file its name.
    pub(super) fn finish(self) -> Result<(), FileError> {
        self.growing.finish()
    }
}

fn sum(page: &[u8]) -> u32 {
    checksum(page) as u32
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the file is damaged as a disk might damage it")]

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn what_was_written_is_read_and_what_changed_since_is_not(
            parts in prop::collection::vec(0..30_000_usize, 1..5),
            from in any::<prop::sample::Index>(),
            to in any::<prop::sample::Index>(),
            changed in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a");
            let mut file = PagedFile::begin(&path).unwrap();
            let mut whole: Vec<u8> = Vec::new();
            for (n, n_bytes) in parts.iter().enumerate() {
                let part: Vec<u8> = (0..*n_bytes).map(|at| (at * 31 + n) as u8).collect();
                file.append(&part).unwrap();
                whole.extend(part);
            }
            let sums = file.sums();
            file.finish().unwrap();
            let n_bytes = whole.len() as u64;
            let mut range = [from.index(whole.len() + 1), to.index(whole.len() + 1)];
            range.sort_unstable();
            let [start, end] = range;
            let mut on_disk = whole.clone();
            let changed = changed.filter(|_| !whole.is_empty()).map(|at| at.index(whole.len()));
            if let Some(at) = changed {
                on_disk[at] ^= 4;
                std::fs::write(&path, &on_disk).unwrap();
            }
            let pages = Pages::new(File::open(&path).unwrap(), &path, n_bytes, sums).unwrap();
            for _ in 0..2 {
                match pages.read(start as u64..end as u64) {
                    Ok(bytes) => prop_assert_eq!(&bytes, &whole[start..end]),
                    Err(_) => prop_assert!(changed.is_some() && pages.is_damaged()),
                }
            }
            prop_assert_eq!(pages.compare_all(&|_, _| true).is_ok(), changed.is_none());
            prop_assert_eq!(path.exists(), changed.is_none());
            prop_assert!(pages.read(0..n_bytes + 1).is_err());
        }
    }
}
