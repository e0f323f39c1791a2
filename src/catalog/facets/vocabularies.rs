//! The values of every facet as photos come: each gets an ordinal and keeps it. How values stand in the panel is worked out
//! from the counts of all photos; dates are years, months or days, whichever makes a readable histogram.

use std::collections::{BTreeMap, HashSet};

use hashbrown::HashMap;

use crate::catalog::columns::{ColumnBuilder, Tally};
use crate::catalog::facets::spellings::Spellings;
use crate::catalog::facets::values::{TreeValue, covered, flat, path_values, stars_of, stars_value};
use crate::catalog::facets::{Facet, FacetValue, Facets};
use crate::photo::Photo;
use crate::photo::facts::{FOLDER_SEPARATOR, KEYWORD_SEPARATOR};
use crate::place::Place;
use crate::query::matching::visit_values;
use crate::query::{FacetName, QueryField};
use crate::text;

/// The most bars of the date histogram; more days than this are counted by month, more months by year.
const DATE_BARS_MAX: usize = 62;
/// The separator of values that are no paths: no text of a photo holds it.
const NOTHING: char = '\0';

/// What a vocabulary is of: facets, and for dates each way of counting them.
const VOCABULARIES: [(FacetName, Kind); 19] = [
    (FacetName::Place, Kind::Places),
    (FacetName::Person, Kind::Named(QueryField::Person)),
    (FacetName::Organization, Kind::Named(QueryField::Organization)),
    (FacetName::Credit, Kind::Named(QueryField::Credit)),
    (FacetName::Agency, Kind::Named(QueryField::Agency)),
    (FacetName::Distributor, Kind::Named(QueryField::Distributor)),
    (FacetName::Lint, Kind::Findings),
    (FacetName::Creator, Kind::Named(QueryField::Creator)),
    (FacetName::Label, Kind::Named(QueryField::Label)),
    (FacetName::Camera, Kind::Named(QueryField::Camera)),
    (FacetName::Type, Kind::Named(QueryField::Type)),
    (FacetName::Keyword, Kind::Keywords),
    (FacetName::Folder, Kind::Folders),
    (FacetName::Rating, Kind::Stars),
    (FacetName::Picked, Kind::Picked),
    (FacetName::Caption, Kind::Captioned),
    (FacetName::Date, Kind::Dates(10)),
    (FacetName::Date, Kind::Dates(7)),
    (FacetName::Date, Kind::Dates(4)),
];

/// How the values of a facet are had from a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Places,
    /// Values that differ only in case and accents are one value, shown as it is written most often.
    Named(QueryField),
    /// Those that stand in a tree in it, the others beside it.
    Keywords,
    /// Kinds of findings, under their labels.
    Findings,
    Folders,
    /// Whole stars, and the rejected.
    Stars,
    /// One value, for the photos that are picked.
    Picked,
    /// One value, for the photos that have a caption.
    Captioned,
    /// Days, months or years, by the length of their printed form.
    Dates(usize),
}

impl Kind {
    /// Whether values are shown as they are written, which may be in several ways.
    fn is_spelled(self) -> bool {
        match self {
            Self::Named(_) | Self::Keywords => true,
            Self::Places
            | Self::Findings
            | Self::Folders
            | Self::Stars
            | Self::Picked
            | Self::Captioned
            | Self::Dates(_) => false,
        }
    }
}

/// How many columns each segment has.
pub(in crate::catalog) const N_COLUMNS: usize = VOCABULARIES.len();

/// The values seen so far, each with its ordinal.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct Vocabularies {
    of_kind: Vec<Vocabulary>,
    /// Room for the values of a photo.
    own: Vec<u32>,
}

/// The values of one kind that were seen.
#[derive(Clone, Debug, Default)]
struct Vocabulary {
    nodes: Vec<Node>,
    by_key: HashMap<String, u32>,
    /// The same by values as they are written, so that most need not be folded; and by the numbers of places.
    by_written: Spellings,
    by_place: HashMap<usize, Vec<u32>>,
    /// Whether values are no longer gathered, because there are too many to be shown.
    is_given_up: bool,
}

/// A value of a tree; of facets that are no tree all are roots.
#[derive(Clone, Debug)]
struct Node {
    value: FacetValue,
    parent: Option<u32>,
    /// Whether it is shown though photos state it only beside a path that holds it.
    stands_alone: bool,
}

impl Default for Vocabularies {
    fn default() -> Self {
        Self { of_kind: vec![Vocabulary::default(); N_COLUMNS], own: Vec::new() }
    }
}

impl Vocabularies {
    /// Adds a photo's values to the columns of the segment it belongs to; of its places the numbers are given.
    pub(in crate::catalog) fn add(&mut self, photo: &Photo, places: &[usize], columns: &mut [ColumnBuilder]) {
        let own = &mut self.own;
        for ((vocabulary, (_, kind)), column) in self.of_kind.iter_mut().zip(VOCABULARIES).zip(columns) {
            own.clear();
            vocabulary.gather(kind, photo, places, own);
            own.sort_unstable();
            own.dedup();
            column.add(own);
        }
    }

