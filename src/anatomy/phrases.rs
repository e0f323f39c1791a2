//! Names of several words that the rules know: titles, organizations, and what looks like a person and is none.
//! They are data, `assets/people/{titles,organizations,not-persons}.csv`; the longest that stands somewhere counts.

use std::sync::LazyLock;

use crate::anatomy::reading::{Gap, Reading};
use crate::text::word_map::{Beginnings, WordMap, rows};

/// Titles before names.
pub(crate) static TITLES: LazyLock<Phrases<TitleKind>> = LazyLock::new(|| {
    let mut titles = Phrases::default();
    for row in rows(include_str!("../../assets/people/titles.csv")) {
        let (title, kind) = row.rsplit_once(',').unwrap_or((row, ""));
        titles.add(title, if kind == "style" { TitleKind::Style } else { TitleKind::Title });
    }
    titles.sorted()
});

/// Organizations, and names that are no persons'.
pub(crate) static NAMES: LazyLock<Phrases<NameKind>> = LazyLock::new(|| {
    let mut names = Phrases::default();
    for row in rows(include_str!("../../assets/people/organizations.csv")) {
        if let Some((_, list)) = row.split_once(',') {
            list.split('|').for_each(|name| names.add(name, NameKind::Organization));
        }
    }
    for row in rows(include_str!("../../assets/people/not-persons.csv")) {
        if let Some((_, list)) = row.split_once(',') {
            list.split('|').for_each(|name| names.add(name, NameKind::Other));
        }
    }
    for row in rows(include_str!("../../assets/people/known-persons.csv")) {
        if let Some((_, list)) = row.split_once(',') {
            list.split('|').for_each(|name| names.add(name, NameKind::Person));
        }
    }
    names.sorted()
});

/// What a title does to the name after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TitleKind {
    /// It stands before a name: "Rep."
    Title,
    /// With a single name it is part of the name: "Pope" in "Pope Francis".
    Style,
}

/// What a known name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// An organization.
    Organization,
    /// A person whom no rule would find: "Eminem".
    Person,
    /// A place, event, work or figure.
    Other,
}

/// Phrases by their first word, folded; those with the most words first.
#[derive(Debug)]
pub(crate) struct Phrases<K> {
    by_first_word: WordMap<String, Vec<Phrase<K>>>,
    /// How those first words begin.
    beginnings: Beginnings,
}

#[derive(Debug)]
struct Phrase<K> {
    words: Vec<String>,
    /// Whether it counts only in capitals: "WHO".
    all_capitals: bool,
    kind: K,
}

/// A phrase that stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found<K> {
    /// How many words it has.
    pub(crate) n_words: usize,
    /// What it is.
    pub(crate) kind: K,
}

impl<K> Default for Phrases<K> {
    fn default() -> Self {
        Self { by_first_word: WordMap::default(), beginnings: Beginnings::default() }
    }
}

impl<K: Copy> Phrases<K> {
    fn add(&mut self, name: &str, kind: K) {
        let reading = Reading::new(name);
        let words: Vec<String> = (0..reading.n_words()).map(|at| reading.folded(at).to_owned()).collect();
        let Some(first) = words.first().cloned() else { return };
        let all_capitals = words.len() == 1 && reading.shouted && name.len() > 1 && !name.contains('.');
        self.beginnings.add(&first);
        self.by_first_word.entry(first).or_default().push(Phrase { words, all_capitals, kind });
    }

    fn sorted(mut self) -> Self {
        for phrases in self.by_first_word.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        self
    }

    /// The longest phrase that begins at a word.
    pub(crate) fn longest_at(&self, reading: &Reading<'_>, at: usize) -> Option<Found<K>> {
        let first = reading.folded(at);
        let phrases = if self.beginnings.may_hold(first) { self.by_first_word.get(first)? } else { return None };
        let stands_here = |phrase: &&Phrase<K>| {
            let n_words = phrase.words.len();
            let same = phrase.words.iter().enumerate().all(|(n, word)| reading.folded(at + n) == word);
            let joined = (at + 1..at + n_words).all(|next| joins(reading, next - 1));
            let capitals = !phrase.all_capitals || reading.word(at).is_some_and(|word| word.shape.all_capitals);
            same && joined && capitals
        };
        phrases.iter().find(stands_here).map(|phrase| Found { n_words: phrase.words.len(), kind: phrase.kind })
    }
}

/// Whether what stands after a word may stand inside a phrase: "Lt. Gov.", "Johnson & Johnson", "Jack Daniel's".
fn joins(reading: &Reading<'_>, at: usize) -> bool {
    let gap = reading.gap(at);
    let marks = Gap::COMMA.or(Gap::OPEN).or(Gap::CLOSE).or(Gap::COLON).or(Gap::SEMICOLON).or(Gap::QUOTE).or(Gap::LINE);
    !gap.has(marks) && reading.gap_text(at).len() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, title: Option<usize>, name: Option<(usize, NameKind)>) {
        let reading = Reading::new(text);
        assert_eq!(TITLES.longest_at(&reading, 0).map(|found| found.n_words), title, "{text}");
        assert_eq!(NAMES.longest_at(&reading, 0).map(|found| (found.n_words, found.kind)), name, "{text}");
    }

    #[test]
    fn the_longest_phrase_counts() {
        check("Vice President Kamala Harris", Some(2), None);
        check("Lt. Gov. Jane Doe", Some(2), None);
        check("Johnson & Johnson shares", None, Some((2, NameKind::Organization)));
        check("Manchester United players", None, Some((2, NameKind::Organization)));
        check("Who is there", None, None);
        check("WHO officials", None, Some((1, NameKind::Organization)));
        check("Roland Garros, Paris", None, Some((2, NameKind::Other)));
    }
}
