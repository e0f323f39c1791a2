//! The end of a text, where a credit stands that closes it. It is gone through once: where its words begin, after which of
//! them a sentence ends, and which marks stand there; the forms of credits then look only where one can begin.

use super::{ends_sentence, ends_surely};
use crate::caption::credit::chain::CREDIT_MAX_BYTES;
use crate::caption::credit::chain::names::CLIENT_MARKS;
use crate::text;

/// A label that a page put after a sentence without a blank.
pub(super) const GLUED_LABEL: &str = ".Credit";

/// The end of a text.
pub(super) struct Tail<'a> {
    /// The text, without white space at its end.
    pub(super) body: &'a str,
    /// The words that a credit may begin with, in order.
    pub(super) words: Vec<Start>,
    /// Where the last colon stands, or what stands for one after a label: "...", "read".
    pub(super) colon: Option<usize>,
    /// Where the last of the marks stands that join an agency to a name: "/", " photo by ", " via ", " for ".
    pub(super) joint: Option<usize>,
    /// Whether a stroke or bar stands there.
    pub(super) has_stroke: bool,
    /// Whether " by " stands there.
    pub(super) has_by: bool,
    /// Whether " via " stands there.
    pub(super) has_via: bool,
    /// Whether a hyphen stands there, or what the longer dashes begin with in UTF-8.
    pub(super) has_dash: bool,
    /// Whether one of `CLIENT_MARKS` stands there.
    pub(super) has_client: bool,
    /// Whether a sentence runs into a label: "… police force.Credit".
    pub(super) has_glued: bool,
}

/// A word that a credit may begin with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// Its first byte in the text.
    pub(super) at: usize,
    /// Whether a sentence ends before it.
    pub(super) after: Ending,
}

/// Whether a sentence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    /// It goes on.
    None,
    /// It may end: after a bracket, a dash, an abbreviation.
    Possible,
    /// It ends beyond doubt.
    Sure,
}

impl<'a> Tail<'a> {
    /// The end of a text that has no white space after it.
    pub(super) fn of(body: &'a str) -> Self {
        let start = body.len() - text::truncated_end(body, CREDIT_MAX_BYTES).len();
        let mut tail = Self {
            body,
            words: Vec::with_capacity(40),
            colon: None,
            joint: None,
            has_stroke: false,
            has_by: false,
            has_via: false,
            has_dash: false,
            has_client: false,
            has_glued: false,
        };
        tail.cut(start);
        tail.note_marks(start);
        tail
    }

    /// The last so many words.
    pub(super) fn last(&self, n_words: usize) -> impl Iterator<Item = Start> {
        self.words.get(self.words.len().saturating_sub(n_words)..).unwrap_or_default().iter().copied()
    }

    /// Where those of the last so many words stand before which a sentence ends beyond doubt.
    pub(super) fn sentences(&self, n_words: usize) -> impl Iterator<Item = usize> {
        self.last(n_words).filter(|word| word.after == Ending::Sure).map(|word| word.at)
    }

    /// The text from the first word on.
    pub(super) fn text(&self) -> &'a str {
        self.words.first().and_then(|first| self.body.get(first.at..)).unwrap_or("")
    }

    fn cut(&mut self, start: usize) {
        let body = self.body;
        let before = body.get(..start).unwrap_or("");
        let mut after_space = start == 0 || before.ends_with(char::is_whitespace);
        // Most words follow another that ends in a letter, and a blank: no sentence ends there.
        let mut plain = false;
        for (at, c) in body.get(start..).unwrap_or("").char_indices() {
            if c.is_whitespace() {
                plain &= c == ' ';
                after_space = true;
                continue;
            }
            if after_space {
                let at = start + at;
                let after = if plain { Ending::None } else { Ending::before(body.get(..at).unwrap_or("")) };
                self.words.push(Start { at, after });
                after_space = false;
            }
            plain = c.is_ascii_alphanumeric() || c == ',';
        }
    }

    fn note_marks(&mut self, start: usize) {
        let first = self.words.first().map_or(self.body.len(), |first| first.at);
        let bytes = self.body.as_bytes();
        for (n, byte) in bytes.get(start..).unwrap_or_default().iter().enumerate() {
            let at = start + n;
            match byte {
                b'/' => (self.has_stroke, self.joint) = (true, Some(at)),
                b'|' => self.has_stroke = true,
                b'-' | 0xE2 => self.has_dash = true,
                b':' => self.colon = Some(at),
                b'.' => {
                    let rest = bytes.get(at..).unwrap_or_default();
                    self.has_glued |= rest.starts_with(GLUED_LABEL.as_bytes());
                    if rest.starts_with(b"...") {
                        self.colon = Some(at);
                    }
                }
                b' ' => self.note_word(bytes.get(at + 1..).unwrap_or_default(), at),
                _ => {}
            }
        }
        // A mark before the first word joins nothing.
        self.joint = self.joint.filter(|at| *at >= first);
    }

    /// Notes a word after a blank that joins the names of a credit.
    fn note_word(&mut self, rest: &[u8], at: usize) {
        let Some(first) = rest.first() else { return };
        match first {
            b'b' if rest.starts_with(b"by ") => self.has_by = true,
            b'v' if rest.starts_with(b"via ") => (self.has_via, self.joint) = (true, Some(at)),
            b'p' if rest.starts_with(b"photo by ") => self.joint = Some(at),
            b'f' if rest.starts_with(b"for ") => (self.has_client, self.joint) = (true, Some(at)),
            b'f' | b'F' | b'p' | b'P' => {
                self.has_client |= CLIENT_MARKS.iter().any(|mark| rest.starts_with(mark.trim_start().as_bytes()));
            }
            b'r' | b'R' if rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"read")) => {
                self.colon = Some(at)
            }
            _ => {}
        }
    }
}

impl Ending {
    /// Whether a sentence ends with a text.
    pub(super) fn before(text: &str) -> Self {
        if ends_surely(text) {
            Self::Sure
        } else if ends_sentence(text) {
            Self::Possible
        } else {
            Self::None
        }
    }
}
