//! A moment as precisely as it is known, in the form of ISO 8601: a year, a month, a day, or a time of a day.

use std::fmt;

use crate::caption::date::{DateError, DayNumber};

/// A year with, when known, its month, day and time; each needs the one before.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) year: i32,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
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

impl Moment {
    /// A year, month or day, when there is such a one.
    pub(super) fn of(year: i32, month: Option<u32>, day: Option<u32>) -> Result<Self, DateError> {
        Self { year, month, day, time: None }.checked()
    }

    /// Reads the form that `Display` prints.
    pub(super) fn parse(text: &str) -> Result<Self, DateError> {
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

    /// The first day that it may be.
    pub(super) fn first_day(&self) -> DayNumber {
        self.day_number(self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that it may be.
    pub(super) fn last_day(&self) -> DayNumber {
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
