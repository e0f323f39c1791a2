//! Every property a photo may state, and where each container keeps it: the one table that reading and merging walk.
//! Sources: IPTC Photo Metadata Standard 2025.1, IPTC-IIM 4.2, Exif 2.32, XMP specification part 2, MWG 2.0.

use serde::{Deserialize, Serialize};

use crate::metadata::xmp::namespace::Namespace as N;

/// Something a photo may state about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the table says what each is")]
pub enum Property {
    Headline,
    Title,
    Description,
    DescriptionWriter,
    AltText,
    ExtendedDescription,
    Keywords,
    HierarchicalKeywords,
    PersonsShown,
    OrganizationsShown,
    Event,
    DateCreated,
    DateDigitized,
    Sublocation,
    City,
    ProvinceState,
    Country,
    CountryCode,
    LocationsShown,
    LocationCreated,
    Gps,
    Creator,
    CreatorJobTitle,
    CreditLine,
    Source,
    CopyrightNotice,
    UsageTerms,
    WebStatement,
    Instructions,
    JobId,
    PictureId,
    SubjectCodes,
    Scenes,
    Genre,
    DigitalSourceType,
    Rating,
    Label,
    ColorClass,
    Picked,
    CameraMake,
    CameraModel,
}

/// What shape a property's value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One text.
    Text,
    /// One text in each language.
    Languages,
    /// Texts in order.
    List,
    /// A moment or a day, or part of one.
    Date,
    /// A number.
    Number,
    /// Picked or rejected, as a number: see `merged::pick`.
    Pick,
    /// Latitude and longitude.
    Gps,
    /// Places by their parts.
    Locations,
}

/// A dataset of IIM record 2, and the most bytes it may hold.
#[derive(Clone, Copy, Debug)]
pub struct Dataset {
    /// Its number.
    pub number: u8,
    /// The most bytes it may hold, by IIM 4.2.
    pub limit_bytes: usize,
}

/// Where a property is kept, in each container the proper place first.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The property.
    pub property: Property,
    /// Its name in JSON.
    pub name: &'static str,
    /// Its shape.
    pub kind: Kind,
    /// Properties of XMP.
    pub xmp: &'static [(N, &'static str)],
    /// Datasets of IIM.
    pub iim: &'static [Dataset],
    /// Tags of Exif.
    pub exif: &'static [u16],
    /// Keywords of PNG text.
    pub png: &'static [&'static str],
}

impl Row {
    /// Which of its places of XMP that is.
    fn xmp_rank(&self, namespace: N, name: &str) -> Option<u8> {
        rank(self.xmp.iter().position(|known| *known == (namespace, name)))
    }

    /// Which of its places of Exif that is.
    fn exif_rank(&self, tag: u16) -> Option<u8> {
        rank(self.exif.iter().position(|known| *known == tag))
    }
}

/// The row of a property.
pub fn row(property: Property) -> &'static Row {
    // A test shows that the rows stand in the order of the properties.
    TABLE.get(property as usize).unwrap_or(&TABLE[0])
}

/// The row a property of XMP belongs to, and its rank there.
pub(super) fn of_xmp(namespace: N, name: &str) -> Option<(&'static Row, u8)> {
    TABLE.iter().find_map(|row| Some((row, row.xmp_rank(namespace, name)?)))
}

/// The row an Exif tag belongs to, and its rank there.
pub(super) fn of_exif(tag: u16) -> Option<(&'static Row, u8)> {
    TABLE.iter().find_map(|row| Some((row, row.exif_rank(tag)?)))
}

/// The row a keyword of PNG text belongs to, and its rank there.
pub(super) fn of_png(keyword: &str) -> Option<(&'static Row, u8)> {
    let of = |row: &Row| rank(row.png.iter().position(|known| known.eq_ignore_ascii_case(keyword)));
    TABLE.iter().find_map(|row| Some((row, of(row)?)))
}

fn rank(position: Option<usize>) -> Option<u8> {
    u8::try_from(position?).ok()
}

/// A row of the table; what is left out is empty.
macro_rules! row {
    ($property:ident $name:literal $kind:ident $($container:ident: [$($place:expr),+])*) => {
        Row { $($container: &[$($place),+],)* ..Row { property: Property::$property, name: $name, kind: Kind::$kind, ..EMPTY } }
    };
}

const EMPTY: Row =
    Row { property: Property::Headline, name: "", kind: Kind::Text, xmp: &[], iim: &[], exif: &[], png: &[] };

/// A dataset: its number and its limit.
const fn d(number: u8, limit_bytes: usize) -> Dataset {
    Dataset { number, limit_bytes }
}

