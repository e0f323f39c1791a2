//! The figures of a page: captions are found by their elements, paired with their pictures, and read; then captions that
//! stand in attributes or are shown by their place alone, and last the pictures that have nothing but an alt text.

mod blocks;
mod pairing;
mod unnamed;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::page::Figure;
use crate::page::figures::pairing::Pair;
use crate::page::names::Holds;
use crate::page::phrases;
use crate::page::picture::{self, Addresses};
use crate::page::survey::Survey;
use crate::page::tree::{NodeId, NodeRef};
use crate::page::wording::{self, Wording};

/// The most figures that a page has; the largest gallery known here has 1,200.
pub(crate) const FIGURES_MAX: usize = 5_000;
/// The longest alt text that is kept, in bytes.
const ALT_MAX_BYTES: usize = 4 * 1024;
/// The elements of a figure that are looked at for a credit.
const CREDIT_NODES_MAX: usize = 200;
/// The most letters of a credit beside a caption.
const CREDIT_MAX_LETTERS: usize = 120;
/// How many stated pictures are compared with how many figures, and by how many bytes of their words: each with each.
const COMPARED_MAX: usize = 200;
const COMPARED_MAX_BYTES: usize = 1_000;
/// The attributes of a picture, or of what is around it, that hold its credit.
const CREDIT_ATTRIBUTES: [&str; 7] = [
    "data-credit",
    "data-image-credit",
    "data-photo-credit",
    "data-copyright",
    "data-attribution",
    "data-photographer",
    "data-image-copyright",
];

/// Figures by where they stand.
type Found = BTreeMap<NodeId, Figure>;

/// The figures of a page, in its order, each once.
pub(crate) fn find(survey: &Survey<'_, '_>) -> Vec<Figure> {
    let mut found = Found::new();
    let pairs = pairing::pair(survey, &blocks::find(survey));
    for pair in &pairs {
        if found.len() < FIGURES_MAX {
            let figure = read(survey, pair);
            found.insert(pair.block.id, figure);
        }
    }
    let taken: Vec<NodeId> = pairs.iter().filter_map(|pair| pair.picture.map(|picture| picture.id)).collect();
    unnamed::add(survey, taken, &mut found);
    merged(found.into_values().filter(|figure| !is_blank(figure)))
}

/// The figures of a page, completed by what it states for machines, and by the pictures that it states and shows nowhere:
/// scripts would put them there. Last, the picture that the page names for others stands for the whole. `told` is what the
/// page says as a whole, which is no picture's caption.
pub(crate) fn with_stated(
    mut figures: Vec<Figure>,
    stated: Vec<Figure>,
    shared: Option<(String, String)>,
    told: [Option<&str>; 2],
) -> Vec<Figure> {
    let has_caption = figures.iter().any(|figure| !figure.text.is_empty());
    if has_caption {
        let unshown = unshown(&figures, &stated, told);
        complete_from(&mut figures, stated);
        figures.extend(unshown);
        figures.truncate(FIGURES_MAX);
        return figures;
    }
    let captioned: Vec<Figure> = stated.into_iter().filter(|figure| figure.caption.is_some()).collect();
    if !captioned.is_empty() {
        return merged(captioned.into_iter().chain(figures));
    }
    if let Some((picture, alt)) = shared.filter(|_| figures.is_empty()) {
        figures.push(Figure { alt_text: Some(alt), picture: Some(picture), ..Figure::default() });
    }
    figures
}

