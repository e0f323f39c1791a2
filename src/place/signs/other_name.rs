//! What speaks against a name being a place's: it is part of a longer name, a common word, somebody's, or a river's.

use crate::place::PlaceKind;
use crate::place::signs::{BIG, MIDDLING, Stand};
use crate::place::words::WordClass;
use crate::place::world::WorldPlace;

impl Stand<'_, '_> {
    /// Whether a capitalized word stands right before, which is no preposition or direction.
    pub(super) fn follows_capital(&self) -> bool {
        let wording = self.wording;
        let Some(before) = wording.touching_before(self.start()) else { return false };
        if wording.shouted || !wording.begins_with_capital(before) {
            return false;
        }
        let classes = wording.classes(before);
        let goes_before = [
            WordClass::Inside,
            WordClass::Around,
            WordClass::Upon,
            WordClass::From,
            WordClass::To,
            WordClass::Of,
            WordClass::Direction,
            WordClass::Determiner,
            WordClass::Date,
            WordClass::And,
        ];
        if classes.has_any(&goes_before) {
            return false;
        }
        let begins = wording.begins_sentence(before);
        !(begins && !self.town.name.is_personal() && self.size >= MIDDLING)
    }

    /// "Boston Celtics", "Denzel Washington", "London-based", "Paris Fashion Week".
    pub(super) fn is_part_of_longer_name(&self) -> bool {
        let wording = self.wording;
        let last = self.town.words.end - 1;
        let gap = wording.gap(last);
        let quarter = self.chain.end > self.town.words.end && gap == "-";
        if gap.starts_with(['-', '&', '@', '_']) && !gap.starts_with("--") && !quarter || gap == "’n" {
            return true;
        }
        // "the Russia 2018 World Cup", "Olympic Games Paris 2024".
        let numbered = wording.touches(last) && wording.is_number(self.town.words.end) && !self.is_linked;
        if numbered && wording.touches(self.town.words.end) && wording.begins_with_capital(self.town.words.end + 1) {
            return true;
        }
        if self.is_river_like() {
            return true;
        }
        if self.follows_capital() && !self.is_linked {
            return true;
        }
        let after = self.town.words.end;
        if self.is_linked || wording.shouted || !wording.touches(last) || !wording.begins_with_capital(after) {
            return false;
        }
        let classes = wording.classes(after);
        let goes_after = [WordClass::Date, WordClass::Inside, WordClass::And, WordClass::Determiner];
        // "in Nanchang City, east China's Jiangxi Province"
        let ends = !(wording.touches(after) && wording.begins_with_capital(after + 1));
        if wording.folded(after) == "city" && ends && self.size >= MIDDLING {
            return false;
        }
        !(classes.has_any(&goes_after) || classes.has(WordClass::Named) && self.size >= MIDDLING)
    }

    /// "Downtown", "the Altstadt", "Church": a word for parts of towns, which some town somewhere is called.
    pub(super) fn is_common_word(&self) -> bool {
        let kinds = [
            WordClass::Facility,
            WordClass::Noun,
            WordClass::Site,
            WordClass::Named,
            WordClass::Titled,
            WordClass::Direction,
            WordClass::Owned,
        ];
        self.town.words.len() == 1 && self.wording.classes(self.start()).has_any(&kinds)
    }

    /// "in the Harris home", "at Stanley's bar", "St. Thomas church": the name is a person's or a saint's.
    pub(super) fn is_somebodys(&self) -> bool {
        let wording = self.wording;
        let (last, next) = (self.town.words.end - 1, self.town.words.end);
        let small = self.size < BIG && !self.is_country();
        let owns = wording.touches(last) && !wording.begins_with_capital(next) && wording.is(next, WordClass::Owned);
        let saint = matches!(wording.folded(self.start()), "saint" | "st")
            && wording.touches(last)
            && wording.is(next, WordClass::Facility);
        let named = self.town.name.is_personal() || self.town.name.is_word();
        small && (saint || named && (owns || wording.is_possessive(last)))
    }

    /// "into the Thames": a town has no article, unless it is an attribute or its name begins with one.
    fn is_river_like(&self) -> bool {
        let wording = self.wording;
        let mut meanings = self.town.name.meanings();
        let is_town = |place: WorldPlace| place.kind() == PlaceKind::City && !place.name().starts_with("The ");
        let last = self.town.words.end - 1;
        let attribute = wording.touches(last) && !wording.begins_with_capital(last + 1) && self.is_noun_like(last + 1);
        wording.touching_before(self.start()).is_some_and(|before| wording.folded(before) == "the")
            && !self.is_linked
            && (!attribute || self.town.name.is_word())
            && meanings.all(|meaning| is_town(meaning.place))
    }
}
