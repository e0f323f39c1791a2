//! The gazetteer: the places that are known, and every name to look for in a caption.
//! Buildings, their parts and the user's own places are read from CSV text, whose columns are explained in
//! `assets/places/capitol.csv` and in `docs/manual.md`; the countries, regions and cities of the world are `world`.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use thiserror::Error;

use crate::place::world::{World, WorldPlace};
use crate::place::{Coordinates, Place, PlaceKind, surroundings};
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

    /// Adds the places of a CSV text; a row with an error costs only itself. What it calls by a name goes before what the
    /// program's own lists and the world's table do.
    pub fn extend(&mut self, csv_text: &str) -> Vec<GazetteerError> {
        // FNV-1a: the same for the same texts in every run.
        self.fingerprint = csv_text.bytes().fold(self.fingerprint ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut errors = Vec::new();
        self.n_texts += 1;
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(csv_text.as_bytes());
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => return vec![GazetteerError { line: 1, problem: error.to_string() }],
        };
        let column = |name: &str| header.iter().position(|title| title.trim().eq_ignore_ascii_case(name));
        let columns = Columns {
            id: column("id"),
            kind: column("kind"),
            parent: column("parent"),
            name: column("name"),
            aliases: column("aliases"),
            after_preposition: column("after_preposition"),
            beside_parent: column("beside_parent"),
            unless_body: column("unless_body"),
            latitude: column("latitude"),
            longitude: column("longitude"),
        };
        if columns.name.is_none() || columns.kind.is_none() {
            let problem =
                "the first row must name the columns: id,kind,parent,name,aliases,after_preposition,beside_parent";
            return vec![GazetteerError { line: 1, problem: problem.to_owned() }];
        }
        for row in reader.records() {
            match row {
                Ok(row) => {
                    let line = row.position().map_or(0, |position| line_of_row(csv_text, position));
                    if let Err(problem) = self.add_row(&columns, &row) {
                        errors.push(GazetteerError { line, problem });
                    }
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    errors.push(GazetteerError { line, problem: error.to_string() });
                }
            }
        }
        for names in self.names.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse((name.words.len(), name.generation)));
        }
        errors
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

    /// The ground outside a place, when the gazetteer has it.
    pub(crate) fn outside_of(&self, place: &Place) -> Option<&Arc<Place>> {
        let is_its_outside = |candidate: &&Arc<Place>| {
            candidate.kind == PlaceKind::Outside
                && candidate.parent.as_ref().is_some_and(|parent| parent.id == place.id)
        };
        self.by_id.values().filter(is_its_outside).min_by(|a, b| a.id.cmp(&b.id))
    }

    fn add_row(&mut self, columns: &Columns, row: &csv::StringRecord) -> Result<(), String> {
        let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or("").trim();
        let (id, kind, name) = (cell(columns.id), cell(columns.kind), cell(columns.name));
        if text::words(name).is_empty() {
            return Err("the name is empty".to_owned());
        }
        let aliases = listed(cell(columns.aliases));
        let not_place = match kind {
            "body" => Some(NotPlace::Body),
            "title" => Some(NotPlace::Title),
            "elsewhere" => Some(NotPlace::Elsewhere),
            _ => None,
        };
        if let Some(not_place) = not_place {
            for name in std::iter::once(name).chain(aliases) {
                self.add_name(name, Sense::NotPlace(not_place));
            }
            return Ok(());
        }
        let kind_of_place = PlaceKind::parse(kind).ok_or_else(|| {
            format!("“{kind}” is not a kind: use area, building, part, room, outside, body, title or elsewhere")
        })?;
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err("a place needs an id without blanks, such as senate-chamber".to_owned());
        }
        if self.by_id.contains_key(id) {
            return Err(format!("there is already a place with the id “{id}”"));
        }
        let parent = match cell(columns.parent) {
            "" => None,
            parent => Some(
                self.by_id(parent)
                    .cloned()
                    .ok_or_else(|| format!("its parent “{parent}” is not known: it must stand in an earlier line"))?,
            ),
        };
        let coordinates = coordinates(cell(columns.latitude), cell(columns.longitude))?;
        let (after_preposition, beside_parent) =
            (listed(cell(columns.after_preposition)), listed(cell(columns.beside_parent)));
        let unless_body = listed(cell(columns.unless_body));
        // "Outside" is a heading, not a name to look for: "outside" is a relation.
        let looked_for = (kind_of_place != PlaceKind::Outside || name.contains(' ')).then_some(name);
        let is_conditional = after_preposition
            .clone()
            .chain(beside_parent.clone())
            .chain(unless_body.clone())
            .any(|other| other == name);
        let looked_for = looked_for.filter(|_| !is_conditional);
        let place = Arc::new(Place {
            id: id.to_owned(),
            name: name.to_owned(),
            aliases: aliases
                .clone()
                .chain(after_preposition.clone())
                .chain(unless_body.clone())
                .map(str::to_owned)
                .collect(),
            kind: kind_of_place,
            parent,
            coordinates,
        });
        if let Some(around) = surroundings::of_world(&place) {
            self.around.insert(id.to_owned(), around);
        }
        self.by_id.insert(id.to_owned(), Arc::clone(&place));
        for alias in looked_for.into_iter().chain(aliases) {
            self.add_name(alias, Sense::Place(Arc::clone(&place), Condition::Always));
        }
        for alias in after_preposition {
            self.add_name(alias, Sense::Place(Arc::clone(&place), Condition::AfterPreposition));
        }
        for alias in unless_body {
            self.add_name(alias, Sense::Place(Arc::clone(&place), Condition::UnlessBody));
        }
        for alias in beside_parent {
            self.add_name(alias, Sense::Place(Arc::clone(&place), Condition::BesideParent));
        }
        Ok(())
    }

    fn add_name(&mut self, name: &str, sense: Sense) {
        let words = text::words(name);
        let Some(first) = words.first().cloned() else { return };
        let capitalized = name.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        self.beginnings.add(&first);
        self.names.entry(first).or_default().push(Name { words, capitalized, generation: self.n_texts, sense });
    }
}

