//! Checks of people: whether somebody is shown who is not named, and whether it is told who is who.

use crate::caption::PersonRole;
use crate::lint::Report;
use crate::lint::style::{PhraseUse, WordUse};
use crate::lint::words::Words;
use crate::photo::Photo;
use crate::photo::finding::FindingKind;

/// The longest aside between a name and its verb, in words: ", second from the right,".
const ASIDE_MAX_WORDS: usize = 8;
/// How many bytes may stand between two names of one list: "Rep. ", ", ", " and former President ".
const LIST_GAP_MAX_BYTES: usize = 60;

/// Checks the people of a caption.
pub(super) fn check(photo: &Photo, words: &Words<'_>, report: &mut Report<'_>) {
    unnamed(photo, words, report);
    positions(photo, words, report);
    tense(photo, words, report);
}

fn unnamed(photo: &Photo, words: &Words<'_>, report: &mut Report<'_>) {
    if !report.wants(FindingKind::UnnamedPeople) {
        return;
    }
    let style = &report.lint.style;
    let named = photo.persons.iter().any(|person| person.role == PersonRole::Shown);
    for (at, word) in words.iter() {
        let unknown = word
            .says
            .has(WordUse::PHRASE)
            .then(|| style.phrase(words.folded(at), words.folded_from(at + 1)))
            .flatten()
            .filter(|(says, _)| *says == PhraseUse::Unknown);
        if let Some((_, n)) = unknown {
            let range = words.range(at..at + n);
            report.add(FindingKind::UnnamedPeople, Some(range), || "Somebody is shown who is not named".to_owned());
            return;
        }
        let somebody = !named
            && word.says.has(WordUse::PEOPLE)
            && at > 0
            && words.gap(at - 1) == " "
            && words.get(at - 1).is_some_and(|before| before.says.has(WordUse::COUNTED));
        if somebody {
            let range = words.range(at - 1..at + 1);
            let said = words.text().get(range.clone()).unwrap_or("").to_owned();
            report.add(FindingKind::UnnamedPeople, Some(range), || format!("“{said}”, and nobody is named"));
            return;
        }
    }
}

/// A place in the picture that is told of somebody: "(L)", ", left,", "at right".
fn tells_position(words: &Words<'_>, at: usize) -> bool {
    let folded = words.folded(at);
    let before = words.gap_before(at);
    let after = words.gap(at);
    let closes = after.is_empty() || after.starts_with([',', ';', ')', '.', ':']);
    let bracketed = before.ends_with(['(', '[']) && after.starts_with([')', ']', ',', ' ']);
    if folded.len() == 1 {
        return bracketed && after.starts_with([')', ']']);
    }
    let after_comma = before.ends_with(", ") && closes;
    // "at left, ", "second from right, ", "far left, ".
    let led =
        closes && before == " " && at > 0 && words.get(at - 1).is_some_and(|before| before.says.has(WordUse::LEADING));
    bracketed || after_comma || led
}

fn positions(photo: &Photo, words: &Words<'_>, report: &mut Report<'_>) {
    let kinds = [FindingKind::NoPositions, FindingKind::MoreNames, FindingKind::MorePositions];
    if !kinds.iter().any(|kind| report.wants(*kind)) {
        return;
    }
    let spans: Vec<_> = photo
        .persons
        .iter()
        .filter(|person| person.role == PersonRole::Shown)
        .filter_map(|person| person.span.clone())
        .collect();
    let mut order = None;
    let mut n_positions = 0;
    let mut skip = 0;
    for (at, word) in words.iter() {
        if at < skip {
            continue;
        }
        if word.says.has(WordUse::PHRASE)
            && let Some((PhraseUse::Order, n)) = report.lint.style.phrase(words.folded(at), words.folded_from(at + 1))
        {
            let single = words.folded(at).len() == 1;
            // "second from left" is one person's place; "from left, A, B and C" tells an order.
            let counted = at > 0 && words.get(at - 1).is_some_and(|before| before.says.has(WordUse::ORDINAL));
            if !counted && (!single || words.gap_before(at).ends_with(['(', '[', ' ']) && !words.gap(at).is_empty()) {
                order.get_or_insert(words.range(at..at + n));
                skip = at + n;
                continue;
            }
        }
        if word.says.has(WordUse::POSITION) && tells_position(words, at) {
            n_positions += 1;
        }
    }
    let n_names = spans.len();
    if let Some(order) = order {
        if n_names == 1 {
            report.add(FindingKind::MorePositions, Some(order), || "An order of names, and only one name".to_owned());
        }
        return;
    }
    if n_positions == 0 {
        let listed = longest_list(&spans, words.text());
        if listed >= report.lint.style.limits.positions_from.max(2) {
            let span = spans.first().cloned();
            report.add(FindingKind::NoPositions, span, || format!("{listed} names, and nothing says who is who"));
        }
    } else if n_positions + 1 < n_names {
        // Of two people it is enough to place one.
        let span = spans.last().cloned();
        report.add(FindingKind::MoreNames, span, || {
            let positions = if n_positions == 1 { "position" } else { "positions" };
            format!("{n_names} names, and {n_positions} {positions}")
        });
    }
}

/// The most names that stand in one list: with little and no end of a sentence between them.
fn longest_list(spans: &[std::ops::Range<usize>], text: &str) -> usize {
    let mut spans: Vec<_> = spans.to_vec();
    spans.sort_by_key(|span| span.start);
    let (mut longest, mut run) = (usize::from(!spans.is_empty()), 1);
    for pair in spans.windows(2) {
        let [a, b] = pair else { continue };
        let gap = text.get(a.end..b.start).unwrap_or("");
        let listed = gap.len() <= LIST_GAP_MAX_BYTES
            && !gap.contains(". ")
            && (gap.starts_with([',', ';'])
                || gap.starts_with(" and ")
                || gap.starts_with(" & ")
                || gap.starts_with(" ("));
        run = if listed { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}

/// "Jane Doe spoke on Tuesday": the verb after the first person shown is one of the past.
fn tense(photo: &Photo, words: &Words<'_>, report: &mut Report<'_>) {
    if !report.wants(FindingKind::Tense) {
        return;
    }
    let shown = photo.persons.iter().filter(|person| person.role == PersonRole::Shown);
    let Some(span) = shown.filter_map(|person| person.span.clone()).min_by_key(|span| span.start) else { return };
    let first_sentence =
        !words.text().get(..span.start).is_some_and(|before| before.contains(". ") && before.len() > 60);
    let mut at = words.at_byte(span.end);
    // "Jane Doe, left, spoke": what stands between commas is passed over.
    if at > 0 && words.gap(at - 1).starts_with(',') {
        let Some(close) = (at..at + ASIDE_MAX_WORDS).find(|word| words.gap(*word).starts_with(',')) else { return };
        at = close + 1;
    }
    let Some(word) = words.get(at).filter(|word| first_sentence && word.says.has(WordUse::PAST)) else { return };
    let range = word.range.clone();
    let written = words.text().get(range.clone()).unwrap_or("").to_owned();
    report.add(FindingKind::Tense, Some(range), || {
        format!("“{written}” tells it in the past; captions tell it in the present")
    });
}
