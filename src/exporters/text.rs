//! The captions exactly as they stand in their input, byte for byte, with an empty line between two.

use std::io::{self, Write};

use crate::exporters::Photos;

/// Writes a paragraph for each photo; one whose caption is blank is named by its best line.
pub(super) fn write(photos: Photos<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut before: &[u8] = b"";
    for (_, photo) in photos {
        let caption = if photo.text().trim().is_empty() { photo.line() } else { photo.text() };
        out.write_all(before)?;
        out.write_all(caption.as_bytes())?;
        out.write_all(b"\n")?;
        before = b"\n";
    }
    Ok(())
}
