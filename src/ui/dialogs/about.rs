//! The page about the program: its version and licence, where it keeps what, and what keeps strangers' files in check.

use std::path::PathBuf;

use eframe::egui::{Grid, Label, RichText, Ui};

use crate::app::App;
use crate::app::command::Command;
use crate::ui::theme;
use crate::worker::sandbox;

/// Draws the page.
pub(super) fn ui(
    ui: &mut Ui,
    app: &App,
    folders: &[(&'static str, PathBuf)],
    focused: &mut bool,
    commands: &mut Vec<Command>,
) {
    ui.label(format!("Cutline {}, a gallery of captioned photographs.", env!("CARGO_PKG_VERSION")));
    ui.label("Licence: MIT or Apache-2.0. Typeface: Inter, SIL Open Font License 1.1.");
    ui.label("Places of the world: GeoNames (geonames.org), CC BY 4.0; names of countries: Unicode CLDR.");
    ui.add_space(8.0);
    let weak = theme::palette(ui).text_weak;
    Grid::new("folders").num_columns(2).spacing([16.0, 4.0]).show(ui, |ui| {
        for (what, path) in folders {
            ui.label(RichText::new(*what).color(weak));
            ui.add(Label::new(path.display().to_string()).selectable(true).wrap());
            ui.end_row();
        }
    });
    ui.add_space(10.0);
    ui.label(RichText::new(sandbox::HEADING).font(theme::strong(theme::BODY_PT)));
    ui.add_space(2.0);
    sandbox_ui(ui, app);
    super::focus_button(&super::close_ui(ui, commands), focused);
}

fn sandbox_ui(ui: &mut Ui, app: &App) {
    let warning = theme::palette(ui).warning;
    let state = match app.sandbox() {
        None => {
            ui.label("It is being asked …");
            return;
        }
        Some(Err(why)) => {
            ui.add(Label::new(RichText::new(why).color(warning)).selectable(true).wrap());
            return;
        }
        Some(Ok(state)) => state,
    };
    for (is_there, line) in state.lines() {
        let line = RichText::new(format!("{}  {line}", if is_there { "ok" } else { "bad" }));
        let line = if is_there { line } else { line.color(warning) };
        ui.add(Label::new(line).selectable(true).wrap());
    }
}
