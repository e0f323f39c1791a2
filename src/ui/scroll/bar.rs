//! The scroll bar: drawn by hand, because the toolkit's own counts in points, of which a million rows have too many.
//! A click in the track goes there; the handle is dragged, with Shift row by row; with the keyboard focus it is moved by
//! the arrows, Page Up, Page Down, Home and End; a screen reader sets its value. While it is dragged it says where it is.

use eframe::egui::{
    self, Align2, Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Response, Role, Sense, Stroke, Ui,
    WidgetInfo, accesskit, pos2, vec2,
};

use crate::ui::scroll::{Rows, Scroll};
use crate::ui::theme::{self, SCROLL_BAR_PT};

/// The shortest the handle of a scroll bar gets, in points.
const HANDLE_MIN_PT: f32 = 28.0;
/// How far the pointer goes for one row while Shift is held, in points.
const FINE_ROW_PT: f32 = 6.0;

/// What the scroll bar is of.
pub struct Labels<'a> {
    /// Its name for a screen reader.
    pub name: &'a str,
    /// Where a row is, in words, shown while the handle is dragged: "432,113 of 1,000,000".
    pub place: &'a dyn Fn(usize) -> String,
}

/// What is dragged.
#[derive(Clone, Copy)]
struct Grip {
    /// From the handle's upper edge to the pointer, in points.
    within_pt: f32,
    /// With Shift: where the pointer and the view were.
    fine: Option<(f32, Scroll)>,
}

/// Draws the scroll bar along the right edge of an area and moves with it; returns what is left of the area.
pub fn ui(ui: &mut Ui, area: Rect, scroll: &mut Scroll, rows: Rows, labels: &Labels<'_>) -> Rect {
    let content = area.with_max_x(area.right() - SCROLL_BAR_PT);
    if rows.all_fit() {
        *scroll = Scroll::default();
        return content;
    }
    let bar = area.with_min_x(content.right());
    let response = ui.interact(bar, ui.scope_id().with((labels.name, "scroll bar")), Sense::click_and_drag());
    let share_in_view = f64::from(rows.view_pt) / (rows.n_rows as f64 * rows.height());
    let handle_pt = (share_in_view as f32 * bar.height()).max(HANDLE_MIN_PT).min(bar.height());
    let track = Track { top: bar.top(), travel_pt: (bar.height() - handle_pt).max(1.0), handle_pt };
    track.drag(ui, &response, scroll, rows);
    move_by_keys(ui, &response, scroll, rows);
    move_by_screen_reader(ui, response.id, scroll, rows);
    let share = scroll.share(rows);
    let info = || WidgetInfo { value: Some(share * 100.0), ..WidgetInfo::labeled(Role::ScrollBar, true, labels.name) };
    response.widget_info(info);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(100.0);
        node.add_action(accesskit::Action::SetValue);
        node.add_action(accesskit::Action::Increment);
        node.add_action(accesskit::Action::Decrement);
    });
    let handle = Rect::from_min_size(
        pos2(bar.left() + 3.0, track.top_of_handle(*scroll, rows)),
        vec2(bar.width() - 6.0, handle_pt),
    );
    paint(ui, bar, handle, &response);
    if response.dragged() || response.is_pointer_button_down_on() {
        paint_place(ui, content, handle, &(labels.place)(scroll.row()));
    }
    content
}

/// Where the handle may be.
#[derive(Clone, Copy)]
struct Track {
    top: f32,
    travel_pt: f32,
    handle_pt: f32,
}

impl Track {
    fn top_of_handle(self, scroll: Scroll, rows: Rows) -> f32 {
        self.top + (scroll.share(rows) * f64::from(self.travel_pt)) as f32
    }

