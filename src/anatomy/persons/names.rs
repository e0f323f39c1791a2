//! Names as runs of words: where a name may begin, how far it reaches, and which words cannot be part of one.

use std::ops::Range;

use crate::anatomy::ground::{Ground, Mark};
use crate::anatomy::phrases::TITLES;
use crate::anatomy::reading::{Gap, Reading};
use crate::caption::lexicon::{self, Class};

/// The most words a name has: "Maria del Carmen van der Berg Jr."
const NAME_MAX_WORDS: usize = 7;
/// Whether a word is written as a part of a person's name is, and is no word of grammar.
pub(crate) fn is_name_shaped(reading: &Reading<'_>, at: usize) -> bool {
    let Some(word) = reading.word(at) else { return false };
    if !word.shape.capitalized {
        return false;
    }
    let classes = word.classes;
    if word.shape.initial
        && (word.gap.has(Gap::STOP) || reading.written(at).ends_with('.'))
        && !classes.has(Class::Demonym)
    {
        return true;
    }
    let named = classes.has_any(&[Class::Given, Class::Surname, Class::Leading]);
    let grammar = classes.has(Class::Function) && !classes.has(Class::Particle) && !named;
    let people = classes.has(Class::Demonym) && !named;
    let calendar = classes.has_any(&[Class::Weekday, Class::Month]) && !month_may_be_a_name(reading, at);
    let adjective =
        reading.folded(at).rsplit_once('-').is_some_and(|(_, end)| lexicon::classes(end).has(Class::AdjectiveEnding));
    let has_digit = reading.written(at).bytes().any(|byte| byte.is_ascii_digit());
    !(grammar || people || calendar || adjective || has_digit)
}

fn month_may_be_a_name(reading: &Reading<'_>, at: usize) -> bool {
    // "1. Theresa May, 2. Jeremy Corbyn": a number after a comma is of the month only where it is a year.
    let number_after = reading
        .word(at + 1)
        .is_some_and(|next| next.shape.number && (reading.gap(at).is_blank() || reading.written(at + 1).len() == 4));
    let number_beside = number_after || at > 0 && reading.word(at - 1).is_some_and(|before| before.shape.number);
    reading.is(at, Class::Given) && !number_beside
}

impl Ground<'_, '_> {
    /// Where the run of name-like words that begins at a word ends.
    pub(crate) fn run_end(&self, start: usize) -> usize {
        let reading = self.reading;
        let mut end = start;
        let mut at = start;
        while at - start < NAME_MAX_WORDS {
            if at > start && !self.joins_name(at - 1) {
                break;
            }
            let begins_title = at > start && self.is_title_in_name(start, at);
            let after_family_name = at == start + 2 && reading.is(start, Class::Leading) && reading.folded(at) == "un";
            if (self.may_be_in_name(at)
                || at > start && self.has_article(at)
                || after_family_name && reading.is_capitalized(at))
                && !begins_title
            {
                at += 1;
                end = at;
                if reading.word(at - 1).is_some_and(|word| word.possessive) {
                    break;
                }
                continue;
            }
            if let Some(after) = self.nickname_end(start, at) {
                at = after;
                continue;
            }
            let inside = at > start
                && (reading.is(at, Class::Particle) || reading.folded(at) == "d")
                && !reading.is_capitalized(at);
            // "et", "y" and "e" join two persons more often than they stand inside one name.
            if !inside
                || matches!(reading.folded(at), "et" | "e" | "y" | "das" | "le" | "les" | "den")
                    && !reading.is_capitalized(at + 1)
            {
                break;
            }
            if matches!(reading.folded(at), "y" | "e" | "des" | "den") {
                break;
            }
            at += 1;
        }
        self.with_suffix(start, end)
    }

    /// "al-Assad": an article in lower case, joined to a name.
    fn has_article(&self, at: usize) -> bool {
        let written = self.reading.written(at);
        matches!(written.split_once('-'), Some(("al" | "el" | "ul" | "as" | "ad" | "ar" | "an" | "ash" | "ben", rest)) if rest.starts_with(char::is_uppercase))
    }

    /// "Aaron Judge" and "Billie Jean King" end in a word that is a title elsewhere.
    fn is_title_in_name(&self, start: usize, at: usize) -> bool {
        let reading = self.reading;
        let Some(title) = TITLES.longest_at(reading, at) else { return false };
        // "Conservator Ruth Alderman examines": before no name a title of one word is a family name.
        let last_of_name = at > start
            && (reading.is(at, Class::Surname) || title.n_words == 1 && reading.gap(at).is_blank())
            && (reading.is(at - 1, Class::Given) || reading.word(at - 1).is_some_and(|word| word.shape.initial))
            && !(self.joins_name(at) && self.may_be_in_name(at + 1) && !reading.is(at + 1, Class::Suffix));
        !last_of_name
    }

    /// Whether a title ends with a word: "présidente", "chief executive".
    pub(crate) fn ends_title(&self, at: usize) -> bool {
        (at.saturating_sub(2)..=at)
            .any(|start| TITLES.longest_at(self.reading, start).is_some_and(|title| start + title.n_words == at + 1))
    }

    /// Whether a title begins at a word.
    pub(crate) fn begins_title(&self, at: usize) -> bool {
        TITLES.longest_at(self.reading, at).is_some()
    }

