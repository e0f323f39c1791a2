//! The gazetteer: the places that are known, and every name to look for in a caption.
//! Buildings, their parts and the user's own places are read from CSV text, whose columns are explained in
//! `assets/places/capitol.csv` and in `docs/manual.md`; the countries, regions and cities of the world are `world`.

mod rows;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use thiserror::Error;

use crate::place::world::{World, WorldPlace};
use crate::place::{Place, PlaceKind};
use crate::text;
use crate::text::word_map::{Beginnings, WordMap};

const BUILT_IN: [&str; 2] =
    [include_str!("../../assets/places/capitol.csv"), include_str!("../../assets/places/world.csv")];

static BUILT_IN_GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut gazetteer = Gazetteer::default();
    for rows in BUILT_IN {
        // A test shows that the built-in rows have no errors.
        gazetteer.extend(rows);
    }
    gazetteer
});

/// The places that are known, and the names to look for.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    by_id: HashMap<String, Arc<Place>>,
    /// The country, region or city of the world that a place of the lists lies in, by its id.
    around: HashMap<String, WorldPlace>,
    /// The ids of buildings whose parts are named as those of others are.
    shared_names: HashSet<String>,
    n_texts: usize,
    /// Names by their first word, folded; those with the most words first.
    names: WordMap<String, Vec<Name>>,
    /// How those first words begin.
    beginnings: Beginnings,
    /// Changes with every text that was added.
    fingerprint: u64,
}

/// A name to look for in a caption.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Its words, folded.
    pub words: Vec<String>,
    /// Whether it counts only where the caption begins it with a capital letter.
    pub capitalized: bool,
    /// Which of the texts it was read from: a later one, the user's own, goes before those that come with the program.
    pub generation: usize,
    /// What it stands for.
    pub sense: Sense,
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Sense {
    /// A place, under a condition.
    Place(Arc<Place>, Condition),
    /// Something that only looks like a place.
    NotPlace(NotPlace),
}

/// When a name of a place counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Wherever it stands.
    Always,
    /// Right after a word such as "in" or "outside".
    AfterPreposition,
    /// In a caption that also names the place's parent.
    BesideParent,
    /// Wherever it stands, unless the words beside it make a body of it: "the White House said".
    UnlessBody,
}

/// What a name that only looks like a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPlace {
    /// An organization: "US Capitol Police".
    Body,
    /// A title: "Speaker of the House".
    Title,
    /// Another place, which the gazetteer does not follow: "Opera House".
    Elsewhere,
}

/// A row of a gazetteer file that could not be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line}: {problem}")]
pub struct GazetteerError {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong with it, and what would be right.
    pub problem: String,
}

impl Gazetteer {
    /// The gazetteer that comes with the program.
    pub fn built_in() -> Self {
        BUILT_IN_GAZETTEER.clone()
    }

