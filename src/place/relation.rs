//! How what is shown stands to a place: the preposition before the name.

use crate::place::Relation;
use crate::place::wording::Wording;

/// The most words between a preposition and the name it governs: "near the old west front".
const PREPOSITION_REACH_WORDS: usize = 3;

/// The relation that the nearest preposition before a word gives.
pub(crate) fn relation_before(wording: &Wording<'_>, at: usize) -> Relation {
    let mut before = Vec::new();
    let mut next = at;
    for _ in 0..=PREPOSITION_REACH_WORDS {
        let Some(previous) = wording.touching_before(next) else { break };
        before.push(wording.folded(previous));
        next = previous;
    }
    for (n, word) in before.iter().enumerate() {
        let earlier = before.get(n + 1..).unwrap_or(&[]);
        if let Some(relation) = relation(earlier, word) {
            return relation;
        }
    }
    Relation::In
}

/// The relation a preposition gives, where the words before it (nearest first) may make a phrase of it.
pub(crate) fn relation(earlier: &[&str], word: &str) -> Option<Relation> {
    let previous = earlier.first().copied().unwrap_or("");
    Some(match (previous, word) {
        ("outside", "of") => Relation::Outside,
        ("inside", "of") => Relation::In,
        ("front" | "west" | "east" | "north" | "south" | "sight" | "view", "of") => Relation::Near,
        ("next" | "close" | "adjacent", "to") => Relation::Near,
        ("pres" | "devant" | "cerca" | "lejos", "de" | "du" | "del") => Relation::Near,
        (_, "in" | "inside" | "into" | "within" | "from" | "of" | "dans" | "en" | "im") => Relation::In,
        (
            _,
            "at" | "on" | "onto" | "upon" | "to" | "toward" | "towards" | "enter" | "enters" | "entering" | "entered"
            | "storm" | "storms" | "stormed" | "storming" | "breach" | "breaches" | "breached" | "breaching",
        ) => Relation::At,
        (_, "outside" | "devant" | "vor") => Relation::Outside,
        (
            _,
            "near" | "beside" | "by" | "around" | "behind" | "opposite" | "overlooking" | "facing" | "off" | "bei"
            | "nahe",
        ) => Relation::Near,
        (_, "through" | "across" | "past" | "durch") => Relation::Through,
        _ => return None,
    })
}

/// Words that stand between a preposition and a name and change nothing.
pub(crate) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the" | "a" | "an" | "this" | "that" | "his" | "her" | "their" | "its" | "old" | "historic" | "empty" | "full"
    )
}
