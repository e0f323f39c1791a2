//! What went wrong in a reading, and how often: warnings are told once each, up to a limit, and what happens in many
//! records is counted.

use crate::readers::Warning;

/// The most warnings a reading keeps; of further ones only the number is told.
const WARNINGS_MAX: usize = 100;

/// Warnings, at most `WARNINGS_MAX` of them; the rest is counted.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    kept: Vec<Warning>,
    n_more: usize,
}

/// How often something happened, and where first.
#[derive(Default)]
pub(super) struct Tally {
    /// How often.
    pub n: usize,
    /// The first place, and what stood there.
    pub first: Option<(String, String)>,
}

impl Warnings {
    /// Keeps a warning, or counts it when there are many.
    pub(crate) fn add(&mut self, place: &str, text: impl Into<String>) {
        if self.kept.len() < WARNINGS_MAX {
            self.kept.push(Warning { place: place.to_owned(), text: text.into() });
        } else {
            self.n_more += 1;
        }
    }

    /// Keeps several warnings.
    pub(crate) fn extend(&mut self, warnings: impl IntoIterator<Item = Warning>) {
        for Warning { place, text } in warnings {
            self.add(&place, text);
        }
    }

    /// The first warning there was, to say why nothing was read.
    pub(crate) fn first(&self) -> Option<&Warning> {
        self.kept.first()
    }

    /// The warnings, and how many more there were.
    pub(super) fn finish(mut self) -> Vec<Warning> {
        if self.n_more > 0 {
            self.kept.push(Warning { place: String::new(), text: format!("and {} more", self.n_more) });
        }
        self.kept
    }
}

impl Tally {
    /// Counts another one.
    pub(super) fn count(&mut self, place: &str, what: &str) {
        self.n += 1;
        self.first.get_or_insert_with(|| (place.to_owned(), what.to_owned()));
    }
}

/// "1 date is", "3 dates are".
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_capped() {
        let mut warnings = Warnings::default();
        for n in 0..WARNINGS_MAX + 7 {
            warnings.add("line 1", format!("{n}"));
        }
        let warnings = warnings.finish();
        assert_eq!(warnings.len(), WARNINGS_MAX + 1);
        assert_eq!(warnings.last().map(ToString::to_string).as_deref(), Some("and 7 more"));
    }
}
