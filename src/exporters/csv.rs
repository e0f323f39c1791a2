//! A table of Cutline's own (RFC 4180, UTF-8): the rows of `record::row`, which open again as the same photos; or the
//! columns of a template, for people and other programs.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::exporters::Photos;
use crate::exporters::template::Template;
use crate::record::{Record, row};

/// Writes the header and a row for each photo.
pub(super) fn write(photos: Photos<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    rows.write_record(row::COLUMNS)?;
    for (position, photo) in photos {
        rows.write_record(row::row_of(&Record::of(&photo, position)))?;
    }
    rows.flush()
}

/// Writes the columns of a template, a row for each photo; no cell runs as a formula.
pub(super) fn write_columns(photos: Photos<'_>, template: &Template, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    rows.write_record(template.labels().iter().map(|label| row::defused(label).into_owned()))?;
    for (number, (position, photo)) in (1..).zip(photos) {
        let cells = template.cells(&photo, number, position);
        rows.write_record(cells.iter().map(|cell| row::defused(cell).into_owned()))?;
    }
    rows.flush()
}
