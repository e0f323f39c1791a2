//! The Natural Earth projection by Tom Patterson: the whole world with little distortion where people live.
//! The polynomials are those of Šavrič, Patterson and Jenny, "The Natural Earth II World Map Projection" and "A Polynomial
//! Equation for the Natural Earth Projection" (Cartography and Geographic Information Science 38, 2011).

use eframe::egui::{Pos2, Rect, pos2};

/// A point of the globe, in degrees, on a plane where the equator is from -1 to 1 and south is down.
pub(super) fn project(latitude: f64, longitude: f64) -> Pos2 {
    let (phi, lambda) = (latitude.to_radians(), longitude.to_radians());
    let two = phi * phi;
    let four = two * two;
    let x = lambda * (0.870_7 + two * (-0.131_979 + two * (-0.013_791 + four * (0.003_971 * two - 0.001_529 * four))));
    let y = phi * (1.007_226 + two * (0.015_085 + four * (-0.044_475 + 0.028_874 * two - 0.005_916 * four)));
    let half = 0.870_7 * std::f64::consts::PI;
    // Narrowed to what the screen is drawn with.
    pos2((x / half) as f32, (-y / half) as f32)
}

/// The whole world on the plane.
pub(super) fn world() -> Rect {
    let (top, bottom) = (project(90.0, 0.0), project(-90.0, 0.0));
    Rect::from_min_max(pos2(-1.0, top.y), pos2(1.0, bottom.y))
}

/// Half the width of the world at a height of the plane.
pub(super) fn half_width(y: f32) -> f32 {
    let (mut north, mut south) = (90.0, -90.0);
    // Halved until a step is finer than what the plane is drawn with.
    for _ in 0..24 {
        let middle = (north + south) / 2.0;
        if project(middle, 180.0).y < y { north = middle } else { south = middle }
    }
    project(north, 180.0).x
}

/// The edge of the world, from the North Pole eastwards around.
pub(super) fn edge() -> Vec<Pos2> {
    const STEP_DEGREES: i32 = 3;
    let east = (-90..=90).rev().step_by(STEP_DEGREES as usize).map(|latitude| project(f64::from(latitude), 180.0));
    let west = (-90..=90).step_by(STEP_DEGREES as usize).map(|latitude| project(f64::from(latitude), -180.0));
    east.chain(west).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_is_twice_as_wide_as_high_or_nearly_so() {
        assert_eq!(project(0.0, 0.0), Pos2::ZERO);
        assert!((project(0.0, 180.0).x - 1.0).abs() < 1e-6);
        // The poles are lines, somewhat longer than half the equator.
        assert!((0.5..0.6).contains(&project(90.0, 180.0).x), "{}", project(90.0, 180.0).x);
        assert!((-0.55..-0.5).contains(&project(90.0, 0.0).y), "{}", project(90.0, 0.0).y);
        assert!(project(48.85, 2.35).y < 0.0 && project(-33.9, 151.2).y > 0.0);
        assert!((half_width(0.0) - 1.0).abs() < 1e-4);
        for corner in edge() {
            assert!((half_width(corner.y) - corner.x.abs()).abs() < 1e-3);
            assert!(world().expand(1e-5).contains(corner));
        }
    }
}
