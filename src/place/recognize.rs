//! Finds the places a text names, each with its relation and the bytes it came from, and tells them from titles and
//! bodies that hold a place's name. The longest name wins, so that "US Capitol Police" is not the US Capitol.

use std::ops::Range;
use std::sync::Arc;

use crate::place::gazetteer::{Condition, Gazetteer, Name, NotPlace, Sense};
use crate::place::{Place, PlaceMention, Relation};
use crate::text::{self, Token};

/// The most words between a preposition and the name it governs: "near the old west front".
const PREPOSITION_REACH_WORDS: usize = 3;

/// What was recognized in a text.
#[derive(Clone, Debug, Default)]
pub struct Recognized {
    /// The places named, in the order of the text.
    pub places: Vec<PlaceMention>,
    /// Names that hold a place's name and are none.
    pub not_places: Vec<(Range<usize>, NotPlace)>,
}

/// Finds the places a text names.
pub fn recognize(text: &str, gazetteer: &Gazetteer) -> Recognized {
    let tokens = text::tokens(text);
    let reading = Reading { text, tokens: &tokens, gazetteer };
    let mut recognized = Recognized::default();
    let mut beside_parent = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((n_words, names)) = reading.longest_name(at) else {
            at += 1;
            continue;
        };
        let span = reading.span(at, n_words);
        match &names[..] {
            [Name { sense: Sense::Place(place, Condition::Always | Condition::AfterPreposition), .. }, ..] => {
                recognized.places.push(reading.mention(place, at, span));
            }
            [Name { sense: Sense::NotPlace(kind), .. }, ..] => recognized.not_places.push((span, *kind)),
            _ => beside_parent.push((at, span, names)),
        }
        at += n_words;
    }
    for (at, span, names) in beside_parent {
        let candidates = names.iter().filter_map(|name| match &name.sense {
            Sense::Place(place, Condition::BesideParent) => Some(place),
            Sense::Place(..) | Sense::NotPlace(_) => None,
        });
        // Of several places of that name, the one whose parent is named nearest.
        let nearest = candidates
            .filter_map(|place| Some((distance_to_parent(place, &span, &recognized.places)?, place)))
            .min_by_key(|(distance, _)| *distance);
        if let Some((_, place)) = nearest {
            let mention = reading.mention(place, at, span);
            recognized.places.push(mention);
        }
    }
    recognized.places.sort_by_key(|mention| mention.span.as_ref().map(|span| span.start));
    recognized
}

/// The mention of a place at words that are told to be its name, with the relation that the words before them give.
pub fn mention_at(text: &str, gazetteer: &Gazetteer, place: &Arc<Place>, span: Range<usize>) -> PlaceMention {
    let tokens = text::tokens(text);
    let at = tokens.partition_point(|token| token.range.end <= span.start);
    let relation = Reading { text, tokens: &tokens, gazetteer }.relation_before(at);
    PlaceMention { place: Arc::clone(place), relation, span: Some(span) }
}

struct Reading<'a> {
    text: &'a str,
    tokens: &'a [Token],
    gazetteer: &'a Gazetteer,
}

impl<'a> Reading<'a> {
    /// The longest name that starts at a token and may count there, with every sense of it.
    fn longest_name(&self, at: usize) -> Option<(usize, Vec<&'a Name>)> {
        let first = self.tokens.get(at)?;
        let mut longest: Option<(usize, Vec<&Name>)> = None;
        for name in self.gazetteer.names_from(&first.folded) {
            let n_words = name.words.len();
            if longest.as_ref().is_some_and(|(n_longest, _)| n_words < *n_longest) {
                break;
            }
            if self.stands_at(name, at) && self.may_count(name, at) {
                longest.get_or_insert_with(|| (n_words, Vec::new())).1.push(name);
            }
        }
        longest
    }