    /// The columns that say which values of a facet photos have.
    pub(in crate::catalog) fn columns(facet: FacetName) -> impl Iterator<Item = usize> {
        VOCABULARIES.iter().enumerate().filter(move |(_, (name, _))| *name == facet).map(|(column, _)| column)
    }

    /// How many values a column may hold.
    pub(in crate::catalog) fn n_values(&self) -> Vec<usize> {
        self.of_kind.iter().map(|vocabulary| vocabulary.nodes.len()).collect()
    }

    /// The facets as they are shown, by the counts of all photos.
    pub(in crate::catalog) fn facets(&self, totals: &[Tally]) -> Facets {
        let mut facets = BTreeMap::new();
        for (column, ((vocabulary, (name, kind)), total)) in
            self.of_kind.iter().zip(VOCABULARIES).zip(totals).enumerate()
        {
            let is_wanted = match kind {
                // The finest way of counting that makes few enough bars.
                Kind::Dates(_) => !facets.contains_key(&name) && !vocabulary.is_given_up,
                Kind::Places
                | Kind::Named(_)
                | Kind::Keywords
                | Kind::Findings
                | Kind::Folders
                | Kind::Stars
                | Kind::Picked
                | Kind::Captioned => true,
            };
            if is_wanted {
                facets.insert(name, vocabulary.facet(kind, column, total));
            }
        }
        Facets { facets }
    }
}

impl Vocabulary {
    /// Appends a photo's values; some may come more than once.
    fn gather(&mut self, kind: Kind, photo: &Photo, places: &[usize], own: &mut Vec<u32>) {
        match kind {
            Kind::Places => {
                for (number, mention) in places.iter().zip(&photo.places) {
                    self.place(*number, &mention.place, own);
                }
            }
            Kind::Named(field) => {
                visit_values(field, photo, |written| own.push(self.written(written, || flat(written))));
            }
            Kind::Findings => {
                for kind in photo.findings.kinds() {
                    let value = || FacetValue { label: kind.label().to_owned(), ..flat(kind.name()) };
                    own.push(self.written(kind.name(), value));
                }
            }
            Kind::Keywords => self.keywords(photo, own),
            Kind::Folders => {
                if let Some(folder) = &photo.facts.folder {
                    self.chain(path_values(folder, FOLDER_SEPARATOR), own);
                }
            }
            Kind::Stars => {
                if let Some(stars) = photo.facts.rating.map(|rating| rating.whole_stars().max(-1)) {
                    own.push(self.written(&stars.to_string(), || stars_value(stars)));
                }
            }
            Kind::Picked => {
                if photo.facts.picked {
                    let name = FacetName::Picked.name();
                    own.push(self.written(name, || FacetValue { label: "Picked".to_owned(), ..flat(name) }));
                }
            }
            Kind::Captioned => {
                // The value is there even where no photo has it, so that it can be shown that none has.
                let name = FacetName::Caption.name();
                let value = || FacetValue { label: "With a caption".to_owned(), ..flat(name) };
                let ordinal = self.written(name, value);
                own.extend(photo.caption.description.is_some().then_some(ordinal));
            }
            Kind::Dates(length) => self.dates(length, photo, own),
        }
    }

    fn place(&mut self, number: usize, place: &Place, own: &mut Vec<u32>) {
        if let Some(chain) = self.by_place.get(&number) {
            own.extend_from_slice(chain);
            return;
        }
        let mut ancestry: Vec<&Place> = place.ancestry().collect();
        ancestry.reverse();
        let mut chain = Vec::new();
        self.chain(ancestry.into_iter(), &mut chain);
        own.extend_from_slice(&chain);
        self.by_place.insert(number, chain);
    }

    fn keywords(&mut self, photo: &Photo, own: &mut Vec<u32>) {
        let keywords = &photo.caption.keywords;
        let label = |keyword: &str| keyword.rsplit(NOTHING).next().unwrap_or(keyword).to_owned();
        if photo.facts.keyword_paths.is_empty() {
            for keyword in keywords {
                let value = || FacetValue { label: label(keyword), ..flat(keyword) };
                let ordinal = self.written(keyword, value);
                if let Some(node) = self.nodes.get_mut(ordinal as usize) {
                    node.stands_alone = true;
                }
                own.push(ordinal);
            }
            return;
        }
        for path in &photo.facts.keyword_paths {
            self.chain(path_values(path, KEYWORD_SEPARATOR), own);
        }
        // Programs that write a path write its parts as keywords too: such a part is shown by itself only where it is
        // somewhere stated without its path.
        let parts = photo.facts.keyword_paths.iter().flat_map(|path| path.split(KEYWORD_SEPARATOR));
        let parts: HashSet<String> = parts.map(text::fold).collect();
        for keyword in keywords {
            let folded = text::fold(keyword);
            let is_alone = !parts.contains(&folded);
            let value = || FacetValue { label: label(keyword), ..flat(keyword) };
            own.push(self.node(&folded, None, is_alone, value));
        }
    }

