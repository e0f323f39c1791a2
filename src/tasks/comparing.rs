//! Two collections compared, with their files where those can be read.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use md5::{Digest as _, Md5};

use crate::catalog::{Catalog, PhotoIndex};
use crate::comparing::{self, Comparison, Side, World};
use crate::photo::Photo;

/// Bytes read at once.
const READ_BYTES: usize = 1 << 18;

/// A catalog's photos by their places.
pub fn photo_of(catalog: &Catalog) -> impl Fn(u32) -> Option<Arc<Photo>> {
    |at| catalog.photo(PhotoIndex(at))
}

/// A catalog as a side of a comparison.
pub fn side<'a>(catalog: &'a Catalog, photo: &'a dyn Fn(u32) -> Option<Arc<Photo>>) -> Side<'a> {
    let n_photos = u32::try_from(catalog.n_photos()).unwrap_or(u32::MAX);
    Side { name: &catalog.heading().title, n_photos, photo }
}

/// Compares two collections; none when it was stopped.
/// `progress` is told how many photos were looked at and how many there are, and answers whether to go on.
pub fn compare(a: &Catalog, b: &Catalog, progress: &dyn Fn(u32, u32) -> bool) -> Option<Comparison> {
    let (photo_a, photo_b) = (photo_of(a), photo_of(b));
    let (a, b) = (side(a, &photo_a), side(b, &photo_b));
    let n_photos = a.n_photos.saturating_add(b.n_photos);
    comparing::compare(a, b, World { file_sum: &file_sum, progress: &|n_done| progress(n_done, n_photos) })
}

/// The sum of a file's bytes. Equal sums are taken for equal files: nobody gains anything by forging one.
fn file_sum(path: &Path) -> Option<[u8; 16]> {
    // Asked before it is opened, because opening a pipe would wait.
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let mut sum = Md5::new();
    let mut buffer = vec![0; READ_BYTES];
    loop {
        match file.read(&mut buffer).ok()? {
            0 => return Some(sum.finalize().into()),
            n_read => sum.update(buffer.get(..n_read).unwrap_or_default()),
        }
    }
}
