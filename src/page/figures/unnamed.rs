//! Captions that no element is called after: those in attributes for scripts, in elements called the description of a
//! picture, in italics under a picture; and the pictures of the article that have an alt text and nothing else.

use std::collections::HashSet;

use crate::page::figures::pairing::is_teaser;
use crate::page::figures::{FIGURES_MAX, Found, attribute_around, figure};
use crate::page::names::Holds;
use crate::page::picture::{self, Standing};
use crate::page::survey::Survey;
use crate::page::tree::{NodeId, NodeRef};
use crate::page::wording::{self, Wording};

/// The fewest words of a caption that nothing names as one.
const CAPTION_MIN_WORDS: usize = 3;
/// The most letters of such a caption.
const CAPTION_MAX_LETTERS: usize = 400;
/// The fewest words of an alt text that stands for a caption.
const ALT_MIN_WORDS: usize = 3;
/// A picture whose declared sides are all shorter shows nothing worth an entry, in pixels.
const ALT_MIN_PX: f32 = 100.0;
/// The elements around a picture that are looked at for a description of it.
const DESCRIBED_MAX: usize = 100;
/// How far above a picture what it stands in is looked at.
const LEVELS: usize = 5;
/// Attributes of a picture, or of what is around it, that hold its caption.
const CAPTION_ATTRIBUTES: [&str; 17] = [
    "data-caption",
    "data-image-caption",
    "data-photo-caption",
    "data-figcaption",
    "data-legend",
    "data-lightbox-caption",
    "data-fancybox-caption",
    "data-lbwps-caption",
    "data-pswp-caption",
    "data-lg-caption",
    "data-sub-html",
    "data-elementor-lightbox-description",
    "data-ngdesc",
    "data-image-description",
    "data-description",
    "data-desc",
    "caption",
];

/// Adds the figures that have no caption element.
pub(super) fn add(survey: &Survey<'_, '_>, taken: Vec<NodeId>, found: &mut Found) {
    let mut unnamed = Unnamed { survey, taken: taken.into_iter().collect(), seen: HashSet::new(), found };
    let has_named = !unnamed.found.is_empty();
    let pictures: Vec<(NodeRef<'_, '_>, Standing)> = survey
        .tree
        .root()
        .map(|root| survey.pictures(root))
        .unwrap_or_default()
        .iter()
        .filter(|(id, standing)| *standing != Standing::Ornament && !survey.is_aside(*id))
        .filter_map(|(id, standing)| Some((survey.tree.node(*id)?, *standing)))
        .collect();
    for (picture, _) in &pictures {
        unnamed.add_attribute(*picture);
    }
    unnamed.add_described(&pictures);
    if !has_named {
        for (picture, _) in &pictures {
            unnamed.add_below(*picture);
        }
    }
    let has_captions = !unnamed.found.is_empty();
    unnamed.add_alt_texts(&pictures, has_captions);
}

struct Unnamed<'u, 't, 'a> {
    survey: &'u Survey<'t, 'a>,
    /// The pictures that have a caption.
    taken: HashSet<NodeId>,
    /// The elements that were looked at for a caption: each is looked at for one picture only.
    seen: HashSet<NodeId>,
    found: &'u mut Found,
}

