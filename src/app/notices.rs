//! Lines the user should see: what was done, what went wrong and what to do about it.

use std::path::PathBuf;

/// The most notices kept; older ones leave first.
const NOTICES_MAX: usize = 20;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something was done.
    Done,
    /// Something was done in part.
    Warning,
    /// What was asked for is not possible; asking again tells so again.
    Refused,
    /// Something could not be done.
    Error,
}

/// A line the user should see.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Names it when it is dismissed.
    pub id: u64,
    /// How much it matters.
    pub severity: Severity,
    /// What happened, in a sentence.
    pub text: String,
    /// More of it, such as every warning, a line each.
    pub details: Vec<String>,
    /// The file it speaks of, which the user may want to see.
    pub path: Option<PathBuf>,
}

/// The notices that were not dismissed yet, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    notices: Vec<Notice>,
    next_id: u64,
}

impl Notices {
    /// Every notice, oldest first.
    pub fn all(&self) -> &[Notice] {
        &self.notices
    }

    /// Adds a line.
    pub fn add(&mut self, severity: Severity, text: impl Into<String>) {
        self.add_with(severity, text, Vec::new(), None);
    }

    /// Adds a line with more behind it.
    pub fn add_with(
        &mut self,
        severity: Severity,
        text: impl Into<String>,
        details: Vec<String>,
        path: Option<PathBuf>,
    ) {
        let text = text.into();
        // The same line again replaces the earlier one.
        self.notices.retain(|notice| notice.text != text);
        if self.notices.len() == NOTICES_MAX {
            self.notices.remove(0);
        }
        self.notices.push(Notice { id: self.next_id, severity, text, details, path });
        self.next_id += 1;
    }

    /// Takes a notice away.
    pub fn dismiss(&mut self, id: u64) {
        self.notices.retain(|notice| notice.id != id);
    }
}
