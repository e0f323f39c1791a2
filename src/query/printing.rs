//! A query as text that parses to the same query.

use std::fmt;

use crate::query::{Expr, Query, Term};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A lone alternative needs no parentheses: it is the whole query.
        match self.all.as_slice() {
            [Expr::Any(any)] => write_any(f, any),
            all => write_all(f, all),
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(all) => {
                f.write_str("(")?;
                write_all(f, all)?;
                f.write_str(")")
            }
            Self::Any(any) => {
                f.write_str("(")?;
                write_any(f, any)?;
                f.write_str(")")
            }
            Self::Not(inner) => write!(f, "-{inner}"),
            Self::Term(term) => write!(f, "{term}"),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Phrase(phrase) => f.write_str(&quoted(phrase)),
            Self::Field { field, value, exact: true } => write!(f, "{}:{}", field.name(), quoted(value)),
            Self::Field { field, value, exact: false } => write!(f, "{}:{value}", field.name()),
            Self::Date(range) => write!(f, "date:{}", range.written()),
            Self::Rating(range) => write!(f, "rating:{}", range.written()),
            Self::Listed => f.write_str("is:listed"),
            Self::Flagged => f.write_str("is:flagged"),
            Self::Picked => f.write_str("is:picked"),
            Self::Has(name) => write!(f, "has:{name}"),
        }
    }
}

fn write_all(f: &mut fmt::Formatter<'_>, all: &[Expr]) -> fmt::Result {
    for (n, expr) in all.iter().enumerate() {
        if n > 0 {
            f.write_str(" ")?;
        }
        write!(f, "{expr}")?;
    }
    Ok(())
}

fn write_any(f: &mut fmt::Formatter<'_>, any: &[Expr]) -> fmt::Result {
    for (n, expr) in any.iter().enumerate() {
        if n > 0 {
            f.write_str(" OR ")?;
        }
        match expr {
            // "and" binds closer than OR, so its parentheses are not needed here.
            Expr::All(all) => write_all(f, all)?,
            Expr::Any(_) | Expr::Not(_) | Expr::Term(_) => write!(f, "{expr}")?,
        }
    }
    Ok(())
}

/// Whether a value has to stand in quotes to be read back whole.
pub(crate) fn needs_quotes(value: &str) -> bool {
    value.is_empty() || value.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | '\\'))
}

/// A value in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
