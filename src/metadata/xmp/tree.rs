//! A property of XMP as a small tree, whichever of its many ways RDF was used to write it: attributes or elements, with
//! `rdf:Description`, `rdf:parseType="Resource"` or `rdf:value`, in a Bag, Seq or Alt. Only what is wanted is kept.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use thiserror::Error;

use crate::metadata::xmp::namespace::Namespace;
use crate::metadata::xmp::references::{referred, unescaped};

/// The deepest nesting that is followed: what is deeper is walked by nobody’s stack.
const DEPTH_MAX: usize = 100;
/// The most attributes of an element: each is compared with those before it.
const ATTRIBUTES_MAX: usize = 1_000;
/// The most namespaces declared at a time: 30 are usual, and each is compared with every prefix.
const NAMESPACES_MAX: usize = 128;
/// The most nodes that are kept of a packet: 500 keywords are usual at most.
const NODES_MAX: usize = 20_000;

/// A property, a field of a structure, or an item of an array.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// The namespace of its name.
    pub namespace: Namespace,
    /// The rest of its name; `li` for an item.
    pub name: String,
    /// Its text; what stands between the children of a structure or array is none.
    pub text: String,
    /// The language it is in, by `xml:lang`.
    pub language: Option<String>,
    /// Fields or items.
    pub children: Vec<Node>,
}

/// Why a packet was not read to its end.
#[derive(Debug, Error)]
pub(super) enum XmpError {
    /// It is not XML.
    #[error("it is not well-formed: {0}")]
    Form(#[from] quick_xml::Error),
    /// It is not XML.
    #[error("it is not well-formed: {0}")]
    Attribute(#[from] quick_xml::events::attributes::AttrError),
    /// It ends within an element.
    #[error("it ends too early")]
    End,
    /// It declares a document type, which XMP never does and attacks do.
    #[error("it declares a document type")]
    DocType,
    /// It is nested deeper than any photo's.
    #[error("it is nested more than {DEPTH_MAX} deep")]
    Depth,
    /// It has an element with more attributes than any photo's.
    #[error("an element has more than {ATTRIBUTES_MAX} attributes")]
    Attributes,
    /// It declares more namespaces than any photo's.
    #[error("more than {NAMESPACES_MAX} namespaces are declared at a time")]
    Namespaces,
    /// It states more than can be kept.
    #[error("it states more than {NODES_MAX} values")]
    Nodes,
}

impl Node {
    fn new(namespace: Namespace, name: &str) -> Self {
        Self { namespace, name: name.to_owned(), text: String::new(), language: None, children: Vec::new() }
    }

    /// Whether it is an array of items.
    pub(super) fn is_array(&self) -> bool {
        self.children.iter().any(|child| child.namespace == Namespace::Rdf && child.name == "li")
    }

    /// A field of a structure.
    pub(super) fn field(&self, namespace: Namespace, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.namespace == namespace && child.name == name)
    }
}

/// Reads the wanted properties of a packet, in order; what stands before an error is kept.
pub(super) fn read(packet: &str, wanted: fn(Namespace, &str) -> bool) -> (Vec<Node>, Option<XmpError>) {
    let mut reader = Reader::from_str(packet);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut parser =
        Parser { reader, wanted, namespaces: Vec::new(), depth: 0, n_nodes: 0, found: Vec::new(), failure: None };
    parser.packet();
    (parser.found, parser.failure)
}

struct Parser<'a> {
    reader: Reader<&'a [u8]>,
    wanted: fn(Namespace, &str) -> bool,
    /// Declared prefixes, what they stand for, and how deep they were declared; the innermost last.
    namespaces: Vec<(String, Namespace, usize)>,
    depth: usize,
    n_nodes: usize,
    found: Vec<Node>,
    /// Why nothing more is read: from then on every element ends.
    failure: Option<XmpError>,
}

/// An element that begins.
struct Element<'a> {
    start: BytesStart<'a>,
    namespace: Namespace,
    is_empty: bool,
}

/// What comes next inside an element.
enum Next<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
    End,
}

