//! Finds the persons a caption names: after titles ("Rep. Lou Correa, D-Calif.") and occupations, and bare names by what
//! speaks for them; and tells those shown from those only mentioned. The words the rules use are data, `assets/people/`.

mod again;
mod evidence;
mod lists;
pub(crate) mod names;
mod roles;
mod rules;

use std::ops::Range;

pub(crate) use self::again::is_same;
use self::evidence::{ENOUGH, Evidence};
use self::roles::Role;
pub use self::rules::{PersonRule, RoleRule};
use crate::anatomy::ground::{Ground, Mark};
use crate::anatomy::phrases::{TITLES, TitleKind};
use crate::anatomy::reading::Gap;
use crate::caption::lexicon::{self, Class};
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

    /// A name after a title; where to go on.
    fn titled(&mut self, at: usize) -> Option<usize> {
        let reading = self.ground.reading;
        let title = TITLES.longest_at(reading, at)?;
        // Earl and Dean are given names more often than titles.
        if title.n_words == 1
            && reading.is(at, Class::Given)
            && !reading.is(at, Class::Abbreviation)
            && reading.is_capitalized(at)
        {
            return None;
        }
        // "HMS Queen Elizabeth", "Racehorse Captain Marlow".
        if reading.touching_before(at).is_some_and(|before| reading.is(before, Class::Thing)) {
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
        let word_too = matches!(
            reading.folded(at),
            "mother"
                | "lady"
                | "lord"
                | "duke"
                | "don"
                | "master"
                | "miss"
                | "major"
                | "private"
                | "dean"
                | "elder"
                | "count"
                | "chair"
                | "fr"
        );
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
        let personal = reading.is(last, Class::Abbreviation)
            || matches!(
                reading.folded(last),
                "miss"
                    | "herr"
                    | "frau"
                    | "madame"
                    | "senor"
                    | "senora"
                    | "judge"
                    | "senator"
                    | "congressman"
                    | "president"
                    | "justice"
                    | "officer"
                    | "detective"
            );
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
        if !matches!(reading.folded(of), "of" | "de" | "du" | "der" | "des") || !reading.gap(of - 1).is_blank() {
            return None;
        }
        let mut start = of + 1 + usize::from(matches!(reading.folded(of + 1), "the" | "la" | "l" | "los" | "las"));
        let limit = start + 6;
        let mut office = false;
        while start < limit
            && (reading.gap(start - 1).is_blank() || reading.gap(start - 1) == Gap::ELISION)
            && reading.is_capitalized(start)
        {
            let person = office
                && reading.is(start, Class::Given)
                && self.ground.may_be_in_name(start)
                && self.ground.run_end(start) >= start + 2;
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
    fn employed(&mut self, at: usize) -> Option<usize> {
        let reading = self.ground.reading;
        let word = reading.word(at)?;
        if word.classes.has(Class::Job) && word.gap == Gap::COMMA && is_relation(reading.folded(at)) && !word.possessive
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
        let titled =
            !is_relation(word) && !word.ends_with('s') && !matches!(word, "friend" | "teammate" | "colleague" | "twin");
        let title = (titled && name.start == run.start).then(|| self.title_start(at)..at + 1);
        self.found.push(Found { words: name.clone(), title, rule: PersonRule::Job, whole: None });
        Some(name.end)
    }

    /// "his mother, Sheneen,": a name between commas after a relation.
    fn related(&mut self, start: usize) -> Option<usize> {
        let name = start..self.ground.run_end(start);
        let last = name.end.checked_sub(1).filter(|last| *last >= start)?;
        let closed = self.ground.reading.gap(last).has(Gap::COMMA.or(Gap::STOP).or(Gap::END));
        if !closed
            || self.ground.begins_title(start)
            || name.clone().any(|at| self.ground.is_head(&name, at))
            || !self.stands_alone_after_job(start)
        {
            return None;
        }
        self.found.push(Found { words: name.clone(), title: None, rule: PersonRule::Job, whole: None });
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

    /// A name with neither title nor occupation; where to go on.
    fn bare(&mut self, at: usize) -> Option<usize> {
        if !self.ground.may_be_in_name(at) {
            return None;
        }
        let run = at..self.ground.run_end(at);
        if run.len() == 1 {
            return self.single(at);
        }
        // "the tanker Maria Christina"
        let reading = self.ground.reading;
        let thing = reading.touching_before(run.start).filter(|before| !reading.is_capitalized(*before));
        if self.goes_on_to_head(run.end) || thing.is_some_and(|before| reading.is(before, Class::Thing)) {
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
        let owns = |at: usize| matches!(reading.folded(at), "her" | "his" | "their");
        if reading.gap(at) == Gap::COMMA {
            let job = matches!(reading.folded(at + 1), "a" | "an" | "the")
                && (at + 2..at + 2 + REACH_WORDS)
                    .take_while(|word| *word == at + 2 || reading.gap(word - 1).is_blank())
                    .any(|word| reading.is(word, Class::Job) && !reading.is_capitalized(word));
            return job || reading.folded(at + 1) == "not" && owns(at + 2) && reading.folded(at + 3) == "real";
        }
        reading.is(at, Class::Given)
            && reading.gap(at).is_blank()
            && matches!(reading.folded(at + 1), "in" | "with" | "at" | "on" | "outside" | "and")
            && owns(at + 2)
    }

    /// The part of a run that can be a person's name: without what stands before it, and nothing where a word such as
    /// "Bridge" makes a place of it.
    fn without_heads(&mut self, mut run: Range<usize>, introduced: bool) -> Option<Range<usize>> {
        let reading = self.ground.reading;
        let ship = run
            .clone()
            .any(|at| matches!(reading.folded(at), "uss" | "hms" | "ss" | "rms" | "hmcs" | "hmas" | "mv" | "ins"));
        if ship && !introduced {
            return None;
        }
        if let Some(head) = run.clone().rev().find(|at| self.ground.is_head(&run, *at)) {
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
            && matches!(
                reading.written(run.end - 1),
                "TD" | "MP"
                    | "MSP"
                    | "MEP"
                    | "MS"
                    | "MLA"
                    | "AM"
                    | "QC"
                    | "KC"
                    | "SC"
                    | "OBE"
                    | "MBE"
                    | "CBE"
                    | "KBE"
                    | "RN"
                    | "PC"
                    | "JP"
            )
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
    fn goes_on_to_head(&self, end: usize) -> bool {
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
    fn names_a_county(&self, name_end: usize) -> bool {
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
        if next_given
            && unknown
            && (reading.begins_sentence(at) || compound || plural || reading.is(at + 1, Class::Particle))
        {
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

    /// "University of Michigan": an organization's name goes on after "of".
    fn organization_end(&self, head: usize, run_end: usize) -> usize {
        let reading = self.reading;
        let of = head + 1;
        let goes_on = of == run_end
            && reading.gap(head).is_blank()
            && matches!(reading.folded(of), "of" | "for" | "de" | "du" | "der")
            && reading.gap(of).is_blank();
        if !goes_on {
            return run_end;
        }
        let start = of + 1 + usize::from(matches!(reading.folded(of + 1), "the" | "la"));
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
    fn with_rank(&self, at: usize) -> Option<usize> {
        let reading = self.reading;
        let rank = at + 1;
        let ranked = reading.gap_text(at) == ", "
            && matches!(
                reading.folded(rank),
                "duchess"
                    | "duke"
                    | "princess"
                    | "prince"
                    | "countess"
                    | "earl"
                    | "queen"
                    | "marchioness"
                    | "herzogin"
                    | "duchesse"
            )
            && reading.is_capitalized(rank)
            && matches!(reading.folded(rank + 1), "of" | "von" | "de")
            && reading.is_capitalized(rank + 2);
        ranked.then_some(rank + 3)
    }
}

/// Whether a word says what somebody is to another.
fn is_relation(word: &str) -> bool {
    matches!(
        word,
        "wife"
            | "husband"
            | "mother"
            | "father"
            | "son"
            | "daughter"
            | "sister"
            | "brother"
            | "girlfriend"
            | "boyfriend"
            | "fiance"
            | "fiancee"
            | "widow"
            | "widower"
            | "uncle"
            | "aunt"
            | "nephew"
            | "niece"
            | "cousin"
            | "grandson"
            | "granddaughter"
            | "grandmother"
            | "grandfather"
            | "partner"
            | "parents"
            | "brothers"
            | "sisters"
            | "sons"
            | "daughters"
            | "mom"
            | "dad"
            | "ehefrau"
            | "ehemann"
            | "frau"
            | "mann"
            | "sohn"
            | "tochter"
            | "bruder"
            | "schwester"
            | "vater"
            | "mutter"
            | "epouse"
            | "epoux"
            | "mari"
            | "femme"
            | "fils"
            | "fille"
            | "frere"
            | "soeur"
            | "pere"
            | "mere"
            | "esposa"
            | "esposo"
            | "marido"
            | "mujer"
            | "hijo"
            | "hija"
            | "hermano"
            | "hermana"
            | "padre"
            | "madre"
    )
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
