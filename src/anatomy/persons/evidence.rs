//! What speaks for and against a run of words being a person's name. Each finding weighs something; a run that reaches
//! `ENOUGH` is a name, and the heaviest finding is the rule that is told.

#![expect(clippy::if_same_then_else, reason = "each branch is a rule of its own, which may come to weigh differently")]

use std::ops::Range;

use crate::anatomy::ground::{Ground, Mark};
use crate::anatomy::persons::PersonRule;
use crate::anatomy::phrases::TITLES;
use crate::anatomy::reading::Gap;
use crate::caption::lexicon::Class;
use crate::text;

/// What a run of words needs to be a name. A given name alone is enough, and so are two weaker findings.
pub(crate) const ENOUGH: i32 = 3;

/// The longest party and state: "Ind-New Hampshire".
const AFFILIATION_MAX_BYTES: usize = 60;

/// Findings for and against a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Sum of the findings' weights.
    pub(crate) score: i32,
    /// The heaviest finding.
    pub(crate) rule: PersonRule,
    heaviest: i32,
}

impl Evidence {
    /// No finding yet.
    pub(crate) fn new() -> Self {
        Self { score: 0, rule: PersonRule::GivenName, heaviest: 0 }
    }

    /// Adds a finding.
    pub(crate) fn add(&mut self, weight: i32, rule: PersonRule) {
        self.score += weight;
        if weight > self.heaviest {
            self.heaviest = weight;
            self.rule = rule;
        }
    }

    fn against(&mut self, weight: i32) {
        self.score -= weight;
    }
}

impl Ground<'_, '_> {
    /// What the words of a name say by themselves, what stands after them, and what before.
    pub(crate) fn evidence(&self, words: &Range<usize>) -> Evidence {
        let mut evidence = Evidence::new();
        self.weigh_words(words, &mut evidence);
        self.weigh_after(words, &mut evidence);
        self.weigh_before(words, &mut evidence);
        evidence
    }

    fn weigh_words(&self, words: &Range<usize>, evidence: &mut Evidence) {
        let reading = self.reading;
        let (first, last) = (words.start, words.end - 1);
        let several = words.len() >= 2;
        let weak = reading.is(first, Class::Ordinary) && reading.begins_sentence(first)
            || self.mark_of(first) == Mark::Place && !reading.is(last, Class::Surname);
        // "Le Parlement, à Bruxelles"
        let is_article = reading.folded(first) == "le" && reading.begins_sentence(first) && words.len() == 2;
        if reading.is(first, Class::Given) && several {
            evidence.add(if weak { 1 } else { 3 }, PersonRule::GivenName);
        } else if reading.is(first, Class::Leading) && matches!(words.len(), 2 | 3) && !is_article {
            evidence.add(2, PersonRule::FamilyNameFirst);
        } else if words.len() >= 3
            && words.clone().skip(1).any(|at| reading.is(at, Class::Given) && !reading.is(at, Class::Ordinary))
        {
            evidence.add(1, PersonRule::GivenName);
        }
        if reading.is(first, Class::Saint) && !reading.is_any(first, &[Class::Given, Class::Leading]) {
            evidence.against(4);
        }
        if several && reading.is(last, Class::Surname) && self.mark_of(last) != Mark::Place {
            evidence.add(if reading.is(last, Class::Ordinary) { 1 } else { 2 }, PersonRule::Surname);
        }
        if several && reading.is(last, Class::Suffix) {
            evidence.add(3, PersonRule::Suffix);
        }
        let is_initial = |at: usize| reading.word(at).is_some_and(|word| word.shape.initial);
        if several && is_initial(first) && !is_initial(last) && !reading.is(first, Class::Demonym) {
            evidence.add(2, PersonRule::Initials);
        } else if words.len() >= 3 && words.clone().skip(1).any(|at| is_initial(at) && at != last) {
            evidence.add(2, PersonRule::Initials);
        }
        let particle = |at: usize| reading.is(at, Class::Particle) && !reading.is_capitalized(at);
        if words.clone().any(particle) {
            evidence.add(1, PersonRule::Particle);
        }
        self.weigh_against_words(words, evidence);
    }