impl<'a> Parser<'a> {
    /// Everything up to the end of `rdf:RDF`, wherever that stands.
    fn packet(&mut self) {
        loop {
            match self.next() {
                Next::Element(element) if element.is(Namespace::Rdf, "RDF") => {
                    if !element.is_empty {
                        self.descriptions();
                    }
                    return;
                }
                // Whatever is wrapped around it stays open.
                Next::Element(element) if !element.is_empty => {}
                Next::Element(_) => self.leave(),
                Next::Text(_) => {}
                Next::End if self.depth > 0 && self.failure.is_none() => self.leave(),
                Next::End => return,
            }
        }
    }

    /// What is said about the photo: any number of `rdf:Description`, or elements in their place.
    fn descriptions(&mut self) {
        loop {
            match self.next() {
                Next::Element(element) => {
                    let properties = self.attributes(&element, None);
                    self.found.extend(properties);
                    if !element.is_empty {
                        self.properties();
                    }
                    self.leave();
                }
                Next::Text(_) => {}
                Next::End => return,
            }
        }
    }

    /// The properties inside a description.
    fn properties(&mut self) {
        loop {
            match self.next() {
                Next::Element(element) => {
                    if (self.wanted)(element.namespace, element.start.local_name().into_inner()) {
                        let node = self.node(&element);
                        self.found.push(node);
                    } else if !element.is_empty {
                        self.skip();
                    }
                    self.leave();
                }
                Next::Text(_) => {}
                Next::End => return,
            }
        }
    }

    /// A property, field or item, whichever way it is written.
    fn node(&mut self, element: &Element<'_>) -> Node {
        self.count_node();
        let mut node = Node::new(element.namespace, element.start.local_name().into_inner());
        node.children = self.attributes(element, Some(&mut node));
        if !element.is_empty {
            self.content(&mut node);
        }
        if !node.children.is_empty() && node.text.trim().is_empty() {
            node.text.clear();
        }
        node
    }

    /// What stands inside a property: text, a value with qualifiers, the fields of a structure, the items of an array.
    fn content(&mut self, node: &mut Node) {
        loop {
            match self.next() {
                Next::Text(text) => node.text.push_str(&text),
                Next::End => return,
                Next::Element(element) => {
                    match (element.namespace, element.start.local_name().into_inner()) {
                        (Namespace::Rdf, "Bag" | "Seq" | "Alt" | "Description") => {
                            let fields = self.attributes(&element, Some(node));
                            node.children.extend(fields);
                            if !element.is_empty {
                                self.content(node);
                            }
                        }
                        (Namespace::Rdf, "value") => {
                            let value = self.node(&element);
                            node.language = value.language.or(node.language.take());
                            node.text = value.text;
                            node.children.extend(value.children);
                        }
                        _ => {
                            let child = self.node(&element);
                            node.children.push(child);
                        }
                    }
                    self.leave();
                }
            }
        }
    }

    /// Attributes: those of RDF and XML say something about the node, others are properties or fields themselves.
    fn attributes(&mut self, element: &Element<'_>, mut node: Option<&mut Node>) -> Vec<Node> {
        let mut fields = Vec::new();
        for attribute in element.start.attributes().with_checks(false).flatten() {
            let (name, prefix) = attribute.key.decompose();
            let (name, prefix) = (name.into_inner(), prefix.map_or("", |prefix| prefix.into_inner()));
            // An attribute without a prefix is in no namespace.
            if matches!(prefix, "" | "xmlns") {
                continue;
            }
            match (self.namespace(prefix), name, node.as_deref_mut()) {
                (Namespace::Xml, "lang", Some(node)) => node.language = Some(unescaped(&attribute.value).into_owned()),
                (Namespace::Rdf, "resource" | "value", Some(node)) => {
                    node.text = unescaped(&attribute.value).into_owned();
                }
                (Namespace::Xml | Namespace::Rdf, ..) => {}
                (namespace, name, node) => {
                    if node.is_some() || (self.wanted)(namespace, name) {
                        self.count_node();
                        let text = unescaped(&attribute.value).into_owned();
                        fields.push(Node { text, ..Node::new(namespace, name) });
                    }
                }
            }
        }
        fields
    }

