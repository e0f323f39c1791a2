//! Credits that nothing introduces, at the end of a text: names joined by strokes, an agency, a copyright mark, or a form
//! that only credits have, after a sentence that has ended.

use std::ops::Range;

use super::{ends_a_line, ends_sentence, ends_surely, found, opens_with_agency};
use crate::caption::credit::chain::{self, Introduction, has_agency, looks_like_chain};
use crate::caption::credit::grammar::{GRAMMAR, Kind};
use crate::caption::credit::naming::{begins_as_archive, begins_as_name, is_site, looks_like_person};
use crate::caption::credit::{ClosingCredit, CreditChain};
use crate::caption::date::month_number;
use crate::caption::lexicon::{Class, classes_of};
use crate::text;

/// `… last week. Jane Doe/The Daily News`, `… MONUSCO/Jane Doe`: names joined by strokes or a bar, one of them a person's.
pub(super) fn by_names(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    const NAMES_MAX_WORDS: usize = 9;
    let first = starts.get(starts.len().saturating_sub(NAMES_MAX_WORDS)).copied()?;
    if !body.get(first..)?.contains(['/', '|']) {
        return None;
    }
    for (n, start) in starts.iter().copied().enumerate() {
        let rest = body.get(start..)?;
        // "picture alliance / dpa | Jane Doe"
        let first = rest.split(['/', '|']).next().unwrap_or("");
        let begins = rest.starts_with(char::is_uppercase) || GRAMMAR.is(Kind::Agency, first);
        if starts.len() - n > NAMES_MAX_WORDS || !begins {
            continue;
        }
        let bar = rest.contains(" | ");
        let before = body.get(..start)?;
        // "… in San Jose, Calif. Jane Doe/USA Gymnastics": no name begins with a state.
        let ended = ends_surely(before) || !bar && ends_in_state(before);
        if !rest.contains('/') && !bar || !ended || !looks_like_chain(rest) {
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
pub(super) fn by_commission(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    const COMMISSION_MAX_WORDS: usize = 9;
    let first = starts.get(starts.len().saturating_sub(COMMISSION_MAX_WORDS)).copied()?;
    let tail = body.get(first..)?;
    let mark = chain::CLIENT_MARKS.iter().copied().filter(|mark| tail.contains(mark)).min()?;
    starts.iter().copied().skip_while(|start| *start < first).find_map(|start| {
        let (person, client) = body.get(start..)?.split_once(mark)?;
        let named = looks_like_person(person) && classes_of(person.split(' ').next()?).has(Class::Given);
        let client = client.trim_end_matches('.');
        let capitals = client.split(' ').all(|word| word == "the" || word.starts_with(char::is_uppercase));
        let apart = ends_surely(body.get(..start)?);
        (named && capitals && apart).then(|| {
            found(body, start..body.len(), start..body.len(), Introduction::By, false, "a person and a client")
        })?
    })
}

/// "June 20, 2019 Action Images via Reuters/Jane Doe": the date is no part of the credit.
fn begins_with_date(rest: &str) -> bool {
    let first = rest.split(|c: char| c.is_whitespace() || c == '.' || c == ',').next().unwrap_or("");
    first.starts_with(|c: char| c.is_ascii_digit())
        || month_number(&text::fold(first)).is_some() && rest.contains(|c: char| c.is_ascii_digit())
}

/// `… in Oviedo. Supplied`, `… / JANE DOE`, `… in 2019. JANE DOE (AGENCY)`, `… XPB Images`: by its form alone, after a
/// sentence that has ended.
pub(super) fn by_form_alone(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    const FORM_MAX_WORDS: usize = 6;
    let prose = body.chars().any(char::is_lowercase);
    if let Some(found) = by_archive_alone(body, starts) {
        return Some(found);
    }
    // A mark by itself is no word: "JANE DOE POUR « LE MONDE »".
    let is_word =
        |start: &usize| body.get(*start..).is_some_and(|rest| rest.starts_with(|c: char| !matches!(c, '«' | '»')));
    let words: Vec<usize> = starts.iter().copied().filter(is_word).collect();
    let starts = words.as_slice();
    for (n, start) in starts.iter().copied().enumerate() {
        let n_words = starts.len() - n;
        if n_words > FORM_MAX_WORDS || start == 0 || !ends_surely(body.get(..start)?) {
            continue;
        }
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
fn by_archive_alone(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    const ARCHIVE_MAX_WORDS: usize = 9;
    // A body has two words at least.
    let tail = starts.get(starts.len().saturating_sub(ARCHIVE_MAX_WORDS)..starts.len().saturating_sub(1))?;
    for start in tail.iter().copied() {
        let rest = body.get(start..)?;
        if start == 0 || !rest.starts_with(char::is_uppercase) || !ends_surely(body.get(..start)?) {
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
pub(super) fn by_gift(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    const GIFT_MAX_WORDS: usize = 18;
    let dated = body.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit());
    starts.iter().copied().enumerate().find_map(|(n, start)| {
        let rest = body.get(start..)?;
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
        // A label of a museum divides what it tells by strokes: "… / Oil on canvas / Gift of Jane Doe".
        let before = body.get(..start)?;
        let apart = start > 0 && (ends_surely(before) || before.ends_with(" / ") || before.ends_with(" | "));
        let line = start..start + rest.trim_end_matches('.').len();
        let (sentence, chain) = (start..body.len(), CreditChain::default());
        let short = starts.len() - n <= GIFT_MAX_WORDS && !rest.contains('\n');
        let credit = ClosingCredit { sentence, line, chain, feature: false, rule: "a gift", plain: false };
        (given && apart && short).then_some(credit)
    })
}

/// Whether a word is made of capitals, two or more, and figures: "XPB", "AFP7".
pub(super) fn is_capitals(word: &str) -> bool {
    let begins = word.starts_with(char::is_uppercase);
    word.len() > 1 && begins && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.')
}

/// `Caption | Jane Doe/Agency`.
pub(super) fn after_bar(body: &str) -> Option<ClosingCredit> {
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
pub(super) fn by_agency_alone(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    const ALONE_MAX_WORDS: usize = 5;
    let tail = starts.first().copied()?;
    // Where the last of the marks stands that join an agency to a name: looked for once, not from every word on.
    let last_mark = ["/", " photo by ", " via ", " for "].iter().filter_map(|mark| body.get(tail..)?.rfind(mark)).max();
    let last_mark = last_mark.map(|at| tail + at);
    for (n, start) in starts.iter().copied().enumerate() {
        let before = body.get(..start)?;
        let Some(rest) = body.get(start..) else { break };
        let joined = last_mark.is_some_and(|mark| start <= mark);
        if !joined && starts.len() - n > ALONE_MAX_WORDS {
            continue;
        }
        // "… Alexander-Arnold REUTERS/Jane Doe", "… June 20, 2019 Action Images via Reuters/Jane Doe"
        let trimmed = before.trim_end();
        let year = trimmed.get(trimmed.len().saturating_sub(4)..).unwrap_or("");
        let dated = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        if !(ends_sentence(before) || dated || joined && shouts(rest))
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
            starts.len() - n <= ALONE_MAX_WORDS
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

/// Whether a text begins with an agency in capitals and a stroke, or with "Action Images via Reuters/".
fn shouts(rest: &str) -> bool {
    let end = rest.find(|c: char| !(c.is_uppercase() || c == '.')).unwrap_or(rest.len());
    let via = rest.split_once(" via ").is_some_and(|(agency, rest)| {
        GRAMMAR.is(Kind::Agency, agency) && rest.split_once('/').is_some_and(|(by, _)| GRAMMAR.is(Kind::Agency, by))
    });
    via || end > 1 && rest.get(end..).is_some_and(|rest| rest.starts_with('/')) && opens_with_agency(rest)
}

/// `… © Jane Doe`, `… (c) Jane Doe/Agency`, `Copyright Jane Doe`.
pub(super) fn after_copyright(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    for start in starts.iter().rev().copied() {
        let rest = body.get(start..)?;
        let mark = rest.starts_with('©');
        let word = mark || ["(c) ", "(C) ", "Copyright ", "Courtesy "].iter().any(|word| rest.starts_with(word));
        if word && (mark || ends_sentence(body.get(..start)?)) {
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