    fn weigh_against_words(&self, words: &Range<usize>, evidence: &mut Evidence) {
        let reading = self.reading;
        for at in words.clone() {
            let named =
                reading.is_any(at, &[Class::Given, Class::Surname, Class::Leading, Class::Suffix, Class::Particle]);
            if reading.is_any(at, &[Class::Ordinary, Class::Job, Class::Saint]) && !named {
                let sure = reading.is(words.start, Class::Given)
                    && !reading.is(words.start, Class::Ordinary)
                    && at == words.end - 1;
                evidence.against(if sure { i32::from(reading.begins_sentence(words.start)) } else { 2 });
            }
            if reading.is(at, Class::Quiet) {
                evidence.against(3);
            }
            let capitals = reading.word(at).is_some_and(|word| word.shape.all_capitals && !word.shape.initial);
            if capitals && !reading.shouted && !named && reading.written(at).len() > 2 {
                evidence.against(2);
            }
        }
        let is_place = |at: usize| self.mark_of(at) == Mark::Place;
        if words.clone().all(is_place) {
            evidence.against(6);
        } else if is_place(words.start) && !reading.is(words.start, Class::Given) {
            evidence.against(3);
        }
        if self.reading.shouted && !(reading.is(words.start, Class::Given) && reading.is(words.end - 1, Class::Surname))
        {
            evidence.against(3);
        }
        if words.len() >= 5 && !words.clone().any(|at| reading.is(at, Class::Particle)) {
            evidence.against(2);
        }
    }

    fn weigh_after(&self, words: &Range<usize>, evidence: &mut Evidence) {
        let reading = self.reading;
        let (last, after) = (words.end - 1, words.end);
        let gap = reading.gap(last);
        if self.affiliation(words).is_some() {
            evidence.add(5, PersonRule::Affiliation);
        } else if self.age_after(words.end).is_some() {
            evidence.add(4, PersonRule::Age);
        } else if self.position_after(words.end).is_some() {
            evidence.add(4, PersonRule::Position);
        }
        let possessive = reading.word(last).is_some_and(|word| word.possessive);
        if possessive {
            return;
        }
        // "the new Charles Schwab headquarters"
        if gap.is_blank() && reading.is(after, Class::OfCompany) {
            evidence.against(5);
        }
        if words.len() >= 2 && reading.begins_sentence(words.start) && self.tells_of_own(after) {
            evidence.add(3, PersonRule::Subject);
        }
        if gap.has(Gap::NUMBER) && reading.word(after).is_some_and(|word| word.shape.number) {
            evidence.add(4, PersonRule::Number);
        } else if gap.is_blank() && self.does_something(after) {
            evidence.add(2, PersonRule::Subject);
        } else if gap == Gap::COMMA && (matches!(reading.folded(after), "who" | "whose" | "wearing")) {
            evidence.add(2, PersonRule::Subject);
        } else if gap == Gap::COMMA && words.len() >= 2 && self.has_office_after(after) {
            evidence.add(3, PersonRule::Office);
        } else if gap == Gap::COMMA
            && !reading.is_capitalized(after)
            && reading.is_any(after, &[Class::Determiner, Class::Job, Class::Descriptor])
        {
            evidence.add(1, PersonRule::Subject);
        } else if gap.is_blank()
            && words.start == 0
            && matches!(reading.folded(after), "at" | "in" | "on")
            && reading.is(after + 1, Class::Determiner)
            && !reading.is_any(last, &[Class::Facility, Class::Ordinary])
        {
            // "Ysabel Jurado-Peña at the counter"
            evidence.add(1, PersonRule::Subject);
        } else if gap.is_blank() && reading.folded(after) == "of" && words.len() >= 2 {
            let member = (after + 1..after + 3).any(|at| self.mark_of(at) == Mark::Organization);
            let weight = if member { 3 } else { i32::from(reading.is_capitalized(after + 1)) };
            evidence.add(weight, PersonRule::Member);
        }
    }

    /// "in her shop", "and his wife", "at the counter of her taqueria": what follows a name tells of something of a person's.
    pub(crate) fn tells_of_own(&self, at: usize) -> bool {
        const REACH_WORDS: usize = 5;
        let reading = self.reading;
        let joins = reading.is(at, Class::Conjunction);
        let reach = if joins { 1 } else { REACH_WORDS };
        (joins || reading.is(at, Class::BeforeOwn))
            && !reading.is_capitalized(at)
            && reading.gap(at - 1).is_blank()
            && (at + 1..=at + reach)
                .take_while(|word| reading.gap(word - 1).is_blank())
                .any(|word| reading.is(word, Class::Owner))
    }

