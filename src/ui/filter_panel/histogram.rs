//! The photos by date, as bars: a click ticks one, a drag ticks a range, and the ends of a range that is ticked can be
//! dragged. Years without end are put together, so that no bar is narrower than can be seen.

use eframe::egui::{self, Align, Align2, CursorIcon, Layout, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::Command;
use crate::caption::date::DayNumber;
use crate::catalog::facets::{Facet, FacetCount};
use crate::query::FacetName;
use crate::query::parse::date_range;
use crate::text;
use crate::ui::theme::{self, Palette, SMALL_PT};

/// Height of the bars, in points.
const BARS_PT: f32 = 44.0;
/// Height of the line above them that says what is dragged, in points.
const WORDS_PT: f32 = 16.0;
/// The most bars.
const BARS_MAX: usize = 90;
/// How near to the end of a range the pointer takes hold of it, in points.
const GRIP_PT: f32 = 5.0;

/// What the histogram keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    drag: Option<Drag>,
    made: Option<(MadeFor, Made)>,
}

/// A range that is being dragged: the bar that stays, and the one under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Drag {
    fixed: usize,
    moving: usize,
}

/// What the bars depend on.
#[derive(Debug, PartialEq)]
struct MadeFor {
    answer: u64,
    ticks: Vec<String>,
}

/// The bars.
#[derive(Debug, Default, PartialEq)]
struct Made {
    bars: Vec<Bar>,
    /// The most photos of a bar.
    most: usize,
    /// The first and the last bar of what is ticked, when it is one range.
    range: Option<(usize, usize)>,
}

/// A day, a month, a year, or some years.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    /// Its first and last value, as they stand in a query.
    from: String,
    to: String,
    n_photos: usize,
    ticked: bool,
}

impl Histogram {
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        facet: &Facet,
        count: &FacetCount,
        ticks: &[String],
        app: &App,
        commands: &mut Vec<Command>,
    ) {
        let made_for = MadeFor { answer: app.answer(), ticks: ticks.to_vec() };
        let (made_for, made) = match self.made.take() {
            Some((of, made)) if of == made_for => (of, made),
            _ => {
                let made = Made::of(facet, count, ticks);
                (made_for, made)
            }
        };
        self.bars_ui(ui, &made, app, commands);
        self.made = Some((made_for, made));
        for tick in ticks {
            if ui.button(format!("{tick} ×")).on_hover_text("Drop this date from the filter").clicked() {
                commands.push(Command::ToggleTick(FacetName::Date, tick.clone()));
            }
        }
    }

    fn bars_ui(&mut self, ui: &mut Ui, made: &Made, app: &App, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), WORDS_PT + BARS_PT), Sense::hover());
        let rect = all.with_min_y(all.top() + WORDS_PT);
        let places = Places { rect, n_bars: made.bars.len().max(1) };
        let mut hovered = None;
        for (at, bar) in made.bars.iter().enumerate() {
            let response = ui.interact(places.of(at), ui.scope_id().with(("date", at)), Sense::click_and_drag());
            let spoken = || format!("{}, {}", bar.words(), text::counted(bar.n_photos, "photo"));
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, bar.ticked, spoken()));
            hovered = response.hovered().then_some(at).or(hovered);
            self.drag_ui(ui, &response, at, made, places, app, commands);
            if response.clicked() {
                commands.push(Command::ToggleTick(FacetName::Date, bar.query()));
            }
        }
        let dragged = self.drag.map(|drag| (drag.fixed.min(drag.moving), drag.fixed.max(drag.moving)));
        for (at, bar) in made.bars.iter().enumerate() {
            let is_in = dragged.map_or(bar.ticked, |(first, last)| (first..=last).contains(&at));
            let color = if is_in || hovered == Some(at) { palette.accent } else { palette.text_weak };
            ui.painter().rect_filled(places.bar(at, bar.n_photos, made.most), 1.0, color);
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.line));
        if let Some((first, last)) = dragged.or(made.range) {
            paint_range(ui, places, first, last, palette);
        }
        let words = match (dragged, hovered.and_then(|at| made.bars.get(at))) {
            (Some((first, last)), _) => made.words(first, last),
            (None, Some(bar)) => format!("{}: {}", bar.words(), text::counted(bar.n_photos, "photo")),
            (None, None) => "Drag for a range".to_owned(),
        };
        let color = if dragged.is_some() || hovered.is_some() { palette.text } else { palette.text_weak };
        ui.painter().text(all.left_top(), Align2::LEFT_TOP, words, theme::regular(SMALL_PT), color);
        if let Some((first, last)) = made.bars.first().zip(made.bars.last()) {
            ui.horizontal(|ui| {
                let small = |text: &str| egui::RichText::new(text).size(SMALL_PT).color(palette.text_weak);
                ui.label(small(&first.from));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(small(&last.to)));
            });
        }
    }

    /// A drag begins at a bar, or takes hold of an end of what is ticked; where it ends the range is ticked.
    #[expect(clippy::too_many_arguments, reason = "a bar's own, and what every panel takes")]
    fn drag_ui(
        &mut self,
        ui: &Ui,
        response: &Response,
        at: usize,
        made: &Made,
        places: Places,
        app: &App,
        commands: &mut Vec<Command>,
    ) {
        let grip = |x: f32| made.range.and_then(|range| places.gripped(range, x));
        if response.hover_pos().is_some_and(|pointer| grip(pointer.x).is_some()) {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        if response.drag_started() {
            let from = ui.input(|input| input.pointer.press_origin()).map_or(places.of(at).center().x, |at| at.x);
            self.drag = Some(grip(from).unwrap_or(Drag { fixed: at, moving: at }));
        }
        let (Some(drag), Some(pointer)) = (&mut self.drag, response.interact_pointer_pos()) else { return };
        if response.dragged() {
            drag.moving = places.at(pointer.x);
        }
        if response.drag_stopped() {
            let (first, last) = (drag.fixed.min(drag.moving), drag.fixed.max(drag.moving));
            self.drag = None;
            if let Some(range) = made.query(first, last) {
                commands.push(Command::SetQuery(app.query().with_only_tick(FacetName::Date, &range)));
            }
        }
    }
}

