//! What is known of a photo beside its caption: marks of the desk, how it was taken, and its file.

use std::fmt;
use std::path::PathBuf;

/// What separates the parts of a keyword's path, as Lightroom writes them.
pub const KEYWORD_SEPARATOR: char = '|';
/// What separates folders within folders.
pub const FOLDER_SEPARATOR: char = '/';
/// How deep a path is looked into, and how much of it, in bytes: every part stands in the index with all before it, and a
/// file may state any path.
const PATH_DEPTH_MAX: usize = 32;
const PATH_MAX_BYTES: usize = 1024;

/// Facts that a photo's file, or a list of photos, states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Stars.
    pub rating: Option<Rating>,
    /// A colour or another label, as written: "Red".
    pub label: Option<String>,
    /// Whether it is picked.
    pub picked: bool,
    /// Maker and model of the camera.
    pub camera: Option<String>,
    /// Latitude and longitude of the camera, in degrees.
    pub gps: Option<[f64; 2]>,
    /// The file's format: "JPEG".
    pub file_type: Option<String>,
    /// The folder within the input, parts separated by `/`; `.` for the input's own.
    pub folder: Option<String>,
    /// Keywords that stand in a tree, from its root, parts separated by `|`.
    pub keyword_paths: Vec<String>,
    /// Width and height of the upright picture, in pixels.
    pub size_px: Option<[u32; 2]>,
}

/// Stars, in hundredths, so that ratings can be compared exactly: 5 stars are 500, rejected is -100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rating(i32);

/// The file a photo was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoFile {
    /// Where it is.
    pub path: PathBuf,
    /// By what it is told whether it is as it was.
    pub stamp: FileStamp,
    /// The same of its sidecar, if it has one.
    pub sidecar: Option<FileStamp>,
    /// Why its words could not be read, as far as they could not.
    pub problem: Option<String>,
    /// Whether its containers disagree about a field.
    pub disagrees: bool,
    /// A number for its pixels as the file holds them: files of one number hold the same picture, whatever their words.
    pub picture_hash: Option<u64>,
}

/// By what it is told whether a file is as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileStamp {
    /// When it was last changed, in seconds since 1970.
    pub modified_secs: i64,
    /// Billionths of a second beside them.
    pub modified_nanos: u32,
    /// Its size.
    pub size_bytes: u64,
}

impl Rating {
    /// A rejected photo, as XMP writes it.
    pub const REJECTED: Self = Self(-100);
    /// A single star.
    pub const ONE: Self = Self(100);

    /// A rating of so many stars; none beyond what anybody gives.
    pub fn of_stars(stars: f64) -> Option<Self> {
        // Bounded just before, so that the cast cannot cut anything off.
        (stars.is_finite() && (-1.0..=100.0).contains(&stars)).then(|| Self((stars * 100.0).round() as i32))
    }

    /// The stars.
    pub fn stars(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// Hundredths of stars.
    pub fn hundredths(self) -> i32 {
        self.0
    }

    /// The whole stars, as a facet counts them; negative when rejected.
    pub fn whole_stars(self) -> i32 {
        self.0.div_euclid(100)
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stars())
    }
}

/// A path and everything it is inside of, the widest first: `a`, `a/b`, `a/b/c`. Of a path that is deeper or longer than
/// anybody's, its widest parts.
pub fn path_prefixes(path: &str, separator: char) -> impl Iterator<Item = &str> {
    let ends = path.match_indices(separator).map(|(at, _)| at).chain(std::iter::once(path.len()));
    let prefixes = ends.filter_map(|end| path.get(..end)).filter(|prefix| !prefix.is_empty());
    prefixes.take(PATH_DEPTH_MAX).take_while(|prefix| prefix.len() <= PATH_MAX_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_keep_their_fractions() {
        assert_eq!(Rating::of_stars(3.5).map(Rating::stars), Some(3.5));
        assert_eq!(Rating::of_stars(3.5).map(Rating::whole_stars), Some(3));
        assert_eq!(Rating::of_stars(-1.0), Some(Rating::REJECTED));
        assert_eq!(Rating::of_stars(f64::NAN), None);
        assert_eq!(Rating::of_stars(4.0).map(|rating| rating.to_string()), Some("4".to_owned()));
    }

    #[test]
    fn a_path_without_end_does_not_multiply() {
        let hostile = "a|".repeat(100_000);
        assert_eq!(path_prefixes(&hostile, KEYWORD_SEPARATOR).count(), PATH_DEPTH_MAX);
        let long = format!("{}/b", "a".repeat(PATH_MAX_BYTES));
        assert_eq!(path_prefixes(&long, FOLDER_SEPARATOR).count(), 1);
    }

    #[test]
    fn a_path_is_inside_of_its_beginnings() {
        let prefixes: Vec<_> = path_prefixes("Places|USA|Ohio", KEYWORD_SEPARATOR).collect();
        assert_eq!(prefixes, ["Places", "Places|USA", "Places|USA|Ohio"]);
        assert_eq!(path_prefixes("", FOLDER_SEPARATOR).count(), 0);
    }
}
