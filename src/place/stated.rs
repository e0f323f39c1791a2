//! Places that fields state, by the names on their path or by coordinates, joined to the tree of known places.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use crate::place::gazetteer::Gazetteer;
use crate::place::world::{World, WorldPlace};
use crate::place::{Coordinates, DEGREE_KM, PATH_NAMES_MAX, Place, PlaceKind};
use crate::text;
use crate::text::word_map::rows;

/// How far from a town's middle a photo may have been taken to be that town's.
const NEAREST_KM: f64 = 20.0;
/// How many places of one name are tried as the first of a path.
const TRIED_MAX: usize = 12;

/// What a path may begin with that is no country.
static CONTINENTS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| rows(include_str!("../../assets/places/continents.csv")).flat_map(|row| row.split('|')).collect());

/// Towns by latitude, for those nearest to a point.
static BY_LATITUDE: LazyLock<Vec<(i32, i32, WorldPlace)>> = LazyLock::new(|| {
    let towns = World::get().places().filter(|place| place.kind() == PlaceKind::City);
    let mut towns: Vec<_> = towns
        .map(|place| {
            let [latitude, longitude] = place.coordinates().degrees();
            (e3(latitude), e3(longitude), place)
        })
        .collect();
    towns.sort_unstable();
    towns
});

impl Gazetteer {
    /// The places that the names on a path from the root state, the narrowest first: known ones where the path leads to
    /// them, and ones of its own below the last that is known.
    ///
    /// A name between two known ones that is not known itself, such as a county, is a place beside the narrowest.
    pub fn stated(&self, path: &[&str], country_code: Option<&str>) -> Vec<Arc<Place>> {
        let names = path.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        let path: Vec<&str> = names.take(PATH_NAMES_MAX).collect();
        if let ([only], None) = (path.as_slice(), country_code) {
            let known = self.named(only).cloned();
            return known.or_else(|| Place::stated(&path)).into_iter().collect();
        }
        let country = country_code.and_then(|code| country_of_code(code.trim()));
        let path = match path.as_slice() {
            [first, rest @ ..] if CONTINENTS.contains(text::fold(first).as_str()) && !rest.is_empty() => rest,
            whole => whole,
        };
        let Some(walked) = best_walk(path, country) else {
            return Place::stated(path).into_iter().collect();
        };
        let Some(known) = walked.narrowest.place() else { return Vec::new() };
        let mut places = vec![below(Arc::clone(known), &walked.below)];
        for (outer, name) in walked.beside {
            if let Some(outer) = outer.place() {
                places.push(below(Arc::clone(outer), &[name]));
            }
        }
        places
    }

    /// The town nearest to a point, where one is near enough.
    pub fn nearest(&self, [latitude, longitude]: [f64; 2]) -> Option<&'static Arc<Place>> {
        let reach = e3(NEAREST_KM / DEGREE_KM);
        let (lat, lon) = (e3(latitude), e3(longitude));
        let start = BY_LATITUDE.partition_point(|(town, ..)| *town < lat - reach);
        let towns = BY_LATITUDE.get(start..)?.iter().take_while(|(town, ..)| *town <= lat + reach);
        let shrink = latitude.to_radians().cos();
        let distance = |town_lat: i32, town_lon: i32| {
            let turn = (town_lon - lon).rem_euclid(360_000);
            let east = f64::from(turn.min(360_000 - turn)) * shrink;
            f64::from(town_lat - lat).hypot(east) / 1000.0 * DEGREE_KM
        };
        let near = towns.map(|(town_lat, town_lon, place)| (distance(*town_lat, *town_lon), *place));
        let nearest = near.filter(|(km, _)| *km <= NEAREST_KM).min_by(|(a, _), (b, _)| a.total_cmp(b))?;
        nearest.1.place()
    }
}

/// The country of an ISO 3166 code of two or three capitals, or of another that stands for it ("UK").
fn country_of_code(code: &str) -> Option<WorldPlace> {
    static BY_CODE: LazyLock<HashMap<&str, WorldPlace>> = LazyLock::new(|| {
        let rows = rows(include_str!("../../assets/places/country_codes.csv"));
        let codes = |row: &'static str| {
            let (codes, id) = row.rsplit_once(',')?;
            let place = World::get().by_id(id)?;
            Some(codes.split(',').map(move |code| (code, place)))
        };
        rows.filter_map(codes).flatten().collect()
    });
    if !(2..=3).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let known = BY_CODE.get(code).copied().or_else(|| WorldPlace::named(code, &[]));
    known.filter(|place| place.kind() == PlaceKind::Country)
}

/// What a path led to.
#[derive(Clone)]
struct Walk<'p> {
    narrowest: WorldPlace,
    n_known: usize,
    /// Names after the last known place.
    below: Vec<&'p str>,
    /// Unknown names between known places, with the place they lie in.
    beside: Vec<(WorldPlace, &'p str)>,
}

