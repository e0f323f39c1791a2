//! What one container says about one property, before anything is chosen.

use serde::{Deserialize, Serialize};

use crate::metadata::property::Property;

/// One container's value for one property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// What it is about.
    pub property: Property,
    /// Where it stands.
    pub from: Container,
    /// Which of the container's places for the property it stands in; 0 is the proper one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rank: u8,
    /// The language it says it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The value as the bytes read, only decoded.
    pub value: Value,
    /// What is odd about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<Badge>,
}

/// A kind of place in a file, or beside it, where words are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Container {
    /// An XMP file beside the photo.
    Sidecar,
    /// XMP inside the file.
    Xmp,
    /// IPTC-IIM.
    Iim,
    /// Exif.
    Exif,
    /// Text chunks of a PNG file.
    Png,
    /// The comment of a JPEG or GIF file.
    Comment,
}

/// What a candidate says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A text; dates are texts until they are merged.
    Text(String),
    /// Texts in order.
    List(Vec<String>),
    /// A number.
    Number(f64),
    /// Latitude and longitude in degrees, north and east positive.
    Gps([f64; 2]),
    /// Places, by their parts.
    Locations(Vec<StatedLocation>),
}

/// A place as a file states it, each part as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedLocation {
    /// The full name of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Identifiers of the place, such as URIs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// A part of the city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sublocation: Option<String>,
    /// City or town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// County, province or state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_state: Option<String>,
    /// Country by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Country by code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Part of the world.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub world_region: Option<String>,
    /// Latitude and longitude in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gps: Option<[f64; 2]>,
}

/// What is odd about a value, for a person to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Badge {
    /// Other containers say something else.
    Disagree,
    /// It is exactly as long as its container allows: the rest may be lost.
    CutAtLimit,
    /// Its bytes are not in the encoding the file names; they are read as what they are.
    MojibakeRepaired,
    /// It went through UTF-8 twice; one layer is taken off for display.
    DoubleEncoded,
    /// A camera or program wrote it, nobody did.
    VendorJunk,
}

impl Container {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sidecar => "sidecar",
            Self::Xmp => "xmp",
            Self::Iim => "iim",
            Self::Exif => "exif",
            Self::Png => "png",
            Self::Comment => "comment",
        }
    }

    /// The name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Sidecar => "Sidecar",
            Self::Xmp => "XMP",
            Self::Iim => "IIM",
            Self::Exif => "Exif",
            Self::Png => "PNG text",
            Self::Comment => "Comment",
        }
    }
}

impl Badge {
    /// The name in JSON and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Disagree => "disagree",
            Self::CutAtLimit => "cut at limit",
            Self::MojibakeRepaired => "mojibake repaired for display",
            Self::DoubleEncoded => "double-encoded",
            Self::VendorJunk => "vendor junk",
        }
    }
}

impl Value {
    /// Whether it says nothing: blanks, an empty list, places without parts.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => is_blank(text),
            Self::List(texts) => texts.iter().all(|text| is_blank(text)),
            Self::Number(number) => !number.is_finite(),
            Self::Gps(degrees) => degrees.iter().any(|degrees| !degrees.is_finite()),
            Self::Locations(locations) => locations.iter().all(|location| *location == StatedLocation::default()),
        }
    }
}

impl Value {
    /// How much text it holds.
    pub(super) fn n_text_bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::List(texts) => texts.iter().map(String::len).sum(),
            // Their parts come from XMP, of which no more than a block is read.
            Self::Number(_) | Self::Gps(_) | Self::Locations(_) => 0,
        }
    }
}

/// A position, if there is such a place on earth; to a centimeter, which is more than any camera knows.
pub(super) fn position(latitude: f64, longitude: f64) -> Option<[f64; 2]> {
    let is_good = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    is_good.then(|| [latitude, longitude].map(|degrees| (degrees * 1e7).round() / 1e7))
}

/// Whether a text holds only white space and the control characters that pad fields.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(rank: &u8) -> bool {
    *rank == 0
}
