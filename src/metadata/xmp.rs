//! XMP packets: what their properties say about the photo.
//! Each packet is a small tree for every property that is known (`tree`); this module gives the trees their meaning.

pub mod namespace;
mod references;
mod tree;

use crate::metadata::candidate::{Candidate, Container, StatedLocation, Value, is_blank, position};
use crate::metadata::encoding;
use crate::metadata::findings::{Findings, VALUES_MAX};
use crate::metadata::property::{self, Kind, Property, Row};
use crate::metadata::window::{BLOCK_MAX_BYTES, Window};
use crate::metadata::xmp::namespace::Namespace;
use crate::metadata::xmp::tree::Node;

/// The property by which Adobe's programs say for which file a sidecar is.
const SIDECAR_OF: &str = "SidecarForExtension";

/// Reads a file that is nothing but XMP.
pub(super) fn read_file(window: &Window<'_>, findings: &mut Findings) {
    if window.len_bytes() > u64::try_from(BLOCK_MAX_BYTES).unwrap_or(u64::MAX) {
        findings.warn("the XMP is longer than 4 MiB, and its end is not read");
    }
    read(&window.up_to(0, BLOCK_MAX_BYTES), findings);
}

/// Reads a packet; the name of the extended XMP that belongs to it, if it has one.
pub(super) fn read(packet: &[u8], findings: &mut Findings) -> Option<String> {
    let Some(packet) = packet.get(..packet.len().min(findings.xmp_left_bytes)).filter(|packet| !packet.is_empty())
    else {
        findings.warn("the file holds more than 4 MiB of XMP, and the rest is not read");
        return None;
    };
    findings.xmp_left_bytes -= packet.len();
    let text = encoding::xmp_text(packet);
    let (nodes, failure) = tree::read(text.trim_start_matches(['\u{feff}', '\0']), is_wanted);
    if let Some(error) = failure {
        findings.warn(format!("cannot read all of the XMP: {error}"));
    }
    let sidecar_of = nodes.iter().find(|node| node.namespace == Namespace::Photoshop && node.name == SIDECAR_OF);
    if let Some(node) = sidecar_of.filter(|node| !is_blank(&node.text)) {
        findings.metadata.sidecar_of = Some(node.text.trim().to_owned());
    }
    for node in &nodes {
        if let Some((row, rank)) = property::of_xmp(node.namespace, &node.name) {
            add(row, rank, node, findings);
        }
    }
    if let Some(gps) = gps(&nodes) {
        findings.add(candidate(Property::Gps, 0, None, Value::Gps(gps)));
    }
    let extension = nodes.into_iter().find(|node| node.namespace == Namespace::XmpNote);
    extension.map(|node| node.text)
}

fn is_wanted(namespace: Namespace, name: &str) -> bool {
    match namespace {
        Namespace::Other | Namespace::Rdf | Namespace::Xml => false,
        Namespace::XmpNote => name == "HasExtendedXMP",
        Namespace::Photoshop if name == SIDECAR_OF => true,
        _ => property::of_xmp(namespace, name).is_some(),
    }
}

/// Adds what a property says, in the shape it should have, from whatever shape it does have.
fn add(row: &Row, rank: u8, node: &Node, findings: &mut Findings) {
    match row.kind {
        Kind::Text | Kind::Date => {
            findings.add(candidate(row.property, rank, None, Value::Text(texts(node).join("; "))));
        }
        Kind::Languages => {
            for item in by_language(node) {
                findings.add(candidate(row.property, rank, item.language.clone(), Value::Text(item.text.clone())));
            }
        }
        Kind::List => {
            let list = persons(node).unwrap_or_else(|| texts(node));
            findings.add(candidate(row.property, rank, None, Value::List(list)));
        }
        Kind::Number | Kind::Pick => {
            if let Some(number) = number(&texts(node).concat()) {
                findings.add(candidate(row.property, rank, None, Value::Number(number)));
            }
        }
        Kind::Locations => {
            let single = std::slice::from_ref(node);
            let items = if node.is_array() { node.children.as_slice() } else { single };
            let locations = items.iter().map(location).filter(|location| *location != StatedLocation::default());
            findings.add(candidate(row.property, rank, None, Value::Locations(locations.collect())));
        }
        // Two properties make one position: see `gps`.
        Kind::Gps => {}
    }
}

