//! Credits that nothing introduces, at the end of a text: names joined by strokes, an agency, a copyright mark, or a form
//! that only credits have, after a sentence that has ended.

use std::ops::Range;

use super::tail::{Ending, Start, Tail};
use super::{ends_a_line, found, opens_with_agency};
use crate::caption::credit::chain::names::CLIENT_MARKS;
use crate::caption::credit::chain::{self, Introduction, has_agency, looks_like_chain};
use crate::caption::credit::grammar::{GRAMMAR, Kind};
use crate::caption::credit::naming::{begins_as_archive, begins_as_name, is_site, looks_like_person};
use crate::caption::credit::{ClosingCredit, CreditChain};
use crate::caption::date::words::month_number;
use crate::caption::lexicon::{Class, classes_of};
use crate::text;

/// `… last week. Jane Doe/The Daily News`, `… MONUSCO/Jane Doe`: names joined by strokes or a bar, one of them a person's.
pub(super) fn by_names(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const NAMES_MAX_WORDS: usize = 9;
    if !tail.has_stroke {
        return None;
    }
    let body = tail.body;
    for Start { at: start, after } in tail.last(NAMES_MAX_WORDS) {
        if after == Ending::None {
            continue;
        }
        let rest = body.get(start..)?;
        // "picture alliance / dpa | Jane Doe"
        let first = rest.split(['/', '|']).next().unwrap_or("");
        let begins = rest.starts_with(char::is_uppercase) || GRAMMAR.is(Kind::Agency, first);
        let bar = rest.contains(" | ");
        // "… in San Jose, Calif. Jane Doe/USA Gymnastics": no name begins with a state.
        let ended = after == Ending::Sure || !bar && ends_in_state(body.get(..start)?);
        if !begins || !rest.contains('/') && !bar || !ended || !looks_like_chain(rest) {
            continue;
        }
        let parts: Vec<&str> = rest.split(['/', '|']).map(str::trim).collect();
        let all_names = parts.iter().all(|part| begins_as_name(part));
        let person = parts.iter().any(|part| looks_like_person(part));
        let several = parts.len() >= 3 && parts.iter().all(|part| !part.contains(' '));
        let site = parts.iter().any(|part| is_site(part));
        if all_names && (person || several || site) && !begins_with_date(rest) {
            return found(
                body,
                start..body.len(),
                start..body.len(),
                Introduction::Bare,
                false,
                "names joined by a stroke",
            );
        }
    }
    None
}

/// Whether the last word of a text is a state, shortened: "Calif."
pub(super) fn ends_in_state(before: &str) -> bool {
    let last = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    last.ends_with('.') && classes_of(last.trim_end_matches('.')).has(Class::State)
}

/// `… last month. Jane Doe for The New Yorker`: a person, and whom the picture was made for.
pub(super) fn by_commission(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const COMMISSION_MAX_WORDS: usize = 9;
    if !tail.has_client {
        return None;
    }
    let body = tail.body;
    let first = tail.last(COMMISSION_MAX_WORDS).next()?.at;
    let near = body.get(first..)?;
    let mark = CLIENT_MARKS.iter().copied().filter(|mark| near.contains(mark)).min()?;
    tail.sentences(COMMISSION_MAX_WORDS).find_map(|start| {
        let (person, client) = body.get(start..)?.split_once(mark)?;
        let named = looks_like_person(person) && classes_of(person.split(' ').next()?).has(Class::Given);
        let client = client.trim_end_matches('.');
        let capitals = client.split(' ').all(|word| word == "the" || word.starts_with(char::is_uppercase));
        (named && capitals).then(|| {
            found(body, start..body.len(), start..body.len(), Introduction::By, false, "a person and a client")
        })?
    })
}

/// "June 20, 2019 Action Images via Reuters/Jane Doe": the date is no part of the credit.
fn begins_with_date(rest: &str) -> bool {
    let first = rest.split(|c: char| c.is_whitespace() || c == '.' || c == ',').next().unwrap_or("");
    first.starts_with(|c: char| c.is_ascii_digit())
        || text::with_folded(first, month_number).is_some() && rest.contains(|c: char| c.is_ascii_digit())
}

