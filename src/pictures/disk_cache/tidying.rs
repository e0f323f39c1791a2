//! Keeps the folder of thumbnails in order: not too many of ours, no failures that another version of the program met, and
//! nothing that a writer left behind. What other programs keep there is not touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::pictures::ThumbnailSize;
use crate::pictures::disk_cache::{DiskCache, FAIL_FOLDER, SOFTWARE, TEMPORARY_PREFIX, Texts, read_head};
use crate::pictures::png_text;

/// The most that thumbnails of our own making take on the disk: some 5,000 of 256 pixels.
pub(super) const KEPT_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Writing so much makes it worth looking whether there is too much.
const TIDY_EVERY_BYTES: u64 = 32 * 1024 * 1024;
/// How much of each thumbnail is read to see whether it is ours: our texts stand first.
const OWN_HEAD_BYTES: u64 = 2 * 1024;
/// The most files of a folder that are looked at.
const N_TIDIED_MAX: usize = 500_000;
/// A temporary file so old belongs to no writer any more.
const LITTER_AGE: Duration = Duration::from_secs(3_600);
/// What the folders of our failures begin with, whatever the version.
const FAIL_FOLDERS: &str = "cutline-";

/// A thumbnail of our own making: when it was made, its size in bytes, and where it is.
type Own = (SystemTime, u64, PathBuf);

impl DiskCache {
    /// Whether enough was written to look whether there is too much.
    pub(in crate::pictures) fn needs_tidying(&self) -> bool {
        let written_bytes = self.written_bytes.load(Ordering::Relaxed);
        written_bytes >= TIDY_EVERY_BYTES || written_bytes > 0 && !self.tidied.load(Ordering::Relaxed)
    }

    /// Removes the failures of other versions, and thumbnails of our own making, the oldest first, until they take no more
    /// than they may; stops when `goes_on` says no. What cannot be read or removed stays: it does no harm.
    pub(in crate::pictures) fn tidy(&self, goes_on: &dyn Fn() -> bool) {
        self.written_bytes.store(0, Ordering::Relaxed);
        self.tidied.store(true, Ordering::Relaxed);
        for folder in self.fail_folders().into_iter().filter(|folder| *folder != self.folder.join(FAIL_FOLDER)) {
            let Some(own) = own_within(&folder, goes_on) else { return };
            for (_, _, path) in own {
                fs::remove_file(path).ok();
            }
            // It stays where anything else lies in it.
            fs::remove_dir(folder).ok();
        }
        let Some(mut own) = self.own(goes_on) else { return };
        own.sort();
        let mut bytes: u64 = own.iter().map(|(_, bytes, _)| bytes).sum();
        for (_, n_bytes, path) in own {
            if bytes <= self.limit_bytes {
                return;
            }
            if fs::remove_file(path).is_ok() {
                bytes -= n_bytes;
            }
        }
    }

    /// The thumbnails of our own making, and the failures; none at all when `goes_on` says no.
    pub(in crate::pictures) fn own(&self, goes_on: &dyn Fn() -> bool) -> Option<Vec<Own>> {
        let sizes = ThumbnailSize::ALL.iter().map(|size| self.folder.join(size.folder()));
        let mut own = Vec::new();
        for folder in sizes.chain(self.fail_folders()) {
            own.extend(own_within(&folder, goes_on)?);
        }
        Some(own)
    }

    /// The folders of our failures, those of other versions of the program too.
    fn fail_folders(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.join("fail")).into_iter().flatten().map_while(Result::ok);
        let is_ours = |entry: &fs::DirEntry| {
            entry.file_name().as_encoded_bytes().starts_with(FAIL_FOLDERS.as_bytes())
                && entry.file_type().is_ok_and(|kind| kind.is_dir())
        };
        entries.filter(is_ours).map(|entry| entry.path()).collect()
    }
}

