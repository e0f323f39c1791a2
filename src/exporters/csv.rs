//! Tables of Cutline's own (RFC 4180, UTF-8), which open again as the same photos: for spreadsheets, with cells that
//! none of them runs as a formula, or for programs, with every cell as it is. The rows are those of
//! `record::row`, or the columns of a template, for people and other programs.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use crate::exporters::Numbered;
use crate::exporters::template::Template;
use crate::record::{Record, row};

/// Tells spreadsheets that the table is in UTF-8; without it some take it for the code page of their country.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How a table's cells are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cells {
    /// For spreadsheets: none runs as a formula.
    Defused,
    /// For programs.
    AsTheyAre,
}

/// Writes the header: the names of the columns.
pub(super) fn begin(cells: Cells, template: Option<&Template>, out: &mut dyn Write) -> io::Result<()> {
    if cells == Cells::Defused {
        out.write_all(BYTE_ORDER_MARK)?;
    }
    let mut rows = writer(out);
    match (template, cells) {
        (Some(template), _) => write_row(&mut rows, template.labels().into_iter().map(Cow::Owned), cells)?,
        (None, Cells::Defused) => rows.write_record(row::COLUMNS)?,
        (None, Cells::AsTheyAre) => rows.write_record(row::COLUMNS.into_iter().chain([row::EMPTY_FIELDS]))?,
    }
    rows.flush()
}

/// Writes a row for each photo.
pub(super) fn write(
    photos: Numbered<'_>,
    cells: Cells,
    template: Option<&Template>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows = writer(out);
    for (number, position, photo) in photos {
        match (template, cells) {
            (Some(template), _) => {
                write_row(&mut rows, template.cells(&photo, number, position).into_iter().map(Cow::Owned), cells)?;
            }
            (None, Cells::Defused) => {
                let record = Record::of(&photo, position);
                rows.write_record(row::row_of(&record).iter().map(|cell| cell.as_bytes()))?;
            }
            (None, Cells::AsTheyAre) => {
                let record = Record::of(&photo, position);
                write_row(&mut rows, row::lossless_row_of(&record), cells)?;
            }
        }
    }
    rows.flush()
}

fn writer(out: &mut dyn Write) -> Writer<&mut dyn Write> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out)
}

fn write_row<'a>(
    rows: &mut Writer<&mut dyn Write>,
    cells: impl Iterator<Item = Cow<'a, str>>,
    written: Cells,
) -> io::Result<()> {
    for cell in cells {
        match written {
            Cells::Defused => rows.write_field(row::defused(&cell).as_bytes())?,
            Cells::AsTheyAre => rows.write_field(cell.as_bytes())?,
        }
    }
    Ok(rows.write_record(None::<&[u8]>)?)
}
