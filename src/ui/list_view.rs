//! The results as a table: number, picture, caption, place, people, date, credit, file. Columns sort by a click and are resized
//! by dragging. This is also the view a screen reader walks: each row speaks its position, caption, credit and state.

use eframe::egui::{self, Align2, Color32, Rect, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::jumping::Jump;
use crate::catalog::PhotoIndex;
use crate::catalog::order::{Sort, SortKey};
use crate::photo::Photo;
use crate::query::FacetName;
use crate::settings::Settings;
use crate::text;
use crate::ui::grid::ahead::Ahead;
use crate::ui::grid::face::Face;
use crate::ui::grid::{self, card, placeholder};
use crate::ui::scroll::steady::Steady;
use crate::ui::scroll::{Rows, Scroll};
use crate::ui::textures::Textures;
use crate::ui::theme::{self, BODY_PT, LIST_PICTURE_ROW_PT, LIST_ROW_PT, SMALL_PT};
use crate::ui::{caption_text, empty_state};

/// How much of a cell's text is laid out, in bytes.
const SHOWN_BYTES: usize = 400;
/// So narrow other columns get before one of them is left out, in points.
const COLUMN_MIN_PT: f32 = 56.0;
/// What is left out first where there is no room.
const DROPPED_FIRST: [Column; 7] =
    [Column::File, Column::People, Column::Credit, Column::Date, Column::Place, Column::Picture, Column::Number];
/// The narrowest the caption's column gets, in points.
const CAPTION_MIN_PT: f32 = 160.0;
/// The part of the table that the caption should have: it is what the table is read for.
const CAPTION_SHARE: f32 = 0.36;
/// The narrowest the field to jump by gets, in points.
const JUMP_MIN_PT: f32 = 90.0;
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
#[derive(Debug, Default)]
pub struct ListView {
    scroll: Scroll,
    /// Keeps what is looked at in place.
    pub steady: Steady,
    ahead: Ahead,
    /// The field to jump by is open and has had the cursor.
    jumping: bool,
}

impl Column {
    /// Its name in the settings.
    fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Picture => "picture",
            Self::Caption => "caption",
            Self::Place => "place",
            Self::People => "people",
            Self::Date => "date",
            Self::Credit => "credit",
            Self::File => "file",
        }
    }

    /// Its width in points where the user chose none; the caption takes what is left.
    fn usual_width_pt(self) -> f32 {
        match self {
            Self::Number => 56.0,
            Self::Picture => 70.0,
            Self::Caption => 0.0,
            Self::Place => 160.0,
            Self::People => 130.0,
            Self::Date => 100.0,
            Self::Credit => 90.0,
            Self::File => 110.0,
        }
    }

    fn width_pt(self, settings: &Settings) -> f32 {
        settings.column_width_pt(self.name()).unwrap_or(self.usual_width_pt())
    }

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
            Self::File => Some(SortKey::File),
            Self::Picture | Self::People => None,
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
        let edges = edges(content, app, textures.has_pictures());
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

    fn head_ui(&mut self, ui: &mut Ui, head: Rect, edges: &[f32], app: &App, commands: &mut Vec<Command>) {
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
                resize_ui(ui, head, at, *right, app, commands);
                continue;
            };
            if response.on_hover_text(format!("Sort; {}", Verb::Jump.tooltip())).clicked() {
                commands.push(Command::SetSort(Sort { key, descending: sorted && !sort.descending }));
            }
            resize_ui(ui, head, at, *right, app, commands);
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
fn resize_ui(ui: &mut Ui, head: Rect, at: usize, x: f32, app: &App, commands: &mut Vec<Command>) {
    let caption = COLUMNS.iter().position(|column| *column == Column::Caption).unwrap_or(0);
    let (at_column, direction) = if at < caption { (at, 1.0) } else { (at + 1, -1.0) };
    let Some(column) = COLUMNS.get(at_column) else { return };
    let handle = Rect::from_x_y_ranges(x - 3.0..=x + 3.0, head.y_range());
    let response = ui.interact(handle, ui.scope_id().with(("resize", at)), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, format!("Width of {}", column.label())));
    let width_pt = column.width_pt(app.settings());
    if response.double_clicked() {
        commands.push(Command::SetColumnWidth(column.name(), column.usual_width_pt()));
    } else if response.dragged() && response.drag_delta().x != 0.0 {
        let wanted = (width_pt + direction * response.drag_delta().x).min(head.width() / 2.0);
        commands.push(Command::SetColumnWidth(column.name(), wanted));
    }
    response.on_hover_cursor(egui::CursorIcon::ResizeColumn);
}

