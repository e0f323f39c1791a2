//! Which photos of two collections are the same, the surest signs first; none is the same as two others.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::Hasher as _;

use crate::comparing::{Sameness, Side, World};
use crate::photo::Photo;
use crate::text;

/// How many of their words must be the same for captions to be alike.
const LIKENESS_LEAST: f32 = 0.4;
/// The most words of a caption that are compared.
const WORDS_MAX: usize = 400;
/// A word that more photos have tells nothing.
const PHOTOS_PER_WORD_MAX: usize = 64;
/// The most photos of a collection that are compared by likeness: their words are in memory.
const LIKENESS_PHOTOS_MAX: usize = 100_000;
/// Photos looked at between two questions whether to go on.
const PHOTOS_PER_REPORT: u32 = 1_000;

/// A photo that is in both collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its place in the first.
    pub a: u32,
    /// Its place in the second.
    pub b: u32,
    /// Why it is the same.
    pub by: Sameness,
}

/// What is kept of a photo: sums by which it may be known.
struct Signs {
    key: u64,
    name: u64,
    caption: Option<u64>,
    file_name: Option<u64>,
    size_bytes: Option<u64>,
}

/// The pairs, in the order of the first collection; none when that was stopped.
pub(super) fn pairs(a: Side<'_>, b: Side<'_>, world: World<'_>) -> Option<Vec<Pair>> {
    let signs_a = signs(a, world)?;
    let signs_b = signs(b, world)?;
    let mut pairing = Pairing { partner: vec![None; signs_a.len()], taken: vec![false; signs_b.len()] };
    pairing.join(Sameness::Key, &signs_a, &signs_b, |signs| Some(signs.key), Twins::Leave);
    pairing.join(Sameness::Name, &signs_a, &signs_b, |signs| Some(signs.name), Twins::Leave);
    pairing.join_files(a, b, &signs_a, &signs_b, world);
    pairing.join(Sameness::Caption, &signs_a, &signs_b, |signs| signs.caption, Twins::InOrder);
    pairing.join(Sameness::FileName, &signs_a, &signs_b, |signs| signs.file_name, Twins::Leave);
    pairing.join_alike(a, b, world)?;
    let pairs = (0..).zip(pairing.partner);
    Some(pairs.filter_map(|(a, partner)| partner.map(|(b, by)| Pair { a, b, by })).collect())
}

/// What becomes of photos that share a sign with others of their own collection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Twins {
    /// They are left for another sign.
    Leave,
    /// The first goes with the first, and so on.
    InOrder,
}

struct Pairing {
    /// For each photo of the first collection.
    partner: Vec<Option<(u32, Sameness)>>,
    /// For each photo of the second.
    taken: Vec<bool>,
}

impl Pairing {
    fn give(&mut self, a: u32, b: u32, by: Sameness) {
        if let (Some(partner @ None), Some(taken @ false)) =
            (self.partner.get_mut(a as usize), self.taken.get_mut(b as usize))
        {
            (*partner, *taken) = (Some((b, by)), true);
        }
    }

