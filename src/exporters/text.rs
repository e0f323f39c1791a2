//! The captions exactly as they stand in their input, byte for byte, with an empty line between two; or by a template,
//! each with the fields it has below it, a line each.

use std::io::{self, Write};

use crate::exporters::Numbered;
use crate::exporters::template::{Composed, Template};
use crate::text::with_visible_controls;

/// Writes a paragraph for each photo; one whose caption is blank is named by its best line.
pub(super) fn write(photos: Numbered<'_>, template: Option<&Template>, out: &mut dyn Write) -> io::Result<()> {
    for (number, position, photo) in photos {
        if number > 1 {
            out.write_all(b"\n")?;
        }
        let Some(template) = template else {
            let caption = if photo.text().trim().is_empty() { photo.line() } else { photo.text() };
            out.write_all(caption.as_bytes())?;
            out.write_all(b"\n")?;
            continue;
        };
        let Composed { caption, facts } = template.composed(&photo, number, position);
        writeln!(out, "{}", with_visible_controls(&caption))?;
        for (label, value) in facts {
            writeln!(out, "{label}: {}", with_visible_controls(&value).replace('\n', " "))?;
        }
    }
    Ok(())
}