/// The stated pictures that are not among the figures: neither their file nor their words.
fn unshown(figures: &[Figure], stated: &[Figure], told: [Option<&str>; 2]) -> Vec<Figure> {
    let key = |text: &str| wording::key(crate::text::truncated(text, COMPARED_MAX_BYTES));
    let addresses = figures.iter().flat_map(|figure| figure.picture.iter().chain(&figure.other_addresses));
    let pictures: HashSet<String> = addresses.map(|address| picture::identity(address)).collect();
    let texts = figures.iter().take(COMPARED_MAX).map(|figure| figure.text.as_str()).chain(told.into_iter().flatten());
    let words: Vec<String> = texts.map(key).filter(|key| !key.is_empty()).collect();
    let is_unshown = |figure: &&Figure| {
        let (Some(caption), Some(picture)) = (&figure.caption, &figure.picture) else { return false };
        let own = key(caption);
        let is_told = |words: &String| words.contains(&own) || own.contains(words.as_str());
        !pictures.contains(&picture::identity(picture)) && !words.iter().any(is_told)
    };
    merged(stated.iter().take(COMPARED_MAX).filter(is_unshown).cloned())
}

/// Fills in the credits and alt texts of pictures that are stated elsewhere too.
fn complete_from(figures: &mut [Figure], stated: Vec<Figure>) {
    let by_picture: HashMap<String, Figure> =
        stated.into_iter().filter_map(|figure| Some((picture::identity(figure.picture.as_deref()?), figure))).collect();
    for figure in figures {
        let addresses = figure.picture.iter().chain(&figure.other_addresses);
        let Some(stated) = addresses.map(|address| picture::identity(address)).find_map(|key| by_picture.get(&key))
        else {
            continue;
        };
        if figure.text.is_empty() {
            figure.text.clone_from(&stated.text);
            figure.caption.clone_from(&stated.caption);
        }
        figure.credit = figure.credit.take().or_else(|| stated.credit.clone());
        figure.alt_text = figure.alt_text.take().or_else(|| stated.alt_text.clone());
    }
}

/// The figure of a caption and its picture.
fn read(survey: &Survey<'_, '_>, pair: &Pair<'_, '_>) -> Figure {
    let mut words = wording::read(survey, pair.block);
    if words.credit.is_none()
        && let Some(credit) = credit_beside(survey, pair)
    {
        words = wording::with_credit(words, &credit);
    }
    figure(survey, words, pair.picture)
}

/// A figure of words and a picture.
fn figure(survey: &Survey<'_, '_>, words: Wording, picture: Option<NodeRef<'_, '_>>) -> Figure {
    let Wording { text, caption, credit } = words;
    let Addresses { best, others } = picture.map(picture::addresses).unwrap_or_default();
    let stated_credit = || picture.and_then(|picture| attribute_around(survey, picture, &CREDIT_ATTRIBUTES));
    Figure {
        text,
        caption: Some(caption).filter(|caption| !caption.is_empty()),
        alt_text: picture.and_then(alt_text),
        credit: credit.or_else(stated_credit).filter(|credit| !credit.is_empty()),
        picture: best,
        other_addresses: others,
        ..Figure::default()
    }
}

/// A credit that stands in the figure and outside of its caption.
fn credit_beside(survey: &Survey<'_, '_>, pair: &Pair<'_, '_>) -> Option<String> {
    let around = pair.around?;
    let nodes = around.descendants().filter(|node| !pair.block.holds(node.id)).take(CREDIT_NODES_MAX);
    nodes.filter(|node| !node.holds(pair.block.id) && !survey.has_picture(*node)).find_map(|node| {
        let n_letters = survey.n_letters(node);
        if n_letters == 0 || n_letters > CREDIT_MAX_LETTERS || node.text().is_some() {
            return None;
        }
        let is_credit = match survey.names(node).holds {
            Some(Holds::Credit) => true,
            Some(Holds::Caption) => false,
            None => node.is("cite") || wording::is_labelled_credit(survey, node),
        };
        is_credit.then(|| wording::plain(survey, node)).filter(|text| !text.is_empty())
    })
}

/// What a picture shows, for those who cannot see it; stock phrases and names of files are none.
pub(crate) fn alt_text(picture: NodeRef<'_, '_>) -> Option<String> {
    let alt = wording::unmarked(picture.attribute("alt")?);
    let alt = crate::text::truncated(&alt, ALT_MAX_BYTES).trim();
    let is_file = picture::is_picture_file(alt) || !alt.contains(' ') && alt.contains(['_', '/']);
    (!alt.is_empty() && !is_file && !phrases::is_stock_alt(alt)).then(|| alt.to_owned())
}

