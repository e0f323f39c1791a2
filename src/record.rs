//! A photo as a record of plain names and values: the shape of JSON for a photo, and of a row of Cutline's own CSV.
//! Exporters write it and readers read it back, so that an export opens again as the same collection.

#[cfg(test)]
pub(crate) mod generated;
pub mod row;

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::anatomy::told::CORRECTED_BY_YOU;
use crate::caption::date::Date;
use crate::caption::{Caption, Location, Person, PersonRole};
use crate::photo::correction::{NamedPlace, Verdict};
use crate::photo::corrections::Corrected;
use crate::photo::facts::{Facts, Rating};
use crate::photo::{Photo, PhotoKey};
use crate::place::gazetteer::Gazetteer;
use crate::place::rules::PlaceRule;
use crate::place::{PATH_NAMES_MAX, Place, PlaceKind, PlaceMention, Relation};

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

/// Values of which one is written alone, and several as an array.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OneOrMany<'a>(pub Cow<'a, [String]>);

/// A person in a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields without a line of their own are `Person`'s, explained there")]
pub struct PersonRecord<'a> {
    /// The name without title.
    pub name: Cow<'a, str>,
    /// `shown` or `mentioned`.
    pub role: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// The rule that fired, where it is the user's: "corrected by you"; not read back, `corrections` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Cow<'a, str>>,
}

/// A place in a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields without a line of their own are `PlaceMention`'s, explained there")]
pub struct PlaceRecord<'a> {
    /// The gazetteer's id.
    pub id: Cow<'a, str>,
    /// The place's name.
    pub name: Cow<'a, str>,
    /// Names from the root of the tree down to the place.
    pub path: Vec<Cow<'a, str>>,
    /// `in`, `at`, `outside`, `near` or `through`.
    pub relation: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// Why the name was read as this place: `beside`, `only-one`, `stated`, `corrected` …; where the user said so, "corrected
    /// by you".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Cow<'a, str>>,
    /// How sure that is, in hundredths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// A user's correction at work in a record's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionRecord<'a> {
    /// `not-place`, `not-person`, `not-organization`, `person`, `organization` or `place`.
    pub verdict: Cow<'a, str>,
    /// The id of the place that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Cow<'a, str>>,
    /// Its names from the root of the tree down to the place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Cow<'a, str>>,
    /// Where the words stand.
    pub span: [usize; 2],
}

/// IPTC's location structure in a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields without a line of their own are `Location`'s, explained there")]
pub struct LocationRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sublocation: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_state: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub world_region: Option<Cow<'a, str>>,
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

impl<'a> PersonRecord<'a> {
    fn of(person: &'a Person, photo: &Photo) -> Self {
        let Person { name, role, title, party, state, span } = person;
        let rule = rule_of(span.as_ref(), photo);
        Self {
            name: Cow::Borrowed(name),
            role: Cow::Borrowed(role.name()),
            title: text_of(title),
            party: text_of(party),
            state: text_of(state),
            span: span.as_ref().map(|span| [span.start, span.end]),
            rule,
        }
    }

    fn into_person(self, text: &str) -> Result<Person, String> {
        let Self { name, role, title, party, state, span, rule: _ } = self;
        let role = PersonRole::parse(&role).ok_or_else(|| format!("“{role}” is not a role: use shown or mentioned"))?;
        Ok(Person {
            name: name.into_owned(),
            role,
            title: title.map(Cow::into_owned),
            party: party.map(Cow::into_owned),
            state: state.map(Cow::into_owned),
            span: span.map(|span| checked_span(span, text)).transpose()?,
        })
    }
}

impl<'a> PlaceRecord<'a> {
    fn of(mention: &'a PlaceMention, photo: &Photo) -> Self {
        let PlaceMention { place, relation, span, rule } = mention;
        Self {
            id: Cow::Borrowed(&place.id),
            name: Cow::Borrowed(&place.name),
            path: place.path().into_iter().map(Cow::Borrowed).collect(),
            relation: Cow::Borrowed(relation.name()),
            span: span.as_ref().map(|span| [span.start, span.end]),
            rule: rule_of(span.as_ref(), photo).or(Some(Cow::Borrowed(rule.name()))),
            confidence: Some(rule.confidence()),
        }
    }

