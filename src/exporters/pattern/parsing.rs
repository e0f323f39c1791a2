//! Reads the text of a pattern into parts.

use crate::caption::date::printed::DateForm;
use crate::exporters::fields::ExportField;
use crate::exporters::pattern::{
    Addition, DEPTH_MAX, PATTERN_BYTES_MAX, Part, PatternError, PatternErrorKind, WIDTH_MAX, is_special,
};

/// The parts of a pattern.
pub(super) fn parse(source: &str) -> Result<Vec<Part>, PatternError> {
    if source.len() > PATTERN_BYTES_MAX {
        return Err(PatternError { at: 0, kind: PatternErrorKind::TooLong });
    }
    let mut parser = Parser { characters: source.chars().collect(), at: 0, n_optional: 0 };
    let (parts, _) = parser.row(None, 0)?;
    Ok(parts)
}

struct Parser {
    characters: Vec<char>,
    /// The next character.
    at: usize,
    /// How many `[` are open.
    n_optional: usize,
}

impl Parser {
    fn next(&mut self) -> Option<char> {
        let next = self.characters.get(self.at).copied();
        self.at += usize::from(next.is_some());
        next
    }

    fn error(&self, at: usize, kind: PatternErrorKind) -> PatternError {
        PatternError { at, kind }
    }

    /// Parts up to the sign that ends them; says whether it came.
    fn row(&mut self, end: Option<char>, depth: usize) -> Result<(Vec<Part>, bool), PatternError> {
        if depth > DEPTH_MAX {
            return Err(self.error(self.at.saturating_sub(1), PatternErrorKind::TooDeep));
        }
        let mut parts = Vec::new();
        while let Some(c) = self.next() {
            let start = self.at - 1;
            match c {
                _ if Some(c) == end => return Ok((parts, true)),
                // It ends the part around these round brackets, which then are no brackets.
                ']' if end == Some(')') && self.n_optional > 0 => {
                    self.at -= 1;
                    return Ok((parts, false));
                }
                '\\' => match self.next() {
                    Some(special) if is_special(special) => push_literal(&mut parts, special),
                    Some(other) => {
                        push_literal(&mut parts, '\\');
                        push_literal(&mut parts, other);
                    }
                    None => push_literal(&mut parts, '\\'),
                },
                '{' => parts.push(self.field(start)?),
                '[' => {
                    self.n_optional += 1;
                    let (inner, ended) = self.row(Some(']'), depth + 1)?;
                    self.n_optional -= 1;
                    if !ended {
                        return Err(self.error(start, PatternErrorKind::OpenPart));
                    }
                    if has_field(&inner) {
                        parts.push(Part::Optional(inner));
                    } else {
                        // Brackets around words alone are brackets.
                        push_all(&mut parts, '[', inner, Some(']'));
                    }
                }
                '(' => {
                    let (inner, ended) = self.row(Some(')'), depth + 1)?;
                    if ended && has_field(&inner) {
                        parts.push(Part::Brackets(inner));
                    } else {
                        push_all(&mut parts, '(', inner, ended.then_some(')'));
                    }
                }
                other => push_literal(&mut parts, other),
            }
        }
        Ok((parts, false))
    }

    /// A field, after its brace.
    fn field(&mut self, start: usize) -> Result<Part, PatternError> {
        let mut inner = String::new();
        loop {
            match self.next() {
                Some('}') => break,
                Some(c) if c != '{' => inner.push(c),
                _ => return Err(self.error(start, PatternErrorKind::OpenField)),
            }
        }
        let mut pieces = inner.split(':');
        let names = pieces.next().unwrap_or_default();
        let field = |name: &str| {
            let name = name.trim();
            match ExportField::parse(name) {
                Some(ExportField::Composed) => Err(self.error(start, PatternErrorKind::Composed)),
                Some(field) => Ok(field),
                None => Err(self.error(start, PatternErrorKind::UnknownField(name.to_owned()))),
            }
        };
        let fields = names.split('|').map(field).collect::<Result<_, _>>()?;
        let addition = |written: &str| {
            let written = written.trim();
            addition(written).ok_or_else(|| self.error(start, PatternErrorKind::UnknownAddition(written.to_owned())))
        };
        Ok(Part::Field { fields, additions: pieces.map(addition).collect::<Result<_, _>>()? })
    }
}

fn addition(written: &str) -> Option<Addition> {
    if let Some(form) = DateForm::named(written) {
        return Some(Addition::Dates(form));
    }
    match written {
        "upper" => return Some(Addition::Upper),
        "lower" => return Some(Addition::Lower),
        _ => {}
    }
    let width: usize = written.parse().ok().filter(|width| (1..=WIDTH_MAX).contains(width))?;
    if !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(if written.starts_with('0') { Addition::Pad(width) } else { Addition::Cut(width) })
}

fn push_literal(parts: &mut Vec<Part>, c: char) {
    match parts.last_mut() {
        Some(Part::Literal(literal)) => literal.push(c),
        _ => parts.push(Part::Literal(c.to_string())),
    }
}

/// Parts whose brackets turned out to be text.
fn push_all(parts: &mut Vec<Part>, open: char, inner: Vec<Part>, close: Option<char>) {
    push_literal(parts, open);
    for part in inner {
        match (part, parts.last_mut()) {
            (Part::Literal(more), Some(Part::Literal(literal))) => literal.push_str(&more),
            (part, _) => parts.push(part),
        }
    }
    if let Some(close) = close {
        push_literal(parts, close);
    }
}

fn has_field(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Literal(_) => false,
        Part::Field { .. } => true,
        Part::Optional(parts) | Part::Brackets(parts) => has_field(parts),
    })
}
