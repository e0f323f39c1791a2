//! What the window's jobs and the command line both do, as plain functions that may take long:
//! open inputs, match pictures to photos, write exports.

pub mod comparing;
pub mod exporting;
pub mod finding;
pub mod opening;

use std::path::Path;
use std::sync::Arc;

use crate::attachment::{self, Method, PictureFile, Proposal};
use crate::catalog::Catalog;
use crate::photo::Photo;
use crate::readers::{ReadError, Reader};

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
