use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::metadata::written::{Entry, ascii, tiff};
use crate::metadata::{Metadata, ReadOptions};

fn read(block: &[u8]) -> Metadata {
    let mut findings = Findings::new(ReadOptions::default());
    read_block(block, 0, &mut findings);
    findings.finish()
}

fn values(block: &[u8], property: Property) -> Vec<Value> {
    let found = read(block).candidates;
    found.into_iter().filter(|candidate| candidate.property == property).map(|candidate| candidate.value).collect()
}

/// A block of a first directory, one of Exif properties, and one of positions.
fn block(mut first: Vec<Entry>, exif: Vec<Entry>, gps: Vec<Entry>) -> Vec<u8> {
    first.push((tag::EXIF_IFD, 4, 1, vec![1]));
    first.push((tag::GPS_IFD, 4, 1, vec![2]));
    tiff(&[first, exif, gps])
}

fn bytes(tag: u16, bytes: &[u8]) -> Entry {
    (tag, 7, u32::try_from(bytes.len()).unwrap(), bytes.to_vec())
}

fn fractions(tag: u16, fractions: &[(u32, u32)]) -> Entry {
    let bytes = fractions.iter().flat_map(|(over, under)| [over.to_le_bytes(), under.to_le_bytes()].concat());
    (tag, 5, u32::try_from(fractions.len()).unwrap(), bytes.collect())
}

fn text(text: &str) -> Vec<Value> {
    vec![Value::Text(text.to_owned())]
}

#[test]
fn dates_have_their_sub_seconds_and_offsets() {
    let exif = vec![
        ascii(tag::DATE_TIME_ORIGINAL, b"2021:01:06 14:30:05"),
        ascii(tag::SUB_SECONDS_ORIGINAL, b"25"),
        ascii(tag::OFFSET_TIME_ORIGINAL, b"-05:00"),
        ascii(tag::DATE_TIME_DIGITIZED, b"2021:01:07 08:00:00"),
    ];
    let block = block(Vec::new(), exif, Vec::new());
    assert_eq!(values(&block, Property::DateCreated), text("2021:01:06 14:30:05.25-05:00"));
    assert_eq!(values(&block, Property::DateDigitized), text("2021:01:07 08:00:00"));
}

#[test]
fn comments_are_read_by_the_encoding_they_name() {
    let check = |comment: &[u8], expected: &str| {
        let block = block(Vec::new(), vec![bytes(tag::USER_COMMENT, comment)], Vec::new());
        assert_eq!(values(&block, Property::Description), text(expected), "{comment:x?}");
    };
    check(b"ASCII\0\0\0a comment", "a comment");
    check(b"UNICODE\0\xe4\0\xdf\0", "äß");
    check(b"UNICODE\0\0\xe4\0\xdf", "äß");
    check(b"UNICODE\0\xfe\xff\x73\xa9", "玩");
    check(b"\0\0\0\0\0\0\0\0undefined", "undefined");
    check(b"JIS\0\0\0\0\0\x1b$B4A\x1b(B", "漢");
    check(b"no mark at all", "no mark at all");
    check(b"ASCII\0\0\0caf\xe9", "café");
}

#[test]
fn windows_texts_are_utf_16() {
    let utf16 = |text: &str| text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let first = vec![bytes(tag::XP_TITLE, &utf16("Größe 玩")), bytes(tag::XP_KEYWORDS, &utf16("one; two;three"))];
    let block = block(first, Vec::new(), Vec::new());
    assert_eq!(values(&block, Property::Title), text("Größe 玩"));
    let keywords = ["one", "two", "three"].map(str::to_owned).to_vec();
    assert_eq!(values(&block, Property::Keywords), [Value::List(keywords)]);
}

#[test]
fn creators_and_copyright_have_their_own_separators() {
    let first = vec![ascii(tag::ARTIST, b"Ann; Bob"), ascii(tag::COPYRIGHT, b"Ann\0The Paper")];
    let block = block(first, Vec::new(), Vec::new());
    assert_eq!(values(&block, Property::Creator), [Value::List(vec!["Ann".to_owned(), "Bob".to_owned()])]);
    assert_eq!(values(&block, Property::CopyrightNotice), text("Ann\nThe Paper"));
}

#[test]
fn positions_are_degrees_north_and_east() {
    let check = |gps: Vec<Entry>, expected: Option<[f64; 2]>| {
        let found = values(&block(Vec::new(), Vec::new(), gps), Property::Gps);
        assert_eq!(found, expected.map(Value::Gps).into_iter().collect::<Vec<_>>());
    };
    let sydney = [(33, 1), (51, 1), (54, 1)];
    let east = [(151, 1), (12, 1), (3384, 100)];
    let of = |latitude: &[(u32, u32)], longitude: &[(u32, u32)]| {
        vec![ascii(1, b"S"), fractions(2, latitude), ascii(3, b"E"), fractions(4, longitude)]
    };
    check(of(&sydney, &east), Some([-33.865, 151.2094]));
    check(of(&[(335, 10), (0, 0), (0, 0)], &[(151, 1)]), Some([-33.5, 151.0]));
    check(of(&[(91, 1)], &[(0, 1)]), None);
    check(of(&[(0, 0)], &[(0, 1)]), None);
    check(vec![ascii(1, b"N"), fractions(2, &sydney)], None);
    // Where the side is not said, it is north and east.
    check(vec![fractions(2, &[(5, 1)]), fractions(4, &[(7, 1)])], Some([5.0, 7.0]));
}

#[test]
fn a_block_that_is_none_warns() {
    assert_eq!(read(b"nothing").warnings, ["cannot read the Exif block: it is not one"]);
    let missing = "cannot read the Exif block: its directory is not there";
    assert_eq!(read(b"II*\0\xff\xff\0\0").warnings, [missing]);
    assert_eq!(read(b"II*\0\0\0\0\0").warnings, [missing]);
}

proptest! {
    #[test]
    fn no_entries_make_it_panic(
        entries in vec((any::<u16>(), 0..20_u16, any::<u32>(), vec(any::<u8>(), 0..20)), 0..20),
        known in vec((prop::sample::select(vec![
            tag::IMAGE_DESCRIPTION, tag::USER_COMMENT, tag::COPYRIGHT, tag::DATE_TIME_ORIGINAL, tag::XP_TITLE, 2, 4,
        ]), 0..20_u16, 0..40_u32, vec(any::<u8>(), 0..40)), 0..10),
    ) {
        let entries = entries.into_iter().filter(|(tag, ..)| !matches!(*tag, tag::EXIF_IFD | tag::GPS_IFD)).collect();
        read(&block(entries, known.clone(), known));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..300)) {
        read(&bytes);
        read(&[b"II*\0\x08\0\0\0".as_slice(), &bytes].concat());
        read(&[b"MM\0*\0\0\0\x08".as_slice(), &bytes].concat());
        read(&[b"MM\0+\0\x08\0\0\0\0\0\0\0\0\0\x10".as_slice(), &bytes].concat());
    }
}
