//! Credits after a label: "Photo by Jane Doe", "Image: Getty."

use super::{ends_in_abbreviation, ends_sentence, found};
use crate::caption::credit::ClosingCredit;
use crate::caption::credit::chain::{Introduction, looks_like_chain};
use crate::caption::credit::label::{Label, strip_label};
use crate::caption::credit::naming::looks_like_person;

/// `Image: Getty.`, `Photo by Jane Doe.`, `Photograph courtesy of the museum`.
pub(super) fn after_label(body: &str, starts: &[usize]) -> Option<ClosingCredit> {
    // "… police force.Credit...Jane Doe": pages that lost a blank.
    let glued = || {
        let tail = starts.first().copied().unwrap_or(body.len());
        body.get(tail..).unwrap_or("").match_indices(".Credit").map(move |(at, _)| tail + at + 1)
    };
    // The label nearest the beginning of the closing credit wins ("Photo credit: Image by …").
    for start in starts.iter().copied().chain(glued()) {
        let Some(rest) = body.get(start..) else { break };
        let hyphenated = || {
            // "BZ-Foto: Jana Muster"
            let word = rest.split(char::is_whitespace).next().filter(|word| word.ends_with(':'))?;
            let hyphen = word.rfind('-')? + 1;
            let label = strip_label(rest.get(hyphen..)?)?;
            Some(Label { length: label.length + hyphen, ..label })
        };
        let Some(label) = strip_label(rest).or_else(hyphenated) else { continue };
        let before = body.get(..start)?;
        if !(label.colon && !is_compound(before) || ends_sentence(before)) {
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