/// `… in Oviedo. Supplied`, `… / JANE DOE`, `… in 2019. JANE DOE (AGENCY)`, `… XPB Images`: by its form alone, after a
/// sentence that has ended.
pub(super) fn by_form_alone(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const FORM_MAX_WORDS: usize = 6;
    if let Some(found) = by_archive_alone(tail) {
        return Some(found);
    }
    let body = tail.body;
    let prose = body.chars().any(char::is_lowercase);
    // A mark by itself is no word: "JANE DOE POUR « LE MONDE »".
    let is_word =
        |start: usize| body.get(start..).is_some_and(|rest| rest.starts_with(|c: char| !matches!(c, '«' | '»')));
    let mut n_words = 0;
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for word in tail.words.iter().rev().filter(|word| is_word(word.at)) {
        n_words += 1;
        if n_words > FORM_MAX_WORDS {
            break;
        }
        if word.after == Ending::Sure {
            starts.push((word.at, n_words));
        }
    }
    for (start, n_words) in starts.into_iter().rev() {
        let rest = body.get(start..)?;
        let marked = rest.strip_prefix("/ ").or_else(|| rest.strip_prefix("| "));
        let name = marked.unwrap_or(rest);
        let shouted =
            prose && !name.chars().any(char::is_lowercase) && name.chars().filter(|c| c.is_uppercase()).count() > 2;
        let last = name.trim_end_matches('.').rsplit(' ').next().unwrap_or("");
        let known = |word: &str| is_capitals(word) || GRAMMAR.is(Kind::Agency, word);
        let named = name.split(' ').all(|word| word.starts_with(char::is_uppercase));
        let ends = (2..=4).contains(&n_words)
            && (GRAMMAR.is(Kind::Ending, last) && name.split(' ').any(known)
                || named && GRAMMAR.is(Kind::AgencyEnding, last));
        let agency = chain::names_agencies_only(name.trim_end_matches('.'));
        let noise = name.len() > 5 && GRAMMAR.is(Kind::Noise, name) && name.starts_with(char::is_uppercase);
        let capitals = shouted && (n_words > 1 || marked.is_some()) && n_words - usize::from(marked.is_some()) <= 5;
        let employed = name
            .strip_suffix(')')
            .and_then(|name| name.split_once(" ("))
            .is_some_and(|(person, agency)| GRAMMAR.is(Kind::Agency, agency) && looks_like_person(person));
        if capitals || ends || noise || agency || employed || marked.is_some() && looks_like_person(name) {
            let line = start + (rest.len() - name.len())..body.len();
            let found = found(body, start..body.len(), line, Introduction::Bare, false, "by its form");
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// `… June 1931. Archivo Municipal de Valencia`, `… 1917. Library of Congress, Harris & Ewing Collection`.
fn by_archive_alone(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const ARCHIVE_MAX_WORDS: usize = 9;
    let body = tail.body;
    // A body has two words at least.
    let last = tail.words.last()?.at;
    for start in tail.sentences(ARCHIVE_MAX_WORDS).filter(|start| *start < last) {
        let rest = body.get(start..)?;
        if !rest.starts_with(char::is_uppercase) {
            continue;
        }
        // "Lawrence Collection, National Library of Ireland", "Jane Doe, National Archives"
        if rest.split(", ").any(begins_as_archive) && looks_like_chain(rest.trim_end_matches('.')) {
            return found(body, start..body.len(), start..body.len(), Introduction::Bare, false, "by its form");
        }
    }
    None
}

/// `… Oil on panel. Gift of Jane Doe in memory of John Roe, 1921`, `… Purchase, Rogers Fund, 1912`: museums credit how they
/// came to a work.
pub(super) fn by_gift(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const GIFT_MAX_WORDS: usize = 18;
    let body = tail.body;
    let dated = body.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit());
    tail.last(GIFT_MAX_WORDS).find_map(|Start { at: start, after }| {
        let rest = body.get(start..)?;
        // A label of a museum divides what it tells by strokes: "… / Oil on canvas / Gift of Jane Doe".
        let divided = || body.get(..start).is_some_and(|before| before.ends_with(" / ") || before.ends_with(" | "));
        if after != Ending::Sure && !divided() || rest.contains('\n') {
            return None;
        }
        let mut words = rest.split(' ');
        let acquired = words.next().filter(|word| word.starts_with(char::is_uppercase))?;
        if !classes_of(acquired.trim_end_matches(',')).has(Class::Acquired) {
            return None;
        }
        let from = words.next()?;
        let bought = dated && acquired.ends_with(',') && from.starts_with(char::is_uppercase);
        let named =
            words.next().is_some_and(|word| word.starts_with(char::is_uppercase) || GRAMMAR.is(Kind::Joining, word));
        let given = bought || named && GRAMMAR.is(Kind::Joining, from);
        let line = start..start + rest.trim_end_matches('.').len();
        let (sentence, chain) = (start..body.len(), CreditChain::default());
        let credit = ClosingCredit { sentence, line, chain, feature: false, rule: "a gift", plain: false };
        given.then_some(credit)
    })
}

/// Whether a word is made of capitals, two or more, and figures: "XPB", "AFP7".
pub(super) fn is_capitals(word: &str) -> bool {
    let begins = word.starts_with(char::is_uppercase);
    word.len() > 1 && begins && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.')
}

/// `Caption | Jane Doe/Agency`.
pub(super) fn after_bar(tail: &Tail<'_>) -> Option<ClosingCredit> {
    let body = tail.body;
    let mut bar = body.rfind('|')?;
    // "Foto: picture alliance/dpa | Jane Doe" was found by its label; here the bar that opens the credit is wanted.
    if let Some(earlier) = body.get(..bar)?.rfind('|')
        && body.get(earlier + 1..).is_some_and(|rest| has_agency(rest) && looks_like_chain(rest.trim()))
    {
        bar = earlier;
    }
    let rest = body.get(bar + 1..)?;
    let line = bar + 1 + (rest.len() - rest.trim_start().len())..body.len();
    let written = body.get(line.clone())?;
    let n_words = written.split_whitespace().count();
    let is_name = (2..=4).contains(&n_words)
        && written.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase));
    let left_is_caption = body.get(..bar)?.split_whitespace().count() >= 4;
    if !left_is_caption || !(has_agency(written) || is_name) {
        return None;
    }
    found(body, bar..body.len(), line, Introduction::Bare, false, "credit after a bar")
}

