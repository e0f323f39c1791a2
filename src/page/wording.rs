//! The words under a picture: what a reader of the page sees of a caption's element, with the credit told apart.

use crate::page::names::Holds;
use crate::page::phrases;
use crate::page::survey::Survey;
use crate::page::tree::{self, NodeId, NodeRef};

/// The longest caption that is kept, in bytes; the longest known here, of a photo essay, has 4,000.
const TEXT_MAX_BYTES: usize = 16 * 1024;
/// The most letters of an element that is looked at as a button or a label: what is longer is prose.
const SHORT_MAX_LETTERS: usize = 60;
/// The most letters of a credit that an element of its own holds; what is longer is the caption.
const CREDIT_MAX_LETTERS: usize = 240;
/// The most stretches of words that are told apart; what follows goes with the last.
const RUNS_MAX: usize = 64;
/// The most words of a credit that nothing but its place shows to be one.
const BARE_CREDIT_MAX_WORDS: usize = 8;
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

/// A stretch of words.
struct Run {
    is_credit: bool,
    text: String,
}

/// Reads the words of a caption's element.
pub(crate) fn read(survey: &Survey<'_, '_>, block: NodeRef<'_, '_>) -> Wording {
    let mut runs = Vec::new();
    let mut writer = Writer { survey, block, runs: &mut runs, space: false };
    writer.write();
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
    Writer { survey, block: node, runs: &mut runs, space: false }.write();
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

/// A caption without a label at its end whose credit stands in an element of its own: "A man waves. (Photo: ".
fn without_opened_credit(caption: &str) -> &str {
    let is_opened = |(at, _): &(usize, char)| {
        let label = caption.get(*at..).unwrap_or_default().trim_start_matches(['.', '!', '?', '”', '"', ')']);
        phrases::labelled_credit(label) == Some("")
    };
    let divides = |(_, c): &(usize, char)| matches!(c, '(' | '[' | '|' | '–' | '—' | '.' | '!' | '?' | '”' | '"' | ')');
    let opened = caption.char_indices().rev().take(SHORT_MAX_LETTERS).filter(divides).find(is_opened);
    let Some((at, mark)) = opened else { return caption };
    let is_sentence_end = matches!(mark, '.' | '!' | '?' | '”' | '"' | ')');
    caption.get(..at + if is_sentence_end { mark.len_utf8() } else { 0 }).unwrap_or(caption)
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

/// Writes the words of an element down as runs.
struct Writer<'w, 't, 'a> {
    survey: &'w Survey<'t, 'a>,
    block: NodeRef<'w, 'a>,
    runs: &'w mut Vec<Run>,
    /// Whether a space stands before the next word.
    space: bool,
}

impl Writer<'_, '_, '_> {
    fn write(&mut self) {
        let mut skipped_to = self.block.id;
        let mut credit_to = self.block.id;
        let mut lines: Vec<NodeId> = Vec::new();
        let mut n_bytes = 0;
        for node in self.block.descendants() {
            if node.id < skipped_to {
                continue;
            }
            while lines.last().is_some_and(|end| *end <= node.id) {
                lines.pop();
                self.space = true;
            }
            if let Some(text) = node.text() {
                n_bytes += text.len();
                if n_bytes > TEXT_MAX_BYTES {
                    return;
                }
                self.push(text, node.id < credit_to);
                continue;
            }
            if LINES.contains(&node.name()) {
                self.space = true;
                lines.push(node.end());
            }
            if self.is_left_out(node) {
                skipped_to = node.end();
            } else if node.id >= credit_to && self.is_credit(node) {
                credit_to = node.end();
                if self.runs.len() < RUNS_MAX {
                    self.runs.push(Run { is_credit: true, text: String::new() });
                }
            }
        }
    }

    fn push(&mut self, text: &str, is_credit: bool) {
        if self.runs.last().is_none_or(|run| run.is_credit != is_credit && self.runs.len() < RUNS_MAX) {
            self.runs.push(Run { is_credit, text: String::new() });
        }
        let Some(run) = self.runs.last_mut() else { return };
        for c in text.chars() {
            if c.is_ascii_whitespace() {
                self.space = true;
                continue;
            }
            if std::mem::take(&mut self.space) {
                run.text.push(' ');
            }
            run.text.push(c);
        }
    }

    /// Whether an element is not seen, or says what a button does.
    fn is_left_out(&self, node: NodeRef<'_, '_>) -> bool {
        let names = self.survey.names(node);
        let n_letters = self.survey.n_letters(node);
        let is_short = n_letters <= SHORT_MAX_LETTERS;
        if WORDLESS.contains(&node.name()) {
            // A caption that folds out may be a button.
            return !node.is("button") || is_short;
        }
        if names.is_hidden || names.is_control && is_short || is_unseen(node) {
            return true;
        }
        if is_short && LINES.contains(&node.name()) && phrases::is_label(&own_text(node)) {
            return true;
        }
        let may_act = matches!(node.name(), "a" | "b" | "span" | "p" | "div" | "strong" | "em" | "small" | "i");
        may_act && is_short && (n_letters > 0 || node.is("a")) && phrases::is_control(&own_text(node))
    }

    /// Whether an element of a caption holds its credit, by its name or by how it begins.
    fn is_credit(&self, node: NodeRef<'_, '_>) -> bool {
        let n_letters = self.survey.n_letters(node);
        if n_letters == 0 || n_letters > CREDIT_MAX_LETTERS || LINES.contains(&node.name()) && node.is("br") {
            return false;
        }
        match self.survey.names(node).holds {
            Some(Holds::Credit) => true,
            Some(Holds::Caption) => false,
            None => {
                // Beside other words of the caption an element that begins so is the credit; alone it may be both.
                let is_part = n_letters < self.survey.n_letters(self.block);
                is_part && phrases::labelled_credit(&own_text(node)).is_some()
            }
        }
    }
}

