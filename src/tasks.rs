//! What the window's jobs and the command line both do, as plain functions that may take long:
//! open inputs, match pictures to photos, write exports.

pub mod exporting;

use std::path::Path;
use std::sync::Arc;

use thiserror::Error;

use crate::attachment::{self, Method, PictureFile, Proposal};
use crate::catalog::building::{Built, CatalogBuilder};
use crate::catalog::{Catalog, CatalogError, Heading};
use crate::photo::Photo;
use crate::readers::{Input, ReadError, Reader, Reading, Watch};

/// Why inputs could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// One of them could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What was read could not be indexed.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
}

/// Reads inputs one after the other and indexes them as one collection; warnings are lines to be shown.
/// A first part of a single input that takes long is indexed by itself and given to `part`.
pub fn open(
    inputs: &[Input],
    reader: &Reader,
    progress: &dyn Fn(u64, u64) -> bool,
    first: Option<&Path>,
    part: &dyn Fn(Catalog),
) -> Result<(Catalog, Vec<String>), OpenError> {
    let mut photos: Vec<(usize, Photo)> = Vec::new();
    let mut warnings = Vec::new();
    let mut heading = Heading::default();
    let mut titles = Vec::new();
    let mut failed = None;
    let index_part = |photos: &[Photo]| {
        let title = inputs.first().map(ToString::to_string).unwrap_or_default();
        // A part that cannot be indexed is no loss: the whole follows, and its error is told.
        if let ([_], Ok((catalog, _))) =
            (inputs, Catalog::build(Heading { title, ..Heading::default() }, photos.to_vec()))
        {
            part(catalog);
        }
    };
    let watch = Watch { progress, part: &index_part, first };
    for input in inputs {
        let reading = match reader.read(input, &watch) {
            Ok(reading) => reading,
            // Of several inputs one that cannot be read costs only itself.
            Err(error) if inputs.len() > 1 && !matches!(error, ReadError::Cancelled { .. }) => {
                warnings.push(error.to_string());
                failed = Some(error);
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let Reading { title, published, credit, address, lead, photos: read, warnings: found } = reading;
        titles.push(title);
        heading.published = heading.published.or(published);
        heading.credit = heading.credit.or(credit);
        heading.address = heading.address.or(address);
        heading.lead = heading.lead.or(lead);
        warnings.extend(found.iter().map(|warning| format!("{input}: {warning}")));
        photos.extend((1..).zip(read));
    }
    if let Some(error) = failed.filter(|_| titles.is_empty()) {
        return Err(error.into());
    }
    heading.title = match titles.as_slice() {
        [title] => title.clone(),
        titles => format!("{} inputs", titles.len()),
    };
    let mut builder = CatalogBuilder::new(None);
    for (number, photo) in photos {
        builder.add(number, photo)?;
    }
    let repeated = builder.n_left_out();
    let Built { catalog, .. } = builder.finish(heading, &warnings)?;
    if repeated > 0 {
        warnings.push(format!("{repeated} photos have a key that an earlier photo has, and were left out"));
    }
    Ok((catalog, warnings))
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
