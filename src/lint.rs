//! What is amiss with a photo's words, by the rules of a house style: missing parts, contradictions, names without
//! positions, boilerplate, broken characters, and forms that the style does not have.
//!
//! `findings` is one function of one photo; what only several photos together show (the same caption, the same picture)
//! is told by `together` and stands in the photo. The kinds are in `photo::finding`, the styles in `style`.

mod dating;
mod fields;
mod form;
mod people;
pub mod style;
pub mod together;
mod wording;
mod words;

use std::ops::Range;
use std::sync::Arc;

use self::style::{HouseStyle, Severity};
use self::words::Words;
use crate::caption::date::DayNumber;
use crate::photo::Photo;
use crate::photo::finding::{FindingKind, Findings};

/// The most of a caption that is checked, in bytes.
const CHECKED_MAX_BYTES: usize = 64 * 1024;

/// What photos are checked by.
#[derive(Clone, Debug, Default)]
pub struct Lint {
    /// The house style.
    pub style: Arc<HouseStyle>,
    /// The day after which nothing can have been photographed; without it no date is to come.
    pub today: Option<DayNumber>,
}

/// Something that is amiss with a photo's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// How much it matters to the style.
    pub severity: Severity,
    /// What is amiss, in words.
    pub words: String,
    /// Where in the photo's text; none where it is nowhere in it.
    pub span: Option<Range<usize>>,
}

/// What is amiss with a photo, the worst first.
pub fn findings(photo: &Photo, lint: &Lint) -> Vec<Finding> {
    let mut report = Report::new(lint, true);
    check(photo, &mut report);
    let mut findings = report.told.unwrap_or_default();
    findings.sort_by_key(|finding| {
        (std::cmp::Reverse(finding.severity), finding.span.as_ref().map(|span| span.start), finding.kind)
    });
    findings
}

/// The kinds of what is amiss with a photo: the same as `findings`, without the words, for a million photos.
pub fn kinds(photo: &Photo, lint: &Lint) -> Findings {
    let mut report = Report::new(lint, false);
    check(photo, &mut report);
    report.kinds
}

fn check(photo: &Photo, report: &mut Report<'_>) {
    let text = crate::text::truncated(photo.text(), CHECKED_MAX_BYTES);
    // What the photos of a collection show together was found when it was read.
    let together = [
        (FindingKind::SameCaption, "Another picture of the collection has the same caption"),
        (FindingKind::SamePicture, "The same picture stands in the collection with another caption"),
    ];
    for (kind, why) in together {
        if photo.findings.has(kind) {
            report.add(kind, None, || why.to_owned());
        }
    }
    fields::check(photo, text, report);
    let words = Words::of(text, &report.lint.style);
    wording::check(text, &words, report);
    people::check(photo, &words, report);
    dating::check(photo, text, &words, report);
}

/// What is amiss so far.
struct Report<'a> {
    lint: &'a Lint,
    kinds: Findings,
    /// With words; none where only the kinds are wanted.
    told: Option<Vec<Finding>>,
}

impl<'a> Report<'a> {
    fn new(lint: &'a Lint, told: bool) -> Self {
        Self { lint, kinds: Findings::default(), told: told.then(Vec::new) }
    }

    /// Whether a kind is looked for and, where only kinds are wanted, not yet found.
    fn wants(&self, kind: FindingKind) -> bool {
        self.lint.style.severity(kind).is_some() && (self.told.is_some() || !self.kinds.has(kind))
    }

    fn add(&mut self, kind: FindingKind, span: Option<Range<usize>>, words: impl FnOnce() -> String) {
        let Some(severity) = self.lint.style.severity(kind) else { return };
        self.kinds.insert(kind);
        if let Some(told) = &mut self.told {
            told.push(Finding { kind, severity, words: words(), span });
        }
    }
}

#[cfg(test)]
mod tests;
