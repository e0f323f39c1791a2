//! What the words of a caption are already known to be before persons are looked for: credit, date, place, organization.
//! A word that is taken can begin no person's name; a place's name can where more speaks for a person ("Paris Hilton").

use std::cell::OnceCell;
use std::ops::Range;

use crate::anatomy::persons::names;
use crate::anatomy::phrases::{NAMES, NameKind, TITLES};
use crate::anatomy::reading::{Gap, Reading};
use crate::caption::lexicon::Class;

/// How far from a word its sentence is looked at: no sentence that anybody reads has more words.
const SENTENCE_REACH_WORDS: usize = 120;

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing yet.
    #[default]
    Free,
    /// Part of the credit, a date, a dateline, or a name that is no person's.
    Taken,
    /// Part of a place's name.
    Place,
    /// Part of an organization's name.
    Organization,
    /// Part of the name of a person known by it.
    Person,
    /// An organization of one word that may be a person's name too: "Ford", "Armani".
    NameOfBoth,
}

/// A reading with what is known of its words.
pub(crate) struct Ground<'a, 't> {
    /// The words.
    pub(crate) reading: &'a Reading<'t>,
    marks: Vec<Mark>,
    /// Whether each word is written as a part of a name is.
    name_shaped: Vec<bool>,
    /// The organizations found, as ranges of words.
    pub(crate) organizations: Vec<Range<usize>>,
    /// Words that are organizations where they turn out to be no persons: "Google", "Ford".
    pub(crate) names_of_both: Vec<Range<usize>>,
    /// Persons known by a name that no rule would find.
    pub(crate) known_persons: Vec<Range<usize>>,
    /// The sentence that describes the picture, once it was asked for.
    described: OnceCell<usize>,
}

impl<'a, 't> Ground<'a, 't> {
    /// Marks what is known: `taken` and `places` are byte ranges.
    pub(crate) fn new(reading: &'a Reading<'t>, taken: &[Range<usize>], places: &[Range<usize>]) -> Self {
        let name_shaped = (0..reading.n_words()).map(|at| names::is_name_shaped(reading, at)).collect();
        let marks = vec![Mark::Free; reading.n_words()];
        let mut ground = Self {
            reading,
            marks,
            name_shaped,
            organizations: Vec::new(),
            names_of_both: Vec::new(),
            known_persons: Vec::new(),
            described: OnceCell::new(),
        };
        for bytes in places {
            ground.mark(reading.words_in(bytes), Mark::Place);
        }
        for bytes in taken {
            ground.mark(reading.words_in(bytes), Mark::Taken);
        }
        if let Some(dateline) = dateline(reading) {
            ground.mark(dateline, Mark::Taken);
        }
        for at in 0..reading.n_words() {
            if reading.word(at).is_some_and(|word| word.quoted) {
                ground.mark(at..at + 1, Mark::Taken);
            }
        }
        ground.mark_known_names();
        ground
    }

    /// What is known of a word.
    pub(crate) fn mark_of(&self, at: usize) -> Mark {
        self.marks.get(at).copied().unwrap_or(Mark::Taken)
    }

    /// "HELENA BRANDT OPENS THE BRIDGE": where all is in capitals a verb is told by its word alone.
    fn is_shouted_verb(&self, at: usize) -> bool {
        let reading = self.reading;
        reading.shouted
            && reading.is(at, Class::Verb)
            && !reading.is_any(at, &[Class::Given, Class::Surname, Class::Leading])
    }

    /// Whether a word may be part of a person's name by the way it is written and by what is known of it.
    pub(crate) fn may_be_in_name(&self, at: usize) -> bool {
        self.name_shaped.get(at).is_some_and(|shaped| *shaped)
            && !self.is_shouted_verb(at)
            && !matches!(self.mark_of(at), Mark::Taken | Mark::Organization | Mark::Person)
    }

    /// Notes what some words are.
    pub(crate) fn mark(&mut self, words: Range<usize>, mark: Mark) {
        self.marks.get_mut(words).unwrap_or_default().fill(mark);
    }

    /// Notes an organization.
    pub(crate) fn add_organization(&mut self, words: Range<usize>) {
        self.mark(words.clone(), Mark::Organization);
        self.organizations.push(words);
    }

    /// Forgets every known name that has one of some words: it is told otherwise.
    pub(crate) fn forget_names(&mut self, words: &Range<usize>) {
        let apart = |other: &Range<usize>| other.end <= words.start || words.end <= other.start;
        self.organizations.retain(apart);
        self.names_of_both.retain(apart);
        self.known_persons.retain(apart);
    }

    /// The words of the sentence that a word stands in, where it is a long one only those near it.
    pub(crate) fn sentence_near(&self, at: usize) -> Range<usize> {
        let words = self.reading.sentence_words(at);
        words.start.max(at.saturating_sub(SENTENCE_REACH_WORDS))..words.end.min(at + SENTENCE_REACH_WORDS)
    }

    /// The sentence that describes the picture: the first that is more than "FILE" or a place.
    pub(crate) fn described_sentence(&self) -> usize {
        *self.described.get_or_init(|| {
            let reading = self.reading;
            let mut at = 0;
            while at < reading.n_words() {
                let words = reading.sentence_words(at);
                let tells = words.clone().any(|word| {
                    !reading.is_capitalized(word) && reading.is_any(word, &[Class::Verb, Class::Said, Class::Function])
                }) && words.len() >= 4;
                if tells {
                    return reading.sentence(at);
                }
                at = words.end.max(at + 1);
            }
            usize::MAX
        })
    }

