//! Which picture a caption belongs to: that of its `figure`, or the nearest that no other caption has taken.

use std::collections::BTreeSet;

use crate::page::names::Holds;
use crate::page::picture::{self, Standing};
use crate::page::survey::Survey;
use crate::page::tree::{NodeId, NodeRef};
use crate::page::wording;

/// How far above a caption its `figure` is looked for.
const FIGURE_LEVELS: usize = 10;
/// How far above a caption an element is looked for that holds a picture too.
const PICTURE_LEVELS: usize = 6;
/// The most letters between a picture and its caption; what stands farther away belongs to something else.
const BETWEEN_MAX_LETTERS: usize = 160;
/// The longest caption of a teaser, in letters: a headline.
const TEASER_MAX_LETTERS: usize = 140;
/// The most pictures, or captions, that stand in one row and are looked at for one caption.
const ROW_MAX: usize = 64;
/// The elements of a `figure` without pictures that are looked at.
const FIGURE_NODES_MAX: usize = 2_000;
/// The most letters beside the caption of a card that leads to another page: a headline and a summary.
const CARD_MAX_LETTERS: usize = 560;
/// The fewest words of a caption that is a sentence.
const SENTENCE_MIN_WORDS: usize = 8;
/// What a `figure` may hold instead of a picture; its caption is none of a photo's.
const OTHER_MATTER: [&str; 9] = ["audio", "blockquote", "code", "form", "math", "ol", "pre", "table", "ul"];

/// A caption and its picture.
pub(super) struct Pair<'t, 'a> {
    /// The caption's element.
    pub block: NodeRef<'t, 'a>,
    /// The picture; none where a script would put it, or where others have taken those of the figure.
    pub picture: Option<NodeRef<'t, 'a>>,
    /// The element that holds this picture, this caption and no other; a credit may stand there.
    pub around: Option<NodeRef<'t, 'a>>,
}

/// Pairs captions with pictures; what has no picture near, and is not sure to be a caption, is left out.
pub(super) fn pair<'t, 'a>(survey: &Survey<'t, 'a>, blocks: &[NodeRef<'t, 'a>]) -> Vec<Pair<'t, 'a>> {
    let mut pairing = Pairing { survey, blocks, taken: BTreeSet::new() };
    let mut pairs = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let pair = match pairing.figure_of(*block) {
            Some(figure) => pairing.in_figure(*block, figure),
            None => pairing.nearby(at, *block),
        };
        let is_teaser =
            |pair: &Pair<'_, '_>| pair.picture.is_some_and(|picture| is_teaser(survey, picture, pair.block));
        let Some(pair) = pair.filter(|pair| !is_teaser(pair)) else { continue };
        pairing.taken.extend(pair.picture.map(|picture| picture.id));
        pairs.push(pair);
    }
    pairs
}

struct Pairing<'p, 't, 'a> {
    survey: &'p Survey<'t, 'a>,
    blocks: &'p [NodeRef<'t, 'a>],
    /// The pictures that have a caption.
    taken: BTreeSet<NodeId>,
}

