//! Finds the persons a caption names: after titles ("Rep. Lou Correa, D-Calif.") and occupations, and bare names by what
//! speaks for them; and tells those shown from those only mentioned. The words the rules use are data, `assets/people/`.

mod again;
mod bare;
mod depicted;
mod evidence;
mod heads;
mod introduced;
mod lists;
pub(crate) mod names;
mod roles;
mod rules;
pub(crate) mod sexes;

use std::ops::Range;

pub(crate) use self::again::{is_same, is_short, may_be_one, name_words};
use self::roles::Role;
pub use self::rules::{PersonRule, RoleRule};
use crate::anatomy::ground::{Ground, Mark};
use crate::anatomy::reading::Gap;
use crate::caption::{Person, PersonRole};

/// A place of the text where a person is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonMention {
    /// Byte range of the name.
    pub range: Range<usize>,
    /// Which of the persons found.
    pub person: usize,
    /// Why it is a person's name.
    pub rule: PersonRule,
    /// Whether the person is shown, by what this place says.
    pub role: PersonRole,
    /// Why.
    pub role_rule: RoleRule,
}

/// The persons of a text and where they are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Persons {
    /// The persons in the order of the text, each once.
    pub persons: Vec<Person>,
    /// Where they are named, in order, not overlapping.
    pub mentions: Vec<PersonMention>,
}

/// A name found, before it is known who is the same and who is shown.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The words of the name.
    pub(crate) words: Range<usize>,
    /// The words of the title before it.
    pub(crate) title: Option<Range<usize>>,
    /// Why it is a name.
    pub(crate) rule: PersonRule,
    /// The whole name, where the text leaves a part to the next: "Bill" of "Bill and Hillary Clinton".
    pub(crate) whole: Option<String>,
}

/// Finds the persons a text names.
pub(crate) fn find(ground: &mut Ground<'_, '_>) -> Persons {
    let mut search = Search { ground, found: Vec::new(), doubtful: Vec::new() };
    search.run();
    lists::complete(&mut search);
    again::add_short_names(&mut search);
    search.found.sort_by_key(|found| found.words.start);
    let Search { found, .. } = search;
    joined(ground, &found)
}

/// The search for names, from the first word to the last.
pub(crate) struct Search<'g, 'a, 't> {
    /// The words and what is known of them.
    pub(crate) ground: &'g mut Ground<'a, 't>,
    /// The names found.
    pub(crate) found: Vec<Found>,
    /// Runs of words that would be names if they stood in a list of names.
    pub(crate) doubtful: Vec<Range<usize>>,
}

impl Search<'_, '_, '_> {
    /// Whether a word is part of a name found; the names must be in order.
    fn covers(&self, at: usize) -> bool {
        let after = self.found.partition_point(|found| found.words.start <= at);
        // Names seldom overlap, and then only a few.
        self.found.get(after.saturating_sub(8)..after).unwrap_or_default().iter().any(|found| found.words.contains(&at))
    }

    fn run(&mut self) {
        let mut at = 0;
        for words in self.ground.known_persons.clone() {
            self.found.push(Found { words, title: None, rule: PersonRule::Known, whole: None });
        }
        while at < self.ground.reading.n_words() {
            let taken = match self.ground.mark_of(at) {
                Mark::Taken => true,
                // "Supreme Court Justices" is a body, and a title before a name.
                Mark::Organization => !self.ground.begins_title(at),
                Mark::Person => true,
                Mark::Free | Mark::Place | Mark::NameOfBoth => false,
            };
            if taken {
                at += 1;
                continue;
            }
            at = self.titled(at).or_else(|| self.employed(at)).or_else(|| self.bare(at)).unwrap_or(at + 1);
        }
    }
}

/// The names as persons: the same person once, with where each is named.
fn joined(ground: &Ground<'_, '_>, found: &[Found]) -> Persons {
    let mut persons = Persons::default();
    let mut last: Option<(Range<usize>, Role)> = None;
    for one in found {
        let role = roles::role(ground, one, last.as_ref());
        last = Some((one.words.clone(), role));
        let range = ground.name_range(&one.words);
        let written = ground.reading.text.get(range.clone()).unwrap_or("");
        let name = one.whole.clone().unwrap_or_else(|| written.to_owned());
        let title = one.title.clone().map(|words| {
            let start = ground.reading.range(&words).start;
            ground.reading.text.get(start..range.start).unwrap_or("").trim_end().to_owned()
        });
        let (party, state) = ground.affiliation(&one.words).unzip();
        let person = Person { name, role: role.role, title, party, state, span: Some(range.clone()) };
        let index = again::merge(&mut persons.persons, person);
        persons.mentions.push(PersonMention {
            range,
            person: index,
            rule: one.rule,
            role: role.role,
            role_rule: role.rule,
        });
    }
    persons
}

/// Whether a gap holds nothing but a comma or a joining mark.
pub(crate) fn is_list_gap(gap: Gap) -> bool {
    gap == Gap::COMMA || gap == Gap::SEMICOLON || gap == Gap::AND || gap == Gap::SLASH
}

#[cfg(test)]
mod tests;