    /// Whether a title stands after a name and its comma: ", Managing Director of", ", president and chief executive,".
    fn has_office_after(&self, at: usize) -> bool {
        let at = at + usize::from(self.reading.is(at, Class::Article));
        let Some(title) = TITLES.longest_at(self.reading, at) else { return false };
        let end = at + title.n_words;
        self.reading.gap(end - 1).has(Gap::COMMA)
            || matches!(self.reading.folded(end), "of" | "for" | "at" | "and" | "in" | "to")
    }

    /// Whether a word says what somebody in the picture does: "speaks", "wearing".
    pub(crate) fn does_something(&self, at: usize) -> bool {
        let reading = self.reading;
        let lower = !reading.is_capitalized(at) || reading.shouted;
        let participle = reading.folded(at).len() > 5
            && reading.folded(at).ends_with("ing")
            && !reading.is_any(at, &[Class::Facility, Class::Follower, Class::Event]);
        // "rebuilds her house": a word that ends like a verb, and then what is done to.
        let present = || {
            reading.folded(at).len() > 4
                && reading.folded(at).ends_with('s')
                && !reading.folded(at).ends_with("ss")
                && reading.gap(at).is_blank()
                && reading.is(at + 1, Class::Determiner)
                && !reading.is(at, Class::Follower)
        };
        lower && (reading.is(at, Class::Verb) || participle || present())
    }

    fn weigh_before(&self, words: &Range<usize>, evidence: &mut Evidence) {
        let reading = self.reading;
        let Some(before) = words.start.checked_sub(1) else { return };
        let gap = reading.gap(before);
        let several = words.len() >= 2;
        if gap.has(Gap::COLON) && reading.is(before, Class::Position) || self.lists_from_left(before) {
            evidence.add(4, PersonRule::List);
        }
        let possessor = reading.word(before).is_some_and(|word| word.possessive && word.shape.capitalized);
        if possessor && several && !reading.gap_text(before).contains(',') {
            evidence.add(2, PersonRule::Possessive);
            // "Belgium's Remco Evenepoel of team …", "Georgia's fly-half …": of a country, and then more is said of him.
            let goes_on = matches!(reading.folded(words.end), "of" | "and" | "in" | "during" | "after")
                || reading.gap(words.end - 1) == Gap::COMMA;
            if goes_on && self.mark_of(before) == Mark::Place && words.len() == 2 {
                evidence.add(1, PersonRule::Possessive);
            }
        }
        if !gap.is_blank() {
            return;
        }
        let given = several && reading.is(words.start, Class::Given) && !reading.is(words.start, Class::Ordinary);
        // "look at Vincent van Gogh's Sunflowers", "the logo of Eli Lilly"
        let looked_at = before > 0 && reading.is(before - 1, Class::Look);
        if reading.folded(before) == "of" && before > 0 && reading.is(before - 1, Class::OfCompany) {
            evidence.against(5);
        }
        let is = |class| reading.is(before, class);
        if several && reading.is_any(before, &[Class::BeforePerson, Class::Conjunction]) {
            evidence.add(1, PersonRule::Company);
        } else if is(Class::BeforePlace) {
            let at_somebody = looked_at && several && reading.folded(before) == "at";
            evidence.against(if at_somebody { 0 } else { 3 });
        } else if is(Class::BeforeThing) {
            let of_somebody = given && (reading.is(words.end, Class::Follower) || reading.folded(before) == "a");
            evidence.against(if of_somebody { 0 } else { 4 });
        } else if is(Class::BeforeEither) && !reading.is(words.start, Class::Given) {
            evidence.against(2);
        }
    }

    /// Whether a word closes "(L-R)", "from left:", "left to right".
    fn lists_from_left(&self, at: usize) -> bool {
        let reading = self.reading;
        match reading.folded(at) {
            "l-r" | "r-l" => true,
            "left" | "right" => {
                at > 0
                    && (matches!(reading.folded(at - 1), "from" | "to" | "top" | "bottom" | "upper" | "lower"))
                    && reading.gap(at).has(Gap::COLON.or(Gap::COMMA).or(Gap::CLOSE).or(Gap::BLANK))
            }
            "r" => at > 1 && reading.folded(at - 1) == "to" && reading.folded(at - 2) == "l",
            "gauche" | "links" | "izquierda" => reading.gap(at).has(Gap::COLON),
            _ => false,
        }
    }

