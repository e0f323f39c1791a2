//! The sea, the land and its coasts and borders as they are painted; they come with the program.

use eframe::egui::epaint::{Mesh, PathShape, PathStroke};
use eframe::egui::{Color32, Pos2, Rect, Shape, Stroke, pos2};

use crate::ui::places::map::view::Frame;
use crate::ui::places::outlines::OUTLINES;
use crate::ui::places::projection::{edge, half_width};
use crate::ui::theme::Palette;

/// Points nearer to each other than this are one point of a line.
const DETAIL_PT: f32 = 0.8;
/// A way longer than this on the plane leads over the date line.
const LEAP: f32 = 0.9;

/// The sea, the land and its lines as they are painted.
pub(super) fn outline_shapes(frame: Frame, palette: &Palette, pixels_per_point: f32) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let globe: Vec<Pos2> = edge().into_iter().map(|point| frame.to_screen(point)).collect();
    shapes.push(Shape::convex_polygon(globe.clone(), palette.ground, Stroke::NONE));
    shapes.push(Shape::mesh(land_mesh(frame, palette.card, pixels_per_point)));
    let shown = frame.shown().expand(4.0 / frame.scale());
    let (coast, border) = (palette.text_weak.gamma_multiply(0.75), palette.line);
    for line in OUTLINES.lines.iter().filter(|line| line.bounds.intersects(shown)) {
        // An island smaller than a point is none.
        if line.bounds.size().max_elem() * frame.scale() < DETAIL_PT {
            continue;
        }
        let stroke = if line.is_border { Stroke::new(0.7, border) } else { Stroke::new(0.9, coast) };
        add_line(&line.points, &line.cuts, frame, shown, stroke, &mut shapes);
    }
    shapes.push(Shape::closed_line(globe, Stroke::new(1.0, palette.line)));
    shapes
}

/// A line in as many pieces as it enters the window, without points that cannot be told apart.
fn add_line(points: &[Pos2], cuts: &[bool], frame: Frame, shown: Rect, stroke: Stroke, shapes: &mut Vec<Shape>) {
    let mut piece: Vec<Pos2> = Vec::new();
    let mut finish = |piece: &mut Vec<Pos2>| {
        let points = std::mem::take(piece);
        if points.len() > 1 {
            let path =
                PathShape { points, closed: false, fill: Color32::TRANSPARENT, stroke: PathStroke::from(stroke) };
            shapes.push(Shape::Path(path));
        }
    };
    for (at, pair) in points.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        let is_cut = cuts.get(at).is_some_and(|is_cut| *is_cut);
        if is_cut || !Rect::from_two_pos(*from, *to).expand(1e-6).intersects(shown) {
            finish(&mut piece);
            continue;
        }
        if piece.is_empty() {
            piece.push(frame.to_screen(*from));
        }
        let next = frame.to_screen(*to);
        let is_last = at + 2 == points.len();
        if is_last || piece.last().is_none_or(|last| last.distance(next) >= DETAIL_PT) {
            piece.push(next);
        }
    }
    finish(&mut piece);
}

/// The land as rows of one pixel: between every other crossing of a ring's line there is land.
fn land_mesh(frame: Frame, color: Color32, pixels_per_point: f32) -> Mesh {
    let area = frame.area;
    let row_pt = 1.0 / pixels_per_point.max(0.5);
    let n_rows = (area.height() / row_pt).ceil().max(0.0) as usize;
    let mut crossings: Vec<Vec<f32>> = vec![Vec::new(); n_rows];
    let shown = frame.shown();
    // What goes over the date line ends at one edge of the world and goes on at the other: both bound the land there.
    let mut leaps: Vec<f32> = Vec::new();
    let row_of = |y: f32| (y - area.top()) / row_pt - 0.5;
    for ring in &OUTLINES.rings {
        let bounds = OUTLINES.ring_bounds(ring);
        // A ring over the date line is as wide as the world, and so are its bounds.
        if !bounds.intersects(shown) {
            continue;
        }
        let mut before: Option<Pos2> = None;
        for point in OUTLINES.ring_points(ring) {
            let to = frame.to_screen(point);
            let Some(from) = before.replace(to) else { continue };
            if (from.x - to.x).abs() > LEAP * frame.scale() {
                leaps.push((from.y + to.y) / 2.0);
                continue;
            }
            let (upper, lower) = if from.y <= to.y { (from, to) } else { (to, from) };
            let first = row_of(upper.y).ceil().max(0.0) as usize;
            let end = (row_of(lower.y).ceil().max(0.0) as usize).min(n_rows);
            for row in first..end {
                let y = area.top() + (row as f32 + 0.5) * row_pt;
                let share = (y - upper.y) / (lower.y - upper.y);
                if let Some(crossings) = crossings.get_mut(row) {
                    crossings.push(upper.x + share * (lower.x - upper.x));
                }
            }
        }
    }
    for (row, crossings) in crossings.iter_mut().enumerate().filter(|_| !leaps.is_empty()) {
        let y = area.top() + (row as f32 + 0.5) * row_pt;
        // Two ways over the date line cancel each other beyond both.
        if leaps.iter().filter(|leap| **leap < y).count() % 2 == 1 {
            let at = frame.to_plane(pos2(area.center().x, y)).y;
            let half = half_width(at);
            crossings.extend([-half, half].map(|x| frame.to_screen(pos2(x, at)).x));
        }
    }
    let mut mesh = Mesh::default();
    for (row, crossings) in crossings.iter_mut().enumerate() {
        crossings.sort_unstable_by(f32::total_cmp);
        let top = area.top() + row as f32 * row_pt;
        for pair in crossings.chunks_exact(2) {
            let [from, to] = pair else { continue };
            let (from, to) = (from.max(area.left()), to.min(area.right()));
            if from < to {
                mesh.add_colored_rect(Rect::from_min_max(pos2(from, top), pos2(to, top + row_pt)), color);
            }
        }
    }
    mesh
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::ui::places::map::view::View;
    use crate::ui::places::map::view::tests::frame;
    use crate::ui::places::projection::project;
    use crate::ui::theme;

    #[test]
    fn land_and_lines_are_drawn_within_the_window_only() {
        let palette = theme::palette_of(true);
        for zoom in [1.0, 30.0] {
            let frame = Frame { view: View { center: project(48.0, 8.0), zoom }, ..frame(1.0) }.bounded();
            let shapes = outline_shapes(frame, palette, 1.0);
            let Some(Shape::Mesh(land)) = shapes.iter().find(|shape| matches!(shape, Shape::Mesh(_))) else { panic!() };
            assert!(land.vertices.len() > 400, "{zoom}");
            assert!(land.vertices.iter().all(|vertex| frame.area.expand(1.0).contains(vertex.pos)), "{zoom}");
            assert!(shapes.len() > 20 && shapes.len() < 3_000, "{zoom}: {}", shapes.len());
        }
    }
}
