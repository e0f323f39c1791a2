//! The part of `App` that exports: what is written, and what came of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::{Dialog, ExportDialog, ExportScope};
use crate::app::effect::{Effect, ExportJob};
use crate::app::event::ExportFailure;
use crate::app::notices::Severity;
use crate::app::typed_path::{TypedPath, expanded};
use crate::catalog::PhotoIndex;
use crate::exporters::format::Format;
use crate::exporters::left_out;
use crate::exporters::options::{ExportOptions, SidecarPlace};
use crate::settings::LastExport;
use crate::settings::folders::UserFolders;
use crate::tasks::exporting::{Exported, Step};
use crate::text;

/// What an export is named where nothing has a name.
const USUAL_NAME: &str = "cutline";
/// The longest name that is suggested, in bytes: half of what file systems take.
const NAME_BYTES_MAX: usize = 120;

/// What is asked for when a file is to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRequest {
    /// What to export.
    pub scope: ExportScope,
    /// As what.
    pub format: Format,
    /// What else was chosen.
    pub options: Box<ExportOptions>,
    /// Where to.
    pub path: PathBuf,
    /// Whether a file that is there may be replaced.
    pub replace: bool,
    /// Whether it is read again when it is written.
    pub verify: bool,
}

impl App {
    pub(super) fn show_export_dialog(&mut self) -> Vec<Effect> {
        let last = self.settings.last_export.clone().unwrap_or_default();
        let template = last.template.as_deref().and_then(|name| self.templates().named(name));
        let template = template.map(|found| Arc::clone(&found.template));
        let scope = self.usual_scope();
        let format = Format::from_name(&last.format).unwrap_or(Format::Csv);
        let dialog = ExportDialog {
            scope,
            format,
            awaited_template: last.template.filter(|_| template.is_none()),
            options: Box::new(ExportOptions { template, ..ExportOptions::default() }),
            path: self.suggested_path(scope, format).map(TypedPath::from).unwrap_or_default(),
            verify: true,
            error: None,
            exists: false,
        };
        self.dialog = Some(Dialog::Export(dialog));
        vec![self.load_templates()]
    }

    /// Where the user's own folders are.
    pub fn set_user_folders(&mut self, folders: UserFolders) {
        self.user_folders = folders;
    }

    /// A path that may have been typed, as the system knows it.
    pub(super) fn expanded(&self, path: PathBuf) -> PathBuf {
        expanded(path, self.user_folders.home.as_deref())
    }

    /// A file named after the list or the collection, where the last export went.
    fn suggested_path(&self, scope: ExportScope, format: Format) -> Option<PathBuf> {
        let last = self.settings.last_export.as_ref().and_then(|last| last.folder.as_ref());
        let folder = last.or(self.user_folders.documents.as_ref())?;
        let list = self.lists.current_list().filter(|_| scope == ExportScope::List);
        let title = list.map(|list| &list.name).or_else(|| Some(&self.catalog()?.heading().title));
        let name = title.map_or_else(|| USUAL_NAME.to_owned(), |title| file_name(title));
        Some(match format.extension() {
            "" => folder.join(name),
            extension => folder.join(format!("{name}.{extension}")),
        })
    }

