//! The export dialog: what, as what, where to, and how its beginning will look.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{self, Checkbox, Grid, ProgressBar, ScrollArea, TextEdit, Ui};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::dialog::{Dialog, ExportDialog, ExportScope};
use crate::app::exporting::ExportRequest;
use crate::app::handover::HandoverCommand;
use crate::catalog::PhotoIndex;
use crate::exporters::format::Format;
use crate::exporters::options::ExportOptions;
use crate::exporters::template::Template;
use crate::exporters::{self, Export};
use crate::tasks::exporting::{Step, heading};
use crate::text;
use crate::ui::choice;
use crate::ui::dialogs::at_hand::AtHand;
use crate::ui::dialogs::export_choices;
use crate::ui::status_bar::step_words;
use crate::ui::theme::{self, SMALL_PT};

/// Photos in the preview.
const PREVIEW_PHOTOS: usize = 3;
/// Lines in the preview.
const PREVIEW_LINES: usize = 14;

/// What the dialog's head and its buttons take of the window's height, in points.
const HEAD_AND_FOOT_PT: f32 = 150.0;
/// The least height of what stands between, in points.
const LEAST_PT: f32 = 120.0;

/// Width of the choices, in points.
const CHOICE_PT: f32 = 220.0;
/// The height of the list of formats, in points: all of them can be seen at once, and egui lets no list be higher.
const FORMATS_PT: f32 = 400.0;

/// What a preview depends on.
type MadeOf = (Format, Box<ExportOptions>, Vec<PhotoIndex>);

/// The beginning of the export, kept until what it shows changes.
#[derive(Debug, Default)]
pub struct Preview {
    made_of: Option<MadeOf>,
    text: String,
}