impl<'t, 'a> Pairing<'_, 't, 'a> {
    /// The `figure` that a caption stands in, if it has a picture, or may have had one.
    fn figure_of(&self, block: NodeRef<'t, 'a>) -> Option<NodeRef<'t, 'a>> {
        let figure = block.ancestors().take(FIGURE_LEVELS).find(|ancestor| ancestor.is("figure"))?;
        let is_sure = block.is("figcaption") || self.survey.has_picture(figure);
        is_sure.then_some(figure)
    }

    fn in_figure(&self, block: NodeRef<'t, 'a>, figure: NodeRef<'t, 'a>) -> Option<Pair<'t, 'a>> {
        let before = self.survey.pictures_between(figure.id, block.id);
        let after = self.survey.pictures_between(block.end(), figure.end());
        let near = before.iter().skip(before.len().saturating_sub(ROW_MAX)).chain(after.iter().take(ROW_MAX));
        let free: Vec<_> = near.filter(|(id, _)| !self.taken.contains(id)).collect();
        let best = [Standing::Full, Standing::Fallback, Standing::StandIn, Standing::Ornament]
            .iter()
            .find_map(|wanted| free.iter().find(|(_, standing)| standing == wanted));
        let picture = best.and_then(|(id, _)| self.survey.tree.node(*id));
        let is_other = |node: NodeRef<'_, '_>| OTHER_MATTER.contains(&node.name()) && !block.holds(node.id);
        if before.is_empty() && after.is_empty() && figure.descendants().take(FIGURE_NODES_MAX).any(is_other) {
            return None;
        }
        Some(Pair { block, picture, around: (self.survey.n_full(figure) <= 1).then_some(figure) })
    }

    /// The pair of a caption outside of any `figure`.
    fn nearby(&self, at: usize, block: NodeRef<'t, 'a>) -> Option<Pair<'t, 'a>> {
        let around = block.ancestors().take(PICTURE_LEVELS).find(|ancestor| self.survey.has_picture(*ancestor));
        let Some(around) = around else {
            let is_sure = block.is("figcaption") || self.survey.names(block).is_picture_caption;
            return is_sure.then_some(Pair { block, picture: None, around: None });
        };
        let picture = self.before(at, block, around).or_else(|| self.after(block, around));
        let picture = picture.or_else(|| self.shared(block, around))?;
        let is_alone = self.survey.n_full(around) <= 1;
        Some(Pair { block, picture: self.survey.tree.node(picture), around: is_alone.then_some(around) })
    }

    /// The picture before a caption. Where several pictures stand in a row and as many captions follow, as in a table,
    /// they go together in order; otherwise the nearest is meant.
    fn before(&self, at: usize, block: NodeRef<'t, 'a>, around: NodeRef<'t, 'a>) -> Option<NodeId> {
        let start = self.taken.range(around.id..block.id).next_back().map_or(around.id, |id| NodeId::after(*id));
        let free = self.near(block, start, block.id);
        let first = free.first()?;
        let is_after_others =
            at.checked_sub(1).and_then(|at| self.blocks.get(at)).is_some_and(|other| *first < other.id);
        let next_picture = self.survey.pictures_between(block.end(), around.end()).first();
        let row_end = next_picture.map_or(around.end(), |(id, _)| *id);
        let row = self.blocks.iter().skip(at).take_while(|other| other.id < row_end).take(ROW_MAX);
        // One caption under several pictures that share an element with it and no other is theirs together.
        let is_row = free.last().is_some_and(|last| self.survey.n_letters_between(*first, *last) == 0);
        let is_shared = is_row && row.clone().count() == 1 && self.survey.n_full(around) == free.len();
        if is_after_others || is_shared || row.count() == free.len() { Some(*first) } else { free.last().copied() }
    }

    fn after(&self, block: NodeRef<'t, 'a>, around: NodeRef<'t, 'a>) -> Option<NodeId> {
        self.near(block, block.end(), around.end()).first().copied()
    }

    /// A picture near by that another caption has: two captions may share one.
    fn shared(&self, block: NodeRef<'t, 'a>, around: NodeRef<'t, 'a>) -> Option<NodeId> {
        let before = self.survey.pictures_between(around.id, block.id).iter().rev().take(ROW_MAX);
        let all = before.chain(self.survey.pictures_between(block.end(), around.end()).iter().take(ROW_MAX));
        all.map(|(id, _)| *id).find(|id| self.is_near(*id, block))
    }

    /// The pictures of a part of the page that are free and near a caption, at most a row of them: of the likeliest standing that
    /// there is.
    fn near(&self, block: NodeRef<'t, 'a>, start: NodeId, end: NodeId) -> Vec<NodeId> {
        let pictures = self.survey.pictures_between(start, end);
        let row = if end <= block.id {
            pictures.len().saturating_sub(ROW_MAX)..pictures.len()
        } else {
            0..pictures.len().min(ROW_MAX)
        };
        let row = pictures.get(row).unwrap_or_default();
        let free = |wanted: Standing| {
            let of_standing = row.iter().filter(|(_, standing)| *standing == wanted).map(|(id, _)| *id);
            of_standing.filter(|id| !self.taken.contains(id) && self.is_near(*id, block)).collect::<Vec<_>>()
        };
        let by_standing = [Standing::Full, Standing::Fallback, Standing::StandIn].map(free);
        by_standing.into_iter().find(|free| !free.is_empty()).unwrap_or_default()
    }

    /// Whether little stands between a picture and a caption but other captions.
    fn is_near(&self, picture: NodeId, block: NodeRef<'t, 'a>) -> bool {
        let (start, end) = if picture < block.id { (picture, block.id) } else { (block.end(), picture) };
        let n_between = self.survey.n_letters_between(start, end);
        if n_between <= BETWEEN_MAX_LETTERS {
            return true;
        }
        let first = self.blocks.partition_point(|other| other.id < start);
        let captions = self.blocks.iter().skip(first).take_while(|other| other.id < end).take(ROW_MAX);
        n_between.saturating_sub(captions.map(|other| self.survey.n_letters(*other)).sum()) <= BETWEEN_MAX_LETTERS
    }
}

