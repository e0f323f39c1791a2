//! Places that the gazetteer lacks, told by the state or country that stands beside their name: "East Palestine, Ohio".

use std::ops::Range;
use std::sync::Arc;

use crate::place::beside::{lies_unknown_in, region_in};
use crate::place::relation::relation_before;
use crate::place::rules::PlaceRule;
use crate::place::towns::{Town, is_written};
use crate::place::wording::Wording;
use crate::place::words::WordClass;
use crate::place::{Place, PlaceKind, PlaceMention};
use crate::text;

/// The most words of a town's name that the gazetteer does not have.
const UNLISTED_WORDS_MAX: usize = 4;

/// "in East Palestine, Ohio": a name that the gazetteer lacks, before the name of its state or country.
pub(crate) fn place_before(
    wording: &Wording<'_>,
    (n, town): (usize, &Town),
    is_container: bool,
    others: &[Town],
) -> Option<PlaceMention> {
    let mut last = town.words.start.checked_sub(1)?;
    // "Amatrice, central Italy", "Landiras, en Gironde".
    while wording.touches(last)
        && wording.classes(last).has_any(&[WordClass::Direction, WordClass::Inside])
        && !wording.begins_with_capital(last)
    {
        last = last.checked_sub(1)?;
    }
    let bracketed = wording.gap(last) == " (" && wording.gap(town.words.end - 1).starts_with(')');
    if is_container || !(bracketed || matches!(wording.gap(last), ", " | ",")) || !wording.begins_with_capital(last) {
        return None;
    }
    // "… la Malvarrosa, en Valencia": a city that stands for itself.
    let led = last + 1 < town.words.start && wording.is(last + 1, WordClass::Inside);
    if led && town.name.meanings().any(|meaning| meaning.place.kind() == PlaceKind::City && !meaning.is_unchecked()) {
        return None;
    }
    // "Fort Benning, Georgia": of a state and a country the state, whose small places captions name.
    let wide = town.name.meanings().filter(|meaning| {
        is_written(wording, &town.words, *meaning) && meaning.place.kind() != PlaceKind::City && !meaning.is_unchecked()
    });
    let region = || wide.clone().find(|meaning| meaning.place.kind() == PlaceKind::Region).map(|it| it.place);
    let outer = region_in(wording, town, others.get(n + 1)).or_else(region);
    let outer = outer.or_else(|| wide.clone().next().map(|meaning| meaning.place))?;
    let mut start = last;
    while let Some(before) = start.checked_sub(1) {
        let joined = matches!(wording.gap(before), " " | "-" | "'" | "’")
            || wording.gap(before) == ". " && wording.written(before).len() <= 2;
        let name = wording.begins_with_capital(before) && !wording.is(before, WordClass::Inside);
        let inner = wording.is(before, WordClass::Particle)
            && !wording.is(before, WordClass::Inside)
            && before.checked_sub(1).is_some_and(|first| wording.begins_with_capital(first) && wording.touches(first));
        if !joined || !(name || inner) || last - before >= UNLISTED_WORDS_MAX {
            break;
        }
        start = before;
    }
    let words = start..last + 1;
    let before = others.partition_point(|other| other.words.start < words.start);
    let unknown_there = |at: usize| {
        at + 1 == n && others.get(at).is_some_and(|other| lies_unknown_in(wording, other, town, others.get(n + 1)))
    };
    let holds_known =
        others.get(before).is_some_and(|other| words.contains(&other.words.start)) && !unknown_there(before);
    if holds_known || !speaks_for_place(wording, &words, outer.kind()) {
        return None;
    }
    let parent = outer.place()?;
    let span = wording.span(&words);
    let name = wording.text_of(&words);
    let id = format!("{}-{}", text::slug(name), parent.id);
    let place = Place {
        id,
        name: name.to_owned(),
        aliases: Vec::new(),
        kind: PlaceKind::Stated,
        parent: Some(Arc::clone(parent)),
        coordinates: None,
    };
    let relation = relation_before(wording, words.start);
    Some(PlaceMention { place: Arc::new(place), relation, span: Some(span), rule: PlaceRule::Unlisted })
}

/// Whether what stands before a name that the gazetteer lacks speaks for a place: "in", the beginning of a dateline.
fn speaks_for_place(wording: &Wording<'_>, words: &Range<usize>, outer: PlaceKind) -> bool {
    if words.start == 0 && words.clone().all(|word| wording.is_all_capitals(word)) {
        return !wording.shouted;
    }
    // "Orth, Minnesota.", "… auction sale, Warm Springs, Georgia": of two words one must tell that they are no person's.
    let last = words.end - 1;
    let apart = words.start.checked_sub(1).is_none_or(|before| {
        wording.begins_sentence(words.start) || wording.gap(before) == ", " && !wording.begins_with_capital(before)
    });
    let town = words.len() == 1 && outer == PlaceKind::Region
        || wording.is(words.start, WordClass::Opens)
        || wording.is(words.start, WordClass::Direction)
        || wording.is(last, WordClass::Closes);
    if apart && !wording.shouted {
        return town;
    }
    let mut at = words.start;
    while let Some(before) = wording.touching_before(at) {
        let classes = wording.classes(before);
        if classes.has_any(&[WordClass::Inside, WordClass::Around]) || wording.folded(before) == "at" {
            return true;
        }
        if classes.has(WordClass::Of) {
            return wording.touching_before(before).is_some_and(|noun| wording.is(noun, WordClass::Noun));
        }
        if !classes.has_any(&[WordClass::Determiner, WordClass::Direction]) {
            return false;
        }
        at = before;
    }
    false
}
