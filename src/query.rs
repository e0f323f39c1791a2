//! The query: what the search box and the filter panel say together. There is no second filter state.
//! A query is parsed from text, prints back to text that parses to the same query, and is edited by the panel as a tree.
//! What it means is defined by `matching`, the slow and obvious scan; the catalog answers the same, quickly.

pub mod complete;
mod fields;
pub mod matching;
pub mod parse;
mod printing;

use crate::caption::date::DayNumber;
use crate::text;

pub use crate::query::fields::{FacetName, QueryField};
pub(crate) use crate::query::printing::{needs_quotes, quoted};

/// What to show: everything, when empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// Everything that must hold.
    pub(crate) all: Vec<Expr>,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    /// All of these, where terms of one field are alternatives; never fewer than two.
    All(Vec<Expr>),
    /// Any of these; never fewer than two.
    Any(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// A single condition.
    Term(Term),
}

/// A single condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// The beginning of a word; of a word of several parts ("pro-Trump"), the parts in order, the last one's beginning.
    Word(String),
    /// Whole words in this order.
    Phrase(String),
    /// A value of a field, by its words' beginnings or, when exact, as a whole.
    Field {
        /// The field.
        field: QueryField,
        /// What to look for.
        value: String,
        /// Whether the value must be the whole of the field's value.
        exact: bool,
    },
    /// Dates within days.
    Date(DateRange),
    /// Ratings within bounds.
    Rating(RatingRange),
    /// Photos on the current list.
    Listed,
    /// Photos with whose words something is amiss.
    Flagged,
    /// Photos that somebody picked.
    Picked,
    /// Photos that have a value for the named field.
    Has(String),
}

/// Days from and to, both included; an open end is absent. Holds the text it was written as.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    written: String,
    first: Option<DayNumber>,
    last: Option<DayNumber>,
}

/// Ratings from and to, both included, in hundredths of stars. Holds the text it was written as.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RatingRange {
    written: String,
    least: i32,
    most: i32,
}

impl DateRange {
    /// The first and last day, both included; an open end is absent.
    pub fn days(&self) -> (Option<DayNumber>, Option<DayNumber>) {
        (self.first, self.last)
    }

    /// The range as it was written: `2020..2021-06`.
    pub fn written(&self) -> &str {
        &self.written
    }
}

impl RatingRange {
    /// The least and the most, both included, in hundredths of stars.
    pub fn hundredths(&self) -> (i32, i32) {
        (self.least, self.most)
    }

    /// The range as it was written: `>=3`.
    pub fn written(&self) -> &str {
        &self.written
    }
}

impl Query {
    /// This query and another: what both show. Each holds as a whole: terms of one field do not become alternatives.
    pub fn and(mut self, other: Self) -> Self {
        let clash = other.all.iter().any(|expr| self.all.iter().any(|own| alternatives(expr, own)));
        let mut other = other.all;
        match (clash, other.len(), other.pop()) {
            // The language writes "and" between terms of one field by excluding twice.
            (true, 1, Some(only)) => self.all.push(Expr::Not(Box::new(Expr::Not(Box::new(only))))),
            (_, _, last) => {
                other.extend(last);
                if clash {
                    self.all.push(Expr::All(other));
                } else {
                    self.all.extend(other);
                }
            }
        }
        self
    }

    /// Whether the query asks, anywhere in it, what is on the current list.
    pub fn asks_for_list(&self) -> bool {
        fn asks(expr: &Expr) -> bool {
            match expr {
                Expr::All(parts) | Expr::Any(parts) => parts.iter().any(asks),
                Expr::Not(inner) => asks(inner),
                Expr::Term(term) => *term == Term::Listed,
            }
        }
        self.all.iter().any(asks)
    }

    /// The values of a facet that are ticked: its terms that stand at the top of the query.
    pub fn ticks(&self, facet: FacetName) -> Vec<String> {
        self.all.iter().filter_map(|expr| tick_value(expr, facet)).collect()
    }

    /// The query with a facet's value ticked, or, if it was, not.
    pub fn toggled(&self, facet: FacetName, value: &str) -> Self {
        let mut query = self.clone();
        let before = query.all.len();
        let folded = text::fold(value);
        query.all.retain(|expr| tick_value(expr, facet).is_none_or(|tick| text::fold(&tick) != folded));
        let unticked = query.all.len() < before;
        // A value and "not stated" exclude each other: ticking one unticks the other.
        query.all.retain(|expr| !asks_for_none(expr, facet));
        if !unticked && let Some(term) = tick(facet, value) {
            query.all.push(Expr::Term(term));
        }
        query
    }

