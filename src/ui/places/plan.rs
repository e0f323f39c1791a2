//! The plan of the Capitol: north up where there is more height, and to the right where there is more width, as the
//! building's own plans are drawn. Its parts are in `capitol`.

use eframe::egui::{
    self, Align2, Color32, CornerRadius, Painter, Pos2, Rect, Shape as Paint, Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};

use crate::app::command::Command;
use crate::place::gazetteer::Gazetteer;
use crate::text;
use crate::ui::places::capitol::{DOME, EXTENT, Look, PARTS, Part, STEPS, Shape, WALLS};
use crate::ui::places::spot::Spot;
use crate::ui::places::{Walk, focus_ring, label_ui};
use crate::ui::theme::{self, Palette, SMALL_PT};

/// The place that the plan is of.
const BUILDING: &str = "us-capitol";
/// The narrowest a part is drawn, in points: a smaller one cannot be told from a line or be hit.
const PART_MIN_PT: f32 = 15.0;
/// Feet between two steps of a flight.
const STEP_FEET: f32 = 6.0;

/// Whether the collection names the building or anything in it.
pub(super) fn is_named(spots: &[Spot<'_>]) -> bool {
    spots.iter().any(|spot| spot.value.value == BUILDING)
}

/// Whether most of the collection's places are in the building.
pub(super) fn fits(spots: &[Spot<'_>]) -> bool {
    let inside = inside(spots).count();
    inside > 0 && inside * 2 >= spots.len()
}

/// The building and everything in it.
fn inside<'a, 's>(spots: &'s [Spot<'a>]) -> impl Iterator<Item = &'s Spot<'a>> {
    let at = spots.iter().position(|spot| spot.value.value == BUILDING).unwrap_or(spots.len());
    let depth = spots.get(at).map_or(0, |spot| spot.value.depth);
    let n_inside = spots.iter().skip(at + 1).take_while(|spot| spot.value.depth > depth).count();
    spots.iter().skip(at).take(if at < spots.len() { n_inside + 1 } else { 0 })
}

/// Draws the plan and appends what is asked for; returns the places that are not on it.
pub(super) fn ui<'a, 's>(
    ui: &mut Ui,
    area: Rect,
    spots: &'s [Spot<'a>],
    gazetteer: &Gazetteer,
    walk: &mut Walk,
    commands: &mut Vec<Command>,
) -> Vec<&'s Spot<'a>> {
    let fit = Fit::new(area);
    let palette = theme::palette(ui);
    let most = inside(spots).map(|spot| spot.n_photos).max().unwrap_or(0).max(1);
    let mut drawn = vec![false; spots.len()];
    let parts = PARTS.iter().flat_map(|part| if part.id == "rotunda" { vec![&DOME, part] } else { vec![part] });
    for part in parts {
        let spot = spots.iter().find(|spot| spot.value.value == part.id);
        if fit.narrowest(part.shape) < PART_MIN_PT && part.id != DOME.id {
            continue;
        }
        if let Some(slot) = spot.and_then(|spot| drawn.get_mut(spot.at)) {
            *slot = true;
        }
        part_ui(ui, &fit, part, spot, most, gazetteer, walk, commands);
        if part.id == "capitol-steps" {
            decoration_ui(ui.painter(), &fit, palette);
        }
    }
    compass_ui(ui, &fit, palette);
    spots.iter().filter(|spot| !drawn.get(spot.at).copied().unwrap_or(false)).collect()
}

/// How the plan lies on the screen.
struct Fit {
    center: Pos2,
    /// Points a foot.
    scale: f32,
    /// Whether north is to the right instead of up.
    turned: bool,
}

impl Fit {
    fn new(area: Rect) -> Self {
        let [west, north, east, south] = EXTENT;
        let (width, height) = (east - west, south - north);
        let scale = |size: Vec2| (area.width() / size.x).min(area.height() / size.y);
        let (upright, turned) = (scale(vec2(width, height)), scale(vec2(height, width)));
        Self { center: area.center(), scale: upright.max(turned), turned: turned > upright }
    }

