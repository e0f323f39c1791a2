//! The results as a table: number, picture, caption, place, people, date, credit, file. Columns sort by a click and are resized
//! by dragging. This is also the view a screen reader walks: each row speaks its position, caption, credit and state.

mod columns;
mod head;
mod row;

use eframe::egui::{self, Rect, Sense, Ui, pos2, vec2};

use crate::app::App;
use crate::app::command::Command;
use crate::ui::empty_state;
use crate::ui::grid;
use crate::ui::grid::ahead::Ahead;
use crate::ui::list_view::row::Row;
use crate::ui::scroll::steady::Steady;
use crate::ui::scroll::{Rows, Scroll};
use crate::ui::textures::Textures;
use crate::ui::theme::{LIST_PICTURE_ROW_PT, LIST_ROW_PT};

/// What the table keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct ListView {
    scroll: Scroll,
    /// Keeps what is looked at in place.
    pub steady: Steady,
    ahead: Ahead,
    /// The field to jump by is open and has had the cursor.
    jumping: bool,
}

impl ListView {
    /// Draws the table and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let area = ui.available_rect_before_wrap();
        ui.allocate_rect(area, Sense::hover());
        let order = &app.results().order;
        if order.is_empty() {
            empty_state::ui(ui, area, app, commands);
            return;
        }
        let head = area.with_max_y(area.top() + LIST_ROW_PT);
        let body = area.with_min_y(head.bottom());
        let row_pt = if textures.has_pictures() { LIST_PICTURE_ROW_PT } else { LIST_ROW_PT };
        let rows = Rows { n_rows: order.len(), height_pt: row_pt, view_pt: body.height() };
        let background = ui.interact(body, grid::id(), Sense::click());
        grid::hold_focus(ui, &background, app);
        self.steady.settle(&mut self.scroll, app, 1, rows);
        if ui.rect_contains_pointer(body) {
            self.scroll.by(-ui.input(|input| input.smooth_scroll_delta().y), rows);
        }
        let content = grid::photos_bar_ui(ui, body, &mut self.scroll, rows, 1, app);
        self.steady.note(self.scroll, app, 1, rows);
        let keyboard = ui.memory(|memory| memory.focused().is_none_or(|focused| focused == grid::id()));
        if keyboard && app.dialog().is_none() {
            grid::keys_ui(ui, 1, rows.per_page(), commands);
        }
        let edges = columns::edges(content, app, textures.has_pictures());
        self.head_ui(ui, head, &edges, app, commands);
        let (in_view, _) = self.scroll.in_view(rows);
        self.ahead.ask(in_view.clone(), app, commands);
        let mut table = ui.new_child(egui::UiBuilder::new().max_rect(content));
        table.set_clip_rect(content);
        for at in in_view {
            let Some(index) = order.get(at).copied() else { break };
            let y = content.top() + self.scroll.top_of(at, rows) as f32;
            let rect = Rect::from_min_size(pos2(content.left(), y), vec2(content.width(), row_pt));
            let row = Row { rect, edges: &edges, at, index };
            row.ui(&mut table, app, textures, commands);
        }
    }
}
