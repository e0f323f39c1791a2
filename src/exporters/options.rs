//! What can be chosen about an export beside its format and its photos.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use crate::caption::date::Date;
use crate::exporters::best_line;
use crate::exporters::fields::{Column, ExportField};
use crate::exporters::format::Format;
use crate::exporters::template::Template;
use crate::photo::Photo;

/// The most rows and columns of a contact sheet: beyond that nobody reads the captions.
pub const GRID_MAX: usize = 20;
/// The shortest and longest edges that pictures are made of, in pixels.
pub const EDGE_PX: std::ops::RangeInclusive<u32> = 64..=16_384;

/// Choices that formats read as far as they concern them.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportOptions {
    /// What is shown of each photo; without one, every format shows what it usually does.
    pub template: Option<Arc<Template>>,
    /// Whether a spreadsheet or a document shows the pictures, small.
    pub thumbnails: bool,
    /// How a contact sheet is laid out.
    pub sheet: Sheet,
    /// What a package holds.
    pub package: Package,
    /// The address at which a manifest's folder will be on the web.
    pub web_address: String,
    /// Where sidecars go.
    pub sidecars: SidecarPlace,
    /// The date that stands on what is printed; none for no date.
    pub today: Option<Date>,
}

/// How a contact sheet is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Rows to a page.
    pub rows: usize,
    /// Columns to a page.
    pub columns: usize,
    /// The paper.
    pub paper: Paper,
    /// Whether the paper lies on its side.
    pub landscape: bool,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// ISO A3.
    A3,
    /// ISO A4.
    A4,
    /// US Letter.
    Letter,
    /// US Legal.
    Legal,
}

/// What a package holds beside a page that shows its pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// How the pictures' files are named: text with fields in braces.
    pub names: String,
    /// What the pictures' files are.
    pub pictures: PackagedPictures,
    /// The formats in which the captions lie beside them.
    pub captions: Vec<Format>,
}

/// What the files of a package's pictures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackagedPictures {
    /// The photos' own files, byte for byte.
    Originals,
    /// JPEGs whose longer edge has at most so many pixels, with the originals' metadata.
    Jpegs {
        /// The longer edge.
        long_edge_px: u32,
    },
}

/// Where sidecars are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SidecarPlace {
    /// Into a folder of their own.
    Folder,
    /// Beside the photos' own files; what a sidecar that is there says beyond captions stays.
    BesideOriginals,
}

impl ExportOptions {
    /// The fields shown, in order, in formats that people read.
    pub fn columns(&self) -> &[Column] {
        match &self.template {
            Some(template) => &template.fields,
            None => ExportField::usual(),
        }
    }

    /// What each of the columns shows of a photo; empty where it has nothing.
    pub fn cells(&self, photo: &Photo, number: usize, position: usize) -> Vec<String> {
        match &self.template {
            Some(template) => template.cells(photo, number, position),
            None => self.columns().iter().map(|column| column.field.value(photo, number, position)).collect(),
        }
    }

    /// The caption as formats that people read show it.
    pub fn caption<'a>(&self, photo: &'a Photo, number: usize, position: usize) -> Cow<'a, str> {
        match &self.template {
            Some(template) => Cow::Owned(template.composed_caption(photo, number, position)),
            None => Cow::Borrowed(best_line(photo)),
        }
    }
}

impl ExportOptions {
    /// Whether a field is among those shown.
    pub fn shows(&self, field: ExportField) -> bool {
        self.columns().iter().any(|column| column.field == field)
    }

    /// The labels and values that stand below a caption: the fields shown, but for those that stand elsewhere.
    pub fn facts(&self, photo: &Photo, number: usize, position: usize) -> Vec<(String, String)> {
        let is_above = |field| match field {
            ExportField::Number | ExportField::Composed => true,
            ExportField::Headline | ExportField::Caption => self.template.is_none(),
            _ => false,
        };
        let shown = self.columns().iter().zip(self.cells(photo, number, position));
        let shown = shown.filter(|(column, value)| !is_above(column.field) && !value.trim().is_empty());
        shown.map(|(column, value)| (column.label().to_owned(), value)).collect()
    }

    /// Whether a photo's headline stands above its caption: a template puts it where it wants it.
    pub fn shows_headline(&self) -> bool {
        self.template.is_none() && self.shows(ExportField::Headline)
    }
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            template: None,
            thumbnails: true,
            sheet: Sheet { rows: 4, columns: 3, paper: Paper::A4, landscape: false },
            package: Package {
                names: "{position:03}-{place}-{headline}".to_owned(),
                pictures: PackagedPictures::Originals,
                captions: vec![Format::Csv, Format::Json],
            },
            // Where the folder is when it is tried out with a server on this computer.
            web_address: "http://localhost:8000".to_owned(),
            sidecars: SidecarPlace::Folder,
            today: None,
        }
    }
}

impl Paper {
    /// Every size.
    pub const ALL: [Self; 4] = [Self::A4, Self::A3, Self::Letter, Self::Legal];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::A3 => "a3",
            Self::A4 => "a4",
            Self::Letter => "letter",
            Self::Legal => "legal",
        }
    }

    /// The name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::A3 => "A3",
            Self::A4 => "A4",
            Self::Letter => "Letter",
            Self::Legal => "Legal",
        }
    }

    /// Width and height in points (1/72 inch), upright.
    pub fn size_pt(self) -> [f32; 2] {
        match self {
            // ISO 216: 297 × 420 and 210 × 297 millimetres.
            Self::A3 => [841.89, 1190.55],
            Self::A4 => [595.28, 841.89],
            // ANSI: 8.5 × 11 and 8.5 × 14 inches.
            Self::Letter => [612.0, 792.0],
            Self::Legal => [612.0, 1008.0],
        }
    }
}

impl FromStr for Paper {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|paper| name.eq_ignore_ascii_case(paper.name())).ok_or(())
    }
}

impl Sheet {
    /// Width and height of a page in points.
    pub fn page_pt(self) -> [f32; 2] {
        let [short, long] = self.paper.size_pt();
        if self.landscape { [long, short] } else { [short, long] }
    }
}
