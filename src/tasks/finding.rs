//! The photos of a collection that someone else's list means, and a report of what was not found, or found twice.

use std::collections::HashMap;
use std::fmt::Write as _;

use thiserror::Error;

use crate::catalog::{Catalog, PhotoIndex};
use crate::finding::wanted::{Wanted, WantedError};
use crate::finding::{Finder, Finding, Reason};
use crate::lists::ListedPhoto;
use crate::photo::Photo;
use crate::text;

/// Photos looked at between two reports of progress.
const PHOTOS_PER_REPORT: u32 = 1_000;
/// The most lines that are told one by one.
const TOLD_MAX: usize = 2_000;
/// How much of a line or a caption is told, in bytes.
const TOLD_BYTES: usize = 160;
/// The most candidates of a line that are told.
const CANDIDATES_TOLD: usize = 5;

/// How far the search goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// What captions are alike counts too.
    #[default]
    Likeness,
    /// Only what is the same, but for case, folder or extension.
    Sure,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundPhotos {
    /// The photos in the order of the list, each once.
    pub photos: Vec<PhotoIndex>,
    /// The same, as a list keeps them.
    pub listed: Vec<ListedPhoto>,
    /// How many lines the list has.
    pub n_lines: usize,
    /// How many of them mean at least one photo.
    pub n_found: usize,
    /// What the user should look at.
    pub remarks: Vec<Remark>,
    /// How many more there are.
    pub n_more_remarks: usize,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub kind: RemarkKind,
    /// The line of the list, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
    /// The photos it may mean, a line each.
    pub candidates: Vec<String>,
}

/// What is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// No photo is meant.
    NotFound,
    /// Several are.
    Twice,
    /// Found by likeness, which may be wrong.
    Alike,
    /// An earlier line means the same photo.
    Repeated,
}

/// Why nothing was found.
#[derive(Debug, Error)]
pub enum FindError {
    /// The list cannot be read.
    #[error(transparent)]
    List(#[from] WantedError),
    /// It was stopped.
    #[error("finding was cancelled")]
    Cancelled,
}

impl RemarkKind {
    /// Every kind, in the order in which it is told.
    pub const ALL: [Self; 4] = [Self::NotFound, Self::Twice, Self::Alike, Self::Repeated];

    /// As the screen says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotFound => "Not found",
            Self::Twice => "Found more than once",
            Self::Alike => "Found by likeness",
            Self::Repeated => "Named before",
        }
    }
}

impl FoundPhotos {
    /// What was found, in a sentence.
    pub fn summary(&self) -> String {
        let noun = if self.n_lines == 1 { "line" } else { "lines" };
        let photos = if self.photos.len() == 1 { "photo" } else { "photos" };
        format!("{} of {} {noun} found, {} {photos}", self.n_found, self.n_lines, self.photos.len())
    }

    /// The report as text, to be copied or printed.
    pub fn report(&self) -> String {
        let mut report = self.summary();
        for kind in RemarkKind::ALL {
            let mut remarks = self.remarks.iter().filter(|remark| remark.kind == kind).peekable();
            if remarks.peek().is_some() {
                // Writing into a text does not fail.
                write!(report, "\n{}:", kind.label()).ok();
            }
            for remark in remarks {
                write!(report, "\n  line {}: {}", remark.line, remark.text).ok();
                for candidate in &remark.candidates {
                    write!(report, "\n    {candidate}").ok();
                }
            }
        }
        if self.n_more_remarks > 0 {
            write!(report, "\nand {} lines more", self.n_more_remarks).ok();
        }
        report
    }
}

/// Finds the photos that the lines of a list mean.
/// `progress` is told how many photos were looked at and how many there are, and answers whether to go on.
pub fn find(
    catalog: &Catalog,
    wanted: &[Wanted],
    reach: Reach,
    progress: &dyn Fn(u32, u32) -> bool,
) -> Result<FoundPhotos, FindError> {
    let n_photos = u32::try_from(catalog.n_photos()).unwrap_or(u32::MAX);
    let mut finder = Finder::new(wanted);
    let walk = |see: &mut dyn FnMut(&Photo, u32, usize)| {
        for number in 0..n_photos {
            if number.is_multiple_of(PHOTOS_PER_REPORT) && !progress(number, n_photos) {
                return Err(FindError::Cancelled);
            }
            if let Some((position, photo)) = catalog.numbered(PhotoIndex(number)) {
                see(&photo, number, position);
            }
        }
        Ok(())
    };
    walk(&mut |photo, number, position| finder.see(photo, number, position))?;
    if reach == Reach::Likeness && finder.wants_likeness() {
        walk(&mut |photo, number, _| finder.see_likeness(photo, number))?;
    }
    Ok(told(catalog, wanted, &finder.findings()))
}

fn told(catalog: &Catalog, wanted: &[Wanted], findings: &[Finding]) -> FoundPhotos {
    let mut found = FoundPhotos { n_lines: wanted.len(), ..FoundPhotos::default() };
    let mut first_line: HashMap<u32, usize> = HashMap::new();
    for (line, finding) in wanted.iter().zip(findings) {
        found.n_found += usize::from(!finding.candidates.is_empty());
        let mut repeated = None;
        for number in finding.chosen() {
            match first_line.get(&number) {
                Some(before) => repeated = Some(*before),
                None => {
                    first_line.insert(number, line.line);
                    let index = PhotoIndex(number);
                    if let Some(photo) = catalog.photo(index) {
                        found.photos.push(index);
                        found.listed.push(ListedPhoto { key: photo.key.clone(), line: photo.line().to_owned() });
                    }
                }
            }
        }
        let n_candidates = finding.candidates.len() + finding.n_more;
        let kind = match finding.candidates.first() {
            None => RemarkKind::NotFound,
            Some(_) if n_candidates > 1 => RemarkKind::Twice,
            Some(only) if matches!(only.reason, Reason::Likeness(_)) => RemarkKind::Alike,
            Some(_) if repeated.is_some() => RemarkKind::Repeated,
            Some(_) => continue,
        };
        if found.remarks.len() == TOLD_MAX {
            found.n_more_remarks += 1;
            continue;
        }
        let candidates = match (kind, repeated) {
            (RemarkKind::Repeated, Some(before)) => vec![format!("line {before} names the same photo")],
            _ => candidates(catalog, finding),
        };
        let text = shortened(&line.text);
        found.remarks.push(Remark { kind, line: line.line, text, candidates });
    }
    found
}

/// The photos a line may mean, for people.
fn candidates(catalog: &Catalog, finding: &Finding) -> Vec<String> {
    let mut told: Vec<String> = finding
        .candidates
        .iter()
        .take(CANDIDATES_TOLD)
        .filter_map(|candidate| {
            let (position, photo) = catalog.numbered(PhotoIndex(candidate.photo))?;
            let how = match candidate.reason {
                Reason::Likeness(millis) => format!("{} % alike", millis / 10),
                reason => reason.label().to_owned(),
            };
            let name = photo.file.as_deref().unwrap_or(&photo.key.name);
            Some(format!("{position}, {}: {} ({how})", shortened(name), shortened(photo.line())))
        })
        .collect();
    let n_more = finding.candidates.len().saturating_sub(CANDIDATES_TOLD) + finding.n_more;
    if n_more > 0 {
        told.push(format!("and {n_more} more"));
    }
    told
}

/// The beginning of a text, on one line.
fn shortened(text: &str) -> String {
    let kept = text::truncated(text, TOLD_BYTES);
    let mark = if kept.len() < text.len() { "…" } else { "" };
    format!("{}{mark}", kept.split_whitespace().collect::<Vec<_>>().join(" "))
}
