//! Photos as JSON: the records of `record`, one a line, which open again as the same photos.

use std::io::{self, Write};

use crate::exporters::Photos;
use crate::record::Record;

/// Writes one array, with a line for each photo.
pub(super) fn write_array(photos: Photos<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut before: &[u8] = b"[\n";
    for (position, photo) in photos {
        out.write_all(before)?;
        serde_json::to_writer(&mut *out, &Record::of(&photo, position))?;
        before = b",\n";
    }
    let empty = before == b"[\n";
    out.write_all(if empty { b"[]\n" } else { b"\n]\n" })
}

/// Writes an object for each photo, each on its line.
pub(super) fn write_lines(photos: Photos<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (position, photo) in photos {
        serde_json::to_writer(&mut *out, &Record::of(&photo, position))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
