//! A numbered list in CommonMark, which renders as the very words of the captions: nothing in them is markup.

use std::io::{self, Write};

use crate::caption::Caption;
use crate::exporters::template::{Composed, Template};
use crate::exporters::{Heading, Numbered, best_line, headline, place_lines};
use crate::photo::Photo;
use crate::text::with_visible_controls;

/// Writes the title.
pub(super) fn begin(heading: &Heading, out: &mut dyn Write) -> io::Result<()> {
    match heading.title.trim() {
        "" => Ok(()),
        _ => writeln!(out, "# {}\n", escaped_line(&heading.title)),
    }
}

/// Writes whom to credit for the whole.
pub(super) fn end(heading: &Heading, out: &mut dyn Write) -> io::Result<()> {
    match &heading.credit {
        Some(credit) => writeln!(out, "---\n\n{}", escaped_line(credit)),
        None => Ok(()),
    }
}

/// Writes the captions by number, with credit and places or a template's fields.
pub(super) fn write(photos: Numbered<'_>, template: Option<&Template>, out: &mut dyn Write) -> io::Result<()> {
    for (number, position, photo) in photos {
        let marker = format!("{number}. ");
        let indent = " ".repeat(marker.len());
        let (mut paragraphs, facts) = match template {
            None => usual_parts(&photo, &indent),
            Some(template) => {
                let Composed { caption, facts } = template.composed(&photo, number, position);
                let fact =
                    |(label, value): (String, String)| format!("{}: {}", escaped_line(&label), escaped_line(&value));
                (vec![escaped(&caption, &indent)], facts.into_iter().map(fact).collect())
            }
        };
        // Facts share a paragraph; a backslash at the end of a line breaks it.
        if !facts.is_empty() {
            paragraphs.push(facts.join(&format!("\\\n{indent}")));
        }
        writeln!(out, "{marker}{}\n", paragraphs.join(&format!("\n\n{indent}")))?;
    }
    Ok(())
}

/// The paragraphs of a photo, and the facts below them.
fn usual_parts(photo: &Photo, indent: &str) -> (Vec<String>, Vec<String>) {
    let Caption { credit_line, date_created, .. } = &photo.caption;
    let mut paragraphs: Vec<String> = headline(photo).map(|headline| escaped(headline, indent)).into_iter().collect();
    paragraphs.push(escaped(best_line(photo), indent));
    let places: Vec<String> = place_lines(photo).iter().map(|line| escaped_line(line)).collect();
    let facts = [
        credit_line.as_deref().map(|credit| format!("Credit: {}", escaped_line(credit))),
        (!places.is_empty()).then(|| format!("Place: {}", places.join("; "))),
        date_created.as_ref().map(|date| format!("Date: {}", escaped_line(&date.to_string()))),
    ];
    (paragraphs, facts.into_iter().flatten().collect())
}

/// A text as Markdown that renders as the same text; lines after the first begin with the indent of their paragraph.
///
/// Round brackets stay as they are: behind a `\]` they are not part of a link, and captions are full of them.
pub(super) fn escaped(text: &str, indent: &str) -> String {
    let text = with_visible_controls(text);
    let body = text.trim_matches(is_stripped);
    // Space at either end of a paragraph would be dropped, and an empty line would end it.
    let Some((start, end)) = text.split_once(body).filter(|_| !body.is_empty()) else { return spaces(&text) };
    let lines: Vec<String> = body.split('\n').map(escaped_in_line).collect();
    format!("{}{}{}", spaces(start), lines.join(&format!("\\\n{indent}")), spaces(end))
}

/// A text as Markdown on one line: line ends are spaces.
fn escaped_line(text: &str) -> String {
    escaped(&with_visible_controls(text).replace('\n', " "), "")
}

/// One line of a text: markup has a backslash or an entity, and so has what would be a marker at the line's start.
fn escaped_in_line(line: &str) -> String {
    let body = line.trim_matches(is_stripped);
    let Some((start, end)) = line.split_once(body).filter(|_| !body.is_empty()) else { return spaces(line) };
    let mut escaped = spaces(start);
    let digits_end = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
    let mut previous = ' ';
    let mut rest = body.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let is_marker = match c {
            '+' | '-' | '=' | ':' => at == 0,
            '.' | ')' => at > 0 && at == digits_end,
            // Inside a word it is no markup, and a backslash would become part of an address.
            '_' => !(previous.is_alphanumeric() && rest.peek().is_some_and(|(_, next)| next.is_alphanumeric())),
            _ => false,
        };
        previous = c;
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '#' | '[' | ']' | '~' | '|' | '$' | '^' => escaped.extend(['\\', c]),
            _ if is_marker => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped + &spaces(end)
}

/// Space that Markdown drops at the start and end of a line.
fn is_stripped(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}

/// Space as entities, which are kept wherever they stand.
fn spaces(text: &str) -> String {
    text.chars().map(|c| format!("&#{};", u32::from(c))).collect()
}
