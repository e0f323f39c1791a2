//! The dialog that says in which encoding captions of old photos are read that do not name theirs.

use eframe::egui::{ComboBox, Ui};

use crate::app::command::Command;
use crate::app::{App, Dialog};
use crate::metadata::fallback::{FallbackEncoding, OFFERED};

/// Draws the dialog.
pub(super) fn ui(ui: &mut Ui, app: &App, chosen: FallbackEncoding, commands: &mut Vec<Command>) {
    super::heading_ui(ui, "Encoding of old captions");
    ui.label(
        "Old photos hold captions without saying in which encoding. Where those are not Unicode they are read in the one \
         chosen here. The choice is kept for this collection, and the photos stay as they are.",
    );
    ui.add_space(8.0);
    let mut encoding = chosen;
    let combo = ComboBox::from_id_salt("encoding").selected_text(encoding.label()).width(ui.available_width() - 8.0);
    let response = combo.show_ui(ui, |ui| {
        for offered in OFFERED {
            ui.selectable_value(&mut encoding, offered.encoding, offered.label);
        }
    });
    response.response.accessible_name("Encoding");
    if encoding != chosen {
        commands.push(Command::SetDialog(Dialog::IimEncoding(encoding)));
    }
    let differs = encoding != app.iim_encoding(app.inputs());
    if super::buttons_ui(ui, "Read again", differs, commands) {
        commands.push(Command::SetIimEncoding(encoding));
    }
}
