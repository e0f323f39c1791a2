//! The export dialog: what, as what, where to, and how its beginning will look.

use std::path::PathBuf;

use eframe::egui::{self, ComboBox, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::app::command::{Command, Verb};
use crate::app::{App, Dialog, ExportDialog, ExportScope};
use crate::catalog::PhotoIndex;
use crate::exporters::{self, Format};
use crate::ui::theme::{self, SMALL_PT};

/// Photos in the preview.
const PREVIEW_PHOTOS: usize = 3;
/// Lines in the preview.
const PREVIEW_LINES: usize = 14;

/// The beginning of the export, kept until what it shows changes.
#[derive(Debug, Default)]
pub struct Preview {
    made_of: Option<(Format, Vec<PhotoIndex>)>,
    text: String,
}

impl Preview {
    /// Draws the dialog and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, dialog: &ExportDialog, commands: &mut Vec<Command>) {
        super::heading_ui(ui, "Export");
        let mut new = dialog.clone();
        let (photos, n_missing) = app.exported_photos(dialog.scope);
        scope_ui(ui, app, &mut new);
        format_ui(ui, &mut new);
        destination_ui(ui, &mut new, commands);
        self.preview_ui(ui, app, new.format, &photos);
        let palette = theme::palette(ui);
        if n_missing > 0 {
            let noun = if n_missing == 1 { "photo of the list is" } else { "photos of the list are" };
            ui.label(
                egui::RichText::new(format!("{n_missing} {noun} not in the open collection and will be left out"))
                    .color(palette.warning),
            );
        }
        if let Some(error) = &dialog.error {
            let response = ui.label(egui::RichText::new(error).color(palette.error));
            response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, error));
        }
        let label = match (dialog.exists, photos.len()) {
            (true, _) => "Replace the file".to_owned(),
            (false, 1) => "Export 1 photo".to_owned(),
            (false, n_photos) => format!("Export {n_photos} photos"),
        };
        let possible = !photos.is_empty() && !new.path.trim().is_empty() && app.exporting().is_none();
        if let Some(n_done) = app.exporting() {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(format!("{n_done} of {} photos written", photos.len()));
                crate::ui::verb_button(ui, Verb::CancelJob, "Stop", app, commands);
            });
        }
        let exported = super::buttons_ui(ui, &label, possible, commands);
        if new != *dialog {
            // Another destination or format: what went wrong before no longer counts.
            (new.error, new.exists) = (None, false);
            commands.push(Command::SetDialog(Dialog::Export(new.clone())));
        }
        if exported {
            let path = PathBuf::from(new.path.trim());
            let options = new.options.clone();
            let (scope, format, replace) = (new.scope, new.format, dialog.exists);
            commands.push(Command::Export { scope, format, options, path, replace });
        }
    }

    fn preview_ui(&mut self, ui: &mut Ui, app: &App, format: Format, photos: &[PhotoIndex]) {
        let Some(catalog) = app.catalog() else { return };
        let made_of = (format, photos.iter().copied().take(PREVIEW_PHOTOS).collect::<Vec<_>>());
        if self.made_of.as_ref() != Some(&made_of) {
            let heading =
                exporters::Heading { title: catalog.heading().title.clone(), credit: catalog.heading().credit.clone() };
            let mut photos = made_of.1.iter().filter_map(|index| catalog.numbered(*index));
            self.text = exporters::preview(&mut photos, &heading, format, PREVIEW_LINES);
            self.made_of = Some(made_of);
        }
        ui.add_space(6.0);
        ui.label(egui::RichText::new("Preview").color(theme::palette(ui).text_weak).size(SMALL_PT));
        egui::Frame::NONE.fill(theme::palette(ui).field).inner_margin(8.0).corner_radius(4.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ScrollArea::both().max_height(150.0).min_scrolled_height(150.0).auto_shrink([false, false]).show(
                ui,
                |ui| {
                    let text = egui::RichText::new(&self.text).monospace().size(SMALL_PT);
                    ui.add(egui::Label::new(text).extend().selectable(true));
                },
            );
        });
    }
}

fn scope_ui(ui: &mut Ui, app: &App, dialog: &mut ExportDialog) {
    let list = app.lists().current_list().map_or("List", |list| list.name.as_str());
    let count = |scope| app.exported_photos(scope).0.len();
    let scopes = [
        (ExportScope::List, format!("List “{list}” ({})", count(ExportScope::List))),
        (ExportScope::Selection, format!("Selection ({})", count(ExportScope::Selection))),
        (ExportScope::Results, format!("All photos shown ({})", count(ExportScope::Results))),
    ];
    ui.horizontal_wrapped(|ui| {
        for (scope, label) in scopes {
            if ui.radio(dialog.scope == scope, label).clicked() {
                dialog.scope = scope;
            }
        }
    });
}

fn format_ui(ui: &mut Ui, dialog: &mut ExportDialog) {
    ui.horizontal(|ui| {
        ui.label("Format");
        let combo =
            ComboBox::from_id_salt("format").selected_text(dialog.format.label()).width(220.0).show_ui(ui, |ui| {
                for format in Format::ALL {
                    if ui.selectable_label(dialog.format == format, format.label()).clicked() {
                        dialog.path = with_extension(&dialog.path, format);
                        dialog.format = format;
                    }
                }
            });
        combo
            .response
            .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Format: {}", dialog.format.label())));
    });
}

fn destination_ui(ui: &mut Ui, dialog: &mut ExportDialog, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label("To");
        let width = ui.available_width() - 96.0;
        let hint = format!("path/to/list.{}", dialog.format.extension());
        let response = ui.add(TextEdit::singleline(&mut dialog.path).desired_width(width).hint_text(hint));
        response.accessible_name("Destination");
        if ui.button("Choose…").on_hover_text("Choose with the system's dialog").clicked() {
            commands.push(Command::PickExportPath);
        }
    });
}

/// The path with the format's extension, when it had another format's.
fn with_extension(path: &str, format: Format) -> String {
    let path = PathBuf::from(path);
    match Format::from_path(&path) {
        Some(_) => path.with_extension(format.extension()).display().to_string(),
        None => path.display().to_string(),
    }
}
