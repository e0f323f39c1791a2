//! The countries, regions and cities of the world: a table that `assets/places/build_world.py` makes, searched where it
//! lies. Nothing is read when the program starts; a place becomes a `Place` when it is first asked for.
//!
//! The table is little-endian: a header of eight letters and nine numbers (places, countries, regions, slots; where the
//! five parts begin), then the parts.
//! `places`: 12 bytes each, countries first, then regions, then cities, each from the largest to the smallest.
//! `slots`: a hash table from the first word of a name, or its first two, to a group of names.
//! `by_id`: the places in the order of their ids. `strings`: names and other names on the screen. `names`: the groups.

mod bytes;

use std::cmp::Ordering;
use std::sync::{Arc, LazyLock, OnceLock};

use crate::place::world::bytes::{FNV_START, TABLE, fnv, i16_at, text_at, u8_at, u16_at, u32_at};
use crate::place::{Coordinates, Place, PlaceKind};
use crate::text::{self, Words};

const MAGIC: &[u8] = b"CUTLPL01";
const RECORD_BYTES: usize = 12;
const NO_PARENT: u16 = u16::MAX;

static WORLD: LazyLock<World> = LazyLock::new(World::open);
static MADE: LazyLock<Vec<OnceLock<Arc<Place>>>> = LazyLock::new(|| {
    let n_places = usize::try_from(WORLD.n_places).unwrap_or(0);
    std::iter::repeat_with(OnceLock::new).take(n_places).collect()
});

/// The table.
pub(crate) struct World {
    n_places: u32,
    n_countries: u32,
    n_regions: u32,
    n_slots: u32,
    slots: usize,
    records: usize,
    by_id: usize,
    strings: usize,
    names: usize,
}

/// A place of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct WorldPlace(u32);

/// A name that stands in a text, with every place that has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WorldName {
    /// How many words of the text it takes.
    pub(crate) n_words: usize,
    word: u8,
    n_places: u8,
    places: usize,
}

/// A place that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The place.
    pub(crate) place: WorldPlace,
    flags: u8,
}

