//! Finds persons by the titles before their names ("Rep. Lou Correa, D-Calif.") and tells those shown from those only
//! mentioned ("supporters of US President Donald Trump"). The titles are data: `assets/people/titles.csv`.
//! A name without a title is not taken for a person yet: nothing is guessed.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::caption::{Person, PersonRole};
use crate::text::{self, Token};

static TITLES: LazyLock<Titles> = LazyLock::new(|| Titles::parse(include_str!("../../assets/people/titles.csv")));

/// The most words a name has.
const NAME_MAX_WORDS: usize = 5;

/// The persons a text names with a title, in order.
pub fn find(text: &str) -> Vec<Person> {
    let reading = Reading { text, tokens: text::tokens(text) };
    let mut persons: Vec<Person> = Vec::new();
    let mut at = 0;
    while at < reading.tokens.len() {
        let Some(title) = TITLES.longest_at(&reading, at) else {
            at += 1;
            continue;
        };
        let name_start = at + title.n_words;
        let name_end = reading.name_end(name_start);
        if name_end == name_start {
            at += 1;
            continue;
        }
        if reading.names_a_county(name_end) {
            at = name_end;
            continue;
        }
        let title_start = at - reading.n_words_before_title(at, title.before);
        let name = reading.slice(name_start, name_end);
        let affiliation = reading.affiliation(name_end);
        let (party, state) = affiliation.map_or((None, None), |(party, state)| (Some(party), Some(state)));
        let span = reading.range(name_start, name_end);
        // The same person named twice is one person; seen once is seen.
        let role = reading.role(title_start, name_end);
        match persons.iter_mut().find(|person| person.name == name) {
            Some(person) => person.role = person.role.min(role),
            None => persons.push(Person {
                name: name.to_owned(),
                role,
                title: Some(reading.title(title_start, name_start)),
                party,
                state,
                span: Some(span),
            }),
        }
        at = name_end;
    }
    persons
}

struct Titles {
    /// Titles by their first word; those with the most words first.
    by_first_word: HashMap<String, Vec<Title>>,
}

struct Title {
    words: Vec<String>,
    /// Phrases that may stand before the title, folded words.
    before: Vec<Vec<String>>,
}

struct TitleFound<'a> {
    n_words: usize,
    before: &'a [Vec<String>],
}

impl Titles {
    fn parse(data: &str) -> Self {
        let mut by_first_word: HashMap<String, Vec<Title>> = HashMap::new();
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes());
        for row in rows.records().flatten() {
            let words = text::words(row.get(0).unwrap_or_default());
            let mut before: Vec<_> =
                row.get(1).unwrap_or_default().split('|').map(text::words).filter(|words| !words.is_empty()).collect();
            before.sort_by_key(|words| std::cmp::Reverse(words.len()));
            if let Some(first) = words.first().cloned() {
                by_first_word.entry(first).or_default().push(Title { words, before });
            }
        }
        for titles in by_first_word.values_mut() {
            titles.sort_by_key(|title| std::cmp::Reverse(title.words.len()));
        }
        Self { by_first_word }
    }

    fn longest_at(&self, reading: &Reading<'_>, at: usize) -> Option<TitleFound<'_>> {
        let titles = self.by_first_word.get(reading.folded(at))?;
        if !reading.is_capitalized(at) {
            return None;
        }
        let stands_here = |title: &&Title| {
            let n_words = title.words.len();
            title.words.iter().enumerate().all(|(n, word)| reading.folded(at + n) == word)
                && (1..=n_words).all(|n| n == n_words || reading.gap_is(at + n - 1, " .-\u{a0}"))
                && reading.gap_is(at + n_words - 1, " .\u{a0}")
        };
        titles.iter().find(stands_here).map(|title| TitleFound { n_words: title.words.len(), before: &title.before })
    }
}