/// Where the bars stand.
#[derive(Clone, Copy)]
struct Places {
    rect: Rect,
    n_bars: usize,
}

impl Places {
    fn width(self) -> f32 {
        self.rect.width() / self.n_bars as f32
    }

    fn left(self, at: usize) -> f32 {
        self.rect.left() + at as f32 * self.width()
    }

    /// The whole height over a bar.
    fn of(self, at: usize) -> Rect {
        Rect::from_x_y_ranges(self.left(at)..=self.left(at + 1), self.rect.y_range())
    }

    fn bar(self, at: usize, n_photos: usize, most: usize) -> Rect {
        let share = n_photos as f32 / most.max(1) as f32;
        let height = (share * (self.rect.height() - 2.0)).max(if n_photos > 0 { 2.0 } else { 0.0 });
        let column = self.of(at).shrink2(vec2((self.width() * 0.12).min(2.0), 0.0));
        column.with_min_y(self.rect.bottom() - height)
    }

    fn at(self, x: f32) -> usize {
        (((x - self.rect.left()) / self.width()).floor().max(0.0) as usize).min(self.n_bars - 1)
    }

    /// The end of a range that the pointer takes hold of.
    fn gripped(self, (first, last): (usize, usize), x: f32) -> Option<Drag> {
        let near = |edge: f32| (x - edge).abs() <= GRIP_PT;
        if near(self.left(last + 1)) {
            return Some(Drag { fixed: first, moving: last });
        }
        near(self.left(first)).then_some(Drag { fixed: last, moving: first })
    }
}

impl Bar {
    /// As it stands in a query.
    fn query(&self) -> String {
        if self.from == self.to { self.from.clone() } else { format!("{}..{}", self.from, self.to) }
    }

    fn words(&self) -> String {
        if self.from == self.to { self.from.clone() } else { format!("{} to {}", self.from, self.to) }
    }
}

impl Made {
    fn of(facet: &Facet, count: &FacetCount, ticks: &[String]) -> Self {
        let ticks: Vec<_> = ticks.iter().filter_map(|tick| days(tick)).collect();
        let n_together = facet.values.len().div_ceil(BARS_MAX).max(1);
        let bars = facet.values.chunks(n_together).zip(count.n_photos.chunks(n_together));
        let bars = bars.filter_map(|(values, n_photos)| {
            let (from, to) = (values.first()?.value.clone(), values.last()?.value.clone());
            let (first, _) = days(&from)?;
            let (_, last) = days(&to)?;
            let covers = |tick: &Days| {
                tick.0.is_none_or(|tick| last >= Some(tick)) && tick.1.is_none_or(|tick| first <= Some(tick))
            };
            let ticked = ticks.iter().any(covers);
            Some(Bar { from, to, n_photos: n_photos.iter().sum(), ticked })
        });
        let bars: Vec<Bar> = bars.collect();
        let most = bars.iter().map(|bar| bar.n_photos).max().unwrap_or(0);
        let first = bars.iter().position(|bar| bar.ticked);
        let last = bars.iter().rposition(|bar| bar.ticked);
        let range = first.zip(last).filter(|_| ticks.len() == 1);
        Self { bars, most, range }
    }

