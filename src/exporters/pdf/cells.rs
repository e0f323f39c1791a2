//! What stands in the cells of a contact sheet, and how cells share pages: rows of pictures with their words below them.
//! A caption that is longer than its cell makes the row higher; one that is longer than the page goes on on the next.

use crate::exporters::options::Sheet;

/// Margins around the page's body, header and footer among them.
pub(super) const MARGIN_PT: f32 = 36.0;
/// What the title of the first page, and the header of others, take.
pub(super) const HEADER_PT: f32 = 26.0;
pub(super) const FOOTER_PT: f32 = 24.0;
/// Between columns and between rows.
pub(super) const GAP_PT: f32 = 12.0;
/// Between a picture and its words.
pub(super) const PAD_PT: f32 = 5.0;
/// The part of a row that its pictures take at least and at most.
const PICTURE_LEAST: f32 = 0.45;
const PICTURE_MOST: f32 = 0.8;

/// Where things stand on the pages of a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Geometry {
    pub page_pt: [f32; 2],
    pub columns: usize,
    pub cell_width_pt: f32,
    /// The height of a row when its words are short.
    pub row_pt: f32,
    /// The first page's title takes more room than the header of others.
    pub title_pt: f32,
    pub has_pictures: bool,
}

/// A part of a row on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub page: usize,
    /// Of the page.
    pub top_pt: f32,
    /// The pictures' height; 0 where the row only goes on.
    pub picture_pt: f32,
    /// Of each cell, the lines that stand here: from one, to before another.
    pub lines: Vec<[usize; 2]>,
}

impl Geometry {
    pub(super) fn of(sheet: Sheet, title_pt: f32, has_pictures: bool) -> Self {
        let [width, height] = sheet.page_pt();
        let (rows, columns) = (sheet.rows.max(1), sheet.columns.max(1));
        let share = |room: f32, n: usize| (room - GAP_PT * (n as f32 - 1.0)) / n as f32;
        let body = height - 2.0 * MARGIN_PT - HEADER_PT - FOOTER_PT;
        Self {
            page_pt: [width, height],
            columns,
            cell_width_pt: share(width - 2.0 * MARGIN_PT, columns).max(20.0),
            row_pt: share(body, rows).max(20.0),
            title_pt,
            has_pictures,
        }
    }

    fn body_top_pt(&self, page: usize) -> f32 {
        MARGIN_PT + if page == 0 { self.title_pt } else { HEADER_PT }
    }

    pub(super) fn body_bottom_pt(&self) -> f32 {
        let [_, height] = self.page_pt;
        height - MARGIN_PT - FOOTER_PT
    }

    pub(super) fn cell_left_pt(&self, column: usize) -> f32 {
        MARGIN_PT + column as f32 * (self.cell_width_pt + GAP_PT)
    }
}

/// Shares cells among pages, given the heights of their lines; the pieces of each row, in order.
pub(super) fn paginated(geometry: &Geometry, cells: &[Vec<f32>]) -> Vec<Vec<Piece>> {
    let mut rows = Vec::new();
    let (mut page, mut top) = (0, geometry.body_top_pt(0));
    let bottom = geometry.body_bottom_pt();
    for row in cells.chunks(geometry.columns) {
        let words_pt = row.iter().map(|lines| lines.iter().sum::<f32>()).fold(0.0, f32::max);
        // The first page's title takes from its rows, so that it holds as many as others.
        let n_on_page = ((bottom - MARGIN_PT - HEADER_PT + GAP_PT) / (geometry.row_pt + GAP_PT)).round().max(1.0);
        let row_pt = (bottom - geometry.body_top_pt(page) - GAP_PT * (n_on_page - 1.0)) / n_on_page;
        let row_pt = row_pt.min(geometry.row_pt).max(20.0);
        let picture_pt = match geometry.has_pictures {
            false => 0.0,
            true => (row_pt - words_pt - PAD_PT).clamp(row_pt * PICTURE_LEAST, row_pt * PICTURE_MOST),
        };
        let pad_pt = if geometry.has_pictures { PAD_PT } else { 0.0 };
        let whole_pt = picture_pt + pad_pt + words_pt;
        let is_at_top = top <= geometry.body_top_pt(page) + 0.5;
        // A row that fits a page begins where it fits; a longer one where at least its pictures and some lines do.
        let page_pt = bottom - geometry.body_top_pt(page + 1);
        let needed_pt = if whole_pt <= page_pt { whole_pt } else { (picture_pt + pad_pt + 60.0).min(page_pt) };
        if !is_at_top && top + needed_pt > bottom + 0.5 {
            page += 1;
            top = geometry.body_top_pt(page);
        }
        let mut pieces = Vec::new();
        let mut done = vec![0; row.len()];
        let mut picture_pt = picture_pt;
        loop {
            let words_top = top + picture_pt + if picture_pt > 0.0 { pad_pt } else { 0.0 };
            let mut lowest = words_top;
            let mut lines = Vec::new();
            for (heights, done) in row.iter().zip(&mut done) {
                let from = *done;
                let mut y = words_top;
                for height in heights.iter().skip(from) {
                    // A line always stands somewhere, however little room there is.
                    if y + height > bottom + 0.5 && *done > from {
                        break;
                    }
                    y += height;
                    *done += 1;
                }
                lowest = lowest.max(y);
                lines.push([from, *done]);
            }
            pieces.push(Piece { page, top_pt: top, picture_pt, lines });
            if row.iter().zip(&done).all(|(heights, done)| *done >= heights.len()) {
                top = (top + geometry_row(row_pt, geometry)).max(lowest) + GAP_PT;
                break;
            }
            page += 1;
            top = geometry.body_top_pt(page);
            picture_pt = 0.0;
        }
        rows.push(pieces);
    }
    rows
}

/// What a row takes at least: its share of the page when there are pictures, and only its words otherwise.
fn geometry_row(row_pt: f32, geometry: &Geometry) -> f32 {
    if geometry.has_pictures { row_pt } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exporters::options::Paper;

    fn pages(n_photos: usize, n_lines: usize, has_pictures: bool) -> Vec<Vec<Piece>> {
        let sheet = Sheet { rows: 4, columns: 3, paper: Paper::A4, landscape: false };
        let geometry = Geometry::of(sheet, 40.0, has_pictures);
        paginated(&geometry, &vec![vec![10.0; n_lines]; n_photos])
    }

    #[test]
    fn short_captions_fill_the_grid() {
        let rows = pages(24, 4, true);
        assert_eq!(rows.iter().map(|row| row[0].page).collect::<Vec<_>>(), [0, 0, 0, 0, 1, 1, 1, 1]);
        assert!(rows.iter().all(|row| row.len() == 1));
    }

    #[test]
    fn long_captions_make_rows_higher_and_go_on() {
        let rows = pages(6, 20, true);
        assert!(rows.iter().all(|row| row.len() == 1 && row[0].lines.iter().all(|lines| *lines == [0, 20])));
        let rows = pages(3, 200, true);
        let pieces = &rows[0];
        assert!(pieces.len() > 2);
        assert_eq!(pieces.iter().map(|piece| piece.page).collect::<Vec<_>>(), (0..pieces.len()).collect::<Vec<_>>());
        let lines: Vec<_> = pieces.iter().map(|piece| piece.lines[0]).collect();
        assert_eq!((lines[0][0], lines.last().unwrap()[1]), (0, 200));
        assert!(lines.windows(2).all(|pair| pair[0][1] == pair[1][0]));
    }

    #[test]
    fn captions_alone_stand_close() {
        assert_eq!(pages(24, 4, false).last().unwrap()[0].page, 0);
    }
}