/// Every property, in the order in which they are shown.
#[rustfmt::skip]
pub const TABLE: [Row; 41] = [
    row!(Headline "headline" Text
        xmp: [(N::Photoshop, "Headline")] iim: [d(105, 256)]),
    row!(Title "title" Languages
        xmp: [(N::Dc, "title")] iim: [d(5, 64)] exif: [tag::XP_TITLE] png: ["Title"]),
    row!(Description "description" Languages
        xmp: [(N::Dc, "description")] iim: [d(120, 2000)]
        exif: [tag::IMAGE_DESCRIPTION, tag::USER_COMMENT, tag::XP_COMMENT] png: ["Description", "Comment"]),
    row!(DescriptionWriter "description_writer" Text
        xmp: [(N::Photoshop, "CaptionWriter")] iim: [d(122, 32)]),
    row!(AltText "alt_text" Languages
        xmp: [(N::IptcCore, "AltTextAccessibility")]),
    row!(ExtendedDescription "extended_description" Languages
        xmp: [(N::IptcCore, "ExtDescrAccessibility")]),
    row!(Keywords "keywords" List
        xmp: [(N::Dc, "subject")] iim: [d(25, 64)] exif: [tag::XP_KEYWORDS]),
    row!(HierarchicalKeywords "hierarchical_keywords" List
        xmp: [(N::Lightroom, "hierarchicalSubject"), (N::DigiKam, "TagsList")]),
    row!(PersonsShown "persons_shown" List
        xmp: [(N::IptcExt, "PersonInImage"), (N::IptcExt, "PersonInImageWDetails"), (N::Getty, "Personality"),
              (N::MwgRegions, "Regions"), (N::MicrosoftPhoto, "RegionInfo")]),
    row!(OrganizationsShown "organizations_shown" List
        xmp: [(N::IptcExt, "OrganisationInImageName")]),
    row!(Event "event" Languages
        xmp: [(N::IptcExt, "Event")]),
    // IIM: 2:55 and 2:60; Exif: with sub-seconds and offset.
    row!(DateCreated "date_created" Date
        xmp: [(N::Photoshop, "DateCreated"), (N::Exif, "DateTimeOriginal")] iim: [d(55, 8)]
        exif: [tag::DATE_TIME_ORIGINAL] png: ["Creation Time"]),
    // IIM: 2:62 and 2:63.
    row!(DateDigitized "date_digitized" Date
        xmp: [(N::Xmp, "CreateDate"), (N::Exif, "DateTimeDigitized")] iim: [d(62, 8)]
        exif: [tag::DATE_TIME_DIGITIZED]),
    row!(Sublocation "sublocation" Text
        xmp: [(N::IptcCore, "Location")] iim: [d(92, 32)]),
    row!(City "city" Text
        xmp: [(N::Photoshop, "City")] iim: [d(90, 32)]),
    row!(ProvinceState "province_state" Text
        xmp: [(N::Photoshop, "State")] iim: [d(95, 32)]),
    row!(Country "country" Text
        xmp: [(N::Photoshop, "Country")] iim: [d(101, 64)]),
    row!(CountryCode "country_code" Text
        xmp: [(N::IptcCore, "CountryCode")] iim: [d(100, 3)]),
    row!(LocationsShown "locations_shown" Locations
        xmp: [(N::IptcExt, "LocationShown")]),
    row!(LocationCreated "location_created" Locations
        xmp: [(N::IptcExt, "LocationCreated")]),
    // XMP and Exif: latitude and longitude are two properties, put together by their readers.
    row!(Gps "gps" Gps
        xmp: [(N::Exif, "GPSLatitude"), (N::Exif, "GPSLongitude")]),
    row!(Creator "creator" List
        xmp: [(N::Dc, "creator")] iim: [d(80, 32)] exif: [tag::ARTIST, tag::XP_AUTHOR] png: ["Author"]),
    row!(CreatorJobTitle "creator_job_title" Text
        xmp: [(N::Photoshop, "AuthorsPosition")] iim: [d(85, 32)]),
    row!(CreditLine "credit_line" Text
        xmp: [(N::Photoshop, "Credit")] iim: [d(110, 32)]),
    row!(Source "source" Text
        xmp: [(N::Photoshop, "Source")] iim: [d(115, 32)]),
    row!(CopyrightNotice "copyright_notice" Languages
        xmp: [(N::Dc, "rights")] iim: [d(116, 128)] exif: [tag::COPYRIGHT] png: ["Copyright"]),
    row!(UsageTerms "usage_terms" Languages
        xmp: [(N::XmpRights, "UsageTerms")]),
    row!(WebStatement "web_statement" Text
        xmp: [(N::XmpRights, "WebStatement")]),
    row!(Instructions "instructions" Text
        xmp: [(N::Photoshop, "Instructions")] iim: [d(40, 256)]),
    row!(JobId "job_id" Text
        xmp: [(N::Photoshop, "TransmissionReference")] iim: [d(103, 32)]),
    row!(PictureId "picture_id" Text
        xmp: [(N::Plus, "ImageSupplierImageID"), (N::Getty, "AssetID"), (N::Getty, "AssetId")] iim: [d(22, 32), d(187, 32)]),
    row!(SubjectCodes "subject_codes" List
        xmp: [(N::IptcCore, "SubjectCode")] iim: [d(12, 236)]),
    row!(Scenes "scenes" List
        xmp: [(N::IptcCore, "Scene")]),
    row!(Genre "genre" Text
        xmp: [(N::IptcCore, "IntellectualGenre")] iim: [d(4, 68)]),
    row!(DigitalSourceType "digital_source_type" Text
        xmp: [(N::IptcExt, "DigitalSourceType"), (N::IptcExt, "DigitalSourcefileType")]),
    row!(Rating "rating" Number
        xmp: [(N::Xmp, "Rating")] exif: [tag::RATING]),
    row!(Label "label" Text
        xmp: [(N::Xmp, "Label")]),
    // Photo Mechanic, 1 to 8; IIM: within 2:221.
    row!(ColorClass "color_class" Number
        xmp: [(N::PhotoMechanic, "ColorClass")]),
    // Photo Mechanic, digiKam, Lightroom; IIM: within 2:221.
    row!(Picked "picked" Pick
        xmp: [(N::PhotoMechanic, "Tagged"), (N::DigiKam, "PickLabel"), (N::XmpDynamicMedia, "pick"),
              (N::XmpDynamicMedia, "good")]),
    row!(CameraMake "camera_make" Text
        xmp: [(N::Tiff, "Make")] exif: [tag::MAKE]),
    row!(CameraModel "camera_model" Text
        xmp: [(N::Tiff, "Model")] exif: [tag::MODEL]),
];

