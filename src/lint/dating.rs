//! Checks of dates: weekdays that are not theirs, days that no month has, dates to come, and the form of a style.
//! Most captions need one look at their words; a date is read again only where something about it is in doubt.

use crate::anatomy;
use crate::anatomy::when::{self, DateRule, Known, When};
use crate::caption::date::words::weekday;
use crate::caption::date::{Date, DayNumber};
use crate::lint::Report;
use crate::lint::style::WordUse;
use crate::lint::words::Words;
use crate::photo::Photo;
use crate::photo::finding::FindingKind;

/// How many bytes may stand between a weekday and its date: ", ", " (".
const GAP_MAX_BYTES: usize = 3;
/// The days of the months, February's in a leap year.
const MONTH_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Checks the dates of a photo.
pub(super) fn check(photo: &Photo, text: &str, words: &Words<'_>, report: &mut Report<'_>) {
    stated(photo, report);
    impossible(words, report);
    dateline(text, report);
    let lint = report.lint;
    let date = photo.caption.date_created.as_ref();
    let this_year = lint.today.and_then(|today| u32::try_from(today / 10_000).ok());
    let to_come =
        this_year.is_some_and(|year| words.iter().any(|(_, word)| word.number.is_some_and(|n| n >= year && n < 2200)));
    let in_doubt = words.number
        && (words.weekday && report.wants(FindingKind::Weekday)
            || to_come && report.wants(FindingKind::FutureDate)
            || words.month && date.is_none() && report.wants(FindingKind::NoYear)
            || report.wants(FindingKind::DateForm)
            || report.wants(FindingKind::DatesDisagree) && may_disagree(date, words));
    if in_doubt {
        let known = Known { published: photo.published.clone(), year: None, latest: lint.today };
        // The credit's date is not the picture's.
        let text = anatomy::described(text);
        let dates = when::find_known(text, &known);
        weekdays(text, &dates, report);
        form(text, &dates, report);
        picture(photo, text, &dates, &known, report);
    }
    file_photo(photo, words, report);
}

/// The date that the photo has.
fn stated(photo: &Photo, report: &mut Report<'_>) {
    let Some(date) = &photo.caption.date_created else { return };
    let (first, last) = date.days();
    if report.lint.today.is_some_and(|today| first > today) {
        report.add(FindingKind::FutureDate, None, || format!("The date {date} is still to come"));
    }
    let first_year = i32::try_from(report.lint.style.limits.first_year).unwrap_or(0);
    if last / 10_000 < first_year {
        report.add(FindingKind::TooOld, None, || {
            format!("There were no photographs before {first_year}; the date is {date}")
        });
    }
}

/// "February 30", "31 June 2020", "February 29, 2021".
fn impossible(words: &Words<'_>, report: &mut Report<'_>) {
    if !words.month || !words.number || !report.wants(FindingKind::ImpossibleDate) {
        return;
    }
    for (at, word) in words.iter() {
        let Some(month) = word.month else { continue };
        let joined = |gap: &str| matches!(gap, " " | ". " | "\u{a0}" | ".");
        let number_at = |at: usize| words.get(at).and_then(|word| word.number);
        // A day is of one or two digits; "May 2021" has none.
        let after = number_at(at + 1).filter(|day| joined(words.gap(at)) && (1..=99).contains(day));
        let before = at
            .checked_sub(1)
            .and_then(|before| number_at(before).filter(|day| joined(words.gap(before)) && (1..=99).contains(day)));
        let (day, range, year_at) = match (after, before) {
            (Some(day), _) => (day, at..at + 2, at + 2),
            (None, Some(day)) => (day, at - 1..at + 1, at + 1),
            (None, None) => continue,
        };
        let year = number_at(year_at).filter(|year| (1000..2200).contains(year));
        let most = usize::try_from(month).ok().and_then(|month| MONTH_DAYS.get(month - 1)).copied().unwrap_or(31);
        let leap = year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
        let most = if month == 2 && !leap { 28 } else { most };
        // A number beyond 31 is a day only where a year follows: "May 45 people"; and so is any where people are counted.
        let counts = words.get(range.end).is_some_and(|word| word.says.has(WordUse::PEOPLE)) && year.is_none();
        if day > most && (day <= 31 || year.is_some()) && !counts {
            let range = words.range(range);
            let written = words.text().get(range.clone()).unwrap_or("").to_owned();
            report.add(FindingKind::ImpossibleDate, Some(range), || format!("There is no {written}{}", of_year(year)));
            return;
        }
    }
}