impl World {
    /// The table of the program.
    pub(crate) fn get() -> &'static Self {
        &WORLD
    }

    /// A number that differs for tables of other sizes.
    pub(crate) fn fingerprint() -> u64 {
        // The header holds the size of every part; that and its length tell tables apart.
        let header = TABLE.get(..RECORD_BYTES * 4).unwrap_or(TABLE);
        u64::from(fnv(FNV_START, header)) << 32 | TABLE.len() as u64
    }

    fn open() -> Self {
        // A test shows that the table begins as it should; of another nothing would be found.
        let known = TABLE.starts_with(MAGIC);
        let number = |n: usize| if known { u32_at(MAGIC.len() + 4 * n) } else { 0 };
        let part = |n: usize| usize::try_from(number(4 + n)).unwrap_or(0);
        Self {
            n_places: number(0),
            n_countries: number(1),
            n_regions: number(2),
            n_slots: number(3),
            records: part(0),
            slots: part(1),
            by_id: part(2),
            strings: part(3),
            names: part(4),
        }
    }

    /// The longest name of which all words stand in a row in the text, from a position on, and are written as they should.
    pub(crate) fn longest_name(
        &self,
        words: &Words,
        at: usize,
        is_written_so: impl Fn(WorldName) -> bool,
    ) -> Option<WorldName> {
        let first = words.folded(at)?;
        let hash = fnv(FNV_START, first.as_bytes());
        let two = words.folded(at + 1).and_then(|second| {
            let hash = fnv(fnv(hash, b" "), second.as_bytes());
            let is_key = |key: &[u8]| {
                key.len() == first.len() + 1 + second.len()
                    && key.starts_with(first.as_bytes())
                    && key.get(first.len()) == Some(&b' ')
                    && key.ends_with(second.as_bytes())
            };
            self.group(hash, is_key)
        });
        let longer = two.and_then(|group| longest_of(group, words, at + 2, &is_written_so));
        longer.or_else(|| {
            let group = self.group(hash, |key| key == first.as_bytes())?;
            longest_of(group, words, words.len(), &is_written_so)
        })
    }

    /// Where the group of names with a key begins, after its key.
    fn group(&self, hash: u32, is_key: impl Fn(&[u8]) -> bool) -> Option<usize> {
        let n_slots = self.n_slots.max(1);
        let mut slot = hash % n_slots;
        for _ in 0..n_slots {
            let value = u32_at(self.slots + 4 * usize::try_from(slot).unwrap_or(0));
            if value == 0 {
                return None;
            }
            if value >> 24 == hash >> 24 {
                let at = self.names + usize::try_from((value & 0x00FF_FFFF) - 1).unwrap_or(0);
                let length = usize::from(u8_at(at));
                if TABLE.get(at + 1..at + 1 + length).is_some_and(&is_key) {
                    return Some(at + 1 + length);
                }
            }
            slot = (slot + 1) % n_slots;
        }
        None
    }

    /// The place with an id.
    pub(crate) fn by_id(&self, id: &str) -> Option<WorldPlace> {
        let (mut low, mut high) = (0, self.n_places);
        while low < high {
            let middle = low + (high - low) / 2;
            let place = WorldPlace(u32_at(self.by_id + 4 * usize::try_from(middle).unwrap_or(0)));
            match place.cmp_id(id) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(place),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Every place, countries first.
    pub(crate) fn places(&self) -> impl Iterator<Item = WorldPlace> {
        (0..self.n_places).map(WorldPlace)
    }
}

impl WorldPlace {
    /// The place as the rest of the program knows it.
    pub(crate) fn place(self) -> Option<&'static Arc<Place>> {
        let made = MADE.get(usize::try_from(self.0).ok()?)?;
        Some(made.get_or_init(|| Arc::new(self.make())))
    }

    /// The best known place of a name that lies in one of some places, or anywhere where none are given.
    pub(crate) fn named(name: &str, within: &[Self]) -> Option<Self> {
        let fits = |place: &Self| within.is_empty() || within.iter().any(|outer| place.is_inside(*outer));
        Self::all_named(name).into_iter().find(fits)
    }

    /// The places of a name: the one whose id it is, then the best known first, then those that it abbreviates.
    pub(crate) fn all_named(name: &str) -> Vec<Self> {
        let words = Words::of(name);
        let Some(found) = World::get().longest_name(&words, 0, |found| found.n_words == words.len()) else {
            return Vec::new();
        };
        let slug = text::slug(name);
        let mut meanings: Vec<Meaning> = found.meanings().collect();
        meanings.sort_by_key(|it| {
            (it.is_short(), it.place.id() != slug, it.is_unchecked(), std::cmp::Reverse(it.place.fame()))
        });
        meanings.into_iter().map(|meaning| meaning.place).collect()
    }

    /// Country, region or city.
    pub(crate) fn kind(self) -> PlaceKind {
        if self.0 < WORLD.n_countries {
            PlaceKind::Country
        } else if self.0 < WORLD.n_countries + WORLD.n_regions {
            PlaceKind::Region
        } else {
            PlaceKind::City
        }
    }

    /// The place it is inside of.
    pub(crate) fn parent(self) -> Option<Self> {
        let parent = u16_at(self.record() + 4);
        (parent != NO_PARENT).then(|| Self(u32::from(parent)))
    }

    /// The country it lies in, or is.
    pub(crate) fn country(self) -> Self {
        std::iter::successors(Some(self), |place| place.parent()).last().unwrap_or(self)
    }

    /// Whether it lies in another place.
    pub(crate) fn is_inside(self, other: Self) -> bool {
        std::iter::successors(self.parent(), |place| place.parent()).any(|place| place == other)
    }

    /// How many people live there, as the logarithm to base 2 in eighths: eight more are twice as many.
    pub(crate) fn size(self) -> i32 {
        i32::from(u8_at(self.record() + 6))
    }

    /// How well it is known, in the measure of `size`: capitals and the places of `names.csv` more than their size says.
    pub(crate) fn fame(self) -> i32 {
        self.size() + if self.is_capital() { 12 } else { 0 } + if self.bits() & 64 != 0 { 12 } else { 0 }
    }

    /// Whether it is its country's capital.
    pub(crate) fn is_capital(self) -> bool {
        self.bits() & 4 != 0
    }

    /// Where it is.
    pub(crate) fn coordinates(self) -> Coordinates {
        let of_turn = |at: usize, degrees: f64| f64::from(i16_at(at)) * degrees / f64::from(i16::MAX);
        Coordinates::of_degrees(of_turn(self.record() + 8, 90.0), of_turn(self.record() + 10, 180.0))
    }

    /// About how far it is to another place.
    pub(crate) fn km_to(self, other: Self) -> f64 {
        self.coordinates().km_to(other.coordinates())
    }

    /// Its lasting name.
    pub(crate) fn id(self) -> String {
        let own = text::slug(self.name());
        let country = || text::slug(self.country().name());
        let region = || self.parent().map(|parent| text::slug(parent.name())).unwrap_or_default();
        match self.bits() >> 4 & 3 {
            0 => own,
            1 => format!("{own}-{}", region()),
            2 => format!("{own}-{}", country()),
            _ => format!("{own}-{}-{}", region(), country()),
        }
    }

    /// Where its id stands to another. The id begins with the name's own, and the rest is made only where that leaves it open:
    /// at every start some hundreds of ids are looked for.
    fn cmp_id(self, id: &str) -> Ordering {
        let own = text::slug(self.name());
        if id.starts_with(&own) { self.id().as_str().cmp(id) } else { own.as_str().cmp(id) }
    }

    /// Its name on the screen.
    pub(crate) fn name(self) -> &'static str {
        let at = self.string();
        text_at(at + 1, usize::from(u8_at(at)))
    }

    /// The first byte of its name, without a look at the rest.
    pub(crate) fn first_byte(self) -> u8 {
        u8_at(self.string() + 1)
    }

    fn aliases(self) -> &'static str {
        let at = self.string();
        let at = at + 1 + usize::from(u8_at(at));
        text_at(at + 2, usize::from(u16_at(at)))
    }

    fn make(self) -> Place {
        let (id, name) = (self.id(), self.name().to_owned());
        let mut aliases: Vec<String> =
            self.aliases().split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
        // The lesser of two places answers to their common name only where it is not much smaller.
        let is_common = self.bits() & 8 != 0;
        if is_common {
            aliases.push(name.clone());
        }
        if let Some(parent) = self.parent().filter(|_| text::slug(&name) != id) {
            aliases.push(format!("{name}, {}", parent.name()));
        }
        let parent = self.parent().and_then(Self::place).cloned();
        Place { id, name, aliases, kind: self.kind(), parent, coordinates: Some(self.coordinates()) }
    }

    fn record(self) -> usize {
        WORLD.records + RECORD_BYTES * usize::try_from(self.0).unwrap_or(0)
    }

    fn bits(self) -> u8 {
        u8_at(self.record() + 7)
    }

    fn string(self) -> usize {
        WORLD.strings + usize::try_from(u32_at(self.record())).unwrap_or(0)
    }
}

