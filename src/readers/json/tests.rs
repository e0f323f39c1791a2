use crate::readers::tests::{stream, unchecked};
use crate::readers::{Options, ReadError, Reader, Reading, VALUE_MAX_BYTES, Watch};
use crate::record::Record;

fn reading_mapped(text: &str, map: &[&str]) -> Result<Reading, ReadError> {
    let mut options = Options::default();
    for mapping in map {
        options.add_mapping(mapping)?;
    }
    Reader::with(options).read(&stream(text.as_bytes()), &Watch::none())
}

fn reading(text: &str) -> Reading {
    reading_mapped(text, &[]).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The photos as `name: text`.
fn check(text: &str, expected: &[&str]) {
    let photos = reading(text).photos;
    let shown: Vec<String> = photos.iter().map(|photo| format!("{}: {}", photo.key.name, photo.text())).collect();
    assert_eq!(shown, expected, "{text}");
}

fn check_warnings(text: &str, expected: &[&str]) {
    assert_eq!(reading(text).summary.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{text}");
}

fn check_error(text: &str, expected: &str) {
    assert_eq!(reading_mapped(text, &[]).unwrap_err().to_string(), expected, "{text}");
}

#[test]
fn arrays_lines_holders_and_single_objects_open() {
    let one_and_two = ["1: x", "2: y"];
    check("[{\"id\":1,\"caption\":\"x\"},\n {\"id\":2,\"caption\":\"y\"}]", &one_and_two);
    check("\u{feff} {\"id\":1,\"caption\":\"x\"}\n\n{\"id\":2,\"caption\":\"y\"}\r\n", &one_and_two);
    check("{\"photos\":[{\"id\":1,\"caption\":\"x\"},{\"id\":2,\"caption\":\"y\"}]}", &one_and_two);
    check(
        "{\"meta\":{\"n\":2},\"data\":{\"list\":[{\"id\":1,\"caption\":\"x\"},{\"id\":2,\"caption\":\"y\"}]}}",
        &one_and_two,
    );
    check("{\"id\":1,\n\"caption\":\"x\"}", &["1: x"]);
    check("{\"id\":1,\"title\":\"x\",\"contributors\":[{\"title\":\"Mr\",\"name\":\"N\"}]}", &["1: x"]);
    assert_eq!(reading("{\"title\":\"Album\",\"photos\":[{\"caption\":\"x\"}]}").summary.title, "Album");
}

#[test]
fn members_become_fields() {
    let text = r#"[{"acno":"P1","id":7,"ExhTitle":"T","creditLine":"C","all_artists":"Ann Other",
        "contributors":[{"fc":"Someone Else"}],"dateText":"n.d.","dateRange":{"startYear":1871,"endYear":1873,"text":"x"},
        "subjects":{"name":"subject","children":[{"name":"people","children":[{"name":"woman"},{"name":"man"}]}]},
        "images":[{"image_url":"http://x/1.jpg"}],"tags":["a","b, c"],"height":1e400,"nothing":null}]"#;
    let reading = reading(text);
    let photo = &reading.photos[0];
    assert_eq!((photo.key.name.as_str(), photo.text()), ("P1", "T"));
    assert_eq!(photo.caption.creator, ["Ann Other"]);
    assert_eq!(photo.caption.credit_line.as_deref(), Some("C"));
    assert_eq!(photo.caption.date_created.as_ref().map(ToString::to_string).as_deref(), Some("1871/1873"));
    assert_eq!(photo.caption.keywords, ["woman", "man", "a", "b, c"]);
    assert_eq!(photo.picture.as_deref(), Some("http://x/1.jpg"));
    assert_eq!(reading.summary.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(), ["not used: “height”"]);
}

#[test]
fn numbers_are_kept_as_written() {
    check(
        "[{\"id\":99999999999999999999999999999999999,\"caption\":1e400}]",
        &["99999999999999999999999999999999999: 1e400"],
    );
}

