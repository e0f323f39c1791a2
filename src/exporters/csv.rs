//! Tables of Cutline's own (RFC 4180, UTF-8), which open again as the same photos: for spreadsheets, with cells that
//! none of them runs as a formula, or for programs, with every cell as it is. The rows are those of
//! `record::row`, or the columns of a template, for people and other programs.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::exporters::Photos;
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

/// Writes the header and a row for each photo, for spreadsheets.
pub(super) fn write(photos: Photos<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    rows.write_record(row::COLUMNS)?;
    for (position, photo) in photos {
        rows.write_record(row::row_of(&Record::of(&photo, position)))?;
    }
    rows.flush()
}

/// Writes the header and a row for each photo, for programs.
pub(super) fn write_lossless(photos: Photos<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    rows.write_record(row::COLUMNS.into_iter().chain([row::EMPTY_FIELDS]))?;
    for (position, photo) in photos {
        rows.write_record(row::lossless_row_of(&Record::of(&photo, position)))?;
    }
    rows.flush()
}

/// Writes the columns of a template, a row for each photo.
pub(super) fn write_columns(
    photos: Photos<'_>,
    template: &Template,
    cells: Cells,
    out: &mut dyn Write,
) -> io::Result<()> {
    let written = |cell: &str| match cells {
        Cells::Defused => row::defused(cell).into_owned(),
        Cells::AsTheyAre => cell.to_owned(),
    };
    if cells == Cells::Defused {
        out.write_all(BYTE_ORDER_MARK)?;
    }
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    rows.write_record(template.labels().iter().map(|label| written(label)))?;
    for (number, (position, photo)) in (1..).zip(photos) {
        let cells = template.cells(&photo, number, position);
        rows.write_record(cells.iter().map(|cell| written(cell)))?;
    }
    rows.flush()
}
