//! Credits in parentheses or brackets at the end of a text: with a label, or known by the names inside.

use std::ops::Range;

use super::found;
use super::labelled::after_label;
use super::tail::{Ending, Tail};
use super::unlabelled::{ends_in_state, is_capitals};
use crate::caption::credit::ClosingCredit;
use crate::caption::credit::chain::names::PHOTO_BY_MARKS;
use crate::caption::credit::chain::{self, CREDIT_MAX_BYTES, Introduction, has_agency, looks_like_chain};
use crate::caption::credit::grammar::{GRAMMAR, Kind};
use crate::caption::credit::label::strip_label;
use crate::caption::credit::naming::{begins_as_name, begins_with_given, is_body, is_number, looks_like_person};
use crate::caption::lexicon::{Class, classes_of};
use crate::text;

/// `(Photo by Jane Doe/Agency)`, `(AP Photo/Jane Doe)`, `[Image: Getty]`, a full stop after it or not.
pub(in super::super) fn in_parentheses(body: &str) -> Option<ClosingCredit> {
    let without_stop = body.strip_suffix('.').unwrap_or(body);
    let (opening, inner_end) = match without_stop.chars().next_back()? {
        ')' => ('(', without_stop.len() - 1),
        ']' => ('[', without_stop.len() - 1),
        _ => return None,
    };
    let open = body.get(..inner_end)?.rfind(opening)?;
    let inner = open + 1..inner_end;
    // What is longer is prose.
    let inside = body.get(inner.clone()).filter(|inside| inside.len() <= CREDIT_MAX_BYTES)?;
    let before = body.get(..open)?;
    // "Photo Credit: (NASA/Jane Doe)": the label stands outside.
    if let Some(found) = label_before_parenthesis(body, open, &inner) {
        return Some(found);
    }
    let (line, introduction, feature) = match strip_label(inside) {
        Some(label) => (inner.start + label.length..inner.end, label.introduction, label.feature),
        // "(Reuters: Jane Doe)", "(Supplied: Jane Doe)"
        None if inside.split_once(": ").is_some_and(|(source, name)| {
            let named = looks_like_person(name) || name.contains('/') && has_agency(name);
            named && [Kind::Agency, Kind::Pool, Kind::Noise].iter().any(|kind| GRAMMAR.is(*kind, source))
        }) =>
        {
            return Some(ClosingCredit {
                sentence: open..body.len(),
                line: inner.clone(),
                chain: chain::read(&inside.replacen(": ", "/", 1), Introduction::Bare),
                feature: false,
                rule: "credit in parentheses",
                plain: false,
            });
        }
        None if is_known_credit(inside, before) => (inner, Introduction::Bare, false),
        // "Mandatory Credit: Photo by X/Shutterstock (16512200n)" closes with the picture's number.
        None if is_number(inside) => {
            let before = before.trim_end();
            return after_label(&Tail::of(before)).map(|found| ClosingCredit {
                sentence: found.sentence.start..body.len(),
                line: found.line.start..without_stop.len(),
                plain: false,
                ..found
            });
        }
        None => return None,
    };
    found(body, open..body.len(), line, introduction, feature, "credit in parentheses")
}

fn label_before_parenthesis(body: &str, open: usize, inner: &Range<usize>) -> Option<ClosingCredit> {
    let before = body.get(..open)?.trim_end().strip_suffix(':')?;
    let tail = text::truncated_end(before, 40);
    let start = before.len() - tail.len();
    let at = (start..before.len()).find(|at| {
        let begins = *at == 0 || body.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_whitespace()));
        begins
            && body.get(*at..).and_then(strip_label).is_some_and(|label| label.colon && *at + label.length <= open + 1)
    })?;
    found(body, at..body.len(), inner.clone(), Introduction::Bare, false, "credit label")
}

/// Whether the inside of parentheses is a credit without a label: an agency with a name, or alone after a sentence.
fn is_known_credit(inside: &str, before: &str) -> bool {
    let by = inside.contains(" by ").then(|| PHOTO_BY_MARKS.iter().find_map(|mark| inside.split_once(mark))).flatten();
    // "(Acme photo by Jane Doe)", "[State Department photo by Jane Doe/ Public Domain]"
    if by.is_some_and(|(_, rest)| looks_like_person(rest.split('/').next().unwrap_or(rest))) {
        return true;
    }
    let stroke = inside.split_once('/').map(|(name, rest)| (name.trim(), rest.trim()));
    // "… at Chelmsford (Jane Doe/TGS Photo)"
    if let Some((person, rest)) = stroke
        && looks_like_person(person)
        && begins_as_name(rest)
        && !looks_like_person(rest)
    {
        return true;
    }
    // "… in Warwick, R.I. (The Providence Journal / Jane Doe)", "… (AFP7 / Jane Doe)"
    if let Some((publication, person)) = stroke
        && publication.starts_with(char::is_uppercase)
        && (publication.contains(' ') || is_capitals(publication))
        && looks_like_person(person)
        && classes_of(person.split(' ').next().unwrap_or("")).has(Class::Given)
    {
        return true;
    }
    let ending = Ending::before(before);
    if (ending == Ending::Sure || ends_in_state(before))
        && (GRAMMAR.is(Kind::Noise, inside) && inside.len() > 5
            || begins_with_given(inside) && looks_like_person(inside))
    {
        return true;
    }
    // "(State Library of Queensland)", "(White House Photographic Office)"
    if ending == Ending::Sure && is_body(inside) {
        return true;
    }
    if ending != Ending::None && !before.trim_end().ends_with(['-', '–', '—']) {
        is_credit_alone(inside, stroke)
    } else {
        let joined = stroke.is_some()
            || by.is_some()
            || [" - ", " via ", " | ", " for ", "ourtesy"].iter().any(|mark| inside.contains(mark));
        joined && has_agency(inside)
    }
}

/// Whether the inside of parentheses after a sentence is a credit; `stroke` is what stands before and after its first "/".
fn is_credit_alone(inside: &str, stroke: Option<(&str, &str)>) -> bool {
    // "(PIB photo)"
    [" photo", " Photo", " Foto"].iter().any(|end| inside.ends_with(end)) && looks_like_chain(inside)
        || has_agency(inside)
        || GRAMMAR.is(Kind::Pool, inside)
        || inside.starts_with("Courtesy ")
        || inside.starts_with("courtesy ")
        || inside.starts_with('©')
        || stroke.is_some_and(|(name, rest)| looks_like_person(name) && rest.starts_with(char::is_uppercase))
        || inside.split_once(" | ").is_some_and(|(name, _)| looks_like_person(name.trim()))
}
