//! Scrolling over any number of rows of one height. The position is kept as a row and an offset within it, because
//! screen positions are `f32`, which cannot tell the rows of a million apart.

use std::ops::Range;

use eframe::egui::{Color32, CornerRadius, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{self, SCROLL_BAR_PT};

/// The shortest the handle of a scroll bar gets, in points.
const HANDLE_MIN_PT: f32 = 28.0;

/// A position among rows: the first row in view, and how much of it is above the view's edge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scroll {
    row: usize,
    offset_pt: f32,
}

/// What is scrolled over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rows {
    /// How many rows there are.
    pub n_rows: usize,
    /// The height of each, in points.
    pub height_pt: f32,
    /// The height of the view, in points.
    pub view_pt: f32,
}

impl Rows {
    /// The last position: the one that shows the last row at the bottom.
    fn end(self) -> Scroll {
        let rows_in_view = f64::from(self.view_pt) / f64::from(self.height_pt.max(1.0));
        let first = (self.n_rows as f64 - rows_in_view).max(0.0);
        Scroll { row: first.floor() as usize, offset_pt: ((first - first.floor()) * f64::from(self.height_pt)) as f32 }
    }

    /// Rows that fit into the view, at least one.
    pub fn per_page(self) -> usize {
        ((self.view_pt / self.height_pt.max(1.0)).floor() as usize).max(1)
    }
}

impl Scroll {
    /// The rows in view, and where the first of them begins relative to the view's upper edge.
    pub fn in_view(self, rows: Rows) -> (Range<usize>, f32) {
        let n_in_view = ((rows.view_pt + self.offset_pt) / rows.height_pt.max(1.0)).ceil() as usize;
        (self.row..self.row.saturating_add(n_in_view).min(rows.n_rows), -self.offset_pt)
    }

    /// Moves by points, no further than the ends.
    pub fn by(&mut self, delta_pt: f32, rows: Rows) {
        let height = f64::from(rows.height_pt.max(1.0));
        let offset = f64::from(self.offset_pt) + f64::from(delta_pt);
        let steps = (offset / height).floor();
        let row = self.row as f64 + steps;
        if row < 0.0 {
            *self = Self::default();
            return;
        }
        self.row = row as usize;
        self.offset_pt = (offset - steps * height) as f32;
        self.keep_within(rows);
    }

    /// Moves as little as shows the whole of a row.
    pub fn show(&mut self, row: usize, rows: Rows) {
        if row < self.row || row == self.row && self.offset_pt > 0.0 {
            *self = Self { row, offset_pt: 0.0 };
        } else {
            // The row's lower edge, relative to the view's upper one.
            let below = (row - self.row + 1) as f64 * f64::from(rows.height_pt) - f64::from(self.offset_pt);
            let hidden = below - f64::from(rows.view_pt);
            if hidden > 0.0 {
                let first = row as f64 + 1.0 - f64::from(rows.view_pt) / f64::from(rows.height_pt.max(1.0));
                let first = first.max(0.0);
                *self = Self {
                    row: first.floor() as usize,
                    offset_pt: ((first - first.floor()) * f64::from(rows.height_pt)) as f32,
                };
            }
        }
        self.keep_within(rows);
    }

