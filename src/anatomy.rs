//! What a caption says, as spans over its untouched text: who, where, when and the credit.
//! The last step of reading a caption; what the parts mean is told by `place`, `caption::credit` and `caption::date`.

pub mod persons;
pub mod when;

use std::ops::Range;

use crate::caption::credit::{self, ClosingCredit};
use crate::caption::date::Date;
use crate::caption::{Person, PersonRole};
use crate::place::gazetteer::{Gazetteer, NotPlace};
use crate::place::recognize::recognize;
use crate::place::{PlaceMention, Relation};

/// The most of a caption that is read for names, in bytes: a caption is a paragraph, and reading takes time.
pub const READ_MAX_BYTES: usize = 64 * 1024;

/// What was found in a text.
#[derive(Clone, Debug, Default)]
pub struct Anatomy {
    /// Persons with a title before their name.
    pub persons: Vec<Person>,
    /// Places of the gazetteer.
    pub places: Vec<PlaceMention>,
    /// Names that hold a place's name and are none.
    pub not_places: Vec<(Range<usize>, NotPlace)>,
    /// Days that are written out whole.
    pub dates: Vec<(Range<usize>, Date)>,
    /// The credit that closes the text.
    pub credit: Option<ClosingCredit>,
}

/// A part of a caption, for the screen: what it is and why it was read so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: SpanKind,
    /// What was read, and by which rule, in a few words.
    pub explanation: String,
}

/// What a part of a caption is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpanKind {
    /// A person.
    Who,
    /// A place.
    Where,
    /// A day.
    When,
    /// The credit.
    Credit,
    /// A title or body that only looks like a place.
    NotPlace,
}

/// Reads a caption's text.
pub fn read(text: &str, gazetteer: &Gazetteer) -> Anatomy {
    let credit = credit::closing(text);
    let described = match &credit {
        Some(credit) => text.get(..credit.sentence.start).unwrap_or(text),
        None => text,
    };
    let described = crate::text::truncated(described, READ_MAX_BYTES);
    let recognized = recognize(described, gazetteer);
    Anatomy {
        persons: persons::find(described),
        places: recognized.places,
        not_places: recognized.not_places,
        dates: when::find(described),
        credit,
    }
}

/// The parts of a text in order, none overlapping another; where two would, the one that begins first stays.
pub fn spans(text: &str, gazetteer: &Gazetteer) -> Vec<Span> {
    let Anatomy { persons, places, not_places, dates, credit } = read(text, gazetteer);
    let mut spans = Vec::new();
    for person in &persons {
        let role = match person.role {
            PersonRole::Shown => "shown",
            PersonRole::Mentioned => "mentioned, not said to be in the picture",
        };
        let title = person.title.as_deref().unwrap_or_default();
        let explanation = format!("Person, {role}: a name after the title “{title}”");
        spans.extend(person.span.clone().map(|range| Span { range, kind: SpanKind::Who, explanation }));
    }
    for mention in &places {
        let path = mention.place.path().join(" › ");
        let explanation = format!("Place: {}, {path}", relation_in_words(mention.relation));
        spans.extend(mention.span.clone().map(|range| Span { range, kind: SpanKind::Where, explanation }));
    }
    for (range, kind) in not_places {
        let what = match kind {
            NotPlace::Body => "an organization",
            NotPlace::Title => "a title",
            NotPlace::Elsewhere => "another place",
        };
        spans.push(Span { range, kind: SpanKind::NotPlace, explanation: format!("Not filtered as a place: {what}") });
    }
    for (range, date) in dates {
        spans.push(Span { range, kind: SpanKind::When, explanation: format!("Date: {date}") });
    }
    if let Some(credit) = credit {
        spans.push(Span {
            range: credit.sentence,
            kind: SpanKind::Credit,
            explanation: format!("Credit: {}", credit.rule),
        });
    }
    spans.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
    let mut end = 0;
    spans.retain(|span| {
        let free = span.range.start >= end;
        if free {
            end = span.range.end;
        }
        free
    });
    spans
}

fn relation_in_words(relation: Relation) -> &'static str {
    match relation {
        Relation::In => "inside",
        Relation::At => "at",
        Relation::Outside => "outside",
        Relation::Near => "near",
        Relation::Through => "through",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cover_a_caption_without_overlap() {
        let text = "A protester carries the lectern of US Speaker of the House Nancy Pelosi through the Rotunda. Image: Getty.";
        let shown: Vec<_> =
            spans(text, &Gazetteer::built_in()).iter().map(|span| (span.kind, &text[span.range.clone()])).collect();
        let expected = [
            (SpanKind::NotPlace, "Speaker of the House"),
            (SpanKind::Who, "Nancy Pelosi"),
            (SpanKind::Where, "Rotunda"),
            (SpanKind::Credit, "Image: Getty."),
        ];
        assert_eq!(shown, expected);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "[ -~“”éß中\u{200d}]{0,200}") {
            let mut end = 0;
            for span in spans(&text, &Gazetteer::built_in()) {
                proptest::prop_assert!(span.range.start >= end && text.get(span.range.clone()).is_some());
                end = span.range.end;
            }
        }
    }
}
