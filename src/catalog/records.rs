//! The records of one segment: each photo's, and where each ends, so that one is read without the others.

use crate::catalog::bytes::{Bytes, damaged};
use crate::catalog::stored_photo::reading::read_photo;
use crate::catalog::stored_photo::writing::put_photo;
use crate::catalog::stored_photo::{Alone, StoredPhoto};
use crate::catalog::tables::Tables;
use crate::photo::Photo;

/// The records of one segment: each photo's, and where each begins.
#[derive(Debug)]
pub(super) struct Records {
    bytes: Bytes,
    n_photos: usize,
}

/// The records of a segment that is being filled.
#[derive(Default)]
pub(super) struct RecordsBuilder {
    records: Vec<u8>,
    ends: Vec<u32>,
}

impl RecordsBuilder {
    /// How many bytes there are so far.
    pub(super) fn n_bytes(&self) -> usize {
        self.records.len()
    }

    /// Adds a photo; of its places the numbers are given.
    pub(super) fn add(
        &mut self,
        photo: &Photo,
        number: usize,
        alone: Option<&Alone>,
        places: &[usize],
        tables: &mut Tables,
    ) {
        put_photo(&mut self.records, photo, number, alone, places, tables);
        self.ends.push(u32::try_from(self.records.len()).unwrap_or(u32::MAX));
    }

    /// The records as they are kept.
    pub(super) fn finish(self) -> Vec<u8> {
        let Self { mut records, ends } = self;
        ends.iter().for_each(|end| records.extend_from_slice(&end.to_le_bytes()));
        records
    }
}

impl Records {
    /// The records of so many photos that were kept.
    pub(super) fn open(bytes: Bytes, n_photos: usize) -> Self {
        Self { bytes, n_photos }
    }

    /// The photo at a position in the segment.
    pub(super) fn read(&self, at: usize, tables: &Tables) -> std::io::Result<StoredPhoto> {
        let ends = self.bytes.len().checked_sub(self.n_photos as u64 * 4).ok_or_else(damaged)?;
        let end_of = |at: usize| -> std::io::Result<u64> {
            let place = ends + at as u64 * 4;
            let bytes = self.bytes.read(place..place + 4)?;
            Ok(u64::from(bytes.as_ref().try_into().map_or(0, u32::from_le_bytes)))
        };
        if at >= self.n_photos {
            return Err(damaged());
        }
        let start = if at == 0 { 0 } else { end_of(at - 1)? };
        let end = end_of(at)?.min(ends);
        let bytes = self.bytes.read(start..end)?;
        read_photo(&bytes, tables).ok_or_else(damaged)
    }
}
