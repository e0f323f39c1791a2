//! The arguments, stated once: parsing, help, shell completions and the man page come from here.

pub(super) mod forms;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::cli::arguments::forms::{
    CachePart, CompareFormat, FacetsFormat, InspectFormat, LeastSeverity, LintFormat, ListFormat, ProfileName,
    TemplatesFormat,
};
use crate::cli::export_choices::ExportChoices;
use crate::metadata::fallback::FallbackEncoding;

/// Cutline: a gallery of captioned photographs.
///
/// Without a command the window opens: on the inputs named, or else on what was open last, or else on the bundled
/// collection.
#[derive(Debug, Parser)]
#[command(name = "cutline", version, subcommand_precedence_over_arg = true)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub window: Inputs,
    #[command(flatten)]
    pub folders: FolderArguments,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List photos
    List(ListArguments),
    /// Count the values of facets: place, person, credit, keyword, date, lint …
    Facets(FacetsArguments),
    /// Check captions by a house style; exit status 0 without findings, 1 with findings
    Lint(LintArguments),
    /// Export photos into a file
    Export(Box<ExportArguments>),
    /// List the templates that exports can follow
    Templates(TemplatesArguments),
    /// Find the photos that a list means: file names, ids, numbers or captions, one a line
    Find(FindArguments),
    /// Compare two collections: what was added, removed, changed and moved; exit status 1 when they differ
    Compare(CompareArguments),
    /// Show what photos state about themselves: every value of every field, the one chosen, and why
    Inspect(InspectArguments),
    /// List, export or import what you corrected in captions: “not a place”, “is a person” …
    Corrections {
        #[command(subcommand)]
        command: CorrectionsCommand,
    },
    /// Show what is kept so that inputs open at once, and empty it
    Cache(CacheArguments),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
    /// Check the folders and the sandbox in which photographs are read; exit status 1 when something is amiss
    Doctor,
    /// Read photographs for the program, which starts this itself
    #[command(hide = true)]
    Worker,
}

/// `cutline corrections`
#[derive(Debug, Subcommand)]
pub(super) enum CorrectionsCommand {
    /// List the corrections: the words, what they are, and where that counts
    List,
    /// Write the corrections into a file: JSON if its name ends in .json, otherwise CSV
    Export {
        /// The file to write; whole or not at all
        file: PathBuf,
        /// Replace the file if it is there
        #[arg(long)]
        force: bool,
    },
    /// Add the corrections of a file; where they contradict yours, the file's count
    Import {
        /// A file that “cutline corrections export” wrote, or one of that form
        file: PathBuf,
    },
}

/// What is opened, and how it is read.
#[derive(Clone, Debug, Args)]
pub(super) struct Inputs {
    /// Folders of photos, photos, articles, saved pages, CSV or JSON files of captions; “-” is standard input
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// The collection that comes with the program; the default
    #[arg(long)]
    pub sample: bool,
    /// Of folders, only their own files, not those of folders within them
    #[arg(long)]
    pub no_subfolders: bool,
    /// A column of a table, or a member of JSON objects, holds a field: --map Legend=caption
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub maps: Vec<String>,
    /// The encoding of old photos' texts that name none: windows-1251, cp1250, MacRoman …; windows-1252 by default
    #[arg(long, value_name = "NAME", value_parser = iim_encoding)]
    pub iim_encoding: Option<FallbackEncoding>,
}

/// Which photos, in which order.
#[derive(Debug, Args)]
pub(super) struct Selection {
    #[command(flatten)]
    pub inputs: Inputs,
    /// Only photos that fit this query; several must all fit
    #[arg(short, long = "query", value_name = "QUERY", allow_hyphen_values = true)]
    pub queries: Vec<String>,
    /// The order: input, caption, place, date, credit, file or rating; with a minus before it, backwards
    #[arg(long, value_name = "KEY", default_value = "input", allow_hyphen_values = true)]
    pub sort: String,
    /// At most so many photos
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Warnings make the exit status 2
    #[arg(long)]
    pub strict: bool,
}

/// `cutline list`
#[derive(Debug, Args)]
pub(super) struct ListArguments {
    #[command(flatten)]
    pub selection: Selection,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
}

/// `cutline facets`
#[derive(Debug, Args)]
#[command(mut_arg("limit", |limit| limit.help("At most so many values of each facet, those that most photos have")))]
pub(super) struct FacetsArguments {
    #[command(flatten)]
    pub selection: Selection,
    /// Only this facet: place, person, organization, credit, creator, agency, distributor, keyword, date, lint, rating,
    /// label, folder, camera, type or caption; can be repeated
    #[arg(long = "facet", value_name = "NAME")]
    pub facets: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = FacetsFormat::Table)]
    pub format: FacetsFormat,
}

/// `cutline lint`
#[derive(Debug, Args)]
pub(super) struct LintArguments {
    #[command(flatten)]
    pub selection: Selection,
    /// The house style: common, ap, getty, reuters, web, own (house-style.csv in the settings folder) or a file; by
    /// default that of the settings
    #[arg(long, value_name = "STYLE")]
    pub style: Option<String>,
    /// Only findings of this kind; can be repeated
    #[arg(long = "only", value_name = "KIND")]
    pub only: Vec<String>,
    /// Only findings that matter so much or more
    #[arg(long, value_enum, default_value_t = LeastSeverity::Note)]
    pub least: LeastSeverity,
    /// How to print
    #[arg(long, value_enum, default_value_t = LintFormat::Table)]
    pub format: LintFormat,
}

