//! Our own thumbnails as a whole, for whoever shows or empties the cache. Those of other programs, which lie in the same
//! folders, are neither counted nor touched.

use std::fs;
use std::path::Path;

use crate::files::counted::Files;
use crate::pictures::disk_cache::DiskCache;

/// How many there are, and what they take.
pub fn own(folder: &Path) -> Files {
    let own = DiskCache::new(folder).own(&|| true).unwrap_or_default();
    Files { n_files: own.len(), n_bytes: own.iter().map(|(_, n_bytes, _)| n_bytes).sum() }
}

/// Removes them, and tells what was removed.
pub fn remove_own(folder: &Path) -> Files {
    let own = DiskCache::new(folder).own(&|| true).unwrap_or_default();
    let removed = own.into_iter().filter(|(_, _, path)| fs::remove_file(path).is_ok());
    removed.fold(Files::default(), |files, (_, n_bytes, _)| files.and(Files { n_files: 1, n_bytes }))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::pictures::ThumbnailSize;
    use crate::pictures::disk_cache::Original;
    use crate::pictures::tests::picture;

    #[test]
    fn only_our_own_are_counted_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let photo = folder.path().join("photo.jpg");
        let mut file = fs::OpenOptions::new().create_new(true).write(true).open(&photo).unwrap();
        file.write_all(b"x").unwrap();
        let thumbnails = folder.path().join("thumbnails");
        let original = Original::of(&photo, &fs::metadata(&photo).unwrap());
        DiskCache::new(&thumbnails).keep(&original, ThumbnailSize::Large, &picture(64, 64)).unwrap();
        let foreign = thumbnails.join("large/0.png");
        fs::OpenOptions::new().create_new(true).write(true).open(&foreign).unwrap();
        let found = own(&thumbnails);
        assert!(found.n_files == 1 && found.n_bytes > 0);
        assert_eq!(remove_own(&thumbnails), found);
        assert_eq!(own(&thumbnails), Files::default());
        assert!(foreign.exists());
    }
}
