//! The bars of the histogram: the time from the first photo to the last in days, months or years, whichever are few enough
//! to be seen, so that times without photos are gaps. Where even years are too many, long gaps are shortened: cameras
//! whose clock was never set, and files without a time, say 1601, 1904 or 1980, and must not squeeze all others together.

use std::cmp::Reverse;

use crate::caption::date::{Date, DayNumber};
use crate::catalog::facets::{Facet, FacetCount};
use crate::query::parse::date_range;
use crate::text;

/// The most bars: no bar is narrower than can be seen.
const BARS_MAX: usize = 90;
/// The most bars of a gap where gaps are shortened.
const GAP_MAX: usize = 12;
/// What a bar may stand for, finest first, where no gap is shortened and where some are.
const UNITS: [Unit; 3] = [Unit::Day, Unit::Month, Unit::Years(1)];
const SHORTENED_UNITS: [Unit; 5] = [Unit::Day, Unit::Month, Unit::Years(1), Unit::Years(2), Unit::Years(3)];

/// The bars.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Bars {
    pub(super) all: Vec<Bar>,
    /// The most photos of a bar.
    pub(super) most: usize,
    /// The first and the last bar of what is ticked, when it is one range.
    pub(super) range: Option<(usize, usize)>,
}

/// A day, a month, a year, some years, or a gap that was shortened.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    /// Its first and last value, as they stand in a query.
    pub(super) from: String,
    pub(super) to: String,
    /// Its first and last day.
    first: DayNumber,
    last: DayNumber,
    pub(super) n_photos: usize,
    pub(super) ticked: bool,
    pub(super) is_shortened: bool,
}

/// What a bar stands for.
#[derive(Clone, Copy, Debug)]
enum Unit {
    Day,
    Month,
    Years(i32),
}

/// The first and the last day of a date or a range; none where it has no end.
type Days = (Option<DayNumber>, Option<DayNumber>);

impl Bars {
    pub(super) fn of(facet: &Facet, count: &FacetCount, ticks: &[String]) -> Self {
        let values = facet.values.iter().zip(&count.n_photos);
        let values: Vec<Bar> = values.filter_map(|(value, n_photos)| Bar::of(&value.value, *n_photos)).collect();
        let whole = UNITS.into_iter().find_map(|unit| filled(&values, unit, usize::MAX));
        let shortened = || SHORTENED_UNITS.into_iter().find_map(|unit| filled(&values, unit, GAP_MAX));
        let mut all = whole.or_else(shortened).unwrap_or_else(|| joined(&values));
        let ticks: Vec<Days> = ticks.iter().filter_map(|tick| days(tick)).collect();
        for bar in &mut all {
            bar.ticked = ticks
                .iter()
                .any(|(from, to)| from.is_none_or(|from| bar.last >= from) && to.is_none_or(|to| bar.first <= to));
        }
        let most = all.iter().map(|bar| bar.n_photos).max().unwrap_or(0);
        let first = all.iter().position(|bar| bar.ticked);
        let last = all.iter().rposition(|bar| bar.ticked);
        let range = first.zip(last).filter(|_| ticks.len() == 1);
        Self { all, most, range }
    }

    pub(super) fn query(&self, first: usize, last: usize) -> Option<String> {
        let (from, to) = (&self.all.get(first)?.from, &self.all.get(last)?.to);
        Some(if from == to { from.clone() } else { format!("{from}..{to}") })
    }

    pub(super) fn words(&self, first: usize, last: usize) -> String {
        let bars = self.all.get(first..=last).unwrap_or(&[]);
        let n_photos = bars.iter().map(|bar| bar.n_photos).sum();
        match bars {
            [first, .., last] => format!("{} to {}: {}", first.from, last.to, text::counted(n_photos, "photo")),
            [bar] => format!("{}: {}", bar.words(), text::counted(n_photos, "photo")),
            [] => String::new(),
        }
    }
}

impl Bar {
    /// A value of the facet.
    fn of(value: &str, n_photos: usize) -> Option<Self> {
        let (Some(first), Some(last)) = days(value)? else { return None };
        Some(Self {
            from: value.to_owned(),
            to: value.to_owned(),
            first,
            last,
            n_photos,
            ticked: false,
            is_shortened: false,
        })
    }

    /// As it stands in a query.
    pub(super) fn query(&self) -> String {
        if self.from == self.to { self.from.clone() } else { format!("{}..{}", self.from, self.to) }
    }

    pub(super) fn words(&self) -> String {
        if self.from == self.to { self.from.clone() } else { format!("{} to {}", self.from, self.to) }
    }
}

impl Unit {
    /// How long the printed form is of what is as exact as this.
    fn length(self) -> usize {
        match self {
            Self::Day => "2021-01-06".len(),
            Self::Month => "2021-01".len(),
            Self::Years(_) => "2021".len(),
        }
    }

