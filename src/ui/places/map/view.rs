//! What of the world is in the window: the view, the way from the plane to the screen, and how the pointer and keys move it.

use eframe::egui::{self, Key, Pos2, Rect, Ui, Vec2, pos2};

use crate::ui::places::projection::world;

/// The closest zoom, against the whole world in the window: a town is then as wide as a hand.
const ZOOM_MAX: f32 = 400.0;
/// How much closer a step of zooming comes.
pub(super) const ZOOM_STEP: f32 = 1.6;
/// How close the map comes by itself to show what there is.
const ZOOM_FIT_MAX: f32 = 12.0;
/// Space kept free around the clusters when the map fits itself to them, in points.
const FIT_MARGIN_PT: f32 = 60.0;

/// What is in the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct View {
    /// The point of the plane in the middle.
    pub(super) center: Pos2,
    /// Against the whole world in the window.
    pub(super) zoom: f32,
}

/// From the plane to the screen.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) area: Rect,
    pub(super) view: View,
}

impl View {
    /// The whole world.
    pub(super) const WHOLE: Self = Self { center: Pos2::ZERO, zoom: 1.0 };

    /// What shows every point, no closer than makes sense.
    pub(super) fn fitting(area: Rect, points: impl Iterator<Item = Pos2>) -> Self {
        let bounds = points.fold(Rect::NOTHING, |bounds, point| bounds.union(Rect::from_pos(point)));
        if !bounds.is_finite() {
            return Self::WHOLE;
        }
        let room = (area.size() - Vec2::splat(2.0 * FIT_MARGIN_PT)).max(Vec2::splat(1.0));
        let whole = Frame { area, view: Self::WHOLE }.scale();
        let size = bounds.size() * whole;
        let zoom = (room.x / size.x.max(1.0)).min(room.y / size.y.max(1.0)).clamp(1.0, ZOOM_FIT_MAX);
        Frame { area, view: Self { center: bounds.center(), zoom } }.bounded().view
    }
}

impl Frame {
    /// Points of the screen a unit of the plane.
    pub(super) fn scale(&self) -> f32 {
        let world = world().size();
        (self.area.width() / world.x).min(self.area.height() / world.y) * self.view.zoom
    }

    pub(super) fn to_screen(self, point: Pos2) -> Pos2 {
        self.area.center() + (point - self.view.center) * self.scale()
    }

    pub(super) fn to_plane(self, point: Pos2) -> Pos2 {
        self.view.center + (point - self.area.center()) / self.scale()
    }

    /// Closer or further away, with what is at a point of the screen staying there.
    pub(super) fn zoomed(&self, factor: f32, at: Pos2) -> Self {
        let fixed = self.to_plane(at);
        let zoom = (self.view.zoom * factor).clamp(1.0, ZOOM_MAX);
        let zoomed = Self { view: View { zoom, ..self.view }, ..*self };
        let center = self.view.center + (fixed - zoomed.to_plane(at));
        Self { view: View { center, zoom }, ..*self }.bounded()
    }

    /// The world does not leave the window.
    pub(super) fn bounded(&self) -> Self {
        let half = self.area.size() / self.scale() / 2.0;
        let world = world();
        let clamp =
            |value: f32, low: f32, high: f32| if low > high { (low + high) / 2.0 } else { value.clamp(low, high) };
        let center = pos2(
            clamp(self.view.center.x, world.left() + half.x, world.right() - half.x),
            clamp(self.view.center.y, world.top() + half.y, world.bottom() - half.y),
        );
        Self { view: View { center, ..self.view }, ..*self }
    }

    /// What of the plane is in the window.
    pub(super) fn shown(&self) -> Rect {
        Rect::from_two_pos(self.to_plane(self.area.min), self.to_plane(self.area.max))
    }
}

/// The view after what the pointer and the keys did.
pub(super) fn moved(ui: &Ui, sea: &egui::Response, frame: Frame, asked: Option<bool>) -> View {
    let mut frame = frame;
    if sea.dragged() {
        let by = sea.drag_delta() / frame.scale();
        frame = Frame { view: View { center: frame.view.center - by, ..frame.view }, ..frame }.bounded();
    }
    let center = frame.area.center();
    if let Some(pointer) = sea.hover_pos().or_else(|| {
        // A cluster under the pointer takes the hovering, not the wheel.
        ui.input(|input| input.pointer.hover_pos()).filter(|at| frame.area.contains(*at) && sea.contains_pointer())
    }) {
        let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        // Four hundred points of scrolling are a factor of e.
        let factor = pinch * (wheel / 400.0).exp();
        if (factor - 1.0).abs() > 1e-4 {
            frame = frame.zoomed(factor, pointer);
        }
        if sea.double_clicked() {
            frame = frame.zoomed(ZOOM_STEP, pointer);
        }
    }
    if let Some(closer) = asked {
        frame = frame.zoomed(if closer { ZOOM_STEP } else { 1.0 / ZOOM_STEP }, center);
    }
    if !ui.ctx().text_edit_focused() && ui.input(|input| input.modifiers.is_none() && input.key_pressed(Key::Num0)) {
        frame = Frame { view: View::WHOLE, ..frame };
    }
    frame.view
}

#[cfg(test)]
pub(super) mod tests {
    use eframe::egui::vec2;

    use super::*;
    use crate::ui::places::projection::project;

    pub(in crate::ui::places::map) fn frame(zoom: f32) -> Frame {
        let area = Rect::from_min_size(pos2(10.0, 20.0), vec2(800.0, 400.0));
        Frame { area, view: View { center: Pos2::ZERO, zoom } }
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let paris = project(48.85, 2.35);
        let before = frame(8.0);
        let at = before.to_screen(paris);
        let after = before.zoomed(3.0, at);
        assert!(after.to_screen(paris).distance(at) < 0.1);
        assert_eq!(frame(1.0).zoomed(0.1, at).view, View::WHOLE, "the world does not become smaller");
        assert!(frame(1.0).zoomed(1e9, at).view.zoom <= ZOOM_MAX);
    }

    #[test]
    fn the_map_fits_what_there_is() {
        let area = frame(1.0).area;
        let europe = [project(40.0, -5.0), project(60.0, 25.0)];
        let view = View::fitting(area, europe.into_iter());
        let fitted = Frame { area, view };
        assert!(view.zoom > 2.0);
        assert!(europe.iter().all(|point| area.contains(fitted.to_screen(*point))));
        assert_eq!(View::fitting(area, std::iter::empty()), View::WHOLE);
        assert!(View::fitting(area, std::iter::once(europe[0])).zoom <= ZOOM_FIT_MAX);
    }
}
