//! A photo: its key, its caption's text as it stands in the input, what is written about it, and what that names.
//! A `Photo` is made once, by a reader, and never changes.

pub mod copied;
pub mod correction;
pub mod corrections;
pub mod facts;
pub mod finding;
mod joined;
pub mod knowledge;
pub mod naming;
pub mod together;

use std::fmt;

use crate::anatomy::when::Known;
use crate::caption::credit;
use crate::caption::date::{Date, DayNumber};
use crate::caption::{Caption, Person, field};
use crate::photo::corrections::Corrected;
use crate::photo::facts::{Facts, PhotoFile};
use crate::photo::finding::Findings;
use crate::photo::joined::{joined_organizations, joined_persons, joined_places, stated_places};
use crate::photo::knowledge::ReadWith;
use crate::place::PlaceMention;
use crate::place::surroundings::Surroundings;

/// A photo's lasting identity: the input it came from and its own name in it. Printed as `input#name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhotoKey {
    /// Name of the input: `capitol`, or a path.
    pub input: String,
    /// The photo's own name in the input; holds no `#`.
    pub name: String,
}

/// One photo of a collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// Its lasting identity.
    pub key: PhotoKey,
    /// The caption exactly as it stands in the input.
    text: String,
    /// What is written about it, a field per IPTC property.
    pub caption: Caption,
    /// Persons named, in the order of the text; those only fields name come last.
    pub persons: Vec<Person>,
    /// Places named, in the order of the text; those only fields name come last.
    pub places: Vec<PlaceMention>,
    /// Names in the text that may be places and are not sure enough to be filtered on.
    pub doubtful_places: Vec<PlaceMention>,
    /// Organizations named, in the order of the text; those only fields name come last.
    pub organizations: Vec<String>,
    /// The agency of the credit, by its usual name.
    pub agency: Option<String>,
    /// Who passes the agency's picture on, by its usual name.
    pub distributor: Option<String>,
    /// What is amiss with its words, by the house style with which it was read.
    pub findings: Findings,
    /// When the article or page that shows the photo was published.
    pub published: Option<Date>,
    /// Name or path of its file, as the input states it.
    pub file: Option<String>,
    /// Path or address of its picture, where the input states one apart from the file.
    pub picture: Option<String>,
    /// What is known of it beside its caption.
    pub facts: Facts,
    /// The file it was read from, when it was read from a picture's file.
    pub photo_file: Option<Box<PhotoFile>>,
    /// The user's corrections at work in its text.
    pub corrected: Vec<Corrected>,
}

/// What a reader knows of a photo before its text is read.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// The caption exactly as it stands in the input.
    pub text: String,
    /// Fields the input states.
    pub caption: Caption,
    /// Places the input states, as paths of names from the root or single names.
    pub places: Vec<Vec<String>>,
    /// When the article or page was published.
    pub published: Option<Date>,
    /// Name or path of its file.
    pub file: Option<String>,
    /// Path or address of its picture.
    pub picture: Option<String>,
    /// What is known of it beside its caption.
    pub facts: Facts,
    /// The file it is read from.
    pub photo_file: Option<Box<PhotoFile>>,
}

impl PhotoKey {
    /// Reads the printed form: everything after the last `#` is the photo's name.
    pub fn parse(printed: &str) -> Option<Self> {
        let (input, name) = printed.rsplit_once('#')?;
        (!input.is_empty() && !name.is_empty()).then(|| Self { input: input.to_owned(), name: name.to_owned() })
    }
}

impl fmt::Display for PhotoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.input, self.name)
    }
}

impl Photo {
    /// A photo with every part given, as an export of ours states them: nothing is read from the text again.
    #[expect(clippy::too_many_arguments, reason = "one argument per part, so that a reader can forget none")]
    pub fn restored(
        key: PhotoKey,
        text: String,
        caption: Caption,
        persons: Vec<Person>,
        places: Vec<PlaceMention>,
        published: Option<Date>,
        file: Option<String>,
        picture: Option<String>,
        facts: Facts,
    ) -> Self {
        let (agency, distributor) = agencies_of(&caption);
        Self {
            key,
            text,
            caption,
            persons,
            places,
            doubtful_places: Vec::new(),
            organizations: Vec::new(),
            agency,
            distributor,
            findings: Findings::default(),
            published,
            file,
            picture,
            facts,
            photo_file: None,
            corrected: Vec::new(),
        }
    }

