//! The photos by date, as bars: a click ticks one, a drag ticks a range, and the ends of a range that is ticked can be
//! dragged. `bars` says what they stand for.

mod bars;

use eframe::egui::{self, Align, Align2, CursorIcon, Layout, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::Command;
use crate::catalog::facets::{Facet, FacetCount};
use crate::query::FacetName;
use crate::text;
use crate::ui::filter_panel::histogram::bars::Bars;
use crate::ui::theme::{self, Palette, SMALL_PT};

/// Height of the bars, in points.
const BARS_PT: f32 = 44.0;
/// Height of the line above them that says what is dragged, in points.
const WORDS_PT: f32 = 16.0;
/// How near to the end of a range the pointer takes hold of it, in points.
const GRIP_PT: f32 = 5.0;

/// What the histogram keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    drag: Option<Drag>,
    made: Option<(MadeFor, Bars)>,
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
                let made = Bars::of(facet, count, ticks);
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

    fn bars_ui(&mut self, ui: &mut Ui, made: &Bars, app: &App, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), WORDS_PT + BARS_PT), Sense::hover());
        let rect = all.with_min_y(all.top() + WORDS_PT);
        let places = Places { rect, n_bars: made.all.len().max(1) };
        let mut hovered = None;
        for (at, bar) in made.all.iter().enumerate() {
            let response = ui.interact(places.of(at), ui.scope_id().with(("date", at)), Sense::click_and_drag());
            let spoken = || format!("{}, {}", bar.words(), text::counted(bar.n_photos, "photo"));
            // A gap is something to drag over; ticking it would show nothing.
            let can_be_ticked = bar.n_photos > 0 || bar.ticked;
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, can_be_ticked, bar.ticked, spoken()));
            hovered = response.hovered().then_some(at).or(hovered);
            self.drag_ui(ui, &response, at, made, places, app, commands);
            if response.clicked() && can_be_ticked {
                commands.push(Command::ToggleTick(FacetName::Date, bar.query()));
            }
        }
        let dragged = self.drag.map(|drag| (drag.fixed.min(drag.moving), drag.fixed.max(drag.moving)));
        for (at, bar) in made.all.iter().enumerate() {
            let is_in = dragged.map_or(bar.ticked, |(first, last)| (first..=last).contains(&at));
            let color = if is_in || hovered == Some(at) { palette.accent } else { palette.text_weak };
            ui.painter().rect_filled(places.bar(at, bar.n_photos, made.most), 1.0, color);
            if bar.is_shortened {
                paint_shortened(ui, places.of(at), palette);
            }
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.line));
        if let Some((first, last)) = dragged.or(made.range) {
            paint_range(ui, places, first, last, palette);
        }
        let words = match (dragged, hovered.and_then(|at| made.all.get(at))) {
            (Some((first, last)), _) => made.words(first, last),
            (None, Some(bar)) => format!("{}: {}", bar.words(), text::counted(bar.n_photos, "photo")),
            (None, None) => "Drag for a range".to_owned(),
        };
        let color = if dragged.is_some() || hovered.is_some() { palette.text } else { palette.text_weak };
        ui.painter().text(all.left_top(), Align2::LEFT_TOP, words, theme::regular(SMALL_PT), color);
        if let Some((first, last)) = made.all.first().zip(made.all.last()) {
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
        made: &Bars,
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

/// Dots that say that time was left out.
fn paint_shortened(ui: &Ui, rect: Rect, palette: &Palette) {
    let (middle, step) = (rect.center(), (rect.width() / 4.0).clamp(2.0, 6.0));
    for x in [middle.x - step, middle.x, middle.x + step] {
        ui.painter().circle_filled(pos2(x, rect.bottom() - 6.0), 1.0, palette.text_weak);
    }
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

    #[test]
    fn the_ends_of_a_range_can_be_dragged() {
        let places = Places { rect: Rect::from_min_size(pos2(0.0, 0.0), vec2(100.0, 44.0)), n_bars: 10 };
        assert_eq!(places.gripped((2, 4), 48.0), Some(Drag { fixed: 2, moving: 4 }));
        assert_eq!(places.gripped((2, 4), 18.0), Some(Drag { fixed: 4, moving: 2 }));
        assert_eq!(places.gripped((2, 4), 35.0), None);
        assert_eq!([-5.0, 0.0, 99.9, 200.0].map(|x| places.at(x)), [0, 0, 9, 9]);
    }
}
