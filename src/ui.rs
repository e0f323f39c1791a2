//! One frame of the screen: the panels around the photos, the large view, and what stands in front of everything.
//! A panel borrows what it shows and appends what is asked for; it keeps only what a restart may forget.

pub mod caption_text;
pub mod compare;
pub mod context_menu;
pub mod corrections;
pub mod detail_panel;
pub mod dialogs;
pub mod empty_state;
pub mod filter_panel;
pub mod findings;
pub mod graphics;
pub mod grid;
pub mod list_panel;
pub mod list_view;
pub mod loupe;
pub mod notices;
pub mod places;
pub mod scroll;
pub mod shortcuts;
mod side_panels;
pub mod status_bar;
pub mod textures;
pub mod theme;
pub mod top_bar;
pub mod window;

use std::sync::Arc;

use eframe::egui::{self, CentralPanel, Frame, Margin, Panel as SidePanel, Ui};

use crate::app::command::{Command, Verb};
use crate::app::{App, ViewMode};
use crate::catalog::PhotoIndex;
use crate::photo::PhotoKey;
use crate::pictures::Pictures;
use crate::ui::textures::Textures;

/// Height of the top bar, in points.
const TOP_BAR_PT: f32 = 42.0;
/// Height of the status bar, in points.
const STATUS_BAR_PT: f32 = 26.0;

/// What the panels keep between frames.
pub struct Panels {
    /// The pictures on the screen.
    pub textures: Textures,
    /// The bar above.
    pub top_bar: top_bar::TopBar,
    /// The filters.
    pub filter: filter_panel::FilterPanel,
    /// The cards.
    pub grid: grid::Grid,
    /// The table.
    pub list_view: list_view::ListView,
    /// The plan and the map.
    pub places: places::PlacesView,
    /// All that is known of a photo.
    pub detail: detail_panel::DetailPanel,
    /// The list.
    pub list: list_panel::ListPanel,
    /// The large view of one photo.
    pub loupe: loupe::LoupeView,
    /// The large view of several photos.
    pub compare: compare::CompareView,
    /// What stands in front.
    pub dialogs: dialogs::Dialogs,
    /// A text field had the cursor at the end of the last frame: Esc then leaves it, and does no more.
    typing: bool,
}

impl Panels {
    /// The panels as they are at the start, and where pictures come from.
    pub fn new(pictures: Arc<Pictures>) -> Self {
        Self {
            textures: Textures::new(pictures),
            top_bar: Default::default(),
            filter: Default::default(),
            grid: Default::default(),
            list_view: Default::default(),
            places: Default::default(),
            detail: Default::default(),
            list: Default::default(),
            loupe: Default::default(),
            compare: Default::default(),
            dialogs: Default::default(),
            typing: false,
        }
    }
}

/// What is dragged over the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListDrag {
    /// A photo of the results, with the selection when it is part of it.
    Photo(PhotoIndex),
    /// A photo within the list.
    Listed(PhotoKey),
}

/// Draws everything and returns what is asked for.
pub fn frame_ui(ui: &mut Ui, app: &App, panels: &mut Panels) -> Vec<Command> {
    let mut commands = shortcuts::commands(ui.ctx(), app, grid::id(), panels.typing);
    panels.textures.begin_frame(app.shown_opening(), app.lists());
    let middle = CentralPanel::default().frame(Frame::NONE.fill(theme::palette(ui).surround));
    if app.loupe().is_some() {
        middle.show(ui, |ui| panels.loupe.ui(ui, app, &mut panels.textures, &mut commands));
    } else if app.compare().is_some() {
        middle.show(ui, |ui| panels.compare.ui(ui, app, &mut panels.textures, &mut commands));
    } else {
        bars_ui(ui, app, panels, &mut commands);
        side_panels::ui(ui, app, panels, &mut commands);
        middle.show(ui, |ui| match app.settings().view {
            ViewMode::Grid => panels.grid.ui(ui, app, &mut panels.textures, &mut commands),
            ViewMode::List => panels.list_view.ui(ui, app, &mut panels.textures, &mut commands),
            ViewMode::Places => panels.places.ui(ui, app, &mut commands),
        });
    }
    panels.textures.end_frame(ui.ctx());
    notices::ui(ui.ctx(), app, &mut commands);
    panels.dialogs.ui(ui.ctx(), app, &mut commands);
    panels.typing = ui.ctx().text_edit_focused();
    commands
}

fn bars_ui(ui: &mut Ui, app: &App, panels: &mut Panels, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    let bar = Frame::NONE.fill(palette.bar).inner_margin(Margin::symmetric(8, 0));
    SidePanel::top("top bar").exact_size(TOP_BAR_PT).frame(bar).show(ui, |ui| panels.top_bar.ui(ui, app, commands));
    SidePanel::bottom("status bar")
        .exact_size(STATUS_BAR_PT)
        .frame(bar)
        .show(ui, |ui| status_bar::ui(ui, app, commands));
}

/// A verb as a menu entry: label, key, and what it does on hovering.
pub(crate) fn verb_menu_item(ui: &mut Ui, verb: Verb, app: &App, commands: &mut Vec<Command>) {
    let row = verb.row();
    let key = row.shortcuts.first().map(|shortcut| shortcut.label()).unwrap_or_default();
    let button = egui::Button::new(row.label).shortcut_text(key);
    let response = ui.add_enabled((row.possible)(app), button).on_hover_text(row.help);
    if response.clicked() {
        commands.push(Command::Do(verb));
        ui.close();
    }
}

/// A verb as a button with a label of its own; the tooltip names what it does and the key.
pub(crate) fn verb_button(ui: &mut Ui, verb: Verb, label: &str, app: &App, commands: &mut Vec<Command>) {
    let row = verb.row();
    let possible = (row.possible)(app);
    let response = ui.add_enabled(possible, egui::Button::new(label));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, possible, row.label));
    if response.on_hover_text(verb.tooltip()).clicked() {
        commands.push(Command::Do(verb));
    }
}
