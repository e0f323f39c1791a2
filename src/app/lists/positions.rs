//! Where the photos of the current list stand in the open collection, looked up once for each list and collection: looking
//! one up may read the disk, and screens ask in every frame.

use std::cell::RefCell;
use std::sync::Arc;

use crate::catalog::{Catalog, PhotoIndex};
use crate::lists::Lists;

/// What is remembered of the last time.
#[derive(Default)]
pub(in crate::app) struct ListedPositions {
    last: RefCell<Option<Found>>,
}

struct Found {
    lists: Arc<Lists>,
    catalog: Option<Arc<Catalog>>,
    positions: Arc<[Option<PhotoIndex>]>,
}

impl ListedPositions {
    /// A position for each photo of the current list, where the collection has it.
    pub(super) fn of(&self, lists: &Arc<Lists>, catalog: Option<&Arc<Catalog>>) -> Arc<[Option<PhotoIndex>]> {
        let mut last = self.last.borrow_mut();
        let is_same = |found: &&mut Found| {
            let same_catalog = match (&found.catalog, catalog) {
                (Some(before), Some(now)) => Arc::ptr_eq(before, now),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            same_catalog && Arc::ptr_eq(&found.lists, lists)
        };
        if let Some(found) = last.as_mut().filter(is_same) {
            return Arc::clone(&found.positions);
        }
        let photos = lists.current_list().map_or(&[][..], |list| &list.photos);
        let position = |key| catalog.and_then(|catalog| catalog.position(key));
        let positions: Arc<[Option<PhotoIndex>]> = photos.iter().map(|photo| position(&photo.key)).collect();
        *last = Some(Found { lists: Arc::clone(lists), catalog: catalog.cloned(), positions: Arc::clone(&positions) });
        positions
    }
}
