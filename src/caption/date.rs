//! A date that knows how much of itself is known: a year, a month, a day or a moment; a span of them; or about then.
//! Printed and parsed as ISO 8601 (spans `A/B`, and `~` for "about", as in EDTF); reading dates as people write them is
//! `Date::from_written`.

pub mod printed;

use std::fmt;
use std::sync::LazyLock;

use thiserror::Error;

use crate::text;
use crate::text::word_map::{Beginnings, WordMap};

/// Days as numbers that sort: year × 10,000 + month × 100 + day.
pub type DayNumber = i32;

/// When a photo was taken, as precisely as it was stated.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    from: Moment,
    to: Option<Moment>,
    approximate: bool,
}

/// Why a date could not be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum DateError {
    /// The text is not of the form `2021`, `2021-01`, `2021-01-06` or `2021-01-06T14:30:00`.
    #[error("not a date of the form 2021, 2021-01, 2021-01-06 or 2021-01-06T14:30")]
    Form,
    /// There is no such month, day, hour or minute.
    #[error("there is no such day or time")]
    Range,
    /// The second half of a span is earlier than the first.
    #[error("the end is earlier than the beginning")]
    Order,
}

/// A year with, when known, its month, day and time; each needs the one before.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Moment {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<Time>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Time {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    /// Digits after the decimal point of the second, as stated.
    fraction: Option<String>,
    /// `Z` or `±hh:mm`, as stated.
    offset: Option<String>,
}

impl Date {
    /// A date of one day, when there is such a day.
    pub fn from_day(year: i32, month: u32, day: u32) -> Result<Self, DateError> {
        Moment { year, month: Some(month), day: Some(day), time: None }.checked().map(Self::from)
    }

    /// A month, when there is such a month.
    pub(crate) fn from_month(year: i32, month: u32) -> Result<Self, DateError> {
        Moment { year, month: Some(month), day: None, time: None }.checked().map(Self::from)
    }

    /// A year.
    pub(crate) fn from_year(year: i32) -> Result<Self, DateError> {
        Moment { year, month: None, day: None, time: None }.checked().map(Self::from)
    }

    /// From one date to another.
    pub(crate) fn span(from: &Self, to: &Self) -> Result<Self, DateError> {
        if to.days().1 < from.days().0 {
            return Err(DateError::Order);
        }
        let approximate = from.approximate || to.approximate;
        let to = to.to.as_ref().unwrap_or(&to.from).clone();
        Ok(Self { from: from.from.clone(), to: Some(to), approximate })
    }

    /// The same date, but only about then.
    pub(crate) fn approximately(self) -> Self {
        Self { approximate: true, ..self }
    }

    /// Whether it is one day, not only about then.
    pub(crate) fn is_day(&self) -> bool {
        let (first, last) = self.days();
        first == last && !self.approximate
    }

