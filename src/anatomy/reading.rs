//! A caption as the rules read it: words with what is known of each, what stands between them, and where sentences end.
//! Words here are wider than those of the search (`text`): "Ocasio-Cortez", "O'Brien" and "U.S." are one word each, and
//! the "'s" of a possessive belongs to none. Everything is a range into the text, which stays as it is.

mod sentences;
mod splitting;

use std::ops::Range;

use crate::caption::lexicon::{Class, Classes};

/// A text cut into words.
pub(crate) struct Reading<'a> {
    /// The text as it stands.
    pub(crate) text: &'a str,
    words: Vec<Word>,
    /// The folded words, one after the other.
    folded: String,
    /// Whether the text has no lower-case letter, so that capitals say nothing.
    pub(crate) shouted: bool,
}

/// A word of a text.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Byte range in the text.
    pub(crate) range: Range<usize>,
    folded: Range<usize>,
    /// What is known of it.
    pub(crate) classes: Classes,
    /// How it is written.
    pub(crate) shape: Shape,
    /// What stands between it and the next word.
    pub(crate) gap: Gap,
    /// The sentence it stands in, from 0.
    pub(crate) sentence: usize,
    /// Whether "'s" follows it.
    pub(crate) possessive: bool,
    /// Whether it stands in quotation marks.
    pub(crate) quoted: bool,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Its first letter is a capital.
    pub(crate) capitalized: bool,
    /// All its letters are capitals, and it has at least two.
    pub(crate) all_capitals: bool,
    /// It is made of digits.
    pub(crate) number: bool,
    /// It is a letter, or letters with full stops: "F", "J.D."
    pub(crate) initial: bool,
}

/// What stands between a word and the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap(u16);

impl Gap {
    /// White space alone.
    pub(crate) const BLANK: Self = Self(1);
    /// A comma.
    pub(crate) const COMMA: Self = Self(1 << 1);
    /// A full stop, an exclamation or question mark, an ellipsis.
    pub(crate) const STOP: Self = Self(1 << 2);
    /// An opening parenthesis or bracket.
    pub(crate) const OPEN: Self = Self(1 << 3);
    /// A closing parenthesis or bracket.
    pub(crate) const CLOSE: Self = Self(1 << 4);
    /// A colon.
    pub(crate) const COLON: Self = Self(1 << 5);
    /// A semicolon.
    pub(crate) const SEMICOLON: Self = Self(1 << 6);
    /// A dash or hyphen.
    pub(crate) const DASH: Self = Self(1 << 7);
    /// A stroke.
    pub(crate) const SLASH: Self = Self(1 << 8);
    /// A quotation mark or apostrophe.
    pub(crate) const QUOTE: Self = Self(1 << 9);
    /// A line feed.
    pub(crate) const LINE: Self = Self(1 << 10);
    /// "&".
    pub(crate) const AND: Self = Self(1 << 11);
    /// "#".
    pub(crate) const NUMBER: Self = Self(1 << 12);
    /// Any other mark.
    pub(crate) const OTHER: Self = Self(1 << 13);
    /// An apostrophe that joins an elided word: "d'Emmanuel".
    pub(crate) const ELISION: Self = Self(1 << 14);
    /// The end of the text.
    pub(crate) const END: Self = Self(1 << 15);

    /// Whether any of the marks stands there.
    pub(crate) fn has(self, marks: Self) -> bool {
        self.0 & marks.0 != 0
    }

    /// Whether nothing but white space stands there, and no line ends.
    pub(crate) fn is_blank(self) -> bool {
        self == Self::BLANK
    }

    /// Both sets of marks.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl<'a> Reading<'a> {
    /// Cuts a text into words and sentences.
    pub(crate) fn new(text: &'a str) -> Self {
        let (words, folded) = splitting::split(text);
        let shouted = !words.is_empty() && !text.chars().any(char::is_lowercase);
        let mut reading = Self { text, words, folded, shouted };
        sentences::number(&mut reading);
        reading
    }

    /// How many words there are.
    pub(crate) fn n_words(&self) -> usize {
        self.words.len()
    }

    /// The word at a position.
    pub(crate) fn word(&self, at: usize) -> Option<&Word> {
        #[cfg(test)]
        crate::text::steps::count();
        self.words.get(at)
    }

    /// The word, folded; empty where there is none.
    pub(crate) fn folded(&self, at: usize) -> &str {
        #[cfg(test)]
        crate::text::steps::count();
        self.words.get(at).and_then(|word| self.folded.get(word.folded.clone())).unwrap_or("")
    }

    /// The word as written.
    pub(crate) fn written(&self, at: usize) -> &'a str {
        self.words.get(at).and_then(|word| self.text.get(word.range.clone())).unwrap_or("")
    }

    /// Whether the word is of a class.
    pub(crate) fn is(&self, at: usize, class: Class) -> bool {
        #[cfg(test)]
        crate::text::steps::count();
        self.words.get(at).is_some_and(|word| word.classes.has(class))
    }

    /// Whether the word is of any of the classes.
    pub(crate) fn is_any(&self, at: usize, classes: &[Class]) -> bool {
        #[cfg(test)]
        crate::text::steps::count();
        self.words.get(at).is_some_and(|word| word.classes.has_any(classes))
    }

    /// Whether the word begins with a capital letter.
    pub(crate) fn is_capitalized(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.shape.capitalized)
    }

    /// What stands after the word.
    pub(crate) fn gap(&self, at: usize) -> Gap {
        self.words.get(at).map_or(Gap::END, |word| word.gap)
    }

    /// What stands after the word, as written.
    pub(crate) fn gap_text(&self, at: usize) -> &'a str {
        let start = self.words.get(at).map_or(self.text.len(), |word| word.range.end);
        let end = self.words.get(at + 1).map_or(self.text.len(), |word| word.range.start);
        self.text.get(start..end).unwrap_or("")
    }

    /// The word before, where nothing but white space stands between.
    pub(crate) fn touching_before(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        let word = self.words.get(before)?;
        (word.gap.is_blank() && !word.possessive || word.gap == Gap::ELISION).then_some(before)
    }

    /// Whether a sentence begins with the word.
    pub(crate) fn begins_sentence(&self, at: usize) -> bool {
        let sentence = |at: usize| self.words.get(at).map(|word| word.sentence);
        at == 0 || sentence(at) != sentence(at - 1)
    }

    /// The sentence a word stands in, from 0.
    pub(crate) fn sentence(&self, at: usize) -> usize {
        self.words.get(at).map_or(0, |word| word.sentence)
    }

    /// The words of the sentence that holds a word.
    pub(crate) fn sentence_words(&self, at: usize) -> Range<usize> {
        let own = self.sentence(at);
        let start = self.words.partition_point(|word| word.sentence < own);
        let end = self.words.partition_point(|word| word.sentence <= own);
        start..end
    }

    /// The bytes from the first to the last of some words.
    pub(crate) fn range(&self, words: &Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start).map_or(0, |word| word.range.start);
        let end = words.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(start, |word| word.range.end);
        start..end.max(start)
    }

    /// The words that lie in a byte range, wholly or in part.
    pub(crate) fn words_in(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.words.partition_point(|word| word.range.end <= bytes.start);
        let end = self.words.partition_point(|word| word.range.start < bytes.end);
        start..end.max(start)
    }
}
