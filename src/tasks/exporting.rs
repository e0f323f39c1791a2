//! Exports photos of a collection into a file or a folder, whole or not at all, with pictures that are decoded in the
//! workers. It counts what it writes: an export that is short of a photo fails, or says which and why. What was written
//! is read again, to see that it is all there.

mod beside;
mod comparing;
mod folders;
mod pictures;
mod stretches;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use md5::{Digest as _, Md5};
use thiserror::Error;

use crate::caption::date::Date;
use crate::catalog::{Catalog, PhotoIndex};
use crate::exporters::format::Format;
use crate::exporters::left_out::LeftOut;
use crate::exporters::options::{ExportOptions, SidecarPlace};
use crate::exporters::stretches::Stretches;
use crate::exporters::verifying::{Depth, Verified, is_compared};
use crate::exporters::{self, Export, Heading};
use crate::files::{self, Existing, FileError};
use crate::photo::naming::is_photo_name;
use crate::photo::{Photo, PhotoKey};
use crate::pictures::input_path;
use crate::readers::{Input, Reader, Watch};
use crate::tasks::exporting::pictures::WorkerPictures;
use crate::text::{counted, with_visible_controls};
use crate::worker::Workers;

/// Photos written between two reports of progress, where there are no pictures to wait for.
const PHOTOS_PER_REPORT: usize = 1_000;
/// The most photos of a web page that are read again as a page: readers of pages take no more figures.
const PAGE_PHOTOS_MAX: usize = 5_000;
/// Bytes read again at once.
const READ_BYTES: usize = 1 << 18;

/// What is exported, as what, and where to.
pub struct ExportOrder<'a> {
    /// The collection.
    pub catalog: &'a Catalog,
    /// Its photos to write, in order.
    pub photos: &'a [PhotoIndex],
    /// As what.
    pub format: Format,
    /// What was chosen.
    pub options: &'a ExportOptions,
    /// Where to.
    pub path: &'a Path,
    /// What happens to a file that is there.
    pub existing: Existing,
    /// The pictures that were given to photos.
    pub attached: &'a BTreeMap<PhotoKey, PathBuf>,
    /// Who reads it again; nobody does without.
    pub verify: Option<&'a Reader>,
}

impl ExportOrder<'_> {
    /// Whether it is read again as bytes, or may be.
    fn is_summed(&self) -> bool {
        self.verify.is_some() && !is_compared(self.format)
    }
}

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Photos written.
    pub n_photos: usize,
    /// Of a package, how many photos' files it holds.
    pub n_files: Option<usize>,
    /// Of sidecars beside the photos, those that said everything already.
    pub n_unchanged: usize,
    /// Photos that were not in the collection any more.
    pub n_gone: usize,
    /// What could not be included, and why, in the order of the photos.
    pub left_out: Vec<LeftOut>,
    /// What came of reading it again, when that was asked for.
    pub verified: Option<Verified>,
}

impl Exported {
    /// How many photos were written, in words.
    pub fn counted(&self) -> String {
        let photos = counted(self.n_photos, "photo");
        match self.n_files {
            Some(n_files) if n_files < self.n_photos => format!("{photos}, of which {n_files} with their files,"),
            Some(_) | None => photos,
        }
    }
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
    /// It would have taken the place of what it is made from.
    #[error("nothing was written, because {what} is never replaced; choose another name: {}", path.display())]
    Original {
        /// What it is.
        what: &'static str,
        /// The file that was to be written.
        path: PathBuf,
    },
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It was cancelled when some sidecars were written.
    #[error("cancelled; {n_written} sidecars were written, each of them whole")]
    CancelledBeside {
        /// How many.
        n_written: usize,
    },
    /// It was written and cannot be read again.
    #[error("the file was written, but cannot be read again: {why}: {}", path.display())]
    Unreadable {
        /// The system's reason.
        why: io::Error,
        /// The file.
        path: PathBuf,
    },
}

