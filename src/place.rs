//! Places as a tree, and the gazetteer that knows their names.
//! A gazetteer is read from CSV text (`assets/places/`, and the user's own `places.csv`); finding places in a caption
//! is `recognize`.

mod beside;
pub mod gazetteer;
mod listed;
pub mod recognize;
mod relation;
pub mod rules;
mod signs;
pub mod stated;
pub mod surroundings;
mod towns;
mod unlisted;
mod wording;
mod words;
mod world;

use std::ops::Range;
use std::sync::Arc;

use self::rules::PlaceRule;
use crate::text;

/// How many names a place's path has at most: the world's have four, and what an input states may have any number, each of
/// which is a place with all before it in its id.
pub const PATH_NAMES_MAX: usize = 16;
/// Kilometres of a degree of latitude.
const DEGREE_KM: f64 = 111.2;

/// An entry of the tree of places.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// Lasting name for files and queries: `senate-chamber`.
    pub id: String,
    /// The name on the screen: "Senate chamber".
    pub name: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// The place it is inside of.
    pub parent: Option<Arc<Place>>,
    /// Where on the globe it is, when that is known of it itself; see `position`.
    pub coordinates: Option<Coordinates>,
}

/// A point on the globe, in hundred-thousandths of a degree, so that points can be compared exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Coordinates {
    latitude_e5: i32,
    longitude_e5: i32,
}

/// What sort of place an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A country, or a territory that stands among them.
    Country,
    /// A state, province or other first part of a country.
    Region,
    /// A city, town or village.
    City,
    /// A continent, landscape, water, quarter or other area.
    Area,
    /// A building.
    Building,
    /// A wing or other large part of a building.
    Part,
    /// A room, or a part of one.
    Room,
    /// The ground around a building: where "outside the building" is.
    Outside,
    /// Stated by an input and not in the gazetteer.
    Stated,
}

/// A place that a photo's caption names or its fields state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceMention {
    /// The place.
    pub place: Arc<Place>,
    /// How what is shown stands to the place.
    pub relation: Relation,
    /// Where the name stands in the text; absent when a field states the place.
    pub span: Option<Range<usize>>,
    /// Why it was read so.
    pub rule: PlaceRule,
}

/// How what is shown stands to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// Inside it.
    In,
    /// At it: on, to, entering.
    At,
    /// Outside it, though perhaps still inside a wider place.
    Outside,
    /// Near it.
    Near,
    /// On the way through it.
    Through,
}

impl Place {
    /// A place stated by the names on its path from the root, which the gazetteer does not know; of a path that is too
    /// long, the place where it was cut off.
    pub fn stated(path: &[&str]) -> Option<Arc<Self>> {
        let mut place: Option<Arc<Self>> = None;
        let names = path.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        for name in names.take(PATH_NAMES_MAX) {
            let own = text::slug(name);
            let own = if own.is_empty() { name.to_owned() } else { own };
            let id = place.as_ref().map_or_else(|| own.clone(), |parent| format!("{}/{own}", parent.id));
            let (name, aliases) = (name.to_owned(), Vec::new());
            let kind = PlaceKind::Stated;
            place = Some(Arc::new(Self { id, name, aliases, kind, parent: place, coordinates: None }));
        }
        place
    }

    /// The place and all it is inside of, narrowest first.
    pub fn ancestry(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |place| place.parent.as_deref())
    }

    /// The names from the root of the tree down to the place.
    pub fn path(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.ancestry().map(|place| place.name.as_str()).collect();
        names.reverse();
        names
    }

    /// Everything the place answers to in a query, folded: id, name and aliases.
    ///
    /// A place of the world that is not the best known of its name does not answer to that name alone: `place:paris` is the
    /// one in France, and `paris-texas` answers to "Paris, Texas".
    pub fn folded_names(&self) -> impl Iterator<Item = String> {
        let of_world = matches!(self.kind, PlaceKind::Country | PlaceKind::Region | PlaceKind::City);
        let own_name = (!of_world || text::slug(&self.name) == self.id).then_some(&self.name);
        [&self.id].into_iter().chain(own_name).chain(&self.aliases).map(|name| text::fold(name))
    }

    /// Where on the globe it is: its own point, or that of the nearest place around it that has one.
    pub fn position(&self) -> Option<Coordinates> {
        self.ancestry().find_map(|place| place.coordinates)
    }
}

impl Coordinates {
    /// A point by its latitude and longitude; what is beyond the poles or the date line is brought to them.
    pub fn of_degrees(latitude: f64, longitude: f64) -> Self {
        // Bounded just before, so that the casts cannot cut anything off.
        let e5 = |degrees: f64, most: f64| (degrees.clamp(-most, most) * 1e5).round() as i32;
        Self { latitude_e5: e5(latitude, 90.0), longitude_e5: e5(longitude, 180.0) }
    }

    /// Latitude and longitude in hundred-thousandths of a degree, for files of ours.
    pub fn hundred_thousandths(self) -> [i32; 2] {
        [self.latitude_e5, self.longitude_e5]
    }

    /// The reverse of `hundred_thousandths`.
    pub fn of_hundred_thousandths([latitude_e5, longitude_e5]: [i32; 2]) -> Self {
        Self { latitude_e5, longitude_e5 }
    }

    /// Latitude and longitude, in degrees.
    pub fn degrees(self) -> [f64; 2] {
        [f64::from(self.latitude_e5) / 1e5, f64::from(self.longitude_e5) / 1e5]
    }

    /// About how far it is to a point, as on a flat map: true to a few parts in a hundred where it is near.
    pub(crate) fn km_to(self, other: Self) -> f64 {
        let ([latitude, longitude], [other_latitude, other_longitude]) = (self.degrees(), other.degrees());
        let turn = (longitude - other_longitude).rem_euclid(360.0);
        let east = turn.min(360.0 - turn) * latitude.to_radians().cos();
        (latitude - other_latitude).hypot(east) * DEGREE_KM
    }
}

impl PlaceKind {
    /// The word for it in a gazetteer file.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "country" => Self::Country,
            "region" => Self::Region,
            "city" => Self::City,
            "area" => Self::Area,
            "building" => Self::Building,
            "part" => Self::Part,
            "room" => Self::Room,
            "outside" => Self::Outside,
            _ => return None,
        })
    }
}

impl Relation {
    /// Every relation, in the order of the type.
    pub const ALL: [Self; 5] = [Self::In, Self::At, Self::Outside, Self::Near, Self::Through];

    /// The word for it in JSON, CSV and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::At => "at",
            Self::Outside => "outside",
            Self::Near => "near",
            Self::Through => "through",
        }
    }

    /// The reverse of `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.name() == name)
    }
}
