//! Where a credit stands: in parentheses, after a label, after a bar, or as an agency with a name, at the end of a text, at
//! its beginning, or before notes to editors.

mod apart;
mod labelled;
mod parenthesized;
mod tail;
#[cfg(test)]
mod tests;
mod unlabelled;

use std::ops::Range;

use self::apart::{by_dash, by_employer, by_person_alone};
use self::labelled::after_label;
pub(super) use self::parenthesized::in_parentheses;
use self::tail::Tail;
use self::unlabelled::{after_bar, after_copyright, by_agency_alone, by_commission, by_form_alone, by_gift, by_names};

use super::ClosingCredit;
use super::chain::{self, CREDIT_MAX_BYTES, Introduction, has_agency, looks_like_chain};
use super::grammar::{GRAMMAR, Kind};
use super::label::strip_label;
use crate::caption::lexicon::{Class, classes_of};
use crate::text;

/// Finds the credit that closes a text.
pub(super) fn closing(text: &str) -> Option<ClosingCredit> {
    let body = text.get(..text.trim_end().len())?;
    if let Some(found) = in_parentheses(body) {
        return Some(found);
    }
    let tail = Tail::of(body);
    after_label(&tail)
        .map(|found| with_owner(body, found))
        .or_else(|| by_employer(&tail))
        .or_else(|| by_dash(&tail))
        .or_else(|| by_names(&tail))
        .or_else(|| by_commission(&tail))
        .or_else(|| after_bar(&tail))
        .or_else(|| by_agency_alone(&tail))
        .or_else(|| after_copyright(&tail))
        .or_else(|| by_form_alone(&tail))
        .or_else(|| by_gift(&tail))
        .or_else(|| by_person_alone(&tail))
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

/// Finds the credit before notes to editors: "… REUTERS/Jane Doe TPX IMAGES OF THE DAY".
pub(super) fn before_notes(text: &str) -> Option<ClosingCredit> {
    let note = note_start(text).or_else(|| restriction_start(text))?;
    closing(text.get(..note)?.trim_end().trim_end_matches(['-', '/', '*']))
}

/// Where "POLAND OUT" or "/ Netherlands OUT" begins, which says where a picture may not be used.
fn restriction_start(text: &str) -> Option<usize> {
    /// The names of a few countries.
    const COUNTRIES_MAX_BYTES: usize = 120;
    let before = text.trim_end().strip_suffix(" OUT")?;
    let countries = text::truncated_end(before, COUNTRIES_MAX_BYTES);
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
    (start < countries.len()).then_some(before.len() - countries.len() + start)
}

/// Where the first note to editors begins: they are in capitals, which few words are.
fn note_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // Without a way out the compiler looks at many bytes at a time.
    let may_begin = |(one, next): (&u8, &u8)| {
        one.is_ascii_uppercase() & (next.is_ascii_uppercase() | !next.is_ascii()) | matches!(one, b'*' | b'+')
    };
    if !bytes.iter().zip(bytes.iter().skip(1)).fold(false, |any, two| any | may_begin(two)) {
        return None;
    }
    let mut after_letter = false;
    for (at, byte) in bytes.iter().enumerate() {
        let capitals = byte.is_ascii_uppercase()
            && bytes.get(at + 1).is_some_and(|next| next.is_ascii_uppercase() || !next.is_ascii());
        let begins = !after_letter && (capitals || matches!(byte, b'*' | b'+'));
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

fn found(
    body: &str,
    sentence: Range<usize>,
    line: Range<usize>,
    introduction: Introduction,
    feature: bool,
    rule: &'static str,
) -> Option<ClosingCredit> {
    let written = body.get(line.clone())?;
    let opening = |c: char| c.is_whitespace() || c == '/';
    let trimmed = written.trim_start_matches(opening);
    // "… the market. - Jane Doe / Agency"
    let after_dash = ["- ", "– ", "— "].iter().find_map(|dash| trimmed.strip_prefix(*dash));
    let trimmed = after_dash.filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(trimmed);
    let start = line.start + (written.len() - trimmed.len());
    let written = trimmed.trim_end();
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