fn candidate(property: Property, rank: u8, language: Option<String>, value: Value) -> Candidate {
    Candidate { property, from: Container::Xmp, rank, language, value, badges: Vec::new() }
}

/// The texts of a property, one for each item, or the only one; blank ones left out.
fn texts(node: &Node) -> Vec<String> {
    // What stands beside a text are its qualifiers.
    let is_single = node.children.is_empty() || !is_blank(&node.text);
    let items = if is_single { std::slice::from_ref(node) } else { node.children.as_slice() };
    let texts = items.iter().filter_map(|item| if item.is_array() { first_text(item) } else { Some(&item.text) });
    texts.filter(|text| !is_blank(text)).take(VALUES_MAX).cloned().collect()
}

/// The text of a property, that for any language first.
fn first_text(node: &Node) -> Option<&String> {
    by_language(node).into_iter().map(|item| &item.text).find(|text| !is_blank(text))
}

/// The texts of a property by language, that for any language first.
fn by_language(node: &Node) -> Vec<&Node> {
    if node.children.is_empty() || !is_blank(&node.text) {
        return vec![node];
    }
    let mut items: Vec<&Node> = node.children.iter().collect();
    items.sort_by_key(|item| item.language.as_deref() != Some("x-default"));
    items
}

/// The persons of the properties that say more about a person than a name.
fn persons(node: &Node) -> Option<Vec<String>> {
    let name = |item: &Node, namespace, field| item.field(namespace, field).and_then(first_text).cloned();
    let names: Vec<String> = match (node.namespace, node.name.as_str()) {
        (Namespace::IptcExt, "PersonInImageWDetails") => {
            node.children.iter().filter_map(|item| name(item, Namespace::IptcExt, "PersonName")).collect()
        }
        (Namespace::MwgRegions, "Regions") => {
            let list = node.field(Namespace::MwgRegions, "RegionList")?;
            let is_face = |item: &&Node| name(item, Namespace::MwgRegions, "Type").is_none_or(|kind| kind == "Face");
            list.children.iter().filter(is_face).filter_map(|i| name(i, Namespace::MwgRegions, "Name")).collect()
        }
        (Namespace::MicrosoftPhoto, "RegionInfo") => {
            let list = node.field(Namespace::MicrosoftRegionInfo, "Regions")?;
            let name = |item| name(item, Namespace::MicrosoftRegion, "PersonDisplayName");
            list.children.iter().filter_map(name).collect()
        }
        _ => return None,
    };
    Some(names)
}

fn location(node: &Node) -> StatedLocation {
    let text = |name| node.field(Namespace::IptcExt, name).and_then(first_text).cloned();
    StatedLocation {
        name: text("LocationName"),
        ids: node.field(Namespace::IptcExt, "LocationId").map(texts).unwrap_or_default(),
        sublocation: text("Sublocation"),
        city: text("City"),
        province_state: text("ProvinceState"),
        country: text("CountryName"),
        country_code: text("CountryCode"),
        world_region: text("WorldRegion"),
        gps: gps(&node.children),
    }
}

/// The position that two properties make.
fn gps(nodes: &[Node]) -> Option<[f64; 2]> {
    let degrees = |name| {
        let node = nodes.iter().find(|node| node.namespace == Namespace::Exif && node.name == name)?;
        self::degrees(&node.text)
    };
    position(degrees("GPSLatitude")?, degrees("GPSLongitude")?)
}

/// Degrees as XMP writes them, `51,55,84N` or `51,55.84N`, or as others do: `51.9307`, `-0.12`.
fn degrees(written: &str) -> Option<f64> {
    let written = written.trim();
    let (numbers, is_negative) = match written.strip_suffix(['N', 'E', 'S', 'W', 'n', 'e', 's', 'w']) {
        Some(numbers) => (numbers, written.ends_with(['S', 'W', 's', 'w'])),
        None => (written, false),
    };
    let mut degrees = 0.0;
    for (part, share) in numbers.split(',').zip([1.0, 60.0, 3600.0]) {
        degrees += part.trim().parse::<f64>().ok()? / share;
    }
    Some(if is_negative { -degrees } else { degrees })
}

fn number(written: &str) -> Option<f64> {
    match written.trim() {
        "True" | "true" => Some(1.0),
        "False" | "false" => Some(0.0),
        // Some locales write 3,5.
        number => number.replace(',', ".").parse().ok(),
    }
}

#[cfg(test)]
mod tests;
