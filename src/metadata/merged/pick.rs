//! What the marks of picking mean that programs leave: each writes numbers of its own.

use crate::metadata::property::{self, Property};
use crate::metadata::xmp::namespace::Namespace;

/// Somebody picked it.
pub(super) const PICKED: f64 = 1.0;
/// Somebody looked, or nobody did: it is neither picked nor rejected.
pub(super) const NEITHER: f64 = 0.0;
/// Somebody rejected it.
pub(super) const REJECTED: f64 = -1.0;

/// What a number means that stands in one of the places of `Property::Picked`; none if it means nothing.
pub(super) fn meaning(rank: u8, number: f64) -> Option<f64> {
    let place = property::row(Property::Picked).xmp.get(usize::from(rank))?;
    let meanings: &[(f64, f64)] = match *place {
        // A box that is ticked, or not.
        (Namespace::PhotoMechanic, _) => &[(0.0, NEITHER), (1.0, PICKED)],
        // None, rejected, pending, accepted.
        (Namespace::DigiKam, _) => &[(0.0, NEITHER), (1.0, REJECTED), (2.0, NEITHER), (3.0, PICKED)],
        // Lightroom's flags since 13.2; of a photo that has none it writes no "good".
        (_, "good") => &[(0.0, REJECTED), (1.0, PICKED)],
        _ => &[(-1.0, REJECTED), (0.0, NEITHER), (1.0, PICKED)],
    };
    meanings.iter().find(|(known, _)| *known == number).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_programs_marks_are_understood() {
        let check = |name: &str, expected: [Option<f64>; 5]| {
            let places = property::row(Property::Picked).xmp;
            let rank = places.iter().position(|(_, known)| *known == name).unwrap();
            let found = [-1.0, 0.0, 1.0, 2.0, 3.0].map(|number| meaning(u8::try_from(rank).unwrap(), number));
            assert_eq!(found, expected, "{name}");
        };
        let (yes, neither, no) = (Some(PICKED), Some(NEITHER), Some(REJECTED));
        check("Tagged", [None, neither, yes, None, None]);
        check("PickLabel", [None, neither, no, neither, yes]);
        check("pick", [no, neither, yes, None, None]);
        check("good", [None, no, yes, None, None]);
    }
}
