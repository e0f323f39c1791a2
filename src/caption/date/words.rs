//! The words of dates in the languages of `assets/dates/words.csv`: months, days of the week, seasons, days of a month.

use std::sync::LazyLock;

use crate::text::word_map::{Beginnings, WordMap, rows};

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
    for row in rows(include_str!("../../../assets/dates/words.csv")) {
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
pub(crate) fn month_number(word: &str) -> Option<u32> {
    match date_word(word)? {
        DateWord::Month(number) => Some(number),
        DateWord::Weekday(_) | DateWord::Season => None,
    }
}

/// The day of a month, with or without an English ordinal ending, folded.
pub(crate) fn day_number(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th", "er"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    if digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Monday is 1, by name or abbreviation, folded.
pub(crate) fn weekday(word: &str) -> Option<u32> {
    match date_word(word)? {
        DateWord::Weekday(number) => Some(number),
        DateWord::Month(_) | DateWord::Season => None,
    }
}
