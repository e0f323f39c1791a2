//! A photo as a record of plain names and values: the shape of JSON for a photo, and of a row of Cutline's own CSV.
//! Exporters write it and readers read it back, so that an export opens again as the same collection.

#[cfg(test)]
pub(crate) mod generated;
pub mod row;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::anatomy::told::CORRECTED_BY_YOU;
use crate::caption::date::Date;
use crate::caption::{Caption, Location, Person, PersonRole};
use crate::photo::correction::{NamedPlace, Verdict};
use crate::photo::corrections::Corrected;
use crate::photo::facts::{Facts, Rating};
use crate::photo::{Photo, PhotoKey};
use crate::place::gazetteer::Gazetteer;
use crate::place::rules::PlaceRule;
use crate::place::{Place, PlaceKind, PlaceMention, Relation};

/// A photo as JSON: absent fields are left out, dates are ISO 8601, spans are byte ranges into `text`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields without a line of their own are `Caption`'s, explained there")]
pub struct Record {
    /// `input#name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Position in the input, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The caption without its credit sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The caption exactly as it stands in the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_line: Option<String>,
    /// One name, or an array of several.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub creator: OneOrMany,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<PersonRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons_shown: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceRecord>,
    /// Organizations named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organizations: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_writer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_created: Option<LocationRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations_shown: Vec<LocationRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright_notice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_terms: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// Stars; -1 when rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<f64>,
    /// A colour or another label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Maker and model of the camera.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
    /// Latitude and longitude in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gps: Option<[f64; 2]>,
    /// The file's format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_type: Option<String>,
    /// The folder within the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Keywords that stand in a tree, parts separated by `|`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keyword_paths: Vec<String>,
    /// Width and height of the upright picture, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_px: Option<[u32; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator_job_title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organizations_shown: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_statement: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_id: Option<String>,
    /// The user's corrections at work in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<CorrectionRecord>,
}

/// A value that is written alone when there is one of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// A single value.
    One(String),
    /// None or several.
    Many(Vec<String>),
}

/// A person in a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields without a line of their own are `Person`'s, explained there")]
pub struct PersonRecord {
    /// The name without title.
    pub name: String,
    /// `shown` or `mentioned`.
    pub role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// The rule that fired, where it is the user's: "corrected by you"; not read back, `corrections` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// A place in a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields without a line of their own are `PlaceMention`'s, explained there")]
pub struct PlaceRecord {
    /// The gazetteer's id.
    pub id: String,
    /// The place's name.
    pub name: String,
    /// Names from the root of the tree down to the place.
    pub path: Vec<String>,
    /// `in`, `at`, `outside`, `near` or `through`.
    pub relation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// Why the name was read as this place: `beside`, `only-one`, `stated`, `corrected` …; where the user said so, "corrected
    /// by you".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// How sure that is, in hundredths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// A user's correction at work in a record's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionRecord {
    /// `not-place`, `not-person`, `not-organization`, `person`, `organization` or `place`.
    pub verdict: String,
    /// The id of the place that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Its names from the root of the tree down to the place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// Where the words stand.
    pub span: [usize; 2],
}

/// IPTC's location structure in a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields without a line of their own are `Location`'s, explained there")]
pub struct LocationRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sublocation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub world_region: Option<String>,
}

