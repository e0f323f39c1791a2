//! One frame of the screen: the panels around the photos, the large view, and what stands in front of everything.
//! A panel borrows what it shows and appends what is asked for; it keeps only what a restart may forget.

pub mod areas;
pub mod caption_text;
mod choice;
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

use eframe::egui::{self, Align, CentralPanel, Frame, Layout, Margin, Panel as SidePanel, Sense, Ui, UiBuilder, vec2};

use crate::app::command::{Command, Verb};
use crate::app::{App, ViewMode};
use crate::catalog::PhotoIndex;
use crate::photo::PhotoKey;
use crate::pictures::Pictures;
use crate::ui::areas::{Area, Areas};
use crate::ui::textures::Textures;

/// Height of the top bar, in points.
const TOP_BAR_PT: f32 = 42.0;
/// Height of the status bar, in points.
const STATUS_BAR_PT: f32 = 26.0;

/// What the panels keep between frames.
pub struct Panels {
    /// The pictures on the screen.
    pub textures: Textures,
    /// Where each area of the screen is.
    pub areas: Areas,
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
            areas: Areas::default(),
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
    panels.areas.begin_frame();
    let middle = CentralPanel::default().frame(Frame::NONE.fill(theme::palette(ui).surround));
    if app.loupe().is_some() {
        middle.show(ui, |ui| panels.loupe.ui(ui, app, &mut panels.textures, &mut commands));
    } else if app.compare().is_some() {
        middle.show(ui, |ui| panels.compare.ui(ui, app, &mut panels.textures, &mut commands));
    } else {
        bars_ui(ui, app, panels, &mut commands);
        side_panels::ui(ui, app, panels, &mut commands);
        middle.show(ui, |ui| {
            panels.areas.enter(ui, Area::Photos);
            match app.settings().view {
                ViewMode::Grid => panels.grid.ui(ui, app, &mut panels.textures, &mut commands),
                ViewMode::List => panels.list_view.ui(ui, app, &mut panels.textures, &mut commands),
                ViewMode::Places => panels.places.ui(ui, app, &mut commands),
            }
        });
    }
    let photos = panels.areas.photos().unwrap_or(ui.ctx().content_rect());
    notices::ui(ui.ctx(), app, photos, &mut commands);
    panels.dialogs.ui(ui.ctx(), app, &mut panels.textures, &mut commands);
    panels.textures.end_frame(ui.ctx());
    panels.typing = ui.ctx().text_edit_focused();
    commands
}

fn bars_ui(ui: &mut Ui, app: &App, panels: &mut Panels, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    let bar = Frame::NONE.fill(palette.bar).inner_margin(Margin::symmetric(8, 0));
    SidePanel::top("top bar").exact_size(TOP_BAR_PT).frame(bar).show(ui, |ui| {
        panels.areas.enter(ui, Area::Bar);
        panels.top_bar.ui(ui, app, commands);
    });
    SidePanel::bottom("status bar")
        .exact_size(STATUS_BAR_PT)
        .frame(bar)
        .show(ui, |ui| status_bar::ui(ui, app, commands));
}

/// A row whose first part takes what the rest leaves, such as a field before buttons; drawn in the order in which it is
/// read, since that is how the keyboard goes. The rest is as wide as it was in the frame before; where it was not, the frame
/// is laid out again, and what is around the row does not grow by it.
pub(crate) fn row_ui<R>(ui: &mut Ui, salt: &str, first: impl FnOnce(&mut Ui), rest: impl FnOnce(&mut Ui) -> R) -> R {
    let key = ui.scope_id().with(("row", salt));
    let room = ui.available_rect_before_wrap();
    let room = room.with_max_y(room.top() + ui.spacing().interact_size.y);
    let known_pt: Option<f32> = ui.data(|data| data.get_temp(key));
    let first_pt = known_pt.map_or(0.0, |rest_pt| (room.width() - rest_pt - ui.spacing().item_spacing.x).max(0.0));
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(UiBuilder::new().max_rect(room).layout(layout).id_salt(salt));
    let size = vec2(first_pt, room.height());
    row.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_size(size);
        first(ui);
    });
    let rest = row.horizontal(rest);
    let rest_pt = rest.response.rect.width();
    if known_pt.is_none_or(|known_pt| (known_pt - rest_pt).abs() > 0.5) {
        ui.data_mut(|data| data.insert_temp(key, rest_pt));
        ui.ctx().request_discard("a row of another width");
    }
    ui.allocate_rect(row.min_rect().intersect(room), Sense::hover());
    rest.inner
}

/// The same with the rest at the edge and nothing before it.
pub(crate) fn row_at_edge_ui<R>(ui: &mut Ui, salt: &str, rest: impl FnOnce(&mut Ui) -> R) -> R {
    row_ui(ui, salt, |_| {}, rest)
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
    response.widget_info(|| {
        // The whole name of a verb that is shown shortened; otherwise what is seen is what is said.
        let is_shortened = row.label.to_lowercase().contains(&label.to_lowercase());
        let spoken = if is_shortened { row.label } else { label };
        egui::WidgetInfo::labeled(egui::Role::Button, possible, spoken)
    });
    if response.on_hover_text(verb.tooltip()).clicked() {
        commands.push(Command::Do(verb));
    }
}
