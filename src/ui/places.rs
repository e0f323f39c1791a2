//! The results by place: the drawn plan of a building whose parts the photos name, or a map of the world.
//! Each part and each cluster has its count and filters as the filter panel does; what is ticked is the query.

mod capitol;
mod clusters;
mod map;
mod outlines;
mod plan;
mod projection;
mod spot;

use std::sync::Arc;

use eframe::egui::{
    self, Align, Color32, CornerRadius, EventFilter, Id, Key, Layout, Pos2, Rect, Response, Role, Sense, Stroke, Ui,
    Vec2, WidgetInfo, vec2,
};

use crate::app::App;
use crate::app::command::Command;
use crate::app::effect::Generation;
use crate::place::gazetteer::Gazetteer;
use crate::query::{FacetName, Query};
use crate::text;
use crate::ui::grid;
use crate::ui::places::spot::Spot;
use crate::ui::theme::{self, SMALL_PT};

/// Height of the line above, in points.
const HEAD_PT: f32 = 34.0;
/// Height of the line below, in points.
const FOOT_PT: f32 = 34.0;
/// Space around the drawing, in points.
const MARGIN_PT: f32 = 12.0;
/// The most places named below the drawing; the filter panel has all.
const CHIPS_MAX: usize = 60;
/// After so many passes of the toolkit without it the view is shown anew, and has the keyboard.
const PASSES_AWAY: u64 = 3;
/// How much an arrow key minds what lies beside its way, against what lies along it.
const ASIDE: f32 = 2.0;

/// What the view keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct PlacesView {
    /// The places that are known, for where on the globe they are.
    pub gazetteer: Arc<Gazetteer>,
    /// The map's zoom, asked for by a command: closer or not.
    pub zoom: Option<bool>,
    map: map::Map,
    /// What the user chose to see, of which opening.
    chosen: Option<(Generation, Drawing)>,
    /// When the view was drawn last, in passes of the toolkit.
    drawn: u64,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawing {
    /// The plan of the Capitol.
    Plan,
    /// The map of the world.
    World,
}

impl PlacesView {
    /// Draws the view and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
        let Some(opening) = app.shown_opening() else { return };
        let spots = spot::of(app);
        if spots.is_empty() {
            ui.centered_and_justified(|ui| {
                ui.label(egui::RichText::new("No photo here states a place").color(theme::palette(ui).text_weak))
            });
            return;
        }
        let area = ui.available_rect_before_wrap();
        let (head, rest) = area.split_top_bottom_at_y(area.top() + HEAD_PT);
        let (middle, foot) = rest.split_top_bottom_at_y(rest.bottom() - FOOT_PT);
        let usual = if plan::fits(&spots) { Drawing::Plan } else { Drawing::World };
        let chosen = self.chosen.filter(|(of, _)| *of == opening).map(|(_, drawing)| drawing);
        let drawing = chosen.unwrap_or(usual);
        if let Some(wanted) = head_ui(ui, head, drawing, plan::is_named(&spots), app) {
            self.chosen = Some((opening, wanted));
        }
        let pass = ui.ctx().cumulative_pass_nr();
        let is_new = std::mem::replace(&mut self.drawn, pass) + PASSES_AWAY < pass;
        // The photos, which are not on the screen, and nothing at all have no use for the arrow keys here.
        let is_free = ui.memory(|memory| memory.focused()).is_none_or(|focused| focused == grid::id());
        let arrives = is_new && !ui.ctx().text_edit_focused();
        let mut walk = Walk { wants_focus: arrives || is_free, ..Walk::default() };
        let inner = middle.shrink2(vec2(MARGIN_PT, 0.0));
        let beside = match drawing {
            Drawing::Plan => plan::ui(ui, inner, &spots, &self.gazetteer, &mut walk, commands),
            Drawing::World => {
                let position = |spot: &Spot<'_>| position_of(&self.gazetteer, spot);
                let asked = map::Asked { opening, zoom: self.zoom.take() };
                self.map.ui(ui, inner, &spots, &position, asked, app, &mut walk, commands)
            }
        };
        walk.finish(ui);
        foot_ui(ui, foot, drawing, &beside, app, commands);
    }
}

/// Where on the globe a place is: its own position or that of what it is inside of, in degrees.
fn position_of(gazetteer: &Gazetteer, spot: &Spot<'_>) -> Option<[f64; 2]> {
    let place = gazetteer.by_id(&spot.value.value)?;
    Some(place.position()?.degrees())
}

