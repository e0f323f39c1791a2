//! The buttons that choose between grid, table and places: a sign each, with its name for whoever cannot see it.

use eframe::egui::{
    Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::app::command::{Command, Verb};
use crate::app::{App, ViewMode};
use crate::ui::theme::{self, ROUNDING_PT};

/// Width of a button, in points.
const WIDTH_PT: f32 = 32.0;
/// Half the width of a sign, in points.
const HALF_PT: f32 = 7.0;

/// Draws the buttons and appends what is asked for.
pub(super) fn ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.x = 2.0;
    let views =
        [(Verb::GridView, ViewMode::Grid), (Verb::ListView, ViewMode::List), (Verb::PlacesView, ViewMode::Places)];
    for (verb, view) in views {
        let selected = app.settings().view == view;
        let response = button_ui(ui, view, selected);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, verb.row().label));
        if response.on_hover_text(verb.tooltip()).clicked() {
            commands.push(Command::Do(verb));
        }
    }
}

fn button_ui(ui: &mut Ui, view: ViewMode, selected: bool) -> Response {
    let size = vec2(WIDTH_PT, ui.spacing().interact_size.y);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let visuals = ui.style().interact_selectable(&response, selected);
    if selected || response.hovered() || response.has_focus() {
        let rounding = CornerRadius::same(ROUNDING_PT);
        ui.painter().rect(rect, rounding, visuals.weak_bg_fill, visuals.bg_stroke, StrokeKind::Inside);
    }
    let ground = if selected || response.hovered() { visuals.weak_bg_fill } else { theme::palette(ui).bar };
    ui.painter().extend(sign(view, rect.center().round(), Stroke::new(1.5, visuals.text_color()), ground));
    response
}

/// Four cards, three lines, or a pin.
fn sign(view: ViewMode, center: Pos2, stroke: Stroke, ground: Color32) -> Vec<Shape> {
    match view {
        ViewMode::Grid => {
            let corners = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)];
            let card = |(x, y): (f32, f32)| {
                let place = Rect::from_center_size(center + vec2(x, y) * (HALF_PT / 2.0 + 0.5), vec2(6.0, 6.0));
                Shape::rect_filled(place, CornerRadius::same(1), stroke.color)
            };
            corners.map(card).to_vec()
        }
        ViewMode::List => {
            let line = |y: f32| {
                let ends = [center + vec2(-HALF_PT, y), center + vec2(HALF_PT, y)];
                Shape::line_segment(ends, stroke)
            };
            [-5.0, 0.0, 5.0].map(line).to_vec()
        }
        ViewMode::Places => {
            let (head, radius) = (center - vec2(0.0, 2.0), 5.0);
            // Around the head from where one side touches it to where the other does; the sides meet in the tip.
            let turn = |n: u8| (0.31 + (2.0 - 2.0 * 0.31) * f32::from(n) / 16.0) * std::f32::consts::PI;
            let around = |n: u8| head + radius * vec2(turn(n).sin(), turn(n).cos());
            let outline = (0..=16).map(around).chain([center + vec2(0.0, HALF_PT)]).collect();
            vec![Shape::convex_polygon(outline, stroke.color, Stroke::NONE), Shape::circle_filled(head, 1.8, ground)]
        }
    }
}
