//! The forms in which dates are written, each tried where a word stands.

mod numeric;
mod years;

use std::ops::Range;

use super::{DateRule, days, is_month};
use crate::anatomy::reading::Reading;
use crate::caption::date::Date;
use crate::caption::date::words::{DateWord, date_word, day_number, month_number};
use crate::caption::lexicon::Class;

/// The years that four digits may be.
const YEARS: Range<i32> = 1000..2100;

/// A date as written.
pub(super) struct Written {
    pub(super) words: Range<usize>,
    pub(super) date: Option<Date>,
    pub(super) form: Form,
}

/// Whether a date is whole.
pub(super) enum Form {
    Whole(DateRule),
    /// A day, or days to another, of no stated year.
    NoYear {
        month: u32,
        day: u32,
        last_day: Option<(u32, u32)>,
    },
}

/// The date that begins at a word.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let first = one_at(reading, at)?;
    // "October 8, 2022–February 19, 2023": from one day to another, each with its year.
    let (Form::Whole(DateRule::Day), true) = (&first.form, is_dash(reading, first.words.end - 1)) else {
        return Some(first);
    };
    let last = one_at(reading, first.words.end).filter(|last| matches!(last.form, Form::Whole(DateRule::Day)));
    let span = last.as_ref().and_then(|last| Date::span(first.date.as_ref()?, last.date.as_ref()?).ok());
    match (last, span) {
        (Some(last), Some(span)) => Some(whole(first.words.start..last.words.end, span, DateRule::Days)),
        _ => Some(first),
    }
}

/// The date that begins at a word.
fn one_at(reading: &Reading<'_>, at: usize) -> Option<Written> {
    plain(reading, at).or_else(|| about(reading, at)).or_else(|| years::between(reading, at))
}

/// The date that begins at a word without a word before it that says how sure it is.
fn plain(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let word = reading.word(at)?;
    if word.quoted {
        return None;
    }
    if word.shape.number || reading.written(at).starts_with(|c: char| c.is_ascii_digit()) {
        return numeric::at(reading, at).or_else(|| day_first(reading, at)).or_else(|| years::at(reading, at));
    }
    match date_word(reading.folded(at)) {
        Some(DateWord::Month(_)) => month_first(reading, at),
        Some(DateWord::Season) => years::season(reading, at),
        Some(DateWord::Weekday(_)) => None,
        None if matches!(reading.folded(at), "new" | "christmas") => holiday(reading, at),
        None => None,
    }
}

fn whole(words: Range<usize>, date: Date, rule: DateRule) -> Written {
    Written { words, date: Some(date), form: Form::Whole(rule) }
}

/// The number at a word, where it has so many digits.
fn number(reading: &Reading<'_>, at: usize, n_digits: Range<usize>) -> Option<u32> {
    let word = reading.word(at)?;
    let written = reading.written(at);
    (word.shape.number && n_digits.contains(&written.len())).then(|| written.parse().ok()).flatten()
}

fn year(reading: &Reading<'_>, at: usize) -> Option<i32> {
    i32::try_from(number(reading, at, 4..5)?).ok().filter(|year| YEARS.contains(year))
}

fn day(reading: &Reading<'_>, at: usize) -> Option<u32> {
    day_number(reading.folded(at)).filter(|day| (1..=31).contains(day))
}

/// Whether what stands after a word may stand inside a date.
fn joins(reading: &Reading<'_>, at: usize) -> bool {
    let gap = reading.gap_text(at);
    !gap.is_empty() && gap.len() <= 4 && gap.chars().all(|c| matches!(c, ' ' | '.' | ',' | '\u{a0}'))
}

fn is_dash(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.gap_text(at).trim(), "-" | "–" | "—" | "/")
}

/// Whether a word stands between days: "3 and 4", "30 de junio al 2 de julio".
fn joins_days(reading: &Reading<'_>, at: usize) -> bool {
    reading.is_any(at, &[Class::Conjunction, Class::Until]) && at > 0 && reading.gap(at - 1).is_blank()
}

/// Passes over "de", "of" and the like.
fn past_joining(reading: &Reading<'_>, at: usize) -> usize {
    let joining = matches!(reading.folded(at), "de" | "del" | "of") && reading.gap(at).is_blank();
    if joining { at + 1 } else { at }
}

