//! The bar above: menus, the search box with its completions, how many photos are shown, order, view and settings.

mod search_box;
mod settings_menu;
mod view_buttons;

use eframe::egui::{self, Role, Ui, WidgetInfo};

use crate::app::App;
use crate::app::command::table::TABLE;
use crate::app::command::{Command, Menu};
use crate::catalog::order::{Sort, SortKey};
use crate::text;
use crate::ui::top_bar::search_box::SearchBox;
use crate::ui::{choice, theme};

/// The narrowest the search box gets, in points.
const SEARCH_MIN_PT: f32 = 120.0;
/// What these take before they were drawn once, in points.
const RIGHT_PT: [f32; 2] = [70.0, 300.0];
/// The widest the search box gets, in points: a longer query is hard to read in one line.
const SEARCH_MAX_PT: f32 = 1_000.0;
/// In a window narrower than this, in points, the menus stand in one, with the settings among them.
const ONE_MENU_PT: f32 = 960.0;

/// What the bar keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct TopBar {
    search: SearchBox,
    /// Widths of the count and of the controls to the right of the search box, in points, as they were drawn last.
    right_pt: Option<[f32; 2]>,
}

impl TopBar {
    /// Puts the cursor into the search box.
    pub fn focus_search(&mut self) {
        self.search.wants_focus = true;
    }

    /// Draws the bar and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
        ui.horizontal_centered(|ui| {
            let is_narrow = ui.ctx().content_rect().width() < ONE_MENU_PT;
            if is_narrow {
                one_menu_ui(ui, app, commands);
            } else {
                for menu in Menu::ALL {
                    ui.menu_button(menu.label(), |ui| menu_ui(ui, menu, app, commands));
                }
                ui.add_space(4.0);
            }
            let spacing_pt = ui.spacing().item_spacing.x;
            let [counts_pt, controls_pt] = self.right_pt.unwrap_or(RIGHT_PT);
            // The box has a margin of its own beside the width that it is given.
            let around_pt = 2.0 * spacing_pt + 2.0 * f32::from(search_box::MARGIN_PT.left);
            let width = ui.available_width() - counts_pt - controls_pt - around_pt;
            let width = width.clamp(SEARCH_MIN_PT, SEARCH_MAX_PT);
            self.search.ui(ui, width, app, commands);
            let counts_pt = counts_ui(ui, app).rect.width();
            // From left to right, as the keyboard and screen readers go, and ending at the edge.
            ui.add_space((ui.available_width() - controls_pt).max(0.0));
            let controls = ui.horizontal(|ui| {
                sort_ui(ui, app, commands);
                ui.scope(|ui| view_buttons::ui(ui, app, commands));
                if !is_narrow {
                    ui.menu_button("Settings", |ui| settings_menu::ui(ui, app, commands));
                }
            });
            let drawn_pt = [counts_pt, controls.response.rect.width()];
            if self.right_pt.replace(drawn_pt) != Some(drawn_pt) {
                ui.ctx().request_repaint();
            }
        });
    }
}

/// Every menu within one, where the window is narrow.
fn one_menu_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let button = ui.menu_button("Menu", |ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.label(), |ui| menu_ui(ui, menu, app, commands));
        }
        ui.menu_button("Settings", |ui| settings_menu::ui(ui, app, commands));
    });
    button.response.on_hover_text("Every command, and the settings");
}

fn menu_ui(ui: &mut Ui, menu: Menu, app: &App, commands: &mut Vec<Command>) {
    ui.set_min_width(230.0);
    for row in TABLE.iter().filter(|row| row.menu == menu) {
        crate::ui::verb_menu_item(ui, row.verb, app, commands);
    }
    if menu == Menu::File && !app.settings().recent_inputs().is_empty() {
        ui.menu_button("Open recent", |ui| {
            for path in app.settings().recent_inputs() {
                if ui.button(path.display().to_string()).clicked() {
                    commands.push(Command::OpenPaths(vec![path.clone()]));
                    ui.close();
                }
            }
        });
    }
}

fn counts_ui(ui: &mut Ui, app: &App) -> egui::Response {
    let n_all = app.catalog().map_or(0, |catalog| catalog.n_photos());
    let n_shown = app.results().order.len();
    let all = text::counted(n_all, "photo");
    let text = if n_shown == n_all { all } else { format!("{} of {all}", text::grouped(n_shown)) };
    let response = ui.label(egui::RichText::new(&text).color(theme::palette(ui).text));
    // Said aloud when it changes.
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("{n_shown} of {n_all} photos shown")));
    response
}

fn sort_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let sort = app.sort();
    let label = sort.key.label();
    let response = choice::ui(ui, "sort", label, &format!("Sort by {label}"), 92.0, |ui, entries| {
        for key in SortKey::ALL {
            if entries.entry_ui(ui, sort.key == key, key.label()).clicked() {
                commands.push(Command::SetSort(Sort { key, ..sort }));
            }
        }
    });
    response.on_hover_text("Order of the photos");
    let arrow = if sort.descending { "↓" } else { "↑" };
    let help = if sort.descending { "Descending; click for ascending" } else { "Ascending; click for descending" };
    let direction = ui.button(arrow).on_hover_text(help);
    direction.widget_info(|| WidgetInfo::labeled(Role::Button, true, help));
    if direction.clicked() {
        commands.push(Command::SetSort(Sort { descending: !sort.descending, ..sort }));
    }
}
