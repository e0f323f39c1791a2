//! What was written compared photo by photo, on several threads: the file is read on one, and on the others what it says is
//! compared with the photos, which are read from the collection once more.

use std::io::{self, BufRead};

use crate::catalog::PhotoIndex;
use crate::exporters::Export;
use crate::exporters::ahead::in_order;
use crate::exporters::verifying::pieces::{Piece, Pieces};
use crate::exporters::verifying::{Verified, verify};
use crate::tasks::exporting::stretches::STRETCH_PHOTOS;
use crate::tasks::exporting::{Run, Step};

/// Photos that follow each other, and what stands of them in the file.
struct Stretch<'a> {
    /// The number of the first of them in the export, from 1.
    first: usize,
    photos: &'a [PhotoIndex],
    pieces: Vec<Option<Piece>>,
}

/// Compares a file of a format that is compared.
pub(super) fn compared(run: &Run<'_>, export: &Export<'_>, written: &mut dyn BufRead) -> io::Result<Option<Verified>> {
    let order = run.order;
    if run.n_gone.get() > 0 {
        // Which pieces belong to which photos is known only by going through all of them.
        return verify(&mut run.photos(Step::Verified, None), export, order.format, written);
    }
    let template = order.options.template.as_deref();
    let mut pieces = Pieces::of(order.format, template, written)?;
    let (check, mut verified) = (pieces.check(template), pieces.begun());
    let depth = verified.depth;
    let compare = |stretch: Stretch<'_>| {
        let mut verified = Verified::new(depth);
        for (number, (index, piece)) in (stretch.first..).zip(stretch.photos.iter().zip(stretch.pieces)) {
            let Some((position, photo)) = order.catalog.numbered(*index) else {
                return Err(io::Error::other("the collection cannot be read any more"));
            };
            verified.see(&photo, check.difference(piece, &photo, number, position));
        }
        Ok(verified)
    };
    let mut failed = None;
    let mut stretches = order.photos.chunks(STRETCH_PHOTOS).enumerate().map_while(|(at, photos)| {
        let read = photos.iter().map(|_| pieces.next_piece()).collect::<io::Result<_>>();
        match read {
            Ok(pieces) => Some(Stretch { first: at * STRETCH_PHOTOS + 1, photos, pieces }),
            Err(error) => {
                failed = Some(error);
                None
            }
        }
    });
    run.step.set(Step::Verified(0));
    let done = in_order(&mut stretches, &compare, &mut || !run.is_cancelled(), &mut |made| {
        verified.join(made?);
        run.step.set(Step::Verified(verified.n_photos));
        if run.is_cancelled() { Err(io::Error::other("cancelled")) } else { Ok(()) }
    });
    if run.is_stopped() {
        return Ok(None);
    }
    match failed {
        Some(error) => return Err(error),
        None => done?,
    }
    pieces.finish(&mut verified)?;
    Ok(Some(verified))
}
