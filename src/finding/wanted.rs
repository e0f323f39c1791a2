//! Someone else's list as lines: plain text, a line each, or a column of a table.

use std::io::{self, Read};

use encoding_rs::{Encoding, WINDOWS_1252};
use thiserror::Error;

use crate::text;

/// The largest list: a million lines of captions.
const LIST_BYTES_MAX: u64 = 256 << 20;
/// The most lines, as many as a list of photos holds.
const LINES_MAX: usize = 1_000_000;
/// The longest line that is looked for: longer than captions are.
const LINE_BYTES_MAX: usize = 20_000;
/// What columns that name photos are called, the surest first.
const COLUMNS: [&[&str]; 4] = [
    &["key", "id", "identifier", "photo id", "image id"],
    &[
        "file",
        "filename",
        "file name",
        "file_name",
        "name",
        "image",
        "photo",
        "datei",
        "dateiname",
        "fichier",
        "archivo",
    ],
    &["caption", "description", "text", "legend", "legende", "bildtext", "beschreibung", "leyenda", "pie de foto"],
    &["number", "no", "no.", "nr", "nr.", "position", "#"],
];

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Where it stands, from 1.
    pub line: usize,
    /// What it says, trimmed; never empty.
    pub text: String,
}

/// Why a list cannot be read.
#[derive(Debug, Error)]
pub enum WantedError {
    /// The system says no.
    #[error("the list cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Too large.
    #[error("the list is larger than {} MB", LIST_BYTES_MAX >> 20)]
    TooLarge,
    /// Too many lines.
    #[error("the list has more than {LINES_MAX} lines")]
    TooLong,
    /// No table, or no such column.
    #[error("the list has no column “{name}”: its columns are {known}")]
    NoColumn {
        /// The column that was asked for.
        name: String,
        /// Those there are.
        known: String,
    },
    /// The table cannot be read.
    #[error("the table cannot be read: {0}")]
    Table(String),
}

/// The lines of a list; of a table the column named, or else the one whose name says that it names photos.
pub fn read(list: &mut dyn Read, column: Option<&str>) -> Result<Vec<Wanted>, WantedError> {
    let mut bytes = Vec::new();
    list.take(LIST_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIST_BYTES_MAX {
        return Err(WantedError::TooLarge);
    }
    lines(&decoded(bytes), column)
}

/// The same of a text.
pub fn lines(text: &str, column: Option<&str>) -> Result<Vec<Wanted>, WantedError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    match (column, known_column(head)) {
        (Some(name), _) => table(text, delimiter(head), |cells| {
            let at = cells.iter().position(|cell| text::fold(cell.trim()) == text::fold(name.trim()));
            at.ok_or_else(|| WantedError::NoColumn { name: name.to_owned(), known: cells.join(", ") })
        }),
        (None, Some((delimiter, at))) => table(text, delimiter, |_| Ok(at)),
        (None, None) => {
            let lines = text.split(['\n', '\r']).map(str::to_owned);
            // A line end of two signs is one.
            let lines: Vec<String> =
                if text.contains("\r\n") { text.lines().map(str::to_owned).collect() } else { lines.collect() };
            collected(lines.into_iter().enumerate().map(|(at, line)| (at + 1, unquoted(&line).to_owned())))
        }
    }
}

/// UTF-16 by its mark, UTF-8, or else windows-1252, as spreadsheets write them.
fn decoded(bytes: Vec<u8>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned(),
    }
}

fn collected(lines: impl Iterator<Item = (usize, String)>) -> Result<Vec<Wanted>, WantedError> {
    let mut wanted = Vec::new();
    for (line, text) in lines {
        let text = text::truncated(text.trim(), LINE_BYTES_MAX).to_owned();
        if text.is_empty() {
            continue;
        }
        if wanted.len() == LINES_MAX {
            return Err(WantedError::TooLong);
        }
        wanted.push(Wanted { line, text });
    }
    Ok(wanted)
}

fn table(
    text: &str,
    delimiter: u8,
    column: impl Fn(&[String]) -> Result<usize, WantedError>,
) -> Result<Vec<Wanted>, WantedError> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.records();
    let bad = |error: csv::Error| WantedError::Table(error.to_string());
    let Some(header) = rows.next() else { return Ok(Vec::new()) };
    let header: Vec<String> = header.map_err(bad)?.iter().map(str::to_owned).collect();
    let at = column(&header)?;
    let mut wanted = Vec::new();
    for row in rows {
        let row = row.map_err(bad)?;
        let line = row.position().map_or(0, csv::Position::line);
        // Our own tables keep spreadsheets from running a cell with a `'` before it.
        let cell = row.get(at).unwrap_or_default();
        let cell = cell.strip_prefix('\'').unwrap_or(cell);
        wanted.push((usize::try_from(line).unwrap_or(usize::MAX), cell.to_owned()));
    }
    collected(wanted.into_iter())
}

/// The sign that parts the cells of a table's head, the one it has most of.
fn delimiter(head: &str) -> u8 {
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// The column of a table whose head has a cell that says so.
fn known_column(head: &str) -> Option<(u8, usize)> {
    let delimiter = delimiter(head);
    let cells: Vec<String> =
        head.split(char::from(delimiter)).map(|cell| text::fold(unquoted(cell.trim()).trim())).collect();
    COLUMNS.iter().find_map(|names| {
        let at = cells.iter().position(|cell| names.contains(&cell.as_str()))?;
        Some((delimiter, at))
    })
}

fn unquoted(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line)
}
