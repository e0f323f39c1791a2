#![expect(clippy::string_slice, reason = "a panic in a test is a failure of the test")]

mod hostile;

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::caption::Caption;
use crate::photo::knowledge::Knowledge;
use crate::photo::{PhotoKey, Stated};
use crate::place::gazetteer::Gazetteer;
use crate::record::generated::{any_photo, hostile_text};
use crate::record::{Record, row};
use crate::text::with_visible_controls;

/// The formats that are text.
const TEXT_FORMATS: [Format; 7] =
    [Format::Csv, Format::CsvLossless, Format::Json, Format::JsonLines, Format::Markdown, Format::Text, Format::Html];

fn exported(photos: &[Photo], format: Format) -> String {
    let heading = Heading { title: "The <list>".to_owned(), credit: Some("Jane *Doe*".to_owned()) };
    let mut out = Vec::new();
    export(&mut numbered(photos), &Export::of_captions(heading), format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn numbered(photos: &[Photo]) -> impl Iterator<Item = (usize, Arc<Photo>)> {
    (1..).zip(photos.iter().cloned().map(Arc::new))
}

pub(super) fn photo(name: &str, text: &str, caption: Caption) -> Photo {
    let key = PhotoKey { input: "test".to_owned(), name: name.to_owned() };
    Photo::read(key, Stated { text: text.to_owned(), caption, ..Stated::default() }, &Knowledge::built_in())
}

fn two_photos() -> [Photo; 2] {
    let headline = Some("1. =Headline".to_owned());
    [
        photo("1", "A man <waves>\nin “Paris”. (Photo by Jane Doe/AFP)", Caption::default()),
        photo("2", "", Caption { headline, ..Caption::default() }),
    ]
}

/// The same by a template that shows all that matters.
fn exported_by(template: &Template, photos: &[Photo], format: Format) -> String {
    let options = ExportOptions { template: Some(Arc::new(template.clone())), ..ExportOptions::default() };
    let heading = Heading { title: "The <list>".to_owned(), credit: None };
    let mut out = Vec::new();
    export(&mut numbered(photos), &Export::of_text(heading, options), format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn template() -> Template {
    template::stored::parse(
        r#"{"cutline_template": 1, "name": "Test", "caption": "{number}) {text} ({credit})", "dates": "ap", "fields": [
            "number", {"field": "composed", "label": "=Caption"}, "credit", "headline", {"field": "date", "label": "Day"},
            {"field": "text", "label": "Day"}
        ]}"#,
    )
    .unwrap()
}

fn check(photos: &[Photo], format: Format, expected: &str) {
    assert_eq!(exported(photos, format), expected, "{format:?}");
}

#[test]
fn two_photos_in_every_format_but_html() {
    let photos = two_photos();
    let first = r#"{"key":"test#1","position":1,"description":"A man <waves>\nin “Paris”.","text":"A man <waves>\nin “Paris”. (Photo by Jane Doe/AFP)","credit_line":"Jane Doe/AFP","creator":"Jane Doe"}"#;
    let second = r#"{"key":"test#2","position":2,"headline":"1. =Headline","text":""}"#;
    check(&photos, Format::Json, &format!("[\n{first},\n{second}\n]\n"));
    check(&photos, Format::JsonLines, &format!("{first}\n{second}\n"));
    check(&photos, Format::Text, "A man <waves>\nin “Paris”. (Photo by Jane Doe/AFP)\n\n1. =Headline\n");
    let list = "1. A man &lt;waves&gt;\\\n   in “Paris”.\n\n   Credit: Jane Doe/AFP\n\n2. 1\\. =Headline\n\n";
    check(&photos, Format::Markdown, &format!("# The &lt;list&gt;\n\n{list}---\n\nJane \\*Doe\\*\n"));
    let cells = "\"A man <waves>\nin “Paris”. (Photo by Jane Doe/AFP)\",\"A man <waves>\nin “Paris”.\"";
    let rest = ",".repeat(row::COLUMNS.len() - 9);
    let first = format!("test#1,1,{cells},,,Jane Doe/AFP,Jane Doe,{rest}");
    let second = format!("test#2,2,',,1. =Headline{}", ",".repeat(row::COLUMNS.len() - 5));
    check(&photos, Format::Csv, &format!("\u{feff}{}\r\n{first}\r\n{second}\r\n", row::COLUMNS.join(",")));
    let lossless = [format!("{first},"), format!("test#2,2,,,1. =Headline{},text", ",".repeat(row::COLUMNS.len() - 5))]
        .join("\r\n");
    check(&photos, Format::CsvLossless, &format!("{},empty_fields\r\n{lossless}\r\n", row::COLUMNS.join(",")));
}

#[test]
fn a_template_decides_what_every_format_shows() {
    fn check(format: Format, expected: &str) {
        let photos = [
            photo("1", "A man <waves>. Image: Getty.", Caption::default()),
            photo("2", "", Caption { headline: Some("Only this".to_owned()), ..Caption::default() }),
        ];
        assert_eq!(exported_by(&template(), &photos, format), expected, "{format:?}");
    }
    let rows = [
        "Number,'=Caption,Credit,Headline,Day,Day 2",
        "1,1) A man <waves>. Image: Getty. (Getty),Getty,,,A man <waves>. Image: Getty.",
        "2,2),,Only this,,",
    ];
    check(Format::Csv, &format!("\u{feff}{}\r\n", rows.join("\r\n")));
    check(Format::CsvLossless, &format!("{}\r\n", rows.join("\r\n").replace("'=", "=")));
    let lines = [
        r#"{"Number":1,"=Caption":"1) A man <waves>. Image: Getty. (Getty)","Credit":"Getty","Day 2":"A man <waves>. Image: Getty."}"#,
        r#"{"Number":2,"=Caption":"2)","Headline":"Only this"}"#,
    ];
    check(Format::JsonLines, &format!("{}\n", lines.join("\n")));
    check(Format::Json, &format!("[\n{}\n]\n", lines.join(",\n")));
    let first = "1) A man <waves>. Image: Getty. (Getty)\nCredit: Getty\nDay: A man <waves>. Image: Getty.\n";
    check(Format::Text, &format!("{first}\n2)\nHeadline: Only this\n"));
    let first = "1. 1\\) A man &lt;waves&gt;. Image: Getty. (Getty)\n\n   Credit: Getty\\\n   Day: A man &lt;waves&gt;. Image: Getty.\n";
    check(Format::Markdown, &format!("# The &lt;list&gt;\n\n{first}\n2. 2\\)\n\n   Headline: Only this\n\n"));
}

#[test]
fn no_photos_are_still_a_whole_file() {
    check(&[], Format::Csv, &format!("\u{feff}{}\r\n", row::COLUMNS.join(",")));
    check(&[], Format::Json, "[]\n");
    check(&[], Format::JsonLines, "");
    check(&[], Format::Text, "");
    check(&[], Format::Markdown, "# The &lt;list&gt;\n\n---\n\nJane \\*Doe\\*\n");
    assert!(exported(&[], Format::Html).ends_with("</html>\n"));
}

#[test]
fn a_place_is_named_with_its_relation() {
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(place_lines(&photo("1", text, Caption::default())), expected, "{text:?}");
    }
    check("A man waves in the Rotunda.", &["Rotunda"]);
    check("A man waves near the Rotunda.", &["near Rotunda"]);
    check("Police outside the US Capitol. A man on the Capitol grounds.", &["outside US Capitol"]);
    check("A man waves on the Capitol steps.", &["at Capitol steps"]);
}

#[test]
fn control_characters_are_shown() {
    fn check(text: &str, expected: &str) {
        assert_eq!(with_visible_controls(text), expected);
    }
    check("a\tb\nc", "a\tb\nc");
    check("a\r\nb\rc", "a\nb\nc");
    check("\0\x1b[31m\x7f", "␀␛[31m␡");
    check("\u{85}\u{9b}", "\u{fffd}\u{fffd}");
}

#[test]
fn a_writer_that_fails_is_heard() {
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let written = bytes.len().min(self.0);
            self.0 -= written;
            Ok(written)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let photos = two_photos();
    for format in TEXT_FORMATS {
        let whole = exported(&photos, format).len();
        for room in [0, 1, whole / 2, whole - 1] {
            let heading = Heading { title: "The <list>".to_owned(), credit: Some("Jane *Doe*".to_owned()) };
            let result = export(&mut numbered(&photos), &Export::of_captions(heading), format, &mut Full(room));
            let kind = result.map_err(|error| error.kind());
            assert_eq!(kind, Err(io::ErrorKind::StorageFull), "{format:?} {room}");
        }
    }
}

/// The tags of a page, each once, with numbers left out.
fn tags(page: &str) -> BTreeSet<String> {
    let tags = page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest));
    tags.map(|tag| tag.chars().filter(|c| !c.is_ascii_digit()).collect()).collect()
}

