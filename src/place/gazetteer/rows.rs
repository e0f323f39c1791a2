//! How places are read from the rows of a CSV text: those that come with the program, and the user's own.

use std::sync::Arc;

use crate::place::gazetteer::{Condition, Gazetteer, GazetteerError, Name, NotPlace, Sense};
use crate::place::{Coordinates, Place, PlaceKind, surroundings};
use crate::text;

impl Gazetteer {
    /// Adds the places of a CSV text; a row with an error costs only itself. What it calls by a name goes before what the
    /// program's own lists and the world's table do.
    pub fn extend(&mut self, csv_text: &str) -> Vec<GazetteerError> {
        self.fingerprint = self.fingerprint.rotate_left(1) ^ text::stable_hash(csv_text.as_bytes());
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
            shared_names: column("shared_names"),
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
        if cell(columns.shared_names).eq_ignore_ascii_case("yes") {
            self.shared_names.insert(id.to_owned());
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
    shared_names: Option<usize>,
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
}