struct Reading<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl Reading<'_> {
    /// Where the name that begins at a token ends: capitalized words with their particles, initials and suffixes.
    fn name_end(&self, start: usize) -> usize {
        const PARTICLES: [&str; 20] = [
            "van", "von", "de", "da", "di", "del", "della", "du", "la", "le", "der", "den", "ter", "bin", "ibn", "al",
            "el", "dos", "ter", "zu",
        ];
        let mut end = start;
        let mut at = start;
        while at < self.tokens.len() && at - start < NAME_MAX_WORDS {
            if at > start && !self.joins_name(at - 1) {
                break;
            }
            if self.is_capitalized(at) && !self.is_number(at) {
                at += 1;
                end = at;
                // "Pelosi's": the letter after the apostrophe is no part of the name.
                continue;
            }
            if !PARTICLES.contains(&self.folded(at)) {
                break;
            }
            at += 1;
        }
        end
    }

    /// "Prince George's County" is a place.
    fn names_a_county(&self, name_end: usize) -> bool {
        self.folded(name_end) == "s" && self.folded(name_end + 1) == "county"
    }

    /// Whether what stands after a token may stand inside a name: a blank, a hyphen, an apostrophe, an initial's stop.
    fn joins_name(&self, at: usize) -> bool {
        let gap = self.gap(at);
        let is_initial = self.tokens.get(at).is_some_and(|token| token.range.len() == 1);
        let is_abbreviation = matches!(self.folded(at), "st" | "jr" | "sr" | "wm" | "geo");
        match gap {
            " " | "\u{a0}" | "-" | "'" | "’" => true,
            "." | ". " => is_initial || is_abbreviation,
            _ => false,
        }
    }

    fn n_words_before_title(&self, at: usize, before: &[Vec<String>]) -> usize {
        for words in before {
            let Some(start) = at.checked_sub(words.len()) else { continue };
            let same = words
                .iter()
                .enumerate()
                .all(|(n, word)| self.folded(start + n) == word && self.gap_is(start + n, " .\u{a0}"));
            if same {
                return words.len();
            }
        }
        0
    }

    /// Party and state after a name: ", D-Pa.," or "(R-Ky.)".
    fn affiliation(&self, name_end: usize) -> Option<(String, String)> {
        let opens = matches!(self.gap(name_end.checked_sub(1)?), ", " | " (");
        let (party, state) = (self.tokens.get(name_end)?, self.tokens.get(name_end + 1)?);
        let is_party = party.range.len() <= 3 && self.is_capitalized(name_end);
        if !opens || !is_party || self.gap(name_end) != "-" || !self.is_capitalized(name_end + 1) {
            return None;
        }
        let rest = self.text.get(state.range.start..)?;
        let end = rest.find([',', ')', ' ']).unwrap_or(rest.len());
        let state = rest.get(..end)?.trim_end_matches(':');
        Some((self.text.get(party.range.clone())?.to_owned(), state.to_owned()))
    }

    /// Whom others act for, or whose thing is seen, is mentioned; everyone else a caption names is shown.
    fn role(&self, title_start: usize, name_end: usize) -> PersonRole {
        const ABOUT: [&str; 17] = [
            "of",
            "supporting",
            "backing",
            "against",
            "about",
            "for",
            "opposing",
            "protesting",
            "depicting",
            "supports",
            "support",
            "honoring",
            "impersonating",
            "mocking",
            "resembling",
            "following",
            "demanding",
        ];
        let mut before = title_start;
        while let Some(previous) = before
            .checked_sub(1)
            .filter(|previous| matches!(self.folded(*previous), "the" | "former" | "then" | "late"))
        {
            before = previous;
        }
        let cue = before.checked_sub(1).filter(|cue| self.gap_is(*cue, " \u{a0}")).map_or("", |cue| self.folded(cue));
        let possessive = self.gap(name_end - 1).starts_with(['\'', '’']);
        if ABOUT.contains(&cue) || possessive { PersonRole::Mentioned } else { PersonRole::Shown }
    }

    /// The title as written, with the full stop of an abbreviation.
    fn title(&self, start: usize, name_start: usize) -> String {
        let start = self.tokens.get(start).map_or(0, |token| token.range.start);
        let end = self.tokens.get(name_start).map_or(start, |token| token.range.start);
        self.text.get(start..end).unwrap_or("").trim_end().to_owned()
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(self.range(start, end)).unwrap_or("")
    }

    fn range(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.tokens.get(start).map_or(0, |token| token.range.start);
        let mut last = self.tokens.get(end - 1).map_or(first, |token| token.range.end);
        // The full stop of "Jr." belongs to the name.
        if matches!(self.folded(end - 1), "jr" | "sr")
            && self.text.get(last..).is_some_and(|rest| rest.starts_with('.'))
        {
            last += 1;
        }
        first..last
    }

    fn folded(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    fn gap(&self, at: usize) -> &str {
        let start = self.tokens.get(at).map_or(self.text.len(), |token| token.range.end);
        let end = self.tokens.get(at + 1).map_or(self.text.len(), |token| token.range.start);
        self.text.get(start..end).unwrap_or("")
    }

    fn gap_is(&self, at: usize, allowed: &str) -> bool {
        let gap = self.gap(at);
        !gap.is_empty() && gap.len() <= 3 && gap.chars().all(|c| allowed.contains(c))
    }

    fn is_capitalized(&self, at: usize) -> bool {
        let word = self.tokens.get(at).and_then(|token| self.text.get(token.range.clone()));
        word.and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
    }

    fn is_number(&self, at: usize) -> bool {
        self.folded(at).bytes().all(|b| b.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each person as `role: title / name / party-state`.
    fn check(text: &str, expected: &[&str]) {
        let shown = find(text).into_iter().map(|person| {
            let Person { name, role, title, party, state, span } = person;
            assert_eq!(span.and_then(|span| text.get(span)), Some(name.as_str()), "{text}");
            let affiliation = party.zip(state).map_or(String::new(), |(party, state)| format!(" / {party}-{state}"));
            format!("{}: {} / {name}{affiliation}", role.name(), title.unwrap_or_default())
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn persons_are_named_after_their_titles() {
        check("Rep. Madeleine Dean, D-Pa., and other members take cover", &["shown: Rep. / Madeleine Dean / D-Pa."]);
        check("Sen. Mitch McConnell (R-Ky.) speaks", &["shown: Sen. / Mitch McConnell / R-Ky."]);
        check("Rep. Alexandria Ocasio-Cortez (D-N.Y.) waits", &["shown: Rep. / Alexandria Ocasio-Cortez / D-N.Y."]);
        check(
            "Rep. Jason Crow comforts Rep. Susan Wild while taking cover",
            &["shown: Rep. / Jason Crow", "shown: Rep. / Susan Wild"],
        );
        check("Prime Minister Ursula von der Leyen Jr. arrives", &["shown: Prime Minister / Ursula von der Leyen Jr."]);
        check("President John F. Kennedy waves.", &["shown: President / John F. Kennedy"]);
        check("Former President Barack Obama. He left.", &["shown: Former President / Barack Obama"]);
        check("Capt. Tim O'Brien salutes", &["shown: Capt. / Tim O'Brien"]);
        check("Dr. Ngô Đình Diệm, 54, reads", &["shown: Dr. / Ngô Đình Diệm"]);
    }

    #[test]
    fn those_others_act_for_are_only_mentioned() {
        check("Supporters of US President Donald Trump protest", &["mentioned: US President / Donald Trump"]);
        check("A protester supporting US President Donald Trump jumps", &["mentioned: US President / Donald Trump"]);
        check(
            "the lectern of US Speaker of the House Nancy Pelosi through",
            &["mentioned: US Speaker of the House / Nancy Pelosi"],
        );
        check("Speaker Nancy Pelosi's lectern", &["mentioned: Speaker / Nancy Pelosi"]);
        check(
            "supporters of President Donald Trump cheer as President Donald Trump speaks",
            &["shown: President / Donald Trump"],
        );
    }

    #[test]
    fn a_title_without_a_name_is_nobody() {
        check("the President of the United States", &[]);
        check("A Trump flag; pro-Trump protesters; Trump supporters", &[]);
        check("Members of congress run for cover", &[]);
        check("a general store in general", &[]);
        check("Mud bath, Prince George's County, Maryland", &[]);
        check("Queen 12", &[]);
    }
}
