//! What a name in a credit is by its words alone: a person's, a body's, a page's, a number or nothing.

use super::chain::looks_like_chain;
use super::grammar::{GRAMMAR, Kind};
use crate::caption::lexicon::{Class, Classes, classes, classes_of};
use crate::text;

/// Whether the first word of a name is a given name and another follows it.
pub(super) fn begins_with_given(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let given = words.next().is_some_and(|first| classes_of(first.trim_end_matches('.')).has(Class::Given));
    given && words.next().is_some() && !is_office(name)
}

/// Whether a name is a body's by its words: "Présidence du Sénégal", "Focus on Sport", "Iranian Presidency".
pub(super) fn is_office(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let Some(first) = words.next() else { return false };
    let Some(last) = words.next_back() else { return false };
    let given = classes_of(first.trim_end_matches('.')).has(Class::Given);
    let joins = |word: &str| matches!(word, "of" | "on" | "for" | "the" | "du" | "del" | "des" | "für" | "pour" | "in");
    let ends_as_body = || {
        let family_name = given && words.clone().next().is_none() && classes_of(last).has(Class::Surname);
        GRAMMAR.is_any(&[Kind::Ending, Kind::AgencyEnding], last) && !family_name
    };
    let body = || {
        let classes = classes_of(first);
        let is_given = |word: &str| classes_of(word).has(Class::Given);
        words.clone().any(joins)
            || classes.has(Class::Demonym)
            || classes.has(Class::Organization) && !name.split_whitespace().any(is_given)
    };
    !given && body() || GRAMMAR.is_any(&[Kind::Opening, Kind::Keeper], first) || ends_as_body()
}

/// Whether a name is an archive's, a library's or a museum's by its first word: "Filmoteca de Jerez".
pub(super) fn keeps_pictures(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(first, _)| GRAMMAR.is_any(&[Kind::Opening, Kind::Keeper], first))
}

/// Whether a name begins as a public archive's or library's does, in up to three words.
pub(super) fn begins_as_archive(name: &str) -> bool {
    let mut ends = name.match_indices(' ').map(|(at, _)| at).chain([name.len()]).take(3);
    ends.any(|end| name.get(..end).is_some_and(|words| GRAMMAR.is(Kind::Opening, words)))
}

/// Whether a text is a body's name and nothing else: a public archive's, or one whose last word says it.
pub(super) fn is_body(name: &str) -> bool {
    const BODY_MAX_WORDS: usize = 8;
    let last = name.rsplit(' ').next().unwrap_or("");
    let ends = GRAMMAR.is_any(&[Kind::Ending, Kind::AgencyEnding], last);
    (2..=BODY_MAX_WORDS).contains(&name.split(' ').count())
        && name.starts_with(char::is_uppercase)
        && (begins_as_archive(name) || keeps_pictures(name) || ends && last.starts_with(char::is_uppercase))
        && looks_like_chain(name)
}

/// Whether a word is made of initials, alone or before a hyphen: "MSSS", "JPL-Caltech".
pub(super) fn is_acronym(word: &str) -> bool {
    let initials = word.split('-').next().unwrap_or("");
    initials.len() > 2 && initials.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Whether a name is that of a page: "naturepl.com".
pub(super) fn is_site(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.rsplit_once('.').is_some_and(|(site, end)| {
        let letters = (2..=4).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_lowercase());
        letters && site.len() > 1 && site.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
    })
}

/// Whether a name begins as the names of a chain do: with a capital ("2020VISION" too), or it is a page's or an agency's.
pub(super) fn begins_as_name(name: &str) -> bool {
    let letters = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = letters.len() < name.len() && letters.chars().take(3).filter(|c| c.is_uppercase()).count() == 3;
    let name = name.strip_prefix("for ").unwrap_or(name);
    name.starts_with(char::is_uppercase) || numbered || is_site(name) || GRAMMAR.is(Kind::Agency, name)
}

/// Whether a name is a person's by its words: two or more, the first a given name or an initial, or none of them ordinary.
pub(super) fn looks_like_person(name: &str) -> bool {
    const PERSON_MAX_WORDS: usize = 6;
    let words = || name.split_whitespace();
    if !(2..=PERSON_MAX_WORDS).contains(&words().count()) || name.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let named = |word: &str| word.starts_with(char::is_uppercase) || classes_of(word).has(Class::Particle);
    if !words().all(named) || looks_like_organization(name) {
        return false;
    }
    let first = words().next().unwrap_or("").trim_end_matches('.');
    let is_initial = first.split('.').all(|part| part.chars().count() == 1);
    let ordinary = |word: &str| {
        let classes = classes_of(word);
        classes.has_any(&[Class::Ordinary, Class::Function, Class::Demonym, Class::Saint, Class::Job])
            && !classes.has_any(&[Class::Given, Class::Surname, Class::Particle])
    };
    is_initial || classes_of(first).has(Class::Given) || !words().any(ordinary)
}

/// Whether a name is an organization's by one of its words.
pub(super) fn looks_like_organization(name: &str) -> bool {
    const KINDS: [Class; 4] = [Class::Organization, Class::Facility, Class::Event, Class::Thing];
    if name.starts_with("The ") || name.starts_with("the ") || is_site(name) {
        return true;
    }
    let mut told = false;
    let mut first = None;
    let mut last = Classes::default();
    text::visit_tokens(name, |_, folded| {
        last = classes(folded);
        first.get_or_insert(last);
        told |= last.has_any(&KINDS);
    });
    let family_name = last.has(Class::Surname) && first.is_some_and(|first| first.has(Class::Given));
    told && !family_name
}

/// A picture's number at an agency that begins with letters: "UN0598732".
pub(super) fn is_code(name: &str) -> bool {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    digits.len() < name.len() && is_number(digits)
}

pub(super) fn is_noise(name: &str) -> bool {
    let license =
        name.starts_with("CC BY") || name.starts_with("CC-BY") || name.starts_with("CC0") || name.starts_with('@');
    let named = || name.split_whitespace().any(|word| classes_of(word).has(Class::Given));
    let reference = name.contains(|c: char| c.is_ascii_digit()) && !named();
    is_number(name) || license || reference || !name.chars().any(char::is_alphabetic)
}

/// A picture's number at an agency: digits, perhaps with a letter after them.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.len() >= 4 && text.len() - digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit())
}
