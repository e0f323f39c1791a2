//! The dialog that says what some words of captions are, with a search for places; and the one that lists what was said.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, Align, Label, Layout, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::correcting::{CorrectDialog, CorrectionsDialog};
use crate::app::dialog::Dialog;
use crate::app::notices::Severity;
use crate::photo::correction::{Correction, NamedPlace, Verdict};
use crate::place::Place;
use crate::place::gazetteer::Gazetteer;
use crate::text;
use crate::ui::corrections::{changed, in_words, narrowest_first};
use crate::ui::theme::{self, SMALL_PT};

/// Places offered for what is typed.
const OFFERED_MAX: usize = 40;
/// Height of the places offered, in points.
const OFFERED_PT: f32 = 190.0;
/// Height of the corrections listed, in points.
const LISTED_PT: f32 = 300.0;
/// Height of a correction's row, in points.
const ROW_PT: f32 = 26.0;

/// What the dialogs keep, and a restart may forget.
#[derive(Debug, Default)]
pub struct Corrects {
    /// The places that can be chosen.
    pub gazetteer: Arc<Gazetteer>,
    /// The places that what is typed may mean.
    offered: Option<(String, Vec<Arc<Place>>)>,
}

impl Corrects {
    /// Draws the dialog for one correction and appends what is asked for.
    pub fn correct_ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        dialog: &CorrectDialog,
        focused: &mut bool,
        commands: &mut Vec<Command>,
    ) {
        let mut new = dialog.clone();
        let field = ui.add(TextEdit::singleline(&mut new.words).desired_width(f32::INFINITY).hint_text("Words"));
        let field = field.accessible_name("Words of captions");
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            for verdict in Verdict::SIMPLE {
                if ui.radio(new.verdict.as_ref() == Some(&verdict), in_words(&verdict)).clicked() {
                    new.verdict = Some(verdict);
                }
            }
            let is_place = new.verdict.is_none() || new.chosen().is_some();
            if ui.radio(is_place, "Is this place").clicked() && !is_place {
                new.verdict = None;
            }
        });
        if new.verdict.is_none() || new.chosen().is_some() {
            self.places_ui(ui, &mut new, focused);
        } else {
            super::focus_first(&field, &new.words, focused);
        }
        ui.add_space(6.0);
        if let Some(key) = &new.photo {
            let number = app.catalog().and_then(|catalog| catalog.position(key)).map(|index| index.0 + 1);
            let only = number.map_or("Only in this photo".to_owned(), |number| format!("Only in photo {number}"));
            ui.checkbox(&mut new.here, only);
        }
        let weak = theme::palette(ui).text_weak;
        let scope = if new.here {
            "It counts in this photo's caption, whenever it is opened."
        } else {
            "It counts wherever the words stand, in this collection and in every one opened later."
        };
        ui.label(RichText::new(scope).size(SMALL_PT).color(weak));
        let possible = new.correction().is_some();
        if new != *dialog {
            commands.push(Command::SetDialog(Dialog::Correct(new)));
        }
        if super::buttons_ui(ui, "Correct", possible, commands) {
            commands.push(Command::AcceptCorrection);
        }
    }

    fn places_ui(&mut self, ui: &mut Ui, dialog: &mut CorrectDialog, focused: &mut bool) {
        let hint = "Search places";
        let field = ui.add(TextEdit::singleline(&mut dialog.search).desired_width(f32::INFINITY).hint_text(hint));
        let field = field.accessible_name(hint);
        super::focus_first(&field, &dialog.search, focused);
        // Looking through a gazetteer of the world takes longer than a frame should: only when other words are typed.
        if self.offered.as_ref().is_none_or(|(search, _)| *search != dialog.search) {
            let offered = self.gazetteer.matching(&dialog.search, OFFERED_MAX);
            self.offered = Some((dialog.search.clone(), offered));
        }
        let offered = self.offered.as_ref().map_or(&[][..], |(_, offered)| offered.as_slice());
        let weak = theme::palette(ui).text_weak;
        ScrollArea::vertical().max_height(OFFERED_PT).auto_shrink([false, true]).show(ui, |ui| {
            if offered.is_empty() {
                ui.label(RichText::new("No place of that name is known; places.csv takes your own").color(weak));
            }
            for place in offered {
                let chosen = dialog.chosen().is_some_and(|chosen| chosen.id == place.id);
                let path = place.path().join(" › ");
                let response = ui.selectable_label(chosen, path.as_str());
                response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, path.as_str()));
                if response.clicked() {
                    dialog.verdict = Some(Verdict::Place(NamedPlace::of(place)));
                }
            }
        });
    }

    /// Draws the dialog of all corrections and appends what is asked for.
    pub fn list_ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        dialog: &CorrectionsDialog,
        focused: &mut bool,
        commands: &mut Vec<Command>,
    ) {
        let all = app.lists().corrections.all();
        let weak = theme::palette(ui).text_weak;
        ui.label(
            RichText::new("What you said of words in captions. It counts in every collection that is opened.")
                .color(weak),
        );
        let mut new = dialog.clone();
        ui.horizontal(|ui| {
            let hint = match all.len() {
                0 | 1 => "Search corrections".to_owned(),
                n => format!("Search {n} corrections"),
            };
            let width = ui.available_width() - 150.0;
            let edit = TextEdit::singleline(&mut new.search).desired_width(width).hint_text(hint);
            let field = ui.add(edit).accessible_name("Search corrections");
            super::focus_first(&field, &new.search, focused);
            if ui.button("Add…").on_hover_text("Say what some words are").clicked() {
                let focus = app.selection().focus().and_then(|index| app.photo(index)).map(|photo| photo.key.clone());
                commands.push(Command::SetDialog(Dialog::Correct(CorrectDialog::empty(focus))));
            }
            crate::ui::verb_button(ui, Verb::Undo, "Undo", app, commands);
        });
        rows_ui(ui, all, &new.search, commands);
        ui.separator();
        ui.horizontal(|ui| {
            ui.label("File");
            let width = ui.available_width() - 150.0;
            ui.add(
                TextEdit::singleline(&mut new.path).desired_width(width).hint_text("path/to/corrections.csv or .json"),
            )
            .accessible_name("File of corrections");
            let path = PathBuf::from(new.path.trim());
            let possible = !new.path.trim().is_empty();
            let export = if dialog.exists { "Replace" } else { "Export" };
            let exported = ui.add_enabled(possible && !all.is_empty(), egui::Button::new(export));
            let spoken = if dialog.exists { "Replace the file" } else { "Write corrections" };
            exported.widget_info(|| WidgetInfo::labeled(Role::Button, possible, spoken));
            if exported.on_hover_text(spoken).clicked() {
                commands.push(Command::ExportCorrections { path: path.clone(), replace: dialog.exists });
            }
            let imported = ui.add_enabled(possible, egui::Button::new("Import"));
            imported.widget_info(|| WidgetInfo::labeled(Role::Button, possible, "Read corrections"));
            if imported
                .on_hover_text("Add the corrections of the file; where they contradict yours, the file's count")
                .clicked()
            {
                commands.push(Command::ImportCorrections(path));
            }
        });
        if let Some((severity, message)) = &dialog.message {
            let palette = theme::palette(ui);
            let color = match severity {
                Severity::Done => palette.text,
                Severity::Warning | Severity::Refused => palette.warning,
                Severity::Error => palette.error,
            };
            let response = ui.add(Label::new(RichText::new(message).color(color)).wrap().selectable(true));
            response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, message));
        }
        if new != *dialog {
            if new.path != dialog.path {
                (new.message, new.exists) = (None, false);
            }
            commands.push(Command::SetDialog(Dialog::Corrections(new)));
        }
        super::close_ui(ui, commands);
    }

    /// Another dialog begins.
    pub fn begin(&mut self) {
        self.offered = None;
    }
}

