//! A photo as a record of plain names and values: the shape of JSON for a photo, and of a row of Cutline's own CSV.
//! Exporters write it and readers read it back, so that an export opens again as the same collection.

#[cfg(test)]
pub(crate) mod generated;
pub mod parts;
pub mod row;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::caption::date::Date;
use crate::caption::{Caption, Location};
use crate::photo::facts::{Facts, Rating};
use crate::photo::{Photo, PhotoKey};
use crate::place::gazetteer::Gazetteer;
use crate::record::parts::{CorrectionRecord, LocationRecord, OneOrMany, PersonRecord, PlaceRecord};

/// A photo as JSON: absent fields are left out, dates are ISO 8601, spans are byte ranges into `text`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields without a line of their own are `Caption`'s, explained there")]
pub struct Record<'a> {
    /// `input#name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Cow<'a, str>>,
    /// Position in the input, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Cow<'a, str>>,
    /// The caption without its credit sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Cow<'a, str>>,
    /// The caption exactly as it stands in the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_line: Option<Cow<'a, str>>,
    /// One name, or an array of several.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub creator: OneOrMany<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "is_empty")]
    pub keywords: Cow<'a, [String]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<PersonRecord<'a>>,
    #[serde(skip_serializing_if = "is_empty")]
    pub persons_shown: Cow<'a, [String]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceRecord<'a>>,
    /// Organizations named.
    #[serde(skip_serializing_if = "is_empty")]
    pub organizations: Cow<'a, [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_created: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_writer: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_description: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_created: Option<LocationRecord<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations_shown: Vec<LocationRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright_notice: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_terms: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<Cow<'a, str>>,
    /// Stars; -1 when rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<f64>,
    /// A colour or another label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Cow<'a, str>>,
    /// Whether it is picked, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picked: Option<bool>,
    /// Maker and model of the camera.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub camera: Option<Cow<'a, str>>,
    /// Latitude and longitude in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gps: Option<[f64; 2]>,
    /// The file's format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_type: Option<Cow<'a, str>>,
    /// The folder within the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<Cow<'a, str>>,
    /// Keywords that stand in a tree, parts separated by `|`.
    #[serde(skip_serializing_if = "is_empty")]
    pub keyword_paths: Cow<'a, [String]>,
    /// Width and height of the upright picture, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_px: Option<[u32; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator_job_title: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "is_empty")]
    pub organizations_shown: Cow<'a, [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_statement: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_id: Option<Cow<'a, str>>,
    /// The user's corrections at work in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<CorrectionRecord<'a>>,
}

impl<'a> Record<'a> {
    /// The record of a photo at a position in its input, from 1.
    pub fn of(photo: &'a Photo, position: usize) -> Self {
        let Caption {
            headline,
            title,
            description,
            description_writer,
            alt_text,
            extended_description,
            keywords,
            persons_shown,
            organizations_shown,
            event,
            date_created,
            location_created,
            locations_shown,
            creator,
            creator_job_title,
            credit_line,
            source,
            copyright_notice,
            usage_terms,
            web_statement,
            instructions,
            job_id,
        } = &photo.caption;
        let Facts { rating, label, picked, camera, gps, file_type, folder, keyword_paths, size_px } = &photo.facts;
        Self {
            key: Some(Cow::Owned(photo.key.to_string())),
            position: Some(position),
            headline: text_of(headline),
            title: text_of(title),
            description: text_of(description),
            text: Some(Cow::Borrowed(photo.text())),
            credit_line: text_of(credit_line),
            creator: OneOrMany(Cow::Borrowed(creator)),
            source: text_of(source),
            keywords: Cow::Borrowed(keywords),
            persons: photo.persons.iter().map(|person| PersonRecord::of(person, photo)).collect(),
            persons_shown: Cow::Borrowed(persons_shown),
            places: photo.places.iter().map(|mention| PlaceRecord::of(mention, photo)).collect(),
            organizations: Cow::Borrowed(&photo.organizations),
            date_created: date_of(date_created),
            published: date_of(&photo.published),
            event: text_of(event),
            file: text_of(&photo.file),
            picture: text_of(&photo.picture).or_else(|| own_path(photo)),
            description_writer: text_of(description_writer),
            alt_text: text_of(alt_text),
            extended_description: text_of(extended_description),
            location_created: location_created.as_ref().map(LocationRecord::of),
            locations_shown: locations_shown.iter().map(LocationRecord::of).collect(),
            copyright_notice: text_of(copyright_notice),
            usage_terms: text_of(usage_terms),
            instructions: text_of(instructions),
            rating: rating.map(Rating::stars),
            label: text_of(label),
            picked: picked.then_some(true),
            camera: text_of(camera),
            gps: *gps,
            file_type: text_of(file_type),
            folder: text_of(folder),
            keyword_paths: Cow::Borrowed(keyword_paths),
            size_px: *size_px,
            creator_job_title: text_of(creator_job_title),
            organizations_shown: Cow::Borrowed(organizations_shown),
            web_statement: text_of(web_statement),
            job_id: text_of(job_id),
            corrections: photo.corrected.iter().map(CorrectionRecord::of).collect(),
        }
    }