/// Where each column begins, and where the last one ends; a column that no photo fills has no width.
fn edges(content: Rect, app: &App, has_pictures: bool) -> Vec<f32> {
    let wanted_pt = COLUMNS.map(|column| match column {
        Column::Caption => 0.0,
        _ if !is_filled(column, app, has_pictures) => 0.0,
        _ => column.width_pt(app.settings()),
    });
    let caption_least_pt = CAPTION_MIN_PT.max(content.width() * CAPTION_SHARE);
    let widths_pt = fitted(wanted_pt, content.width() - caption_least_pt);
    let fixed: f32 = widths_pt.iter().sum();
    let caption = (content.width() - fixed).max(CAPTION_MIN_PT);
    let mut edges = vec![content.left()];
    for (column, width) in COLUMNS.iter().zip(widths_pt) {
        let last = edges.last().copied().unwrap_or(content.left());
        edges.push(last + if *column == Column::Caption { caption } else { width });
    }
    edges
}

/// The widths of columns where there is less room than they want: all are narrower, and those that matter least go.
fn fitted(mut widths_pt: [f32; COLUMNS.len()], room_pt: f32) -> [f32; COLUMNS.len()] {
    for dropped in DROPPED_FIRST {
        let least: f32 = widths_pt.iter().map(|width| width.min(COLUMN_MIN_PT)).sum();
        if least <= room_pt {
            break;
        }
        for (column, width) in COLUMNS.iter().zip(&mut widths_pt) {
            if *column == dropped {
                *width = 0.0;
            }
        }
    }
    let (least, all): (f32, f32) =
        widths_pt.iter().fold((0.0, 0.0), |(least, all), width| (least + width.min(COLUMN_MIN_PT), all + width));
    if all <= room_pt || all <= least {
        return widths_pt;
    }
    // What a column wants beyond the least shrinks, the same share of each.
    let share = ((room_pt - least) / (all - least)).clamp(0.0, 1.0);
    widths_pt.map(|width| width.min(COLUMN_MIN_PT) + (width - COLUMN_MIN_PT).max(0.0) * share)
}

/// Whether any photo of the collection has something to show in a column.
fn is_filled(column: Column, app: &App, has_pictures: bool) -> bool {
    let Some(catalog) = app.catalog() else { return true };
    let has_values = |facet| catalog.facets().get(facet).is_some_and(|facet| !facet.values.is_empty());
    match column {
        Column::Number | Column::Caption => true,
        Column::Place => has_values(FacetName::Place),
        Column::Credit => has_values(FacetName::Credit),
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
            let text = format!("{}, {}, {credit}{listed}{failed}{away}", at + 1, photo.line());
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
        if away {
            ui.painter().rect_filled(rect, 0.0, palette.veil());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fit_into_any_width_and_the_least_wanted_go_first() {
        let wanted = COLUMNS.map(|column| column.usual_width_pt());
        assert_eq!(fitted(wanted, 2_000.0), wanted);
        let shown = |room_pt: f32| {
            let widths = fitted(wanted, room_pt);
            assert!(widths.iter().sum::<f32>() <= room_pt.max(0.0) + 0.1, "{room_pt}: {widths:?}");
            let columns = COLUMNS.iter().zip(widths).filter(|(_, width)| *width > 0.0);
            columns.map(|(column, _)| column.label()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(500.0), "No. Picture Place People Date Credit File");
        assert_eq!(shown(300.0), "No. Picture Place Date Credit");
        assert_eq!(shown(120.0), "No. Picture");
        assert_eq!(shown(-50.0), "");
    }
}
