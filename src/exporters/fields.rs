//! The table of what can be exported of a photo, with names and labels; `values` says what a photo has of each.
//! Templates choose from it, in their order and under labels of their own; patterns name its fields in braces.

mod values;

use std::sync::LazyLock;

use crate::caption::date::printed::DateForm;

static USUAL: LazyLock<Vec<Column>> = LazyLock::new(|| {
    [
        ExportField::Number,
        ExportField::Headline,
        ExportField::Caption,
        ExportField::Credit,
        ExportField::Date,
        ExportField::Places,
        ExportField::Persons,
        ExportField::File,
    ]
    .map(Column::of)
    .to_vec()
});

/// A field of a photo, as people know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExportField {
    /// Where the photo stands in the export, from 1.
    Number,
    /// The caption that a template's pattern makes.
    Composed,
    /// A publishable line.
    Headline,
    /// The caption without its credit sentence; the whole text where there is no such.
    Caption,
    /// The caption exactly as it stands in the input.
    Text,
    /// The best line there is for the photo: caption, headline, title, alt text or file.
    Line,
    /// The credit to print.
    Credit,
    /// The photographers.
    Creator,
    /// What the photographers are.
    JobTitle,
    /// From whom the photo came.
    Source,
    /// When the photo was taken.
    Date,
    /// When its article was published.
    Published,
    /// Everybody who is shown or mentioned.
    Persons,
    /// Who is shown.
    Shown,
    /// The organizations shown.
    Organizations,
    /// The places named, with their relation.
    Places,
    /// The place that says most: the narrowest.
    Place,
    /// The location that is stated, from its narrowest part.
    Location,
    /// A part of the city.
    Sublocation,
    /// City or town.
    City,
    /// County, province or state.
    State,
    /// Country.
    Country,
    /// The event.
    Event,
    /// The keywords.
    Keywords,
    /// Keywords that stand in a tree.
    KeywordPaths,
    /// A short name.
    Title,
    /// Name or path of its file.
    File,
    /// The file's own name, without folders and extension.
    Stem,
    /// Where its picture is.
    Picture,
    /// What it shows, for those who cannot see it.
    AltText,
    /// More of what it shows.
    ExtendedDescription,
    /// Who wrote the caption.
    CaptionWriter,
    /// The copyright notice.
    Copyright,
    /// How it may be used.
    UsageTerms,
    /// The address of a page about its rights.
    WebStatement,
    /// For whoever uses it.
    Instructions,
    /// Number of the job.
    Job,
    /// Stars.
    Rating,
    /// A colour or another label.
    Label,
    /// Whether it is picked.
    Picked,
    /// Maker and model of the camera.
    Camera,
    /// Latitude and longitude of the camera.
    Gps,
    /// The file's format.
    FileType,
    /// The folder within the input.
    Folder,
    /// Width and height in pixels.
    Size,
    /// Its position in its input, from 1.
    Position,
    /// Its lasting identity.
    Key,
}

/// A field that is exported, under a name of the user's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which field.
    pub field: ExportField,
    /// What it is called; empty for the field's own label.
    pub label: String,
}