    fn at(&self, [east, south]: [f32; 2]) -> Pos2 {
        let offset = if self.turned { vec2(-south, east) } else { vec2(east, south) };
        self.center + offset * self.scale
    }

    fn size(&self, [from_west, from_north]: [f32; 2]) -> Vec2 {
        let size = vec2(from_west, from_north) * self.scale;
        if self.turned { vec2(size.y, size.x) } else { size }
    }

    fn rect(&self, [west, north, east, south]: [f32; 4]) -> Rect {
        Rect::from_two_pos(self.at([west, north]), self.at([east, south]))
    }

    fn bounds(&self, shape: Shape) -> Rect {
        match shape {
            Shape::Rect(edges) => self.rect(edges),
            Shape::Circle([x, y, radius]) => self.rect([x - radius, y - radius, x + radius, y + radius]),
            Shape::HalfDisc([x, y, radius]) => self.rect([x - radius, y - radius, x + radius, y]),
        }
    }

    fn narrowest(&self, shape: Shape) -> f32 {
        self.bounds(shape).size().min_elem()
    }

    /// The corners of the northern half of a circle.
    fn half_disc(&self, [x, y, radius]: [f32; 3]) -> Vec<Pos2> {
        const N_CORNERS: u16 = 32;
        let corner = |n: u16| {
            let angle = std::f32::consts::PI * f32::from(n) / f32::from(N_CORNERS);
            self.at([x + radius * angle.cos(), y - radius * angle.sin()])
        };
        (0..=N_CORNERS).map(corner).collect()
    }

