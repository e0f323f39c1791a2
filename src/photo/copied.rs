//! Photos as text for the clipboard: as they read, as a table, and as formatted text.

use crate::caption::field::FIELDS;
use crate::photo::Photo;

/// The caption as it stands, and the credit where the caption does not end in it.
pub fn with_credit(photo: &Photo) -> String {
    let text = if photo.text().is_empty() { photo.line() } else { photo.text() };
    match &photo.caption.credit_line {
        Some(credit) if !text.contains(credit.as_str()) => format!("{text} ({credit})"),
        _ => text.to_owned(),
    }
}

/// The caption and every field that has a value, a line each.
pub fn with_fields(photo: &Photo) -> String {
    let mut lines = vec![with_credit(photo)];
    for field in FIELDS.iter().filter(|field| field.name != "description") {
        let values = field.values(&photo.caption);
        if !values.is_empty() {
            lines.push(format!("{}: {}", field.label, values.join("; ")));
        }
    }
    let places: Vec<String> = photo
        .places
        .iter()
        .map(|mention| format!("{} {}", mention.relation.name(), mention.place.path().join(" › ")))
        .collect();
    let persons: Vec<&str> = photo.persons.iter().map(|person| person.name.as_str()).collect();
    let date = photo.caption.date_created.as_ref().map(ToString::to_string);
    let published = photo.published.as_ref().map(ToString::to_string);
    let others = [
        ("Places", (!places.is_empty()).then(|| places.join("; "))),
        ("Persons", (!persons.is_empty()).then(|| persons.join("; "))),
        ("Date created", date),
        ("Published", published),
        ("File", photo.file.clone()),
    ];
    lines.extend(others.into_iter().filter_map(|(label, value)| value.map(|value| format!("{label}: {value}"))));
    lines.join("\n")
}

/// The columns of a table.
const COLUMNS: [&str; 7] = ["Caption", "Credit", "Creator", "Date", "Places", "Persons", "File"];

/// A table that spreadsheets take: a line for each photo, cells apart by tabs, none of which runs as a formula.
pub fn as_table<'a>(photos: impl Iterator<Item = &'a Photo>) -> String {
    let mut table = COLUMNS.join("\t");
    for photo in photos {
        let caption = &photo.caption;
        let places: Vec<String> = photo.places.iter().map(|mention| mention.place.path().join(" › ")).collect();
        let persons: Vec<&str> = photo.persons.iter().map(|person| person.name.as_str()).collect();
        let cells = [
            caption.description.clone().unwrap_or_else(|| photo.line().to_owned()),
            caption.credit_line.clone().unwrap_or_default(),
            caption.creator.join("; "),
            caption.date_created.as_ref().map(ToString::to_string).unwrap_or_default(),
            places.join("; "),
            persons.join("; "),
            photo.file.clone().unwrap_or_default(),
        ];
        table.push('\n');
        table.push_str(&cells.map(|cell| table_cell(&cell)).join("\t"));
    }
    table
}

/// A cell on one line. A spreadsheet takes what begins like a formula for text when a `'` stands before it.
fn table_cell(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.trim();
    let runs = line.starts_with(['=', '+', '-', '@', '\'', '＝', '＋', '－', '＠']);
    if runs { format!("'{line}") } else { line.to_owned() }
}

/// A paragraph for each photo, the credit set apart, as word processors and mail programs take it.
pub fn as_html<'a>(photos: impl Iterator<Item = &'a Photo>) -> String {
    let mut html = String::new();
    for photo in photos {
        html.push_str("<p dir=\"auto\">");
        if let Some(headline) = photo.caption.headline.as_deref().filter(|headline| *headline != photo.line()) {
            html.push_str("<strong>");
            escape_into(headline, &mut html);
            html.push_str("</strong><br>");
        }
        escape_into(photo.line(), &mut html);
        if let Some(credit) = &photo.caption.credit_line {
            html.push_str(" <em>");
            escape_into(credit, &mut html);
            html.push_str("</em>");
        }
        html.push_str("</p>\n");
    }
    html
}

/// A text in which nothing is markup; line ends stay line ends, and no control character stays.
fn escape_into(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("<br>"),
            c if c.is_control() => html.push(' '),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::photo::{PhotoKey, Stated};
    use crate::place::gazetteer::Gazetteer;
    use crate::record::generated::any_photo;

    fn photo(text: &str) -> Photo {
        let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
        Photo::read(key, Stated { text: text.to_owned(), ..Stated::default() }, &Gazetteer::built_in())
    }

    #[test]
    fn a_table_has_a_head_and_a_line_for_each_photo() {
        let photos = [photo("Rep. Madeleine Dean waves\tin the Senate chamber. Image: Getty."), photo("=1+1")];
        let lines = [
            "Caption\tCredit\tCreator\tDate\tPlaces\tPersons\tFile",
            "Rep. Madeleine Dean waves in the Senate chamber.\tGetty\t\t\t\
             Washington, DC › US Capitol › Senate › Senate chamber\tMadeleine Dean\t",
            "'=1+1\t\t\t\t\t\t",
        ];
        assert_eq!(as_table(photos.iter()), lines.join("\n"));
    }

    #[test]
    fn formatted_text_holds_captions_as_text() {
        let html = as_html([photo("A <b>man</b>\nwaves. Image: Getty.")].iter());
        assert_eq!(html, "<p dir=\"auto\">A &lt;b&gt;man&lt;/b&gt;<br>waves. <em>Getty</em></p>\n");
    }

    proptest! {
        #[test]
        fn no_caption_breaks_a_table_or_adds_markup(photos in vec(any_photo(), 0..4)) {
            let table = as_table(photos.iter());
            prop_assert_eq!(table.lines().count(), photos.len() + 1);
            for line in table.lines() {
                prop_assert_eq!(line.split('\t').count(), COLUMNS.len());
                for cell in line.split('\t') {
                    prop_assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
                }
            }
            let html = as_html(photos.iter());
            for tag in html.split('<').skip(1) {
                let tag = tag.split('>').next().unwrap_or_default();
                prop_assert!(["p dir=\"auto\"", "/p", "br", "strong", "/strong", "em", "/em"].contains(&tag), "{tag}");
            }
        }
    }
}
