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
