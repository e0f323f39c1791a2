//! Finds the places a text names, each with its relation, the bytes it came from and the rule that chose it, and tells
//! them from titles and bodies that hold a place's name. The longest name wins, so that "US Capitol Police" is not the
//! US Capitol.

use std::ops::Range;
use std::sync::Arc;

use crate::place::gazetteer::{Condition, Gazetteer, Name, NotPlace, Sense};
use crate::place::listed::{self, Listed};
use crate::place::relation::relation_before;
use crate::place::rules::PlaceRule;
use crate::place::surroundings::Surroundings;
use crate::place::towns;
use crate::place::wording::Wording;
use crate::place::{Place, PlaceKind, PlaceMention, Relation};

/// How many names of places a caption may have, because each is compared with the others: what has more is a list.
const NAMES_MAX: usize = 500;

/// What was recognized in a text.
#[derive(Clone, Debug, Default)]
pub struct Recognized {
    /// The places named, in the order of the text.
    pub places: Vec<PlaceMention>,
    /// Names that may be places and are not sure enough to be filtered on.
    pub doubtful: Vec<PlaceMention>,
    /// Names that only say in what a place lies: "Texas" in "Paris, Texas".
    pub around: Vec<Range<usize>>,
    /// Names that hold a place's name and are none.
    pub not_places: Vec<(Range<usize>, NotPlace)>,
}

/// A name of the lists where it stands in a text.
struct ListedName<'a> {
    words: Range<usize>,
    senses: Vec<&'a Name>,
}

/// Finds the places a text names.
pub fn recognize(text: &str, gazetteer: &Gazetteer) -> Recognized {
    recognize_in(text, gazetteer, &Surroundings::default())
}

/// Finds the places a text names, with what is known of where the photo was taken.
pub fn recognize_in(text: &str, gazetteer: &Gazetteer, surroundings: &Surroundings) -> Recognized {
    let wording = Wording::new(text);
    let listed = Listed { wording: &wording, gazetteer };
    let mut recognized = Recognized::default();
    let mut names = Vec::new();
    let mut found = towns::Found::default();
    let mut at = 0;
    while at < wording.n_words() && names.len() + found.len() < NAMES_MAX {
        let town = towns::name_at(&wording, at);
        match listed.longest_name(at) {
            Some((n_words, senses)) if town.as_ref().is_none_or(|town| town.words.len() <= n_words) => {
                let words = at..at + n_words;
                at = words.end;
                if let Some(place) = place_of(&senses) {
                    found.note_around(gazetteer.world_around(place));
                }
                names.push(ListedName { words, senses });
            }
            _ => match town {
                Some(town) => {
                    at = town.words.end;
                    found.push(town);
                }
                None => at += 1,
            },
        }
    }
    towns::resolve(&wording, &found, surroundings, &mut recognized);
    // "Ellis Island, New York": the lists know what the table of the world does not.
    let listed: Vec<_> = names.iter().map(|name| wording.span(&name.words)).collect();
    recognized.places.retain(|mention| {
        let overlaps = |other: &Range<usize>| {
            mention.span.as_ref().is_some_and(|span| span.start < other.end && other.start < span.end)
        };
        mention.rule != PlaceRule::Unlisted || !listed.iter().any(overlaps)
    });
    let by_parent = |name: &ListedName<'_>| name.senses.iter().any(|sense| beside_parent(sense).is_some());
    let (beside, alone): (Vec<_>, Vec<_>) = names.into_iter().partition(by_parent);
    for name in alone.iter().chain(&beside) {
        let span = wording.span(&name.words);
        match meaning(gazetteer, name, &span, &recognized.places) {
            Some(place) => recognized.places.push(mention(&wording, gazetteer, place, &name.words)),
            None => recognized.not_places.extend(listed::not_place(&name.senses).map(|kind| (span, kind))),
        }
    }
    let elsewhere: Vec<bool> = recognized
        .places
        .iter()
        .map(|part| is_elsewhere(gazetteer, part, &recognized.places) || lies_abroad(text, part, &recognized.places))
        .collect();
    let mut elsewhere = elsewhere.into_iter();
    recognized.places.retain(|_| !elsewhere.next().unwrap_or(false));
    recognized.places.sort_by_key(|mention| mention.span.as_ref().map(|span| span.start));
    recognized
}

/// The place that a name of the lists means: the one whose parent is named nearest, or one that needs none.
fn meaning<'a>(
    gazetteer: &Gazetteer,
    name: &ListedName<'a>,
    span: &Range<usize>,
    named: &[PlaceMention],
) -> Option<&'a Arc<Place>> {
    let distance = |place: &Place| distance_to_parent(gazetteer, place, span, named);
    let candidates = name.senses.iter().filter_map(|sense| beside_parent(sense));
    let nearest = candidates.filter_map(|place| Some((distance(place)?, place))).min_by_key(|(distance, _)| *distance);
    match (nearest, place_of(&name.senses)) {
        (Some((to_parent, beside)), Some(alone)) => {
            let own = distance(alone);
            Some(if own.is_some_and(|own| own <= to_parent) { alone } else { beside })
        }
        (Some((_, beside)), None) => Some(beside),
        (None, alone) => alone,
    }
}

