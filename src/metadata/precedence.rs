//! Which container is believed first, for every property: the two profiles as tables.
//! A stale checksum beside the IIM block moves IIM before the embedded XMP, in both profiles (`order`).

use crate::metadata::candidate::Container::{self, Comment, Exif, Iim, Png, Sidecar, Xmp};
use crate::metadata::property::Property;

/// How one candidate is chosen among several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// As picture desks work: what was written last by a person goes first, and what cameras write as captions last.
    #[default]
    News,
    /// By the letter of the Metadata Working Group's guidelines 2.0: Exif goes first for captions, creators, copyright
    /// and dates, and what stands in places of other standards is not read.
    MwgStrict,
}

/// A row of a profile: for these properties, the containers in the order in which they are believed.
struct Row {
    /// The properties; none stands for all that no row above names.
    properties: &'static [Property],
    order: &'static [Container],
}

const NEWS: [Row; 1] = [Row { properties: &[], order: &[Sidecar, Xmp, Iim, Exif, Png, Comment] }];

const MWG_STRICT: [Row; 4] = [
    Row {
        properties: &[
            Property::Description,
            Property::Creator,
            Property::CopyrightNotice,
            Property::DateCreated,
            Property::DateDigitized,
        ],
        order: &[Exif, Sidecar, Xmp, Iim],
    },
    Row { properties: &[Property::Gps, Property::CameraMake, Property::CameraModel], order: &[Exif, Sidecar, Xmp] },
    Row { properties: &[Property::Rating], order: &[Sidecar, Xmp] },
    Row { properties: &[], order: &[Sidecar, Xmp, Iim] },
];

impl Profile {
    /// The containers in the order in which they are believed for a property; those left out are not read.
    pub(super) fn order(self, property: Property, iim_is_newer: bool) -> Vec<Container> {
        let rows = match self {
            Self::News => NEWS.as_slice(),
            Self::MwgStrict => MWG_STRICT.as_slice(),
        };
        let fits = |row: &&Row| row.properties.is_empty() || row.properties.contains(&property);
        let mut order = rows.iter().find(fits).map_or(Vec::new(), |row| row.order.to_vec());
        let place = |container| order.iter().position(|known| *known == container);
        if iim_is_newer && let (Some(xmp), Some(iim)) = (place(Xmp), place(Iim)) {
            order.swap(xmp, iim);
        }
        order
    }

    /// Whether what a camera wrote as a caption is believed like any other.
    pub(super) fn believes_junk(self) -> bool {
        match self {
            Self::News => false,
            Self::MwgStrict => true,
        }
    }

    /// Whether places in a container other than the proper one are read.
    pub(super) fn reads_other_places(self) -> bool {
        match self {
            Self::News => true,
            Self::MwgStrict => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(profile: Profile, property: Property, iim_is_newer: bool, expected: &[Container]) {
        assert_eq!(profile.order(property, iim_is_newer), expected, "{profile:?} {property:?} {iim_is_newer}");
    }

    #[test]
    fn each_profile_has_its_order() {
        check(Profile::News, Property::Description, false, &[Sidecar, Xmp, Iim, Exif, Png, Comment]);
        check(Profile::News, Property::Description, true, &[Sidecar, Iim, Xmp, Exif, Png, Comment]);
        check(Profile::MwgStrict, Property::Description, false, &[Exif, Sidecar, Xmp, Iim]);
        check(Profile::MwgStrict, Property::Keywords, true, &[Sidecar, Iim, Xmp]);
        check(Profile::MwgStrict, Property::Rating, true, &[Sidecar, Xmp]);
    }
}
