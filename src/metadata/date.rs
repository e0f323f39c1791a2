//! Dates as cameras and picture desks write them, made ISO 8601 as precise as stated: `2021:01:06 14:30:05`, `20210106`
//! `143005+0100`, `1936:07:00`, `2016-05-09T00:00-04:00`. Parts that cannot be are left out, the rest is kept.

use crate::caption::date::Date;

/// The longest text that may be a date, in bytes.
const DATE_MAX_BYTES: usize = 64;

/// The date a text states, if it states one.
pub(super) fn parse(written: &str) -> Option<Date> {
    let written = written.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if written.is_empty() || written.len() > DATE_MAX_BYTES {
        return None;
    }
    let (day, time) = match written.split_once(['T', ' ']) {
        Some((day, time)) => (day, time.trim()),
        None => (written, ""),
    };
    let Some(day) = iso_day(day) else { return Date::from_written(written).or_else(|| from_clock_words(written)) };
    // A time needs a whole day before it.
    let time = (day.len() == "2021-01-06".len()).then(|| iso_time(time)).flatten();
    let with_time = time.and_then(|time| Date::parse(&format!("{day}T{time}")).ok());
    with_time.or_else(|| Date::parse(&day).ok())
}

/// A year, month or day: what is zero or cannot be ends it.
fn iso_day(text: &str) -> Option<String> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || b":-/.".contains(&byte)) {
        return None;
    }
    let groups: Vec<&str> = text.split([':', '-', '/', '.']).collect();
    let (year, month, day) = match groups.as_slice() {
        [digits] => (digits.get(..4)?, digits.get(4..6).unwrap_or(""), digits.get(6..8).unwrap_or("")),
        // "1930/1950", "1939-45" are years.
        [year, month] if month.len() <= 2 && number(month).is_none_or(|month| month <= 12) => (*year, *month, ""),
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        // Day and month before the year: only where one of them cannot be a month.
        [a, b, year] if number(a)? > 12 => (*year, *b, *a),
        [a, b, year] if number(b)? > 12 || a == b => (*year, *a, *b),
        _ => return None,
    };
    if year.len() != 4 || number(year)? == 0 || groups.len() == 1 && !matches!(text.len(), 4 | 6 | 8) {
        return None;
    }
    let (mut month, mut day) = (number(month).unwrap_or(0), number(day).unwrap_or(0));
    // Seen in the wild: year, day, month.
    if month > 12 && (1..=12).contains(&day) {
        (month, day) = (day, month);
    }
    let is_good = |text: &str| Date::parse(text).is_ok();
    let by_day = format!("{year}-{month:02}-{day:02}");
    let by_month = format!("{year}-{month:02}");
    Some([by_day, by_month].into_iter().find(|text| is_good(text)).unwrap_or_else(|| year.to_owned()))
}

/// A time of day, with its offset if that can be.
fn iso_time(text: &str) -> Option<String> {
    let end = text.find(['Z', 'z', '+', '-', ' ']).unwrap_or(text.len());
    let (clock, offset) = text.split_at_checked(end)?;
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, fraction.trim()),
        None => (clock, ""),
    };
    let groups: Vec<&str> = if clock.contains(':') {
        clock.split(':').collect()
    } else {
        [clock.get(0..2), clock.get(2..4), clock.get(4..6)].into_iter().flatten().collect()
    };
    let mut time = match groups.as_slice() {
        [hour, minute] => format!("{:02}:{:02}", number(hour)?, number(minute)?),
        [hour, minute, second] => format!("{:02}:{:02}:{:02}", number(hour)?, number(minute)?, number(second)?),
        _ => return None,
    };
    let is_fraction = !fraction.is_empty() && fraction.len() <= 9 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if is_fraction && groups.len() == 3 {
        time = format!("{time}.{fraction}");
    }
    let with_offset = format!("{time}{}", plausible_offset(offset.trim()));
    let is_good = |time: &str| Date::parse(&format!("2000-01-01T{time}")).is_ok();
    [with_offset, time].into_iter().find(|time| is_good(time))
}

/// An offset that some place on earth has; one program writes the time of day in its place.
fn plausible_offset(offset: &str) -> &str {
    let minutes = offset.get(offset.len().saturating_sub(2)..).unwrap_or("");
    if offset.len() < 3 || matches!(minutes, "00" | "15" | "30" | "45") { offset } else { "" }
}

/// `Thu May 29 12:34:56 PDT 2014`, as some programs write.
fn from_clock_words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [_, month, day, time, .., year] = words.as_slice() else { return None };
    let day = Date::from_written(&format!("{month} {day}, {year}"))?;
    let time = iso_time(time)?;
    Date::parse(&format!("{day}T{time}")).ok()
}

fn number(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(parse(written).map(|date| date.to_string()).as_deref(), expected, "{written:?}");
    }

    #[test]
    fn dates_are_read_as_precisely_as_they_are_stated() {
        check("2021:01:06 14:30:05", Some("2021-01-06T14:30:05"));
        check("2021:01:06 14:30:05.25+02:00", Some("2021-01-06T14:30:05.25+02:00"));
        check("2016-05-09T00:00-04:00", Some("2016-05-09T00:00-04:00"));
        check("20210106 143005+0100", Some("2021-01-06T14:30:05+01:00"));
        check("20210106", Some("2021-01-06"));
        check("1936:07", Some("1936-07"));
        check("1930/1950", Some("1930/1950"));
        check("1930-1950", Some("1930/1950"));
        check("1939-45", None);
        check("193607", Some("1936-07"));
        check("1936", Some("1936"));
        check("2022-8-24 08:41:07", Some("2022-08-24T08:41:07"));
        check("Thu May 29 12:34:56 PDT 2014", Some("2014-05-29T12:34:56"));
        check("January 6, 2021", Some("2021-01-06"));
    }

    #[test]
    fn what_cannot_be_is_left_out_and_the_rest_kept() {
        check("1936:00:00", Some("1936"));
        check("19360700", Some("1936-07"));
        check("20140000", Some("2014"));
        check("2014:13:02", Some("2014-02-13"));
        check("2014:02:31", Some("2014-02"));
        check("2021:01:06 25:00:00", Some("2021-01-06"));
        check("2023:05:08 16:42:23-16:42", Some("2023-05-08T16:42:23"));
        check("2023:05:08 08:42:23-08:42", Some("2023-05-08T08:42:23"));
        check("2021:01:06   :  :  ", Some("2021-01-06"));
    }

    #[test]
    fn nothing_is_guessed() {
        check("0000:00:00 00:00:00", None);
        check("    :  :     :  :  ", None);
        check("01/02/2021", None);
        check("31/01/2021", Some("2021-01-31"));
        check("yesterday", None);
        check("", None);
        check("12345", None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9:T./+ Z-]{0,40}|\\PC{0,70}") {
            parse(&text);
        }
    }
}
