//! A page looked over once: what every element is called, where the pictures are, where the words, and which parts are
//! beside the article. What is asked again and again afterwards costs a step or two here.

use std::ops::Range;

use crate::page::names::{NameReader, Names};
use crate::page::picture::{self, Standing};
use crate::page::tree::{NodeId, NodeRef, Tree};

/// A part of the page called an aside holds less than this share of the page's words, in percent: a page whose whole body
/// is called "has-sidebar" is no aside.
const ASIDE_MAX_PERCENT: usize = 40;
/// The words of parts that are never seen.
const UNSEEN: [&str; 7] = ["noscript", "script", "select", "style", "svg", "textarea", "title"];

/// A page that was looked over.
pub(crate) struct Survey<'t, 'a> {
    /// The page.
    pub tree: &'t Tree<'a>,
    names: Vec<Names>,
    pictures: Vec<(NodeId, Standing)>,
    /// The pictures that are no ornaments.
    captionable: Vec<NodeId>,
    /// The pictures that are nothing else.
    full: Vec<NodeId>,
    /// The letters before each node.
    n_letters_before: Vec<u32>,
    asides: Vec<Range<NodeId>>,
}

impl<'t, 'a> Survey<'t, 'a> {
    /// Looks a page over.
    pub(crate) fn of(tree: &'t Tree<'a>) -> Self {
        let mut reader = NameReader::default();
        let names: Vec<Names> = tree.nodes().map(|node| reader.read(node)).collect();
        let mut survey = Self {
            tree,
            names,
            pictures: Vec::new(),
            captionable: Vec::new(),
            full: Vec::new(),
            n_letters_before: n_letters_before(tree),
            asides: Vec::new(),
        };
        for node in tree.nodes() {
            let Some(standing) = picture::standing(node, &survey.picture_names(node)) else { continue };
            survey.pictures.push((node.id, standing));
            match standing {
                Standing::Full => {
                    survey.captionable.push(node.id);
                    survey.full.push(node.id);
                }
                Standing::Fallback | Standing::StandIn => survey.captionable.push(node.id),
                Standing::Ornament => {}
            }
        }
        survey.asides = survey.find_asides();
        survey
    }

    /// What an element is called.
    pub(crate) fn names(&self, node: NodeRef<'_, '_>) -> Names {
        self.names.get(node.id.index()).copied().unwrap_or_default()
    }

    /// What a picture is called, by itself and by what holds nothing else.
    fn picture_names(&self, node: NodeRef<'_, '_>) -> Names {
        const LEVELS: usize = 2;
        let around = node.ancestors().take(LEVELS).take_while(|node| self.n_letters(*node) == 0);
        let is_ornament = self.names(node).is_ornament || around.into_iter().any(|node| self.names(node).is_ornament);
        Names { is_ornament, ..self.names(node) }
    }

    /// The letters within a node, as far as they are seen.
    pub(crate) fn n_letters(&self, node: NodeRef<'_, '_>) -> usize {
        self.n_letters_between(node.id, node.end())
    }

    /// The letters between two nodes.
    pub(crate) fn n_letters_between(&self, start: NodeId, end: NodeId) -> usize {
        let before = |id: NodeId| self.n_letters_before.get(id.index()).copied().unwrap_or_default();
        usize::try_from(before(end).saturating_sub(before(start))).unwrap_or_default()
    }

    /// The pictures within a node, in the order of the page, and how likely they are captioned.
    pub(crate) fn pictures(&self, node: NodeRef<'_, '_>) -> &[(NodeId, Standing)] {
        self.pictures_between(node.id, node.end())
    }

    /// The pictures between two nodes.
    pub(crate) fn pictures_between(&self, start: NodeId, end: NodeId) -> &[(NodeId, Standing)] {
        let at = |id: NodeId| self.pictures.partition_point(|(picture, _)| *picture < id);
        self.pictures.get(at(start)..at(end)).unwrap_or_default()
    }

    /// Whether a node holds a picture that is no ornament.
    pub(crate) fn has_picture(&self, node: NodeRef<'_, '_>) -> bool {
        n_within(&self.captionable, node) > 0
    }

    /// How many pictures a node holds that are neither ornaments nor stand-ins.
    pub(crate) fn n_full(&self, node: NodeRef<'_, '_>) -> usize {
        n_within(&self.full, node)
    }

    /// Whether a node holds one picture: it may be there once more for readers without scripts.
    pub(crate) fn holds_one_picture(&self, node: NodeRef<'_, '_>) -> bool {
        self.n_full(node) <= 1 && n_within(&self.captionable, node) <= 2
    }

    /// Whether a node stands beside the article.
    pub(crate) fn is_aside(&self, id: NodeId) -> bool {
        let at = self.asides.partition_point(|aside| aside.start <= id);
        at.checked_sub(1).and_then(|at| self.asides.get(at)).is_some_and(|aside| aside.contains(&id))
    }

