//! One value for every property, chosen among all candidates by a profile, with the rule that chose it.
//! Nothing is lost: the candidates stay beside the value, each with what is odd about it.

mod choice;
mod facts;
mod pick;
mod shown;

use crate::metadata::candidate::{Badge, Candidate, Container, Value};
use crate::metadata::merged::choice::Choice;
use crate::metadata::precedence::Profile;
use crate::metadata::property::{Property, TABLE};
use crate::metadata::{IimDigest, Metadata};

/// What a photo's file and its sidecar say together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// The properties that are stated at all, in the order of the table.
    pub fields: Vec<Field>,
}

/// A property with the value chosen for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What it is about.
    pub property: Property,
    /// The value, cleaned for display: NFC, line feeds, dates as ISO 8601; absent when no candidate can be used.
    pub value: Option<Value>,
    /// Which candidate it was made of.
    pub winner: Option<usize>,
    /// Why that one, in a sentence.
    pub rule: String,
    /// All that is stated, the most believed first, as the bytes read.
    pub candidates: Vec<Candidate>,
    /// What is odd about any of them, and whether they disagree.
    pub badges: Vec<Badge>,
}

/// Chooses among what a file and its sidecar say.
pub fn merged(embedded: Metadata, sidecar: Option<Metadata>, profile: Profile) -> Merged {
    let beside = sidecar.into_iter().flat_map(|sidecar| sidecar.candidates);
    let beside = beside.map(|candidate| Candidate { from: Container::Sidecar, ..candidate });
    let iim_is_newer = embedded.iim_digest == IimDigest::Stale;
    let mut by_property: Vec<Vec<Candidate>> = TABLE.iter().map(|_| Vec::new()).collect();
    for candidate in embedded.candidates.into_iter().chain(beside) {
        if let Some(of_property) = by_property.get_mut(candidate.property as usize) {
            of_property.push(candidate);
        }
    }
    let stated = TABLE.iter().zip(by_property).filter(|(_, candidates)| !candidates.is_empty());
    let fields = stated.map(|(row, candidates)| Choice { row, profile, iim_is_newer }.field(candidates));
    Merged { fields: fields.collect() }
}

impl Merged {
    /// What is known of a property.
    pub fn field(&self, property: Property) -> Option<&Field> {
        self.fields.iter().find(|field| field.property == property)
    }
}

impl Field {
    /// Where the value comes from.
    pub fn from(&self) -> Option<Container> {
        Some(self.candidates.get(self.winner?)?.from)
    }

    /// Whether a camera or program wrote the value, and nobody did.
    pub fn is_junk(&self) -> bool {
        let winner = self.winner.and_then(|winner| self.candidates.get(winner));
        winner.is_some_and(|winner| winner.badges.contains(&Badge::VendorJunk))
    }
}

#[cfg(test)]
mod tests;
