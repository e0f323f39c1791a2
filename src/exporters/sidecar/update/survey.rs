//! What a sidecar that will be changed states, and where: the bytes of every property of its descriptions, and the place
//! where more can be added.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::exporters::sidecar::property::RDF;
use crate::exporters::sidecar::update::UpdateError;

/// How deep elements may nest, and how many there may be, in a sidecar that is changed.
const DEPTH_MAX: usize = 128;
const EVENTS_MAX: usize = 2_000_000;

/// A property as a sidecar states it.
#[derive(Debug)]
pub(super) struct Stated {
    /// All its bytes, or those of the attribute with the space before it.
    pub range: Range<usize>,
    pub value: Found,
    /// Whether it is an attribute.
    pub is_attribute: bool,
}

/// A value as it is found, in whatever shape.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Found {
    /// Texts with their languages, if they state one.
    pub texts: Vec<(Option<String>, String)>,
    /// Whether there is more to it than texts.
    pub is_structure: bool,
}

/// A property that is being read.
struct OpenProperty {
    key: (String, String),
    start: usize,
    found: Found,
    /// The language of the item that is being read.
    language: Option<String>,
    /// Whether a text of it has begun.
    is_text: bool,
}

/// What a sidecar holds.
#[derive(Default)]
pub(super) struct Survey {
    pub stated: BTreeMap<(String, String), Vec<Stated>>,
    /// Where properties can be added: before the end of the first description; or, where it ends as it begins, the place
    /// of its `/` and its name.
    pub end: Option<End>,
    /// The prefixes in force there, and the addresses they stand for.
    pub prefixes: BTreeMap<String, String>,
}

pub(super) enum End {
    Before(usize),
    Slash { at: usize, name: String },
}

/// Reads a sidecar for its properties.
pub(super) fn survey(there: &str) -> Result<Survey, UpdateError> {
    let damaged = |error: &dyn std::fmt::Display| UpdateError::Damaged(error.to_string());
    let mut reader = NsReader::from_str(there);
    let mut survey = Survey::default();
    // How deep the reader is, in descriptions' terms: 0 outside, 1 in a description, more in its properties.
    let (mut depth, mut description) = (0_usize, None::<usize>);
    let mut open: Option<OpenProperty> = None;
    for _ in 0..EVENTS_MAX {
        let start = position(&reader);
        let event = reader.read_event().map_err(|error| damaged(&error))?;
        let end = position(&reader);
        if let Event::Start(element) | Event::Empty(element) = &event {
            check(&reader, element).map_err(|why| damaged(&why))?;
        }
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(damaged(&"elements nest too deep"));
                }
                if description.is_none() && is_description(&reader, &element) {
                    description = Some(depth);
                    take_attributes(&reader, &element, start, there, &mut survey);
                    take_prefixes(&reader, &mut survey);
                } else if description.is_some_and(|level| depth == level + 1) {
                    open = Some(OpenProperty {
                        key: key(&reader, &element),
                        start,
                        found: Found::default(),
                        language: None,
                        is_text: false,
                    });
                } else if let Some(OpenProperty { found, language, is_text, .. }) = &mut open {
                    enter(&reader, &element, found, language, is_text);
                }
            }
            Event::Empty(element) => {
                if description.is_none() && is_description(&reader, &element) {
                    take_attributes(&reader, &element, start, there, &mut survey);
                    if survey.end.is_none() {
                        take_prefixes(&reader, &mut survey);
                        let name = element.name().into_inner().to_owned();
                        survey.end = Some(End::Slash { at: end.saturating_sub(2), name });
                    }
                } else if description.is_some_and(|level| depth == level) {
                    let value = Found { texts: Vec::new(), is_structure: element.attributes().next().is_some() };
                    let range = start..end;
                    survey.stated.entry(key(&reader, &element)).or_default().push(Stated {
                        range,
                        value,
                        is_attribute: false,
                    });
                } else if let Some(OpenProperty { found, .. }) = &mut open {
                    found.texts.push((None, String::new()));
                    found.is_structure |= element
                        .attributes()
                        .any(|attribute| attribute.is_ok_and(|attribute| attribute.key.into_inner() != "xml:lang"));
                }
            }
            Event::Text(text) => {
                if let Some(OpenProperty { found, language, is_text, .. }) = &mut open {
                    append(found, language, is_text, &text.xml10_content());
                }
            }
            Event::CData(text) => {
                if let Some(OpenProperty { found, language, is_text, .. }) = &mut open {
                    append(found, language, is_text, &text.xml10_content());
                }
            }
            Event::GeneralRef(name) => {
                if let Some(OpenProperty { found, language, is_text, .. }) = &mut open {
                    let character = name.resolve_char_ref().map_err(|error| damaged(&error))?;
                    let name = name.xml10_content();
                    let text = match character {
                        Some(c) => c.to_string(),
                        None => quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned(),
                    };
                    append(found, language, is_text, &text);
                }
            }
            Event::End(_) => {
                if description == Some(depth) {
                    description = None;
                    survey.end = survey.end.or(Some(End::Before(line_start(there, start))));
                } else if description.is_some_and(|level| depth == level + 1) {
                    if let Some(OpenProperty { key, start: from, mut found, .. }) = open.take() {
                        // Space between the items of a list is no text of its own.
                        let has_items = found.texts.iter().any(|(_, text)| !text.trim().is_empty());
                        found.texts.retain(|(_, text)| !has_items || !text.trim().is_empty());
                        let range = from..end;
                        survey.stated.entry(key).or_default().push(Stated { range, value: found, is_attribute: false });
                    }
                } else if let Some(OpenProperty { language, is_text, .. }) = &mut open {
                    (*language, *is_text) = (None, false);
                }
                depth = depth.saturating_sub(1);
            }
            Event::Eof => return Ok(survey),
            // XMP never declares a document type, and attacks do.
            Event::DocType(_) => return Err(damaged(&"it declares a document type")),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    Err(damaged(&"it has too many elements"))
}

