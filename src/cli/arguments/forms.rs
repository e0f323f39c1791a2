//! In which form each command prints, and other choices of a few words.

use clap::ValueEnum;

use crate::exporters::format::Format;
use crate::metadata::precedence::Profile;

/// What of the cache is emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CachePart {
    /// The indexes of inputs
    Indexes,
    /// The thumbnails made by Cutline
    Thumbnails,
    /// Both
    All,
}

/// How photos are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// Number, place, credit and caption in columns
    Table,
    /// One array
    Json,
    /// One object a line
    Jsonl,
    /// Cutline's own CSV, lossless
    Csv,
    /// The captions as they stand
    Text,
}

/// How much findings matter at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LeastSeverity {
    /// Everything
    Note,
    /// Warnings and errors
    Warning,
    /// Errors alone
    Error,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LintFormat {
    /// A photo a line, and its findings below it
    Table,
    /// One array of photos with their findings
    Json,
}

/// How facets are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FacetsFormat {
    /// Counts and names in columns
    Table,
    /// One object of arrays
    Json,
}

/// How templates are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TemplatesFormat {
    /// Name, what it is for, pattern and fields, a line each
    Table,
    /// One array of objects
    Json,
}

/// How a comparison is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CompareFormat {
    /// A line for each photo that differs, and below it what
    Table,
    /// One object: counts and photos
    Json,
    /// A web page
    Html,
}

/// How what a photo states is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum InspectFormat {
    /// A field a line, and the candidates below it
    Table,
    /// One array of objects
    Json,
}

/// How a value is chosen where several are stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ProfileName {
    /// As picture desks work: sidecar, XMP, IIM, Exif
    News,
    /// By the letter of the Metadata Working Group: Exif first for captions, creators, copyright and dates
    Mwg,
}

impl ProfileName {
    /// The profile.
    pub(in crate::cli) fn profile(self) -> Profile {
        match self {
            Self::News => Profile::News,
            Self::Mwg => Profile::MwgStrict,
        }
    }
}

impl ListFormat {
    /// The exporter that prints it; the table is none.
    pub(in crate::cli) fn exporter(self) -> Option<Format> {
        match self {
            Self::Table => None,
            Self::Json => Some(Format::Json),
            Self::Jsonl => Some(Format::JsonLines),
            Self::Csv => Some(Format::CsvLossless),
            Self::Text => Some(Format::Text),
        }
    }
}
