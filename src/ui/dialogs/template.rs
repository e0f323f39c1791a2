//! The dialog that edits an export template: its words, its fields, and how the first photos look with it.

use std::sync::Arc;

use eframe::egui::{self, Align, Grid, Layout, Response, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::app::App;
use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::handover::HandoverCommand;
use crate::app::handover::templates::TemplateDialog;
use crate::caption::date::printed::DateForm;
use crate::exporters::fields::{Column, ExportField};
use crate::exporters::format::Format;
use crate::exporters::options::ExportOptions;
use crate::exporters::template::{FIELDS_MAX, Template};
use crate::exporters::{self, Export};
use crate::tasks::exporting::heading;
use crate::ui::choice;
use crate::ui::dialogs::at_hand::AtHand;
use crate::ui::theme::{self, SMALL_PT};

/// Photos in the preview.
const PREVIEW_PHOTOS: usize = 2;
/// Lines in the preview.
const PREVIEW_LINES: usize = 16;
/// Width of the labels before fields, in points.
const LABEL_PT: f32 = 64.0;
/// Width of a field's name in the table of fields, in points.
const FIELD_PT: f32 = 150.0;

/// What the dialog keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct TemplateEditor {
    /// Whether the preview is a table.
    as_table: bool,
    /// What the preview was made of, and the preview.
    preview: Option<(TemplateDialog, bool, Result<String, String>)>,
}

impl TemplateEditor {
    /// Draws the dialog and appends what is asked for.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        dialog: &TemplateDialog,
        at_hand: &mut AtHand,
        focused: &mut bool,
        commands: &mut Vec<Command>,
    ) {
        let mut new = dialog.clone();
        let height = ui.ctx().content_rect().height() - 170.0;
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            start_ui(ui, app, commands);
            words_ui(ui, &mut new, focused);
            fields_ui(ui, &mut new);
            self.preview_ui(ui, app, &new, at_hand);
        });
        if let Some(error) = &dialog.error {
            super::error_ui(ui, error);
        }
        if new != *dialog {
            (new.error, new.deleting) = (None, false);
            commands.push(Command::SetDialog(Dialog::Template(new.clone())));
        }
        buttons_ui(ui, &new, commands);
    }

    fn preview_ui(&mut self, ui: &mut Ui, app: &App, dialog: &TemplateDialog, at_hand: &mut AtHand) {
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new("Preview").color(theme::palette(ui).text_weak).size(SMALL_PT));
            ui.radio_value(&mut self.as_table, false, "Text");
            ui.radio_value(&mut self.as_table, true, "Table");
        });
        let is_current = |(of, as_table, _): &(TemplateDialog, bool, _)| of == dialog && *as_table == self.as_table;
        if !self.preview.as_ref().is_some_and(is_current)
            && let Some(made) = preview(app, dialog, at_hand, self.as_table)
        {
            self.preview = Some((dialog.clone(), self.as_table, made));
        }
        let Some((_, _, made)) = &self.preview else { return };
        super::inset_ui(ui, |ui| match made {
            Ok(text) => {
                ScrollArea::horizontal().show(ui, |ui| {
                    let text = egui::RichText::new(text).monospace().size(SMALL_PT);
                    ui.add(egui::Label::new(text).extend().selectable(true));
                });
            }
            Err(why) => {
                ui.colored_label(theme::palette(ui).warning, why);
            }
        });
    }
}

/// The first photos with the template as it stands, or why there is none; nothing before they are at hand.
fn preview(app: &App, dialog: &TemplateDialog, at_hand: &mut AtHand, as_table: bool) -> Option<Result<String, String>> {
    // A template without a name yet can be looked at too.
    let name = if dialog.name.trim().is_empty() { "Preview".to_owned() } else { dialog.name.clone() };
    let template: Template = match (TemplateDialog { name, ..dialog.clone() }).template() {
        Ok(template) => template,
        Err(why) => return Some(Err(why)),
    };
    let catalog = app.catalog()?;
    let options = ExportOptions { template: Some(Arc::new(template)), ..ExportOptions::default() };
    let export = Export::of_text(heading(catalog), options);
    let scope = dialog.back.as_ref().map_or(crate::app::dialog::ExportScope::Results, |export| export.scope);
    let photos = at_hand.all(app, &app.first_exported(scope, PREVIEW_PHOTOS))?;
    let format = if as_table { Format::Csv } else { Format::Text };
    Some(Ok(exporters::preview(&mut photos.into_iter(), &export, format, PREVIEW_LINES)))
}

/// What to begin with: another template, or an empty one.
fn start_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.add_sized([LABEL_PT, 20.0], egui::Label::new("Start from"));
        choice::ui(ui, "start", "Choose…", "Start from", 260.0, |ui, entries| {
            for found in &app.templates().all {
                let template = &found.template;
                let label = entries.entry_ui(ui, false, &template.name).on_hover_text(&template.about);
                if label.clicked() {
                    commands.push(Command::Handover(HandoverCommand::EditTemplate(Some(Arc::clone(template)))));
                }
            }
            if entries.entry_ui(ui, false, "An empty template").clicked() {
                commands.push(Command::Handover(HandoverCommand::EditTemplate(None)));
            }
        });
    });
}

