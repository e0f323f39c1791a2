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
    assert!(rows.all_fit());
}

#[test]
fn a_row_higher_than_the_view_shows_its_beginning() {
    let rows = Rows { n_rows: 9, height_pt: 400.0, view_pt: 300.0 };
    let mut scroll = Scroll::default();
    scroll.show(4, rows);
    assert_eq!(scroll.in_view(rows), (4..5, 0.0));
}

#[test]
fn rows_that_became_lower_leave_no_hole_above() {
    let high = Rows { n_rows: 50, height_pt: 400.0, view_pt: 300.0 };
    let mut scroll = Scroll::default();
    scroll.by(390.0, high);
    let low = Rows { height_pt: 90.0, ..high };
    scroll.clamp(low);
    assert_eq!(scroll.in_view(low), (0..4, 0.0));
}

/// Collections from a handful to ten million, in views and rows of every height.
fn rows() -> impl Strategy<Value = Rows> {
    let n_rows = prop_oneof![0..40_usize, 0..2_000_000_usize, 9_999_000..=10_000_000_usize];
    (n_rows, 20.0..700.0_f32, 10.0..3_000.0_f32).prop_map(|(n_rows, height_pt, view_pt)| Rows {
        n_rows,
        height_pt,
        view_pt,
    })
}

/// A row of theirs, by its share.
fn row_of(rows: Rows, share: f64) -> usize {
    ((rows.n_rows as f64 * share) as usize).min(rows.n_rows.saturating_sub(1))
}

proptest! {
    #[test]
    fn a_position_never_leaves_the_rows(rows in rows(), steps in prop::collection::vec(-1e7..1e7f32, 0..8)) {
        let mut scroll = Scroll::default();
        for step in steps {
            scroll.by(step, rows);
            let (in_view, top) = scroll.in_view(rows);
            prop_assert!(in_view.end <= rows.n_rows && top <= 0.0 && top > -rows.height_pt - 0.01);
            prop_assert!(rows.n_rows == 0 || !in_view.is_empty());
            let bottom = f64::from(top) + in_view.len() as f64 * f64::from(rows.height_pt);
            prop_assert!(rows.all_fit() || bottom >= f64::from(rows.view_pt) - 0.1, "no hole at the bottom");
        }
    }

    /// However many rows there are, the scroll bar can stand at each of them, and not beside it.
    #[test]
    fn the_scroll_bar_lands_on_every_row(rows in rows(), share in 0.0..1.0_f64) {
        let row = row_of(rows, share);
        let mut scroll = Scroll::default();
        scroll.place(row, 0.0, rows);
        let mut again = Scroll::default();
        again.to_share(scroll.share(rows), rows);
        prop_assert_eq!(again.row(), scroll.row());
        prop_assert!((again.top_of(row, rows) - scroll.top_of(row, rows)).abs() < 0.05);
    }

    #[test]
    fn a_row_that_is_shown_is_wholly_in_view_and_a_row_in_view_is_not_moved(
        rows in rows(), from in 0.0..1.0_f64, to in 0.0..1.0_f64
    ) {
        prop_assume!(rows.n_rows > 0);
        let row = row_of(rows, to);
        let mut scroll = Scroll::default();
        scroll.to_share(from, rows);
        scroll.show(row, rows);
        let top = scroll.top_of(row, rows);
        let height = f64::from(rows.height_pt);
        prop_assert!(top >= -0.02);
        prop_assert!(top + height <= f64::from(rows.view_pt) + 0.02 || height > f64::from(rows.view_pt) && top < 0.02);
        let before = scroll;
        scroll.show(row, rows);
        prop_assert!((before.top_of(row, rows) - scroll.top_of(row, rows)).abs() < 0.05);
    }

    #[test]
    fn a_row_is_placed_where_it_is_wanted_unless_the_ends_forbid(rows in rows(), share in 0.0..1.0_f64, top in 0.0..1.0_f32) {
        prop_assume!(rows.n_rows > 0);
        let row = row_of(rows, share);
        let wanted = top * rows.view_pt;
        let mut scroll = Scroll::default();
        scroll.place(row, wanted, rows);
        let found = scroll.top_of(row, rows);
        let (mut first, mut end) = (Scroll::default(), Scroll::default());
        first.clamp(rows);
        end.to_share(1.0, rows);
        prop_assert!(
            (found - f64::from(wanted)).abs() < 0.05 || scroll == first || scroll == end,
            "{found} for {wanted}"
        );
    }

    #[test]
    fn a_row_further_is_a_row_further(rows in rows(), share in 0.0..1.0_f64) {
        prop_assume!(!rows.all_fit());
        let mut scroll = Scroll::default();
        scroll.to_share(share, rows);
        let before = scroll;
        scroll.by_rows(1, rows);
        let mut end = Scroll::default();
        end.to_share(1.0, rows);
        prop_assert!(scroll == end || scroll.row() == before.row() + 1);
        scroll.by_rows(isize::MIN, rows);
        prop_assert_eq!(scroll, Scroll::default());
    }
}