    /// Passes over what is inside an element.
    fn skip(&mut self) {
        let mut n_open = 1_usize;
        while n_open > 0 {
            match self.reader.read_event() {
                Ok(Event::Start(_)) => n_open += 1,
                Ok(Event::End(_)) => n_open -= 1,
                Ok(Event::Eof) => return self.fail(XmpError::End),
                Ok(Event::DocType(_)) => return self.fail(XmpError::DocType),
                Err(error) => return self.fail(error.into()),
                Ok(
                    Event::Empty(_)
                    | Event::Text(_)
                    | Event::CData(_)
                    | Event::Comment(_)
                    | Event::Decl(_)
                    | Event::PI(_)
                    | Event::GeneralRef(_),
                ) => {}
            }
        }
    }

    /// The next element, text or end; after an element, `leave` must follow.
    fn next(&mut self) -> Next<'a> {
        while self.failure.is_none() {
            let (start, is_empty) = match self.reader.read_event() {
                Ok(Event::Start(start)) => (start, false),
                Ok(Event::Empty(start)) => (start, true),
                Ok(Event::End(_)) => return Next::End,
                Ok(Event::Text(text)) => return Next::Text(text.into_inner()),
                Ok(Event::CData(text)) => return Next::Text(text.into_inner()),
                Ok(Event::GeneralRef(reference)) => return Next::Text(Cow::Owned(referred(&reference))),
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => continue,
                Ok(Event::Eof) if self.depth == 0 => return Next::End,
                Ok(Event::Eof) => {
                    self.fail(XmpError::End);
                    break;
                }
                Ok(Event::DocType(_)) => {
                    self.fail(XmpError::DocType);
                    break;
                }
                Err(error) => {
                    self.fail(error.into());
                    break;
                }
            };
            self.declare(&start);
            let namespace = self.namespace(start.name().prefix().map_or("", |prefix| prefix.into_inner()));
            return Next::Element(Element { start, namespace, is_empty });
        }
        Next::End
    }

    /// Takes in the namespaces that an element declares, so that its names can be told.
    fn declare(&mut self, start: &BytesStart<'_>) {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            self.fail(XmpError::Depth);
        }
        for (n, attribute) in start.attributes().with_checks(false).enumerate() {
            if n == ATTRIBUTES_MAX {
                return self.fail(XmpError::Attributes);
            }
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => return self.fail(error.into()),
            };
            let (name, prefix) = attribute.key.decompose();
            let declared = match (prefix.map(|prefix| prefix.into_inner()), name.into_inner()) {
                (Some("xmlns"), name) => name,
                (None, "xmlns") => "",
                _ => continue,
            };
            if self.namespaces.len() == NAMESPACES_MAX {
                return self.fail(XmpError::Namespaces);
            }
            self.namespaces.push((declared.to_owned(), Namespace::of(&attribute.value), self.depth));
        }
    }

    /// Forgets the declarations of the element that ends.
    fn leave(&mut self) {
        while self.namespaces.last().is_some_and(|(_, _, depth)| *depth == self.depth) {
            self.namespaces.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn namespace(&self, prefix: &str) -> Namespace {
        if prefix == "xml" {
            return Namespace::Xml;
        }
        let declared = self.namespaces.iter().rev().find(|(known, ..)| known == prefix);
        declared.map_or(Namespace::Other, |(_, namespace, _)| *namespace)
    }

    fn count_node(&mut self) {
        self.n_nodes += 1;
        if self.n_nodes > NODES_MAX {
            self.fail(XmpError::Nodes);
        }
    }

    /// Reads nothing more; the first reason is the one that is told.
    fn fail(&mut self, error: XmpError) {
        self.failure.get_or_insert(error);
    }
}

impl Element<'_> {
    fn is(&self, namespace: Namespace, name: &str) -> bool {
        self.namespace == namespace && self.start.local_name().into_inner() == name
    }
}
