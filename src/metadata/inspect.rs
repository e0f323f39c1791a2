//! What `cutline inspect` says about a file, as JSON and as lines for people: every candidate and the winner.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::metadata::candidate::{Candidate, StatedLocation, Value};
use crate::metadata::merged::{Field, Merged};
use crate::metadata::property;

/// A file's object in the array that is printed; written as it is, because thousands of files are inspected at once.
#[derive(Serialize)]
pub struct FileShape<'a> {
    file: &'a str,
    fields: FieldsShape<'a>,
    warnings: &'a [String],
}

/// The shape of what a file states.
pub fn json<'a>(file: &'a str, merged: &'a Merged, warnings: &'a [String]) -> FileShape<'a> {
    FileShape { file, fields: FieldsShape(merged), warnings }
}

/// Fields by their names.
struct FieldsShape<'a>(&'a Merged);

/// A field's value, where it is from, and all that is stated.
#[derive(Serialize)]
struct FieldShape<'a> {
    value: Option<ValueShape<'a>>,
    from: Option<&'a str>,
    rule: &'a str,
    candidates: CandidatesShape<'a>,
    badges: Vec<&'a str>,
}

struct CandidatesShape<'a>(&'a [Candidate]);

#[derive(Serialize)]
struct CandidateShape<'a> {
    from: &'a str,
    value: ValueShape<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

struct ValueShape<'a>(&'a Value);

struct LocationShape<'a>(&'a StatedLocation);

impl Serialize for FieldsShape<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.fields.iter().map(|field| (property::row(field.property).name, FieldShape::of(field))))
    }
}

impl<'a> FieldShape<'a> {
    fn of(field: &'a Field) -> Self {
        Self {
            value: field.value.as_ref().map(ValueShape),
            from: field.from().map(|from| from.name()),
            rule: &field.rule,
            candidates: CandidatesShape(&field.candidates),
            badges: field.badges.iter().map(|badge| badge.name()).collect(),
        }
    }
}

impl Serialize for CandidatesShape<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(|candidate| CandidateShape {
            from: candidate.from.name(),
            value: ValueShape(&candidate.value),
            language: candidate.language.as_deref(),
        }))
    }
}

impl Serialize for ValueShape<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => to.serialize_str(text),
            Value::List(texts) => texts.serialize(to),
            // A whole number has no decimal point.
            Value::Number(number) => match format!("{number}").parse::<i64>() {
                Ok(whole) => to.serialize_i64(whole),
                Err(_) => to.serialize_f64(*number),
            },
            Value::Gps(degrees) => degrees.serialize(to),
            Value::Locations(locations) => to.collect_seq(locations.iter().map(LocationShape)),
        }
    }
}

impl Serialize for LocationShape<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let StatedLocation { name, ids, sublocation, city, province_state, country, country_code, world_region, gps } =
            self.0;
        let mut object = to.serialize_map(None)?;
        let texts = [
            ("name", name),
            ("sublocation", sublocation),
            ("city", city),
            ("province_state", province_state),
            ("country", country),
            ("country_code", country_code),
            ("world_region", world_region),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                object.serialize_entry(key, text)?;
            }
        }
        match ids.as_slice() {
            [] => {}
            [id] => object.serialize_entry("id", id)?,
            ids => object.serialize_entry("id", ids)?,
        }
        if let Some(gps) = gps {
            object.serialize_entry("gps", gps)?;
        }
        object.end()
    }
}

/// A file in lines: each property with its value and rule, then the other candidates. Control characters are as they are.
pub fn lines(file: &str, merged: &Merged, warnings: &[String]) -> Vec<String> {
    let mut lines = vec![file.to_owned()];
    for field in &merged.fields {
        let name = property::row(field.property).name;
        let value = field.value.as_ref().map_or("–".to_owned(), plain);
        lines.push(format!("  {name:24}{value}"));
        let badges: Vec<&str> = field.badges.iter().map(|badge| badge.name()).collect();
        let badges = if badges.is_empty() { String::new() } else { format!(" [{}]", badges.join(", ")) };
        lines.push(format!("  {:24}{}{badges}", "", field.rule));
        for (n, candidate) in field.candidates.iter().enumerate() {
            if field.candidates.len() > 1 || field.winner != Some(n) {
                lines.push(format!("  {:24}  {}", "", candidate_line(candidate, field.winner == Some(n))));
            }
        }
    }
    lines.extend(warnings.iter().map(|warning| format!("  warning: {warning}")));
    lines
}

fn candidate_line(candidate: &Candidate, is_winner: bool) -> String {
    let mark = if is_winner { "*" } else { " " };
    let language = candidate.language.as_ref().map(|language| format!(" ({language})")).unwrap_or_default();
    let badges: Vec<&str> = candidate.badges.iter().map(|badge| badge.name()).collect();
    let badges = if badges.is_empty() { String::new() } else { format!(" [{}]", badges.join(", ")) };
    format!("{mark} {}{language}: {}{badges}", candidate.from.label(), plain(&candidate.value))
}

/// A value for people, on one line.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.replace('\n', "⏎"),
        Value::List(texts) => texts.join("; ").replace('\n', "⏎"),
        Value::Number(number) => format!("{number}"),
        Value::Gps([latitude, longitude]) => format!("{latitude:.6}, {longitude:.6}"),
        Value::Locations(locations) => {
            let line = |location: &StatedLocation| {
                let parts = crate::caption::Location::from(location.clone());
                parts.path().into_iter().map(str::to_owned).collect::<Vec<_>>().join(" › ")
            };
            locations.iter().map(line).collect::<Vec<_>>().join("; ")
        }
    }
}
