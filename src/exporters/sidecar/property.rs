//! The properties of XMP in which a photo's caption is stated (IPTC Photo Metadata Standard 2025.1), and their values.

use std::borrow::Cow;

use crate::caption::{Caption, Location};
use crate::photo::Photo;
use crate::text::with_visible_controls;

/// A namespace: the prefix by which it is usually known, and its address.
pub type Namespace = (&'static str, &'static str);

/// RDF itself.
pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: Namespace = ("dc", "http://purl.org/dc/elements/1.1/");
pub(super) const PHOTOSHOP: Namespace = ("photoshop", "http://ns.adobe.com/photoshop/1.0/");
const XMP: Namespace = ("xmp", "http://ns.adobe.com/xap/1.0/");
const RIGHTS: Namespace = ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/");
const CORE: Namespace = ("Iptc4xmpCore", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/");
const EXT: Namespace = ("Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/");

/// A property with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Where its name is from.
    pub namespace: Namespace,
    /// Its name.
    pub name: &'static str,
    /// What it states.
    pub value: Value,
}

/// A value in one of the shapes that XMP has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A text in the default language.
    Default(String),
    /// Texts in no order.
    Bag(Vec<String>),
    /// Texts in order.
    Seq(Vec<String>),
    /// Places, each of named parts.
    Places(Vec<Vec<(&'static str, String)>>),
}

/// What a photo states, and what of it XMP cannot hold.
pub fn properties(photo: &Photo) -> (Vec<Property>, Vec<String>) {
    let Caption {
        headline,
        title,
        description,
        description_writer,
        alt_text,
        extended_description,
        keywords,
        persons_shown,
        organizations_shown,
        event,
        date_created,
        location_created,
        locations_shown,
        creator,
        creator_job_title,
        credit_line,
        source,
        copyright_notice,
        usage_terms,
        web_statement,
        instructions,
        job_id,
    } = &photo.caption;
    let mut left_out = Vec::new();
    let date = date_created.as_ref().map(ToString::to_string);
    let is_exact = date.as_ref().is_none_or(|date| !date.contains(['/', '~']));
    if !is_exact {
        left_out.push(format!("no date, because XMP has none like {}", date.as_deref().unwrap_or_default()));
    }
    let mut found = Found { properties: Vec::new(), replaced: false };
    found.one(DC, "title", title, Value::Default);
    found.one(DC, "description", description, Value::Default);
    found.one(DC, "rights", copyright_notice, Value::Default);
    found.list(DC, "creator", creator, Value::Seq);
    found.list(DC, "subject", keywords, Value::Bag);
    found.one(PHOTOSHOP, "Headline", headline, Value::Text);
    found.one(PHOTOSHOP, "CaptionWriter", description_writer, Value::Text);
    found.one(PHOTOSHOP, "AuthorsPosition", creator_job_title, Value::Text);
    found.one(PHOTOSHOP, "Credit", credit_line, Value::Text);
    found.one(PHOTOSHOP, "Source", source, Value::Text);
    found.one(PHOTOSHOP, "Instructions", instructions, Value::Text);
    found.one(PHOTOSHOP, "TransmissionReference", job_id, Value::Text);
    found.one(PHOTOSHOP, "DateCreated", &date.filter(|_| is_exact), Value::Text);
    found.one(RIGHTS, "UsageTerms", usage_terms, Value::Default);
    found.one(RIGHTS, "WebStatement", web_statement, Value::Text);
    found.one(CORE, "AltTextAccessibility", alt_text, Value::Default);
    found.one(CORE, "ExtDescrAccessibility", extended_description, Value::Default);
    found.one(EXT, "Event", event, Value::Default);
    found.list(EXT, "PersonInImage", persons_shown, Value::Bag);
    found.list(EXT, "OrganisationInImageName", organizations_shown, Value::Bag);
    found.places("LocationCreated", location_created.iter());
    found.places("LocationShown", locations_shown.iter());
    found.one(XMP, "Rating", &photo.facts.rating.map(|rating| rating.stars().to_string()), Value::Text);
    found.one(XMP, "Label", &photo.facts.label, Value::Text);
    if found.replaced {
        left_out.push("control characters, which XMP cannot hold, are shown by symbols".to_owned());
    }
    (found.properties, left_out)
}

struct Found {
    properties: Vec<Property>,
    /// Whether a text held what XML cannot.
    replaced: bool,
}

impl Found {
    fn one(&mut self, namespace: Namespace, name: &'static str, text: &Option<String>, kind: fn(String) -> Value) {
        if let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) {
            let value = kind(self.writable(text));
            self.properties.push(Property { namespace, name, value });
        }
    }

    fn list(&mut self, namespace: Namespace, name: &'static str, texts: &[String], kind: fn(Vec<String>) -> Value) {
        let texts: Vec<String> =
            texts.iter().filter(|text| !text.trim().is_empty()).map(|text| self.writable(text)).collect();
        if !texts.is_empty() {
            self.properties.push(Property { namespace, name, value: kind(texts) });
        }
    }

    fn places<'a>(&mut self, name: &'static str, locations: impl Iterator<Item = &'a Location>) {
        let places: Vec<_> = locations.map(|location| self.place(location)).filter(|place| !place.is_empty()).collect();
        if !places.is_empty() {
            self.properties.push(Property { namespace: EXT, name, value: Value::Places(places) });
        }
    }

    fn place(&mut self, location: &Location) -> Vec<(&'static str, String)> {
        let Location {
            location_id,
            location_name,
            sublocation,
            city,
            province_state,
            country_name,
            country_code,
            world_region,
        } = location;
        let parts = [
            ("LocationId", location_id),
            ("LocationName", location_name),
            ("Sublocation", sublocation),
            ("City", city),
            ("ProvinceState", province_state),
            ("CountryName", country_name),
            ("CountryCode", country_code),
            ("WorldRegion", world_region),
        ];
        let parts = parts.into_iter().filter_map(|(name, part)| Some((name, part.as_deref()?)));
        parts.filter(|(_, part)| !part.trim().is_empty()).map(|(name, part)| (name, self.writable(part))).collect()
    }

    /// A text as XML can hold it (XML 1.0, 2.2).
    fn writable(&mut self, text: &str) -> String {
        let shown = with_visible_controls(text);
        let is_changed =
            matches!(&shown, Cow::Owned(shown) if *shown != text.replace("\r\n", "\n").replace('\r', "\n"));
        let is_unwritable = shown.contains(['\u{fffe}', '\u{ffff}']);
        self.replaced |= is_changed || is_unwritable;
        shown.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
    }
}

/// What the namespace of places' parts is.
pub(super) fn places_namespace() -> Namespace {
    EXT
}