impl WorldName {
    /// The places it may mean: countries first, then regions, then cities, each from the largest on.
    pub(crate) fn meanings(self) -> impl Iterator<Item = Meaning> + Clone {
        (0..usize::from(self.n_places)).map(move |n| {
            let value = u32_at(self.places + 4 * n);
            Meaning { place: WorldPlace(value & 0x00FF_FFFF), flags: u8::try_from(value >> 24).unwrap_or(0) }
        })
    }

    /// Whether it is a word too: "Nice", "Reading".
    pub(crate) fn is_word(self) -> bool {
        self.word & 1 != 0
    }

    /// Whether persons are called so by their first or last names: "Austin", "Jackson".
    pub(crate) fn is_personal(self) -> bool {
        self.word & 6 != 0
    }

    /// Whether a comma may stand in it: "Washington, DC".
    pub(crate) fn may_hold_comma(self) -> bool {
        self.word & 8 != 0
    }
}

impl Meaning {
    /// Whether the name is a spelling that nobody has looked through.
    pub(crate) fn is_unchecked(self) -> bool {
        self.flags & 1 != 0
    }

    /// Whether the name must be written in capitals: "US".
    pub(crate) fn needs_capitals(self) -> bool {
        self.flags & 2 != 0
    }

    /// Whether the name counts only beside a name of something inside: "Ga." in "Macon, Ga."
    pub(crate) fn is_short(self) -> bool {
        self.flags & 4 != 0
    }
}