impl Record {
    /// The record of a photo at a position in its input, from 1.
    pub fn of(photo: &Photo, position: usize) -> Self {
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
        } = photo.caption.clone();
        let Facts { rating, label, camera, gps, file_type, folder, keyword_paths, size_px } = photo.facts.clone();
        Self {
            key: Some(photo.key.to_string()),
            position: Some(position),
            headline,
            title,
            description,
            text: Some(photo.text().to_owned()),
            credit_line,
            creator: OneOrMany::from(creator),
            source,
            keywords,
            persons: photo.persons.iter().map(|person| PersonRecord::of(person, photo)).collect(),
            persons_shown,
            places: photo.places.iter().map(|mention| PlaceRecord::of(mention, photo)).collect(),
            organizations: photo.organizations.clone(),
            date_created: date_created.map(|date| date.to_string()),
            published: photo.published.as_ref().map(ToString::to_string),
            event,
            file: photo.file.clone(),
            picture: photo.picture.clone().or_else(|| own_path(photo)),
            description_writer,
            alt_text,
            extended_description,
            location_created: location_created.map(LocationRecord::from),
            locations_shown: locations_shown.into_iter().map(LocationRecord::from).collect(),
            copyright_notice,
            usage_terms,
            instructions,
            rating: rating.map(Rating::stars),
            label,
            camera,
            gps,
            file_type,
            folder,
            keyword_paths,
            size_px,
            creator_job_title,
            organizations_shown,
            web_statement,
            job_id,
            corrections: photo.corrected.iter().map(CorrectionRecord::of).collect(),
        }
    }

    /// The photo of a record that Cutline wrote; what is wrong with it otherwise.
    pub fn into_photo(self, gazetteer: &Gazetteer) -> Result<Photo, String> {
        let key = self.key.as_deref().ok_or("it has no key")?;
        let key = PhotoKey::parse(key).ok_or_else(|| format!("“{key}” is not a key of the form input#name"))?;
        let text = self.text.unwrap_or_default();
        let persons = self.persons.into_iter().map(|person| person.into_person(&text)).collect::<Result<_, _>>()?;
        let places =
            self.places.into_iter().map(|place| place.into_mention(&text, gazetteer)).collect::<Result<_, _>>()?;
        let caption = Caption {
            headline: self.headline,
            title: self.title,
            description: self.description,
            description_writer: self.description_writer,
            alt_text: self.alt_text,
            extended_description: self.extended_description,
            keywords: self.keywords,
            persons_shown: self.persons_shown,
            organizations_shown: self.organizations_shown,
            event: self.event,
            date_created: self.date_created.as_deref().map(date).transpose()?,
            location_created: self.location_created.map(Location::from),
            locations_shown: self.locations_shown.into_iter().map(Location::from).collect(),
            creator: Vec::from(self.creator),
            creator_job_title: self.creator_job_title,
            credit_line: self.credit_line,
            source: self.source,
            copyright_notice: self.copyright_notice,
            usage_terms: self.usage_terms,
            web_statement: self.web_statement,
            instructions: self.instructions,
            job_id: self.job_id,
        };
        let published = self.published.as_deref().map(date).transpose()?;
        let facts = Facts {
            rating: self.rating.and_then(Rating::of_stars),
            label: self.label,
            camera: self.camera,
            gps: self.gps,
            file_type: self.file_type,
            folder: self.folder,
            keyword_paths: self.keyword_paths,
            size_px: self.size_px,
        };
        let corrected =
            self.corrections.into_iter().map(|record| record.into_corrected(&text)).collect::<Result<_, _>>()?;
        let mut photo = Photo::restored(key, text, caption, persons, places, published, self.file, self.picture, facts);
        photo.organizations = self.organizations;
        photo.corrected = corrected;
        Ok(photo)
    }
}

impl PersonRecord {
    fn of(person: &Person, photo: &Photo) -> Self {
        let Person { name, role, title, party, state, span } = person.clone();
        let rule = rule_of(span.as_ref(), photo);
        let span = span.map(|span| [span.start, span.end]);
        Self { name, role: role.name().to_owned(), title, party, state, span, rule }
    }

    fn into_person(self, text: &str) -> Result<Person, String> {
        let Self { name, role, title, party, state, span, rule: _ } = self;
        let role = PersonRole::parse(&role).ok_or_else(|| format!("“{role}” is not a role: use shown or mentioned"))?;
        Ok(Person { name, role, title, party, state, span: span.map(|span| checked_span(span, text)).transpose()? })
    }
}

impl PlaceRecord {
    fn of(mention: &PlaceMention, photo: &Photo) -> Self {
        let PlaceMention { place, relation, span, rule } = mention;
        Self {
            id: place.id.clone(),
            name: place.name.clone(),
            path: place.path().into_iter().map(str::to_owned).collect(),
            relation: relation.name().to_owned(),
            span: span.as_ref().map(|span| [span.start, span.end]),
            rule: rule_of(span.as_ref(), photo).or_else(|| Some(rule.name().to_owned())),
            confidence: Some(rule.confidence()),
        }
    }