impl Unnamed<'_, '_, '_> {
    fn keep(&mut self, picture: NodeRef<'_, '_>, words: Wording) {
        if self.found.len() < FIGURES_MAX {
            let survey = self.survey;
            self.taken.insert(picture.id);
            self.found.entry(picture.id).or_insert_with(|| figure(survey, words, Some(picture)));
        }
    }

    fn is_free(&self, picture: NodeRef<'_, '_>) -> bool {
        !self.taken.contains(&picture.id)
    }

    /// A caption in an attribute; of a picture that has one on the page already it says nothing more.
    fn add_attribute(&mut self, picture: NodeRef<'_, '_>) {
        if !self.is_free(picture) {
            return;
        }
        let stated = attribute_around(self.survey, picture, &CAPTION_ATTRIBUTES);
        let Some(text) = stated.or_else(|| lightbox_title(picture)) else { return };
        // "#caption-1" names an element that holds the caption.
        if !text.starts_with(['#', '.', '{', '[']) && text.contains(char::is_alphabetic) {
            self.keep(picture, Wording { caption: text.clone(), text, credit: None });
        }
    }

    /// Captions in elements called after a picture and a text, such as "slide-description".
    fn add_described(&mut self, pictures: &[(NodeRef<'_, '_>, Standing)]) {
        for (picture, _) in pictures {
            if !self.is_free(*picture) {
                continue;
            }
            let around = picture.ancestors().take(LEVELS).take_while(|node| self.survey.holds_one_picture(*node));
            let within: Vec<_> = around.flat_map(NodeRef::descendants).take(DESCRIBED_MAX).collect();
            let described = within.into_iter().find(|node| self.is_description(*node) && self.seen.insert(node.id));
            let Some(block) = described.filter(|block| !is_teaser(self.survey, *picture, *block)) else { continue };
            let words = wording::read(self.survey, block);
            if n_words(&words.text) > CAPTION_MIN_WORDS {
                self.keep(*picture, words);
            }
        }
    }

    fn is_description(&self, node: NodeRef<'_, '_>) -> bool {
        let names = self.survey.names(node);
        let n_letters = self.survey.n_letters(node);
        names.describes_picture
            && names.holds != Some(Holds::Credit)
            && (1..=CAPTION_MAX_LETTERS).contains(&n_letters)
            && !self.survey.has_picture(node)
            && !is_heading_or_link(node)
    }

    /// A caption shown by its place: italics or small print directly under a picture, or the cell under it in a table
    /// that holds nothing else. Looked for on pages only that name no captions.
    fn add_below(&mut self, picture: NodeRef<'_, '_>) {
        if !self.is_free(picture) {
            return;
        }
        let block = self.in_small_table(picture).or_else(|| self.set_off_below(picture));
        let block = block.filter(|block| self.seen.insert(block.id) && !is_teaser(self.survey, picture, *block));
        let words = block.map(|block| wording::read(self.survey, block));
        if let Some(words) = words.filter(|words| n_words(&words.text) >= CAPTION_MIN_WORDS) {
            self.keep(picture, words);
        }
    }

    fn in_small_table<'t, 'a>(&self, picture: NodeRef<'t, 'a>) -> Option<NodeRef<'t, 'a>> {
        let table = picture.ancestors().take(LEVELS + 2).find(|node| node.is("table"))?;
        let n_letters = self.survey.n_letters(table);
        let is_figure = self.survey.n_full(table) == 1 && (1..=CAPTION_MAX_LETTERS).contains(&n_letters);
        is_figure.then_some(table)
    }

    fn set_off_below<'t, 'a>(&self, picture: NodeRef<'t, 'a>) -> Option<NodeRef<'t, 'a>> {
        let is_wordless = |node: &NodeRef<'t, 'a>| self.survey.n_letters(*node) == 0;
        let outermost = picture.ancestors().take(LEVELS).take_while(is_wordless).last().unwrap_or(picture);
        let mut next = outermost.next_sibling();
        for _ in 0..LEVELS {
            let blank = next.filter(is_wordless).filter(|node| self.survey.pictures(*node).is_empty());
            next = blank.map_or(next, NodeRef::next_sibling);
        }
        let block = next?;
        let n_letters = self.survey.n_letters(block);
        let is_short = n_letters <= CAPTION_MAX_LETTERS && self.survey.pictures(block).is_empty();
        (is_short && self.is_set_off(block) && !is_heading_or_link(block)).then_some(block)
    }

    /// Whether all words of an element are in italics, small or centred, or it begins as a credit does.
    fn is_set_off(&self, block: NodeRef<'_, '_>) -> bool {
        let n_letters = self.survey.n_letters(block);
        let sets_off = |node: &NodeRef<'_, '_>| {
            let is_small_font =
                node.is("font") && node.attribute("size").is_some_and(|size| matches!(size, "1" | "2" | "-1" | "-2"));
            let style = node.attribute("style").unwrap_or_default();
            let is_styled = ["italic", "text-align:center", "text-align: center"].iter().any(|set| style.contains(set));
            let is_centered = node.attribute("align").is_some_and(|align| align.eq_ignore_ascii_case("center"));
            matches!(node.name(), "em" | "i" | "small" | "center" | "h6") || is_small_font || is_styled || is_centered
        };
        let all = std::iter::once(block).chain(block.descendants().take(6));
        let mut whole = all.filter(|node| self.survey.n_letters(*node) == n_letters);
        whole.any(|node| sets_off(&node)) || wording::is_labelled_credit(self.survey, block)
    }

    /// Pictures of the article that have an alt text and nothing else. On a page that has captions only those of a
    /// `figure` count: such a page sets its pictures apart.
    fn add_alt_texts(&mut self, pictures: &[(NodeRef<'_, '_>, Standing)], has_captions: bool) {
        let Some(article) = self.survey.article() else { return };
        for (picture, standing) in pictures {
            let is_in_figure = || picture.ancestors().take(LEVELS).any(|node| node.is("figure"));
            let is_wanted = *standing == Standing::Full
                && self.is_free(*picture)
                && article.holds(picture.id)
                && !is_small(*picture)
                && !leads_elsewhere(*picture)
                && (!has_captions || is_in_figure());
            let alt = super::alt_text(*picture).filter(|alt| n_words(alt) >= ALT_MIN_WORDS);
            if is_wanted && alt.is_some() {
                self.keep(*picture, Wording::default());
            }
        }
    }
}

