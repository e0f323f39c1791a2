//! How what is shown stands to a place: the preposition before the name.
//! The words are data, `assets/places/relations.csv`.

use std::sync::LazyLock;

use crate::place::Relation;
use crate::place::wording::Wording;
use crate::text::word_map::{WordMap, rows};

const TABLE: &str = include_str!("../../assets/places/relations.csv");

/// The most words between a preposition and the name it governs: "near the old west front".
const PREPOSITION_REACH_WORDS: usize = 3;

/// By their last word: the relation of the word alone, and of phrases by the word before it.
static RELATIONS: LazyLock<WordMap<&'static str, Prepositions>> = LazyLock::new(|| {
    let mut relations: WordMap<&'static str, Prepositions> = WordMap::default();
    for row in rows(TABLE) {
        let Some((relation, phrases)) = row.split_once(',') else { continue };
        let Some(relation) = Relation::parse(relation) else { continue };
        for phrase in phrases.split_whitespace() {
            match phrase.split_once('+') {
                Some((first, last)) => relations.entry(last).or_default().phrases.push((first, relation)),
                None => relations.entry(phrase).or_default().alone = Some(relation),
            }
        }
    }
    relations
});

/// What a word says as a preposition.
#[derive(Default)]
struct Prepositions {
    alone: Option<Relation>,
    phrases: Vec<(&'static str, Relation)>,
}

/// The relation that the nearest preposition before a word gives.
pub(crate) fn relation_before(wording: &Wording<'_>, at: usize) -> Relation {
    let mut next = at;
    for _ in 0..=PREPOSITION_REACH_WORDS {
        let Some(word) = wording.touching_before(next) else { break };
        let earlier = wording.touching_before(word).map_or("", |earlier| wording.folded(earlier));
        if let Some(relation) = relation(earlier, wording.folded(word)) {
            return relation;
        }
        next = word;
    }
    Relation::In
}

/// The relation a preposition gives, where the word before it may make a phrase of it.
pub(crate) fn relation(earlier: &str, word: &str) -> Option<Relation> {
    let known = RELATIONS.get(word)?;
    let phrase = known.phrases.iter().find(|(first, _)| *first == earlier);
    phrase.map(|(_, relation)| *relation).or(known.alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_known_relation() {
        for row in rows(TABLE) {
            let (name, phrases) = row.split_once(',').unwrap();
            assert!(Relation::parse(name).is_some(), "{row}");
            let folded = |word: &str| crate::text::fold(word) == word;
            assert!(phrases.split_whitespace().flat_map(|phrase| phrase.split('+')).all(folded), "not folded: {row}");
        }
        assert_eq!(relation("", "outside"), Some(Relation::Outside));
        assert_eq!(relation("front", "of"), Some(Relation::Near));
        assert_eq!(relation("", "of"), Some(Relation::In));
        assert_eq!(relation("", "table"), None);
    }
}
