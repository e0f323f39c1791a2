//! What speaks for a name being a place's: the words beside it, a dateline, commas.
//! The words are data, `assets/places/words.csv`.

mod dateline;
mod other_name;

use std::ops::Range;

use crate::place::PlaceKind;
use crate::place::towns::Town;
use crate::place::wording::{Wording, is_blank};
use crate::place::words::WordClass;

/// `WorldPlace::size` of about 1,000,000 people, of 450,000, 50,000 and 5,000.
const LARGE: i32 = 160;
const BIG: i32 = 150;
const MIDDLING: i32 = 125;
const SMALL: i32 = 98;
/// How far before "de" the noun of a site may stand: "cour d'assises spéciale de".
const SITE_REACH_WORDS: usize = 4;
/// How far before "to" a word of moving may stand.
const MOVING_REACH_WORDS: usize = 4;

/// How much speaks for a name being a place's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    /// It is part of another name.
    Blocked,
    /// Nothing does.
    Nothing,
    /// Something does, too little to filter on.
    Weak,
    /// It stands as places do.
    Fair,
    /// It stands as only places do.
    Strong,
    /// It opens the caption as a dateline.
    Dateline,
}

/// What speaks for a name being a place's; `chain` is the name with those it lies in, `previous` the name before it.
pub(crate) fn of(
    wording: &Wording<'_>,
    town: &Town,
    chain: &Range<usize>,
    is_linked: bool,
    previous: Option<(&Range<usize>, Sign)>,
) -> Sign {
    let size = town.name.meanings().filter(|it| !it.is_short()).map(|it| it.place.fame()).max().unwrap_or(0);
    let at = Stand { wording, town, chain, is_linked, size };
    if at.is_dateline() {
        return Sign::Dateline;
    }
    if at.is_part_of_longer_name() || !is_linked && (at.is_common_word() || at.is_somebodys()) {
        return Sign::Blocked;
    }
    if is_linked && !at.follows_capital() {
        return Sign::Strong;
    }
    let sign = at.before().max(at.listed(previous)).max(at.between_commas()).max(at.attribute());
    at.tempered(sign)
}

struct Stand<'s, 'a> {
    wording: &'s Wording<'a>,
    town: &'s Town,
    chain: &'s Range<usize>,
    is_linked: bool,
    /// How well the best known place of the name is known.
    size: i32,
}

impl Stand<'_, '_> {
    fn start(&self) -> usize {
        self.town.words.start
    }

    /// The word after the name and what it lies in.
    fn after(&self) -> usize {
        self.chain.end
    }

    fn is_country(&self) -> bool {
        self.town.name.meanings().next().is_some_and(|first| first.place.kind() == PlaceKind::Country)
    }

    fn is_wide(&self) -> bool {
        self.town.name.meanings().next().is_some_and(|first| first.place.kind() != PlaceKind::City)
    }

    fn is_only_unchecked(&self) -> bool {
        self.town.name.meanings().all(|meaning| meaning.is_unchecked() || meaning.is_short())
    }

    /// What the words before it say.
    fn before(&self) -> Sign {
        let wording = self.wording;
        let mut at = self.start();
        // "in the southern Ukrainian city", "in downtown Los Angeles", "in war-torn Aleppo".
        let mut skipped = 0;
        // "on a Jersey cream tablecloth": an attribute, of which `attribute` speaks.
        let indefinite =
            |before| matches!(wording.folded(before), "a" | "an") && !matches!(wording.written(before), "à" | "À");
        if wording.touching_before(at).is_some_and(indefinite) {
            return Sign::Nothing;
        }
        while let Some(before) = wording.touching_before(at) {
            let classes = wording.classes(before);
            let small = !wording.begins_with_capital(before);
            let is_preposition = classes.has_any(&[
                WordClass::Inside,
                WordClass::Around,
                WordClass::Upon,
                WordClass::From,
                WordClass::To,
                WordClass::Of,
            ]);
            if is_preposition
                || !(classes.has_any(&[WordClass::Determiner, WordClass::Direction]) || small && skipped == 0)
            {
                break;
            }
            if classes.has(WordClass::Titled) && small {
                return Sign::Strong;
            }
            skipped += usize::from(!classes.has(WordClass::Determiner));
            if skipped > 2 {
                return Sign::Nothing;
            }
            at = before;
        }
        if let Some(before) = at.checked_sub(1)
            && at == self.start()
            && wording.gap(before) == ", "
            && wording.is(before, WordClass::Titled)
        {
            return Sign::Strong;
        }
        let Some(before) = wording.touching_before(at) else { return Sign::Nothing };
        let classes = wording.classes(before);
        let adjective = skipped > 0
            && !wording.is(at, WordClass::Direction)
            && !wording.begins_with_capital(at)
            && at < wording.n_words()
            && wording.folded(at).len() < 4;
        if classes.has(WordClass::Inside) {
            return if adjective { Sign::Weak } else { Sign::Strong };
        }
        if skipped > 0 && !self.only_directions(at) {
            return Sign::Nothing;
        }
        // "past Argentina's Emiliano Martinez": the name belongs to somebody or something of it.
        if wording.is_possessive(self.town.words.end - 1) && (self.is_country() || !classes.has(WordClass::Around)) {
            return Sign::Nothing;
        }
        // "after the win over England"
        if self.is_wide() && wording.touching_before(before).is_some_and(|win| wording.is(win, WordClass::Winning)) {
            return Sign::Nothing;
        }
        if classes.has(WordClass::Around) {
            return Sign::Strong;
        }
        if classes.has(WordClass::Upon) {
            return if self.is_country() { Sign::Weak } else { Sign::Fair };
        }
        if classes.has(WordClass::Of) && self.follows_noun(before) {
            return Sign::Strong;
        }
        if classes.has(WordClass::To) {
            let moving = (1..=MOVING_REACH_WORDS)
                .filter_map(|n| before.checked_sub(n))
                .any(|word| wording.is(word, WordClass::Moving));
            return if moving { Sign::Fair } else { Sign::Weak };
        }
        if classes.has(WordClass::From) { Sign::Weak } else { Sign::Nothing }
    }

