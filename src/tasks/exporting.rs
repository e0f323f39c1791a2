//! Exports photos of a collection into a file or a folder, whole or not at all, with pictures that are decoded in the
//! workers. It counts what it writes: an export that is short of a photo fails, or says which and why.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::caption::date::Date;
use crate::catalog::{Catalog, PhotoIndex};
use crate::exporters::options::ExportOptions;
use crate::exporters::pictures::{Original, Pictures, Pixels};
use crate::exporters::{self, Export, Format, Heading, LeftOut};
use crate::files::{self, Existing, FileError};
use crate::photo::{Photo, PhotoKey};
use crate::pictures::picture_source;
use crate::pixels::Wanted;
use crate::worker::{PictureJob, Workers, opening};

/// Photos written between two reports of progress, where there are no pictures to wait for.
const PHOTOS_PER_REPORT: usize = 1_000;

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
}

/// Why an export was not written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// It was cancelled.
    #[error("export cancelled; nothing was written")]
    Cancelled,
    /// The collection has changed meanwhile.
    #[error("cannot export, because a photo is no longer in the collection; nothing was written")]
    PhotoGone,
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Writes an export; answers what it could not include.
/// `progress` is told how many photos are written, and answers whether to go on.
pub fn export(
    order: &ExportOrder<'_>,
    workers: &Workers,
    progress: &dyn Fn(usize) -> bool,
) -> Result<Vec<LeftOut>, ExportError> {
    let run = Run { n_done: Cell::new(0), cancelled: Cell::new(false), gone: Cell::new(false), progress };
    let pictures = WorkerPictures { workers, attached: order.attached, run: &run };
    let export = Export::new(heading(order.catalog), order.options.clone(), &pictures);
    let every = if order.format.has_pictures() { 1 } else { PHOTOS_PER_REPORT };
    let written = files::write_whole(order.path, order.existing, |out| {
        let mut numbered = order.photos.iter().map_while(|index| {
            if run.n_done.get().is_multiple_of(every) && run.is_cancelled() {
                return None;
            }
            run.n_done.set(run.n_done.get() + 1);
            let photo = order.catalog.numbered(*index);
            run.gone.set(run.gone.get() || photo.is_none());
            photo
        });
        exporters::export(&mut numbered, &export, order.format, out)?;
        // An export that ended early is unfinished; an error makes its file disappear.
        if run.is_cancelled() || run.gone.get() { Err(io::Error::other("ended early")) } else { Ok(()) }
    });
    if run.cancelled.get() {
        return Err(ExportError::Cancelled);
    }
    if run.gone.get() {
        return Err(ExportError::PhotoGone);
    }
    written?;
    Ok(export.left_out())
}

/// What stands above and below an export.
pub fn heading(catalog: &Catalog) -> Heading {
    Heading { title: catalog.heading().title.clone(), credit: catalog.heading().credit.clone() }
}

/// The day it is where the user is.
pub fn today() -> Option<Date> {
    Date::parse(&jiff::ZonedDateTime::now().date().to_string()).ok()
}

/// How far an export is.
struct Run<'a> {
    n_done: Cell<usize>,
    cancelled: Cell<bool>,
    gone: Cell<bool>,
    progress: &'a dyn Fn(usize) -> bool,
}

impl Run<'_> {
    fn is_cancelled(&self) -> bool {
        if !self.cancelled.get() && !(self.progress)(self.n_done.get()) {
            self.cancelled.set(true);
        }
        self.cancelled.get()
    }
}

/// Pictures decoded in the workers.
struct WorkerPictures<'a> {
    workers: &'a Workers,
    attached: &'a BTreeMap<PhotoKey, PathBuf>,
    run: &'a Run<'a>,
}

impl Pictures for WorkerPictures<'_> {
    fn pixels(&self, photo: &Photo, edge_px: u32) -> Result<Pixels, String> {
        let Original { file, .. } = self.original(photo)?;
        let job = PictureJob { wanted: Wanted::Fit { edge_px }, frame: 0, size_px: photo.facts.size_px };
        let picture =
            self.workers.picture(&file, job, &|| self.run.is_cancelled()).map_err(|error| error.to_string())?;
        let rgb = picture.rgba.as_chunks::<4>().0.iter().flat_map(|[red, green, blue, alpha]| {
            // What is transparent lies on white paper.
            let over = |value: &u8| {
                let alpha = u16::from(*alpha);
                let mixed = (u16::from(*value) * alpha + 255 * (255 - alpha) + 127) / 255;
                u8::try_from(mixed).unwrap_or(u8::MAX)
            };
            [over(red), over(green), over(blue)]
        });
        Ok(Pixels { width_px: picture.width_px, height_px: picture.height_px, rgb: rgb.collect() })
    }

    fn original(&self, photo: &Photo) -> Result<Original, String> {
        let path = match self.attached.get(&photo.key) {
            Some(path) => path.clone(),
            None => match picture_source(photo) {
                Some(source) => source.path.to_path_buf(),
                None => return Err("no file is named for it".to_owned()),
            },
        };
        let file = opening::open_regular(&path).map_err(|error| error.to_string())?;
        Ok(Original { path, file })
    }
}
