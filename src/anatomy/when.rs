//! Finds days that a text writes out whole, with month and year: "Jan. 29, 2008", "6 January 2021", "2021-01-06".
//! A day without its year is not a date here: nothing is guessed.

use std::ops::Range;

use crate::caption::date::{Date, day_number, month_number};
use crate::text::{self, Token};

/// The days a text writes out, in order.
pub fn find(text: &str) -> Vec<(Range<usize>, Date)> {
    let tokens = text::tokens(text);
    let mut dates = Vec::new();
    let mut at = 0;
    while let Some(window) = tokens.get(at..at + 3) {
        match date_in(text, window) {
            Some(found) => {
                dates.push(found);
                at += 3;
            }
            None => at += 1,
        }
    }
    dates
}

/// The date of the picture that a caption states: its only date, unless it says that the picture is an old one.
pub fn stated(text: &str, dates: &[(Range<usize>, Date)]) -> Option<Date> {
    let from_file = text::words(text).first().is_some_and(|word| word == "file");
    match dates {
        [(_, date)] if !from_file => Some(date.clone()),
        _ => None,
    }
}

fn date_in(text: &str, window: &[Token]) -> Option<(Range<usize>, Date)> {
    let [a, b, c] = window else { return None };
    let gap = |first: &Token, second: &Token| text.get(first.range.end..second.range.start).unwrap_or("");
    let gaps = [gap(a, b), gap(b, c)];
    let range = a.range.start..c.range.end;
    let is_year = |token: &Token| token.folded.len() == 4 && token.folded.bytes().all(|b| b.is_ascii_digit());
    if is_year(a) && gaps == ["-", "-"] {
        return Date::parse(text.get(range.clone())?).ok().map(|date| (range, date));
    }
    let small_gaps = gaps.iter().all(|gap| gap.len() <= 3 && gap.chars().all(|c| " .,\u{a0}".contains(c)));
    if !is_year(c) || !small_gaps {
        return None;
    }
    let (month, day) = match (month_number(&a.folded), month_number(&b.folded)) {
        (Some(month), None) => (month, day_number(&b.folded)?),
        (None, Some(month)) => (month, day_number(&a.folded)?),
        _ => return None,
    };
    Date::from_day(c.folded.parse().ok()?, month, day).ok().map(|date| (range, date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = find(text);
        let shown: Vec<_> = found.iter().map(|(range, date)| (&text[range.clone()], date.to_string())).collect();
        let expected: Vec<_> = expected.iter().map(|(words, date)| (*words, (*date).to_owned())).collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn days_are_found_where_they_are_whole() {
        check("in Atlanta, Tuesday, Jan. 29, 2008.", &[("Jan. 29, 2008", "2008-01-29")]);
        check("On 6 January 2021 and on 2021-01-07", &[("6 January 2021", "2021-01-06"), ("2021-01-07", "2021-01-07")]);
        check("WASHINGTON, DC - JANUARY 06: Protesters", &[]);
        check("in May 2021", &[]);
        check("February 31, 2021", &[]);
        check("He is 12. May 6, 1999 was hot", &[("May 6, 1999", "1999-05-06")]);
    }

    #[test]
    fn only_a_single_date_that_is_not_from_file_dates_the_picture() {
        let stated_in = |text: &str| stated(text, &find(text)).map(|date| date.to_string());
        assert_eq!(stated_in("A man waves, Jan. 29, 2008."), Some("2008-01-29".to_owned()));
        assert_eq!(stated_in("FILE - A man waves, Jan. 29, 2008."), None);
        assert_eq!(stated_in("A man waves, Jan. 29, 2008, and Jan. 30, 2008."), None);
    }
}