    fn query(&self, first: usize, last: usize) -> Option<String> {
        let (from, to) = (&self.bars.get(first)?.from, &self.bars.get(last)?.to);
        Some(if from == to { from.clone() } else { format!("{from}..{to}") })
    }

    fn words(&self, first: usize, last: usize) -> String {
        let bars = self.bars.get(first..=last).unwrap_or(&[]);
        let n_photos = bars.iter().map(|bar| bar.n_photos).sum();
        match bars {
            [first, .., last] => format!("{} to {}: {}", first.from, last.to, text::counted(n_photos, "photo")),
            [bar] => format!("{}: {}", bar.words(), text::counted(n_photos, "photo")),
            [] => String::new(),
        }
    }
}

/// The first and the last day of a date or a range; none where it has no end.
type Days = (Option<DayNumber>, Option<DayNumber>);

fn days(written: &str) -> Option<Days> {
    date_range(written).ok().map(|range| range.days())
}

/// The ends of a range, which can be dragged.
fn paint_range(ui: &Ui, places: Places, first: usize, last: usize, palette: &Palette) {
    let middle = places.rect.center().y;
    for x in [places.left(first), places.left(last + 1)] {
        ui.painter().vline(x, places.rect.y_range(), egui::Stroke::new(1.0, palette.accent));
        let grip = Rect::from_center_size(pos2(x, middle), vec2(5.0, 14.0));
        ui.painter().rect_filled(grip, 2.5, palette.accent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::facets::FacetValue;

    fn made(values: impl IntoIterator<Item = String>, ticks: &[&str]) -> Made {
        let mut facet = Facet::default();
        facet.values = values
            .into_iter()
            .map(|value| FacetValue {
                label: value.clone(),
                folded_names: vec![value.clone()],
                value,
                depth: 0,
                has_children: false,
            })
            .collect();
        let count = FacetCount { n_photos: vec![2; facet.values.len()], n_without: 0 };
        let ticks: Vec<String> = ticks.iter().map(|tick| (*tick).to_owned()).collect();
        Made::of(&facet, &count, &ticks)
    }

    #[test]
    fn what_is_ticked_is_a_range_whose_ends_can_be_dragged() {
        let made = made((1935..=1944).map(|year| year.to_string()), &["1937..1939-05"]);
        assert_eq!(made.range, Some((2, 4)));
        assert_eq!((made.query(2, 5), made.query(3, 3)), (Some("1937..1940".to_owned()), Some("1938".to_owned())));
        let places = Places { rect: Rect::from_min_size(pos2(0.0, 0.0), vec2(100.0, 44.0)), n_bars: 10 };
        assert_eq!(places.gripped((2, 4), 48.0), Some(Drag { fixed: 2, moving: 4 }));
        assert_eq!(places.gripped((2, 4), 18.0), Some(Drag { fixed: 4, moving: 2 }));
        assert_eq!(places.gripped((2, 4), 35.0), None);
        assert_eq!([-5.0, 0.0, 99.9, 200.0].map(|x| places.at(x)), [0, 0, 9, 9]);
    }

    #[test]
    fn two_ticks_are_no_range_and_an_open_one_is() {
        assert_eq!(made((1935..=1944).map(|year| year.to_string()), &["1937", "1940"]).range, None);
        assert_eq!(made((1935..=1944).map(|year| year.to_string()), &["1942.."]).range, Some((7, 9)));
    }

    #[test]
    fn years_without_end_are_put_together() {
        let made = made((1..=9_999).map(|year| format!("{year:04}")), &[]);
        assert!(made.bars.len() <= BARS_MAX, "{}", made.bars.len());
        assert_eq!(made.bars.iter().map(|bar| bar.n_photos).sum::<usize>(), 2 * 9_999);
        assert_eq!(made.bars.first().map(Bar::query), Some("0001..0112".to_owned()));
    }
}
