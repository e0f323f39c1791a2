//! The chain of names in a credit: who took the picture, whose it is, and who passes it on.

pub(super) mod names;

use self::names::{agency_after_stop, names, names_joined};
use super::CreditChain;
use super::grammar::{GRAMMAR, Kind};
use super::naming::{
    begins_with_given, is_acronym, is_code, is_noise, is_office, keeps_pictures, looks_like_organization,
    looks_like_person,
};
use crate::caption::lexicon::{Class, classes_of};
use crate::text;

/// The longest credit, in bytes; what is longer is prose.
pub(super) const CREDIT_MAX_BYTES: usize = 200;
/// The most words a credit has; what has more is prose.
const CREDIT_MAX_WORDS: usize = 18;

/// The most words of "Courtesy of the estate of Jane Doe", which are not all names.
const COURTESY_MAX_WORDS: usize = 9;
/// What stood before the chain: "Photo by" promises a person, "courtesy of" somebody who is no photographer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Introduction {
    Bare,
    By,
    Courtesy,
}

/// Reads a chain of names.
pub(super) fn read(line: &str, introduction: Introduction) -> CreditChain {
    // "Photo by Jane Doe, courtesy of the museum": she took it.
    if introduction == Introduction::By
        && let Some((person, owner)) = line.split_once(", ").filter(|(_, owner)| begins_with_courtesy(owner))
        && looks_like_person(person)
    {
        return CreditChain { persons: persons_in(person), ..read(owner, Introduction::Courtesy) };
    }
    let mut chain = CreditChain::default();
    let mut unknown: Vec<String> = Vec::new();
    let mut agencies: Vec<String> = Vec::new();
    let courtesy = introduction == Introduction::Courtesy || has_courtesy(line);
    let mut after_number = false;
    for whole in names(line) {
        let known = GRAMMAR.meaning(whole);
        let name = if known.is_some() { whole } else { without_pool(whole, &mut chain.pool) };
        let known = if name.len() == whole.len() { known } else { GRAMMAR.meaning(name) };
        // "UNICEF/UN0598732/Abdulkadir": after the picture's number stands who took it.
        if std::mem::replace(&mut after_number, is_code(name))
            && known.is_none()
            && name.chars().all(char::is_alphabetic)
        {
            chain.persons.push(name.to_owned());
            continue;
        }
        match known {
            Some((Kind::Agency, agency)) => agencies.push(agency.to_owned()),
            Some((Kind::Pool, pool)) => chain.pool = Some(pool.to_owned()),
            Some((
                Kind::Noise
                | Kind::Label
                | Kind::Feature
                | Kind::Note
                | Kind::Misspelled
                | Kind::Joining
                | Kind::Ending
                | Kind::AgencyEnding
                | Kind::Opening
                | Kind::Keeper,
                _,
            )) => {}
            None if is_noise(name) => {}
            // "USDA photo by Jane Doe"
            None => unknown.push(name.strip_suffix(" photo").unwrap_or(name).to_owned()),
        }
    }
    agencies.dedup();
    // Of several names the ones that are no person's stand for whom the picture comes from: "La Voz/Juana Pérez".
    let is_sure = |name: &String| begins_with_given(name) || introduction == Introduction::By && unknown.len() == 1;
    if unknown.len() > 1 && unknown.iter().any(is_sure) && !names_joined(line) {
        let (sure, others): (Vec<String>, Vec<String>) = unknown.into_iter().partition(|name| begins_with_given(name));
        agencies.splice(0..0, others).for_each(drop);
        // "ASO/Pauline Ballet": of an organization and a name that begins as a person's the name is a person's.
        if let [only] = sure.as_slice()
            && only.split(' ').count() == 2
            && !courtesy
        {
            chain.persons.extend(persons_in(only));
            unknown = Vec::new();
        } else {
            unknown = sure;
        }
    }
    let stated_person = introduction == Introduction::By || !agencies.is_empty() || chain.pool.is_some();
    match unknown.as_slice() {
        [] => {}
        // Who lets a picture be used did not take it.
        _ if courtesy => agencies.splice(0..0, unknown).for_each(drop),
        [only] if is_office(only) || only.contains('&') => agencies.insert(0, only.clone()),
        [only] if stated_person || looks_like_person(only) => {
            let persons = persons_in(only);
            let person = persons.iter().any(|person| looks_like_person(person));
            let single = !only.contains(' ') && introduction != Introduction::By && !begins_with_given(only);
            if person || !single && !looks_like_organization(only) {
                chain.persons = persons;
            } else {
                agencies.insert(0, only.clone());
            }
        }
        // One unknown name alone is whom the picture comes from; that he took it is not said.
        [only] => agencies.push(only.clone()),
        _ => chain.persons = several(&unknown, &mut agencies, line, introduction),
    }
    let mut agencies = agencies.into_iter();
    chain.agency = agencies.next();
    chain.distributor = agencies.next_back();
    chain
}

