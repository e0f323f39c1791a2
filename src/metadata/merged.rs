//! One value for every property, chosen among all candidates by a profile, with the rule that chose it.
//! Nothing is lost: the candidates stay beside the value, each with what is odd about it.

mod facts;
mod shown;

use crate::metadata::candidate::{Badge, Candidate, Container, Value};
use crate::metadata::junk;
use crate::metadata::merged::shown::{agree, goes_on, shown};
use crate::metadata::precedence::Profile;
use crate::metadata::property::{Kind, Property, Row, TABLE};
use crate::metadata::{IimDigest, Metadata};

/// How far before the limit of a dataset a value may end that is cut: the rest of a character, and a NUL.
const CUT_SLACK_BYTES: usize = 4;

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
pub fn merged(embedded: &Metadata, sidecar: Option<&Metadata>, profile: Profile) -> Merged {
    let beside = sidecar.into_iter().flat_map(|sidecar| &sidecar.candidates);
    let beside = beside.map(|candidate| Candidate { from: Container::Sidecar, ..candidate.clone() });
    let all: Vec<Candidate> = embedded.candidates.iter().cloned().chain(beside).collect();
    let iim_is_newer = embedded.iim_digest == IimDigest::Stale;
    let mut by_property: Vec<Vec<Candidate>> = TABLE.iter().map(|_| Vec::new()).collect();
    for candidate in all {
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

/// How one property is chosen.
struct Choice<'a> {
    row: &'a Row,
    profile: Profile,
    iim_is_newer: bool,
}

impl Choice<'_> {
    fn field(&self, mut candidates: Vec<Candidate>) -> Field {
        let order = self.profile.order(self.row.property, self.iim_is_newer);
        let place = |from| order.iter().position(|known| *known == from);
        candidates.sort_by_key(|candidate| {
            let is_translation = candidate.language.as_deref().is_some_and(|language| language != "x-default");
            (place(candidate.from).unwrap_or(usize::MAX), candidate.rank, is_translation)
        });
        for candidate in &mut candidates {
            self.add_badges(candidate);
        }
        let values: Vec<Option<Value>> = candidates.iter().map(|candidate| shown(self.row.kind, candidate)).collect();
        self.add_cut_badges(&mut candidates, &values);
        let is_read = |n: usize| {
            candidates.get(n).is_some_and(|candidate| {
                place(candidate.from).is_some() && (candidate.rank == 0 || self.profile.reads_other_places())
            })
        };
        let can_be_used = |n: &usize| is_read(*n) && values.get(*n).is_some_and(Option::is_some);
        let is_believed = |n: &usize| {
            let is_junk = candidates.get(*n).is_some_and(|candidate| candidate.badges.contains(&Badge::VendorJunk));
            can_be_used(n) && (!is_junk || self.profile.believes_junk())
        };
        let all = 0..candidates.len();
        let best = all.clone().find(is_believed).or_else(|| all.clone().find(can_be_used));
        let longer =
            best.and_then(|best| all.clone().find(|n| can_be_used(n) && restores(&candidates, &values, best, *n)));
        let winner = longer.or(best);
        let rule = self.rule(&candidates, winner, longer.is_some());
        let disagree = winner.is_some_and(|winner| disagree(self.row.kind, &candidates, &values, winner));
        let mut badges: Vec<Badge> = candidates.iter().flat_map(|candidate| &candidate.badges).copied().collect();
        badges.extend(disagree.then_some(Badge::Disagree));
        badges.sort_unstable();
        badges.dedup();
        let value = winner.and_then(|winner| values.get(winner).cloned().flatten());
        Field { property: self.row.property, value, winner, rule, candidates, badges }
    }

    /// Marks what can be told from the text alone.
    fn add_badges(&self, candidate: &mut Candidate) {
        let texts = match &candidate.value {
            Value::Text(text) => std::slice::from_ref(text),
            Value::List(texts) => texts.as_slice(),
            Value::Number(_) | Value::Gps(_) | Value::Locations(_) => return,
        };
        if self.row.kind != Kind::Date && texts.iter().any(|text| shown::once_encoded(text).is_some()) {
            candidate.badges.push(Badge::DoubleEncoded);
        }
        if self.row.property == Property::Description && texts.iter().all(|text| junk::is_junk(text)) {
            candidate.badges.push(Badge::VendorJunk);
        }
    }

    /// Marks values of IIM that XMP shows to be cut: some writers stop a character or two before the limit.
    fn add_cut_badges(&self, candidates: &mut [Candidate], values: &[Option<Value>]) {
        let limit = self.row.iim.first().filter(|_| self.row.kind != Kind::Date);
        let Some(limit_bytes) = limit.map(|dataset| dataset.limit_bytes) else { return };
        let is_xmp = |candidate: &Candidate| matches!(candidate.from, Container::Xmp | Container::Sidecar);
        let whole: Vec<Value> = candidates
            .iter()
            .zip(values)
            .filter(|(candidate, _)| is_xmp(candidate))
            .filter_map(|(_, value)| value.clone())
            .collect();
        for (candidate, value) in candidates.iter_mut().zip(values) {
            let Some(value) = value else { continue };
            let is_near = candidate.from == Container::Iim && longest_bytes(value) + CUT_SLACK_BYTES >= limit_bytes;
            if is_near
                && !candidate.badges.contains(&Badge::CutAtLimit)
                && whole.iter().any(|whole| goes_on(whole, value))
            {
                candidate.badges.push(Badge::CutAtLimit);
            }
        }
    }

    /// Why the winner was chosen.
    fn rule(&self, candidates: &[Candidate], winner: Option<usize>, is_restored: bool) -> String {
        let Some(winner) = winner.and_then(|winner| candidates.get(winner)) else {
            return match self.profile {
                Profile::News => "nothing that is stated can be read".to_owned(),
                Profile::MwgStrict => "it is stated only where MWG does not read it".to_owned(),
            };
        };
        let from = winner.from.label();
        let mut others: Vec<Container> = candidates.iter().map(|candidate| candidate.from).collect();
        others.dedup();
        let is_first = others.first() == Some(&winner.from);
        others.retain(|other| *other != winner.from);
        let names = others.iter().map(|other| other.label()).collect::<Vec<_>>().join(", ");
        if winner.badges.contains(&Badge::VendorJunk) && !self.profile.believes_junk() {
            format!("nothing but vendor junk is stated; this is from {from}")
        } else if is_restored {
            format!("{from} goes on where IIM is cut at its limit")
        } else if others.is_empty() {
            format!("only {from} states it")
        } else if winner.from == Container::Iim && self.iim_is_newer && others.contains(&Container::Xmp) {
            format!("IIM goes before {names}: its checksum says that it was edited later")
        } else if !is_first {
            format!("{from} is the first that can be used, of {names} and {from}")
        } else {
            format!("{from} goes before {names}")
        }
    }
}

