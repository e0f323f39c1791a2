//! Writes sidecars, and changes those that are there: the bytes of a property that differs give way to those of the new
//! one, a property that is missing is added at the end of the first description, and nothing else is touched.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use thiserror::Error;

use crate::exporters::sidecar::property::{Namespace, Property, RDF, Value, places_namespace};

/// How deep elements may nest, and how many there may be, in a sidecar that is changed.
const DEPTH_MAX: usize = 128;
const EVENTS_MAX: usize = 2_000_000;

/// Why a sidecar is not changed; it stays as it is.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum UpdateError {
    /// It cannot be read to its end.
    #[error("its sidecar is not well-formed: {0}")]
    Damaged(String),
    /// There is no place for properties.
    #[error("its sidecar holds no description of a photo")]
    NoDescription,
}

/// A property as a sidecar states it.
#[derive(Debug)]
struct Stated {
    /// All its bytes, or those of the attribute with the space before it.
    range: Range<usize>,
    value: Found,
    /// Whether it is an attribute.
    is_attribute: bool,
}

/// A value as it is found, in whatever shape.
#[derive(Debug, Default, PartialEq)]
struct Found {
    /// Texts with their languages, if they state one.
    texts: Vec<(Option<String>, String)>,
    /// Whether there is more to it than texts.
    is_structure: bool,
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
struct Survey {
    stated: BTreeMap<(String, String), Vec<Stated>>,
    /// Where properties can be added: before the end of the first description; or, where it ends as it begins, the place
    /// of its `/` and its name.
    end: Option<End>,
    /// The prefixes in force there, and the addresses they stand for.
    prefixes: BTreeMap<String, String>,
}

enum End {
    Before(usize),
    Slash { at: usize, name: String },
}

/// A new sidecar.
pub(super) fn new(properties: &[Property]) -> String {
    let mut namespaces: BTreeMap<&str, &str> = BTreeMap::new();
    for property in properties {
        namespaces.insert(property.namespace.0, property.namespace.1);
        if matches!(property.value, Value::Places(_)) {
            namespaces.insert(places_namespace().0, places_namespace().1);
        }
    }
    let mut text = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n \
         <rdf:RDF xmlns:rdf=\"{RDF}\">\n  <rdf:Description rdf:about=\"\""
    );
    for (prefix, address) in namespaces {
        text.push_str(&format!("\n    xmlns:{prefix}=\"{address}\""));
    }
    text.push_str(">\n");
    for property in properties {
        text.push_str(&element(property, property.namespace.0, "", "rdf", property.namespace.0));
    }
    text.push_str("  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
    text
}

/// A sidecar with properties as they should be; none when it says all of them already.
pub(super) fn updated(there: &str, properties: &[Property]) -> Result<Option<String>, UpdateError> {
    let survey = survey(there)?;
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    for property in properties {
        let key = (property.namespace.1.to_owned(), property.name.to_owned());
        let stated = survey.stated.get(&key).map_or(&[][..], Vec::as_slice);
        if stated.iter().any(|stated| says(&stated.value, &property.value)) {
            continue;
        }
        // A structure that says more than we could is left alone.
        if stated.iter().any(|stated| stated.value.is_structure && !matches!(property.value, Value::Places(_))) {
            continue;
        }
        changes.extend(stated.iter().map(|stated| (stated.range.clone(), String::new())));
        let kept = stated.first().filter(|stated| !stated.is_attribute);
        let written = written(property, kept.map_or(&[][..], |kept| &kept.value.texts), &survey);
        match (kept, changes.iter_mut().rev().find(|(range, _)| kept.is_some_and(|kept| kept.range == *range))) {
            (Some(_), Some((_, replacement))) => *replacement = written.trim().to_owned(),
            _ => added.push_str(&written),
        }
    }
    if changes.is_empty() && added.is_empty() {
        return Ok(None);
    }
    if !added.is_empty() {
        match survey.end.ok_or(UpdateError::NoDescription)? {
            End::Before(at) => changes.push((at..at, format!("{added}  "))),
            End::Slash { at, name } => changes.push((at..at + 2, format!(">\n{added}  </{name}>"))),
        }
    }
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut text, mut at) = (String::with_capacity(there.len() + added.len()), 0);
    for (range, replacement) in changes {
        text.push_str(there.get(at..range.start).unwrap_or_default());
        text.push_str(&replacement);
        at = range.end;
    }
    text.push_str(there.get(at..).unwrap_or_default());
    Ok(Some(text))
}

