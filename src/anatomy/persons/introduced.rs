//! Names that something introduces: a title ("Rep. Lou Correa"), an office ("President of France Emmanuel Macron"), an
//! occupation or relation ("actor Tom Hanks", "his mother, Sheneen,").

use std::ops::Range;

use super::evidence::ENOUGH;
use super::{Found, PersonRule, Search};
use crate::anatomy::ground::Mark;
use crate::anatomy::phrases::{TITLES, TitleKind};
use crate::anatomy::reading::Gap;
use crate::caption::lexicon::Class;

impl Search<'_, '_, '_> {
    /// A name after a title; where to go on.
    pub(super) fn titled(&mut self, at: usize) -> Option<usize> {
        let reading = self.ground.reading;
        let title = TITLES.longest_at(reading, at)?;
        // Earl and Dean are given names more often than titles.
        if title.n_words == 1
            && reading.is(at, Class::Given)
            && !reading.is(at, Class::Abbreviation)
            && reading.is_capitalized(at)
            // "Dean Emily Rhodes"
            && !(reading.is(at + 1, Class::Given) && self.ground.run_end(at + 1) > at + 2 && reading.gap(at).is_blank())
        {
            return None;
        }
        // "HMS Queen Elizabeth", "Racehorse Captain Marlow".
        if reading.touching_before(at).is_some_and(|before| reading.is(before, Class::Thing))
            || self.ground.follows_site(at)
        {
            return None;
        }
        let mut name_start = at + title.n_words;
        let last = name_start - 1;
        let gap = reading.gap_text(last);
        if !(matches!(gap, " " | "\u{a0}" | "  ")
            || matches!(gap, ". " | "." | ".\u{a0}") && reading.is(last, Class::Abbreviation))
            || reading.word(last)?.possessive
        {
            return self.after_office(at, title.n_words);
        }
        if self.ground.begins_title(name_start) && !reading.is_any(name_start, &[Class::Given, Class::Surname]) {
            return None;
        }
        if !self.ground.may_be_in_name(name_start) {
            return self.after_office(at, title.n_words);
        }
        // "miss" and "general" are words too: in lower case a title needs a name that is known as one.
        let lower = !reading.is_capitalized(at);
        let word_too = reading.is(at, Class::TitleOrWord);
        if lower && word_too {
            return None;
        }
        if lower
            && !reading.is_any(name_start, &[Class::Given, Class::Surname])
            && self.ground.run_end(name_start) < name_start + 2
        {
            return None;
        }
        let mut run = name_start..self.ground.run_end(name_start);
        // "Chief Thai Truong": of two words after a title the first is no adjective.
        let pair_of_names = run.len() == 2
            && reading.is(run.start, Class::Demonym)
            && !reading.is_any(run.start + 1, &[Class::Given, Class::Ordinary, Class::Job]);
        while run.len() > 1
            && !pair_of_names
            && reading.is_any(run.start, &[Class::Ordinary, Class::Job, Class::Demonym])
            && !reading.is_any(run.start, &[Class::Given, Class::Leading])
        {
            run.start += 1;
        }
        name_start = run.start;
        // "le roi Philippe": in lower case it is a title.
        let is_style = title.kind == TitleKind::Style && (reading.is_capitalized(last) || reading.shouted);
        let name = if pair_of_names { run } else { self.without_heads(run, true)? };
        let numbered = name.len() == 2 && reading.is(name.end - 1, Class::Suffix);
        let personal = reading.is(last, Class::Abbreviation) || reading.is(last, Class::PersonalTitle);
        let blocked = name.len() == 1
            && !personal
            && reading.is_any(
                name.start,
                &[Class::Ordinary, Class::Facility, Class::Event, Class::Organization, Class::Thing],
            )
            && !reading.is_any(name.start, &[Class::Given, Class::Surname]);
        if blocked || self.names_a_county(name.end) || name.start > name_start + 3 {
            return None;
        }
        let words = if is_style && (name.len() == 1 || numbered) { last..name.end } else { name.clone() };
        let words = self.with_style_of(words, is_style);
        let title_words = (words.start == name.start).then(|| self.title_start(at)..name.start);
        self.found.push(Found { words: words.clone(), title: title_words, rule: PersonRule::Title, whole: None });
        Some(words.end)
    }

    /// "President of France Emmanuel Macron": the name after a title, "of" and what the title is of.
    fn after_office(&mut self, at: usize, n_words: usize) -> Option<usize> {
        let reading = self.ground.reading;
        let of = at + n_words;
        if !matches!(reading.folded(of), "of" | "for" | "de" | "du" | "der" | "des") || !reading.gap(of - 1).is_blank()
        {
            return None;
        }
        let mut start = of + 1 + usize::from(reading.is(of + 1, Class::Article));
        let limit = start + 6;
        let mut office = false;
        while start < limit
            && (reading.gap(start - 1).is_blank() || reading.gap(start - 1) == Gap::ELISION)
            && reading.is_capitalized(start)
        {
            let person = office
                && self.ground.may_be_in_name(start)
                && (reading.is(start, Class::Given) && self.ground.run_end(start) >= start + 2
                    || self.closes_office(start));
            if person {
                let name = start..self.ground.run_end(start);
                if name.clone().any(|word| self.ground.is_head(&name, word)) {
                    return None;
                }
                let title = self.title_start(at)..start;
                self.found.push(Found {
                    words: name.clone(),
                    title: Some(title),
                    rule: PersonRule::Title,
                    whole: None,
                });
                return Some(name.end);
            }
            office = true;
            start += 1;
        }
        None
    }

    /// "Secretary for Foreign Affairs Raychelle Omamo": after words of an office two that are no words.
    fn closes_office(&self, start: usize) -> bool {
        let reading = self.ground.reading;
        reading.is(start - 1, Class::Ordinary)
            && self.ground.run_end(start) == start + 2
            && (start..start + 2).all(|at| {
                !reading.is_any(
                    at,
                    &[Class::Ordinary, Class::Organization, Class::Facility, Class::Demonym, Class::Job, Class::Event],
                ) && matches!(self.ground.mark_of(at), Mark::Free)
            })
    }

    /// Where a title begins with what belongs to it: "former US President".
    fn title_start(&self, at: usize) -> usize {
        let reading = self.ground.reading;
        let mut start = at;
        while let Some(before) = reading.touching_before(start) {
            let belongs = reading.is_any(before, &[Class::Descriptor, Class::Demonym])
                && reading.sentence(before) == reading.sentence(at);
            let descriptor = belongs || reading.is(before, Class::Job) && reading.is(start, Class::Job);
            if !descriptor || matches!(reading.folded(before), "born" | "new") && !reading.is_capitalized(before) {
                break;
            }
            start = before;
        }
        start
    }

    /// "Prince William, Duke of Cambridge" keeps its short form; "Queen Elizabeth II" has its numeral already.
    fn with_style_of(&self, words: Range<usize>, is_style: bool) -> Range<usize> {
        let numeral = is_style
            && self.ground.reading.is(words.end, Class::Suffix)
            && self.ground.reading.gap(words.end - 1).is_blank();
        if numeral { words.start..words.end + 1 } else { words }
    }

    /// A name after an occupation or relation: "actor Tom Hanks", "his wife Melania".
    pub(super) fn employed(&mut self, at: usize) -> Option<usize> {
        let reading = self.ground.reading;
        let word = reading.word(at)?;
        // "Greenland's premier, Múte Egede,"
        let whose = || {
            at > 0
                && (reading.is(at - 1, Class::Determiner) || reading.word(at - 1).is_some_and(|word| word.possessive))
                && self.ground.run_end(at + 1) == at + 3
        };
        if word.classes.has(Class::Job)
            && word.gap == Gap::COMMA
            && !word.possessive
            && (reading.is(at, Class::Relation) || whose())
        {
            return self.related(at + 1);
        }
        if !word.classes.has(Class::Job)
            || word.possessive
            || !word.gap.is_blank()
            || !self.ground.may_be_in_name(at + 1)
            || self.ground.begins_title(at + 1)
        {
            return None;
        }
        if word.shape.capitalized
            && word.classes.has_any(&[Class::Given, Class::Surname, Class::Leading])
            && !reading.begins_sentence(at)
        {
            return None;
        }
        let run = at + 1..self.ground.run_end(at + 1);
        let name = self.without_heads(run.clone(), true)?;
        let mut evidence = self.ground.evidence(&name);
        evidence.add(4, PersonRule::Job);
        if name.len() == 1 && !self.stands_alone_after_job(name.start) || evidence.score < ENOUGH {
            return None;
        }
        let word = reading.folded(at);
        let titled = !reading.is(at, Class::Relation)
            && !word.ends_with('s')
            && !matches!(word, "friend" | "teammate" | "colleague" | "twin");
        let title = (titled && name.start == run.start).then(|| self.title_start(at)..at + 1);
        self.found.push(Found { words: name.clone(), title, rule: PersonRule::Job, whole: None });
        Some(name.end)
    }

    /// "his mother, Sheneen,": a name between commas after a relation.
    fn related(&mut self, start: usize) -> Option<usize> {
        let name = start..self.ground.run_end(start);
        let last = name.end.checked_sub(1).filter(|last| *last >= start)?;
        let reading = self.ground.reading;
        let closes = |last: usize| reading.gap(last).has(Gap::COMMA.or(Gap::STOP).or(Gap::END));
        // "his parents, Mark and Karen,"
        let second = last + 2;
        let pair = name.len() == 1
            && reading.gap(last).is_blank()
            && reading.is(last + 1, Class::Conjunction)
            && [last, second].iter().all(|at| reading.is(*at, Class::Given))
            && self.ground.run_end(second) == second + 1
            && closes(second);
        let closed = closes(last) || pair;
        if !closed
            || self.ground.begins_title(start)
            || name.clone().any(|at| self.ground.is_head(&name, at))
            || !self.stands_alone_after_job(start)
        {
            return None;
        }
        self.found.push(Found { words: name.clone(), title: None, rule: PersonRule::Job, whole: None });
        if pair {
            self.found.push(Found { words: second..second + 1, title: None, rule: PersonRule::Job, whole: None });
            return Some(second + 1);
        }
        Some(name.end)
    }

    /// "singer Rihanna": a single word after an occupation.
    fn stands_alone_after_job(&self, at: usize) -> bool {
        let reading = self.ground.reading;
        let known_otherwise = reading.is_any(
            at,
            &[
                Class::Ordinary,
                Class::Facility,
                Class::Event,
                Class::Organization,
                Class::Thing,
                Class::Job,
                Class::Saint,
            ],
        );
        let capitals = reading.word(at).is_some_and(|word| word.shape.all_capitals);
        let free = matches!(self.ground.mark_of(at), Mark::Free);
        let initial = reading.word(at).is_some_and(|word| word.shape.initial);
        reading.is(at, Class::Given) || free && !capitals && !known_otherwise && !initial
    }
}
