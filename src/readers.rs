//! Makes photos from an input: a folder of photographs, an article's captions, a saved web page, a table (CSV), JSON or
//! JSON Lines.
//! `read` opens the input, tells its format by its content, and returns what could be read together with warnings;
//! what each format looks like is told by the modules below.

mod article;
mod columns;
mod csv;
mod decode;
mod draft;
mod error;
mod format;
mod gathering;
mod html;
mod input;
mod json;
mod photo_folder;
mod source;
pub mod stream;

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::attachment::PictureFile;
use crate::caption::date::Date;
use crate::lint::together::Repeats;
use crate::lint::{self, Lint};
use crate::metadata::fallback::FallbackEncoding;
use crate::metadata::merged::Merged;
use crate::page;
use crate::photo::corrections::Corrections;
use crate::photo::facts::FileStamp;
use crate::photo::knowledge::Knowledge;
use crate::photo::naming::is_photo_name;
use crate::photo::{Photo, together};
use crate::readers::format::Format;
use crate::readers::gathering::{Gathering, Heading, Progress};
use crate::readers::source::{ByteSource, TextSource};
use crate::worker::opening;
use crate::worker::{WorkerError, Workers};

pub use crate::readers::error::ReadError;
pub use crate::readers::input::Input;
pub use crate::readers::photo_folder::is_picture;

/// The largest input that is read as a whole, in bytes: a page, an object of JSON. Tables, lines and arrays of JSON and
/// texts are read part by part, and may be of any size.
pub const INPUT_MAX_BYTES: u64 = 1 << 30;
/// The largest single value (a line, a cell, a string) that is read, in bytes: what is longer is no caption.
pub const VALUE_MAX_BYTES: usize = 1 << 20;
/// How much of a file tells whether it is text.
const SNIFFED_BYTES: usize = 512;

/// How an input is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Columns (or JSON members) by name, each with the field it holds: `--map COLUMN=FIELD`.
    pub column_map: Vec<(String, String)>,
    /// The encoding of photos' texts that name none: `--iim-encoding NAME`.
    pub iim_encoding: FallbackEncoding,
}

/// Makes photos from inputs.
#[derive(Clone)]
pub struct Reader {
    /// How inputs are to be read.
    pub options: Options,
    /// What captions are read with.
    pub knowledge: Knowledge,
    /// What captions are checked by.
    pub lint: Arc<Lint>,
    /// Where strangers' files are read.
    pub workers: Arc<Workers>,
}

/// Takes photos as they are read, some at a time, in the order of the input.
pub type Take<'a> = &'a mut dyn FnMut(Vec<Photo>);

/// How a reading is watched while it goes on.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Told from time to time how much is done and how much there is in all; answers whether to go on.
    pub progress: &'a dyn Fn(u64, u64) -> bool,
    /// The photo of a folder that is wanted first.
    pub first: Option<&'a Path>,
    /// Given that photo, before its turn.
    pub first_read: &'a dyn Fn(Vec<Photo>),
    /// What an earlier reading of a folder gave for a file, by the photo's own name, if the file is as it was.
    pub known: &'a dyn Fn(&str, &Stamp) -> Option<Photo>,
}

/// By what it is told whether a file and its sidecar are as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The file.
    pub file: FileStamp,
    /// Its sidecar, if it has one.
    pub sidecar: Option<FileStamp>,
}

/// What came of reading an input, beside its photos.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The collection's title: a heading of the input, or else its file's name.
    pub title: String,
    /// When the article was published.
    pub published: Option<Date>,
    /// A credit for the whole collection: "With AAP".
    pub credit: Option<String>,
    /// The address of the page that shows the photos.
    pub address: Option<String>,
    /// The first sentence or the summary of the page that shows the photos.
    pub lead: Option<String>,
    /// What went wrong without spoiling the rest.
    pub warnings: Vec<Warning>,
    /// Whether the photos complete each other: not where an export of ours states them in full.
    pub completes: bool,
    /// A sum over the bytes of the input, where it is a file.
    pub digest: Option<[u8; 16]>,
}

/// What came of reading an input that is kept in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The photos, in the order of the input.
    pub photos: Vec<Photo>,
    /// What came of it beside them.
    pub summary: Summary,
}

/// Something that went wrong in one place of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where: "line 12"; empty when it concerns the whole input.
    pub place: String,
    /// What went wrong, why, and what was done about it.
    pub text: String,
}

