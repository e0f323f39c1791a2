//! Completes what is being typed in the search box: names of fields, and values of a field.

use std::ops::Range;

use crate::photo::finding::FindingKind;
use crate::photo::has_names;
use crate::query::parse::QUOTES;
use crate::query::{QueryField, needs_quotes};
use crate::text;

/// The most completions offered at once: what fits under the search box.
const COMPLETIONS_MAX: usize = 8;

/// A completion of what stands before the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it puts into the query.
    pub text: String,
    /// What it means, for the reader of the screen.
    pub help: String,
}

/// Completions for the word at the cursor, and the bytes of the query that they replace.
///
/// `values` gives a field's values, most frequent first, each as it is written in a query and as it is shown.
pub fn complete(
    query: &str,
    cursor: usize,
    values: &dyn Fn(QueryField) -> Vec<(String, String)>,
) -> (Range<usize>, Vec<Completion>) {
    let before = text::truncated(query, cursor);
    let start = word_start(before);
    let word = before.get(start..).unwrap_or("");
    let (minus, word) = match word.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", word),
    };
    let completions = match word.split_once(':') {
        Some((name, typed)) => of_values(name, typed, values),
        None => of_fields(word),
    };
    let completions = completions
        .into_iter()
        .map(|completion| Completion { text: format!("{minus}{}", completion.text), ..completion })
        .filter(|completion| completion.text != word)
        .take(COMPLETIONS_MAX)
        .collect();
    (start..before.len(), completions)
}

/// Where the word before the cursor begins; quotes hold blanks together.
fn word_start(before: &str) -> usize {
    let mut start = 0;
    let mut in_quotes = false;
    for (at, c) in before.char_indices() {
        match c {
            c if QUOTES.contains(&c) => in_quotes = !in_quotes,
            _ if !in_quotes && (c.is_whitespace() || c == '(' || c == ')') => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

fn of_fields(word: &str) -> Vec<Completion> {
    const FIELDS: [(&str, &str); 21] = [
        ("place:", "A place, or anything inside it"),
        ("person:", "A person shown or mentioned"),
        ("organization:", "An organization named"),
        ("credit:", "The credit line"),
        ("creator:", "The photographer"),
        ("agency:", "The agency of the credit"),
        ("distributor:", "Who passes the agency's picture on"),
        ("lint:", "Something amiss with the caption: lint:no-date"),
        ("keyword:", "A keyword"),
        ("date:", "A day, month, year or range: 2020..2021-06"),
        ("rating:", "Stars: rating:4, rating:>=3 or rating:rejected"),
        ("label:", "A color or another label"),
        ("file:", "The file's name"),
        ("folder:", "A folder, or anything inside it"),
        ("camera:", "The camera"),
        ("type:", "The file's format"),
        ("in:", "The input it came from"),
        ("is:listed", "On the current list"),
        ("is:flagged", "Something is amiss with the caption"),
        ("is:picked", "Picked, as Photo Mechanic tags photos"),
        ("has:", "Has a value for a field"),
    ];
    if word.is_empty() {
        return Vec::new();
    }
    let fits = FIELDS.iter().filter(|(name, _)| name.starts_with(word));
    fits.map(|(name, help)| Completion { text: (*name).to_owned(), help: (*help).to_owned() }).collect()
}

fn of_values(name: &str, typed: &str, values: &dyn Fn(QueryField) -> Vec<(String, String)>) -> Vec<Completion> {
    if name == "has" {
        let fits = has_names().filter(|known| known.starts_with(typed));
        return fits.map(|known| Completion { text: format!("has:{known}"), help: String::new() }).collect();
    }
    let Some(field) = QueryField::parse(name) else { return Vec::new() };
    if field == QueryField::Lint {
        let fits = FindingKind::all().filter(|kind| kind.name().starts_with(typed));
        let completion =
            |kind: FindingKind| Completion { text: format!("lint:{}", kind.name()), help: kind.label().to_owned() };
        return fits.map(completion).collect();
    }
    let wanted = text::fold(typed.trim_matches('"'));
    let fits = |shown: &str| {
        let folded = text::fold(shown);
        folded.starts_with(&wanted)
            || text::tokens(shown)
                .iter()
                .any(|token| folded.get(token.range.start..).is_some_and(|rest| rest.starts_with(&wanted)))
    };
    let mut completions = Vec::new();
    for (value, shown) in values(field) {
        if fits(&value) || fits(&shown) {
            let quoted = !field.is_always_whole() || needs_quotes(&value);
            let value = if quoted { crate::query::quoted(&value) } else { value };
            completions.push(Completion { text: format!("{}:{value}", field.name()), help: shown });
        }
    }
    completions
}