/// The first value that a picture, or what is closely around it and no other, has for one of these attributes.
fn attribute_around(survey: &Survey<'_, '_>, picture: NodeRef<'_, '_>, names: &[&str]) -> Option<String> {
    const LEVELS: usize = 3;
    let alone = picture.ancestors().take(LEVELS).take_while(|node| survey.holds_one_picture(*node));
    let around = std::iter::once(picture).chain(alone);
    let mut values = around.flat_map(|node| names.iter().filter_map(move |name| node.attribute(name)));
    values.find(|value| !value.trim().is_empty()).map(wording::unmarked)
}

fn is_blank(figure: &Figure) -> bool {
    figure.text.is_empty() && figure.alt_text.is_none() && figure.credit.is_none()
}

/// The figures without repetitions.
fn merged(figures: impl Iterator<Item = Figure>) -> Vec<Figure> {
    let mut merged = Merged::default();
    figures.for_each(|figure| merged.add(figure));
    merged.kept
}

/// Figures, each once: the same words on the same picture, or beside no picture, are one figure; so is a picture without
/// a caption that another figure shows with one.
#[derive(Default)]
struct Merged {
    kept: Vec<Figure>,
    /// The first figure with these words on this picture; no words or no picture stand for any.
    known: HashMap<(Option<String>, Option<String>), usize>,
}

impl Merged {
    fn add(&mut self, figure: Figure) {
        let words = Some(wording::key(figure.caption.as_deref().unwrap_or(&figure.text))).filter(|key| !key.is_empty());
        let picture = figure.picture.as_deref().map(picture::identity);
        let (has_words, has_picture) = (words.is_some(), picture.is_some());
        let both = (words.clone(), picture.clone());
        // A figure that lacks one of the two is the same as any that has the other.
        let alike = [(words.clone(), None), (None, picture.clone())];
        let found = self.known.get(&both).filter(|_| has_words && has_picture).or_else(|| {
            let [by_words, by_picture] = &alike;
            let lacks = |at: &&usize, lacks: fn(&Figure) -> bool| self.kept.get(**at).is_some_and(lacks);
            let same_words = self.known.get(by_words).filter(|_| has_words);
            let same_picture = self.known.get(by_picture).filter(|_| has_picture);
            same_words
                .filter(|at| !has_picture || lacks(at, |known| known.picture.is_none()))
                .or_else(|| same_picture.filter(|at| !has_words || lacks(at, |known| known.text.is_empty())))
        });
        match found.copied().and_then(|at| self.kept.get_mut(at)) {
            Some(known) => complete(known, figure),
            None => {
                let at = self.kept.len();
                for key in [both].into_iter().chain(alike) {
                    self.known.entry(key).or_insert(at);
                }
                self.kept.push(figure);
            }
        }
    }
}

/// Fills in what a figure lacks and its repetition has.
fn complete(known: &mut Figure, figure: Figure) {
    let Figure { text, caption, headline, alt_text, credit, date, picture, other_addresses } = figure;
    if known.text.is_empty() || known.caption.is_none() && caption.is_some() {
        known.text = text;
    }
    known.caption = known.caption.take().or(caption);
    known.headline = known.headline.take().or(headline);
    known.alt_text = known.alt_text.take().or(alt_text);
    known.credit = known.credit.take().or(credit);
    known.date = known.date.take().or(date);
    for address in picture.into_iter().chain(other_addresses) {
        if known.picture.is_none() {
            known.picture = Some(address);
        } else if known.picture.as_ref() != Some(&address) && !known.other_addresses.contains(&address) {
            known.other_addresses.push(address);
        }
    }
    known.other_addresses.truncate(picture::OTHER_ADDRESSES_MAX);
}
