//! The elements of a page as a tree, in the order in which they stand: what an element holds follows it without a gap, so
//! that a part of the page is a range. Built in one pass; end tags that are missing are put where browsers put them.

mod builder;

use std::borrow::Cow;
use std::ops::Range;

use crate::page::tokenizer::Attribute;

pub(crate) use builder::{Cut, read};

/// The elements and texts of a page.
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
    /// The page's first comments: programs that save pages write the address there.
    pub comments: Vec<&'a str>,
    /// What was left out because it was too much.
    pub cut: Cut,
}

/// The number of a node of a tree, in the order of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

/// A node of a tree.
#[derive(Clone, Copy)]
pub(crate) struct NodeRef<'t, 'a> {
    tree: &'t Tree<'a>,
    node: &'t Node<'a>,
    /// Its number.
    pub id: NodeId,
}

struct Node<'a> {
    parent: NodeId,
    /// The number after that of the last node within.
    end: NodeId,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Element { name: Cow<'a, str>, attributes: Range<usize> },
    Text(Cow<'a, str>),
}

impl<'a> Tree<'a> {
    /// The node that holds all others.
    pub(crate) fn root(&self) -> Option<NodeRef<'_, 'a>> {
        self.node(NodeId(0))
    }

    /// The node of a number.
    pub(crate) fn node(&self, id: NodeId) -> Option<NodeRef<'_, 'a>> {
        self.nodes.get(id.index()).map(|node| NodeRef { tree: self, node, id })
    }

    /// Every node, in the order of the page.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeRef<'_, 'a>> {
        self.range(NodeId(0), NodeId::at(self.nodes.len()))
    }

    fn range(&self, start: NodeId, end: NodeId) -> impl Iterator<Item = NodeRef<'_, 'a>> {
        let nodes = self.nodes.get(start.index()..end.index()).unwrap_or_default();
        nodes.iter().zip(start.0..).map(|(node, number)| NodeRef { tree: self, node, id: NodeId(number) })
    }
}

impl NodeId {
    fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The number after one.
    pub(crate) fn after(id: Self) -> Self {
        Self(id.0.saturating_add(1))
    }

    /// Its place in a list that has an entry for each node.
    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl<'t, 'a> NodeRef<'t, 'a> {
    /// The name of an element in lower case; empty for text.
    pub(crate) fn name(self) -> &'t str {
        match &self.node.kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) => "",
        }
    }

    /// Whether it is an element of that name.
    pub(crate) fn is(self, name: &str) -> bool {
        self.name() == name
    }

    /// The text, where it is text.
    pub(crate) fn text(self) -> Option<&'t str> {
        match &self.node.kind {
            Kind::Element { .. } => None,
            Kind::Text(text) => Some(text),
        }
    }

    /// Every attribute.
    pub(crate) fn attributes(self) -> &'t [Attribute<'a>] {
        match &self.node.kind {
            Kind::Element { attributes, .. } => self.tree.attributes.get(attributes.clone()).unwrap_or_default(),
            Kind::Text(_) => &[],
        }
    }

    /// The value of an attribute; empty where the element has it without a value.
    pub(crate) fn attribute(self, name: &str) -> Option<&'t str> {
        let found = self.attributes().iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name));
        found.map(|attribute| attribute.value.as_ref())
    }

    /// The element that holds it; none for the root.
    pub(crate) fn parent(self) -> Option<Self> {
        self.tree.node(self.node.parent).filter(|parent| parent.id != self.id)
    }

    /// The elements that hold it, from the nearest.
    pub(crate) fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// What it holds, children of children too, in the order of the page.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Self> {
        self.tree.range(NodeId::after(self.id), self.node.end)
    }

    /// What it holds directly.
    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        let tree = self.tree;
        let end = self.node.end;
        let at = move |id: NodeId| (id < end).then(|| tree.node(id)).flatten();
        std::iter::successors(at(NodeId::after(self.id)), move |child| at(child.node.end))
    }

    /// What stands after it in the same element.
    pub(crate) fn next_sibling(self) -> Option<Self> {
        let next = self.tree.node(self.node.end)?;
        (next.node.parent == self.node.parent && next.id != self.id).then_some(next)
    }

    /// The number after that of the last node within.
    pub(crate) fn end(self) -> NodeId {
        self.node.end
    }

    /// Whether a node is this one or stands within it.
    pub(crate) fn holds(self, id: NodeId) -> bool {
        (self.id..self.node.end).contains(&id)
    }
}

#[cfg(test)]
mod tests;