    /// An age after a name: ", 34," or "(34)" or ", aged 34" or ", 34 ans"; the word after it.
    pub(crate) fn age_after(&self, end: usize) -> Option<usize> {
        let reading = self.reading;
        let gap = reading.gap(end - 1);
        if !(gap == Gap::COMMA || gap == Gap::OPEN) || gap.has(Gap::STOP) {
            return None;
        }
        let at = end + usize::from(matches!(reading.folded(end), "aged" | "age" | "de"));
        let word = reading.word(at)?;
        // ", 6. September 1953", ", 16.02.2025": a date is no age.
        if self.mark_of(at) == Mark::Taken {
            return None;
        }
        let in_years = word.shape.number
            && reading.written(at).len() <= 3
            && reading.written(at).parse::<u32>().is_ok_and(|age| (1..=120).contains(&age));
        let year_old = reading.folded(at).strip_suffix("-year-old").is_some();
        let closes = word.gap.has(Gap::COMMA.or(Gap::CLOSE).or(Gap::STOP).or(Gap::END).or(Gap::SEMICOLON));
        let continues = matches!(reading.folded(at + 1), "of" | "from" | "and" | "is" | "a" | "who")
            || reading.is_any(at + 1, &[Class::Years, Class::Verb]);
        (year_old || in_years && (closes || word.gap.is_blank() && continues)).then_some(at + 1)
    }

    /// A position in the picture after a name: ", left," or "(C)" or "(2nd from right)"; the word after it.
    pub(crate) fn position_after(&self, end: usize) -> Option<usize> {
        /// "second from the right, seated" has no more.
        const POSITION_MAX_WORDS: usize = 6;
        let reading = self.reading;
        let gap = reading.gap(end - 1);
        // "Jane Doe on left and John Roe on right, seated"; not "at right back".
        let side = matches!(reading.folded(end), "on" | "at") && matches!(reading.folded(end + 1), "left" | "right");
        if gap.is_blank() && side && reading.gap(end).is_blank() {
            let closes = !reading.gap(end + 1).is_blank() || reading.is_any(end + 2, &[Class::Function, Class::Verb]);
            return closes.then_some(end + 2);
        }
        if !(gap == Gap::COMMA || gap == Gap::OPEN) {
            return None;
        }
        let mut at = end;
        let mut positioned = false;
        while at - end < POSITION_MAX_WORDS {
            let side = reading.is(at, Class::Side);
            positioned |= side;
            // "2 from left"
            let digit = reading.word(at).is_some_and(|word| word.shape.number && word.range.len() == 1);
            let number = digit || reading.is(at, Class::SidePart);
            if !side && !number {
                return None;
            }
            let coded = matches!(reading.folded(at), "2l" | "2r" | "3l" | "3r");
            let next = reading.gap(at);
            at += 1;
            if next.has(Gap::COMMA.or(Gap::CLOSE).or(Gap::STOP).or(Gap::END).or(Gap::SEMICOLON)) {
                return (positioned || coded).then_some(at);
            }
            if side
                && next.is_blank()
                && (reading.is(at, Class::Verb) || matches!(reading.folded(at), "and" | "with" | "of"))
                && !matches!(reading.folded(at), "standing" | "seated")
            {
                return Some(at);
            }
        }
        None
    }

    /// Party and state after a name: ", D-Pa.," or "(R-Ky.)".
    pub(crate) fn affiliation(&self, words: &Range<usize>) -> Option<(String, String)> {
        let text = self.reading.text.get(self.name_range(words).end..)?;
        let rest = text.strip_prefix(", ").or_else(|| text.strip_prefix(" (")).or_else(|| text.strip_prefix(" ["))?;
        // Party and state are short; without an end to either, the rest of the text would be walked through for each name.
        let rest = text::truncated(rest, AFFILIATION_MAX_BYTES);
        let (party, rest) = rest.split_once(['-', '\u{2011}', '–'])?;
        let is_party = (1..=3).contains(&party.len()) && party.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_party || !rest.starts_with(char::is_uppercase) {
            return None;
        }
        let end = rest.find([',', ')', ']', ';']).unwrap_or(rest.len());
        let state = rest.get(..end)?;
        // "D-Calif. speaks": without a comma after it the state is one word.
        let state = match state.split_once(' ') {
            Some((first, more)) if more.len() > 12 || !more.starts_with(char::is_uppercase) => first,
            _ => state,
        };
        Some((party.to_owned(), state.trim_end_matches(':').to_owned()))
    }
}