/// Of the places that the first name may mean, the one within which most of the others are known.
fn best_walk<'p>(path: &[&'p str], country: Option<WorldPlace>) -> Option<Walk<'p>> {
    let Some((first, rest)) = path.split_first() else { return country.map(|country| walk(path, country)) };
    let first_country = country_of_code(first)
        .or_else(|| WorldPlace::named(first, &[]))
        .filter(|place| place.kind() == PlaceKind::Country);
    match (country, first_country) {
        (Some(country), Some(first)) if country == first => return Some(walk(rest, country)),
        // A name is written with more care than a code.
        (None, _) | (Some(_), Some(_)) => {}
        (Some(country), None) => return Some(walk(path, country)),
    }
    let mut best: Option<Walk<'p>> = None;
    let named = WorldPlace::all_named(first).into_iter().take(TRIED_MAX);
    for start in named.chain(country_of_code(first)) {
        let walked = walk(rest, start);
        if best.as_ref().is_none_or(|best| walked.n_known > best.n_known) {
            best = Some(walked);
        }
    }
    best
}

fn walk<'p>(path: &[&'p str], start: WorldPlace) -> Walk<'p> {
    let mut walked = Walk { narrowest: start, n_known: 1, below: Vec::new(), beside: Vec::new() };
    for name in path {
        match WorldPlace::named(name, &[walked.narrowest]) {
            Some(place) => {
                let outer = walked.narrowest;
                walked.beside.extend(walked.below.drain(..).map(|name| (outer, name)));
                walked.narrowest = place;
                walked.n_known += 1;
            }
            // "Singapore, Singapore": the country again.
            None if text::fold(name) == text::fold(walked.narrowest.name()) => {}
            None => walked.below.push(name),
        }
    }
    walked
}

/// A place of its own, below a known one.
fn below(mut place: Arc<Place>, names: &[&str]) -> Arc<Place> {
    for name in names {
        let own = text::slug(name);
        let own = if own.is_empty() { (*name).to_owned() } else { own };
        place = Arc::new(Place {
            id: format!("{}/{own}", place.id),
            name: (*name).to_owned(),
            aliases: Vec::new(),
            kind: PlaceKind::Stated,
            parent: Some(place),
            coordinates: None,
        });
    }
    place
}

/// The point at coordinates that a photo states.
pub fn point([latitude, longitude]: [f64; 2]) -> Coordinates {
    Coordinates::of_degrees(latitude, longitude)
}

/// Thousandths of a degree.
fn e3(degrees: f64) -> i32 {
    // No degrees are beyond what the cast can hold, and it stops at its bounds.
    (degrees * 1000.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &[&str], code: Option<&str>, expected: &[&str]) {
        let places = Gazetteer::built_in().stated(path, code);
        let ids: Vec<&str> = places.iter().map(|place| place.id.as_str()).collect();
        assert_eq!(ids, expected, "{path:?}");
    }

    #[test]
    fn stated_paths_lead_to_known_places() {
        check(&["Germany", "Bavaria", "Munich"], None, &["munich"]);
        check(&["Deutschland", "Bayern", "München"], Some("DE"), &["munich"]);
        check(&["Europe", "France", "Paris"], None, &["paris"]);
        check(&["Texas", "Paris"], None, &["paris-texas"]);
        check(&["Georgia", "Atlanta"], None, &["atlanta"]);
        check(&["Georgia", "Tbilisi"], None, &["tbilisi"]);
        check(&["Paris"], Some("US"), &["paris-texas"]);
        check(&["London"], Some("CA"), &["london-ontario"]);
        check(&["London"], Some("CAN"), &["london-ontario"]);
        check(&["Cartagena"], Some("COL"), &["cartagena"]);
        check(&["Boston"], Some("GBR"), &["boston-united-kingdom"]);
        check(&["Cordoba"], Some("ES"), &["cordoba-spain"]);
        check(&["London"], Some("UK"), &["london"]);
        check(&["CO", "Bogotá"], None, &["bogota"]);
        check(&["CO", "Denver"], None, &["denver"]);
        check(&["IN", "Mumbai"], None, &["mumbai"]);
        check(&["CA", "Toronto"], None, &["toronto"]);
        check(&["Germany", "Munich"], Some("US"), &["munich"]);
        check(&["USA", "GA", "Atlanta"], None, &["atlanta"]);
        check(&["Singapore", "Singapore"], Some("SGP"), &["singapore"]);
        check(&["Maryland", "Prince Georges", "Hyattsville"], None, &["hyattsville", "maryland/prince-georges"]);
        check(&["United States", "Maryland", "Nowhere", "Pier 7"], None, &["maryland/nowhere/pier-7"]);
        check(&["rotunda"], None, &["rotunda"]);
        check(&["My desk", "Drawer"], None, &["my-desk/drawer"]);
        check(&[], None, &[]);
    }

    #[test]
    fn coordinates_lead_to_the_nearest_town() {
        let gazetteer = Gazetteer::built_in();
        let id = |point| gazetteer.nearest(point).map(|place| place.id.as_str());
        assert_eq!(id([48.137, 11.575]), Some("munich"));
        assert_eq!(id([38.8899, -77.0091]), Some("washington-dc"));
        assert_eq!(id([0.0, -30.0]), None);
        assert_eq!(id([90.0, 180.0]), None);
        assert!(gazetteer.nearest([f64::NAN, 0.0]).is_none());
    }
}
