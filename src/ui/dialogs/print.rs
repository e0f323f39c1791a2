//! The dialog that prints: what, with which template, and who prints it.

use eframe::egui::{Align, Button, Label, Layout, RichText, Ui, vec2};

use crate::app::command::Command;
use crate::app::handover::HandoverCommand;
use crate::app::handover::printing::{PrintDialog, PrintOrder, PrintWith};
use crate::app::{App, Dialog};
use crate::ui::theme;

/// Draws the dialog and appends what is asked for.
pub(super) fn ui(ui: &mut Ui, app: &App, dialog: &PrintDialog, commands: &mut Vec<Command>) {
    super::heading_ui(ui, "Print");
    let mut new = dialog.clone();
    super::export::scope_ui(ui, app, &mut new.scope);
    ui.horizontal(|ui| {
        ui.label("Show");
        super::export::template_ui(ui, app, &mut new.template);
    });
    ui.add_space(4.0);
    ui.add(Label::new("The captions open as a page in the system’s program for such pages, which prints them.").wrap());
    let n_photos = app.n_exported(new.scope);
    if new != *dialog {
        commands.push(Command::SetDialog(Dialog::Print(new.clone())));
    }
    let order = |with| {
        let PrintDialog { scope, template } = new.clone();
        Command::Handover(HandoverCommand::Print(PrintOrder { scope, template, with }))
    };
    ui.add_space(10.0);
    let size = vec2(ui.available_width(), super::BUTTONS_PT);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        let palette = theme::palette(ui);
        let possible = n_photos > 0 && app.busy().is_none();
        let noun = if n_photos == 1 { "photo" } else { "photos" };
        let text = RichText::new(format!("Print {n_photos} {noun}…"));
        let (text, fill) = match possible {
            true => (text.color(palette.on_accent), palette.accent),
            false => (text.color(palette.text_weak), palette.card),
        };
        if ui.add_enabled(possible, Button::new(text).fill(fill)).clicked() {
            commands.push(order(PrintWith::Viewer));
        }
        let at_once = ui.add_enabled(possible, Button::new("Send to the printer"));
        if at_once.on_hover_text("Print as plain text, at once, on the system’s usual printer").clicked() {
            commands.push(order(PrintWith::Printer));
        }
        if ui.button("Cancel").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}
