//! What is read in a photo's text joined to what its input states: each name once, and the input's own fields outrank the
//! text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::anatomy::persons::may_be_one;
use crate::caption::{Caption, Person, PersonRole};
use crate::place::gazetteer::Gazetteer;
use crate::place::rules::PlaceRule;
use crate::place::{Place, PlaceMention, Relation};
use crate::text;

/// How many persons of a text a field may name more fully: a caption names fewer.
const SHORT_NAMES_MAX: usize = 100;

/// The organizations read, and those a field states, each once.
pub(super) fn joined_organizations(text: &str, read: &[Range<usize>], stated: &[String]) -> Vec<String> {
    let written = read.iter().filter_map(|range| text.get(range.clone()));
    let mut known = HashSet::new();
    let names = written.chain(stated.iter().map(String::as_str));
    names.filter(|name| known.insert(text::fold(name))).map(str::to_owned).collect()
}

/// The persons read, and those a field states: the same person is one, under the longer name, and shown.
pub(super) fn joined_persons(mut persons: Vec<Person>, stated: &[String]) -> Vec<Person> {
    if stated.is_empty() {
        return persons;
    }
    // Those of a field are told apart by it; only those that a text names may be there under a shorter name.
    let n_read = persons.len().min(SHORT_NAMES_MAX);
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (at, person) in persons.iter().enumerate() {
        by_name.entry(text::fold(&person.name)).or_insert(at);
    }
    for stated in stated {
        let name = upright(stated);
        let folded = text::fold(&name);
        let equal = by_name.get(&folded).copied();
        let stated = Person::stated(&name, PersonRole::Shown);
        let same = || persons.iter().take(n_read).position(|person| may_be_one(person, &stated));
        match equal.or_else(same).and_then(|at| persons.get_mut(at)) {
            Some(person) => {
                person.role = PersonRole::Shown;
                if person.name.len() < name.len() {
                    person.name = name;
                }
            }
            None => {
                by_name.insert(folded, persons.len());
                persons.push(stated);
            }
        }
    }
    persons
}

/// "Pelosi, Nancy" as "Nancy Pelosi".
fn upright(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given))
            if !given.contains(',')
                && !family.contains(' ')
                && !given.trim_end_matches('.').eq_ignore_ascii_case("jr") =>
        {
            format!("{} {}", given.trim(), family.trim())
        }
        _ => name.to_owned(),
    }
}

/// The places that fields state: those of the input, then where the photo was taken, then what it shows.
pub(super) fn stated_places(stated: &[Vec<String>], caption: &Caption, gazetteer: &Gazetteer) -> Vec<Arc<Place>> {
    let mut places: Vec<Arc<Place>> = Vec::new();
    let mut add = |found: Vec<Arc<Place>>| {
        for place in found {
            if !places.iter().any(|known| known.id == place.id) {
                places.push(place);
            }
        }
    };
    for path in stated {
        add(gazetteer.stated(&path.iter().map(String::as_str).collect::<Vec<_>>(), None));
    }
    for location in caption.locations_shown.iter().chain(&caption.location_created) {
        add(gazetteer.stated(&location.path(), location.country_code.as_deref()));
    }
    places
}

/// The places read, and those that fields state; the nearest town to the camera where neither says one.
pub(super) fn joined_places(
    mut places: Vec<PlaceMention>,
    stated: Vec<Arc<Place>>,
    gps: Option<[f64; 2]>,
    gazetteer: &Gazetteer,
) -> Vec<PlaceMention> {
    let nearest = gps.filter(|_| stated.is_empty()).and_then(|gps| gazetteer.nearest(gps));
    for place in stated {
        match places.iter_mut().find(|mention| mention.place.id == place.id) {
            // The field outranks the text: what both say is stated.
            Some(mention) => mention.rule = PlaceRule::Stated,
            None => places.push(PlaceMention { place, relation: Relation::In, span: None, rule: PlaceRule::Stated }),
        }
    }
    if let Some(place) = nearest
        && !places.iter().any(|mention| mention.place.ancestry().any(|other| other.id == place.id))
    {
        let place = Arc::clone(place);
        places.push(PlaceMention { place, relation: Relation::In, span: None, rule: PlaceRule::Nearest });
    }
    places
}
