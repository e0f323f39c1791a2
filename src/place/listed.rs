//! Names of the lists (`assets/places/*.csv` and the user's own places) where they stand in a text, and what they mean
//! there: "the Senate" after "in" is a room, before "voted" a body.

use crate::place::PlaceKind;
use crate::place::gazetteer::{Condition, Gazetteer, Name, NotPlace, Sense};
use crate::place::relation::relation;
use crate::place::wording::Wording;
use crate::place::words::WordClass;

/// The lists, looked up in a text.
pub(crate) struct Listed<'w, 'a> {
    pub(crate) wording: &'w Wording<'a>,
    pub(crate) gazetteer: &'a Gazetteer,
}

impl<'a> Listed<'_, 'a> {
    /// The longest name that starts at a word and may count there, with every sense of it.
    pub(crate) fn longest_name(&self, at: usize) -> Option<(usize, Vec<&'a Name>)> {
        let mut longest: Option<(usize, Vec<&Name>)> = None;
        for name in self.gazetteer.names_from(self.wording.folded(at)) {
            let n_words = name.words.len();
            if longest.as_ref().is_some_and(|(n_longest, _)| n_words < *n_longest) {
                break;
            }
            if self.stands_at(name, at) && self.may_count(name, at) {
                longest.get_or_insert_with(|| (n_words, Vec::new())).1.push(name);
            }
        }
        if let Some((_, senses)) = &mut longest
            && senses.first().is_some_and(|first| Gazetteer::is_users(first))
        {
            senses.retain(|sense| Gazetteer::is_users(sense));
        }
        longest
    }

    fn stands_at(&self, name: &Name, at: usize) -> bool {
        let wording = self.wording;
        let same_words = name.words.iter().enumerate().all(|(n, word)| wording.words().folded(at + n) == Some(word));
        // Words of a name are held together by blanks and small marks; a full stop only after an abbreviation's letter.
        // "Bayern, München:" is no team.
        let comma = matches!(name.sense, Sense::Place(..));
        same_words
            && (at..at + name.words.len() - 1).all(|at| {
                let gap = wording.gap(at);
                gap.len() <= 4 && gap.chars().all(|c| " .-'’\u{a0}\n".contains(c) || c == ',' && comma)
            })
            && (!name.capitalized || wording.is_capitalized(at))
    }

    fn may_count(&self, name: &Name, at: usize) -> bool {
        let end = at + name.words.len();
        match &name.sense {
            Sense::NotPlace(_) => true,
            Sense::Place(place, Condition::BesideParent) => {
                let stands_as_building = || {
                    let inside_follows = self.wording.touches(end - 1) && self.wording.is(end, WordClass::Inside);
                    let of = self.wording.touching_before(at).is_some_and(|of| self.wording.is(of, WordClass::Of));
                    (self.relation_word_right_before(at) || inside_follows || of || self.is_part_of_building(at))
                        && !self.names_a_body(end)
                };
                !self.follows_part_of_another_name(name, at)
                    && (place.kind != PlaceKind::Building || stands_as_building())
            }
            Sense::Place(place, Condition::Always) => {
                // "The Royal Opera House orchestra" is no building.
                let is_body = place.kind == PlaceKind::Building
                    && self.wording.touches(end - 1)
                    && self.wording.is(end, WordClass::Body)
                    && !self.relation_word_right_before(at);
                // "Turkey's Mediterranean province of Antalya"
                let attribute = self.wording.touches(end - 1)
                    && self.wording.is(end, WordClass::Noun)
                    && self.wording.is(end + 1, WordClass::Of);
                !is_body
                    && !attribute
                    && !self.follows_part_of_another_name(name, at)
                    && !self.runs_into_another_name(name, at)
            }
            Sense::Place(_, Condition::UnlessBody) => {
                !self.follows_part_of_another_name(name, at) && !self.acts(at, end)
            }
            Sense::Place(_, Condition::AfterPreposition) => {
                self.relation_word_right_before(at) && !self.names_a_body(end)
            }
        }
    }

    /// "Texas Capitol" is not the Capitol: a capitalized word right before belongs to the name.
    fn follows_part_of_another_name(&self, name: &Name, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let wording = self.wording;
        name.capitalized
            && wording.touches(before)
            && wording.is_capitalized(before)
            && relation("", wording.folded(before)).is_none()
            && !wording.is(before, WordClass::Passed)
            && !wording.begins_sentence(before)
    }

    /// "floor of the Senate" gives way in "floor of the Senate chamber": its last words begin another place's name.
    /// "steps of the US Capitol" stays in "steps of the US Capitol Building", which is the same place.
    fn runs_into_another_name(&self, name: &Name, at: usize) -> bool {
        let end = at + name.words.len();
        (at + 1..end).any(|start| {
            let names = self.gazetteer.names_from(self.wording.folded(start));
            let own = names.iter().filter(|own| start + own.words.len() == end && self.stands_at(own, start));
            let own: Vec<_> = own.filter_map(place_id).collect();
            let longer = |other: &&Name| start + other.words.len() > end && self.stands_at(other, start);
            names.iter().filter(longer).any(|other| place_id(other).is_none_or(|id| !own.contains(&id)))
        })
    }

    /// "the White House said", "White House officials", "by the Kremlin": it acts, or somebody of it.
    fn acts(&self, at: usize, end: usize) -> bool {
        let wording = self.wording;
        let after = end.checked_sub(1).is_some_and(|last| {
            wording.touches(last) && (wording.is(end, WordClass::Body) || wording.is(end, WordClass::Bodied))
        });
        let mut before = at;
        while let Some(previous) =
            wording.touching_before(before).filter(|previous| wording.is(*previous, WordClass::Passed))
        {
            before = previous;
        }
        let by = wording.touching_before(before).is_some_and(|previous| wording.is(previous, WordClass::Agent));
        // "la portavoz de la Casa Blanca".
        let spoken_for = || {
            let mut before = at;
            while let Some(previous) = wording
                .touching_before(before)
                .filter(|previous| wording.classes(*previous).has_any(&[WordClass::Determiner, WordClass::Of]))
            {
                before = previous;
            }
            wording.touching_before(before).is_some_and(|previous| wording.is(previous, WordClass::Spokesman))
        };
        let agent = by || spoken_for();
        // "White House national security adviser": without an article it says whose.
        let qualifies = end.checked_sub(1).is_some_and(|last| wording.touches(last))
            && !wording.classes(end).has_any(&[WordClass::Date, WordClass::Inside, WordClass::And, WordClass::Around]);
        let attribute = before == at && qualifies;
        (after || agent || attribute || self.is_capitalized_name(end)) && !self.relation_word_right_before(at)
            || after && wording.is(end, WordClass::Body) && !self.relation_word_right_before(at)
            || wording.is_possessive(end.saturating_sub(1)) && wording.is(end + 1, WordClass::Bodied)
    }

    fn is_capitalized_name(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|last| self.wording.touches(last))
            && self.wording.begins_with_capital(at)
            && !self.wording.is(at, WordClass::Date)
    }

    /// "the steps of the state Capitol": a part of a building before "of" and an article.
    fn is_part_of_building(&self, at: usize) -> bool {
        let wording = self.wording;
        let article = wording.touching_before(at).filter(|before| wording.is(*before, WordClass::Determiner));
        let of = article.and_then(|before| wording.touching_before(before));
        of.filter(|of| wording.is(*of, WordClass::Of))
            .and_then(|of| wording.touching_before(of))
            .is_some_and(|noun| wording.is(noun, WordClass::Noun))
    }

    fn relation_word_right_before(&self, at: usize) -> bool {
        let mut before = at;
        while let Some(previous) = self.wording.touching_before(before) {
            let word = self.wording.folded(previous);
            if relation("", word).is_some() && word != "of" || self.wording.is(previous, WordClass::Inside) {
                return true;
            }
            if !self.wording.is(previous, WordClass::Passed) {
                return false;
            }
            before = previous;
        }
        false
    }

    /// "the House Republicans", "the Senate of Rome", "the House members": the word after makes it a body.
    fn names_a_body(&self, after: usize) -> bool {
        let Some(previous) = after.checked_sub(1) else { return false };
        after < self.wording.n_words()
            && self.wording.touches(previous)
            && (self.wording.is(after, WordClass::Bodied)
                || self.wording.folded(after) == "of"
                || self.wording.is_capitalized(after))
    }
}

fn place_id(name: &Name) -> Option<&str> {
    match &name.sense {
        Sense::Place(place, _) => Some(&place.id),
        Sense::NotPlace(_) => None,
    }
}

/// What a name is whose senses say that it is no place.
pub(crate) fn not_place(senses: &[&Name]) -> Option<NotPlace> {
    senses.iter().find_map(|sense| match sense.sense {
        Sense::NotPlace(kind) => Some(kind),
        Sense::Place(..) => None,
    })
}
