//! The dialogs: what stands in front of everything else, and what each of them holds.

use std::sync::Arc;

use crate::app::attaching::AttachDialog;
use crate::app::correcting::{CorrectDialog, CorrectionsDialog};
use crate::app::handover::comparing::CompareDialog;
use crate::app::handover::finding::FindDialog;
use crate::app::handover::printing::PrintDialog;
use crate::app::handover::templates::TemplateDialog;
use crate::app::typed_path::TypedPath;
use crate::cache::Contents;
use crate::exporters::format::Format;
use crate::exporters::options::ExportOptions;
use crate::metadata::fallback::FallbackEncoding;

/// What stands in front of everything else.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Export.
    Export(ExportDialog),
    /// Where to read from, when the system's dialog does not answer.
    OpenPath(Typed),
    /// Caption text to read.
    PasteText(Typed),
    /// A new list's name.
    NewList(Typed),
    /// The current list's new name.
    RenameList(Typed),
    /// Pictures for photos that came without.
    Attach(AttachDialog),
    /// What some words of captions are.
    Correct(CorrectDialog),
    /// Every correction.
    Corrections(CorrectionsDialog),
    /// Export templates.
    Template(TemplateDialog),
    /// Photos from someone else's list.
    Find(FindDialog),
    /// Another collection.
    Compare(CompareDialog),
    /// Print.
    Print(PrintDialog),
    /// The encoding of texts that name none.
    IimEncoding(FallbackEncoding),
    /// What the cache holds, once it was looked at.
    Cache(Option<Arc<Contents>>),
    /// Every command with its key.
    Keys,
    /// Version, licence, folders.
    About,
}

/// A collection that a dialog shows photos of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The open one.
    Open,
    /// The one it is compared with.
    Other,
}

/// Something to type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// What was typed.
    pub text: String,
    /// What is wrong with it, when it was tried.
    pub error: Option<String>,
}

impl Typed {
    /// The same with what was wrong with it.
    pub(super) fn with_error(self, why: String) -> Self {
        Self { error: Some(why), ..self }
    }
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Self { text, error: None }
    }
}

/// What the export dialog shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportDialog {
    /// What to export.
    pub scope: ExportScope,
    /// As what.
    pub format: Format,
    /// What else was chosen.
    pub options: Box<ExportOptions>,
    /// The name of the last export's template, until the templates are there.
    pub awaited_template: Option<String>,
    /// Where to.
    pub path: TypedPath,
    /// Whether it is read again when it is written.
    pub verify: bool,
    /// What is wrong with it, when it was tried.
    pub error: Option<String>,
    /// Whether a file of that name is there and may be replaced by another click.
    pub exists: bool,
}

/// What to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportScope {
    /// The current list, in its order.
    List,
    /// The selected photos, in the order on the screen.
    Selection,
    /// Every photo shown, in the order on the screen.
    Results,
}
