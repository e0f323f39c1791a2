//! A caption's words as the rules for places ask about them: how they are written, and what stands between them.

use std::ops::Range;

use crate::place::words::{WordClass, WordClasses};
use crate::text::Words;

/// A text and its words.
pub(crate) struct Wording<'a> {
    text: &'a str,
    words: Words,
    /// What is known of each word, looked up once.
    notes: Vec<Note>,
    /// Whether the text has no lower-case letter, so that capitals say nothing.
    pub(crate) shouted: bool,
}

/// What is known of a word.
#[derive(Clone, Copy)]
struct Note {
    classes: WordClasses,
    first: First,
}

/// What a word begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Capital,
    Number,
    Other,
}

impl<'a> Wording<'a> {
    /// The words of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        let words = Words::of(text);
        let notes: Vec<Note> = (0..words.len()).map(|at| note(text, &words, at)).collect();
        let shouted = !notes.is_empty() && !text.chars().any(char::is_lowercase);
        Self { text, words, notes, shouted }
    }

    /// How many words there are.
    pub(crate) fn n_words(&self) -> usize {
        self.notes.len()
    }

    /// The words with their folded forms.
    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    /// The bytes of some words in a row.
    pub(crate) fn span(&self, words: &Range<usize>) -> Range<usize> {
        let start = self.words.range(words.start).map_or(self.text.len(), |range| range.start);
        let last = words.end.checked_sub(1).and_then(|last| self.words.range(last));
        start..last.map_or(start, |range| range.end).max(start)
    }

    /// Some words in a row, as written.
    pub(crate) fn text_of(&self, words: &Range<usize>) -> &'a str {
        self.text.get(self.span(words)).unwrap_or("")
    }

    /// The word, folded; empty where there is none.
    pub(crate) fn folded(&self, at: usize) -> &str {
        #[cfg(test)]
        crate::text::steps::count();
        self.words.folded(at).unwrap_or("")
    }

    /// The word as written.
    pub(crate) fn written(&self, at: usize) -> &'a str {
        self.words.range(at).and_then(|range| self.text.get(range)).unwrap_or("")
    }

    /// What is known of the word.
    pub(crate) fn classes(&self, at: usize) -> WordClasses {
        self.notes.get(at).map_or_else(WordClasses::default, |note| note.classes)
    }

    /// Whether the word is of the class.
    pub(crate) fn is(&self, at: usize, class: WordClass) -> bool {
        self.classes(at).has(class)
    }

    /// Whether the word begins with a capital letter or a digit.
    pub(crate) fn is_capitalized(&self, at: usize) -> bool {
        self.notes.get(at).is_some_and(|note| note.first != First::Other)
    }

    /// Whether the word begins with a capital letter.
    pub(crate) fn begins_with_capital(&self, at: usize) -> bool {
        self.notes.get(at).is_some_and(|note| note.first == First::Capital)
    }

    /// Whether no letter of the word is a small one.
    pub(crate) fn is_all_capitals(&self, at: usize) -> bool {
        let written = self.written(at);
        !written.is_empty() && !written.chars().any(char::is_lowercase) && written.chars().any(char::is_uppercase)
    }

    /// Whether the word is a number.
    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.folded(at).bytes().next().is_some_and(|byte| byte.is_ascii_digit())
    }

    /// What stands between the word and the next, or after the last.
    pub(crate) fn gap(&self, at: usize) -> &'a str {
        #[cfg(test)]
        crate::text::steps::count();
        let Some(range) = self.words.range(at) else { return "" };
        let end = self.words.range(at + 1).map_or(self.text.len(), |next| next.start);
        self.text.get(range.end..end).unwrap_or("")
    }

    /// What stands before the word.
    pub(crate) fn gap_before(&self, at: usize) -> &'a str {
        match at.checked_sub(1) {
            Some(before) => self.gap(before),
            None => self.words.range(0).and_then(|first| self.text.get(..first.start)).unwrap_or(""),
        }
    }

    /// Whether only blanks stand between a word and the next.
    pub(crate) fn touches(&self, at: usize) -> bool {
        at + 1 < self.n_words() && is_blank(self.gap(at))
    }

    /// The word before, where only blanks stand between.
    pub(crate) fn touching_before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|before| self.touches(*before))
    }

    /// Whether the word is the first of a sentence or of what stands after a colon, dash or quotation mark.
    pub(crate) fn begins_sentence(&self, at: usize) -> bool {
        let start = self.words.range(at).map_or(0, |range| range.start);
        let before = self.text.get(..start).unwrap_or("").trim_end();
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '-', '–', '—', '"', '“', '('])
    }

    /// Whether a sentence ends with the word: nothing follows, or a stop.
    pub(crate) fn ends_sentence(&self, at: usize) -> bool {
        let gap = self.gap(at).trim_start();
        at + 1 >= self.n_words() || gap.starts_with(['.', '!', '?', '\n', ';', ']', '|'])
    }

    /// Whether "'s" follows the word; its own word is then the next.
    pub(crate) fn is_possessive(&self, at: usize) -> bool {
        matches!(self.gap(at), "'" | "’") && self.folded(at + 1) == "s"
            || matches!(self.gap(at), "' " | "’ ") && self.folded(at).ends_with('s')
    }
}

fn note(text: &str, words: &Words, at: usize) -> Note {
    let written = words.range(at).and_then(|range| text.get(range)).unwrap_or("");
    // "à" and "a" fold to one; only the first is a preposition.
    let classes = match written {
        "à" | "À" => WordClasses::of("in"),
        _ => WordClasses::of(words.folded(at).unwrap_or("")),
    };
    let first = match written.chars().next() {
        Some(c) if c.is_uppercase() => First::Capital,
        Some(c) if c.is_numeric() => First::Number,
        _ => First::Other,
    };
    Note { classes, first }
}

/// Whether only white space stands there.
pub(crate) fn is_blank(gap: &str) -> bool {
    gap.chars().all(char::is_whitespace)
}
