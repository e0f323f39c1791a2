//! The table of what can be exported of a photo: name, label and how to reach the value.
//! Templates choose from it, in their order and under labels of their own; patterns name its fields in braces.

use std::sync::LazyLock;

use crate::caption::date::Date;
use crate::caption::date::printed::DateForm;
use crate::caption::field::Field;
use crate::caption::{Location, PersonRole};
use crate::exporters::{best_line, place_lines};
use crate::photo::Photo;

/// Between the values of a field that has several.
const SEPARATOR: &str = "; ";

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
    pub const ALL: [Self; 46] = [
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
        match self {
            Self::Number => "number",
            Self::Composed => "composed",
            Self::Headline => "headline",
            Self::Caption => "caption",
            Self::Text => "text",
            Self::Line => "line",
            Self::Credit => "credit",
            Self::Creator => "creator",
            Self::JobTitle => "creator_job_title",
            Self::Source => "source",
            Self::Date => "date",
            Self::Published => "published",
            Self::Persons => "persons",
            Self::Shown => "shown",
            Self::Organizations => "organizations_shown",
            Self::Places => "places",
            Self::Place => "place",
            Self::Location => "location",
            Self::Sublocation => "sublocation",
            Self::City => "city",
            Self::State => "state",
            Self::Country => "country",
            Self::Event => "event",
            Self::Keywords => "keywords",
            Self::KeywordPaths => "keyword_paths",
            Self::Title => "title",
            Self::File => "file",
            Self::Stem => "stem",
            Self::Picture => "picture",
            Self::AltText => "alt_text",
            Self::ExtendedDescription => "extended_description",
            Self::CaptionWriter => "caption_writer",
            Self::Copyright => "copyright",
            Self::UsageTerms => "usage_terms",
            Self::WebStatement => "web_statement",
            Self::Instructions => "instructions",
            Self::Job => "job",
            Self::Rating => "rating",
            Self::Label => "label",
            Self::Camera => "camera",
            Self::Gps => "gps",
            Self::FileType => "file_type",
            Self::Folder => "folder",
            Self::Size => "size_px",
            Self::Position => "position",
            Self::Key => "key",
        }
    }

    /// The name on the screen and in a table's head.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "Number",
            Self::Composed => "Composed caption",
            Self::Headline => "Headline",
            Self::Caption => "Caption",
            Self::Text => "Caption as in the input",
            Self::Line => "Best line",
            Self::Credit => "Credit",
            Self::Creator => "Creator",
            Self::JobTitle => "Creator’s job title",
            Self::Source => "Source",
            Self::Date => "Date",
            Self::Published => "Published",
            Self::Persons => "Persons",
            Self::Shown => "Persons shown",
            Self::Organizations => "Organizations shown",
            Self::Places => "Places",
            Self::Place => "Place",
            Self::Location => "Location",
            Self::Sublocation => "Sublocation",
            Self::City => "City",
            Self::State => "State or province",
            Self::Country => "Country",
            Self::Event => "Event",
            Self::Keywords => "Keywords",
            Self::KeywordPaths => "Keyword paths",
            Self::Title => "Title",
            Self::File => "File",
            Self::Stem => "File name",
            Self::Picture => "Picture",
            Self::AltText => "Alt text",
            Self::ExtendedDescription => "Extended description",
            Self::CaptionWriter => "Caption writer",
            Self::Copyright => "Copyright",
            Self::UsageTerms => "Usage terms",
            Self::WebStatement => "Web statement of rights",
            Self::Instructions => "Instructions",
            Self::Job => "Job",
            Self::Rating => "Rating",
            Self::Label => "Label",
            Self::Camera => "Camera",
            Self::Gps => "GPS",
            Self::FileType => "File type",
            Self::Folder => "Folder",
            Self::Size => "Size in pixels",
            Self::Position => "Position",
            Self::Key => "Key",
        }
    }

    /// Other names that it answers to, such as those in JSON.
    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Number => &["no"],
            Self::Caption => &["description"],
            Self::Credit => &["credit_line"],
            Self::Creator => &["photographer", "byline"],
            Self::JobTitle => &["job_title"],
            Self::Date => &["date_created"],
            Self::Persons => &["people"],
            Self::Shown => &["person", "persons_shown"],
            Self::Organizations => &["organizations"],
            Self::State => &["province_state"],
            Self::File => &["filename"],
            Self::CaptionWriter => &["description_writer"],
            Self::Copyright => &["copyright_notice"],
            Self::Job => &["job_id"],
            Self::FileType => &["type"],
            Self::Size => &["size"],
            Self::Key => &["id"],
            Self::Composed
            | Self::Headline
            | Self::Text
            | Self::Line
            | Self::Source
            | Self::Published
            | Self::Places
            | Self::Place
            | Self::Location
            | Self::Sublocation
            | Self::City
            | Self::Country
            | Self::Event
            | Self::Keywords
            | Self::KeywordPaths
            | Self::Title
            | Self::Stem
            | Self::Picture
            | Self::AltText
            | Self::ExtendedDescription
            | Self::UsageTerms
            | Self::WebStatement
            | Self::Instructions
            | Self::Rating
            | Self::Label
            | Self::Camera
            | Self::Gps
            | Self::Folder
            | Self::Position => &[],
        }
    }

    /// The field of that name; case does not count, and `-` is as good as `_`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace('-', "_");
        let by_name = Self::ALL.into_iter().find(|field| field.name() == name);
        by_name.or_else(|| Self::ALL.into_iter().find(|field| field.aliases().contains(&name.as_str())))
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

    /// What a photo's field holds, as text for people; empty where it holds nothing.
    pub fn value(self, photo: &Photo, number: usize, position: usize) -> String {
        let at = At { number, position, dates: DateForm::Iso, composed: None };
        self.shown(photo, at).unwrap_or_default()
    }

    /// The field's value as one text; none where the photo has none, or only blanks.
    pub fn shown(self, photo: &Photo, at: At<'_>) -> Option<String> {
        let values: Vec<String> = self.values(photo, at).into_iter().filter(|value| !value.trim().is_empty()).collect();
        (!values.is_empty()).then(|| values.join(SEPARATOR))
    }

    /// The field's values, as many as the photo has.
    pub fn values(self, photo: &Photo, at: At<'_>) -> Vec<String> {
        let one = |value: Option<&str>| -> Vec<String> { value.map(str::to_owned).into_iter().collect() };
        let date = |date: &Option<Date>| date.iter().map(|date| date.printed(at.dates)).collect();
        let stated = |name| Field::named(name).map(|field| field.values(&photo.caption).to_vec()).unwrap_or_default();
        let facts = &photo.facts;
        match self {
            Self::Number => vec![at.number.to_string()],
            Self::Composed => one(at.composed),
            Self::Headline => stated("headline"),
            Self::Caption => one(photo.caption.description.as_deref().or(Some(photo.text()))),
            Self::Text => one(Some(photo.text())),
            Self::Line => one(Some(best_line(photo))),
            Self::Credit => stated("credit_line"),
            Self::Creator => stated("creator"),
            Self::JobTitle => stated("creator_job_title"),
            Self::Source => stated("source"),
            Self::Date => date(&photo.caption.date_created),
            Self::Published => date(&photo.published),
            Self::Persons => photo.persons.iter().map(|person| person.name.clone()).collect(),
            Self::Shown => shown(photo),
            Self::Organizations => stated("organizations_shown"),
            Self::Places => place_lines(photo),
            Self::Place => one(narrowest_place(photo)),
            Self::Location => location(photo, |location| Some(location_line(location))),
            Self::Sublocation => location(photo, |location| location.sublocation.clone()),
            Self::City => location(photo, |location| location.city.clone()),
            Self::State => location(photo, |location| location.province_state.clone()),
            Self::Country => {
                location(photo, |location| location.country_name.clone().or_else(|| location.country_code.clone()))
            }
            Self::Event => stated("event"),
            Self::Keywords => stated("keywords"),
            Self::KeywordPaths => facts.keyword_paths.clone(),
            Self::Title => stated("title"),
            Self::File => one(photo.file.as_deref().or(photo.picture.as_deref())),
            Self::Stem => one(photo.file.as_deref().and_then(stem)),
            Self::Picture => one(picture(photo).as_deref()),
            Self::AltText => stated("alt_text"),
            Self::ExtendedDescription => stated("extended_description"),
            Self::CaptionWriter => stated("description_writer"),
            Self::Copyright => stated("copyright_notice"),
            Self::UsageTerms => stated("usage_terms"),
            Self::WebStatement => stated("web_statement"),
            Self::Instructions => stated("instructions"),
            Self::Job => stated("job_id"),
            Self::Rating => facts.rating.map(|rating| rating.to_string()).into_iter().collect(),
            Self::Label => one(facts.label.as_deref()),
            Self::Camera => one(facts.camera.as_deref()),
            Self::Gps => {
                facts.gps.map(|[latitude, longitude]| format!("{latitude}, {longitude}")).into_iter().collect()
            }
            Self::FileType => one(facts.file_type.as_deref()),
            Self::Folder => one(facts.folder.as_deref()),
            Self::Size => facts.size_px.map(|[width, height]| format!("{width}x{height}")).into_iter().collect(),
            Self::Position => vec![at.position.to_string()],
            Self::Key => vec![photo.key.to_string()],
        }
    }
}

