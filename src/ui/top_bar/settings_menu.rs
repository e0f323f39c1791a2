//! The menu of settings.

use eframe::egui::{RichText, Slider, Ui, WidgetInfo};

use crate::app::App;
use crate::app::Theme;
use crate::app::command::{Command, Verb};
use crate::settings::{Bounds, CAPTION_TEXT_SIZE_PT, CELL_WIDTH_PT, SpaceKey};
use crate::ui::theme::{self, SMALL_PT};

/// Draws the menu's entries and appends what is asked for.
pub(super) fn ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let settings = app.settings();
    ui.set_min_width(200.0);
    title_ui(ui, "Theme");
    for (choice, label) in [(Theme::Dark, "Dark"), (Theme::Light, "Light"), (Theme::System, "As the system")] {
        if ui.radio(settings.theme == choice, label).clicked() {
            commands.push(Command::SetTheme(choice));
        }
    }
    ui.separator();
    commands.extend(size_ui(ui, "Card size", settings.cell_width_pt, CELL_WIDTH_PT).map(Command::SetCellWidth));
    let caption_pt = settings.caption_text_size_pt;
    commands.extend(size_ui(ui, "Caption size", caption_pt, CAPTION_TEXT_SIZE_PT).map(Command::SetCaptionSize));
    ui.separator();
    title_ui(ui, "Captions are checked by");
    for lint in app.lints() {
        let style = &lint.style;
        if ui.radio(app.lint().style.name == style.name, style.title.as_str()).clicked() {
            commands.push(Command::SetHouseStyle(style.name.clone()));
        }
    }
    ui.separator();
    let mut selects = settings.space_key == SpaceKey::Select;
    if ui.checkbox(&mut selects, "Space selects instead of opening large").changed() {
        commands.push(Command::SetSpaceSelects(selects));
    }
    let mut watches = settings.watches_inputs;
    let help = "Read what is open again when its folder or file changes";
    if ui.checkbox(&mut watches, "Keep up with changes on the disk").on_hover_text(help).changed() {
        commands.push(Command::SetWatching(watches));
    }
    ui.separator();
    crate::ui::verb_menu_item(ui, Verb::Cache, app, commands);
}

fn title_ui(ui: &mut Ui, title: &str) {
    ui.label(RichText::new(title).color(theme::palette(ui).text_weak).size(SMALL_PT));
}

/// A slider for a size; the size that was chosen.
fn size_ui(ui: &mut Ui, title: &str, mut size: f32, bounds: Bounds) -> Option<f32> {
    title_ui(ui, title);
    let slider = ui.add(Slider::new(&mut size, bounds.least..=bounds.greatest).show_value(false));
    slider.widget_info(|| WidgetInfo::slider(true, f64::from(size), title));
    slider.changed().then_some(size)
}
