//! How the value of one property is chosen among its candidates, what is odd about them, and the sentence that says why.

use crate::metadata::candidate::{Badge, Candidate, Container, Value};
use crate::metadata::junk;
use crate::metadata::merged::shown::{agree, goes_on, once_encoded, shown};
use crate::metadata::merged::{Field, pick};
use crate::metadata::precedence::Profile;
use crate::metadata::property::{Kind, Property, Row};

/// How far before the limit of a dataset a value may end that is cut: the rest of a character, and a NUL.
const CUT_SLACK_BYTES: usize = 4;

/// The choice of one property.
pub(super) struct Choice<'a> {
    /// The property.
    pub row: &'a Row,
    /// By which order.
    pub profile: Profile,
    /// Whether the IIM block was edited after the XMP.
    pub iim_is_newer: bool,
}

/// A candidate with what it would be shown as.
struct Weighed {
    candidate: Candidate,
    /// None if it cannot be used.
    value: Option<Value>,
    /// The place of its container among those that are believed; none if the profile does not read it.
    place: Option<usize>,
}

impl Choice<'_> {
    /// Chooses among the candidates of the property.
    pub(super) fn field(&self, candidates: Vec<Candidate>) -> Field {
        let mut weighed = self.weighed(candidates);
        self.mark_cut(&mut weighed);
        let is_believed = |one: &Weighed| one.can_be_used() && (!one.is_junk() || self.profile.believes_junk());
        let best = weighed.iter().position(is_believed).or_else(|| weighed.iter().position(Weighed::can_be_used));
        let cut = best.and_then(|best| weighed.get(best)).filter(|best| best.candidate.from == Container::Iim);
        let longer = cut.and_then(|cut| weighed.iter().position(|one| one.can_be_used() && one.restores(cut)));
        let winner = longer.or(best);
        let chosen = winner.and_then(|winner| weighed.get(winner));
        let rule = match chosen {
            Some(chosen) => self.rule(chosen, &weighed, longer.is_some()),
            None => self.rule_of_none().to_owned(),
        };
        let mut badges: Vec<Badge> = weighed.iter().flat_map(|one| &one.candidate.badges).copied().collect();
        if chosen.is_some_and(|chosen| chosen.is_disputed(self.row.kind, &weighed)) {
            badges.push(Badge::Disagree);
        }
        badges.sort_unstable();
        badges.dedup();
        let value = chosen.and_then(|chosen| chosen.value.clone());
        let candidates = weighed.into_iter().map(|one| one.candidate).collect();
        Field { property: self.row.property, value, winner, rule, candidates, badges }
    }

    /// The candidates in the order in which they are believed.
    fn weighed(&self, candidates: Vec<Candidate>) -> Vec<Weighed> {
        let order = self.profile.order(self.row.property, self.iim_is_newer);
        let weigh = |mut candidate: Candidate| {
            self.mark(&mut candidate);
            let is_read = candidate.rank == 0 || self.profile.reads_other_places();
            let place = order.iter().position(|known| *known == candidate.from).filter(|_| is_read);
            Weighed { value: shown(self.row.kind, &candidate), candidate, place }
        };
        let mut weighed: Vec<Weighed> = candidates.into_iter().map(weigh).collect();
        weighed.sort_by_key(|Weighed { candidate, place, value }| {
            let is_translation = candidate.language.as_deref().is_some_and(|language| language != "x-default");
            // Programs leave each other's marks alone: of those in a container, one that says something is told first.
            let is_no_pick = self.row.kind == Kind::Pick && *value == Some(Value::Number(pick::NEITHER));
            (place.unwrap_or(usize::MAX), is_no_pick, candidate.rank, is_translation)
        });
        weighed
    }

    /// Marks what can be told from the text alone.
    fn mark(&self, candidate: &mut Candidate) {
        let texts = match &candidate.value {
            Value::Text(text) => std::slice::from_ref(text),
            Value::List(texts) => texts.as_slice(),
            Value::Number(_) | Value::Gps(_) | Value::Locations(_) => return,
        };
        let is_double = self.row.kind != Kind::Date && texts.iter().any(|text| once_encoded(text).is_some());
        let is_junk = self.row.property == Property::Description && texts.iter().all(|text| junk::is_junk(text));
        candidate.badges.extend(is_double.then_some(Badge::DoubleEncoded));
        candidate.badges.extend(is_junk.then_some(Badge::VendorJunk));
    }

    /// Marks values of IIM that XMP shows to be cut: some writers stop a character or two before the limit.
    fn mark_cut(&self, weighed: &mut [Weighed]) {
        let limit = self.row.iim.first().filter(|_| self.row.kind != Kind::Date);
        let Some(limit_bytes) = limit.map(|dataset| dataset.limit_bytes) else { return };
        let is_cut = |one: &Weighed| {
            let is_near = one.value.as_ref().is_some_and(|value| longest_bytes(value) + CUT_SLACK_BYTES >= limit_bytes);
            one.candidate.from == Container::Iim && is_near && weighed.iter().any(|other| other.goes_on_after(one))
        };
        let cut: Vec<bool> = weighed.iter().map(is_cut).collect();
        for (one, _) in weighed.iter_mut().zip(cut).filter(|(one, is_cut)| *is_cut && !one.is_cut()) {
            one.candidate.badges.push(Badge::CutAtLimit);
        }
    }

    /// Why that one was chosen.
    fn rule(&self, chosen: &Weighed, weighed: &[Weighed], is_restored: bool) -> String {
        let from = chosen.candidate.from;
        let mut containers: Vec<Container> = weighed.iter().map(|one| one.candidate.from).collect();
        containers.dedup();
        let is_first = containers.first() == Some(&from);
        let others: Vec<&str> = containers.iter().filter(|other| **other != from).map(|other| other.label()).collect();
        let (name, names) = (from.label(), others.join(", "));
        if chosen.is_junk() && !self.profile.believes_junk() {
            format!("nothing but vendor junk is stated; this is from {name}")
        } else if is_restored {
            format!("{name} goes on where IIM is cut at its limit")
        } else if others.is_empty() {
            format!("only {name} states it")
        } else if from == Container::Iim && self.iim_is_newer && containers.contains(&Container::Xmp) {
            format!("IIM goes before {names}: its checksum says that it was edited later")
        } else if !is_first {
            format!("{name} is the first that can be used, of {names} and {name}")
        } else {
            format!("{name} goes before {names}")
        }
    }

    /// Why none was chosen.
    fn rule_of_none(&self) -> &'static str {
        match self.profile {
            Profile::News => "nothing that is stated can be read",
            Profile::MwgStrict => "nothing that is stated can be read, or MWG does not read it where it stands",
        }
    }
}

