//! The part of `App` that exports: what is written, and what came of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::effect::{Effect, ExportFailure, ExportJob};
use crate::app::notices::Severity;
use crate::app::{App, Dialog, ExportDialog, ExportScope};
use crate::catalog::PhotoIndex;
use crate::exporters::options::ExportOptions;
use crate::exporters::{Format, LeftOut};

impl App {
    pub(super) fn show_export_dialog(&mut self) -> Vec<Effect> {
        let scope = if self.lists.current_list().is_some_and(|list| !list.photos.is_empty()) {
            ExportScope::List
        } else if self.selection.n_photos() > 1 {
            ExportScope::Selection
        } else {
            ExportScope::Results
        };
        let (format, options) = (Format::Csv, Box::<ExportOptions>::default());
        let dialog = ExportDialog { scope, format, options, path: String::new(), error: None, exists: false };
        self.show(Dialog::Export(dialog))
    }

    /// The photos of a scope that are open, in order, and how many of it are not.
    pub fn exported_photos(&self, scope: ExportScope) -> (Vec<PhotoIndex>, usize) {
        match scope {
            ExportScope::Selection => (self.selection.targets(self.shown()), 0),
            ExportScope::Results => (self.results.order.to_vec(), 0),
            ExportScope::List => {
                let listed = self.listed_photos();
                let present: Vec<PhotoIndex> = listed.iter().filter_map(|(_, index)| *index).collect();
                let n_missing = listed.len() - present.len();
                (present, n_missing)
            }
        }
    }

    pub(super) fn export(
        &mut self,
        scope: ExportScope,
        format: Format,
        options: Box<ExportOptions>,
        path: PathBuf,
        replace: bool,
    ) -> Vec<Effect> {
        let (photos, n_missing) = self.exported_photos(scope);
        let Some(catalog) = self.catalog().cloned() else { return Vec::new() };
        self.exporting = Some(0);
        let lists = Arc::clone(self.lists());
        vec![Effect::Export(ExportJob { catalog, photos, n_missing, format, options, lists, path, replace })]
    }

    pub(super) fn exported(&mut self, job: ExportJob, result: Result<Vec<LeftOut>, ExportFailure>) -> Vec<Effect> {
        self.exporting = None;
        let ExportJob { photos, n_missing, path, .. } = job;
        let shown_path = path.display();
        // The dialog may have been closed or changed meanwhile; then it is another one.
        let is_its_dialog = |dialog: &ExportDialog| Path::new(dialog.path.trim()) == path;
        match result {
            Ok(left_out) => {
                let noun = if photos.len() == 1 { "photo" } else { "photos" };
                let done = format!("Exported {} {noun} to {shown_path}", photos.len());
                let (severity, text) = match n_missing {
                    0 => (Severity::Done, done),
                    n => (
                        Severity::Warning,
                        format!("{done}; {n} on the list are not in the open collection and were left out"),
                    ),
                };
                let (severity, text) = match left_out.len() {
                    0 => (severity, text),
                    n => (Severity::Warning, format!("{text}; {n} things could not be included")),
                };
                let details = left_out.iter().map(|left_out| format!("{}: {}", left_out.photo, left_out.why)).collect();
                if matches!(&self.dialog, Some(Dialog::Export(dialog)) if is_its_dialog(dialog)) {
                    self.dialog = None;
                }
                self.notices.add_with(severity, text, details, Some(path));
            }
            Err(failure) => {
                let (error, exists) = match failure {
                    ExportFailure::Exists => (format!("There is a file of that name already: {shown_path}"), true),
                    ExportFailure::Cancelled => ("Export cancelled; nothing was written".to_owned(), false),
                    ExportFailure::Other(why) => (why, false),
                };
                match &mut self.dialog {
                    Some(Dialog::Export(dialog)) if is_its_dialog(dialog) => {
                        (dialog.error, dialog.exists) = (Some(error), exists)
                    }
                    _ => self.notices.add(Severity::Error, error),
                }
            }
        }
        Vec::new()
    }

    pub(super) fn pick_export_path(&mut self) -> Vec<Effect> {
        let Some(Dialog::Export(dialog)) = &self.dialog else { return Vec::new() };
        let name = format!("cutline.{}", dialog.format.extension());
        vec![Effect::PickExportPath { name, format: dialog.format }]
    }
}