impl Reader {
    /// The same reader with another encoding for photos' texts that name none.
    pub fn with_iim_encoding(&self, iim_encoding: FallbackEncoding) -> Self {
        let options = Options { iim_encoding, ..self.options.clone() };
        Self { options, ..self.clone() }
    }

    /// Reads an input and keeps its photos in memory, completed by each other; when `watch` says so, reading stops.
    pub fn read(&self, input: &Input, watch: &Watch<'_>) -> Result<Reading, ReadError> {
        let mut photos = Vec::new();
        let summary = self.stream(input, watch, &mut |batch| photos.extend(batch))?;
        let mut photos = if summary.completes { together::completed(photos, self.lint.today) } else { photos };
        let mut repeats = Repeats::default();
        (0..).zip(&photos).for_each(|(position, photo)| repeats.note(photo, position));
        let repeated = repeats.together();
        for photo in &mut photos {
            // What is amiss may have been mended by what the others tell, and something may be amiss among them.
            photo.findings = repeated.findings(photo);
            photo.findings = lint::kinds(photo, &self.lint);
        }
        Ok(Reading { photos, summary })
    }

    /// Reads an input and hands its photos over as they come, as each caption alone tells them; when `watch` says so,
    /// reading stops. Memory stays bounded, whatever the size of a table, of JSON or of a text.
    pub fn stream(&self, input: &Input, watch: &Watch<'_>, take: Take<'_>) -> Result<Summary, ReadError> {
        let progress = Progress::new(watch.progress, input.to_string());
        let mut gathering = Gathering::new(input, self, progress, take);
        let (heading, digest) = match input {
            Input::Folder { path, subfolders } => {
                (photo_folder::read(path, *subfolders, self, watch, &mut gathering)?, None)
            }
            Input::File(path) if path.is_dir() => (photo_folder::read(path, true, self, watch, &mut gathering)?, None),
            Input::File(path) if self.is_photo(path) => {
                (photo_folder::read_one(path, self, watch, &mut gathering)?, None)
            }
            Input::File(_) | Input::Bundled | Input::Stream(_) | Input::Pasted(_) => {
                read_text(input, self, &mut gathering).map(|(heading, digest)| (heading, Some(digest)))?
            }
        };
        if !self.options.column_map.is_empty() {
            gathering.warn_of_columns(digest.is_none());
        }
        Ok(Summary { digest, ..gathering.finish(heading, input.stem()) })
    }

    /// A line that changes when an input does, by the sizes and times of its files: equal lines say that nothing has to be
    /// read again. None for what is no file, cannot be looked at, or is no longer wanted.
    pub fn state(&self, input: &Input, goes_on: &dyn Fn() -> bool) -> Option<String> {
        match input {
            Input::Folder { path, subfolders } => photo_folder::state(path, *subfolders, goes_on),
            Input::File(path) if path.is_dir() => photo_folder::state(path, true, goes_on),
            Input::File(path) => {
                let FileStamp { modified_secs, modified_nanos, size_bytes } =
                    file_stamp(&std::fs::metadata(path).ok()?);
                Some(format!("{size_bytes} bytes of {modified_secs}.{modified_nanos:09}"))
            }
            Input::Stream(stream) => Some(stream.state()),
            Input::Bundled | Input::Pasted(_) => None,
        }
    }

    /// Gives something of an input that takes long even to be listed to who watches, before it is read.
    pub fn show_beginning(&self, input: &Input, watch: &Watch<'_>) {
        match input {
            Input::Folder { path, .. } => photo_folder::show_beginning(path, self, watch),
            Input::File(path) if path.is_dir() => photo_folder::show_beginning(path, self, watch),
            Input::File(_) | Input::Bundled | Input::Stream(_) | Input::Pasted(_) => {}
        }
    }

    /// A sum over the bytes of an input that is a file; when `progress` says so, reading stops.
    pub fn digest(&self, input: &Input, progress: &dyn Fn(u64, u64) -> bool) -> Result<[u8; 16], ReadError> {
        let mut progress = Progress::new(progress, input.to_string());
        let mut bytes = ByteSource::open(input)?;
        let mut part = Vec::new();
        while !bytes.is_at_end() {
            part.clear();
            bytes.read_more(&mut part, TextSource::first_bytes(), &mut progress)?;
        }
        Ok(bytes.digest())
    }

    /// The same, with other corrections of what is read.
    pub fn with_corrections(&self, corrections: Arc<Corrections>) -> Self {
        Self { knowledge: self.knowledge.with(corrections), ..self.clone() }
    }

