//! The words under a picture: what a reader of the page sees of a caption's element, with the credit told apart.

mod credits;
mod writer;

use crate::page::names::Holds;
use crate::page::phrases;
use crate::page::survey::Survey;
use crate::page::tree::{self, NodeId, NodeRef};
use crate::page::wording::credits::{mark_trailing_credit, names_somebody, without_opened_credit};
use crate::page::wording::writer::{Run, own_text, write};

/// The longest caption that is kept, in bytes; the longest known here, of a photo essay, has 4,000.
const TEXT_MAX_BYTES: usize = 16 * 1024;
/// The most letters of an element that is looked at as a button or a label: what is longer is prose.
const SHORT_MAX_LETTERS: usize = 60;
/// The most letters of a credit that an element of its own holds; what is longer is the caption.
const CREDIT_MAX_LETTERS: usize = 240;
/// Elements that begin a line of their own.
const LINES: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "tr",
    "ul",
];
/// Elements that hold no words of a caption.
const WORDLESS: [&str; 19] = [
    "annotation",
    "audio",
    "button",
    "canvas",
    "figure",
    "iframe",
    "img",
    "input",
    "noscript",
    "object",
    "picture",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];

/// The words of a caption's element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wording {
    /// What stands there, caption and credit in the page's order.
    pub text: String,
    /// The text without the credit.
    pub caption: String,
    /// The credit as it stands there, without a label such as "Photo:".
    pub credit: Option<String>,
}

/// Reads the words of a caption's element.
pub(crate) fn read(survey: &Survey<'_, '_>, block: NodeRef<'_, '_>) -> Wording {
    let mut runs = Vec::new();
    write(survey, block, &mut runs);
    if survey.names(block).holds == Some(Holds::Credit) && survey.n_letters(block) <= CREDIT_MAX_LETTERS {
        runs.iter_mut().for_each(|run| run.is_credit = true);
    }
    mark_trailing_credit(survey, block, &mut runs);
    let mut wording = finish(&runs);
    // "Photo: Jane Doe" alone says nothing but whose picture it is.
    if wording.credit.is_none()
        && let Some(credit) = phrases::labelled_credit(&wording.text).filter(|credit| names_somebody(credit))
    {
        wording.credit = Some(credit.to_owned());
        wording.caption.clear();
    }
    wording
}

/// The words of an element as they are seen, all in one.
pub(crate) fn plain(survey: &Survey<'_, '_>, node: NodeRef<'_, '_>) -> String {
    let mut runs = Vec::new();
    write(survey, node, &mut runs);
    runs.iter().map(|run: &Run| run.text.as_str()).collect::<String>().trim().to_owned()
}