    fn stands_at(&self, name: &Name, at: usize) -> bool {
        let Some(tokens) = self.tokens.get(at..at + name.words.len()) else { return false };
        let same_words = name.words.iter().zip(tokens).all(|(word, token)| *word == token.folded);
        // Words of a name are held together by blanks and small marks; a full stop only after an abbreviation's letter.
        let joined = tokens.windows(2).all(|pair| match pair {
            [a, b] => self
                .text
                .get(a.range.end..b.range.start)
                .is_some_and(|gap| gap.chars().all(|c| " .,-'’\u{a0}\n".contains(c)) && gap.len() <= 4),
            _ => true,
        });
        same_words && joined && (!name.capitalized || self.is_capitalized(at))
    }

    fn may_count(&self, name: &Name, at: usize) -> bool {
        match &name.sense {
            Sense::NotPlace(_) => true,
            Sense::Place(_, Condition::BesideParent) => true,
            Sense::Place(_, Condition::Always) => {
                !self.follows_part_of_another_name(name, at) && !self.runs_into_another_name(name, at)
            }
            Sense::Place(_, Condition::AfterPreposition) => {
                self.relation_word_right_before(at) && !self.names_a_body(at + name.words.len())
            }
        }
    }

    /// "Texas Capitol" is not the Capitol: a capitalized word right before belongs to the name.
    fn follows_part_of_another_name(&self, name: &Name, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        name.capitalized
            && self.touches(before)
            && self.is_capitalized(before)
            && relation(&[], self.folded(before)).is_none()
            && !is_determiner(self.folded(before))
            && !self.is_sentence_start(before)
    }

    /// "floor of the Senate" gives way in "floor of the Senate chamber": its last words begin another place's name.
    /// "steps of the US Capitol" stays in "steps of the US Capitol Building", which is the same place.
    fn runs_into_another_name(&self, name: &Name, at: usize) -> bool {
        let end = at + name.words.len();
        (at + 1..end).any(|start| {
            let names = self.gazetteer.names_from(self.folded(start));
            let own = names.iter().filter(|own| start + own.words.len() == end && self.stands_at(own, start));
            let own: Vec<_> = own.filter_map(place_id).collect();
            let longer = |other: &&Name| start + other.words.len() > end && self.stands_at(other, start);
            names.iter().filter(longer).any(|other| place_id(other).is_none_or(|id| !own.contains(&id)))
        })
    }

    fn relation_word_right_before(&self, at: usize) -> bool {
        let mut before = at;
        while let Some(previous) = before.checked_sub(1).filter(|previous| self.touches(*previous)) {
            let word = self.folded(previous);
            if relation(&[], word).is_some() && word != "of" {
                return true;
            }
            if !is_determiner(word) {
                return false;
            }
            before = previous;
        }
        // "CITY, ST - DATE" and "…, Washington" are read by commas: a dateline's place opens the text.
        false
    }

    /// "the House Republicans", "the Senate of Rome", "the House members": the word after makes it a body.
    fn names_a_body(&self, after: usize) -> bool {
        const BODY_WORDS: [&str; 26] = [
            "aide",
            "aides",
            "bill",
            "candidate",
            "candidates",
            "committee",
            "committees",
            "hearing",
            "hearings",
            "inquiry",
            "leader",
            "leaders",
            "leadership",
            "majority",
            "member",
            "members",
            "minority",
            "of",
            "panel",
            "race",
            "seat",
            "speaker",
            "staff",
            "vote",
            "votes",
            "whip",
        ];
        let Some(previous) = after.checked_sub(1) else { return false };
        after < self.tokens.len()
            && self.touches(previous)
            && (BODY_WORDS.contains(&self.folded(after)) || self.is_capitalized(after))
    }

    fn mention(&self, place: &Arc<Place>, at: usize, span: Range<usize>) -> PlaceMention {
        let relation = self.relation_before(at);
        // Outside a building is a place of its own where the gazetteer has it; outside a room is still inside the building.
        let place = match relation {
            Relation::Outside => self.gazetteer.outside_of(place).unwrap_or(place),
            Relation::In | Relation::At | Relation::Near | Relation::Through => place,
        };
        PlaceMention { place: Arc::clone(place), relation, span: Some(span) }
    }