/// The length of a text, or of the longest of a list.
fn longest_bytes(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(texts) => texts.iter().map(String::len).max().unwrap_or(0),
        Value::Number(_) | Value::Gps(_) | Value::Locations(_) => 0,
    }
}

/// Whether a candidate of XMP goes on where the best one, of IIM, is cut at its limit.
fn restores(candidates: &[Candidate], values: &[Option<Value>], best: usize, other: usize) -> bool {
    let (Some(cut), Some(whole)) = (candidates.get(best), candidates.get(other)) else { return false };
    let (Some(Some(cut_value)), Some(Some(whole_value))) = (values.get(best), values.get(other)) else { return false };
    cut.from == Container::Iim
        && cut.badges.contains(&Badge::CutAtLimit)
        && matches!(whole.from, Container::Xmp | Container::Sidecar)
        && goes_on(whole_value, cut_value)
}

/// Whether the first value of another container differs from the winner; junk, cut values and comments aside.
fn disagree(kind: Kind, candidates: &[Candidate], values: &[Option<Value>], winner: usize) -> bool {
    let (Some(chosen), Some(Some(value))) = (candidates.get(winner), values.get(winner)) else { return false };
    let mut seen = vec![chosen.from];
    for (candidate, other) in candidates.iter().zip(values) {
        let Some(other) = other else { continue };
        let is_proper = candidate.rank == 0 && candidate.from != Container::Comment;
        if !is_proper || candidate.badges.contains(&Badge::VendorJunk) || seen.contains(&candidate.from) {
            continue;
        }
        seen.push(candidate.from);
        let is_cut = |candidate: &Candidate| candidate.badges.contains(&Badge::CutAtLimit);
        let is_same = agree(kind, value, other)
            || is_cut(candidate) && goes_on(value, other)
            || is_cut(chosen) && goes_on(other, value);
        if !is_same {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
