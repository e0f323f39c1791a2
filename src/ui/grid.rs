//! The results as cards of one size. Only the cards in view are laid out, however many there are.
//! A photo with a picture shows it with its caption below; one without is a card set in type: its caption large, its place's
//! tint as a band.

pub mod ahead;
pub mod card;
pub(crate) mod face;
pub(crate) mod marks;
pub(crate) mod placeholder;

use eframe::egui::{self, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::selection::{Motion, SelectMode};
use crate::catalog::PhotoIndex;
use crate::text;
use crate::ui::context_menu::{self, Keyboard};
use crate::ui::grid::ahead::Ahead;
use crate::ui::grid::face::Face;
use crate::ui::scroll::steady::Steady;
use crate::ui::scroll::{Rows, Scroll, bar};
use crate::ui::textures::Textures;
use crate::ui::theme::{CARD_FOOT_PT, CARD_GAP_PT};
use crate::ui::{ListDrag, empty_state};

/// One notch of a wheel with Ctrl makes cells as much larger as the key does, and not half as large again.
const ZOOM_POWER: f32 = 0.35;

/// What the grid keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct Grid {
    scroll: Scroll,
    /// Keeps what is looked at in place.
    pub steady: Steady,
    ahead: Ahead,
}

/// Where cards stand.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Layout {
    n_columns: usize,
    card_width_pt: f32,
    card_height_pt: f32,
}

impl Layout {
    fn new(width_pt: f32, wanted_card_pt: f32, has_pictures: bool) -> Self {
        let n_columns = (((width_pt - CARD_GAP_PT) / (wanted_card_pt + CARD_GAP_PT)).round() as usize).max(1);
        let card_width_pt = ((width_pt - CARD_GAP_PT) / n_columns as f32 - CARD_GAP_PT).max(60.0);
        let card_height_pt = if has_pictures {
            card::height_with_picture_pt(card_width_pt)
        } else {
            (card_width_pt * 0.62).max(96.0) + CARD_FOOT_PT
        };
        Self { n_columns, card_width_pt, card_height_pt }
    }

    fn row_height_pt(self) -> f32 {
        self.card_height_pt + CARD_GAP_PT
    }

    fn rows(self, n_photos: usize, view_pt: f32) -> Rows {
        Rows { n_rows: n_photos.div_ceil(self.n_columns), height_pt: self.row_height_pt(), view_pt }
    }
}

/// The grid's own id, which holds the keyboard focus for its cards.
pub fn id() -> Id {
    Id::unique("grid")
}

