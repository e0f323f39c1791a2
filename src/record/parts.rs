//! What a record is made of beside texts: persons, places, locations and corrections, and values of which there may be one
//! or many.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::anatomy::told::CORRECTED_BY_YOU;
use crate::caption::{Location, Person, PersonRole};
use crate::photo::Photo;
use crate::photo::correction::{NamedPlace, Verdict};
use crate::photo::corrections::Corrected;
use crate::place::gazetteer::Gazetteer;
use crate::place::rules::PlaceRule;
use crate::place::{PATH_NAMES_MAX, Place, PlaceKind, PlaceMention, Relation};
use crate::record::text_of;

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

impl<'a> PersonRecord<'a> {
    pub(super) fn of(person: &'a Person, photo: &Photo) -> Self {
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

    pub(super) fn into_person(self, text: &str) -> Result<Person, String> {
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
    pub(super) fn of(mention: &'a PlaceMention, photo: &Photo) -> Self {
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

    pub(super) fn into_mention(self, text: &str, gazetteer: &Gazetteer) -> Result<PlaceMention, String> {
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
    pub(super) fn of(corrected: &'a Corrected) -> Self {
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

    pub(super) fn into_corrected(self, text: &str) -> Result<Corrected, String> {
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

impl OneOrMany<'_> {
    pub(super) fn is_empty(&self) -> bool {
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
    pub(super) fn of(location: &'a Location) -> Self {
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
