//! How the files of photos are called, and those of their sidecars. Nothing here looks whether they are there.

use std::path::{Path, PathBuf};

/// Names that a photo's file may end in, in lower case.
const EXTENSIONS: [&str; 40] = [
    "3fr", "arw", "avif", "bmp", "cr2", "cr3", "dcr", "dng", "erf", "gif", "heic", "heif", "hif", "iiq", "jfif", "jpe",
    "jpeg", "jpg", "jxl", "kdc", "mef", "mos", "mrw", "nef", "nrw", "orf", "pef", "png", "psb", "psd", "raf", "raw",
    "rw2", "rwl", "sr2", "srf", "srw", "tif", "tiff", "webp",
];

/// Whether a file is called as photos are.
pub fn is_photo_name(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.binary_search(&extension.as_str()).is_ok())
}

/// Whether a file is called as sidecars are.
pub fn is_sidecar_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xmp"))
}

/// The names a photo's sidecar may have, the surest first: `photo.jpg.xmp` belongs to that file only, and `photo.xmp` may
/// belong to `photo.raw` beside it.
pub fn sidecar_names(photo: &Path) -> [PathBuf; 4] {
    let appended = |extension: &str| {
        let mut name = photo.as_os_str().to_owned();
        name.push(".");
        name.push(extension);
        PathBuf::from(name)
    };
    [appended("xmp"), appended("XMP"), photo.with_extension("xmp"), photo.with_extension("XMP")]
}

/// The sidecar of a photo among the files that are there.
pub fn sidecar(photo: &Path, mut is_there: impl FnMut(&Path) -> bool) -> Option<PathBuf> {
    sidecar_names(photo).into_iter().find(|name| name != photo && is_there(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(photo: &str, there: &[&str], expected: Option<&str>) {
        let is_there = |name: &Path| there.iter().any(|known| Path::new(known) == name);
        assert_eq!(sidecar(Path::new(photo), is_there).as_deref(), expected.map(Path::new), "{photo} among {there:?}");
    }

    #[test]
    fn the_name_that_holds_the_photos_whole_name_is_surer() {
        check("a/p.jpg", &["a/p.xmp", "a/p.jpg.xmp"], Some("a/p.jpg.xmp"));
        check("p.jpg", &["p.XMP", "q.xmp"], Some("p.XMP"));
        check("p.JPG", &["p.JPG.XMP"], Some("p.JPG.XMP"));
        check("p", &["p.xmp"], Some("p.xmp"));
        check("p.jpg", &["p.raw.xmp", "P.xmp"], None);
        check("p.xmp", &["p.xmp"], None);
    }

    #[test]
    fn photos_are_told_by_their_extensions() {
        assert!(EXTENSIONS.is_sorted());
        for (name, expected) in
            [("a.JPG", true), ("a.cr3", true), ("a.xmp", false), ("jpg", false), ("a.jpg.txt", false)]
        {
            assert_eq!(is_photo_name(Path::new(name)), expected, "{name}");
        }
    }
}
