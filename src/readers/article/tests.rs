use crate::readers::{Input, Options, ReadError, Reader, Reading, VALUE_MAX_BYTES, Watch};

fn reading(text: &str) -> Result<Reading, ReadError> {
    Reader::with(Options::default()).read(&Input::Pasted(text.to_owned()), &Watch::none())
}

fn texts(reading: &Reading) -> Vec<&str> {
    reading.photos.iter().map(|photo| photo.text()).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(texts(&reading(text).unwrap()), expected, "{text:?}");
}

fn check_heading(text: &str, title: &str, published: Option<&str>, credit: Option<&str>) {
    let reading = reading(&format!("{text}\n\nA man waves. Image: Getty.\n")).unwrap();
    assert_eq!(reading.summary.title, title, "{text:?}");
    assert_eq!(reading.summary.published.as_ref().map(ToString::to_string).as_deref(), published, "{text:?}");
    assert_eq!(reading.summary.credit.as_deref(), credit, "{text:?}");
    assert_eq!(reading.photos[0].published, reading.summary.published);
}

#[test]
fn lines_that_end_in_a_credit_are_captions_byte_for_byte() {
    check("A man waves. Image: Getty.", &["A man waves. Image: Getty."]);
    check("  A man  waves. (Photo by Jane Doe/AFP) \r\n", &["  A man  waves. (Photo by Jane Doe/AFP) "]);
    check(
        "One two three. Image: Getty.\rFour five six. Image: AP.\r",
        &["One two three. Image: Getty.", "Four five six. Image: AP."],
    );
    check("A man waves. Image: Getty.\nA man waves. Image: Getty.", &["A man waves. Image: Getty."; 2]);
}

#[test]
fn prose_and_other_credits_are_no_captions() {
    let prose = "He left.\n\nWatch: a film.\n\nRead more: Exactly what happened, and why.\n\n\"I know,\" he said.\n\
        Waves. Image: Getty.\n\nPhoto by Jane Doe/AFP\n\nFeature Image: Getty.\n\nA man and a dog.\n\nFeature Image: Getty.\n\nA man and a dog. Feature Image: Getty.";
    assert!(matches!(reading(prose), Err(ReadError::NoCaptions { .. })));
}

#[test]
fn prose_that_goes_on_in_the_next_line_ends_in_no_credit() {
    let caption = "A man waves at the crowd. Image: Getty.";
    let prose = "As he reached the sea the storm ceased. The sun\nshone out, and the waves died down.";
    check(&format!("{prose}\n\n{caption}"), &[caption]);
    check("Waves at the crowd. Photo: Getty images\nShare this", &["Waves at the crowd. Photo: Getty images"]);
}

#[test]
fn a_credit_right_below_a_caption_joins_it() {
    check("A man waves\nPhoto by Jane Doe/AFP\n", &["A man waves\nPhoto by Jane Doe/AFP"]);
    check("A man waves.\r\nImage: Getty.\r\n\r\nx", &["A man waves.\r\nImage: Getty."]);
    check("A man waves. Image: Getty.\nPhoto: Jane Doe/AFP", &["A man waves. Image: Getty.\nPhoto: Jane Doe/AFP"]);
    check("A man waves. Image: Getty.\nFeature Image: Getty.", &["A man waves. Image: Getty."]);
    check("A man waves. Image: Getty.\n\nImage: AP.", &["A man waves. Image: Getty."]);
    check("A man waves. Image: Getty.\n— With AAP.", &["A man waves. Image: Getty."]);
    let photo = reading("A man waves\nPhoto by Jane Doe/AFP\n").unwrap().photos.remove(0);
    assert_eq!(photo.caption.creator, ["Jane Doe"]);
    assert_eq!(photo.caption.description.as_deref(), Some("A man waves"));
}

#[test]
fn headings_dates_and_agency_lines_tell_about_the_collection() {
    check_heading("A day in town\n\nPublished: 7 January 2021", "A day in town", Some("2021-01-07"), None);
    check_heading(" date 2021-01-07 Dozens of people came.", "Pasted text", Some("2021-01-07"), None);
    check_heading("# A day\n\nThursday, Jan. 7, 2021", "A day", Some("2021-01-07"), None);
    check_heading("First published on Thursday 7 January 2021 at 9am", "Pasted text", Some("2021-01-07"), None);
    check_heading("2021-01-07T10:00:00+11:00", "Pasted text", Some("2021-01-07T10:00:00+11:00"), None);
    check_heading("Veröffentlicht: 2021-01-07", "Pasted text", Some("2021-01-07"), None);
    check_heading("It was on 7 January 2021 that they came.", "Pasted text", None, None);
    check_heading("What happened?\n1935", "What happened?", None, None);
    check_heading("A day in town\n\n— With AAP.", "A day in town", None, Some("With AAP"));
    check_heading("- With Reuters and AFP", "Pasted text", None, Some("With Reuters and AFP"));
    check_heading("With friends", "With friends", None, None);
}

#[test]
fn a_line_of_10_mb_is_left_out_with_its_number() {
    let text =
        format!("A man waves. Image: Getty.\n{} Image: Getty.\nA dog barks. Image: Getty.", "x ".repeat(5_000_000));
    let reading = reading(&text).unwrap();
    assert_eq!(reading.photos.len(), 2);
    let expected = format!("line 2: the line has 10000014 bytes, and at most {VALUE_MAX_BYTES} are read");
    assert_eq!(reading.summary.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
}

proptest::proptest! {
    #[test]
    fn every_photo_of_any_text_is_a_piece_of_it(lines in proptest::collection::vec(proptest::sample::select(vec![
        "A man waves. Image: Getty.", "Image: Getty.", "A man waves", "", " ", "— With AAP.", "Photo: Ann Other/AP", "date 2021-01-07", "é | (", "中文 的 照片 (Photo by Jane Doe/AFP)",
    ]), 0..12)) {
        let text = lines.join("\n");
        if let Ok(reading) = reading(&text) {
            let mut rest = text.as_str();
            for photo in reading.photos {
                let at = rest.find(photo.text());
                proptest::prop_assert!(at.is_some());
                rest = rest.split_at(at.unwrap() + photo.text().len()).1;
            }
        }
    }
}

#[test]
fn captions_in_brackets_are_captions() {
    check(
        "The Rivers\n\nWe set out.\n\n[Illustration: The ferry\nat Thornby]\n\nA man waves. Image: Getty.\n[Illustration]\n[Illustration: B]",
        &["The ferry\nat Thornby", "A man waves. Image: Getty.", "B"],
    );
}
