//! Which bytes of a text are taken: asked for every name that was found, so that one look must cost a few steps.

use std::ops::Range;

/// Ranges in order, those that overlap joined to one.
#[derive(Debug, Default)]
pub(crate) struct Covered(Vec<Range<usize>>);

impl Covered {
    /// What some ranges cover.
    pub(crate) fn by<'r>(ranges: impl IntoIterator<Item = &'r Range<usize>>) -> Self {
        let mut ranges: Vec<Range<usize>> = ranges.into_iter().cloned().collect();
        ranges.sort_by_key(|range| range.start);
        ranges.dedup_by(|later, earlier| {
            let joined = later.start < earlier.end;
            if joined {
                earlier.end = earlier.end.max(later.end);
            }
            joined
        });
        Self(ranges)
    }

    /// Whether a range shares a byte with them.
    pub(crate) fn overlaps(&self, range: &Range<usize>) -> bool {
        self.at_or_after(range).is_some_and(|other| other.start < range.end)
    }

    /// Whether a range lies within one of them.
    pub(crate) fn holds(&self, range: &Range<usize>) -> bool {
        self.at_or_after(range).is_some_and(|other| other.start <= range.start && range.end <= other.end)
    }

    /// The first that ends after a range begins.
    fn at_or_after(&self, range: &Range<usize>) -> Option<&Range<usize>> {
        self.0.get(self.0.partition_point(|other| other.end <= range.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn it_answers_as_a_walk_over_all_ranges_would(
            ranges in proptest::collection::vec((0_usize..60, 1_usize..9), 0..12),
            asked in (0_usize..60, 1_usize..9),
        ) {
            let ranges: Vec<Range<usize>> = ranges.into_iter().map(|(start, length)| start..start + length).collect();
            let asked = asked.0..asked.0 + asked.1;
            let covered = Covered::by(&ranges);
            let overlaps = ranges.iter().any(|other| asked.start < other.end && other.start < asked.end);
            proptest::prop_assert_eq!(covered.overlaps(&asked), overlaps);
            let one_holds = ranges.iter().any(|other| other.start <= asked.start && asked.end <= other.end);
            let all_hold = asked.clone().all(|byte| ranges.iter().any(|other| other.contains(&byte)));
            proptest::prop_assert!(covered.holds(&asked) || !one_holds);
            proptest::prop_assert!(!covered.holds(&asked) || all_hold);
        }
    }
}
