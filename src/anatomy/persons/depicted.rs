//! Persons of whom the picture is a picture, and those who made it: portraits, handout photos and labels of works.

use super::Found;
use crate::anatomy::ground::Ground;
use crate::anatomy::reading::Gap;
use crate::caption::lexicon::Class;

/// "Claude Monet, Sunset, 1903. Oil on canvas.", "Auguste Rodin. The Thinker. 1904. Bronze.": the name that opens the
/// label of a work, of which the medium is told, or the museum after the year: "… Hummingbird, 1940. Mauritshuis".
pub(super) fn is_artist(ground: &Ground<'_, '_>, found: &Found) -> bool {
    let reading = ground.reading;
    let end = found.words.end;
    if found.words.start != 0 || !reading.is_capitalized(end) {
        return false;
    }
    let gap = reading.gap(end - 1);
    let rest = || end..reading.n_words();
    let medium = || rest().any(|at| reading.is(at, Class::Medium));
    let dated = || {
        let year = rest().find(|at| reading.word(*at).is_some_and(|word| word.shape.number) && *at > end + 1);
        year.is_some_and(|year| {
            let still = (end..year).all(|at| !reading.is_any(at, &[Class::Verb, Class::Position, Class::PlaceWord]));
            still && (year + 1..reading.n_words()).any(|at| reading.is(at, Class::Gallery))
        })
    };
    gap == Gap::COMMA && (medium() || dated()) || (gap.has(Gap::STOP) || gap.has(Gap::SLASH)) && medium()
}

/// "File photo dated 28/11/18 of", "Undated handout photo issued by the police of": the photo that the caption is of.
pub(super) fn issued_photo(ground: &Ground<'_, '_>, of: usize) -> bool {
    const LEAD_WORDS: usize = 5;
    let reading = ground.reading;
    let sentence = ground.sentence_near(of);
    let lead = (sentence.start..of.min(sentence.start + LEAD_WORDS)).find(|at| reading.is(*at, Class::PictureNoun));
    lead.is_some_and(|lead| reading.is(lead + 1, Class::Issued) && (lead..of).all(|at| !reading.is(at, Class::Verb)))
}

/// "Portrait of X", "A photograph of X in 1963": the caption is about the picture itself.
pub(super) fn is_the_picture(ground: &Ground<'_, '_>, head: usize, found: &Found) -> bool {
    let reading = ground.reading;
    let sentence = ground.sentence_near(head);
    let clause = (sentence.start..head).rev().find(|at| reading.gap(*at).has(Gap::SEMICOLON.or(Gap::COLON)));
    let start = clause.map_or(sentence.start, |last| last + 1);
    let only_described = (start..head).all(|at| {
        !reading.is_any(at, &[Class::Verb])
            && !matches!(reading.folded(at), "with" | "at" | "in" | "by" | "near" | "on" | "to" | "and")
    });
    let determined = reading.is(start, Class::Determiner);
    let (after, gap) = (found.words.end, reading.gap(found.words.end - 1));
    let displayed = (after..sentence.end).any(|at| reading.is(at, Class::OnDisplay));
    let painted = gap.is_blank() && matches!(reading.folded(after), "by" | "on");
    only_described && !(determined && displayed) && !(determined && painted)
}
