use proptest::prelude::*;

use super::*;
use crate::caption::Caption;
use crate::photo::{PhotoKey, Stated};
use crate::place::gazetteer::Gazetteer;
use crate::record::generated::{any_photo, hostile_text};

const AT: At<'static> = At { number: 7, position: 9, dates: DateForm::Ap, composed: None };

fn photo(credit: Option<&str>, headline: Option<&str>) -> Photo {
    let caption = Caption {
        description: Some("A man waves.".to_owned()),
        credit_line: credit.map(str::to_owned),
        headline: headline.map(str::to_owned),
        date_created: crate::caption::date::Date::parse("2021-01-06").ok(),
        ..Caption::default()
    };
    let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
    Photo::read(key, Stated { text: "A man waves.".to_owned(), caption, ..Stated::default() }, &Gazetteer::built_in())
}

/// What a pattern makes of a photo with credit and headline, and of one with neither.
fn check(pattern: &str, with: &str, without: &str) {
    let pattern: Pattern = pattern.parse().unwrap();
    assert_eq!(pattern.rendered(&photo(Some("AFP"), Some("Wave")), AT), with, "{pattern}");
    assert_eq!(pattern.rendered(&photo(None, None), AT), without, "{pattern}");
}

fn check_error(pattern: &str, expected: &str) {
    assert_eq!(pattern.parse::<Pattern>().unwrap_err().to_string(), expected, "{pattern}");
}

#[test]
fn what_is_absent_leaves_no_litter() {
    check("{caption} ({credit})", "A man waves. (AFP)", "A man waves.");
    check("{headline}: {caption}", "Wave: A man waves.", "A man waves.");
    check("{headline}. {credit}", "Wave. AFP", "");
    check("{caption} — {credit}", "A man waves. — AFP", "A man waves.");
    check("{headline}, {credit}, {number}", "Wave, AFP, 7", "7");
    check("{caption}[ Photo: {credit}]", "A man waves. Photo: AFP", "A man waves.");
    check("{caption} Photo: {credit}", "A man waves. Photo: AFP", "A man waves. Photo:");
    check("[{headline}: ]{caption}", "Wave: A man waves.", "A man waves.");
    check("{headline} - by {credit}", "Wave - by AFP", "");
    check("{credit} – says {number}", "AFP – says 7", "says 7");
    check("{number}. {headline}", "7. Wave", "7.");
    check("({headline}; {credit})", "(Wave; AFP)", "");
    check("{caption} (Photo by {creator}/{credit})", "A man waves. (Photo by AFP)", "A man waves.");
    check("[{headline} [({credit}) ]]{number}", "Wave (AFP) 7", "7");
    check("", "", "");
}

#[test]
fn the_first_field_with_a_value_counts() {
    check("{headline|title|caption}", "Wave", "A man waves.");
    check("{creator|credit}", "AFP", "");
}

#[test]
fn additions_change_the_value() {
    check("{number:03} {headline:upper}", "007 WAVE", "007");
    check("{caption:7}", "A man…", "A man…");
    check("{caption:12}", "A man waves.", "A man waves.");
    check("{caption:1}", "…", "…");
    check(
        "{date} {date:long} {date:iso}",
        "Jan. 6, 2021 6 January 2021 2021-01-06",
        "Jan. 6, 2021 6 January 2021 2021-01-06",
    );
    check("{credit:lower:2}", "a…", "");
}

#[test]
fn signs_without_fields_are_text() {
    check("[sic] (really) {number}", "[sic] (really) 7", "[sic] (really) 7");
    check("\\{number\\} \\(", "{number} (", "{number} (");
    check("a) {number} :-(", "a) 7 :-(", "a) 7 :-(");
    check("[({number}]", "(7", "(7");
    check("c:\\temp }", "c:\\temp }", "c:\\temp }");
}

#[test]
fn errors_say_what_and_where() {
    check_error("a {kaption}", "there is no field “kaption”, at character 3");
    check_error("{caption", "a { has no }, at character 1");
    check_error("é[{caption}", "a [ has no ], at character 2");
    check_error("{composed}", "the pattern makes “composed”, so that it cannot name it, at character 1");
    check_error("{date:klingon}", "“klingon” is neither a width, upper, lower nor a form of dates, at character 1");
    check_error("{number:0}", "“0” is neither a width, upper, lower nor a form of dates, at character 1");
    check_error(&"[".repeat(50), "brackets are nested more than 8 deep, at character 9");
    check_error(&"a".repeat(5_000), "the pattern has more than 4000 bytes, at character 1");
}

proptest! {
    #[test]
    fn no_text_breaks_the_parser(source in "[a{}()\\[\\]\\\\|: number]{0,40}", photo in any_photo()) {
        if let Ok(pattern) = source.parse::<Pattern>() {
            prop_assert_eq!(pattern.to_string(), source);
            pattern.rendered(&photo, AT);
        }
    }

    #[test]
    fn an_escaped_text_is_made_as_it_is(text in hostile_text(), photo in any_photo()) {
        prop_assume!(text.len() < PATTERN_BYTES_MAX / 2);
        let pattern: Pattern = Pattern::escaped(&text).parse().unwrap();
        prop_assert_eq!(pattern.rendered(&photo, AT), text);
    }

    #[test]
    fn a_caption_stands_in_what_is_made_as_it_is(photo in any_photo()) {
        let pattern: Pattern = "{text} ({credit})".parse().unwrap();
        let made = pattern.rendered(&photo, AT);
        let blank = |text: &str| text.trim().is_empty();
        let credit = photo.caption.credit_line.as_deref().filter(|credit| !blank(credit));
        let expected = match (blank(photo.text()), credit) {
            (false, Some(credit)) => format!("{} ({credit})", photo.text()),
            (false, None) => photo.text().to_owned(),
            (true, Some(credit)) => format!("({credit})"),
            (true, None) => String::new(),
        };
        prop_assert_eq!(made, expected);
    }
}