    /// A press on the handle takes hold of it where it is; one in the track brings its middle there.
    fn drag(self, ui: &Ui, response: &Response, scroll: &mut Scroll, rows: Rows) {
        let held = response.dragged() || response.is_pointer_button_down_on() || response.clicked();
        let Some(pointer) = response.interact_pointer_pos().filter(|_| held) else {
            ui.data_mut(|data| data.remove::<Grip>(response.id));
            return;
        };
        let before: Option<Grip> = ui.data(|data| data.get_temp(response.id));
        let mut grip = before.unwrap_or_else(|| {
            let within_pt = pointer.y - self.top_of_handle(*scroll, rows);
            let on_handle = (0.0..=self.handle_pt).contains(&within_pt);
            Grip { within_pt: if on_handle { within_pt } else { self.handle_pt / 2.0 }, fine: None }
        });
        let on_handle_unmoved =
            before.is_none() && (pointer.y - grip.within_pt - self.top_of_handle(*scroll, rows)).abs() < 0.5;
        if ui.input(|input| input.modifiers.shift) {
            let (from_y, from) = *grip.fine.get_or_insert((pointer.y, *scroll));
            *scroll = from;
            scroll.by_rows(((pointer.y - from_y) / FINE_ROW_PT).round() as isize, rows);
        } else if grip.fine.take().is_some() {
            // Shift was let go of: the handle is held where the pointer is now, and does not jump.
            grip.within_pt = pointer.y - self.top_of_handle(*scroll, rows);
        } else if !on_handle_unmoved && (before.is_none() || ui.input(|input| input.pointer.delta().y != 0.0)) {
            scroll.to_share(f64::from(pointer.y - self.top - grip.within_pt) / f64::from(self.travel_pt), rows);
        }
        ui.data_mut(|data| data.insert_temp(response.id, grip));
    }
}

/// With the keyboard focus, the bar is moved as the keys say.
fn move_by_keys(ui: &Ui, response: &Response, scroll: &mut Scroll, rows: Rows) {
    if !response.has_focus() {
        return;
    }
    let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let page = isize::try_from(rows.per_page()).unwrap_or(isize::MAX);
    let steps = [
        (Key::ArrowUp, -1),
        (Key::ArrowDown, 1),
        (Key::PageUp, -page),
        (Key::PageDown, page),
        (Key::Home, isize::MIN),
        (Key::End, isize::MAX),
    ];
    for (key, n_rows) in steps {
        for _ in 0..ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) {
            scroll.by_rows(n_rows, rows);
        }
    }
}

fn move_by_screen_reader(ui: &Ui, id: Id, scroll: &mut Scroll, rows: Rows) {
    use accesskit::{Action, ActionData};
    let n_requests = |action| ui.input(|input| input.num_accesskit_action_requests(id, action));
    for _ in 0..n_requests(Action::Increment) {
        scroll.by_rows(1, rows);
    }
    for _ in 0..n_requests(Action::Decrement) {
        scroll.by_rows(-1, rows);
    }
    let wanted = ui.input(|input| {
        let values = input.accesskit_action_requests(id, Action::SetValue).filter_map(|request| match request.data {
            Some(ActionData::NumericValue(value)) => Some(value),
            _ => None,
        });
        values.last()
    });
    if let Some(percent) = wanted {
        scroll.to_share(percent / 100.0, rows);
    }
}

fn paint(ui: &Ui, bar: Rect, handle: Rect, response: &Response) {
    let palette = theme::palette(ui);
    let color: Color32 = if response.dragged() || response.hovered() { palette.text_weak } else { palette.line };
    ui.painter().rect_filled(handle, CornerRadius::same(3), color);
    if response.has_focus() {
        let stroke = Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(bar.shrink(1.0), CornerRadius::same(3), stroke, egui::StrokeKind::Inside);
    }
}

/// Says beside the handle where it is.
fn paint_place(ui: &Ui, content: Rect, handle: Rect, place: &str) {
    let palette = theme::palette(ui);
    let layer = egui::LayerId::new(egui::Order::Tooltip, Id::unique("scroll place"));
    let painter = ui.ctx().layer_painter(layer);
    let font = theme::strong(theme::BODY_PT);
    let galley = painter.layout_no_wrap(place.to_owned(), font, palette.text);
    let size = galley.size() + vec2(20.0, 12.0);
    let half = size.y / 2.0;
    let y = handle.center().y.clamp(content.top() + half, (content.bottom() - half).max(content.top() + half));
    let rect = Align2::RIGHT_CENTER.anchor_size(pos2(content.right() - 6.0, y), size);
    painter.rect(rect, CornerRadius::same(4), palette.bar, Stroke::new(1.0, palette.line), egui::StrokeKind::Inside);
    painter.galley(rect.center() - galley.size() / 2.0, galley, palette.text);
}
