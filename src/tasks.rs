//! What the window's jobs and the command line both do, as plain functions that may take long:
//! open inputs, preview and write exports.

pub mod opening;

use std::io;
use std::path::Path;
use std::sync::Arc;

use thiserror::Error;

use crate::attachment::{self, Method, PictureFile, Proposal};
use crate::catalog::{Catalog, PhotoIndex};
use crate::exporters::{self, Format};
use crate::files::{self, Existing, FileError};
use crate::photo::Photo;
use crate::readers::{ReadError, Reader};

/// Photos written between two reports of progress.
const PHOTOS_PER_REPORT: usize = 1_000;

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

/// The pictures of a folder and which of them belongs to each photo of a collection.
pub fn match_pictures(
    catalog: &Catalog,
    folder: &Path,
    known: Option<Arc<[PictureFile]>>,
    method: Method,
    reader: &Reader,
) -> Result<(Arc<[PictureFile]>, Vec<Proposal>), ReadError> {
    let files = match known {
        Some(files) => files,
        None => reader.pictures(folder)?.into(),
    };
    let photos: Vec<Arc<Photo>> = catalog.indexes().filter_map(|index| catalog.photo(index)).collect();
    let photos: Vec<&Photo> = photos.iter().map(|photo| &**photo).collect();
    let proposals = attachment::propose(&photos, &files, method);
    Ok((files, proposals))
}

/// Writes photos of a collection into a file, whole or not at all.
/// `progress` is told how many are written, and answers whether to go on.
pub fn export(
    catalog: &Catalog,
    photos: &[PhotoIndex],
    format: Format,
    path: &Path,
    existing: Existing,
    progress: &dyn Fn(usize) -> bool,
) -> Result<(), ExportError> {
    let cancelled = std::cell::Cell::new(false);
    let written = files::write_whole(path, existing, |out| {
        let mut numbered = photos.iter().enumerate().map_while(|(n_done, index)| {
            if n_done % PHOTOS_PER_REPORT == 0 && !progress(n_done) {
                cancelled.set(true);
                return None;
            }
            catalog.numbered(*index)
        });
        exporters::export(&mut numbered, &heading(catalog), format, out)?;
        // Cancelled exports end early; an error makes the unfinished file disappear.
        if cancelled.get() { Err(io::Error::other("cancelled")) } else { Ok(()) }
    });
    if cancelled.get() { Err(ExportError::Cancelled) } else { Ok(written?) }
}

/// What stands above and below an export.
pub fn heading(catalog: &Catalog) -> exporters::Heading {
    exporters::Heading { title: catalog.heading().title.clone(), credit: catalog.heading().credit.clone() }
}
