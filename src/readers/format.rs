//! Tells the format of a text by its content; the extension of its name decides where the content leaves it open.

use crate::readers::csv;

/// The lines looked at to tell JSON Lines from JSON.
const SNIFFED_LINES: usize = 16;

/// The format of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Running text with captions in it.
    Article,
    /// Rows of cells, divided by the byte.
    Table(u8),
    /// One JSON value.
    Json,
    /// A JSON value a line.
    JsonLines,
}

impl Format {
    /// The format of a text that came under a name with that extension, in lower case.
    pub(crate) fn of(text: &str, extension: Option<&str>) -> Self {
        let start = text.trim_start();
        let named_json = matches!(extension, Some("json"));
        let named_lines = matches!(extension, Some("jsonl" | "ndjson" | "ldjson"));
        if start.starts_with('{') || named_lines {
            return if named_lines && !start.starts_with('[') || is_lines(start) {
                Self::JsonLines
            } else {
                Self::Json
            };
        }
        let after_bracket = start.strip_prefix('[').map(str::trim_start);
        if named_json || after_bracket.is_some_and(|rest| rest.starts_with(['{', '[', ']', '"'])) {
            return Self::Json;
        }
        let named_table = matches!(extension, Some("csv" | "tsv" | "tab"));
        let sniffed = csv::sniff(text, extension == Some("tsv") || extension == Some("tab"));
        if named_table || sniffed.is_table() { Self::Table(sniffed.delimiter) } else { Self::Article }
    }
}

/// Whether a text that begins with a brace has a whole object on one of its first lines, and more than that line.
fn is_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(SNIFFED_LINES).peekable();
    let Some(first) = lines.peek() else { return false };
    // A line that holds only the opening brace, or a member of it, belongs to an object written over several lines.
    let opens_over_lines = first.trim() == "{";
    let n_lines = lines.clone().count();
    let is_object = |line: &str| line.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    !opens_over_lines && n_lines > 1 && lines.any(is_object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, extension: Option<&str>, expected: Format) {
        assert_eq!(Format::of(text, extension), expected, "{text:?} {extension:?}");
    }

    #[test]
    fn the_content_tells_the_format() {
        check("[{\"a\":1}]", Some("txt"), Format::Json);
        check("{\"a\":\n1}", None, Format::Json);
        check("{\"a\":1}", None, Format::Json);
        check("{\"a\":1}\n{\"a\":2}\n", None, Format::JsonLines);
        check("{\"a\":\"cut\n{\"a\":2}\n", None, Format::JsonLines);
        check("[Untitled photo. Image: Getty.]\n", None, Format::Article);
        check("file,caption\na,b\n", None, Format::Table(b','));
        check("file;Beschreibung\na;b\n", Some("txt"), Format::Table(b';'));
        check("a\tb\nc\td\n", Some("txt"), Format::Table(b'\t'));
        check("A man, a plan. Image: Getty.\n", None, Format::Article);
    }

    #[test]
    fn the_extension_decides_what_is_open() {
        check("{\"a\":1}", Some("jsonl"), Format::JsonLines);
        check("[{\"a\":1}]", Some("jsonl"), Format::Json);
        check("nonsense", Some("json"), Format::Json);
        check("caption\nA man\n", Some("csv"), Format::Table(b','));
        check("caption\nA man\n", Some("txt"), Format::Article);
    }
}
