//! The results as a table: number, picture, caption, place, people, date, credit, file. Columns sort by a click and are resized
//! by dragging. This is also the view a screen reader walks: each row speaks its position, caption, credit and state.

use eframe::egui::{self, Align2, Color32, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::Command;
use crate::catalog::PhotoIndex;
use crate::catalog::order::{Sort, SortKey};
use crate::photo::Photo;
use crate::query::FacetName;
use crate::text;
use crate::ui::grid::face::Face;
use crate::ui::grid::{self, card};
use crate::ui::scroll::{Rows, Scroll, scroll_bar_ui};
use crate::ui::textures::Textures;
use crate::ui::theme::{self, BODY_PT, LIST_PICTURE_ROW_PT, LIST_ROW_PT, SMALL_PT};
use crate::ui::{caption_text, empty_state};

/// How much of a cell's text is laid out, in bytes.
const SHOWN_BYTES: usize = 400;
/// The narrowest a column gets, in points.
const COLUMN_MIN_PT: f32 = 36.0;
/// Space between a column's edge and its text, in points.
const CELL_MARGIN_PT: f32 = 8.0;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Number,
    Picture,
    Caption,
    Place,
    People,
    Date,
    Credit,
    File,
}

const COLUMNS: [Column; 8] = [
    Column::Number,
    Column::Picture,
    Column::Caption,
    Column::Place,
    Column::People,
    Column::Date,
    Column::Credit,
    Column::File,
];

/// What the table keeps, and a restart may forget.
#[derive(Debug)]
pub struct ListView {
    scroll: Scroll,
    /// Widths in points of every column but the caption's, which takes what is left.
    widths_pt: [f32; COLUMNS.len()],
    /// The photo in focus is to be brought into view.
    pub scroll_to_focus: bool,
}

impl Default for ListView {
    fn default() -> Self {
        Self {
            scroll: Scroll::default(),
            widths_pt: [56.0, 70.0, 0.0, 160.0, 130.0, 90.0, 90.0, 110.0],
            scroll_to_focus: false,
        }
    }
}

impl Column {
    fn label(self) -> &'static str {
        match self {
            Self::Number => "No.",
            Self::Picture => "Picture",
            Self::Caption => "Caption",
            Self::Place => "Place",
            Self::People => "People",
            Self::Date => "Date",
            Self::Credit => "Credit",
            Self::File => "File",
        }
    }

    /// What a click on the column's head sorts by.
    fn sort_key(self) -> Option<SortKey> {
        match self {
            Self::Number => Some(SortKey::Input),
            Self::Caption => Some(SortKey::Caption),
            Self::Place => Some(SortKey::Place),
            Self::Date => Some(SortKey::Date),
            Self::Credit => Some(SortKey::Credit),
            Self::Picture | Self::People | Self::File => None,
        }
    }

    fn text(self, photo: &Photo, index: PhotoIndex) -> String {
        match self {
            Self::Number => (index.0 + 1).to_string(),
            Self::Picture => String::new(),
            Self::Caption => text::truncated(photo.line(), SHOWN_BYTES).replace(['\n', '\r'], " "),
            Self::Place => {
                card::tag(photo).map(|(place, relation)| card::tag_text(place, relation)).unwrap_or_default()
            }
            Self::People => photo.persons.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", "),
            Self::Date => photo.caption.date_created.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::Credit => photo.caption.credit_line.clone().unwrap_or_default(),
            Self::File => photo.file.clone().unwrap_or_default(),
        }
    }
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
        let wanted = std::mem::take(&mut self.scroll_to_focus);
        let at = app.selection().focus().and_then(|focus| app.rank(focus));
        if let Some(at) = at.filter(|_| wanted) {
            self.scroll.show(at, rows);
        }
        self.scroll.clamp(rows);
        if ui.rect_contains_pointer(body) {
            self.scroll.by(-ui.input(|input| input.smooth_scroll_delta().y), rows);
        }
        let content = scroll_bar_ui(ui, body, &mut self.scroll, rows, "Scroll the photos");
        let keyboard = ui.memory(|memory| memory.focused().is_none_or(|focused| focused == grid::id()));
        if keyboard && app.dialog().is_none() {
            grid::keys_ui(ui, 1, rows.per_page(), commands);
        }
        let edges = self.edges(content, app, textures.has_pictures());
        self.head_ui(ui, head, &edges, app.sort(), commands);
        let (in_view, top) = self.scroll.in_view(rows);
        let mut table = ui.new_child(egui::UiBuilder::new().max_rect(content));
        table.set_clip_rect(content);
        for at in in_view.clone() {
            let Some(index) = order.get(at).copied() else { break };
            let y = content.top() + top + (at - in_view.start) as f32 * row_pt;
            let rect = Rect::from_min_size(pos2(content.left(), y), vec2(content.width(), row_pt));
            let row = Row { rect, edges: &edges, at, index };
            row.ui(&mut table, app, textures, commands);
        }
    }

    /// Where each column begins, and where the last one ends; a column that no photo fills has no width.
    fn edges(&self, content: Rect, app: &App, has_pictures: bool) -> Vec<f32> {
        let mut widths_pt = self.widths_pt;
        for (column, width) in COLUMNS.iter().zip(&mut widths_pt) {
            if !is_filled(*column, app, has_pictures) {
                *width = 0.0;
            }
        }
        let fixed: f32 = widths_pt.iter().sum();
        let caption = (content.width() - fixed).max(160.0);
        let mut edges = vec![content.left()];
        for (column, width) in COLUMNS.iter().zip(widths_pt) {
            let last = edges.last().copied().unwrap_or(content.left());
            edges.push(last + if *column == Column::Caption { caption } else { width });
        }
        edges
    }

    fn head_ui(&mut self, ui: &mut Ui, head: Rect, edges: &[f32], sort: Sort, commands: &mut Vec<Command>) {
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
            let position = pos2(left + CELL_MARGIN_PT, head.center().y);
            let color = if sorted { palette.text } else { palette.text_weak };
            ui.painter().with_clip_rect(cell).text(
                position,
                Align2::LEFT_CENTER,
                format!("{}{mark}", column.label()),
                theme::strong(SMALL_PT),
                color,
            );
            if response.clicked()
                && let Some(key) = column.sort_key()
            {
                commands.push(Command::SetSort(Sort { key, descending: sorted && !sort.descending }));
            }
            self.resize_ui(ui, head, at, *right);
        }
        ui.painter().hline(head.x_range(), head.bottom(), Stroke::new(1.0, palette.line));
    }

    /// The edge between two columns. The caption takes what is left, so an edge right of it is dragged the other way.
    fn resize_ui(&mut self, ui: &mut Ui, head: Rect, at: usize, x: f32) {
        let caption = COLUMNS.iter().position(|column| *column == Column::Caption).unwrap_or(0);
        let (column, direction) = if at < caption { (at, 1.0) } else { (at + 1, -1.0) };
        let Some(width) = self.widths_pt.get_mut(column) else { return };
        let handle = Rect::from_x_y_ranges(x - 3.0..=x + 3.0, head.y_range());
        let response = ui.interact(handle, ui.scope_id().with(("resize", at)), Sense::drag());
        let label = COLUMNS.get(column).map_or("", |column| column.label());
        response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, format!("Width of {label}")));
        if response.dragged() {
            *width = (*width + direction * response.drag_delta().x).max(COLUMN_MIN_PT);
        }
        response.on_hover_cursor(egui::CursorIcon::ResizeColumn);
    }
}