    /// Reads the form that `Display` prints.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let (text, approximate) = match text.strip_suffix('~') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let (from, to) = match text.split_once('/') {
            Some((from, to)) => (Moment::parse(from)?, Some(Moment::parse(to)?)),
            None => (Moment::parse(text)?, None),
        };
        if to.as_ref().is_some_and(|to| to.last_day() < from.first_day()) {
            return Err(DateError::Order);
        }
        Ok(Self { from, to, approximate })
    }

    /// Reads a date as people and catalogues write it, the whole text being the date:
    /// ISO 8601, `January 6, 2021`, `6 Jan. 2021`, `20210106`, `2021:01:06 14:30:00`, `c. 1935`, `1930-1950`.
    ///
    /// Day and month given as bare numbers in an order that could be either are refused: nothing is guessed.
    /// With dots the day comes first: `6.1.2021`.
    pub fn from_written(written: &str) -> Option<Self> {
        let written = written.trim();
        if let Ok(date) = Self::parse(written) {
            return Some(date);
        }
        let (approximate, rest) = strip_circa(written);
        let mut date = Self::from_words(rest).or_else(|| Self::from_span(rest)).or_else(|| Self::from_digits(rest))?;
        date.approximate |= approximate;
        Some(date)
    }

    /// The first and last day the date covers.
    pub fn days(&self) -> (DayNumber, DayNumber) {
        (self.from.first_day(), self.to.as_ref().unwrap_or(&self.from).last_day())
    }

    /// The years the date covers, first and last.
    pub fn years(&self) -> (i32, i32) {
        (self.from.year, self.to.as_ref().unwrap_or(&self.from).year)
    }

    fn from_words(text: &str) -> Option<Self> {
        let words = text::words(text);
        let joining = |word: &str| matches!(word, "de" | "del" | "of" | "le" | "den" | "am" | "the");
        let words: Vec<&str> =
            words.iter().map(String::as_str).filter(|word| weekday(word).is_none() && !joining(word)).collect();
        let (year, month, day) = match words.as_slice() {
            [month, year] => (*year, month_number(month)?, None),
            [a, b, year] => match (month_number(a), month_number(b)) {
                (Some(month), None) => (*year, month, Some(day_number(b)?)),
                (None, Some(month)) => (*year, month, Some(day_number(a)?)),
                _ => return None,
            },
            _ => return None,
        };
        if year.len() != 4 {
            return None;
        }
        Moment { year: year.parse().ok()?, month: Some(month), day, time: None }.checked().map(Self::from).ok()
    }

    fn from_span(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(['-', '–', '—'])?;
        let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
        let (from, to) = (from.trim(), to.trim());
        (is_year(from) && is_year(to)).then(|| Self::parse(&format!("{from}/{to}")).ok()).flatten()
    }

    fn from_digits(text: &str) -> Option<Self> {
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            let (year, rest) = text.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            return Self::parse(&format!("{year}-{month}-{day}")).ok();
        }
        // Exif's form, 2021:01:06 14:30:00, and the same with slashes, blanks or dots: the year comes first.
        let (day, time) = match text.split_once([' ', 'T']) {
            Some((day, time)) => (day, Some(time)),
            None => (text, None),
        };
        let day = day_first(day).unwrap_or_else(|| day.replace([':', '/', '.'], "-"));
        let whole = match time {
            Some(time) => format!("{day}T{time}"),
            None => day,
        };
        Self::parse(&whole).ok()
    }
}

/// `6.1.2021` as `2021-01-06`: where dots part the numbers, the day comes first in every language that writes so.
fn day_first(text: &str) -> Option<String> {
    let mut parts =
        text.split('.').map(|part| part.trim().parse::<u32>().ok().map(|number| (number, part.trim().len())));
    let ((day, 1..=2), (month, 1..=2), (year, 4), None) =
        (parts.next()??, parts.next()??, parts.next()??, parts.next())
    else {
        return None;
    };
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

impl From<Moment> for Date {
    fn from(from: Moment) -> Self {
        Self { from, to: None, approximate: false }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from)?;
        if let Some(to) = &self.to {
            write!(f, "/{to}")?;
        }
        if self.approximate {
            f.write_str("~")?;
        }
        Ok(())
    }
}

impl Moment {
    fn parse(text: &str) -> Result<Self, DateError> {
        let (day, time) = match text.split_once(['T', 't']) {
            Some((day, time)) => (day, Some(Time::parse(time)?)),
            None => (text, None),
        };
        let mut parts = day.split('-');
        let year = number(parts.next(), 4)?.ok_or(DateError::Form)?;
        let month = number(parts.next(), 2)?;
        let day = number(parts.next(), 2)?;
        if parts.next().is_some() || (time.is_some() && day.is_none()) {
            return Err(DateError::Form);
        }
        Self { year: i32::try_from(year).map_err(|_| DateError::Range)?, month, day, time }.checked()
    }

