//! A table of Cutline's own (RFC 4180, UTF-8): the rows of `record::row`, which open again as the same photos.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::exporters::Photos;
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