fn position(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// An element within a property: an item of a list begins a text, and anything that is no list makes it a structure.
fn enter(
    reader: &NsReader<&[u8]>,
    element: &BytesStart<'_>,
    found: &mut Found,
    language: &mut Option<String>,
    is_text: &mut bool,
) {
    let (namespace, name) = key(reader, element);
    let is_list = namespace == RDF && matches!(name.as_str(), "Bag" | "Seq" | "Alt" | "li");
    let mut other_attributes = false;
    *language = None;
    for attribute in element.attributes().flatten() {
        match attribute.key.into_inner() {
            "xml:lang" => {
                *language = attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|text| text.into_owned())
            }
            _ => other_attributes = true,
        }
    }
    found.is_structure |= !is_list || other_attributes;
    *is_text = false;
}

fn append(found: &mut Found, language: &mut Option<String>, is_text: &mut bool, text: &str) {
    match found.texts.last_mut().filter(|_| *is_text) {
        Some((_, last)) => last.push_str(text),
        None => {
            found.texts.push((language.take(), text.to_owned()));
            *is_text = true;
        }
    }
}

/// An element can be changed only where its attributes are whole, and where it is said what the prefixes in it mean.
fn check(reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> Result<(), String> {
    let known = |name: &str, namespace: &ResolveResult<'_>| match namespace {
        ResolveResult::Unknown(_) => Err(format!("the prefix of “{name}” is declared nowhere")),
        ResolveResult::Bound(_) | ResolveResult::Unbound => Ok(()),
    };
    known(element.name().into_inner(), &reader.resolver().resolve_element(element.name()).0)?;
    for attribute in element.attributes() {
        let name = attribute.map_err(|error| error.to_string())?.key;
        known(name.into_inner(), &reader.resolver().resolve_attribute(name).0)?;
    }
    Ok(())
}

/// The address of an element's namespace, and its name.
fn key(reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> (String, String) {
    let (namespace, name) = reader.resolver().resolve_element(element.name());
    (address(&namespace), name.into_inner().to_owned())
}

fn address(namespace: &ResolveResult<'_>) -> String {
    match namespace {
        ResolveResult::Bound(namespace) => namespace.into_inner().to_owned(),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
    }
}

fn is_description(reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> bool {
    let (namespace, name) = key(reader, element);
    namespace == RDF && name == "Description"
}

/// Properties that are written as attributes of their description.
fn take_attributes(reader: &NsReader<&[u8]>, element: &BytesStart<'_>, start: usize, there: &str, survey: &mut Survey) {
    for attribute in element.attributes().flatten() {
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        let written = attribute.key.into_inner();
        if written.starts_with("xmlns") || matches!(namespace, ResolveResult::Unbound) {
            continue;
        }
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else { continue };
        let Some(range) = attribute_range(there, start, written) else { continue };
        let value = Found { texts: vec![(None, value.into_owned())], is_structure: false };
        let key = (address(&namespace), name.into_inner().to_owned());
        survey.stated.entry(key).or_default().push(Stated { range, value, is_attribute: true });
    }
}

/// The bytes of an attribute of the element that starts at a place, with the space before it.
fn attribute_range(there: &str, start: usize, name: &str) -> Option<Range<usize>> {
    let bytes = there.as_bytes();
    let mut at = start;
    // After the element's name come attributes, each a name, a `=` and a quoted value; quotes are skipped as a whole.
    while *bytes.get(at)? != b'>' {
        let space = at;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let name_start = at;
        while bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>')) {
            at += 1;
        }
        let is_it = at > name_start && there.get(name_start..at)? == name && space < name_start;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let quote = *bytes.get(at).filter(|quote| matches!(quote, b'"' | b'\''))?;
        at += 2 + bytes.get(at + 1..)?.iter().position(|byte| *byte == quote)?;
        if is_it {
            return Some(space..at);
        }
    }
    None
}

fn take_prefixes(reader: &NsReader<&[u8]>, survey: &mut Survey) {
    if survey.end.is_some() {
        return;
    }
    survey.prefixes.clear();
    for (prefix, namespace) in reader.resolver().bindings() {
        let prefix = match prefix {
            quick_xml::name::PrefixDeclaration::Named(prefix) => prefix.to_owned(),
            quick_xml::name::PrefixDeclaration::Default => String::new(),
        };
        // With a colon in it, it would name something else.
        if prefix.contains(':') {
            continue;
        }
        survey.prefixes.insert(prefix, namespace.into_inner().to_owned());
    }
}

/// Where the line of a place begins, when only space stands before it there.
fn line_start(there: &str, at: usize) -> usize {
    let before = there.get(..at).unwrap_or_default();
    let trimmed = before.trim_end_matches([' ', '\t']);
    if trimmed.ends_with('\n') { trimmed.len() } else { at }
}
