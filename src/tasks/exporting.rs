//! Photos of a collection written into a file: whole or not at all, never silently short, and read again to see that it
//! is all there.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::sync::Arc;

use md5::{Digest as _, Md5};
use thiserror::Error;

use crate::catalog::{Catalog, PhotoIndex};
use crate::exporters::options::ExportOptions;
use crate::exporters::verifying::{Depth, Verified, verify};
use crate::exporters::{self, Export, Format, LeftOut};
use crate::files::{self, Existing, FileError};
use crate::photo::Photo;
use crate::readers::{Input, Reader, Watch};

/// Photos written between two reports of progress.
const PHOTOS_PER_REPORT: usize = 1_000;
/// The most photos of a web page that are read again as a page: readers hold all of a page, and take no larger ones.
const PAGE_PHOTOS_MAX: usize = 20_000;
/// Bytes read again at once.
const READ_BYTES: usize = 1 << 18;

/// What to export, as what, and where to.
pub struct Order<'a> {
    /// The photos, in order.
    pub photos: &'a [PhotoIndex],
    /// As what.
    pub format: Format,
    /// What was chosen beside the format.
    pub options: ExportOptions,
    /// Where to.
    pub path: &'a Path,
    /// What happens to a file that is there.
    pub existing: Existing,
    /// Who reads it again; nobody does without.
    pub verify: Option<&'a Reader>,
}

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Photos written.
    pub n_photos: usize,
    /// What could not be included, and why, in the order of the photos.
    pub left_out: Vec<LeftOut>,
    /// What came of reading it again, when that was asked for.
    pub verified: Option<Verified>,
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many photos are written.
    Written(usize),
    /// So many photos are read again.
    Verified(usize),
}

/// Why an export was not written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// It was cancelled.
    #[error("export cancelled; nothing was written")]
    Cancelled,
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It was written and cannot be read again.
    #[error("the file was written, but cannot be read again: {why}: {path}")]
    Unreadable {
        /// The system's reason.
        why: io::Error,
        /// The file.
        path: String,
    },
}

/// Writes photos of a collection into a file, whole or not at all, and reads it again.
/// `progress` is told how far it is, and answers whether to go on; once the file is in place it stays.
pub fn export(catalog: &Catalog, order: &Order<'_>, progress: &dyn Fn(Step) -> bool) -> Result<Exported, ExportError> {
    let Order { photos, format, options, path, existing, verify } = order;
    let export = Export::new(heading(catalog), options.clone());
    let walk = Walk { catalog, photos, progress, stopped: Cell::new(false), n_given: Cell::new(0) };
    let written_bytes = RefCell::new(Md5::new());
    let missing = |number: usize| {
        export.leave_out(format!("photo {number}"), "it is not in the collection any more".to_owned());
    };
    let written = files::write_whole(path, *existing, |out| {
        let mut out = Summed { out, sum: &written_bytes };
        exporters::export(&mut walk.photos(Step::Written, &missing), &export, *format, &mut out)?;
        // Cancelled exports end early; an error makes the unfinished file disappear.
        if walk.stopped.get() {
            return Err(io::Error::other("cancelled"));
        }
        let (n_written, n_left_out, n_wanted) = (walk.n_given.get(), export.left_out().len(), photos.len());
        if n_written + n_left_out < n_wanted {
            return Err(io::Error::other(format!("only {n_written} of {n_wanted} photos would be in it")));
        }
        Ok(())
    });
    if walk.stopped.get() {
        return Err(ExportError::Cancelled);
    }
    written?;
    let (n_photos, left_out) = (walk.n_given.get(), export.left_out());
    let verified = match verify {
        None => None,
        Some(reader) => {
            let unreadable = |why| ExportError::Unreadable { why, path: path.display().to_string() };
            read_again(&walk, &export, order, reader, &written_bytes.into_inner()).map_err(unreadable)?
        }
    };
    Ok(Exported { n_photos, left_out, verified })
}

/// What stands above and below an export.
pub fn heading(catalog: &Catalog) -> exporters::Heading {
    exporters::Heading { title: catalog.heading().title.clone(), credit: catalog.heading().credit.clone() }
}

