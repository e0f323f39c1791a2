//! Parses the query language: words, "phrases", -exclusion, OR, parentheses and fields.
//! "And" is written by standing side by side and binds closer than OR; AND and NOT are understood, as in other searches.

use thiserror::Error;

use crate::caption::date::Date;
use crate::photo::facts::Rating;
use crate::photo::has_names;
use crate::query::fields::is_field;
use crate::query::{DateRange, Expr, Query, QueryField, RatingRange, Term};

/// The longest query, in bytes: nobody types more, and every key press parses it.
pub const QUERY_MAX_BYTES: usize = 10_000;
const OR: &str = "OR";
const AND: &str = "AND";
const NOT: &str = "NOT";
/// What begins a phrase: systems turn straight quotation marks into curly ones while they are typed.
pub(super) const QUOTES: [char; 4] = ['"', '“', '”', '„'];
/// How deep parentheses and exclusions may nest, so that no query can exhaust the stack.
const DEPTH_MAX: usize = 64;

/// Why a query could not be parsed, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{problem} (at character {})", .character + 1)]
pub struct QueryError {
    /// What is wrong, and what would be right.
    pub problem: String,
    /// Byte offset in the query's text.
    pub at: usize,
    /// The same place counted in characters, from 0.
    pub character: usize,
}

impl std::str::FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        if text.len() > QUERY_MAX_BYTES {
            let problem = format!("the query is {} bytes long; the longest is {QUERY_MAX_BYTES}", text.len());
            return Err(parser.error(QUERY_MAX_BYTES, problem));
        }
        let query = match parser.alternatives()? {
            Expr::All(all) => Self { all },
            expr => Self { all: vec![expr] },
        };
        parser.skip_blanks();
        if parser.at < text.len() {
            return Err(parser.error(parser.at, "there is no “(” for this “)”".to_owned()));
        }
        Ok(query)
    }
}

/// Reads a range of dates: `2021`, `2021-01-06`, `2020..2021-06`, `2020..`, `..2021`.
pub fn date_range(written: &str) -> Result<DateRange, String> {
    let side = |text: &str| match text {
        "" => Ok(None),
        text => Date::parse(text).map(|date| Some(date.days())).map_err(|error| format!("“{text}”: {error}")),
    };
    let (first, last) = match written.split_once("..") {
        Some((from, to)) => (side(from)?.map(|days| days.0), side(to)?.map(|days| days.1)),
        None => {
            let days = side(written)?;
            (days.map(|days| days.0), days.map(|days| days.1))
        }
    };
    if first.is_none() && last.is_none() {
        return Err("a date is missing: write date:2021-01-06 or date:2020..2021-06".to_owned());
    }
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        return Err(format!("“{written}” ends before it begins"));
    }
    Ok(DateRange { written: written.to_owned(), first, last })
}

