//! A caption's words as the checks read them, once: folded, with what the style and the calendar say of each.

use std::ops::Range;

use crate::caption::date::words::{DateWord, date_word};
use crate::lint::style::{HouseStyle, WordUse};
use crate::text;

/// A word of a caption.
pub(super) struct Word {
    /// Byte range in the text.
    pub(super) range: Range<usize>,
    folded: Range<usize>,
    /// What the style says of it.
    pub(super) says: WordUse,
    /// Whether it is a month, and which.
    pub(super) month: Option<u32>,
    /// Its value, where it is made of up to four digits.
    pub(super) number: Option<u32>,
}

/// The words of a caption.
pub(super) struct Words<'t> {
    text: &'t str,
    folded: String,
    words: Vec<Word>,
    /// Whether any word names a day of the week, a month, and a number.
    pub(super) weekday: bool,
    pub(super) month: bool,
    pub(super) number: bool,
}

impl<'t> Words<'t> {
    /// Cuts a text into words at everything that is neither letter nor digit.
    pub(super) fn of(text: &'t str, style: &HouseStyle) -> Self {
        let mut words = Self {
            text,
            folded: String::with_capacity(text.len()),
            words: Vec::with_capacity(text.len() / 5),
            weekday: false,
            month: false,
            number: false,
        };
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let start = at;
            if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
                at = words.add(start, style);
            }
            at = at.max(start + 1);
        }
        words
    }

    /// Adds the word that begins at a byte; where it ends.
    fn add(&mut self, start: usize, style: &HouseStyle) -> usize {
        let rest = self.text.get(start..).unwrap_or("");
        let mut ascii = true;
        let mut end = self.text.len();
        for (at, c) in rest.char_indices() {
            let inside = if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() };
            if !inside {
                // What is no letter and not ASCII, such as a dash, is passed over whole.
                if at == 0 {
                    return start + c.len_utf8();
                }
                end = start + at;
                break;
            }
            ascii &= c.is_ascii();
        }
        let written = self.text.get(start..end).unwrap_or("");
        let folded_start = self.folded.len();
        if ascii {
            self.folded.extend(written.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            self.folded.push_str(&text::fold(written));
        }
        let folded = self.folded.get(folded_start..).unwrap_or("");
        let number = written.len() <= 4 && written.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.then(|| written.parse().ok()).flatten();
        let date = if number.is_none() { date_word(folded) } else { None };
        let month = match date {
            Some(DateWord::Month(month)) if folded.len() >= 3 => Some(month),
            _ => None,
        };
        self.weekday |= matches!(date, Some(DateWord::Weekday(_)));
        self.month |= month.is_some();
        self.number |= number.is_some();
        let says = style.word(folded);
        let folded = folded_start..self.folded.len();
        self.words.push(Word { range: start..end, folded, says, month, number });
        end
    }

    /// The text that the words are of.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn get(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Word)> {
        self.words.iter().enumerate()
    }

    /// The folded word; empty beyond the end.
    pub(super) fn folded(&self, at: usize) -> &str {
        self.words.get(at).and_then(|word| self.folded.get(word.folded.clone())).unwrap_or("")
    }

    pub(super) fn folded_from(&self, at: usize) -> impl Iterator<Item = &str> + Clone {
        (at..self.words.len()).map(|at| self.folded(at))
    }

    /// What stands between a word and the next, or the end.
    pub(super) fn gap(&self, at: usize) -> &'t str {
        let start = self.words.get(at).map_or(self.text.len(), |word| word.range.end);
        let end = self.words.get(at + 1).map_or(self.text.len(), |word| word.range.start);
        self.text.get(start..end).unwrap_or("")
    }

    /// What stands between a word and the one before, or the beginning.
    pub(super) fn gap_before(&self, at: usize) -> &'t str {
        let start = at.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |word| word.range.end);
        let end = self.words.get(at).map_or(start, |word| word.range.start);
        self.text.get(start..end).unwrap_or("")
    }

    /// The first word that begins at or after a byte.
    pub(super) fn at_byte(&self, byte: usize) -> usize {
        self.words.partition_point(|word| word.range.start < byte)
    }

    /// The bytes of some words.
    pub(super) fn range(&self, words: Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start).map_or(0, |word| word.range.start);
        let end = words.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(start, |word| word.range.end);
        start..end.max(start)
    }
}
