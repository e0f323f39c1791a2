//! The heads of the table's columns: a click sorts, a drag of an edge makes a column wider or narrower, and in the sorted one
//! stands the field to jump by.

use eframe::egui::{self, Align2, Rect, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::jumping::Jump;
use crate::catalog::order::Sort;
use crate::ui::grid;
use crate::ui::list_view::ListView;
use crate::ui::list_view::columns::{CAPTION_MIN_PT, CELL_MARGIN_PT, COLUMNS, Column};
use crate::ui::theme::{self, SMALL_PT};

/// The narrowest the field to jump by gets, in points.
const JUMP_MIN_PT: f32 = 90.0;

impl ListView {
    /// Draws the heads and appends what is asked for.
    pub(super) fn head_ui(&mut self, ui: &mut Ui, head: Rect, edges: &[f32], app: &App, commands: &mut Vec<Command>) {
        let sort = app.sort();
        self.jumping &= app.jump().is_some();
        let palette = theme::palette(ui);
        ui.painter().rect_filled(head, 0.0, palette.bar);
        for (at, (column, edge)) in COLUMNS.iter().zip(edges.windows(2)).enumerate() {
            let [left, right] = edge else { continue };
            if right <= left {
                continue;
            }
            let cell = Rect::from_x_y_ranges(*left..=*right, head.y_range());
            let response = ui.interact(cell, ui.scope_id().with(("head", at)), Sense::click());
            let sorted = column.sort_key() == Some(sort.key);
            let mark = match (sorted, sort.descending) {
                (false, _) => "",
                (true, false) => " ↑",
                (true, true) => " ↓",
            };
            response.widget_info(|| {
                WidgetInfo::labeled(
                    Role::ColumnHeader,
                    true,
                    format!("{}{}", column.label(), if sorted { ", sorted" } else { "" }),
                )
            });
            if sorted && let Some(jump) = app.jump() {
                self.jump_ui(ui, cell, *column, jump, commands);
                continue;
            }
            let position = pos2(left + CELL_MARGIN_PT, head.center().y);
            let color = if sorted { palette.text } else { palette.text_weak };
            ui.painter().with_clip_rect(cell).text(
                position,
                Align2::LEFT_CENTER,
                format!("{}{mark}", column.label()),
                theme::strong(SMALL_PT),
                color,
            );
            let Some(key) = column.sort_key() else {
                resize_ui(ui, head, at, edges, commands);
                continue;
            };
            if response.on_hover_text(format!("Sort; {}", Verb::Jump.tooltip())).clicked() {
                commands.push(Command::SetSort(Sort { key, descending: sorted && !sort.descending }));
            }
            resize_ui(ui, head, at, edges, commands);
        }
        if app.jump().is_some() && !COLUMNS.iter().any(|column| column.sort_key() == Some(sort.key)) {
            commands.push(Command::SetJump(None));
        }
        ui.painter().hline(head.x_range(), head.bottom(), Stroke::new(1.0, palette.line));
    }

    /// The field in the head of the sorted column: what is typed is gone to at once.
    fn jump_ui(&mut self, ui: &mut Ui, head: Rect, column: Column, jump: &Jump, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        let mut typed = jump.typed.clone();
        let field = head.shrink2(vec2(3.0, 2.0));
        let field = field.with_max_x(field.right().max(field.left() + JUMP_MIN_PT));
        let mut area = ui.new_child(egui::UiBuilder::new().max_rect(field).id_salt("jump"));
        let edit = TextEdit::singleline(&mut typed)
            .hint_text(format!("Jump in {}", column.label().to_lowercase()))
            .font(theme::regular(SMALL_PT))
            .text_color_opt((jump.found == Some(false)).then_some(palette.error))
            .align(Align2::LEFT_CENTER)
            .min_size(field.size())
            .desired_width(field.width());
        let response = area.add(edit).accessible_name(format!("Jump in {}", column.label()));
        if !std::mem::replace(&mut self.jumping, true) {
            response.request_focus();
        } else if response.lost_focus() {
            self.jumping = false;
            commands.push(Command::SetJump(None));
            ui.memory_mut(|memory| memory.request_focus(grid::id()));
        } else if response.changed() {
            commands.push(Command::SetJump(Some(typed)));
        }
    }
}

/// The edge between two columns. The caption takes what is left, so an edge right of it is dragged the other way.
fn resize_ui(ui: &mut Ui, head: Rect, at: usize, edges: &[f32], commands: &mut Vec<Command>) {
    let caption = COLUMNS.iter().position(|column| *column == Column::Caption).unwrap_or(0);
    let (at_column, direction) = if at < caption { (at, 1.0) } else { (at + 1, -1.0) };
    let shown_pt = |at: usize| Some((*COLUMNS.get(at)?, edges.get(at + 1)? - edges.get(at)?));
    let (Some((column, width_pt)), Some(x)) = (shown_pt(at_column), edges.get(at + 1).copied()) else { return };
    let handle = Rect::from_x_y_ranges(x - 3.0..=x + 3.0, head.y_range());
    let response = ui.interact(handle, ui.scope_id().with(("resize", at)), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, format!("Width of {}", column.label())));
    if response.drag_started() {
        // From here on only the edge that is dragged moves: the others keep the widths that they are shown with.
        let shown = (0..COLUMNS.len())
            .filter_map(shown_pt)
            .filter(|(column, width_pt)| *column != Column::Caption && *width_pt > 0.0);
        commands.extend(shown.map(|(column, width_pt)| Command::SetColumnWidth(column.name(), width_pt)));
    }
    if response.double_clicked() {
        commands.push(Command::SetColumnWidth(column.name(), column.usual_width_pt()));
    } else if response.dragged() && response.drag_delta().x != 0.0 {
        let spare_pt = shown_pt(caption).map_or(0.0, |(_, width_pt)| width_pt - CAPTION_MIN_PT).max(0.0);
        let wanted = (width_pt + direction * response.drag_delta().x).min(width_pt + spare_pt);
        commands.push(Command::SetColumnWidth(column.name(), wanted));
    }
    response.on_hover_cursor(egui::CursorIcon::ResizeColumn);
}
