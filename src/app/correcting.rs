//! The part of `App` that corrects what was read in captions. A correction is kept with the lists, so that it can be taken
//! back as their changes can; the collection is then read again, with everything that is shown kept.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::app::effect::Effect;
use crate::app::event::ExportFailure;
use crate::app::notices::Severity;
use crate::lists::change::Change;
use crate::photo::PhotoKey;
use crate::photo::correction::{Correction, NamedPlace, Verdict};

/// The dialog that says what some words are.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectDialog {
    /// The words, as typed.
    pub words: String,
    /// The photo that can be meant.
    pub photo: Option<PhotoKey>,
    /// Whether only that photo is meant.
    pub here: bool,
    /// What the words are; without a place where that is to be chosen.
    pub verdict: Option<Verdict>,
    /// What is looked for in the gazetteer.
    pub search: String,
}

/// The dialog that shows all corrections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CorrectionsDialog {
    /// What the corrections shown hold.
    pub search: String,
    /// The file to export to or import from, as typed.
    pub path: String,
    /// What came of it, or what is wrong.
    pub message: Option<(Severity, String)>,
    /// Whether a file of that name is there and may be replaced by another click.
    pub exists: bool,
}

impl CorrectDialog {
    /// The dialog for words that are a place, which is to be chosen.
    pub fn place(words: String, photo: PhotoKey, here: bool) -> Self {
        let search = words.clone();
        Self { words, photo: Some(photo), here, verdict: None, search }
    }

    /// The dialog for words that are to be typed.
    pub fn empty(photo: Option<PhotoKey>) -> Self {
        Self { words: String::new(), photo, here: false, verdict: Some(Verdict::NotPlace), search: String::new() }
    }

    /// The place that was chosen.
    pub fn chosen(&self) -> Option<&NamedPlace> {
        match &self.verdict {
            Some(Verdict::Place(place)) => Some(place),
            Some(
                Verdict::NotPlace
                | Verdict::NotPerson
                | Verdict::NotOrganization
                | Verdict::Person
                | Verdict::Organization,
            )
            | None => None,
        }
    }

    /// The correction, once there are words and a verdict.
    pub fn correction(&self) -> Option<Correction> {
        let photo = self.photo.clone().filter(|_| self.here);
        let correction = Correction { words: self.words.trim().to_owned(), photo, verdict: self.verdict.clone()? };
        (!correction.folded().is_empty()).then_some(correction)
    }
}

impl App {
    pub(super) fn show_corrections(&mut self) -> Vec<Effect> {
        self.dialog = Some(Dialog::Corrections(CorrectionsDialog::default()));
        Vec::new()
    }

    /// Makes the correction of the dialog and goes back to where it was opened.
    pub(super) fn accept_correction(&mut self) -> Vec<Effect> {
        let Some(Dialog::Correct(dialog)) = &self.dialog else { return Vec::new() };
        let Some(correction) = dialog.correction() else { return Vec::new() };
        self.dialog = None;
        vec![self.change_lists(Change::Correct { remove: Vec::new(), add: vec![correction] })]
    }

    pub(super) fn write_corrections(&self, path: PathBuf, replace: bool) -> Vec<Effect> {
        let path = self.expanded(path);
        vec![Effect::WriteCorrections { path, replace, corrections: Arc::clone(&self.lists.corrections) }]
    }

    pub(super) fn corrections_written(
        &mut self,
        path: PathBuf,
        n_written: usize,
        result: Result<(), ExportFailure>,
    ) -> Vec<Effect> {
        let shown = path.display().to_string();
        let (severity, text, exists) = match result {
            Ok(()) => (Severity::Done, format!("Exported {} to {shown}", counted(n_written)), false),
            Err(ExportFailure::Exists) => {
                (Severity::Warning, format!("There is a file of that name already: {shown}"), true)
            }
            Err(ExportFailure::Cancelled) => (Severity::Warning, "Nothing was written".to_owned(), false),
            Err(ExportFailure::Other(why)) => (Severity::Error, why, false),
        };
        self.tell_of_file(severity, text, exists);
        Vec::new()
    }

    pub(super) fn corrections_read(
        &mut self,
        path: PathBuf,
        result: Result<(Vec<Correction>, Vec<String>), String>,
    ) -> Vec<Effect> {
        let (add, problems) = match result {
            Ok(read) => read,
            Err(why) => {
                self.tell_of_file(Severity::Error, why, false);
                return Vec::new();
            }
        };
        let text = format!("Imported {} from {}", counted(add.len()), path.display());
        if problems.is_empty() {
            self.tell_of_file(Severity::Done, text, false);
        } else {
            let first = problems.first().cloned().unwrap_or_default();
            let noun = if problems.len() == 1 { "was not understood" } else { "were not understood, the first being" };
            self.tell_of_file(Severity::Warning, format!("{text}; {} {noun}: {first}", problems.len()), false);
        }
        vec![self.change_lists(Change::Correct { remove: Vec::new(), add })]
    }

    /// In the dialog while it is open; otherwise as a notice.
    fn tell_of_file(&mut self, severity: Severity, text: String, exists: bool) {
        match &mut self.dialog {
            Some(Dialog::Corrections(dialog)) => (dialog.message, dialog.exists) = (Some((severity, text)), exists),
            _ => self.notices.add(severity, text),
        }
    }
}

fn counted(n_corrections: usize) -> String {
    format!("{n_corrections} {}", if n_corrections == 1 { "correction" } else { "corrections" })
}
