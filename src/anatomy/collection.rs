//! What the photos of a collection say about each other: the whole names of those whom one caption names shortly, and the
//! year that the others state. Gathered once, after all photos are read, and cheap to apply: most photos need nothing.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::anatomy::persons::{is_same, name_words, sexes};
use crate::caption::Person;
use crate::caption::date::Date;
use crate::place::surroundings::Surroundings;
use crate::text;

/// What the photos of a collection say about each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionContext {
    /// Whole names by the last word of each, folded: those to whom a short name may belong.
    names: BTreeMap<String, BTreeSet<String>>,
    /// The names noted so far: most are noted again and again.
    noted: HashSet<String>,
    /// The years that dates state.
    years: BTreeSet<i32>,
    /// The places that captions and fields name.
    pub places: Surroundings,
}

impl CollectionContext {
    /// Takes note of a photo: the persons it names and the date it states.
    pub fn note(&mut self, persons: &[Person], date: Option<&Date>) {
        for person in persons {
            if self.noted.contains(&person.name) {
                continue;
            }
            self.noted.insert(person.name.clone());
            if let [_, .., last] = name_words(&person.name).as_slice() {
                self.names.entry(key_of(last)).or_default().insert(person.name.clone());
            }
        }
        if let Some(date) = date {
            let (first, last) = date.years();
            self.years.extend([first, last]);
        }
    }

    /// The year of the collection, where all its dates agree.
    pub fn year(&self) -> Option<i32> {
        match (self.years.first(), self.years.last()) {
            (Some(first), Some(last)) if first == last => Some(*first),
            _ => None,
        }
    }

    /// The whole name of a person who is named by one word; none where several persons of the collection share it. Whoever
    /// a title tells apart shares none: "Mrs. DeMartino" is not Joseph.
    pub fn whole_name(&self, short: &Person) -> Option<&str> {
        let words = name_words(&short.name);
        let [word] = words.as_slice() else { return None };
        let mut longest: Option<&str> = None;
        let may_be = |name: &&String| !sexes::differ(&Person::stated(name, short.role), short);
        for name in self.names.get(&key_of(word))?.iter().filter(may_be) {
            match longest {
                Some(other) if !is_same(other, name) => return None,
                Some(other) if other.len() >= name.len() => {}
                _ => longest = Some(name),
            }
        }
        longest
    }

    /// Gives persons named shortly their whole names; whether any was given one.
    pub fn complete(&self, persons: &mut Vec<Person>) -> bool {
        let mut changed = false;
        for person in persons.iter_mut() {
            if let Some(name) = self.whole_name(person) {
                person.name = name.to_owned();
                changed = true;
            }
        }
        if changed {
            join_equal(persons);
        }
        changed
    }
}

/// A name's last word as it is looked for: "O’Brien" is "O'Brien".
fn key_of(word: &str) -> String {
    text::words(word).concat()
}

/// Makes one person of those with the same name.
fn join_equal(persons: &mut Vec<Person>) {
    let mut joined: Vec<Person> = Vec::with_capacity(persons.len());
    for person in persons.drain(..) {
        match joined.iter_mut().find(|known| known.name == person.name) {
            Some(known) => known.role = known.role.min(person.role),
            None => joined.push(person),
        }
    }
    *persons = joined;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caption::PersonRole;

    fn context(names: &[&str]) -> CollectionContext {
        let mut context = CollectionContext::default();
        for name in names {
            context.note(&[Person::stated(name, PersonRole::Shown)], None);
        }
        context
    }

    fn check(names: &[&str], short: &str, expected: Option<&str>) {
        let (title, name) = short.split_once(" / ").map_or((None, short), |(title, name)| (Some(title), name));
        let short = Person { title: title.map(str::to_owned), ..Person::stated(name, PersonRole::Shown) };
        assert_eq!(context(names).whole_name(&short), expected, "{short:?} among {names:?}");
    }

    #[test]
    fn a_short_name_is_the_one_whole_name_that_ends_in_it() {
        check(&["Donald Trump", "Nancy Pelosi"], "Trump", Some("Donald Trump"));
        check(&["Donald Trump", "Donald J. Trump"], "Trump", Some("Donald J. Trump"));
        check(&["Donald Trump", "Melania Trump"], "Trump", None);
        check(&["Donald Trump"], "Donald", None);
        check(&["Donald Trump"], "Donald Trump", None);
        check(&[], "", None);
    }

    #[test]
    fn a_wife_is_not_given_the_name_of_her_husband() {
        check(&["Joseph DeMartino"], "Mrs. / DeMartino", None);
        check(&["Joseph DeMartino", "Anna DeMartino"], "Mrs. / DeMartino", Some("Anna DeMartino"));
        check(&["Joseph DeMartino", "Anna DeMartino"], "Mr. / DeMartino", Some("Joseph DeMartino"));
        check(&["Joseph DeMartino", "Anna DeMartino"], "DeMartino", None);
    }

    #[test]
    fn persons_that_become_one_are_joined() {
        let mut persons =
            vec![Person::stated("Trump", PersonRole::Mentioned), Person::stated("Donald Trump", PersonRole::Shown)];
        assert!(context(&["Donald Trump"]).complete(&mut persons));
        assert_eq!(persons, [Person::stated("Donald Trump", PersonRole::Shown)]);
    }

    #[test]
    fn the_year_is_told_only_where_all_agree() {
        let mut context = CollectionContext::default();
        assert_eq!(context.year(), None);
        context.note(&[], Date::parse("2021-01-06").ok().as_ref());
        context.note(&[], Date::parse("2021-01").ok().as_ref());
        assert_eq!(context.year(), Some(2021));
        context.note(&[], Date::parse("1935/1942~").ok().as_ref());
        assert_eq!(context.year(), None);
    }
}