impl Grid {
    /// Draws the grid and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let area = ui.available_rect_before_wrap();
        ui.allocate_rect(area, Sense::hover());
        let order = &app.results().order;
        if order.is_empty() {
            empty_state::ui(ui, area, app, commands);
            return;
        }
        let width_pt = area.width() - crate::ui::theme::SCROLL_BAR_PT;
        let layout = Layout::new(width_pt, app.settings().cell_width_pt, textures.has_pictures());
        let rows = layout.rows(order.len(), area.height() - CARD_GAP_PT);
        let background = ui.interact(area, id(), Sense::click());
        hold_focus(ui, &background, app);
        if background.clicked() {
            background.request_focus();
            commands.push(Command::Do(Verb::SelectNone));
        }
        self.steady.settle(&mut self.scroll, app, layout.n_columns, rows);
        self.scroll_with_wheel(ui, area, rows, app, commands);
        let content = photos_bar_ui(ui, area, &mut self.scroll, rows, layout.n_columns, app);
        self.steady.note(self.scroll, app, layout.n_columns, rows);
        let keyboard = ui.memory(|memory| memory.focused().is_none_or(|focused| focused == id()));
        if keyboard && app.dialog().is_none() && app.loupe().is_none() {
            keys_ui(ui, layout.n_columns, rows.per_page(), commands);
        }
        let (in_view, _) = self.scroll.in_view(rows);
        let n_columns = layout.n_columns;
        self.ahead.ask(in_view.start * n_columns..in_view.end * n_columns, app, commands);
        let mut cards = ui.new_child(egui::UiBuilder::new().max_rect(content));
        cards.set_clip_rect(content);
        // A row above and one below are made ahead.
        let ahead = in_view.start.saturating_sub(1)..(in_view.end + 1).min(rows.n_rows);
        for row in ahead {
            let y = content.top() + CARD_GAP_PT + self.scroll.top_of(row, rows) as f32;
            for column in 0..layout.n_columns {
                let Some(index) = order.get(row * layout.n_columns + column).copied() else { break };
                let x = content.left() + CARD_GAP_PT + column as f32 * (layout.card_width_pt + CARD_GAP_PT);
                let rect = Rect::from_min_size(pos2(x, y), vec2(layout.card_width_pt, layout.card_height_pt));
                if in_view.contains(&row) {
                    cell_ui(&mut cards, rect, index, app, textures, commands);
                } else if let Some(photo) = app.photo(index) {
                    Face::of(&cards, &photo, card::picture_frame(rect), distance(&cards, rect), textures);
                }
            }
        }
    }

    fn scroll_with_wheel(&mut self, ui: &Ui, area: Rect, rows: Rows, app: &App, commands: &mut Vec<Command>) {
        if !ui.rect_contains_pointer(area) {
            return;
        }
        let (delta, zoom) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        if (zoom - 1.0).abs() > f32::EPSILON {
            commands.push(Command::SetCellWidth(app.settings().cell_width_pt * zoom.powf(ZOOM_POWER)));
        } else if delta != 0.0 {
            self.scroll.by(-delta, rows);
        }
    }
}

/// The scroll bar of the photos, in the grid and in the list view.
pub(crate) fn photos_bar_ui(
    ui: &mut Ui,
    area: Rect,
    scroll: &mut Scroll,
    rows: Rows,
    n_columns: usize,
    app: &App,
) -> Rect {
    let n_photos = app.results().order.len();
    let place = |row: usize| {
        let first = (row * n_columns + 1).min(n_photos);
        format!("{} of {}", text::grouped(first), text::grouped(n_photos))
    };
    bar::ui(ui, area, scroll, rows, &bar::Labels { name: "Scroll the photos", place: &place })
}

/// Gives the photos' box its name, which says the photo in focus, and keeps the arrow keys for moving among them.
pub fn hold_focus(ui: &Ui, background: &egui::Response, app: &App) {
    background.widget_info(|| {
        let focus = app.selection().focus().and_then(|index| Some((index, app.photo(index)?)));
        let in_focus = focus.map_or(String::new(), |(index, photo)| {
            let listed = if app.is_listed(&photo) { ", on the list" } else { "" };
            format!("; in focus {}, {}{listed}", index.0 + 1, text::truncated(photo.line(), 400))
        });
        WidgetInfo::labeled(Role::ListBox, true, format!("Photos, {} shown{in_focus}", app.results().order.len()))
    });
    let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id(), arrows));
}

/// The keys that move the focus by what is on the screen: they cannot stand in the command table.
pub fn keys_ui(ui: &Ui, n_columns: usize, rows_per_page: usize, commands: &mut Vec<Command>) {
    use egui::Key;
    let steps = [
        (Key::ArrowLeft, Motion::Backward, 1),
        (Key::ArrowRight, Motion::Forward, 1),
        (Key::ArrowUp, Motion::Backward, n_columns),
        (Key::ArrowDown, Motion::Forward, n_columns),
        (Key::PageUp, Motion::Backward, n_columns * rows_per_page),
        (Key::PageDown, Motion::Forward, n_columns * rows_per_page),
        (Key::Home, Motion::First, 1),
        (Key::End, Motion::Last, 1),
    ];
    for (key, motion, n_photos) in steps {
        for (modifiers, mode) in
            [(egui::Modifiers::SHIFT, SelectMode::Extend), (egui::Modifiers::NONE, SelectMode::Only)]
        {
            let n_presses = ui.input_mut(|input| input.count_and_consume_key(modifiers, key));
            for _ in 0..n_presses {
                commands.push(Command::MoveFocus(motion, n_photos, mode));
            }
        }
    }
}