/// Whether any photo of the collection has something to show in a column.
fn is_filled(column: Column, app: &App, has_pictures: bool) -> bool {
    let Some(catalog) = app.catalog() else { return true };
    let has_values = |facet| catalog.facets().get(facet).is_some_and(|facet| !facet.values.is_empty());
    match column {
        Column::Number | Column::Caption | Column::Place | Column::Credit => true,
        Column::Picture => has_pictures,
        Column::People => has_values(FacetName::Person),
        Column::Date => has_values(FacetName::Date),
        Column::File => catalog.has_files(),
    }
}

/// A photo's row.
struct Row<'a> {
    rect: Rect,
    edges: &'a [f32],
    /// Its place in the results, from 0.
    at: usize,
    index: PhotoIndex,
}

impl Row<'_> {
    fn ui(&self, ui: &mut Ui, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let Self { rect, edges, at, index } = *self;
        let Some(photo) = app.photo(index) else { return };
        let photo = &*photo;
        let palette = theme::palette(ui);
        let response = ui.interact(rect, grid::id().with(("row", index.0)), Sense::CLICK | Sense::DRAG);
        let selected = app.selection().contains(index);
        let focused = app.selection().focus() == Some(index);
        let listed = app.is_listed(photo);
        let picture = column_rect(rect, edges, Column::Picture).shrink2(vec2(0.0, 3.0));
        let face = Face::of(ui, photo, picture, grid::distance(ui, rect), textures);
        response.widget_info(|| {
            let credit = photo.caption.credit_line.as_deref().unwrap_or("no credit");
            let listed = if listed { ", on the list" } else { "" };
            let failed = if let Face::Failed(why) = &face { format!(", no picture: {why}") } else { String::new() };
            let text = format!("{}, {}, {credit}{listed}{failed}", at + 1, photo.line());
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
        for column in COLUMNS {
            let cell = column_rect(rect, edges, column).shrink2(vec2(CELL_MARGIN_PT, 0.0));
            match column {
                _ if !cell.is_positive() => {}
                Column::Picture => face.paint(ui, picture, textures),
                _ => cell_ui(ui, cell, column, photo, index, app),
            }
        }
        if listed {
            ui.painter().circle_filled(pos2(rect.left() + 46.0, rect.center().y), 3.5, palette.accent);
        }
        if focused {
            let stroke = Stroke::new(1.5, palette.accent);
            ui.painter().rect_stroke(rect.shrink(0.5), 0.0, stroke, egui::StrokeKind::Inside);
        }
        grid::photo_response_ui(ui, &response, index, selected, app, commands);
    }
}

/// A column's part of a row; of no width where nothing fills the column.
fn column_rect(row: Rect, edges: &[f32], column: Column) -> Rect {
    let at = COLUMNS.iter().position(|other| *other == column).unwrap_or(0);
    let edge = |at: usize| edges.get(at).copied().unwrap_or(row.right());
    Rect::from_x_y_ranges(edge(at)..=edge(at + 1), row.y_range())
}

fn cell_ui(ui: &Ui, cell: Rect, column: Column, photo: &Photo, index: PhotoIndex, app: &App) {
    let palette = theme::palette(ui);
    let written = column.text(photo, index);
    let color = match column {
        Column::Caption => palette.text,
        Column::Place => card::tag(photo).map_or(palette.text_weak, |(place, _)| theme::tint(palette, place)),
        Column::Number | Column::Picture | Column::People | Column::Date | Column::Credit | Column::File => {
            palette.text_weak
        }
    };
    let marks = if column == Column::Caption { app.query().marks(&written) } else { Vec::new() };
    let mut job = caption_text::marked(&written, &marks, theme::regular(BODY_PT), color, palette.mark);
    job.wrap.max_width = cell.width();
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    let galley = ui.painter().layout_job(job);
    let position = pos2(cell.left(), cell.center().y - galley.size().y / 2.0);
    ui.painter().with_clip_rect(cell.intersect(ui.clip_rect())).galley(position, galley, color);
}
