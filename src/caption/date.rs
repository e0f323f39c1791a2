//! A date that knows how much of itself is known: a year, a month, a day or a moment; a span of them; or about then.
//! Printed and parsed as ISO 8601 (spans `A/B`, and `~` for "about", as in EDTF); reading dates as people write them is
//! `Date::from_written`.

mod moment;
pub mod printed;
pub(crate) mod words;

use std::fmt;

use thiserror::Error;

use crate::caption::date::moment::Moment;
use crate::caption::date::words::{day_number, month_number, weekday};
use crate::text;

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

impl Date {
    /// A date of one day, when there is such a day.
    pub fn from_day(year: i32, month: u32, day: u32) -> Result<Self, DateError> {
        Moment::of(year, Some(month), Some(day)).map(Self::from)
    }

    /// A month, when there is such a month.
    pub(crate) fn from_month(year: i32, month: u32) -> Result<Self, DateError> {
        Moment::of(year, Some(month), None).map(Self::from)
    }

    /// A year.
    pub(crate) fn from_year(year: i32) -> Result<Self, DateError> {
        Moment::of(year, None, None).map(Self::from)
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
        Moment::of(year.parse().ok()?, Some(month), day).map(Self::from).ok()
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
