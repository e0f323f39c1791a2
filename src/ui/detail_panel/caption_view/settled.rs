//! What the rest of the collection settled: a caption read by itself leaves a name in doubt ("Paris"), which the photo, read
//! together with the others, knows. The photo's word counts, so that what is underlined is what can be filtered by.

use crate::anatomy::{Span, SpanKind, explained_place};
use crate::photo::Photo;

/// Makes places of the names in doubt that the photo knows to be places; spans stay in order and do not overlap.
pub(super) fn settle(spans: &mut Vec<Span>, photo: &Photo) {
    for mention in &photo.places {
        let Some(range) = mention.span.clone() else { continue };
        let overlaps = |span: &Span| span.range.start < range.end && range.start < span.range.end;
        let is_open = |span: &Span| !overlaps(span) || span.kind == SpanKind::NotPlace;
        let is_known = spans.iter().any(|span| span.kind == SpanKind::Where && span.range == range);
        if is_known || !spans.iter().all(is_open) {
            continue;
        }
        spans.retain(|span| !overlaps(span));
        let at = spans.partition_point(|span| span.range.start < range.start);
        spans.insert(at, Span { range, kind: SpanKind::Where, explanation: explained_place(mention) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::knowledge::Knowledge;
    use crate::photo::{PhotoKey, Stated};

    #[test]
    fn a_name_in_doubt_is_the_place_that_the_photo_knows() {
        let knowledge = Knowledge::built_in();
        let key = || PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
        let read = |text: &str| Photo::read(key(), Stated { text: text.to_owned(), ..Stated::default() }, &knowledge);
        let text = "A man waves near Springfield.";
        let mut photo = read(text);
        assert!(photo.places.is_empty() && !photo.doubtful_places.is_empty(), "{:?}", photo.places);
        let kinds = |photo: &Photo| {
            let mut spans = knowledge.spans(photo, text);
            settle(&mut spans, photo);
            spans.iter().map(|span| (span.kind, &text[span.range.clone()])).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&photo), [(SpanKind::NotPlace, "Springfield")]);
        photo.places = std::mem::take(&mut photo.doubtful_places);
        assert_eq!(kinds(&photo), [(SpanKind::Where, "Springfield")]);
    }
}
