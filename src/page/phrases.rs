//! Words about pictures that are no part of their captions: labels before captions and credits, and what buttons say.
//! The phrases are data: `assets/pages/phrases.csv`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The longest text that is looked up as a button's, in bytes.
const CONTROL_MAX_BYTES: usize = 80;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::parse(include_str!("../../assets/pages/phrases.csv")));

#[derive(Default)]
struct Phrases {
    /// Labels of captions.
    labels: Labels,
    /// Labels of credits.
    credits: Labels,
    /// What buttons say, in lower case.
    controls: HashSet<String>,
    /// Alt texts that say nothing, in lower case.
    alts: HashSet<String>,
}

/// Labels in lower case by the character that they begin with, the longest first: most texts begin as none does.
type Labels = HashMap<char, Vec<String>>;

impl Phrases {
    fn parse(data: &str) -> Self {
        let mut phrases = Self::default();
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes());
        // A test reads every row of the data, so that none is skipped here.
        for row in rows.records().flatten() {
            let (Some(role), Some(phrase)) = (row.get(0), row.get(1).map(str::to_lowercase)) else { continue };
            let first = phrase.chars().next().unwrap_or_default();
            match role {
                "label" => phrases.labels.entry(first).or_default().push(phrase),
                "credit" => phrases.credits.entry(first).or_default().push(phrase),
                "control" => {
                    phrases.controls.insert(phrase);
                }
                "alt" => {
                    phrases.alts.insert(phrase);
                }
                _ => {}
            }
        }
        for labels in phrases.labels.values_mut().chain(phrases.credits.values_mut()) {
            labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
        }
        phrases
    }
}

/// A label that a text begins with, and what follows it.
fn labelled<'p, 't>(labels: &'p Labels, text: &'t str) -> Option<(&'p str, &'t str)> {
    let first = text.chars().next()?.to_lowercase().next()?;
    labels.get(&first)?.iter().find_map(|label| Some((label.as_str(), after_words(text, label)?)))
}

/// Whether a text is all that a button or a link says which does something.
pub(crate) fn is_control(text: &str) -> bool {
    let text = text.trim();
    text.len() <= CONTROL_MAX_BYTES && PHRASES.controls.contains(&text.to_lowercase())
}

/// Whether an alt text is one that pages give to any picture.
pub(crate) fn is_stock_alt(text: &str) -> bool {
    PHRASES.alts.contains(&text.to_lowercase())
}

/// Whether a text is nothing but a label of a caption or a credit.
pub(crate) fn is_label(text: &str) -> bool {
    let is_whole =
        |labels| labelled(labels, text.trim()).is_some_and(|(_, rest)| rest.trim_matches(SEPARATORS).is_empty());
    is_whole(&PHRASES.labels) || is_whole(&PHRASES.credits)
}

/// A caption without the label before it: "Image caption, A man waves" says "A man waves".
pub(crate) fn without_label(caption: &str) -> &str {
    let start = caption.trim_start();
    let found = labelled(&PHRASES.labels, start).and_then(|(_, rest)| rest.strip_prefix(SEPARATORS));
    found.map_or(caption, str::trim_start)
}

/// The credit of a text that begins by saying that it is one: "Jane Doe" of "(Photo: Jane Doe)"; may be empty.
pub(crate) fn labelled_credit(text: &str) -> Option<&str> {
    let start = text.trim().trim_start_matches(['(', '[', '|', '/', '–', '—', '-', ' ', '\u{a0}']);
    let (label, rest) = labelled(&PHRASES.credits, start)?;
    let is_whole = !label.ends_with(char::is_alphabetic) || label.ends_with(" by") || label.ends_with(" of");
    let named = rest.trim_start();
    let by = ["by ", "courtesy ", "©", "via "].iter().any(|by| after_words(named, by).is_some());
    let has_separator = rest.starts_with(SEPARATORS) || rest.trim_start().starts_with([':', '/', '|', '：']);
    let is_listed = rest.starts_with([',', '，', '،']) && label.contains(' ');
    // A comma goes on with the sentence, unless the label could be nothing else: "Image source, Getty Images".
    let begins = is_whole || by || is_listed || has_separator && !rest.starts_with([',', '，', '،']);
    begins.then(|| without_brackets(named.trim_start_matches(SEPARATORS).trim_start_matches(['/', '|', ' ', '\u{a0}'])))
}

