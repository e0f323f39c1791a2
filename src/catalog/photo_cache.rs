//! The photos that were read last, as many as fill a few screens, so that a frame finds them without reading anything.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::catalog::PhotoIndex;
use crate::photo::Photo;

/// How many photos are kept at most, in two halves: the older half goes when the newer is full. Two thousand small cards
/// are more than any screen holds, and their captions take about two megabytes.
const HALF: usize = 2_048;

/// The photos that were read last.
#[derive(Debug, Default)]
pub(super) struct PhotoCache {
    halves: Mutex<Halves>,
}

#[derive(Debug, Default)]
struct Halves {
    newer: HashMap<PhotoIndex, Numbered>,
    older: HashMap<PhotoIndex, Numbered>,
}

/// A photo with its position in its input, from 1.
type Numbered = (usize, Arc<Photo>);

impl PhotoCache {
    /// A photo that was read lately.
    pub(super) fn get(&self, index: PhotoIndex) -> Option<Numbered> {
        let mut halves = self.lock();
        if let Some(photo) = halves.newer.get(&index) {
            return Some(photo.clone());
        }
        let photo = halves.older.remove(&index)?;
        halves.insert(index, photo.clone());
        Some(photo)
    }

    /// Keeps a photo.
    pub(super) fn put(&self, index: PhotoIndex, photo: Numbered) {
        self.lock().insert(index, photo);
    }

    fn lock(&self) -> MutexGuard<'_, Halves> {
        self.halves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Halves {
    fn insert(&mut self, index: PhotoIndex, photo: Numbered) {
        if self.newer.len() >= HALF {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(index, photo);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::knowledge::Knowledge;
    use crate::photo::{PhotoKey, Stated};

    #[test]
    fn what_was_used_lately_stays_and_no_more_than_two_halves() {
        let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
        let photo = Arc::new(Photo::read(key, Stated::default(), &Knowledge::default()));
        let cache = PhotoCache::default();
        for at in 0..10_000 {
            cache.put(PhotoIndex(at), (1, Arc::clone(&photo)));
            assert!(cache.get(PhotoIndex(0)).is_some());
        }
        let n_kept = (0..10_000).filter(|at| cache.get(PhotoIndex(*at)).is_some()).count();
        assert!((HALF..=2 * HALF).contains(&n_kept), "{n_kept}");
    }
}
