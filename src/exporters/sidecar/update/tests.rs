use proptest::prelude::*;

use super::*;
use crate::caption::date::Date;
use crate::caption::{Caption, Location};
use crate::exporters::sidecar::property::properties;
use crate::metadata::merged::merged;
use crate::metadata::precedence::Profile;
use crate::metadata::read;
use crate::photo::{Photo, PhotoKey, Stated};
use crate::place::gazetteer::Gazetteer;
use crate::record::generated::any_photo;

fn property(name: &'static str, value: Value) -> Property {
    let namespace = match name {
        "Headline" | "Credit" => ("photoshop", "http://ns.adobe.com/photoshop/1.0/"),
        "Rating" => ("xmp", "http://ns.adobe.com/xap/1.0/"),
        _ => ("dc", "http://purl.org/dc/elements/1.1/"),
    };
    Property { namespace, name, value }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn default(text: &str) -> Value {
    Value::Default(text.to_owned())
}

/// A sidecar as a raw developer writes it: attributes, elements, and much that we know nothing of.
const DARKTABLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:p2="http://ns.adobe.com/xap/1.0/"
    xmlns:darktable="http://darktable.sf.net/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
   photoshop:Headline='Old &amp; "grey"'
   p2:Rating="3"
   darktable:raw_params="0">
   <darktable:history>
    <rdf:Seq>
     <rdf:li darktable:num="0" darktable:operation="exposure"/>
    </rdf:Seq>
   </darktable:history>
   <dc:title>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">Old title</rdf:li>
     <rdf:li xml:lang="de">Alter Titel</rdf:li>
    </rdf:Alt>
   </dc:title>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"#;

/// What a sidecar becomes, whatever is left alone.
fn updated(there: &str, properties: &[Property]) -> Result<Option<String>, UpdateError> {
    super::updated(there, properties).map(|(text, _)| text)
}

#[test]
fn a_prefix_with_a_colon_is_not_used() {
    let there = DARKTABLE.replace("xmlns:dc=", "xmlns:d:c=").replace("dc:title", "other");
    let said = [property("description", default("A man waves"))];
    let changed = updated(&there, &said).expect("it is read").expect("it is changed");
    assert!(changed.contains("<dc:description xmlns:dc="), "{changed}");
    assert_eq!(updated(&changed, &said), Ok(None));
}

#[test]
fn what_is_said_already_is_not_written() {
    let properties = [
        property("Headline", text("Old & \"grey\"")),
        property("Rating", text("3")),
        property("title", default("Old title")),
    ];
    assert_eq!(updated(DARKTABLE, &properties), Ok(None));
    assert_eq!(updated(&new(&properties), &properties), Ok(None));
}

#[test]
fn only_what_differs_is_changed() {
    let properties = [
        property("Headline", text("New <headline>")),
        property("Rating", text("3")),
        property("title", default("New title")),
        property("Credit", text("AFP")),
    ];
    let changed = updated(DARKTABLE, &properties).unwrap().unwrap();
    assert_eq!(updated(&changed, &properties), Ok(None), "{changed}");
    assert!(changed.contains("<rdf:li xml:lang=\"de\">Alter Titel</rdf:li>"), "{changed}");
    assert!(changed.contains("<photoshop:Credit>AFP</photoshop:Credit>"), "{changed}");
    assert!(!changed.contains("Old"), "{changed}");
    // Every line that says nothing of ours stands as it stood.
    let kept =
        DARKTABLE.lines().filter(|line| !line.contains("Old") && !line.contains("title") && !line.contains("rdf:Alt"));
    for line in kept {
        assert!(changed.contains(line), "{line:?} in {changed}");
    }
}

#[test]
fn other_shapes_of_rdf_are_understood() {
    let empty =
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""/></rdf:RDF>"#;
    let properties = [property("Headline", text("A"))];
    let changed = updated(empty, &properties).unwrap().unwrap();
    assert!(changed.contains("<photoshop:Headline xmlns:photoshop="), "{changed}");
    assert_eq!(updated(&changed, &properties), Ok(None), "{changed}");
    let foreign_prefix = empty.replace(
        "rdf:about=\"\"/>",
        "rdf:about=\"\" xmlns:photoshop=\"http://example.org/\"><photoshop:Headline>not ours</photoshop:Headline></rdf:Description>",
    );
    let changed = updated(&foreign_prefix, &properties).unwrap().unwrap();
    assert!(changed.contains("not ours"), "{changed}");
    assert_eq!(updated(&changed, &properties), Ok(None), "{changed}");
    assert_eq!(updated("<a/>", &properties), Err(UpdateError::NoDescription));
    assert!(matches!(updated("<a><b></a>", &properties), Err(UpdateError::Damaged(_))));
    assert!(matches!(updated("<!DOCTYPE a><a/>", &properties), Err(UpdateError::Damaged(_))));
    assert!(matches!(updated("<dc:a/>", &properties), Err(UpdateError::Damaged(why)) if why.contains("“dc:a”")));
}

#[test]
fn our_own_reader_reads_what_is_written() {
    let location = Location {
        location_name: Some("Rotunda".to_owned()),
        city: Some("Washington, DC".to_owned()),
        country_name: Some("United States & more".to_owned()),
        ..Location::default()
    };
    let caption = Caption {
        headline: Some("A <headline>".to_owned()),
        title: Some("T-1".to_owned()),
        description: Some("Two lines,\n“quoted” & more.".to_owned()),
        keywords: vec!["one".to_owned(), "two; three".to_owned()],
        persons_shown: vec!["Jane Doe".to_owned()],
        creator: vec!["A. Photographer".to_owned(), "Another".to_owned()],
        credit_line: Some("A. Photographer/AFP".to_owned()),
        copyright_notice: Some("© 2021".to_owned()),
        date_created: Date::parse("2021-01-06T14:30:00").ok(),
        alt_text: Some("A man.".to_owned()),
        location_created: Some(location.clone()),
        locations_shown: vec![location],
        ..Caption::default()
    };
    let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
    let stated = Stated { caption: caption.clone(), ..Stated::default() };
    let photo = Photo::read(key, stated, &Gazetteer::built_in());
    let (stated, left_out) = properties(&photo);
    assert!(left_out.is_empty(), "{left_out:?}");
    let there = new(&stated);
    let read = merged(read(&there.as_bytes()), None, Profile::News).caption();
    assert_eq!(read, caption, "{there}");
}

#[test]
fn a_sidecar_that_begins_with_a_byte_order_mark_is_not_cut_to_pieces() {
    let description = |text: &str| Property {
        namespace: ("dc", "http://purl.org/dc/elements/1.1/"),
        name: "description",
        value: Value::Default(text.to_owned()),
    };
    let there = format!("\u{feff}{}", new(&[description("Earlier.")]));
    let changed = updated(&there, &[description("Later.")]).unwrap().unwrap();
    assert_eq!(changed, there.replace("Earlier.", "Later."));
}

#[test]
fn a_sidecar_whose_attributes_are_not_whole_is_left_as_it_is() {
    let there =
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description a="x="http://></rdf:RDF>"#;
    let headline = Property {
        namespace: ("photoshop", "http://ns.adobe.com/photoshop/1.0/"),
        name: "Headline",
        value: Value::Text("whole".to_owned()),
    };
    assert!(matches!(super::updated(there, &[headline]), Err(UpdateError::Damaged(_))));
}

#[test]
fn a_property_that_is_left_alone_is_told() {
    let there = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p="http://ns.adobe.com/photoshop/1.0/">
<rdf:Description><p:Headline rdf:parseType="Resource"><p:part>of it</p:part></p:Headline></rdf:Description></rdf:RDF>"#;
    let headline = Property {
        namespace: ("photoshop", "http://ns.adobe.com/photoshop/1.0/"),
        name: "Headline",
        value: Value::Text("whole".to_owned()),
    };
    assert_eq!(super::updated(there, &[headline]), Ok((None, vec!["Headline".to_owned()])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("SLOW_TESTS").is_some() { 2_000 } else { 64 }))]

    #[test]
    fn a_sidecar_gives_back_what_is_written(photo in any_photo(), earlier in any_photo()) {
        let (stated, _) = properties(&photo);
        let (before, _) = properties(&earlier);
        let fresh = new(&stated);
        prop_assert_eq!(updated(&fresh, &stated), Ok(None), "{}", fresh);
        let there = new(&before);
        let changed = updated(&there, &stated).unwrap().unwrap_or(there);
        prop_assert_eq!(updated(&changed, &stated), Ok(None), "{}", changed);
    }
}
