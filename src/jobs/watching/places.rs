//! What is open as it lies on disks: whether it is there, or its disk was taken away. An empty mount point is a folder like
//! any other, so that a folder that is suddenly empty, or lies on another device, is no longer there; it is not empty.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use crate::jobs::watching::Steps;
use crate::readers::Input;

/// So many names of a folder tell whether it is the same one again.
const KNOWN_NAMES: usize = 8;
/// The most files whose time and size are compared; of more only their names.
const COMPARED_MAX: usize = 50_000;
/// The most files whose names are compared.
const NAMES_MAX: usize = 4_000_000;
/// How deep folders within folders are followed, as when they are read.
const DEPTH_MAX: usize = 64;

/// Extensions of files that are written into folders of photos and are none.
const NEVER_PHOTOS: [&str; 22] = [
    "csv",
    "tsv",
    "json",
    "jsonl",
    "txt",
    "md",
    "html",
    "htm",
    "pdf",
    "xlsx",
    "docx",
    "zip",
    "log",
    "tmp",
    "part",
    "crdownload",
    "swp",
    "db",
    "ini",
    "lock",
    "bak",
    "db-wal",
];

/// An input that lies on a disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// As the input names it.
    pub path: PathBuf,
    pub is_folder: bool,
    pub subfolders: bool,
}

/// The inputs, and the disks within them.
#[derive(Debug)]
pub(super) struct Places {
    roots: Vec<Root>,
    known: Vec<Known>,
}

/// What is known of a folder or file that was there.
#[derive(Debug)]
struct Known {
    path: PathBuf,
    is_folder: bool,
    device: Option<u64>,
    /// Some of what was in the folder.
    names: Vec<OsString>,
    is_away: bool,
}

impl Root {
    /// Where an input lies, if it lies on a disk.
    pub(super) fn of(input: &Input) -> Option<Self> {
        match input {
            Input::Folder { path, subfolders } => {
                Some(Self { path: path.clone(), is_folder: true, subfolders: *subfolders })
            }
            Input::File(path) => {
                let is_folder = path.is_dir();
                Some(Self { path: path.clone(), is_folder, subfolders: is_folder })
            }
            Input::Bundled | Input::Stream(_) | Input::Pasted(_) => None,
        }
    }
}

impl Places {
    pub(super) fn of(roots: Vec<Root>) -> Self {
        let known = roots.iter().map(|root| Known::of(&root.path, root.is_folder)).collect();
        Self { roots, known }
    }

    pub(super) fn roots(&self) -> &[Root] {
        &self.roots
    }

    pub(super) fn has_roots(&self, roots: &[Root]) -> bool {
        // A folder that went away is no folder just now.
        let paths = |roots: &[Root]| roots.iter().map(|root| root.path.clone()).collect::<Vec<_>>();
        paths(&self.roots) == paths(roots)
    }

    /// Whether all was there when last looked.
    pub(super) fn is_all_there(&self) -> bool {
        self.known.iter().all(|known| !known.is_away)
    }

    /// Looks what is not there.
    pub(super) fn away(&mut self) -> Vec<PathBuf> {
        for known in &mut self.known {
            known.is_away = !known.is_there();
        }
        let away: Vec<&PathBuf> = self.known.iter().filter(|known| known.is_away).map(|known| &known.path).collect();
        // What lies within something that is away needs no mention.
        let is_within = |path: &&&PathBuf| away.iter().any(|other| other != *path && path.starts_with(other));
        away.iter().filter(|path| !is_within(path)).map(|path| (*path).clone()).collect()
    }

    /// Learns what is there now, with the disks within; only when all is there.
    pub(super) fn renew(&mut self, steps: &Steps) {
        let mut known: Vec<Known> = self.roots.iter().map(|root| Known::of(&root.path, root.is_folder)).collect();
        for root in self.roots.iter().filter(|root| root.subfolders) {
            mounts_within(&root.path, &mut known, steps);
        }
        self.known = known;
    }

    /// Whether a change at a path concerns what is open.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| {
            let of_root = std::path::absolute(&root.path).unwrap_or_else(|_| root.path.clone());
            let Ok(within) = path.strip_prefix(&of_root) else { return false };
            // In hidden folders nothing is read.
            let is_hidden = |name: std::path::Component<'_>| name.as_os_str().as_encoded_bytes().starts_with(b".");
            if !root.is_folder {
                return within.as_os_str().is_empty();
            }
            !within.components().any(is_hidden) && !is_never_photo(path)
        })
    }
}

/// Whether a file is called as no photo nor anything beside one is: what comes and goes among photos without mattering.
fn is_never_photo(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| NEVER_PHOTOS.contains(&extension.as_str()))
}

