//! The same person twice: "Donald Trump … Trump" is one, whichever stands first.

use super::{Found, PersonRule, Search, sexes};
use crate::anatomy::ground::Mark;
use crate::anatomy::reading::Reading;
use crate::caption::Person;
use crate::caption::lexicon::Class;
use crate::text;
use crate::text::word_map::WordMap;

/// How many persons back the same one is looked for.
const MERGED_MAX: usize = 100;

/// Adds the single words that are the short form of a name found before them.
pub(crate) fn add_short_names(search: &mut Search<'_, '_, '_>) {
    if search.found.is_empty() {
        return;
    }
    search.found.sort_by_key(|found| found.words.start);
    let ground = &*search.ground;
    let reading = ground.reading;
    let short = ShortForms::of(search);
    let mut added = Vec::new();
    for at in 0..reading.n_words() {
        let free = matches!(ground.mark_of(at), Mark::Free | Mark::NameOfBoth) && ground.may_be_in_name(at);
        if !free || search.covers(at) || !short.has(reading, at) {
            continue;
        }
        let alone = ground.run_end(at) == at + 1
            && !reading
                .touching_before(at)
                .is_some_and(|before| ground.may_be_in_name(before) && !reading.is(before, Class::Job));
        if alone {
            added.push(Found { words: at..at + 1, title: None, rule: PersonRule::Again, whole: None });
        }
    }
    search.found.extend(added);
}

/// By which single words the names found may come again, each with the word at which the first of them begins.
struct ShortForms<'r> {
    last: WordMap<&'r str, usize>,
    first: WordMap<&'r str, usize>,
}

impl<'r> ShortForms<'r> {
    fn of(search: &Search<'_, 'r, '_>) -> Self {
        let reading = search.ground.reading;
        let mut short = Self { last: WordMap::default(), first: WordMap::default() };
        for Found { words, .. } in &search.found {
            let suffix = reading.is(words.end - 1, Class::Suffix);
            let last = if suffix { words.end.saturating_sub(2) } else { words.end - 1 };
            short.last.entry(reading.folded(last)).or_insert(words.start);
            if words.len() >= 2 {
                short.first.entry(reading.folded(words.start)).or_insert(words.start);
            }
        }
        short
    }

    /// Whether a word is the short form of a name that begins before it.
    fn has(&self, reading: &Reading<'_>, at: usize) -> bool {
        let word = reading.folded(at);
        let before = |names: &WordMap<&str, usize>| names.get(word).is_some_and(|start| *start < at);
        before(&self.last) || reading.is(at, Class::Given) && before(&self.first)
    }
}

/// Adds a person, or joins it to the one it is; which one that is.
pub(crate) fn merge(persons: &mut Vec<Person>, person: Person) -> usize {
    let same = |known: &Person| may_be_one(known, &person) && !has_other_title(known, &person);
    // Of very many persons only the last are looked at: a caption is a paragraph.
    let start = persons.len().saturating_sub(MERGED_MAX);
    let recent = persons.get(start..).unwrap_or_default();
    let Some(index) = recent.iter().rposition(same).map(|at| start + at) else {
        persons.push(person);
        return persons.len() - 1;
    };
    if let Some(known) = persons.get_mut(index) {
        // Seen once is seen.
        known.role = known.role.min(person.role);
        if n_words(&person.name) > n_words(&known.name) {
            known.name = person.name;
            known.span = person.span;
        }
        known.title = known.title.take().or(person.title);
        known.party = known.party.take().or(person.party);
        known.state = known.state.take().or(person.state);
    }
    index
}

/// "President Trump and first lady Melania Trump" are two, by their titles.
fn has_other_title(known: &Person, person: &Person) -> bool {
    let (Some(known_title), Some(title)) = (&known.title, &person.title) else { return false };
    let (known_title, title) = (text::fold(known_title), text::fold(title));
    // "U.S. President Donald Trump" is "President Trump".
    let same = known_title.ends_with(&title) || title.ends_with(&known_title);
    n_words(&known.name).min(n_words(&person.name)) == 1 && !same
}

/// Whether two persons may be one by their names, and neither title nor given name tells a man from a woman.
pub(crate) fn may_be_one(one: &Person, other: &Person) -> bool {
    one.name == other.name || is_same(&one.name, &other.name) && !sexes::differ(one, other)
}

/// Whether two names may be the same person's: equal, or one the short form of the other.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (name_words(a), name_words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let ends_alike = |n: &str| long.last().is_some_and(|last| is_same_word(last, n));
    let begins_alike = |n: &str| long.first().is_some_and(|first| is_same_word(first, n));
    match short.as_slice() {
        [] => false,
        [only] => ends_alike(only) || long.len() > 1 && begins_alike(only),
        [first, .., last] => {
            ends_alike(last)
                && begins_alike(first)
                && (long.len() > short.len() || long.iter().zip(short).all(|(a, b)| is_same_word(a, b)))
        }
    }
}

/// Whether a name is one word, with which others of the collection may be called more fully.
pub(crate) fn is_short(name: &str) -> bool {
    let mut words = parts(name);
    words.next().is_some() && words.all(is_suffix)
}

/// The words of a name that tell who it is: no "Jr.", no numeral.
pub(crate) fn name_words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = parts(name).collect();
    while words.len() > 1 && words.last().is_some_and(|last| is_suffix(last)) {
        words.pop();
    }
    words
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '.', ',', '\u{a0}']).filter(|word| !word.is_empty())
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Sr" | "JR" | "II" | "III" | "IV")
}

fn is_same_word(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || !(a.is_ascii() && b.is_ascii()) && text::fold(a) == text::fold(b)
}

fn n_words(name: &str) -> usize {
    name.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_names_are_the_same_persons() {
        let same = |a: &str, b: &str| is_same(a, b) && is_same(b, a);
        assert!(same("Donald Trump", "Trump"));
        assert!(same("Donald J. Trump", "Donald Trump"));
        assert!(same("Queen Elizabeth II", "Queen Elizabeth"));
        assert!(same("Martin Luther King Jr.", "King"));
        assert!(!same("Bill Clinton", "Hillary Clinton"));
        assert!(!same("Trump", "Trumpet"));
        assert!(!same("", "Trump"));
    }
}
