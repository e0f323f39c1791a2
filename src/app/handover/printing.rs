//! The part of `App` that prints: photos are written for the printer, and handed to the system.

use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::{Dialog, ExportScope};
use crate::app::effect::Effect;
use crate::app::handover::HandoverEffect;
use crate::catalog::{Catalog, PhotoIndex};
use crate::exporters::template::Template;
use crate::lists::Lists;

/// What the dialog shows that prints.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintDialog {
    /// What to print.
    pub scope: ExportScope,
    /// What is shown of each photo.
    pub template: Option<Arc<Template>>,
}

/// Photos to print.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintOrder {
    /// What to print.
    pub scope: ExportScope,
    /// What is shown of each photo.
    pub template: Option<Arc<Template>>,
    /// Who prints.
    pub with: PrintWith,
}

/// Who prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintWith {
    /// The system's program for such files, which has a print dialog.
    Viewer,
    /// The printer that is the system's usual one, at once.
    Printer,
}

/// The same with the photos.
#[derive(Clone)]
pub struct PrintJob {
    /// The collection.
    pub catalog: Arc<Catalog>,
    /// Its photos, in order.
    pub photos: Vec<PhotoIndex>,
    /// The lists, which know of pictures that were given to photos.
    pub lists: Arc<Lists>,
    /// What is shown of each photo.
    pub template: Option<Arc<Template>>,
    /// Who prints.
    pub with: PrintWith,
}

impl App {
    pub(in crate::app) fn show_print_dialog(&mut self) -> Vec<Effect> {
        self.dialog = Some(Dialog::Print(PrintDialog { scope: self.usual_scope(), template: None }));
        vec![self.load_templates()]
    }

    pub(super) fn print(&mut self, order: PrintOrder) -> Vec<Effect> {
        let PrintOrder { scope, template, with } = order;
        let (photos, _) = self.exported_photos(scope);
        let Some(catalog) = self.catalog().cloned() else { return Vec::new() };
        self.begin("Making the pages to print");
        self.dialog = None;
        let lists = Arc::clone(self.lists());
        vec![Effect::Handover(HandoverEffect::Print(PrintJob { catalog, photos, lists, template, with }))]
    }
}
