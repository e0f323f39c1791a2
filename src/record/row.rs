//! A record as a row of Cutline's own CSV: a flat table that people and spreadsheets read and that gives the same record back.
//! An empty cell is an absent field; a cell that a spreadsheet could run as a formula begins with `'`, and so does every
//! cell that itself begins with `'` or states an empty text, so that taking one `'` away again is always right.
//! Persons, places and locations stand twice: for people, not read back, and exactly, under a name that ends in `_json`.
//! A lossless row is for programs: no cell is changed, and one more column names the fields that are empty and not absent.
//! Commas, quotes and line ends are the business of whoever writes or reads the file.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::record::Record;
use crate::record::parts::{LocationRecord, OneOrMany};

/// The columns in the order of `row_of`.
pub const COLUMNS: [&str; 45] = [
    "key",
    "position",
    "text",
    "description",
    "headline",
    "title",
    "credit_line",
    "creator",
    "source",
    "keywords",
    "persons",
    "places",
    "organizations",
    "date_created",
    "published",
    "event",
    "file",
    "picture",
    "alt_text",
    "extended_description",
    "description_writer",
    "persons_shown",
    "location_created",
    "locations_shown",
    "copyright_notice",
    "usage_terms",
    "instructions",
    "rating",
    "label",
    "picked",
    "camera",
    "gps",
    "file_type",
    "folder",
    "keyword_paths",
    "size_px",
    "creator_job_title",
    "organizations_shown",
    "web_statement",
    "job_id",
    "persons_json",
    "places_json",
    "location_created_json",
    "locations_shown_json",
    "corrections_json",
];

/// The columns by which a table is known to be Cutline's own.
const MARK: [&str; 5] = ["key", "position", "text", "persons_json", "places_json"];

/// Between the values of a cell that holds several; a `;` or `\` inside a value has a `\` before it.
const SEPARATOR: &str = "; ";

/// Between the names on the way from a wide place to a narrow one, in the columns for people.
const PATH_SEPARATOR: &str = " › ";

/// The column that only lossless rows have: the names of the fields that state an empty text, divided by spaces.
pub const EMPTY_FIELDS: &str = "empty_fields";

/// Whether a table with this header was written by Cutline, though columns may have been moved, added or left out since.
pub fn is_own_header<'a>(header: impl Iterator<Item = &'a str> + Clone) -> bool {
    MARK.iter().all(|mark| header.clone().any(|name| name == *mark))
}

/// The cells of a record, one for each of `COLUMNS`, which no spreadsheet runs as a formula.
pub fn row_of<'a>(record: &'a Record<'_>) -> [Cow<'a, str>; COLUMNS.len()] {
    cells(record).map(|cell| match cell {
        None => Cow::Borrowed(""),
        Some(text) if text.is_empty() => Cow::Borrowed("'"),
        Some(Cow::Borrowed(text)) => defused(text),
        Some(Cow::Owned(text)) => match defused(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(defused) => Cow::Owned(defused),
        },
    })
}

/// The cells of a record as they are, one for each of `COLUMNS`, and that of `EMPTY_FIELDS`.
pub fn lossless_row_of<'a>(record: &'a Record<'_>) -> impl Iterator<Item = Cow<'a, str>> {
    let cells = cells(record);
    let empty = COLUMNS.iter().zip(&cells).filter(|(_, cell)| cell.as_ref().is_some_and(|text| text.is_empty()));
    let empty: Vec<&str> = empty.map(|(column, _)| *column).collect();
    let empty = empty.join(" ");
    cells.into_iter().map(Option::unwrap_or_default).chain([Cow::Owned(empty)])
}

