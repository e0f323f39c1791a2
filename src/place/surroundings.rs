//! What is known of where a photo was taken beside its caption's words: its fields, and the rest of its collection.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::place::rules::PlaceRule;
use crate::place::world::{World, WorldPlace};
use crate::place::{Place, PlaceMention};

/// Of two places in the same surroundings, one must have half as many people again, in the measure of `WorldPlace::fame`.
const RIVAL: i32 = 5;
/// Of so many photos that name a place one must name it, so that the others of its name are taken for it.
const NAMED_SHARE: usize = 20;

/// What is known of where a photo was taken beside its caption's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    stated: Vec<WorldPlace>,
    collection: BTreeMap<WorldPlace, usize>,
    n_noted: usize,
    /// By id, because a collection names the same places again and again.
    looked_up: HashMap<String, Option<WorldPlace>>,
}

/// How a place stands to what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Nothing is known of it.
    Unknown,
    /// It lies in the country of most photos of the collection.
    SameCountry,
    /// It lies in the region of most photos of the collection, or is named by others of them.
    SameRegion,
    /// It lies in what a field states.
    InsideStated,
}

impl Surroundings {
    /// Takes note of a place that a field of the photo states.
    pub fn state(&mut self, place: &Place) {
        self.stated.extend(of_world(place));
    }

    /// Takes note of the places that another photo of the collection names for sure.
    pub fn note(&mut self, mentions: &[PlaceMention]) {
        let mut own: Vec<WorldPlace> = Vec::new();
        for mention in mentions {
            let known = self.looked_up.get(&mention.place.id).copied();
            let Some(place) = known.unwrap_or_else(|| {
                let place = of_world(&mention.place);
                self.looked_up.insert(mention.place.id.clone(), place);
                place
            }) else {
                continue;
            };
            own.extend(std::iter::successors(Some(place), |place| place.parent()));
        }
        own.sort_unstable();
        own.dedup();
        self.n_noted += usize::from(!own.is_empty());
        for place in own {
            *self.collection.entry(place).or_default() += 1;
        }
    }

    /// A mention of a place that has namesakes, as the one that lies where the collection's other photos do.
    pub fn settled(&self, text: &str, mention: &PlaceMention) -> Option<PlaceMention> {
        if mention.rule != PlaceRule::Ambiguous || self.collection.is_empty() {
            return None;
        }
        let name = text.get(mention.span.clone()?)?;
        let ranked = WorldPlace::all_named(name).into_iter().map(|place| (self.standing(place), place.fame(), place));
        let ranked: Vec<_> = ranked.filter(|(standing, ..)| *standing > Standing::Unknown).collect();
        let (standing, fame, place) = *ranked.iter().max()?;
        let rival = ranked.iter().any(|(other_standing, other_fame, other)| {
            *other != place && *other_standing == standing && fame - other_fame < RIVAL
        });
        let place = place.place().filter(|_| !rival)?;
        Some(PlaceMention { place: Arc::clone(place), rule: PlaceRule::Collection, ..mention.clone() })
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.stated.is_empty() && self.collection.is_empty()
    }

    /// How a place stands to what is known.
    pub(crate) fn standing(&self, place: WorldPlace) -> Standing {
        if self.stated.iter().any(|stated| *stated == place || place.is_inside(*stated)) {
            return Standing::InsideStated;
        }
        let is_most = |place: WorldPlace| self.collection.get(&place).is_some_and(|n| n * 2 > self.n_noted);
        // One "Washington, Utah" among thousands does not say that every Washington is there.
        let is_named = self.collection.get(&place).is_some_and(|n| n * NAMED_SHARE >= self.n_noted);
        let in_region = place.parent().filter(|parent| parent.parent().is_some()).is_some_and(is_most);
        if is_named || in_region {
            Standing::SameRegion
        } else if is_most(place.country()) {
            Standing::SameCountry
        } else {
            Standing::Unknown
        }
    }
}

/// The narrowest place of the world that a place is, or lies in.
pub(crate) fn of_world(place: &Place) -> Option<WorldPlace> {
    place.ancestry().find_map(|place| World::get().by_id(&place.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::gazetteer::Gazetteer;
    use crate::place::recognize::{Recognized, recognize};

    fn read(text: &str) -> Recognized {
        recognize(text, &Gazetteer::built_in())
    }

    /// What "Springfield" means in a collection of which one photo names Springfield, Illinois, and the others Paris.
    fn springfield_beside(n_others: usize) -> Option<Vec<String>> {
        let mut surroundings = Surroundings::default();
        surroundings.note(&read("A man waves in Springfield, Illinois.").places);
        for _ in 0..n_others {
            surroundings.note(&read("A man waves in Paris, France.").places);
        }
        let text = "People gather in Springfield.";
        let [mention] = &read(text).doubtful[..] else { panic!("one place that has namesakes") };
        let settled = surroundings.settled(text, mention)?;
        assert_eq!(settled.rule, PlaceRule::Collection);
        Some(settled.place.path().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn namesakes_are_the_place_that_one_of_twenty_photos_names() {
        let illinois = Some(["United States", "Illinois", "Springfield"].map(str::to_owned).to_vec());
        assert_eq!(springfield_beside(0), illinois);
        assert_eq!(springfield_beside(19), illinois);
        assert_eq!(springfield_beside(20), None);
    }

    #[test]
    fn washington_without_more_stays_the_capital_whatever_other_washington_is_named() {
        let mut surroundings = Surroundings::default();
        surroundings.note(&read("A man waves in Washington, Utah.").places);
        let text = "People gather in Washington.";
        let [mention] = &read(text).places[..] else { panic!("one place") };
        assert_eq!(mention.place.name, "Washington, DC");
        assert_eq!(surroundings.settled(text, mention), None);
    }
}
