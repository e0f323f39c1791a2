//! The facets of a collection: which values occur, in whose photos, and how many photos of a search each has.
//! Places, folders and keywords form trees whose counts roll up; dates are years, months or days, whichever makes a readable histogram.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::catalog::PhotoIndex;
use crate::photo::Photo;
use crate::photo::facts::{FOLDER_SEPARATOR, KEYWORD_SEPARATOR, path_prefixes};
use crate::place::Place;
use crate::query::matching::field_values;
use crate::query::{FacetName, QueryField};
use crate::text;

/// The most bars of the date histogram; more days than this are counted by month, more months by year.
const DATE_BARS_MAX: usize = 62;
/// The most stars drawn in a row; nobody gives more than five, and a file may say anything.
const STARS_SHOWN: usize = 10;
/// The separator of values that are no paths: no text of a photo holds it.
const NOTHING: char = '\0';

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
    pub(super) fn of(photos: &[Arc<Photo>]) -> Self {
        let mut facets = BTreeMap::new();
        facets.insert(FacetName::Place, places(photos));
        for (name, field) in [
            (FacetName::Person, QueryField::Person),
            (FacetName::Credit, QueryField::Credit),
            (FacetName::Creator, QueryField::Creator),
            (FacetName::Label, QueryField::Label),
            (FacetName::Camera, QueryField::Camera),
            (FacetName::Type, QueryField::Type),
        ] {
            facets.insert(name, named_values(field, photos));
        }
        facets.insert(FacetName::Keyword, keywords(photos));
        facets.insert(FacetName::Folder, folders(photos));
        facets.insert(FacetName::Rating, ratings(photos));
        facets.insert(FacetName::Caption, captioned(photos));
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
    pub(super) fn values(&self, field: QueryField, photos: &[Arc<Photo>]) -> Vec<(String, String)> {
        let of_facet = |name: FacetName| {
            let values = self.facets.get(&name).map_or(&[][..], |facet| facet.values.as_slice());
            values.iter().map(|value| (value.value.clone(), value.label.clone())).collect()
        };
        match field {
            QueryField::Place => of_facet(FacetName::Place),
            QueryField::Person => of_facet(FacetName::Person),
            QueryField::Credit => of_facet(FacetName::Credit),
            QueryField::Keyword => of_facet(FacetName::Keyword),
            QueryField::Creator => of_facet(FacetName::Creator),
            QueryField::Label => of_facet(FacetName::Label),
            QueryField::Camera => of_facet(FacetName::Camera),
            QueryField::Type => of_facet(FacetName::Type),
            QueryField::Folder => of_facet(FacetName::Folder),
            QueryField::File | QueryField::In => {
                let facet = named_values(field, photos);
                facet.values.into_iter().map(|value| (value.value, value.label)).collect()
            }
        }
    }
}

/// Values that differ only in case and accents are one value, shown as it is written first.
fn named_values(field: QueryField, photos: &[Arc<Photo>]) -> Facet {
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

/// What a node of a tree of values is made from.
trait TreeValue {
    /// What makes it one value: equal for values that are the same.
    fn key(&self) -> Cow<'_, str>;
    /// The value, as it stands in a query, without its own inner places.
    fn facet_value(&self) -> FacetValue;
}

impl TreeValue for &Place {
    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn facet_value(&self) -> FacetValue {
        let folded_names = self.folded_names().collect();
        FacetValue { value: self.id.clone(), label: self.name.clone(), depth: 0, has_children: false, folded_names }
    }
}

/// A path of names and the character that separates them.
struct PathValue<'a> {
    path: &'a str,
    separator: char,
}

impl TreeValue for PathValue<'_> {
    fn key(&self) -> Cow<'_, str> {
        Cow::Owned(text::fold(self.path))
    }

    fn facet_value(&self) -> FacetValue {
        let label = self.path.rsplit(self.separator).next().unwrap_or(self.path);
        FacetValue { label: label.to_owned(), ..flat(self.path) }
    }
}

/// A value of a tree that is being put together.
struct Node {
    value: FacetValue,
    children: Vec<usize>,
    n_photos: usize,
}

/// A tree of values that is being put together, photo by photo.
#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
    by_key: HashMap<String, usize>,
    roots: Vec<usize>,
    of_photo: Vec<Vec<u32>>,
}

impl Tree {
    /// Adds a photo by its chains of values, each from the root down.
    fn add_photo<V: TreeValue>(&mut self, chains: impl Iterator<Item = Vec<V>>) {
        let mut own = BTreeSet::new();
        for chain in chains {
            let mut parent: Option<usize> = None;
            for value in chain {
                let at = self.node(&value, parent);
                if own.insert(u32::try_from(at).unwrap_or(u32::MAX))
                    && let Some(node) = self.nodes.get_mut(at)
                {
                    node.n_photos += 1;
                }
                parent = Some(at);
            }
        }
        self.of_photo.push(own.into_iter().collect());
    }

    fn node(&mut self, value: &impl TreeValue, parent: Option<usize>) -> usize {
        let key = value.key();
        if let Some(at) = self.by_key.get(key.as_ref()) {
            return *at;
        }
        let at = self.nodes.len();
        self.nodes.push(Node { value: value.facet_value(), children: Vec::new(), n_photos: 0 });
        match parent.and_then(|parent| self.nodes.get_mut(parent)) {
            Some(parent) => {
                parent.children.push(at);
                parent.value.has_children = true;
            }
            None => self.roots.push(at),
        }
        self.by_key.insert(key.into_owned(), at);
        at
    }

