//! Lists a folder's files without looking into any: their names, those beside them, and what was left alone and why.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::files::folder::EXPORT_CONTENTS;
use crate::photo::naming::{self, is_photo_name};
use crate::text;

/// How deep folders within folders are followed: deeper ones are loops or mistakes.
const DEPTH_MAX: usize = 64;
/// The most files listed: a folder that has more is no collection of photos.
const FILES_MAX: usize = 4_000_000;
/// From so many photos on the first are shown before the others are looked at: fewer are read in the blink of an eye.
const MANY: usize = 1_000;
/// So many files are not even listed in the blink of an eye.
const VERY_MANY: usize = 50_000;
/// How many are shown first: more than most screens, and few enough to be read in the blink of an eye.
const BEGINNING: usize = 100;
/// The most names that are listed at a glance.
const GLANCE: usize = 20_000;
/// Files between two questions whether to go on.
pub(super) const FILES_PER_QUESTION: usize = 1_000;

/// A file that may be a photo. There may be a million of them: what they share they have together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundFile {
    folder: Arc<Folder>,
    name: Box<OsStr>,
    sidecar: Option<Box<OsStr>>,
}

/// Where files lie beside one another.
#[derive(Debug, PartialEq, Eq)]
struct Folder {
    path: PathBuf,
    /// Its name within the opened one.
    within: String,
}

impl FoundFile {
    /// Where it is.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.path.join(&*self.name)
    }

    /// What it is called.
    pub(super) fn name(&self) -> &OsStr {
        &self.name
    }

    /// The folder within the opened one, parts separated by `/`; `.` for the opened one.
    pub(super) fn folder(&self) -> &str {
        &self.folder.within
    }

    /// Where its XMP sidecar is.
    pub(super) fn sidecar(&self) -> Option<PathBuf> {
        Some(self.folder.path.join(self.sidecar.as_deref()?))
    }

    /// Whether it has an XMP sidecar.
    pub(super) fn has_sidecar(&self) -> bool {
        self.sidecar.is_some()
    }
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Files that may be photos, in natural order, those of a folder before those of folders within it.
    pub files: Vec<FoundFile>,
    /// What was not listed, and why.
    pub warnings: Vec<String>,
    /// Symbolic links, pipes, devices and sockets, all left alone.
    pub n_left_alone: usize,
}

/// The first photos of a folder that has so many that reading them takes long; of so many that even listing them does, those
/// that are listed first. None of an ordinary folder.
pub(super) fn beginning_of_many(root: &Path) -> Vec<FoundFile> {
    let (n_entries, mut photos) = listed(root, VERY_MANY);
    if photos.len() < MANY {
        return Vec::new();
    }
    if n_entries == VERY_MANY {
        photos.truncate(BEGINNING);
    }
    first_of(photos, BEGINNING).iter().map(|path| single(path)).collect()
}

/// The first photos of a folder, by their names alone; none of a folder that has too many to tell at a glance.
pub(super) fn first_names(root: &Path, n_photos: usize) -> Vec<PathBuf> {
    let (n_entries, photos) = listed(root, GLANCE + 1);
    if n_entries > GLANCE { Vec::new() } else { first_of(photos, n_photos) }
}

/// How many entries a folder has, at most so many, and which of those are photos, as they are listed.
fn listed(root: &Path, entries_max: usize) -> (usize, Vec<PathBuf>) {
    let mut n_entries = 0;
    let entries = fs::read_dir(root).into_iter().flatten().map_while(Result::ok).take(entries_max);
    let photos = entries.inspect(|_| n_entries += 1).filter(is_photo).map(|entry| entry.path()).collect();
    (n_entries, photos)
}

/// The first photos in natural order.
fn first_of(mut photos: Vec<PathBuf>, n_photos: usize) -> Vec<PathBuf> {
    let key = |path: &PathBuf| text::natural_key(&path.file_name().unwrap_or_default().to_string_lossy());
    photos.sort_by_cached_key(|path| (key(path), path.clone()));
    photos.truncate(n_photos);
    photos
}

/// Whether an entry of a folder is a file that is called as photos are.
fn is_photo(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name();
    !name.as_encoded_bytes().starts_with(b".")
        && is_photo_name(Path::new(&name))
        && entry.file_type().is_ok_and(|kind| kind.is_file())
}

