//! Where a credit stands: in parentheses, after a label, after a bar, or as an agency with a name, at the end of a text, at
//! its beginning, or before notes to editors.

use std::ops::Range;

use super::ClosingCredit;
use super::chain::{self, CREDIT_MAX_BYTES, Introduction, has_agency, is_number, looks_like_chain, looks_like_person};
use super::grammar::{GRAMMAR, Kind};
use super::label::{Label, strip_label};
use crate::caption::lexicon::{Class, classes_of};
use crate::text;

/// Finds the credit that closes a text.
pub(super) fn closing(text: &str) -> Option<ClosingCredit> {
    let body = text.get(..text.trim_end().len())?;
    if let Some(found) = in_parentheses(body) {
        return Some(found);
    }
    let starts = word_starts(body);
    after_label(body, &starts)
        .map(|found| with_owner(body, found))
        .or_else(|| by_names(body, &starts))
        .or_else(|| after_bar(body))
        .or_else(|| by_agency_alone(body, &starts))
        .or_else(|| after_copyright(body, &starts))
        .or_else(|| by_form_alone(body, &starts))
}

/// "© Museum, Foto: Jane Doe": the owner before a label belongs to the credit.
fn with_owner(body: &str, found: ClosingCredit) -> ClosingCredit {
    let Some(before) = body.get(..found.sentence.start) else { return found };
    let Some(at) = before.rfind('©').filter(|at| body.get(..*at).is_some_and(ends_sentence)) else { return found };
    let owner = before.get(at..).unwrap_or("");
    if owner.len() > CREDIT_MAX_BYTES || owner.contains(". ") || owner.contains('\n') {
        return found;
    }
    ClosingCredit { sentence: at..found.sentence.end, line: at..found.line.end, plain: false, ..found }
}

/// Whether a sentence ends here beyond doubt: no bracket, dash or bar, and no abbreviation.
fn ends_surely(before: &str) -> bool {
    let trimmed = before.trim_end();
    if ends_a_line(before) && !trimmed.is_empty() {
        return true;
    }
    let Some(last) = trimmed.chars().next_back() else { return false };
    let stop = trimmed.trim_end_matches(['"', '”', '’', '\'', '»', ')']);
    let closed = stop.ends_with(['.', '!', '?', '…']) || last == '”' || last == '»';
    closed && !(stop.ends_with('.') && ends_in_abbreviation(stop.trim_end_matches('.')))
}