/// "JANE DOE POOL", "Getty Images file": a name that is not known, without what stands behind it in the same breath.
fn without_pool<'a>(name: &'a str, pool: &mut Option<String>) -> &'a str {
    let Some((before, last)) = name.rsplit_once(' ') else { return name };
    let is_agency = || GRAMMAR.is(Kind::Agency, before);
    match GRAMMAR.canonical(Kind::Pool, last) {
        Some(kind) if is_agency() || looks_like_person(before) => {
            *pool = Some(kind.to_owned());
            before
        }
        None if GRAMMAR.is(Kind::Noise, last) && is_agency() => before,
        _ => name,
    }
}

/// Of several unknown names: the photographers; one that is an organization goes to the agencies.
fn several(unknown: &[String], agencies: &mut Vec<String>, line: &str, introduction: Introduction) -> Vec<String> {
    // What is joined by "and" is of one kind; "Hollis & Partners" is one name.
    let joined = names_joined(line) && !line.contains('/') && is_office(line);
    if joined {
        agencies.insert(0, line.trim().to_owned());
        return Vec::new();
    }
    let of_one_kind =
        |name: &str| names_joined(line) && name.contains(' ') && !looks_like_organization(name) && !is_office(name);
    let is_person = |name: &str| looks_like_person(name) && !keeps_pictures(name) || of_one_kind(name);
    let persons: Vec<&String> = unknown.iter().filter(|name| is_person(name)).collect();
    let others: Vec<&String> = unknown.iter().filter(|name| !is_person(name)).collect();
    if !persons.is_empty() && !others.is_empty() {
        for (n, name) in others.into_iter().enumerate() {
            agencies.insert(n, name.clone());
        }
        return persons.into_iter().flat_map(|name| persons_in(name)).collect();
    }
    // "NASA/JPL-Caltech/MSSS": laboratories beside an agency.
    if !agencies.is_empty() && unknown.len() > 1 && unknown.iter().all(|name| is_acronym(name)) {
        agencies.extend_from_slice(unknown);
        return Vec::new();
    }
    match (unknown, agencies.is_empty() && line.contains('/')) {
        // With no agency known the last of several names is the agency or publication.
        ([persons @ .., last], true)
            if introduction == Introduction::By
                || persons.iter().any(|name| name.contains(' '))
                || persons.len() > 1 && !unknown.iter().any(|name| is_office(name)) =>
        {
            agencies.push(last.clone());
            persons.iter().flat_map(|name| persons_in(name)).collect()
        }
        // "New England Historic Genealogical Society, Boston": whose it is, and where.
        ([first, ..], _) if is_office(first) || looks_like_organization(first) && !first.contains('/') => {
            agencies.insert(0, first.clone());
            Vec::new()
        }
        // Two bare words are left alone.
        ([a, b], true) if !a.contains(' ') && !b.contains(' ') => Vec::new(),
        (names, _) => names.iter().flat_map(|name| persons_in(name)).collect(),
    }
}

