//! The part of `App` that compares the open collection with another.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::app::effect::Effect;
use crate::app::handover::{CompareJob, HandoverEffect, WriteFailure};
use crate::app::notices::Severity;
use crate::app::typed_path::TypedPath;
use crate::catalog::Catalog;
use crate::comparing::{Comparison, Kind};

/// The open collection compared with another.
pub struct Compared {
    /// The open one: the first.
    pub a: Arc<Catalog>,
    /// The other: the second.
    pub b: Arc<Catalog>,
    /// What differs.
    pub comparison: Comparison,
}

/// What the dialog shows that compares collections.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareDialog {
    /// The file or folder of the other collection.
    pub path: TypedPath,
    /// How far it is.
    pub state: CompareState,
    /// The kinds of differences that are shown.
    pub kinds: Vec<Kind>,
    /// Where the report goes.
    pub report: TypedPath,
    /// What is wrong with that.
    pub report_error: Option<String>,
    /// Whether a file of that name may be replaced by another click.
    pub report_exists: bool,
}

/// How far a comparison is.
#[derive(Clone, Debug, PartialEq)]
pub enum CompareState {
    /// The other collection is asked for.
    Asking,
    /// They are compared.
    Comparing,
    /// It failed.
    Failed(String),
    /// It is done: `App::compared` has it.
    Done,
}

impl App {
    pub(in crate::app) fn show_compare_dialog(&mut self) -> Vec<Effect> {
        self.handover.compared = None;
        self.dialog = Some(Dialog::Compare(CompareDialog {
            path: TypedPath::default(),
            state: CompareState::Asking,
            kinds: vec![Kind::Added, Kind::Removed, Kind::Changed, Kind::Moved],
            report: TypedPath::default(),
            report_error: None,
            report_exists: false,
        }));
        Vec::new()
    }

    pub(super) fn compared_picked(&mut self, path: PathBuf) -> Vec<Effect> {
        if let Some(Dialog::Compare(dialog)) = &mut self.dialog {
            dialog.path = path.into();
            return self.compare_collections();
        }
        Vec::new()
    }

    pub(super) fn compare_collections(&mut self) -> Vec<Effect> {
        let Some(catalog) = self.catalog().cloned() else { return Vec::new() };
        let generation = self.begin("Comparing collections");
        self.handover.compared = None;
        let Some(Dialog::Compare(dialog)) = &mut self.dialog else { return Vec::new() };
        dialog.state = CompareState::Comparing;
        let path = dialog.path.as_written();
        let path = self.expanded(path);
        vec![Effect::Handover(HandoverEffect::Compare(CompareJob { generation, catalog, path }))]
    }

    pub(super) fn collections_compared(&mut self, result: Result<Arc<Compared>, String>) -> Vec<Effect> {
        self.handover.busy = None;
        if let Some(Dialog::Compare(dialog)) = &mut self.dialog {
            dialog.state = match result {
                Ok(compared) => {
                    self.handover.compared = Some(compared);
                    CompareState::Done
                }
                Err(why) => CompareState::Failed(why),
            };
        }
        Vec::new()
    }

    pub(super) fn write_comparison(&mut self) -> Vec<Effect> {
        let (Some(Dialog::Compare(dialog)), Some(compared)) = (&self.dialog, &self.handover.compared) else {
            return Vec::new();
        };
        vec![Effect::Handover(HandoverEffect::WriteComparison {
            compared: Arc::clone(compared),
            kinds: dialog.kinds.clone(),
            path: self.expanded(dialog.report.as_written()),
            replace: dialog.report_exists,
        })]
    }

    pub(super) fn comparison_written(&mut self, result: Result<PathBuf, WriteFailure>) -> Vec<Effect> {
        match (result, &mut self.dialog) {
            (Ok(path), dialog) => {
                if let Some(Dialog::Compare(dialog)) = dialog {
                    (dialog.report_error, dialog.report_exists) = (None, false);
                }
                let text = format!("Wrote the comparison to {}", path.display());
                self.notices.add_with(Severity::Done, text, Vec::new(), Some(path));
            }
            (Err(failure), Some(Dialog::Compare(dialog))) => {
                dialog.report_exists = failure == WriteFailure::Exists;
                dialog.report_error = Some(failure.to_string());
            }
            (Err(failure), _) => self.notices.add(Severity::Error, failure.to_string()),
        }
        Vec::new()
    }
}

impl std::fmt::Display for WriteFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exists => f.write_str("There is a file of that name already"),
            Self::Other(why) => f.write_str(why),
        }
    }
}
