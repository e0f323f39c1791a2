use crate::caption::Location;
use crate::metadata::candidate::{Badge, Candidate, Container, StatedLocation, Value};
use crate::metadata::merged::{Field, Merged, merged};
use crate::metadata::precedence::Profile;
use crate::metadata::property::Property;
use crate::metadata::{IimDigest, Metadata};

fn candidate(property: Property, from: Container, value: Value) -> Candidate {
    Candidate { property, from, rank: 0, language: None, value, badges: Vec::new() }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn list(texts: &[&str]) -> Value {
    Value::List(texts.iter().map(|text| (*text).to_owned()).collect())
}

/// A file that states these, each about the property given.
fn file(property: Property, stated: &[(Container, Value)]) -> Metadata {
    let candidates = stated.iter().map(|(from, value)| candidate(property, *from, value.clone())).collect();
    Metadata { candidates, ..Metadata::default() }
}

fn field(metadata: Metadata, profile: Profile) -> Field {
    merged(metadata, None, profile).fields.into_iter().next().unwrap()
}

fn check(stated: &[(Container, Value)], value: Value, from: Container, rule: &str, badges: &[Badge]) {
    let field = field(file(Property::Description, stated), Profile::News);
    assert_eq!((field.value.as_ref(), field.from(), field.rule.as_str()), (Some(&value), Some(from), rule));
    assert_eq!(field.badges, badges);
}

use Container::{Comment, Exif, Iim, Png, Sidecar, Xmp};

#[test]
fn news_goes_by_xmp_iim_exif() {
    let agree = [(Exif, text("a")), (Iim, text("a")), (Xmp, text("a"))];
    check(&agree, text("a"), Xmp, "XMP goes before IIM, Exif", &[]);
    let differ = [(Iim, text("b")), (Xmp, text("a"))];
    check(&differ, text("a"), Xmp, "XMP goes before IIM", &[Badge::Disagree]);
    check(&[(Comment, text("c"))], text("c"), Comment, "only Comment states it", &[]);
    check(&[(Comment, text("c")), (Png, text("p"))], text("p"), Png, "PNG text goes before Comment", &[]);
}

#[test]
fn a_sidecar_goes_first_and_the_rest_stays() {
    let embedded = file(Property::Description, &[(Xmp, text("embedded")), (Iim, text("embedded"))]);
    let beside = file(Property::Description, &[(Xmp, text("beside"))]);
    let field = merged(embedded, Some(beside), Profile::News).fields.remove(0);
    assert_eq!((field.from(), field.value.clone()), (Some(Sidecar), Some(text("beside"))));
    let from: Vec<Container> = field.candidates.iter().map(|candidate| candidate.from).collect();
    assert_eq!(from, [Sidecar, Xmp, Iim]);
    assert_eq!(field.badges, [Badge::Disagree]);
}

#[test]
fn iim_that_was_edited_later_goes_before_xmp() {
    let mut file = file(Property::Description, &[(Xmp, text("old")), (Iim, text("new"))]);
    file.iim_digest = IimDigest::Stale;
    let found = field(file.clone(), Profile::News);
    assert_eq!((found.from(), found.value), (Some(Iim), Some(text("new"))));
    assert_eq!(found.rule, "IIM goes before XMP: its checksum says that it was edited later");
    file.iim_digest = IimDigest::Current;
    assert_eq!(field(file.clone(), Profile::News).from(), Some(Xmp));
}

#[test]
fn xmp_goes_on_where_iim_is_cut() {
    let whole = "A Very Long Photographer Name-Hyphenated";
    let cut = |text: Value| Candidate { badges: vec![Badge::CutAtLimit], ..candidate(Property::Creator, Iim, text) };
    let file = Metadata {
        candidates: vec![cut(list(&[&whole[..32]])), candidate(Property::Creator, Xmp, list(&[whole]))],
        iim_digest: IimDigest::Stale,
        ..Metadata::default()
    };
    let found = field(file.clone(), Profile::News);
    assert_eq!((found.from(), found.value), (Some(Xmp), Some(list(&[whole]))));
    assert_eq!(found.rule, "XMP goes on where IIM is cut at its limit");
    assert_eq!(found.badges, [Badge::CutAtLimit]);
}

#[test]
fn a_writer_that_cuts_before_the_limit_is_found_by_the_xmp() {
    let city = "test city with a name that is long";
    let found = field(file(Property::City, &[(Xmp, text(city)), (Iim, text(&city[..30]))]), Profile::News);
    assert_eq!((found.from(), found.badges.as_slice()), (Some(Xmp), [Badge::CutAtLimit].as_slice()));
    let far = field(file(Property::City, &[(Xmp, text(city)), (Iim, text("test"))]), Profile::News);
    assert_eq!(far.badges, [Badge::Disagree]);
}

#[test]
fn what_cameras_write_goes_last_and_is_no_caption() {
    let junk = || text("OLYMPUS DIGITAL CAMERA         ");
    let stated = [(Xmp, junk()), (Exif, text("A dog"))];
    check(&stated, text("A dog"), Exif, "Exif is the first that can be used, of XMP and Exif", &[Badge::VendorJunk]);
    let only = [(Exif, junk())];
    let rule = "nothing but vendor junk is stated; this is from Exif";
    check(&only, text("OLYMPUS DIGITAL CAMERA"), Exif, rule, &[Badge::VendorJunk]);
    let merged = merged(file(Property::Description, &only), None, Profile::News);
    assert_eq!(merged.caption().description, None);
    // A title may well be called so.
    let title = field(file(Property::Title, &[(Exif, text("Untitled"))]), Profile::News);
    assert_eq!(title.badges, []);
}

#[test]
fn what_went_through_utf8_twice_is_shown_repaired() {
    let stated = [(Iim, text("lÃ¤uft"))];
    check(&stated, text("läuft"), Iim, "only IIM states it", &[Badge::DoubleEncoded]);
    let found = field(file(Property::Description, &stated), Profile::News);
    assert_eq!(found.candidates[0].value, text("lÃ¤uft"));
}

#[test]
fn text_is_shown_in_one_form() {
    let stated = [(Xmp, text("  e\u{301}\r\nline\rline \0"))];
    check(&stated, text("é\nline\nline"), Xmp, "only XMP states it", &[]);
    check(&[(Iim, text("cut of\u{fffd}"))], text("cut of"), Iim, "only IIM states it", &[]);
}

#[test]
fn dates_are_compared_by_their_clocks() {
    let date = |stated: &[(Container, Value)]| field(file(Property::DateCreated, stated), Profile::News);
    let same = [
        (Xmp, text("2021-01-06T14:30:05.25-05:00")),
        (Iim, text("20210106 143005")),
        (Exif, text("2021:01:06 14:30:05")),
    ];
    assert_eq!((date(&same).value, date(&same).badges), (Some(text("2021-01-06T14:30:05.25-05:00")), Vec::new()));
    let other = [(Xmp, text("2021-01-06")), (Exif, text("2021:01:07 00:00:00"))];
    assert_eq!(date(&other).badges, [Badge::Disagree]);
    let unreadable = [(Xmp, text("soon")), (Exif, text("2021:01:06 14:30:05"))];
    assert_eq!((date(&unreadable).from(), date(&unreadable).value), (Some(Exif), Some(text("2021-01-06T14:30:05"))));
    let nothing = date(&[(Xmp, text("soon"))]);
    assert_eq!(
        (nothing.value, nothing.winner, nothing.rule.as_str()),
        (None, None, "nothing that is stated can be read")
    );
}

#[test]
fn mwg_puts_exif_first_and_reads_no_other_places() {
    let file = file(Property::Description, &[(Xmp, text("XMP")), (Exif, text("SONY DSC")), (Png, text("PNG"))]);
    assert_eq!(field(file.clone(), Profile::MwgStrict).from(), Some(Exif));
    let comment = Candidate { rank: 1, ..candidate(Property::Description, Exif, text("a comment")) };
    let file = Metadata { candidates: vec![comment], ..Metadata::default() };
    let found = field(file.clone(), Profile::MwgStrict);
    assert_eq!(
        (found.value, found.rule.as_str()),
        (None, "nothing that is stated can be read, or MWG does not read it where it stands")
    );
    assert_eq!(field(file.clone(), Profile::News).value, Some(text("a comment")));
}

/// What a file that states these texts is to the rest of the program.
fn facts(stated: &[(Property, Value)]) -> Merged {
    let candidates = stated.iter().map(|(property, value)| candidate(*property, Xmp, value.clone())).collect();
    merged(Metadata { candidates, ..Metadata::default() }, None, Profile::News)
}

#[test]
fn places_of_the_picture_become_the_location_shown_where_none_is_stated() {
    let legacy = [(Property::City, text("Berlin")), (Property::CountryCode, text("DE"))];
    let expected =
        Location { city: Some("Berlin".to_owned()), country_code: Some("DE".to_owned()), ..Location::default() };
    assert_eq!(facts(&legacy).caption().locations_shown, [expected]);
    let stated = StatedLocation { city: Some("Paris".to_owned()), ..StatedLocation::default() };
    let both = [legacy.as_slice(), &[(Property::LocationsShown, Value::Locations(vec![stated]))]].concat();
    let expected = Location { city: Some("Paris".to_owned()), ..Location::default() };
    assert_eq!(facts(&both).caption().locations_shown, [expected]);
    assert_eq!(facts(&both).caption().location_created, None);
}

#[test]
fn a_camera_is_named_once() {
    let check = |make: &str, model: &str, expected: Option<&str>| {
        let facts = facts(&[(Property::CameraMake, text(make)), (Property::CameraModel, text(model))]);
        assert_eq!(facts.camera().as_deref(), expected);
    };
    check("Canon", "Canon EOS 40D", Some("Canon EOS 40D"));
    check("NIKON CORPORATION", "NIKON D90", Some("NIKON D90"));
    check("OLYMPUS IMAGING CORP.", "E-M5", Some("OLYMPUS E-M5"));
    check("EASTMAN KODAK COMPANY", "KODAK DX4900", Some("KODAK DX4900"));
    check("SAMSUNG TECHWIN CO., LTD.", "Digimax", Some("SAMSUNG TECHWIN Digimax"));
    check("SONY", "", Some("SONY"));
    check("", " ", None);
}

#[test]
fn ratings_labels_and_keywords_are_facts() {
    let number = |property, number| facts(&[(property, Value::Number(number))]);
    assert_eq!(number(Property::Rating, -1.0).rating(), Some(-1.0));
    assert_eq!(number(Property::Rating, 0.0).rating(), None);
    assert_eq!(number(Property::ColorClass, 2.0).label().as_deref(), Some("Red"));
    assert_eq!(number(Property::ColorClass, 0.0).label(), None);
    assert!(number(Property::Picked, 1.0).is_picked());
    assert_eq!(facts(&[(Property::Label, text("Winner"))]).label().as_deref(), Some("Winner"));
    let keywords = facts(&[(Property::HierarchicalKeywords, list(&["places|Berlin", "dogs", "AC/DC"]))]);
    assert_eq!(keywords.hierarchical_keywords(), [vec!["places", "Berlin"], vec!["dogs"], vec!["AC/DC"]]);
}

#[test]
fn picks_of_every_program_are_read() {
    let check = |marks: &str, is_picked: bool, rating: Option<f64>| {
        let packet = format!(
            r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
            xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/" xmlns:digiKam="http://www.digikam.org/ns/1.0/"
            xmlns:photomechanic="http://ns.camerabits.com/photomechanic/1.0/" {marks}/></rdf:RDF></x:xmpmeta>"#
        );
        let merged = merged(crate::metadata::read(&packet.as_bytes()), None, Profile::News);
        assert_eq!((merged.is_picked(), merged.rating()), (is_picked, rating), "{marks}");
    };
    check(r#"photomechanic:Tagged="True""#, true, None);
    check(r#"digiKam:PickLabel="3""#, true, None);
    check(r#"digiKam:PickLabel="2""#, false, None);
    check(r#"digiKam:PickLabel="1""#, false, Some(-1.0));
    check(r#"xmpDM:pick="1" xmpDM:good="true""#, true, None);
    check(r#"xmpDM:pick="-1" xmpDM:good="false""#, false, Some(-1.0));
    check(r#"xmpDM:pick="0" xmp:Rating="2""#, false, Some(2.0));
    check(r#"xmpDM:good="true""#, true, None);
    // One program leaves the marks of another as they are.
    check(r#"photomechanic:Tagged="False" digiKam:PickLabel="3" xmpDM:pick="0""#, true, None);
    // Who gives stars has not thrown it away.
    check(r#"digiKam:PickLabel="1" xmp:Rating="3""#, false, Some(3.0));
    check(r#"digiKam:PickLabel="9""#, false, None);
}

#[test]
fn a_sidecar_takes_a_pick_back() {
    let pick = |pick: f64| file(Property::Picked, &[(Xmp, Value::Number(pick))]);
    assert!(merged(pick(1.0), None, Profile::News).is_picked());
    assert!(!merged(pick(1.0), Some(pick(0.0)), Profile::News).is_picked());
}
