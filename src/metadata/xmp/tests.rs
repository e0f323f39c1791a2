use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::metadata::written::{xmp as packet, xmp_description};
use crate::metadata::{Metadata, ReadOptions};

fn read_packet(packet: &[u8]) -> Metadata {
    let mut findings = Findings::new(ReadOptions::default());
    read(packet, &mut findings);
    findings.finish()
}

/// What a packet of these properties says about one of them, with the languages.
fn check(properties: &str, property: Property, expected: &[(Option<&str>, Value)]) {
    let metadata = read_packet(packet(properties).as_bytes());
    assert_eq!(metadata.warnings, Vec::<String>::new());
    let found: Vec<_> = metadata.candidates.iter().filter(|candidate| candidate.property == property).collect();
    let found: Vec<_> =
        found.iter().map(|candidate| (candidate.language.as_deref(), candidate.value.clone())).collect();
    assert_eq!(found, expected, "{properties}");
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn list(texts: &[&str]) -> Value {
    Value::List(texts.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn a_text_is_read_however_it_is_written() {
    let check = |properties: &str| check(properties, Property::Headline, &[(None, text("A & B <c>"))]);
    check("<photoshop:Headline>A &amp; B &lt;c&gt;</photoshop:Headline>");
    check("<photoshop:Headline>A &#38; B &#x3C;c&#x3e;</photoshop:Headline>");
    check("<photoshop:Headline><![CDATA[A & B <c>]]></photoshop:Headline>");
    check(
        "<photoshop:Headline>A <!-- no --> &amp; B &lt;c><?no?></photoshop:Headline>"
            .replace("A <!-- no --> ", "A ")
            .as_str(),
    );
    check(
        "<photoshop:Headline><rdf:Alt><rdf:li xml:lang='x-default'>A &amp; B &lt;c&gt;</rdf:li></rdf:Alt></photoshop:Headline>",
    );
    check(
        "<photoshop:Headline rdf:parseType='Resource'><rdf:value>A &amp; B &lt;c&gt;</rdf:value><xmp:Q>q</xmp:Q></photoshop:Headline>",
    );
    check(
        "<photoshop:Headline><rdf:Description><rdf:value>A &amp; B &lt;c&gt;</rdf:value></rdf:Description></photoshop:Headline>",
    );
    check("<photoshop:Headline rdf:value='A &amp; B &lt;c&gt;' xmp:Q='q'/>");
    check(
        "</rdf:Description><rdf:Description xmlns:p='http://ns.adobe.com/photoshop/1.0/' p:Headline='A &amp; B &lt;c&gt;'>",
    );
    check(
        "</rdf:Description><rdf:Description rdf:about='' xmlns='http://ns.adobe.com/photoshop/1.0/'><Headline>A &amp; B &lt;c&gt;</Headline>",
    );
}

#[test]
fn names_are_known_by_the_address_of_their_namespace() {
    let foreign = "<o:Headline xmlns:o='http://example.org/photoshop/1.0/'>no</o:Headline>";
    check(foreign, Property::Headline, &[]);
    // The same prefix stands for something else inside, and for itself again behind.
    let shadowed = "<xmp:Thing xmlns:photoshop='http://example.org/'><photoshop:Headline>no</photoshop:Headline></xmp:Thing>\
                    <photoshop:Headline>yes</photoshop:Headline>";
    check(shadowed, Property::Headline, &[(None, text("yes"))]);
    check(
        "<d:title xmlns:d='http://purl.org/dc/elements/1.1'>no slash</d:title>",
        Property::Title,
        &[(None, text("no slash"))],
    );
}

#[test]
fn every_language_is_kept_the_default_first() {
    let properties = "<dc:description><rdf:Alt><rdf:li xml:lang='de'>Hund</rdf:li><rdf:li xml:lang='x-default'>dog</rdf:li>\
                      <rdf:li xml:lang='fr-CA'>chien</rdf:li></rdf:Alt></dc:description>";
    let expected = [(Some("x-default"), text("dog")), (Some("de"), text("Hund")), (Some("fr-CA"), text("chien"))];
    check(properties, Property::Description, &expected);
    check("<dc:description>bare</dc:description>", Property::Description, &[(None, text("bare"))]);
}

#[test]
fn lists_are_read_from_any_array_or_none() {
    for array in ["Bag", "Seq", "Alt"] {
        let properties = format!(
            "<dc:subject><rdf:{array}>\n<rdf:li>one</rdf:li>\n<rdf:li> </rdf:li><rdf:li>two</rdf:li></rdf:{array}></dc:subject>"
        );
        check(&properties, Property::Keywords, &[(None, list(&["one", "two"]))]);
    }
    check("<dc:subject>one</dc:subject>", Property::Keywords, &[(None, list(&["one"]))]);
    check("<dc:subject><rdf:Bag/></dc:subject>", Property::Keywords, &[]);
}

#[test]
fn places_are_read_from_structures_of_any_form() {
    let expected = StatedLocation {
        name: Some("Hall".to_owned()),
        ids: vec!["http://example.org/1".to_owned()],
        city: Some("Berlin".to_owned()),
        country_code: Some("DE".to_owned()),
        gps: Some([52.5, -13.4]),
        ..StatedLocation::default()
    };
    let elements = "<Iptc4xmpExt:City>Berlin</Iptc4xmpExt:City><Iptc4xmpExt:CountryCode>DE</Iptc4xmpExt:CountryCode>\
                    <exif:GPSLatitude>52,30N</exif:GPSLatitude><exif:GPSLongitude>13,24.0W</exif:GPSLongitude>";
    let rest = "<Iptc4xmpExt:LocationName><rdf:Alt><rdf:li xml:lang='de'>Halle</rdf:li><rdf:li xml:lang='x-default'>Hall</rdf:li>\
                </rdf:Alt></Iptc4xmpExt:LocationName><Iptc4xmpExt:LocationId><rdf:Bag><rdf:li>http://example.org/1</rdf:li>\
                </rdf:Bag></Iptc4xmpExt:LocationId>";
    let attributes =
        "Iptc4xmpExt:City='Berlin' Iptc4xmpExt:CountryCode='DE' exif:GPSLatitude='52,30N' exif:GPSLongitude='13,24.0W'";
    let forms = [
        format!("<rdf:Bag><rdf:li rdf:parseType='Resource'>{elements}{rest}</rdf:li></rdf:Bag>"),
        format!("<rdf:Bag><rdf:li><rdf:Description>{elements}{rest}</rdf:Description></rdf:li></rdf:Bag>"),
        format!("<rdf:Bag><rdf:li><rdf:Description {attributes}>{rest}</rdf:Description></rdf:li></rdf:Bag>"),
        format!("<rdf:Description {attributes}>{rest}</rdf:Description>"),
    ];
    for form in forms {
        let properties = format!("<Iptc4xmpExt:LocationShown>{form}</Iptc4xmpExt:LocationShown>");
        check(&properties, Property::LocationsShown, &[(None, Value::Locations(vec![expected.clone()]))]);
    }
}

#[test]
fn persons_are_found_in_structures_too() {
    let details = "<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType='Resource'><Iptc4xmpExt:PersonName><rdf:Alt>\
                   <rdf:li xml:lang='x-default'>Ann</rdf:li></rdf:Alt></Iptc4xmpExt:PersonName></rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>";
    check(details, Property::PersonsShown, &[(None, list(&["Ann"]))]);
    let face = |name: &str, kind: &str| {
        format!("<rdf:li><rdf:Description mwg-rs:Name='{name}' mwg-rs:Type='{kind}'/></rdf:li>")
    };
    let regions = format!(
        "<mwg-rs:Regions xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' rdf:parseType='Resource'>\
         <mwg-rs:RegionList><rdf:Bag>{}{}{}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>",
        face("Ann", "Face"),
        face("Rex", "Pet"),
        face("Bob", "Face")
    );
    check(&regions, Property::PersonsShown, &[(None, list(&["Ann", "Bob"]))]);
}

#[test]
fn numbers_and_positions_are_read() {
    check("<xmp:Rating>3.5</xmp:Rating>", Property::Rating, &[(None, Value::Number(3.5))]);
    check("<xmp:Rating>-1</xmp:Rating>", Property::Rating, &[(None, Value::Number(-1.0))]);
    check("<xmp:Rating>good</xmp:Rating>", Property::Rating, &[]);
    let gps = |latitude: &str, longitude: &str, expected: Option<[f64; 2]>| {
        let properties = format!(
            "<exif:GPSLatitude>{latitude}</exif:GPSLatitude><exif:GPSLongitude>{longitude}</exif:GPSLongitude>"
        );
        let expected: Vec<_> = expected.into_iter().map(|gps| (None, Value::Gps(gps))).collect();
        check(&properties, Property::Gps, &expected);
    };
    gps("33,51.9S", "151,12.564E", Some([-33.865, 151.2094]));
    gps("33,51,54S", "151,12,33.84E", Some([-33.865, 151.2094]));
    gps("-33.865", "151.2094", Some([-33.865, 151.2094]));
    gps("91,0N", "0,0E", None);
    gps("", "0,0E", None);
}

#[test]
fn what_stands_before_an_error_is_kept() {
    let check = |packet: &str, warning: &str| {
        let metadata = read_packet(packet.as_bytes());
        assert_eq!(metadata.warnings, [format!("cannot read all of the XMP: {warning}")], "{packet}");
        assert_eq!(metadata.candidates.first().map(|candidate| &candidate.value), Some(&text("kept")));
    };
    let with = |rest: &str| packet(&format!("<photoshop:Headline>kept</photoshop:Headline>{rest}"));
    let cut = |packet: String| packet.split("</rdf:Description>").next().unwrap().to_owned();
    check(&cut(with("")), "it ends too early");
    check(&cut(with("<photoshop:City>Ber")), "it ends too early");
    check(&with(&"<xmp:Label>".repeat(120)), "it is nested more than 100 deep");
    check(&with(&format!("<photoshop:City {}/>", "a='' ".repeat(1_001))), "an element has more than 1000 attributes");
    let namespaces: String = (0..200).map(|n| format!("xmlns:n{n}='' ")).collect();
    check(&with(&format!("<photoshop:City {namespaces}/>")), "more than 128 namespaces are declared at a time");
    let items = "<rdf:li>x</rdf:li>".repeat(30_000);
    check(&with(&format!("<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>")), "it states more than 20000 values");
}

#[test]
fn a_sidecar_says_for_which_file_it_is() {
    let metadata = read_packet(packet("<photoshop:SidecarForExtension>CR2</photoshop:SidecarForExtension>").as_bytes());
    assert!(metadata.is_sidecar_for(Path::new("a.cr2")) && !metadata.is_sidecar_for(Path::new("a.jpg")));
    assert!(read_packet(packet("").as_bytes()).is_sidecar_for(Path::new("a.jpg")));
}

#[test]
fn a_document_type_is_refused() {
    let packet = format!("<!DOCTYPE x [<!ENTITY a 'aaaa'>]>{}", xmp_description("no"));
    let metadata = read_packet(packet.as_bytes());
    assert_eq!(metadata.candidates, []);
    assert_eq!(metadata.warnings, ["cannot read all of the XMP: it declares a document type"]);
}

#[test]
fn entities_that_are_not_of_xml_stay_as_they_are() {
    check(
        "<photoshop:City>&nbsp;&lol;&#xFFFFFFFF; & &</photoshop:City>",
        Property::City,
        &[(None, text("&nbsp;&lol;&#xFFFFFFFF; & &"))],
    );
    let attribute = "</rdf:Description><rdf:Description xmlns:p='http://ns.adobe.com/photoshop/1.0/' p:City='&nbsp; &#65; & &&amp;'>";
    check(attribute, Property::City, &[(None, text("&nbsp; A & &&"))]);
}

#[test]
fn a_mebibyte_of_hostile_xmp_is_read_to_its_end() {
    let fill = |part: &str| part.repeat((1 << 20) / part.len());
    let in_city = |inside: String| packet(&format!("<photoshop:City>{inside}</photoshop:City>"));
    let namespaces: String = (0..100).map(|n| format!("xmlns:n{n}='http://example.org/{n}' ")).collect();
    let packets = [
        fill("<a>"),
        fill("<"),
        fill("&"),
        packet(&format!("<photoshop:City a='{}'/>", fill("&"))),
        in_city(fill("&")),
        in_city(fill("&#65;")),
        in_city(fill("<rdf:value>x</rdf:value>")),
        in_city(fill("<rdf:li/>")),
        packet(&format!("<photoshop:City {namespaces}>{}</photoshop:City>", fill("<z:a/>"))),
        packet(&fill("<photoshop:City>x</photoshop:City>")),
        packet(&fill("<photoshop:City/>")),
        packet(&format!("<!--{}", fill("-"))),
        packet(&format!("<![CDATA[{}", fill("]"))),
        packet(&format!("<{}", fill("a=\"\" "))),
        packet(&fill("<xmp:x xmlns:y='z'/>")),
    ];
    // What must not be is a time that grows with the square: it would keep this test for hours.
    for packet in packets {
        read_packet(packet.as_bytes());
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(
        parts in vec(prop::sample::select(vec![
            "<dc:description>", "</dc:description>", "<rdf:Alt>", "</rdf:Alt>", "<rdf:li xml:lang='de'>", "</rdf:li>", "text",
            "<rdf:Description ", "dc:title='x' ", ">", "/>", "<rdf:value>", "</rdf:value>", "&amp;", "&#0;", "<![CDATA[", "]]>",
            "<Iptc4xmpExt:LocationShown rdf:parseType='Resource'>", "</Iptc4xmpExt:LocationShown>", "\u{0}", "<!--", "-->",
        ]), 0..40),
        noise in ".{0,40}",
    ) {
        read_packet(packet(&parts.concat()).as_bytes());
        read_packet(packet(&format!("{}{noise}{}", parts.concat(), parts.concat())).as_bytes());
        read_packet(noise.as_bytes());
    }

    #[test]
    fn keywords_are_read_back(keywords in vec("[^\\p{C}\\s][^\\p{C}]{0,20}[^\\p{C}\\s]", 1..20)) {
        let items: String =
            keywords.iter().map(|keyword| format!("<rdf:li>{}</rdf:li>", keyword.replace('&', "&amp;").replace('<', "&lt;"))).collect();
        let metadata = read_packet(packet(&format!("<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>")).as_bytes());
        prop_assert_eq!(&metadata.candidates[0].value, &Value::List(keywords));
    }
}
