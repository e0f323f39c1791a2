//! Puts tokens into a tree: what closes what when end tags are missing, and how deep elements may nest.

use std::borrow::Cow;

use crate::page::tokenizer::{Attribute, Token, Tokenizer};
use crate::page::tree::{Kind, Node, NodeId, Tree};

/// How deep elements nest, as in browsers; deeper ones stand side by side in the last. Every search among the elements
/// that are open is no longer than this.
const DEPTH_MAX: usize = 512;
/// The most elements and texts that a page keeps; the largest article known here has 90,000.
const NODES_MAX: usize = 600_000;
/// The comments that are kept, from the beginning.
const COMMENTS_MAX: usize = 8;

/// Elements that hold nothing and have no end tag.
const VOID: [&str; 18] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "link",
    "meta", "param", "source", "track", "wbr",
];
/// Elements that end a paragraph which has no end tag.
const ENDS_PARAGRAPH: [&str; 37] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];
/// Elements out of which nothing but the end tag of a table's part reaches.
const CLOSED_OFF: [&str; 11] =
    ["applet", "body", "button", "caption", "html", "marquee", "object", "table", "td", "template", "th"];
/// Parts of tables, which end by the beginning or the end of their likes.
const TABLE_PARTS: [&str; 7] = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// What was left out of a tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Whether elements nested deeper than they may.
    pub depth: bool,
    /// Whether there were more elements and texts than are kept.
    pub length: bool,
}

/// Reads a page.
pub(crate) fn read(html: &str) -> Tree<'_> {
    let mut builder = Builder::new();
    for token in Tokenizer::new(html) {
        if builder.tree.nodes.len() >= NODES_MAX {
            builder.tree.cut.length = true;
            break;
        }
        builder.add(token);
    }
    builder.close_to(0);
    builder.tree
}

struct Builder<'a> {
    tree: Tree<'a>,
    /// The elements that are open, the root first.
    open: Vec<Open<'a>>,
    /// How many elements are open beyond the greatest depth.
    n_too_deep: usize,
}

/// An element that is open; what the searches ask is kept beside it, because a hostile page makes many of them.
struct Open<'a> {
    id: NodeId,
    name: Cow<'a, str>,
    is_closed_off: bool,
    is_block: bool,
}

/// What a search for an open element does not go beyond.
enum Stops<'s> {
    /// The elements that are closed off.
    ClosedOff,
    /// Elements of these names.
    Names(&'s [&'s str]),
}

impl<'a> Builder<'a> {
    fn new() -> Self {
        let tree = Tree { nodes: Vec::new(), attributes: Vec::new(), comments: Vec::new(), cut: Cut::default() };
        let mut builder = Self { tree, open: Vec::new(), n_too_deep: 0 };
        let root = builder.push(Kind::Element { name: Cow::Borrowed(""), attributes: 0..0 });
        builder.open.push(Open::new(root, Cow::Borrowed("")));
        builder
    }

    fn add(&mut self, token: Token<'a>) {
        match token {
            Token::Text(text) => {
                self.push(Kind::Text(text));
            }
            Token::Comment(comment) => {
                if self.tree.comments.len() < COMMENTS_MAX {
                    self.tree.comments.push(comment);
                }
            }
            Token::Start { name, attributes, self_closing } => self.start(name, attributes, self_closing),
            Token::End(name) => self.end(&name),
        }
    }

    fn start(&mut self, name: Cow<'a, str>, attributes: Vec<Attribute<'a>>, self_closing: bool) {
        let is_document = matches!(name.as_ref(), "html" | "head" | "body");
        if is_document && self.is_open(&name) {
            return;
        }
        self.close_implied(&name);
        let is_drawing = self_closing && (name == "svg" || self.is_open("svg"));
        let is_empty = is_drawing || VOID.contains(&name.as_ref());
        let first = self.tree.attributes.len();
        self.tree.attributes.extend(attributes);
        let element = self.push(Kind::Element { name: name.clone(), attributes: first..self.tree.attributes.len() });
        if is_empty {
            return;
        }
        if self.open.len() < DEPTH_MAX {
            self.open.push(Open::new(element, name));
        } else {
            self.n_too_deep += 1;
            self.tree.cut.depth = true;
        }
    }

