//! What the window's jobs and the command line both do, as plain functions that may take long:
//! open inputs, match pictures to photos, write exports.

pub mod comparing;
pub mod exporting;
pub mod finding;
pub mod opening;

use std::path::Path;
use std::sync::Arc;

use crate::attachment::{self, Method, Photos, PictureFile, Proposal};
use crate::catalog::{Catalog, PhotoIndex};
use crate::readers::{ReadError, Reader};

/// The pictures of a folder and which of them belongs to each photo of a collection, as long as that is wanted.
pub fn match_pictures(
    catalog: &Catalog,
    folder: &Path,
    known: Option<Arc<[PictureFile]>>,
    method: Method,
    reader: &Reader,
    progress: &dyn Fn(u32, u32) -> bool,
) -> Result<(Arc<[PictureFile]>, Vec<Proposal>), ReadError> {
    // How many there are is known only when they are there.
    let goes_on = || progress(0, 0);
    let files = match known {
        Some(files) => files,
        None => reader.pictures(folder, &goes_on)?.into(),
    };
    let photo = |at: usize| {
        let index = PhotoIndex(u32::try_from(at).ok()?);
        catalog.numbered(index).map(|(_, photo)| photo)
    };
    let photos = Photos { n_photos: catalog.n_photos(), photo: &photo };
    let proposals = attachment::propose(&photos, &files, method, &goes_on);
    if goes_on() { Ok((files, proposals)) } else { Err(ReadError::Cancelled { input: folder.display().to_string() }) }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::catalog::Heading;
    use crate::photo::knowledge::Knowledge;
    use crate::photo::{Photo, PhotoKey, Stated};
    use crate::readers::Options;
    use crate::worker::Workers;

    #[test]
    fn no_photo_is_read_for_a_match_that_nobody_waits_for() {
        let photo = |name: usize| {
            let key = PhotoKey { input: "list".to_owned(), name: name.to_string() };
            Photo::read(key, Stated { text: "A man waves.".to_owned(), ..Stated::default() }, &Knowledge::built_in())
        };
        let (catalog, _) = Catalog::build(Heading::default(), (1..4).map(photo).collect()).unwrap();
        let workers = Arc::new(Workers::in_process());
        let reader =
            Reader { options: Options::default(), knowledge: Knowledge::built_in(), lint: Arc::default(), workers };
        let files: Arc<[PictureFile]> = [PictureFile { name: "2.jpg".to_owned(), ..PictureFile::default() }].into();
        let matched = |n_answers: usize| {
            let left = Cell::new(n_answers);
            let progress = |_, _| left.replace(left.get().saturating_sub(1)) > 0;
            match_pictures(&catalog, Path::new("folder"), Some(Arc::clone(&files)), Method::Name, &reader, &progress)
        };
        let proposals = matched(usize::MAX).unwrap().1;
        assert_eq!(proposals, [None, Some((0, attachment::Reason::Name)), None]);
        assert!(matches!(matched(2), Err(ReadError::Cancelled { .. })));
    }
}