/// The words of a page, a line for each paragraph and the like.
pub(crate) fn lines(survey: &Survey<'_, '_>, max_bytes: usize) -> String {
    let mut text = String::new();
    let mut line_ends: Vec<NodeId> = Vec::new();
    let mut skipped_to = NodeId::default();
    for node in survey.tree.nodes() {
        if node.id < skipped_to {
            continue;
        }
        while line_ends.last().is_some_and(|end| *end <= node.id) {
            line_ends.pop();
            text.push('\n');
        }
        if let Some(words) = node.text() {
            let is_preformatted = node.ancestors().take(4).any(|ancestor| ancestor.is("pre"));
            // Line ends in the page's source are spaces, but for text that is set as it stands.
            text.extend(
                words.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') && !is_preformatted { ' ' } else { c }),
            );
        } else if LINES.contains(&node.name()) {
            text.push('\n');
            line_ends.push(node.end());
        } else if WORDLESS.contains(&node.name()) || node.is("head") {
            skipped_to = node.end();
        }
        if text.len() > max_bytes {
            break;
        }
    }
    let lines = crate::text::truncated(&text, max_bytes).lines();
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Whether an element is short and begins by saying that it is a credit, and holds no element that says so with less.
pub(crate) fn is_labelled_credit(survey: &Survey<'_, '_>, node: NodeRef<'_, '_>) -> bool {
    let n_letters = survey.n_letters(node);
    (1..=CREDIT_MAX_LETTERS).contains(&n_letters) && phrases::labelled_credit(&own_text(node)).is_some()
}

/// The words of a value that may hold markup, as attributes for scripts and JSON do.
pub(crate) fn unmarked(value: &str) -> String {
    let value = crate::text::truncated(value, TEXT_MAX_BYTES);
    if !value.contains(['<', '&']) {
        return value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    }
    let tree = tree::read(value);
    let survey = Survey::of(&tree);
    tree.root().map(|root| plain(&survey, root)).unwrap_or_default()
}

/// Joins a caption's words and a credit that stands elsewhere beside the picture.
pub(crate) fn with_credit(mut wording: Wording, credit: &str) -> Wording {
    let named = phrases::labelled_credit(credit).unwrap_or(credit);
    let named = phrases::without_brackets(named).trim();
    if named.is_empty() || wording.credit.is_some() {
        return wording;
    }
    if !holds_words(&wording.text, named) {
        wording.text = joined(&wording.text, credit.trim());
    }
    wording.credit = Some(named.to_owned());
    wording
}

/// Whether one text stands in another, letters and digits compared.
pub(crate) fn holds_words(text: &str, part: &str) -> bool {
    key(text).contains(&key(part))
}

/// What two texts are compared by: letters and digits, in lower case.
pub(crate) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn joined(before: &str, after: &str) -> String {
    if before.is_empty() { after.to_owned() } else { format!("{before} {after}") }
}

fn finish(runs: &[Run]) -> Wording {
    let mut wording = Wording::default();
    let mut credits: Vec<String> = Vec::new();
    for Run { is_credit, text } in runs {
        if text.trim().is_empty() {
            continue;
        }
        if !*is_credit {
            // What closes the bracket around a credit belongs to the credit.
            let closes = !credits.is_empty() && wording.caption.len() < wording.text.len();
            let rest = if closes { text.trim_start_matches([')', ']']) } else { text };
            append(&mut wording.caption, rest);
            append(&mut wording.text, text);
            continue;
        }
        let named = phrases::without_brackets(phrases::labelled_credit(text).unwrap_or(text)).trim().to_owned();
        // The same credit for wide and narrow screens counts once.
        if credits.iter().any(|known| holds_words(known, &named)) {
            continue;
        }
        append(&mut wording.text, text);
        wording.caption.truncate(without_opened_credit(&wording.caption).len());
        if !named.is_empty() {
            credits.push(named);
        }
    }
    wording.credit = (!credits.is_empty()).then(|| credits.join(", "));
    wording.text = clean(&wording.text);
    wording.caption = clean(&wording.caption);
    if wording.credit.is_some() {
        // What divided the caption from the credit goes with the credit.
        let n_bytes = wording.caption.trim_end_matches([' ', '-', '–', '—', '/', '|']).len();
        wording.caption.truncate(n_bytes);
    }
    wording
}

/// Adds a stretch of words, with a space where the page shows a gap.
fn append(text: &mut String, run: &str) {
    let is_gap = text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '!' | '?' | '”' | '"' | ')'))
        && run.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '[' | '©'));
    if is_gap {
        text.push(' ');
    }
    text.push_str(if text.is_empty() || text.ends_with(' ') { run.trim_start() } else { run });
}

/// A text without a label, a count of pictures or a divider around it.
fn clean(text: &str) -> String {
    let text = without_count(phrases::without_label(text.trim()));
    text.trim_matches([' ', '\u{a0}', '|', '\n', '\u{200b}']).to_owned()
}

/// A text without "[1/3]" or "Item 1 of 3" before it, which count the pictures of a slide show.
fn without_count(text: &str) -> &str {
    let digits = |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let bracketed = text.strip_prefix('[').and_then(|rest| {
        let (count, rest) = rest.split_once(']')?;
        let (at, of) = count.split_once('/')?;
        (digits(at) && digits(of)).then_some(rest)
    });
    let item = text.strip_prefix("Item ").and_then(|rest| {
        let (at, rest) = rest.split_once(" of ")?;
        let (of, rest) = rest.split_once(' ')?;
        (digits(at) && digits(of)).then_some(rest)
    });
    bracketed.or(item).map_or(text, str::trim_start)
}

#[cfg(test)]
mod tests;
