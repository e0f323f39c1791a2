//! Photos of a collection written into a file: whole or not at all, and never silently short.

use std::cell::Cell;
use std::io;
use std::path::Path;

use thiserror::Error;

use crate::catalog::{Catalog, PhotoIndex};
use crate::exporters::options::ExportOptions;
use crate::exporters::{self, Export, Format, LeftOut};
use crate::files::{self, Existing, FileError};

/// Photos written between two reports of progress.
const PHOTOS_PER_REPORT: usize = 1_000;

/// What to export, as what, and where to.
#[derive(Clone, Debug)]
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
}

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Photos written.
    pub n_photos: usize,
    /// What could not be included, and why, in the order of the photos.
    pub left_out: Vec<LeftOut>,
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
}

/// Writes photos of a collection into a file, whole or not at all.
/// `progress` is told how many are written, and answers whether to go on.
pub fn export(catalog: &Catalog, order: &Order<'_>, progress: &dyn Fn(usize) -> bool) -> Result<Exported, ExportError> {
    let Order { photos, format, options, path, existing } = order;
    let export = Export::new(heading(catalog), options.clone());
    let (n_written, n_unreadable) = (Cell::new(0), Cell::new(0));
    let cancelled = Cell::new(false);
    let written = files::write_whole(path, *existing, |out| {
        let readable = |(n_done, index): (usize, &PhotoIndex)| {
            let photo = catalog.numbered(*index);
            match photo {
                Some(_) => n_written.set(n_written.get() + 1),
                None => {
                    n_unreadable.set(n_unreadable.get() + 1);
                    let name = format!("photo {}", n_done + 1);
                    export.leave_out(name, "it is not in the collection any more".to_owned());
                }
            }
            photo
        };
        let going_on = |(n_done, _): &(usize, &PhotoIndex)| {
            if n_done % PHOTOS_PER_REPORT == 0 && !progress(*n_done) {
                cancelled.set(true);
            }
            !cancelled.get()
        };
        let mut numbered = photos.iter().enumerate().take_while(going_on).filter_map(readable);
        exporters::export(&mut numbered, &export, *format, out)?;
        // Cancelled exports end early; an error makes the unfinished file disappear.
        if cancelled.get() {
            return Err(io::Error::other("cancelled"));
        }
        let (n_written, n_unreadable) = (n_written.get(), n_unreadable.get());
        if n_written + n_unreadable != photos.len() {
            let n_wanted = photos.len();
            return Err(io::Error::other(format!("only {n_written} of {n_wanted} photos would be in it")));
        }
        Ok(())
    });
    if cancelled.get() {
        return Err(ExportError::Cancelled);
    }
    written?;
    Ok(Exported { n_photos: n_written.get(), left_out: export.left_out() })
}

/// What stands above and below an export.
pub fn heading(catalog: &Catalog) -> exporters::Heading {
    exporters::Heading { title: catalog.heading().title.clone(), credit: catalog.heading().credit.clone() }
}
