//! The dialog that says in which encoding captions of old photos are read that do not name theirs.

use eframe::egui::Ui;

use crate::app::App;
use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::metadata::fallback::{FallbackEncoding, OFFERED};
use crate::ui::choice;

/// Draws the dialog.
pub(super) fn ui(ui: &mut Ui, app: &App, chosen: FallbackEncoding, commands: &mut Vec<Command>) {
    ui.label(
        "Old photos hold captions without saying in which encoding. Where those are not Unicode they are read in the one \
         chosen here. The choice is kept for this collection, and the photos stay as they are.",
    );
    ui.add_space(8.0);
    let mut encoding = chosen;
    let (label, width_pt) = (chosen.label(), ui.available_width() - 8.0);
    choice::ui(ui, "encoding", label, &format!("Encoding: {label}"), width_pt, |ui, entries| {
        for offered in OFFERED {
            if entries.entry_ui(ui, chosen == offered.encoding, offered.label).clicked() {
                encoding = offered.encoding;
            }
        }
    });
    if encoding != chosen {
        commands.push(Command::SetDialog(Dialog::IimEncoding(encoding)));
    }
    let differs = encoding != app.iim_encoding(app.inputs());
    if super::buttons_ui(ui, "Read again", differs, commands) {
        commands.push(Command::SetIimEncoding(encoding));
    }
}
