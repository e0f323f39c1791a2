//! Two collections compared, such as what was published with what is archived: which photos are the same, and what was
//! added, removed, changed and moved. Photos pass by one at a time; of each a few numbers are kept.

mod pairing;
pub mod report;

use std::path::Path;
use std::sync::Arc;

use crate::caption::field::FIELDS;
use crate::photo::Photo;

/// A collection, as far as it is compared.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What it is called.
    pub name: &'a str,
    /// How many photos it has.
    pub n_photos: u32,
    /// A photo of it, by its place, from 0.
    pub photo: &'a dyn Fn(u32) -> Option<Arc<Photo>>,
}

/// What a comparison needs of the world.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The sum of a file's bytes, if it can be read.
    pub file_sum: &'a dyn Fn(&Path) -> Option<[u8; 16]>,
    /// Told how many photos were looked at; answers whether to go on.
    pub progress: &'a dyn Fn(u32) -> bool,
}

/// Why two photos are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sameness {
    /// Their keys are equal.
    Key,
    /// Their own names in their inputs are equal.
    Name,
    /// Their files hold the same bytes.
    File,
    /// Their captions have the same words.
    Caption,
    /// Their files have the same name.
    FileName,
    /// Their captions are alike.
    Likeness,
}

/// What became of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is in the second collection only.
    Added,
    /// It is in the first collection only.
    Removed,
    /// Something written about it differs.
    Changed,
    /// It stands elsewhere in the order.
    Moved,
    /// Nothing.
    Same,
}

/// A photo of either collection, or of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in the first collection.
    pub a: Option<u32>,
    /// Its place in the second.
    pub b: Option<u32>,
    /// Why it is the same photo in both.
    pub by: Option<Sameness>,
    /// Whether something written about it differs.
    pub changed: bool,
    /// Whether it stands elsewhere in the order.
    pub moved: bool,
}

/// Two collections compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Every photo of both, in the order of the second collection, what was removed after what stood before it.
    pub rows: Vec<Row>,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its label.
    pub field: &'static str,
    /// What the first collection says; empty where it says nothing.
    pub a: String,
    /// What the second says.
    pub b: String,
}

impl Sameness {
    /// The word for it in JSON and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Name => "name",
            Self::File => "file",
            Self::Caption => "caption",
            Self::FileName => "file-name",
            Self::Likeness => "likeness",
        }
    }

    /// As the screen says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Key => "same key",
            Self::Name => "same name",
            Self::File => "same file",
            Self::Caption => "same caption",
            Self::FileName => "same file name",
            Self::Likeness => "captions alike",
        }
    }
}

impl Kind {
    /// Every kind, in the order in which it is told.
    pub const ALL: [Self; 5] = [Self::Added, Self::Removed, Self::Changed, Self::Moved, Self::Same];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Same => "same",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Row {
    /// Whether it is of a kind; what was changed and moved is of both.
    pub fn is(&self, kind: Kind) -> bool {
        match kind {
            Kind::Added => self.a.is_none(),
            Kind::Removed => self.b.is_none(),
            Kind::Changed => self.changed,
            Kind::Moved => self.moved,
            Kind::Same => self.a.is_some() && self.b.is_some() && !self.changed && !self.moved,
        }
    }

    /// The words for it: "changed, moved".
    pub fn kinds(&self) -> String {
        let kinds = Kind::ALL.into_iter().filter(|kind| self.is(*kind));
        kinds.map(Kind::name).collect::<Vec<_>>().join(", ")
    }
}

impl Comparison {
    /// How many rows are of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.rows.iter().filter(|row| row.is(kind)).count()
    }

    /// Whether there is no difference at all.
    pub fn is_same(&self) -> bool {
        self.rows.iter().all(|row| row.is(Kind::Same))
    }

    /// The counts, for people: "1 added, 2 removed, 3 changed, 0 moved, 14 the same".
    pub fn summary(&self) -> String {
        let counts = Kind::ALL.map(|kind| match kind {
            Kind::Same => format!("{} the same", self.count(kind)),
            kind => format!("{} {}", self.count(kind), kind.name()),
        });
        counts.join(", ")
    }
}