/// `cutline export`
#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    #[command(flatten)]
    pub selection: Selection,
    /// The file or folder to write; whole or not at all
    #[arg(long, value_name = "PATH", required_unless_present = "beside")]
    pub to: Option<PathBuf>,
    /// csv (for spreadsheets), csv-lossless, xlsx, docx, json, jsonl, markdown, text, html, pdf (contact sheet),
    /// gallery, gallery-page, package, zip, iiif or sidecars; by default the file's extension tells
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// The fields, their order, labels and captions: the name of a template, or its file
    #[arg(long, value_name = "NAME|FILE")]
    pub template: Option<String>,
    /// Replace the file, or the folder of an earlier export, if it is there
    #[arg(long)]
    pub force: bool,
    /// Read what was written again and say whether it is all there; the default
    #[arg(long, overrides_with = "no_verify")]
    verify: bool,
    /// Do not read what was written again
    #[arg(long)]
    no_verify: bool,
    #[command(flatten)]
    pub choices: ExportChoices,
}

impl ExportArguments {
    /// Whether what was written is read again.
    pub(super) fn verifies(&self) -> bool {
        self.verify || !self.no_verify
    }
}

/// `cutline templates`
#[derive(Debug, Args)]
pub(super) struct TemplatesArguments {
    /// How to print
    #[arg(long, value_enum, default_value_t = TemplatesFormat::Table)]
    pub format: TemplatesFormat,
    /// Print the file of one of them, to be changed or sent on
    #[arg(long, value_name = "NAME|FILE")]
    pub print: Option<String>,
}

/// `cutline find`
#[derive(Debug, Args)]
pub(super) struct FindArguments {
    /// The list: text, a line each, or a table; “-” is standard input
    #[arg(value_name = "LIST")]
    pub list: PathBuf,
    #[command(flatten)]
    pub inputs: Inputs,
    /// The column of the table that names the photos
    #[arg(long, value_name = "NAME")]
    pub column: Option<String>,
    /// Only what is sure: nothing by the likeness of captions
    #[arg(long)]
    pub sure: bool,
    /// The name of the new list that the photos go on; by default that of the file
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Make no list, only print the photos
    #[arg(long)]
    pub no_list: bool,
    /// How to print the photos
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// What was not found, or is not sure, makes the exit status 2, and so do warnings
    #[arg(long)]
    pub strict: bool,
}

/// `cutline compare`
#[derive(Debug, Args)]
pub(super) struct CompareArguments {
    /// The first collection, such as what is archived
    #[arg(value_name = "A")]
    pub a: PathBuf,
    /// The second, such as what was published
    #[arg(value_name = "B")]
    pub b: PathBuf,
    /// Only differences of this kind: added, removed, changed, moved or same; can be repeated
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub only: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = CompareFormat::Table)]
    pub format: CompareFormat,
    /// The encoding of old photos' texts that name none: windows-1251, cp1250, MacRoman …; windows-1252 by default
    #[arg(long, value_name = "NAME", value_parser = iim_encoding)]
    pub iim_encoding: Option<FallbackEncoding>,
    /// Of folders, only their own files, not those of folders within them
    #[arg(long)]
    pub no_subfolders: bool,
    /// A column of a table, or a member of JSON objects, holds a field: --map Legend=caption
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub maps: Vec<String>,
}

/// `cutline inspect`
#[derive(Debug, Args)]
pub(super) struct InspectArguments {
    /// Photos, or sidecars by themselves; a photo's sidecar (photo.xmp, photo.jpg.xmp) is found
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = InspectFormat::Table)]
    pub format: InspectFormat,
    /// How a value is chosen where several are stated
    #[arg(long, value_enum, default_value_t = ProfileName::News)]
    pub profile: ProfileName,
    /// The encoding of old photos' texts that name none: windows-1251, cp1250, MacRoman …; windows-1252 by default
    #[arg(long, value_name = "NAME", value_parser = iim_encoding)]
    pub iim_encoding: Option<FallbackEncoding>,
}

/// `cutline cache`
#[derive(Debug, Args)]
pub(super) struct CacheArguments {
    /// Empty it first: indexes, thumbnails (only those made by Cutline) or all
    #[arg(long, value_name = "PART", value_enum, num_args = 0..=1, default_missing_value = "all")]
    pub empty: Option<CachePart>,
    /// How to print
    #[arg(long, value_enum, default_value_t = FacetsFormat::Table)]
    pub format: FacetsFormat,
}

/// Where files are kept.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct FolderArguments {
    /// Folder of the lists [env: CUTLINE_DATA_DIR]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub data_dir: Option<PathBuf>,
    /// Folder of what can be made again [env: CUTLINE_CACHE_DIR]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub cache_dir: Option<PathBuf>,
    /// Folder of settings and places [env: CUTLINE_CONFIG_DIR]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub config_dir: Option<PathBuf>,
}

/// The encoding of a name.
fn iim_encoding(name: &str) -> Result<FallbackEncoding, String> {
    FallbackEncoding::parse(name).ok_or_else(|| {
        "there is no such encoding; windows-1252, windows-1251, windows-1250, MacRoman, KOI8-R and others are known"
            .to_owned()
    })
}