/// What each column of a record holds; none where it states nothing.
fn cells<'a>(record: &'a Record<'_>) -> [Option<Cow<'a, str>>; COLUMNS.len()] {
    let Record {
        key,
        position,
        headline,
        title,
        description,
        text,
        credit_line,
        creator,
        source,
        keywords,
        persons,
        persons_shown,
        places,
        organizations,
        date_created,
        published,
        event,
        file,
        picture,
        description_writer,
        alt_text,
        extended_description,
        location_created,
        locations_shown,
        copyright_notice,
        usage_terms,
        instructions,
        rating,
        label,
        picked,
        camera,
        gps,
        file_type,
        folder,
        keyword_paths,
        size_px,
        creator_job_title,
        organizations_shown,
        web_statement,
        job_id,
        corrections,
    } = record;
    [
        text_cell(key),
        position.map(|position| Cow::Owned(position.to_string())),
        text_cell(text),
        text_cell(description),
        text_cell(headline),
        text_cell(title),
        text_cell(credit_line),
        list_cell(&*creator.0),
        text_cell(source),
        list_cell(&**keywords),
        list_cell(persons.iter().map(|person| &person.name)),
        list_cell(places.iter().map(|place| place.path.join(PATH_SEPARATOR))),
        list_cell(&**organizations),
        text_cell(date_created),
        text_cell(published),
        text_cell(event),
        text_cell(file),
        text_cell(picture),
        text_cell(alt_text),
        text_cell(extended_description),
        text_cell(description_writer),
        list_cell(&**persons_shown),
        list_cell(location_created.iter().map(location_line)),
        list_cell(locations_shown.iter().map(location_line)),
        text_cell(copyright_notice),
        text_cell(usage_terms),
        text_cell(instructions),
        rating.map(|stars| Cow::Owned(stars.to_string())),
        text_cell(label),
        picked.map(|picked| Cow::Owned(picked.to_string())),
        text_cell(camera),
        gps.map(|[latitude, longitude]| Cow::Owned(format!("{latitude}, {longitude}"))),
        text_cell(file_type),
        text_cell(folder),
        list_cell(&**keyword_paths),
        size_px.map(|[width, height]| Cow::Owned(format!("{width}x{height}"))),
        text_cell(creator_job_title),
        list_cell(&**organizations_shown),
        text_cell(web_statement),
        text_cell(job_id),
        json_cell(persons, persons.is_empty()),
        json_cell(places, places.is_empty()),
        json_cell(location_created, location_created.is_none()),
        json_cell(locations_shown, locations_shown.is_empty()),
        json_cell(corrections, corrections.is_empty()),
    ]
}

/// The record of a row of Cutline's own CSV, given as (column, cell) in any order: `header.iter().zip(row)`.
///
/// Columns that are not Cutline's are passed over; the reason, when a cell cannot be read, names its column.
pub fn record_of<'a>(
    row: impl IntoIterator<Item = (&'a str, &'a str), IntoIter: Clone>,
) -> Result<Record<'static>, String> {
    let row = row.into_iter();
    let empty_fields = row.clone().find(|(column, _)| *column == EMPTY_FIELDS).map(|(_, names)| names);
    let mut record = Record::default();
    for (column, written) in row {
        let cell = match empty_fields {
            None if written.is_empty() => None,
            None => Some(restored(written)),
            Some(names) => Some(written).filter(|text| !text.is_empty() || names.split(' ').any(|name| name == column)),
        };
        match column {
            "key" => record.key = cell_text(cell),
            "position" => record.position = cell_position(cell)?,
            "text" => record.text = cell_text(cell),
            "description" => record.description = cell_text(cell),
            "headline" => record.headline = cell_text(cell),
            "title" => record.title = cell_text(cell),
            "credit_line" => record.credit_line = cell_text(cell),
            "creator" => record.creator = OneOrMany(Cow::Owned(cell_list(cell))),
            "source" => record.source = cell_text(cell),
            "keywords" => record.keywords = Cow::Owned(cell_list(cell)),
            "organizations" => record.organizations = Cow::Owned(cell_list(cell)),
            "date_created" => record.date_created = cell_text(cell),
            "published" => record.published = cell_text(cell),
            "event" => record.event = cell_text(cell),
            "file" => record.file = cell_text(cell),
            "picture" => record.picture = cell_text(cell),
            "alt_text" => record.alt_text = cell_text(cell),
            "extended_description" => record.extended_description = cell_text(cell),
            "description_writer" => record.description_writer = cell_text(cell),
            "persons_shown" => record.persons_shown = Cow::Owned(cell_list(cell)),
            "copyright_notice" => record.copyright_notice = cell_text(cell),
            "usage_terms" => record.usage_terms = cell_text(cell),
            "instructions" => record.instructions = cell_text(cell),
            "rating" => record.rating = cell_numbers(column, cell, |text| text.parse().ok())?,
            "label" => record.label = cell_text(cell),
            "picked" => record.picked = cell_numbers(column, cell, |text| text.parse().ok())?,
            "camera" => record.camera = cell_text(cell),
            "gps" => record.gps = cell_numbers(column, cell, |text| parsed_pair(text, ", "))?,
            "file_type" => record.file_type = cell_text(cell),
            "folder" => record.folder = cell_text(cell),
            "keyword_paths" => record.keyword_paths = Cow::Owned(cell_list(cell)),
            "size_px" => record.size_px = cell_numbers(column, cell, |text| parsed_pair(text, "x"))?,
            "creator_job_title" => record.creator_job_title = cell_text(cell),
            "organizations_shown" => record.organizations_shown = Cow::Owned(cell_list(cell)),
            "web_statement" => record.web_statement = cell_text(cell),
            "job_id" => record.job_id = cell_text(cell),
            "persons_json" => record.persons = cell_json(column, cell)?,
            "places_json" => record.places = cell_json(column, cell)?,
            "location_created_json" => record.location_created = cell_json(column, cell)?,
            "locations_shown_json" => record.locations_shown = cell_json(column, cell)?,
            "corrections_json" => record.corrections = cell_json(column, cell)?,
            _ => {}
        }
    }
    Ok(record)
}

