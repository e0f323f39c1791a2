//! What a person's title or given name says of who bears it: "Mrs. DeMartino" is not Joseph DeMartino.
//! The words are data, `assets/people/sexes.csv`; what is on no list says nothing.

use std::sync::LazyLock;

use super::name_words;
use crate::caption::Person;
use crate::text;
use crate::text::word_map::{WordMap, rows};

const TABLE: &str = include_str!("../../../assets/people/sexes.csv");

/// Whose a title or given name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sex {
    Woman,
    Man,
}

/// Titles and given names; a word may be both: "Lady", "Prince".
#[derive(Default)]
struct Words {
    titles: WordMap<&'static str, Sex>,
    names: WordMap<&'static str, Sex>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for row in rows(TABLE) {
        let mut cells = row.splitn(3, ',');
        let sex = match cells.next() {
            Some("woman") => Sex::Woman,
            Some("man") => Sex::Man,
            _ => continue,
        };
        let list = if cells.next() == Some("title") { &mut words.titles } else { &mut words.names };
        list.extend(cells.next().unwrap_or("").split_whitespace().map(|word| (word, sex)));
    }
    words
});

/// Whether one of two persons is a man and the other a woman. Of a title the last word counts, and where that says nothing a
/// given name before another word: "Mrs. Joseph DeMartino" is a woman.
pub(crate) fn differ(one: &Person, other: &Person) -> bool {
    let sex = sex_of(one);
    sex.is_some() && sex_of(other).is_some_and(|other| Some(other) != sex)
}

fn sex_of(person: &Person) -> Option<Sex> {
    let told = |list: &WordMap<&str, Sex>, word: &str| text::with_folded(word, |word| list.get(word).copied());
    let title = person.title.as_deref().and_then(|title| title.rsplit(' ').next());
    title.and_then(|word| told(&WORDS.titles, word.trim_end_matches('.'))).or_else(|| {
        let [first, _, ..] = *name_words(&person.name).as_slice() else { return None };
        told(&WORDS.names, first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caption::PersonRole;

    #[test]
    fn titles_and_given_names_tell_men_from_women() {
        let person = |named: &str| {
            let (title, name) = named.split_once(" / ").map_or((None, named), |(title, name)| (Some(title), name));
            Person { title: title.map(str::to_owned), ..Person::stated(name, PersonRole::Shown) }
        };
        let check = |one: &str, other: &str, expected: bool| {
            let (one, other) = (person(one), person(other));
            assert_eq!((differ(&one, &other), differ(&other, &one)), (expected, expected), "{one:?} {other:?}");
        };
        check("Mrs. / DeMartino", "Joseph DeMartino", true);
        check("Mr. / Clark", "Mary Clark", true);
        check("Mrs. / Joseph DeMartino", "Mr. / DeMartino", true);
        check("first lady / Obama", "President / Barack Obama", true);
        check("Señora / García", "Juan García", true);
        check("Mr. / DeMartino", "Joseph DeMartino", false);
        check("Mrs. / Clark", "Mary Clark", false);
        check("Dr. / Clark", "Mary Clark", false);
        check("Mrs. / Clark", "Leslie Clark", false);
        check("Mrs. / Clark", "Clark", false);
        check("Joseph", "Mary", false);
    }

    #[test]
    fn no_word_is_of_both_and_all_are_folded() {
        let mut seen = std::collections::BTreeSet::new();
        for row in rows(TABLE) {
            let [sex, of, words] = row.splitn(3, ',').collect::<Vec<_>>()[..] else { panic!("{row}") };
            assert!(matches!((sex, of), ("woman" | "man", "title" | "name")), "{row}");
            for word in words.split(' ') {
                assert_eq!(text::fold(word), word, "not folded");
                assert!(seen.insert((of, word)), "twice: {word}");
            }
        }
    }
}
