//! What stands where photos would, when there are none: what is going on, or which filter to loosen.

use eframe::egui::{self, Align, Layout, Rect, Ui, UiBuilder, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::dialog::ExportScope;
use crate::text;
use crate::ui::theme::{self, BODY_PT, HEADING_PT};

/// The most loosenings offered.
const LOOSENINGS_MAX: usize = 6;

/// Draws the reason, and buttons that change it.
pub fn ui(ui: &mut Ui, area: Rect, app: &App, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    let middle = Rect::from_center_size(area.center(), vec2(area.width().min(460.0) - 32.0, area.height().min(300.0)));
    let builder = UiBuilder::new().max_rect(middle).layout(Layout::top_down(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.add_space(24.0);
        let heading = |text: &str| egui::RichText::new(text).font(theme::strong(HEADING_PT)).color(palette.text);
        if app.catalog().is_none() {
            match app.opening() {
                Some(opening) => ui.label(heading(&format!("Reading {} …", opening.name))),
                None => ui.label(heading("Nothing is open")),
            };
            if app.opening().is_none() {
                ui.add_space(8.0);
                ui.label("Open a folder of photos, or an article, a CSV or a JSON file of captions; or drop them here");
                ui.add_space(8.0);
                crate::ui::verb_button(ui, Verb::OpenFolder, "Open folder…", app, commands);
                crate::ui::verb_button(ui, Verb::OpenFiles, "Open…", app, commands);
                crate::ui::verb_button(ui, Verb::OpenSample, "Open the bundled collection", app, commands);
            }
            return;
        }
        if app.is_searching() {
            return;
        }
        ui.label(heading(&reason(app)));
        ui.add_space(6.0);
        let loosenings = &app.results().loosenings;
        if loosenings.is_empty() {
            ui.label(
                egui::RichText::new("Loosening one condition alone would not show any either")
                    .size(BODY_PT)
                    .color(palette.text_weak),
            );
        } else {
            ui.label(
                egui::RichText::new("Without one of these there would be some").size(BODY_PT).color(palette.text_weak),
            );
            ui.add_space(8.0);
            for loosening in loosenings.iter().take(LOOSENINGS_MAX) {
                let photos = text::counted(loosening.n_photos, "photo");
                let text = format!("Drop “{}”: {photos}", loosening.dropped);
                if ui.button(text).clicked() {
                    commands.push(Command::SetQuery(loosening.query.clone()));
                }
            }
        }
        ui.add_space(8.0);
        crate::ui::verb_button(ui, Verb::ClearFilters, "Clear all filters", app, commands);
    });
}

/// Why no photo is shown: the filter, or the list that it asks for.
fn reason(app: &App) -> String {
    let list = app.lists().current_list().filter(|_| app.query().is_listed_only());
    match list {
        Some(list) if list.photos.is_empty() => format!("The list “{}” is empty", list.name),
        Some(list) if app.n_exported(ExportScope::List) == 0 => {
            format!("No photo of the list “{}” is in the open collection", list.name)
        }
        _ => "No photo fits this filter".to_owned(),
    }
}
