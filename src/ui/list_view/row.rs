//! A photo's row of the table.

use eframe::egui::{self, Color32, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::Command;
use crate::catalog::PhotoIndex;
use crate::photo::Photo;
use crate::ui::caption_text;
use crate::ui::grid::face::Face;
use crate::ui::grid::marks::Marks;
use crate::ui::grid::{self, card, placeholder};
use crate::ui::list_view::columns::{CELL_MARGIN_PT, COLUMNS, Column, column_rect};
use crate::ui::textures::Textures;
use crate::ui::theme::{self, BODY_PT};

/// So narrow a cell has no room for a flag, a label and five stars, in points.
const STARS_MIN_PT: f32 = 80.0;

/// A photo's row.
pub(super) struct Row<'a> {
    /// Where it stands.
    pub(super) rect: Rect,
    /// Where each column begins.
    pub(super) edges: &'a [f32],
    /// Its place in the results, from 0.
    pub(super) at: usize,
    /// The photo.
    pub(super) index: PhotoIndex,
}

impl Row<'_> {
    /// Draws the row and appends what is asked for.
    pub(super) fn ui(&self, ui: &mut Ui, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let Self { rect, edges, at, index } = *self;
        let Some(photo) = app.photo(index) else {
            placeholder::row_ui(ui, rect, column_rect(rect, edges, Column::Caption), index);
            return;
        };
        let photo = &*photo;
        let palette = theme::palette(ui);
        let response = ui.interact(rect, grid::id().with(("row", index.0)), Sense::CLICK | Sense::DRAG);
        let selected = app.selection().contains(index);
        let focused = app.selection().focus() == Some(index);
        let listed = app.is_listed(photo);
        let picture = column_rect(rect, edges, Column::Picture).shrink2(vec2(0.0, 3.0));
        let away = app.is_away(photo);
        let face = Face::of(ui, photo, picture, grid::distance(ui, rect), textures);
        let face = if away { face.while_away() } else { face };
        response.widget_info(|| {
            let credit = photo.caption.credit_line.as_deref().unwrap_or("no credit");
            let listed = if listed { ", on the list" } else { "" };
            let failed = if let Face::Failed(why) = &face { format!(", no picture: {why}") } else { String::new() };
            let away = if away { ", not there just now" } else { "" };
            let marks = Marks::of(&photo.facts).spoken();
            let text = format!("{}, {}, {credit}{marks}{listed}{failed}{away}", at + 1, photo.line());
            WidgetInfo::selected(Role::ListBoxOption, true, selected, text)
        });
        let fill = match (selected, response.hovered(), at % 2) {
            (true, ..) => palette.card_selected,
            (false, true, _) => palette.card_hovered,
            (false, false, 0) => palette.panel,
            (false, false, _) => palette.card,
        };
        ui.painter().rect_filled(rect, 0.0, fill);
        let tint = card::tag(photo).map_or(Color32::TRANSPARENT, |(place, _)| theme::tint(palette, place));
        ui.painter().rect_filled(rect.with_max_x(rect.left() + 3.0), 0.0, tint);
        let pointer = response.hover_pos();
        let mut cut = None;
        for column in COLUMNS {
            let cell = column_rect(rect, edges, column).shrink2(vec2(CELL_MARGIN_PT, 0.0));
            match column {
                _ if !cell.is_positive() => {}
                Column::Picture => face.paint(ui, picture, textures),
                Column::Marks => {
                    Marks::of(&photo.facts).paint(ui, cell.left_center(), cell.width() < STARS_MIN_PT);
                }
                _ => {
                    let is_cut = cell_ui(ui, cell, column, photo, index, app);
                    let is_under = pointer.is_some_and(|pointer| cell.contains(pointer));
                    cut = if is_cut && is_under { Some(column) } else { cut };
                }
            }
        }
        if listed {
            let x = column_rect(rect, edges, Column::Number).right().max(rect.left() + 12.0) - 5.0;
            ui.painter().circle_filled(pos2(x, rect.center().y), 3.5, palette.accent);
        }
        if away {
            ui.painter().rect_filled(rect, 0.0, palette.veil());
        }
        if focused {
            let stroke = Stroke::new(1.5, palette.accent);
            ui.painter().rect_stroke(rect.shrink(0.5), 0.0, stroke, egui::StrokeKind::Inside);
        }
        grid::photo_response_ui(ui, &response, index, selected, app, commands);
        if let Some(column) = cut {
            response.on_hover_text_at_pointer(column.text(photo, index));
        }
    }
}

/// Draws what a column says of a photo; whether it had to be cut.
fn cell_ui(ui: &Ui, cell: Rect, column: Column, photo: &Photo, index: PhotoIndex, app: &App) -> bool {
    let palette = theme::palette(ui);
    let written = column.text(photo, index);
    let color = match column {
        Column::Caption => palette.text,
        Column::Place => card::tag(photo).map_or(palette.text_weak, |(place, _)| theme::tint(palette, place)),
        Column::Number
        | Column::Picture
        | Column::People
        | Column::Date
        | Column::Credit
        | Column::Marks
        | Column::File => palette.text_weak,
    };
    let marks = if column == Column::Caption { app.query().marks(&written) } else { Vec::new() };
    let mut job = caption_text::marked(&written, &marks, theme::regular(BODY_PT), color, palette.mark);
    job.wrap.max_width = cell.width();
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    let galley = ui.painter().layout_job(job);
    let position = pos2(cell.left(), cell.center().y - galley.size().y / 2.0);
    let is_cut = galley.elided;
    ui.painter().with_clip_rect(cell.intersect(ui.clip_rect())).galley(position, galley, color);
    is_cut
}
