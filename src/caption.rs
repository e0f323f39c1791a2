//! What is written about a photo, a field per IPTC property, and what the words of a caption name.
//! The caption's own text belongs to `Photo`; this module holds fields, dates, credits and persons.

pub mod credit;
pub mod date;
pub mod field;
pub(crate) mod lexicon;

use std::ops::Range;

use crate::caption::date::Date;

/// All that is written about a photo, under the names of the IPTC Photo Metadata Standard 2025.1.
///
/// The screen says "Caption" for `description`. An empty field is one that the input does not state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caption {
    /// A publishable line that sums up the photo.
    pub headline: Option<String>,
    /// A short name, often a reference number.
    pub title: Option<String>,
    /// Who, what, where, when and why: the caption without its credit sentence.
    pub description: Option<String>,
    /// Who wrote or edited the description.
    pub description_writer: Option<String>,
    /// What the photo shows, for those who cannot see it.
    pub alt_text: Option<String>,
    /// More about what the photo shows, beyond the alt text.
    pub extended_description: Option<String>,
    /// Terms of any kind, in the order stated.
    pub keywords: Vec<String>,
    /// Names of the persons the photo shows, where the input states them as such.
    pub persons_shown: Vec<String>,
    /// Names of the organizations the photo shows.
    pub organizations_shown: Vec<String>,
    /// The event at which the photo was taken.
    pub event: Option<String>,
    /// When the photo was taken, as precisely as stated.
    pub date_created: Option<Date>,
    /// Where the camera was.
    pub location_created: Option<Location>,
    /// What places the photo shows.
    pub locations_shown: Vec<Location>,
    /// The photographers, one each.
    pub creator: Vec<String>,
    /// What the photographers are: "Staff photographer".
    pub creator_job_title: Option<String>,
    /// The credit to print, as written: "Jane Doe/AFP via Getty Images".
    pub credit_line: Option<String>,
    /// From whom the photo came.
    pub source: Option<String>,
    /// Who holds the copyright, as to be printed.
    pub copyright_notice: Option<String>,
    /// How the photo may be used.
    pub usage_terms: Option<String>,
    /// The address of a page that states who holds the rights and how the photo may be used.
    pub web_statement: Option<String>,
    /// What the sender asks of the receiver.
    pub instructions: Option<String>,
    /// The number of the job, or of the transmission, that the photo belongs to.
    pub job_id: Option<String>,
}

/// IPTC's location structure: each part as stated, none derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Location {
    /// Identifiers of the place, such as URIs.
    pub location_id: Option<String>,
    /// The full name of the place.
    pub location_name: Option<String>,
    /// A part of the city: a street, a building, a room.
    pub sublocation: Option<String>,
    /// City or town.
    pub city: Option<String>,
    /// County, province or state.
    pub province_state: Option<String>,
    /// Country by name.
    pub country_name: Option<String>,
    /// Country by ISO 3166 code.
    pub country_code: Option<String>,
    /// Part of the world: "Europe".
    pub world_region: Option<String>,
}

impl Location {
    /// The parts that are stated, from the widest to the narrowest: a path from the root of the tree of places.
    pub fn path(&self) -> Vec<&str> {
        let Self {
            location_id: _,
            location_name,
            sublocation,
            city,
            province_state,
            country_name,
            country_code: _,
            world_region,
        } = self;
        [world_region, country_name, province_state, city, sublocation, location_name]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect()
    }
}

/// A person a caption names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name as written, without title.
    pub name: String,
    /// Whether the photo shows the person.
    pub role: PersonRole,
    /// The title before the name, as written: "Rep.", "US President".
    pub title: Option<String>,
    /// The party after the name, as written: "D" in "D-Pa.".
    pub party: Option<String>,
    /// The state or country after the party, as written: "Pa." in "D-Pa.".
    pub state: Option<String>,
    /// Where the name stands in the text; absent when a field states the person and the text does not.
    pub span: Option<Range<usize>>,
}

impl Person {
    /// A person stated by name alone.
    pub fn stated(name: &str, role: PersonRole) -> Self {
        Self { name: name.to_owned(), role, title: None, party: None, state: None, span: None }
    }
}

/// Whether a named person is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonRole {
    /// The photo shows the person.
    Shown,
    /// The caption names the person, who is not said to be in the picture.
    Mentioned,
}

impl PersonRole {
    /// The word for it in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Mentioned => "mentioned",
        }
    }

    /// The reverse of `name`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "shown" => Some(Self::Shown),
            "mentioned" => Some(Self::Mentioned),
            _ => None,
        }
    }
}
