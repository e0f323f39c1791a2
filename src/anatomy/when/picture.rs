//! Which of the dates that a caption states is the picture's.
//!
//! 1. A date that is said to be: "taken on", "photographed in", "In this Jan. 6, 2021, file photo".
//! 2. Otherwise the date of the sentence that describes the picture, or of its dateline; a day before a month, a month
//!    before a year.
//! 3. Otherwise the only date of a later part that is no sentence: "Nipomo, California. March 1936."
//!
//! A date that belongs to something else ("since 2014", "the January 6 attack", "who died on") is never the picture's,
//! nor one of the future. Where two remain that do not agree, there is none: nothing is guessed.

use std::ops::Range;

use super::{DateRule, When};
use crate::anatomy::reading::{Gap, Reading};
use crate::caption::date::words::weekday;
use crate::caption::date::{Date, DayNumber};
use crate::caption::lexicon::Class;

/// How far before a date the clause may begin that it stands in.
const CLAUSE_REACH_WORDS: usize = 12;
/// How far from a date its sentence is looked at.
const SENTENCE_REACH_WORDS: usize = 120;

/// How surely a date is the picture's; the higher counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Background,
    Apart,
    Described,
    Stated,
}

/// The date on which the picture was taken, as the caption states it.
pub(crate) fn picture_date(reading: &Reading<'_>, dates: &[When], latest: Option<DayNumber>) -> Option<Date> {
    if dates.is_empty() {
        return None;
    }
    let first_told = first_told_sentence(reading);
    let standing = |when: &When| {
        let date = when.date.clone()?;
        let future = latest.is_some_and(|latest| date.days().0 > latest);
        let standing = standing_of(reading, when, first_told)?;
        (!future && standing > Standing::Background).then_some((standing, when.inferred, date))
    };
    let told = after_dateline(reading, dates);
    let mut dates: Vec<_> = dates.iter().filter(|when| when.range.start >= told).filter_map(standing).collect();
    let best = dates.iter().map(|(standing, ..)| *standing).max()?;
    if best < Standing::Stated && is_undated(reading) {
        return None;
    }
    dates.retain(|(standing, ..)| *standing == best);
    // A year that is written outranks one that is inferred.
    if dates.iter().any(|(_, inferred, _)| !inferred) {
        dates.retain(|(_, inferred, _)| !inferred);
    }
    let mut dates: Vec<Date> = dates.into_iter().map(|(.., date)| date).collect();
    dates.sort_by_key(|date| {
        let (first, last) = date.days();
        last - first
    });
    let finest = dates.first()?.clone();
    let (first, last) = finest.days();
    // A wider date that holds the finer one agrees with it.
    let agree = dates.iter().all(|date| {
        let (from, to) = date.days();
        from <= first && last <= to
    });
    let precise = finest.is_day() && dates.iter().skip(1).all(|date| !date.is_day() || *date == finest);
    (agree || precise).then_some(finest)
}

/// "Undated handout photo of Jane Doe, who was jailed on April 2, 2021": the dates are of what it tells.
fn is_undated(reading: &Reading<'_>) -> bool {
    const LEAD_WORDS: usize = 3;
    (0..LEAD_WORDS).any(|at| reading.is(at, Class::Undated))
}

/// Where the dates count that a caption states: "LUSAKA, Aug. 13, 2021 (Xinhua) -- … on Aug. 12, 2021" is dated twice, first
/// by the day on which it was sent.
fn after_dateline(reading: &Reading<'_>, dates: &[When]) -> usize {
    let [first, rest @ ..] = dates else { return 0 };
    let Some(end) = dateline_end(reading, reading.words_in(&first.range).end) else { return 0 };
    let day = |when: &When| when.date.as_ref().filter(|date| date.is_day()).map(|date| date.days().0);
    let earlier = |when: &When| day(when).zip(day(first)).is_some_and(|(day, sent)| day < sent);
    let told = first_told_sentence(reading);
    let described = rest.iter().any(|when| {
        earlier(when) && standing_of(reading, when, told).is_some_and(|standing| standing > Standing::Background)
    });
    if described { end } else { 0 }
}

/// The byte after the dash or colon that closes a dateline whose date ends before a word.
fn dateline_end(reading: &Reading<'_>, after_date: usize) -> Option<usize> {
    const DATELINE_MAX_WORDS: usize = 8;
    let agency = after_date..after_date + 2;
    let close = (after_date.saturating_sub(1)..agency.end).find(|at| {
        let gap = reading.gap_text(*at);
        gap.contains("--") || gap.contains('—') || gap.contains(" - ") || gap.contains(" – ")
    })?;
    let opens = after_date <= DATELINE_MAX_WORDS && {
        // "(220408) -- DAKAR, April 8, 2022 (Xinhua) --"
        let first = reading.word(usize::from(reading.word(0)?.shape.number))?;
        first.shape.all_capitals
    };
    opens.then(|| reading.range(&(0..close + 1)).end)
}