fn of_year(year: Option<u32>) -> String {
    year.map(|year| format!(" in {year}")).unwrap_or_default()
}

/// Whether a caption may state another date than its field: a year or a month's day in it that is not the field's.
fn may_disagree(date: Option<&Date>, words: &Words<'_>) -> bool {
    let Some(date) = date.filter(|date| date.is_day()) else { return false };
    let (first, _) = date.days();
    let part = |number: i32| u32::try_from(number).unwrap_or(0);
    let (year, month, day) = (part(first / 10_000), part(first / 100 % 100), part(first % 100));
    let numbers = || words.iter().filter_map(|(_, word)| word.number);
    let states_year = numbers().any(|number| (1500..2200).contains(&number));
    let same_year = !states_year || numbers().any(|number| number == year);
    let same_day = !words.month
        || numbers().any(|number| number == day) && words.iter().any(|(_, word)| word.month == Some(month));
    (states_year || words.month) && !(same_year && same_day)
}

fn weekdays(text: &str, dates: &[When], report: &mut Report<'_>) {
    if !report.wants(FindingKind::Weekday) {
        return;
    }
    for when in dates {
        let Some(date) = when.date.as_ref().filter(|date| date.is_day()) else { continue };
        let Some((range, written)) =
            weekday_before(text, when.range.start).or_else(|| weekday_after(text, when.range.end))
        else {
            continue;
        };
        let actual = weekday_of(date.days().0);
        if weekday(&crate::text::fold(&written)) != Some(actual) {
            let name = usize::try_from(actual - 1).ok().and_then(|at| WEEKDAYS.get(at)).unwrap_or(&"");
            report.add(FindingKind::Weekday, Some(range), || format!("{date} was a {name}, not “{written}”"));
        }
    }
}

/// The weekday that stands right before a date.
fn weekday_before(text: &str, start: usize) -> Option<(std::ops::Range<usize>, String)> {
    let before = text.get(..start)?;
    let trimmed = before.trim_end_matches([' ', ',', '.', '(', '\u{a0}']);
    if before.len() - trimmed.len() > GAP_MAX_BYTES {
        return None;
    }
    let word_start = trimmed
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + trimmed.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    weekday_in(text, word_start..trimmed.len())
}

/// The weekday that stands right after a date.
fn weekday_after(text: &str, end: usize) -> Option<(std::ops::Range<usize>, String)> {
    let after = text.get(end..)?;
    let trimmed = after.trim_start_matches([' ', ',', '(', '\u{a0}']);
    let gap = after.len() - trimmed.len();
    // "On Jan. 6, Tuesday's papers": a comma and a word that goes on are no weekday of it.
    let closed = |length: usize| {
        trimmed.get(length..).is_some_and(|rest| rest.is_empty() || rest.starts_with([',', ')', '.', ';']))
    };
    let length = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
    if gap > GAP_MAX_BYTES || !closed(length) {
        return None;
    }
    weekday_in(text, end + gap..end + gap + length)
}

fn weekday_in(text: &str, range: std::ops::Range<usize>) -> Option<(std::ops::Range<usize>, String)> {
    let written = text.get(range.clone())?;
    // "sat" and "sun" are words; a weekday begins with a capital or is written whole.
    let folded = crate::text::fold(written);
    let sure = folded.len() >= 5 || written.starts_with(char::is_uppercase);
    (sure && weekday(&folded).is_some()).then(|| (range, written.to_owned()))
}

/// The day of the week, Monday being 1 (Sakamoto's method).
fn weekday_of(day: DayNumber) -> u32 {
    const SHIFTS: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    let year = if month < 3 { year - 1 } else { year };
    let shift = usize::try_from(month - 1).ok().and_then(|at| SHIFTS.get(at)).copied().unwrap_or(0);
    let sunday_first = (year + year / 4 - year / 100 + year / 400 + shift + day).rem_euclid(7);
    u32::try_from(if sunday_first == 0 { 7 } else { sunday_first }).unwrap_or(7)
}