    /// The shape as it is painted.
    fn paint(&self, shape: Shape, rounding: u8, fill: Color32, stroke: Stroke) -> Paint {
        match shape {
            Shape::Rect(edges) => Paint::Rect(egui::epaint::RectShape::new(
                self.rect(edges),
                CornerRadius::same(rounding),
                fill,
                stroke,
                StrokeKind::Inside,
            )),
            Shape::Circle([x, y, radius]) => Paint::Circle(egui::epaint::CircleShape {
                center: self.at([x, y]),
                radius: radius * self.scale,
                fill,
                stroke,
            }),
            Shape::HalfDisc(disc) => Paint::convex_polygon(self.half_disc(disc), fill, stroke),
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "a part of the plan is all of these")]
fn part_ui(
    ui: &mut Ui,
    fit: &Fit,
    part: &Part,
    spot: Option<&Spot<'_>>,
    most: usize,
    gazetteer: &Gazetteer,
    walk: &mut Walk,
    commands: &mut Vec<Command>,
) {
    let palette = theme::palette(ui);
    let bounds = fit.bounds(part.shape);
    let label_at = fit.at(part.label);
    let room = fit.size(part.room);
    paint_part(ui.painter(), fit, part, base_color(part.look, palette), Stroke::new(1.0, palette.line));
    let Some(spot) = spot else {
        // A part of which no photo is: shown, so that the building is whole.
        if part.look != Look::Ground {
            let name = name_of(part.id);
            label_ui(ui, label_at, room, &[(name, false, palette.text_weak)]);
        }
        return;
    };
    let id = ui.scope_id().with(("plan", part.id));
    let response = walk.control(ui, id, bounds, label_at, spot.ticked(), &spot.spoken());
    if response.clicked() {
        commands.push(spot.toggle());
    }
    let (hovered, focused) = (response.hovered(), response.has_focus());
    let tint = tint(gazetteer, spot, palette);
    let share = spot.n_photos as f32 / most as f32;
    let strength = match (spot.n_photos, spot.ticked()) {
        (_, true) => 0.46,
        (0, false) => 0.0,
        (_, false) => 0.14 + 0.2 * share,
    };
    // What is around other parts is tinted less: theirs lies over it.
    let strength = if matches!(part.look, Look::Ground | Look::Building) { strength * 0.7 } else { strength };
    let strength = strength + if hovered { 0.14 } else { 0.0 };
    let edge = match (spot.ticked(), hovered) {
        (true, _) => Stroke::new(2.0, tint),
        (false, true) => Stroke::new(1.5, tint),
        (false, false) => Stroke::new(1.0, palette.line),
    };
    paint_part(ui.painter(), fit, part, tint.gamma_multiply(strength), edge);
    if focused {
        focus_ring(ui, bounds, if matches!(part.shape, Shape::Circle(_)) { bounds.width() / 2.0 } else { 4.0 });
    }
    let name = if spot.ticked() { format!("✓ {}", spot.label()) } else { spot.label().to_owned() };
    let count = spot.n_photos.to_string();
    let color = if spot.n_photos == 0 { palette.text_weak } else { palette.text };
    let both = [(name.as_str(), true, color), (count.as_str(), false, color)];
    let line = format!("{name}  {count}");
    let _ = label_ui(ui, label_at, room, &both)
        || label_ui(ui, label_at, room, &[(line.as_str(), true, color)])
        || label_ui(ui, label_at, room.max(bounds.size().min(room * 1.4)), &[(count.as_str(), true, color)]);
    let help = if spot.ticked() { "click to no longer filter by it" } else { "click to filter by it" };
    response.on_hover_text_at_pointer(format!("{} · {}; {help}", spot.label(), text::counted(spot.n_photos, "photo")));
}

fn paint_part(painter: &Painter, fit: &Fit, part: &Part, fill: Color32, stroke: Stroke) {
    match part.look {
        Look::Building if part.id == BUILDING => {
            for wall in WALLS {
                painter.add(fit.paint(Shape::Rect(wall), 0, fill, Stroke::NONE));
            }
            outline(painter, fit, stroke);
        }
        Look::Below => {
            painter.add(fit.paint(part.shape, 2, fill, Stroke::NONE));
            let rect = fit.bounds(part.shape);
            let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
            painter.extend(Paint::dashed_line(&corners, stroke, 5.0, 4.0));
        }
        Look::Ground => drop(painter.add(fit.paint(part.shape, 10, fill, stroke))),
        Look::Paved | Look::Building | Look::Room => drop(painter.add(fit.paint(part.shape, 2, fill, stroke))),
    }
}

/// The walls of the building as one line: the rectangles meet on the middle line.
fn outline(painter: &Painter, fit: &Fit, stroke: Stroke) {
    // Walked once around, from the north-west corner of the Senate wing eastwards.
    const CORNERS: [[f32; 2]; 29] = [
        [-119.0, -363.0],
        [119.0, -363.0],
        [119.0, -220.0],
        [28.0, -220.0],
        [28.0, -176.0],
        [61.0, -176.0],
        [61.0, -80.0],
        [97.0, -80.0],
        [97.0, 80.0],
        [61.0, 80.0],
        [61.0, 176.0],
        [28.0, 176.0],
        [28.0, 220.0],
        [119.0, 220.0],
        [119.0, 363.0],
        [-119.0, 363.0],
        [-119.0, 220.0],
        [-28.0, 220.0],
        [-28.0, 176.0],
        [-61.0, 176.0],
        [-61.0, 84.0],
        [-140.0, 84.0],
        [-140.0, -84.0],
        [-61.0, -84.0],
        [-61.0, -176.0],
        [-28.0, -176.0],
        [-28.0, -220.0],
        [-119.0, -220.0],
        [-119.0, -363.0],
    ];
    let points = CORNERS.iter().map(|corner| fit.at(*corner)).collect();
    painter.add(Paint::closed_line(points, Stroke::new(stroke.width.max(1.25), stroke.color)));
}

/// What names no place and makes the building what it is: flights of steps, and the Old Senate Chamber north of the Rotunda.
fn decoration_ui(painter: &Painter, fit: &Fit, palette: &Palette) {
    let stroke = Stroke::new(1.0, palette.line);
    for [west, north, east, south] in STEPS {
        // The steps' name stands on the middle line.
        let gap_pt = if fit.turned { 24.0 } else { 9.0 };
        let is_named = north < 0.0 && south > 0.0 && east > 0.0;
        let (north_end, south_end) = if is_named { (-gap_pt / fit.scale, gap_pt / fit.scale) } else { (south, south) };
        let mut x = west + STEP_FEET / 2.0;
        while x < east && fit.scale * STEP_FEET > 2.5 {
            painter.line_segment([fit.at([x, north]), fit.at([x, north_end])], stroke);
            painter.line_segment([fit.at([x, south_end]), fit.at([x, south])], stroke);
            x += STEP_FEET;
        }
        painter.add(fit.paint(Shape::Rect([west, north, east, south]), 0, Color32::TRANSPARENT, stroke));
    }
}

fn compass_ui(ui: &Ui, fit: &Fit, palette: &Palette) {
    let ground = fit.rect(EXTENT);
    // Away from the name of what is outside.
    let corners =
        [pos2(ground.right() - 26.0, ground.top() + 26.0), pos2(ground.right() - 26.0, ground.bottom() - 26.0)];
    let outside = PARTS.first().map_or(ground.left_top(), |part| fit.at(part.label));
    let is_free = |corner: &Pos2| corner.distance(outside) > 90.0;
    let center = corners.into_iter().find(is_free).unwrap_or(ground.right_bottom() - vec2(26.0, 26.0));
    let north = if fit.turned { vec2(1.0, 0.0) } else { vec2(0.0, -1.0) };
    let side = north.rot90() * 5.0;
    let painter = ui.painter();
    painter.circle(center, 15.0, palette.panel, Stroke::new(1.0, palette.line));
    let needle = vec![center + north * 11.0, center + side, center - side];
    painter.add(Paint::convex_polygon(needle, palette.text_weak, Stroke::NONE));
    let font = theme::strong(SMALL_PT - 1.5);
    painter.text(center - north * 7.5, Align2::CENTER_CENTER, "N", font, palette.text_weak);
}

fn base_color(look: Look, palette: &Palette) -> Color32 {
    match look {
        Look::Ground => palette.ground,
        Look::Paved => palette.panel,
        Look::Below => palette.ground,
        Look::Building => palette.card,
        Look::Room => palette.card_hovered,
    }
}

/// The tint that the place has on cards too.
fn tint(gazetteer: &Gazetteer, spot: &Spot<'_>, palette: &Palette) -> Color32 {
    gazetteer.by_id(&spot.value.value).map_or(palette.accent, |place| theme::tint(palette, place))
}

/// The name of a part that no photo of the collection names.
fn name_of(id: &str) -> &'static str {
    match id {
        "senate" => "Senate wing",
        "senate-chamber" => "Senate chamber",
        "house" => "House wing",
        "house-chamber" => "House chamber",
        "rotunda" => "Rotunda",
        "statuary-hall" => "Statuary Hall",
        "speakers-lobby" => "Speaker's Lobby",
        "speakers-office" => "Speaker's office",
        "west-front" => "West Front",
        "east-front" => "East Front",
        "visitor-center" => "Visitor Center",
        "capitol-steps" => "Steps",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_in_a_high_window_and_right_in_a_wide_one() {
        let high = Fit::new(Rect::from_min_size(Pos2::ZERO, vec2(300.0, 800.0)));
        assert!(!high.turned && high.at([0.0, -100.0]).y < high.at([0.0, 100.0]).y);
        let wide = Fit::new(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 800.0)));
        assert!(wide.turned && wide.at([0.0, -100.0]).x > wide.at([0.0, 100.0]).x);
        assert!(wide.at([-100.0, 0.0]).y < wide.at([100.0, 0.0]).y, "west is up");
        for fit in [high, wide] {
            let ground = fit.rect(EXTENT);
            assert!(ground.width() <= 1600.1 && ground.height() <= 800.1);
        }
    }
}