impl Preview {
    /// Draws the dialog and appends what is asked for.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        dialog: &ExportDialog,
        at_hand: &mut AtHand,
        focused: &mut bool,
        commands: &mut Vec<Command>,
    ) {
        let mut new = dialog.clone();
        let mut entered = false;
        let n_photos = app.n_exported(dialog.scope);
        let n_missing = app.n_missing(dialog.scope);
        let is_beside = export_choices::needs_no_destination(dialog.format, &dialog.options);
        let height = (ui.ctx().content_rect().height() - HEAD_AND_FOOT_PT).max(LEAST_PT);
        ScrollArea::vertical().id_salt("choices").max_height(height).min_scrolled_height(height).show(ui, |ui| {
            scope_ui(ui, app, &mut new.scope);
            Grid::new("export").num_columns(2).spacing([8.0, 6.0]).show(ui, |ui| {
                ui.label("Format");
                format_ui(ui, &mut new);
                ui.end_row();
                ui.label("Show");
                ui.horizontal(|ui| {
                    template_ui(ui, app, &mut new.options.template);
                    if ui.button("Edit…").on_hover_text("Change this template, or make another").clicked() {
                        commands.push(Command::Handover(HandoverCommand::EditTemplate(new.options.template.clone())));
                    }
                });
                ui.end_row();
                if !is_beside {
                    ui.label("To");
                    entered = destination_ui(ui, &mut new, focused, commands);
                    ui.end_row();
                }
            });
            export_choices::ui(ui, new.format, &mut new.options);
            // What is changed beside the photos is not one thing that could be read again.
            ui.add_enabled(!is_beside, Checkbox::new(&mut new.verify, "Read it again and compare"))
                .on_hover_text("What was written is opened again, and the photos are counted and compared");
            self.preview_ui(ui, app, &new, at_hand);
        });
        // What is said here always has its line, so that nothing moves under the pointer.
        match (&dialog.error, remark(&new, n_missing)) {
            (Some(error), _) => super::error_ui(ui, error),
            (None, Some(remark)) => {
                ui.colored_label(theme::palette(ui).warning, remark);
            }
            (None, None) => {
                ui.label("");
            }
        }
        let label = match dialog.exists {
            true if new.format.is_folder() => "Replace the folder".to_owned(),
            true => "Replace the file".to_owned(),
            false => format!("Export {}", text::counted(n_photos, "photo")),
        };
        let is_addressed = is_beside || !new.path.is_blank();
        let possible = n_photos > 0 && is_addressed && app.exporting().is_none();
        if let Some(step) = app.exporting() {
            ui.horizontal(|ui| {
                let (Step::Written(n_done) | Step::Verified(n_done)) = step;
                let share = n_done as f32 / n_photos.max(1) as f32;
                ui.add(ProgressBar::new(share).desired_width(140.0).show_percentage());
                ui.label(step_words(step));
                crate::ui::verb_button(ui, Verb::CancelJob, "Stop", app, commands);
            });
        }
        let exported = super::buttons_ui(ui, &label, possible, commands) || entered && possible && !dialog.exists;
        if new != *dialog {
            // Another destination or format: what went wrong before no longer counts.
            (new.error, new.exists) = (None, false);
            commands.push(Command::SetDialog(Dialog::Export(new.clone())));
        }
        if exported {
            let path = new.path.as_written();
            commands.push(Command::Export(ExportRequest {
                scope: new.scope,
                format: new.format,
                options: new.options,
                path,
                replace: dialog.exists,
                verify: new.verify,
            }));
        }
    }

    fn preview_ui(&mut self, ui: &mut Ui, app: &App, dialog: &ExportDialog, at_hand: &mut AtHand) {
        let Some(catalog) = app.catalog() else { return };
        let first = app.first_exported(dialog.scope, PREVIEW_PHOTOS);
        let made_of = (dialog.format, dialog.options.clone(), first);
        if self.made_of.as_ref() != Some(&made_of)
            && let Some(photos) = at_hand.all(app, &made_of.2)
        {
            let export = Export::of_text(heading(catalog), (*dialog.options).clone());
            self.text = exporters::preview(&mut photos.into_iter(), &export, dialog.format, PREVIEW_LINES);
            self.made_of = Some(made_of);
        }
        ui.add_space(6.0);
        ui.label(egui::RichText::new("Preview").color(theme::palette(ui).text_weak).size(SMALL_PT));
        super::inset_ui(ui, |ui| {
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

/// What the user may not expect of the export as it stands.
fn remark(dialog: &ExportDialog, n_missing: usize) -> Option<String> {
    let path = dialog.path.as_written();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if Format::from_path(&path).is_some() && !extension.eq_ignore_ascii_case(dialog.format.extension()) {
        return Some(format!("It will be “{}”, though its name ends in .{extension}", dialog.format.label()));
    }
    let noun = if n_missing == 1 { "photo of the list is" } else { "photos of the list are" };
    (n_missing > 0).then(|| format!("{n_missing} {noun} not in the open collection and will be left out"))
}

/// What to export, with the number of photos of each.
pub(super) fn scope_ui(ui: &mut Ui, app: &App, chosen: &mut ExportScope) {
    let list = app.lists().current_list().map_or("List", |list| list.name.as_str());
    let count = |scope| app.n_exported(scope);
    let scopes = [
        (ExportScope::List, format!("List “{list}” ({})", count(ExportScope::List))),
        (ExportScope::Selection, format!("Selection ({})", count(ExportScope::Selection))),
        (ExportScope::Results, format!("All photos shown ({})", count(ExportScope::Results))),
    ];
    ui.horizontal_wrapped(|ui| {
        for (scope, label) in scopes {
            if ui.radio(*chosen == scope, label).clicked() {
                *chosen = scope;
            }
        }
    });
}

/// What is shown of each photo.
pub(super) fn template_ui(ui: &mut Ui, app: &App, chosen: &mut Option<Arc<Template>>) {
    const USUAL: &str = "As the format does";
    let name = chosen.as_ref().map_or(USUAL, |template| template.name.as_str()).to_owned();
    choice::ui(ui, "template", &name, &format!("Template: {name}"), CHOICE_PT, |ui, entries| {
        if entries.entry_ui(ui, chosen.is_none(), USUAL).clicked() {
            *chosen = None;
        }
        for found in &app.templates().all {
            let template = &found.template;
            let is_chosen = chosen.as_ref() == Some(template);
            let label = entries.entry_ui(ui, is_chosen, &template.name);
            if label.on_hover_text(&template.about).clicked() {
                *chosen = Some(Arc::clone(template));
            }
        }
    });
}

fn format_ui(ui: &mut Ui, dialog: &mut ExportDialog) {
    let label = dialog.format.label();
    ui.spacing_mut().combo_height = FORMATS_PT;
    choice::ui(ui, "format", label, &format!("Format: {label}"), CHOICE_PT, |ui, entries| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for format in Format::ALL {
            if entries.entry_ui(ui, dialog.format == format, format.label()).clicked() {
                let path = dialog.path.as_written();
                if Format::from_path(&path).is_some() {
                    dialog.path = path.with_extension(format.extension()).into();
                }
                dialog.format = format;
            }
        }
    });
}

/// Where to, which has the cursor when the dialog opens; whether Enter was pressed in it.
fn destination_ui(ui: &mut Ui, dialog: &mut ExportDialog, focused: &mut bool, commands: &mut Vec<Command>) -> bool {
    let row = ui.horizontal(|ui| {
        let width = ui.available_width() - 96.0;
        let hint = match dialog.format.extension() {
            "" => "path/to/folder".to_owned(),
            extension => format!("path/to/list.{extension}"),
        };
        let response = ui.add(TextEdit::singleline(&mut dialog.path.text).desired_width(width).hint_text(hint));
        let response = response.accessible_name("Destination");
        super::focus_first(&response, &dialog.path.text, focused);
        if response.changed() {
            dialog.format = named_format(&dialog.path.text, dialog.format);
        }
        if ui.button("Choose…").on_hover_text("Choose with the system's dialog").clicked() {
            commands.push(Command::PickExportPath);
        }
        super::was_entered(&response)
    });
    row.inner
}

/// The format that a path's extension names, or the one before, of which that is an extension too.
fn named_format(path: &str, before: Format) -> Format {
    let named = Format::from_path(Path::new(path.trim()));
    named.filter(|named| named.extension() != before.extension()).unwrap_or(before)
}
