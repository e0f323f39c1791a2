//! Writes the words of an element down as they are seen, in stretches of caption and of credit.

use crate::page::names::Holds;
use crate::page::phrases;
use crate::page::survey::Survey;
use crate::page::tree::{NodeId, NodeRef};
use crate::page::wording::{CREDIT_MAX_LETTERS, LINES, SHORT_MAX_LETTERS, TEXT_MAX_BYTES, WORDLESS};

/// The most elements and texts of a caption; a hostile page has more, and holds each in many.
const NODES_MAX: usize = 2_000;
/// The most stretches of words that are told apart; what follows goes with the last.
const RUNS_MAX: usize = 64;

/// A stretch of words.
pub(super) struct Run {
    /// Whether it is a credit.
    pub is_credit: bool,
    /// The words, with a space before and after where the page has one.
    pub text: String,
}

/// Writes the words of an element down as runs.
pub(super) fn write<'w, 'a>(survey: &'w Survey<'_, 'a>, block: NodeRef<'w, 'a>, runs: &'w mut Vec<Run>) {
    Writer { survey, block, runs, space: false, named_only: is_in_named_parts(survey, block) }.write();
}

struct Writer<'w, 't, 'a> {
    survey: &'w Survey<'t, 'a>,
    block: NodeRef<'w, 'a>,
    runs: &'w mut Vec<Run>,
    /// Whether a space stands before the next word.
    space: bool,
    /// Whether only elements called captions and credits are written.
    named_only: bool,
}

/// Whether a caption is made of parts that are called so; what stands beside them then is neither caption nor credit.
fn is_in_named_parts(survey: &Survey<'_, '_>, block: NodeRef<'_, '_>) -> bool {
    let mut within_to = block.id;
    let (mut n_named, mut has_caption, mut has_list) = (0, false, false);
    for node in block.descendants().take(NODES_MAX) {
        has_list |= matches!(node.name(), "ol" | "ul" | "dl");
        let names = survey.names(node);
        if let Some(holds) = names.holds.filter(|_| node.id >= within_to && !names.is_control) {
            within_to = node.end();
            n_named += survey.n_letters(node);
            has_caption |= holds == Holds::Caption && survey.n_letters(node) > 0;
        }
    }
    // A list beside a named caption holds facts.
    has_caption && (has_list || 2 * n_named >= survey.n_letters(block))
}

impl Writer<'_, '_, '_> {
    fn write(&mut self) {
        let mut skipped_to = self.block.id;
        let mut credit_to = self.block.id;
        let mut caption_to = self.block.id;
        let mut lines: Vec<NodeId> = Vec::new();
        let mut n_bytes = 0;
        for node in self.block.descendants().take(NODES_MAX) {
            if node.id < skipped_to {
                continue;
            }
            while lines.last().is_some_and(|end| *end <= node.id) {
                lines.pop();
                self.space = true;
            }
            if let Some(text) = node.text() {
                if self.named_only && node.id >= credit_to && node.id >= caption_to {
                    continue;
                }
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
            if self.survey.names(node).holds == Some(Holds::Caption) {
                caption_to = caption_to.max(node.end());
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
        if is_short && n_letters > 0 && LINES.contains(&node.name()) && phrases::is_label(&own_text(node)) {
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

/// The texts within a short element, joined as they stand: phrases are told by their beginning.
pub(super) fn own_text(node: NodeRef<'_, '_>) -> String {
    const NODES_MAX: usize = 40;
    const BYTES_MAX: usize = 1_000;
    let mut joined = String::new();
    for text in node.descendants().take(NODES_MAX).filter_map(NodeRef::text) {
        joined.push_str(crate::text::truncated(text, BYTES_MAX.saturating_sub(joined.len())));
    }
    joined.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