/// Whether a figure only leads to another page: picture and caption are links to one address, or the figure stands with a
/// heading that is. What the page declares a picture is none, nor is a whole sentence.
pub(super) fn is_teaser(survey: &Survey<'_, '_>, picture: NodeRef<'_, '_>, block: NodeRef<'_, '_>) -> bool {
    let Some(target) = page_link(picture) else { return false };
    let is_declared =
        |node: NodeRef<'_, '_>| node.attribute("itemtype").is_some_and(|kind| kind.ends_with("/ImageObject"));
    if block.ancestors().take(PICTURE_LEVELS).any(is_declared) {
        return false;
    }
    let is_headed = has_heading_to(survey, block, target);
    if !is_headed && is_sentence(&wording::plain(survey, block)) {
        return false;
    }
    if is_headed || survey.n_letters(block) <= TEASER_MAX_LETTERS && is_all_link(survey, block, target) {
        return true;
    }
    // A card: a heading beside the figure leads where the picture leads.
    let is_card = |node: &NodeRef<'_, '_>| {
        matches!(node.name(), "article" | "div" | "li" | "section") && has_heading_to(survey, *node, target)
    };
    let card = picture.ancestors().take(PICTURE_LEVELS).find(is_card);
    card.is_some_and(|card| survey.n_letters(card) <= survey.n_letters(block) + CARD_MAX_LETTERS)
}

/// Whether a text is a sentence, as headlines are not.
fn is_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '。', ')', '”']) && text.split_whitespace().count() >= SENTENCE_MIN_WORDS
}

/// The page that a picture leads to; none where it leads to itself in larger.
fn page_link<'t>(picture: NodeRef<'t, '_>) -> Option<&'t str> {
    let link = picture.ancestors().take(PICTURE_LEVELS).find(|ancestor| ancestor.is("a"))?;
    let target = link.attribute("href")?.trim();
    let is_page = !target.is_empty() && !target.starts_with(['#']) && !target.starts_with("javascript:");
    (is_page && !picture::is_picture_file(target)).then_some(target)
}

/// Whether all words of a caption are within links to one address.
fn is_all_link(survey: &Survey<'_, '_>, block: NodeRef<'_, '_>, target: &str) -> bool {
    let leads = |node: &NodeRef<'_, '_>| node.is("a") && node.attribute("href").map(str::trim) == Some(target);
    if block.ancestors().take(PICTURE_LEVELS).any(|ancestor| leads(&ancestor)) {
        return true;
    }
    let n_linked: usize = block.descendants().filter(leads).map(|link| survey.n_letters(link)).sum();
    n_linked >= survey.n_letters(block)
}

fn has_heading_to(survey: &Survey<'_, '_>, card: NodeRef<'_, '_>, target: &str) -> bool {
    const NODES_MAX: usize = 200;
    let is_heading = |node: &NodeRef<'_, '_>| {
        matches!(node.name(), "h1" | "h2" | "h3" | "h4" | "h5") && survey.names(*node).holds != Some(Holds::Caption)
    };
    let leads = |node: NodeRef<'_, '_>| node.is("a") && node.attribute("href").map(str::trim) == Some(target);
    card.descendants()
        .take(NODES_MAX)
        .filter(is_heading)
        .any(|heading| heading.descendants().take(20).any(leads) || heading.ancestors().take(3).any(leads))
}
