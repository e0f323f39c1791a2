//! Cuts a text into words: runs of letters and digits, with the hyphens, apostrophes and full stops that are part of one.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;

use super::{Gap, Shape, Word};
use crate::anatomy::when;
use crate::caption::lexicon;
use crate::text;

/// Letters that French and Italian join to the next word by an apostrophe.
const ELIDED: [&str; 11] = ["l", "d", "qu", "j", "n", "s", "c", "m", "t", "dell", "all"];

/// The words of a text, and their folded forms one after the other.
pub(super) fn split(text: &str) -> (Vec<Word>, String) {
    let mut splitter = Splitter { text, words: Vec::with_capacity(text.len() / 6), folded: String::new() };
    splitter.folded.reserve(text.len());
    let mut at = 0;
    let mut gap_start = 0;
    while let Some(c) = splitter.char_at(at) {
        if !is_word_char(c) {
            at += c.len_utf8();
            continue;
        }
        splitter.close_gap(gap_start..at);
        at = splitter.word(at);
        gap_start = at;
    }
    splitter.close_gap(gap_start..text.len());
    if let Some(last) = splitter.words.last_mut() {
        last.gap = last.gap.or(Gap::END);
    }
    mark_quoted(text, &mut splitter.words);
    (splitter.words, splitter.folded)
}

struct Splitter<'a> {
    text: &'a str,
    words: Vec<Word>,
    folded: String,
}

impl Splitter<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text.get(at..)?.chars().next(),
        }
    }

    /// Takes the word that begins at a byte; answers where to go on.
    fn word(&mut self, start: usize) -> usize {
        let mut end = start;
        let mut possessive = false;
        let mut next = start;
        let text = self.text;
        let bytes = text.as_bytes();
        loop {
            // Most letters by far, dealt with first.
            while bytes.get(next).is_some_and(u8::is_ascii_alphanumeric) {
                next += 1;
                end = next;
            }
            let Some(c) = self.char_at(next) else { break };
            if is_word_char(c) || text::is_joiner(c) {
                next += c.len_utf8();
                end = next;
                continue;
            }
            let after = next + c.len_utf8();
            match self.joint(start, c, next, after) {
                Joint::None => break,
                Joint::Inside => next = after,
                Joint::FullStop => {
                    next = after;
                    end = after;
                }
                Joint::Possessive(length) => {
                    possessive = true;
                    next = after + length;
                    break;
                }
            }
        }
        self.push(start..end, possessive);
        next
    }

    /// What a mark after some letters of a word is.
    fn joint(&self, start: usize, c: char, at: usize, after: usize) -> Joint {
        if matches!(c, ' ' | ',' | ')') {
            return Joint::None;
        }
        let following = self.char_at(after);
        let joined = following.is_some_and(is_word_char);
        let before = self.text.get(start..at).unwrap_or("");
        match c {
            '-' | '\u{2010}' | '\u{2011}' if joined => {
                let digit_before = before.ends_with(|c: char| c.is_ascii_digit());
                let digit_after = following.is_some_and(|c| c.is_ascii_digit());
                // "June 30-July 2", "30 June-2 July": from one day to another.
                let days = digit_before != digit_after
                    && is_month(if digit_after { before } else { first_letters(self.text.get(after..).unwrap_or("")) });
                if digit_before && digit_after || days { Joint::None } else { Joint::Inside }
            }
            '\'' | '\u{2019}' | '\u{2bc}' => self.apostrophe(before, after),
            // "U.S.", "J.D.": single letters, each with its full stop.
            '.' if is_dotted(before) => {
                let one_letter = following.is_some_and(char::is_alphabetic)
                    && !self.char_at(after + following.map_or(1, char::len_utf8)).is_some_and(is_word_char);
                if one_letter {
                    Joint::Inside
                } else if before.contains('.') && !joined {
                    Joint::FullStop
                } else {
                    Joint::None
                }
            }
            _ => Joint::None,
        }
    }

    fn apostrophe(&self, before: &str, after: usize) -> Joint {
        let following = self.char_at(after);
        let Some(next) = following.filter(|c| is_word_char(*c)) else { return Joint::None };
        let ends_there = !self.char_at(after + next.len_utf8()).is_some_and(is_word_char);
        if matches!(next, 's' | 'S') && ends_there {
            return Joint::Possessive(1);
        }
        let elided = before.len() <= 4 && ELIDED.contains(&before.to_ascii_lowercase().as_str());
        let is_name = before.chars().all(char::is_uppercase) && next.is_uppercase();
        if elided && !is_name { Joint::None } else { Joint::Inside }
    }

    fn push(&mut self, range: Range<usize>, possessive: bool) {
        let Some(written) = self.text.get(range.clone()) else { return };
        let start = self.folded.len();
        let simple = written.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if simple {
            self.folded.push_str(written);
            self.folded.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
        } else {
            for part in written.split(['\'', '\u{2019}', '\u{2bc}']) {
                text::fold_into(part, &mut self.folded);
            }
        }
        let folded = start..self.folded.len();
        let key = self.folded.get(folded.clone()).unwrap_or("");
        let shape = if simple { simple_shape(written.as_bytes()) } else { shape(written) };
        let classes = if shape.number { lexicon::Classes::default() } else { lexicon::classes(key) };
        self.words.push(Word {
            range,
            folded,
            classes,
            shape,
            gap: Gap::default(),
            sentence: 0,
            possessive,
            quoted: false,
        });
    }

    /// Says of the last word what stands after it.
    fn close_gap(&mut self, gap: Range<usize>) {
        let (Some(written), Some(last)) = (self.text.get(gap), self.words.last_mut()) else { return };
        if written == " " {
            last.gap = Gap::BLANK;
            return;
        }
        let elided = matches!(written, "'" | "\u{2019}");
        last.gap = if elided { Gap::ELISION } else { gap_of(written) };
    }
}