    /// A number that differs for gazetteers that were made of different texts.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint ^ World::fingerprint()
    }

    /// The place with that id: of the lists, or of the world.
    pub fn by_id(&self, id: &str) -> Option<&Arc<Place>> {
        self.by_id.get(id).or_else(|| World::get().by_id(id).and_then(WorldPlace::place))
    }

    /// The place with that name, alias or id, case and accents ignored: of the lists first, then the best known of the world.
    pub fn named(&self, name: &str) -> Option<&Arc<Place>> {
        let folded = text::fold(name.trim());
        let words = text::words(name);
        let listed = || {
            self.names.get(words.first()?)?.iter().filter(|known| known.words == words).find_map(|known| {
                match &known.sense {
                    Sense::Place(_, Condition::BesideParent) | Sense::NotPlace(_) => None,
                    Sense::Place(place, _) => Some(place),
                }
            })
        };
        self.by_id.get(&folded).or_else(listed).or_else(|| WorldPlace::named(name, &[]).and_then(WorldPlace::place))
    }

    /// The places that a name typed so far may mean, at most so many: those whose own name begins with it first, then
    /// those of which another name or a word begins with it; those of the lists before those of the world, and of these
    /// the best known first. It looks through every place.
    pub fn matching(&self, typed: &str, most: usize) -> Vec<Arc<Place>> {
        let wanted = text::fold(typed.trim());
        if wanted.is_empty() {
            return Vec::new();
        }
        let rank = |place: &Place| {
            let begins = |name: &str| text::with_folded(name, |name| name.starts_with(&wanted));
            let has_word =
                |name: &str| text::with_folded(name, |name| name.split(' ').any(|word| word.starts_with(&wanted)));
            let names = || std::iter::once(&place.name).chain(&place.aliases);
            match () {
                () if text::with_folded(&place.name, |name| name == wanted) => Some(0),
                () if begins(&place.name) => Some(1),
                () if names().any(|name| begins(name)) => Some(2),
                () if names().any(|name| has_word(name)) => Some(3),
                () => None,
            }
        };
        let mut found: Vec<(usize, &Arc<Place>)> =
            self.by_id.values().filter_map(|place| Some((rank(place)?, place))).collect();
        found.sort_by(|(a, one), (b, other)| (a, &one.name, &one.id).cmp(&(b, &other.name, &other.id)));
        let mut offered: Vec<Arc<Place>> = found.into_iter().map(|(_, place)| Arc::clone(place)).collect();
        // At every key that is pressed 80,000 names are looked through: most are told by their first letter.
        let first = wanted.as_bytes().first().copied().unwrap_or(0);
        let begins = |place: &WorldPlace| {
            let byte = place.first_byte();
            (!byte.is_ascii() || byte.to_ascii_lowercase() == first)
                && text::with_folded(place.name(), |name| name.starts_with(&wanted))
        };
        let mut of_world: Vec<WorldPlace> = World::get().places().filter(begins).collect();
        of_world.sort_by_cached_key(|place| (text::fold(place.name()) != wanted, std::cmp::Reverse(place.fame())));
        // Other names are found whole: "München".
        for place in WorldPlace::all_named(typed).into_iter().chain(of_world).filter_map(WorldPlace::place) {
            if offered.len() >= most {
                break;
            }
            if !offered.iter().any(|other| other.id == place.id) {
                offered.push(Arc::clone(place));
            }
        }
        offered.truncate(most);
        offered
    }

    /// Every place of the lists, by id; not those of the world.
    pub fn places(&self) -> Vec<&Arc<Place>> {
        let mut places: Vec<_> = self.by_id.values().collect();
        places.sort_by(|a, b| a.id.cmp(&b.id));
        places
    }

    /// Whether a name is the user's own.
    pub(crate) fn is_users(name: &Name) -> bool {
        name.generation > BUILT_IN.len()
    }

    /// The names that begin with a folded word, those with the most words first.
    pub(crate) fn names_from(&self, first_word: &str) -> &[Name] {
        let known = if self.beginnings.may_hold(first_word) { self.names.get(first_word) } else { None };
        known.map_or(&[], Vec::as_slice)
    }

    /// The country, region or city of the world that a place of the lists lies in.
    pub(crate) fn world_around(&self, place: &Place) -> Option<WorldPlace> {
        self.around.get(&place.id).copied()
    }

    /// The building whose part a place is, or that it is, where its parts are named as those of others are.
    pub(crate) fn sharing_names<'p>(&self, place: &'p Place) -> Option<&'p Place> {
        place.ancestry().find(|outer| self.shared_names.contains(&outer.id))
    }

    /// The ground outside a place, when the gazetteer has it.
    pub(crate) fn outside_of(&self, place: &Place) -> Option<&Arc<Place>> {
        let is_its_outside = |candidate: &&Arc<Place>| {
            candidate.kind == PlaceKind::Outside
                && candidate.parent.as_ref().is_some_and(|parent| parent.id == place.id)
        };
        self.by_id.values().filter(is_its_outside).min_by(|a, b| a.id.cmp(&b.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rows_have_no_errors() {
        let mut gazetteer = Gazetteer::default();
        for rows in BUILT_IN {
            assert_eq!(gazetteer.extend(rows), vec![]);
        }
    }

    #[test]
    fn places_answer_to_id_name_and_alias() {
        let gazetteer = Gazetteer::built_in();
        for name in ["senate", "Senate", "senate wing", "US SENATE"] {
            assert_eq!(gazetteer.named(name).map(|place| place.id.as_str()), Some("senate"), "{name}");
        }
        assert!(gazetteer.named("Speaker of the House").is_none());
    }
}
