//! The plan of the US Capitol in feet, from the middle of the Rotunda to the east and the south.
//!
//! The measures are those the Architect of the Capitol publishes: 751 feet from north to south, wings of 143 by 239 feet,
//! joined to the old building (352 by 121 feet) by corridors of 44 by 56; the Rotunda is 96 feet wide, the Senate chamber
//! 113 by 80, the House chamber 139 by 93, National Statuary Hall 95. Where a room lies within a wing is drawn by eye.

/// A shape of the plan, in feet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// West, north, east and south edge.
    Rect([f32; 4]),
    /// East and south of the middle, and the radius.
    Circle([f32; 3]),
    /// The northern half of a circle.
    HalfDisc([f32; 3]),
}

/// A part of the plan that stands for a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    /// The place's id in the gazetteer.
    pub(super) id: &'static str,
    /// Its outline.
    pub(super) shape: Shape,
    /// Where its name stands: what lies in the middle of an outer part is another one.
    pub(super) label: [f32; 2],
    /// The room for the name, from west to east and from north to south.
    pub(super) room: [f32; 2],
    /// How it is painted.
    pub(super) look: Look,
}

/// How a part is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Lawn and streets.
    Ground,
    /// Paved ground.
    Paved,
    /// Under the ground.
    Below,
    /// Walls.
    Building,
    /// A room.
    Room,
}

/// What the whole plan covers: west, north, east and south edge.
pub(super) const EXTENT: [f32; 4] = [-272.0, -398.0, 272.0, 398.0];

const fn part(id: &'static str, shape: Shape, label: [f32; 2], room: [f32; 2], look: Look) -> Part {
    Part { id, shape, label, room, look }
}

/// The parts, those inside of others after them.
pub(super) const PARTS: [Part; 19] = [
    part("exterior", Shape::Rect(EXTENT), [-196.0, -330.0], [140.0, 110.0], Look::Ground),
    part("west-front", Shape::Rect([-240.0, -190.0, -148.0, 190.0]), [-194.0, 0.0], [90.0, 200.0], Look::Paved),
    part("east-front", Shape::Rect([158.0, -330.0, 262.0, 330.0]), [210.0, -210.0], [102.0, 200.0], Look::Paved),
    part("visitor-center", Shape::Rect([168.0, -96.0, 254.0, 96.0]), [211.0, 0.0], [84.0, 180.0], Look::Below),
    part("capitol-steps", Shape::Rect([97.0, -66.0, 140.0, 66.0]), [118.0, 0.0], [42.0, 130.0], Look::Paved),
    part("us-capitol", Shape::Rect([-140.0, -363.0, 119.0, 363.0]), [-100.0, 0.0], [76.0, 150.0], Look::Building),
    part("senate", Shape::Rect([-119.0, -363.0, 119.0, -220.0]), [-89.0, -291.0], [58.0, 140.0], Look::Building),
    part("senate-chamber", Shape::Rect([-57.0, -331.0, 57.0, -251.0]), [0.0, -258.0], [112.0, 15.0], Look::Room),
    part("senate-gallery", Shape::Rect([-57.0, -331.0, -35.0, -266.0]), [-46.0, -298.0], [21.0, 64.0], Look::Room),
    part("senate-floor", Shape::Rect([-35.0, -318.0, 57.0, -266.0]), [11.0, -290.0], [90.0, 50.0], Look::Room),
    part("senate-dais", Shape::Rect([-14.0, -331.0, 36.0, -318.0]), [11.0, -324.0], [49.0, 12.0], Look::Room),
    part("house", Shape::Rect([-119.0, 220.0, 119.0, 363.0]), [-95.0, 291.0], [46.0, 140.0], Look::Building),
    part("house-chamber", Shape::Rect([-70.0, 236.0, 70.0, 329.0]), [0.0, 244.0], [138.0, 15.0], Look::Room),
    part("house-gallery", Shape::Rect([-70.0, 252.0, -44.0, 329.0]), [-57.0, 290.0], [25.0, 76.0], Look::Room),
    part("house-floor", Shape::Rect([-44.0, 252.0, 70.0, 329.0]), [13.0, 290.0], [112.0, 74.0], Look::Room),
    part("speakers-lobby", Shape::Rect([-70.0, 331.0, 70.0, 352.0]), [0.0, 341.0], [138.0, 20.0], Look::Room),
    part("speakers-office", Shape::Rect([-60.0, 146.0, 0.0, 175.0]), [-30.0, 160.0], [58.0, 28.0], Look::Room),
    part("statuary-hall", Shape::HalfDisc([4.0, 140.0, 47.0]), [4.0, 120.0], [70.0, 36.0], Look::Room),
    part("rotunda", Shape::Circle([0.0, 0.0, 48.0]), [0.0, 0.0], [84.0, 50.0], Look::Room),
];

