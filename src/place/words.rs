//! Words that stand beside names of places and say something of them: "in", "city", "of", "said".
//! They are data, `assets/places/words.csv`; this module only knows the classes.

use std::sync::LazyLock;

use crate::text::word_classes::word_classes;
use crate::text::word_map::{Beginnings, WordMap, rows};

const TABLE: &str = include_str!("../../assets/places/words.csv");

/// The words with their classes, and how they begin.
static WORDS: LazyLock<(Beginnings, WordMap<&'static str, u64>)> = LazyLock::new(|| {
    let mut beginnings = Beginnings::default();
    let mut words: WordMap<&'static str, u64> = WordMap::default();
    for row in rows(TABLE) {
        let Some((class, listed)) = row.split_once(',') else { continue };
        let Some(class) = WordClass::parse(class) else { continue };
        for word in listed.split_whitespace() {
            beginnings.add(word);
            *words.entry(word).or_default() |= class.bit();
        }
    }
    (beginnings, words)
});

word_classes! {
    /// What a word says of the name beside it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum WordClass {
        /// What stands after it is a place: "in".
        Inside,
        /// What stands after it is a place, or a person or thing: "near".
        Around,
        /// The same, for towns alone: "at".
        Upon,
        /// "from".
        From,
        /// "to".
        To,
        /// Before "to": "arrives".
        Moving,
        /// "of".
        Of,
        /// Before "of": "city".
        Noun,
        /// Right before a name: "the capital Kyiv".
        Titled,
        /// After a name: "Frankfurt Airport".
        Facility,
        /// The same, where both are written with capitals.
        Named,
        /// Before "de", up to two words before it: "mercado de Cuzco".
        Site,
        /// A place only without a full stop: "Sens."
        Abbreviation,
        /// After a family name: what is somebody's: "the Harris home".
        Owned,
        /// After a name that is a city's too: the region is meant: "Kherson region".
        Wide,
        /// Begins names of small towns: "Fort".
        Opens,
        /// Ends names of small towns: "Springs".
        Closes,
        /// Before a name: "North London".
        Direction,
        /// After a name, which is then a government or team: "said".
        Body,
        /// Speaks for the United States: "Sen."
        American,
        /// A month or day.
        Date,
        /// "and".
        And,
        /// "the".
        Determiner,
        /// Stands inside names of towns in lower case: "upon".
        Particle,
        /// Makes a body of the chamber named before it: "House leaders".
        Bodied,
        /// Before "of" and the name of a building: "spokesman".
        Spokesman,
        /// Before the name of a building: those in it act: "by the White House".
        Agent,
        /// Between a preposition and the name of a building, and changes nothing: "the", "empty".
        Passed,
        /// Before "over" and the name of a country: "win".
        Winning,
        /// Before a dateline: "FILE".
        FileMark,
        /// Stands before "of" with a capital letter too: "Port of Spain".
        PlaceNoun,
        /// A longer word that is no noun: "during".
        NotNoun,
        /// After a name: it is a part of a city: "neighborhood".
        Quarter,
    }
}

impl WordClass {
    fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordClasses(u64);

impl WordClasses {
    /// What is known of a folded word.
    pub(crate) fn of(folded: &str) -> Self {
        let (beginnings, words) = &*WORDS;
        let known = if beginnings.may_hold(folded) { words.get(folded) } else { None };
        Self(known.copied().unwrap_or(0))
    }

    /// Whether it is of the class.
    pub(crate) fn has(self, class: WordClass) -> bool {
        self.0 & class.bit() != 0
    }

    /// Whether it is of any of the classes.
    pub(crate) fn has_any(self, classes: &[WordClass]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_known_class() {
        for row in rows(TABLE) {
            let (class, words) = row.split_once(',').unwrap();
            assert!(WordClass::parse(class).is_some(), "{row}");
            assert!(words.split_whitespace().all(|word| crate::text::fold(word) == word), "not folded: {row}");
        }
        assert!(WordClasses::of("in").has(WordClass::Inside) && !WordClasses::of("xyz").has(WordClass::Inside));
    }
}
