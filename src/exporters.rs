//! Photos written out in a format, one after another in the order given. Of tables and texts a million take no more memory
//! than one; documents, contact sheets, ZIPs and folders are gone through several times, and hold what they need of each.
//! Where they are written to is the caller's business: a file is `files::write_whole`'s, a preview is a `Vec`.
//! Pictures are asked of the caller as pixels; nothing here decodes a file.

pub mod ahead;
mod carried;
mod csv;
mod docx;
pub mod fields;
pub mod format;
mod gallery;
mod html;
mod iiif;
mod json;
pub mod left_out;
mod markdown;
pub mod names;
pub mod options;
mod package;
pub mod pattern;
mod pdf;
pub mod pictures;
pub mod sidecar;
pub mod stretches;
pub mod template;
mod text;
pub mod tree;
pub mod verifying;
mod xlsx;

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::sync::Arc;

use crate::exporters::format::Format;
use crate::exporters::left_out::LeftOut;
use crate::exporters::options::{ExportOptions, Sheet};
use crate::exporters::pictures::{NoPictures, Original, Pictures};
use crate::exporters::stretches::Stretches;
use crate::exporters::template::Template;
use crate::exporters::tree::{Archive, Tree};
use crate::photo::Photo;
use crate::place::{PlaceKind, PlaceMention, Relation};
use crate::text::fold;

/// The longest name of the folder in an archive.
const ROOT_MAX_BYTES: usize = 60;

/// What stands above and below the photos, in the formats that people read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The name of what is exported: a list, or a collection.
    pub title: String,
    /// Whom to credit for the whole, if anyone.
    pub credit: Option<String>,
}

/// Photos to be exported, in order, each with its position in its input, from 1.
pub type Photos<'a> = &'a mut dyn Iterator<Item = (usize, Arc<Photo>)>;

/// The same, each with its number in the export, from 1, before its position.
type Numbered<'a> = &'a mut dyn Iterator<Item = (usize, usize, Arc<Photo>)>;

/// An export but for its photos and its format: what stands around them, what was chosen, and where pictures come from.
/// It remembers what could not be included.
pub struct Export<'a> {
    heading: Heading,
    options: ExportOptions,
    pictures: &'a dyn Pictures,
    progress: Option<Progress<'a>>,
    left_out: RefCell<Vec<LeftOut>>,
    n_files: Cell<Option<usize>>,
}

/// Takes what was made of a photo: its number in the export, its position, itself, and what was made, or why nothing was.
type Taker<'a, T> = &'a mut dyn FnMut(usize, usize, &Arc<Photo>, Result<T, String>) -> io::Result<()>;

/// Told how many photos are done; answers whether to go on.
pub type Progress<'a> = &'a dyn Fn(usize) -> bool;

impl Export<'static> {
    /// An export of captions alone, with the usual choices.
    pub fn of_captions(heading: Heading) -> Self {
        Self::of_text(heading, ExportOptions::default())
    }

    /// An export without pictures.
    pub fn of_text(heading: Heading, options: ExportOptions) -> Self {
        Self::new(heading, ExportOptions { thumbnails: false, ..options }, &NoPictures)
    }
}

impl<'a> Export<'a> {
    /// An export with pictures.
    pub fn new(heading: Heading, options: ExportOptions, pictures: &'a dyn Pictures) -> Self {
        Self { heading, options, pictures, progress: None, left_out: RefCell::default(), n_files: Cell::default() }
    }

