//! What many photos have in common, kept once for all of them: places, the names of inputs, and values of fields. A record
//! names them by their numbers.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::catalog::bytes::{Cursor, put_bytes, put_number};
use crate::catalog::terms::Terms;
use crate::place::{Coordinates, Place, PlaceKind};

/// The most values that are kept so, and the longest, in bytes; others stand in their records.
const SHARED_MAX: usize = 1 << 16;
const SHARED_MAX_BYTES: usize = 256;

/// What many photos have in common, kept once.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    /// Places, parents before those inside of them.
    places: Vec<Arc<Place>>,
    /// The names of inputs.
    inputs: Vec<Arc<str>>,
    /// Values of fields that many photos share.
    values: Terms,
    /// Where places and inputs stand; empty in tables that were kept, to which nothing is added.
    place_ordinals: HashMap<String, Vec<usize>>,
    input_ordinals: HashMap<Arc<str>, usize>,
}

impl Tables {
    /// The number of a place.
    pub(super) fn place(&mut self, place: &Arc<Place>) -> usize {
        if let Some(at) = self.known_place(place) {
            return at;
        }
        if let Some(parent) = &place.parent {
            self.place(parent);
        }
        let at = self.places.len();
        self.places.push(Arc::clone(place));
        self.place_ordinals.entry(place.id.clone()).or_default().push(at);
        at
    }

    fn known_place(&self, place: &Arc<Place>) -> Option<usize> {
        let same = |at: &&usize| self.places.get(**at).is_some_and(|known| Arc::ptr_eq(known, place) || known == place);
        self.place_ordinals.get(&place.id)?.iter().find(same).copied()
    }

    /// The number of an input.
    pub(super) fn input(&mut self, input: &str) -> usize {
        if let Some(at) = self.input_ordinals.get(input) {
            return *at;
        }
        let (at, input): (usize, Arc<str>) = (self.inputs.len(), input.into());
        self.inputs.push(Arc::clone(&input));
        self.input_ordinals.insert(input, at);
        at
    }

    /// The number of a value among those that are shared; none when there is no room for it.
    pub(super) fn value(&mut self, value: &str) -> Option<usize> {
        let is_room = self.values.len() < SHARED_MAX && value.len() <= SHARED_MAX_BYTES;
        if !is_room {
            return self.values.known(value.as_bytes()).map(|at| at as usize);
        }
        Some(self.values.number(value.as_bytes()).0 as usize)
    }

    /// The tables as they are kept.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(&mut out, self.inputs.len() as u64);
        self.inputs.iter().for_each(|input| put_bytes(&mut out, input.as_bytes()));
        put_number(&mut out, self.values.len() as u64);
        self.values.all().for_each(|value| put_bytes(&mut out, value));
        put_number(&mut out, self.places.len() as u64);
        for place in &self.places {
            let Place { id, name, aliases, kind, parent, coordinates } = &**place;
            put_bytes(&mut out, id.as_bytes());
            put_bytes(&mut out, name.as_bytes());
            put_number(&mut out, aliases.len() as u64);
            aliases.iter().for_each(|alias| put_bytes(&mut out, alias.as_bytes()));
            put_number(&mut out, kind_number(*kind));
            let parent = parent.as_ref().and_then(|parent| self.known_place(parent));
            put_number(&mut out, parent.map_or(0, |at| at as u64 + 1));
            let coordinates = coordinates.map(Coordinates::hundred_thousandths);
            out.push(u8::from(coordinates.is_some()));
            coordinates.iter().flatten().for_each(|e5| out.extend_from_slice(&e5.to_le_bytes()));
        }
        out
    }

    /// Reads tables that were kept.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let mut tables = Self::default();
        for _ in 0..cursor.size()? {
            tables.inputs.push(cursor.text()?.into());
        }
        for _ in 0..cursor.size()? {
            tables.values.push_kept(cursor.bytes()?);
        }
        for _ in 0..cursor.size()? {
            let id = cursor.text()?.to_owned();
            let name = cursor.text()?.to_owned();
            let n_aliases = cursor.size()?;
            let aliases = (0..n_aliases).map(|_| cursor.text().map(str::to_owned)).collect::<Option<_>>()?;
            let kind = numbered_kind(cursor.number()?)?;
            let parent = match cursor.size()? {
                0 => None,
                at => Some(Arc::clone(tables.places.get(at - 1)?)),
            };
            let cursor_byte = cursor.byte();
            let mut e5 = || Some(i32::from_le_bytes(cursor.take(4)?.try_into().ok()?));
            let coordinates = match cursor_byte? {
                0 => None,
                _ => Some(Coordinates::of_hundred_thousandths([e5()?, e5()?])),
            };
            tables.places.push(Arc::new(Place { id, name, aliases, kind, parent, coordinates }));
        }
        Some(tables)
    }

    /// The input of a number.
    pub(super) fn input_of(&self, number: usize) -> Option<&str> {
        self.inputs.get(number).map(|input| &**input)
    }

    /// The value of a number.
    pub(super) fn value_of(&self, number: usize) -> Option<&str> {
        std::str::from_utf8(self.values.get(u32::try_from(number).ok()?)?).ok()
    }

    /// The inputs, as keys name them.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(|input| &**input)
    }

    /// Every place of the collection.
    pub(super) fn places(&self) -> &[Arc<Place>] {
        &self.places
    }
}

fn kind_number(kind: PlaceKind) -> u64 {
    match kind {
        PlaceKind::Area => 0,
        PlaceKind::Building => 1,
        PlaceKind::Part => 2,
        PlaceKind::Room => 3,
        PlaceKind::Outside => 4,
        PlaceKind::Stated => 5,
        PlaceKind::Country => 6,
        PlaceKind::Region => 7,
        PlaceKind::City => 8,
    }
}

fn numbered_kind(number: u64) -> Option<PlaceKind> {
    Some(match number {
        0 => PlaceKind::Area,
        1 => PlaceKind::Building,
        2 => PlaceKind::Part,
        3 => PlaceKind::Room,
        4 => PlaceKind::Outside,
        5 => PlaceKind::Stated,
        6 => PlaceKind::Country,
        7 => PlaceKind::Region,
        8 => PlaceKind::City,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a look at every place for each, 80,000 of them took minutes.
    #[test]
    fn very_many_places_come_back_with_their_parents() {
        let mut tables = Tables::default();
        for n in 0..60_000 {
            let (country, city) = (format!("country {n}"), format!("city {n}"));
            tables.place(&Place::stated(&[&country, &city]).unwrap());
        }
        let kept = Tables::decode(&tables.encoded()).unwrap();
        assert!(kept.places() == tables.places());
        assert_eq!(kept.places().len(), 120_000);
    }
}
