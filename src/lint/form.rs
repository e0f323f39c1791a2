//! Forms in which a style writes dates, credits and datelines, as patterns: "{Mon.} {d}, {yyyy}", "AP Photo/{name}".

use crate::caption::date::printed::{AP_MONTHS, MONTHS};
use crate::text;

/// The longest form, in parts.
const PARTS_MAX: usize = 24;
/// The longest text that is compared with a form, in bytes: a date, a credit or the beginning of a caption.
const TEXT_MAX_BYTES: usize = 300;
/// A pattern of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    written: String,
    parts: Vec<Part>,
    /// Whether case says nothing.
    folded: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Slot(Slot),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// `{Month}`
    Month,
    /// `{Mon.}`
    ShortMonth,
    /// `{MONTH}`
    CapitalMonth,
    /// `{d}`
    Day,
    /// `{dd}` and `{mm}`
    TwoDigits,
    /// `{yyyy}`
    Year,
    /// `{name}`
    Name,
    /// `{agency}`
    Agency,
    /// `{PLACE}`
    Place,
    /// `{any}`, and `*` of whole captions
    Any,
    /// `#` of whole captions
    Digits,
}

impl Form {
    /// Reads a form.
    pub(super) fn parse(written: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = written;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Literal(before.to_owned()));
            }
            let Some((name, after)) = after.split_once('}') else { return Err("a “{” is not closed".to_owned()) };
            parts.push(Part::Slot(Slot::parse(name)?));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        if parts.is_empty() {
            return Err("a form is missing".to_owned());
        }
        if parts.len() > PARTS_MAX {
            return Err(format!("a form has at most {PARTS_MAX} parts"));
        }
        Ok(Self { written: written.to_owned(), parts, folded: false })
    }

    /// Reads a pattern of a whole caption: "#" is a number, "*" anything or nothing; capitals do not matter.
    pub(super) fn of_whole(written: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        for c in written.to_lowercase().chars() {
            let slot = match c {
                '#' => Slot::Digits,
                '*' => Slot::Any,
                c => {
                    literal.push(c);
                    continue;
                }
            };
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            parts.push(Part::Slot(slot));
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        if !parts.iter().any(|part| matches!(part, Part::Literal(_))) {
            return Err("a pattern of a caption holds at least a letter".to_owned());
        }
        if parts.len() > PARTS_MAX {
            return Err(format!("a pattern has at most {PARTS_MAX} parts"));
        }
        Ok(Self { written: written.to_owned(), parts, folded: true })
    }

    /// The form as it is written.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// Whether a text is of the form.
    pub(super) fn fits(&self, text: &str) -> bool {
        if text.len() > TEXT_MAX_BYTES {
            return false;
        }
        if !self.may_fit(text) {
            return false;
        }
        let lower;
        let text = if self.folded {
            lower = text.to_lowercase();
            &lower
        } else {
            text
        };
        ends(&self.parts, text).any(|end| end == text.len())
    }

    /// Whether a text begins and ends as the form does; most texts do not, and are passed over without a copy.
    fn may_fit(&self, text: &str) -> bool {
        if self.folded && !text.is_ascii() {
            return true;
        }
        let same = |text: Option<&[u8]>, literal: &str| {
            text.is_some_and(|text| {
                text == literal.as_bytes() || self.folded && text.eq_ignore_ascii_case(literal.as_bytes())
            })
        };
        let bytes = text.as_bytes();
        let begins = match self.parts.first() {
            Some(Part::Literal(literal)) => same(bytes.get(..literal.len()), literal),
            Some(Part::Slot(_)) | None => true,
        };
        begins
            && match self.parts.last() {
                Some(Part::Literal(literal)) => {
                    same(bytes.len().checked_sub(literal.len()).and_then(|start| bytes.get(start..)), literal)
                }
                Some(Part::Slot(_)) | None => true,
            }
    }

    /// Where a text leaves the form it begins with.
    pub(super) fn end_in(&self, text: &str) -> Option<usize> {
        ends(&self.parts, text::truncated(text, TEXT_MAX_BYTES)).next()
    }
}

/// The places of a text at which some parts may end, the nearest first. As a set of places that grows part by part, so
/// that no form and no text takes longer than parts times letters.
fn ends(parts: &[Part], text: &str) -> std::vec::IntoIter<usize> {
    let mut places = vec![0];
    for part in parts {
        let mut next: Vec<usize> = Vec::new();
        for place in places {
            let Some(rest) = text.get(place..) else { continue };
            match part {
                Part::Literal(literal) if rest.starts_with(literal.as_str()) => next.push(place + literal.len()),
                Part::Literal(_) => {}
                Part::Slot(slot) => slot.ends(rest, &mut |length| next.push(place + length)),
            }
        }
        next.sort_unstable();
        next.dedup();
        places = next;
    }
    places.into_iter()
}