    fn dates(&mut self, length: usize, photo: &Photo, own: &mut Vec<u32>) {
        if self.is_given_up {
            return;
        }
        for label in covered(photo, length) {
            own.push(self.written(&label, || flat(&label)));
        }
        // Years are shown however many they are: there is nothing coarser.
        self.is_given_up = length > 4 && self.nodes.len() > DATE_BARS_MAX;
    }

    fn chain<V: TreeValue>(&mut self, chain: impl Iterator<Item = V>, own: &mut Vec<u32>) {
        let mut parent = None;
        for value in chain {
            let at = self.node(&value.key(), parent, true, || value.facet_value());
            own.push(at);
            parent = Some(at);
        }
    }

    /// The ordinal of a value that stands in no tree, by how it is written.
    fn written(&mut self, written: &str, value: impl FnOnce() -> FacetValue) -> u32 {
        self.by_written.value(written).unwrap_or_else(|| {
            let ordinal = self.node(&text::fold(written), None, true, value);
            self.by_written.remember(ordinal);
            ordinal
        })
    }

    fn node(&mut self, key: &str, parent: Option<u32>, stands_alone: bool, value: impl FnOnce() -> FacetValue) -> u32 {
        if let Some(at) = self.by_key.get(key) {
            if let Some(node) = self.nodes.get_mut(*at as usize) {
                node.stands_alone |= stands_alone;
            }
            return *at;
        }
        let at = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node { value: value(), parent, stands_alone });
        self.by_key.insert(key.to_owned(), at);
        at
    }

    /// The values that photos have, in the order in which they are drawn.
    fn facet(&self, kind: Kind, column: usize, total: &Tally) -> Facet {
        let n_photos = |at: usize| total.n_photos.get(at).copied().unwrap_or(0);
        let is_shown = |at: usize, node: &Node| {
            node.stands_alone
                && match kind {
                    // Where every photo has a caption, there is nothing to choose.
                    Kind::Captioned => total.n_without > 0,
                    Kind::Places
                    | Kind::Named(_)
                    | Kind::Keywords
                    | Kind::Findings
                    | Kind::Folders
                    | Kind::Stars
                    | Kind::Picked
                    | Kind::Dates(_) => n_photos(at) > 0,
                }
        };
        let mut children: HashMap<Option<u32>, Vec<usize>> = HashMap::new();
        for (at, node) in self.nodes.iter().enumerate().filter(|(at, node)| is_shown(*at, node)) {
            children.entry(node.parent).or_default().push(at);
        }
        for siblings in children.values_mut() {
            let node = |at: &usize| self.nodes.get(*at).map(|node| &node.value);
            match kind {
                Kind::Dates(_) => siblings.sort_by(|a, b| node(a).map(|v| &v.value).cmp(&node(b).map(|v| &v.value))),
                Kind::Stars => siblings.sort_by_key(|at| std::cmp::Reverse(node(at).map_or(0, stars_of))),
                Kind::Places
                | Kind::Named(_)
                | Kind::Keywords
                | Kind::Findings
                | Kind::Folders
                | Kind::Picked
                | Kind::Captioned => siblings.sort_by_cached_key(|at| {
                    (std::cmp::Reverse(n_photos(*at)), node(at).map(|value| text::fold(&value.label)))
                }),
            }
        }
        let counts_none = kind != Kind::Captioned || total.n_without > 0;
        let usual = if kind.is_spelled() { self.by_written.usual() } else { Vec::new() };
        let mut facet = Facet { values: Vec::new(), column, ordinals: Vec::new(), counts_none };
        // A tree is walked with a stack of our own: its depth comes from the input.
        let inside = |parent: Option<u32>| children.get(&parent).map_or(&[][..], Vec::as_slice);
        let mut stack: Vec<(usize, usize)> = inside(None).iter().rev().map(|at| (*at, 0)).collect();
        while let Some((at, depth)) = stack.pop() {
            let (Some(node), Ok(ordinal)) = (self.nodes.get(at), u32::try_from(at)) else { continue };
            let within = inside(Some(ordinal));
            let mut value = FacetValue { depth, has_children: !within.is_empty(), ..node.value.clone() };
            if let Some(written) = usual.get(at).and_then(|number| self.by_written.get(*number)) {
                (value.value, value.label) = (written.to_owned(), written.to_owned());
            }
            facet.values.push(value);
            facet.ordinals.push(ordinal);
            stack.extend(within.iter().rev().map(|at| (*at, depth + 1)));
        }
        facet
    }
}
