//! Credits that nothing introduces and no stroke joins: `ORG photo by NAME`, `NAME - AGENCY`, or a photographer's name
//! that is the last sentence of a caption.

use super::found;
use super::tail::{Ending, Tail};
use crate::caption::credit::ClosingCredit;
use crate::caption::credit::chain::names::PHOTO_BY_MARKS;
use crate::caption::credit::chain::{self, Introduction};
use crate::caption::credit::naming::{begins_with_given, is_office, looks_like_person};
use crate::caption::lexicon::{Class, classes_of};

/// Dashes that join a name to an agency, or a credit to the sentence before it.
const DASHES: [&str; 3] = [" - ", " – ", " — "];
/// What joins a name to an agency that is known.
const COMMA: &str = ", ";

/// `… in 2019. USDA photo by Jane Doe.`: whose photographer she is belongs to the credit.
pub(super) fn by_employer(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const EMPLOYER_MAX_WORDS: usize = 6;
    if !tail.has_by {
        return None;
    }
    let (body, text) = (tail.body, tail.text());
    let first = body.len() - text.len();
    let by = first + PHOTO_BY_MARKS.iter().filter_map(|mark| text.rfind(mark)).max()?;
    tail.sentences(usize::MAX).filter(|start| *start < by).find_map(|start| {
        let employer = body.get(start..by)?;
        let words = employer.split(' ').count();
        let article = classes_of(employer.split(' ').next()?).has(Class::Function);
        let named = words <= EMPLOYER_MAX_WORDS && employer.starts_with(char::is_uppercase) && !article;
        let all = start..body.len();
        let credit =
            named.then(|| found(body, all.clone(), all, Introduction::Bare, false, "a photographer's employer"))??;
        (!credit.chain.persons.is_empty()).then_some(credit)
    })
}

/// `… (España) - Jane Doe - Europa Press`, `… in May. Jane Doe - Reuters`, `… in May. Jane Doe, AP`: a person and an agency.
pub(super) fn by_dash(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const PERSON_MAX_WORDS: usize = 5;
    let (body, text) = (tail.body, tail.text());
    let first = body.len() - text.len();
    let dashes = if tail.has_dash { DASHES.as_slice() } else { &[] };
    let comma = text.rfind(',').filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(COMMA)));
    let dashed = dashes.iter().filter_map(|mark| Some((text.rfind(mark)?, *mark)));
    let (at, mark) = dashed.chain(comma.map(|at| (at, COMMA))).max()?;
    let dash = first + at;
    // Most commas stand in a sentence that began long before them.
    let n_before = tail.words.partition_point(|word| word.at < dash);
    let near = tail.words.get(n_before.saturating_sub(PERSON_MAX_WORDS + 1)..n_before)?;
    let after_dash = |before: &str| DASHES.iter().find(|mark| before.ends_with(**mark));
    let mut persons = near.iter().filter_map(|word| {
        let (before, person) = (body.get(..word.at)?, body.get(word.at..dash)?);
        let after_dash = if word.after == Ending::None { None } else { after_dash(before) };
        let named = person.split(' ').count() <= PERSON_MAX_WORDS
            && (word.after == Ending::Sure || after_dash.is_some())
            && looks_like_person(person)
            && (mark != COMMA || begins_with_given(person));
        named.then(|| (word.at - after_dash.map_or(0, |mark| mark.trim_start().len()), word.at))
    });
    let first_person = persons.next()?;
    let agency = body.get(dash + mark.len()..)?.trim_end_matches('.');
    if !(chain::names_agencies_only(agency)
        || mark != COMMA && agency.starts_with(char::is_uppercase) && is_office(agency))
    {
        return None;
    }
    std::iter::once(first_person).chain(persons).find_map(|(sentence, start)| {
        found(body, sentence..body.len(), start..body.len(), Introduction::Bare, false, "a person and an agency")
    })
}

/// `… in her house in Cartagena (Murcia). Jane Doe`: a name that is a sentence by itself after one that tells something.
/// The name must be a person's beyond doubt, stand without a full stop, and not be told of before.
pub(super) fn by_person_alone(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=5;
    const TOLD_MIN_WORDS: usize = 8;
    let body = tail.body;
    if body.ends_with('.') {
        return None;
    }
    tail.sentences(*NAME_WORDS.end()).find_map(|start| {
        let (before, name) = (body.get(..start)?, body.get(start..)?);
        let several = name.split_whitespace().count() >= *NAME_WORDS.start();
        if !several || !before.trim_end().ends_with(['.', '!', '?']) || !is_surely_person(name) {
            return None;
        }
        let told = before.split_whitespace().count() >= TOLD_MIN_WORDS
            && before.split_whitespace().any(|word| classes_of(word).has(Class::Function));
        let family = name.rsplit(' ').next()?;
        (told && !before.contains(family)).then(|| {
            found(body, start..body.len(), start..body.len(), Introduction::By, false, "a name that is a sentence")
        })?
    })
}

/// Whether a name is a person's by every word of it: a given name, a family name, and nothing that is a word besides.
/// A rare given name counts before a family name that goes on: "Loyola Pérez de Tudela".
fn is_surely_person(name: &str) -> bool {
    const NO_NAME: [Class; 8] = [
        Class::Ordinary,
        Class::Function,
        Class::Demonym,
        Class::Saint,
        Class::State,
        Class::Facility,
        Class::Organization,
        Class::Thing,
    ];
    let named = |word: &str| {
        let classes = classes_of(word);
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''));
        let capital = word.starts_with(char::is_uppercase);
        letters && (classes.has(Class::Particle) || capital && !classes.has_any(&NO_NAME))
    };
    let is_family = |word: &str| classes_of(word).has(Class::Surname);
    let known = begins_with_given(name) && name.split(' ').skip(1).any(is_family);
    let rare = name.split(' ').nth(1).is_some_and(is_family) && name.split(' ').count() > 2;
    (known || rare) && looks_like_person(name) && name.split(' ').all(named)
}