/// The year after a day or month, and the word after it.
fn year_after(reading: &Reading<'_>, last: usize) -> Option<(i32, usize)> {
    if !joins(reading, last) {
        return None;
    }
    let at = past_joining(reading, last + 1);
    Some((year(reading, at)?, at + 1))
}

/// Whether a month's word is another word too.
fn may_be_verb(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.folded(at), "may" | "march" | "mar")
}

/// A month's word; in lower case only where the language writes it so, or a day stands beside it.
fn month(reading: &Reading<'_>, at: usize) -> Option<u32> {
    is_month(reading.folded(at)).then(|| month_number(reading.folded(at))).flatten()
}

/// "New Year's Eve 2019", "Christmas Day, 1914".
fn holiday(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let new_year = reading.folded(at) == "new" && matches!(reading.folded(at + 1), "year" | "years" | "year's");
    let which = if new_year { at + 2 } else { at + 1 };
    let (month, day) = match (new_year, reading.folded(which)) {
        (true, "eve") => (12, 31),
        (true, "day") => (1, 1),
        (false, "eve") => (12, 24),
        (false, "day") => (12, 25),
        _ => return None,
    };
    let (year, end) = year_after(reading, which)?;
    Some(whole(at..end, Date::from_day(year, month, day).ok()?, DateRule::Day))
}

/// "January 6, 2021", "June 3-5, 2019", "June 30-July 2", "November 1935", "Oct.-Nov. 1953", "January 6".
fn month_first(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let first_month = month(reading, at)?;
    if is_dash(reading, at)
        && let Some(last_month) = month(reading, at + 1)
        && let Some((year, end)) = year_after(reading, at + 1)
    {
        let date = Date::span(&Date::from_month(year, first_month).ok()?, &Date::from_month(year, last_month).ok()?);
        return Some(whole(at..end, date.ok()?, DateRule::Month));
    }
    if !joins(reading, at) {
        return None;
    }
    let capitalized = reading.is_capitalized(at) || reading.shouted;
    let Some(first_day) = day(reading, at + 1) else {
        // "31 February 2021" is no day, and no February.
        if at > 0 && day(reading, at - 1).is_some() && joins(reading, at - 1) && !reading.gap_text(at - 1).contains(',')
        {
            return None;
        }
        let (year, end) = year_after(reading, at)?;
        return (capitalized || !may_be_verb(reading, at))
            .then(|| Date::from_month(year, first_month).ok())
            .flatten()
            .map(|date| whole(at..end, date, DateRule::Month));
    };
    let (last_day, mut end) = last_day(reading, at + 1, first_month);
    if let Some((year, after)) = year_after(reading, end - 1) {
        end = after;
        let rule = if last_day.is_some() { DateRule::Days } else { DateRule::Day };
        return days(year, first_month, first_day, last_day).map(|date| whole(at..end, date, rule));
    }
    let verb = !capitalized && may_be_verb(reading, at);
    if verb { None } else { no_year(reading, at..end, first_month, first_day, last_day, capitalized) }
}

/// The other end of "3-5", "30-July 2", "3 and 4", and the word after it.
fn last_day(reading: &Reading<'_>, at: usize, of_month: u32) -> (Option<(u32, u32)>, usize) {
    let end = at + 1;
    let and = joins_days(reading, end);
    let next = if and && reading.gap(end).is_blank() {
        end + 1
    } else if is_dash(reading, at) || reading.gap_text(at) == " & " {
        end
    } else {
        return (None, end);
    };
    if let Some(last_month) = month(reading, next).filter(|_| joins(reading, next))
        && let Some(last) = day(reading, next + 1)
    {
        return (Some((last_month, last)), next + 2);
    }
    match day(reading, next).filter(|_| reading.written(next).len() <= 4) {
        Some(last) => (Some((of_month, last)), next + 1),
        None => (None, end),
    }
}

