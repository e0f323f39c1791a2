use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::metadata::written::iim as written;
use crate::metadata::{Metadata, ReadOptions};

fn read_block(block: &[u8]) -> Metadata {
    let mut findings = Findings::new(ReadOptions::default());
    read(block, &mut findings);
    findings.finish()
}

fn check(datasets: &[(u8, u8, Vec<u8>)], property: Property, expected: &[(Value, &[Badge])]) {
    let found = read_block(&written(datasets)).candidates;
    let found: Vec<_> = found.into_iter().filter(|candidate| candidate.property == property).collect();
    let found: Vec<_> = found.iter().map(|candidate| (candidate.value.clone(), candidate.badges.as_slice())).collect();
    assert_eq!(found, expected);
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn list(texts: &[&str]) -> Value {
    Value::List(texts.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn every_dataset_goes_where_it_belongs() {
    let dataset = |number, text: &str| (2, number, text.as_bytes().to_vec());
    let block = [
        dataset(105, "Headline"),
        dataset(25, "one"),
        dataset(25, "two"),
        dataset(80, "Ann"),
        dataset(80, "Bob"),
        dataset(55, "20210106"),
        dataset(60, "143005+0100"),
    ];
    check(&block, Property::Headline, &[(text("Headline"), &[])]);
    check(&block, Property::Keywords, &[(list(&["one", "two"]), &[])]);
    check(&block, Property::Creator, &[(list(&["Ann", "Bob"]), &[])]);
    check(&block, Property::DateCreated, &[(text("20210106 143005+0100"), &[])]);
    check(&block, Property::City, &[]);
}

#[test]
fn a_value_as_long_as_its_limit_may_be_cut() {
    let of_len = |len: usize| (2, 110, vec![b'x'; len]);
    check(&[of_len(31)], Property::CreditLine, &[(text(&"x".repeat(31)), &[])]);
    check(&[of_len(32)], Property::CreditLine, &[(text(&"x".repeat(32)), &[Badge::CutAtLimit])]);
    check(&[of_len(33)], Property::CreditLine, &[(text(&"x".repeat(33)), &[])]);
    check(&[(2, 100, b"USA".to_vec())], Property::CountryCode, &[(text("USA"), &[])]);
}

#[test]
fn a_block_may_lie_about_its_encoding_and_mix_several() {
    let flagged = |bytes: &[u8]| vec![(1, 90, b"\x1b%G".to_vec()), (2, 120, bytes.to_vec())];
    check(&flagged(b"Gr\xf6\xdfe"), Property::Description, &[(text("Größe"), &[Badge::MojibakeRepaired])]);
    let mixed = [(2, 25, "Größe".as_bytes().to_vec()), (2, 25, b"Stra\xdfe".to_vec())];
    check(&mixed, Property::Keywords, &[(list(&["Größe", "Straße"]), &[])]);
}

#[test]
fn extended_datasets_are_read_whole() {
    let long = "word ".repeat(10_000);
    check(&[(2, 120, long.clone().into_bytes())], Property::Description, &[(text(&long), &[])]);
}

#[test]
fn photo_mechanics_marks_are_read() {
    let found = read_block(&written(&[(2, 221, b"1:6:3:-00001".to_vec())])).candidates;
    let found: Vec<_> = found.iter().map(|candidate| (candidate.property, candidate.value.clone())).collect();
    let number = Value::Number;
    let expected =
        [(Property::Picked, number(1.0)), (Property::ColorClass, number(6.0)), (Property::Rating, number(3.0))];
    assert_eq!(found, expected);
}

#[test]
fn a_block_whose_words_are_swapped_is_put_right() {
    let mut block = written(&[(2, 105, b"Headline".to_vec())]);
    block.resize(block.len().div_ceil(4) * 4, 0);
    let swapped: Vec<u8> = block.chunks(4).flat_map(|word| word.iter().rev()).copied().collect();
    assert_eq!(read_block(&swapped).candidates, read_block(&block).candidates);
    assert_eq!(read_block(&swapped).candidates.len(), 1);
}

#[test]
fn lengths_that_lie_are_harmless() {
    for block in [
        b"\x1c\x02\x78".as_slice(),
        b"\x1c\x02\x78\xff\xff",
        b"\x1c\x02\x78\x80\x08\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x1c\x02\x78\xff\xff\x00",
        b"\x1c\x02\x78\x80\x09\x00",
    ] {
        assert_eq!(read_block(block).candidates, [], "{block:x?}");
    }
    // What is there of a value that is cut off is kept.
    assert_eq!(read_block(b"\x1c\x02\x78\x00\x09text").candidates[0].value, text("text"));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(keywords in vec("[^\\p{C}\\s]{1,30}", 1..20), headline in "[^\\p{C}\\s]{1,40}") {
        let mut datasets = vec![(1, 90, b"\x1b%G".to_vec()), (2, 105, headline.clone().into_bytes())];
        datasets.extend(keywords.iter().map(|keyword| (2, 25, keyword.clone().into_bytes())));
        let found = read_block(&written(&datasets)).candidates;
        prop_assert_eq!(&found[0].value, &Value::Text(headline));
        prop_assert_eq!(&found[1].value, &Value::List(keywords));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..300), datasets in vec((1..4_u8, any::<u8>(), vec(any::<u8>(), 0..40)), 0..20)) {
        read_block(&bytes);
        read_block(&[b"\x1c\x02".as_slice(), &bytes].concat());
        read_block(&written(&datasets));
    }
}
