//! Why an input could not be read, in the words that the user sees.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::readers::INPUT_MAX_BYTES;

/// Why an input could not be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// There is no file of that name.
    #[error("cannot open: there is no such file: {input}")]
    NotFound {
        /// The input as the user knows it.
        input: String,
    },
    /// The file cannot be read.
    #[error("cannot read: {why}: {input}")]
    Unreadable {
        /// What the system says.
        why: io::Error,
        /// The input as the user knows it.
        input: String,
    },
    /// It is a pipe, a socket or a device.
    #[error("cannot open: it is a pipe or a device, not a file; what a pipe brings can be read as “-”: {input}")]
    NotAFile {
        /// The input as the user knows it.
        input: String,
    },
    /// It holds nothing.
    #[error("nothing to read: it is empty: {input}")]
    Empty {
        /// The input as the user knows it.
        input: String,
    },
    /// It is not text.
    #[error(
        "cannot read as text: it holds binary data; a file of captions (text, a saved web page, CSV, TSV, JSON or JSON \
         Lines) can be opened: {input}"
    )]
    Binary {
        /// The input as the user knows it.
        input: String,
    },
    /// It is larger than the limit.
    #[error("too large: at most {INPUT_MAX_BYTES} bytes are read, and it has {size}: {input}")]
    TooLarge {
        /// Its size, as far as it is known.
        size: u64,
        /// The input as the user knows it.
        input: String,
    },
    /// What a stream brings found no room while it is read.
    #[error("cannot keep what {input} brings: {why}: {}", folder.display())]
    Unkept {
        /// What the system says.
        why: io::Error,
        /// Where it was to be kept.
        folder: PathBuf,
        /// The input as the user knows it.
        input: String,
    },
    /// It does not end.
    #[error("too large: it brought more than 64 GiB and did not end: {input}")]
    Endless {
        /// The input as the user knows it.
        input: String,
    },
    /// A page that could not be taken apart.
    #[error("cannot read the page: {why}: {input}")]
    Page {
        /// What went wrong.
        why: String,
        /// The input as the user knows it.
        input: String,
    },
    /// An article without captions.
    #[error(
        "no captions found: a caption is a line that ends in a credit, such as “A man waves. Image: Getty.” or \
         “… (Photo by Jane Doe/AFP)”: {input}"
    )]
    NoCaptions {
        /// The input as the user knows it.
        input: String,
    },
    /// A web page without captions.
    #[error(
        "no captions found on the page: looked for figures and captions in its markup, captions in its data (JSON-LD), \
         alt texts of its pictures, and lines that end in a credit; a page whose pictures are put there by scripts has \
         none until it is saved by the browser as a complete page or as MHTML: {input}"
    )]
    NoFigures {
        /// The input as the user knows it.
        input: String,
    },
    /// A table or JSON without photos.
    #[error("no photos found: {why}: {input}")]
    NoPhotos {
        /// What is there instead.
        why: String,
        /// The input as the user knows it.
        input: String,
    },
    /// A table of which no column is known to hold captions.
    #[error(
        "no captions found: no column is known to hold them; name one with --map COLUMN=caption, the columns being \
         {columns}: {input}"
    )]
    NoCaptionColumn {
        /// The columns there are.
        columns: String,
        /// The input as the user knows it.
        input: String,
    },
    /// A mapped column is not in the input.
    #[error("cannot map the column “{column}”: there is none of that name, the columns being {columns}: {input}")]
    UnknownColumn {
        /// The column asked for.
        column: String,
        /// The columns there are.
        columns: String,
        /// The input as the user knows it.
        input: String,
    },
    /// A column is mapped to something that is no field.
    #[error("cannot map to “{field}”: it is not a field, the fields being {fields}")]
    UnknownField {
        /// The field asked for.
        field: String,
        /// The fields there are.
        fields: String,
    },
    /// A table with more columns than any caption list has.
    #[error("too many columns: at most {limit} are read, and it has {n_columns}: {input}")]
    TooManyColumns {
        /// How many there are.
        n_columns: usize,
        /// How many are read.
        limit: usize,
        /// The input as the user knows it.
        input: String,
    },
    /// JSON of which nothing could be read.
    #[error("broken JSON: {why} in line {line}, column {column}: {input}")]
    BrokenJson {
        /// What is wrong.
        why: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// The input as the user knows it.
        input: String,
    },
    /// Reading was cancelled.
    #[error("reading was cancelled: {input}")]
    Cancelled {
        /// The input as the user knows it.
        input: String,
    },
}