    /// The list when any of it is open, or else what is selected, or else everything shown.
    pub(super) fn usual_scope(&self) -> ExportScope {
        if self.n_exported(ExportScope::List) > 0 {
            ExportScope::List
        } else if self.selection.n_photos() > 1 {
            ExportScope::Selection
        } else {
            ExportScope::Results
        }
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

    /// How many photos of a scope are open: asked in every frame, so that none is looked at.
    pub fn n_exported(&self, scope: ExportScope) -> usize {
        match scope {
            ExportScope::Selection => match self.selection.n_photos() {
                0 => usize::from(self.selection.focus().is_some()),
                n_photos => n_photos,
            },
            ExportScope::Results => self.results.order.len(),
            ExportScope::List => self.listed_photos().iter().filter(|(_, index)| index.is_some()).count(),
        }
    }

    /// How many photos of a scope are not in the open collection.
    pub fn n_missing(&self, scope: ExportScope) -> usize {
        match scope {
            ExportScope::List => self.listed_photos().iter().filter(|(_, index)| index.is_none()).count(),
            ExportScope::Selection | ExportScope::Results => 0,
        }
    }

    /// The first photos of a scope.
    pub fn first_exported(&self, scope: ExportScope, n_photos: usize) -> Vec<PhotoIndex> {
        match scope {
            ExportScope::Results => self.results.order.iter().copied().take(n_photos).collect(),
            ExportScope::Selection => self.selection.first_targets(self.shown(), n_photos),
            ExportScope::List => {
                self.listed_photos().into_iter().filter_map(|(_, index)| index).take(n_photos).collect()
            }
        }
    }

    /// The photos of a scope that are not in the open collection, a line each.
    fn missing_photos(&self, scope: ExportScope) -> Vec<String> {
        if scope != ExportScope::List {
            return Vec::new();
        }
        let listed = self.listed_photos();
        let missing = listed.iter().filter(|(_, index)| index.is_none());
        missing
            .map(|(photo, _)| format!("{}: it is not in the open collection: {}", photo.key.name, photo.line))
            .collect()
    }

    pub(super) fn export(&mut self, request: ExportRequest) -> Vec<Effect> {
        let ExportRequest { scope, format, options, path, replace, verify } = request;
        let path = self.expanded(path);
        let (photos, _) = self.exported_photos(scope);
        let Some(catalog) = self.catalog().cloned() else { return Vec::new() };
        let missing = self.missing_photos(scope);
        self.exporting = Some(Step::Written(0));
        let lists = Arc::clone(self.lists());
        let template = options.template.as_ref().map(|template| template.name.clone());
        let folder = path.parent().filter(|folder| folder.is_absolute()).map(Path::to_owned);
        let folder = folder.or_else(|| self.settings.last_export.as_ref()?.folder.clone());
        let last = LastExport { format: format.name().to_owned(), template, folder };
        let mut effects = self.change_settings(|settings| settings.last_export = Some(last));
        effects.push(Effect::Export(ExportJob {
            catalog,
            photos,
            missing,
            format,
            options,
            lists,
            path,
            replace,
            verify,
        }));
        effects
    }

    pub(super) fn exported(&mut self, job: ExportJob, result: Result<Exported, ExportFailure>) -> Vec<Effect> {
        self.exporting = None;
        let ExportJob { missing, path, format, options, .. } = job;
        let is_beside = (format, options.sidecars) == (Format::Sidecars, SidecarPlace::BesideOriginals);
        // The dialog may have been closed or changed meanwhile; then it is another one.
        let is_its_dialog = matches!(
            &self.dialog,
            Some(Dialog::Export(dialog)) if self.expanded(dialog.path.as_written()) == path
        );
        match result {
            Ok(exported) => {
                let shown_path = (!is_beside).then_some(path.as_path());
                let (severity, text, details) = told(&exported, missing, shown_path);
                self.dialog.take_if(|_| is_its_dialog);
                self.notices.add_with(severity, text, details, Some(path).filter(|_| !is_beside));
            }
            Err(failure) => {
                let shown_path = path.display();
                let (error, exists) = match failure {
                    ExportFailure::Exists => {
                        let what = if format.is_folder() { "folder" } else { "file" };
                        (format!("There is a {what} of that name already: {shown_path}"), true)
                    }
                    ExportFailure::Cancelled => ("Export cancelled; nothing was written".to_owned(), false),
                    ExportFailure::Other(why) => (why, false),
                };
                match &mut self.dialog {
                    Some(Dialog::Export(dialog)) if is_its_dialog => {
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
        let name = match dialog.format.extension() {
            "" => format!("cutline-{}", dialog.format.name()),
            extension => format!("cutline.{extension}"),
        };
        vec![Effect::PickExportPath { name, format: dialog.format }]
    }
}

/// A title as the name of a file: whatever has a meaning in paths is a hyphen.
fn file_name(title: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_' | ',');
    let name: String = title.chars().map(|character| if plain(character) { character } else { '-' }).collect();
    let name = text::truncated(&name, NAME_BYTES_MAX).trim_matches([' ', '-']);
    if name.is_empty() { USUAL_NAME.to_owned() } else { name.to_owned() }
}

/// What came of an export, and every photo that is not as it should be.
fn told(exported: &Exported, missing: Vec<String>, path: Option<&Path>) -> (Severity, String, Vec<String>) {
    let Exported { n_photos, n_files: _, n_unchanged, n_gone: _, left_out: some, verified } = exported;
    let photos = exported.counted();
    let mut text = match path {
        Some(path) => format!("Exported {photos} to {}", path.display()),
        None => format!("Wrote sidecars beside {photos}; {n_unchanged} had nothing to change"),
    };
    // What is not open was not exported at all; of what was, some parts may be missing.
    if !missing.is_empty() {
        text = format!("{text}; {} not in the open collection", missing.len());
    }
    if !some.is_empty() {
        text = format!("{text}; {} incomplete", some.len());
    }
    let mut is_good = missing.is_empty() && some.is_empty();
    let mut details = missing;
    details.extend(left_out::lines(some, *n_photos));
    if let Some(verified) = verified {
        text = format!("{text}; read again: {verified}");
        is_good &= verified.is_identical();
        details.extend(verified.differences.iter().map(|difference| format!("differs: {difference}")));
    }
    (if is_good { Severity::Done } else { Severity::Warning }, text, details)
}
