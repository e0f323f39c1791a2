//! Pictures that are made and not yet fetched, up to a number of bytes: what was used longest ago and is not wanted
//! leaves first.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::pictures::PictureKey;
use crate::pixels::Picture;

/// A picture that is made.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub picture: Arc<Picture>,
    /// Whether a better one is to come.
    pub provisional: bool,
}

/// The pictures, with how many bytes they take.
pub(super) struct Cache {
    budget_bytes: usize,
    bytes: usize,
    entries: HashMap<PictureKey, Entry>,
    /// Counts uses; an entry's own count is its age.
    n_uses: u64,
}

struct Entry {
    ready: Ready,
    used: u64,
}

impl Cache {
    pub(super) fn new(budget_bytes: usize) -> Self {
        Self { budget_bytes, bytes: 0, entries: HashMap::new(), n_uses: 0 }
    }

    /// Whether there is room for more. Pictures that are wanted never leave, and one may be larger than the budget,
    /// so that whoever fills the cache asks before making another.
    pub(super) fn has_room(&self) -> bool {
        self.bytes < self.budget_bytes
    }

    /// Keeps a picture, in place of an earlier one of the same key.
    pub(super) fn insert(&mut self, key: PictureKey, ready: Ready, wanted: &HashSet<PictureKey>) {
        self.take(&key);
        self.n_uses += 1;
        self.bytes += ready.picture.rgba.len();
        self.entries.insert(key, Entry { ready, used: self.n_uses });
        self.shrink(wanted);
    }

    /// Takes a picture out.
    pub(super) fn take(&mut self, key: &PictureKey) -> Option<Ready> {
        let entry = self.entries.remove(key)?;
        self.bytes -= entry.ready.picture.rgba.len();
        Some(entry.ready)
    }

    pub(super) fn contains(&self, key: &PictureKey) -> bool {
        self.entries.contains_key(key)
    }

    /// Lets go of what is not wanted, the oldest first, until the rest fits the budget.
    pub(super) fn shrink(&mut self, wanted: &HashSet<PictureKey>) {
        while self.bytes > self.budget_bytes {
            let unwanted = self.entries.iter().filter(|(key, _)| !wanted.contains(key));
            let Some(key) = unwanted.min_by_key(|(_, entry)| entry.used).map(|(key, _)| key.clone()) else { return };
            self.take(&key);
        }
    }

    /// Lets go of what is named so.
    pub(super) fn forget(&mut self, is_named: &dyn Fn(&PictureKey) -> bool) {
        self.entries.retain(|key, _| !is_named(key));
        self.bytes = self.entries.values().map(|entry| entry.ready.picture.rgba.len()).sum();
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pictures::tests::{key, picture};

    fn ready(n_pixels: u32) -> Ready {
        Ready { picture: Arc::new(picture(n_pixels, 1)), provisional: false }
    }

    #[test]
    fn what_was_used_longest_ago_and_is_not_wanted_leaves_first() {
        let mut cache = Cache::new(40);
        let wanted = HashSet::from([key("a")]);
        for name in ["a", "b", "c"] {
            cache.insert(key(name), ready(4), &wanted);
        }
        assert_eq!(["a", "b", "c"].map(|name| cache.contains(&key(name))), [true, false, true]);
    }

    #[test]
    fn a_picture_larger_than_the_budget_stays_while_it_is_wanted() {
        let mut cache = Cache::new(40);
        cache.insert(key("a"), ready(100), &HashSet::from([key("a")]));
        assert!(cache.contains(&key("a")) && !cache.has_room());
        cache.shrink(&HashSet::new());
        assert!(!cache.contains(&key("a")) && cache.has_room());
    }

    proptest! {
        #[test]
        fn bytes_never_exceed_the_budget(sizes in prop::collection::vec((0..20u8, 1..10u32), 0..60)) {
            let mut cache = Cache::new(100);
            for (name, n_pixels) in sizes {
                cache.insert(key(&name.to_string()), ready(n_pixels), &HashSet::new());
                let held: usize = cache.entries.values().map(|entry| entry.ready.picture.rgba.len()).sum();
                prop_assert!(held == cache.bytes && held <= 100);
            }
        }
    }
}