/// How surely a date is the picture's; none when it is something else's.
fn standing_of(reading: &Reading<'_>, when: &When, first_told: Option<usize>) -> Option<Standing> {
    let words = reading.words_in(&when.range);
    let start = words.start;
    if names_an_event(reading, start, words.end) {
        return None;
    }
    // "Gift of Jane Doe, 1917": when a work came to where it is.
    if reading.is(reading.sentence_words(start).start, Class::Acquired) {
        return None;
    }
    let in_sentence = |at: &usize| reading.sentence(*at) == reading.sentence(start);
    let before = |n: usize| start.checked_sub(n).filter(in_sentence).map_or("", |at| reading.folded(at));
    let is_before =
        |n: usize, class: Class| start.checked_sub(n).filter(in_sentence).is_some_and(|at| reading.is(at, class));
    // The weekday, "on", "the" and "in" stand between a date and what it belongs to.
    let mut n = 1;
    while n < 7 && (is_before(n, Class::BeforeDate) || weekday(before(n)).is_some()) {
        if before(n) == "this" && before(n + 1) == "in" || before(n) == "dated" {
            return Some(Standing::Stated);
        }
        n += 1;
    }
    if is_before(n, Class::Taken) {
        return Some(Standing::Stated);
    }
    // "his son, who went missing in 2014, …"
    let opens_clause = |at: &usize| reading.gap(at.saturating_sub(1)).has(Gap::COMMA);
    let clause = (start.saturating_sub(CLAUSE_REACH_WORDS).max(1)..start).rev().filter(in_sentence).find(opens_clause);
    if clause.is_some_and(|first| reading.is(first, Class::Relative)) {
        return None;
    }
    let elsewhen = is_before(n, Class::Elsewhen);
    // "in the 1963 attack": a verb of the past right before the date tells another event.
    let past = n == 1 && start > 0 && reading.is(start - 1, Class::Said);
    if elsewhen || past {
        return None;
    }
    Some(by_sentence(reading, start, when.rule, first_told))
}

/// "the January 6 attack", "the 2020 election": a date that describes a noun.
fn names_an_event(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let determined = reading
        .touching_before(start)
        .is_some_and(|before| matches!(reading.folded(before), "the" | "a" | "his" | "her" | "their" | "its" | "s"))
        || start > 0 && reading.word(start - 1).is_some_and(|word| word.possessive);
    let noun = reading.gap(end - 1).is_blank()
        && !reading.is_any(end, &[Class::Function, Class::PlaceWord])
        && reading.word(end).is_some();
    let file = reading.is(end, Class::PictureNoun) || matches!(reading.folded(end), "file" | "handout" | "aerial");
    let possessive = reading.word(end - 1).is_some_and(|word| word.possessive);
    // "the Nov. 6, 2018, election": a month is determined only before a noun.
    let month =
        super::is_month(reading.folded(start)) && reading.gap(end - 1) == Gap::COMMA && !reading.is_capitalized(end);
    determined && (noun || month) && !file || possessive
}

fn by_sentence(reading: &Reading<'_>, start: usize, rule: DateRule, first_told: Option<usize>) -> Standing {
    if first_told.is_none_or(|first| reading.sentence(start) <= first) {
        return Standing::Described;
    }
    let whole = reading.sentence_words(start);
    let near = whole.start.max(start.saturating_sub(SENTENCE_REACH_WORDS))..whole.end.min(start + SENTENCE_REACH_WORDS);
    let past = near.clone().any(|at| {
        !reading.is_capitalized(at)
            && (reading.is(at, Class::Said) || reading.folded(at).len() > 4 && reading.folded(at).ends_with("ed"))
    });
    let fragment = !past && !tells(reading, near);
    // A date that is a sentence of its own, or closes the text after a comma, is the caption's.
    let alone = whole.len() <= 4 && rule != DateRule::NoYear && !reading.gap(start.saturating_sub(1)).has(Gap::DASH);
    if alone || fragment { Standing::Apart } else { Standing::Background }
}

/// The number of the first sentence that tells what somebody does.
fn first_told_sentence(reading: &Reading<'_>) -> Option<usize> {
    let mut at = 0;
    while at < reading.n_words() {
        let words = reading.sentence_words(at);
        let end = words.end.max(at + 1);
        if tells(reading, words) {
            return Some(reading.sentence(at));
        }
        at = end;
    }
    None
}

/// Whether a sentence, or the part of it that is near, tells what somebody does.
fn tells(reading: &Reading<'_>, words: Range<usize>) -> bool {
    words.len() >= 4
        && words.into_iter().any(|at| {
            !reading.is_capitalized(at)
                && (reading.is_any(at, &[Class::Verb, Class::Said])
                    || reading.folded(at).ends_with("ing") && reading.folded(at).len() > 5)
        })
}
