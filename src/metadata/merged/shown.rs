//! How candidates look when they are shown and compared: one form of text, dates as ISO 8601, mojibake undone.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::metadata::candidate::{Candidate, Value, is_blank};
use crate::metadata::merged::pick;
use crate::metadata::property::Kind;
use crate::metadata::{date, encoding};

/// How far two positions may be apart and still be the same, in degrees: some twenty meters.
const SAME_DEGREES: f64 = 2e-4;

/// The value of a candidate as it is shown; none if it cannot be used.
pub(super) fn shown(kind: Kind, candidate: &Candidate) -> Option<Value> {
    let value = match &candidate.value {
        Value::Text(text) if kind == Kind::Date => Value::Text(date::parse(text)?.to_string()),
        Value::Text(text) => Value::Text(shown_text(text)),
        Value::List(texts) => {
            Value::List(texts.iter().map(|text| shown_text(text)).filter(|text| !is_blank(text)).collect())
        }
        Value::Number(number) if kind == Kind::Pick => Value::Number(pick::meaning(candidate.rank, *number)?),
        Value::Number(_) | Value::Gps(_) | Value::Locations(_) => candidate.value.clone(),
    };
    (!value.is_blank()).then_some(value)
}

/// The text without the layer of UTF-8 that it has too many, if it has.
pub(super) fn once_encoded(text: &str) -> Option<String> {
    encoding::once_encoded(text.trim_end_matches(char::REPLACEMENT_CHARACTER))
}

/// A text in one form: NFC, line feeds, no padding, no half character at its end.
fn shown_text(text: &str) -> String {
    // A character cut off at the end is U+FFFD; one that stands alone is left to be seen.
    let whole = text.trim_end_matches(char::REPLACEMENT_CHARACTER);
    let text = if is_blank(whole) { text } else { whole };
    let text = once_encoded(text).map_or(Cow::Borrowed(text), Cow::Owned);
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text };
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if trimmed.is_ascii() || is_nfc(trimmed) { trimmed.to_owned() } else { trimmed.nfc().collect() }
}

/// Whether two values say the same, white space and the marks between the values of a list aside.
pub(super) fn agree(kind: Kind, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) if kind == Kind::Date => {
            let (a, b) = (clock(a), clock(b));
            a.starts_with(b) || b.starts_with(a)
        }
        (Value::Text(a), Value::Text(b)) => a == b || folded(a) == folded(b),
        (Value::List(a), Value::List(b)) => a == b || folded(&a.concat()) == folded(&b.concat()),
        (Value::Number(a), Value::Number(b)) => (a - b).abs() < 0.01,
        (Value::Gps(a), Value::Gps(b)) => a.iter().zip(b).all(|(a, b)| (a - b).abs() < SAME_DEGREES),
        (Value::Locations(a), Value::Locations(b)) => a == b,
        _ => false,
    }
}

/// Whether a value begins with a shorter one, text by text.
pub(super) fn goes_on(whole: &Value, cut: &Value) -> bool {
    match (whole, cut) {
        (Value::Text(whole), Value::Text(cut)) => whole.len() > cut.len() && whole.starts_with(cut.as_str()),
        (Value::List(whole), Value::List(cut)) => {
            whole != cut
                && whole.len() == cut.len()
                && whole.iter().zip(cut).all(|(whole, cut)| whole.starts_with(cut.as_str()))
        }
        _ => false,
    }
}

/// A date without fractions of seconds and offset, which not every container has.
fn clock(date: &str) -> &str {
    let end = date.char_indices().find(|(at, c)| matches!(c, '.' | 'Z' | '+') || *c == '-' && *at > 10);
    end.and_then(|(at, _)| date.get(..at)).unwrap_or(date)
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | ';')).collect()
}
