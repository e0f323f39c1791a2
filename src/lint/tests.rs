use super::*;
use crate::caption::Caption;
use crate::caption::date::Date;
use crate::photo::{PhotoKey, Stated};
use crate::place::gazetteer::Gazetteer;

const GOOD: &str = "Nancy Pelosi speaks in the Senate chamber on Jan. 6, 2021. (AP Photo/Jane Doe)";

fn lint(style: &str) -> Lint {
    Lint { style: Arc::new(HouseStyle::built_in(style).unwrap()), today: Some(20_260_101) }
}

fn photo(text: &str, caption: Caption) -> Photo {
    let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
    let stated = Stated { text: text.to_owned(), caption, ..Stated::default() };
    Photo::read_until(key, stated, &Gazetteer::built_in(), Some(20_260_101))
}

/// The kinds found, without those of parts that a test's caption need not have, each with the words it marks.
fn found(style: &str, text: &str, caption: Caption) -> Vec<String> {
    let lint = lint(style);
    let photo = photo(text, caption);
    let findings = findings(&photo, &lint);
    let kinds: Findings = findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, super::kinds(&photo, &lint), "{text}");
    let parts = [
        FindingKind::NoPlace,
        FindingKind::NoDate,
        FindingKind::NoCredit,
        FindingKind::NoCreator,
        FindingKind::NoAltText,
        FindingKind::NoKeywords,
    ];
    let mut found: Vec<(FindingKind, String)> = findings
        .iter()
        .filter(|finding| !parts.contains(&finding.kind))
        .map(|finding| {
            let marked = finding.span.clone().map(|span| format!(" {}", &text[span])).unwrap_or_default();
            (finding.kind, format!("{}{marked}", finding.kind.name()))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, words)| words).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(found("common", text, Caption::default()), expected, "{text}");
}

fn check_style(style: &str, text: &str, expected: &[&str]) {
    assert_eq!(found(style, text, Caption::default()), expected, "{style}: {text}");
}

#[test]
fn a_good_caption_has_no_finding() {
    let kinds: Vec<_> = super::kinds(&photo(GOOD, Caption::default()), &lint("common")).kinds().collect();
    assert_eq!(kinds, []);
}

#[test]
fn missing_parts_are_told() {
    let kinds = |text: &str| super::kinds(&photo(text, Caption::default()), &lint("ap"));
    let missing = |text: &str| {
        let kinds = kinds(text);
        [
            FindingKind::NoCaption,
            FindingKind::NoPlace,
            FindingKind::NoDate,
            FindingKind::NoCredit,
            FindingKind::NoCreator,
        ]
        .map(|kind| kinds.has(kind))
    };
    assert_eq!(missing(""), [true, true, true, true, false]);
    assert_eq!(missing(GOOD), [false; 5]);
    assert_eq!(missing("A man waves in the Rotunda. Image: Getty."), [false, false, true, false, true]);
}

#[test]
fn an_articles_day_is_its_photos_day_but_for_agencies() {
    let dated = |style: &str| {
        let stated = Stated {
            text: "A man waves in the Rotunda.".to_owned(),
            published: Date::parse("2021-01-07").ok(),
            ..Stated::default()
        };
        let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
        let photo = Photo::read(key, stated, &Gazetteer::built_in());
        let style = Arc::new(HouseStyle::built_in(style).unwrap());
        !kinds(&photo, &Lint { style, today: None }).has(FindingKind::NoDate)
    };
    assert_eq!(["common", "web", "ap", "getty", "reuters"].map(dated), [true, true, false, false, false]);
}

#[test]
fn alt_texts_are_missed_only_where_pages_are_made() {
    let missed = |style: &str| kinds(&photo(GOOD, Caption::default()), &lint(style)).has(FindingKind::NoAltText);
    assert_eq!(["common", "ap", "getty", "reuters", "web"].map(missed), [false, false, false, false, true]);
}

#[test]
fn weekdays_belong_to_their_dates() {
    check("Jane Doe waves on Wednesday, Jan. 6, 2021.", &[]);
    check("Jane Doe waves on Tuesday, Jan. 6, 2021.", &["weekday Tuesday"]);
    check("Jane Doe waves, Jan. 6, 2021 (Friday).", &["weekday Friday"]);
    check("Jane Doe winkt am Montag, 6. Januar 2021.", &["weekday Montag"]);
    check("Jane Doe salue le mercredi 6 janvier 2021.", &[]);
    check("Jane Doe sat on Jan. 6, 2021, sat down again.", &[]);
}

