//! Where sentences end: at a full stop that belongs to no abbreviation or initial, at a question or exclamation mark,
//! at the end of a line.

use super::{Gap, Reading};
use crate::caption::lexicon::Class;

/// Numbers the words by their sentences.
pub(super) fn number(reading: &mut Reading<'_>) {
    let mut sentence = 0;
    for at in 0..reading.words.len() {
        let ends = ends_sentence(reading, at);
        if let Some(word) = reading.words.get_mut(at) {
            word.sentence = sentence;
        }
        sentence += usize::from(ends);
    }
}

fn ends_sentence(reading: &Reading<'_>, at: usize) -> bool {
    let Some(word) = reading.word(at) else { return false };
    if word.gap.has(Gap::LINE) {
        return true;
    }
    // The full stop of "U.S." is part of the word.
    let dotted = word.shape.initial && reading.written(at).ends_with('.');
    if !dotted && (word.gap == Gap::BLANK || !word.gap.has(Gap::STOP)) {
        return false;
    }
    let Some(next) = reading.word(at + 1) else { return true };
    let gap = reading.gap_text(at);
    let apart = gap.contains(char::is_whitespace) || gap.contains(['"', '”']);
    if !apart || word.gap.has(Gap::COMMA.or(Gap::SEMICOLON)) || !(next.shape.capitalized || next.shape.number) {
        return gap.contains(['!', '?']) && next.shape.capitalized;
    }
    // "Charles A. “Little Teenie” Harris"
    let before_nickname = word.shape.initial
        && gap.ends_with(['"', '“'])
        && at > 0
        && reading.is(at - 1, Class::Given)
        && reading.gap(at - 1).is_blank();
    if gap.contains(['!', '?', '…', '"', '”', ')']) && word.gap.has(Gap::STOP) {
        return !before_nickname;
    }
    if !dotted && !word.shape.initial && !word.classes.has(Class::Abbreviation) {
        // "6. Januar": a day with its full stop.
        let day =
            word.shape.number && reading.written(at).len() <= 2 && super::super::when::is_month(reading.folded(at + 1));
        return !day;
    }
    // "in Washington, D.C. Sally Dessez": a state after a comma is no part of the next name.
    let state = at > 0 && reading.gap(at - 1) == Gap::COMMA && reading.is(at, Class::State);
    if state {
        return true;
    }
    // After an abbreviation or initial only a word that begins sentences, and no name, begins one.
    let middle =
        word.shape.initial && !dotted && at > 0 && reading.is(at - 1, Class::Given) && reading.gap(at - 1).is_blank();
    if middle && !next.classes.has(Class::Function) {
        return false;
    }
    let begins = next.classes.has(Class::Function) && !next.classes.has(Class::Particle)
        || next.classes.has(Class::Ordinary) && !next.classes.has_any(&[Class::Given, Class::Surname, Class::Job]);
    begins
        && !next.shape.all_capitals
        && !matches!(reading.folded(at), "no" | "nos" | "mt" | "ft" | "st" | "mr" | "mrs" | "ms" | "dr")
}