    fn open_a(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.partner).filter(|(_, partner)| partner.is_none()).map(|(at, _)| at)
    }

    fn open_b(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.taken).filter(|(_, taken)| !**taken).map(|(at, _)| at)
    }

    /// Joins photos that have a sign in common.
    fn join(&mut self, by: Sameness, a: &[Signs], b: &[Signs], sign: fn(&Signs) -> Option<u64>, twins: Twins) {
        let sign_of = |signs: &[Signs], at: u32| signs.get(at as usize).and_then(sign);
        let mut owners: HashMap<u64, (Vec<u32>, Vec<u32>)> = HashMap::new();
        for at in self.open_a() {
            if let Some(sign) = sign_of(a, at) {
                owners.entry(sign).or_default().0.push(at);
            }
        }
        for at in self.open_b() {
            if let Some((_, of_b)) = sign_of(b, at).and_then(|sign| owners.get_mut(&sign)) {
                of_b.push(at);
            }
        }
        for (of_a, of_b) in owners.into_values() {
            if twins == Twins::InOrder || (of_a.len(), of_b.len()) == (1, 1) {
                for (a, b) in of_a.into_iter().zip(of_b) {
                    self.give(a, b, by);
                }
            }
        }
    }

    /// Joins photos whose files hold the same bytes; only files of the same size are read.
    fn join_files(&mut self, a: Side<'_>, b: Side<'_>, signs_a: &[Signs], signs_b: &[Signs], world: World<'_>) {
        let size = |signs: &[Signs], at: u32| signs.get(at as usize).and_then(|signs| signs.size_bytes);
        let sizes_a: HashSet<u64> = self.open_a().filter_map(|at| size(signs_a, at)).collect();
        let in_b: Vec<u32> =
            self.open_b().filter(|at| size(signs_b, *at).is_some_and(|size| sizes_a.contains(&size))).collect();
        let sizes: HashSet<u64> = in_b.iter().filter_map(|at| size(signs_b, *at)).collect();
        let in_a: Vec<u32> =
            self.open_a().filter(|at| size(signs_a, *at).is_some_and(|size| sizes.contains(&size))).collect();
        let sum = |side: Side<'_>, at: u32| {
            let photo = (side.photo)(at)?;
            (world.file_sum)(&photo.photo_file.as_ref()?.path)
        };
        let mut by_sum: HashMap<[u8; 16], Vec<u32>> = HashMap::new();
        for at in in_b.into_iter().rev() {
            if let Some(sum) = sum(b, at) {
                by_sum.entry(sum).or_default().push(at);
            }
        }
        for at in in_a {
            if let Some(same) = sum(a, at).and_then(|sum| by_sum.get_mut(&sum)).and_then(Vec::pop) {
                self.give(at, same, Sameness::File);
            }
        }
    }

    /// Joins photos whose captions are alike, the most alike first.
    fn join_alike(&mut self, a: Side<'_>, b: Side<'_>, world: World<'_>) -> Option<()> {
        let words_a: HashMap<u32, HashSet<String>> =
            self.open_a().take(LIKENESS_PHOTOS_MAX).filter_map(|at| Some((at, words(&*(a.photo)(at)?)))).collect();
        let mut by_word: HashMap<&str, Vec<u32>> = HashMap::new();
        for (at, words) in &words_a {
            for word in words {
                by_word.entry(word).or_default().push(*at);
            }
        }
        by_word.retain(|_, photos| photos.len() <= PHOTOS_PER_WORD_MAX);
        let mut alike: Vec<(std::cmp::Reverse<u32>, u32, u32)> = Vec::new();
        for (n_done, at) in (0..).zip(self.open_b().take(LIKENESS_PHOTOS_MAX)) {
            if u32::is_multiple_of(n_done, PHOTOS_PER_REPORT) && !(world.progress)(a.n_photos.saturating_add(at)) {
                return None;
            }
            let Some(photo) = (b.photo)(at) else { continue };
            let words = words(&photo);
            let others: HashSet<u32> =
                words.iter().filter_map(|word| by_word.get(word.as_str())).flatten().copied().collect();
            for other in others {
                let Some(other_words) = words_a.get(&other) else { continue };
                let n_both = words.intersection(other_words).count() as f32;
                let likeness = n_both / (words.len() as f32 + other_words.len() as f32 - n_both).max(1.0);
                if likeness >= LIKENESS_LEAST {
                    // From 0 to 1: in thousandths, so that equal ones keep their order.
                    alike.push((std::cmp::Reverse((likeness * 1000.0) as u32), other, at));
                }
            }
        }
        alike.sort_unstable();
        for (_, a, b) in alike {
            self.give(a, b, Sameness::Likeness);
        }
        Some(())
    }
}

fn signs(side: Side<'_>, world: World<'_>) -> Option<Vec<Signs>> {
    let mut signs = Vec::with_capacity(side.n_photos as usize);
    for at in 0..side.n_photos {
        if at.is_multiple_of(PHOTOS_PER_REPORT) && !(world.progress)(at) {
            return None;
        }
        // A photo that is gone is the same as no other.
        signs.push((side.photo)(at).map_or_else(|| Signs::of_none(at), |photo| Signs::of(&photo)));
    }
    Some(signs)
}

impl Signs {
    fn of(photo: &Photo) -> Self {
        let caption = text::words(super::text(photo)).join(" ");
        let file_name = photo.file.as_deref().map(file_name).filter(|name| !name.is_empty());
        Self {
            key: sum(&photo.key),
            name: sum(&photo.key.name),
            caption: (!caption.is_empty()).then(|| sum(&caption)),
            file_name: file_name.map(|name| sum(&name)),
            size_bytes: photo.photo_file.as_ref().map(|file| file.stamp.size_bytes),
        }
    }

    fn of_none(at: u32) -> Self {
        let own = sum(&("gone", at));
        Self { key: own, name: own, caption: None, file_name: None, size_bytes: None }
    }
}

/// Of 64 bits two of a million photos' signs are the same once in some forty million times.
fn sum(sign: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    sign.hash(&mut hasher);
    hasher.finish()
}

fn words(photo: &Photo) -> HashSet<String> {
    text::words(super::text(photo)).into_iter().take(WORDS_MAX).collect()
}

/// The last part of a path, folded, without its extension.
fn file_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    text::fold(name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem))
}
