//! Dates that are years: one, from one to another, a decade, a season of one; and what else a number may be.

use std::ops::Range;

use super::{Written, day, is_dash, number, past_joining, whole, year};
use crate::anatomy::reading::{Gap, Reading};
use crate::anatomy::when::{DateRule, is_month};
use crate::caption::date::Date;
use crate::caption::lexicon::Class;

/// The years that four digits alone may be: pictures of earlier ones carry more than a year.
const BARE_YEARS: Range<i32> = 1500..2100;

/// The year, years or decade that begins at a word.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Written> {
    years(reading, at).or_else(|| decade(reading, at)).or_else(|| bare_year(reading, at))
}

/// The year at a word, where four digits alone may be it.
pub(super) fn bare(reading: &Reading<'_>, at: usize) -> Option<i32> {
    year(reading, at).filter(|year| BARE_YEARS.contains(year))
}

/// "1939–1945", "1939-45".
fn years(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let first = bare(reading, at)?;
    if !is_dash(reading, at) {
        return None;
    }
    let last = year(reading, at + 1).or_else(|| {
        let short = i32::try_from(number(reading, at + 1, 2..3)?).ok()?;
        (short > first % 100).then_some(first - first % 100 + short)
    })?;
    // "2019-20" with a word after it is a season of sports.
    let spaced = reading.gap_text(at).contains(' ');
    if spaced && !is_alone(reading, at, at + 2) || reading.gap(at + 1).has(Gap::DASH) {
        return None;
    }
    let date = Date::span(&Date::from_year(first).ok()?, &Date::from_year(last).ok()?).ok()?;
    (before_allows(reading, at) && after_allows(reading, at + 1)).then(|| whole(at..at + 2, date, DateRule::Years))
}

/// "1930s", "1930's".
fn decade(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let folded = reading.folded(at);
    let digits = match folded.strip_suffix('s') {
        Some(digits) => digits,
        None if reading.word(at)?.possessive => folded,
        None => return None,
    };
    let is_decade = digits.len() == 4 && digits.ends_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    let first: i32 = digits.parse().ok().filter(|year| is_decade && BARE_YEARS.contains(year))?;
    let date = Date::span(&Date::from_year(first).ok()?, &Date::from_year(first + 9).ok()?).ok()?;
    Some(whole(at..at + 1, date, DateRule::Decade))
}

/// "summer of 1942", "Winter 1936/37" by its first year.
pub(super) fn season(reading: &Reading<'_>, at: usize) -> Option<Written> {
    if !reading.gap(at).is_blank() {
        return None;
    }
    let year_at = past_joining(reading, at + 1);
    let year = bare(reading, year_at)?;
    // "Stocks fall 2000 points", "rocks fall 1500 feet": the verb follows what falls.
    let verb = reading.folded(at) == "fall"
        && year_at == at + 1
        && !reading.is_capitalized(at)
        && reading.touching_before(at).is_some_and(|before| !reading.is(before, Class::BeforeYear));
    (!verb && after_allows(reading, year_at))
        .then(|| Date::from_year(year).ok())
        .flatten()
        .map(|date| whole(at..year_at + 1, date, DateRule::Season))
}

/// "between 1935 and 1942", "from 1939 to 1945".
pub(super) fn between(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let joining = match reading.folded(at) {
        "between" => "and",
        "from" => "to",
        "zwischen" => "und",
        "entre" => "et",
        "von" => "bis",
        "de" => "a",
        _ => return None,
    };
    let joined = reading.folded(at + 2) == joining || reading.folded(at) == "entre" && reading.folded(at + 2) == "y";
    let blank = (at..at + 3).all(|word| reading.gap(word).is_blank());
    let (first, last) = (year(reading, at + 1)?, year(reading, at + 3)?);
    let date = Date::span(&Date::from_year(first).ok()?, &Date::from_year(last).ok()?).ok()?;
    (joined && blank).then(|| whole(at + 1..at + 4, date, DateRule::Years))
}

/// "in 1936", "Nipomo, California, 1936.", "(1936)".
fn bare_year(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let year = bare(reading, at)?;
    // "February 31, 2021" is no day, and no year.
    let after_day = at > 1 && day(reading, at - 1).is_some() && is_month(reading.folded(at - 2));
    if after_day || !before_allows(reading, at) || !after_allows(reading, at) {
        return None;
    }
    let introduced = reading.touching_before(at).is_some_and(|before| reading.is(before, Class::BeforeYear));
    if !introduced && !is_alone(reading, at, at + 1) {
        return None;
    }
    Some(whole(at..at + 1, Date::from_year(year).ok()?, DateRule::Year))
}

/// Whether marks stand around some words, so that they are no part of a phrase.
pub(super) fn is_alone(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let opens = start == 0 || !reading.gap(start - 1).is_blank() || reading.begins_sentence(start);
    opens && !reading.gap(end - 1).is_blank()
}

/// Whether what stands before a number lets it be a year: no sum of money, no "No."
fn before_allows(reading: &Reading<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let gap = reading.gap_text(before);
    let money = gap.ends_with(['$', '€', '£', '¥', '#', '+', '%', '@', '’', '\'', '.', ':', '/', '-', '–'])
        || gap.contains(['=', '×']);
    let numbered = reading.is(before, Class::BeforeNumber)
        || reading.word(before).is_some_and(|word| word.shape.number)
            && reading.gap(before) == Gap::COMMA
            && !gap.contains(' ');
    !money && !numbered
}

/// Whether what stands after a number lets it be a year: no digits, no unit.
fn after_allows(reading: &Reading<'_>, at: usize) -> bool {
    let gap = reading.gap_text(at);
    let goes_on = gap.starts_with(['%', '$', '€', '£', ':', '’', '\'', '-', '–', '/', '°', '+'])
        || matches!(gap, "," | ".") && reading.word(at + 1).is_some();
    let unit = gap.trim().is_empty() && reading.is(at + 1, Class::Unit);
    !goes_on && !unit
}