/// Compares two collections; none when it was stopped.
pub fn compare(a: Side<'_>, b: Side<'_>, world: World<'_>) -> Option<Comparison> {
    let pairs = pairing::pairs(a, b, world)?;
    let moved = moved(&pairs);
    let mut partner_of_a = vec![None; a.n_photos as usize];
    let mut rows: Vec<Row> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        if at.is_multiple_of(1_000) && !(world.progress)(a.n_photos.saturating_add(pair.b)) {
            return None;
        }
        if let Some(partner) = partner_of_a.get_mut(pair.a as usize) {
            *partner = Some(pair.b);
        }
        let changed = match ((a.photo)(pair.a), (b.photo)(pair.b)) {
            (Some(a), Some(b)) => is_changed(&a, &b),
            _ => false,
        };
        let moved = moved.get(at).copied().unwrap_or(false);
        rows.push(Row { a: Some(pair.a), b: Some(pair.b), by: Some(pair.by), changed, moved });
    }
    let paired_b: std::collections::HashSet<u32> = pairs.iter().map(|pair| pair.b).collect();
    let added = (0..b.n_photos).filter(|b| !paired_b.contains(b));
    rows.extend(added.map(|b| Row { a: None, b: Some(b), by: None, changed: false, moved: false }));
    // What was removed follows the photo before it, wherever that is now.
    let mut keyed: Vec<(Option<u32>, u32, Row)> = rows.into_iter().map(|row| (row.b, 0, row)).collect();
    let mut before = None;
    for (at, partner) in (0..).zip(partner_of_a) {
        match partner {
            Some(partner) => before = Some(partner),
            None => {
                let row = Row { a: Some(at), b: None, by: None, changed: false, moved: false };
                keyed.push((before, at.saturating_add(1), row));
            }
        }
    }
    keyed.sort_by_key(|(b, a, _)| (*b, *a));
    Some(Comparison { rows: keyed.into_iter().map(|(.., row)| row).collect() })
}

/// What differs between two photos, the caption first.
pub fn changes(a: &Photo, b: &Photo) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut note = |field, a: String, b: String| {
        if a != b {
            changes.push(Change { field, a, b });
        }
    };
    note("Caption", text(a).to_owned(), text(b).to_owned());
    for field in FIELDS.iter().filter(|field| field.name != "description") {
        note(field.label, field.values(&a.caption).join("; "), field.values(&b.caption).join("; "));
    }
    let date = |photo: &Photo| photo.caption.date_created.as_ref().map(ToString::to_string).unwrap_or_default();
    note("Date", date(a), date(b));
    let locations = |photo: &Photo| {
        let caption = &photo.caption;
        let all = caption.locations_shown.iter().chain(&caption.location_created);
        all.map(|location| location.path().join(" › ")).collect::<Vec<_>>().join("; ")
    };
    note("Locations", locations(a), locations(b));
    changes
}

/// The caption without its credit; the whole text where there is no such: a credit that stands in the text of one and in
/// a field of the other is the same.
fn text(photo: &Photo) -> &str {
    photo.caption.description.as_deref().unwrap_or_else(|| photo.text().trim())
}

fn is_changed(a: &Photo, b: &Photo) -> bool {
    !changes(a, b).is_empty()
}

/// Whether each pair stands elsewhere: all but the longest run that both collections have in the same order.
fn moved(pairs: &[pairing::Pair]) -> Vec<bool> {
    // Pairs come in the order of the first collection; those that stay rise in the second.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    let place = |at: &usize| pairs.get(*at).map_or(0, |pair| pair.b);
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| place(end) < pair.b);
        if let Some(before) = before.get_mut(at) {
            *before = length.checked_sub(1).and_then(|last| ends.get(last).copied());
        }
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut moved = vec![true; pairs.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        if let Some(moved) = moved.get_mut(at) {
            *moved = false;
        }
        next = before.get(at).copied().flatten();
    }
    moved
}

#[cfg(test)]
mod tests;