    /// The query without any of a facet's ticks.
    pub fn without_ticks(&self, facet: FacetName) -> Self {
        let all = self
            .all
            .iter()
            .filter(|expr| tick_value(expr, facet).is_none() && !asks_for_none(expr, facet))
            .cloned()
            .collect();
        Self { all }
    }

    /// The query with a facet's ticks replaced by one value.
    pub fn with_only_tick(&self, facet: FacetName, value: &str) -> Self {
        let mut query = self.without_ticks(facet);
        query.all.extend(tick(facet, value).map(Expr::Term));
        query
    }

    /// The query without the conditions at its top that print as a text.
    pub fn without_part(&self, printed: &str) -> Self {
        Self { all: self.all.iter().filter(|expr| expr.to_string() != printed).cloned().collect() }
    }

    /// Whether one of the conditions at the top of the query prints as a text.
    pub fn has_part(&self, printed: &str) -> bool {
        self.all.iter().any(|expr| expr.to_string() == printed)
    }

    /// Whether the query asks for the current list at its top.
    pub fn is_listed_only(&self) -> bool {
        self.all.contains(&Expr::Term(Term::Listed))
    }

    /// The query restricted to the current list, or no longer.
    pub fn toggled_listed(&self) -> Self {
        let mut query = self.clone();
        if query.is_listed_only() {
            query.all.retain(|expr| *expr != Expr::Term(Term::Listed));
        } else {
            query.all.push(Expr::Term(Term::Listed));
        }
        query
    }

    /// The conditions that could be dropped, terms of one field together: each as text, with the query that is left.
    pub fn loosened(&self) -> Vec<(String, Self)> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, expr) in self.all.iter().enumerate() {
            let same_group = |group: &Vec<usize>| {
                group.first().and_then(|first| self.all.get(*first)).is_some_and(|other| alternatives(expr, other))
            };
            match groups.iter_mut().find(|group| same_group(group)) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        let part = |keep: &dyn Fn(usize) -> bool| Self {
            all: self.all.iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, expr)| expr.clone()).collect(),
        };
        groups
            .iter()
            .map(|group| (part(&|at| group.contains(&at)).to_string(), part(&|at| !group.contains(&at))))
            .collect()
    }
}

/// Whether two parts standing side by side are alternatives: terms of one field, or dates.
pub(crate) fn alternatives(a: &Expr, b: &Expr) -> bool {
    match (a, b) {
        (Expr::Term(Term::Field { field: a, .. }), Expr::Term(Term::Field { field: b, .. })) => a == b,
        (Expr::Term(Term::Date(_)), Expr::Term(Term::Date(_)))
        | (Expr::Term(Term::Rating(_)), Expr::Term(Term::Rating(_))) => true,
        _ => false,
    }
}

/// The term that ticks a facet's value: whole values in quotes, places by their ids.
fn tick(facet: FacetName, value: &str) -> Option<Term> {
    match (facet, facet.field()) {
        (_, Some(field)) if field.is_always_whole() => {
            Some(Term::Field { field, value: value.to_owned(), exact: needs_quotes(value) })
        }
        (_, Some(field)) => Some(Term::Field { field, value: value.to_owned(), exact: true }),
        (FacetName::Rating, None) => parse::rating_range(value).ok().map(Term::Rating),
        (FacetName::Caption, None) => Some(Term::Has(value.to_owned())),
        (FacetName::Picked, None) => Some(Term::Picked),
        (_, None) => parse::date_range(value).ok().map(Term::Date),
    }
}

/// Whether a part asks for photos that state nothing of a facet.
fn asks_for_none(expr: &Expr, facet: FacetName) -> bool {
    let Expr::Not(inner) = expr else { return false };
    matches!(&**inner, Expr::Term(Term::Has(name)) if name == facet.name())
}

fn tick_value(expr: &Expr, facet: FacetName) -> Option<String> {
    let Expr::Term(term) = expr else { return None };
    match (term, facet) {
        (Term::Field { field, value, .. }, _) if Some(*field) == facet.field() => Some(value.clone()),
        (Term::Date(range), FacetName::Date) => Some(range.written.clone()),
        (Term::Rating(range), FacetName::Rating) => Some(range.written.clone()),
        (Term::Has(name), FacetName::Caption) if name == facet.name() => Some(name.clone()),
        (Term::Picked, FacetName::Picked) => Some(facet.name().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests;
