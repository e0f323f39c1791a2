//! The facets of a collection: which values occur, in whose photos, and how many photos of a search each has.
//! Places form a tree whose counts roll up; dates are years, months or days, whichever makes a readable histogram.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::catalog::PhotoIndex;
use crate::photo::Photo;
use crate::query::matching::field_values;
use crate::query::{FacetName, QueryField};
use crate::text;

/// The most bars of the date histogram; more days than this are counted by month, more months by year.
const DATE_BARS_MAX: usize = 62;

/// The values of every facet of a collection.
#[derive(Debug, Default)]
pub struct Facets {
    facets: BTreeMap<FacetName, Facet>,
}

/// One facet: its values, and which of them each photo has.
#[derive(Debug, Default)]
pub struct Facet {
    /// The values: a tree's in the order in which it is drawn, most photos first among siblings; dates in order.
    pub values: Vec<FacetValue>,
    /// For each photo its values, by position in `values`, each once.
    of_photo: Vec<Vec<u32>>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// As it stands in a query: a place's id, a name, a date.
    pub value: String,
    /// As it is shown.
    pub label: String,
    /// How deep it stands in the tree, from 0.
    pub depth: usize,
    /// Whether other values stand inside it.
    pub has_children: bool,
    /// What it answers to in a query, folded: a place's id, name and aliases, or the value itself.
    pub folded_names: Vec<String>,
}

impl FacetValue {
    /// Whether a condition of a query means this value.
    pub fn is_meant_by(&self, written: &str) -> bool {
        let folded = text::fold(written);
        self.folded_names.contains(&folded)
    }
}

/// How many photos each value of each facet has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    counts: BTreeMap<FacetName, FacetCount>,
}

/// How many photos each value of one facet has, in the order of its values, and how many photos have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCount {
    /// Photos by value.
    pub n_photos: Vec<usize>,
    /// Photos without a value.
    pub n_without: usize,
}

impl FacetCounts {
    /// The counts of one facet.
    pub fn of(&self, facet: FacetName) -> Option<&FacetCount> {
        self.counts.get(&facet)
    }

    pub(super) fn set(&mut self, facet: FacetName, count: FacetCount) {
        self.counts.insert(facet, count);
    }
}

impl Facets {
    pub(super) fn of(photos: &[Photo]) -> Self {
        let mut facets = BTreeMap::new();
        facets.insert(FacetName::Place, places(photos));
        for (name, field) in [
            (FacetName::Person, QueryField::Person),
            (FacetName::Credit, QueryField::Credit),
            (FacetName::Keyword, QueryField::Keyword),
        ] {
            facets.insert(name, named_values(field, photos));
        }
        facets.insert(FacetName::Date, dates(photos));
        Self { facets }
    }

    /// One facet.
    pub fn get(&self, facet: FacetName) -> Option<&Facet> {
        self.facets.get(&facet)
    }

    pub(super) fn counted(&self, facet: FacetName, photos: &[PhotoIndex]) -> FacetCount {
        let Some(facet) = self.facets.get(&facet) else { return FacetCount::default() };
        let mut count = FacetCount { n_photos: vec![0; facet.values.len()], n_without: 0 };
        for photo in photos {
            let values =
                usize::try_from(photo.0).ok().and_then(|at| facet.of_photo.get(at)).map_or(&[][..], Vec::as_slice);
            if values.is_empty() {
                count.n_without += 1;
            }
            for value in values {
                if let Some(n_photos) = usize::try_from(*value).ok().and_then(|at| count.n_photos.get_mut(at)) {
                    *n_photos += 1;
                }
            }
        }
        count
    }

    /// A field's values for completion, most frequent first: as written in a query, and as shown.
    pub(super) fn values(&self, field: QueryField, photos: &[Photo]) -> Vec<(String, String)> {
        let of_facet = |name: FacetName| {
            let values = self.facets.get(&name).map_or(&[][..], |facet| facet.values.as_slice());
            values.iter().map(|value| (value.value.clone(), value.label.clone())).collect()
        };
        match field {
            QueryField::Place => of_facet(FacetName::Place),
            QueryField::Person => of_facet(FacetName::Person),
            QueryField::Credit => of_facet(FacetName::Credit),
            QueryField::Keyword => of_facet(FacetName::Keyword),
            QueryField::Creator | QueryField::File | QueryField::In => {
                let facet = named_values(field, photos);
                facet.values.into_iter().map(|value| (value.value, value.label)).collect()
            }
        }
    }
}

/// Values that differ only in case and accents are one value, shown as it is written first.
fn named_values(field: QueryField, photos: &[Photo]) -> Facet {
    let mut values: Vec<(String, usize)> = Vec::new();
    let mut by_folded: HashMap<String, u32> = HashMap::new();
    let mut of_photo = Vec::with_capacity(photos.len());
    for photo in photos {
        let mut own = BTreeSet::new();
        for written in field_values(field, photo) {
            let ordinal = *by_folded.entry(text::fold(written)).or_insert_with(|| {
                values.push((written.to_owned(), 0));
                u32::try_from(values.len() - 1).unwrap_or(u32::MAX)
            });
            if own.insert(ordinal)
                && let Some((_, n_photos)) = usize::try_from(ordinal).ok().and_then(|at| values.get_mut(at))
            {
                *n_photos += 1;
            }
        }
        of_photo.push(own.into_iter().collect());
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|at| {
        values.get(*at).map(|(written, n_photos)| (std::cmp::Reverse(*n_photos), text::fold(written)))
    });
    let ordered = order.iter().filter_map(|at| values.get(*at)).map(|(written, _)| flat(written)).collect();
    Facet { values: ordered, of_photo: renumbered(of_photo, &order) }
}