fn shown(photo: &Photo) -> Vec<String> {
    let shown = photo.persons.iter().filter(|person| person.role == PersonRole::Shown);
    shown.map(|person| person.name.clone()).collect()
}

/// Of places equally narrow the first counts.
fn narrowest_place(photo: &Photo) -> Option<&str> {
    let narrowest = photo.places.iter().rev().max_by_key(|mention| mention.place.ancestry().count());
    narrowest.map(|mention| mention.place.name.as_str())
}

/// A part of the first location that has it: what is shown goes before where the camera stood.
fn location(photo: &Photo, part: impl Fn(&Location) -> Option<String>) -> Vec<String> {
    let stated = photo.caption.locations_shown.iter().chain(&photo.caption.location_created);
    stated.filter_map(part).find(|part| !part.trim().is_empty()).into_iter().collect()
}

/// A location for people, from the narrowest part to the widest: "Rotunda, Washington, United States".
fn location_line(location: &Location) -> String {
    let mut parts = location.path();
    parts.reverse();
    parts.join(", ")
}

/// A path's last part without its extension.
fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => Some(stem),
        _ => Some(name),
    }
}

fn picture(photo: &Photo) -> Option<String> {
    let own = || photo.photo_file.as_ref().map(|file| file.path.display().to_string());
    photo.picture.clone().or_else(own)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::caption::Caption;
    use crate::caption::field::FIELDS;
    use crate::photo::{PhotoKey, Stated};
    use crate::place::gazetteer::Gazetteer;

    #[test]
    fn every_field_is_known_by_its_names_and_has_a_label_of_its_own() {
        let mut names = HashSet::new();
        for field in ExportField::ALL {
            for name in field.aliases().iter().chain([&field.name()]) {
                assert!(names.insert(*name), "{name} is the name of two fields");
                assert_eq!(ExportField::parse(name), Some(field));
            }
            assert_eq!(ExportField::ALL.iter().filter(|other| other.label() == field.label()).count(), 1);
        }
        assert_eq!(ExportField::parse("Alt-Text"), Some(ExportField::AltText));
        assert_eq!(ExportField::parse("nonsense"), None);
    }

    #[test]
    fn every_text_field_of_a_caption_can_be_exported() {
        for field in FIELDS {
            let exported = ExportField::parse(field.name).unwrap_or_else(|| panic!("{} is missing", field.name));
            let mut caption = Caption::default();
            field.set(&mut caption, vec!["value".to_owned()]);
            let stated = Stated { caption, ..Stated::default() };
            let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
            let photo = Photo::read(key, stated, &Gazetteer::built_in());
            assert_eq!(exported.value(&photo, 1, 1), "value", "{}", field.name);
        }
    }

    #[test]
    fn values_are_those_of_the_photo() {
        let location =
            Location { city: Some("Paris".to_owned()), country_name: Some("France".to_owned()), ..Location::default() };
        let caption = Caption {
            keywords: vec!["a".to_owned(), "b".to_owned()],
            locations_shown: vec![location],
            date_created: Date::parse("2021-01-06").ok(),
            ..Caption::default()
        };
        let text = "Rep. Madeleine Dean waves in the Senate chamber. Image: Getty.".to_owned();
        let file = Some("x\\y/IMG_1.tar.jpg".to_owned());
        let stated = Stated { text, caption, file, ..Stated::default() };
        let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
        let photo = Photo::read(key, stated, &Gazetteer::built_in());
        let at = At { number: 3, position: 7, dates: DateForm::Ap, composed: Some("made") };
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(ExportField::parse(name).unwrap().shown(&photo, at).as_deref(), expected, "{name}");
        };
        check("number", Some("3"));
        check("position", Some("7"));
        check("key", Some("i#n"));
        check("composed", Some("made"));
        check("caption", Some("Rep. Madeleine Dean waves in the Senate chamber."));
        check("text", Some("Rep. Madeleine Dean waves in the Senate chamber. Image: Getty."));
        check("credit", Some("Getty"));
        check("keywords", Some("a; b"));
        check("person", Some("Madeleine Dean"));
        check("place", Some("Senate chamber"));
        check("city", Some("Paris"));
        check("location", Some("Paris, France"));
        check("state", None);
        check("date", Some("Jan. 6, 2021"));
        check("stem", Some("IMG_1.tar"));
        check("headline", None);
        check("rating", None);
    }
}
