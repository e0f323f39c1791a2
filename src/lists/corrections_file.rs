//! Corrections as a file, for another machine or another desk: a table (CSV) that people and spreadsheets read, or JSON.
//! A row that cannot be read costs only itself.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::files::{self, Existing, FileError, small};
use crate::photo::PhotoKey;
use crate::photo::correction::{Correction, NamedPlace, Verdict};
use crate::record::row::{defused, restored};

/// The largest file that is read: twenty thousand corrections take two megabytes.
const FILE_MAX_BYTES: u64 = 16 << 20;
/// The columns of the table.
const COLUMNS: [&str; 5] = ["words", "verdict", "place", "path", "photo"];
/// Between the names of a place's path in the table.
const PATH_SEPARATOR: &str = " › ";

/// A correction as JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    words: String,
    verdict: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    path: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
}

/// Why corrections could not be read.
#[derive(Debug, Error)]
pub enum CorrectionsFileError {
    /// The file cannot be read.
    #[error("cannot read corrections: {why}: {}", path.display())]
    Unreadable {
        /// What the system says.
        why: io::Error,
        /// The file.
        path: PathBuf,
    },
    /// The file holds something else.
    #[error("these are no corrections: {why}: {}", path.display())]
    Malformed {
        /// What is wrong with it.
        why: String,
        /// The file.
        path: PathBuf,
    },
}

/// Writes corrections, whole or not at all: as JSON if the name ends so, otherwise as a table.
pub fn write(corrections: &[Correction], path: &Path, existing: Existing) -> Result<(), FileError> {
    files::write_whole(path, existing, |out| {
        if is_json(path) { write_json(corrections, out) } else { write_table(corrections, out) }
    })
}

/// Reads corrections, and says of rows that could not be read why not.
pub fn read(path: &Path) -> Result<(Vec<Correction>, Vec<String>), CorrectionsFileError> {
    let bytes = small::bytes(path, FILE_MAX_BYTES)
        .map_err(|why| CorrectionsFileError::Unreadable { why, path: path.to_owned() })?;
    let rows = if is_json(path) || bytes.trim_ascii_start().starts_with(b"[") { json(&bytes) } else { table(&bytes) };
    let rows = rows.map_err(|why| CorrectionsFileError::Malformed { why, path: path.to_owned() })?;
    let (mut corrections, mut problems) = (Vec::new(), Vec::new());
    for (place, row) in rows {
        match row.and_then(Row::into_correction) {
            Ok(correction) => corrections.push(correction),
            Err(why) => problems.push(format!("{place}: {why}: {}", path.display())),
        }
    }
    Ok((corrections, problems))
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Each row with the words for where it stands.
type Rows = Vec<(String, Result<Row, String>)>;

fn json(bytes: &[u8]) -> Result<Rows, String> {
    let values: Vec<serde_json::Value> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let row = |value| serde_json::from_value(value).map_err(|error: serde_json::Error| error.to_string());
    Ok((1..).zip(values).map(|(number, value): (usize, _)| (format!("correction {number}"), row(value))).collect())
}

fn table(bytes: &[u8]) -> Result<Rows, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| header.iter().position(|title| title.trim().eq_ignore_ascii_case(name));
    let columns = COLUMNS.map(column);
    let [Some(_), Some(_), ..] = columns else {
        return Err(format!("the first row must name the columns: {}", COLUMNS.join(",")));
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let line = |position: Option<&csv::Position>| format!("line {}", position.map_or(0, csv::Position::line));
        match record {
            Ok(record) => {
                let [words, verdict, place, path, photo] = columns
                    .map(|at| at.and_then(|at| record.get(at)).filter(|cell| !cell.is_empty()).map(restored_text));
                let path = path.map(|path| path.split(PATH_SEPARATOR).map(str::to_owned).collect());
                let row = Row {
                    words: words.unwrap_or_default(),
                    verdict: verdict.unwrap_or_default().trim().to_owned(),
                    place,
                    path: path.unwrap_or_default(),
                    photo,
                };
                rows.push((line(record.position()), Ok(row)));
            }
            Err(error) => rows.push((line(error.position()), Err(error.to_string()))),
        }
    }
    Ok(rows)
}

fn write_json(corrections: &[Correction], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row> = corrections.iter().map(Row::of).collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    writeln!(out)
}

fn write_table(corrections: &[Correction], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(COLUMNS)?;
    for correction in corrections {
        let Row { words, verdict, place, path, photo } = Row::of(correction);
        let path = (!path.is_empty()).then(|| path.join(PATH_SEPARATOR));
        let cells = [Some(words), Some(verdict), place, path, photo].map(Option::unwrap_or_default);
        table.write_record(cells.iter().map(|cell| defused(cell).into_owned()))?;
    }
    table.flush()
}

