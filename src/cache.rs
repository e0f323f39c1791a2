//! What the cache holds, shown, emptied and kept to its size: indexes of inputs, and thumbnails. All of it can be made
//! again. The folder of thumbnails belongs to every program that keeps some, so that only our own are ever counted or
//! removed; they name us as their maker.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::files::counted::Files;
use crate::pictures::thumbnails;

/// Name of the folder of indexes in the cache folder.
const INDEXES_FOLDER: &str = "indexes";
/// What the name of an index ends in.
pub const INDEX_EXTENSION: &str = "index";
/// What stands beside an index and says in words what it is of.
pub const NAME_EXTENSION: &str = "name";
/// The extension of the file that tells which inputs of an index were touched and not changed.
pub const TOUCHED_EXTENSION: &str = "touched";
/// The longest such name that is read, in bytes.
const NAME_BYTES_MAX: u64 = 64 * 1024;
/// The most indexes that are looked at.
const N_INDEXES_MAX: usize = 100_000;

/// The cache's folders.
#[derive(Clone, Debug)]
pub struct Cache {
    indexes: PathBuf,
    thumbnails: PathBuf,
}

/// What the cache holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// The indexes, the one used last first.
    pub indexes: Vec<Index>,
    /// Our own thumbnails.
    pub thumbnails: Files,
}

/// An index of inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its file.
    pub path: PathBuf,
    /// What it is of, as far as that is known.
    pub name: Option<String>,
    /// Its size.
    pub n_bytes: u64,
    /// When it was used last.
    pub used: SystemTime,
}

/// What of the cache is emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The indexes.
    Indexes,
    /// Our own thumbnails.
    Thumbnails,
    /// Both.
    All,
}

impl Cache {
    /// The cache in a folder, with the thumbnails in theirs.
    pub fn new(folder: &Path, thumbnails: &Path) -> Self {
        Self { indexes: folder.join(INDEXES_FOLDER), thumbnails: thumbnails.to_owned() }
    }

    /// The folder of indexes.
    pub fn indexes_folder(&self) -> &Path {
        &self.indexes
    }

    /// What it holds; what cannot be looked at is not there.
    pub fn contents(&self) -> Contents {
        Contents { indexes: self.indexes(), thumbnails: thumbnails::own(&self.thumbnails) }
    }

    /// Removes a part, and tells what was removed; what cannot be removed stays.
    pub fn empty(&self, part: Part) -> Files {
        let mut removed = Files::default();
        if matches!(part, Part::Indexes | Part::All) {
            for index in self.indexes() {
                removed = removed.and(remove(&index));
            }
        }
        if matches!(part, Part::Thumbnails | Part::All) {
            removed = removed.and(thumbnails::remove_own(&self.thumbnails));
        }
        removed
    }

    /// Removes the indexes used longest ago until the rest takes no more than so many bytes. The one used last stays,
    /// however large: it is open.
    pub fn keep_to(&self, bytes_max: u64) -> Files {
        let mut removed = Files::default();
        let mut n_bytes = 0_u64;
        for (at, index) in self.indexes().iter().enumerate() {
            n_bytes = n_bytes.saturating_add(index.n_bytes);
            if n_bytes > bytes_max && at > 0 {
                n_bytes -= index.n_bytes;
                removed = removed.and(remove(index));
            }
        }
        removed
    }

    /// The indexes, the one used last first.
    fn indexes(&self) -> Vec<Index> {
        let Ok(entries) = fs::read_dir(&self.indexes) else { return Vec::new() };
        let mut indexes = Vec::new();
        for entry in entries.map_while(Result::ok).take(N_INDEXES_MAX) {
            let path = entry.path();
            // A link may lead out of the cache; it is not ours.
            let Ok(metadata) = fs::symlink_metadata(&path) else { continue };
            if !metadata.is_file() || path.extension().is_none_or(|extension| extension != INDEX_EXTENSION) {
                continue;
            }
            let used = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            indexes.push(Index { name: name_of(&path), n_bytes: metadata.len(), used, path });
        }
        indexes.sort_by(|a, b| b.used.cmp(&a.used).then_with(|| a.path.cmp(&b.path)));
        indexes
    }
}

impl Contents {
    /// What the indexes take together.
    pub fn indexes_bytes(&self) -> u64 {
        self.indexes.iter().map(|index| index.n_bytes).sum()
    }
}

/// Marks an index as used now, so that others leave before it.
pub fn mark_used(index: &Path) -> io::Result<()> {
    fs::File::open(index)?.set_modified(SystemTime::now())
}