/// A card that can be clicked, opened and dragged, in the grid or in another place that shows photos.
fn cell_ui(
    ui: &mut Ui,
    rect: Rect,
    index: PhotoIndex,
    app: &App,
    textures: &mut Textures,
    commands: &mut Vec<Command>,
) {
    let Some(photo) = app.photo(index) else {
        placeholder::card_ui(ui, rect, index, textures.has_pictures());
        return;
    };
    let photo = &*photo;
    let face = Face::of(ui, photo, card::picture_frame(rect), distance(ui, rect), textures);
    let response = ui.interact(rect, id().with(index.0), Sense::CLICK | Sense::DRAG);
    let state = card::State {
        selected: app.selection().contains(index),
        focused: app.selection().focus() == Some(index),
        listed: app.is_listed(photo),
        hovered: response.hovered(),
        flawed: app.is_flawed(photo),
        away: app.is_away(photo),
    };
    let face = if state.away { face.while_away() } else { face };
    let data = card::Card::of(photo, index, state, app.query(), face);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, state.selected, data.spoken()));
    photo_response_ui(ui, &response, index, state.selected, app, commands);
    if ui.is_rect_visible(rect) {
        data.paint(ui, rect, index, textures, commands);
    }
}

/// How far a place is from the middle of what is seen, in points: pictures there come first.
pub(crate) fn distance(ui: &Ui, rect: Rect) -> u32 {
    // Float to integer conversions saturate.
    rect.center().distance(ui.clip_rect().center()) as u32
}

/// What a click, a double click, a drag and the right button on a photo do, in the grid and in the list view.
pub fn photo_response_ui(
    ui: &Ui,
    response: &egui::Response,
    index: PhotoIndex,
    selected: bool,
    app: &App,
    commands: &mut Vec<Command>,
) {
    if response.double_clicked() {
        commands.push(Command::OpenLoupe(index));
    } else if response.clicked() || response.secondary_clicked() && !selected {
        let modifiers = ui.input(|input| input.modifiers);
        let mode = match (modifiers.command, modifiers.shift) {
            (_, true) => SelectMode::Extend,
            (true, false) => SelectMode::Toggle,
            (false, false) => SelectMode::Only,
        };
        commands.push(Command::Select(index, mode));
        ui.memory_mut(|memory| memory.request_focus(id()));
    }
    response.dnd_set_drag_payload(ListDrag::Photo(index));
    let in_focus = app.selection().focus() == Some(index);
    let keyboard = if in_focus { Keyboard::Of(id()) } else { Keyboard::Elsewhere };
    context_menu::ui(ui, response, keyboard, |ui| {
        for verb in [
            Verb::Loupe,
            Verb::ToggleListed,
            Verb::CopyCaption,
            Verb::CopyWithFields,
            Verb::CopyPicture,
            Verb::ShowInFolder,
        ] {
            crate::ui::verb_menu_item(ui, verb, app, commands);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_fill_the_width_and_are_never_none() {
        for width_pt in [50.0, 200.0, 640.0, 1000.0, 2560.0] {
            let layout = Layout::new(width_pt, 220.0, false);
            assert_eq!(layout.n_columns, Layout::new(width_pt, 220.0, true).n_columns);
            let used = layout.n_columns as f32 * (layout.card_width_pt + CARD_GAP_PT) + CARD_GAP_PT;
            assert!(layout.n_columns >= 1 && (used <= width_pt + 0.1 || width_pt < 100.0), "{width_pt}: {used}");
        }
    }
}
