//! What a run of words holds beside a person's name: words before it that are none of it, and words such as "Bridge" and
//! "University" that make a place's or an organization's name of it.

use std::ops::Range;

use super::Search;
use crate::anatomy::ground::{Ground, Mark};
use crate::anatomy::reading::Gap;
use crate::caption::lexicon::{self, Class};

impl Search<'_, '_, '_> {
    /// The part of a run that can be a person's name: without what stands before it, and nothing where a word such as
    /// "Bridge" makes a place of it.
    pub(super) fn without_heads(&mut self, mut run: Range<usize>, introduced: bool) -> Option<Range<usize>> {
        let reading = self.ground.reading;
        let ship = run.clone().any(|at| reading.is(at, Class::ShipPrefix));
        if ship && !introduced {
            return None;
        }
        if let Some(head) = run.clone().rev().find(|at| self.ground.is_head(&run, *at)) {
            // "Fort Benjamin Harrison"
            if head == run.start && reading.is(head, Class::Saint) && !introduced {
                return None;
            }
            let rest = head + 1..run.end;
            let named = rest.len() >= 2 && reading.is(rest.start, Class::Given);
            let organization = run.start..self.ground.organization_end(head, run.end);
            if reading.is(head, Class::Organization) && !introduced && (run.len() > 1 || organization.len() > 1) {
                let until = if named { head + 1 } else { organization.end };
                self.ground.add_organization(run.start..until);
            }
            if !named {
                return None;
            }
            run = rest;
        }
        // "medalist Sky Brown": after an occupation an ordinary word before a family name is a given name.
        let pair = introduced
            && run.len() == 2
            && reading.is(run.start + 1, Class::Surname)
            && reading.is(run.start, Class::Ordinary);
        // "Simon Coveney TD", "Jane Doe OBE": letters after a name are no part of it.
        while run.len() > 2
            && !reading.shouted
            && reading.is(run.end - 1, Class::PostNominal)
            && reading.word(run.end - 1).is_some_and(|word| word.shape.all_capitals)
        {
            run.end -= 1;
        }
        let limit = if pair { run.start } else { run.end - 1 };
        while run.start < limit
            && (self.ground.begins_no_name(run.start, &run) || self.ground.mark_of(run.start) == Mark::Taken)
        {
            run.start += 1;
        }
        Some(run)
    }

    /// "St. Richard Roman Catholic Church": capitalized words after a run that lead to a head.
    pub(super) fn goes_on_to_head(&self, end: usize) -> bool {
        const REACH_WORDS: usize = 3;
        let reading = self.ground.reading;
        for at in end..end + REACH_WORDS {
            if !reading.gap(at - 1).is_blank()
                || !reading.is_capitalized(at)
                || reading.word(at - 1).is_some_and(|word| word.possessive)
            {
                return false;
            }
            if reading.is_any(at, &[Class::Facility, Class::Organization, Class::Event])
                && !self.ground.begins_title(at)
            {
                return true;
            }
            if !reading.is_any(at, &[Class::Demonym, Class::Function]) {
                return false;
            }
        }
        false
    }

    /// "Prince George's County" is a place.
    pub(super) fn names_a_county(&self, name_end: usize) -> bool {
        let possessive = self.ground.reading.word(name_end - 1).is_some_and(|word| word.possessive);
        possessive
            && self.ground.reading.is_capitalized(name_end)
            && self.ground.reading.is_any(name_end, &[Class::Facility, Class::Organization])
    }
}

