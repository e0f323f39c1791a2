//! The rows of a house style: three cells each, with comments and a heading between them.

use std::fmt;

/// A row as it is written.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) value: String,
}

/// The rows of a style; what stands before the heading, and lines that begin with "#", are comments.
pub(super) fn read(rows: &str) -> impl Iterator<Item = Result<Row, RowError>> {
    let rows = rows.strip_prefix('\u{feff}').unwrap_or(rows);
    let reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(rows.as_bytes());
    reader.into_records().filter_map(|record| {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return Some(Err(RowError { line, why: "it is no row of a table".to_owned() }));
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or("").to_owned();
        let (kind, name, value) = (cell(0), cell(1), cell(2));
        let heading = kind == "row" && name == "name";
        if heading || kind.is_empty() && name.is_empty() && value.is_empty() {
            return None;
        }
        if record.len() != 3 {
            let why =
                format!("it has {} cells and not three: put a value with commas in quotation marks", record.len());
            return Some(Err(RowError { line, why }));
        }
        Some(Ok(Row { line, kind, name, value }))
    })
}

/// A row of a style that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The line of the file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}
