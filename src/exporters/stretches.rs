//! Formats in which what is written of a photo depends on nothing but the photo and its number. Stretches of photos are
//! written apart from each other, on several threads where the caller has them, and joined in their order.

use std::io::{self, Write};

use crate::exporters::format::Format;
use crate::exporters::template::Template;
use crate::exporters::{Export, Heading, Photos, csv, html, json, markdown, text};

/// An export that is written in stretches: `begin`, then every stretch, then `end`.
#[derive(Clone, Copy, Debug)]
pub struct Stretches<'a> {
    kind: Kind,
    heading: &'a Heading,
    template: Option<&'a Template>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Table(csv::Cells),
    Array,
    Lines,
    Markdown,
    Text,
    Page,
}

impl<'a> Stretches<'a> {
    /// The export in a format; none where photos cannot be written apart from each other.
    pub fn of(export: &'a Export<'_>, format: Format) -> Option<Self> {
        let kind = match format {
            Format::Csv => Kind::Table(csv::Cells::Defused),
            Format::CsvLossless => Kind::Table(csv::Cells::AsTheyAre),
            Format::Json => Kind::Array,
            Format::JsonLines => Kind::Lines,
            Format::Markdown => Kind::Markdown,
            Format::Text => Kind::Text,
            Format::Html => Kind::Page,
            Format::Xlsx
            | Format::Docx
            | Format::Pdf
            | Format::Gallery
            | Format::GalleryPage
            | Format::Package
            | Format::Zip
            | Format::Iiif
            | Format::Sidecars => return None,
        };
        Some(Self { kind, heading: export.heading(), template: export.template() })
    }

    /// Writes what stands before the first photo.
    pub fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.kind {
            Kind::Table(cells) => csv::begin(cells, self.template, out),
            Kind::Array => out.write_all(b"["),
            Kind::Lines | Kind::Text => Ok(()),
            Kind::Markdown => markdown::begin(self.heading, out),
            Kind::Page => html::begin(self.heading, out),
        }
    }

    /// Writes photos that follow each other, the first of which has that number in the export, from 1; how many.
    pub fn write(&self, photos: Photos<'_>, first: usize, out: &mut dyn Write) -> io::Result<usize> {
        let mut n_photos = 0;
        let mut photos = photos.inspect(|_| n_photos += 1);
        let numbered = &mut (first..).zip(&mut photos).map(|(number, (position, photo))| (number, position, photo));
        match self.kind {
            Kind::Table(cells) => csv::write(numbered, cells, self.template, out),
            Kind::Array => json::write_items(numbered, self.template, out),
            Kind::Lines => json::write_lines(numbered, self.template, out),
            Kind::Markdown => markdown::write(numbered, self.template, out),
            Kind::Text => text::write(numbered, self.template, out),
            Kind::Page => html::write(numbered, self.template, out),
        }?;
        Ok(n_photos)
    }

    /// Writes what stands after the last of so many photos.
    pub fn end(&self, n_photos: usize, out: &mut dyn Write) -> io::Result<()> {
        match self.kind {
            Kind::Table(_) | Kind::Lines | Kind::Text => Ok(()),
            Kind::Array => out.write_all(if n_photos == 0 { b"]\n" } else { b"\n]\n" }),
            Kind::Markdown => markdown::end(self.heading, out),
            Kind::Page => html::end(n_photos, self.heading, out),
        }
    }
}