/// What a field's value may depend on beside the photo.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// Where the photo stands in the export, from 1.
    pub number: usize,
    /// Where it stands in its input, from 1.
    pub position: usize,
    /// How dates are printed.
    pub dates: DateForm,
    /// The caption that the template's pattern made, where it is made already.
    pub composed: Option<&'a str>,
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
    pub const ALL: [Self; 47] = [
        Self::Number,
        Self::Composed,
        Self::Headline,
        Self::Caption,
        Self::Text,
        Self::Line,
        Self::Credit,
        Self::Creator,
        Self::JobTitle,
        Self::Source,
        Self::Date,
        Self::Published,
        Self::Persons,
        Self::Shown,
        Self::Organizations,
        Self::Places,
        Self::Place,
        Self::Location,
        Self::Sublocation,
        Self::City,
        Self::State,
        Self::Country,
        Self::Event,
        Self::Keywords,
        Self::KeywordPaths,
        Self::Title,
        Self::File,
        Self::Stem,
        Self::Picture,
        Self::AltText,
        Self::ExtendedDescription,
        Self::CaptionWriter,
        Self::Copyright,
        Self::UsageTerms,
        Self::WebStatement,
        Self::Instructions,
        Self::Job,
        Self::Rating,
        Self::Label,
        Self::Picked,
        Self::Camera,
        Self::Gps,
        Self::FileType,
        Self::Folder,
        Self::Size,
        Self::Position,
        Self::Key,
    ];

    /// The fields of a list as most people want it.
    pub fn usual() -> &'static [Column] {
        &USUAL
    }

    /// The name in templates, in patterns and on the command line.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// The name on the screen and in a table's head.
    pub fn label(self) -> &'static str {
        self.names().1
    }

    /// Its name, its label, and other names that it answers to, such as those in JSON.
    fn names(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Number => ("number", "Number", &["no"]),
            Self::Composed => ("composed", "Composed caption", &[]),
            Self::Headline => ("headline", "Headline", &[]),
            Self::Caption => ("caption", "Caption", &["description"]),
            Self::Text => ("text", "Caption as in the input", &[]),
            Self::Line => ("line", "Best line", &[]),
            Self::Credit => ("credit", "Credit", &["credit_line"]),
            Self::Creator => ("creator", "Creator", &["photographer", "byline"]),
            Self::JobTitle => ("creator_job_title", "Creator’s job title", &["job_title"]),
            Self::Source => ("source", "Source", &[]),
            Self::Date => ("date", "Date", &["date_created"]),
            Self::Published => ("published", "Published", &[]),
            Self::Persons => ("persons", "Persons", &["people"]),
            Self::Shown => ("shown", "Persons shown", &["person", "persons_shown"]),
            Self::Organizations => ("organizations_shown", "Organizations shown", &["organizations"]),
            Self::Places => ("places", "Places", &[]),
            Self::Place => ("place", "Place", &[]),
            Self::Location => ("location", "Location", &[]),
            Self::Sublocation => ("sublocation", "Sublocation", &[]),
            Self::City => ("city", "City", &[]),
            Self::State => ("state", "State or province", &["province_state"]),
            Self::Country => ("country", "Country", &[]),
            Self::Event => ("event", "Event", &[]),
            Self::Keywords => ("keywords", "Keywords", &[]),
            Self::KeywordPaths => ("keyword_paths", "Keyword paths", &[]),
            Self::Title => ("title", "Title", &[]),
            Self::File => ("file", "File", &["filename"]),
            Self::Stem => ("stem", "File name", &[]),
            Self::Picture => ("picture", "Picture", &[]),
            Self::AltText => ("alt_text", "Alt text", &[]),
            Self::ExtendedDescription => ("extended_description", "Extended description", &[]),
            Self::CaptionWriter => ("caption_writer", "Caption writer", &["description_writer"]),
            Self::Copyright => ("copyright", "Copyright", &["copyright_notice"]),
            Self::UsageTerms => ("usage_terms", "Usage terms", &[]),
            Self::WebStatement => ("web_statement", "Web statement of rights", &[]),
            Self::Instructions => ("instructions", "Instructions", &[]),
            Self::Job => ("job", "Job", &["job_id"]),
            Self::Rating => ("rating", "Rating", &[]),
            Self::Label => ("label", "Label", &[]),
            Self::Picked => ("picked", "Picked", &[]),
            Self::Camera => ("camera", "Camera", &[]),
            Self::Gps => ("gps", "GPS", &[]),
            Self::FileType => ("file_type", "File type", &["type"]),
            Self::Folder => ("folder", "Folder", &[]),
            Self::Size => ("size_px", "Size in pixels", &["size"]),
            Self::Position => ("position", "Position", &[]),
            Self::Key => ("key", "Key", &["id"]),
        }
    }

    /// The field of that name; case does not count, and `-` is as good as `_`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace('-', "_");
        let by_name = Self::ALL.into_iter().find(|field| field.name() == name);
        by_name.or_else(|| Self::ALL.into_iter().find(|field| field.names().2.contains(&name.as_str())))
    }

    /// Whether it may hold more than one value.
    pub fn repeats(self) -> bool {
        matches!(
            self,
            Self::Creator
                | Self::Persons
                | Self::Shown
                | Self::Organizations
                | Self::Places
                | Self::Keywords
                | Self::KeywordPaths
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_field_is_known_by_its_names_and_has_a_label_of_its_own() {
        let mut names = HashSet::new();
        for field in ExportField::ALL {
            let (name, label, others) = field.names();
            for name in others.iter().chain([&name]) {
                assert!(names.insert(*name), "{name} is the name of two fields");
                assert_eq!(ExportField::parse(name), Some(field));
            }
            assert_eq!(ExportField::ALL.iter().filter(|other| other.label() == label).count(), 1);
        }
        assert_eq!(ExportField::parse("Alt-Text"), Some(ExportField::AltText));
        assert_eq!(ExportField::parse("nonsense"), None);
    }
}