    /// The photo of a record that Cutline wrote; what is wrong with it otherwise.
    pub fn into_photo(self, gazetteer: &Gazetteer) -> Result<Photo, String> {
        let key = self.key.as_deref().ok_or("it has no key")?;
        let key = PhotoKey::parse(key).ok_or_else(|| format!("“{key}” is not a key of the form input#name"))?;
        let text = self.text.map(Cow::into_owned).unwrap_or_default();
        let persons = self.persons.into_iter().map(|person| person.into_person(&text)).collect::<Result<_, _>>()?;
        let places =
            self.places.into_iter().map(|place| place.into_mention(&text, gazetteer)).collect::<Result<_, _>>()?;
        let caption = Caption {
            headline: self.headline.map(Cow::into_owned),
            title: self.title.map(Cow::into_owned),
            description: self.description.map(Cow::into_owned),
            description_writer: self.description_writer.map(Cow::into_owned),
            alt_text: self.alt_text.map(Cow::into_owned),
            extended_description: self.extended_description.map(Cow::into_owned),
            keywords: self.keywords.into_owned(),
            persons_shown: self.persons_shown.into_owned(),
            organizations_shown: self.organizations_shown.into_owned(),
            event: self.event.map(Cow::into_owned),
            date_created: self.date_created.as_deref().map(date).transpose()?,
            location_created: self.location_created.map(Location::from),
            locations_shown: self.locations_shown.into_iter().map(Location::from).collect(),
            creator: self.creator.0.into_owned(),
            creator_job_title: self.creator_job_title.map(Cow::into_owned),
            credit_line: self.credit_line.map(Cow::into_owned),
            source: self.source.map(Cow::into_owned),
            copyright_notice: self.copyright_notice.map(Cow::into_owned),
            usage_terms: self.usage_terms.map(Cow::into_owned),
            web_statement: self.web_statement.map(Cow::into_owned),
            instructions: self.instructions.map(Cow::into_owned),
            job_id: self.job_id.map(Cow::into_owned),
        };
        let published = self.published.as_deref().map(date).transpose()?;
        let facts = Facts {
            rating: self.rating.and_then(Rating::of_stars),
            label: self.label.map(Cow::into_owned),
            picked: self.picked.unwrap_or_default(),
            camera: self.camera.map(Cow::into_owned),
            gps: self.gps,
            file_type: self.file_type.map(Cow::into_owned),
            folder: self.folder.map(Cow::into_owned),
            keyword_paths: self.keyword_paths.into_owned(),
            size_px: self.size_px,
        };
        let corrected =
            self.corrections.into_iter().map(|record| record.into_corrected(&text)).collect::<Result<_, _>>()?;
        let (file, picture) = (self.file.map(Cow::into_owned), self.picture.map(Cow::into_owned));
        let mut photo = Photo::restored(key, text, caption, persons, places, published, file, picture, facts);
        photo.organizations = self.organizations.into_owned();
        photo.corrected = corrected;
        Ok(photo)
    }
}

/// The path of the file that a photo was read from, so that the record still finds its picture.
fn own_path(photo: &Photo) -> Option<Cow<'_, str>> {
    // As `Path::display` shows it.
    photo.photo_file.as_ref().map(|file| file.path.to_string_lossy())
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|error| format!("“{text}” is {error}"))
}

/// A text that a record borrows.
fn text_of(text: &Option<String>) -> Option<Cow<'_, str>> {
    text.as_deref().map(Cow::Borrowed)
}

fn date_of(date: &Option<Date>) -> Option<Cow<'static, str>> {
    date.as_ref().map(|date| Cow::Owned(date.to_string()))
}

fn is_empty(values: &[String]) -> bool {
    values.is_empty()
}
