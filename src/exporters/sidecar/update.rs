//! Writes sidecars, and changes those that are there: the bytes of a property that differs give way to those of the new
//! one, a property that is missing is added at the end of the first description, and nothing else is touched.

mod survey;

use std::collections::BTreeMap;
use std::ops::Range;

use thiserror::Error;

use crate::exporters::sidecar::property::{Namespace, Property, RDF, Value, places_namespace};
use crate::exporters::sidecar::update::survey::{End, Found, Survey, survey};

/// The mark at the beginning of a file that its bytes are UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

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

/// A sidecar with properties as they should be, none when it says all of them already; and the names of those that it states
/// as structures, which say more than we could and stay as they are.
pub fn updated(there: &str, properties: &[Property]) -> Result<(Option<String>, Vec<String>), UpdateError> {
    // The reader's places do not count the mark that the bytes are UTF-8.
    let Some(there) = there.strip_prefix(BYTE_ORDER_MARK) else { return updated_unmarked(there, properties) };
    let (changed, left_alone) = updated_unmarked(there, properties)?;
    Ok((changed.map(|text| format!("{BYTE_ORDER_MARK}{text}")), left_alone))
}

fn updated_unmarked(there: &str, properties: &[Property]) -> Result<(Option<String>, Vec<String>), UpdateError> {
    let survey = survey(there)?;
    let mut left_alone = Vec::new();
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    for property in properties {
        let key = (property.namespace.1.to_owned(), property.name.to_owned());
        let stated = survey.stated.get(&key).map_or(&[][..], Vec::as_slice);
        if stated.iter().any(|stated| says(&stated.value, &property.value)) {
            continue;
        }
        if stated.iter().any(|stated| stated.value.is_structure && !matches!(property.value, Value::Places(_))) {
            left_alone.push(property.name.to_owned());
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
        return Ok((None, left_alone));
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
    Ok((Some(text), left_alone))
}

/// The text of a property, if a sidecar states it as one.
pub(super) fn stated_text(there: &str, namespace: &str, name: &str) -> Option<String> {
    let survey = survey(there).ok()?;
    let stated = survey.stated.get(&(namespace.to_owned(), name.to_owned()))?.first()?;
    stated.value.texts.first().map(|(_, text)| text.clone())
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

#[cfg(test)]
mod tests;
