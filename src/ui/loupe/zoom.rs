//! Where a zoomed picture lies on the screen, and how wheel, keys and drags change that. Pure geometry.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::app::large::{Zoom, ZoomStep};

/// The most pixels of the screen for one of the picture's, along an edge.
const SCALE_MAX: f32 = 8.0;

/// A picture and the place it is shown in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stage {
    /// The place, in points.
    pub area: Rect,
    /// Width and height of the whole picture.
    pub picture_px: [u32; 2],
    /// Pixels of the screen in a point.
    pub px_per_pt: f32,
}

impl Stage {
    /// The screen's pixels for each of the picture's when it is fitted: it is never enlarged.
    pub(super) fn fit_scale(self) -> f32 {
        let (size, area) = (self.size_px(), self.area.size() * self.px_per_pt);
        (area.x / size.x).min(area.y / size.y).clamp(f32::MIN_POSITIVE, 1.0)
    }

    /// The screen's pixels for each of the picture's.
    pub(super) fn scale(self, zoom: Zoom) -> f32 {
        match zoom {
            Zoom::Fit => self.fit_scale(),
            Zoom::At { scale, .. } => scale.clamp(self.fit_scale(), SCALE_MAX),
        }
    }

    /// Where the whole picture lies, in points: in the middle where it is smaller than its place, and without a gap at its
    /// edges where it is larger.
    pub(super) fn rect(self, zoom: Zoom) -> Rect {
        let size = self.size_px() * self.scale(zoom) / self.px_per_pt;
        let [x, y] = match zoom {
            Zoom::Fit => [0.5, 0.5],
            Zoom::At { center, .. } => center,
        };
        let within = |center: f32, least: f32, most: f32, side: f32, share: f32| {
            let free = (most - least) - side;
            if free >= 0.0 { least + free / 2.0 } else { (center - side * share).clamp(least + free, least) }
        };
        let Rect { min, max } = self.area;
        let middle = self.area.center();
        let corner = pos2(within(middle.x, min.x, max.x, size.x, x), within(middle.y, min.y, max.y, size.y, y));
        // A corner between two pixels of the screen would blur the whole picture.
        let snapped = |at: f32| (at * self.px_per_pt).round() / self.px_per_pt;
        Rect::from_min_size(pos2(snapped(corner.x), snapped(corner.y)), size)
    }

    /// The zoom after a step, with what is under the pointer staying there.
    pub(super) fn stepped(self, zoom: Zoom, step: ZoomStep, pointer: Pos2) -> Zoom {
        match (step, zoom) {
            (ZoomStep::Toggle, Zoom::At { .. }) => Zoom::Fit,
            (ZoomStep::Toggle, Zoom::Fit) | (ZoomStep::Full, _) => self.scaled_to(zoom, 1.0, pointer),
            (ZoomStep::By(factor), _) => self.scaled_to(zoom, self.scale(zoom) * factor, pointer),
        }
    }

    /// The zoom after the picture was dragged.
    pub(super) fn moved(self, zoom: Zoom, delta_pt: Vec2) -> Zoom {
        let Zoom::At { .. } = zoom else { return zoom };
        self.showing(self.scale(zoom), self.rect(zoom).translate(delta_pt))
    }

    fn scaled_to(self, zoom: Zoom, scale: f32, pointer: Pos2) -> Zoom {
        if scale <= self.fit_scale() {
            return Zoom::Fit;
        }
        let before = self.rect(zoom);
        let factor = scale.min(SCALE_MAX) / self.scale(zoom);
        let pointer = before.clamp(pointer);
        let after =
            Rect::from_min_max(pointer + (before.min - pointer) * factor, pointer + (before.max - pointer) * factor);
        self.showing(scale.min(SCALE_MAX), after)
    }

    /// The zoom at which the picture lies in a rectangle, as nearly as its edges allow.
    fn showing(self, scale: f32, rect: Rect) -> Zoom {
        let share = |rect: Rect| (self.area.center() - rect.min) / rect.size().max(Vec2::splat(f32::MIN_POSITIVE));
        let wanted = share(rect);
        let allowed = share(self.rect(Zoom::At { scale, center: wanted.into() }));
        Zoom::At { scale, center: allowed.into() }
    }