/// The person in a name: without a rank before it, and "Settnik, Bernd" is one already.
fn persons_in(name: &str) -> Vec<String> {
    if let Some((family, given)) = name.split_once(", ") {
        return vec![format!("{} {}", given.trim(), family.trim())];
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_given = |word: &&str| classes_of(word.trim_end_matches('.')).has(Class::Given);
    let rank =
        words.iter().position(is_given).filter(|first| *first > 0 && words.len() >= 3 && *first + 1 < words.len());
    let ranked = words.first().is_some_and(|first| {
        let classes = classes_of(first.trim_end_matches('.'));
        classes.has_any(&[Class::Abbreviation, Class::Job, Class::Descriptor, Class::Ordinary, Class::Demonym])
            && !classes.has(Class::Given)
            && first.chars().filter(|c| c.is_alphabetic()).count() > 1
    });
    // "Sgt. Jane Doe"; "Chas." is a given name, and "J.M." are initials.
    let abbreviated = words.len() > 2
        && words.first().and_then(|first| first.strip_suffix('.')).is_some_and(|first| {
            let classes = classes_of(first);
            first.len() > 1 && classes.has(Class::Abbreviation) && !classes.has(Class::ShortName)
        });
    if abbreviated && rank.is_none() {
        return vec![words.get(1..).unwrap_or_default().join(" ")];
    }
    // "Lance Cpl. Tawanya Norwood"
    let cut = words.iter().rposition(|word| {
        word.len() > 3 && word.strip_suffix('.').is_some_and(|rank| classes_of(rank).has(Class::Abbreviation))
    });
    if let Some(cut) = cut.filter(|cut| *cut > 0 && cut + 2 < words.len()) {
        return vec![words.get(cut + 1..).unwrap_or_default().join(" ")];
    }
    match rank {
        Some(first) if ranked || abbreviated => vec![words.get(first..).unwrap_or_default().join(" ")],
        _ => vec![name.to_owned()],
    }
}

/// Whether a text is made of nothing but agencies' names.
pub(super) fn names_agencies_only(text: &str) -> bool {
    let mut names = names(text).peekable();
    names.peek().is_some() && names.all(|name| GRAMMAR.is(Kind::Agency, name))
}

/// The first agency whose name is misspelled or cut.
pub(super) fn misspelled_agency(line: &str) -> Option<(&str, &'static str)> {
    names(line).find_map(|name| Some((name, GRAMMAR.misspelling(name)?)))
}

/// Whether an agency is named.
pub(super) fn has_agency(text: &str) -> bool {
    names(text.trim().trim_end_matches('.')).any(|name| GRAMMAR.is(Kind::Agency, name))
}

/// Whether a text can be a chain of names: short, and every word a name, a joining word or a mark.
pub(super) fn looks_like_chain(text: &str) -> bool {
    if text.is_empty() || text.len() > CREDIT_MAX_BYTES || text.split_whitespace().count() > CREDIT_MAX_WORDS {
        return false;
    }
    // "Photo Karam Masri. AFP"
    if let Some((before, _)) = agency_after_stop(text) {
        return looks_like_chain(before);
    }
    let ends_midway = text.as_bytes().windows(2).any(|two| matches!(two, [b'!' | b'?' | b';' | b':', b' ']));
    if has_courtesy(text) && text.split_whitespace().count() <= COURTESY_MAX_WORDS {
        return !ends_midway;
    }
    // Agencies that write themselves in lower case: "picture alliance/dpa | Jana Muster".
    let parts =
        text.split(['/', '|']).filter(|part| !GRAMMAR.is(Kind::Agency, part.trim_start().trim_start_matches('©')));
    let mut words = parts.flat_map(str::split_whitespace).peekable();
    let mut all_names = true;
    while let Some(word) = words.next() {
        let first = word.chars().find(|c| c.is_alphanumeric());
        let site = word.split_once('.').is_some_and(|(_, end)| (2..=4).contains(&end.len()));
        let is_name = first.is_none_or(|c| !c.is_lowercase()) || site || word.starts_with('@') || word.contains('/');
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        // "Musée d'Orsay"
        let elided = word.split_once(['\'', '’']).is_some_and(|(before, after)| {
            matches!(before, "d" | "l" | "dell" | "all") && after.starts_with(char::is_uppercase)
        });
        // A full stop inside is an initial or an abbreviation ("J.", "Jr.", "St.") or the end of a sentence.
        let ends_sentence = words.peek().is_some()
            && word.ends_with('.')
            && letters.rsplit('/').next().unwrap_or(letters).chars().count() > 3
            && !letters.contains('.')
            && !classes_of(letters).has(Class::Abbreviation);
        let known = is_name
            || elided
            || GRAMMAR.is(Kind::Noise, letters)
            || GRAMMAR.is(Kind::Joining, letters)
            || GRAMMAR.is(Kind::Agency, letters);
        all_names &= known && !ends_sentence;
    }
    all_names && !ends_midway
}

fn begins_with_courtesy(owner: &str) -> bool {
    text::truncated(owner, "courtesy".len()).eq_ignore_ascii_case("courtesy")
}

fn has_courtesy(line: &str) -> bool {
    let courtesy = b"courtesy";
    line.as_bytes()
        .windows(courtesy.len())
        .any(|word| matches!(word, [b'c' | b'C', ..]) && word.eq_ignore_ascii_case(courtesy))
}
