//! Labels that open a credit: "Photo by ", "Image: ", "Mandatory Credit: Photo by ", "Photo/".

use super::chain::names::agency_after_stop;
use super::chain::{Introduction, has_agency, looks_like_chain};
use super::grammar::{GRAMMAR, Kind};
use super::naming::looks_like_person;
use crate::text;

/// The longest label: "Photo credit should read", with blanks to spare.
const LABEL_MAX_BYTES: usize = 100;
/// The most labels that introduce each other: "Mandatory Credit: Photo credit: Image by" has three.
const LABELS_MAX: usize = 4;

/// A label at the beginning of a text.
pub(super) struct Label {
    /// Bytes to skip from the beginning of the text: label, its mark, and labels nested in it.
    pub(super) length: usize,
    /// What it promises of the words behind it.
    pub(super) introduction: Introduction,
    /// Whether it names a kind of feature rather than a picture's credit.
    pub(super) feature: bool,
    /// Whether a colon, or what stands for one, ends it.
    pub(super) colon: bool,
}

/// The label a text begins with: "Photo by ", "Image: ", "Mandatory Credit: Photo by ", "Photo/".
pub(super) fn strip_label(text: &str) -> Option<Label> {
    let mut label = one_label(text)?;
    // A label may introduce another: "Mandatory Credit: Photo by …".
    for _ in 1..LABELS_MAX {
        let rest = text.get(label.length..)?;
        let inner_start = label.length + (rest.len() - rest.trim_start().len());
        let Some(inner) = text.get(inner_start..).and_then(one_label) else { break };
        label = Label { length: inner_start + inner.length, introduction: inner.introduction, ..label };
    }
    Some(label)
}

/// The first of the labels that a text begins with.
fn one_label(text: &str) -> Option<Label> {
    let first_word = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).next()?;
    let labels = GRAMMAR.labels_from(first_word);
    if labels.is_empty() {
        return None;
    }
    let tokens = text::Words::of(text::truncated(text, LABEL_MAX_BYTES));
    let (kind, words) = labels.iter().find(|(_, words)| starts_with_label(text, &tokens, words))?;
    if tokens.range(0)?.start != 0 {
        return None;
    }
    let after = tokens.range(words.len() - 1)?.end;
    let rest = text.get(after..)?;
    let unmarked = words.last().is_some_and(|last| last == "read") && rest.starts_with(' ');
    let (mark, introduction, colon) = if unmarked { (1, Introduction::By, true) } else { mark_after_label(rest)? };
    // "Copyright Jane Doe" is whose it is, and so printed.
    if !colon && matches!(words.as_slice(), [word] if word == "copyright") {
        return None;
    }
    Some(Label { length: after + mark, introduction, feature: *kind == Kind::Feature, colon })
}

/// Whether the tokens of a text begin with a label; its words stand side by side: "take cover. Image: Getty" has no
/// cover image.
fn starts_with_label(text: &str, tokens: &text::Words, words: &[String]) -> bool {
    let same = |(at, word): (usize, &String)| tokens.folded(at) == Some(word.as_str());
    let touches = |at: usize| {
        let (Some(before), Some(after)) = (tokens.range(at), tokens.range(at + 1)) else { return false };
        text.get(before.end..after.start).is_some_and(|gap| gap.chars().all(char::is_whitespace))
    };
    words.iter().enumerate().all(same) && (0..words.len() - 1).all(touches)
}

/// What joins a label to its credit: how many bytes, what it promises, and whether it is a colon.
fn mark_after_label(rest: &str) -> Option<(usize, Introduction, bool)> {
    let blank = rest.len() - rest.trim_start().len();
    let trimmed = rest.trim_start();
    if trimmed.starts_with(':') || trimmed.starts_with("...") {
        let mut length = blank + if trimmed.starts_with(':') { 1 } else { 3 };
        let after = rest.get(length..)?;
        let by = text::fold(text::truncated(after.trim_start(), 12));
        if by.starts_with("by ") {
            length += after.len() - after.trim_start().len() + 3;
            return Some((length, Introduction::By, true));
        }
        if by.starts_with("courtesy of") {
            length += after.len() - after.trim_start().len() + "courtesy of ".len();
            return Some((length, Introduction::Courtesy, true));
        }
        return Some((length, Introduction::Bare, true));
    }
    if trimmed.starts_with('/') && blank == 0 {
        return Some((1, Introduction::By, false));
    }
    if blank == 0 {
        return None;
    }
    let folded = text::fold(text::truncated(trimmed, 16));
    for (word, introduction) in [
        ("by: ", Introduction::By),
        ("by ", Introduction::By),
        ("par ", Introduction::By),
        ("von ", Introduction::By),
        ("de ", Introduction::By),
        ("por ", Introduction::By),
        ("di ", Introduction::By),
        ("courtesy of ", Introduction::Courtesy),
        ("courtesy ", Introduction::Courtesy),
        ("provided by ", Introduction::Courtesy),
        ("via ", Introduction::Bare),
    ] {
        if folded.starts_with(word) {
            return Some((blank + word.len(), introduction, false));
        }
    }
    // "Photo Jane Doe/AFP", "Photo Sipa": names alone make a label of the word before.
    let name = trimmed.trim_end_matches([')', '.', ']']);
    if !name.starts_with(char::is_uppercase) || !looks_like_chain(name) {
        return None;
    }
    let first = name.split(['/', ',']).next().unwrap_or("").trim();
    let first = [" - ", " – "].iter().find_map(|dash| first.split_once(*dash)).map_or(first, |(name, _)| name);
    let first = agency_after_stop(first).map_or(first, |(name, _)| name);
    let first =
        [" for ", " pour ", " für "].iter().find_map(|word| first.split_once(*word)).map_or(first, |(name, _)| name);
    let any_person = name.split('/').any(|part| looks_like_person(part.trim()));
    let single = !name.contains(' ') && name.chars().count() > 1;
    let person = looks_like_person(first) || any_person && name.contains('/');
    let unmarked = person || single || name.contains('/') || has_agency(name);
    unmarked.then_some((blank, if person { Introduction::By } else { Introduction::Bare }, false))
}
