//! One correction: what a user says some words of captions are, in every caption or in one photo's only.

use std::fmt;

use crate::photo::PhotoKey;
use crate::place::Place;
use crate::text;

/// What a user says some words of captions are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Correction {
    /// The words, as they stood in the caption where they were corrected.
    pub words: String,
    /// The only photo that is meant; without one every caption is.
    pub photo: Option<PhotoKey>,
    /// What the words are.
    pub verdict: Verdict,
}

/// What words are said to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// No place.
    NotPlace,
    /// No person.
    NotPerson,
    /// No organization.
    NotOrganization,
    /// A person.
    Person,
    /// An organization.
    Organization,
    /// A place.
    Place(NamedPlace),
}

/// A place by its id and, should the gazetteer not have it, by its names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NamedPlace {
    /// Its id in the gazetteer.
    pub id: String,
    /// Its names, from the root of the tree down to the place.
    pub path: Vec<String>,
}

impl Correction {
    /// The words as captions are compared with them: folded, a blank between two. Empty where there is no word.
    pub fn folded(&self) -> String {
        text::words(&self.words).join(" ")
    }

    /// Whether it cannot stand beside another: both speak of the same words, and one says what they are.
    pub fn excludes(&self, other: &Self) -> bool {
        self.photo == other.photo
            && self.folded() == other.folded()
            && (self.verdict == other.verdict || self.verdict.is_name() || other.verdict.is_name())
    }
}

impl Verdict {
    /// The verdicts that need no further choice, in the order of menus.
    pub const SIMPLE: [Self; 5] =
        [Self::NotPlace, Self::NotPerson, Self::NotOrganization, Self::Person, Self::Organization];

    /// The word for it in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotPlace => "not-place",
            Self::NotPerson => "not-person",
            Self::NotOrganization => "not-organization",
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place(_) => "place",
        }
    }

    /// The reverse of `name`, with the place that is meant where one is.
    pub fn parse(name: &str, place: Option<NamedPlace>) -> Option<Self> {
        match (name, place) {
            ("place", place) => place.map(Self::Place),
            (name, _) => Self::SIMPLE.into_iter().find(|verdict| verdict.name() == name),
        }
    }

    /// Whether it says what the words are, and not only what they are not.
    pub fn is_name(&self) -> bool {
        match self {
            Self::NotPlace | Self::NotPerson | Self::NotOrganization => false,
            Self::Person | Self::Organization | Self::Place(_) => true,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPlace => f.write_str("not a place"),
            Self::NotPerson => f.write_str("not a person"),
            Self::NotOrganization => f.write_str("not an organization"),
            Self::Person => f.write_str("is a person"),
            Self::Organization => f.write_str("is an organization"),
            Self::Place(place) => write!(f, "is the place {}", place.path.join(" › ")),
        }
    }
}

impl NamedPlace {
    /// A place of the gazetteer.
    pub fn of(place: &Place) -> Self {
        Self { id: place.id.clone(), path: place.path().into_iter().map(str::to_owned).collect() }
    }
}
