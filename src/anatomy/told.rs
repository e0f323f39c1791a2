//! What is told of some words of a text before it is read: it stands above every rule.
//! Who tells it, and in which texts the words stand, is the business of `photo::corrections`.

use std::ops::Range;
use std::sync::Arc;

use crate::anatomy::ground::{Ground, Mark};
use crate::anatomy::persons::{PersonRule, Persons};
use crate::place::recognize::{Recognized, mention_at};
use crate::place::{Place, PlaceMention};

/// The rule that fired where a user corrected what was read.
pub const CORRECTED_BY_YOU: &str = "corrected by you";

/// Some words of a text, and what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Byte range of the words.
    pub range: Range<usize>,
    /// What they are, or are not.
    pub what: ToldAs,
}

/// What words are told to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldAs {
    /// No place, and no part of a longer place's name.
    NotPlace,
    /// No person.
    NotPerson,
    /// No organization.
    NotOrganization,
    /// A person.
    Person,
    /// An organization.
    Organization,
    /// This place.
    Place(Arc<Place>),
}

/// The places that the rules found, as they are after what is told; the places told are in it.
pub(super) fn correct_places(recognized: &mut Recognized, text: &str, told: &[Told]) {
    for Told { range, what } in told {
        match what {
            ToldAs::NotPlace => {
                let is_told = |mention: &PlaceMention| mention.span.as_ref().is_some_and(|span| covers(range, span));
                refuse_place(&mut recognized.places, text, range);
                recognized.doubtful.retain(|mention| !is_told(mention));
            }
            ToldAs::Person | ToldAs::Organization => remove_overlapping(recognized, range),
            ToldAs::Place(place) => {
                remove_overlapping(recognized, range);
                recognized.places.push(mention_at(text, place, range.clone()));
            }
            ToldAs::NotOrganization => recognized.not_places.retain(|(other, _)| !covers(range, other)),
            ToldAs::NotPerson => {}
        }
    }
    recognized.places.sort_by_key(|mention| mention.span.as_ref().map(|span| span.start));
}

/// Removes the places that words told to be none name, and those that were places only beside them: the "floor" of a
/// Senate chamber that is none is none either.
pub(crate) fn refuse_place(places: &mut Vec<PlaceMention>, text: &str, told: &Range<usize>) {
    let is_told = |mention: &PlaceMention| mention.span.as_ref().is_some_and(|span| covers(told, span));
    let refused: Vec<Arc<Place>> =
        places.iter().filter(|mention| is_told(mention)).map(|mention| Arc::clone(&mention.place)).collect();
    places.retain(|mention| !is_told(mention));
    for outer in refused {
        if places.iter().any(|mention| mention.place.id == outer.id) {
            continue;
        }
        let first_word = crate::text::words(&outer.name).into_iter().next().unwrap_or_default();
        places.retain(|mention| {
            let is_part = mention.place.ancestry().skip(1).any(|around| around.id == outer.id);
            let written = mention.span.clone().and_then(|span| text.get(span));
            // "Senate floor" says by itself where it is.
            !is_part || written.is_none_or(|written| crate::text::words(written).contains(&first_word))
        });
    }
}

fn remove_overlapping(recognized: &mut Recognized, range: &Range<usize>) {
    let is_told = |mention: &PlaceMention| mention.span.as_ref().is_some_and(|span| overlaps(range, span));
    recognized.places.retain(|mention| !is_told(mention));
    recognized.doubtful.retain(|mention| !is_told(mention));
    recognized.around.retain(|other| !overlaps(range, other));
    recognized.not_places.retain(|(other, _)| !overlaps(range, other));
}

/// Marks the words told before persons are looked for.
pub(super) fn mark(ground: &mut Ground<'_, '_>, told: &[Told]) {
    for Told { range, what } in told {
        let words = ground.reading.words_in(range);
        match what {
            ToldAs::Person => {
                ground.forget_names(&words);
                ground.mark(words.clone(), Mark::Person);
                ground.known_persons.push(words);
            }
            ToldAs::Organization => {
                ground.forget_names(&words);
                ground.add_organization(words);
            }
            ToldAs::Place(_) => {
                ground.forget_names(&words);
                ground.mark(words, Mark::Taken);
            }
            ToldAs::NotPlace | ToldAs::NotPerson | ToldAs::NotOrganization => {}
        }
    }
}

/// The persons that are left after what is told; those told have the rule that says so.
pub(super) fn correct_persons(persons: &mut Persons, told: &[Told]) {
    for mention in &mut persons.mentions {
        if told.iter().any(|told| told.what == ToldAs::Person && overlaps(&told.range, &mention.range)) {
            mention.rule = PersonRule::Told;
        }
    }
    let refused = |range: &Range<usize>| {
        told.iter().any(|told| match &told.what {
            ToldAs::NotPerson => covers(&told.range, range),
            ToldAs::Organization | ToldAs::Place(_) => overlaps(&told.range, range),
            ToldAs::NotPlace | ToldAs::NotOrganization | ToldAs::Person => false,
        })
    };
    if !persons.mentions.iter().any(|mention| refused(&mention.range)) {
        return;
    }
    persons.mentions.retain(|mention| !refused(&mention.range));
    let mut positions = Vec::with_capacity(persons.persons.len());
    let mut kept = Vec::new();
    for (at, mut person) in persons.persons.drain(..).enumerate() {
        let own = persons.mentions.iter().filter(|mention| mention.person == at);
        let first = own.clone().map(|mention| mention.range.clone()).min_by_key(|range| range.start);
        positions.push(kept.len());
        if let Some(first) = first {
            person.span = person.span.map(|span| if refused(&span) { first } else { span });
            // Shown where any mention that is left says so.
            person.role = own.map(|mention| mention.role).min().unwrap_or(person.role);
            kept.push(person);
        }
    }
    persons.persons = kept;
    for mention in &mut persons.mentions {
        mention.person = positions.get(mention.person).copied().unwrap_or(mention.person);
    }
}

/// Whether an organization that was found is told to be none.
pub(super) fn refuses_organization(told: &[Told], range: &Range<usize>) -> bool {
    told.iter().any(|told| told.what == ToldAs::NotOrganization && covers(&told.range, range))
}

/// Whether a date stands where a name is told: "April May" is a person and no month.
pub(super) fn refuses_date(told: &[Told], range: &Range<usize>) -> bool {
    told.iter().any(|told| told.what.is_name() && overlaps(&told.range, range))
}

/// What the screen says of words that are told to be something.
pub(super) fn explanation(told: &Told) -> String {
    let what = match &told.what {
        ToldAs::NotPlace => "Not a place".to_owned(),
        ToldAs::NotPerson => "Not a person".to_owned(),
        ToldAs::NotOrganization => "Not an organization".to_owned(),
        ToldAs::Person => "Person".to_owned(),
        ToldAs::Organization => "Organization".to_owned(),
        ToldAs::Place(place) => format!("Place: {}", place.path().join(" › ")),
    };
    format!("{what}, {CORRECTED_BY_YOU}")
}

impl ToldAs {
    /// Whether it says what the words are, and not only what they are not.
    pub fn is_name(&self) -> bool {
        match self {
            Self::NotPlace | Self::NotPerson | Self::NotOrganization => false,
            Self::Person | Self::Organization | Self::Place(_) => true,
        }
    }
}

fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
