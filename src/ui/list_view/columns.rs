//! The columns of the table: what each says of a photo, and how wide each is where there is much room or little.

use eframe::egui::Rect;

use crate::app::App;
use crate::caption::date::Date;
use crate::catalog::PhotoIndex;
use crate::catalog::order::SortKey;
use crate::photo::Photo;
use crate::query::FacetName;
use crate::settings::Settings;
use crate::text;
use crate::ui::caption_text;
use crate::ui::grid::card;
use crate::ui::grid::marks::Marks;

/// How much of a cell's text is laid out, in bytes.
const SHOWN_BYTES: usize = 400;
/// What is left out first where there is no room.
const DROPPED_FIRST: [Column; 8] = [
    Column::File,
    Column::People,
    Column::Marks,
    Column::Credit,
    Column::Date,
    Column::Place,
    Column::Picture,
    Column::Number,
];
/// The narrowest the caption's column gets, in points.
pub(super) const CAPTION_MIN_PT: f32 = 160.0;
/// The part of the table that the caption has where the user chose no width: it is what the table is read for.
const CAPTION_SHARE: f32 = 0.36;
/// Space between a column's edge and its text, in points.
pub(super) const CELL_MARGIN_PT: f32 = 8.0;
/// Width of a digit, in points.
const DIGIT_PT: f32 = 8.2;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Picture,
    Caption,
    Place,
    People,
    Date,
    Credit,
    Marks,
    File,
}

/// The width of each column, in points.
type Widths = [f32; COLUMNS.len()];

/// The columns, from left to right.
pub(super) const COLUMNS: [Column; 9] = [
    Column::Number,
    Column::Picture,
    Column::Caption,
    Column::Place,
    Column::People,
    Column::Date,
    Column::Credit,
    Column::Marks,
    Column::File,
];

impl Column {
    /// Its name in the settings.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Picture => "picture",
            Self::Caption => "caption",
            Self::Place => "place",
            Self::People => "people",
            Self::Date => "date",
            Self::Credit => "credit",
            Self::Marks => "marks",
            Self::File => "file",
        }
    }

    /// Its width in points where the user chose none; the caption takes what is left.
    pub(super) fn usual_width_pt(self) -> f32 {
        match self {
            Self::Number => 56.0,
            Self::Picture => 70.0,
            Self::Caption => 0.0,
            Self::Place => 160.0,
            Self::People => 130.0,
            Self::Date => 104.0,
            Self::Credit => 90.0,
            Self::Marks => 104.0,
            Self::File => 110.0,
        }
    }

    /// So narrow it gets where there is little room, in points, before one of the columns is left out: less shows nothing.
    fn least_width_pt(self) -> f32 {
        match self {
            Self::Number => 40.0,
            Self::Picture => 56.0,
            Self::Caption => 0.0,
            Self::Place | Self::People => 96.0,
            // A day: 2022-08-06.
            Self::Date => 98.0,
            Self::Credit => 72.0,
            Self::Marks => 64.0,
            Self::File => 80.0,
        }
    }

    /// Its width in points, as the user chose it.
    pub(super) fn width_pt(self, settings: &Settings) -> f32 {
        settings.column_width_pt(self.name()).unwrap_or(self.usual_width_pt())
    }

    /// What its head says.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Number => "No.",
            Self::Picture => "Picture",
            Self::Caption => "Caption",
            Self::Place => "Place",
            Self::People => "People",
            Self::Date => "Date",
            Self::Credit => "Credit",
            Self::Marks => "Rating",
            Self::File => "File",
        }
    }

    /// What a click on the column's head sorts by.
    pub(super) fn sort_key(self) -> Option<SortKey> {
        match self {
            Self::Number => Some(SortKey::Input),
            Self::Caption => Some(SortKey::Caption),
            Self::Place => Some(SortKey::Place),
            Self::Date => Some(SortKey::Date),
            Self::Credit => Some(SortKey::Credit),
            Self::Marks => Some(SortKey::Rating),
            Self::File => Some(SortKey::File),
            Self::Picture | Self::People => None,
        }
    }

    /// What it says of a photo.
    pub(super) fn text(self, photo: &Photo, index: PhotoIndex) -> String {
        match self {
            Self::Number => (index.0 + 1).to_string(),
            Self::Picture => String::new(),
            Self::Caption => text::truncated(photo.line(), SHOWN_BYTES).replace(['\n', '\r'], " "),
            Self::Place => {
                card::tag(photo).map(|(place, relation)| card::tag_text(place, relation)).unwrap_or_default()
            }
            Self::People => photo.persons.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", "),
            Self::Date => photo.caption.date_created.as_ref().map(shown_day).unwrap_or_default(),
            Self::Credit => photo.caption.credit_line.clone().unwrap_or_default(),
            Self::Marks => Marks::of(&photo.facts).words().join(", "),
            Self::File => photo.file.clone().unwrap_or_default(),
        }
    }
}