fn words_ui(ui: &mut Ui, dialog: &mut TemplateDialog, focused: &mut bool) {
    Grid::new("template words").num_columns(2).spacing([8.0, 6.0]).min_col_width(LABEL_PT).show(ui, |ui| {
        let name = line_ui(ui, "Name", "What it is called", &mut dialog.name);
        super::focus_first(&name, &dialog.name, focused);
        line_ui(ui, "About", "What it is for", &mut dialog.about);
        ui.label("Caption");
        ui.vertical(|ui| {
            ui.horizontal(|ui| {
                let width = ui.available_width() - 96.0;
                let edit = TextEdit::singleline(&mut dialog.caption).desired_width(width).hint_text("{caption} ({credit})");
                ui.add(edit).accessible_name("Caption");
                ui.menu_button("Insert field", |ui| {
                    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
                        for field in ExportField::ALL.into_iter().filter(|field| *field != ExportField::Composed) {
                            if ui.button(field.label()).clicked() {
                                dialog.caption.push_str(&format!("{{{}}}", field.name()));
                                ui.close();
                            }
                        }
                    });
                });
            });
            let help = "A part in [ ] or ( ) goes with its fields; {headline|title} is the first there is; {number:03}, {headline:40}, {city:upper}, {date:ap}";
            ui.add(egui::Label::new(egui::RichText::new(help).size(SMALL_PT).color(theme::palette(ui).text_weak)).wrap());
        });
        ui.end_row();
        ui.label("Dates");
        let label = dialog.dates.label();
        choice::ui(ui, "dates", label, &format!("Dates: {label}"), 200.0, |ui, entries| {
            for form in DateForm::ALL {
                if entries.entry_ui(ui, dialog.dates == form, form.label()).clicked() {
                    dialog.dates = form;
                }
            }
        });
        ui.end_row();
    });
}

fn line_ui(ui: &mut Ui, label: &str, hint: &str, text: &mut String) -> Response {
    ui.label(label);
    let edit = TextEdit::singleline(text).desired_width(f32::INFINITY).hint_text(hint);
    let response = ui.add(edit).accessible_name(label);
    ui.end_row();
    response
}

/// What is done to the table of fields.
enum Edit {
    Up(usize),
    Down(usize),
    Remove(usize),
}

fn fields_ui(ui: &mut Ui, dialog: &mut TemplateDialog) {
    ui.add_space(6.0);
    ui.label(egui::RichText::new("Fields, in order").color(theme::palette(ui).text_weak).size(SMALL_PT));
    let mut edit = None;
    let n_fields = dialog.fields.len();
    for (at, column) in dialog.fields.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let name = column.field.label();
            ui.allocate_ui_with_layout(egui::vec2(FIELD_PT, 20.0), Layout::left_to_right(Align::Center), |ui| {
                ui.set_width(FIELD_PT);
                ui.add(egui::Label::new(name).truncate());
            });
            let label = TextEdit::singleline(&mut column.label).desired_width(180.0).hint_text(name);
            ui.add(label).accessible_name(format!("Label of {name}"));
            let mut button = |ui: &mut Ui, sign: &str, what: &str, possible: bool, done: Edit| {
                let response = ui.add_enabled(possible, egui::Button::new(sign).small());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, possible, format!("{what} {name}")));
                if response.on_hover_text(what).clicked() {
                    edit = Some(done);
                }
            };
            button(ui, "↑", "Move up", at > 0, Edit::Up(at));
            button(ui, "↓", "Move down", at + 1 < n_fields, Edit::Down(at));
            button(ui, "×", "Remove", true, Edit::Remove(at));
        });
    }
    match edit {
        Some(Edit::Up(at)) => dialog.fields.swap(at.saturating_sub(1), at),
        Some(Edit::Down(at)) => dialog.fields.swap(at, at + 1),
        Some(Edit::Remove(at)) => drop(dialog.fields.remove(at)),
        None => {}
    }
    choice::ui(ui, "add field", "Add a field", "Add a field", FIELD_PT, |ui, entries| {
        for field in ExportField::ALL {
            if entries.entry_ui(ui, false, field.label()).clicked() && dialog.fields.len() < FIELDS_MAX {
                dialog.fields.push(Column::of(field));
            }
        }
    });
}

fn buttons_ui(ui: &mut Ui, dialog: &TemplateDialog, commands: &mut Vec<Command>) {
    let possible = !dialog.name.trim().is_empty();
    if dialog.path.is_some() {
        let label = if dialog.deleting { "Really remove it" } else { "Remove template" };
        if ui.button(label).on_hover_text("Remove the template’s file").clicked() {
            commands.push(Command::Handover(HandoverCommand::DeleteTemplate));
        }
    }
    if super::buttons_ui(ui, "Keep template", possible, commands) {
        commands.push(Command::Handover(HandoverCommand::SaveTemplate));
    }
}
