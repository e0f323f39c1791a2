use proptest::collection::vec;
use proptest::prelude::*;

use super::wanted::{WantedError, lines, read};
use super::*;
use crate::caption::Caption;
use crate::photo::{PhotoKey, Stated};
use crate::place::gazetteer::Gazetteer;

fn photo(name: &str, text: &str, file: Option<&str>) -> Photo {
    let key = PhotoKey { input: "list.csv".to_owned(), name: name.to_owned() };
    let stated = Stated { text: text.to_owned(), file: file.map(str::to_owned), ..Stated::default() };
    Photo::read(key, stated, &Gazetteer::built_in())
}

fn collection() -> Vec<Photo> {
    vec![
        photo(
            "a1",
            "Protesters gather at the US Capitol Building in Washington, DC. Image: Getty.",
            Some("x/IMG_0001.JPG"),
        ),
        photo("a2", "A man waves a flag in the Rotunda. Image: AFP.", Some("x/IMG_0002.JPG")),
        photo("a3", "A woman waves a flag in the Senate chamber. Image: AFP.", Some("y/IMG_0002.jpg")),
        photo("é 4", "Police stand outside the House chamber.", None),
    ]
}

fn found(list: &str) -> Vec<Finding> {
    let wanted = lines(list, None).unwrap();
    let photos = collection();
    let mut finder = Finder::new(&wanted);
    for (number, photo) in (0..).zip(&photos) {
        finder.see(photo, number, number as usize + 1);
    }
    if finder.wants_likeness() {
        for (number, photo) in (0..).zip(&photos) {
            finder.see_likeness(photo, number);
        }
    }
    finder.findings()
}

/// The photos that a line means, with the reason.
fn check(line: &str, expected: &[u32], reason: &str) {
    let findings = found(line);
    let [finding] = findings.as_slice() else { panic!("{line} is {} lines", findings.len()) };
    let photos: Vec<u32> = finding.candidates.iter().map(|candidate| candidate.photo).collect();
    assert_eq!(photos, expected, "{line}: {finding:?}");
    for candidate in &finding.candidates {
        assert_eq!(candidate.reason.label(), reason, "{line}");
    }
}

#[test]
fn a_line_means_a_photo_by_key_file_caption_or_number() {
    check("list.csv#a2", &[1], "exact");
    check("a2", &[1], "exact");
    check("A2", &[1], Reason::Folded.label());
    check("E 4", &[3], Reason::Folded.label());
    check("IMG_0001.JPG", &[0], "exact");
    check("img_0001", &[0], Reason::Folded.label());
    check("C:\\photos\\Img_0001.tif", &[0], Reason::Folded.label());
    check("x/IMG_0002.JPG", &[1], "exact");
    check("Police stand outside the House chamber.", &[3], "exact");
    check("4. Police stand outside the House chamber.", &[3], "exact");
    check("• police stand, outside the House chamber", &[3], Reason::Folded.label());
    check("4", &[3], "by number");
    check("#2", &[1], "by number");
}

#[test]
fn what_is_meant_twice_keeps_all_candidates() {
    check("img_0002", &[1, 2], Reason::Folded.label());
    let finding = &found("IMG_0002.jpeg")[0];
    assert_eq!(finding.chosen().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn likeness_is_the_last_resort() {
    check("Protestors gather at US Capitol Building, Washington", &[0], "by likeness");
    check("Protesters gather at the US Capitol…", &[0], "by likeness");
    check("IMG-0001 copy.jpg", &[0], "by likeness");
    check("IMG_0009.jpg", &[], "");
    check("A dog sleeps", &[], "");
    check("9", &[], "");
    // Of photos that are alike the best goes on the list.
    let finding = &found("A woman waves a flag in the Senate")[0];
    assert_eq!(finding.chosen().collect::<Vec<_>>(), [2]);
}

#[test]
fn a_list_is_lines_or_a_column_of_a_table() {
    fn check(list: &str, column: Option<&str>, expected: &[(usize, &str)]) {
        let wanted = lines(list, column).unwrap();
        let found: Vec<(usize, &str)> = wanted.iter().map(|line| (line.line, line.text.as_str())).collect();
        assert_eq!(found, expected, "{list:?}");
    }
    check("a.jpg\r\n\r\n \"b.jpg\" \n", None, &[(1, "a.jpg"), (3, "b.jpg")]);
    check("a\rb", None, &[(1, "a"), (2, "b")]);
    check("A man, a dog\nA woman", None, &[(1, "A man, a dog"), (2, "A woman")]);
    check("Caption;File name\n\"x;\ny\";a.jpg\nz;'=b.jpg\n", None, &[(2, "a.jpg"), (4, "=b.jpg")]);
    check("credit\tWhat\nGetty\tx\n", Some("what"), &[(2, "x")]);
    check("", None, &[]);
    assert!(matches!(lines("a,b\n1,2", Some("c")), Err(WantedError::NoColumn { .. })));
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("é\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(read(&mut utf16.as_slice(), None).unwrap()[0].text, "é");
    assert_eq!(read(&mut b"caf\xe9".as_slice(), None).unwrap()[0].text, "café");
}

proptest! {
    #[test]
    fn every_photo_is_found_by_its_own_words(texts in vec("[a-z]{1,6}( [a-z]{1,6}){2,6}", 1..8)) {
        let photos: Vec<Photo> = texts.iter().enumerate().map(|(at, text)| {
            let caption = Caption { description: Some(text.clone()), ..Caption::default() };
            let key = PhotoKey { input: "i".to_owned(), name: format!("photo-{at}") };
            Photo::read(key, Stated { text: text.clone(), caption, ..Stated::default() }, &Gazetteer::built_in())
        }).collect();
        let list = texts.join("\n");
        let wanted = lines(&list, None).unwrap();
        let mut finder = Finder::new(&wanted);
        for (number, photo) in (0..).zip(&photos) {
            finder.see(photo, number, number as usize + 1);
        }
        prop_assert!(!finder.wants_likeness() || wanted.len() != texts.len());
        for (text, finding) in texts.iter().zip(finder.findings()) {
            let same: Vec<u32> = (0..).zip(&texts).filter(|(_, other)| *other == text).map(|(at, _)| at).collect();
            prop_assert_eq!(finding.candidates.iter().map(|candidate| candidate.photo).collect::<Vec<_>>(), same);
            prop_assert!(finding.candidates.iter().all(|candidate| candidate.reason == Reason::Exact));
        }
    }

    #[test]
    fn no_list_breaks_the_finder(list in "[\\PC\n\r\t;,\"]{0,60}") {
        found(&list);
    }
}