    /// `"The Rock"` in `Dwayne "The Rock" Johnson`: the word after the nickname.
    fn nickname_end(&self, start: usize, at: usize) -> Option<usize> {
        const NICKNAME_MAX_WORDS: usize = 3;
        if at == start || !self.reading.word(at)?.quoted {
            return None;
        }
        let mut end = at;
        while self.reading.word(end).is_some_and(|word| word.quoted) && end - at < NICKNAME_MAX_WORDS {
            end += 1;
        }
        let closes = self.reading.gap(end - 1).has(Gap::QUOTE) && self.reading.gap_text(end - 1).len() <= 5;
        (closes && self.may_be_in_name(end)).then_some(end)
    }

    /// "Jr." after a comma belongs to the name before it.
    fn with_suffix(&self, start: usize, end: usize) -> usize {
        let follows = end > start
            && self.reading.gap_text(end - 1) == ", "
            && matches!(self.reading.folded(end), "jr" | "sr" | "iii");
        if follows { end + 1 } else { end }
    }

    /// Whether what stands after a word may stand inside a name.
    fn joins_name(&self, at: usize) -> bool {
        let Some(word) = self.reading.word(at) else { return false };
        if word.possessive || self.reading.sentence(at + 1) != word.sentence {
            return false;
        }
        let gap = self.reading.gap_text(at);
        let stop = word.shape.initial
            || self.reading.is_any(at, &[Class::ShortName, Class::Suffix])
            || self.reading.folded(at) == "st";
        match gap {
            " " | "\u{a0}" | "  " => true,
            "." | ". " | ".\u{a0}" => stop,
            // "Maïté d'Abbadie", not "le maire d'Orléans"
            "'" | "’" => {
                self.reading.written(at) == "d"
                    && self.mark_of(at + 1) == Mark::Free
                    && at.checked_sub(1).is_some_and(|before| {
                        self.reading.is(before, Class::Given) && !self.reading.is(at + 1, Class::Given)
                    })
            }
            r#". ""# | ". “" => stop && self.reading.word(at + 1).is_some_and(|next| next.quoted),
            _ => {
                self.reading.word(at + 1).is_some_and(|next| next.quoted)
                    && gap.trim_start().len() <= 3
                    && word.gap.has(Gap::QUOTE)
                    && gap.starts_with(' ')
                    || word.quoted
                        && gap.ends_with(' ')
                        && word.gap.has(Gap::QUOTE)
                        && gap.trim_end().len() <= 3
                        && !gap.contains(['.', ','])
            }
        }
    }

    /// The bytes of a name, with the full stop of a last "Jr.".
    pub(crate) fn name_range(&self, words: &Range<usize>) -> Range<usize> {
        let mut range = self.reading.range(words);
        let last = words.end - 1;
        let abbreviated = matches!(self.reading.folded(last), "jr" | "sr");
        if abbreviated && self.reading.text.get(range.end..).is_some_and(|rest| rest.starts_with('.')) {
            range.end += 1;
        }
        range
    }

    /// Whether a word makes a building's, an event's or an organization's name of the run it stands in.
    pub(crate) fn is_head(&self, run: &Range<usize>, at: usize) -> bool {
        let reading = self.reading;
        let classes = [Class::Organization, Class::Facility, Class::Event, Class::Thing];
        if !reading.is_capitalized(at) || !reading.is_any(at, &classes) || reading.is(at, Class::Suffix) {
            return false;
        }
        !self.is_head_in_a_persons_name(run, at)
    }

    /// Whether what stands around a run is what stands around persons.
    fn acts_as_person(&self, run: &Range<usize>) -> bool {
        let reading = self.reading;
        let (last, after) = (run.end - 1, run.end);
        let gap = reading.gap(last);
        let before = run.start.checked_sub(1).map_or("", |before| reading.folded(before));
        self.does_something(after) && gap.is_blank()
            || gap.has(Gap::NUMBER)
            || gap == Gap::COMMA && !reading.is_capitalized(after)
            || gap.is_blank() && matches!(reading.folded(after), "and" | "of" | "as")
            || self.age_after(after).is_some()
            || self.position_after(after).is_some()
            || self.affiliation(run).is_some()
            || before == "to" && run.start > 1 && reading.is(run.start - 2, Class::Job)
            || matches!(before, "by" | "with" | "and" | "actor" | "actress" | "l-r")
            || run.start > 0
                && (reading.is(run.start - 1, Class::Job)
                    || reading.word(run.start - 1).is_some_and(|word| word.possessive))
    }

    /// "Jonah Hill", "Tiger Woods", "Forest Whitaker", "Park Chan-wook".
    fn is_head_in_a_persons_name(&self, run: &Range<usize>, at: usize) -> bool {
        let reading = self.reading;
        let begins = at == run.start
            && reading.is_any(at, &[Class::Given, Class::Leading])
            && run.len() >= 2
            && !reading.is_any(at + 1, &[Class::Facility, Class::Organization, Class::Event]);
        let after_given = at > run.start
            && (reading.is(at - 1, Class::Given) || reading.word(at - 1).is_some_and(|word| word.shape.initial));
        let ends = reading.is(at, Class::Surname)
            && after_given
            && run.len() <= 3
            && at + 1 >= run.end
            && self.acts_as_person(run);
        let placed = run.start > 0
            && reading.touching_before(run.start).is_some_and(|before| {
                reading.is(before, Class::Determiner)
                    || reading.is(before, Class::PlaceWord)
                        && !matches!(reading.folded(before), "for" | "of" | "to" | "between")
            });
        begins || ends && !placed
    }
}