/// A text as a cell that no spreadsheet runs as a formula: with a `'` before it where it could be one, or begins with `'`.
///
/// The characters are those of OWASP ASVS 5.0, 1.2.10, and their full-width forms, which East Asian spreadsheets obey.
pub fn defused(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '\'' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The text of a defused cell: exactly one leading `'` is taken away.
pub fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

fn text_cell<'a>(text: &'a Option<Cow<'_, str>>) -> Option<Cow<'a, str>> {
    text.as_deref().map(Cow::Borrowed)
}

fn cell_text(cell: Option<&str>) -> Option<Cow<'static, str>> {
    cell.map(|text| Cow::Owned(text.to_owned()))
}

/// The cell of several texts, in order.
fn list_cell<'a>(values: impl IntoIterator<Item = impl AsRef<str>>) -> Option<Cow<'a, str>> {
    let mut joined: Option<String> = None;
    for value in values {
        let cell = match &mut joined {
            None => joined.insert(String::new()),
            Some(cell) => {
                cell.push_str(SEPARATOR);
                cell
            }
        };
        let mut rest = value.as_ref();
        while let Some((before, after)) = rest.find([';', '\\']).and_then(|at| rest.split_at_checked(at)) {
            let mut after = after.chars();
            cell.push_str(before);
            cell.extend(['\\', after.next().unwrap_or('\\')]);
            rest = after.as_str();
        }
        cell.push_str(rest);
    }
    joined.map(Cow::Owned)
}

/// The values of a `list_cell`; one written by hand without the space after `;` is read too.
fn cell_list(cell: Option<&str>) -> Vec<String> {
    let Some(joined) = cell else { return Vec::new() };
    let (mut values, mut value) = (Vec::new(), String::new());
    let mut rest = joined.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => value.push(rest.next().unwrap_or('\\')),
            ';' => {
                values.push(std::mem::take(&mut value));
                rest.next_if_eq(&' ');
            }
            other => value.push(other),
        }
    }
    values.push(value);
    values
}

fn cell_position(cell: Option<&str>) -> Result<Option<usize>, String> {
    let Some(text) = cell else { return Ok(None) };
    text.trim().parse().map(Some).map_err(|_| format!("“{text}” in the column position is not a whole number"))
}

/// A cell of numbers; an absent one when it is empty.
fn cell_numbers<T>(column: &str, cell: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, String> {
    let Some(text) = cell else { return Ok(None) };
    parse(text.trim()).map(Some).ok_or_else(|| format!("“{text}” in the column {column} is not as written"))
}

fn parsed_pair<T: std::str::FromStr>(text: &str, separator: &str) -> Option<[T; 2]> {
    let (first, second) = text.split_once(separator)?;
    Some([first.parse().ok()?, second.parse().ok()?])
}

fn json_cell<'a>(value: &impl Serialize, absent: bool) -> Option<Cow<'a, str>> {
    // Texts and numbers under names can always be written as JSON.
    (!absent).then(|| Cow::Owned(serde_json::to_string(value).unwrap_or_default()))
}

fn cell_json<T: Default + DeserializeOwned>(column: &str, cell: Option<&str>) -> Result<T, String> {
    match cell {
        None => Ok(T::default()),
        Some(json) => {
            serde_json::from_str(json).map_err(|error| format!("the column {column} is not as written: {error}"))
        }
    }
}

/// A location for people: its parts from the widest to the narrowest, or else its id.
fn location_line(location: &LocationRecord<'_>) -> String {
    let LocationRecord { id, name, sublocation, city, province_state, country, country_code, world_region } = location;
    let country = country.as_ref().or(country_code.as_ref());
    let parts =
        [world_region.as_ref(), country, province_state.as_ref(), city.as_ref(), sublocation.as_ref(), name.as_ref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(AsRef::as_ref).collect();
    match parts.is_empty() {
        true => id.as_deref().unwrap_or_default().to_owned(),
        false => parts.join(PATH_SEPARATOR),
    }
}

#[cfg(test)]
mod tests;
