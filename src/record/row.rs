//! A record as a row of Cutline's own CSV: a flat table that people and spreadsheets read and that gives the same record back.
//! An empty cell is an absent field; a cell that a spreadsheet could run as a formula begins with `'`, and so does every
//! cell that itself begins with `'` or states an empty text, so that taking one `'` away again is always right.
//! Persons, places and locations stand twice: for people, not read back, and exactly, under a name that ends in `_json`.
//! A lossless row is for programs: no cell is changed, and one more column names the fields that are empty and not absent.
//! Commas, quotes and line ends are the business of whoever writes or reads the file.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::record::{LocationRecord, OneOrMany, Record};

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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::generated::{any_record, hostile_text};

    fn read_back(record: &Record<'_>) -> Result<Record<'static>, String> {
        let row = row_of(record);
        record_of(COLUMNS.into_iter().zip(row.iter().map(AsRef::as_ref)))
    }

    fn check_defused(text: &str, expected: &str) {
        assert_eq!(defused(text), expected, "{text:?}");
        assert_eq!(restored(expected), text, "{expected:?}");
    }

    #[test]
    fn what_a_spreadsheet_could_run_gets_an_apostrophe() {
        for text in
            ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "\0=1", "'=1", "''", "'", "＝1", "＋1", "－1", "＠1"]
        {
            check_defused(text, &format!("'{text}"));
        }
        for text in ["", "1=1", " =1", "a'b", "“Quoted”"] {
            check_defused(text, text);
        }
    }

    #[test]
    fn lists_are_read_as_written() {
        fn check(values: &[&str], expected: Option<&str>) {
            assert_eq!(list_cell(values).as_deref(), expected);
            assert_eq!(cell_list(expected), values, "{expected:?}");
        }
        check(&[], None);
        check(&[""], Some(""));
        check(&["", ""], Some("; "));
        check(&["a", " b ", "c;d\\"], Some("a;  b ; c\\;d\\\\"));
        check(&["=1", "=2"], Some("=1; =2"));
        assert_eq!(cell_list(Some("a;b")), ["a", "b"]);
        assert_eq!(cell_list(Some("a\\")), ["a\\"]);
    }

    #[test]
    fn a_row_can_be_read_by_people() {
        let location =
            LocationRecord { country: Some("France".into()), city: Some("Paris".into()), ..LocationRecord::default() };
        let record = Record {
            position: Some(7),
            headline: Some("".into()),
            creator: OneOrMany(vec!["Doe; Jane".to_owned()].into()),
            location_created: Some(location),
            ..Record::default()
        };
        let row = row_of(&record);
        let shown: Vec<(&str, &str)> =
            COLUMNS.into_iter().zip(row.iter().map(AsRef::as_ref)).filter(|(_, cell)| !cell.is_empty()).collect();
        let expected = [
            ("position", "7"),
            ("headline", "'"),
            ("creator", "Doe\\; Jane"),
            ("location_created", "France › Paris"),
            ("location_created_json", r#"{"city":"Paris","country":"France"}"#),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn own_tables_are_known_by_their_header() {
        assert!(is_own_header(COLUMNS.into_iter()));
        assert!(is_own_header(COLUMNS.into_iter().rev().filter(|name| *name != "event").chain(["notes"])));
        assert!(!is_own_header(["key", "text"].into_iter()));
        assert!(!is_own_header(std::iter::empty()));
    }

    #[test]
    fn a_damaged_cell_is_named() {
        assert_eq!(record_of([("position", "x")]), Err("“x” in the column position is not a whole number".to_owned()));
        let error = record_of([("persons_json", "[{]")]).unwrap_err();
        assert!(error.starts_with("the column persons_json is not as written: "), "{error}");
    }

    proptest! {
        #[test]
        fn a_row_gives_back_its_record(record in any_record()) {
            prop_assert_eq!(read_back(&record), Ok(record));
        }

        #[test]
        fn a_lossless_row_gives_back_its_record(record in any_record()) {
            let row: Vec<Cow<'_, str>> = lossless_row_of(&record).collect();
            let columns = COLUMNS.into_iter().chain([EMPTY_FIELDS]);
            prop_assert_eq!(row.len(), COLUMNS.len() + 1);
            prop_assert_eq!(row.get(2), Some(&record.text.clone().unwrap_or_default()));
            let pairs: Vec<(&str, &str)> = columns.zip(row.iter().map(AsRef::as_ref)).collect();
            prop_assert_eq!(record_of(pairs), Ok(record));
        }

        #[test]
        fn defused_texts_are_restored_and_run_nothing(text in hostile_text()) {
            let cell = defused(&text);
            prop_assert_eq!(restored(&cell), text.as_str());
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']));
        }

        #[test]
        fn no_cell_runs_as_a_formula(record in any_record()) {
            for cell in row_of(&record) {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']), "{:?}", cell);
            }
        }

        #[test]
        fn no_row_breaks_the_reader(column in 0..COLUMNS.len(), cell in hostile_text()) {
            let name = COLUMNS[column];
            prop_assert!(record_of([(name, cell.as_str())]).is_ok() || ["position", "rating", "picked", "gps", "size_px"].contains(&name) || name.ends_with("_json"));
        }
    }
}
