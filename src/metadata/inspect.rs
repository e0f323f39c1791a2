//! What `cutline inspect` says about a file, as JSON and as lines for people: every candidate and the winner.

use serde_json::{Map, Value as Json, json};

use crate::metadata::candidate::{Candidate, StatedLocation, Value};
use crate::metadata::merged::{Field, Merged};
use crate::metadata::property;

/// A file's object in the array that is printed.
pub fn json(file: &str, merged: &Merged, warnings: &[String]) -> Json {
    let named = |field: &Field| (property::row(field.property).name.to_owned(), field_json(field));
    let fields: Map<String, Json> = merged.fields.iter().map(named).collect();
    json!({ "file": file, "fields": fields, "warnings": warnings })
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

fn field_json(field: &Field) -> Json {
    let candidates: Vec<Json> = field.candidates.iter().map(candidate_json).collect();
    let badges: Vec<&str> = field.badges.iter().map(|badge| badge.name()).collect();
    json!({
        "value": field.value.as_ref().map(value_json),
        "from": field.from().map(|from| from.name()),
        "rule": field.rule,
        "candidates": candidates,
        "badges": badges,
    })
}

fn candidate_json(candidate: &Candidate) -> Json {
    let mut json = json!({ "from": candidate.from.name(), "value": value_json(&candidate.value) });
    if let (Some(language), Some(object)) = (&candidate.language, json.as_object_mut()) {
        object.insert("language".to_owned(), json!(language));
    }
    json
}

fn value_json(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::List(texts) => json!(texts),
        Value::Number(number) => number_json(*number),
        Value::Gps(degrees) => json!(degrees),
        Value::Locations(locations) => locations.iter().map(location_json).collect(),
    }
}

/// A whole number without a decimal point.
fn number_json(number: f64) -> Json {
    match format!("{number}").parse::<i64>() {
        Ok(whole) => json!(whole),
        Err(_) => json!(number),
    }
}

fn location_json(location: &StatedLocation) -> Json {
    let StatedLocation { name, ids, sublocation, city, province_state, country, country_code, world_region, gps } =
        location;
    let mut object = Map::new();
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
            object.insert(key.to_owned(), json!(text));
        }
    }
    match ids.as_slice() {
        [] => {}
        [id] => {
            object.insert("id".to_owned(), json!(id));
        }
        ids => {
            object.insert("id".to_owned(), json!(ids));
        }
    }
    if let Some(gps) = gps {
        object.insert("gps".to_owned(), json!(gps));
    }
    Json::Object(object)
}

/// A value for people, on one line.
fn plain(value: &Value) -> String {
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
