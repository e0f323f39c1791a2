//! Reads a file in this very process: what a worker does inside its sandbox, and what tests of the screen and systems
//! without workers do without one. A panic becomes an error about that one file.

use std::cell::RefCell;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::metadata::fallback::FallbackEncoding;
use crate::metadata::{self, Bytes as _, Metadata};
use crate::page::{self, Page};
use crate::pixels::{self, Picture, PixelsError};
use crate::worker::file_bytes::{FileBytes, Windows};
use crate::worker::opening::OpenError;
use crate::worker::{Cancelled, PAGE_MAX_BYTES, PictureJob, WorkerError};

/// Reads files in the caller's thread.
pub(super) struct Here;

impl Here {
    pub(super) fn metadata(&self, file: &File, fallback: FallbackEncoding) -> Result<Metadata, WorkerError> {
        metadata(file, fallback, &RefCell::default())
    }

    pub(super) fn metadata_each(
        &self,
        files: &mut dyn Iterator<Item = Result<File, OpenError>>,
        fallback: FallbackEncoding,
        cancelled: Cancelled<'_>,
        on_answer: &mut dyn FnMut(usize, Result<Metadata, WorkerError>),
    ) {
        let windows = RefCell::default();
        for (index, file) in files.enumerate() {
            if cancelled() {
                return;
            }
            on_answer(index, file.map_err(WorkerError::from).and_then(|file| metadata(&file, fallback, &windows)));
        }
    }

    pub(super) fn picture(&self, file: &File, job: PictureJob) -> Result<Picture, WorkerError> {
        picture(file, job, &RefCell::default())
    }

    pub(super) fn page(&self, file: &File) -> Result<Page, WorkerError> {
        page(file, &RefCell::default())
    }
}

/// What a file says about its photo.
pub(super) fn metadata(
    file: &File,
    fallback: FallbackEncoding,
    windows: &RefCell<Windows>,
) -> Result<Metadata, WorkerError> {
    let bytes = FileBytes::new(file, windows);
    let mut metadata = caught(|| Ok(metadata::read_with(&bytes, fallback.into())))?;
    metadata.warnings.extend(bytes.failure().map(|why| format!("a part of the file could not be read: {why}")));
    Ok(metadata)
}

/// The picture of a file.
pub(super) fn picture(file: &File, job: PictureJob, windows: &RefCell<Windows>) -> Result<Picture, WorkerError> {
    let bytes = FileBytes::new(file, windows);
    caught(|| pixels::decode(&bytes, job.wanted, job.frame).map_err(WorkerError::Decode)).map_err(|error| {
        match (error, bytes.failure()) {
            (WorkerError::Decode(PixelsError::Damaged(_)), Some(why)) => WorkerError::Failed { why },
            (error, _) => error,
        }
    })
}

/// What a saved page holds.
pub(super) fn page(file: &File, windows: &RefCell<Windows>) -> Result<Page, WorkerError> {
    let bytes = FileBytes::new(file, windows);
    let n_bytes = bytes.len_bytes();
    if n_bytes > PAGE_MAX_BYTES {
        let why = format!("it has {} MiB, and {} are the most for a page", n_bytes >> 20, PAGE_MAX_BYTES >> 20);
        return Err(WorkerError::Failed { why });
    }
    let mut html = vec![0; usize::try_from(n_bytes).unwrap_or(0)];
    let n_read = bytes.read_at(0, &mut html);
    html.truncate(n_read);
    if let Some(why) = bytes.failure() {
        return Err(WorkerError::Failed { why });
    }
    caught(|| Ok(page::read(&html)))
}

/// Runs a decoder; what panics in it is an error like any other.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, WorkerError>) -> Result<T, WorkerError> {
    // Nothing of what the work had in hand is looked at again after a panic.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<&str>().map(|message| (*message).to_owned());
        let message = message.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(WorkerError::Failed { why: format!("of an error in its decoder: {message}") })
    })
}
