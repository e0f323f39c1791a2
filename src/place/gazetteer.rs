//! The gazetteer: the places that are known, and every name to look for in a caption.
//! It is read from CSV text; the columns are explained in `assets/places/capitol.csv` and in the README.

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use crate::place::{Place, PlaceKind};
use crate::text;

const BUILT_IN: &str = include_str!("../../assets/places/capitol.csv");

/// The places that are known, and the names to look for.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    by_id: HashMap<String, Arc<Place>>,
    /// Names by their first word, folded; those with the most words first.
    names: HashMap<String, Vec<Name>>,
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
        let mut gazetteer = Self::default();
        // A test shows that the built-in rows have no errors.
        gazetteer.extend(BUILT_IN);
        gazetteer
    }

    /// Adds the places of a CSV text; a row with an error costs only itself.
    pub fn extend(&mut self, csv_text: &str) -> Vec<GazetteerError> {
        // FNV-1a: the same for the same texts in every run.
        self.fingerprint = csv_text.bytes().fold(self.fingerprint ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut errors = Vec::new();
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
            names.sort_by_key(|name| std::cmp::Reverse(name.words.len()));
        }
        errors
    }

    /// A number that differs for gazetteers that were made of different texts.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The place with that id.
    pub fn by_id(&self, id: &str) -> Option<&Arc<Place>> {
        self.by_id.get(id)
    }

    /// The place with that name, alias or id, case and accents ignored; the first by id where several share it.
    pub fn named(&self, name: &str) -> Option<&Arc<Place>> {
        let folded = text::fold(name.trim());
        self.by_id.get(&folded).or_else(|| {
            let first = text::words(name).into_iter().next()?;
            let words = text::words(name);
            self.names.get(&first)?.iter().filter(|known| known.words == words).find_map(|known| match &known.sense {
                Sense::Place(place, Condition::Always | Condition::AfterPreposition) => Some(place),
                Sense::Place(_, Condition::BesideParent) | Sense::NotPlace(_) => None,
            })
        })
    }

    /// The places that a name typed so far may mean, at most so many: those whose own name begins with it first, then
    /// those of which another name or a word begins with it. It looks through every place, which takes longer than a frame.
    pub fn matching(&self, typed: &str, most: usize) -> Vec<Arc<Place>> {
        let wanted = text::fold(typed.trim());
        if wanted.is_empty() {
            return Vec::new();
        }
        let rank = |place: &Place| {
            let begins = |name: &str| text::fold(name).starts_with(&wanted);
            let has_word = |name: &str| text::fold(name).split(' ').any(|word| word.starts_with(&wanted));
            let names = || std::iter::once(&place.name).chain(&place.aliases);
            match () {
                () if text::fold(&place.name) == wanted => Some(0),
                () if begins(&place.name) => Some(1),
                () if names().any(|name| begins(name)) => Some(2),
                () if names().any(|name| has_word(name)) => Some(3),
                () => None,
            }
        };
        let mut found: Vec<(usize, &Arc<Place>)> =
            self.by_id.values().filter_map(|place| Some((rank(place)?, place))).collect();
        found.sort_by(|(a, one), (b, other)| (a, &one.name, &one.id).cmp(&(b, &other.name, &other.id)));
        found.into_iter().take(most).map(|(_, place)| Arc::clone(place)).collect()
    }

    /// Every place, by id.
    pub fn places(&self) -> Vec<&Arc<Place>> {
        let mut places: Vec<_> = self.by_id.values().collect();
        places.sort_by(|a, b| a.id.cmp(&b.id));
        places
    }

    /// The names that begin with a folded word, those with the most words first.
    pub(crate) fn names_from(&self, first_word: &str) -> &[Name] {
        self.names.get(first_word).map_or(&[], Vec::as_slice)
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
                self.by_id
                    .get(parent)
                    .cloned()
                    .ok_or_else(|| format!("its parent “{parent}” is not known: it must stand in an earlier line"))?,
            ),
        };
        let (after_preposition, beside_parent) =
            (listed(cell(columns.after_preposition)), listed(cell(columns.beside_parent)));
        // "Outside" is a heading, not a name to look for: "outside" is a relation.
        let looked_for = (kind_of_place != PlaceKind::Outside || name.contains(' ')).then_some(name);
        let conditional: Vec<&str> = after_preposition.clone().filter(|other| *other == name).collect();
        let looked_for = looked_for.filter(|_| conditional.is_empty());
        let place = Arc::new(Place {
            id: id.to_owned(),
            name: name.to_owned(),
            aliases: aliases.clone().chain(after_preposition.clone()).map(str::to_owned).collect(),
            kind: kind_of_place,
            parent,
        });
        self.by_id.insert(id.to_owned(), Arc::clone(&place));
        for alias in looked_for.into_iter().chain(aliases) {
            self.add_name(alias, Sense::Place(Arc::clone(&place), Condition::Always));
        }
        for alias in after_preposition {
            self.add_name(alias, Sense::Place(Arc::clone(&place), Condition::AfterPreposition));
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
        self.names.entry(first).or_default().push(Name { words, capitalized, sense });
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
        assert_eq!(Gazetteer::default().extend(BUILT_IN), vec![]);
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
        assert_eq!(place.as_deref(), Some("Washington, DC / US Capitol / Senate Café"));
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