/// Whether an element is not painted. Formulas are kept as hidden text beside their pictures.
fn is_unseen(node: NodeRef<'_, '_>) -> bool {
    let style = node.attribute("style").unwrap_or_default();
    let is_off =
        node.attribute("hidden").is_some() || style.contains("display:none") || style.contains("display: none");
    is_off && !node.descendants().take(4).any(|inner| inner.is("math"))
}

/// The texts within a short element, joined as they stand.
fn own_text(node: NodeRef<'_, '_>) -> String {
    const NODES_MAX: usize = 40;
    let texts = node.descendants().take(NODES_MAX).filter_map(NodeRef::text);
    let joined: String = texts.collect();
    joined.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks the last element of a caption as its credit when only its place shows it: a finished sentence stands before it,
/// and it names somebody. `<span>A man waves.</span><span>Jane Doe (EFE)</span>`
fn mark_trailing_credit(survey: &Survey<'_, '_>, block: NodeRef<'_, '_>, runs: &mut Vec<Run>) {
    if runs.iter().any(|run| run.is_credit) {
        return;
    }
    let [Run { text, .. }] = runs.as_slice() else { return };
    let Some(last) = last_element(survey, block) else { return };
    let credit = own_text(last);
    let is_set_apart = matches!(last.name(), "small" | "cite");
    let Some(before) = text.trim_end().strip_suffix(credit.as_str()).filter(|before| !before.trim().is_empty()) else {
        return;
    };
    let ended = before.trim_end().ends_with(['.', '!', '?', '…', '"', '”', ')', '。', '|', '—', '–', '/']);
    let touches = !before.ends_with(' ') && is_set_apart;
    if (ended || touches || last.is("small")) && names_somebody(&credit) {
        let before = Run { is_credit: false, text: before.to_owned() };
        *runs = vec![before, Run { is_credit: true, text: format!(" {credit}") }];
    }
}

/// The last element within a caption's that is one of several there.
fn last_element<'n, 'a>(survey: &Survey<'_, '_>, block: NodeRef<'n, 'a>) -> Option<NodeRef<'n, 'a>> {
    let mut outer = block;
    // An element around all of the words is passed.
    for _ in 0..4 {
        let seen = |child: &NodeRef<'_, '_>| survey.n_letters(*child) > 0;
        let last = outer.children().filter(seen).last()?;
        if survey.n_letters(last) < survey.n_letters(outer) {
            return last.text().is_none().then_some(last);
        }
        outer = last;
    }
    None
}

/// Whether a text is like a credit: few words, most of them names, no sentence.
fn names_somebody(text: &str) -> bool {
    const SMALL: [&str; 27] = [
        "and", "at", "by", "courtesy", "da", "de", "del", "den", "der", "di", "do", "e", "et", "for", "für", "la",
        "of", "on", "pour", "the", "und", "van", "via", "von", "y", "|", "/",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = |word: &&str| {
        let word = word.trim_start_matches(['(', '[', '©', '/', '|', '-', '–', '—', '"', '“']);
        word.is_empty() || SMALL.contains(&word) || word.chars().next().is_some_and(|c| !c.is_lowercase())
    };
    let ends = text.trim_end().ends_with(['.', '!', '?']) && !text.contains('/') && words.len() > 3;
    !words.is_empty() && words.len() <= BARE_CREDIT_MAX_WORDS && words.iter().all(is_name) && !ends
}

#[cfg(test)]
mod tests;