/// Writes an export, whole or not at all, and reads it again.
/// `progress` is told how far it is, and answers whether to go on; once the file is in place it stays.
pub fn export(
    order: &ExportOrder<'_>,
    workers: &Workers,
    progress: &dyn Fn(Step) -> bool,
) -> Result<Exported, ExportError> {
    spare_originals(order)?;
    let run = Run::new(order, progress);
    let pictures = WorkerPictures { workers, attached: order.attached, is_cancelled: &run.cancelled };
    let goes_on = |n_done| run.goes_on(n_done);
    let export = Export::new(heading(order.catalog), order.options.clone(), &pictures).told(&goes_on);
    if (order.format, order.options.sidecars) == (Format::Sidecars, SidecarPlace::BesideOriginals) {
        return beside::write(&run, &pictures);
    }
    if order.format.is_folder() {
        return folders::write(&run, &export);
    }
    let written_bytes = RefCell::new(Md5::new());
    let written = files::write_whole(order.path, order.existing, |out| {
        let mut summed = Summed { out: &mut *out, sum: &written_bytes };
        // What is compared photo by photo needs no sum.
        let out: &mut dyn Write = if order.is_summed() { &mut summed } else { out };
        match Stretches::of(&export, order.format) {
            Some(stretches) => stretches::write(&run, &export, &stretches, out)?,
            None => {
                exporters::export(&mut run.photos(Step::Written, Some(&export)), &export, order.format, out)?;
            }
        }
        run.check_whole()
    });
    if run.is_stopped() {
        return Err(ExportError::Cancelled);
    }
    written?;
    let (n_photos, n_gone, left_out) = (run.n_given.get(), run.n_gone.get(), export.left_out());
    let verified = match order.verify {
        None => None,
        Some(reader) => read_again(&run, &export, reader, &written_bytes.into_inner())
            .map_err(|why| ExportError::Unreadable { why, path: order.path.to_owned() })?,
    };
    Ok(Exported { n_photos, n_files: export.n_files(), n_unchanged: 0, n_gone, left_out, verified })
}

/// Sees to it that an export replaces neither a photo nor an input of the collection, whatever the user said of replacing.
fn spare_originals(order: &ExportOrder<'_>) -> Result<(), ExportError> {
    let refused = |what| Err(ExportError::Original { what, path: order.path.to_owned() });
    // A file that is not there harms nothing, and one that cannot be looked at cannot be replaced either.
    let (Existing::Replace, Ok(there)) = (order.existing, fs::canonicalize(order.path)) else { return Ok(()) };
    let is_there =
        |input: &str| input_path(input).and_then(|path| fs::canonicalize(path).ok()).as_ref() == Some(&there);
    if there.is_file() && is_photo_name(&there) {
        return refused("a photo");
    }
    if order.catalog.inputs().any(is_there) {
        return refused("an input of the collection");
    }
    Ok(())
}

/// What stands above and below an export.
pub fn heading(catalog: &Catalog) -> Heading {
    Heading { title: catalog.heading().title.clone(), credit: catalog.heading().credit.clone() }
}

/// The day it is where the user is.
pub fn today() -> Option<Date> {
    Date::parse(&jiff::ZonedDateTime::now().date().to_string()).ok()
}

/// An export under way: the photos one after the other, as long as it is not cancelled.
struct Run<'a> {
    order: &'a ExportOrder<'a>,
    progress: &'a dyn Fn(Step) -> bool,
    step: Cell<Step>,
    cancelled: AtomicBool,
    /// Photos handed to the writer.
    n_given: Cell<usize>,
    /// Photos that the collection does not have any more.
    n_gone: Cell<usize>,
}

impl<'a> Run<'a> {
    fn new(order: &'a ExportOrder<'a>, progress: &'a dyn Fn(Step) -> bool) -> Self {
        Self {
            order,
            progress,
            step: Cell::new(Step::Written(0)),
            cancelled: AtomicBool::new(false),
            n_given: Cell::new(0),
            n_gone: Cell::new(0),
        }
    }

    /// Asks whether to go on.
    fn is_cancelled(&self) -> bool {
        if !self.is_stopped() && !(self.progress)(self.step.get()) {
            self.cancelled.store(true, Ordering::Relaxed);
        }
        self.is_stopped()
    }