    fn checked(self) -> Result<Self, DateError> {
        let month_is_good = self.month.is_none_or(|month| (1..=12).contains(&month));
        let day_is_good = match (self.month, self.day) {
            (Some(month), Some(day)) => day >= 1 && day <= days_in_month(self.year, month),
            _ => true,
        };
        let year_is_good = (1..=9999).contains(&self.year);
        if month_is_good && day_is_good && year_is_good { Ok(self) } else { Err(DateError::Range) }
    }

    fn first_day(&self) -> DayNumber {
        self.day_number(self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    fn last_day(&self) -> DayNumber {
        let month = self.month.unwrap_or(12);
        self.day_number(month, self.day.unwrap_or_else(|| days_in_month(self.year, month)))
    }

    fn day_number(&self, month: u32, day: u32) -> DayNumber {
        // Months and days are at most 12 and 31: the sum fits.
        self.year * 10_000 + i32::try_from(month * 100 + day).unwrap_or(0)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        if let Some(time) = &self.time {
            write!(f, "T{:02}:{:02}", time.hour, time.minute)?;
            if let Some(second) = time.second {
                write!(f, ":{second:02}")?;
            }
            if let Some(fraction) = &time.fraction {
                write!(f, ".{fraction}")?;
            }
            if let Some(offset) = &time.offset {
                f.write_str(offset)?;
            }
        }
        Ok(())
    }
}

impl Time {
    fn parse(text: &str) -> Result<Self, DateError> {
        let (clock, offset) = match text.find(['Z', 'z', '+', '-']) {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let (clock, fraction) = match clock.split_once('.') {
            Some((clock, fraction)) => (clock, Some(fraction)),
            None => (clock, None),
        };
        let mut parts = clock.split(':');
        let hour = number(parts.next(), 2)?.ok_or(DateError::Form)?;
        let minute = number(parts.next(), 2)?.ok_or(DateError::Form)?;
        let second = number(parts.next(), 2)?;
        let is_digits = |text: &str| !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some() || fraction.is_some_and(|f| second.is_none() || !is_digits(f)) {
            return Err(DateError::Form);
        }
        if hour > 23 || minute > 59 || second.is_some_and(|second| second > 60) {
            return Err(DateError::Range);
        }
        let offset = match offset {
            "" => None,
            "Z" | "z" => Some("Z".to_owned()),
            _ => Some(checked_offset(offset)?),
        };
        Ok(Self { hour, minute, second, fraction: fraction.map(str::to_owned), offset })
    }
}

/// An offset from UTC of the form `+hh:mm` or `+hhmm`, as `+hh:mm`.
fn checked_offset(text: &str) -> Result<String, DateError> {
    let (sign, rest) = text.split_at_checked(1).ok_or(DateError::Form)?;
    let (hours, minutes) = rest.split_once(':').or_else(|| rest.split_at_checked(2)).ok_or(DateError::Form)?;
    let hours = number(Some(hours), 2)?.ok_or(DateError::Form)?;
    let minutes = number(Some(minutes), 2)?.ok_or(DateError::Form)?;
    if hours > 15 || minutes > 59 {
        return Err(DateError::Range);
    }
    Ok(format!("{sign}{hours:02}:{minutes:02}"))
}

fn number(text: Option<&str>, n_digits: usize) -> Result<Option<u32>, DateError> {
    let Some(text) = text else { return Ok(None) };
    if text.len() != n_digits || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    text.parse().map(Some).map_err(|_| DateError::Form)
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn strip_circa(text: &str) -> (bool, &str) {
    for word in ["circa", "about", "ca.", "c.", "ca ", "c "] {
        if let Some(start) = text.get(..word.len())
            && start.eq_ignore_ascii_case(word)
            && let Some(rest) = text.get(word.len()..)
        {
            return (true, rest.trim_start());
        }
    }
    (false, text)
}

/// What a word of a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateWord {
    /// A month, January being 1.
    Month(u32),
    /// A day of the week, Monday being 1.
    Weekday(u32),
    /// A season.
    Season,
}

/// The words of dates, and how they begin.
static WORDS: LazyLock<(Beginnings, WordMap<&'static str, DateWord>)> = LazyLock::new(|| {
    let mut beginnings = Beginnings::default();
    let mut words = WordMap::default();
    for row in include_str!("../../assets/dates/words.csv").lines() {
        let mut cells = row.splitn(3, ',');
        let (Some(kind), Some(Ok(number)), Some(list)) = (cells.next(), cells.next().map(str::parse), cells.next())
        else {
            continue;
        };
        let word = match kind {
            "month" => DateWord::Month(number),
            "weekday" => DateWord::Weekday(number),
            _ => DateWord::Season,
        };
        list.split_whitespace().for_each(|name| beginnings.add(name));
        words.extend(list.split_whitespace().map(|name| (name, word)));
    }
    (beginnings, words)
});

/// What a folded word says in a date, in any language of `assets/dates/words.csv`.
pub(crate) fn date_word(word: &str) -> Option<DateWord> {
    let (beginnings, words) = &*WORDS;
    if beginnings.may_hold(word) { words.get(word).copied() } else { None }
}

/// The number of a month by its name or usual abbreviations, folded.
pub fn month_number(word: &str) -> Option<u32> {
    match date_word(word)? {
        DateWord::Month(number) => Some(number),
        DateWord::Weekday(_) | DateWord::Season => None,
    }
}

/// The day of a month, with or without an English ordinal ending, folded.
pub fn day_number(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th", "er"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    if digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Monday is 1, by name or abbreviation, folded.
pub fn weekday(word: &str) -> Option<u32> {
    match date_word(word)? {
        DateWord::Weekday(number) => Some(number),
        DateWord::Month(_) | DateWord::Season => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(Date::from_written(written).map(|date| date.to_string()).as_deref(), expected, "{written:?}");
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        check("2021-01-07", Some("2021-01-07"));
        check("2021", Some("2021"));
        check("January 6, 2021", Some("2021-01-06"));
        check("Tuesday, Jan. 29, 2008", Some("2008-01-29"));
        check("6 Sept 2021", Some("2021-09-06"));
        check("November 1935", Some("1935-11"));
        check("20210106", Some("2021-01-06"));
        check("2021:01:06 14:30:05", Some("2021-01-06T14:30:05"));
        check("2021-01-06 14:30:05.25-0500", Some("2021-01-06T14:30:05.25-05:00"));
        check("c. 1930-1950", Some("1930/1950~"));
        check("Circa 1935", Some("1935~"));
        check("6.1.2021", Some("2021-01-06"));
        check("06.01.2021 14:30", Some("2021-01-06T14:30"));
        check("6. Januar 2021", Some("2021-01-06"));
        check("le 1er août 2021", Some("2021-08-01"));
        check("miércoles, 6 de enero de 2021", Some("2021-01-06"));
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        check("20140000", None);
        check("0000:00:00 00:00:00", None);
        check("2021-02-29", None);
        check("01/02/2021", None);
        check("1.13.2021", None);
        check("1.2.21", None);
        check("1950-1930", None);
        check("January", None);
        check("", None);
        check("2021-01-06T25:00", None);
    }

    #[test]
    fn a_date_covers_the_days_it_may_mean() {
        assert_eq!(Date::parse("2020-02").map(|d| d.days()), Ok((20_200_201, 20_200_229)));
        assert_eq!(Date::parse("1930/1950~").map(|d| d.days()), Ok((19_300_101, 19_501_231)));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(year in 1..9999i32, month in 1..=12u32, day in 1..=28u32, precision in 0..5u8) {
            let text = match precision {
                0 => format!("{year:04}"),
                1 => format!("{year:04}-{month:02}"),
                2 => format!("{year:04}-{month:02}-{day:02}"),
                3 => format!("{year:04}-{month:02}-{day:02}T10:20:30.125+02:00"),
                _ => format!("{year:04}/9999-{month:02}~"),
            };
            prop_assert_eq!(Date::parse(&text).map(|date| date.to_string()), Ok(text));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}") {
            let _ = Date::from_written(&text);
        }
    }
}