/// What follows a phrase at the beginning of a text, whatever its case.
fn after_words<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for wanted in phrase.chars() {
        // Phrases are in lower case, each letter one character.
        rest.next().filter(|c| *c == wanted || c.to_lowercase().next() == Some(wanted))?;
    }
    let rest = rest.as_str();
    let goes_on = phrase.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphanumeric);
    (!goes_on).then_some(rest)
}

/// A credit without the closing bracket and the full stop of "(Photo: Jane Doe.)", and without brackets around it.
pub(crate) fn without_brackets(credit: &str) -> &str {
    let credit = credit.trim();
    let inner = [('(', ')'), ('[', ']')].iter().find_map(|(open, close)| {
        let inner = credit.strip_prefix(*open)?.trim_end_matches(['.', ' ']).strip_suffix(*close)?;
        (!inner.contains(*close)).then_some(inner)
    });
    let credit = inner.unwrap_or(credit).trim();
    let is_unopened = |close: char, open: char| credit.ends_with(close) && !credit.contains(open);
    if is_unopened(')', '(') || is_unopened(']', '[') {
        return credit.trim_end_matches([')', ']', '.', ' ']);
    }
    credit
}

/// What divides a label from what it labels.
const SEPARATORS: [char; 5] = [':', '：', ',', '，', '،'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word_map::rows;

    #[test]
    fn labels_of_captions_are_left_out() {
        assert_eq!(without_label("Image caption, A man waves"), "A man waves");
        assert_eq!(without_label("BILDUNTERSCHRIFT: Ein Mann"), "Ein Mann");
        assert_eq!(without_label("Подпись к фото, Мужчина"), "Мужчина");
        assert_eq!(without_label("Caption this: a man"), "Caption this: a man");
    }

    #[test]
    fn credits_that_say_so_are_known() {
        for (text, expected) in [
            ("Photo: Jane Doe", Some("Jane Doe")),
            ("(Photo by Jane Doe/AFP)", Some("Jane Doe/AFP")),
            ("Foto: dpa.", Some("dpa.")),
            ("© Jane Doe/dpa", Some("Jane Doe/dpa")),
            ("Image source, Getty Images", Some("Getty Images")),
            ("Credit...Jane Doe for The Paper", Some("Jane Doe for The Paper")),
            ("Credit: Getty", Some("Getty")),
            ("Fuente de la imagen, EPA", Some("EPA")),
            ("Photograph by Jane Doe", Some("Jane Doe")),
            ("Photo courtesy of the museum", Some("the museum")),
            ("写真：Jane Doe", Some("Jane Doe")),
            ("Photo, taken in May", None),
            ("Photographs of the dead", None),
            ("Illustration of a cell", None),
            ("Images show the town", None),
            ("A man waves", None),
            ("", None),
        ] {
            assert_eq!(labelled_credit(text), expected, "{text}");
        }
    }

    #[test]
    fn labels_alone_are_known() {
        assert!(
            is_label("Credit")
                && is_label("Foto:")
                && is_label(" Image caption, ")
                && !is_label("Foto: dpa")
                && !is_label("")
        );
    }

    #[test]
    fn brackets_around_credits_are_left_out() {
        assert_eq!(without_brackets("(Jane Doe/AP)"), "Jane Doe/AP");
        assert_eq!(without_brackets("[Jane Doe/Al Jazeera]."), "Jane Doe/Al Jazeera");
        assert_eq!(without_brackets("Jane Doe (AP)"), "Jane Doe (AP)");
        assert_eq!(without_brackets("Jane Doe)"), "Jane Doe");
    }

    #[test]
    fn what_buttons_say_is_known() {
        assert!(is_control(" Enlarge this image ") && is_control("TOGGLE CAPTION") && !is_control("A man waves"));
    }

    #[test]
    fn every_row_of_the_data_is_read() {
        let data = include_str!("../../assets/pages/phrases.csv");
        let distinct: HashSet<String> = rows(data).map(str::to_lowercase).collect();
        let phrases = Phrases::parse(data);
        let count = |labels: &Labels| labels.values().flatten().collect::<HashSet<_>>().len();
        let n_read = count(&phrases.labels) + count(&phrases.credits) + phrases.controls.len() + phrases.alts.len();
        assert_eq!(n_read, distinct.len());
    }
}
