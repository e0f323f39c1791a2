//! A contact sheet as PDF: pictures in rows and columns with their words below them, as text that can be selected, searched
//! and read aloud. It is made in memory, because the pages' number stands on the first of them; what is kept of a photo until
//! its page is drawn is its small picture and its words.

mod cells;
mod fonts;
mod sheet;
mod typeset;

use std::io::{self, Write};

use krilla::Data;
use krilla::image::Image;

use crate::exporters::fields::ExportField;
use crate::exporters::pdf::cells::Geometry;
use crate::exporters::pdf::fonts::Weight;
use crate::exporters::pdf::sheet::SheetWriter;
use crate::exporters::pdf::typeset::{Style, Typesetter};
use crate::exporters::pictures::{Pictures, THUMBNAIL_QUALITY};
use crate::exporters::{Export, Photos, best_line, headline};
use crate::photo::Photo;
use crate::text::with_visible_controls;

/// Pixels of a picture to the inch of paper: what office printers show.
const PICTURE_DPI: f32 = 200.0;
const BLACK: u8 = 20;
const QUIET: u8 = 95;

/// A photo as its cell holds it.
struct Cell {
    number: String,
    picture: Option<Image>,
    alt_text: String,
    /// The photo's name.
    name: String,
    /// Why there is no picture, where there should be one.
    why_none: Option<String>,
    paragraphs: Vec<Paragraph>,
}

/// A text in one style.
struct Paragraph {
    text: String,
    style: Style,
    gray: u8,
}

/// Writes the sheet.
pub(super) fn write(photos: Photos<'_>, export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut typesetter = Typesetter::new().ok_or_else(|| io::Error::other("the program's own fonts cannot be read"))?;
    let sheet = export.options().sheet;
    let probe = Geometry::of(sheet, 0.0, true);
    let size_pt = text_size_pt(probe.cell_width_pt);
    let edge_px = (probe.cell_width_pt.max(probe.row_pt) / 72.0 * PICTURE_DPI).ceil() as u32;
    let mut cells = Vec::new();
    let wanted = export.options().thumbnails;
    let made = |photo: &Photo, pictures: &dyn Pictures| match wanted {
        false => Ok(None),
        true => pictures.pixels(photo, edge_px)?.jpeg(THUMBNAIL_QUALITY).map(Some),
    };
    export.with_pictures(photos, &made, &mut |number, position, photo, made| {
        cells.push(cell(photo, number, position, size_pt, made, export));
        Ok(())
    })?;
    let sheet = SheetWriter::new(&mut typesetter, export, &cells, size_pt).drawn(&cells)?;
    out.write_all(&sheet)
}

/// Captions are as large as their columns let them be.
fn text_size_pt(cell_width_pt: f32) -> f32 {
    (cell_width_pt / 22.0).clamp(5.5, 10.5)
}

fn cell(
    photo: &Photo,
    number: usize,
    position: usize,
    size_pt: f32,
    jpeg: Result<Option<Vec<u8>>, String>,
    export: &Export<'_>,
) -> Cell {
    let options = export.options();
    let image = jpeg.and_then(|jpeg| jpeg.map(|jpeg| Image::from_jpeg(Data::from(jpeg), true)).transpose());
    let why_none = image.as_ref().err().cloned();
    let picture = export.or_left_out(photo, image).flatten();
    let mut paragraphs = Vec::new();
    let mut add = |text: &str, weight, scale: f32, gray| {
        let text = printable(text);
        if !text.trim().is_empty() {
            paragraphs.push(Paragraph { text, style: Style { size_pt: size_pt * scale, weight }, gray });
        }
    };
    if options.shows_headline() {
        add(headline(photo).unwrap_or_default(), Weight::Strong, 1.0, BLACK);
    }
    add(&options.caption(photo, number, position), Weight::Regular, 1.0, BLACK);
    for (label, value) in options.facts(photo, number, position) {
        add(&format!("{label}: {value}"), Weight::Regular, 0.86, QUIET);
    }
    let is_numbered = options.template.is_none() || options.shows(ExportField::Number);
    let alt_text = photo.caption.alt_text.as_deref().unwrap_or_else(|| best_line(photo));
    Cell {
        number: if is_numbered { number.to_string() } else { String::new() },
        picture,
        alt_text: printable(alt_text),
        name: photo.key.name.clone(),
        why_none,
        paragraphs,
    }
}

/// A text with every line end a `\n`, and nothing in it that is not drawn as a character.
fn printable(text: &str) -> String {
    with_visible_controls(text).replace(['\u{2028}', '\u{2029}'], "\n").replace('\t', "    ")
}