/// The line above: what is drawn, and how many photos are shown. Returns the drawing that was asked for.
fn head_ui(ui: &mut Ui, rect: Rect, drawing: Drawing, has_plan: bool, app: &App) -> Option<Drawing> {
    let mut wanted = None;
    let inner = rect.shrink2(vec2(MARGIN_PT, 0.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)), |ui| {
        let title = match drawing {
            Drawing::Plan => "US Capitol",
            Drawing::World => "World",
        };
        ui.label(egui::RichText::new(title).font(theme::strong(theme::HEADING_PT - 2.0)));
        let shown = format!("{} shown", text::counted(app.results().order.len(), "photo"));
        ui.label(egui::RichText::new(shown).color(theme::palette(ui).text_weak));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // With one drawing there is nothing to choose.
            if !has_plan {
                return;
            }
            let choices = [(Drawing::World, "World", "Show where on the world the places are")];
            let plan = [(Drawing::Plan, "Plan", "Show the plan of the Capitol")];
            for (choice, label, help) in choices.into_iter().chain(plan) {
                let selected = drawing == choice;
                let response = ui.selectable_label(selected, label);
                response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, help));
                if response.on_hover_text(help).clicked() {
                    wanted = Some(choice);
                }
            }
        });
    });
    wanted
}

/// The places that the drawing has no room for, and the photos that state none.
fn foot_ui(ui: &mut Ui, rect: Rect, drawing: Drawing, beside: &[&Spot<'_>], app: &App, commands: &mut Vec<Command>) {
    let inner = rect.shrink2(vec2(MARGIN_PT, 0.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)), |ui| {
        let label = match (drawing, beside.len()) {
            (_, 0) => None,
            (Drawing::Plan, n) => Some(format!("{n} not on the plan…")),
            (Drawing::World, 1) => Some("1 place without a position…".to_owned()),
            (Drawing::World, n) => Some(format!("{n} places without a position…")),
        };
        if let Some(label) = label {
            let menu = ui.menu_button(label.as_str(), |ui| {
                egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    for spot in beside.iter().take(CHIPS_MAX) {
                        let mut ticked = spot.ticked();
                        let response = ui.checkbox(&mut ticked, format!("{}  {}", spot.label(), spot.n_photos));
                        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, spot.spoken()));
                        if response.changed() {
                            commands.push(spot.toggle());
                        }
                    }
                    if beside.len() > CHIPS_MAX {
                        ui.label(format!("and {} more in the filter panel", beside.len() - CHIPS_MAX));
                    }
                });
            });
            let spoken = label.trim_end_matches('…').to_owned();
            menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_str()));
        }
        without_ui(ui, app, commands);
    });
}

fn without_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let Ok(without) = "-has:place".parse::<Query>() else { return };
    let printed = without.to_string();
    let mut ticked = app.query().has_part(&printed);
    let n_without = app.results().counts.of(FacetName::Place).map_or(0, |count| count.n_without);
    if n_without == 0 && !ticked {
        return;
    }
    let response = ui.checkbox(&mut ticked, format!("Not stated  {n_without}"));
    let spoken = format!("No place stated, {}", text::counted(n_without, "photo"));
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, spoken.as_str()));
    if response.changed() {
        let query = app.query();
        let query = if query.has_part(&printed) { query.without_part(&printed) } else { query.clone().and(without) };
        commands.push(Command::SetQuery(query));
    }
}

/// The controls of a drawing, among which the arrow keys move the focus.
#[derive(Default)]
struct Walk {
    controls: Vec<(Id, Pos2)>,
    /// One of them is to have the focus.
    wants_focus: bool,
}

impl Walk {
    /// Makes a control of a part of the drawing. `anchor` is where the arrow keys take it to be.
    fn control(&mut self, ui: &Ui, id: Id, rect: Rect, anchor: Pos2, ticked: bool, spoken: &str) -> Response {
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, spoken));
        self.controls.push((id, anchor));
        response
    }

    /// Moves the focus as the arrow keys say.
    fn finish(self, ui: &Ui) {
        if let Some(start) = self.start().filter(|_| self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(start));
        }
        let Some(direction) = arrow(ui) else {
            self.lock_arrows(ui);
            return;
        };
        let focused = ui.memory(|memory| memory.focused());
        let from = focused.and_then(|focused| self.controls.iter().find(|(id, _)| *id == focused));
        let target = match (focused, from) {
            (_, Some((id, from))) => nearest(&self.controls, *id, *from, direction),
            (None, None) => self.start(),
            // Another control has the focus, and its own use for the arrow keys.
            (Some(_), None) => None,
        };
        if let Some(target) = target {
            ui.memory_mut(|memory| memory.request_focus(target));
        }
        self.lock_arrows(ui);
    }

    /// Where the keyboard begins: in the middle, from where there is a way in every direction.
    fn start(&self) -> Option<Id> {
        let sum = self.controls.iter().fold(Vec2::ZERO, |sum, (_, at)| sum + at.to_vec2());
        let middle = (sum / self.controls.len().max(1) as f32).to_pos2();
        let nearest = self.controls.iter().min_by(|(_, a), (_, b)| a.distance(middle).total_cmp(&b.distance(middle)));
        nearest.map(|(id, _)| *id)
    }

    /// The arrow keys stay within the drawing.
    fn lock_arrows(&self, ui: &Ui) {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| {
            let focused = memory.focused();
            if let Some((id, _)) = self.controls.iter().find(|(id, _)| Some(*id) == focused) {
                memory.set_focus_lock_filter(*id, filter);
            }
        });
    }
}

