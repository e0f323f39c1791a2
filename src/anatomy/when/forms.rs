//! The forms in which dates are written, each tried where a word stands.

use std::ops::Range;

use super::{DateRule, days, is_month};
use crate::anatomy::reading::{Gap, Reading};
use crate::caption::date::{Date, DateWord, date_word, day_number, month_number};
use crate::caption::lexicon::Class;

/// How many words of a text are looked at to tell its language.
const FIRST_WORDS: usize = 60;
/// The years that four digits may be.
const YEARS: Range<i32> = 1000..2100;
/// The years that four digits alone may be: pictures of earlier ones carry more than a year.
const BARE_YEARS: Range<i32> = 1500..2100;

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
    plain(reading, at).or_else(|| about(reading, at)).or_else(|| between(reading, at))
}

/// The date that begins at a word without a word before it that says how sure it is.
fn plain(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let word = reading.word(at)?;
    if word.quoted {
        return None;
    }
    if word.shape.number || reading.written(at).starts_with(|c: char| c.is_ascii_digit()) {
        return iso(reading, at)
            .or_else(|| numeric(reading, at))
            .or_else(|| dated_short(reading, at))
            .or_else(|| day_first(reading, at))
            .or_else(|| years(reading, at))
            .or_else(|| decade(reading, at))
            .or_else(|| bare_year(reading, at));
    }
    match date_word(reading.folded(at)) {
        Some(DateWord::Month(_)) => month_first(reading, at),
        Some(DateWord::Season) => season(reading, at),
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

/// A month's word; in lower case only where the language writes it so, or a day stands beside it.
fn month(reading: &Reading<'_>, at: usize) -> Option<u32> {
    is_month(reading.folded(at)).then(|| month_number(reading.folded(at))).flatten()
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
        let plain = capitalized || !matches!(reading.folded(at), "may" | "march" | "mar");
        return plain
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
    let verb = !capitalized && matches!(reading.folded(at), "may" | "march" | "mar");
    if verb { None } else { no_year(reading, at..end, first_month, first_day, last_day, capitalized) }
}

/// The other end of "3-5", "30-July 2", "3 and 4", and the word after it.
fn last_day(reading: &Reading<'_>, at: usize, of_month: u32) -> (Option<(u32, u32)>, usize) {
    let end = at + 1;
    let and =
        matches!(reading.folded(end), "and" | "to" | "et" | "und" | "y" | "bis" | "al") && reading.gap(at).is_blank();
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
    if is_dash(reading, at)
        || matches!(reading.folded(next), "and" | "et" | "und" | "y" | "to" | "bis" | "al")
            && reading.gap(at).is_blank()
    {
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
    let verb = matches!(reading.folded(month_at), "may" | "march") && !reading.is_capitalized(month_at);
    if !whole_word || verb || day(reading, month_at + 1).is_some() && joins(reading, month_at) {
        return None;
    }
    no_year(reading, at..month_at + 1, of_month, first_day, last_day, true)
}

/// "1939–1945", "1939-45".
fn years(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let first = year(reading, at).filter(|year| BARE_YEARS.contains(year))?;
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
fn season(reading: &Reading<'_>, at: usize) -> Option<Written> {
    if !reading.gap(at).is_blank() {
        return None;
    }
    let year_at = past_joining(reading, at + 1);
    let year = year(reading, year_at).filter(|year| BARE_YEARS.contains(year))?;
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

/// "Circa 1935", "ca. 1930-1950", "c. March 1936", "about 1935".
fn about(reading: &Reading<'_>, at: usize) -> Option<Written> {
    let word = reading.folded(at);
    // "h. 1915" is "hacia", "20 h." an hour.
    let hacia = word == "h"
        && reading.gap_text(at).starts_with('.')
        && !at.checked_sub(1).and_then(|before| reading.word(before)).is_some_and(|before| before.shape.number);
    let certain = matches!(word, "circa" | "ca" | "c") || hacia;
    let vague =
        matches!(word, "about" | "around" | "um" | "vers" | "hacia" | "approximately" | "probably" | "possibly")
            && reading.gap(at).is_blank();
    let gap = reading.gap_text(at);
    if !certain && !vague || gap.len() > 3 || !gap.chars().all(|c| c.is_whitespace() || c == '.') {
        return None;
    }
    let rest = plain(reading, at + 1).or_else(|| {
        let year = year(reading, at + 1).filter(|year| BARE_YEARS.contains(year))?;
        Some(whole(at + 1..at + 2, Date::from_year(year).ok()?, DateRule::Year))
    })?;
    // "about 2,000 people", "around 2000 protesters": only what is a date by itself, or plainly "circa".
    // "hacia 1905.", "vers 1880,": in these languages the word tells a year, where no noun is counted.
    let told = matches!(word, "hacia" | "vers") && !reading.gap(rest.words.end - 1).is_blank();
    let counted =
        vague && !told && matches!(rest.form, Form::Whole(DateRule::Year)) && !is_alone(reading, at, rest.words.end);
    let date = rest.date?.approximately();
    (!counted).then_some(Written { words: at..rest.words.end, date: Some(date), form: rest.form })
}

/// "between 1935 and 1942", "from 1939 to 1945".
fn between(reading: &Reading<'_>, at: usize) -> Option<Written> {
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
    let year = year(reading, at).filter(|year| BARE_YEARS.contains(year))?;
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
fn is_alone(reading: &Reading<'_>, start: usize, end: usize) -> bool {
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
