//! A text with places for a photo's fields, such as `{caption} ({credit})`; what a photo does not have leaves no litter.
//!
//! `{headline|title}` is the first of several that the photo has; `{number:03}` fills up with zeros, `{headline:40}` cuts
//! to so many characters, `{city:upper}` and `{city:lower}` change the case, `{date:long}` chooses a form of dates.
//! A part in `[ ]` is shown only where one of its fields has a value, and so is one in `( )` that has fields.
//! Signs and blanks between two fields are left out with either of them. `\` takes a sign literally.

mod parsing;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::caption::date::printed::DateForm;
use crate::exporters::fields::{At, ExportField};
use crate::photo::Photo;

/// The longest pattern: a screen full.
pub const PATTERN_BYTES_MAX: usize = 4_000;
/// The deepest brackets: more than anybody reads.
const DEPTH_MAX: usize = 8;
/// The most digits a number is filled up to, and the most characters a value can be cut to.
const WIDTH_MAX: usize = 10_000;

/// A pattern, parsed; the usual one makes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    source: String,
    parts: Vec<Part>,
}

/// Why a pattern cannot be read, and where, as a byte of its text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{kind}, at character {}", at + 1)]
pub struct PatternError {
    /// Where, in characters from 0.
    pub at: usize,
    /// Why.
    pub kind: PatternErrorKind,
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PatternErrorKind {
    /// No such field.
    #[error("there is no field “{0}”")]
    UnknownField(String),
    /// A field's addition that is none.
    #[error("“{0}” is neither a width, upper, lower nor a form of dates")]
    UnknownAddition(String),
    /// A brace without its end.
    #[error("a {{ has no }}")]
    OpenField,
    /// A bracket without its end.
    #[error("a [ has no ]")]
    OpenPart,
    /// A pattern cannot be part of itself.
    #[error("the pattern makes “composed”, so that it cannot name it")]
    Composed,
    /// More than can be read.
    #[error("the pattern has more than {PATTERN_BYTES_MAX} bytes")]
    TooLong,
    /// Brackets in brackets in brackets.
    #[error("brackets are nested more than {DEPTH_MAX} deep")]
    TooDeep,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Text as it stands.
    Literal(String),
    /// The first field that has a value.
    Field { fields: Vec<ExportField>, additions: Vec<Addition> },
    /// Shown where one of its fields has a value.
    Optional(Vec<Part>),
    /// The same, in round brackets, which are shown with it.
    Brackets(Vec<Part>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Addition {
    Pad(usize),
    Cut(usize),
    Upper,
    Lower,
    Dates(DateForm),
}

impl Pattern {
    /// What the pattern makes of a photo; empty where the photo has none of its fields.
    pub fn rendered(&self, photo: &Photo, at: At<'_>) -> String {
        rendered(&self.parts, photo, at).unwrap_or_default()
    }

    /// The fields that the pattern names.
    pub fn fields(&self) -> Vec<ExportField> {
        let mut fields = Vec::new();
        collect_fields(&self.parts, &mut fields);
        fields
    }

    /// The pattern as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// A text as a pattern that makes that very text.
    pub fn escaped(text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            if is_special(c) {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        escaped
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(source: &str) -> Result<Self, PatternError> {
        Ok(Self { source: source.to_owned(), parts: parsing::parse(source)? })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

fn is_special(c: char) -> bool {
    matches!(c, '{' | '}' | '[' | ']' | '(' | ')' | '\\')
}

/// Signs that only join what stands on both sides of them.
fn is_joining(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '-' | '–' | '—' | '·' | '•' | '/' | '|' | '_')
}

/// The text of parts in a row; none where there are fields, and none of them has a value.
fn rendered(parts: &[Part], photo: &Photo, at: At<'_>) -> Option<String> {
    let values: Vec<Option<String>> = parts.iter().map(|part| value(part, photo, at)).collect();
    let (mut has_field, mut has_value) = (false, false);
    let mut text = String::new();
    // What joins the last value to the next one, if there will be one.
    let mut joining: Option<&str> = None;
    let (mut after_absent, mut ends_in_literal) = (false, false);
    for (index, (part, value)) in parts.iter().zip(&values).enumerate() {
        match (part, value) {
            (Part::Literal(literal), _) => {
                let is_between = index > 0 && index + 1 < parts.len();
                if is_between && literal.chars().all(is_joining) {
                    if has_value && !ends_in_literal {
                        joining = joining.or(Some(literal));
                    }
                } else if after_absent {
                    // The sign that ended the value before stays.
                    text.push_str(sentence_end(joining.take().unwrap_or_default()));
                    let literal = literal.trim_start_matches(is_joining);
                    if !text.is_empty() && !literal.is_empty() && !text.ends_with(char::is_whitespace) {
                        text.push(' ');
                    }
                    text.push_str(literal);
                    ends_in_literal = true;
                } else {
                    text.push_str(joining.take().unwrap_or_default());
                    text.push_str(literal);
                    ends_in_literal = true;
                }
            }
            (_, Some(value)) => {
                (has_field, has_value, after_absent, ends_in_literal) = (true, true, false, false);
                text.push_str(joining.take().unwrap_or_default());
                text.push_str(value);
            }
            (_, None) => (has_field, after_absent) = (true, true),
        }
    }
    if let Some(joining) = joining {
        text.push_str(sentence_end(joining));
    }
    if after_absent && ends_in_literal && !matches!(parts.last(), Some(Part::Literal(_))) {
        text.truncate(text.trim_end().len());
    }
    (has_value || !has_field).then_some(text)
}

fn value(part: &Part, photo: &Photo, at: At<'_>) -> Option<String> {
    match part {
        Part::Literal(_) => None,
        Part::Field { fields, additions } => {
            let dates = additions.iter().find_map(|addition| match addition {
                Addition::Dates(form) => Some(*form),
                Addition::Pad(_) | Addition::Cut(_) | Addition::Upper | Addition::Lower => None,
            });
            let at = At { dates: dates.unwrap_or(at.dates), ..at };
            let value = fields.iter().find_map(|field| field.shown(photo, at))?;
            Some(additions.iter().fold(value, |value, addition| addition.applied(value)))
        }
        Part::Optional(parts) => rendered(parts, photo, at),
        Part::Brackets(parts) => rendered(parts, photo, at).map(|text| format!("({text})")),
    }
}

impl Addition {
    fn applied(self, value: String) -> String {
        match self {
            Self::Dates(_) => value,
            Self::Upper => value.to_uppercase(),
            Self::Lower => value.to_lowercase(),
            Self::Pad(width) => format!("{value:0>width$}"),
            Self::Cut(width) => cut(value, width),
        }
    }
}

/// At most so many characters, whole words where that is possible; a mark shows that something is missing.
fn cut(value: String, width: usize) -> String {
    let Some((end, _)) = value.char_indices().nth(width.saturating_sub(1)) else { return value };
    if value.chars().count() <= width {
        return value;
    }
    let kept = value.get(..end).unwrap_or(&value);
    let words = kept.rsplit_once(char::is_whitespace).map_or(kept, |(words, _)| words);
    format!("{}…", words.trim_end())
}

/// The sign at the beginning of what joins two values that ends a sentence.
fn sentence_end(joining: &str) -> &str {
    joining.get(..1).filter(|sign| [".", "!", "?"].contains(sign)).unwrap_or("")
}

fn collect_fields(parts: &[Part], fields: &mut Vec<ExportField>) {
    for part in parts {
        match part {
            Part::Literal(_) => {}
            Part::Field { fields: named, .. } => fields.extend(named),
            Part::Optional(parts) | Part::Brackets(parts) => collect_fields(parts, fields),
        }
    }
}

#[cfg(test)]
mod tests;
