//! Credits after a label: "Photo by Jane Doe", "Image: Getty."

use super::tail::{Ending, GLUED_LABEL, Start, Tail};
use super::{ends_in_abbreviation, found};
use crate::caption::credit::ClosingCredit;
use crate::caption::credit::chain::{Introduction, looks_like_chain};
use crate::caption::credit::label::{Label, strip_label};
use crate::caption::credit::naming::looks_like_person;

/// `Image: Getty.`, `Photo by Jane Doe.`, `Photograph courtesy of the museum`.
pub(super) fn after_label(tail: &Tail<'_>) -> Option<ClosingCredit> {
    let body = tail.body;
    // "… police force.Credit...Jane Doe": pages that lost a blank.
    let glued = || {
        let marks = tail.text().match_indices(GLUED_LABEL);
        let first = body.len() - tail.text().len();
        marks.map(move |(mark, _)| Start { at: first + mark + 1, after: Ending::Sure })
    };
    let glued = tail.has_glued.then(glued).into_iter().flatten();
    // The label nearest the beginning of the closing credit wins ("Photo credit: Image by …").
    for Start { at: start, after } in tail.words.iter().copied().chain(glued) {
        // Within a sentence a label needs its colon.
        if after == Ending::None && tail.colon.is_none_or(|colon| colon < start) {
            continue;
        }
        let Some(rest) = body.get(start..) else { break };
        let hyphenated = || {
            // "BZ-Foto: Jana Muster"
            let word = rest.split(char::is_whitespace).next().filter(|word| word.ends_with(':'))?;
            let hyphen = word.rfind('-')? + 1;
            let label = strip_label(rest.get(hyphen..)?)?;
            Some(Label { length: label.length + hyphen, ..label })
        };
        let Some(label) = strip_label(rest).or_else(hyphenated) else { continue };
        if after == Ending::None && (!label.colon || is_compound(body.get(..start)?)) {
            continue;
        }
        let line = start + label.length..body.len();
        // "Photo: Jane Doe. Courtesy the artist": what is owed to whom stands for itself.
        let owed = body.get(line.clone()).and_then(|rest| rest.find(". Courtesy ")).map(|stop| line.start + stop);
        if let Some(stop) = owed.filter(|_| label.colon) {
            let credit =
                found(body, start..stop + 1, line.start..stop, label.introduction, label.feature, "credit label");
            if credit.is_some() {
                return credit;
            }
        }
        let labelled = found(body, start..body.len(), line.clone(), label.introduction, label.feature, "credit label");
        if labelled.is_some() {
            return labelled;
        }
        // "Photographer: Jane Doe. Farm Security Administration, Washington": what follows the name is whose archive it is in.
        let stop = body.get(line.clone()).and_then(sentence_stop).map(|stop| line.start + stop);
        let archived = || {
            let rest = stop.and_then(|stop| body.get(stop + 2..)).unwrap_or("");
            label.introduction == Introduction::By
                && rest.starts_with(char::is_uppercase)
                && looks_like_chain(rest.trim_end_matches('.'))
        };
        if let Some(stop) = stop.filter(|_| label.colon || archived())
            && body.get(line.start..stop).is_some_and(|name| looks_like_person(name.trim()))
        {
            let sentence = start..stop + 1;
            return found(body, sentence, line.start..stop, label.introduction, label.feature, "credit label");
        }
    }
    None
}

/// Where the first sentence of a text ends; "Lewis W. Hine" goes on.
fn sentence_stop(text: &str) -> Option<usize> {
    let ends = text.match_indices(". ").map(|(at, _)| at);
    ends.into_iter().find(|at| text.get(..*at).is_some_and(|before| !ends_in_abbreviation(before)))
}

/// "The reporter's source: Jane Doe": a word of the sentence before, in lower case, makes no label of the next.
fn is_compound(before: &str) -> bool {
    let last = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    matches!(last, "the" | "a" | "an" | "this" | "that" | "his" | "her" | "of" | "our")
}