impl Weighed {
    fn can_be_used(&self) -> bool {
        self.place.is_some() && self.value.is_some()
    }

    fn is_junk(&self) -> bool {
        self.candidate.badges.contains(&Badge::VendorJunk)
    }

    fn is_cut(&self) -> bool {
        self.candidate.badges.contains(&Badge::CutAtLimit)
    }

    /// Whether this is XMP that has the rest of a value that IIM had no room for.
    fn restores(&self, cut: &Self) -> bool {
        cut.is_cut() && self.goes_on_after(cut)
    }

    fn goes_on_after(&self, cut: &Self) -> bool {
        let is_xmp = matches!(self.candidate.from, Container::Xmp | Container::Sidecar);
        is_xmp && matches!((&self.value, &cut.value), (Some(whole), Some(cut)) if goes_on(whole, cut))
    }

    /// Whether the first value of another container differs; junk, cut values and comments aside.
    fn is_disputed(&self, kind: Kind, weighed: &[Self]) -> bool {
        let Some(value) = &self.value else { return false };
        let mut seen = vec![self.candidate.from];
        for other in weighed {
            let Some(other_value) = &other.value else { continue };
            let is_proper = other.candidate.rank == 0 && other.candidate.from != Container::Comment && !other.is_junk();
            if !is_proper || seen.contains(&other.candidate.from) {
                continue;
            }
            seen.push(other.candidate.from);
            let is_same = agree(kind, value, other_value)
                || other.is_cut() && goes_on(value, other_value)
                || self.is_cut() && goes_on(other_value, value);
            if !is_same {
                return true;
            }
        }
        false
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