impl Known {
    fn of(path: &Path, is_folder: bool) -> Self {
        let device = fs::metadata(path).ok().and_then(|metadata| device(&metadata));
        Self { path: path.to_owned(), is_folder, device, names: some_names(path, is_folder), is_away: false }
    }

    fn is_there(&self) -> bool {
        let Ok(metadata) = fs::metadata(&self.path) else { return false };
        if metadata.is_dir() != self.is_folder {
            return false;
        }
        if !self.is_folder || self.names.is_empty() {
            return true;
        }
        if device(&metadata) == self.device {
            // Whoever empties a folder takes one photo after the other away, or says so by reading it again.
            return fs::read_dir(&self.path).is_ok_and(|mut entries| entries.any(|entry| entry.is_ok()));
        }
        // On another device the same folder is known by what is in it.
        self.names.iter().any(|name| fs::symlink_metadata(self.path.join(name)).is_ok())
    }
}

fn some_names(path: &Path, is_folder: bool) -> Vec<OsString> {
    if !is_folder {
        return Vec::new();
    }
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let names = entries.map_while(Result::ok).map(|entry| entry.file_name());
    names.filter(|name| !name.as_encoded_bytes().starts_with(b".")).take(KNOWN_NAMES).collect()
}

/// The disks that are mounted within a folder.
fn mounts_within(root: &Path, known: &mut Vec<Known>, steps: &Steps) {
    let Some(own) = fs::metadata(root).ok().and_then(|metadata| device(&metadata)) else { return };
    let mut waiting = vec![(root.to_owned(), own, 0)];
    while let Some((folder, own, depth)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        let entries = entries.map_while(Result::ok).inspect(|_| steps.take());
        for entry in entries.filter(is_followed).filter(|_| depth < DEPTH_MAX) {
            let path = entry.path();
            let Some(device) = fs::metadata(&path).ok().and_then(|metadata| device(&metadata)) else { continue };
            if device != own {
                known.push(Known::of(&path, true));
            }
            waiting.push((path, device, depth + 1));
        }
    }
}

/// Whether an entry is a folder that is read with the folder it is in.
fn is_followed(entry: &fs::DirEntry) -> bool {
    !entry.file_name().as_encoded_bytes().starts_with(b".") && entry.file_type().is_ok_and(|kind| kind.is_dir())
}

#[cfg(unix)]
fn device(metadata: &Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::dev(metadata))
}

#[cfg(not(unix))]
fn device(_: &Metadata) -> Option<u64> {
    None
}

/// A number that is another when a file came, went, or was changed.
pub(super) fn print(roots: &[Root], steps: &Steps) -> u64 {
    let (mut sum, mut n_files) = (0_u64, 0);
    for root in roots {
        if root.is_folder {
            print_of_folder(root, &mut sum, &mut n_files, steps);
        } else {
            sum = sum.wrapping_add(hash(&root.path, fs::metadata(&root.path).ok().as_ref()));
        }
    }
    sum
}

fn print_of_folder(root: &Root, sum: &mut u64, n_files: &mut usize, steps: &Steps) {
    let mut waiting = vec![(root.path.clone(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.map_while(Result::ok) {
            steps.take();
            if *n_files >= NAMES_MAX {
                return;
            }
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if is_followed(&entry) {
                if root.subfolders && depth < DEPTH_MAX {
                    waiting.push((entry.path(), depth + 1));
                }
                continue;
            }
            let path = entry.path();
            if is_never_photo(&path) {
                continue;
            }
            *n_files += 1;
            let metadata = if *n_files <= COMPARED_MAX { entry.metadata().ok() } else { None };
            // The order in which a folder lists its files means nothing.
            *sum = sum.wrapping_add(hash(&path, metadata.as_ref()));
        }
    }
}

fn hash(path: &Path, metadata: Option<&Metadata>) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    metadata.map(|metadata| (metadata.len(), metadata.modified().ok())).hash(&mut hasher);
    hasher.finish()
}

/// Says in words that a path is on a drive of the network, whose changes by others the system does not tell.
#[cfg(target_os = "linux")]
pub(super) fn network_drive(path: &Path) -> Option<String> {
    /// The numbers of file systems, statfs(2): NFS, SMB, SMB2, CIFS, 9P, AFS, Ceph, and those that programs serve (FUSE).
    const REMOTE: [u64; 8] =
        [0x6969, 0x517b, 0xfe53_4d42, 0xff53_4d42, 0x0102_1997, 0x5346_414f, 0x00c3_6400, 0x6573_5546];
    // The type of the number differs from system to system; its lowest 32 bits are what is documented.
    let kind = rustix::fs::statfs(path).ok()?.f_type as u64 & 0xffff_ffff;
    REMOTE.contains(&kind).then(|| "on a network drive: looked through every 30 s".to_owned())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn network_drive(_: &Path) -> Option<String> {
    None
}
