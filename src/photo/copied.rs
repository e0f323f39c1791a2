//! A photo as text for the clipboard.

use crate::caption::field::FIELDS;
use crate::photo::Photo;

/// The caption as it stands, and the credit where the caption does not end in it.
pub fn with_credit(photo: &Photo) -> String {
    let text = if photo.text().is_empty() { photo.line() } else { photo.text() };
    match &photo.caption.credit_line {
        Some(credit) if !text.contains(credit.as_str()) => format!("{text} ({credit})"),
        _ => text.to_owned(),
    }
}

/// The caption and every field that has a value, a line each.
pub fn with_fields(photo: &Photo) -> String {
    let mut lines = vec![with_credit(photo)];
    for field in FIELDS.iter().filter(|field| field.name != "description") {
        let values = field.values(&photo.caption);
        if !values.is_empty() {
            lines.push(format!("{}: {}", field.label, values.join("; ")));
        }
    }
    let places: Vec<String> = photo
        .places
        .iter()
        .map(|mention| format!("{} {}", mention.relation.name(), mention.place.path().join(" › ")))
        .collect();
    let persons: Vec<&str> = photo.persons.iter().map(|person| person.name.as_str()).collect();
    let date = photo.caption.date_created.as_ref().map(ToString::to_string);
    let published = photo.published.as_ref().map(ToString::to_string);
    let others = [
        ("Places", (!places.is_empty()).then(|| places.join("; "))),
        ("Persons", (!persons.is_empty()).then(|| persons.join("; "))),
        ("Date created", date),
        ("Published", published),
        ("File", photo.file.clone()),
    ];
    lines.extend(others.into_iter().filter_map(|(label, value)| value.map(|value| format!("{label}: {value}"))));
    lines.join("\n")
}
