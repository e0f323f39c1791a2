//! Scrolling over any number of rows of one height. The position is kept as a row and an offset within it, because
//! screen positions are `f32`, which cannot tell the rows of a million apart.

pub mod bar;
pub mod steady;

use std::ops::Range;

/// A position nearer to a row's edge than this, in points, is at the edge: no screen shows the difference, and shares of
/// millions of rows are no more exact.
const SNAP_PT: f64 = 0.01;

/// A position among rows: the first row in view, and how much of it is above the view's edge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scroll {
    row: usize,
    /// At least 0, and less than a row's height.
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
    /// The height of a row, which is never nothing.
    fn height(self) -> f64 {
        f64::from(self.height_pt.max(1.0))
    }

    /// How many rows, and parts of one, the view shows.
    fn in_view(self) -> f64 {
        f64::from(self.view_pt.max(0.0)) / self.height()
    }

    /// A position given in rows and parts of one.
    fn at(self, first: f64) -> Scroll {
        let first = first.max(0.0);
        let offset = (first - first.floor()) * self.height();
        // Float to integer conversions saturate.
        let row = first.floor() as usize;
        if self.height() - offset < SNAP_PT {
            return Scroll { row: row.saturating_add(1), offset_pt: 0.0 };
        }
        Scroll { row, offset_pt: if offset < SNAP_PT { 0.0 } else { offset as f32 } }
    }

    /// The last position: the one that shows the last row at the bottom.
    fn end(self) -> Scroll {
        self.at(self.n_rows as f64 - self.in_view())
    }

    /// Rows that fit into the view, at least one.
    pub fn per_page(self) -> usize {
        (self.in_view().floor() as usize).max(1)
    }

    /// Whether all rows are in view at once.
    pub fn all_fit(self) -> bool {
        self.n_rows as f64 <= self.in_view()
    }
}

impl Scroll {
    /// The rows in view, and where the first of them begins relative to the view's upper edge.
    pub fn in_view(self, rows: Rows) -> (Range<usize>, f32) {
        let n_in_view = ((f64::from(rows.view_pt) + f64::from(self.offset_pt)) / rows.height()).ceil() as usize;
        (self.row..self.row.saturating_add(n_in_view).min(rows.n_rows), -self.offset_pt)
    }

    /// Moves by points, no further than the ends.
    pub fn by(&mut self, delta_pt: f32, rows: Rows) {
        let offset = f64::from(self.offset_pt) + f64::from(delta_pt);
        let steps = (offset / rows.height()).floor();
        let row = self.row as f64 + steps;
        if row < 0.0 {
            *self = Self::default();
            return;
        }
        *self = Self { row: row as usize, offset_pt: (offset - steps * rows.height()) as f32 };
        self.clamp(rows);
    }

    /// Moves by whole rows, no further than the ends.
    pub fn by_rows(&mut self, n_rows: isize, rows: Rows) {
        *self = match self.row.checked_add_signed(n_rows) {
            Some(row) => Self { row, ..*self },
            None => Self::default(),
        };
        self.clamp(rows);
    }

    /// Moves as little as shows the whole of a row; of one higher than the view, its beginning.
    pub fn show(&mut self, row: usize, rows: Rows) {
        let top = self.top_of(row, rows);
        let below = top + rows.height() - f64::from(rows.view_pt);
        if top < 0.0 || rows.height() > f64::from(rows.view_pt) {
            *self = Self { row, offset_pt: 0.0 };
        } else if below > 0.0 {
            *self = rows.at(row as f64 + 1.0 - rows.in_view());
        }
        self.clamp(rows);
    }

    /// Moves so that a row begins so many points below the view's upper edge, as far as there are rows.
    pub fn place(&mut self, row: usize, top_pt: f32, rows: Rows) {
        *self = Self { row, offset_pt: 0.0 };
        // A row that begins below the edge has others above it.
        self.by(-top_pt, rows);
        self.clamp(rows);
    }

    /// Where a row begins, in points below the view's upper edge; above it when negative.
    pub fn top_of(self, row: usize, rows: Rows) -> f64 {
        (row as f64 - self.row as f64) * rows.height() - f64::from(self.offset_pt)
    }

    /// The share of the way to the end, from 0 to 1.
    pub fn share(self, rows: Rows) -> f64 {
        let position = |scroll: Self| scroll.row as f64 + f64::from(scroll.offset_pt) / rows.height();
        let end = position(rows.end());
        if end > 0.0 { (position(self) / end).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Goes to a share of the way to the end.
    pub fn to_share(&mut self, share: f64, rows: Rows) {
        let last = rows.end();
        let last = last.row as f64 + f64::from(last.offset_pt) / rows.height();
        *self = rows.at(share.clamp(0.0, 1.0) * last);
        self.clamp(rows);
    }

    /// Keeps to the rows there are, after they changed.
    pub fn clamp(&mut self, rows: Rows) {
        // The rows may be lower than before.
        if f64::from(self.offset_pt) >= rows.height() {
            self.offset_pt = 0.0;
        }
        let end = rows.end();
        if self.row > end.row || self.row == end.row && self.offset_pt > end.offset_pt {
            *self = end;
        }
    }

    /// The first row of which anything is in view.
    pub fn row(self) -> usize {
        self.row
    }
}

#[cfg(test)]
mod tests;