/// A property under the prefix that the sidecar has for its namespace, or with one of its own.
fn written(property: &Property, languages: &[(Option<String>, String)], survey: &Survey) -> String {
    let (usual, address) = property.namespace;
    let prefix_of =
        |address: &str| survey.prefixes.iter().find(|(prefix, known)| known.as_str() == address && !prefix.is_empty());
    let mut declared = String::new();
    let mut prefix = |(usual, address): Namespace| match prefix_of(address) {
        Some((prefix, _)) => prefix.clone(),
        None => {
            // The usual prefix may stand for something else there: then it is declared anew for this element.
            if !declared.contains(address) {
                declared.push_str(&format!(" xmlns:{usual}=\"{address}\""));
            }
            usual.to_owned()
        }
    };
    let own = prefix((usual, address));
    let rdf = prefix(("rdf", RDF));
    let places = match property.value {
        Value::Places(_) => prefix(places_namespace()),
        Value::Text(_) | Value::Default(_) | Value::Bag(_) | Value::Seq(_) => String::new(),
    };
    let mut text = element(property, &own, &declared, &rdf, &places);
    // Translations into other languages stay.
    if let Value::Default(_) = property.value {
        let others: String = languages
            .iter()
            .filter_map(|(language, text)| {
                Some((language.as_deref().filter(|language| *language != "x-default")?, text))
            })
            .map(|(language, text)| {
                format!("     <{rdf}:li xml:lang=\"{}\">{}</{rdf}:li>\n", escaped(language), escaped(text))
            })
            .collect();
        text = text.replace(&format!("    </{rdf}:Alt>"), &format!("{others}    </{rdf}:Alt>"));
    }
    text
}

/// A property as an element on lines of its own.
fn element(property: &Property, prefix: &str, declared: &str, rdf: &str, places: &str) -> String {
    let name = format!("{prefix}:{}", property.name);
    let items = |kind: &str, items: String| {
        format!("   <{name}{declared}>\n    <{rdf}:{kind}>\n{items}    </{rdf}:{kind}>\n   </{name}>\n")
    };
    let each = |texts: &[String]| {
        texts.iter().map(|text| format!("     <{rdf}:li>{}</{rdf}:li>\n", escaped(text))).collect::<String>()
    };
    match &property.value {
        Value::Text(text) => format!("   <{name}{declared}>{}</{name}>\n", escaped(text)),
        Value::Default(text) => {
            items("Alt", format!("     <{rdf}:li xml:lang=\"x-default\">{}</{rdf}:li>\n", escaped(text)))
        }
        Value::Bag(texts) => items("Bag", each(texts)),
        Value::Seq(texts) => items("Seq", each(texts)),
        Value::Places(all) => {
            let place = |parts: &Vec<(&str, String)>| {
                let parts: String = parts
                    .iter()
                    .map(|(part, text)| match *part {
                        // An identifier may have several values, and a name several languages.
                        "LocationId" => format!(
                            "      <{places}:{part}><{rdf}:Bag><{rdf}:li>{}</{rdf}:li></{rdf}:Bag></{places}:{part}>\n",
                            escaped(text)
                        ),
                        "LocationName" => format!(
                            "      <{places}:{part}><{rdf}:Alt><{rdf}:li xml:lang=\"x-default\">{}</{rdf}:li></{rdf}:Alt></{places}:{part}>\n",
                            escaped(text)
                        ),
                        part => format!("      <{places}:{part}>{}</{places}:{part}>\n", escaped(text)),
                    })
                    .collect();
                format!("     <{rdf}:li {rdf}:parseType=\"Resource\">\n{parts}     </{rdf}:li>\n")
            };
            items("Bag", all.iter().map(place).collect())
        }
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Readers turn other line ends into this one.
            '\r' => escaped.push_str("&#xD;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether a value that is found says what it should.
fn says(found: &Found, value: &Value) -> bool {
    let texts = || found.texts.iter().map(|(_, text)| text.as_str());
    match value {
        Value::Text(text) => !found.is_structure && texts().eq([text.as_str()]),
        Value::Default(text) => {
            let default = found.texts.iter().find(|(language, _)| language.as_deref() == Some("x-default"));
            !found.is_structure && default.or(found.texts.first()).is_some_and(|(_, found)| found == text)
        }
        Value::Bag(all) | Value::Seq(all) => !found.is_structure && texts().eq(all.iter().map(String::as_str)),
        Value::Places(all) => {
            // Parts in another order are the same place.
            let mut found: Vec<&str> = texts().collect();
            let mut stated: Vec<&str> = all.iter().flatten().map(|(_, text)| text.as_str()).collect();
            found.sort_unstable();
            stated.sort_unstable();
            found == stated
        }
    }
}

/// Reads a sidecar for its properties.
fn survey(there: &str) -> Result<Survey, UpdateError> {
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

#[cfg(test)]
mod tests;
