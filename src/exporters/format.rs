//! The formats photos are exported in: what they are called, and which of them are folders or hold pictures.

use std::path::Path;

/// A format photos are exported in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A table that spreadsheets open without running anything; opens again as the same photos.
    Csv,
    /// A table with every cell as it is, for programs; opens again as the same photos.
    CsvLossless,
    /// A spreadsheet with pictures.
    Xlsx,
    /// A document for word processors.
    Docx,
    /// One array of records, which opens again as the same photos.
    Json,
    /// A record a line, which opens again as the same photos.
    JsonLines,
    /// A numbered list for a wiki, an issue or an e-mail.
    Markdown,
    /// The captions exactly as they stand.
    Text,
    /// A page to read or print.
    Html,
    /// A contact sheet.
    Pdf,
    /// A folder with a page that shows pictures.
    Gallery,
    /// The same as one page that holds its pictures.
    GalleryPage,
    /// A folder with the photos' files, their captions and a gallery.
    Package,
    /// The same as an archive.
    Zip,
    /// A manifest for archives' viewers, and its pictures.
    Iiif,
    /// XMP sidecars.
    Sidecars,
}

impl Format {
    /// Every format, in the order in which the screen offers them.
    pub const ALL: [Self; 16] = [
        Self::Csv,
        Self::CsvLossless,
        Self::Xlsx,
        Self::Docx,
        Self::Json,
        Self::JsonLines,
        Self::Markdown,
        Self::Text,
        Self::Html,
        Self::Pdf,
        Self::Gallery,
        Self::GalleryPage,
        Self::Package,
        Self::Zip,
        Self::Iiif,
        Self::Sidecars,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::CsvLossless => "csv-lossless",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Gallery => "gallery",
            Self::GalleryPage => "gallery-page",
            Self::Package => "package",
            Self::Zip => "zip",
            Self::Iiif => "iiif",
            Self::Sidecars => "sidecars",
        }
    }

    /// The name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV for spreadsheets",
            Self::CsvLossless => "CSV, lossless",
            Self::Xlsx => "Spreadsheet (.xlsx)",
            Self::Docx => "Word document (.docx)",
            Self::Json => "JSON",
            Self::JsonLines => "JSON lines",
            Self::Markdown => "Markdown",
            Self::Text => "Plain text",
            Self::Html => "Web page",
            Self::Pdf => "Contact sheet (PDF)",
            Self::Gallery => "Web gallery (folder)",
            Self::GalleryPage => "Web gallery (one page)",
            Self::Package => "Package (folder)",
            Self::Zip => "Package (ZIP)",
            Self::Iiif => "IIIF manifest (folder)",
            Self::Sidecars => "XMP sidecars",
        }
    }

    /// How the name of a file in the format ends, without the dot; empty for a folder.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvLossless => "csv",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Html | Self::GalleryPage => "html",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Gallery | Self::Package | Self::Iiif | Self::Sidecars => "",
        }
    }

    /// Whether it is a folder of files.
    pub fn is_folder(self) -> bool {
        self.extension().is_empty()
    }

    /// Whether photos are gone through more than once, so that it is not those asked for that tell how far it is.
    pub fn has_passes(self) -> bool {
        self.is_folder() || self == Self::Zip
    }

    /// Whether the photos' files are needed for it, which takes time.
    pub fn has_pictures(self) -> bool {
        match self {
            Self::Xlsx
            | Self::Docx
            | Self::Pdf
            | Self::Gallery
            | Self::GalleryPage
            | Self::Package
            | Self::Zip
            | Self::Iiif
            | Self::Sidecars => true,
            Self::Csv | Self::CsvLossless | Self::Json | Self::JsonLines | Self::Markdown | Self::Text | Self::Html => {
                false
            }
        }
    }

    /// The format of that name or extension.
    pub fn from_name(name: &str) -> Option<Self> {
        let named = Self::ALL.into_iter().find(|format| name == format.name());
        named.or_else(|| Self::ALL.into_iter().find(|format| !name.is_empty() && name == format.extension()))
    }

    /// The format that a file's name asks for.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_string_lossy().to_ascii_lowercase();
        match extension.as_str() {
            "htm" => Some(Self::Html),
            "ndjson" => Some(Self::JsonLines),
            other => Self::from_name(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_name_and_by_path() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
            if format.is_folder() {
                continue;
            }
            let found = Format::from_path(&Path::new("a.b").with_extension(format.extension()));
            assert_eq!(found.map(Format::extension), Some(format.extension()));
        }
        assert_eq!(Format::from_path(Path::new("A.HTM")), Some(Format::Html));
        assert_eq!(Format::from_path(Path::new("a.ndjson")), Some(Format::JsonLines));
        assert_eq!(Format::from_path(Path::new("csv")), None);
        assert_eq!(Format::from_name("nonsense"), None);
    }
}