impl Ground<'_, '_> {
    /// Whether a word cannot begin the name of the run it stands in: "Brazilian", "Protesters", "Houston".
    fn begins_no_name(&self, at: usize, run: &Range<usize>) -> bool {
        let reading = self.reading;
        let given = reading.is(at, Class::Given);
        let opens = reading.begins_sentence(at) || at > 0 && reading.gap(at - 1).has(Gap::COLON);
        let given_later =
            (at + 1..run.end - 1).any(|later| reading.is(later, Class::Given) && !reading.is(later, Class::Ordinary));
        let is_initial = reading.word(at).is_some_and(|word| word.shape.initial && !word.classes.has(Class::Demonym));
        if is_initial {
            return false;
        }
        if reading.is_any(at, &[Class::Demonym, Class::Job, Class::Descriptor])
            && !reading.is_any(at, &[Class::Given, Class::Leading])
        {
            return true;
        }
        // "Riveters Dave Martin", "Anhänger von Donald Trump", "Bayern-Trainer Thomas Tuchel".
        let next_given = reading.is(at + 1, Class::Given) && at + 2 < run.end
            || reading.is(at + 1, Class::Particle)
                && !reading.is_capitalized(at + 1)
                && reading.is(at + 2, Class::Given);
        let compound =
            reading.folded(at).rsplit_once('-').is_some_and(|(_, end)| lexicon::classes(end).has(Class::Job));
        let plural =
            ["ers", "ors", "ists", "men", "women", "master"].iter().any(|end| reading.folded(at).ends_with(end));
        let unknown = !given && !reading.is_any(at, &[Class::Surname, Class::Leading, Class::Particle]);
        if next_given && unknown && (opens || compound || plural || reading.is(at + 1, Class::Particle)) {
            return true;
        }
        // "Le Monégasque Charles Leclerc": the article and the people's name before a given name.
        let is_article = |at: usize| matches!(reading.folded(at), "le" | "la" | "el" | "der" | "die");
        let given_name_at = |at: usize| reading.is(at, Class::Given) && at + 1 < run.end;
        let led = at > 0 && is_article(at - 1) && reading.begins_sentence(at - 1) && given_name_at(at + 1);
        if opens && is_article(at) && given_name_at(at + 2) || led && !given {
            return true;
        }
        if reading.is(at, Class::Particle) && !reading.is_capitalized(at) {
            return true;
        }
        if reading.is(at, Class::Ordinary)
            && (!given || given_later && reading.begins_sentence(at))
            && !reading.is_any(at, &[Class::Surname, Class::Leading])
        {
            return true;
        }
        let not_free = matches!(self.mark_of(at), Mark::Place | Mark::NameOfBoth);
        not_free && (!given || reading.is(at + 1, Class::Given) && at + 2 < run.end)
    }

    /// "Plaza Mayor de Salamanca", "la rue Victor Hugo": a word right before that begins the name of a street or building.
    pub(super) fn follows_site(&self, at: usize) -> bool {
        let reading = self.reading;
        reading
            .touching_before(at)
            .is_some_and(|before| reading.is(before, Class::Saint) && reading.is(before, Class::Facility))
    }

    /// "University of Michigan": an organization's name goes on after "of".
    pub(super) fn organization_end(&self, head: usize, run_end: usize) -> usize {
        let reading = self.reading;
        let of = head + 1;
        let goes_on = of == run_end
            && reading.gap(head).is_blank()
            && matches!(reading.folded(of), "of" | "for" | "de" | "du" | "der")
            && reading.gap(of).is_blank();
        if !goes_on {
            return run_end;
        }
        let start = of + 1 + usize::from(reading.is(of + 1, Class::Article));
        // "photo issued by Essex Police of Jordan Spencer-Hall, 24,"
        if reading.is(start, Class::Given) && self.age_after(self.run_end(start)).is_some() {
            return run_end;
        }
        let mut end = start;
        while reading.is_capitalized(end)
            && reading.gap(end - 1).is_blank()
            && end - start < 4
            && !reading.is(end, Class::Function)
        {
            end += 1;
        }
        if end > start { end } else { run_end }
    }

    /// "Catherine, Duchess of Cambridge": the end of the name with its rank.
    pub(super) fn with_rank(&self, at: usize) -> Option<usize> {
        let reading = self.reading;
        let rank = at + 1;
        let ranked = reading.gap_text(at) == ", "
            && reading.is(rank, Class::Rank)
            && reading.is_capitalized(rank)
            && matches!(reading.folded(rank + 1), "of" | "von" | "de")
            && reading.is_capitalized(rank + 2);
        ranked.then_some(rank + 3)
    }
}
