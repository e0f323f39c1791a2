//! Exports whose photos are written apart from each other: stretches of photos are read from the collection and written into
//! memory on several threads, and joined in their order.

use std::io::{self, Write};
use std::sync::Arc;

use crate::catalog::PhotoIndex;
use crate::exporters::Export;
use crate::exporters::ahead::in_order;
use crate::exporters::stretches::Stretches;
use crate::photo::Photo;
use crate::tasks::exporting::{Run, Step};

/// Photos of a stretch: their records are some hundred kilobytes, and captions of 100 kB each some ten megabytes.
pub(super) const STRETCH_PHOTOS: usize = 128;

/// Photos that follow each other, written.
struct Stretch<'a> {
    photos: &'a [PhotoIndex],
    bytes: Vec<u8>,
    /// The number of the first of them in the export, from 1, as it was when it was written.
    first: usize,
    n_given: usize,
    /// Which of them the collection does not have any more, counted from 0.
    gone: Vec<usize>,
}

impl<'a> Stretch<'a> {
    fn written(
        photos: &'a [PhotoIndex],
        first: usize,
        photo_at: &dyn Fn(PhotoIndex) -> Option<(usize, Arc<Photo>)>,
        stretches: &Stretches<'_>,
    ) -> io::Result<Self> {
        let mut stretch = Self { photos, bytes: Vec::new(), first, n_given: 0, gone: Vec::new() };
        let gone = &mut stretch.gone;
        let mut given = photos.iter().enumerate().filter_map(|(at, index)| {
            let photo = photo_at(*index);
            if photo.is_none() {
                gone.push(at);
            }
            photo
        });
        stretch.n_given = stretches.write(&mut given, first, &mut stretch.bytes)?;
        Ok(stretch)
    }
}

/// Writes all photos of a run.
pub(super) fn write<'a>(
    run: &Run<'a>,
    export: &Export<'_>,
    stretches: &Stretches<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let catalog = run.order.catalog;
    let photo = |index| catalog.numbered(index);
    let make =
        |(at, photos): (usize, &'a [PhotoIndex])| Stretch::written(photos, at * STRETCH_PHOTOS + 1, &photo, stretches);
    if run.is_cancelled() {
        return Err(io::Error::other("cancelled"));
    }
    stretches.begin(out)?;
    let mut n_before = 0;
    let mut items = run.order.photos.chunks(STRETCH_PHOTOS).enumerate();
    in_order(&mut items, &make, &mut || !run.is_cancelled(), &mut |made| {
        let mut stretch = made?;
        let first = run.n_given.get() + 1;
        if stretch.first != first {
            // A photo before it is gone, which only a damaged index brings about: all numbers are others.
            stretch = Stretch::written(stretch.photos, first, &photo, stretches)?;
        }
        out.write_all(&stretch.bytes)?;
        for at in &stretch.gone {
            run.note_gone(n_before + at, export);
        }
        n_before += stretch.photos.len();
        run.n_given.set(run.n_given.get() + stretch.n_given);
        run.step.set(Step::Written(n_before));
        if run.is_cancelled() { Err(io::Error::other("cancelled")) } else { Ok(()) }
    })?;
    stretches.end(run.n_given.get(), out)
}