/// Where each column begins, and where the last one ends; a column that no photo fills has no width.
pub(super) fn edges(content: Rect, app: &App, has_pictures: bool) -> Vec<f32> {
    let wanted_pt = COLUMNS.map(|column| match column {
        Column::Caption => 0.0,
        _ if !is_filled(column, app, has_pictures) => 0.0,
        _ => column.width_pt(app.settings()).max(number_width_pt(column, app)),
    });
    // Who sets widths by hand knows how much of the captions they want to read.
    let is_chosen = COLUMNS.iter().any(|column| app.settings().column_width_pt(column.name()).is_some());
    let share_pt = if is_chosen { 0.0 } else { content.width() * CAPTION_SHARE };
    let caption_least_pt = CAPTION_MIN_PT.max(share_pt);
    // Half a number says nothing.
    let least_pt = COLUMNS.map(|column| column.least_width_pt().max(number_width_pt(column, app)));
    let widths_pt = fitted(wanted_pt, least_pt, content.width() - caption_least_pt);
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
fn fitted(mut widths_pt: Widths, least_pt: Widths, room_pt: f32) -> Widths {
    let least_of = |widths_pt: &Widths| {
        let mut least = least_pt;
        least.iter_mut().zip(widths_pt).for_each(|(least, width)| *least = least.min(*width));
        least
    };
    for dropped in DROPPED_FIRST {
        if least_of(&widths_pt).iter().sum::<f32>() <= room_pt {
            break;
        }
        for (column, width) in COLUMNS.iter().zip(&mut widths_pt) {
            if *column == dropped {
                *width = 0.0;
            }
        }
    }
    let least_pt = least_of(&widths_pt);
    let (least, all): (f32, f32) = (least_pt.iter().sum(), widths_pt.iter().sum());
    if all <= room_pt || all <= least {
        return widths_pt;
    }
    // What a column wants beyond the least shrinks, the same share of each.
    let share = ((room_pt - least) / (all - least)).clamp(0.0, 1.0);
    for (width, least) in widths_pt.iter_mut().zip(least_pt) {
        *width = least + (*width - least) * share;
    }
    widths_pt
}

/// The day of a date, whose time would not fit into a column.
fn shown_day(date: &Date) -> String {
    let shown = caption_text::shown_date(date);
    shown.split_once(':').and_then(|(day, _)| day.rsplit_once(' ')).map_or(shown.as_str(), |(day, _)| day).to_owned()
}

/// How wide the column of numbers must be for the last photo's.
fn number_width_pt(column: Column, app: &App) -> f32 {
    let n_photos = app.catalog().map_or(0, |catalog| catalog.n_photos());
    let n_digits = n_photos.checked_ilog10().unwrap_or(0) + 1;
    if column == Column::Number { n_digits as f32 * DIGIT_PT + 2.0 * CELL_MARGIN_PT } else { 0.0 }
}

/// Whether any photo of the collection has something to show in a column.
fn is_filled(column: Column, app: &App, has_pictures: bool) -> bool {
    let Some(catalog) = app.catalog() else { return true };
    match column {
        Column::Number | Column::Caption => true,
        Column::Place => catalog.has_values(FacetName::Place),
        Column::Credit => catalog.has_values(FacetName::Credit),
        Column::Marks => {
            let marks = [FacetName::Rating, FacetName::Label, FacetName::Picked];
            marks.into_iter().any(|name| catalog.has_values(name))
        }
        Column::Picture => has_pictures,
        Column::People => catalog.has_values(FacetName::Person),
        Column::Date => catalog.has_values(FacetName::Date),
        Column::File => catalog.has_files(),
    }
}

/// A column's part of a row; of no width where nothing fills the column.
pub(super) fn column_rect(row: Rect, edges: &[f32], column: Column) -> Rect {
    let at = COLUMNS.iter().position(|other| *other == column).unwrap_or(0);
    let edge = |at: usize| edges.get(at).copied().unwrap_or(row.right());
    Rect::from_x_y_ranges(edge(at)..=edge(at + 1), row.y_range())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fit_into_any_width_and_the_least_wanted_go_first() {
        let wanted = COLUMNS.map(|column| column.usual_width_pt());
        let least = COLUMNS.map(|column| column.least_width_pt());
        assert_eq!(fitted(wanted, least, 2_000.0), wanted);
        let shown = |room_pt: f32| {
            let widths = fitted(wanted, least, room_pt);
            assert!(widths.iter().sum::<f32>() <= room_pt.max(0.0) + 0.1, "{room_pt}: {widths:?}");
            let columns = COLUMNS.iter().zip(widths).filter(|(_, width)| *width > 0.0);
            columns.map(|(column, _)| column.label()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(610.0), "No. Picture Place People Date Credit Rating File");
        assert_eq!(shown(540.0), "No. Picture Place People Date Credit Rating");
        assert_eq!(shown(400.0), "No. Picture Place Date Credit");
        assert_eq!(shown(120.0), "No. Picture");
        assert_eq!(shown(-50.0), "");
        // The numbers of a million photos are whole where other columns are narrow.
        let with_number = |mut widths: Widths, number_pt: f32| {
            widths[0] = number_pt;
            widths
        };
        assert_eq!(fitted(with_number(wanted, 74.0), with_number(least, 74.0), 540.0)[0], 74.0);
    }
}