#[test]
fn days_that_are_not_and_days_to_come_are_told() {
    check("Jane Doe waves on February 30, 2021.", &["impossible-date February 30"]);
    check("Jane Doe waves on 31 June 2019.", &["impossible-date 31 June"]);
    check("In June 31 people were rescued in Rome.", &[]);
    check("Jane Doe waves on Feb. 29, 2020.", &[]);
    check("Jane Doe waves on Feb. 29, 2021.", &["impossible-date Feb. 29"]);
    check("Jane Doe waves in May 2021 with 45 people.", &[]);
    check("Jane Doe waves on March 3, 2031.", &["future-date March 3, 2031"]);
    check("Jane Doe waves on Jan. 6.", &["no-year Jan. 6"]);
    check("FILE - Jane Doe waves at the crowd.", &["undated-file FILE"]);
    check("FILE - Jane Doe waves at the crowd, March 3, 2020.", &[]);
    let dated = |date: &str| Caption { date_created: Date::parse(date).ok(), ..Caption::default() };
    assert_eq!(found("common", "Jane Doe waves.", dated("1780")), ["too-old"]);
    assert_eq!(found("common", "Jane Doe waves.", dated("2030-01-01")), ["future-date"]);
    assert_eq!(
        found("common", "Jane Doe waves on Jan. 6, 2021.", dated("2021-02-06")),
        ["dates-disagree Jan. 6, 2021"]
    );
    assert_eq!(found("common", "Jane Doe waves on Jan. 6, 2021.", dated("2021-01-06")), [] as [&str; 0]);
    assert_eq!(found("common", "Jane Doe waves in January 2021.", dated("2021-01-06")), [] as [&str; 0]);
}

#[test]
fn people_have_names_and_names_have_positions() {
    check("A man waves at the crowd.", &["unnamed-people A man"]);
    check("Jane Doe and an unidentified man wave.", &["unnamed-people unidentified"]);
    check("Nancy Pelosi and a man wave at the crowd.", &[]);
    check("Anna Miller, John Smith and Mary Jones wave at the crowd.", &["no-positions Anna Miller"]);
    check("(L-R) Anna Miller, John Smith and Mary Jones wave.", &[]);
    check("From left, Anna Miller, John Smith and Mary Jones wave.", &[]);
    check("Anna Miller (L), John Smith (C) and Mary Jones (R) wave.", &[]);
    check("Jane Doe, left, talks to John Smith in the hall.", &[]);
    check("Anna Miller, left, John Smith and Mary Jones wave at the crowd.", &["more-names Mary Jones"]);
    check("(L-R) Anna Miller waves at the crowd.", &["more-positions L-R"]);
    check("Jane Doe, second from left, waves at the crowd.", &[]);
}

#[test]
fn what_nobody_wrote_is_no_caption() {
    check("Name to come waves at the crowd.", &["boilerplate Name to come"]);
    check("OLYMPUS DIGITAL CAMERA", &["boilerplate OLYMPUS DIGITAL CAMERA", "all-capitals"]);
    check("DSC_0042.JPG", &["boilerplate DSC_0042.JPG"]);
    check("Jane Doe names to her friends.", &[]);
}

#[test]
fn broken_characters_and_markup_are_told() {
    check("Angela visits the CafÃ© in Paris.", &["mojibake Ã©"]);
    check("Itâ€™s Jane Doe in the hall.", &["mojibake â€™"]);
    check("Jane Doe in the caf\u{fffd} of the hall.", &["mojibake \u{fffd}"]);
    check("Jane Doe im Café Müller, über den Dächern.", &[]);
    check("Jane Doe &amp; John Smith wave.", &["markup &amp;"]);
    check("<p>Jane Doe waves at the crowd.", &["markup <p>"]);
    check("Jane Doe waves <3 at R&D; 1 < 2 > 0.", &[]);
    check("Jane Doe  waves at the crowd.", &["spaces   "]);
    check("Jane\u{ad} Doe waves at the crowd.", &["hidden-characters \u{ad}"]);
    check("Jane Doe (left waves at the crowd.", &["unbalanced ("]);
    check("Jane Doe left) waves at the crowd]", &["unbalanced ]"]);
    check("Jane Doe waves “hello” at the crowd :)", &[]);
    check("Jane Doe waves at the the crowd.", &["repeated-word the the"]);
    check("Duran Duran waves at the crowd.", &[]);
    check("JANE DOE WAVES AT THE CROWD.", &["all-capitals"]);
}