    /// The bar without photos that begins at a day, or on the first day of its month or year, and ends by another.
    fn bar(self, day: DayNumber, end: DayNumber) -> Bar {
        let (year, month) = (day / 10_000, day / 100 % 100);
        let to_year = |n_years: i32| (year + n_years - 1).min(end / 10_000);
        let (first, last) = match self {
            Self::Day => (day, day),
            Self::Month => (day / 100 * 100 + 1, day / 100 * 100 + 31),
            Self::Years(n_years) => (year * 10_000 + 101, to_year(n_years) * 10_000 + 1231),
        };
        let printed = match self {
            Self::Day => format!("{year:04}-{month:02}-{:02}", day % 100),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Years(_) => format!("{year:04}"),
        };
        let to = match self {
            Self::Day | Self::Month => printed.clone(),
            Self::Years(n_years) => format!("{:04}", to_year(n_years)),
        };
        Bar { from: printed, to, first, last, n_photos: 0, ticked: false, is_shortened: false }
    }

    /// The day on which the next one begins.
    fn after(self, day: DayNumber) -> DayNumber {
        let (year, month) = (day / 10_000, day / 100 % 100);
        match self {
            Self::Day if is_day(day + 1) => day + 1,
            Self::Day | Self::Month if month < 12 => day / 100 * 100 + 101,
            Self::Day | Self::Month => (year + 1) * 10_000 + 101,
            Self::Years(n_years) => (year + n_years) * 10_000 + 101,
        }
    }

    /// The gap from the bar that begins at a day to the one before another.
    fn gap(self, from: DayNumber, next: DayNumber) -> Bar {
        let (year, month) = (next / 10_000, next / 100 % 100);
        let month_before = if month > 1 { next / 100 - 1 } else { (year - 1) * 100 + 12 };
        let last_of_month = || (28..=31).rev().map(|day| month_before * 100 + day).find(|day| is_day(*day));
        let last = match self {
            Self::Day if next % 100 > 1 => next - 1,
            Self::Day => last_of_month().unwrap_or(next),
            Self::Month => month_before * 100 + 1,
            Self::Years(_) => (year - 1) * 10_000 + 101,
        };
        let (begins, ends) = (self.bar(from, next), self.bar(last, last));
        Bar { to: ends.to, last: ends.last, is_shortened: true, ..begins }
    }
}

fn is_day(day: DayNumber) -> bool {
    let [month, of_month] = [day / 100 % 100, day % 100].map(i32::unsigned_abs);
    Date::from_day(day / 10_000, month, of_month).is_ok()
}

/// A bar for every unit from the first photo to the last, longer gaps shortened; none where those are too many. What is
/// stated less exactly has a bar by itself beside those it may belong to; where there are none, a unit is too exact.
fn filled(values: &[Bar], unit: Unit, gap_max: usize) -> Option<Vec<Bar>> {
    let (mut exact, others): (Vec<&Bar>, Vec<&Bar>) =
        values.iter().partition(|value| value.from.len() >= unit.length());
    exact.sort_by_key(|value| value.first);
    let (begin, end) = (exact.first()?.first, exact.last()?.first);
    if others.iter().any(|other| other.last < begin || end < other.first) {
        return None;
    }
    let mut bars: Vec<Bar> = Vec::new();
    for value in exact {
        let mut next = bars.last().map_or(value.first, |bar| unit.after(bar.first));
        let n_before = bars.len();
        while bars.last().is_none_or(|bar| bar.last < value.first) {
            if bars.len() - n_before > gap_max {
                bars.truncate(n_before);
                next = bars.last().map_or(value.first, |bar| unit.after(bar.first));
                bars.push(unit.gap(next, value.first));
                next = value.first;
            }
            bars.push(unit.bar(next, end));
            next = unit.after(next);
            if bars.len() + others.len() > BARS_MAX {
                return None;
            }
        }
        if let Some(bar) = bars.last_mut() {
            bar.n_photos += value.n_photos;
        }
    }
    bars.extend(others.into_iter().cloned());
    // A year stands before its months.
    bars.sort_by_key(|bar| (bar.first, Reverse(bar.last)));
    Some(bars)
}

/// Values put together, however far they lie apart, so that there are few enough.
fn joined(values: &[Bar]) -> Vec<Bar> {
    let together = |values: &[Bar]| {
        let ([first, ..], [.., last]) = (values, values) else { return None };
        let n_photos = values.iter().map(|value| value.n_photos).sum();
        Some(Bar { to: last.to.clone(), last: last.last, n_photos, ..first.clone() })
    };
    values.chunks(values.len().div_ceil(BARS_MAX).max(1)).filter_map(together).collect()
}

