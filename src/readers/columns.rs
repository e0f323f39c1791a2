//! What the columns of a table, or the members of a JSON object, hold, by their names: `assets/columns.csv`, or as the
//! user maps them. Letter case, accents, language and the ways of joining words make no difference.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::caption::field::{FIELDS, Field};
use crate::readers::{Options, ReadError};
use crate::text;

/// The most columns named in a message; of more the number is told.
const NAMED_MAX: usize = 20;
/// The longest column name in a message, in bytes.
const NAME_SHOWN_BYTES: usize = 60;

static TABLE: LazyLock<HashMap<String, Column>> = LazyLock::new(|| table(include_str!("../../assets/columns.csv")));

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// The photo's whole key, as our own exports state it.
    Key,
    /// The photo's own name in the input.
    Id,
    /// The caption as it stands.
    Caption,
    /// A text field of the caption, by its name.
    Field(&'static str),
    /// A part of the place, from the widest to the narrowest.
    PlacePart(usize),
    /// The name of a place.
    Place,
    /// When the photo was taken.
    DateCreated,
    /// The first day it may have been taken.
    DateFrom,
    /// The last day it may have been taken.
    DateTo,
    /// The year it was taken.
    Year,
    /// The month it was taken.
    Month,
    /// The day of the month it was taken.
    Day,
    /// When it was published.
    Published,
    /// Its file.
    File,
    /// Its picture's path or address.
    Picture,
    /// Stars.
    Rating,
    /// A colour or another label.
    Label,
    /// The camera.
    Camera,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Nothing that is wanted.
    Ignored,
}

/// A column that is known: what it holds, and its rank among the columns for that, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// What it holds.
    pub target: Target,
    /// 0 for a column that the user mapped.
    pub rank: usize,
}

/// How many parts of a place a table may state.
pub(crate) const N_PLACE_PARTS: usize = 6;

/// The parts of a place that have a column of their own, from the widest to the narrowest.
const PLACE_PARTS: [&str; N_PLACE_PARTS] = ["world_region", "country", "state", "county", "city", "sublocation"];

/// The other fields by name.
const OTHERS: [(&str, Target); 19] = [
    ("caption", Target::Caption),
    ("id", Target::Id),
    ("key", Target::Key),
    ("place", Target::Place),
    ("date_created", Target::DateCreated),
    ("date_from", Target::DateFrom),
    ("date_to", Target::DateTo),
    ("year", Target::Year),
    ("month", Target::Month),
    ("day", Target::Day),
    ("published", Target::Published),
    ("file", Target::File),
    ("picture", Target::Picture),
    ("rating", Target::Rating),
    ("label", Target::Label),
    ("camera", Target::Camera),
    ("latitude", Target::Latitude),
    ("longitude", Target::Longitude),
    ("ignore", Target::Ignored),
];

impl Target {
    /// The field of that name, or of a name that a column for it may have.
    pub(crate) fn named(name: &str) -> Result<Self, ReadError> {
        let known = Self::by_name(name).or_else(|| known(name).map(|column| column.target));
        known.ok_or_else(|| {
            let mut names: Vec<&str> = OTHERS.iter().map(|(name, _)| *name).chain(PLACE_PARTS).collect();
            names.extend(FIELDS.iter().map(|field| field.name));
            names.sort_unstable();
            ReadError::UnknownField { field: name.to_owned(), fields: names.join(", ") }
        })
    }

    /// Whether a caption may be read from it.
    pub(crate) fn is_captionlike(self) -> bool {
        matches!(
            self,
            Self::Caption | Self::Field("description" | "title" | "headline" | "alt_text" | "extended_description")
        )
    }

    /// Whether several values make sense.
    pub(crate) fn repeats(self) -> bool {
        match self {
            Self::Field(name) => Field::named(name).is_some_and(|field| field.repeats()),
            Self::Place => true,
            Self::Key
            | Self::Id
            | Self::Caption
            | Self::PlacePart(_)
            | Self::DateCreated
            | Self::DateFrom
            | Self::DateTo
            | Self::Year
            | Self::Month
            | Self::Day
            | Self::Published
            | Self::File
            | Self::Picture
            | Self::Rating
            | Self::Label
            | Self::Camera
            | Self::Latitude
            | Self::Longitude
            | Self::Ignored => false,
        }
    }

    /// A cell's values: a list where the field repeats, or else the cell as it stands.
    pub(crate) fn split(self, cell: impl Into<String> + AsRef<str>) -> Vec<String> {
        if !self.repeats() {
            return vec![cell.into()];
        }
        let cell = cell.as_ref();
        // Names of persons and places hold commas: "Harris, Charles".
        let marks: &[char] = match self {
            Self::Field("keywords") if !cell.contains([';', '|']) => &[','],
            _ => &[';', '|'],
        };
        cell.split(marks).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    fn by_name(name: &str) -> Option<Self> {
        let other = OTHERS.iter().find(|(other, _)| *other == name).map(|(_, target)| *target);
        let part = || PLACE_PARTS.iter().position(|part| *part == name).map(Self::PlacePart);
        let field = || Field::named(name).map(|field| Self::Field(field.name));
        other.or_else(part).or_else(field)
    }
}

/// Columns as the user mapped them.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    mapped: Vec<(String, Target)>,
}

