//! The fields that people choose from for a sheet, a document or a table: their names, and what they hold of a photo.
//! What is exported for programs holds every field, and chooses none.

use crate::caption::Location;
use crate::caption::field::Field;
use crate::exporters::{best_line, place_lines};
use crate::photo::Photo;

/// Between the values of a field that has several.
const SEPARATOR: &str = "; ";

/// A field of a photo, as people know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExportField {
    /// The photo's number in the export, from 1.
    Number,
    /// Its position in its input, from 1.
    Position,
    /// Its lasting identity.
    Key,
    /// A publishable line.
    Headline,
    /// A short name.
    Title,
    /// The caption without its credit sentence; the best line there is where there is none.
    Caption,
    /// The caption exactly as it stands in the input.
    Text,
    /// The credit to print.
    Credit,
    /// The photographers.
    Creator,
    /// From whom the photo came.
    Source,
    /// The persons named.
    Persons,
    /// The places named.
    Places,
    /// Where the camera was.
    Location,
    /// When the photo was taken.
    Date,
    /// When its article was published.
    Published,
    /// The event.
    Event,
    /// The keywords.
    Keywords,
    /// Name or path of its file.
    File,
    /// What it shows, for those who cannot see it.
    AltText,
    /// Who wrote the caption.
    CaptionWriter,
    /// The copyright notice.
    Copyright,
    /// How it may be used.
    UsageTerms,
    /// For whoever uses it.
    Instructions,
    /// Number of the job.
    Job,
    /// Stars.
    Rating,
    /// A colour or another label.
    Label,
    /// Maker and model of the camera.
    Camera,
    /// Latitude and longitude of the camera.
    Gps,
}

/// A field that is exported, under a name of the user's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which field.
    pub field: ExportField,
    /// What it is called; empty for the field's own label.
    pub label: String,
}

impl Column {
    /// A field under its own label.
    pub fn of(field: ExportField) -> Self {
        Self { field, label: String::new() }
    }

    /// What it is called.
    pub fn label(&self) -> &str {
        if self.label.trim().is_empty() { self.field.label() } else { &self.label }
    }
}

impl ExportField {
    /// Every field, in the order in which the screen offers them.
    pub const ALL: [Self; 28] = [
        Self::Number,
        Self::Headline,
        Self::Caption,
        Self::Text,
        Self::Credit,
        Self::Creator,
        Self::Source,
        Self::Date,
        Self::Published,
        Self::Persons,
        Self::Places,
        Self::Location,
        Self::Event,
        Self::Keywords,
        Self::Title,
        Self::File,
        Self::AltText,
        Self::CaptionWriter,
        Self::Copyright,
        Self::UsageTerms,
        Self::Instructions,
        Self::Job,
        Self::Rating,
        Self::Label,
        Self::Camera,
        Self::Gps,
        Self::Position,
        Self::Key,
    ];

    /// The fields of a list as most people want it.
    pub fn usual() -> Vec<Column> {
        [Self::Number, Self::Headline, Self::Caption, Self::Credit, Self::Date, Self::Places, Self::Persons, Self::File]
            .map(Column::of)
            .to_vec()
    }

    /// The name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Position => "position",
            Self::Key => "key",
            Self::Headline => "headline",
            Self::Title => "title",
            Self::Caption => "caption",
            Self::Text => "text",
            Self::Credit => "credit",
            Self::Creator => "creator",
            Self::Source => "source",
            Self::Persons => "persons",
            Self::Places => "places",
            Self::Location => "location",
            Self::Date => "date",
            Self::Published => "published",
            Self::Event => "event",
            Self::Keywords => "keywords",
            Self::File => "file",
            Self::AltText => "alt-text",
            Self::CaptionWriter => "caption-writer",
            Self::Copyright => "copyright",
            Self::UsageTerms => "usage-terms",
            Self::Instructions => "instructions",
            Self::Job => "job",
            Self::Rating => "rating",
            Self::Label => "label",
            Self::Camera => "camera",
            Self::Gps => "gps",
        }
    }

    /// The reverse of `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The name on the screen and in a table's head.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "Number",
            Self::Position => "Position",
            Self::Key => "Key",
            Self::Headline => "Headline",
            Self::Title => "Title",
            Self::Caption => "Caption",
            Self::Text => "Caption as in the input",
            Self::Credit => "Credit",
            Self::Creator => "Creator",
            Self::Source => "Source",
            Self::Persons => "Persons",
            Self::Places => "Places",
            Self::Location => "Camera location",
            Self::Date => "Date",
            Self::Published => "Published",
            Self::Event => "Event",
            Self::Keywords => "Keywords",
            Self::File => "File",
            Self::AltText => "Alt text",
            Self::CaptionWriter => "Caption writer",
            Self::Copyright => "Copyright",
            Self::UsageTerms => "Usage terms",
            Self::Instructions => "Instructions",
            Self::Job => "Job",
            Self::Rating => "Rating",
            Self::Label => "Label",
            Self::Camera => "Camera",
            Self::Gps => "GPS",
        }
    }

    /// What a photo's field holds, as text for people; empty where it holds nothing.
    pub fn value(self, photo: &Photo, number: usize, position: usize) -> String {
        let stated = |name: &str| Field::named(name).map(|field| field.values(&photo.caption).join(SEPARATOR));
        let value = match self {
            Self::Number => Some(number.to_string()),
            Self::Position => Some(position.to_string()),
            Self::Key => Some(photo.key.to_string()),
            Self::Headline => stated("headline"),
            Self::Title => stated("title"),
            Self::Caption => Some(best_line(photo).to_owned()),
            Self::Text => Some(photo.text().to_owned()),
            Self::Credit => stated("credit_line"),
            Self::Creator => stated("creator"),
            Self::Source => stated("source"),
            Self::Persons => {
                Some(photo.persons.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(SEPARATOR))
            }
            Self::Places => Some(place_lines(photo).join(SEPARATOR)),
            Self::Location => photo.caption.location_created.as_ref().map(location_line),
            Self::Date => photo.caption.date_created.as_ref().map(ToString::to_string),
            Self::Published => photo.published.as_ref().map(ToString::to_string),
            Self::Event => stated("event"),
            Self::Keywords => stated("keywords"),
            Self::File => photo.file.clone().or_else(|| photo.picture.clone()),
            Self::AltText => stated("alt_text"),
            Self::CaptionWriter => stated("description_writer"),
            Self::Copyright => stated("copyright_notice"),
            Self::UsageTerms => stated("usage_terms"),
            Self::Instructions => stated("instructions"),
            Self::Job => stated("job_id"),
            Self::Rating => photo.facts.rating.map(|rating| rating.stars().to_string()),
            Self::Label => photo.facts.label.clone(),
            Self::Camera => photo.facts.camera.clone(),
            Self::Gps => photo.facts.gps.map(|[latitude, longitude]| format!("{latitude}, {longitude}")),
        };
        value.unwrap_or_default()
    }
}

/// A location for people, from the narrowest part to the widest: "Rotunda, Washington, United States".
fn location_line(location: &Location) -> String {
    let mut parts = location.path();
    parts.reverse();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_known_by_its_name_once() {
        for field in ExportField::ALL {
            assert_eq!(ExportField::parse(field.name()), Some(field));
            assert_eq!(ExportField::ALL.iter().filter(|other| other.label() == field.label()).count(), 1);
        }
        assert_eq!(ExportField::parse("nonsense"), None);
    }
}