/// Reads bounds of ratings: `3` (three stars, or three and a half), `>=3`, `>3`, `<3`, `<=3`, `2..4`, `rejected`.
pub fn rating_range(written: &str) -> Result<RatingRange, String> {
    let problem = || format!("“{written}” is no rating: write rating:3, rating:>=3, rating:2..4 or rating:rejected");
    let stars = |text: &str| {
        let rating = text.parse().ok().and_then(Rating::of_stars).ok_or_else(problem)?;
        Ok::<i32, String>(rating.hundredths())
    };
    let (least, most) = if written == "rejected" {
        (Rating::REJECTED.hundredths(), Rating::REJECTED.hundredths())
    } else if let Some(least) = written.strip_prefix(">=") {
        (stars(least)?, i32::MAX)
    } else if let Some(most) = written.strip_prefix("<=") {
        (i32::MIN, stars(most)?)
    } else if let Some(below) = written.strip_prefix('>') {
        (stars(below)? + 1, i32::MAX)
    } else if let Some(above) = written.strip_prefix('<') {
        (i32::MIN, stars(above)? - 1)
    } else if let Some((least, most)) = written.split_once("..") {
        (stars(least)?, stars(most)?)
    } else {
        let least = stars(written)?;
        // Whole stars hold the fractions up to the next; a written fraction means itself.
        (least, if least % 100 == 0 { least + 99 } else { least })
    };
    if most < least { Err(problem()) } else { Ok(RatingRange { written: written.to_owned(), least, most }) }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// `a b OR c`: an empty text is an empty `All`.
    fn alternatives(&mut self) -> Result<Expr, QueryError> {
        let mut any = Vec::new();
        let mut last_or = None;
        loop {
            let all = self.conjunction()?;
            if all.is_empty() {
                if let Some(at) = last_or {
                    return Err(self.error(at, "something must follow “OR”".to_owned()));
                }
                if self.at_or() {
                    return Err(self.error(self.at, "something must stand before “OR”".to_owned()));
                }
            }
            any.push(single_or(all, Expr::All));
            if !self.at_or() {
                return Ok(single_or(flattened(any), Expr::Any));
            }
            last_or = Some(self.at);
            self.at += OR.len();
        }
    }

    fn conjunction(&mut self) -> Result<Vec<Expr>, QueryError> {
        let mut all = Vec::new();
        loop {
            self.skip_blanks();
            if self.rest().is_empty() || self.rest().starts_with(')') || self.at_or() {
                return Ok(all);
            }
            let word = self.word();
            if word == AND || word == NOT && self.exclusion().is_none() {
                self.at += word.len();
                continue;
            }
            match self.factor()? {
                // Parentheses around what stands side by side change nothing, unless it is empty.
                Expr::All(inner) if inner.is_empty() => {}
                expr => all.push(expr),
            }
        }
    }

    fn factor(&mut self) -> Result<Expr, QueryError> {
        let start = self.at;
        let rest = self.rest();
        if rest.starts_with('(') {
            self.at += 1;
            self.enter(start)?;
            let inner = self.alternatives()?;
            self.depth -= 1;
            self.skip_blanks();
            if !self.rest().starts_with(')') {
                return Err(self.error(start, "this “(” is not closed".to_owned()));
            }
            self.at += 1;
            return Ok(inner);
        }
        if let Some(n_bytes) = self.exclusion() {
            self.at += n_bytes;
            self.enter(start)?;
            let inner = self.factor()?;
            self.depth -= 1;
            // Excluding nothing excludes nothing.
            return Ok(match inner {
                Expr::All(inner) if inner.is_empty() => Expr::All(inner),
                inner => Expr::Not(Box::new(inner)),
            });
        }
        if rest.starts_with(QUOTES) {
            return self.quoted().map(|phrase| Expr::Term(Term::Phrase(phrase)));
        }
        self.term().map(Expr::Term)
    }

    fn term(&mut self) -> Result<Term, QueryError> {
        let start = self.at;
        let word = self.word();
        let Some((name, value)) = word.split_once(':') else {
            self.at += word.len();
            return Ok(Term::Word(word.to_owned()));
        };
        let lower = name.to_ascii_lowercase();
        // "Photo:" and the like stand in captions, so that a name with a capital is a field's only if there is one.
        let is_field_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if !is_field_name && !is_field(&lower) {
            self.at += word.len();
            return Ok(Term::Word(word.to_owned()));
        }
        self.at += name.len() + 1;
        let value_start = self.at;
        let (value, exact) = if self.rest().starts_with(QUOTES) {
            (self.quoted()?, true)
        } else {
            self.at += value.len();
            (value.to_owned(), false)
        };
        self.field_term(&lower, value, exact, start, value_start)
    }

    fn field_term(
        &self,
        name: &str,
        value: String,
        exact: bool,
        start: usize,
        value_start: usize,
    ) -> Result<Term, QueryError> {
        if value.is_empty() {
            return Err(self.error(start, format!("a value must follow “{name}:”")));
        }
        if let Some(field) = QueryField::parse(name) {
            // A whole name needs quotes only to hold its words together.
            let exact = if field.is_always_whole() { super::needs_quotes(&value) } else { exact };
            return Ok(Term::Field { field, value, exact });
        }
        match name {
            "date" => date_range(&value).map(Term::Date).map_err(|problem| self.error(value_start, problem)),
            "rating" => rating_range(&value).map(Term::Rating).map_err(|problem| self.error(value_start, problem)),
            "is" if value == "listed" => Ok(Term::Listed),
            "is" if value == "flagged" => Ok(Term::Flagged),
            "is" if value == "picked" => Ok(Term::Picked),
            "is" => Err(self.error(value_start, format!("there is no “is:{value}”: use is:listed, is:flagged or is:picked"))),
            "has" if has_names().any(|known| known == value) => Ok(Term::Has(value)),
            "has" => {
                let known: Vec<_> = has_names().collect();
                Err(self.error(value_start, format!("there is no field “{value}”: has: knows {}", known.join(", "))))
            }
            _ => Err(self.error(start, format!("there is no field “{name}”: use place, person, organization, credit, creator, agency, distributor, lint, keyword, date, rating, label, file, folder, in, camera, type, is or has, or put the words in quotes"))),
        }
    }

    /// The text between quotes, straight or curly; `\"` and `\\` stand for themselves.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let mut value = String::new();
        let mut characters = self.rest().char_indices();
        let opening = characters.next().map(|(_, opening)| opening);
        let is_closing = |c: char| if opening == Some('"') { c == '"' } else { QUOTES.contains(&c) };
        while let Some((offset, c)) = characters.next() {
            match c {
                c if is_closing(c) => {
                    self.at = start + offset + c.len_utf8();
                    return Ok(value);
                }
                '\\' => match characters.next() {
                    Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                    Some((_, other)) => value.extend(['\\', other]),
                    None => value.push('\\'),
                },
                _ => value.push(c),
            }
        }
        Err(self.error(start, "this quotation mark is not closed".to_owned()))
    }

    /// Everything up to a blank, a parenthesis or a quotation mark.
    fn word(&self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or("");
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || QUOTES.contains(&c))
            .unwrap_or(rest.len());
        rest.get(..end).unwrap_or(rest)
    }

    fn at_or(&self) -> bool {
        self.word() == OR
    }

    /// How long the sign is that excludes what follows, if there is one: `-` right before it, or `NOT`.
    fn exclusion(&self) -> Option<usize> {
        let after = match self.rest().strip_prefix('-') {
            Some(after) => after,
            None if self.word() == NOT => {
                let after = self.rest().get(NOT.len()..).unwrap_or("").trim_start();
                return (!after.is_empty() && !after.starts_with(')')).then_some(self.rest().len() - after.len());
            }
            None => return None,
        };
        after.starts_with(|c: char| !c.is_whitespace() && c != ')').then_some(1)
    }

    fn enter(&mut self, at: usize) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.error(at, format!("parentheses and exclusions nest deeper than {DEPTH_MAX}")));
        }
        Ok(())
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn error(&self, at: usize, problem: String) -> QueryError {
        let before = crate::text::truncated(self.text, at);
        QueryError { problem, at: before.len(), character: before.chars().count() }
    }
}

/// The only part, or the parts joined.
fn single_or(mut parts: Vec<Expr>, join: impl Fn(Vec<Expr>) -> Expr) -> Expr {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            join(parts)
        }
        (_, None) => Expr::All(Vec::new()),
    }
}

/// `(a OR b) OR c` is `a OR b OR c`.
fn flattened(any: Vec<Expr>) -> Vec<Expr> {
    any.into_iter()
        .flat_map(|expr| match expr {
            Expr::Any(inner) => inner,
            expr => vec![expr],
        })
        .collect()
}
