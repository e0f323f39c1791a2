//! Dates in numbers alone: "2021-01-06", "13/01/2021", "06.01.2021", "dated 28/11/18".

use super::{Written, number, whole, year};
use crate::anatomy::reading::Reading;
use crate::anatomy::when::DateRule;
use crate::caption::date::Date;
use crate::caption::lexicon::Class;

/// How many words of a text are looked at to tell its language.
const FIRST_WORDS: usize = 60;

/// The date in numbers that begins at a word.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Written> {
    iso(reading, at).or_else(|| numeric(reading, at)).or_else(|| dated_short(reading, at))
}

/// "2021-01-06", "2021/01/06".
fn iso(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let gap = reading.gap_text(at);
    if !matches!(gap, "-" | "/" | ".") || reading.gap_text(at + 1) != gap {
        return None;
    }
    let (year, month) = (year(reading, at)?, number(reading, at + 1, 1..3)?);
    let day = leading_number(reading, at + 2)?;
    Some(whole(at..at + 3, Date::from_day(year, month, day).ok()?, DateRule::Day))
}

/// The day of "06T14:30".
fn leading_number(reading: &Reading<'_>, at: usize) -> Option<u32> {
    let written = reading.written(at);
    let digits = written.split(['T', 't']).next()?;
    (1..3).contains(&digits.len()).then(|| digits.parse().ok()).flatten()
}

/// "13/01/2021", "06.01.2021": where only one order of day and month is possible, or full stops tell that the day is first.
fn numeric(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let gap = reading.gap_text(at);
    if !matches!(gap, "/" | "." | "-") || reading.gap_text(at + 1) != gap {
        return None;
    }
    let (a, b, year) = (number(reading, at, 1..3)?, number(reading, at + 1, 1..3)?, year(reading, at + 2)?);
    let (month, day) = match (a, b) {
        _ if gap == "." || a == b => (b, a),
        (a, b) if a > 12 => (b, a),
        (a, b) if b > 12 => (a, b),
        (day, month) if gap == "/" && puts_day_first(reading) => (month, day),
        _ => return None,
    };
    Some(whole(at..at + 3, Date::from_day(year, month, day).ok()?, DateRule::Day))
}

/// Whether a text is in a language in which the day stands before the month, or of a country: some of its words say so.
fn puts_day_first(reading: &Reading<'_>) -> bool {
    const WORDS_MIN: usize = 2;
    let own = |at: &usize| reading.is(*at, Class::DayFirst) && !reading.is_capitalized(*at);
    let words = 0..reading.n_words().min(FIRST_WORDS);
    words.clone().filter(own).nth(WORDS_MIN - 1).is_some()
        || words.clone().any(|at| reading.is(at, Class::DayFirstLand) && reading.is_capitalized(at))
}

/// "dated 28/11/18": years of two digits, after a word with which British, German and French pictures are dated.
fn dated_short(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let dated =
        reading.touching_before(at).is_some_and(|before| matches!(reading.folded(before), "dated" | "vom" | "du"));
    if !dated || reading.gap_text(at) != "/" || reading.gap_text(at + 1) != "/" {
        return None;
    }
    let (a, b, year) = (number(reading, at, 1..3)?, number(reading, at + 1, 1..3)?, number(reading, at + 2, 2..3)?);
    let (month, day) = match (a, b) {
        (a, b) if b > 12 => (a, b),
        (a, b) => (b, a),
    };
    // Digital files are dated so; a year still to come is of the last century.
    let year = i32::try_from(year).ok()?;
    let year = if year <= 40 { 2000 + year } else { 1900 + year };
    Some(whole(at..at + 3, Date::from_day(year, month, day).ok()?, DateRule::Day))
}