/// The dome stands over the Rotunda: a ring around it, of which only the edge is seen.
pub(super) const DOME: Part = part("dome", Shape::Circle([0.0, 0.0, 66.0]), [0.0, -57.0], [50.0, 14.0], Look::Building);

/// The walls of the building as rectangles; where two meet there is no wall.
pub(super) const WALLS: [[f32; 4]; 7] = [
    [-119.0, -363.0, 119.0, -220.0],
    [-28.0, -221.0, 28.0, -175.0],
    [-61.0, -176.0, 61.0, 176.0],
    [-140.0, -84.0, -60.0, 84.0],
    [60.0, -80.0, 97.0, 80.0],
    [-28.0, 175.0, 28.0, 221.0],
    [-119.0, 220.0, 119.0, 363.0],
];

/// Flights of steps: their edges; they are climbed from the east or the west.
pub(super) const STEPS: [[f32; 4]; 4] = [
    [97.0, -66.0, 140.0, 66.0],
    [119.0, -326.0, 146.0, -258.0],
    [119.0, 258.0, 146.0, 326.0],
    [-148.0, -40.0, -140.0, 40.0],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::gazetteer::Gazetteer;

    fn edges(shape: Shape) -> [f32; 4] {
        match shape {
            Shape::Rect(edges) => edges,
            Shape::Circle([x, y, radius]) => [x - radius, y - radius, x + radius, y + radius],
            Shape::HalfDisc([x, y, radius]) => [x - radius, y - radius, x + radius, y],
        }
    }

    fn is_inside(inner: Shape, outer: Shape) -> bool {
        let (inner, outer) = (edges(inner), edges(outer));
        inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]
    }

    #[test]
    fn every_part_is_a_place_and_lies_inside_of_what_it_is_part_of() {
        let gazetteer = Gazetteer::built_in();
        for part in PARTS.iter().chain([&DOME]) {
            let place = gazetteer.by_id(part.id).unwrap_or_else(|| panic!("{}", part.id));
            let around = place.ancestry().skip(1).find_map(|place| PARTS.iter().find(|part| part.id == place.id));
            // Beside the walls lie the grounds and what is below them; the Speaker's rooms are in the old building.
            let beyond = ["exterior", "visitor-center", "speakers-office"].contains(&part.id);
            if let Some(around) = around.filter(|_| !beyond) {
                assert!(is_inside(part.shape, around.shape), "{} in {}", part.id, around.id);
            }
            assert!(is_inside(part.shape, Shape::Rect(EXTENT)), "{}", part.id);
        }
    }

    #[test]
    fn the_senate_is_north_and_the_house_south_and_rooms_have_their_size() {
        let shape = |id: &str| edges(PARTS.iter().find(|part| part.id == id).unwrap().shape);
        let size = |id: &str| [shape(id)[2] - shape(id)[0], shape(id)[3] - shape(id)[1]];
        assert!(shape("senate")[3] < shape("rotunda")[1] && shape("rotunda")[3] < shape("house")[1]);
        assert!(shape("west-front")[2] < shape("us-capitol")[0] && shape("east-front")[0] > shape("us-capitol")[2]);
        assert_eq!(size("rotunda"), [96.0, 96.0]);
        assert_eq!(size("senate-chamber"), [114.0, 80.0]);
        assert_eq!(size("house-chamber"), [140.0, 93.0]);
    }
}
