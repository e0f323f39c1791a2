//! The dialog that prints: what, with which template, and who prints it.

use eframe::egui::{Button, Label, Ui};

use crate::app::App;
use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::handover::HandoverCommand;
use crate::app::handover::printing::{PrintDialog, PrintOrder, PrintWith};
use crate::text;

/// Draws the dialog and appends what is asked for.
pub(super) fn ui(ui: &mut Ui, app: &App, dialog: &PrintDialog, focused: &mut bool, commands: &mut Vec<Command>) {
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
    crate::ui::row_at_edge_ui(ui, "print buttons", |ui| {
        if ui.button("Cancel").clicked() {
            commands.push(Command::CloseDialog);
        }
        let possible = n_photos > 0 && app.busy().is_none();
        let at_once = ui.add_enabled(possible, Button::new("Send to the printer"));
        if at_once.on_hover_text("Print as plain text, at once, on the system’s usual printer").clicked() {
            commands.push(order(PrintWith::Printer));
        }
        let main = super::main_button_ui(ui, &format!("Print {}…", text::counted(n_photos, "photo")), possible);
        super::focus_button(&main, focused);
        if main.clicked() {
            commands.push(order(PrintWith::Viewer));
        }
    });
}
