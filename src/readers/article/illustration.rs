//! Captions that stand in brackets where a book had a picture, as Project Gutenberg sets them:
//! "[Illustration: The ferry at Thornby]", over several lines if need be.

use std::ops::Range;

/// What stands before such a caption, in the languages of the books.
const LABELS: [&str; 14] = [
    "Illustration",
    "Illustrations",
    "Abbildung",
    "Figure",
    "Illustratie",
    "Illustrazione",
    "Ilustração",
    "Ilustración",
    "Image",
    "Kuva",
    "Photo",
    "Photograph",
    "Picture",
    "Plate",
];
/// The longest caption in brackets, in bytes: a page of a book.
const CAPTION_MAX_BYTES: usize = 8 * 1024;

/// The caption in brackets that begins at a place of a text, if one does; the brackets end right after it.
pub(super) fn caption(text: &str, start: usize) -> Option<Range<usize>> {
    let line = text.get(start..)?;
    let opened = line.trim_start_matches([' ', '\t']);
    let inner = opened.strip_prefix('[')?;
    let label = LABELS.iter().filter_map(|label| inner.strip_prefix(label)?.strip_prefix(':')).next()?;
    let inner_start = text.len() - label.len();
    let length = closing_bracket(crate::text::truncated(label, CAPTION_MAX_BYTES))?;
    let words = label.get(..length)?;
    let start = inner_start + (words.len() - words.trim_start().len());
    let end = inner_start + words.trim_end().len();
    words.contains(char::is_alphabetic).then_some(start..end)
}

/// Where the bracket closes that was opened before the text.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut n_open = 1_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => n_open += 1,
            ']' => n_open -= 1,
            _ => {}
        }
        if n_open == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(caption(text, 0).map(|range| &text[range]), expected, "{text}");
    }

    #[test]
    fn captions_in_brackets_are_found() {
        check("[Illustration: The ferry at Thornby]", Some("The ferry at Thornby"));
        check("  [Illustration:\n\n  THE FERRY\n\n]\nText", Some("THE FERRY"));
        check("[Abbildung: Die Fähre [nach einem Stich]] ...", Some("Die Fähre [nach einem Stich]"));
    }

    #[test]
    fn other_brackets_are_no_captions() {
        for text in
            ["[Illustration]", "[Illustration: ]", "[Illustration: never closed", "[Note: x]", "Illustration: x", ""]
        {
            check(text, None);
        }
        check(&format!("[Illustration: {}]", "x ".repeat(CAPTION_MAX_BYTES)), None);
    }
}
