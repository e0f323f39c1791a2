//! Evaluates a `Query`: it is made into a plan once, and the plan carried out segment by segment, on both cores where
//! there is enough to do. What a query means is told by `query::matching`; this answers the same.

use std::io;

use crate::catalog::photo_set::{self, PhotoSet};
use crate::catalog::segment::Segment;
use crate::catalog::words::TermField;
use crate::query::{DateRange, Expr, FacetName, Query, QueryField, RatingRange, Term, alternatives};
use crate::text;

/// A query, made ready to be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// All of these.
    All(Vec<Plan>),
    /// Any of these.
    Any(Vec<Plan>),
    /// Not this.
    Not(Box<Plan>),
    /// Words that follow each other, the last whole or as a beginning; at least one.
    Words {
        /// Where they stand.
        field: TermField,
        /// The words, folded.
        words: Vec<String>,
        /// Whether the last must be whole.
        last_whole: bool,
    },
    /// A whole value.
    Value(Vec<u8>),
    /// A date that shares a day with a range.
    Days(Option<i32>, Option<i32>),
    /// A rating within bounds.
    Ratings(i32, i32),
    /// A place on the current list.
    Listed,
}

impl Plan {
    /// The plan of a query.
    pub(super) fn of(query: &Query) -> Self {
        Self::all(&query.all)
    }

    /// Whether it shows every photo.
    pub(super) fn is_everything(&self) -> bool {
        *self == Self::everything()
    }

    fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// All parts, where terms of one field are alternatives.
    fn all(all: &[Expr]) -> Self {
        let mut parts = Vec::new();
        for (at, expr) in all.iter().enumerate() {
            let (earlier, rest) = all.split_at_checked(at).unwrap_or((all, &[]));
            if earlier.iter().any(|other| alternatives(expr, other)) {
                continue;
            }
            let mut group: Vec<Self> =
                rest.iter().skip(1).filter(|other| alternatives(expr, other)).map(Self::one).collect();
            let first = Self::one(expr);
            if group.is_empty() {
                parts.push(first);
            } else {
                group.insert(0, first);
                parts.push(Self::Any(group));
            }
        }
        parts.retain(|part| !part.is_everything());
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                parts.extend(last);
                Self::All(parts)
            }
        }
    }

    fn one(expr: &Expr) -> Self {
        match expr {
            Expr::All(all) => Self::all(all),
            Expr::Any(any) => Self::Any(any.iter().map(Self::one).collect()),
            Expr::Not(inner) => Self::Not(Box::new(Self::one(inner))),
            Expr::Term(term) => Self::term(term),
        }
    }

    fn term(term: &Term) -> Self {
        match term {
            Term::Word(word) => Self::words(TermField::Words, word, false),
            Term::Phrase(phrase) => Self::words(TermField::Words, phrase, true),
            Term::Field { field, value, exact } if *exact || field.is_always_whole() => Self::value(*field, value),
            // A value without letters or digits asks only that there be a value.
            Term::Field { field, value, exact: _ } if text::words(value).is_empty() => Self::any_value(*field),
            Term::Field { field, value, exact: _ } => Self::words(TermField::ValueWords(*field), value, false),
            Term::Date(range) => Self::days(range),
            Term::Rating(range) => Self::ratings(range),
            Term::Listed => Self::Listed,
            Term::Flagged => Self::has(QueryField::Lint.name()),
            Term::Picked => Self::has(FacetName::Picked.name()),
            Term::Has(name) => Self::has(name),
        }
    }

    /// Words without letters or digits ask for nothing.
    fn words(field: TermField, written: &str, last_whole: bool) -> Self {
        let words = text::words(written);
        if words.is_empty() { Self::everything() } else { Self::Words { field, words, last_whole } }
    }

    fn value(field: QueryField, value: &str) -> Self {
        Self::Value(TermField::Value(field).term(&text::fold(value)))
    }

    fn has(name: &str) -> Self {
        Self::Value(TermField::Has.term(name))
    }

    fn any_value(field: QueryField) -> Self {
        match field {
            QueryField::In => Self::everything(),
            QueryField::Place
            | QueryField::Person
            | QueryField::Organization
            | QueryField::Agency
            | QueryField::Distributor
            | QueryField::Lint
            | QueryField::Credit
            | QueryField::Creator
            | QueryField::Keyword
            | QueryField::File
            | QueryField::Label
            | QueryField::Camera
            | QueryField::Type
            | QueryField::Folder => Self::has(field.name()),
        }
    }

    fn days(range: &DateRange) -> Self {
        let (first, last) = range.days();
        Self::Days(first, last)
    }

    fn ratings(range: &RatingRange) -> Self {
        let (least, most) = range.hundredths();
        Self::Ratings(least, most)
    }

    /// The photos of a segment that it shows, a bit each.
    pub(super) fn carried_out(&self, segment: &Segment, listed: &PhotoSet) -> io::Result<Vec<u64>> {
        let none = || vec![0; segment.n_photos.div_ceil(64)];
        let mut bits = none();
        match self {
            Self::All(parts) => {
                let Some((first, others)) = parts.split_first() else {
                    photo_set::fill(&mut bits, segment.n_photos);
                    return Ok(bits);
                };
                bits = first.carried_out(segment, listed)?;
                for part in others {
                    // What shows nothing already is not looked at further.
                    if bits.iter().all(|word| *word == 0) {
                        break;
                    }
                    let other = part.carried_out(segment, listed)?;
                    bits.iter_mut().zip(other).for_each(|(word, other)| *word &= other);
                }
            }
            Self::Any(parts) => {
                for part in parts {
                    let other = part.carried_out(segment, listed)?;
                    bits.iter_mut().zip(other).for_each(|(word, other)| *word |= other);
                }
            }
            Self::Not(inner) => {
                bits = inner.carried_out(segment, listed)?;
                photo_set::complement(&mut bits, segment.n_photos);
            }
            Self::Words { field, words, last_whole } => {
                add_words(segment, *field, words, *last_whole, &mut bits)?;
            }
            Self::Value(term) => {
                let entries = segment.words.term(term)?;
                segment.words.add_photos(entries.as_slice(), &mut bits)?;
            }
            Self::Days(first, last) => segment.numbers()?.add_dated(*first, *last, &mut bits),
            Self::Ratings(least, most) => segment.numbers()?.add_rated(*least, *most, &mut bits),
            Self::Listed => {
                bits.iter_mut().zip(listed.part(segment.photos())).for_each(|(word, listed)| *word = *listed);
            }
        }
        Ok(bits)
    }

    /// The words that photos are wanted to hold, for how well they fit: not those that are excluded.
    pub(super) fn wanted_words(&self) -> Vec<(&[String], bool)> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::wanted_words).collect(),
            Self::Words { field: TermField::Words, words, last_whole } => vec![(words.as_slice(), *last_whole)],
            Self::Words { .. } | Self::Not(_) | Self::Value(_) | Self::Days(..) | Self::Ratings(..) | Self::Listed => {
                Vec::new()
            }
        }
    }
}

/// Sets the bits of a segment's photos in which words follow each other.
pub(super) fn add_words(
    segment: &Segment,
    field: TermField,
    words: &[String],
    last_whole: bool,
    bits: &mut [u64],
) -> io::Result<()> {
    match words {
        [only] if last_whole => {
            let entry = segment.words.term(&field.term(only))?;
            segment.words.add_photos(entry.as_slice(), bits)
        }
        [only] => {
            let entries = segment.words.beginning(&field.term(only))?;
            segment.words.add_photos(&entries, bits)
        }
        words => segment.words.add_phrase(field, words, last_whole, bits),
    }
}
