//! The ways in which values are written: which value each is, so that most need not be folded, and how often it was written,
//! so that a value can be shown as it is written most often.

use std::cmp::Ordering;

use crate::catalog::terms::Terms;

/// The most spellings that are remembered.
const SPELLINGS_MAX: usize = 1 << 16;

/// The spellings of the values of a vocabulary.
#[derive(Clone, Debug, Default)]
pub(super) struct Spellings {
    written: Terms,
    /// What is known of each, by its number.
    known: Vec<Spelling>,
}

#[derive(Clone, Copy, Debug)]
struct Spelling {
    /// The value.
    ordinal: u32,
    /// How often it is written so.
    n_written: u32,
}

impl Spellings {
    /// The value that is written so, which is counted. Where none is known, the caller says by `remember` which it is.
    pub(super) fn value(&mut self, written: &str) -> Option<u32> {
        let number = match self.written.len() < SPELLINGS_MAX {
            true => self.written.number(written.as_bytes()).0,
            false => self.written.known(written.as_bytes())?,
        };
        let spelling = self.known.get_mut(number as usize)?;
        spelling.n_written = spelling.n_written.saturating_add(1);
        Some(spelling.ordinal)
    }

    /// Remembers which value is written in the way that was asked for last, while there is room.
    pub(super) fn remember(&mut self, ordinal: u32) {
        if self.known.len() < self.written.len() {
            self.known.push(Spelling { ordinal, n_written: 1 });
        }
    }

    /// The number of the spelling in which each value is written most often, as far as that is known; of those that are as
    /// frequent, one that is not all capitals, or else the first.
    pub(super) fn usual(&self) -> Vec<u32> {
        let n_values = self.known.iter().map(|spelling| spelling.ordinal as usize + 1).max().unwrap_or(0);
        let mut usual = vec![u32::MAX; n_values];
        for (number, spelling) in (0..).zip(&self.known) {
            let Some(best) = usual.get_mut(spelling.ordinal as usize) else { continue };
            let is_more_usual = |than: &Spelling| match spelling.n_written.cmp(&than.n_written) {
                Ordering::Greater => true,
                Ordering::Equal => self.is_capitals(*best) && !self.is_capitals(number),
                Ordering::Less => false,
            };
            if self.known.get(*best as usize).is_none_or(is_more_usual) {
                *best = number;
            }
        }
        usual
    }

    /// The spelling of a number.
    pub(super) fn get(&self, number: u32) -> Option<&str> {
        self.written.get(number).and_then(|written| std::str::from_utf8(written).ok())
    }

    fn is_capitals(&self, number: u32) -> bool {
        self.get(number).is_some_and(|written| !written.contains(char::is_lowercase))
    }
}
