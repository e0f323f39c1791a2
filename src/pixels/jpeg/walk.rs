//! The way along the blocks of a scan: units of several components or blocks of one, restarts, and what is left out where
//! the data is damaged.

use super::bits::Bits;
use super::header::{Frame, Scan};
use super::plane::Plane;

/// The markers between restart intervals, RST0 to RST7.
const RESTARTS: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;
/// A restart marker whose number is ahead by no more than this tells how many intervals are lost; one further ahead is
/// taken for a damaged marker.
const LOST_INTERVALS_MAX: u8 = 3;

/// What is done at each step of the way.
pub trait Steps {
    /// Forgets what earlier blocks said.
    fn restart(&mut self);
    /// Decodes the block at a place of the component that comes at that position in the scan.
    fn block(&mut self, bits: &mut Bits, position: usize, x: usize, y: usize);
    /// A row of units is complete.
    fn end_row(&mut self);
}

/// How the blocks of a scan are arranged.
pub struct Arrangement {
    /// Units across and down.
    units: [usize; 2],
    /// For each component of the scan, its blocks across and down in a unit.
    blocks: Vec<[usize; 2]>,
    restart_interval: usize,
}

impl Arrangement {
    /// That of a scan.
    pub fn new(frame: &Frame, scan: &Scan, planes: &[Plane], restart_interval: usize) -> Self {
        let of = |position: usize| planes.get(scan.components.get(position)?.component);
        // A scan of one component has only the blocks that the picture needs, one after the other (T.81, A.2.2).
        let (units, blocks) = match (scan.components.len(), of(0)) {
            (1, Some(plane)) => (plane.own_blocks, vec![[1, 1]]),
            (n, _) => {
                let (across, down) = frame.most();
                let units = [frame.width_px.div_ceil(8 * across), frame.height_px.div_ceil(8 * down)];
                (units, (0..n).filter_map(of).map(|plane| [plane.across, plane.down]).collect())
            }
        };
        Self { units, blocks, restart_interval }
    }

    /// How many blocks there are.
    pub fn n_blocks(&self) -> u64 {
        let in_unit: usize = self.blocks.iter().map(|[across, down]| across * down).sum();
        (self.units[0] * self.units[1] * in_unit) as u64
    }

    /// How many rows of blocks of the component at that position a row of units has.
    pub fn block_rows(&self, position: usize) -> usize {
        self.blocks.get(position).map_or(0, |[_, down]| *down)
    }

    /// Goes along all blocks as far as there is data; returns whether any unit was decoded.
    pub fn walk(&self, bits: &mut Bits, steps: &mut impl Steps) -> bool {
        let mut is_anything = false;
        let mut left_in_interval = self.restart_interval;
        // Intervals that the data at hand is ahead, and whether the rest of this interval is left out.
        let (mut n_lost, mut is_left_out) = (0, false);
        let mut next_restart = 0u8;
        for y in 0..self.units[1] {
            for x in 0..self.units[0] {
                if self.restart_interval > 0 && left_in_interval == 0 {
                    if n_lost > 0 {
                        n_lost -= 1;
                    } else {
                        let Some(lost) = resume(bits, next_restart) else {
                            steps.end_row();
                            return is_anything;
                        };
                        n_lost = lost;
                        steps.restart();
                    }
                    is_left_out = n_lost > 0;
                    left_in_interval = self.restart_interval;
                    next_restart = (next_restart + 1) & 7;
                }
                left_in_interval = left_in_interval.wrapping_sub(1);
                if is_left_out {
                    continue;
                }
                self.unit(bits, steps, x, y);
                is_left_out = bits.is_spent();
                is_anything |= !is_left_out;
                if is_left_out && self.restart_interval == 0 {
                    steps.end_row();
                    return is_anything;
                }
            }
            steps.end_row();
        }
        is_anything
    }

    #[inline(always)]
    fn unit(&self, bits: &mut Bits, steps: &mut impl Steps, x: usize, y: usize) {
        for (position, [across, down]) in self.blocks.iter().enumerate() {
            for row in 0..*down {
                for column in 0..*across {
                    steps.block(bits, position, x * across + column, y * down + row);
                }
            }
        }
    }
}

/// Goes over the next restart marker, if that is the next marker; returns how many intervals are lost before it.
fn resume(bits: &mut Bits, expected: u8) -> Option<u8> {
    let marker = bits.marker();
    if !RESTARTS.contains(&marker) {
        return None;
    }
    bits.go_on();
    let ahead = marker.wrapping_sub(*RESTARTS.start()).wrapping_sub(expected) & 7;
    Some(if ahead <= LOST_INTERVALS_MAX { ahead } else { 0 })
}

/// Goes over the data and restarts that are left of a scan; returns the marker that ends it, or 0 at the end of the file.
pub fn leave_scan(bits: &mut Bits) -> u8 {
    while RESTARTS.contains(&bits.marker()) {
        bits.go_on();
    }
    bits.marker()
}