/// `… on Monday. REUTERS/Jane Doe`, `AP Photo/Jane Doe`, `… Getty Images`: an agency, with a name or alone, and no label.
pub(super) fn by_agency_alone(tail: &Tail<'_>) -> Option<ClosingCredit> {
    const ALONE_MAX_WORDS: usize = 5;
    let body = tail.body;
    for (n, Start { at: start, after }) in tail.words.iter().copied().enumerate() {
        let joined = tail.joint.is_some_and(|mark| start <= mark);
        let short = tail.words.len() - n <= ALONE_MAX_WORDS;
        if !joined && !short {
            continue;
        }
        let (before, rest) = (body.get(..start)?, body.get(start..)?);
        // "… Alexander-Arnold REUTERS/Jane Doe", "… June 20, 2019 Action Images via Reuters/Jane Doe"
        let trimmed = before.trim_end();
        if !(after != Ending::None || ends_in_year(trimmed) || joined && shouts(rest, tail.has_via))
            || trimmed.ends_with(['-', '–', '—'])
            || begins_with_date(rest)
        {
            continue;
        }
        let stop = rest.strip_suffix('.').unwrap_or(rest);
        // "Imperial War Museum Q 81486"
        let is_reference = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == ' ';
        let bare = stop.trim_end_matches(|c: char| c.is_ascii_digit());
        let stop = if bare.len() < stop.len() { bare.trim_end_matches(is_reference) } else { stop };
        let alone = || {
            short
                && start > 0
                && rest.starts_with(char::is_uppercase)
                && (chain::names_agencies_only(stop) || ends_a_line(before) && rest.contains(',') && has_agency(stop))
        };
        if joined && has_agency(rest) || alone() {
            let found = found(body, start..body.len(), start..body.len(), Introduction::Bare, false, "agency and name");
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// Whether a text ends in four digits.
fn ends_in_year(text: &str) -> bool {
    text.as_bytes().last_chunk::<4>().is_some_and(|year| year.iter().all(u8::is_ascii_digit))
}

/// Whether a text begins with an agency in capitals and a stroke, or with "Action Images via Reuters/".
fn shouts(rest: &str, has_via: bool) -> bool {
    let is_agency = |name: &str| GRAMMAR.is(Kind::Agency, name);
    let via = has_via
        && rest.split_once(" via ").is_some_and(|(agency, rest)| {
            is_agency(agency) && rest.split_once('/').is_some_and(|(by, _)| is_agency(by))
        });
    let end = rest.find(|c: char| !(c.is_uppercase() || c == '.')).unwrap_or(rest.len());
    via || end > 1 && rest.get(end..).is_some_and(|rest| rest.starts_with('/')) && opens_with_agency(rest)
}

/// `… © Jane Doe`, `… (c) Jane Doe/Agency`, `Copyright Jane Doe`.
pub(super) fn after_copyright(tail: &Tail<'_>) -> Option<ClosingCredit> {
    let body = tail.body;
    for Start { at: start, after } in tail.words.iter().rev().copied() {
        let rest = body.get(start..)?;
        let mark = rest.starts_with('©');
        let word = || ["(c) ", "(C) ", "Copyright ", "Courtesy "].iter().any(|word| rest.starts_with(word));
        if mark || after != Ending::None && word() {
            // "… Satellite image ©2022 Maxar Technologies"
            let words = body.get(..start)?.rsplit(['.', '!', '?']).next().unwrap_or("");
            let few = mark && words.trim().starts_with(char::is_uppercase) && words.split_whitespace().count() <= 3;
            let start = if few { start - words.trim_start().len() } else { start };
            let all = start..body.len();
            let rule = "copyright mark";
            let read = found(body, all.clone(), all.clone(), Introduction::Bare, false, rule);
            return read.or_else(|| owned(body, all, rule).filter(|_| mark));
        }
    }
    None
}

/// A few words after a copyright mark, whatever they are: "© Jane Doe, Art in Flanders".
fn owned(body: &str, all: Range<usize>, rule: &'static str) -> Option<ClosingCredit> {
    const OWNED_MAX_WORDS: usize = 8;
    let written = body.get(all.clone())?.trim_end_matches('.');
    let words = written.split_whitespace().count();
    if words > OWNED_MAX_WORDS || written.contains(". ") || written.contains('\n') {
        return None;
    }
    let line = all.start..all.start + written.len();
    let chain = chain::read(written, Introduction::Bare);
    Some(ClosingCredit { sentence: all, line, chain, feature: false, rule, plain: true })
}