fn form(text: &str, dates: &[When], report: &mut Report<'_>) {
    let forms = &report.lint.style.dates;
    let Some(first) = forms.first().filter(|_| report.wants(FindingKind::DateForm)) else { return };
    for when in dates.iter().filter(|when| matches!(when.rule, DateRule::Day | DateRule::Month)) {
        let written = text.get(when.range.clone()).unwrap_or("");
        if !forms.iter().any(|form| form.fits(written)) {
            let title = &report.lint.style.title;
            report.add(FindingKind::DateForm, Some(when.range.clone()), || {
                format!("“{written}” is not how {title} writes dates; it writes {}", first.written())
            });
        }
    }
}

/// The date that the caption states of its picture, against the one that its field states.
fn picture(photo: &Photo, text: &str, dates: &[When], known: &Known, report: &mut Report<'_>) {
    let date = photo.caption.date_created.as_ref();
    if date.is_none() {
        for when in dates.iter().filter(|when| when.rule == DateRule::NoYear && when.date.is_none()) {
            let written = text.get(when.range.clone()).unwrap_or("");
            report.add(FindingKind::NoYear, Some(when.range.clone()), || {
                format!("Nothing says of which year “{written}” is")
            });
        }
    }
    let ever = Known { latest: None, ..known.clone() };
    let Some(told) = when::date_of(text, &ever, &[]) else { return };
    let span = || dates.iter().find(|when| when.date.as_ref() == Some(&told)).map(|when| when.range.clone());
    let (from, to) = told.days();
    if known.latest.is_some_and(|today| from > today) && date.is_none() {
        report.add(FindingKind::FutureDate, span(), || format!("The date {told} is still to come"));
        return;
    }
    if let Some(date) = date {
        let (first, last) = date.days();
        if (to < first || last < from)
            && !dates.iter().filter_map(|when| when.date.as_ref()).any(|other| shares_a_day(other, date))
        {
            report.add(FindingKind::DatesDisagree, span(), || format!("The caption says {told}, the field {date}"));
        }
    }
}

fn shares_a_day(a: &Date, b: &Date) -> bool {
    let ((a_first, a_last), (b_first, b_last)) = (a.days(), b.days());
    a_first <= b_last && b_first <= a_last
}

/// "FILE - …" without a date: nobody can tell how old the picture is.
fn file_photo(photo: &Photo, words: &Words<'_>, report: &mut Report<'_>) {
    if photo.caption.date_created.is_some() || !report.wants(FindingKind::UndatedFile) {
        return;
    }
    let opens = words.text().trim_start().starts_with("FILE") && words.folded(0) == "file";
    let at = words.iter().position(|(at, _)| {
        matches!(words.folded(at), "file" | "archive" | "archival")
            && matches!(words.folded(at + 1), "photo" | "photograph" | "picture" | "image")
            && words.gap(at) == " "
    });
    if opens || at.is_some_and(|at| at < 14) {
        let at = if opens { 0 } else { at.unwrap_or(0) };
        report.add(FindingKind::UndatedFile, Some(words.range(at..at + 1)), || {
            "A picture from the files, and nothing says when it was taken".to_owned()
        });
    }
}

/// The dateline with which a style wants captions to begin, or not to begin.
fn dateline(text: &str, report: &mut Report<'_>) {
    if !report.wants(FindingKind::Dateline) || text.trim().is_empty() {
        return;
    }
    let style = &report.lint.style;
    let title = &style.title;
    if let Some(end) = style.datelines_forbidden.iter().find_map(|form| form.end_in(text)) {
        report.add(FindingKind::Dateline, Some(0..end), || format!("{title} begins captions without a dateline"));
        return;
    }
    if let Some(first) = style.datelines_required.first()
        && !style.datelines_required.iter().any(|form| form.end_in(text).is_some())
    {
        report.add(FindingKind::Dateline, None, || {
            format!("{title} begins captions with a dateline: {}", first.written())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_weekdays() {
        // By the calendar: the moon landing, a Sunday; January 6, 2021, a Wednesday; a leap day, a Thursday.
        for (day, expected) in [(19_690_720, 7), (20_210_106, 3), (20_240_229, 4), (19_000_101, 1), (20_000_101, 6)] {
            assert_eq!(weekday_of(day), expected, "{day}");
        }
    }
}