/// The texts of the elements that the opening tag begins, as a browser reads them.
fn texts(page: &str, opening: &str) -> Vec<String> {
    page.split(opening).skip(1).map(|rest| unescaped(rest.split('<').next().unwrap())).collect()
}

fn unescaped(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, entity)) = rest.split_once("&#") {
        let (number, after) = entity.split_once(';').unwrap();
        text.push_str(before);
        text.push(char::from_u32(number.parse().unwrap()).unwrap());
        rest = after;
    }
    text + rest
}

fn benign_photo() -> Photo {
    let location = crate::caption::Location { city: Some("Paris".to_owned()), ..Default::default() };
    let caption = Caption {
        headline: Some("Headline".to_owned()),
        credit_line: Some("AFP".to_owned()),
        date_created: crate::caption::date::Date::parse("2021").ok(),
        locations_shown: vec![location],
        ..Caption::default()
    };
    photo("1", "A caption.", caption)
}

#[test]
fn a_page_loads_and_runs_nothing() {
    let page = exported(&[benign_photo()], Format::Html);
    for word in ["<script", "src=", "url(", "@import", "http://", "https://", "javascript:", "style="] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("<p class=\"caption\" lang=\"\" dir=\"auto\">A caption.</p>"));
    assert!(page.contains("<bdi lang=\"\">Paris</bdi>"));
}