/// The first name of a group whose other words stand in the text; those with the most words are first.
fn longest_of(
    group: usize,
    following: &Words,
    from: usize,
    is_written_so: impl Fn(WorldName) -> bool,
) -> Option<WorldName> {
    let mut at = group + 1;
    for _ in 0..u8_at(group) {
        let (n_words, rest) = (usize::from(u8_at(at)), usize::from(u8_at(at + 1)));
        let others = text_at(at + 2, rest);
        at += 2 + rest;
        let (word, n_places) = (u8_at(at), u8_at(at + 1));
        let places = at + 2;
        at = places + 4 * usize::from(n_places);
        let same = |(n, word): (usize, &str)| following.folded(from + n) == Some(word);
        let stands = others.is_empty() || others.split(' ').enumerate().all(same);
        let name = WorldName { n_words, word, n_places, places };
        if stands && is_written_so(name) {
            return Some(name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids of the places that have a name, the first few.
    fn ids(name: &str) -> Vec<String> {
        let words = Words::of(name);
        let found = World::get().longest_name(&words, 0, |_| true).filter(|found| found.n_words == words.len());
        found
            .into_iter()
            .flat_map(|found| found.meanings().take(2).collect::<Vec<_>>())
            .map(|it| it.place.id())
            .collect()
    }

    #[test]
    fn names_lead_to_places() {
        assert_eq!(ids("Paris"), ["paris", "paris-texas"]);
        assert_eq!(ids("Munich"), ["munich"]);
        for (name, id) in [
            ("München", "munich"),
            ("MUENCHEN", "munich"),
            ("Varsovie", "warsaw"),
            ("Londres", "london"),
            ("Pékin", "beijing"),
            ("Peking", "beijing"),
            ("Kiew", "kyiv"),
            ("La Haye", "the-hague"),
            ("St. Louis", "st-louis"),
            ("Saint Louis", "st-louis"),
            ("New York City", "new-york"),
            ("U.S.", "united-states"),
            ("UK", "united-kingdom"),
            ("Allemagne", "germany"),
            ("Côte d’Ivoire", "ivory-coast"),
            ("Bayern", "bavaria"),
            ("Washington, D.C.", "washington-dc"),
            ("Ga.", "georgia-united-states"),
        ] {
            assert_eq!(ids(name).first().map(String::as_str), Some(id), "{name}");
        }
        assert_eq!(ids("Xyzzy"), Vec::<String>::new());
    }

    #[test]
    fn every_id_leads_back_to_its_place() {
        let world = World::get();
        assert!(world.places().count() > 80_000);
        for place in world.places() {
            assert_eq!(world.by_id(&place.id()), Some(place), "{}", place.id());
        }
        assert_eq!(world.by_id("nowhere"), None);
    }

    #[test]
    fn places_know_where_they_are() {
        let place = |id: &str| World::get().by_id(id).unwrap();
        let paris = place("paris");
        assert!(paris.is_capital() && paris.is_inside(place("france")) && !paris.is_inside(place("germany")));
        assert_eq!(paris.country(), place("france"));
        let [latitude, longitude] = paris.coordinates().degrees();
        assert!((latitude - 48.85).abs() < 0.02 && (longitude - 2.35).abs() < 0.02);
        let munich = place("munich").place().unwrap();
        assert_eq!(munich.path(), ["Germany", "Bavaria", "Munich"]);
        assert!(munich.folded_names().any(|name| name == "munchen"));
        let texan = place("paris-texas").place().unwrap();
        assert!(!texan.folded_names().any(|name| name == "paris"));
        assert!(texan.folded_names().any(|name| name == "paris, texas"));
    }
}