    fn size_px(self) -> Vec2 {
        let [width, height] = self.picture_px.map(|side| side.max(1) as f32);
        vec2(width, height)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STAGE: Stage = Stage {
        area: Rect { min: Pos2 { x: 100.0, y: 50.0 }, max: Pos2 { x: 1100.0, y: 850.0 } },
        picture_px: [6000, 4000],
        px_per_pt: 1.0,
    };

    #[test]
    fn a_picture_fits_its_place_and_is_not_enlarged() {
        assert_eq!(STAGE.rect(Zoom::Fit).size(), vec2(1000.0, 1000.0 / 1.5));
        let small = Stage { picture_px: [300, 200], ..STAGE };
        assert_eq!(small.rect(Zoom::Fit), Rect::from_center_size(STAGE.area.center(), vec2(300.0, 200.0)));
        assert_eq!(Stage { px_per_pt: 2.0, ..small }.rect(Zoom::Fit).size(), vec2(150.0, 100.0));
    }

    #[test]
    fn full_size_is_a_pixel_for_a_pixel_and_toggles_back() {
        let full = STAGE.stepped(Zoom::Fit, ZoomStep::Toggle, STAGE.area.center());
        assert_eq!(STAGE.rect(full).size(), vec2(6000.0, 4000.0));
        assert_eq!(STAGE.stepped(full, ZoomStep::Toggle, STAGE.area.center()), Zoom::Fit);
        assert_eq!(STAGE.stepped(full, ZoomStep::By(0.01), STAGE.area.center()), Zoom::Fit);
    }

    #[test]
    fn a_picture_without_pixels_does_no_harm() {
        let empty = Stage { picture_px: [0, 0], area: Rect::from_min_size(pos2(0.0, 0.0), Vec2::ZERO), px_per_pt: 1.0 };
        assert!(empty.rect(empty.stepped(Zoom::Fit, ZoomStep::Full, pos2(5.0, 5.0))).is_finite());
    }

    fn zooms() -> impl Strategy<Value = Zoom> {
        prop_oneof![
            Just(Zoom::Fit),
            (0.2..8.0f32, 0.0..1.0f32, 0.0..1.0f32).prop_map(|(scale, x, y)| Zoom::At { scale, center: [x, y] }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_under_the_pointer_stays_there(zoom in zooms(), factor in 0.8..1.5f32, x in 0.0..1.0f32, y in 0.0..1.0f32) {
            let pointer = STAGE.area.lerp_inside(vec2(x, y));
            let before = STAGE.rect(zoom);
            let zoomed = STAGE.stepped(zoom, ZoomStep::By(factor), pointer);
            let after = STAGE.rect(zoomed);
            let share = |rect: Rect, from: f32, at: f32, side: f32| (at - from) / side * f32::from(u8::from(rect.is_positive()));
            for (from, to, at, sides, area) in [
                (before.left(), after.left(), pointer.x, (before.width(), after.width()), STAGE.area.x_range()),
                (before.top(), after.top(), pointer.y, (before.height(), after.height()), STAGE.area.y_range()),
            ] {
                // Where an edge of the picture is in view it keeps to the edge instead.
                let is_inside = sides.0 > area.span() && sides.1 > area.span()
                    && to < area.min - 2.0 && to + sides.1 > area.max + 2.0;
                if is_inside {
                    let moved_px = (share(before, from, at, sides.0) - share(after, to, at, sides.1)) * sides.1;
                    prop_assert!(moved_px.abs() < 2.0, "{moved_px} px");
                }
            }
        }

        #[test]
        fn no_gap_opens_at_the_edges(zoom in zooms(), steps in prop::collection::vec((-900.0..900.0f32, -900.0..900.0f32), 0..6)) {
            let mut zoom = zoom;
            for (x, y) in steps {
                zoom = STAGE.moved(zoom, vec2(x, y));
                let rect = STAGE.rect(zoom);
                for (from, to, area) in [(rect.left(), rect.right(), STAGE.area.x_range()), (rect.top(), rect.bottom(), STAGE.area.y_range())] {
                    let is_larger = to - from > area.span() + 1.0;
                    prop_assert!(!is_larger || from <= area.min + 1.0 && to >= area.max - 1.0);
                    prop_assert!(is_larger || from >= area.min - 1.0 && to <= area.max + 1.0);
                }
            }
        }

        #[test]
        fn a_drag_moves_by_what_was_dragged_and_back(x in -50.0..50.0f32, y in -50.0..50.0f32) {
            let zoom = Zoom::At { scale: 1.0, center: [0.5, 0.5] };
            let there = STAGE.moved(zoom, vec2(x, y));
            let moved = STAGE.rect(there).min - STAGE.rect(zoom).min;
            prop_assert!((moved - vec2(x, y)).length() < 2.0);
        }
    }
}