/// Lists a folder; `go_on` is asked from time to time, and the list ends when it answers no.
pub(super) fn walk(root: &Path, subfolders: bool, go_on: &dyn Fn() -> bool) -> std::io::Result<Walked> {
    let mut walked = Walked::default();
    let mut waiting = vec![(root.to_owned(), ".".to_owned(), 0)];
    while let Some((path, folder, depth)) = waiting.pop() {
        let here = Arc::new(Folder { path, within: folder });
        let listed = list(&here, &mut walked, go_on);
        let Folder { path, within: folder } = &*here;
        let mut inner = match listed {
            Ok(inner) => inner,
            Err(why) if depth == 0 => return Err(why),
            Err(why) => {
                walked.warnings.push(format!("cannot read the folder: {why}: {}", path.display()));
                continue;
            }
        };
        if walked.files.len() >= FILES_MAX {
            walked.warnings.push(format!("more than {FILES_MAX} files: the rest is left out: {}", path.display()));
            break;
        }
        if subfolders && depth < DEPTH_MAX {
            inner.sort_by(|a, b| text::natural_order(&b.to_string_lossy(), &a.to_string_lossy()));
            waiting.extend(inner.into_iter().map(|name| {
                let shown = name.to_string_lossy();
                let within = if folder == "." { shown.into_owned() } else { format!("{folder}/{shown}") };
                (path.join(&name), within, depth + 1)
            }));
        } else if subfolders && !inner.is_empty() {
            walked.warnings.push(format!("folders are nested too deeply: left out: {}", path.display()));
        }
        if !go_on() {
            break;
        }
    }
    Ok(walked)
}

/// A file by itself, with the sidecar beside it.
pub(super) fn single(path: &Path) -> FoundFile {
    let name = |path: &Path| path.file_name().unwrap_or_default().into();
    let folder = Folder { path: path.parent().unwrap_or(Path::new("")).to_owned(), within: ".".to_owned() };
    let sidecar = naming::sidecar(path, Path::is_file);
    FoundFile { folder: folder.into(), name: name(path), sidecar: sidecar.as_deref().map(name) }
}

/// Lists one folder's own files; returns the names of the folders in it.
fn list(folder: &Arc<Folder>, walked: &mut Walked, go_on: &dyn Fn() -> bool) -> std::io::Result<Vec<OsString>> {
    let mut folders = Vec::new();
    let mut names = Vec::new();
    let mut sidecars = HashSet::new();
    for (n, entry) in fs::read_dir(&folder.path)?.enumerate() {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name();
        if n % FILES_PER_QUESTION == 0 && !go_on() || names.len() >= FILES_MAX {
            break;
        }
        if name == EXPORT_CONTENTS && folder.within != "." {
            // What an export wrote among the photos would show them a second time.
            return Ok(Vec::new());
        }
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push(name),
            Ok(kind) if !kind.is_file() => walked.n_left_alone += 1,
            Ok(_) if naming::is_sidecar_name(Path::new(&name)) => {
                sidecars.insert(name);
            }
            Ok(_) => names.push(name),
            Err(why) => walked.warnings.push(format!("cannot look at: {why}: {}", entry.path().display())),
        }
    }
    // The text that decides the order is made once a name, not once a comparison.
    let mut keyed: Vec<_> = names.into_iter().map(|name| (text::natural_key(&name.to_string_lossy()), name)).collect();
    keyed.sort_unstable();
    walked.files.reserve(keyed.len());
    for (_, name) in keyed {
        let found = |sidecar: &Path| sidecars.contains(sidecar.as_os_str());
        let sidecar = if sidecars.is_empty() { None } else { naming::sidecar(Path::new(&name), found) };
        let sidecar = sidecar.map(|sidecar| sidecar.into_os_string().into_boxed_os_str());
        walked.files.push(FoundFile { folder: Arc::clone(folder), name: name.into_boxed_os_str(), sidecar });
    }
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn only_files_are_listed_in_natural_order_with_their_sidecars() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("b/inner")).unwrap();
        std::fs::create_dir(root.join(".hidden")).unwrap();
        std::fs::create_dir(root.join("exported")).unwrap();
        for name in [
            "p10.jpg",
            "p2.JPG",
            "p2.XMP",
            "p10.jpg.xmp",
            ".dot.jpg",
            "b/1.jpg",
            "b/inner/1.jpg",
            ".hidden/x.jpg",
            "exported/1.jpg",
            "exported/.cutline-export",
        ] {
            std::fs::OpenOptions::new().write(true).create_new(true).open(root.join(name)).unwrap();
        }
        std::os::unix::fs::symlink(root, root.join("loop")).unwrap();
        let walked = walk(root, true, &|| true).unwrap();
        let shown: Vec<String> = walked
            .files
            .iter()
            .map(|file| {
                let sidecar = file.sidecar.as_ref().map_or("", |name| name.to_str().unwrap());
                assert!(file.path().is_file() && file.sidecar().is_none_or(|path| path.is_file()));
                format!("{} {} {sidecar}", file.folder(), file.name().to_str().unwrap())
            })
            .collect();
        assert_eq!(shown, [". p2.JPG p2.XMP", ". p10.jpg p10.jpg.xmp", "b 1.jpg ", "b/inner 1.jpg "]);
        assert_eq!(walked.n_left_alone, 1);
        assert_eq!(first_names(root, 1), [root.join("p2.JPG")]);
        assert_eq!(first_names(root, 9), [root.join("p2.JPG"), root.join("p10.jpg")]);
        assert_eq!(walk(root, false, &|| true).unwrap().files.len(), 2);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        assert!(walk(Path::new("/nonexistent/folder"), true, &|| true).is_err());
    }
}
