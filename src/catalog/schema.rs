//! The index's schema, how a photo becomes a document in it, and the tokenizer, which is `text::tokens`.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{IndexBuilder, IndexSettings, ReloadPolicy, Searcher, TantivyDocument};

use crate::caption::date::DayNumber;
use crate::photo::{self, Photo};
use crate::query::QueryField;
use crate::query::matching::field_values;
use crate::text;

/// Memory from which the writer sizes its first tables; it grows past it as it must, and makes one segment.
const WRITER_BUDGET_BYTES: usize = 15_000_000;
const TOKENIZER: &str = "cutline";

/// The fields of the index.
pub(super) struct Fields {
    /// The words of every searched text.
    pub words: Field,
    /// Words of a field's values, by field.
    pub value_words: Vec<(QueryField, Field)>,
    /// Whole folded values, by field; for places, every name of a place and of all it is inside of.
    pub values: Vec<(QueryField, Field)>,
    /// First and last day of the date, as day numbers.
    pub first_day: Field,
    pub last_day: Field,
    /// The rating in hundredths of stars.
    pub rating: Field,
    /// Names of the fields that have a value.
    pub has: Field,
}

impl Fields {
    pub fn words_of(&self, field: QueryField) -> Field {
        self.value_words.iter().find(|(known, _)| *known == field).map_or(self.words, |(_, field)| *field)
    }

    pub fn values_of(&self, field: QueryField) -> Field {
        self.values.iter().find(|(known, _)| *known == field).map_or(self.words, |(_, field)| *field)
    }
}

/// Indexes photos in memory, in one segment whose documents are in the photos' order.
pub(super) fn index(photos: &[Arc<Photo>]) -> tantivy::Result<(Searcher, Fields)> {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        words: builder.add_text_field("words", words.clone()),
        value_words: QueryField::ALL
            .map(|field| (field, builder.add_text_field(&format!("{}_words", field.name()), words.clone())))
            .to_vec(),
        values: QueryField::ALL.map(|field| (field, builder.add_text_field(field.name(), STRING))).to_vec(),
        first_day: builder.add_i64_field("first_day", tantivy::schema::FAST),
        last_day: builder.add_i64_field("last_day", tantivy::schema::FAST),
        rating: builder.add_i64_field("rating_hundredths", tantivy::schema::FAST),
        has: builder.add_text_field("has", STRING),
    };
    let settings = IndexSettings { docstore_compression: tantivy::store::Compressor::None, ..IndexSettings::default() };
    let tokenizers = TokenizerManager::default();
    tokenizers.register(TOKENIZER, Words::default());
    let builder = IndexBuilder::new().schema(builder.build()).settings(settings).tokenizers(tokenizers);
    let mut writer = builder.single_segment_index_writer(RamDirectory::create(), WRITER_BUDGET_BYTES)?;
    for photo in photos {
        writer.add_document(document(photo, &fields))?;
    }
    let index = writer.finalize()?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok((reader.searcher(), fields))
}

fn document(photo: &Photo, fields: &Fields) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    // A text that several fields repeat is searched once.
    let texts: BTreeSet<&str> = photo.searched_texts().collect();
    for searched in texts {
        document.add_text(fields.words, searched);
    }
    for field in QueryField::ALL {
        for value in field_values(field, photo) {
            document.add_text(fields.words_of(field), value);
            document.add_text(fields.values_of(field), text::fold(value));
        }
    }
    let places = photo.places.iter().flat_map(|mention| mention.place.ancestry());
    let place_names: BTreeSet<String> = places.flat_map(|place| place.folded_names()).collect();
    for name in place_names {
        document.add_text(fields.values_of(QueryField::Place), name);
    }
    if let Some(date) = &photo.caption.date_created {
        let (first, last): (DayNumber, DayNumber) = date.days();
        document.add_i64(fields.first_day, i64::from(first));
        document.add_i64(fields.last_day, i64::from(last));
    }
    if let Some(rating) = photo.facts.rating {
        document.add_i64(fields.rating, i64::from(rating.hundredths()));
    }
    for name in photo::has_names().filter(|name| photo.has(name) == Some(true)) {
        document.add_text(fields.has, name);
    }
    document
}

/// `text::tokens` as a tantivy tokenizer.
#[derive(Clone, Default)]
struct Words {
    token: Token,
}

struct WordStream<'a> {
    words: std::vec::IntoIter<text::Token>,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { words: text::tokens(text).into_iter(), token: &mut self.token }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.offset_from = word.range.start;
        self.token.offset_to = word.range.end;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text = word.folded;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
