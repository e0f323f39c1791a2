//! Credits that nothing names: told by their place at the end of a caption, or by a label before them.

use crate::page::phrases;
use crate::page::survey::Survey;
use crate::page::tree::NodeRef;
use crate::page::wording::SHORT_MAX_LETTERS;
use crate::page::wording::writer::{Run, own_text};

/// The most words of a credit that nothing but its place shows to be one.
const BARE_CREDIT_MAX_WORDS: usize = 8;

/// Marks the last element of a caption as its credit when only its place shows it: a finished sentence stands before it,
/// and it names somebody. `<span>A man waves.</span><span>Jane Doe (EFE)</span>`
pub(super) fn mark_trailing_credit(survey: &Survey<'_, '_>, block: NodeRef<'_, '_>, runs: &mut Vec<Run>) {
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
    // "(Jane Doe/AP)" names somebody; "(Lago Maggiore)" need not.
    let is_bracketed = credit.starts_with(['(', '[']) && credit.ends_with([')', ']']) && credit.contains('/');
    if (ended || touches || is_bracketed || last.is("small")) && names_somebody(&credit) {
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
pub(super) fn names_somebody(text: &str) -> bool {
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
    text.contains(char::is_alphabetic) && words.len() <= BARE_CREDIT_MAX_WORDS && words.iter().all(is_name) && !ends
}

/// A caption without a label at its end whose credit stands in an element of its own: "A man waves. (Photo: ".
pub(super) fn without_opened_credit(caption: &str) -> &str {
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
