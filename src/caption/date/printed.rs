//! Dates as people print them: in the forms of newspapers, agencies and archives, as precisely as they are known.
//! Times are for programs: only ISO 8601 prints them.

use crate::caption::date::Date;
use crate::caption::date::moment::Moment;

/// A form of dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DateForm {
    /// `2021-01-06T14:30:00`: all that is known.
    #[default]
    Iso,
    /// `2021-01-06`: the day.
    Day,
    /// `6 January 2021`
    Long,
    /// `6 Jan 2021`
    Short,
    /// `January 6, 2021`
    American,
    /// `Jan. 6, 2021`: months as the Associated Press shortens them, which is only before a day.
    Ap,
    /// `06.01.2021`
    Dotted,
}

/// How months are written.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The Associated Press spells the short names out.
pub(crate) const AP_MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

impl DateForm {
    /// Every form, in the order in which the screen offers them.
    pub const ALL: [Self; 7] = [Self::Iso, Self::Day, Self::Long, Self::Short, Self::American, Self::Ap, Self::Dotted];

    /// The name in files and patterns.
    pub fn name(self) -> &'static str {
        match self {
            Self::Iso => "iso",
            Self::Day => "day",
            Self::Long => "long",
            Self::Short => "short",
            Self::American => "american",
            Self::Ap => "ap",
            Self::Dotted => "dotted",
        }
    }

    /// The name on the screen: an example.
    pub fn label(self) -> &'static str {
        match self {
            Self::Iso => "2021-01-06T14:30",
            Self::Day => "2021-01-06",
            Self::Long => "6 January 2021",
            Self::Short => "6 Jan 2021",
            Self::American => "January 6, 2021",
            Self::Ap => "Jan. 6, 2021 (AP)",
            Self::Dotted => "06.01.2021",
        }
    }

    /// The form of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

impl Date {
    /// The date in a form, as precisely as it is known.
    pub fn printed(&self, form: DateForm) -> String {
        let moment = |moment: &Moment| printed(moment, form);
        match form {
            DateForm::Iso => self.to_string(),
            DateForm::Day => {
                let to = self.to.as_ref().map(|to| format!("/{}", moment(to))).unwrap_or_default();
                format!("{}{to}{}", moment(&self.from), if self.approximate { "~" } else { "" })
            }
            DateForm::Long | DateForm::Short | DateForm::American | DateForm::Ap | DateForm::Dotted => {
                let to = self.to.as_ref().map(|to| format!(" – {}", moment(to))).unwrap_or_default();
                format!("{}{}{to}", if self.approximate { "about " } else { "" }, moment(&self.from))
            }
        }
    }
}

fn printed(moment: &Moment, form: DateForm) -> String {
    let Moment { year, month, day, .. } = moment;
    let Some(month) = *month else {
        // As it is read again: years have four digits.
        return if matches!(form, DateForm::Iso | DateForm::Day) { format!("{year:04}") } else { year.to_string() };
    };
    let name = |names: [&'static str; 12]| -> &'static str {
        let at = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
        at.and_then(|at| names.get(at).copied()).unwrap_or_default()
    };
    let long = name(MONTHS);
    let short = long.get(..3).unwrap_or(long);
    match (form, *day) {
        (DateForm::Iso | DateForm::Day, Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (DateForm::Iso | DateForm::Day, None) => format!("{year:04}-{month:02}"),
        (DateForm::Long, Some(day)) => format!("{day} {long} {year}"),
        (DateForm::Short, Some(day)) => format!("{day} {short} {year}"),
        (DateForm::Short, None) => format!("{short} {year}"),
        (DateForm::American, Some(day)) => format!("{long} {day}, {year}"),
        (DateForm::Ap, Some(day)) => format!("{} {day}, {year}", name(AP_MONTHS)),
        (DateForm::Long | DateForm::American | DateForm::Ap, None) => format!("{long} {year}"),
        (DateForm::Dotted, Some(day)) => format!("{day:02}.{month:02}.{year}"),
        (DateForm::Dotted, None) => format!("{month:02}.{year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(date: &str, expected: [&str; DateForm::ALL.len()]) {
        let date = Date::parse(date).unwrap();
        assert_eq!(DateForm::ALL.map(|form| date.printed(form)), expected);
    }

    #[test]
    fn dates_are_printed_as_precisely_as_they_are_known() {
        check(
            "2021-01-06T14:30:00Z",
            [
                "2021-01-06T14:30:00Z",
                "2021-01-06",
                "6 January 2021",
                "6 Jan 2021",
                "January 6, 2021",
                "Jan. 6, 2021",
                "06.01.2021",
            ],
        );
        check(
            "2021-09",
            ["2021-09", "2021-09", "September 2021", "Sep 2021", "September 2021", "September 2021", "09.2021"],
        );
        check("1936~", ["1936~", "1936~", "about 1936", "about 1936", "about 1936", "about 1936", "about 1936"]);
        check(
            "2021-03-06/2021-03-08",
            [
                "2021-03-06/2021-03-08",
                "2021-03-06/2021-03-08",
                "6 March 2021 – 8 March 2021",
                "6 Mar 2021 – 8 Mar 2021",
                "March 6, 2021 – March 8, 2021",
                "March 6, 2021 – March 8, 2021",
                "06.03.2021 – 08.03.2021",
            ],
        );
    }

    #[test]
    fn forms_are_known_by_name() {
        for form in DateForm::ALL {
            assert_eq!(DateForm::named(form.name()), Some(form));
        }
        assert_eq!(DateForm::named("klingon"), None);
    }
}