fn days(written: &str) -> Option<Days> {
    date_range(written).ok().map(|range| range.days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::facets::FacetValue;

    fn bars(values: impl IntoIterator<Item = String>, ticks: &[&str]) -> Bars {
        let mut facet = Facet::default();
        facet.values = values
            .into_iter()
            .map(|value| FacetValue {
                label: value.clone(),
                folded_names: vec![value.clone()],
                value,
                depth: 0,
                has_children: false,
            })
            .collect();
        let count = FacetCount { n_photos: vec![2; facet.values.len()], n_without: 0 };
        let ticks: Vec<String> = ticks.iter().map(|tick| (*tick).to_owned()).collect();
        Bars::of(&facet, &count, &ticks)
    }

    fn years() -> impl Iterator<Item = String> {
        (1935..=1944).map(|year| year.to_string())
    }

    /// Each bar as it stands in a query, with its photos.
    fn check(values: &[&str], expected: &str) {
        let bars = bars(values.iter().map(|value| (*value).to_owned()), &[]);
        let shown: Vec<String> = bars.all.iter().map(|bar| format!("{} {}", bar.query(), bar.n_photos)).collect();
        assert_eq!(shown.join(", "), expected, "{values:?}");
    }

    #[test]
    fn times_without_photos_are_gaps() {
        check(&["2001", "2004"], "2001 2, 2002 0, 2003 0, 2004 2");
        check(&["2003-11", "2004-02"], "2003-11 2, 2003-12 0, 2004-01 0, 2004-02 2");
        check(&["2004-02-27", "2004-03-01"], "2004-02-27 2, 2004-02-28 0, 2004-02-29 0, 2004-03-01 2");
        check(&["2004-12-31", "2005-01-01"], "2004-12-31 2, 2005-01-01 2");
        check(&[], "");
    }

    #[test]
    fn days_far_apart_are_shown_by_the_month_or_the_year() {
        check(&["2004-01-02", "2004-01-09", "2004-04-05"], "2004-01 4, 2004-02 0, 2004-03 0, 2004-04 2");
        let far: Vec<String> = (1990..=2000).step_by(2).map(|year| format!("{year}-07-01")).collect();
        let bars = bars(far, &[]);
        assert_eq!(bars.all.iter().map(|bar| bar.n_photos).collect::<Vec<_>>(), [2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2]);
    }

    #[test]
    fn what_is_stated_less_exactly_stands_by_itself() {
        check(&["2004", "2004-05-03", "2004-05-04"], "2004 2, 2004-05-03 2, 2004-05-04 2");
        check(&["2004", "1999-05-03"], "1999 2, 2000 0, 2001 0, 2002 0, 2003 0, 2004 2");
    }

    #[test]
    fn long_gaps_are_shortened_where_years_are_too_many() {
        check(&["1601", "2000", "2002"], "1601 2, 1602..1999 0, 2000 2, 2001 0, 2002 2");
        check(
            &["1904-01-01", "2020-03-31", "2020-04-02"],
            "1904-01-01 2, 1904-01-02..2020-03-30 0, 2020-03-31 2, 2020-04-01 0, 2020-04-02 2",
        );
        check(&["1904-01-01", "2020-03-01"], "1904-01-01 2, 1904-01-02..2020-02-29 0, 2020-03-01 2");
        check(&["1904-01", "2020-01"], "1904-01 2, 1904-02..2019-12 0, 2020-01 2");
    }

    #[test]
    fn two_centuries_are_seen_whole_and_years_without_end_are_put_together() {
        let centuries = bars((1839..=2024).map(|year| year.to_string()), &[]);
        assert_eq!((centuries.all.len(), centuries.all[0].query()), (62, "1839..1841".to_owned()));
        assert_eq!(centuries.all.last().map(Bar::query), Some("2022..2024".to_owned()));
        let all = bars((1..=9_999).map(|year| format!("{year:04}")), &[]);
        assert!(all.all.len() <= BARS_MAX, "{}", all.all.len());
        assert_eq!(all.all.iter().map(|bar| bar.n_photos).sum::<usize>(), 2 * 9_999);
        assert_eq!(all.all.first().map(Bar::query), Some("0001..0112".to_owned()));
    }

    #[test]
    fn what_is_ticked_is_a_range() {
        let bars = bars(years(), &["1937..1939-05"]);
        assert_eq!(bars.range, Some((2, 4)));
        assert_eq!((bars.query(2, 5), bars.query(3, 3)), (Some("1937..1940".to_owned()), Some("1938".to_owned())));
    }

    #[test]
    fn two_ticks_are_no_range_and_an_open_one_is() {
        assert_eq!(bars(years(), &["1937", "1940"]).range, None);
        assert_eq!(bars(years(), &["1942.."]).range, Some((7, 9)));
    }
}