    fn mark_known_names(&mut self) {
        let mut at = 0;
        while at < self.reading.n_words() {
            if !self.reading.is_capitalized(at) && !self.reading.written(at).starts_with("al-")
                || self.mark_of(at) == Mark::Taken
            {
                at += 1;
                continue;
            }
            let Some(found) = NAMES.longest_at(self.reading, at) else {
                at += 1;
                continue;
            };
            let words = at..at + found.n_words;
            at = words.end;
            if self.is_part_of_longer_name(&words) {
                continue;
            }
            if found.kind == NameKind::Organization && self.names_a_designer(&words) {
                continue;
            }
            // "Le général Charles de Gaulle" is neither the airport nor the ship.
            if found.kind == NameKind::Other && self.follows_title(&words) {
                continue;
            }
            match found.kind {
                NameKind::Person => {
                    let words = words.start..self.with_particle(words.end);
                    at = words.end;
                    self.mark(words.clone(), Mark::Person);
                    self.known_persons.push(words);
                }
                NameKind::Other => self.mark(words, Mark::Taken),
                NameKind::Organization if found.n_words == 1 && self.may_be_a_name(words.start) => {
                    self.mark(words.clone(), Mark::NameOfBoth);
                    // "Target" may be a word that opens a sentence.
                    if !(self.reading.begins_sentence(words.start) && self.reading.is(words.start, Class::Ordinary)) {
                        self.names_of_both.push(words);
                    }
                }
                NameKind::Organization => self.add_organization(words),
            }
        }
    }

    /// "Rembrandt van Rijn": the end of a known name with the particle and the name after it.
    fn with_particle(&self, end: usize) -> usize {
        let reading = self.reading;
        let goes_on = reading.gap(end - 1).is_blank()
            && reading.is(end, Class::Particle)
            && !reading.is_any(end, &[Class::Function, Class::PlaceWord])
            && !reading.is_capitalized(end)
            && reading.gap(end).is_blank()
            && reading.is_capitalized(end + 1);
        if goes_on { end + 2 } else { end }
    }

    /// "Apple" in "Fiona Apple" and "Delta" in "Mississippi Delta" are not the company.
    fn is_part_of_longer_name(&self, words: &Range<usize>) -> bool {
        let reading = self.reading;
        let goes_before = |before: usize| {
            let given = reading.is(before, Class::Given) && self.mark_of(before) == Mark::Free;
            reading.is_capitalized(before) && (given || self.mark_of(before) == Mark::Place)
        };
        words.len() == 1 && reading.touching_before(words.start).is_some_and(goes_before)
    }

    /// "designer Giorgio Armani" and "Sen. John Deere" are persons, though a company has the name.
    fn names_a_designer(&self, words: &Range<usize>) -> bool {
        let reading = self.reading;
        let introduced = words.start.checked_sub(1).is_some_and(|before| {
            reading.is(before, Class::Job) && reading.gap(before).is_blank()
                || reading.is_capitalized(before) && TITLES.longest_at(reading, before).is_some()
        });
        // "Vivienne Westwood in her shop"
        (introduced || self.tells_of_own(words.end)) && words.len() > 1 && reading.is(words.start, Class::Given)
    }

    /// Whether a title stands right before a name of several words that begins with a given name.
    fn follows_title(&self, words: &Range<usize>) -> bool {
        words.len() > 1
            && self.reading.is(words.start, Class::Given)
            && self.reading.touching_before(words.start).is_some_and(|before| self.ends_title(before))
    }

    fn may_be_a_name(&self, at: usize) -> bool {
        self.reading.is_any(at, &[Class::Given, Class::Surname, Class::Ordinary])
    }
}

/// The dateline that opens a text, as words: "WASHINGTON, DC - JANUARY 06:", "LONDON —".
pub(crate) fn dateline(reading: &Reading<'_>) -> Option<Range<usize>> {
    /// "CITY, STATE, COUNTRY - MONTH DAY, YEAR:" has no more.
    const DATELINE_MAX_WORDS: usize = 12;
    if reading.shouted || !reading.word(0)?.shape.all_capitals {
        return None;
    }
    let mut dashed = false;
    for at in 0..reading.n_words().min(DATELINE_MAX_WORDS) {
        let word = reading.word(at)?;
        let is_month = super::when::is_month(reading.folded(at));
        if !(dashed || word.shape.all_capitals || word.shape.initial || word.shape.number || is_month) {
            let place = word.shape.capitalized && at > 0;
            if !place {
                return None;
            }
        }
        if word.gap.has(Gap::DASH) && !word.gap.is_blank() {
            dashed = true;
            let next_is_date = super::when::is_month(reading.folded(at + 1))
                || reading.word(at + 1).is_some_and(|next| next.shape.number);
            if !next_is_date {
                return Some(0..at + 1);
            }
        }
        if word.gap.has(Gap::COLON) {
            return (dashed || word.shape.number).then_some(0..at + 1);
        }
    }
    None
}