    /// The same export, which tells how far it is where that does not show in how many photos were asked for.
    pub fn told(self, progress: Progress<'a>) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// What could not be included so far, in the order of the photos.
    pub fn left_out(&self) -> Vec<LeftOut> {
        self.left_out.borrow().clone()
    }

    /// Of a package, how many photos' files it holds.
    pub fn n_files(&self) -> Option<usize> {
        self.n_files.get()
    }

    /// Notes that something of a photo, or the whole, is not included.
    pub fn leave_out(&self, photo: &str, why: String) {
        self.left_out.borrow_mut().push(LeftOut { photo: photo.to_owned(), why });
    }

    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn options(&self) -> &ExportOptions {
        &self.options
    }

    fn template(&self) -> Option<&Template> {
        self.options.template.as_deref()
    }

    /// The day of the export as ISO 8601, when a whole day is known.
    fn day(&self) -> Option<String> {
        let day = self.options.today.as_ref().map(ToString::to_string)?;
        day.get(..10).map(str::to_owned)
    }

    fn original(&self, photo: &Photo) -> Result<Original, String> {
        self.pictures.original(photo)
    }

    fn goes_on(&self, n_done: usize) -> bool {
        self.progress.is_none_or(|progress| progress(n_done))
    }

    /// Makes something of each photo's picture, a few photos ahead and on several threads, and hands it over with the photo's
    /// number and position, photo by photo in their order.
    fn with_pictures<T: Send>(
        &self,
        photos: Photos<'_>,
        make: &(dyn Fn(&Photo, &dyn Pictures) -> Result<T, String> + Sync),
        take: Taker<'_, T>,
    ) -> io::Result<()> {
        let pictures = self.pictures;
        let made = |(position, photo): (usize, Arc<Photo>)| {
            let made = make(&photo, pictures);
            (position, photo, made)
        };
        let n_done = Cell::new(0);
        ahead::in_order(photos, &made, &mut || self.goes_on(n_done.get()), &mut |(position, photo, made)| {
            n_done.set(n_done.get() + 1);
            take(n_done.get(), position, &photo, made)
        })
    }

    /// What was made for a photo; what was not is noted.
    fn or_left_out<T>(&self, photo: &Photo, made: Result<T, String>) -> Option<T> {
        match made {
            Ok(made) => Some(made),
            Err(why) => {
                self.lacks_picture(photo, &why);
                None
            }
        }
    }

    fn lacks_picture(&self, photo: &Photo, why: &str) {
        self.leave_out(&photo.key.name, format!("no picture, because {why}"));
    }
}

/// Writes photos in a format; nothing is written of the heading where the format is for programs, or is plain text.
/// An export that ends before its last photo is an error: none is silently short.
pub fn export(photos: Photos<'_>, export: &Export<'_>, format: Format, out: &mut dyn Write) -> io::Result<()> {
    if let Some(stretches) = Stretches::of(export, format) {
        stretches.begin(out)?;
        let n_photos = stretches.write(photos, 1, out)?;
        return stretches.end(n_photos, out);
    }
    match format {
        Format::Xlsx => xlsx::write(photos, export, out),
        Format::Docx => docx::write(photos, export, out),
        Format::Pdf => pdf::write(photos, export, out),
        Format::GalleryPage => gallery::write_page(photos, export, out),
        Format::Zip => {
            let root = names::safe_stem(&export.heading.title, ROOT_MAX_BYTES);
            let mut archive = Archive::new(out, &root);
            package::write(&photos.collect::<Vec<_>>(), export, &mut archive).and_then(|()| archive.finish())
        }
        Format::Gallery | Format::Package | Format::Iiif | Format::Sidecars => {
            Err(io::Error::other(format!("the format {} is a folder", format.name())))
        }
        // Those are written in stretches.
        Format::Csv
        | Format::CsvLossless
        | Format::Json
        | Format::JsonLines
        | Format::Markdown
        | Format::Text
        | Format::Html => Ok(()),
    }?;
    match photos.next() {
        Some((position, _)) => Err(io::Error::other(format!("it ended before photo {position}"))),
        None => Ok(()),
    }
}

/// Writes photos in a format that is a folder.
pub fn export_folder(photos: Photos<'_>, export: &Export<'_>, format: Format, folder: &mut dyn Tree) -> io::Result<()> {
    let photos: Vec<(usize, Arc<Photo>)> = photos.collect();
    match format {
        Format::Gallery => {
            gallery::write_folder(&photos, &|_, photo, why| export.lacks_picture(photo, &why), export, folder)
        }
        Format::Package => package::write(&photos, export, folder),
        Format::Iiif => iiif::write(&photos, export, folder),
        Format::Sidecars => sidecar::write_folder(&photos, export, folder),
        Format::Csv
        | Format::CsvLossless
        | Format::Xlsx
        | Format::Docx
        | Format::Json
        | Format::JsonLines
        | Format::Markdown
        | Format::Text
        | Format::Html
        | Format::Pdf
        | Format::GalleryPage
        | Format::Zip => Err(io::Error::other(format!("the format {} is a file", format.name()))),
    }
}

/// The error of an export that was cancelled.
fn cancelled() -> io::Error {
    io::Error::other("cancelled")
}

/// The first lines of an export; of formats that are no text, what they will hold.
pub fn preview(photos: Photos<'_>, export: &Export<'_>, format: Format, n_lines: usize) -> String {
    let (first, shown_as) = match format {
        Format::Xlsx | Format::Docx | Format::Gallery | Format::GalleryPage | Format::Iiif => {
            (String::new(), Format::Text)
        }
        Format::Pdf => {
            let Sheet { rows, columns, paper, landscape } = export.options.sheet;
            let lies = if landscape { ", landscape" } else { "" };
            (format!("{rows} × {columns} photos to a page, {}{lies}\n\n", paper.label()), Format::Text)
        }
        Format::Package | Format::Zip => return package::preview(photos, &export.options),
        Format::Sidecars => return photos.next().map(|(_, photo)| sidecar::preview(&photo)).unwrap_or_default(),
        Format::Csv
        | Format::CsvLossless
        | Format::Json
        | Format::JsonLines
        | Format::Markdown
        | Format::Text
        | Format::Html => (String::new(), format),
    };
    let mut out = Vec::new();
    // Writing into memory does not fail.
    self::export(photos, export, shown_as, &mut out).ok();
    let text = first + String::from_utf8_lossy(&out).trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().take(n_lines).collect();
    lines.join("\n")
}

/// The places of a photo for people, each once: "Senate chamber", "near Capitol Visitor Center", "outside US Capitol".
fn place_lines(photo: &Photo) -> Vec<String> {
    let mut lines = Vec::new();
    for mention in &photo.places {
        let line = place_line(mention);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn place_line(mention: &PlaceMention) -> String {
    let PlaceMention { place, relation, span: _, rule: _ } = mention;
    // The ground around a building may have no name of its own: then it is told by its building's.
    if place.kind == PlaceKind::Outside
        && let Some(building) = place.parent.as_ref().filter(|parent| parent.kind != PlaceKind::Outside)
        && (*relation == Relation::Outside || fold(&place.name) == Relation::Outside.name())
    {
        return format!("outside {}", building.name);
    }
    match relation {
        Relation::In => place.name.clone(),
        Relation::At | Relation::Outside | Relation::Near | Relation::Through => {
            format!("{} {}", relation.name(), place.name)
        }
    }
}

/// The best line for a photo in a list that people read; one of which nothing is written goes by its name.
pub fn best_line(photo: &Photo) -> &str {
    match photo.line() {
        "" => &photo.key.name,
        line => line,
    }
}

/// The photo's headline, where it says something that its line does not.
fn headline(photo: &Photo) -> Option<&str> {
    photo.caption.headline.as_deref().filter(|headline| !headline.trim().is_empty() && *headline != photo.line())
}

/// Whether the first letter that has a direction runs from right to left (UAX #9, P2 and P3).
fn is_right_to_left(text: &str) -> bool {
    matches!(unicode_bidi::get_base_direction(text), unicode_bidi::Direction::Rtl)
}

#[cfg(test)]
mod tests;