impl Mapping {
    /// Reads the options' mapping.
    pub(crate) fn of(options: &Options) -> Result<Self, ReadError> {
        let mut mapped = Vec::new();
        for (column, field) in &options.column_map {
            mapped.push((column.clone(), Target::named(field)?));
        }
        Ok(Self { mapped })
    }

    /// The columns that are mapped.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.mapped.iter().map(|(column, _)| column.as_str())
    }

    /// What a column holds; what the user mapped stands before what the name says.
    pub(crate) fn column(&self, name: &str) -> Option<Column> {
        if let Some((_, target)) = self.mapped.iter().find(|(column, _)| is_same_name(column, name)) {
            return Some(Column { target: *target, rank: 0 });
        }
        let is_mapped = |target: Target| self.mapped.iter().any(|(_, mapped)| *mapped == target);
        known(name).filter(|column| !is_mapped(column.target))
    }
}

/// What a column of that name holds, as far as names are known.
pub(crate) fn known(name: &str) -> Option<Column> {
    TABLE.get(&words_of_name(name)).copied()
}

/// Whether two names of a column are the same but for case, accents and the way of joining words.
pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
    a.trim() == b.trim() || !words_of_name(a).is_empty() && words_of_name(a) == words_of_name(b)
}

/// Names of columns for a message.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let shown: Vec<String> = names
        .iter()
        .take(NAMED_MAX)
        .map(|name| format!("“{}”", text::truncated(name.trim(), NAME_SHOWN_BYTES)))
        .collect();
    let n_more = names.len().saturating_sub(NAMED_MAX);
    let more = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
    shown.join(", ") + &more
}

fn table(data: &str) -> HashMap<String, Column> {
    let mut table = HashMap::new();
    let mut rows = ::csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes());
    // A test reads every row of the data, so that none is skipped here.
    for row in rows.records().flatten() {
        let (Some(target), Some(names)) = (row.get(0).and_then(Target::by_name), row.get(1)) else { continue };
        for (n, name) in names.split('|').enumerate() {
            table.insert(name.to_owned(), Column { target, rank: n + 1 });
        }
    }
    table
}

/// The folded words of a column's name: "photographerName", "Photographer_Name" are "photographer name".
fn words_of_name(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 8);
    let name = text::truncated(name, 200);
    let mut previous: Option<char> = None;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(|next| next.is_lowercase());
        let begins_word = c.is_uppercase()
            && previous.is_some_and(|previous| {
                previous.is_lowercase() || previous.is_ascii_digit() || previous.is_uppercase() && next_is_lower
            });
        if begins_word {
            spaced.push(' ');
        }
        spaced.push(if c == '_' { ' ' } else { c });
        previous = Some(c);
    }
    text::words(&spaced).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_is_read_and_no_name_stands_twice() {
        let data = include_str!("../../assets/columns.csv");
        let mut rows = ::csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes());
        let mut seen = HashMap::new();
        for row in rows.records() {
            let row = row.unwrap();
            assert!(Target::by_name(&row[0]).is_some(), "{row:?}");
            for name in row[1].split('|') {
                assert_eq!(words_of_name(name), name, "not in its folded form");
                assert_eq!(seen.insert(name.to_owned(), row[0].to_owned()), None, "{name} stands twice");
            }
        }
    }

    fn check(name: &str, expected: Option<Target>) {
        assert_eq!(known(name).map(|column| column.target), expected, "{name}");
    }

    #[test]
    fn names_are_known_in_many_forms() {
        check("Caption", Some(Target::Caption));
        check("LÉGENDE", Some(Target::Caption));
        check("Caption-Abstract", Some(Target::Caption));
        check("photographer_name", Some(Target::Field("creator")));
        check("creditLine", Some(Target::Field("credit_line")));
        check("ExhTitle", Some(Target::Field("title")));
        check("BeginISODate", Some(Target::DateFrom));
        check("UUID", Some(Target::Id));
        check("By-line", Some(Target::Field("creator")));
        check("Überschrift", Some(Target::Field("headline")));
        check("vanderbilt_level1", None);
        check("", None);
    }

    #[test]
    fn fields_that_are_none_are_refused_with_a_list() {
        assert!(Target::named("photographer").is_ok());
        let error = Target::named("nonsense").unwrap_err().to_string();
        assert!(
            error.starts_with(
                "cannot map to “nonsense”: it is not a field, the fields being alt_text, camera, caption, "
            )
        );
    }

    #[test]
    fn lists_are_split_by_their_own_marks() {
        let split = |field: &'static str, cell: &str| Target::Field(field).split(cell).join("/");
        assert_eq!(split("keywords", "a, b,c"), "a/b/c");
        assert_eq!(split("keywords", "a, b; c"), "a, b/c");
        assert_eq!(split("creator", "Harris, Charles | Doe, Jane"), "Harris, Charles/Doe, Jane");
        assert_eq!(split("title", "a; b"), "a; b");
    }
}
