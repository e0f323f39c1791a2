//! Credits: where a caption's credit stands, and who is named in it.
//! The grammar (labels, agencies, noise) is data with a version, `assets/credits/grammar.csv`.
//! A lone agency names no photographer, and none is guessed.

mod chain;
mod finding;
mod grammar;
mod label;
mod naming;

use std::ops::Range;

use crate::text;

/// How much of a stated credit line is read for names, in bytes: a field may hold a megabyte, and names are compared.
const LINE_MAX_BYTES: usize = 1_000;

/// Who stands behind a photo, in the order of a credit: person, pool or handout, agency, distributor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreditChain {
    /// The photographers named; empty where only an agency is.
    pub persons: Vec<String>,
    /// "Pool", "Handout" or "Stringer", when the credit says so.
    pub pool: Option<String>,
    /// The agency, by its usual name.
    pub agency: Option<String>,
    /// The agency that passes on another's picture: "AFP via Getty Images".
    pub distributor: Option<String>,
}

/// A credit found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosingCredit {
    /// Byte range of the whole credit, with label, parentheses and full stop.
    pub sentence: Range<usize>,
    /// Byte range of the credit line proper: "Getty" in "Image: Getty."
    pub line: Range<usize>,
    /// Who is named.
    pub chain: CreditChain,
    /// Whether the credit belongs to an article's own feature picture.
    pub feature: bool,
    /// What made it a credit, for the reader of the screen.
    pub rule: &'static str,
    /// Whether the line by itself is read as the same chain: nothing before it says more, such as "by".
    pub plain: bool,
}

/// Reads a credit line, such as "Jim Watson/AFP via Getty Images".
pub fn chain(line: &str) -> CreditChain {
    chain::read(text::truncated(line, LINE_MAX_BYTES), chain::Introduction::Bare)
}

/// Finds the credit that closes a text, in any of the forms newsrooms use.
pub fn closing(text: &str) -> Option<ClosingCredit> {
    finding::closing(text)
}

/// Finds the credit in parentheses that closes a text, which has no white space at its end.
pub fn closing_in_parentheses(text: &str) -> Option<ClosingCredit> {
    finding::in_parentheses(text)
}

/// Finds a text's credit: the one that closes it, or one in parentheses before other notes, or the one that opens it.
pub fn find(text: &str) -> Option<ClosingCredit> {
    finding::before_notes(text)
        .or_else(|| finding::closing(text))
        .or_else(|| finding::within(text))
        .or_else(|| finding::opening(text))
}

/// An agency of a credit line whose name is misspelled or cut: as it is written, and its usual name.
pub fn misspelled_agency(line: &str) -> Option<(&str, &'static str)> {
    chain::misspelled_agency(text::truncated(line, LINE_MAX_BYTES))
}

/// The text without its credit: what remains before and after it.
pub fn without(text: &str, credit: &ClosingCredit) -> String {
    let before = text.get(..credit.sentence.start).unwrap_or(text).trim();
    let after = text.get(credit.sentence.end..).unwrap_or("").trim();
    match (before.is_empty(), after.is_empty()) {
        (_, true) => before.to_owned(),
        (true, false) => after.to_owned(),
        (false, false) => format!("{before} {after}"),
    }
}

/// Whether a text is made of nothing but agencies' names.
pub fn names_agencies_only(text: &str) -> bool {
    text.len() <= LINE_MAX_BYTES && chain::names_agencies_only(text)
}

#[cfg(test)]
mod tests;