/// The tags of Exif and TIFF that are read, by their numbers.
#[expect(missing_docs, reason = "the names are those of the standards")]
pub mod tag {
    pub const IMAGE_WIDTH: u16 = 0x100;
    pub const IMAGE_HEIGHT: u16 = 0x101;
    pub const BITS_PER_SAMPLE: u16 = 0x102;
    pub const COMPRESSION: u16 = 0x103;
    pub const PHOTOMETRIC: u16 = 0x106;
    pub const IMAGE_DESCRIPTION: u16 = 0x10E;
    pub const MAKE: u16 = 0x10F;
    pub const MODEL: u16 = 0x110;
    pub const STRIP_OFFSETS: u16 = 0x111;
    pub const ORIENTATION: u16 = 0x112;
    pub const STRIP_BYTE_COUNTS: u16 = 0x117;
    pub const ARTIST: u16 = 0x13B;
    pub const SUB_IFDS: u16 = 0x14A;
    pub const JPEG_OFFSET: u16 = 0x201;
    pub const JPEG_LENGTH: u16 = 0x202;
    pub const XMP: u16 = 0x2BC;
    pub const RATING: u16 = 0x4746;
    pub const COPYRIGHT: u16 = 0x8298;
    pub const IIM: u16 = 0x83BB;
    pub const PHOTOSHOP: u16 = 0x8649;
    pub const EXIF_IFD: u16 = 0x8769;
    pub const GPS_IFD: u16 = 0x8825;
    pub const DATE_TIME_ORIGINAL: u16 = 0x9003;
    pub const DATE_TIME_DIGITIZED: u16 = 0x9004;
    pub const OFFSET_TIME_ORIGINAL: u16 = 0x9011;
    pub const OFFSET_TIME_DIGITIZED: u16 = 0x9012;
    pub const USER_COMMENT: u16 = 0x9286;
    pub const SUB_SECONDS_ORIGINAL: u16 = 0x9291;
    pub const SUB_SECONDS_DIGITIZED: u16 = 0x9292;
    pub const XP_TITLE: u16 = 0x9C9B;
    pub const XP_COMMENT: u16 = 0x9C9C;
    pub const XP_AUTHOR: u16 = 0x9C9D;
    pub const XP_KEYWORDS: u16 = 0x9C9E;
    pub const DNG_VERSION: u16 = 0xC612;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_properties_under_their_names() {
        for (n, known) in TABLE.iter().enumerate() {
            assert_eq!(known.property as usize, n, "{}", known.name);
            assert_eq!(serde_json::to_value(known.property).unwrap(), known.name);
            assert_eq!(row(known.property).name, known.name);
        }
    }

    #[test]
    fn no_place_belongs_to_two_properties() {
        let mut places = Vec::new();
        for row in &TABLE {
            places.extend(row.xmp.iter().map(|(namespace, name)| format!("{namespace:?} {name}")));
            places.extend(row.iim.iter().map(|dataset| format!("2:{}", dataset.number)));
            places.extend(row.exif.iter().map(|tag| format!("{tag:#x}")));
            places.extend(row.png.iter().map(|keyword| format!("PNG {keyword}")));
        }
        let n_places = places.len();
        places.sort();
        places.dedup();
        assert_eq!(places.len(), n_places);
    }
}