/// `… last week. Jane Doe/The Daily News`, `… MONUSCO/Jane Doe`: names joined by strokes or a bar, one of them a person's.
fn by_names(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    const NAMES_MAX_WORDS: usize = 9;
    let first = starts.get(starts.len().saturating_sub(NAMES_MAX_WORDS)).copied()?;
    if !body.get(first..)?.contains(['/', '|']) {
        return None;
    }
    for (n, start) in starts.iter().copied().enumerate() {
        let rest = body.get(start..)?;
        if starts.len() - n > NAMES_MAX_WORDS || !rest.starts_with(char::is_uppercase) {
            continue;
        }
        let bar = rest.contains(" | ");
        if !rest.contains('/') && !bar || !ends_surely(body.get(..start)?) || !looks_like_chain(rest) {
            continue;
        }
        let parts: Vec<&str> = rest.split(['/', '|']).map(str::trim).collect();
        let all_names = parts.iter().all(|part| part.starts_with(|c: char| c.is_uppercase()) || part.ends_with(".com"));
        let person = parts.iter().any(|part| looks_like_person(part));
        let several = parts.len() >= 3 && parts.iter().all(|part| !part.contains(' '));
        let site = parts.iter().any(|part| part.ends_with(".com"));
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

/// "June 20, 2019 Action Images via Reuters/Jane Doe": the date is no part of the credit.
fn begins_with_date(rest: &str) -> bool {
    let first = rest.split(|c: char| c.is_whitespace() || c == '.' || c == ',').next().unwrap_or("");
    first.starts_with(|c: char| c.is_ascii_digit())
        || crate::caption::date::month_number(&text::fold(first)).is_some()
            && rest.contains(|c: char| c.is_ascii_digit())
}

/// `… in Oviedo. Supplied`, `… / JANE DOE`, `… in 2019. JANE DOE (AGENCY)`, `… XPB Images`: by its form alone, after a
/// sentence that has ended.
fn by_form_alone(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
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
        let ends = n_words <= 4 && n_words > 1 && GRAMMAR.is(Kind::Ending, last) && name.split(' ').any(known);
        let agency = chain::names_agencies_only(name.trim_end_matches('.'));
        let noise = name.len() > 5 && GRAMMAR.is(Kind::Noise, name) && name.starts_with(char::is_uppercase);
        let capitals = shouted && (n_words > 1 || marked.is_some()) && n_words - usize::from(marked.is_some()) <= 5;
        if capitals || ends || noise || agency || marked.is_some() && looks_like_person(name) {
            let line = start + (rest.len() - name.len())..body.len();
            let found = found(body, start..body.len(), line, Introduction::Bare, false, "by its form");
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// Whether a word is made of capitals, two or more: "XPB".
/// `… June 1931. Archivo Municipal de Valencia`, `… 1917. Library of Congress, Harris & Ewing Collection`.
fn by_archive_alone(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    const ARCHIVE_MAX_WORDS: usize = 9;
    for (n, start) in starts.iter().copied().enumerate() {
        let n_words = starts.len() - n;
        if !(2..=ARCHIVE_MAX_WORDS).contains(&n_words) || start == 0 || !ends_surely(body.get(..start)?) {
            continue;
        }
        let rest = body.get(start..)?;
        let opens = (1..=2).any(|n_opening| {
            let end = starts.get(n + n_opening).copied().unwrap_or(body.len());
            body.get(start..end).is_some_and(|opening| GRAMMAR.is(Kind::Opening, opening))
        });
        if opens && rest.starts_with(char::is_uppercase) && looks_like_chain(rest.trim_end_matches('.')) {
            return found(body, start..body.len(), start..body.len(), Introduction::Bare, false, "by its form");
        }
    }
    None
}

fn is_capitals(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.')
}

/// Finds the credit before notes to editors: "… REUTERS/Jane Doe TPX IMAGES OF THE DAY".
pub(super) fn before_notes(text: &str) -> Option<ClosingCredit> {
    let note = note_start(text).or_else(|| restriction_start(text))?;
    closing(text.get(..note)?.trim_end().trim_end_matches(['-', '/', '*']))
}

/// Where "POLAND OUT" or "/ Netherlands OUT" begins, which says where a picture may not be used.
fn restriction_start(text: &str) -> Option<usize> {
    let countries = text.trim_end().strip_suffix(" OUT")?;
    let mut start = countries.len();
    for word in countries.rsplit(' ') {
        let at = countries.get(..start)?.len() - word.len();
        let after_stroke = countries.get(..at).is_some_and(|before| before.trim_end().ends_with(['/', '-']));
        let capitals = word.chars().all(|c| c.is_uppercase() || matches!(c, ',' | '&'));
        if !(capitals || after_stroke && word.starts_with(char::is_uppercase)) {
            break;
        }
        start = at;
        if after_stroke {
            break;
        }
        start = start.saturating_sub(1);
    }
    (start < countries.len()).then_some(start)
}

/// Where the first note to editors begins: they are in capitals, which few words are.
fn note_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut after_letter = false;
    for (at, byte) in bytes.iter().enumerate() {
        let capitals = byte.is_ascii_uppercase() && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase);
        let begins = !after_letter && (capitals || *byte == b'*');
        let begins_note = |rest: &str| GRAMMAR.notes.iter().any(|note| rest.starts_with(note.as_str()));
        if begins && text.get(at..).is_some_and(begins_note) {
            return Some(at);
        }
        after_letter = byte.is_ascii_alphabetic();
    }
    None
}

/// Finds a credit in parentheses with a label, before other words.
pub(super) fn within(text: &str) -> Option<ClosingCredit> {
    /// A caption has few parentheses.
    const PARENTHESES_MAX: usize = 6;
    let mut end = text.len();
    for _ in 0..PARENTHESES_MAX {
        let close = text.get(..end)?.rfind(')')?;
        let body = text.get(..close + 1)?;
        if let Some(found) = in_parentheses(body).filter(|found| labelled(body, found)) {
            return Some(found);
        }
        end = close;
    }
    None
}

/// Finds the credit that opens a text: "Photo by Jane Doe/AP: …", "© Jane Doe. …".
pub(super) fn opening(text: &str) -> Option<ClosingCredit> {
    let start = text.len() - text.trim_start().len();
    let head = text::truncated(text.get(start..)?, CREDIT_MAX_BYTES);
    if let Some(rest) = head.strip_prefix("Image source, ") {
        let end = rest.find("Image caption")?;
        let line = start + "Image source, ".len()..start + "Image source, ".len() + rest.get(..end)?.trim_end().len();
        let body = text.get(..line.end)?;
        return found(body, start..line.end, line, Introduction::Bare, false, "credit at the beginning");
    }
    let label = strip_label(head);
    if label.is_none() && !head.starts_with(['©', '(']) && !opens_with_agency(head) {
        return None;
    }
    let length = label.as_ref().map_or(0, |label| label.length);
    let (end, mark) = [": ", ". ", " - ", " – ", " — ", " | ", "\n"]
        .iter()
        .filter_map(|mark| Some((length + head.get(length..)?.find(mark)?, *mark)))
        .filter(|(end, mark)| *mark != ". " || head.get(..*end).is_some_and(|before| !ends_in_abbreviation(before)))
        .min()?;
    let introduction = label.map_or(Introduction::Bare, |label| label.introduction);
    let body = text.get(..start + end)?;
    let sentence = start..start + end + mark.trim_end_matches('\n').len();
    let found = found(body, sentence, start + length..start + end, introduction, false, "credit at the beginning")?;
    let names_somebody = !found.chain.persons.is_empty() || has_agency(text.get(found.line.clone())?);
    names_somebody.then_some(found)
}

fn opens_with_agency(head: &str) -> bool {
    let first = head.split(['/', ' ']).next().unwrap_or("");
    first.len() >= 2
        && head.get(first.len()..).is_some_and(|rest| rest.starts_with('/'))
        && GRAMMAR.is(Kind::Agency, first)
}

fn ends_in_abbreviation(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
    last.chars().count() == 1 || classes_of(last).has(Class::Abbreviation)
}

fn labelled(body: &str, found: &ClosingCredit) -> bool {
    found.line.start > found.sentence.start + 1
        || body.get(found.line.clone()).is_some_and(|line| line.contains('/') && has_agency(line))
}

/// `(Photo by Jane Doe/Agency)`, `(AP Photo/Jane Doe)`, `[Image: Getty]`, a full stop after it or not.
fn in_parentheses(body: &str) -> Option<ClosingCredit> {
    let without_stop = body.strip_suffix('.').unwrap_or(body);
    let (opening, inner_end) = match without_stop.chars().next_back()? {
        ')' => ('(', without_stop.len() - 1),
        ']' => ('[', without_stop.len() - 1),
        _ => return None,
    };
    let open = body.get(..inner_end)?.rfind(opening)?;
    let inner = open + 1..inner_end;
    let inside = body.get(inner.clone())?;
    let before = body.get(..open)?;
    // "Photo Credit: (NASA/Jane Doe)": the label stands outside.
    if let Some(found) = label_before_parenthesis(body, open, &inner) {
        return Some(found);
    }
    let (line, introduction, feature) = match strip_label(inside) {
        Some(label) => (inner.start + label.length..inner.end, label.introduction, label.feature),
        None if is_known_credit(inside, before) => (inner, Introduction::Bare, false),
        // "(Reuters: Jane Doe)"
        None if inside
            .split_once(": ")
            .is_some_and(|(agency, name)| GRAMMAR.is(Kind::Agency, agency) && looks_like_person(name)) =>
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
        // "Mandatory Credit: Photo by X/Shutterstock (16512200n)" closes with the picture's number.
        None if is_number(inside) => {
            let before = before.trim_end();
            return after_label(before, &word_starts(before)).map(|found| ClosingCredit {
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
    let joined = inside.contains('/')
        || inside.contains(" via ")
        || inside.contains(" photo by ")
        || inside.contains(" Photo by ")
        || inside.contains(" | ")
        || inside.contains(" for ")
        || inside.contains("ourtesy");
    let alone = ends_sentence(before) && !before.trim_end().ends_with(['-', '–', '—']);
    if ends_surely(before) && (GRAMMAR.is(Kind::Noise, inside) && inside.len() > 5 || is_name_alone(inside)) {
        return true;
    }
    // "… at Chelmsford (Jane Doe/TGS Photo)"
    if let Some((person, rest)) = inside.split_once('/')
        && looks_like_person(person.trim())
        && rest.trim().starts_with(char::is_uppercase)
        && !looks_like_person(rest.trim())
    {
        return true;
    }
    let agency = has_agency(inside);
    let pool = GRAMMAR.is(Kind::Pool, inside);
    agency && (joined || alone)
        || pool && alone
        || alone && (inside.starts_with("Courtesy ") || inside.starts_with("courtesy ") || inside.starts_with('©'))
        || alone
            && joined
            && inside.split_once('/').is_some_and(|(name, rest)| {
                looks_like_person(name.trim()) && rest.trim().starts_with(char::is_uppercase)
            })
        || alone && inside.split_once(" | ").is_some_and(|(name, _)| looks_like_person(name.trim()))
}

/// Whether the inside of parentheses after a sentence is nothing but a name: "(Télam)", "(Banco Santander)".
fn is_name_alone(inside: &str) -> bool {
    const NAME_MAX_WORDS: usize = 4;
    let words: Vec<&str> = inside.split_whitespace().collect();
    let known = |word: &&str| {
        classes_of(word).has_any(&[Class::Ordinary, Class::Position, Class::Function, Class::Month, Class::Weekday])
    };
    (1..=NAME_MAX_WORDS).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
        })
        && !words.first().is_some_and(known)
        && inside.chars().filter(|c| c.is_alphabetic()).count() > 3
}

/// `Image: Getty.`, `Photo by Jane Doe.`, `Photograph courtesy of the museum`.
fn after_label(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    // The label nearest the beginning of the closing credit wins ("Photo credit: Image by …").
    for start in starts.iter().copied() {
        let Some(rest) = body.get(start..) else { break };
        let hyphenated = || {
            // "BZ-Foto: Jana Muster"
            let word = rest.split(char::is_whitespace).next().filter(|word| word.ends_with(':'))?;
            let hyphen = word.rfind('-')? + 1;
            let label = strip_label(rest.get(hyphen..)?)?;
            Some(Label { length: label.length + hyphen, ..label })
        };
        let Some(label) = strip_label(rest).or_else(hyphenated) else { continue };
        let before = body.get(..start)?;
        if !(label.colon && !is_compound(before) || ends_sentence(before)) {
            continue;
        }
        let line = start + label.length..body.len();
        // "Photo: Jane Doe. Courtesy the artist": what is owed to whom stands for itself.
        let owed = body.get(line.clone()).and_then(|rest| rest.find(". Courtesy ")).map(|stop| line.start + stop);
        if let Some(stop) = owed.filter(|_| label.colon) {
            let credit =
                found(body, start..stop + 1, line.start..stop, label.introduction, label.feature, "credit label");
            if credit.is_some() {
                return credit;
            }
        }
        let labelled = found(body, start..body.len(), line.clone(), label.introduction, label.feature, "credit label");
        if labelled.is_some() {
            return labelled;
        }
        // "Photographer: Jane Doe. Farm Security Administration, Washington": what follows the name is whose archive it is in.
        let stop = body.get(line.clone()).and_then(sentence_stop).map(|stop| line.start + stop);
        let archived = || {
            let rest = stop.and_then(|stop| body.get(stop + 2..)).unwrap_or("");
            label.introduction == Introduction::By
                && rest.starts_with(char::is_uppercase)
                && looks_like_chain(rest.trim_end_matches('.'))
        };
        if let Some(stop) = stop.filter(|_| label.colon || archived())
            && body.get(line.start..stop).is_some_and(|name| looks_like_person(name.trim()))
        {
            let sentence = start..stop + 1;
            return found(body, sentence, line.start..stop, label.introduction, label.feature, "credit label");
        }
    }
    None
}

/// Where the first sentence of a text ends; "Lewis W. Hine" goes on.
fn sentence_stop(text: &str) -> Option<usize> {
    let ends = text.match_indices(". ").map(|(at, _)| at);
    ends.into_iter().find(|at| text.get(..*at).is_some_and(|before| !ends_in_abbreviation(before)))
}

/// "The reporter's source: Jane Doe": a word of the sentence before, in lower case, makes no label of the next.
fn is_compound(before: &str) -> bool {
    let last = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    matches!(last, "the" | "a" | "an" | "this" | "that" | "his" | "her" | "of" | "our")
}

/// `Caption | Jane Doe/Agency`.
fn after_bar(body: &str) -> Option<ClosingCredit> {
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
fn by_agency_alone(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
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

/// Whether a text begins with an agency in capitals and a stroke.
fn shouts(rest: &str) -> bool {
    let end = rest.find(|c: char| !(c.is_uppercase() || c == '.')).unwrap_or(rest.len());
    end > 1 && rest.get(end..).is_some_and(|rest| rest.starts_with('/')) && opens_with_agency(rest)
}

/// `… © Jane Doe`, `… (c) Jane Doe/Agency`, `Copyright Jane Doe`.
fn after_copyright(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
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

fn found(
    body: &str,
    sentence: Range<usize>,
    line: Range<usize>,
    introduction: Introduction,
    feature: bool,
    rule: &'static str,
) -> Option<ClosingCredit> {
    let written = body.get(line.clone())?;
    let start = line.start + (written.len() - written.trim_start().len());
    let written = written.trim();
    let balanced = written.contains('(') && written.ends_with(')');
    let bare = written.trim_end_matches(['.', ')', ']']).trim_end();
    // "Jr." and "D.R." keep their full stop.
    let last = bare.rsplit(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
    let abbreviated = written.get(bare.len()..).is_some_and(|rest| rest.starts_with('.'))
        && (matches!(last, "Jr" | "Sr" | "Inc" | "Co" | "Ltd") || last.contains('.') && last.len() <= 4);
    let written = match (balanced, abbreviated) {
        (true, _) => written,
        (false, true) => written.get(..bare.len() + 1).unwrap_or(bare),
        (false, false) => bare,
    };
    if !looks_like_chain(written) {
        return None;
    }
    let chain = chain::read(written, introduction);
    let plain = introduction == Introduction::Bare;
    Some(ClosingCredit { sentence, line: start..start + written.len(), chain, feature, rule, plain })
}

/// Whether a new sentence may begin after this text.
fn ends_sentence(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    last.is_none_or(|c| {
        matches!(c, '.' | '!' | '?' | ')' | ']' | '"' | '”' | '’' | '\'' | '»' | '|' | '—' | '–' | '-' | '…' | '。')
    }) || ends_a_line(before)
}

fn ends_a_line(before: &str) -> bool {
    before.trim_end_matches([' ', '\t']).ends_with('\n')
}

/// Where the words begin that a closing credit may begin with.
fn word_starts(body: &str) -> Vec<usize> {
    let tail_start = body.len() - text::truncated_end(body, CREDIT_MAX_BYTES).len();
    let mut after_space =
        tail_start == 0 || body.get(..tail_start).is_some_and(|before| before.ends_with(char::is_whitespace));
    let mut starts = Vec::with_capacity(40);
    for (at, c) in body.get(tail_start..).unwrap_or("").char_indices() {
        let space = c.is_whitespace();
        if after_space && !space {
            starts.push(tail_start + at);
        }
        after_space = space;
    }
    starts
}