/// Whether a building stands right before a town of another country: "devant l'Assemblée nationale, à Ouagadougou".
fn lies_abroad(text: &str, part: &PlaceMention, named: &[PlaceMention]) -> bool {
    let country = |place: &Place| {
        place.ancestry().find(|place| place.kind == PlaceKind::Country).map(|country| country.id.clone())
    };
    let is_site = matches!(part.place.kind, PlaceKind::Building | PlaceKind::Room | PlaceKind::Part);
    let (Some(own), Some(span), true) = (country(&part.place), part.span.as_ref(), is_site) else { return false };
    named.iter().any(|town| {
        let gap = town.span.as_ref().and_then(|town| text.get(span.end..town.start)).unwrap_or("-");
        matches!(gap.trim(), "in" | "à" | "en" | "," | ", in" | ", à" | ", en")
            && town.place.kind == PlaceKind::City
            && country(&town.place).is_some_and(|other| other != own)
    })
}

/// Whether a chamber is another parliament's: its names are those of chambers everywhere, and the caption names another
/// town and not its own: "on the House floor at the Illinois State Capitol in Springfield".
fn is_elsewhere(gazetteer: &Gazetteer, part: &PlaceMention, named: &[PlaceMention]) -> bool {
    let Some(building) = gazetteer.sharing_names(&part.place) else { return false };
    let names_building = named.iter().any(|mention| mention.place.id == building.id);
    if names_building {
        return false;
    }
    let city = |place: &Place| place.ancestry().find(|place| place.kind == PlaceKind::City).map(|city| city.id.clone());
    let own = city(building);
    let others = named.iter().filter(|mention| mention.place.ancestry().all(|place| place.id != building.id));
    let others: Vec<_> = others.filter_map(|mention| city(&mention.place)).collect();
    !others.is_empty() && !others.iter().any(|other| Some(other) == own.as_ref())
}

/// The place that counts only beside its parent.
fn beside_parent(name: &Name) -> Option<&Arc<Place>> {
    match &name.sense {
        Sense::Place(place, Condition::BesideParent) => Some(place),
        Sense::Place(..) | Sense::NotPlace(_) => None,
    }
}

/// The first place of a name that needs no parent beside it.
fn place_of<'a>(senses: &[&'a Name]) -> Option<&'a Arc<Place>> {
    senses.iter().find_map(|name| match &name.sense {
        Sense::Place(place, condition) if *condition != Condition::BesideParent => Some(place),
        Sense::Place(..) | Sense::NotPlace(_) => None,
    })
}

/// The mention of a place at words that a user says are its name, with the relation that the words before them give.
pub fn mention_at(text: &str, place: &Arc<Place>, span: Range<usize>) -> PlaceMention {
    let wording = Wording::new(text);
    let relation = relation_before(&wording, wording.words().n_before(span.start));
    PlaceMention { place: Arc::clone(place), relation, span: Some(span), rule: PlaceRule::Corrected }
}

fn mention(wording: &Wording<'_>, gazetteer: &Gazetteer, place: &Arc<Place>, words: &Range<usize>) -> PlaceMention {
    let relation = relation_before(wording, words.start);
    // Outside a building is a place of its own where the gazetteer has it; outside a room is still inside the building.
    let place = match relation {
        Relation::Outside => gazetteer.outside_of(place).unwrap_or(place),
        Relation::In | Relation::At | Relation::Near | Relation::Through => place,
    };
    let (place, span, rule) = (Arc::clone(place), Some(wording.span(words)), PlaceRule::Listed);
    PlaceMention { place, relation, span, rule }
}

/// Bytes between a name and the nearest mention of a place's parent, or of a part of it.
fn distance_to_parent(
    gazetteer: &Gazetteer,
    place: &Place,
    span: &Range<usize>,
    named: &[PlaceMention],
) -> Option<usize> {
    let parent = place.parent.as_ref()?;
    // A chamber counts beside its parliament's town as well; the floor and gallery of one only beside the chamber.
    let is_chamber = gazetteer.sharing_names(place).is_none();
    let town = parent.parent.as_ref().filter(|_| is_chamber && place.kind == PlaceKind::Room);
    let is_parent =
        |mention: &&PlaceMention| mention.place.id == parent.id || town.is_some_and(|town| mention.place.id == town.id);
    named
        .iter()
        .filter(is_parent)
        .filter_map(|mention| mention.span.as_ref())
        .map(|other| other.start.abs_diff(span.start))
        .min()
}

#[cfg(test)]
mod tests;