    fn into_mention(self, text: &str, gazetteer: &Gazetteer) -> Result<PlaceMention, String> {
        let relation = Relation::parse(&self.relation)
            .ok_or_else(|| format!("“{}” is not a relation: use in, at, outside, near or through", self.relation))?;
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let known = gazetteer.by_id(&self.id).filter(|place| place.path() == path);
        let place = match known {
            Some(place) => Arc::clone(place),
            None => stated_place(&self.id, &self.name, &path, gazetteer),
        };
        // A list of older days names no rule; what it states is stated.
        let rule = self.rule.as_deref().and_then(PlaceRule::parse).unwrap_or(PlaceRule::Stated);
        Ok(PlaceMention { place, relation, span: self.span.map(|span| checked_span(span, text)).transpose()?, rule })
    }
}

impl CorrectionRecord {
    fn of(corrected: &Corrected) -> Self {
        let Corrected { range, verdict } = corrected;
        let (place, path) = match verdict {
            Verdict::Place(NamedPlace { id, path }) => (Some(id.clone()), path.clone()),
            Verdict::NotPlace
            | Verdict::NotPerson
            | Verdict::NotOrganization
            | Verdict::Person
            | Verdict::Organization => (None, Vec::new()),
        };
        Self { verdict: verdict.name().to_owned(), place, path, span: [range.start, range.end] }
    }

    fn into_corrected(self, text: &str) -> Result<Corrected, String> {
        let Self { verdict, place, path, span } = self;
        let place = place.map(|id| NamedPlace { id, path });
        let read = Verdict::parse(&verdict, place).ok_or_else(|| format!("“{verdict}” is not a correction"))?;
        Ok(Corrected { range: checked_span(span, text)?, verdict: read })
    }
}

/// The rule by which a name was read, where it is a correction of the user's.
fn rule_of(span: Option<&std::ops::Range<usize>>, photo: &Photo) -> Option<String> {
    let span = span?;
    let told = photo.corrected.iter().any(|corrected| corrected.verdict.is_name() && corrected.range == *span);
    told.then(|| CORRECTED_BY_YOU.to_owned())
}

/// The path of the file that a photo was read from, so that the record still finds its picture.
fn own_path(photo: &Photo) -> Option<String> {
    photo.photo_file.as_ref().map(|file| file.path.display().to_string())
}

/// A place that the gazetteer does not have, under the id the record gives.
fn stated_place(id: &str, name: &str, path: &[&str], gazetteer: &Gazetteer) -> Arc<Place> {
    let parent_path = path.split_last().map_or(&[][..], |(_, parents)| parents);
    let (id, name) = (id.to_owned(), name.to_owned());
    // Its parents are the known ones where they are exactly those of the path.
    let known = gazetteer.stated(parent_path, None).into_iter().next().filter(|parent| parent.path() == parent_path);
    let parent = known.or_else(|| Place::stated(parent_path));
    Arc::new(Place { id, name, aliases: Vec::new(), kind: PlaceKind::Stated, parent, coordinates: None })
}

fn checked_span([start, end]: [usize; 2], text: &str) -> Result<std::ops::Range<usize>, String> {
    text.get(start..end).map(|_| start..end).ok_or_else(|| format!("the span {start}–{end} is not inside its text"))
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|error| format!("“{text}” is {error}"))
}

impl OneOrMany {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Many(values) if values.is_empty())
    }
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl From<Vec<String>> for OneOrMany {
    fn from(mut values: Vec<String>) -> Self {
        match (values.len(), values.pop()) {
            (1, Some(only)) => Self::One(only),
            (_, Some(last)) => {
                values.push(last);
                Self::Many(values)
            }
            (_, None) => Self::default(),
        }
    }
}

impl From<OneOrMany> for Vec<String> {
    fn from(value: OneOrMany) -> Self {
        match value {
            OneOrMany::One(value) => vec![value],
            OneOrMany::Many(values) => values,
        }
    }
}

impl From<Location> for LocationRecord {
    fn from(location: Location) -> Self {
        let Location {
            location_id: id,
            location_name: name,
            sublocation,
            city,
            province_state,
            country_name: country,
            country_code,
            world_region,
        } = location;
        Self { id, name, sublocation, city, province_state, country, country_code, world_region }
    }
}

impl From<LocationRecord> for Location {
    fn from(record: LocationRecord) -> Self {
        let LocationRecord {
            id: location_id,
            name: location_name,
            sublocation,
            city,
            province_state,
            country: country_name,
            country_code,
            world_region,
        } = record;
        Self { location_id, location_name, sublocation, city, province_state, country_name, country_code, world_region }
    }
}
