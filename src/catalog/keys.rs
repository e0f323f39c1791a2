//! Where the photo of a key stands: a table of the keys' hashes in order. Whether it is that key is told by the record.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;

use crate::catalog::bytes::{Bytes, damaged};
use crate::photo::PhotoKey;

/// The length of an entry: half of the hash, and the photo's position. The other half would tell apart one key in
/// thousands, and the record tells all.
const ENTRY_BYTES: u64 = 8;

/// Where the photos of keys stand.
#[derive(Debug)]
pub(super) struct KeyTable {
    entries: Bytes,
}

/// A number for a key, the same in every run of this build of the program.
pub(super) fn key_hash(key: &PhotoKey) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

impl KeyTable {
    /// The table of keys by their hashes, in any order; as it is kept.
    pub(super) fn encoded(hashes: &[u64]) -> Vec<u8> {
        let mut entries: Vec<(u32, u32)> = hashes.iter().map(|hash| half(*hash)).zip(0..).collect();
        entries.sort_unstable();
        let mut out = Vec::with_capacity(entries.len() * 8);
        for (hash, photo) in entries {
            out.extend_from_slice(&hash.to_le_bytes());
            out.extend_from_slice(&photo.to_le_bytes());
        }
        out
    }

    /// The table that was kept.
    pub(super) fn open(entries: Bytes) -> Self {
        Self { entries }
    }

    /// How many bytes it takes.
    pub(super) fn n_bytes(&self) -> u64 {
        self.entries.len()
    }

    /// The photos whose keys have that hash.
    pub(super) fn photos(&self, hash: u64) -> io::Result<Vec<u32>> {
        let hash = half(hash);
        let n_entries = self.entries.len() / ENTRY_BYTES;
        let (mut low, mut high) = (0, n_entries);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.entry(middle)?.0 < hash { low = middle + 1 } else { high = middle }
        }
        let mut photos = Vec::new();
        while low < n_entries {
            let (other, photo) = self.entry(low)?;
            if other != hash {
                break;
            }
            photos.push(photo);
            low += 1;
        }
        Ok(photos)
    }

    fn entry(&self, at: u64) -> io::Result<(u32, u32)> {
        let bytes = self.entries.read(at * ENTRY_BYTES..(at + 1) * ENTRY_BYTES)?;
        let (hash, photo) = bytes.split_at_checked(4).ok_or_else(damaged)?;
        let hash = hash.try_into().map_err(|_| damaged())?;
        let photo = photo.try_into().map_err(|_| damaged())?;
        Ok((u32::from_le_bytes(hash), u32::from_le_bytes(photo)))
    }
}

fn half(hash: u64) -> u32 {
    (hash >> 32) as u32
}