/// What an index is of.
fn name_of(index: &Path) -> Option<String> {
    use std::io::Read as _;
    let mut name = String::new();
    fs::File::open(index.with_extension(NAME_EXTENSION)).ok()?.take(NAME_BYTES_MAX).read_to_string(&mut name).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn remove(index: &Index) -> Files {
    // The name goes with what it names; without one it means nothing.
    for extension in [NAME_EXTENSION, TOUCHED_EXTENSION] {
        fs::remove_file(index.path.with_extension(extension)).ok();
    }
    match fs::remove_file(&index.path) {
        Ok(()) => Files { n_files: 1, n_bytes: index.n_bytes },
        Err(_) => Files::default(),
    }
}

/// A number of bytes as people say it: "1.4 GB".
pub fn bytes_in_words(n_bytes: u64) -> String {
    let units = [(1_u64 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")];
    match units.into_iter().find(|(unit, _)| n_bytes >= *unit) {
        Some((unit, name)) => format!("{:.1} {name}", n_bytes as f64 / unit as f64),
        None => format!("{n_bytes} bytes"),
    }
}

/// How long ago something was, in words.
pub fn ago_in_words(then: SystemTime, now: SystemTime) -> String {
    let n_days = now.duration_since(then).map_or(0, |ago| ago.as_secs() / 86_400);
    match n_days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        n_days => format!("{n_days} days ago"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the cache is filled as it may have been")]

    use std::time::Duration;

    use super::*;

    struct Desk {
        folder: tempfile::TempDir,
        cache: Cache,
    }

    impl Desk {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let cache = Cache::new(folder.path(), &folder.path().join("thumbnails"));
            fs::create_dir_all(&cache.indexes).unwrap();
            Self { folder, cache }
        }

        fn index(&self, name: &str, n_bytes: usize, age_secs: u64) -> PathBuf {
            let path = self.cache.indexes.join(format!("{name}.index"));
            fs::write(&path, vec![0; n_bytes]).unwrap();
            fs::write(path.with_extension("name"), format!("/photos/{name}\n")).unwrap();
            let file = fs::OpenOptions::new().append(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age_secs)).unwrap();
            path
        }

        fn names(&self) -> Vec<String> {
            self.cache.contents().indexes.into_iter().filter_map(|index| index.name).collect()
        }
    }

    #[test]
    fn an_empty_cache_holds_nothing() {
        let cache = Cache::new(Path::new("/nowhere/at/all"), Path::new("/nowhere/thumbnails"));
        assert_eq!(cache.contents(), Contents::default());
        assert_eq!(cache.empty(Part::All), Files::default());
    }

    #[test]
    fn the_inputs_used_longest_ago_leave_first_and_the_open_one_never() {
        let desk = Desk::new();
        let [a, _, _] = [("a", 30), ("b", 20), ("c", 10)].map(|(name, age_secs)| desk.index(name, 1_000, age_secs));
        assert_eq!(desk.names(), ["/photos/c", "/photos/b", "/photos/a"]);
        mark_used(&a).unwrap();
        assert_eq!(desk.cache.keep_to(2_000), Files { n_files: 1, n_bytes: 1_000 });
        assert_eq!(desk.names(), ["/photos/a", "/photos/c"]);
        assert_eq!(desk.cache.keep_to(10).n_files, 1);
        assert_eq!(desk.names(), ["/photos/a"], "what is open stays, however large");
        assert_eq!(fs::read_dir(&desk.cache.indexes).unwrap().count(), 2, "names go with what they name");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_removed_that_is_not_ours() {
        let desk = Desk::new();
        desk.index("a", 1_000, 10);
        let theirs = desk.folder.path().join("theirs.index");
        fs::write(&theirs, "theirs").unwrap();
        std::os::unix::fs::symlink(&theirs, desk.cache.indexes.join("link.index")).unwrap();
        fs::write(desk.cache.indexes.join("notes.txt"), "notes").unwrap();
        fs::create_dir(desk.cache.indexes.join("folder.index")).unwrap();
        let large = desk.folder.path().join("thumbnails/large");
        fs::create_dir_all(&large).unwrap();
        fs::write(large.join("foreign.png"), "another program's").unwrap();
        assert_eq!(desk.cache.contents().thumbnails, Files::default());
        assert_eq!(desk.cache.empty(Part::All), Files { n_files: 1, n_bytes: 1_000 });
        assert!(theirs.exists() && large.join("foreign.png").exists());
        assert_eq!(fs::read_dir(&desk.cache.indexes).unwrap().count(), 3);
    }

    #[test]
    fn sizes_and_times_are_said_in_words() {
        assert_eq!([0, 2_048, 5 << 20, 3 << 29].map(bytes_in_words), ["0 bytes", "2.0 kB", "5.0 MB", "1.5 GB"]);
        let now = SystemTime::now();
        let words = [0, 86_400, 864_000].map(|secs| ago_in_words(now - Duration::from_secs(secs), now));
        assert_eq!(words, ["today", "yesterday", "10 days ago"]);
        assert_eq!(ago_in_words(now + Duration::from_secs(9), now), "today");
    }
}
