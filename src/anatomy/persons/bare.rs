//! Names that nothing introduces: runs of words for which enough speaks, and single words that are told of as somebody.

use std::ops::Range;

use super::evidence::{ENOUGH, Evidence};
use super::{Found, PersonRule, Search};
use crate::anatomy::ground::Mark;
use crate::anatomy::reading::Gap;
use crate::caption::lexicon::Class;

impl Search<'_, '_, '_> {
    /// A name with neither title nor occupation; where to go on.
    pub(super) fn bare(&mut self, at: usize) -> Option<usize> {
        if !self.ground.may_be_in_name(at) {
            return None;
        }
        let run = at..self.ground.run_end(at);
        if run.len() == 1 {
            return self.single(at);
        }
        // "the tanker Maria Christina"
        let reading = self.ground.reading;
        let thing = reading
            .touching_before(run.start)
            .filter(|before| !reading.is_capitalized(*before) || reading.is(*before, Class::Event));
        if self.goes_on_to_head(run.end)
            || thing.is_some_and(|before| reading.is(before, Class::Thing))
            || self.ground.follows_site(run.start)
        {
            return Some(run.end);
        }
        let Some(name) = self.without_heads(run.clone(), false) else {
            return Some(run.end);
        };
        if name.len() == 1 {
            self.single(name.start);
            return Some(run.end);
        }
        let evidence = self.with_neighbours(&name, self.ground.evidence(&name));
        if evidence.score >= ENOUGH {
            self.found.push(Found { words: name, title: None, rule: evidence.rule, whole: None });
        } else if evidence.score >= -2 && !name.clone().any(|word| self.ground.mark_of(word) != Mark::Free) {
            self.doubtful.push(name);
        }
        Some(run.end)
    }

    /// Adds that the name follows another in a list.
    fn with_neighbours(&self, name: &Range<usize>, mut evidence: Evidence) -> Evidence {
        let follows = self.found.last().is_some_and(|last| self.ground.follows_in_list(&last.words, name.start));
        if follows {
            evidence.add(2, PersonRule::List);
        }
        evidence
    }

    /// A single word that is a name: where its age, party or place in the picture is told, or "Catherine, Duchess of …".
    fn single(&mut self, at: usize) -> Option<usize> {
        let name = at..at + 1;
        let reading = self.ground.reading;
        let organization = at..self.ground.organization_end(at, name.end);
        if reading.is(at, Class::Organization) && organization.len() > 1 {
            self.ground.add_organization(organization.clone());
            return Some(organization.end);
        }
        // "Sen. Susan Collins, R-Maine, left": party and state.
        let affiliation = reading.written(at).split_once('-').is_some_and(|(party, state)| {
            party.len() <= 3 && !party.contains(char::is_lowercase) && state.starts_with(char::is_uppercase)
        });
        if affiliation && at > 0 && reading.gap(at - 1).has(Gap::COMMA.or(Gap::OPEN)) {
            return Some(at + 1);
        }
        if self.ground.is_head(&name, at) || matches!(self.ground.mark_of(at), Mark::Place | Mark::NameOfBoth) {
            return Some(at + 1);
        }
        if let Some(end) = self.ground.with_rank(at) {
            self.found.push(Found { words: name, title: None, rule: PersonRule::Rank, whole: None });
            return Some(end);
        }
        if reading.touching_before(at).is_some_and(|before| reading.is(before, Class::Thing)) {
            return Some(at + 1);
        }
        let named = reading.is_any(at, &[Class::Given, Class::Surname]);
        let ordinary =
            reading.is_any(at, &[Class::Ordinary, Class::Job, Class::Demonym]) && !reading.is(at, Class::Given);
        let placed = self.ground.affiliation(&name).is_some()
            || (self.ground.age_after(name.end).is_some() || self.ground.position_after(name.end).is_some())
                && !ordinary;
        let acts = named
            && !ordinary
            && !reading.is(at, Class::Ordinary)
            && reading.gap(at).is_blank()
            && self.ground.does_something(at + 1)
            // "Georgia guard Jordan Isley"
            && !(reading.is(at + 1, Class::Job) && reading.is_capitalized(at + 2))
            && !matches!(reading.folded(at + 1), "is" | "are")
            && !reading.word(at).is_some_and(|word| word.possessive)
            && (reading.begins_sentence(at)
                || reading.touching_before(at).is_some_and(|before| matches!(reading.folded(before), "as" | "while")));
        // "Dmytro, a volunteer medic, …", "Hamid, not his real name, …", "Lola in her bedroom".
        let told = (named || reading.word(at)?.classes.is_empty())
            && !ordinary
            && reading.begins_sentence(at)
            && self.is_told_of(at);
        if placed || acts || told {
            let rule = if acts { PersonRule::Subject } else { self.ground.evidence(&name).rule };
            self.found.push(Found { words: name, title: None, rule, whole: None });
        }
        Some(at + 1)
    }

    /// Whether what follows a single word says that it is somebody: what he does, or something of his.
    fn is_told_of(&self, at: usize) -> bool {
        const REACH_WORDS: usize = 4;
        let reading = self.ground.reading;
        let owns = |at: usize| reading.is(at, Class::Owner);
        if reading.gap(at) == Gap::COMMA {
            let job = reading.is(at + 1, Class::Article)
                && (at + 2..at + 2 + REACH_WORDS)
                    .take_while(|word| *word == at + 2 || reading.gap(word - 1).is_blank())
                    .any(|word| reading.is(word, Class::Job) && !reading.is_capitalized(word));
            return job || reading.folded(at + 1) == "not" && owns(at + 2) && reading.folded(at + 3) == "real";
        }
        reading.is(at, Class::Given)
            && reading.gap(at).is_blank()
            && reading.is_any(at + 1, &[Class::BeforeOwn, Class::Conjunction])
            && owns(at + 2)
    }
}