#[test]
fn the_users_mapping_wins() {
    let text = "[{\"caption\":\"x\",\"Foo\":\"y\"}]";
    assert_eq!(reading_mapped(text, &["foo=caption"]).unwrap().photos[0].text(), "y");
    let error = reading_mapped(text, &["bar=caption"]).unwrap_err().to_string();
    assert_eq!(
        error,
        "cannot map the column “bar”: there is none of that name, the columns being “caption”, “Foo”: standard input"
    );
}

#[test]
fn a_broken_item_costs_only_itself() {
    check("[{\"id\":1,\"caption\":\"x\"},{\"id\":},7,\"s\",[],null,{\"id\":2,\"caption\":\"y\"}]", &["1: x", "2: y"]);
    check_warnings(
        "[{\"id\":1,\"caption\":\"x\"},\n {\"id\":},7]",
        &[
            "item 2 in line 2: left out: expected value in line 2, column 8",
            "item 3 in line 2: left out: it is not an object, and photos are objects",
        ],
    );
    check("[{\"id\":1,\"caption\":\"x\"} {\"id\":2,\"caption\":\"y\"}", &["1: x", "2: y"]);
    check("[\n{\"id\":1,\"caption\":\"cut},\n{\"id\":2,\"caption\":\"y\"}\n]", &["2: y"]);
    check("{\"id\":1,\"caption\":\"cut\n{\"id\":2,\"caption\":\"y\"}\n7\n", &["2: y"]);
    check("[{\"id\":1,\"caption\":\"x\"},{\"id\":2,\"cap", &["1: x"]);
}

#[test]
fn repeated_members_and_half_characters_are_mended_with_a_warning() {
    let text = "[{\"id\":1,\"caption\":\"a\",\"caption\":\"b\"}]";
    check(text, &["1: b"]);
    check_warnings(text, &["item 1 in line 1: stated more than once, the last being taken: “caption”"]);
    let text = r#"[{"id":1,"caption":"x\ud800y \udc00 \ud83d\ude00 \\ud800 \ud800\u0041"}]"#;
    check(text, &["1: x\u{fffd}y \u{fffd} 😀 \\ud800 \u{fffd}A"]);
    check_warnings(text, &["item 1 in line 1: half characters (lone surrogates) were replaced by �"]);
}

/// With a look at every member for each, this took half an hour.
#[test]
fn an_object_of_very_many_members_is_read_in_one_pass() {
    let members: String = (0..300_000).map(|n| format!("\"member {n}\":{n},")).collect();
    check(&format!("[{{{members}\"id\":1,\"caption\":\"a\"}}]"), &["1: a"]);
    check(&format!("[{{{members}{members}\"id\":1,\"id\":2,\"caption\":\"a\"}}]"), &["2: a"]);
}

/// A chain of places is taken apart by itself, one within the other.
#[test]
fn a_place_whose_path_has_no_end_is_not_taken_for_one_of_ours() {
    let path = vec!["a"; 30_000];
    let place = serde_json::json!({"id": "a", "name": "a", "path": path, "relation": "in"});
    let photo = serde_json::json!({"key": "i#1", "position": 1, "text": "A man waves.", "places": [place]});
    let read = reading(&format!("[{photo}]"));
    assert_eq!((read.photos.len(), read.photos[0].places.len()), (1, 1));
    assert!(
        read.summary.warnings[0].text.contains("the path of a place has 30000 names, and may have 16"),
        "{:?}",
        read.summary.warnings
    );
}

#[test]
fn nesting_of_10_000_is_a_warning_or_an_error() {
    let deep = |open: &str, close: &str| open.repeat(10_000) + &close.repeat(10_000);
    for nested in [deep("[", "]"), deep("{\"a\":", "}"), "[".repeat(100_000), "{\"caption\":[".repeat(10_000)] {
        let Err(ReadError::BrokenJson { why, .. }) = reading_mapped(&nested, &[]) else { panic!("it was read") };
        assert_eq!(why, "it is nested more than 100 deep");
        check(&format!("[{{\"id\":1,\"caption\":\"x\"}},{nested}"), &["1: x"]);
    }
    check(
        &format!("[{{\"id\":1,\"caption\":\"x\"}},{{\"caption\":{}}},{{\"id\":2,\"caption\":\"y\"}}]", deep("[", "]")),
        &["1: x", "2: y"],
    );
    check(
        &format!("{{\"id\":1,\"caption\":\"x\"}}\n{{\"caption\":{}}}\n{{\"id\":2,\"caption\":\"y\"}}", deep("[", "]")),
        &["1: x", "2: y"],
    );
}