    /// The share of the way to the end, from 0 to 1.
    pub fn share(self, rows: Rows) -> f64 {
        let end = rows.end();
        let position =
            |scroll: Self| scroll.row as f64 + f64::from(scroll.offset_pt) / f64::from(rows.height_pt.max(1.0));
        if position(end) > 0.0 { (position(self) / position(end)).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Goes to a share of the way to the end.
    pub fn to_share(&mut self, share: f64, rows: Rows) {
        let end = rows.end();
        let last = end.row as f64 + f64::from(end.offset_pt) / f64::from(rows.height_pt.max(1.0));
        let first = share.clamp(0.0, 1.0) * last;
        *self = Self {
            row: first.floor() as usize,
            offset_pt: ((first - first.floor()) * f64::from(rows.height_pt)) as f32,
        };
        self.keep_within(rows);
    }

    fn keep_within(&mut self, rows: Rows) {
        let end = rows.end();
        if self.row > end.row || self.row == end.row && self.offset_pt > end.offset_pt {
            *self = end;
        }
    }

    /// Keeps to the rows there are, after they changed.
    pub fn clamp(&mut self, rows: Rows) {
        self.keep_within(rows);
    }
}

/// Draws the scroll bar along the right edge of an area and moves with it; returns what is left of the area.
pub fn scroll_bar_ui(ui: &mut Ui, area: Rect, scroll: &mut Scroll, rows: Rows, label: &str) -> Rect {
    let content = area.with_max_x(area.right() - SCROLL_BAR_PT);
    let all_pt = rows.n_rows as f64 * f64::from(rows.height_pt);
    if all_pt <= f64::from(rows.view_pt) {
        *scroll = Scroll::default();
        return content;
    }
    let bar = area.with_min_x(content.right());
    let response = ui.interact(bar, ui.scope_id().with((label, "scroll bar")), Sense::click_and_drag());
    let handle_pt = ((f64::from(rows.view_pt) / all_pt) as f32 * bar.height()).max(HANDLE_MIN_PT).min(bar.height());
    let travel_pt = (bar.height() - handle_pt).max(1.0);
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        let top = f64::from(pointer.y - bar.top() - handle_pt / 2.0);
        scroll.to_share(top / f64::from(travel_pt), rows);
    }
    let share = scroll.share(rows);
    let info = || WidgetInfo { value: Some(share * 100.0), ..WidgetInfo::labeled(Role::ScrollBar, true, label) };
    response.widget_info(info);
    paint_handle(ui, bar, share, handle_pt, &response);
    content
}

fn paint_handle(ui: &Ui, bar: Rect, share: f64, handle_pt: f32, response: &Response) {
    let palette = theme::palette(ui);
    let top = bar.top() + share as f32 * (bar.height() - handle_pt);
    let handle = Rect::from_min_size(pos2(bar.left() + 3.0, top), vec2(bar.width() - 6.0, handle_pt));
    let color: Color32 = if response.dragged() || response.hovered() { palette.text_weak } else { palette.line };
    ui.painter().rect_filled(handle, CornerRadius::same(3), color);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MILLION: Rows = Rows { n_rows: 1_000_000, height_pt: 180.5, view_pt: 700.0 };

    #[test]
    fn every_row_of_a_million_can_be_reached_exactly() {
        let mut scroll = Scroll::default();
        for row in [0, 1, 12_345, 499_999, 500_000, 999_998, 999_999] {
            scroll.show(row, MILLION);
            let (in_view, top) = scroll.in_view(MILLION);
            assert!(in_view.contains(&row), "{row} in {in_view:?}");
            let y = top + (row - in_view.start) as f32 * MILLION.height_pt;
            assert!(y >= -0.01 && y + MILLION.height_pt <= MILLION.view_pt + 0.01, "row {row} at {y}");
        }
    }

    #[test]
    fn a_step_at_the_end_of_a_million_is_as_exact_as_at_the_beginning() {
        let mut scroll = Scroll::default();
        scroll.to_share(1.0, MILLION);
        let end = scroll;
        scroll.by(-0.25, MILLION);
        scroll.by(0.25, MILLION);
        assert_eq!(scroll, end);
    }

    #[test]
    fn few_rows_do_not_scroll() {
        let rows = Rows { n_rows: 2, height_pt: 100.0, view_pt: 700.0 };
        let mut scroll = Scroll::default();
        scroll.by(500.0, rows);
        assert_eq!(scroll, Scroll::default());
    }

    proptest! {
        #[test]
        fn a_position_never_leaves_the_rows(n_rows in 0..2_000_000usize, steps in prop::collection::vec(-1e7..1e7f32, 0..8), view_pt in 10.0..3000.0f32) {
            let rows = Rows { n_rows, height_pt: 100.0, view_pt };
            let mut scroll = Scroll::default();
            for step in steps {
                scroll.by(step, rows);
                let (in_view, top) = scroll.in_view(rows);
                prop_assert!(in_view.end <= n_rows && top <= 0.0 && top > -100.01);
                prop_assert!(n_rows == 0 || !in_view.is_empty());
            }
        }
    }
}
