//! Which elements of a page hold a caption, told by what they are and what they are called.

use crate::page::names::Holds;
use crate::page::survey::Survey;
use crate::page::tree::{NodeId, NodeRef};

/// The most letters of a caption; an element that holds more is an article that is called so.
const CAPTION_MAX_LETTERS: usize = 6_000;
/// The most letters of a `figcaption` that holds nothing but a credit.
const CREDIT_MAX_LETTERS: usize = 120;
/// The elements within a caption that are looked at to see whether it holds several.
const WITHIN_MAX: usize = 2_000;
/// Elements that are no captions though they be called so.
const NEVER: [&str; 19] = [
    "a", "article", "body", "button", "caption", "figure", "form", "html", "img", "input", "label", "legend", "main",
    "meta", "option", "script", "source", "table", "video",
];

/// The elements that hold captions, none within another, in the order of the page.
pub(super) fn find<'t, 'a>(survey: &Survey<'t, 'a>) -> Vec<NodeRef<'t, 'a>> {
    let mut found: Vec<NodeRef<'t, 'a>> = Vec::new();
    let mut found_to = NodeId::default();
    for node in survey.tree.nodes() {
        if node.id < found_to || !is_caption(survey, node) {
            continue;
        }
        found_to = node.end();
        if node.is("figcaption") || !is_card(node) {
            found.push(node);
        }
    }
    found
}

fn is_caption(survey: &Survey<'_, '_>, node: NodeRef<'_, '_>) -> bool {
    if node.text().is_some() || survey.is_aside(node.id) {
        return false;
    }
    let n_letters = survey.n_letters(node);
    if n_letters == 0 || n_letters > CAPTION_MAX_LETTERS {
        return false;
    }
    let names = survey.names(node);
    if node.is("figcaption") {
        let is_credit = names.holds == Some(Holds::Credit) && n_letters <= CREDIT_MAX_LETTERS;
        return !is_credit || !stands_beside_caption(survey, node);
    }
    let is_called_so = names.holds == Some(Holds::Caption) && !names.is_control && !names.is_hidden;
    is_called_so && !NEVER.contains(&node.name()) && !survey.has_picture(node) && !holds_several(survey, node)
}

/// Whether an element called a caption is the lower half of a card for goods or articles, as in Bootstrap: it holds a
/// table, a form, or a heading that is a link.
fn is_card(node: NodeRef<'_, '_>) -> bool {
    let is_linked = |heading: NodeRef<'_, '_>| heading.descendants().take(6).any(|inner| inner.is("a"));
    node.descendants().take(WITHIN_MAX).any(|inner| match inner.name() {
        "form" | "table" => true,
        "h2" | "h3" | "h4" | "h5" => is_linked(inner),
        _ => false,
    })
}

/// Whether a credit's figure has a caption too: `<div class=caption>…</div><figcaption class=credit>…</figcaption>`.
fn stands_beside_caption(survey: &Survey<'_, '_>, credit: NodeRef<'_, '_>) -> bool {
    const LEVELS: usize = 3;
    const NODES_MAX: usize = 200;
    let around = credit.ancestors().take(LEVELS).find(|ancestor| survey.has_picture(*ancestor));
    let mut beside = around.into_iter().flat_map(|around| around.descendants().take(NODES_MAX));
    beside.any(|node| {
        let is_caption = survey.names(node).holds == Some(Holds::Caption) && !survey.has_picture(node);
        is_caption && survey.n_letters(node) > 0 && !credit.holds(node.id) && !node.holds(credit.id)
    })
}

/// Whether an element called a caption is made of several that are: then those are meant. What has words beside them, as
/// a map's caption has beside its legend, is one caption.
fn holds_several(survey: &Survey<'_, '_>, node: NodeRef<'_, '_>) -> bool {
    let mut within_to = node.id;
    let (mut n_within, mut n_letters) = (0, 0);
    for inner in node.descendants().take(WITHIN_MAX) {
        let names = survey.names(inner);
        let is_caption = names.holds == Some(Holds::Caption) && !names.is_control && survey.n_letters(inner) > 0;
        // What names a part of the caption, such as its text beside its title, stands in one line with it.
        if inner.id >= within_to && is_caption && matches!(inner.name(), "p" | "div" | "li" | "figcaption" | "dd") {
            within_to = inner.end();
            n_within += 1;
            n_letters += survey.n_letters(inner);
        }
    }
    n_within > 1 && n_letters == survey.n_letters(node)
}