    fn only_directions(&self, from: usize) -> bool {
        (from..self.start()).all(|at| self.wording.classes(at).has_any(&[WordClass::Direction, WordClass::Determiner]))
    }

    /// "the streets of", "la ville de": a noun of place stands before "of".
    fn follows_noun(&self, of: usize) -> bool {
        let wording = self.wording;
        let noun = wording.touching_before(of);
        // German nouns have capitals: "in der Altstadt von Dresden".
        let german = matches!(wording.folded(of), "von" | "vom");
        let is_noun = |noun: usize| {
            wording.is(noun, WordClass::Noun)
                && (german
                    || !wording.begins_with_capital(noun)
                    || wording.begins_sentence(noun)
                    || wording.is(noun, WordClass::PlaceNoun))
        };
        if noun.is_some_and(is_noun) {
            return true;
        }
        // "Teatro Campoamor de Oviedo", "cour d'assises spéciale de Paris"; in English "of" says less.
        wording.folded(of) != "of"
            && (1..=SITE_REACH_WORDS)
                .map_while(|n| of.checked_sub(n).filter(|at| !wording.gap(*at).contains([',', '.', ';', '(', ')'])))
                .any(|at| wording.is(at, WordClass::Site))
    }

    /// "in Paris and Berlin": it goes on a list whose name before is a place.
    fn listed(&self, previous: Option<(&Range<usize>, Sign)>) -> Sign {
        let Some((words, sign)) = previous else { return Sign::Nothing };
        if sign < Sign::Fair {
            return Sign::Nothing;
        }
        let wording = self.wording;
        let gap = wording.gap(words.end - 1);
        let follows = self.start() == words.end && matches!(gap, ", " | "/" | " / " | " & ")
            || self.start() == words.end + 1
                && wording.is(words.end, WordClass::And)
                && matches!(gap, " " | ", ")
                && wording.touches(words.end);
        if follows && self.size >= MIDDLING { sign.min(Sign::Strong) } else { Sign::Nothing }
    }