    /// The relation that the nearest preposition before the name gives.
    fn relation_before(&self, at: usize) -> Relation {
        let mut before = Vec::new();
        let mut next = at;
        for _ in 0..=PREPOSITION_REACH_WORDS {
            let Some(previous) = next.checked_sub(1).filter(|previous| self.touches(*previous)) else { break };
            before.push(self.folded(previous));
            next = previous;
        }
        for (n, word) in before.iter().enumerate() {
            let earlier = before.get(n + 1..).unwrap_or(&[]);
            if let Some(relation) = relation(earlier, word) {
                return relation;
            }
        }
        Relation::In
    }

    fn span(&self, at: usize, n_words: usize) -> Range<usize> {
        let start = self.tokens.get(at).map_or(0, |token| token.range.start);
        let end = self.tokens.get(at + n_words - 1).map_or(start, |token| token.range.end);
        start..end
    }

    fn folded(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    fn is_capitalized(&self, at: usize) -> bool {
        let first = self
            .tokens
            .get(at)
            .and_then(|token| self.text.get(token.range.clone()))
            .and_then(|word| word.chars().next());
        first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    }

    fn is_sentence_start(&self, at: usize) -> bool {
        let start = self.tokens.get(at).map_or(0, |token| token.range.start);
        let before = self.text.get(..start).unwrap_or("").trim_end();
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '-', '–', '—', '"', '“', '('])
    }

    /// Whether only blanks stand between a token and the next.
    fn touches(&self, at: usize) -> bool {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(a), Some(b)) => {
                self.text.get(a.range.end..b.range.start).is_some_and(|gap| gap.chars().all(char::is_whitespace))
            }
            _ => false,
        }
    }
}

/// The relation a preposition gives, where the words before it (nearest first) may make a phrase of it.
fn relation(earlier: &[&str], word: &str) -> Option<Relation> {
    let previous = earlier.first().copied().unwrap_or("");
    Some(match (previous, word) {
        ("outside", "of") => Relation::Outside,
        ("inside", "of") => Relation::In,
        ("front" | "west" | "east" | "north" | "south" | "sight" | "view", "of") => Relation::Near,
        ("next" | "close" | "adjacent", "to") => Relation::Near,
        (_, "in" | "inside" | "into" | "within" | "from" | "of") => Relation::In,
        (
            _,
            "at" | "on" | "onto" | "upon" | "to" | "toward" | "towards" | "enter" | "enters" | "entering" | "entered"
            | "storm" | "storms" | "stormed" | "storming" | "breach" | "breaches" | "breached" | "breaching",
        ) => Relation::At,
        (_, "outside") => Relation::Outside,
        (_, "near" | "beside" | "by" | "around" | "behind" | "opposite" | "overlooking" | "facing") => Relation::Near,
        (_, "through" | "across" | "past") => Relation::Through,
        _ => return None,
    })
}

fn place_id(name: &Name) -> Option<&str> {
    match &name.sense {
        Sense::Place(place, _) => Some(&place.id),
        Sense::NotPlace(_) => None,
    }
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the" | "a" | "an" | "this" | "that" | "his" | "her" | "their" | "its" | "old" | "historic" | "empty" | "full"
    )
}