    /// The pictures of a folder and of those within it, with the captions they carry, as long as that is wanted.
    pub fn pictures(&self, folder: &Path, goes_on: &dyn Fn() -> bool) -> Result<Vec<PictureFile>, ReadError> {
        photo_folder::pictures(folder, self, goes_on)
    }

    /// Everything a photo's file and its sidecar state.
    pub fn inspect(&self, path: &Path) -> Result<Merged, WorkerError> {
        photo_folder::inspect(path, self)
    }

    /// Whether a file is a photo: by its name, or by its content where that is no text.
    fn is_photo(&self, path: &Path) -> bool {
        if is_photo_name(path) {
            return path.is_file();
        }
        let Ok(file) = opening::open_regular(path) else { return false };
        let mut beginning = [0; SNIFFED_BYTES];
        let n_read = (&file).read(&mut beginning).unwrap_or(0);
        let is_text = !beginning.get(..n_read).unwrap_or(&[]).contains(&0);
        let metadata = || self.workers.metadata(&file, self.options.iim_encoding, &|| false);
        !is_text && metadata().is_ok_and(|metadata| is_picture(&metadata))
    }
}

/// The first photos of a folder by their names, for who cannot wait until it is read; none where that cannot be told at a
/// glance.
pub fn first_photos(folder: &Path, n_photos: usize) -> Vec<PathBuf> {
    photo_folder::first_names(folder, n_photos)
}

/// Reads an input that is no photo and no folder; what it states of its collection, and a sum over its bytes.
fn read_text(input: &Input, reader: &Reader, gathering: &mut Gathering<'_>) -> Result<(Heading, [u8; 16]), ReadError> {
    let options = &reader.options;
    let mut bytes = ByteSource::open(input)?;
    let mut beginning = Vec::new();
    bytes.read_more(&mut beginning, TextSource::first_bytes(), &mut gathering.progress)?;
    if page::is_page(&beginning, input.extension().as_deref()) {
        bytes.check_page()?;
        bytes.read_rest(&mut beginning, &mut gathering.progress)?;
        let heading = html::read(&beginning, input, reader, gathering)?;
        return Ok((heading, bytes.digest()));
    }
    let mut source = TextSource::new(bytes, beginning, &mut gathering.progress)?;
    if source.window().trim().is_empty() {
        return Err(ReadError::Empty { input: input.to_string() });
    }
    // Formats are told by whole lines.
    while !source.window().contains('\n') && source.grow(&mut gathering.progress)? {}
    // What had to be assumed is told first, where it is known by then: of most inputs all is read.
    let is_told = source.is_last();
    gathering.warnings.extend(source.warning().filter(|_| is_told));
    let heading = match Format::of(source.window(), input.extension().as_deref()) {
        Format::Article => article::read(&mut source, options, gathering)?,
        Format::Table(delimiter) => {
            csv::read(&mut source, delimiter, options, gathering).map(|()| Heading::default())?
        }
        Format::Json => json::read(&mut source, options, gathering)?,
        Format::JsonLines => json::read_lines(&mut source, options, gathering).map(|()| Heading::default())?,
    };
    gathering.warnings.extend(source.warning().filter(|_| !is_told));
    Ok((heading, source.digest()))
}

impl ReadError {
    fn of_io(why: io::Error, input: String) -> Self {
        match why.kind() {
            io::ErrorKind::NotFound => Self::NotFound { input },
            _ => Self::Unreadable { why, input },
        }
    }
}

impl Watch<'_> {
    /// Lets a reading go on to its end and looks at nothing before.
    pub fn none() -> Self {
        Self { progress: &|_, _| true, first: None, first_read: &|_| {}, known: &|_, _| None }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => f.write_str(&self.text),
            place => write!(f, "{place}: {}", self.text),
        }
    }
}

impl Options {
    /// Adds a mapping as written on the command line: `COLUMN=FIELD`; the last `=` divides.
    pub fn add_mapping(&mut self, written: &str) -> Result<(), ReadError> {
        let (column, field) = written.rsplit_once('=').unwrap_or((written, ""));
        columns::Target::named(field.trim())?;
        self.column_map.push((column.trim().to_owned(), field.trim().to_owned()));
        Ok(())
    }
}

/// What tells whether a file is as it was.
fn file_stamp(metadata: &std::fs::Metadata) -> FileStamp {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let since = since.unwrap_or_default();
    FileStamp {
        modified_secs: i64::try_from(since.as_secs()).unwrap_or(0),
        modified_nanos: since.subsec_nanos(),
        size_bytes: metadata.len(),
    }
}

#[cfg(test)]
mod tests;