    /// Whether one who was asked said no.
    fn is_stopped(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn goes_on(&self, n_done: usize) -> bool {
        self.step.set(Step::Written(n_done));
        !self.is_cancelled()
    }

    /// Notes that the collection does not have a photo any more, which is counted from 0.
    fn note_gone(&self, at: usize, export: &Export<'_>) {
        self.n_gone.set(self.n_gone.get() + 1);
        export.leave_out(&format!("photo {}", at + 1), "it is not in the collection any more".to_owned());
    }

    /// An export that ended early is unfinished; an error makes it disappear.
    fn check_whole(&self) -> io::Result<()> {
        if self.is_stopped() {
            return Err(io::Error::other("cancelled"));
        }
        if self.order.catalog.is_damaged() {
            return Err(io::Error::other("the index is damaged, and is built anew when the collection is next opened"));
        }
        let (n_given, n_gone, n_wanted) = (self.n_given.get(), self.n_gone.get(), self.order.photos.len());
        if n_given + n_gone != n_wanted {
            return Err(io::Error::other(format!("only {n_given} of {n_wanted} photos would be in it")));
        }
        Ok(())
    }

    /// The photos that the collection has; those it has not are noted as left out of the export, if one is given.
    fn photos(
        &self,
        step: fn(usize) -> Step,
        export: Option<&Export<'_>>,
    ) -> impl Iterator<Item = (usize, Arc<Photo>)> {
        let every = if self.order.format.has_pictures() { 1 } else { PHOTOS_PER_REPORT };
        self.n_given.set(0);
        self.n_gone.set(0);
        // Where photos are gone through several times, whoever writes them tells how far it is.
        let is_told = export.is_some() && self.order.format.has_passes();
        let going_on = move |(n_done, _): &(usize, &PhotoIndex)| {
            if !is_told {
                self.step.set(step(*n_done));
            }
            !(n_done.is_multiple_of(every) && self.is_cancelled())
        };
        self.order.photos.iter().enumerate().take_while(going_on).filter_map(move |(n_done, index)| {
            let photo = self.order.catalog.numbered(*index);
            match (&photo, export) {
                (Some(_), _) => self.n_given.set(self.n_given.get() + 1),
                (None, Some(export)) => self.note_gone(n_done, export),
                (None, None) => self.n_gone.set(self.n_gone.get() + 1),
            }
            photo
        })
    }
}

/// Reads the file again and compares it; none when that was cancelled, which harms nothing.
fn read_again(
    run: &Run<'_>,
    export: &Export<'_>,
    reader: &Reader,
    written_bytes: &Md5,
) -> io::Result<Option<Verified>> {
    let order = run.order;
    let n_photos = run.n_given.get();
    let mut file = BufReader::with_capacity(READ_BYTES, File::open(order.path)?);
    let verified = match order.format {
        format if is_compared(format) => comparing::compared(run, export, &mut file)?,
        Format::Html if order.options.template.is_none() => page_again(run, reader, n_photos),
        _ => None,
    };
    if run.is_stopped() {
        return Ok(None);
    }
    match verified {
        Some(verified) => Ok(Some(verified)),
        None => bytes_again(order.path, n_photos, written_bytes).map(Some),
    }
}

/// Reads a web page as any other page, and compares its captions; none where it cannot be read so.
fn page_again(run: &Run<'_>, reader: &Reader, n_photos: usize) -> Option<Verified> {
    if n_photos > PAGE_PHOTOS_MAX {
        return None;
    }
    let reading = reader.read(&Input::File(run.order.path.to_owned()), &Watch::none()).ok()?;
    let mut verified = Verified::new(Depth::Captions);
    // Photos of the same words and the same picture are one photo to a reader of pages.
    let written: HashSet<String> = reading.photos.iter().map(|read| caption_words(read.text())).collect();
    for (_, photo) in run.photos(Step::Verified, None) {
        let is_there = written.contains(&caption_words(exporters::best_line(&photo)));
        verified.see(&photo, (!is_there).then(|| "its caption is not read from the page".to_owned()));
    }
    Some(verified)
}

/// A caption with single blanks: pages have their own ideas of those.
fn caption_words(text: &str) -> String {
    with_visible_controls(text).split_whitespace().collect::<Vec<_>>().join(" ")
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