/// Where the columns of a gazetteer file are.
struct Columns {
    id: Option<usize>,
    kind: Option<usize>,
    parent: Option<usize>,
    name: Option<usize>,
    aliases: Option<usize>,
    after_preposition: Option<usize>,
    beside_parent: Option<usize>,
    unless_body: Option<usize>,
    latitude: Option<usize>,
    longitude: Option<usize>,
}

/// The point that two cells state, in degrees; none where both are empty.
fn coordinates(latitude: &str, longitude: &str) -> Result<Option<Coordinates>, String> {
    if latitude.is_empty() && longitude.is_empty() {
        return Ok(None);
    }
    let degrees = |cell: &str, most: f64| {
        cell.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most).ok_or_else(|| {
            format!("“{cell}” is not a latitude or longitude: use degrees such as 48.8566, from -{most} to {most}")
        })
    };
    Ok(Some(Coordinates::of_degrees(degrees(latitude, 90.0)?, degrees(longitude, 180.0)?)))
}

/// The line on which a row begins: `csv` gives the place before the comments and blank lines that it passes over.
fn line_of_row(csv_text: &str, before: &csv::Position) -> u64 {
    let start = usize::try_from(before.byte()).unwrap_or(usize::MAX);
    let lines = csv_text.get(start..).unwrap_or("").split('\n');
    let n_passed = lines.take_while(|line| line.starts_with('#') || line.trim_end_matches('\r').is_empty()).count();
    before.line() + u64::try_from(n_passed).unwrap_or(0)
}

fn listed(cell: &str) -> impl Iterator<Item = &str> + Clone {
    cell.split('|').map(str::trim).filter(|name| !name.is_empty())
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

    fn check_error(row: &str, expected: &str) {
        let text = format!("id,kind,parent,name,aliases\n# a comment\n{row}\n");
        let errors: Vec<String> = Gazetteer::built_in().extend(&text).iter().map(ToString::to_string).collect();
        assert_eq!(errors, [expected], "{row}");
    }

    #[test]
    fn errors_name_the_line_and_what_would_be_right() {
        check_error(
            "a,castle,,A,",
            "line 3: “castle” is not a kind: use area, building, part, room, outside, body, title or elsewhere",
        );
        check_error("a b,room,,A,", "line 3: a place needs an id without blanks, such as senate-chamber");
        check_error("senate,room,,A,", "line 3: there is already a place with the id “senate”");
        check_error("a,room,nowhere,A,", "line 3: its parent “nowhere” is not known: it must stand in an earlier line");
        check_error("a,room,senate, ,", "line 3: the name is empty");
    }

    #[test]
    fn a_bad_row_costs_only_itself() {
        let mut gazetteer = Gazetteer::built_in();
        let errors = gazetteer.extend(
            "id,kind,parent,name,aliases\nbad,castle,,Bad,\ncafe,room,us-capitol,Senate Café,Dirksen café|Coffee bar\n",
        );
        assert_eq!(errors.len(), 1);
        let place = gazetteer.named("dirksen CAFE").map(|place| place.path().join(" / "));
        assert_eq!(place.as_deref(), Some("United States / Washington, DC / US Capitol / Senate Café"));
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