fn rows_ui(ui: &mut Ui, all: &[Correction], search: &str, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    let wanted = text::fold(search.trim());
    let line = |correction: &Correction| format!("“{}” {}", correction.words, narrowest_first(&correction.verdict));
    let shown: Vec<&Correction> =
        all.iter().filter(|correction| wanted.is_empty() || text::fold(&line(correction)).contains(&wanted)).collect();
    if shown.is_empty() {
        let why = if all.is_empty() {
            "Nothing was corrected. Click a part of a caption with the right button, or mark some words of it."
        } else {
            "No correction has these words."
        };
        ui.add_space(8.0);
        ui.label(RichText::new(why).color(palette.text_weak));
        ui.add_space(8.0);
        return;
    }
    let area = ScrollArea::vertical().max_height(LISTED_PT).auto_shrink([false, true]);
    area.show_rows(ui, ROW_PT, shown.len(), |ui, rows| {
        for correction in shown.get(rows).unwrap_or_default() {
            ui.allocate_ui_with_layout(
                vec2(ui.available_width(), ROW_PT),
                Layout::right_to_left(Align::Center),
                |ui| {
                    let remove = ui.button("Remove");
                    let spoken = format!("Remove: {}", line(correction));
                    remove.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_str()));
                    if remove.on_hover_text("Read the words as before; undo brings the correction back").clicked() {
                        commands.push(changed(vec![(*correction).clone()], Vec::new()));
                    }
                    let place = correction.photo.as_ref().map_or("everywhere".to_owned(), ToString::to_string);
                    ui.add(Label::new(RichText::new(place).size(SMALL_PT).color(palette.text_weak)).truncate());
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(Label::new(line(correction)).truncate());
                    });
                },
            );
        }
    });
}