#[test]
fn what_holds_no_photo_says_why() {
    check_error("[]", "no photos found: it holds nothing that is known: standard input");
    check_error("{}", "no photos found: it holds nothing that is known: standard input");
    check_error(
        "[{\"a\":1},{\"b\":2}]",
        "no captions found: no column is known to hold them; name one with --map COLUMN=caption, the columns being “a”, “b”: standard input",
    );
    check_error(
        "[{\"caption\":\n\"x\" \"y\"}]",
        "broken JSON: expected `,` or `}` in line 2, column 5: standard input",
    );
    check_error("{\"caption\": tru}", "broken JSON: expected ident in line 1, column 16: standard input");
    check_error(
        "[[1],2]",
        "no photos found: item 1 in line 1: left out: it is not an object, and photos are objects: standard input",
    );
}

#[test]
fn a_string_of_more_than_a_mebibyte_costs_its_record() {
    let text = format!("{{\"id\":1,\"caption\":\"{}\"}}\n{{\"id\":2,\"caption\":\"y\"}}", "x".repeat(VALUE_MAX_BYTES));
    check(&text, &["2: y"]);
    check_warnings(&text, &["line 1: left out: “caption” has 1048578 bytes, and at most 1048576 are read"]);
}

#[test]
fn our_own_records_come_back_or_are_read_as_any_other() {
    let text = "[{\"key\":\"in#1\",\"text\":\"A man waves. Image: Getty.\"},{\"key\":\"in#1\",\"text\":\"y\"},\
        {\"key\":\"in#2\",\"text\":\"z\",\"date_created\":\"never\"}]";
    let reading = reading(text);
    let keys: Vec<String> = reading.photos.iter().map(|photo| photo.key.to_string()).collect();
    assert_eq!(keys, ["in#1", "in#1-2", "in#2"]);
    // Nothing is read from the text of a record that states no credit.
    assert_eq!(reading.photos[0].caption.credit_line, None);
    assert_eq!(reading.photos[2].text(), "z");
    assert_eq!(
        reading.summary.warnings[0].to_string(),
        "item 2 in line 1: the key in#1 is already taken: it becomes in#1-2"
    );
    assert!(
        reading.summary.warnings[1]
            .to_string()
            .starts_with("item 3 in line 1: not quite a record of an export: “never” is not a date")
    );
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\[|\\]|\\{|\\}|\"|,|:|\n|\\\\|\\\\ud800|id|caption|1| |é){0,60}") {
        for start in ["", "{", "[{\"caption\":"] {
            let _ = reading_mapped(&format!("{start}{text}"), &[]);
        }
    }

    #[test]
    fn our_own_records_give_back_the_same_photos(photos in proptest::collection::vec(crate::record::generated::any_photo(), 1..4)) {
        let mut keys = std::collections::HashSet::new();
        let photos: Vec<_> = photos.into_iter().filter(|photo| keys.insert(photo.key.clone())).collect();
        let records: Vec<Record> = photos.iter().enumerate().map(|(n, photo)| Record::of(photo, n + 1)).collect();
        let array = serde_json::to_string_pretty(&records).unwrap();
        proptest::prop_assert_eq!(&unchecked(reading_mapped(&array, &[]).unwrap()), &photos);
        let lines: Vec<String> = records.iter().map(|record| serde_json::to_string(record).unwrap()).collect();
        proptest::prop_assert_eq!(&unchecked(reading_mapped(&lines.join("\n"), &[]).unwrap()), &photos);
    }
}