/// The title of a link that opens a picture in a layer over the page.
fn lightbox_title(picture: NodeRef<'_, '_>) -> Option<String> {
    let link = picture.ancestors().take(LEVELS).find(|ancestor| ancestor.is("a"))?;
    let is_marked = ["data-lightbox", "data-fancybox", "data-gallery", "data-featherlight", "data-glightbox"]
        .iter()
        .any(|name| link.attribute(name).is_some());
    let is_named = ["rel", "class"].iter().filter_map(|name| link.attribute(name)).any(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("lightbox") || value.contains("prettyphoto") || value.contains("fancybox")
    });
    let titles = ["data-title", "title"].iter().filter_map(|name| link.attribute(name));
    let mut titles = titles.filter(|title| !picture::is_picture_file(title) && !title.trim().is_empty());
    (is_marked || is_named).then(|| titles.next().map(wording::unmarked)).flatten()
}

fn is_heading_or_link(node: NodeRef<'_, '_>) -> bool {
    let is_one = |node: NodeRef<'_, '_>| matches!(node.name(), "a" | "h1" | "h2" | "h3" | "h4" | "button");
    is_one(node)
        || node.ancestors().take(LEVELS).any(is_one)
        || node.descendants().take(6).any(|inner| inner.is("h2") || inner.is("h3"))
}

/// Whether a picture is a link to another page.
fn leads_elsewhere(picture: NodeRef<'_, '_>) -> bool {
    let link = picture.ancestors().take(LEVELS).find(|node| node.is("a"));
    let target = link.and_then(|link| link.attribute("href")).unwrap_or_default();
    !target.is_empty() && !target.starts_with('#') && !picture::is_picture_file(target)
}

fn is_small(picture: NodeRef<'_, '_>) -> bool {
    let side =
        |name: &str| picture.attribute(name).and_then(|side| side.trim().trim_end_matches("px").parse::<f32>().ok());
    let sides = [side("width"), side("height")];
    sides.iter().any(Option::is_some) && sides.into_iter().flatten().all(|side| side < ALT_MIN_PX)
}

/// The words of a text; scripts that put no spaces between words have two characters to a word.
fn n_words(text: &str) -> usize {
    const FIRST_IDEOGRAPHIC: char = '\u{2e80}';
    let n_spaced = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    n_spaced.max(text.chars().filter(|c| *c >= FIRST_IDEOGRAPHIC && c.is_alphabetic()).count() / 2)
}
