//! Facets as an index keeps them: their values in the order in which they are shown, so that nothing has to be sorted or
//! folded when they are read.

use std::collections::BTreeMap;

use crate::catalog::bytes::{Cursor, put_bytes, put_number};
use crate::catalog::facets::{Facet, FacetValue, Facets};
use crate::query::FacetName;

/// The most room that is made for values before they are read: a damaged number is no reason to take memory.
const ROOM_MAX: usize = 1 << 16;

impl Facets {
    /// The facets as they are kept.
    pub(in crate::catalog) fn encoded(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for name in FacetName::ALL {
            let facet = self.facets.get(&name);
            out.push(u8::from(facet.is_some()));
            facet.into_iter().for_each(|facet| facet.put(&mut out));
        }
        out
    }

    /// Reads facets that were kept.
    pub(in crate::catalog) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let mut facets = BTreeMap::new();
        for name in FacetName::ALL {
            if cursor.byte()? == 1 {
                facets.insert(name, Facet::read(&mut cursor)?);
            }
        }
        Some(Self { facets })
    }
}

impl Facet {
    fn put(&self, out: &mut Vec<u8>) {
        let Self { values, column, ordinals, counts_none } = self;
        put_number(out, *column as u64);
        out.push(u8::from(*counts_none));
        put_number(out, values.len() as u64);
        for (value, ordinal) in values.iter().zip(ordinals) {
            let FacetValue { value, label, depth, has_children, folded_names } = value;
            put_number(out, u64::from(*ordinal));
            put_number(out, (*depth as u64) << 1 | u64::from(*has_children));
            put_bytes(out, value.as_bytes());
            put_bytes(out, label.as_bytes());
            put_number(out, folded_names.len() as u64);
            folded_names.iter().for_each(|name| put_bytes(out, name.as_bytes()));
        }
    }

    fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
        let (column, counts_none, n_values) = (cursor.size()?, cursor.byte()? == 1, cursor.size()?);
        let mut values = Vec::with_capacity(n_values.min(ROOM_MAX));
        let mut ordinals = Vec::with_capacity(n_values.min(ROOM_MAX));
        for _ in 0..n_values {
            ordinals.push(u32::try_from(cursor.number()?).ok()?);
            let place = cursor.size()?;
            let (value, label) = (cursor.text()?.to_owned(), cursor.text()?.to_owned());
            let n_names = cursor.size()?;
            let folded_names = (0..n_names).map(|_| cursor.text().map(str::to_owned)).collect::<Option<_>>()?;
            values.push(FacetValue { value, label, depth: place >> 1, has_children: place & 1 == 1, folded_names });
        }
        Some(Self { values, column, ordinals, counts_none })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = (FacetValue, u32)> {
        let names = prop::collection::vec(".{0,4}", 0..3);
        (".{0,6}", ".{0,6}", 0..9_usize, any::<bool>(), names, any::<u32>()).prop_map(
            |(value, label, depth, has_children, folded_names, ordinal)| {
                (FacetValue { value, label, depth, has_children, folded_names }, ordinal)
            },
        )
    }

    proptest! {
        #[test]
        fn facets_come_back_and_any_bytes_do_no_harm(
            of_each in prop::collection::vec(
                (prop::option::of(prop::collection::vec(value(), 0..4)), 0..99_usize, any::<bool>()),
                FacetName::ALL.len(),
            ),
            noise in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            let facets = FacetName::ALL.into_iter().zip(of_each).filter_map(|(name, (values, column, counts_none))| {
                let (values, ordinals) = values?.into_iter().unzip();
                Some((name, Facet { values, column, ordinals, counts_none }))
            });
            let facets = Facets { facets: facets.collect() };
            prop_assert_eq!(Facets::decode(&facets.encoded()), Some(facets));
            Facets::decode(&noise);
        }
    }
}