fn restored_text(cell: &str) -> String {
    restored(cell).to_owned()
}

impl Row {
    fn of(correction: &Correction) -> Self {
        let Correction { words, photo, verdict } = correction;
        let (place, path) = match verdict {
            Verdict::Place(NamedPlace { id, path }) => (Some(id.clone()), path.clone()),
            Verdict::NotPlace
            | Verdict::NotPerson
            | Verdict::NotOrganization
            | Verdict::Person
            | Verdict::Organization => (None, Vec::new()),
        };
        let photo = photo.as_ref().map(ToString::to_string);
        Self { words: words.clone(), verdict: verdict.name().to_owned(), place, path, photo }
    }

    fn into_correction(self) -> Result<Correction, String> {
        let Self { words, verdict, place, path, photo } = self;
        let photo = photo
            .map(|key| {
                PhotoKey::parse(&key).ok_or_else(|| format!("“{key}” is not a photo's key of the form input#name"))
            })
            .transpose()?;
        if verdict == "place" && place.is_none() {
            return Err("the id of the place is missing".to_owned());
        }
        let place = place.map(|id| NamedPlace { path: if path.is_empty() { vec![id.clone()] } else { path }, id });
        let read = Verdict::parse(&verdict, place).ok_or_else(|| {
            let known: Vec<&str> = Verdict::SIMPLE.iter().map(Verdict::name).collect();
            format!("“{verdict}” is not a correction: use {} or place", known.join(", "))
        })?;
        let correction = Correction { words, photo, verdict: read };
        if correction.folded().is_empty() { Err("it has no words".to_owned()) } else { Ok(correction) }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "damaged files are made as no part of the program would")]
mod tests {
    use super::*;

    fn some() -> Vec<Correction> {
        let place = NamedPlace { id: "senate".to_owned(), path: vec!["US Capitol".to_owned(), "Senate".to_owned()] };
        let photo = PhotoKey { input: "a#b.csv".to_owned(), name: "=1".to_owned() };
        vec![
            Correction { words: "=House, \"the\"".to_owned(), photo: None, verdict: Verdict::NotPlace },
            Correction { words: "'Xyrox".to_owned(), photo: Some(photo), verdict: Verdict::Person },
            Correction { words: "中é".to_owned(), photo: None, verdict: Verdict::Place(place) },
        ]
    }

    #[test]
    fn what_is_written_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.csv", "a.json"] {
            let path = folder.path().join(name);
            write(&some(), &path, Existing::Keep).unwrap();
            let (read, problems) = read(&path).unwrap();
            assert_eq!((read, problems), (some(), Vec::new()), "{name}");
        }
        let table = std::fs::read_to_string(folder.path().join("a.csv")).unwrap();
        assert!(table.starts_with("words,verdict,place,path,photo\r\n\"'=House"), "{table}");
    }

    fn check(name: &str, content: &str, expected: Result<(usize, &[&str]), &str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        match (read(&path), expected) {
            (Ok((read, problems)), Ok((n_read, expected))) => {
                assert_eq!(read.len(), n_read, "{content}");
                let expected: Vec<String> = expected.iter().map(|why| format!("{why}: {}", path.display())).collect();
                assert_eq!(problems, expected, "{content}");
            }
            (Err(error), Err(expected)) => assert!(error.to_string().contains(expected), "{error}"),
            (found, _) => panic!("{content}: {found:?}"),
        }
    }

    #[test]
    fn a_bad_row_costs_only_itself() {
        check("a.csv", "verdict,words\nperson,A\n", Ok((1, &[])));
        check(
            "a.csv",
            "words,verdict\nA,person\nB,king\n—,person\nC,place\n",
            Ok((
                1,
                &[
                    "line 3: “king” is not a correction: use not-place, not-person, not-organization, person, organization or place",
                    "line 4: it has no words",
                    "line 5: the id of the place is missing",
                ],
            )),
        );
        check(
            "a.csv",
            "words,verdict,photo\nA,person,none\n",
            Ok((0, &["line 2: “none” is not a photo's key of the form input#name"])),
        );
        check("a.csv", "a,b\n", Err("the first row must name the columns"));
        check("a.csv", "", Err("the first row must name the columns"));
        check("a.json", "[{\"words\":\"A\",\"verdict\":\"place\",\"place\":\"senate\"}]", Ok((1, &[])));
        check("a.json", "[1]", Ok((0, &["correction 1: invalid type: integer `1`, expected struct Row"])));
        check("a.json", "{}", Err("invalid type: map"));
    }
}
