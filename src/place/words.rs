//! Words that stand beside names of places and say something of them: "in", "city", "of", "said".
//! They are data, `assets/places/words.csv`; this module only knows the classes.

use std::sync::LazyLock;

use crate::text::word_map::WordMap;

static WORDS: LazyLock<WordMap<&'static str, u32>> = LazyLock::new(|| {
    let mut words: WordMap<&'static str, u32> = WordMap::default();
    for row in include_str!("../../assets/places/words.csv").lines().filter(|line| !line.starts_with('#')).skip(1) {
        let Some((class, listed)) = row.split_once(',') else { continue };
        let Some(class) = WordClass::parse(class) else { continue };
        for word in listed.split_whitespace() {
            *words.entry(word).or_default() |= class.bit();
        }
    }
    words
});

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
}

impl WordClass {
    fn bit(self) -> u32 {
        1 << self as u32
    }

    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "inside" => Self::Inside,
            "around" => Self::Around,
            "upon" => Self::Upon,
            "from" => Self::From,
            "to" => Self::To,
            "moving" => Self::Moving,
            "of" => Self::Of,
            "noun" => Self::Noun,
            "titled" => Self::Titled,
            "facility" => Self::Facility,
            "named" => Self::Named,
            "site" => Self::Site,
            "abbreviation" => Self::Abbreviation,
            "direction" => Self::Direction,
            "body" => Self::Body,
            "american" => Self::American,
            "date" => Self::Date,
            "and" => Self::And,
            "determiner" => Self::Determiner,
            "particle" => Self::Particle,
            _ => return None,
        })
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordClasses(u32);

impl WordClasses {
    /// What is known of a folded word.
    pub(crate) fn of(folded: &str) -> Self {
        Self(WORDS.get(folded).copied().unwrap_or(0))
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
        let rows = include_str!("../../assets/places/words.csv").lines().filter(|line| !line.starts_with('#')).skip(1);
        for row in rows {
            let (class, words) = row.split_once(',').unwrap();
            assert!(WordClass::parse(class).is_some(), "{row}");
            assert!(words.split_whitespace().all(|word| crate::text::fold(word) == word), "not folded: {row}");
        }
        assert!(WordClasses::of("in").has(WordClass::Inside) && !WordClasses::of("xyz").has(WordClass::Inside));
    }
}