fn arrow(ui: &Ui) -> Option<Vec2> {
    let keys = [
        (Key::ArrowLeft, vec2(-1.0, 0.0)),
        (Key::ArrowRight, vec2(1.0, 0.0)),
        (Key::ArrowUp, vec2(0.0, -1.0)),
        (Key::ArrowDown, vec2(0.0, 1.0)),
    ];
    ui.input(|input| keys.into_iter().find(|(key, _)| input.key_pressed(*key)).map(|(_, direction)| direction))
}

/// The nearest control in a direction, what lies straight on before what lies aside.
fn nearest(controls: &[(Id, Pos2)], own: Id, from: Pos2, direction: Vec2) -> Option<Id> {
    let cost = |at: Pos2| {
        let way = at - from;
        let along = way.dot(direction);
        let aside = way.dot(direction.rot90()).abs();
        // What lies more aside than along is in another direction.
        (along > 1.0 && aside <= along * ASIDE).then_some(along + ASIDE * aside)
    };
    let reachable = controls.iter().filter(|(id, _)| *id != own).filter_map(|(id, at)| Some((*id, cost(*at)?)));
    reachable.min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(id, _)| id)
}

/// A ring around what has the focus.
fn focus_ring(ui: &Ui, rect: Rect, rounding: f32) {
    let stroke = Stroke::new(2.0, theme::palette(ui).accent);
    let rounding = CornerRadius::from(rounding);
    ui.painter().rect_stroke(rect.expand(2.0), rounding, stroke, egui::StrokeKind::Outside);
}

/// Text in the middle of a place, if there is room for it; whether there was.
fn label_ui(ui: &Ui, at: Pos2, room: Vec2, lines: &[(&str, bool, Color32)]) -> bool {
    let laid: Vec<_> = lines
        .iter()
        .map(|(text, strong, color)| {
            let font = if *strong { theme::strong(SMALL_PT + 0.5) } else { theme::regular(SMALL_PT) };
            ui.painter().layout_no_wrap((*text).to_owned(), font, *color)
        })
        .collect();
    let height: f32 = laid.iter().map(|galley| galley.size().y).sum();
    let width = laid.iter().map(|galley| galley.size().x).fold(0.0, f32::max);
    if height > room.y || width > room.x {
        return false;
    }
    let mut top = at.y - height / 2.0;
    for (galley, (_, _, color)) in laid.into_iter().zip(lines) {
        let (left, own_height) = (at.x - galley.size().x / 2.0, galley.size().y);
        ui.painter().galley(egui::pos2(left, top), galley, *color);
        top += own_height;
    }
    true
}

#[cfg(test)]
mod tests {
    use eframe::egui::pos2;

    use super::*;

    #[test]
    fn arrow_keys_go_to_what_lies_straight_on() {
        let id = |n: u64| Id::unique(n);
        let controls =
            [(id(0), pos2(0.0, 0.0)), (id(1), pos2(10.0, 9.0)), (id(2), pos2(20.0, 0.0)), (id(3), pos2(0.0, 5.0))];
        let go = |from: u64, direction| {
            let (own, at) = controls[usize::try_from(from).unwrap()];
            nearest(&controls, own, at, direction)
                .map(|found| controls.iter().position(|(id, _)| *id == found).unwrap())
        };
        assert_eq!(go(0, vec2(1.0, 0.0)), Some(2));
        assert_eq!(go(0, vec2(0.0, 1.0)), Some(3));
        assert_eq!(go(0, vec2(-1.0, 0.0)), None);
        assert_eq!(go(2, vec2(-1.0, 0.0)), Some(0));
        assert_eq!(go(3, vec2(0.0, -1.0)), Some(0));
    }
}
