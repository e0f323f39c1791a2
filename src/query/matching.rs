//! What a query means: whether it shows a photo, by looking at everything, slowly and obviously.
//! The catalog is tested against this; the screen uses `marks` to show what was found in a text.

use std::ops::Range;

use crate::photo::Photo;
use crate::photo::facts::{FOLDER_SEPARATOR, KEYWORD_SEPARATOR, path_prefixes};
use crate::query::{Expr, Query, QueryField, Term, alternatives};
use crate::text::{self, Token};

impl Query {
    /// Whether the query shows a photo; `listed` says whether the photo is on the current list.
    pub fn matches(&self, photo: &Photo, listed: bool) -> bool {
        all_match(&self.all, photo, listed)
    }

    /// The parts of a text that the query's words and phrases found, in order.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let tokens = text::tokens(text);
        let mut marks = Vec::new();
        for expr in &self.all {
            mark(expr, &tokens, &mut marks);
        }
        marks.sort_by_key(|range| (range.start, range.end));
        marks.dedup();
        marks
    }
}

fn all_match(all: &[Expr], photo: &Photo, listed: bool) -> bool {
    // Of alternatives (terms of one field side by side) one must match; of everything else, all.
    all.iter().all(|expr| {
        matches(expr, photo, listed)
            || all.iter().any(|other| alternatives(expr, other) && matches(other, photo, listed))
    })
}

fn matches(expr: &Expr, photo: &Photo, listed: bool) -> bool {
    match expr {
        Expr::All(all) => all_match(all, photo, listed),
        Expr::Any(any) => any.iter().any(|expr| matches(expr, photo, listed)),
        Expr::Not(inner) => !matches(inner, photo, listed),
        Expr::Term(term) => term_matches(term, photo, listed),
    }
}

fn term_matches(term: &Term, photo: &Photo, listed: bool) -> bool {
    match term {
        Term::Word(word) => photo.searched_texts().any(|text| begins_words(word, text)),
        Term::Phrase(phrase) => photo.searched_texts().any(|text| holds_phrase(phrase, text)),
        Term::Field { field: QueryField::Place, value, .. } => {
            let folded = text::fold(value);
            photo
                .places
                .iter()
                .any(|mention| mention.place.ancestry().any(|place| place.folded_names().any(|name| name == folded)))
        }
        Term::Field { field, value, exact } if *exact || field.is_always_whole() => {
            let folded = text::fold(value);
            field_values(*field, photo).into_iter().any(|candidate| text::fold(candidate) == folded)
        }
        Term::Field { field, value, exact: _ } => {
            field_values(*field, photo).into_iter().any(|candidate| begins_words(value, candidate))
        }
        Term::Date(range) => {
            let (first, last) = range.days();
            photo
                .caption
                .date_created
                .as_ref()
                .map(|date| date.days())
                .is_some_and(|(from, to)| first.is_none_or(|first| to >= first) && last.is_none_or(|last| from <= last))
        }
        Term::Rating(range) => {
            let (least, most) = range.hundredths();
            photo.facts.rating.is_some_and(|rating| (least..=most).contains(&rating.hundredths()))
        }
        Term::Listed => listed,
        Term::Flagged => !photo.findings.is_empty(),
        Term::Picked => photo.facts.picked,
        Term::Has(name) => photo.has(name).unwrap_or(false),
    }
}

/// The values of a photo in which a field's term looks; places have names of their own.
fn field_values(field: QueryField, photo: &Photo) -> Vec<&str> {
    let mut values = Vec::new();
    visit_values(field, photo, |value| values.push(value));
    values
}

/// Visits the same values, without keeping them.
pub(crate) fn visit_values<'p>(field: QueryField, photo: &'p Photo, visit: impl FnMut(&'p str)) {
    let strings = |strings: &'p [String]| strings.iter().map(String::as_str);
    match field {
        QueryField::Place => {}
        QueryField::Person => photo.persons.iter().map(|person| person.name.as_str()).for_each(visit),
        QueryField::Organization => strings(&photo.organizations).for_each(visit),
        QueryField::Agency => photo.agency.as_deref().into_iter().for_each(visit),
        QueryField::Distributor => photo.distributor.as_deref().into_iter().for_each(visit),
        QueryField::Lint => photo.findings.kinds().map(|kind| -> &'p str { kind.name() }).for_each(visit),
        QueryField::Credit => photo.caption.credit_line.as_deref().into_iter().for_each(visit),
        QueryField::Creator => strings(&photo.caption.creator).for_each(visit),
        QueryField::Keyword => {
            let paths = photo.facts.keyword_paths.iter().flat_map(|path| path_prefixes(path, KEYWORD_SEPARATOR));
            strings(&photo.caption.keywords).chain(paths).for_each(visit);
        }
        QueryField::File => photo.file.as_deref().into_iter().for_each(visit),
        QueryField::In => std::iter::once(photo.key.input.as_str()).for_each(visit),
        QueryField::Label => photo.facts.label.as_deref().into_iter().for_each(visit),
        QueryField::Camera => photo.facts.camera.as_deref().into_iter().for_each(visit),
        QueryField::Type => photo.facts.file_type.as_deref().into_iter().for_each(visit),
        QueryField::Folder => {
            photo.facts.folder.iter().flat_map(|folder| path_prefixes(folder, FOLDER_SEPARATOR)).for_each(visit);
        }
    }
}

/// Whether a text has the parts of a word one after the other, the last as the beginning of a word.
/// A word without letters or digits asks for nothing.
fn begins_words(word: &str, text: &str) -> bool {
    let wanted = text::words(word);
    wanted.is_empty() || !found_at(&wanted, Ending::Beginning, &text::tokens(text)).is_empty()
}

fn holds_phrase(phrase: &str, text: &str) -> bool {
    let wanted = text::words(phrase);
    wanted.is_empty() || !found_at(&wanted, Ending::Whole, &text::tokens(text)).is_empty()
}

/// Whether the last wanted word must be whole or may be a beginning.
#[derive(Clone, Copy)]
enum Ending {
    Whole,
    Beginning,
}

/// The byte ranges at which the wanted words stand one after the other.
fn found_at(wanted: &[String], ending: Ending, tokens: &[Token]) -> Vec<Range<usize>> {
    let Some((last_wanted, first_wanted)) = wanted.split_last() else { return Vec::new() };
    let mut found = Vec::new();
    for window in tokens.windows(wanted.len()) {
        let (Some((last, first)), Some(start)) = (window.split_last(), window.first()) else { continue };
        let first_equal = first.iter().zip(first_wanted).all(|(token, wanted)| token.folded == *wanted);
        let last_fits = match ending {
            Ending::Whole => last.folded == *last_wanted,
            Ending::Beginning => last.folded.starts_with(last_wanted.as_str()),
        };
        if first_equal && last_fits {
            found.push(start.range.start..last.range.end);
        }
    }
    found
}

fn mark(expr: &Expr, tokens: &[Token], marks: &mut Vec<Range<usize>>) {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => {
            for part in parts {
                mark(part, tokens, marks);
            }
        }
        Expr::Term(Term::Word(word)) => marks.extend(found_at(&text::words(word), Ending::Beginning, tokens)),
        Expr::Term(Term::Phrase(phrase)) => marks.extend(found_at(&text::words(phrase), Ending::Whole, tokens)),
        Expr::Term(
            Term::Field { .. }
            | Term::Date(_)
            | Term::Rating(_)
            | Term::Listed
            | Term::Flagged
            | Term::Picked
            | Term::Has(_),
        )
        | Expr::Not(_) => {}
    }
}