/// The photos of an export, one after the other, as long as it is not stopped.
struct Walk<'a> {
    catalog: &'a Catalog,
    photos: &'a [PhotoIndex],
    progress: &'a dyn Fn(Step) -> bool,
    stopped: Cell<bool>,
    n_given: Cell<usize>,
}

impl Walk<'_> {
    /// Those that the collection has; of the others their number is told.
    fn photos(&self, step: fn(usize) -> Step, missing: &dyn Fn(usize)) -> impl Iterator<Item = (usize, Arc<Photo>)> {
        self.n_given.set(0);
        let going_on = move |(n_done, _): &(usize, &PhotoIndex)| {
            if n_done.is_multiple_of(PHOTOS_PER_REPORT) && !(self.progress)(step(*n_done)) {
                self.stopped.set(true);
            }
            !self.stopped.get()
        };
        self.photos.iter().enumerate().take_while(going_on).filter_map(move |(n_done, index)| {
            let photo = self.catalog.numbered(*index);
            match photo {
                Some(_) => self.n_given.set(self.n_given.get() + 1),
                None => missing(n_done + 1),
            }
            photo
        })
    }
}

/// Reads the file again and compares it; none when that was stopped, which harms nothing.
fn read_again(
    walk: &Walk<'_>,
    export: &Export,
    order: &Order<'_>,
    reader: &Reader,
    written_bytes: &Md5,
) -> io::Result<Option<Verified>> {
    let n_photos = walk.n_given.get();
    let mut file = BufReader::with_capacity(READ_BYTES, File::open(order.path)?);
    let mut photos = walk.photos(Step::Verified, &|_| {});
    let mut verified = verify(&mut photos, export, order.format, &mut file)?;
    drop(photos);
    if verified.is_none() && order.format == Format::Html && order.options.template.is_none() {
        verified = page_again(walk, order, reader, n_photos);
    }
    if walk.stopped.get() {
        return Ok(None);
    }
    match verified {
        Some(verified) => Ok(Some(verified)),
        None => bytes_again(order.path, n_photos, written_bytes).map(Some),
    }
}

/// Reads a web page as any other page, and compares its captions; none where it cannot be read so.
fn page_again(walk: &Walk<'_>, order: &Order<'_>, reader: &Reader, n_photos: usize) -> Option<Verified> {
    if n_photos > PAGE_PHOTOS_MAX {
        return None;
    }
    let reading = reader.read(&Input::File(order.path.to_owned()), &Watch::none()).ok()?;
    let mut verified = Verified::new(Depth::Captions);
    let mut read = reading.photos.iter();
    for (_, photo) in walk.photos(Step::Verified, &|_| {}) {
        let difference = match read.next() {
            None => Some("it is missing".to_owned()),
            Some(read) => (!is_same_caption(read, &photo)).then(|| "the caption reads differently".to_owned()),
        };
        verified.see(&photo, difference);
    }
    let n_rest = read.count();
    if n_rest > 0 {
        verified.differ("file".to_owned(), format!("it reads as {n_rest} photos more"));
    }
    Some(verified)
}

/// Whether a page's caption is the photo's, blanks aside: pages have their own ideas of those.
fn is_same_caption(read: &Photo, photo: &Photo) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = words(photo.line());
    words(read.line()) == line || words(read.text()) == line
}

/// Reads the file again as bytes.
fn bytes_again(path: &Path, n_photos: usize, written_bytes: &Md5) -> io::Result<Verified> {
    let mut file = File::open(path)?;
    let mut read_bytes = Md5::new();
    let mut buffer = vec![0; READ_BYTES];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n_read => read_bytes.update(buffer.get(..n_read).unwrap_or_default()),
        }
    }
    let mut verified = Verified { n_photos, n_identical: n_photos, ..Verified::new(Depth::Bytes) };
    if read_bytes.finalize() != written_bytes.clone().finalize() {
        verified.n_identical = 0;
        verified.differ("file".to_owned(), "its bytes are not those that were written".to_owned());
    }
    Ok(verified)
}

/// Passes bytes on and sums them up. Not against forgers: against disks.
struct Summed<'a> {
    out: &'a mut dyn Write,
    sum: &'a RefCell<Md5>,
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_written = self.out.write(bytes)?;
        self.sum.borrow_mut().update(bytes.get(..n_written).unwrap_or_default());
        Ok(n_written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
