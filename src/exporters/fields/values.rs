//! What a photo has of each field that can be exported.

use crate::caption::date::Date;
use crate::caption::date::printed::DateForm;
use crate::caption::field::Field;
use crate::caption::{Location, PersonRole};
use crate::exporters::fields::{At, ExportField};
use crate::exporters::{best_line, place_lines};
use crate::photo::Photo;

/// Between the values of a field that has several.
const SEPARATOR: &str = "; ";

impl ExportField {
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
            Self::Picked => one(facts.picked.then_some("yes")),
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
    use super::*;
    use crate::caption::Caption;
    use crate::caption::field::FIELDS;
    use crate::photo::{PhotoKey, Stated};
    use crate::place::gazetteer::Gazetteer;

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