    /// "at the Louvre, Paris, on Monday", "View of the harbour, Hamburg.", "(Paris)".
    fn between_commas(&self) -> Sign {
        let wording = self.wording;
        let (mut start, last) = (self.start(), self.after() - 1);
        // "a memorial service in Kensington, west London"
        let direction =
            |before: &usize| wording.is(*before, WordClass::Direction) && !wording.begins_with_capital(*before);
        if let Some(before) = wording.touching_before(start).filter(direction) {
            start = before;
        }
        let gap = wording.gap_before(start);
        let after = wording.gap(last);
        let next = last + 1;
        if wording.is_possessive(last) {
            return Sign::Nothing;
        }
        if gap.trim_start().starts_with('(') && after.starts_with(')') {
            return if self.is_country() { Sign::Nothing } else { Sign::Fair };
        }
        // "Dresden, Blick vom Rathausturm", "TOURS. Les bénévoles": archives and regional papers begin so.
        if start == 0 && !wording.shouted {
            let capitals = self.town.words.clone().all(|word| wording.is_all_capitals(word));
            let known = self.size >= MIDDLING && !self.town.name.is_personal() && !self.town.name.is_word();
            // "Saint-Denis (Seine-Saint-Denis), le 3 juin."
            let closes = || (next..next + 4).any(|at| matches!(wording.gap(at), "), " | "). "));
            if after == " (" && known && !self.is_country() && wording.begins_with_capital(next) && closes() {
                return Sign::Fair;
            }
            let heads = after.starts_with(", ") && wording.begins_with_capital(next) || after.starts_with(". ");
            return if heads && (capitals || known && !self.is_country()) { Sign::Fair } else { Sign::Nothing };
        }
        if gap.trim() != "," || start == 0 {
            return Sign::Nothing;
        }
        let ends = wording.ends_sentence(last) || after.trim_start().starts_with('(');
        let dated = wording.is_number(next) || wording.is(next, WordClass::Date) || wording.folded(next) == "c";
        let follows_name = wording.is_capitalized(start - 1);
        let goes_on = after.starts_with(',') || is_blank(after) && wording.classes(next).has(WordClass::Inside);
        if ends || dated {
            return Sign::Fair;
        }
        if follows_name && goes_on && !self.is_country() { Sign::Fair } else { Sign::Nothing }
    }

    /// "a London hospital": an attribute of what is a part of towns.
    fn attribute(&self) -> Sign {
        let wording = self.wording;
        let (last, next) = (self.town.words.end - 1, self.town.words.end);
        let determined = wording
            .touching_before(self.start())
            .is_some_and(|before| wording.classes(before).has_any(&[WordClass::Determiner, WordClass::Direction]))
            // "the company's Derby site"
            || self.start().checked_sub(2).is_some_and(|owner| wording.is_possessive(owner));
        if determined
            && wording.touches(last)
            && wording.is(next, WordClass::Facility)
            && wording.folded(next + 1) != "of"
        {
            return Sign::Fair;
        }
        Sign::Nothing
    }

    /// What a sign is worth for this name: one that is a word or a person's name as well needs more.
    fn tempered(&self, sign: Sign) -> Sign {
        let wording = self.wording;
        if sign < Sign::Fair {
            return sign;
        }
        let name = self.town.name;
        let (last, next) = (self.town.words.end - 1, self.town.words.end);
        let size = self.size;
        // "the Moscow suburb of Khimki" is Khimki.
        if wording.touches(last) && wording.is(next, WordClass::Noun) && wording.is(next + 1, WordClass::Of) {
            return Sign::Weak;
        }
        let acronym = self.town.words.clone().all(|word| wording.is_all_capitals(word)) && !wording.shouted;
        let attribute = wording.touches(last)
            && !wording.begins_with_capital(next)
            && !wording.classes(next).has_any(&[WordClass::Date, WordClass::And, WordClass::Inside, WordClass::Around]);
        if acronym && self.is_country() && attribute && self.is_noun_like(next) {
            return Sign::Weak;
        }
        if name.is_word() && wording.is(self.start(), WordClass::Date) && self.town.words.len() == 1 {
            return Sign::Nothing;
        }
        let needs = if name.is_word() && size < MIDDLING || self.is_only_unchecked() || wording.shouted {
            Sign::Strong
        } else if name.is_personal() && size < LARGE {
            if self.follows(WordClass::Inside) || sign == Sign::Strong && self.follows_of_noun() || self.follows_site()
            {
                Sign::Fair
            } else {
                Sign::Dateline
            }
        } else {
            Sign::Fair
        };
        if size < SMALL && !self.follows(WordClass::Inside) && !self.follows_of_noun() || sign < needs {
            return Sign::Weak;
        }
        sign
    }

    /// Whether a word may be a noun after an acronym: "US soldiers", not "US to", "US is".
    fn is_noun_like(&self, at: usize) -> bool {
        self.wording.folded(at).len() > 3 && !self.wording.is(at, WordClass::NotNoun)
    }

    fn follows(&self, class: WordClass) -> bool {
        self.wording.touching_before(self.start()).is_some_and(|before| self.wording.is(before, class))
    }

    /// "at Bramall Lane, Sheffield": after a comma, and before it the name of a street or building.
    fn follows_site(&self) -> bool {
        let Some(before) = self.start().checked_sub(1) else { return false };
        self.wording.gap(before) == ", "
            && self.wording.begins_with_capital(before)
            && self.wording.is(before, WordClass::Facility)
    }

    fn follows_of_noun(&self) -> bool {
        self.wording
            .touching_before(self.start())
            .is_some_and(|before| self.wording.is(before, WordClass::Of) && self.follows_noun(before))
    }
}
