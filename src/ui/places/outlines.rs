//! The coasts and borders of the world, as `assets/world/build_outlines.py` packs them, on the plane of the map's projection.

use std::sync::LazyLock;

use eframe::egui::{Pos2, Rect};

use crate::ui::places::projection::project;

const PACKED: &[u8] = include_bytes!("../../../assets/world/outlines.bin");
/// Steps of the file a degree.
const STEPS_PER_DEGREE: f64 = 100.0;
/// A way longer than this, in steps of longitude, leads over the date line: no coast is straight for so long.
const LEAP_STEPS: u64 = 9_000;
/// The most lines and rings a file may have: a number that is beyond is none.
const COUNT_MAX: u64 = 1 << 20;

/// The outlines that come with the program.
pub(super) static OUTLINES: LazyLock<Outlines> = LazyLock::new(|| {
    // A test shows that they can be read.
    Outlines::unpack(PACKED).unwrap_or_default()
});

/// Coasts, borders, and the rings that bound land.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    /// Coasts and borders.
    pub(super) lines: Vec<Line>,
    /// The rings around land, each as its lines and whether they are walked backwards.
    pub(super) rings: Vec<Vec<(usize, bool)>>,
}

/// A line of the map.
#[derive(Debug)]
pub(super) struct Line {
    /// Its points.
    pub(super) points: Vec<Pos2>,
    /// What it covers.
    pub(super) bounds: Rect,
    /// Whether land lies on both of its sides.
    pub(super) is_border: bool,
    /// For each point but the first, whether the way to it is a mere cut of the map: the date line, or the edge at a pole.
    pub(super) cuts: Vec<bool>,
}

impl Outlines {
    fn unpack(packed: &[u8]) -> Option<Self> {
        let mut numbers = Numbers { rest: packed };
        let n_lines = numbers.count()?;
        let mut lines = Vec::with_capacity(n_lines);
        for _ in 0..n_lines {
            lines.push(Line::unpack(&mut numbers)?);
        }
        let n_rings = numbers.count()?;
        let mut rings = Vec::with_capacity(n_rings);
        for _ in 0..n_rings {
            let n_parts = numbers.count()?;
            let part = |numbers: &mut Numbers<'_>| {
                let position = numbers.signed()?;
                let (position, backwards) = if position < 0 { (!position, true) } else { (position, false) };
                let position = usize::try_from(position).ok()?;
                (position < n_lines).then_some((position, backwards))
            };
            rings.push((0..n_parts).map(|_| part(&mut numbers)).collect::<Option<Vec<_>>>()?);
        }
        numbers.rest.is_empty().then_some(Self { lines, rings })
    }

    /// The points of a ring, one after the other.
    pub(super) fn ring_points<'a>(&'a self, ring: &'a [(usize, bool)]) -> impl Iterator<Item = Pos2> + 'a {
        ring.iter().filter_map(|(at, backwards)| Some((self.lines.get(*at)?, *backwards))).flat_map(
            |(line, backwards)| {
                let n_points = line.points.len();
                let point = move |n: usize| line.points.get(if backwards { n_points - 1 - n } else { n }).copied();
                (0..n_points).filter_map(point)
            },
        )
    }

    /// What a ring covers.
    pub(super) fn ring_bounds(&self, ring: &[(usize, bool)]) -> Rect {
        let bounds = ring.iter().filter_map(|(at, _)| self.lines.get(*at)).map(|line| line.bounds);
        bounds.fold(Rect::NOTHING, Rect::union)
    }
}

impl Line {
    fn unpack(numbers: &mut Numbers<'_>) -> Option<Self> {
        let is_border = numbers.count()? == 1;
        let n_points = numbers.count()?;
        let (mut x, mut y) = (0_i64, 0_i64);
        let (mut points, mut cuts) = (Vec::with_capacity(n_points), Vec::with_capacity(n_points));
        let mut before: Option<(i64, i64)> = None;
        for _ in 0..n_points {
            (x, y) = (x.checked_add(numbers.signed()?)?, y.checked_add(numbers.signed()?)?);
            let degrees = |steps: i64| steps as f64 / STEPS_PER_DEGREE;
            points.push(project(degrees(y), degrees(x)));
            if let Some((x_before, y_before)) = before.replace((x, y)) {
                let at_date_line = x.abs() >= 17_999 && x_before == x;
                let at_pole = y <= -8_990 && y_before <= -8_990;
                // Of two points on either side of the date line the way leads around the world.
                let leaps = x.abs_diff(x_before) > LEAP_STEPS;
                cuts.push(at_date_line || at_pole || leaps);
            }
        }
        let bounds = Rect::from_points(&points);
        Some(Self { points, bounds, is_border, cuts })
    }
}

/// Varints, one after the other.
struct Numbers<'a> {
    rest: &'a [u8],
}

impl Numbers<'_> {
    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let coded = self.unsigned()?;
        let half = i64::try_from(coded >> 1).ok()?;
        Some(if coded & 1 == 0 { half } else { -half - 1 })
    }

    fn count(&mut self) -> Option<usize> {
        self.unsigned().filter(|count| *count <= COUNT_MAX).and_then(|count| usize::try_from(count).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::places::projection::world;

    #[test]
    fn the_outlines_are_read_whole_and_lie_on_the_world() {
        let outlines = Outlines::unpack(PACKED).unwrap();
        assert_eq!((outlines.lines.len(), outlines.rings.len()), (1_959, 1_429));
        let world = world().expand(1e-4);
        assert!(outlines.lines.iter().all(|line| world.contains_rect(line.bounds)));
        assert!(PACKED.len() <= 200_000);
        for ring in &outlines.rings {
            let (first, last) = (outlines.ring_points(ring).next(), outlines.ring_points(ring).last());
            assert!(first.unwrap().distance(last.unwrap()) < 1e-3, "rings are closed");
        }
    }

    #[test]
    fn land_is_where_it_is() {
        let inside = |latitude: f64, longitude: f64| {
            let point = project(latitude, longitude);
            let crossings = OUTLINES.rings.iter().map(|ring| {
                let points: Vec<Pos2> = OUTLINES.ring_points(ring).collect();
                points.windows(2).filter(|pair| crosses(pair[0], pair[1], point)).count()
            });
            crossings.sum::<usize>() % 2 == 1
        };
        for (latitude, longitude, is_land) in [
            (48.85, 2.35, true),
            (38.9, -77.04, true),
            (-33.7, 150.8, true),
            (0.0, -30.0, false),
            (30.0, -60.0, false),
            (41.5, 51.0, false),
            (-80.0, 0.0, true),
        ] {
            assert_eq!(inside(latitude, longitude), is_land, "{latitude}, {longitude}");
        }
    }

    fn crosses(a: Pos2, b: Pos2, point: Pos2) -> bool {
        (a.y > point.y) != (b.y > point.y) && point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            // Counts are promises that may not be kept: nothing is reserved beyond what there is.
            let _ = Outlines::unpack(&bytes);
        }
    }
}