/// What CommonMark makes of the part of it that we write.
fn rendered(markdown: &str, indent: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        let next = rest.chars().nth(1);
        match c {
            '\\' if next == Some('\n') => {
                text.push('\n');
                assert!(rest[2..].starts_with(indent));
                taken = 2 + indent.len();
            }
            '\\' => {
                text.push(next.filter(char::is_ascii_punctuation).unwrap());
                taken = 2;
            }
            '&' => {
                let (entity, _) = rest.split_once(';').unwrap();
                text.push(match entity {
                    "&lt" => '<',
                    "&gt" => '>',
                    "&amp" => '&',
                    number => char::from_u32(number.strip_prefix("&#").unwrap().parse().unwrap()).unwrap(),
                });
                taken = entity.len() + 1;
            }
            '<' | '>' | '*' | '`' | '[' | ']' | '#' | '~' | '|' | '\n' => panic!("{c:?} is markup in {markdown:?}"),
            other => text.push(other),
        }
        rest = &rest[taken..];
    }
    text
}

#[test]
fn markdown_is_escaped_where_it_is_markup() {
    fn check(text: &str, expected: &str) {
        assert_eq!(markdown::escaped(text, "   "), expected, "{text:?}");
    }
    check("Plain – “text” (Photo by Jane Doe).", "Plain – “text” (Photo by Jane Doe).");
    check("a_b_c _d_ snake__case", "a_b_c \\_d\\_ snake\\_\\_case");
    check("*a* `b` [c](d) <e> &amp; #f ~g~ $5", "\\*a\\* \\`b\\` \\[c\\](d) &lt;e&gt; &amp;amp; \\#f \\~g\\~ \\$5");
    check("1. a", "1\\. a");
    check("2021) a", "2021\\) a");
    check("3.5 men", "3\\.5 men");
    check("- a\n+ b\n* c\n# d\n> e\n=== f", "\\- a\\\n   \\+ b\\\n   \\* c\\\n   \\# d\\\n   &gt; e\\\n   \\=== f");
    check("well-known A.", "well-known A.");
    check("\n a\n\n  b \n", "&#10;&#32;a\\\n   \\\n   &#32;&#32;b&#32;&#10;");
    check("a\\", "a\\\\");
    check("   ", "&#32;&#32;&#32;");
    check("a\r\nb\0", "a\\\n   b␀");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn markdown_renders_as_the_same_text(text in hostile_text()) {
        let markdown = markdown::escaped(&text, "   ");
        prop_assert_eq!(rendered(&markdown, "   "), with_visible_controls(&text));
        for line in markdown.split('\n').map(str::trim_start) {
            let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
            prop_assert!(!line.starts_with(['-', '+', '=', ':']), "{:?}", line);
            prop_assert!(digits.len() == line.len() || !digits.starts_with(['.', ')']), "{:?}", line);
        }
    }

    #[test]
    fn captions_add_no_markup_to_a_page(photos in vec(any_photo(), 0..4)) {
        let page = exported(&photos, Format::Html);
        prop_assert!(tags(&page).is_subset(&tags(&exported(&[benign_photo(), two_photos()[0].clone()], Format::Html))));
        prop_assert!(page.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')));
        let captions = texts(&page, "<p class=\"caption\" lang=\"\" dir=\"auto\">");
        let expected: Vec<_> = photos.iter().map(|photo| with_visible_controls(best_line(photo))).collect();
        prop_assert_eq!(captions, expected);
        let credits = texts(&page, "<li class=\"credit\"><bdi lang=\"\">");
        let stated = photos.iter().filter_map(|photo| photo.caption.credit_line.as_deref());
        prop_assert_eq!(credits, stated.map(with_visible_controls).collect::<Vec<_>>());
        let n_places: usize = photos.iter().map(|photo| place_lines(photo).len()).sum();
        prop_assert_eq!(texts(&page, "<li class=\"place\"><bdi lang=\"\">").len(), n_places);
    }

    #[test]
    fn a_template_adds_no_markup_and_no_formula(photos in vec(any_photo(), 0..4)) {
        let template = template();
        let page = exported_by(&template, &photos, Format::Html);
        let benign = exported_by(&template, &[benign_photo(), two_photos()[0].clone()], Format::Html);
        prop_assert!(tags(&page).is_subset(&tags(&benign)));
        prop_assert!(page.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')));
        let table = exported_by(&template, &photos, Format::Csv);
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
        let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), photos.len() + 1);
        for (number, (row, photo)) in (1..).zip(rows.iter().skip(1).zip(&photos)) {
            let cells: Vec<&str> = row.iter().map(row::restored).collect();
            prop_assert_eq!(cells, template.cells(photo, number, number));
        }
        for cell in rows.iter().flatten() {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']), "{:?}", cell);
        }
        let array: Vec<serde_json::Value> =
            serde_json::from_str(&exported_by(&template, &photos, Format::Json)).unwrap();
        for (number, (object, photo)) in (1..).zip(array.iter().zip(&photos)) {
            let caption = template.composed_caption(photo, number, number);
            prop_assert_eq!(object.get("=Caption").and_then(|value| value.as_str()), Some(caption.as_str()));
        }
    }

    #[test]
    fn a_title_adds_no_markup_to_a_page(title in hostile_text()) {
        let mut out = Vec::new();
        let heading = Heading { title: title.clone(), credit: Some(title.clone()) };
        export(&mut std::iter::empty(), &Export::of_captions(heading), Format::Html, &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        prop_assert!(tags(&page).is_subset(&tags(&exported(&[benign_photo()], Format::Html))));
    }

    #[test]
    fn a_table_gives_back_its_photos(photos in vec(any_photo(), 0..4)) {
        for format in [Format::Csv, Format::CsvLossless] {
        let table = exported(&photos, format);
        let mut reader = ::csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let header = reader.headers().unwrap().clone();
        prop_assert!(row::is_own_header(header.iter()));
        let mut read = Vec::new();
        for (index, cells) in reader.records().enumerate() {
            let record = row::record_of(header.iter().zip(cells.unwrap().iter())).unwrap();
            prop_assert_eq!(record.position, Some(index + 1));
            read.push(record.into_photo(&Gazetteer::built_in()).unwrap());
        }
        prop_assert_eq!(&read, &photos);
        }
    }

    #[test]
    fn json_gives_back_its_photos(photos in vec(any_photo(), 0..4)) {
        let expected: Vec<Record> = photos.iter().zip(1..).map(|(photo, position)| Record::of(photo, position)).collect();
        let array: Vec<Record> = serde_json::from_str(&exported(&photos, Format::Json)).unwrap();
        prop_assert_eq!(&array, &expected);
        let lines = exported(&photos, Format::JsonLines);
        prop_assert_eq!(lines.matches('\n').count(), photos.len());
        let lines: Vec<Record> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(lines, expected);
        let read: Vec<Photo> =
            array.into_iter().map(|record| record.into_photo(&Gazetteer::built_in()).unwrap()).collect();
        prop_assert_eq!(read, photos);
    }

    #[test]
    fn plain_text_is_the_captions_byte_for_byte(photos in vec(any_photo(), 0..4)) {
        let text = exported(&photos, Format::Text);
        let mut rest = text.as_str();
        for (index, photo) in photos.iter().enumerate() {
            let caption = if photo.text().trim().is_empty() { photo.line() } else { photo.text() };
            let separator = if index == 0 { "" } else { "\n" };
            rest = rest.strip_prefix(&format!("{separator}{caption}\n")).unwrap();
        }
        prop_assert_eq!(rest, "");
        exported(&photos, Format::Markdown);
    }
}
