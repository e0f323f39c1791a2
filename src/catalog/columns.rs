//! A facet's column: the values of each photo of a segment, by their ordinals, packed as tightly as they go, and counted
//! for any set of photos.

use std::io;

use crate::catalog::bytes::{Cursor, damaged, put_number};
use crate::catalog::words::set_bits;

/// The values of a segment's photos, as they are being gathered.
#[derive(Clone, Debug, Default)]
pub(super) struct ColumnBuilder {
    /// Where each photo's values end.
    ends: Vec<u32>,
    values: Vec<u32>,
}

/// The values of a segment's photos.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Where each photo's values end; none where no photo has more than one, so that a value has its photo's place.
    ends: Option<Vec<u32>>,
    values: Packed,
    n_photos: usize,
}

/// Numbers in as few bytes as the largest needs.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Packed {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

/// How many photos each value has, by its ordinal, and how many have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Photos by the value's ordinal.
    pub n_photos: Vec<u32>,
    /// Photos without a value.
    pub n_without: u32,
}

impl Tally {
    /// No photos, of so many values.
    pub(super) fn of(n_values: usize) -> Self {
        Self { n_photos: vec![0; n_values], n_without: 0 }
    }

    /// Adds the photos of another tally.
    pub(super) fn add(&mut self, other: &Self) {
        if self.n_photos.len() < other.n_photos.len() {
            self.n_photos.resize(other.n_photos.len(), 0);
        }
        for (count, more) in self.n_photos.iter_mut().zip(&other.n_photos) {
            *count += more;
        }
        self.n_without += other.n_without;
    }

    /// Takes the photos of another tally away.
    pub(super) fn subtract(&mut self, other: &Self) {
        for (count, fewer) in self.n_photos.iter_mut().zip(&other.n_photos) {
            *count = count.saturating_sub(*fewer);
        }
        self.n_without = self.n_without.saturating_sub(other.n_without);
    }
}

impl ColumnBuilder {
    /// Adds a photo with its values, each once.
    pub(super) fn add(&mut self, values: &[u32]) {
        self.values.extend_from_slice(values);
        self.ends.push(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
    }

    /// The column, packed.
    pub(super) fn finish(self) -> Column {
        let Self { ends, values } = self;
        let n_photos = ends.len();
        let starts = std::iter::once(&0).chain(&ends);
        if starts.clone().zip(&ends).any(|(start, end)| end - start > 1) {
            return Column { n_photos, ends: Some(ends), values: Packed::of(&values) };
        }
        // A place for every photo: 0 where it has no value, and else its value and one.
        let single = starts.zip(&ends).map(|(start, end)| {
            let own = (end > start).then(|| values.get(*start as usize)).flatten();
            own.map_or(0, |value| value + 1)
        });
        let single: Vec<u32> = single.collect();
        Column { n_photos, ends: None, values: Packed::of(&single) }
    }
}

impl Packed {
    fn of(values: &[u32]) -> Self {
        match values.iter().copied().max().unwrap_or(0) {
            0..=0xff => Self::One(values.iter().map(|value| *value as u8).collect()),
            0x100..=0xffff => Self::Two(values.iter().map(|value| *value as u16).collect()),
            0x1_0000.. => Self::Four(values.to_vec()),
        }
    }
}

impl Column {
    /// Adds the photos of a set to a tally.
    pub(super) fn tally(&self, photos: &[u64], tally: &mut Tally) {
        match &self.values {
            Packed::One(values) => self.tally_packed(values, photos, tally),
            Packed::Two(values) => self.tally_packed(values, photos, tally),
            Packed::Four(values) => self.tally_packed(values, photos, tally),
        }
    }

