//! Where a credit stands: in parentheses, after a label, after a bar, or as an agency with a name, at the end of a text, at
//! its beginning, or before notes to editors.

use std::ops::Range;

use super::ClosingCredit;
use super::chain::{self, CREDIT_MAX_BYTES, Introduction, has_agency, is_number, looks_like_chain, looks_like_person};
use super::grammar::{GRAMMAR, Kind};
use crate::caption::lexicon::{Class, classes};
use crate::text;

/// Finds the credit that closes a text.
pub(super) fn closing(text: &str) -> Option<ClosingCredit> {
    let body = text.get(..text.trim_end().len())?;
    if let Some(found) = in_parentheses(body) {
        return Some(found);
    }
    let starts = word_starts(body);
    after_label(body, &starts)
        .or_else(|| after_bar(body))
        .or_else(|| by_agency_alone(body, &starts))
        .or_else(|| after_copyright(body, &starts))
}

/// Finds the credit before notes to editors: "… REUTERS/Jane Doe TPX IMAGES OF THE DAY".
pub(super) fn before_notes(text: &str) -> Option<ClosingCredit> {
    let note = note_start(text)?;
    closing(text.get(..note)?.trim_end().trim_end_matches(['-', '/', '*']))
}

/// Where the first note to editors begins: they are in capitals, which few words are.
fn note_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let begins = |at: &usize| {
        let before_is_letter =
            at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_alphabetic);
        !before_is_letter && (is_upper(*at) && is_upper(*at + 1) || bytes.get(*at) == Some(&b'*'))
    };
    (0..bytes.len())
        .filter(begins)
        .find(|at| text.get(*at..).is_some_and(|rest| GRAMMAR.notes.iter().any(|note| rest.starts_with(note.as_str()))))
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
    last.chars().count() == 1 || classes(&text::fold(last)).has(Class::Abbreviation)
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
        // "Mandatory Credit: Photo by X/Shutterstock (16512200n)" closes with the picture's number.
        None if is_number(inside) => {
            let before = before.trim_end();
            return after_label(before, &word_starts(before))
                .map(|found| ClosingCredit { sentence: found.sentence.start..body.len(), ..found });
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

/// `Image: Getty.`, `Photo by Jane Doe.`, `Photograph courtesy of the museum`.
fn after_label(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    // The label nearest the beginning of the closing credit wins ("Photo credit: Image by …").
    for start in starts.iter().copied() {
        let Some(rest) = body.get(start..) else { break };
        let Some(label) = strip_label(rest) else { continue };
        let before = body.get(..start)?;
        if !(label.colon && !is_compound(before) || ends_sentence(before)) {
            continue;
        }
        let line = start + label.length..body.len();
        let found = found(body, start..body.len(), line, label.introduction, label.feature, "credit label");
        if found.is_some() {
            return found;
        }
    }
    None
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
    for (n, start) in starts.iter().copied().enumerate() {
        let before = body.get(..start)?;
        let dash = before.trim_end().ends_with(['-', '–', '—']);
        if !ends_sentence(before) || dash && !before.trim_end().ends_with('.') {
            continue;
        }
        let Some(rest) = body.get(start..) else { break };
        let joined = rest.contains('/') || [" photo by ", " via ", " for "].iter().any(|word| rest.contains(word));
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

/// `… © Jane Doe`, `… (c) Jane Doe/Agency`, `Copyright Jane Doe`.
fn after_copyright(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    for start in starts.iter().rev().copied() {
        let rest = body.get(start..)?;
        let mark = rest.starts_with('©');
        let word = mark || ["(c) ", "(C) ", "Copyright ", "Courtesy "].iter().any(|word| rest.starts_with(word));
        if word && (mark || ends_sentence(body.get(..start)?)) {
            return found(body, start..body.len(), start..body.len(), Introduction::Bare, false, "copyright mark");
        }
    }
    None
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
    let mut written = written.trim();
    // A picture's number in parentheses is no part of what is printed.
    if let Some((name, number)) =
        written.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).filter(|(_, number)| is_number(number))
    {
        let _ = number;
        written = name;
    }
    let balanced = written.contains('(') && written.ends_with(')');
    let written = if balanced { written } else { written.trim_end_matches(['.', ')', ']']).trim_end() };
    if !looks_like_chain(written) {
        return None;
    }
    let chain = chain::read(written, introduction);
    Some(ClosingCredit { sentence, line: start..start + written.len(), chain, feature, rule })
}

struct Label {
    /// Bytes to skip from the beginning of the text: label, its mark, and labels nested in it.
    length: usize,
    introduction: Introduction,
    feature: bool,
    colon: bool,
}

/// The label a text begins with: "Photo by ", "Image: ", "Mandatory Credit: Photo by ", "Photo/".
fn strip_label(text: &str) -> Option<Label> {
    let first_word = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).next()?;
    if first_word.is_empty() || !GRAMMAR.begins_label(first_word) {
        return None;
    }
    let text_start = text::truncated(text, CREDIT_MAX_BYTES);
    let tokens = text::tokens(text_start);
    let (kind, words) = GRAMMAR.labels.iter().find(|(_, words)| starts_with_label(text, &tokens, words))?;
    let first = tokens.first()?;
    if first.range.start != 0 {
        return None;
    }
    let after = tokens.get(words.len() - 1)?.range.end;
    let rest = text.get(after..)?;
    let unmarked = words.last().is_some_and(|last| last == "read") && rest.starts_with(' ');
    let (mark, introduction, colon) = if unmarked { (1, Introduction::By, true) } else { mark_after_label(rest)? };
    let length = after + mark;
    let outer = Label { length, introduction, feature: *kind == Kind::Feature, colon };
    // A label may introduce another: "Mandatory Credit: Photo by …".
    let inner_text = text.get(length..)?;
    let inner_start = length + inner_text.len() - inner_text.trim_start().len();
    match text.get(inner_start..).and_then(strip_label) {
        Some(inner) => Some(Label { length: inner_start + inner.length, introduction: inner.introduction, ..outer }),
        None => Some(outer),
    }
}

/// Whether the tokens of a text begin with a label; its words stand side by side: "take cover. Image: Getty" has no
/// cover image.
fn starts_with_label(text: &str, tokens: &[text::Token], words: &[String]) -> bool {
    let Some(tokens) = tokens.get(..words.len()) else { return false };
    let touch = tokens.windows(2).all(|pair| match pair {
        [a, b] => text.get(a.range.end..b.range.start).is_some_and(|gap| gap.chars().all(char::is_whitespace)),
        _ => true,
    });
    touch && words.iter().zip(tokens).all(|(word, token)| *word == token.folded)
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
        ("courtesy of ", Introduction::Courtesy),
        ("courtesy ", Introduction::Courtesy),
        ("provided by ", Introduction::Courtesy),
        ("via ", Introduction::Bare),
    ] {
        if folded.starts_with(word) {
            return Some((blank + word.len(), introduction, false));
        }
    }
    // "Photo Jane Doe/AFP": a known agency makes a label of the word before.
    let unmarked = trimmed.starts_with(char::is_uppercase)
        && trimmed.len() <= CREDIT_MAX_BYTES
        && trimmed.contains('/')
        && has_agency(trimmed.trim_end_matches([')', '.', ']']));
    unmarked.then_some((blank, Introduction::By, false))
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