/// Bytes between a name and the nearest mention of a place's parent.
fn distance_to_parent(place: &Place, span: &Range<usize>, named: &[PlaceMention]) -> Option<usize> {
    let parent = place.parent.as_ref()?;
    let is_parent = |mention: &&PlaceMention| mention.place.id == parent.id;
    named
        .iter()
        .filter(is_parent)
        .filter_map(|mention| mention.span.as_ref())
        .map(|other| other.start.abs_diff(span.start))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each mention as `relation id "words"`; names that are no places as `kind "words"`.
    fn check(text: &str, expected: &[&str]) {
        let recognized = recognize(text, &Gazetteer::built_in());
        let places = recognized.places.iter().map(|mention| {
            let words = mention.span.clone().map_or("", |span| &text[span]);
            format!("{} {} “{words}”", mention.relation.name(), mention.place.id)
        });
        let others = recognized.not_places.iter().map(|(span, kind)| format!("{kind:?} “{}”", &text[span.clone()]));
        assert_eq!(places.chain(others).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn places_have_relations() {
        check("He sits in the Senate Chamber.", &["in senate-chamber “Senate Chamber”"]);
        check(
            "Police stand outside the Senate chamber of the US Capitol Building.",
            &["outside senate-chamber “Senate chamber”", "in us-capitol “US Capitol Building”"],
        );
        check("A crowd outside the US Capitol.", &["outside exterior “US Capitol”"]);
        check("A crowd outside of the U.S. Capitol", &["outside exterior “U.S. Capitol”"]);
        check(
            "Inside the US Capitol Building near the Senate Chamber",
            &["in us-capitol “US Capitol Building”", "near senate-chamber “Senate Chamber”"],
        );
        check("through the Rotunda of the US Capitol", &["through rotunda “Rotunda”", "in us-capitol “US Capitol”"]);
        check("try to enter the House Chamber", &["at house-chamber “House Chamber”"]);
        check("in front of the Capitol", &["near us-capitol “Capitol”"]);
        check(
            "while taking cover in the House of Representatives chamber.",
            &["in house-chamber “House of Representatives chamber”"],
        );
        check("in Washington, DC.", &["in washington-dc “Washington, DC”"]);
    }

    #[test]
    fn a_part_of_a_room_counts_where_the_room_is_named() {
        check(
            "jumps from the public gallery to the floor of the Senate chamber",
            &["in senate-gallery “public gallery”", "at senate-floor “floor”", "in senate-chamber “Senate chamber”"],
        );
        check(
            "He stands on the floor of the House chamber and looks to the gallery",
            &["at house-floor “floor”", "in house-chamber “House chamber”", "at house-gallery “gallery”"],
        );
        check("He jumps from the public gallery to the floor.", &[]);
        check("on the floor of the Senate", &["at senate-floor “floor of the Senate”"]);
        check("on the steps of the US Capitol Building", &["at capitol-steps “steps of the US Capitol”"]);
    }

    #[test]
    fn titles_and_bodies_are_no_places() {
        check("the lectern of US Speaker of the House Nancy Pelosi", &["Title “Speaker of the House”"]);
        check("Capitol police officers point their guns", &["Body “Capitol police officers”"]);
        check("on the US Capitol Police armoured vehicle", &["Body “US Capitol Police”"]);
        check("Senate Majority Leader Mitch McConnell", &["Title “Senate Majority Leader”"]);
        check("House Republicans meet House Speaker Paul Ryan", &["Title “House Speaker”"]);
        check("He spoke to the Senate Judiciary Committee", &[]);
        check("members in the House of Commons", &["Elsewhere “House of Commons”"]);
        check("at the White House", &["at white-house “White House”"]);
        check("at the Sydney Opera House", &["Elsewhere “Opera House”"]);
        check("in the house on the hill", &[]);
        check("at the Texas Capitol", &[]);
        check("in the Georgia State Capitol", &["Elsewhere “State Capitol”"]);
        check("the House voted, the Senate did not", &[]);
        check("a capital idea", &[]);
        check("he works in the Senate and eats in the House", &["in senate “Senate”", "in house “House”"]);
    }

    proptest::proptest! {
        #[test]
        fn spans_lie_in_the_text_in_order(words in proptest::collection::vec(proptest::sample::select(vec!["Senate", "chamber", "the", "outside", "US", "Capitol", "Police", "House", "of", "floor", "é—", "in", "."]), 0..20)) {
            let text = words.join(" ");
            let mut end = 0;
            for mention in recognize(&text, &Gazetteer::built_in()).places {
                let span = mention.span.unwrap();
                proptest::prop_assert!(span.start >= end && text.get(span.clone()).is_some());
                end = span.end;
            }
        }
    }
}
