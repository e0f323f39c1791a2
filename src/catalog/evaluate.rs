//! Evaluates a `Query`: each term is asked of the index, and the answers are combined as sets of photos.
//! (The engine's own exclusion of a phrase fails in tantivy 0.27 when the phrase is nowhere, so sets are combined here.)

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, FuzzyTermQuery, PhrasePrefixQuery, PhraseQuery, Query as IndexQuery,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term as IndexTerm};

use crate::catalog::photo_set::PhotoSet;
use crate::catalog::schema::Fields;
use crate::catalog::{PhotoIndex, Positions};
use crate::query::{DateRange, Expr, Query, QueryField, RatingRange, Term, alternatives};
use crate::text;

/// The longest word the index holds, in bytes: tantivy's own limit is 65,530 and it drops what is longer.
const WORD_MAX_BYTES: usize = 65_530;

/// What a query is evaluated over.
pub(super) struct Evaluation<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub n_photos: usize,
    /// The photos on the current list.
    pub listed: &'a [PhotoIndex],
}

impl Evaluation<'_> {
    /// The photos a query shows.
    pub(super) fn photos(&self, query: &Query) -> tantivy::Result<PhotoSet> {
        self.all(&query.all)
    }

    /// All parts, where terms of one field are alternatives.
    fn all(&self, all: &[Expr]) -> tantivy::Result<PhotoSet> {
        let mut shown = PhotoSet::all(self.n_photos);
        for (at, expr) in all.iter().enumerate() {
            let (earlier, later) = all.split_at_checked(at).unwrap_or((all, &[]));
            if earlier.iter().any(|other| alternatives(expr, other)) {
                continue;
            }
            let mut group = self.one(expr)?;
            for other in later.iter().skip(1).filter(|other| alternatives(expr, other)) {
                group.unite(&self.one(other)?);
            }
            shown.intersect(&group);
        }
        Ok(shown)
    }

    fn one(&self, expr: &Expr) -> tantivy::Result<PhotoSet> {
        match expr {
            Expr::All(all) => self.all(all),
            Expr::Any(any) => {
                let mut shown = PhotoSet::none(self.n_photos);
                for expr in any {
                    shown.unite(&self.one(expr)?);
                }
                Ok(shown)
            }
            Expr::Not(inner) => Ok(self.one(inner)?.complement()),
            Expr::Term(Term::Listed) => Ok(self.set(self.listed)),
            Expr::Term(term) => {
                let found = self.searcher.search(&*self.term(term), &Positions)?;
                Ok(self.set(&found))
            }
        }
    }

    fn set(&self, photos: &[PhotoIndex]) -> PhotoSet {
        let mut set = PhotoSet::none(self.n_photos);
        for photo in photos {
            set.insert(*photo);
        }
        set
    }

    fn term(&self, term: &Term) -> Box<dyn IndexQuery> {
        match term {
            Term::Word(word) => self.beginning(self.fields.words, word),
            Term::Phrase(phrase) => whole_words(self.fields.words, phrase),
            Term::Field { field, value, exact } if *exact || field.is_always_whole() => self.value(*field, value),
            // A value without letters or digits asks only that there be a value.
            Term::Field { field, value, exact: _ } if text::words(value).is_empty() => self.any_value(*field),
            Term::Field { field, value, exact: _ } => self.beginning(self.fields.words_of(*field), value),
            Term::Date(range) => self.dates(range),
            Term::Rating(range) => self.ratings(range),
            // The list is no part of the index; `one` knows it.
            Term::Listed => Box::new(EmptyQuery),
            Term::Flagged => exactly(self.fields.has, "lint"),
            Term::Has(name) => exactly(self.fields.has, name),
        }
    }

    fn value(&self, field: QueryField, value: &str) -> Box<dyn IndexQuery> {
        exactly(self.fields.values_of(field), &text::fold(value))
    }

    fn any_value(&self, field: QueryField) -> Box<dyn IndexQuery> {
        match field {
            QueryField::Place => exactly(self.fields.has, "place"),
            QueryField::Person => exactly(self.fields.has, "person"),
            QueryField::Organization => exactly(self.fields.has, "organization"),
            QueryField::Agency => exactly(self.fields.has, "agency"),
            QueryField::Distributor => exactly(self.fields.has, "distributor"),
            QueryField::Lint => exactly(self.fields.has, "lint"),
            QueryField::Credit => exactly(self.fields.has, "credit"),
            QueryField::Creator => exactly(self.fields.has, "creator"),
            QueryField::Keyword => exactly(self.fields.has, "keyword"),
            QueryField::File => exactly(self.fields.has, "file"),
            QueryField::In => Box::new(AllQuery),
            QueryField::Label => exactly(self.fields.has, "label"),
            QueryField::Camera => exactly(self.fields.has, "camera"),
            QueryField::Type => exactly(self.fields.has, "type"),
            QueryField::Folder => exactly(self.fields.has, "folder"),
        }
    }

    /// Dates that share a day with the range.
    fn dates(&self, range: &DateRange) -> Box<dyn IndexQuery> {
        let (first, last) = range.days();
        let day = |field: Field, day: i32| Bound::Included(IndexTerm::from_field_i64(field, i64::from(day)));
        let (begins, ends) = (self.fields.first_day, self.fields.last_day);
        let mut required: Vec<Box<dyn IndexQuery>> = vec![exactly(self.fields.has, "date")];
        if let Some(first) = first {
            required.push(Box::new(RangeQuery::new(day(ends, first), Bound::Unbounded)));
        }
        if let Some(last) = last {
            required.push(Box::new(RangeQuery::new(Bound::Unbounded, day(begins, last))));
        }
        Box::new(BooleanQuery::intersection(required))
    }

    fn ratings(&self, range: &RatingRange) -> Box<dyn IndexQuery> {
        let (least, most) = range.hundredths();
        let bound =
            |hundredths: i32| Bound::Included(IndexTerm::from_field_i64(self.fields.rating, i64::from(hundredths)));
        Box::new(BooleanQuery::intersection(vec![
            exactly(self.fields.has, "rating"),
            Box::new(RangeQuery::new(bound(least), bound(most))),
        ]))
    }

    /// The parts of a word in order, the last one's beginning.
    fn beginning(&self, field: Field, word: &str) -> Box<dyn IndexQuery> {
        let mut terms = terms(field, word);
        match (terms.len(), terms.pop()) {
            (_, None) => Box::new(AllQuery),
            _ if word.len() > WORD_MAX_BYTES => Box::new(EmptyQuery),
            (1, Some(only)) => Box::new(FuzzyTermQuery::new_prefix(only, 0, true)),
            (_, Some(last)) => {
                // The query makes room for every expansion it may have, so it is told how many there are.
                let n_expansions = self.n_words_beginning(&last);
                terms.push(last);
                let mut query = PhrasePrefixQuery::new(terms);
                query.set_max_expansions(n_expansions);
                Box::new(query)
            }
        }
    }

    /// How many words of the index begin with a term.
    fn n_words_beginning(&self, term: &IndexTerm) -> u32 {
        let beginning = term.serialized_value_bytes();
        let mut n_words = 0;
        for segment in self.searcher.segment_readers() {
            // A dictionary in memory that cannot be read makes the search itself fail, which reports it.
            let Ok(index) = segment.inverted_index(term.field()) else { continue };
            let Ok(mut words) = index.terms().range().ge(beginning).into_stream() else { continue };
            let mut n_here = 0;
            while words.advance() && words.key().starts_with(beginning) {
                n_here += 1;
            }
            n_words = n_words.max(n_here);
        }
        n_words
    }
}

/// Whole words in order.
fn whole_words(field: Field, phrase: &str) -> Box<dyn IndexQuery> {
    let mut terms = terms(field, phrase);
    match (terms.len(), terms.pop()) {
        (_, None) => Box::new(AllQuery),
        (1, Some(only)) => Box::new(TermQuery::new(only, IndexRecordOption::Basic)),
        (_, Some(last)) => {
            terms.push(last);
            Box::new(PhraseQuery::new(terms))
        }
    }
}

fn exactly(field: Field, value: &str) -> Box<dyn IndexQuery> {
    Box::new(TermQuery::new(IndexTerm::from_field_text(field, value), IndexRecordOption::Basic))
}

fn terms(field: Field, text: &str) -> Vec<IndexTerm> {
    text::words(text).iter().map(|word| IndexTerm::from_field_text(field, word)).collect()
}
