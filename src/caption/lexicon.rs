//! What a word says about the words beside it: that it begins a person's name, is an occupation, ends the name of an
//! organization, is ordinary. Credits and persons are both found by it.
//! The words are data, `assets/people/`; this module only knows the classes.

use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::text;
use crate::text::word_map::WordMap;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// What a word may be; a word may be several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Begins a person's name: "Nancy".
    Given,
    /// Ends a person's name: "Smith".
    Surname,
    /// A family name that stands first: "Xi".
    Leading,
    /// Not a name, though it may begin with a capital letter: "Protesters".
    Ordinary,
    /// Stands inside names in lower case: "van", "bin".
    Particle,
    /// Follows a name: "Jr.", "III".
    Suffix,
    /// Stands before a title or occupation: "former", "veteran".
    Descriptor,
    /// A people or their language: "French".
    Demonym,
    /// What somebody does or is to another: "actor", "wife".
    Job,
    /// Makes an organization's name of what holds it: "University".
    Organization,
    /// Makes a place's or building's name of what holds it: "Bridge".
    Facility,
    /// Makes an event's name of what holds it: "Cup".
    Event,
    /// Makes a thing's name of what holds it: "Airbus".
    Thing,
    /// Begins names of places: "San", "New".
    Saint,
    /// "a group of": those after it are in the picture.
    Group,
    /// "a portrait of": a picture of somebody.
    Depiction,
    /// "about", "supporting": the one after it need not be in the picture.
    About,
    /// "painted", before "by".
    MadeBy,
    /// "supporters", after a name.
    Follower,
    /// "left", "standing": where somebody is in the picture.
    Position,
    /// "the", "his".
    Determiner,
    /// A preposition before places: "in", "at".
    PlaceWord,
    /// Its full stop ends no sentence: "Sen."
    Abbreviation,
    /// The English name of a month, which may be a person's: "April".
    Month,
    /// A day of the week.
    Weekday,
    /// A figure of faith or fable, who is in no photograph: "Jesus".
    Quiet,
    /// What somebody in a picture does, in the present tense.
    Verb,
    /// What is told of somebody who need not be in the picture: "said", "was".
    Said,
    /// A word of grammar: "with", "and".
    Function,
    /// Before "of" and the like: those after it are in the picture too: "entourée de", "umgeben von".
    Company,
    /// What works of art are made of: "canvas", "bronze".
    Medium,
    /// Looks like somebody who is not there, or bears a likeness: "bust", "mask", "T-shirt".
    Likeness,
}

/// The classes of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

impl Classes {
    /// Whether the word is of the class.
    pub(crate) fn has(self, class: Class) -> bool {
        self.0 & bit(class) != 0
    }

    /// Whether the word is of any of the classes.
    pub(crate) fn has_any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }

    /// The same word, of one class more.
    pub(crate) fn with(self, class: Class) -> Self {
        Self(self.0 | bit(class))
    }

    /// Whether nothing is known of the word.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The classes of a folded word. Of a word with hyphens that is not listed whole, the first part says whether it begins
/// a name and the last whether it ends one: "Jean-Luc", "Ocasio-Cortez".
pub(crate) fn classes(folded: &str) -> Classes {
    let whole = LEXICON.classes(folded);
    if !whole.is_empty() {
        return whole;
    }
    let Some((first, last)) = folded.split_once('-') else { return whole };
    let last = last.rsplit('-').next().unwrap_or(last);
    let (first, last) = (LEXICON.classes(first), LEXICON.classes(last));
    let mut joined = Classes::default();
    for class in [Class::Given, Class::Demonym, Class::Leading] {
        if first.has(class) {
            joined = joined.with(class);
        }
    }
    for class in [Class::Organization, Class::Facility, Class::Event] {
        if first.has(class) {
            joined = joined.with(class);
        }
    }
    if last.has(Class::Surname) || first.has(Class::Surname) {
        joined = joined.with(Class::Surname);
    }
    joined
}

/// The classes of a word as it is written.
pub(crate) fn classes_of(written: &str) -> Classes {
    text::with_folded(written, classes)
}

fn bit(class: Class) -> u32 {
    1 << class as u32
}

struct Lexicon {
    words: WordMap<&'static str, Classes>,
}

impl Lexicon {
    fn built_in() -> Self {
        let mut lexicon = Self { words: WordMap::with_capacity_and_hasher(40_000, BuildHasherDefault::default()) };
        let lists = [
            (Class::Given, include_str!("../../assets/people/given-names.txt")),
            (Class::Surname, include_str!("../../assets/people/surnames.txt")),
            (Class::Leading, include_str!("../../assets/people/leading-surnames.txt")),
            (Class::Ordinary, include_str!("../../assets/people/ordinary-words.txt")),
        ];
        for (class, list) in lists {
            lexicon.add_lines(class, list);
        }
        for row in lines(include_str!("../../assets/people/words.csv")) {
            if let Some((class, words)) = row.split_once(',')
                && let Some(class) = Class::parse(class)
            {
                lexicon.add(class, words);
            }
        }
        lexicon
    }

    fn add_lines(&mut self, class: Class, list: &'static str) {
        for line in lines(list) {
            self.add(class, line);
        }
    }

    fn add(&mut self, class: Class, words: &'static str) {
        for word in words.split_whitespace() {
            let classes = self.words.entry(word).or_default();
            *classes = classes.with(class);
        }
    }

    fn classes(&self, folded: &str) -> Classes {
        self.words.get(folded).copied().unwrap_or_default()
    }
}

impl Class {
    /// The word for it in `words.csv`.
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "particle" => Self::Particle,
            "suffix" => Self::Suffix,
            "descriptor" => Self::Descriptor,
            "demonym" => Self::Demonym,
            "job" => Self::Job,
            "organization" => Self::Organization,
            "facility" => Self::Facility,
            "event" => Self::Event,
            "thing" => Self::Thing,
            "saint" => Self::Saint,
            "group" => Self::Group,
            "depiction" => Self::Depiction,
            "about" => Self::About,
            "madeby" => Self::MadeBy,
            "follower" => Self::Follower,
            "position" => Self::Position,
            "determiner" => Self::Determiner,
            "placeword" => Self::PlaceWord,
            "abbreviation" => Self::Abbreviation,
            "month" => Self::Month,
            "weekday" => Self::Weekday,
            "quiet" => Self::Quiet,
            "verb" => Self::Verb,
            "said" => Self::Said,
            "function" => Self::Function,
            "company" => Self::Company,
            "likeness" => Self::Likeness,
            "medium" => Self::Medium,
            _ => return None,
        })
    }
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_classes_of_the_lists() {
        assert!(classes("nancy").has(Class::Given));
        assert!(classes("smith").has(Class::Surname));
        assert!(classes("protesters").has(Class::Ordinary) && !classes("protesters").has(Class::Given));
        assert!(classes("jean-luc").has(Class::Given));
        assert!(classes("ocasio-cortez").has(Class::Surname));
        assert!(classes("university").has(Class::Organization));
        assert!(classes("qwxyz").is_empty());
    }

    #[test]
    fn every_row_of_the_words_is_of_a_known_class() {
        for row in lines(include_str!("../../assets/people/words.csv")).skip(1) {
            let (class, words) = row.split_once(',').unwrap();
            assert!(Class::parse(class).is_some(), "{row}");
            assert!(words.split_whitespace().all(|word| crate::text::fold(word) == word), "not folded: {row}");
        }
    }
}