    /// Reads the text for what it names, and joins that to what the input states; the input's own fields outrank the text,
    /// and the user's corrections the rules.
    pub fn read<'k>(key: PhotoKey, stated: Stated, with: impl Into<ReadWith<'k>>) -> Self {
        Self::read_until(key, stated, with, None)
    }

    /// Reads the text in the same way; no date after the latest day is taken for the picture's.
    pub fn read_until<'k>(
        key: PhotoKey,
        stated: Stated,
        with: impl Into<ReadWith<'k>>,
        latest: Option<DayNumber>,
    ) -> Self {
        let with: ReadWith<'_> = with.into();
        let gazetteer = with.gazetteer;
        let Stated { text, mut caption, places: stated_paths, published, file, picture, facts, photo_file } = stated;
        let known = Known { published: published.clone(), latest, ..Known::default() };
        let stated_places = stated_places(&stated_paths, &caption, gazetteer);
        let mut surroundings = Surroundings::default();
        for place in &stated_places {
            surroundings.state(place);
        }
        let (anatomy, corrected) = with.read(&text, &key, &known, &surroundings);
        let mut agencies = None;
        if let Some(credit) = &anatomy.credit {
            caption.description.get_or_insert_with(|| credit::without(&text, credit));
            if caption.credit_line.is_none() {
                caption.credit_line = text.get(credit.line.clone()).map(str::to_owned);
                if caption.creator.is_empty() {
                    caption.creator = credit.chain.persons.clone();
                }
                if credit.plain {
                    agencies = Some((credit.chain.agency.clone(), credit.chain.distributor.clone()));
                }
            }
        } else if caption.description.is_none() && !text.trim().is_empty() {
            caption.description = Some(text.trim().to_owned());
        }
        if caption.date_created.is_none() {
            caption.date_created = anatomy.date.clone();
        }
        let persons = joined_persons(anatomy.persons, &caption.persons_shown);
        let doubtful_places = anatomy.doubtful_places;
        let places = joined_places(anatomy.places, stated_places, facts.gps, gazetteer);
        let organizations = joined_organizations(&text, &anatomy.organizations, &caption.organizations_shown);
        let (agency, distributor) =
            agencies.map_or_else(|| agencies_of(&caption), |read| without_creators(read, &caption));
        Self {
            key,
            text,
            caption,
            persons,
            places,
            doubtful_places,
            organizations,
            agency,
            distributor,
            findings: Findings::default(),
            published,
            file,
            picture,
            facts,
            photo_file,
            corrected,
        }
    }

    /// The caption exactly as it stands in the input, byte for byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The best short line for the photo: its text, or else its headline, title, alt text or file name.
    pub fn line(&self) -> &str {
        let Caption { headline, title, description, alt_text, .. } = &self.caption;
        let candidates = [
            description.as_deref(),
            Some(self.text.as_str()),
            headline.as_deref(),
            title.as_deref(),
            alt_text.as_deref(),
            self.file.as_deref(),
        ];
        candidates.into_iter().flatten().find(|line| !line.trim().is_empty()).unwrap_or("")
    }

    /// Every text in which the search box looks for words.
    pub fn searched_texts(&self) -> impl Iterator<Item = &str> {
        let fields = field::FIELDS.iter().flat_map(|field| field.values(&self.caption)).map(String::as_str);
        std::iter::once(self.text.as_str()).chain(fields).chain(self.file.as_deref())
    }

    /// Whether the photo has a value for the named field (`has:`); none for a name that is no field.
    pub fn has(&self, name: &str) -> Option<bool> {
        match HAS_NAMES.iter().find(|(own, _)| *own == name) {
            Some((_, has)) => Some(has(self)),
            None => Some(!field::Field::named(name)?.values(&self.caption).is_empty()),
        }
    }

    /// For each of `has_names`, in their order, whether the photo has a value.
    pub fn has_each(&self) -> impl Iterator<Item = bool> {
        let own = HAS_NAMES.iter().map(|(_, has)| has(self));
        own.chain(field::FIELDS.iter().map(|field| !field.values(&self.caption).is_empty()))
    }
}

/// A name of `has:` with what it asks.
type HasName = (&'static str, fn(&Photo) -> bool);

/// What `has:` asks by names that are no field's.
const HAS_NAMES: [HasName; 27] = [
    ("agency", |photo| photo.agency.is_some()),
    ("camera", |photo| photo.facts.camera.is_some()),
    ("caption", |photo| photo.caption.description.is_some()),
    ("credit", |photo| photo.caption.credit_line.is_some()),
    ("date", |photo| photo.caption.date_created.is_some()),
    ("date_created", |photo| photo.caption.date_created.is_some()),
    ("distributor", |photo| photo.distributor.is_some()),
    ("file", |photo| photo.file.is_some()),
    ("folder", |photo| photo.facts.folder.is_some()),
    ("gps", |photo| photo.facts.gps.is_some()),
    ("keyword", |photo| !photo.caption.keywords.is_empty() || !photo.facts.keyword_paths.is_empty()),
    ("label", |photo| photo.facts.label.is_some()),
    ("lint", |photo| !photo.findings.is_empty()),
    ("location_created", |photo| photo.caption.location_created.is_some()),
    ("locations_shown", |photo| !photo.caption.locations_shown.is_empty()),
    ("organization", |photo| !photo.organizations.is_empty()),
    ("organizations", |photo| !photo.organizations.is_empty()),
    ("person", |photo| !photo.persons.is_empty()),
    ("persons", |photo| !photo.persons.is_empty()),
    ("picked", |photo| photo.facts.picked),
    ("picture", |photo| photo.picture.is_some() || photo.photo_file.is_some()),
    ("place", |photo| !photo.places.is_empty()),
    ("places", |photo| !photo.places.is_empty()),
    ("published", |photo| photo.published.is_some()),
    ("rating", |photo| photo.facts.rating.is_some()),
    ("text", |photo| !photo.text.is_empty()),
    ("type", |photo| photo.facts.file_type.is_some()),
];

/// The names `has:` knows.
pub fn has_names() -> impl Iterator<Item = &'static str> {
    let own = HAS_NAMES.iter().map(|(name, _)| *name);
    own.chain(field::FIELDS.iter().map(|field| field.name))
}