    /// Closes what the beginning of an element closes.
    fn close_implied(&mut self, name: &str) {
        const PARTS: [&str; 7] = ["article", "figure", "section", "table", "td", "template", "th"];
        if ENDS_PARAGRAPH.contains(&name) {
            self.close(&["p"], &Stops::ClosedOff);
        }
        match name {
            "body" => self.close(&["head"], &Stops::ClosedOff),
            "li" => self.close(&["li"], &Stops::Names(&[&["ul", "ol", "menu", "dir"], PARTS.as_slice()].concat())),
            "dd" | "dt" => self.close(&["dd", "dt"], &Stops::Names(&[&["dl"], PARTS.as_slice()].concat())),
            "option" => self.close(&["option"], &Stops::ClosedOff),
            "tr" => self.close(&["tr"], &Stops::Names(&["table", "template"])),
            "td" | "th" => self.close(&["td", "th"], &Stops::Names(&["tr", "table", "template"])),
            "thead" | "tbody" | "tfoot" => {
                self.close(&["thead", "tbody", "tfoot", "caption"], &Stops::Names(&["table", "template"]));
            }
            // A link holds no link; one that was never closed ends here, unless it holds more than words.
            "a" => self.close_inline("a"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.n_too_deep > 0 {
            self.n_too_deep -= 1;
        } else if HEADINGS.contains(&name) {
            self.close(&HEADINGS, &Stops::ClosedOff);
        } else if name == "table" {
            self.close(&[name], &Stops::Names(&["template"]));
        } else if TABLE_PARTS.contains(&name) {
            self.close(&[name], &Stops::Names(&["table", "template"]));
        } else if !is_block(name) {
            self.close_inline(name);
        } else if !matches!(name, "html" | "body") {
            self.close(&[name], &Stops::ClosedOff);
        }
    }

    /// Closes the innermost open element of these names, and what is open within it, unless one that stops the search
    /// stands between; an element that is sought stops nothing.
    fn close(&mut self, names: &[&str], stops: &Stops<'_>) {
        for (at, open) in self.open.iter().enumerate().rev() {
            if names.contains(&open.name.as_ref()) {
                self.close_to(at);
                return;
            }
            if stops.hold(open) {
                return;
            }
        }
    }

    /// Closes the innermost open element of the name, if no block is open within it.
    fn close_inline(&mut self, name: &str) {
        let words = self.open.iter().enumerate().rev().take_while(|(_, open)| !open.is_block);
        let found = words.filter(|(_, open)| open.name == name).map(|(at, _)| at).next();
        self.close_to(found.unwrap_or(self.open.len()));
    }

    /// Closes open elements until only so many are left.
    fn close_to(&mut self, n_open: usize) {
        let end = NodeId::at(self.tree.nodes.len());
        for open in self.open.drain(n_open.min(self.open.len())..) {
            if let Some(node) = self.tree.nodes.get_mut(open.id.index()) {
                node.end = end;
            }
        }
    }

    fn is_open(&self, name: &str) -> bool {
        self.open.iter().any(|open| open.name == name)
    }

    fn push(&mut self, kind: Kind<'a>) -> NodeId {
        let id = NodeId::at(self.tree.nodes.len());
        let parent = self.open.last().map_or(id, |open| open.id);
        let end = NodeId::at(self.tree.nodes.len() + 1);
        self.tree.nodes.push(Node { parent, end, kind });
        id
    }
}

impl<'a> Open<'a> {
    fn new(id: NodeId, name: Cow<'a, str>) -> Self {
        let (is_closed_off, is_block) = (CLOSED_OFF.contains(&name.as_ref()), is_block(&name));
        Self { id, name, is_closed_off, is_block }
    }
}

impl Stops<'_> {
    fn hold(&self, open: &Open<'_>) -> bool {
        match self {
            Self::ClosedOff => open.is_closed_off,
            Self::Names(names) => names.contains(&open.name.as_ref()),
        }
    }
}

/// Whether an element is more than a stretch of words: the end tag of such a stretch does not reach out of it.
fn is_block(name: &str) -> bool {
    ENDS_PARAGRAPH.contains(&name)
        || CLOSED_OFF.contains(&name)
        || TABLE_PARTS.contains(&name)
        || matches!(name, "head" | "iframe" | "noscript" | "search" | "select" | "")
}