enum Joint {
    None,
    Inside,
    FullStop,
    /// "'s"; how many bytes stand after the apostrophe.
    Possessive(usize),
}

fn gap_of(written: &str) -> Gap {
    let mut gap = Gap::default();
    let mut blank = !written.is_empty();
    for c in written.chars() {
        blank &= c.is_whitespace();
        gap = gap.or(match c {
            '\n' | '\r' => Gap::LINE,
            c if c.is_whitespace() || text::is_joiner(c) => continue,
            ',' | '،' => Gap::COMMA,
            '.' | '!' | '?' | '…' | '。' => Gap::STOP,
            '(' | '[' | '{' => Gap::OPEN,
            ')' | ']' | '}' => Gap::CLOSE,
            ':' => Gap::COLON,
            ';' => Gap::SEMICOLON,
            '-' | '–' | '—' | '‒' | '\u{2010}' | '\u{2011}' => Gap::DASH,
            '/' | '|' => Gap::SLASH,
            '"' | '\'' | '“' | '”' | '‘' | '\u{2019}' | '«' | '»' | '„' | '‹' | '›' => Gap::QUOTE,
            '&' => Gap::AND,
            '#' => Gap::NUMBER,
            _ => Gap::OTHER,
        });
    }
    if blank { gap.or(Gap::BLANK) } else { gap }
}

/// Marks the words between quotation marks: words on a sign, a title, what somebody said.
fn mark_quoted(text: &str, words: &mut [Word]) {
    /// What is longer is a missing mark, not a quotation.
    const QUOTED_MAX_WORDS: usize = 40;
    let mut open: Option<(char, usize)> = None;
    let first = words.first().map_or(0, |word| word.range.start);
    let opens = text.get(..first).is_some_and(|gap| gap.contains(['“', '„', '"', '«', '‘', '\'']));
    if !opens && !words.iter().any(|word| word.gap.has(Gap::QUOTE)) {
        return;
    }
    let mut gaps: Vec<(Range<usize>, usize)> = vec![(0..first, 0)];
    for at in 0..words.len() {
        let Some(word) = words.get(at) else { break };
        if word.gap.has(Gap::QUOTE) {
            let end = words.get(at + 1).map_or(text.len(), |next| next.range.start);
            gaps.push((word.range.end..end, at + 1));
        }
    }
    for (range, next) in gaps {
        let Some(gap) = text.get(range) else { continue };
        for (position, c) in gap.char_indices() {
            let after_blank = position == 0 && next == 0
                || gap.get(..position).is_some_and(|before| before.ends_with([' ', '(', '\u{a0}', '\n']));
            let closes = match (open, c) {
                (Some(('“' | '„', _)), '”' | '“') | (Some(('"', _)), '"') | (Some(('«', _)), '»') => true,
                (Some(('‘', _)), '\u{2019}') | (Some(('\'', _)), '\'') => !after_blank,
                _ => false,
            };
            if let Some((_, start)) = open.filter(|_| closes) {
                if next - start <= QUOTED_MAX_WORDS {
                    for word in words.get_mut(start..next).unwrap_or_default() {
                        word.quoted = true;
                    }
                }
                open = None;
            } else if matches!(c, '“' | '„' | '"' | '«') || matches!(c, '‘' | '\'') && after_blank {
                open = Some((c, next));
            }
        }
    }
}

/// The shape of a word of ASCII letters and digits.
fn simple_shape(written: &[u8]) -> Shape {
    let capitalized = written.first().is_some_and(u8::is_ascii_uppercase);
    let n_digits = written.iter().filter(|byte| byte.is_ascii_digit()).count();
    Shape {
        capitalized,
        all_capitals: capitalized && written.len() - n_digits >= 2 && !written.iter().any(u8::is_ascii_lowercase),
        number: n_digits == written.len(),
        initial: capitalized && written.len() == 1,
    }
}

fn shape(written: &str) -> Shape {
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    let capitalized = written.chars().next().is_some_and(char::is_uppercase);
    let n_letters = written.chars().filter(|c| c.is_alphabetic()).count();
    Shape {
        capitalized,
        all_capitals: capitalized && n_letters >= 2 && letters.all(|c| !c.is_lowercase()),
        number: written.bytes().all(|byte| byte.is_ascii_digit()),
        initial: capitalized && (n_letters == 1 && written.chars().count() == 1 || is_dotted(written)),
    }
}

/// Whether a word is a month's name, or how it is shortened.
fn is_month(word: &str) -> bool {
    const NAME_MAX_BYTES: usize = 16;
    word.len() <= NAME_MAX_BYTES && when::is_month(&text::fold(word))
}

/// The letters with which a text begins.
fn first_letters(text: &str) -> &str {
    text.get(..text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())).unwrap_or("")
}

/// Whether a text is single letters with full stops between: "U.S", "J".
fn is_dotted(text: &str) -> bool {
    text.len() <= 12
        && !text.is_empty()
        && text.split('.').enumerate().all(|(n, part)| {
            let mut letters = part.chars();
            let one = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
            one || n > 0 && part.is_empty()
        })
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && canonical_combining_class(c) > 0
}