    /// The element with the article: the `article` with the most words, or `main`, or the whole page.
    pub(crate) fn article(&self) -> Option<NodeRef<'t, 'a>> {
        let seen = || self.tree.nodes().filter(|node| !self.is_aside(node.id));
        let largest = |name: &str| seen().filter(|node| node.is(name)).max_by_key(|node| self.n_letters(*node));
        let main = || seen().find(|node| node.is("main") || node.attribute("role") == Some("main"));
        largest("article").or_else(main).or_else(|| self.tree.root())
    }

    fn find_asides(&self) -> Vec<Range<NodeId>> {
        let mut asides: Vec<Range<NodeId>> = Vec::new();
        let Some(root) = self.tree.root() else { return asides };
        let n_letters_max = self.n_letters(root) * ASIDE_MAX_PERCENT / 100;
        for node in self.tree.nodes() {
            let is_within = asides.last().is_some_and(|aside| aside.contains(&node.id));
            if is_within || !self.is_called_aside(node) {
                continue;
            }
            // What is never seen is aside however much it holds.
            if node.is("template") || node.is("dialog") || self.n_letters(node) <= n_letters_max {
                asides.push(node.id..node.end());
            }
        }
        asides
    }

    fn is_called_aside(&self, node: NodeRef<'_, '_>) -> bool {
        let in_article = || node.ancestors().any(|ancestor| matches!(ancestor.name(), "article" | "main"));
        match node.name() {
            "" | "html" | "body" | "main" | "figure" | "figcaption" | "img" | "a" => false,
            "nav" => true,
            "template" => node.attribute("shadowrootmode").is_none(),
            "aside" | "footer" if !in_article() => true,
            _ => {
                let role = node.attribute("role").unwrap_or_default();
                let is_toolbar = node.attribute("id").is_some_and(|id| id.starts_with("wm-ipp") || id == "donato");
                self.names(node).is_aside || is_toolbar || matches!(role, "navigation" | "contentinfo" | "banner")
            }
        }
    }
}

/// How many of these nodes, which are in order, another holds.
fn n_within(ids: &[NodeId], node: NodeRef<'_, '_>) -> usize {
    ids.partition_point(|id| *id < node.end()) - ids.partition_point(|id| *id < node.id)
}

fn n_letters_before(tree: &Tree<'_>) -> Vec<u32> {
    let mut before = Vec::new();
    let mut n_letters: u32 = 0;
    let mut unseen_end = None;
    for node in tree.nodes() {
        before.push(n_letters);
        if unseen_end.is_some_and(|end| node.id < end) {
            continue;
        }
        if UNSEEN.contains(&node.name()) {
            unseen_end = Some(node.end());
        }
        let n = node.text().map_or(0, |text| text.chars().filter(|c| c.is_alphanumeric()).count());
        n_letters = n_letters.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
    }
    before.push(n_letters);
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tree;

    fn named<'t, 'a>(tree: &'t Tree<'a>, name: &str) -> NodeRef<'t, 'a> {
        tree.nodes().find(|node| node.is(name)).unwrap()
    }

    #[test]
    fn letters_are_those_that_are_seen() {
        let tree = tree::read("<p>ab c<b>d2</b></p><script>xyz</script><div>é</div>");
        let survey = Survey::of(&tree);
        assert_eq!(survey.n_letters(named(&tree, "p")), 5);
        assert_eq!(survey.n_letters(tree.root().unwrap()), 6);
        assert_eq!(survey.n_letters(named(&tree, "script")), 0);
    }

    #[test]
    fn pictures_are_found_within_elements() {
        let tree = tree::read("<div><img src=a.jpg></div><p><img src=b.jpg><img width=16 height=16 src=c.png></p>");
        let survey = Survey::of(&tree);
        assert_eq!(survey.pictures(named(&tree, "div")).len(), 1);
        assert_eq!(survey.pictures(named(&tree, "p")).len(), 2);
        assert!(survey.has_picture(named(&tree, "p")));
    }

    #[test]
    fn parts_beside_the_article_are_known() {
        let long = "words ".repeat(40);
        let html = format!(
            "<body class=has-sidebar><nav><i>n</i></nav><article><footer><b>f</b></footer><p>{long}</p></article>\
             <div class=related-links><u>r</u></div><footer><s>f</s></footer></body>"
        );
        let tree = tree::read(&html);
        let survey = Survey::of(&tree);
        for (name, is_aside) in [("i", true), ("b", false), ("p", false), ("u", true), ("s", true)] {
            assert_eq!(survey.is_aside(named(&tree, name).id), is_aside, "{name}");
        }
        assert_eq!(survey.article().map(|node| node.name()), Some("article"));
    }
}