    fn tally_packed<T: Copy + Into<u32>>(&self, values: &[T], photos: &[u64], tally: &mut Tally) {
        let Tally { n_photos, n_without } = tally;
        let mut count = |value: u32| {
            if let Some(count) = n_photos.get_mut(value as usize) {
                *count += 1;
            }
        };
        match &self.ends {
            None => {
                for photo in set_bits(photos) {
                    match values.get(photo as usize).map(|value| (*value).into()) {
                        Some(0) | None => *n_without += 1,
                        Some(value) => count(value - 1),
                    }
                }
            }
            Some(ends) => {
                for photo in set_bits(photos) {
                    let photo = photo as usize;
                    let start = photo.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
                    let end = ends.get(photo).map_or(start, |end| *end as usize);
                    let own = values.get(start..end).unwrap_or_default();
                    *n_without += u32::from(own.is_empty());
                    own.iter().for_each(|value| count((*value).into()));
                }
            }
        }
    }

    /// Appends the column.
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.n_photos as u64);
        put_number(out, self.ends.as_ref().map_or(0, |ends| ends.len() as u64 + 1));
        self.ends.iter().flatten().for_each(|end| out.extend_from_slice(&end.to_le_bytes()));
        let (width, n_values) = match &self.values {
            Packed::One(values) => (1, values.len()),
            Packed::Two(values) => (2, values.len()),
            Packed::Four(values) => (4, values.len()),
        };
        put_number(out, width);
        put_number(out, n_values as u64);
        match &self.values {
            Packed::One(values) => out.extend_from_slice(values),
            Packed::Two(values) => values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes())),
            Packed::Four(values) => values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes())),
        }
    }

    /// Reads a column that was put.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> io::Result<Self> {
        let mut size = || cursor.size().ok_or_else(damaged);
        let n_photos = size()?;
        let ends = match size()? {
            0 => None,
            n => Some(fours(cursor.take(n.saturating_sub(1).saturating_mul(4)).ok_or_else(damaged)?)),
        };
        let (width, n_values) = (cursor.size().ok_or_else(damaged)?, cursor.size().ok_or_else(damaged)?);
        let bytes = cursor.take(n_values.saturating_mul(width)).ok_or_else(damaged)?;
        let values = match width {
            1 => Packed::One(bytes.to_vec()),
            2 => Packed::Two(bytes.chunks_exact(2).map(|pair| pair.try_into().map_or(0, u16::from_le_bytes)).collect()),
            4 => Packed::Four(fours(bytes)),
            _ => return Err(damaged()),
        };
        Ok(Self { ends, values, n_photos })
    }
}

/// Numbers of four bytes each.
pub(super) fn fours(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|four| four.try_into().map_or(0, u32::from_le_bytes)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values() -> impl Strategy<Value = Vec<Vec<u32>>> {
        let value = prop_oneof![0..4_u32, 0..300_u32, 0..70_000_u32];
        (1..4_usize).prop_flat_map(move |n| {
            prop::collection::vec(prop::collection::hash_set(value.clone(), 0..n), 0..90)
                .prop_map(|photos| photos.into_iter().map(|own| own.into_iter().collect()).collect())
        })
    }

    proptest! {
        #[test]
        fn a_column_counts_what_was_put(photos in values(), chosen in prop::collection::vec(any::<u64>(), 2)) {
            let mut builder = ColumnBuilder::default();
            photos.iter().for_each(|own| builder.add(own));
            let column = builder.finish();
            let mut kept = Vec::new();
            column.put(&mut kept);
            prop_assert_eq!(&Column::read(&mut Cursor::new(&kept)).unwrap(), &column);
            let chosen: Vec<u64> = set_bits(&chosen).filter(|at| (*at as usize) < photos.len()).collect();
            let mut bits = vec![0_u64; 2];
            chosen.iter().for_each(|at| bits[*at as usize / 64] |= 1 << (at % 64));
            let mut expected = Tally::of(70_000);
            for at in chosen {
                let own = &photos[at as usize];
                own.iter().for_each(|value| expected.n_photos[*value as usize] += 1);
                expected.n_without += u32::from(own.is_empty());
            }
            let mut tally = Tally::of(70_000);
            column.tally(&bits, &mut tally);
            prop_assert_eq!(tally, expected);
        }
    }
}
