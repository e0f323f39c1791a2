//! Keeps what is looked at where it is while what is shown around it changes: after a search, another order, another size
//! of cells, or when the collection is read again, the photo in focus stands at the same height of the screen as before.

use crate::app::App;
use crate::catalog::PhotoIndex;
use crate::photo::PhotoKey;
use crate::ui::scroll::{Rows, Scroll};

/// What is to become of the position, asked for between frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The photo in focus is to be in view, with as little movement as does it.
    Show,
    /// The photo in focus is to be at the upper edge.
    Begin,
    /// What was looked at is to stay where it was.
    Keep,
}

/// What was looked at in the last frame, and what is wished for the next.
#[derive(Debug, Default)]
pub struct Steady {
    wish: Option<Wish>,
    /// Photos in a row, a row's height and the view's.
    shape: Option<(usize, f32, f32)>,
    /// How far the focused photo's row began below the view's upper edge, when it was in view.
    focus_top_pt: Option<f32>,
    /// The first photo that was wholly in view, with the same of its row.
    first: Option<(PhotoKey, PhotoIndex, f32)>,
}

impl Steady {
    /// Wishes something for the next frame. What is to be seen outweighs what is to stay.
    pub fn wish(&mut self, wish: Wish) {
        if wish != Wish::Keep || self.wish.is_none() {
            self.wish = Some(wish);
        }
    }

    /// Moves to where what was looked at is now; before a frame is drawn.
    pub fn settle(&mut self, scroll: &mut Scroll, app: &App, n_columns: usize, rows: Rows) {
        let shape = (n_columns, rows.height_pt, rows.view_pt);
        let reshaped = self.shape.is_some_and(|before| before != shape);
        let wish = self.wish.take().or(reshaped.then_some(Wish::Keep));
        self.shape = Some(shape);
        let focus = app.selection().focus().and_then(|focus| app.rank(focus)).map(|rank| rank / n_columns);
        match (wish, focus, self.focus_top_pt) {
            (None, ..) => {}
            (Some(Wish::Keep), Some(row), Some(top_pt)) => {
                scroll.place(row, top_pt, rows);
                scroll.show(row, rows);
            }
            (Some(Wish::Keep), _, None) if self.first_is_shown(app) => {
                if let Some((row, top_pt)) = self.first_row(app, n_columns) {
                    scroll.place(row, top_pt, rows);
                }
            }
            (Some(Wish::Begin), Some(row), _) => scroll.place(row, 0.0, rows),
            (Some(Wish::Show | Wish::Keep), Some(row), _) => scroll.show(row, rows),
            (Some(Wish::Show | Wish::Keep | Wish::Begin), None, _) => {}
        }
        scroll.clamp(rows);
    }

    /// Remembers what is looked at; after the position has changed for the last time in a frame.
    pub fn note(&mut self, scroll: Scroll, app: &App, n_columns: usize, rows: Rows) {
        let top_of = |row: usize| scroll.top_of(row, rows) as f32;
        let is_in_view = |top_pt: &f32| *top_pt > -rows.height_pt && *top_pt < rows.view_pt;
        let focus = app.selection().focus().and_then(|focus| app.rank(focus)).map(|rank| rank / n_columns);
        self.focus_top_pt = focus.map(top_of).filter(is_in_view);
        let row = scroll.row() + usize::from(top_of(scroll.row()) < 0.0);
        let first = app.results().order.get(row.saturating_mul(n_columns)).copied();
        let is_known = |known: &(PhotoKey, PhotoIndex, f32)| Some(known.1) == first && known.2 == top_of(row);
        if !self.first.as_ref().is_some_and(is_known) {
            self.first = first.and_then(|index| Some((app.photo(index)?.key.clone(), index, top_of(row))));
        }
    }

    fn first_is_shown(&self, app: &App) -> bool {
        self.first_row(app, 1).is_some()
    }

    /// The row of the photo that was first in view, and where it was; the collection may have been read again meanwhile.
    fn first_row(&self, app: &App, n_columns: usize) -> Option<(usize, f32)> {
        let (key, _, top_pt) = self.first.as_ref()?;
        let rank = app.rank(app.catalog()?.position(key)?)?;
        Some((rank / n_columns, *top_pt))
    }
}