/// A value that stands in no tree.
fn flat(written: &str) -> FacetValue {
    let folded_names = vec![text::fold(written)];
    FacetValue { value: written.to_owned(), label: written.to_owned(), depth: 0, has_children: false, folded_names }
}

struct PlaceNode {
    id: String,
    folded_names: Vec<String>,
    name: String,
    children: Vec<usize>,
    n_photos: usize,
}

fn places(photos: &[Photo]) -> Facet {
    let mut nodes: Vec<PlaceNode> = Vec::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    let mut roots = Vec::new();
    let mut of_photo: Vec<Vec<u32>> = Vec::with_capacity(photos.len());
    for photo in photos {
        let mut own = BTreeSet::new();
        for mention in &photo.places {
            let mut ancestry: Vec<_> = mention.place.ancestry().collect();
            ancestry.reverse();
            let mut parent: Option<usize> = None;
            for place in ancestry {
                let at = *by_id.entry(place.id.clone()).or_insert_with(|| {
                    nodes.push(PlaceNode {
                        folded_names: place.folded_names().collect(),
                        id: place.id.clone(),
                        name: place.name.clone(),
                        children: Vec::new(),
                        n_photos: 0,
                    });
                    let at = nodes.len() - 1;
                    match parent.and_then(|parent| nodes.get_mut(parent)) {
                        Some(parent) => parent.children.push(at),
                        None => roots.push(at),
                    }
                    at
                });
                if own.insert(u32::try_from(at).unwrap_or(u32::MAX))
                    && let Some(node) = nodes.get_mut(at)
                {
                    node.n_photos += 1;
                }
                parent = Some(at);
            }
        }
        of_photo.push(own.into_iter().collect());
    }
    let mut values = Vec::with_capacity(nodes.len());
    let mut order = Vec::with_capacity(nodes.len());
    // A tree is walked with a stack of our own: its depth comes from the input.
    let mut stack: Vec<(usize, usize)> = Vec::new();
    push_sorted(&mut stack, &roots, 0, &nodes);
    while let Some((at, depth)) = stack.pop() {
        let Some(node) = nodes.get(at) else { continue };
        order.push(at);
        values.push(FacetValue {
            value: node.id.clone(),
            label: node.name.clone(),
            depth,
            has_children: !node.children.is_empty(),
            folded_names: node.folded_names.clone(),
        });
        push_sorted(&mut stack, &node.children, depth + 1, &nodes);
    }
    Facet { values, of_photo: renumbered(of_photo, &order) }
}

/// Pushes siblings so that the one with the most photos is popped first.
fn push_sorted(stack: &mut Vec<(usize, usize)>, siblings: &[usize], depth: usize, nodes: &[PlaceNode]) {
    let mut siblings = siblings.to_vec();
    siblings.sort_by_key(|at| nodes.get(*at).map(|node| (std::cmp::Reverse(node.n_photos), text::fold(&node.name))));
    stack.extend(siblings.into_iter().rev().map(|at| (at, depth)));
}

/// Days if they are few, else months, else years: of each photo, every one its date covers.
fn dates(photos: &[Photo]) -> Facet {
    for length in [10, 7, 4] {
        let mut labels = BTreeSet::new();
        for photo in photos {
            labels.extend(covered(photo, length));
            if labels.len() > DATE_BARS_MAX && length > 4 {
                break;
            }
        }
        if labels.len() > DATE_BARS_MAX && length > 4 {
            continue;
        }
        let ordinals: HashMap<&String, u32> = labels.iter().zip(0..).collect();
        let of_photo = photos
            .iter()
            .map(|photo| covered(photo, length).iter().filter_map(|label| ordinals.get(label).copied()).collect())
            .collect();
        let value = |label: &String| flat(label);
        return Facet { values: labels.iter().map(value).collect(), of_photo };
    }
    Facet::default()
}

/// The days, months or years (by the length of their printed form) that a photo's date covers.
/// A date less precise than that counts under every year it covers, and by itself under none finer.
fn covered(photo: &Photo, length: usize) -> Vec<String> {
    let Some(date) = &photo.caption.date_created else { return Vec::new() };
    let printed = date.to_string();
    let (first_year, last_year) = date.years();
    match printed.get(..length) {
        Some(label) if length > 4 && !printed.contains('/') => vec![label.to_owned()],
        _ if length > 4 => vec![format!("{first_year:04}")],
        _ => (first_year..=last_year).map(|year| format!("{year:04}")).collect(),
    }
}

/// The photos' values after the values were put into another order.
fn renumbered(of_photo: Vec<Vec<u32>>, order: &[usize]) -> Vec<Vec<u32>> {
    let mut new_ordinals = vec![0; order.len()];
    for (new, old) in (0..).zip(order) {
        if let Some(slot) = new_ordinals.get_mut(*old) {
            *slot = new;
        }
    }
    let renumber = |old: u32| usize::try_from(old).ok().and_then(|at| new_ordinals.get(at)).copied().unwrap_or(0);
    of_photo.into_iter().map(|values| values.into_iter().map(renumber).collect()).collect()
}