impl Slot {
    fn parse(name: &str) -> Result<Self, String> {
        Ok(match name {
            "Month" => Self::Month,
            "Mon." => Self::ShortMonth,
            "MONTH" => Self::CapitalMonth,
            "d" => Self::Day,
            "dd" | "mm" => Self::TwoDigits,
            "yyyy" => Self::Year,
            "name" => Self::Name,
            "agency" => Self::Agency,
            "PLACE" => Self::Place,
            "any" => Self::Any,
            _ => {
                return Err(format!(
                    "there is no “{{{name}}}”: use {{Month}}, {{Mon.}}, {{MONTH}}, {{d}}, {{dd}}, {{mm}}, {{yyyy}}, \
                     {{name}}, {{agency}}, {{PLACE}} or {{any}}"
                ));
            }
        })
    }

    /// Tells every length of a text's beginning that fills the slot.
    fn ends(self, text: &str, end: &mut dyn FnMut(usize)) {
        match self {
            Self::Month => MONTHS.iter().filter(|month| text.starts_with(**month)).for_each(|month| end(month.len())),
            Self::ShortMonth => {
                AP_MONTHS.iter().filter(|month| text.starts_with(**month)).for_each(|month| end(month.len()));
            }
            Self::CapitalMonth => MONTHS
                .iter()
                .filter(|month| text.starts_with(month.to_uppercase().as_str()))
                .for_each(|month| end(month.len())),
            Self::Day => {
                let n_digits = digits(text);
                if (1..=2).contains(&n_digits) && !text.starts_with('0') {
                    end(n_digits);
                }
            }
            Self::TwoDigits => {
                if digits(text) == 2 {
                    end(2);
                }
            }
            Self::Year => {
                if digits(text) == 4 {
                    end(4);
                }
            }
            Self::Digits => {
                let n_digits = digits(text);
                if n_digits > 0 {
                    end(n_digits);
                }
            }
            Self::Any => {
                end(0);
                text.char_indices().for_each(|(at, c)| end(at + c.len_utf8()));
            }
            Self::Name | Self::Agency => {
                let starts = text.starts_with(|c: char| c.is_uppercase());
                let stops = text.find(['/', '(', ')', ':', ';']).unwrap_or(text.len());
                let inside = text.get(..stops).unwrap_or("");
                let ends = inside.char_indices().map(|(at, c)| at + c.len_utf8());
                ends.filter(|_| starts && !inside.starts_with(|c: char| c.is_ascii_digit())).for_each(end);
            }
            Self::Place => {
                let stops = text.find(|c: char| c.is_lowercase() || c.is_ascii_digit()).unwrap_or(text.len());
                let inside = text.get(..stops).unwrap_or("");
                let starts = inside.starts_with(char::is_uppercase);
                inside.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|n| starts && *n > 1).for_each(end);
            }
        }
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &str, text: &str, expected: bool) {
        assert_eq!(Form::parse(form).unwrap().fits(text), expected, "{form} {text}");
    }

    #[test]
    fn dates_are_of_a_form() {
        check("{Mon.} {d}, {yyyy}", "Jan. 6, 2021", true);
        check("{Mon.} {d}, {yyyy}", "January 6, 2021", false);
        check("{Mon.} {d}, {yyyy}", "March 6, 2021", true);
        check("{Month} {d}, {yyyy}", "January 06, 2021", false);
        check("{yyyy}-{mm}-{dd}", "2021-01-06", true);
    }

    #[test]
    fn credits_are_of_a_form() {
        check("AP Photo/{name}", "AP Photo/Jane Doe", true);
        check("AP Photo/{name}", "AP Photo/Jane Doe/Pool", false);
        check("{name}/Getty Images", "Jane Doe/Getty Images", true);
        check("{name}/Getty Images", "Getty", false);
        check("{any} via AP", "Jane Doe/Pool Photo via AP", true);
    }

    #[test]
    fn captions_begin_with_a_form() {
        let form = Form::parse("{PLACE} - {MONTH} {d}:").unwrap();
        assert_eq!(form.end_in("WASHINGTON, DC - JANUARY 06: A man"), None, "a day has no zero before it");
        assert_eq!(form.end_in("WASHINGTON, DC - JANUARY 6: A man"), Some(27));
        assert_eq!(form.end_in("A man waves"), None);
    }

    #[test]
    fn whole_captions_are_patterns() {
        let check = |form: &str, text: &str, expected: bool| {
            assert_eq!(Form::of_whole(form).unwrap().fits(text), expected, "{form} {text}");
        };
        check("*digital camera", "OLYMPUS DIGITAL CAMERA", true);
        check("img_#*", "IMG_1234.JPG", true);
        check("img_#*", "IMG_A", false);
        check("untitled", "Untitled", true);
        check("untitled", "An untitled work", false);
    }

    proptest::proptest! {
        #[test]
        fn no_form_and_no_text_break_it(form in "[a-c{}*#Anydname./ -]{0,30}", text in "\\PC{0,60}") {
            if let Ok(form) = Form::parse(&form) {
                form.fits(&text);
                let end = form.end_in(&text);
                proptest::prop_assert!(end.is_none_or(|end| text.is_char_boundary(end)));
            }
            if let Ok(form) = Form::of_whole(&form) {
                form.fits(&text);
            }
        }
    }
}
