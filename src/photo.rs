//! A photo: its key, its caption's text as it stands in the input, what is written about it, and what that names.
//! A `Photo` is made once, by a reader, and never changes.

pub mod copied;
pub mod correction;
pub mod corrections;
pub mod facts;
pub mod knowledge;
pub mod together;

use std::fmt;

use crate::anatomy::persons;
use crate::anatomy::when::Known;
use crate::caption::credit;
use crate::caption::date::Date;
use crate::caption::{Caption, Person, PersonRole, field};
use crate::photo::corrections::Corrected;
use crate::photo::facts::{Facts, PhotoFile};
use crate::photo::knowledge::ReadWith;
use crate::place::gazetteer::Gazetteer;
use crate::place::{Place, PlaceMention, Relation};
use crate::text;

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
        Self {
            key,
            text,
            caption,
            persons,
            places,
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
        let with: ReadWith<'_> = with.into();
        let Stated { text, mut caption, places: stated_places, published, file, picture, facts, photo_file } = stated;
        let known = Known { published: published.clone(), ..Known::default() };
        let (anatomy, corrected) = with.read(&text, &key, &known);
        if let Some(credit) = &anatomy.credit {
            caption.description.get_or_insert_with(|| credit::without(&text, credit));
            if caption.credit_line.is_none() {
                caption.credit_line = text.get(credit.line.clone()).map(str::to_owned);
                if caption.creator.is_empty() {
                    caption.creator = credit.chain.persons.clone();
                }
            }
        } else if caption.description.is_none() && !text.trim().is_empty() {
            caption.description = Some(text.trim().to_owned());
        }
        if caption.date_created.is_none() {
            caption.date_created = anatomy.date.clone();
        }
        let persons = joined_persons(anatomy.persons, &caption.persons_shown);
        let places = joined_places(anatomy.places, &stated_places, &caption, with.gazetteer);
        Self { key, text, caption, persons, places, published, file, picture, facts, photo_file, corrected }
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
        Some(match name {
            "text" => !self.text.is_empty(),
            "caption" => self.caption.description.is_some(),
            "place" | "places" => !self.places.is_empty(),
            "person" | "persons" => !self.persons.is_empty(),
            "credit" => self.caption.credit_line.is_some(),
            "keyword" => !self.caption.keywords.is_empty() || !self.facts.keyword_paths.is_empty(),
            "date" | "date_created" => self.caption.date_created.is_some(),
            "published" => self.published.is_some(),
            "location_created" => self.caption.location_created.is_some(),
            "locations_shown" => !self.caption.locations_shown.is_empty(),
            "file" => self.file.is_some(),
            "picture" => self.picture.is_some() || self.photo_file.is_some(),
            "rating" => self.facts.rating.is_some(),
            "label" => self.facts.label.is_some(),
            "camera" => self.facts.camera.is_some(),
            "gps" => self.facts.gps.is_some(),
            "type" => self.facts.file_type.is_some(),
            "folder" => self.facts.folder.is_some(),
            _ => !field::Field::named(name)?.values(&self.caption).is_empty(),
        })
    }
}

/// The names `has:` knows.
pub fn has_names() -> impl Iterator<Item = &'static str> {
    let own = [
        "camera",
        "caption",
        "credit",
        "date",
        "date_created",
        "file",
        "folder",
        "gps",
        "keyword",
        "label",
        "location_created",
        "locations_shown",
        "person",
        "persons",
        "picture",
        "place",
        "places",
        "published",
        "rating",
        "text",
        "type",
    ];
    own.into_iter().chain(field::FIELDS.iter().map(|field| field.name))
}

/// The persons read, and those a field states: the same person is one, under the name that the field states, and shown.
fn joined_persons(mut persons: Vec<Person>, stated: &[String]) -> Vec<Person> {
    for stated in stated {
        let name = upright(stated);
        let folded = text::fold(&name);
        let equal = persons.iter().position(|person| text::fold(&person.name) == folded);
        let same = || persons.iter().position(|person| persons::is_same(&person.name, &name));
        match equal.or_else(same).and_then(|index| persons.get_mut(index)) {
            Some(person) => {
                person.role = PersonRole::Shown;
                if person.name.len() < name.len() {
                    person.name = name;
                }
            }
            None => persons.push(Person::stated(&name, PersonRole::Shown)),
        }
    }
    persons
}

/// "Pelosi, Nancy" as "Nancy Pelosi".
fn upright(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given))
            if !given.contains(',')
                && !family.contains(' ')
                && !given.trim_end_matches('.').eq_ignore_ascii_case("jr") =>
        {
            format!("{} {}", given.trim(), family.trim())
        }
        _ => name.to_owned(),
    }
}

fn joined_places(
    mut places: Vec<PlaceMention>,
    stated: &[Vec<String>],
    caption: &Caption,
    gazetteer: &Gazetteer,
) -> Vec<PlaceMention> {
    let from_locations = caption.locations_shown.iter().map(|location| location.path());
    let paths = stated.iter().map(|path| path.iter().map(String::as_str).collect()).chain(from_locations);
    for path in paths {
        let path: Vec<&str> = path;
        let known = match path.as_slice() {
            [only] => gazetteer.named(only).cloned(),
            _ => None,
        };
        let Some(place) = known.or_else(|| Place::stated(&path)) else { continue };
        if !places.iter().any(|mention| mention.place.id == place.id) {
            places.push(PlaceMention { place, relation: Relation::In, span: None });
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_printed() {
        let key = PhotoKey { input: "a#b".to_owned(), name: "c".to_owned() };
        assert_eq!(PhotoKey::parse(&key.to_string()), Some(key));
        assert_eq!(PhotoKey::parse("no mark"), None);
        assert_eq!(PhotoKey::parse("#"), None);
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
        assert_eq!(ids, ["maryland/hyattsville", "rotunda"]);
    }
}