    fn into_mention(self, text: &str, gazetteer: &Gazetteer) -> Result<PlaceMention, String> {
        let relation = Relation::parse(&self.relation)
            .ok_or_else(|| format!("“{}” is not a relation: use in, at, outside, near or through", self.relation))?;
        let path: Vec<&str> = checked_path(&self.path)?.iter().map(AsRef::as_ref).collect();
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

impl<'a> CorrectionRecord<'a> {
    fn of(corrected: &'a Corrected) -> Self {
        let Corrected { range, verdict } = corrected;
        let (place, path) = match verdict {
            Verdict::Place(NamedPlace { id, path }) => {
                (Some(Cow::Borrowed(id.as_str())), path.iter().map(|name| Cow::Borrowed(name.as_str())).collect())
            }
            Verdict::NotPlace
            | Verdict::NotPerson
            | Verdict::NotOrganization
            | Verdict::Person
            | Verdict::Organization => (None, Vec::new()),
        };
        Self { verdict: Cow::Borrowed(verdict.name()), place, path, span: [range.start, range.end] }
    }

    fn into_corrected(self, text: &str) -> Result<Corrected, String> {
        let Self { verdict, place, path, span } = self;
        let path = checked_path(&path)?.iter().map(|name| name.to_string()).collect();
        let place = place.map(|id| NamedPlace { id: id.into_owned(), path });
        let read = Verdict::parse(&verdict, place).ok_or_else(|| format!("“{verdict}” is not a correction"))?;
        Ok(Corrected { range: checked_span(span, text)?, verdict: read })
    }
}

/// The rule by which a name was read, where it is a correction of the user's.
fn rule_of(span: Option<&std::ops::Range<usize>>, photo: &Photo) -> Option<Cow<'static, str>> {
    let span = span?;
    let told = photo.corrected.iter().any(|corrected| corrected.verdict.is_name() && corrected.range == *span);
    told.then_some(Cow::Borrowed(CORRECTED_BY_YOU))
}

/// The path of the file that a photo was read from, so that the record still finds its picture.
fn own_path(photo: &Photo) -> Option<Cow<'_, str>> {
    // As `Path::display` shows it.
    photo.photo_file.as_ref().map(|file| file.path.to_string_lossy())
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

/// The names of a place's path, if it has no more than a place may have.
fn checked_path<'p, 'a>(path: &'p [Cow<'a, str>]) -> Result<&'p [Cow<'a, str>], String> {
    if path.len() > PATH_NAMES_MAX {
        return Err(format!("the path of a place has {} names, and may have {PATH_NAMES_MAX}", path.len()));
    }
    Ok(path)
}

fn checked_span([start, end]: [usize; 2], text: &str) -> Result<std::ops::Range<usize>, String> {
    text.get(start..end).map(|_| start..end).ok_or_else(|| format!("the span {start}–{end} is not inside its text"))
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

impl OneOrMany<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for OneOrMany<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &*self.0 {
            [only] => serializer.serialize_str(only),
            values => values.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMany<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            One(String),
            Many(Vec<String>),
        }
        Ok(Self(Cow::Owned(match Written::deserialize(deserializer)? {
            Written::One(value) => vec![value],
            Written::Many(values) => values,
        })))
    }
}

impl<'a> LocationRecord<'a> {
    fn of(location: &'a Location) -> Self {
        let Location {
            location_id,
            location_name,
            sublocation,
            city,
            province_state,
            country_name,
            country_code,
            world_region,
        } = location;
        Self {
            id: text_of(location_id),
            name: text_of(location_name),
            sublocation: text_of(sublocation),
            city: text_of(city),
            province_state: text_of(province_state),
            country: text_of(country_name),
            country_code: text_of(country_code),
            world_region: text_of(world_region),
        }
    }
}

impl From<LocationRecord<'_>> for Location {
    fn from(record: LocationRecord<'_>) -> Self {
        let LocationRecord { id, name, sublocation, city, province_state, country, country_code, world_region } =
            record;
        Self {
            location_id: id.map(Cow::into_owned),
            location_name: name.map(Cow::into_owned),
            sublocation: sublocation.map(Cow::into_owned),
            city: city.map(Cow::into_owned),
            province_state: province_state.map(Cow::into_owned),
            country_name: country.map(Cow::into_owned),
            country_code: country_code.map(Cow::into_owned),
            world_region: world_region.map(Cow::into_owned),
        }
    }
}