#[test]
fn credits_are_right_and_agree() {
    check("Jane Doe waves. (Photo by John Smith/Retuers)", &["agency-spelling Retuers"]);
    check("Jane Doe waves. (Photo by John Smith/Gettty Images)", &["agency-spelling Gettty Images"]);
    let credited = |creator: &str, line: &str| Caption {
        creator: vec![creator.to_owned()],
        credit_line: Some(line.to_owned()),
        ..Caption::default()
    };
    let text = "Jane Doe waves. (Photo by John Smith/Getty Images)";
    assert_eq!(found("common", text, credited("John Smith", "Getty Images")), [] as [&str; 0]);
    assert_eq!(
        found("common", text, credited("Mary Jones", "Getty Images")),
        ["credit-disagrees John Smith/Getty Images"]
    );
    assert_eq!(found("common", text, credited("John Smith", "Reuters")), ["credit-disagrees John Smith/Getty Images"]);
    assert_eq!(found("common", "Jane Doe waves.", credited("Mary Jones", "John Smith/Reuters")), ["credit-disagrees"]);
    let cut = Caption { credit_line: Some("PA Archive/Press Association Ima".to_owned()), ..Caption::default() };
    assert_eq!(found("common", "Jane Doe waves at the crowd.", cut), ["agency-spelling", "cut-at-limit"]);
}

#[test]
fn alt_texts_are_short_and_their_own() {
    let alt = |alt: &str| Caption { alt_text: Some(alt.to_owned()), ..Caption::default() };
    assert_eq!(found("common", "Jane Doe waves at the crowd.", alt(&"é".repeat(250))), [] as [&str; 0]);
    assert_eq!(found("common", "Jane Doe waves at the crowd.", alt(&"é".repeat(251))), ["long-alt-text"]);
    assert_eq!(found("common", "Jane Doe waves at the crowd.", alt("Jane Doe waves at the crowd.")), ["alt-repeats"]);
}

#[test]
fn each_style_has_its_forms() {
    check_style("ap", GOOD, &[]);
    check_style(
        "ap",
        "Nancy Pelosi speaks in the Senate chamber on January 6, 2021. (AP Photo/Jane Doe)",
        &["date-form January 6, 2021"],
    );
    check_style(
        "ap",
        "Nancy Pelosi spoke in the Senate chamber on Jan. 6, 2021. (AP Photo/Jane Doe)",
        &["tense spoke"],
    );
    check_style("ap", "Nancy Pelosi, left, spoke in the Senate chamber. (AP Photo/Jane Doe)", &["tense spoke"]);
    check_style(
        "ap",
        "Nancy Pelosi speaks in the Senate chamber. (Photo by Jane Doe/Getty Images)",
        &["credit-form Jane Doe/Getty Images"],
    );
    let getty = "WASHINGTON, DC - JANUARY 06: Nancy Pelosi speaks on January 6, 2021 in the Senate chamber. \
                 (Photo by Jane Doe/Getty Images)";
    check_style("getty", getty, &[]);
    check_style("getty", "Nancy Pelosi speaks on January 6, 2021. (Photo by Jane Doe/Getty Images)", &["dateline"]);
    check_style("reuters", "Nancy Pelosi speaks in the Senate chamber, January 6, 2021. REUTERS/Jane Doe", &[]);
    check_style("reuters", getty, &["credit-form Jane Doe/Getty Images", "dateline WASHINGTON, DC - JANUARY 06:"]);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_a_check(text in "[ -~“”éßÃ©中\u{200d}\u{ad}\n]{0,120}") {
        for style in ["common", "ap", "getty", "reuters", "web"] {
            let lint = lint(style);
            let photo = photo(&text, Caption::default());
            for finding in findings(&photo, &lint) {
                proptest::prop_assert!(finding.span.is_none_or(|span| text.get(span).is_some()));
            }
        }
    }
}