/// What a folder holds of our own making. Temporary files that a writer left behind are removed on the way.
fn own_within(folder: &Path, goes_on: &dyn Fn() -> bool) -> Option<Vec<Own>> {
    let mut own = Vec::new();
    let entries = fs::read_dir(folder).into_iter().flatten();
    for entry in entries.map_while(Result::ok).take(N_TIDIED_MAX) {
        if !goes_on() {
            return None;
        }
        let path = entry.path();
        let Ok(metadata) = entry.metadata() else { continue };
        let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
        if entry.file_name().as_encoded_bytes().starts_with(TEMPORARY_PREFIX.as_bytes()) {
            if modified.elapsed().is_ok_and(|age| age > LITTER_AGE) {
                fs::remove_file(&path).ok();
            }
        } else if is_own(&path) {
            own.push((modified, metadata.len(), path));
        }
    }
    Some(own)
}

fn is_own(path: &Path) -> bool {
    let head = read_head(path, OWN_HEAD_BYTES).unwrap_or_default();
    Texts(png_text::texts(&head)).get("Software").is_some_and(|software| software.starts_with(SOFTWARE.as_bytes()))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::pictures::disk_cache::tests::Desk;
    use crate::pictures::tests::picture;

    #[test]
    fn of_too_many_thumbnails_the_oldest_of_our_own_leave() {
        let mut desk = Desk::new();
        let originals = ["a", "b", "c"].map(|name| desk.original(name, 1_000));
        for (original, age_secs) in originals.iter().zip([30, 20, 10]) {
            desk.cache.keep(original, ThumbnailSize::Large, &picture(64, 64)).unwrap();
            let thumbnail = desk.cache.find(original, ThumbnailSize::Large).unwrap();
            let file = fs::OpenOptions::new().append(true).open(&thumbnail.path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age_secs)).unwrap();
            desk.cache.limit_bytes = fs::metadata(&thumbnail.path).unwrap().len() * 2;
        }
        let foreign = desk.folder.path().join("thumbnails/large/0.png");
        let mut file = fs::OpenOptions::new().create_new(true).write(true).open(foreign).unwrap();
        file.write_all(&[0; 100_000]).unwrap();
        file.set_modified(UNIX_EPOCH).unwrap();
        assert!(desk.cache.needs_tidying());
        desk.cache.tidy(&|| false);
        assert_eq!(desk.names("large").len(), 4, "it was told to stop");
        desk.cache.tidy(&|| true);
        let kept = originals.map(|original| desk.cache.find(&original, ThumbnailSize::Large).is_some());
        assert_eq!((kept, desk.names("large").len()), ([false, true, true], 3));
        assert!(!desk.cache.needs_tidying());
    }

    #[test]
    fn failures_of_other_versions_are_removed_and_nothing_else_with_them() {
        let desk = Desk::new();
        let original = desk.original("a.jpg", 1_000);
        desk.cache.keep_failure(&original, "it is damaged").unwrap();
        let thumbnails = desk.folder.path().join("thumbnails");
        let fail = thumbnails.join("fail");
        let [failure] = desk.names(FAIL_FOLDER).try_into().unwrap();
        for folder in ["cutline-0.0.1", "cutline-0.0.2", "gnome-thumbnail-factory"] {
            fs::create_dir(fail.join(folder)).unwrap();
            fs::copy(thumbnails.join(FAIL_FOLDER).join(&failure), fail.join(folder).join(&failure)).unwrap();
        }
        let foreign = fail.join("cutline-0.0.2/0.png");
        fs::OpenOptions::new().create_new(true).write(true).open(&foreign).unwrap();
        assert_eq!(desk.cache.own(&|| true).unwrap().len(), 3);
        desk.cache.tidy(&|| true);
        assert_eq!(desk.names("fail").len(), 3, "that of 0.0.1 is gone");
        assert_eq!(desk.names("fail/cutline-0.0.2"), ["0.png"]);
        assert_eq!(desk.names("fail/gnome-thumbnail-factory"), [failure]);
        assert_eq!(desk.cache.failure(&original).as_deref(), Some("it is damaged"));
    }
}