    fn finish(self) -> Facet {
        let Self { nodes, by_key: _, roots, of_photo } = self;
        let mut values = Vec::with_capacity(nodes.len());
        let mut order = Vec::with_capacity(nodes.len());
        // A tree is walked with a stack of our own: its depth comes from the input.
        let mut stack: Vec<(usize, usize)> = Vec::new();
        push_sorted(&mut stack, &roots, 0, &nodes);
        while let Some((at, depth)) = stack.pop() {
            let Some(node) = nodes.get(at) else { continue };
            order.push(at);
            values.push(FacetValue { depth, ..node.value.clone() });
            push_sorted(&mut stack, &node.children, depth + 1, &nodes);
        }
        Facet { values, of_photo: renumbered(of_photo, &order) }
    }
}

fn places(photos: &[Arc<Photo>]) -> Facet {
    let mut tree = Tree::default();
    for photo in photos {
        tree.add_photo(photo.places.iter().map(|mention| {
            let mut ancestry: Vec<&Place> = mention.place.ancestry().collect();
            ancestry.reverse();
            ancestry
        }));
    }
    tree.finish()
}

/// Folders, those inside of others in a tree.
fn folders(photos: &[Arc<Photo>]) -> Facet {
    let mut tree = Tree::default();
    for photo in photos {
        tree.add_photo(photo.facts.folder.iter().map(|folder| path_values(folder, FOLDER_SEPARATOR)));
    }
    tree.finish()
}

/// Keywords: those that stand in a tree in it, the others beside it.
fn keywords(photos: &[Arc<Photo>]) -> Facet {
    // Programs that write a path write its parts as keywords too: such a part is shown by itself only where it is
    // somewhere stated without its path.
    let mut alone: HashSet<String> = HashSet::new();
    for photo in photos {
        let parts = photo.facts.keyword_paths.iter().flat_map(|path| path.split(KEYWORD_SEPARATOR));
        let parts: HashSet<String> = parts.map(text::fold).collect();
        alone.extend(photo.caption.keywords.iter().map(|keyword| text::fold(keyword)).filter(|k| !parts.contains(k)));
    }
    let mut tree = Tree::default();
    for photo in photos {
        let flat = photo.caption.keywords.iter().filter(|keyword| alone.contains(&text::fold(keyword)));
        let flat = flat.map(|keyword| vec![PathValue { path: keyword, separator: NOTHING }]);
        let paths = photo.facts.keyword_paths.iter().map(|path| path_values(path, KEYWORD_SEPARATOR));
        tree.add_photo(paths.chain(flat));
    }
    tree.finish()
}

fn path_values(path: &str, separator: char) -> Vec<PathValue<'_>> {
    path_prefixes(path, separator).map(|path| PathValue { path, separator }).collect()
}

/// Whole stars, most first; and the rejected.
fn ratings(photos: &[Arc<Photo>]) -> Facet {
    let stars_of = |photo: &Photo| photo.facts.rating.map(|rating| rating.whole_stars().max(-1));
    let mut stars: Vec<i32> =
        photos.iter().filter_map(|photo| stars_of(photo)).collect::<BTreeSet<_>>().into_iter().collect();
    stars.reverse();
    let values = stars.iter().map(|stars| match stars {
        -1 => FacetValue { label: "Rejected".to_owned(), ..flat("rejected") },
        0 => FacetValue { label: "No stars".to_owned(), ..flat("0") },
        stars => {
            let label = "★".repeat(usize::try_from(*stars).unwrap_or(0).min(STARS_SHOWN));
            FacetValue { label, ..flat(&stars.to_string()) }
        }
    });
    let ordinal = |own: i32| (0..).zip(&stars).find(|(_, stars)| **stars == own).map(|(at, _)| at);
    let of_photo = photos.iter().map(|photo| stars_of(photo).and_then(ordinal).into_iter().collect());
    Facet { values: values.collect(), of_photo: of_photo.collect() }
}

/// One value, for the photos that have a caption.
fn captioned(photos: &[Arc<Photo>]) -> Facet {
    let value = FacetValue { label: "With a caption".to_owned(), ..flat(FacetName::Caption.name()) };
    let has = |photo: &Photo| if photo.caption.description.is_some() { vec![0] } else { Vec::new() };
    let of_photo: Vec<Vec<u32>> = photos.iter().map(|photo| has(photo)).collect();
    // Where every photo has one, there is nothing to choose.
    let values = if of_photo.iter().any(Vec::is_empty) { vec![value] } else { Vec::new() };
    let of_photo = if values.is_empty() { vec![Vec::new(); of_photo.len()] } else { of_photo };
    Facet { values, of_photo }
}

/// Pushes siblings so that the one with the most photos is popped first.
fn push_sorted(stack: &mut Vec<(usize, usize)>, siblings: &[usize], depth: usize, nodes: &[Node]) {
    let mut siblings = siblings.to_vec();
    siblings
        .sort_by_key(|at| nodes.get(*at).map(|node| (std::cmp::Reverse(node.n_photos), text::fold(&node.value.label))));
    stack.extend(siblings.into_iter().rev().map(|at| (at, depth)));
}

/// Days if they are few, else months, else years: of each photo, every one its date covers.
fn dates(photos: &[Arc<Photo>]) -> Facet {
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