/// The agency and the distributor that the credit names.
fn agencies_of(caption: &Caption) -> (Option<String>, Option<String>) {
    let Some(line) = &caption.credit_line else { return (None, None) };
    let chain = credit::chain(line);
    without_creators((chain.agency, chain.distributor), caption)
}

/// The same, where a photographer of that name is no agency.
fn without_creators(
    (agency, distributor): (Option<String>, Option<String>),
    caption: &Caption,
) -> (Option<String>, Option<String>) {
    (agency.filter(|agency| !caption.creator.contains(agency)), distributor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caption::PersonRole;
    use crate::place::gazetteer::Gazetteer;

    #[test]
    fn keys_are_read_as_printed() {
        let key = PhotoKey { input: "a#b".to_owned(), name: "c".to_owned() };
        assert_eq!(PhotoKey::parse(&key.to_string()), Some(key));
        assert_eq!(PhotoKey::parse("no mark"), None);
        assert_eq!(PhotoKey::parse("#"), None);
    }

    #[test]
    fn fields_may_name_a_crowd() {
        let many = |what: &str| (0..30_000).map(|n| format!("{what} Number{n}")).collect::<Vec<_>>();
        let caption = Caption {
            persons_shown: many("Jane"),
            organizations_shown: [many("Club"), many("club")].concat(),
            keywords: many("word"),
            ..Caption::default()
        };
        let stated = Stated { text: "Jane Number7 waves.".to_owned(), caption, ..Stated::default() };
        let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
        let photo = Photo::read(key, stated, &Gazetteer::built_in());
        assert_eq!((photo.persons.len(), photo.organizations.len()), (30_000, 30_000));
    }

    #[test]
    fn every_name_of_has_is_known() {
        let photo = Photo::read(
            PhotoKey { input: "i".to_owned(), name: "n".to_owned() },
            Stated::default(),
            &Gazetteer::built_in(),
        );
        for name in has_names() {
            assert!(photo.has(name).is_some(), "{name}");
        }
        let each: Vec<_> = has_names().map(|name| photo.has(name).unwrap()).collect();
        assert_eq!(photo.has_each().collect::<Vec<_>>(), each);
        assert_eq!(photo.has("nonsense"), None);
    }

    #[test]
    fn fields_of_the_input_outrank_the_text() {
        let stated = Stated {
            text: "A man waves. (Photo by Jane Doe/AFP via Getty Images)".to_owned(),
            caption: Caption { credit_line: Some("Getty".to_owned()), ..Caption::default() },
            places: vec![vec!["Maryland".to_owned(), "Hyattsville".to_owned()], vec!["rotunda".to_owned()]],
            ..Stated::default()
        };
        let photo =
            Photo::read(PhotoKey { input: "i".to_owned(), name: "n".to_owned() }, stated, &Gazetteer::built_in());
        assert_eq!(photo.caption.description.as_deref(), Some("A man waves."));
        assert_eq!(photo.caption.credit_line.as_deref(), Some("Getty"));
        assert!(photo.caption.creator.is_empty());
        let stated = Stated {
            text: "House Speaker Pelosi waves beside a portrait of John Lewis.".to_owned(),
            caption: Caption {
                persons_shown: vec!["Pelosi, Nancy".to_owned(), "Steny Hoyer".to_owned()],
                ..Caption::default()
            },
            ..Stated::default()
        };
        let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
        let persons = Photo::read(key, stated, &Gazetteer::built_in()).persons;
        let named: Vec<_> = persons.iter().map(|person| (person.name.as_str(), person.role)).collect();
        let (shown, mentioned) = (PersonRole::Shown, PersonRole::Mentioned);
        assert_eq!(named, [("Nancy Pelosi", shown), ("John Lewis", mentioned), ("Steny Hoyer", shown)]);
        let ids: Vec<_> = photo.places.iter().map(|mention| mention.place.id.as_str()).collect();
        assert_eq!(ids, ["hyattsville", "rotunda"]);
    }
}
