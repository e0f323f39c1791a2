//! Finds the dates a text states, in the forms that newsrooms and archives use, and which of them is the picture's.
//! A day without its year takes it from what is known of the collection, and is marked as inferred; otherwise it stays
//! without a date. Nothing is guessed.

mod forms;
mod picture;

use std::ops::Range;

use self::forms::{Form, Written};
pub(crate) use self::picture::picture_date;
use crate::anatomy::reading::Reading;
use crate::caption::date::words::{DateWord, date_word};
use crate::caption::date::{Date, DayNumber};

/// A date that a text states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// The date; none for a day without its year, where no year is known.
    pub date: Option<Date>,
    /// How it is written.
    pub rule: DateRule,
    /// Whether the year is not written but taken from elsewhere.
    pub inferred: bool,
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateRule {
    /// Day, month and year: "Jan. 29, 2008", "6. Januar 2021", "2021-01-06".
    Day,
    /// Several days: "June 3-5, 2019".
    Days,
    /// Month and year.
    Month,
    /// A span of years: "1939–1945", "between 1935 and 1942".
    Years,
    /// Ten years: "1930s".
    Decade,
    /// A season of a year.
    Season,
    /// A year.
    Year,
    /// A day without its year: "January 6".
    NoYear,
}

/// What is known of a text's time from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// When the article or page was published: days without a year are the last ones before it.
    pub published: Option<Date>,
    /// The year of the collection's other photos, where all agree.
    pub year: Option<i32>,
    /// The last day on which a picture can have been taken, such as today.
    pub latest: Option<DayNumber>,
}

impl DateRule {
    /// The rule in a few words.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Day => "day, month and year",
            Self::Days => "several days",
            Self::Month => "month and year",
            Self::Years => "a span of years",
            Self::Decade => "ten years",
            Self::Season => "a season, read as its year",
            Self::Year => "a year",
            Self::NoYear => "a day without its year",
        }
    }
}

/// The dates a text states, in order, with nothing known from elsewhere.
pub fn find(text: &str) -> Vec<When> {
    find_in(&Reading::new(text), &Known::default())
}

/// The dates a text states, in order.
pub(crate) fn find_known(text: &str, known: &Known) -> Vec<When> {
    find_in(&Reading::new(text), known)
}

/// When the picture was taken, as far as its caption says so beside the parts of it that are told to be something else.
pub(crate) fn date_of(text: &str, known: &Known, told: &[Range<usize>]) -> Option<Date> {
    let reading = Reading::new(text);
    let mut dates = find_in(&reading, known);
    let is_told = |when: &When| told.iter().any(|told| told.start < when.range.end && when.range.start < told.end);
    dates.retain(|when| !is_told(when));
    picture_date(&reading, &dates, known.latest)
}

/// The dates a text states, in order.
pub(crate) fn find_in(reading: &Reading<'_>, known: &Known) -> Vec<When> {
    let mut written: Vec<Written> = Vec::new();
    let mut at = 0;
    while at < reading.n_words() {
        match forms::at(reading, at) {
            Some(found) => {
                at = found.words.end;
                written.push(found);
            }
            None => at += 1,
        }
    }
    let whole: Vec<Date> = written.iter().filter_map(|one| one.date.clone()).collect();
    let when = |one: Written| {
        let range = reading.range(&one.words);
        match one.form {
            Form::Whole(rule) => When { range, date: one.date, rule, inferred: false },
            Form::NoYear { month, day, last_day } => {
                let year = year_of(month, day, &whole, known);
                let turns = last_day.is_some_and(|(last_month, _)| last_month < month);
                let date = year.and_then(|year| days(year + i32::from(turns), month, day, last_day));
                When { range, inferred: date.is_some(), date, rule: DateRule::NoYear }
            }
        }
    };
    written.into_iter().map(when).collect()
}

/// Whether a folded word is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    word.len() >= 3 && matches!(date_word(word), Some(DateWord::Month(_)))
}

/// The year of a day that is written without one: of the same day written whole, of the last such day before the text was
/// published, or of the collection.
fn year_of(month: u32, day: u32, whole: &[Date], known: &Known) -> Option<i32> {
    let same_day = |date: &&Date| {
        let (first, last) = date.days();
        let number = i32::try_from(month * 100 + day).unwrap_or(0);
        first % 10_000 == number || last % 10_000 == number
    };
    if let Some(date) = whole.iter().find(same_day) {
        return Some(date.years().0);
    }
    if let Some(published) = &known.published {
        let (_, last) = published.days();
        let year = last / 10_000;
        let number = year * 10_000 + i32::try_from(month * 100 + day).unwrap_or(0);
        // A dateline may be of the next day, where the world is ahead of the newsroom.
        return Some(if number <= last + 1 { year } else { year - 1 });
    }
    known.year
}

/// A day of a year, or the days to another of that year: "Dec. 30 – Jan. 2, 2021" begins the year before.
fn days(year: i32, month: u32, day: u32, last_day: Option<(u32, u32)>) -> Option<Date> {
    let turns = last_day.is_some_and(|(last_month, _)| last_month < month);
    let first = Date::from_day(year - i32::from(turns), month, day).ok()?;
    match last_day {
        Some((last_month, last)) => Date::span(&first, &Date::from_day(year, last_month, last).ok()?).ok(),
        None => Some(first),
    }
}

#[cfg(test)]
mod tests;
