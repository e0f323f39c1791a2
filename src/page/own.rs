//! Pages that Cutline wrote: what stands where is known, so that nothing is guessed and every caption is read as it was
//! written, one word or many, alike or not.

use crate::markup::{GENERATOR, NO_DESCRIPTION};
use crate::page::Figure;
use crate::page::figures::{FIGURES_MAX, alt_text};
use crate::page::heading::meta;
use crate::page::picture::{self, Addresses};
use crate::page::tree::{NodeId, NodeRef, Tree};

/// How the elements of our photos are called, before their number.
const PHOTO_IDS: [&str; 2] = ["photo-", "grid-"];

/// The figures of a page, if it is one of ours.
pub(crate) fn figures(tree: &Tree<'_>) -> Option<Vec<Figure>> {
    if meta(tree, "generator").as_deref() != Some(GENERATOR) {
        return None;
    }
    // Our photos do not lie within each other: each text is read once.
    let mut read_to = NodeId::default();
    let mut is_next = |node: &NodeRef<'_, '_>| {
        let is_next = node.id >= read_to && is_photo(*node);
        if is_next {
            read_to = node.end();
        }
        is_next
    };
    let figures: Vec<Figure> = tree.nodes().filter(|node| is_next(node)).take(FIGURES_MAX).map(figure).collect();
    // A comparison is a page of ours as well.
    (!figures.is_empty()).then_some(figures)
}

fn is_photo(node: NodeRef<'_, '_>) -> bool {
    let is_numbered = |id: &str| {
        let number = PHOTO_IDS.iter().find_map(|before| id.strip_prefix(before));
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    };
    node.is("li") && node.attribute("id").is_some_and(is_numbered)
}

fn figure(item: NodeRef<'_, '_>) -> Figure {
    let text_of = |name: &str, class: Option<&str>| {
        let is_it = |node: &NodeRef<'_, '_>| node.is(name) && (class.is_none() || node.attribute("class") == class);
        item.descendants().find(is_it).map(words).filter(|text| !text.is_empty())
    };
    let pictures = || item.descendants().filter(|node| node.is("img"));
    // The large one is the last.
    let Addresses { best, others } = pictures().last().map(picture::addresses).unwrap_or_default();
    let caption = text_of("p", Some("caption"));
    Figure {
        text: caption.clone().unwrap_or_default(),
        caption,
        headline: text_of("h2", None),
        alt_text: pictures().last().and_then(alt_text).filter(|text| text != NO_DESCRIPTION),
        credit: text_of("li", Some("credit")),
        date: text_of("li", Some("date")),
        // A page that holds its pictures has no address for them.
        picture: best.filter(|address| !address.starts_with("data:")),
        other_addresses: others,
    }
}

/// The text of an element as it was written.
fn words(node: NodeRef<'_, '_>) -> String {
    node.descendants().filter_map(NodeRef::text).collect()
}

#[cfg(test)]
mod tests {
    use crate::markup::GENERATOR;

    #[test]
    fn photos_that_lie_within_each_other_are_read_once() {
        let nested: String = (1..=250).map(|n| format!("<ul><li id=photo-{n}>")).collect();
        let page = format!("<meta name=generator content=\"{GENERATOR}\">{nested}<p class=caption>A man waves.</p>");
        let read = crate::page::read(page.as_bytes());
        let captions: Vec<_> = read.figures.iter().map(|figure| figure.text.as_str()).collect();
        assert_eq!(captions, ["A man waves."]);
    }
}