fn no_year(
    reading: &Reading<'_>,
    words: Range<usize>,
    month: u32,
    day: u32,
    last_day: Option<(u32, u32)>,
    capitalized: bool,
) -> Option<Written> {
    let written_month =
        words.clone().any(|at| reading.folded(at).len() >= 4 || reading.gap_text(at).starts_with('.') || capitalized);
    // "May 12,000 people": a number that goes on.
    let last = words.end - 1;
    let goes_on = reading.gap_text(last) == ","
        || reading.gap_text(last) == ":" && reading.word(words.end).is_some_and(|word| word.shape.number)
        || reading.gap_text(last) == "." && reading.word(words.end).is_some();
    // Any year has the day but February 29, which leap years have.
    let possible = Date::from_day(2000, month, day).is_ok();
    (written_month && !goes_on && possible).then_some(Written {
        words,
        date: None,
        form: Form::NoYear { month, day, last_day },
    })
}

/// "6 January 2021", "6. Januar 2021", "6 de enero de 2021", "3-5 June 2019", "30 June-2 July 2019", "the 6th of January".
fn day_first(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let first_day = day(reading, at)?;
    let mut next = at + 1;
    let mut last = None;
    if is_dash(reading, at) || joins_days(reading, next) {
        let other = if is_dash(reading, at) { next } else { next + 1 };
        last = day(reading, other);
        last?;
        next = other + 1;
    }
    if !joins(reading, next - 1) || reading.gap_text(next - 1).contains(',') {
        return None;
    }
    let month_at = past_joining(reading, next);
    let of_month = month(reading, month_at)?;
    let last_day = last.map(|last| (of_month, last));
    if let Some((year, end)) = year_after(reading, month_at) {
        let rule = if last_day.is_some() { DateRule::Days } else { DateRule::Day };
        return days(year, of_month, first_day, last_day).map(|date| whole(at..end, date, rule));
    }
    if last.is_none()
        && is_dash(reading, month_at)
        && let Some(last) = day(reading, month_at + 1)
        && let Some(last_month) = month(reading, month_at + 2).filter(|_| joins(reading, month_at + 1))
        && let Some((year, end)) = year_after(reading, month_at + 2)
    {
        return days(year, of_month, first_day, Some((last_month, last)))
            .map(|date| whole(at..end, date, DateRule::Days));
    }
    let whole_word = reading.folded(month_at).len() >= 4 || reading.is_capitalized(month_at);
    // "12 may" and "3 march" are numbers and verbs.
    let verb = may_be_verb(reading, month_at) && !reading.is_capitalized(month_at);
    if !whole_word || verb || day(reading, month_at + 1).is_some() && joins(reading, month_at) {
        return None;
    }
    no_year(reading, at..month_at + 1, of_month, first_day, last_day, true)
}

/// "Circa 1935", "ca. 1930-1950", "c. March 1936", "about 1935".
fn about(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let word = reading.folded(at);
    // "h. 1915" is "hacia", "20 h." an hour.
    let hacia = word == "h"
        && reading.gap_text(at).starts_with('.')
        && !at.checked_sub(1).and_then(|before| reading.word(before)).is_some_and(|before| before.shape.number);
    let certain = reading.is(at, Class::Circa) || hacia;
    let vague = reading.is(at, Class::Roughly) && reading.gap(at).is_blank();
    let gap = reading.gap_text(at);
    if !certain && !vague || gap.len() > 3 || !gap.chars().all(|c| c.is_whitespace() || c == '.') {
        return None;
    }
    let rest = plain(reading, at + 1).or_else(|| {
        let year = years::bare(reading, at + 1)?;
        Some(whole(at + 1..at + 2, Date::from_year(year).ok()?, DateRule::Year))
    })?;
    // "about 2,000 people", "around 2000 protesters": only what is a date by itself, or plainly "circa".
    // "hacia 1905.", "vers 1880,": in these languages the word tells a year, where no noun is counted.
    let told = matches!(word, "hacia" | "vers") && !reading.gap(rest.words.end - 1).is_blank();
    let counted = vague
        && !told
        && matches!(rest.form, Form::Whole(DateRule::Year))
        && !years::is_alone(reading, at, rest.words.end);
    let date = rest.date?.approximately();
    (!counted).then_some(Written { words: at..rest.words.end, date: Some(date), form: rest.form })
}
