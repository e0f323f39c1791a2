//! The scans of a progressive file (T.81, annex G): each adds a few coefficients, or bits of them, to all blocks. Kept are
//! the coefficients that the scale needs, and of the others which are not zero; where only the DC terms are needed, reading
//! stops after the first scan that has them.

use super::bits::{Bits, Window};
use super::header::{Frame, Header, Scan};
use super::huffman::HuffmanTable;
use super::plane::Plane;
use super::walk::{Arrangement, Steps};

/// A coefficient changes no pixel by more than a quarter of itself (T.81, A.3.3).
const UNSEEN_STEP: f32 = 4.0;

/// The coefficients of a component.
pub struct Kept {
    /// For each block those that are needed, row by row.
    values: Vec<i16>,
    /// For each block which coefficients are not zero, a bit each in the order of coding; none if only DC terms are needed.
    nonzero: Vec<u64>,
    has_dc: bool,
}

impl Kept {
    /// Those of a plane, all zero.
    pub fn new(plane: &Plane) -> Self {
        let n_blocks = plane.all_blocks[0] * plane.all_blocks[1];
        let nonzero = if plane.edge_px > 1 { vec![0; n_blocks] } else { Vec::new() };
        Self { values: vec![0; n_blocks * plane.edge_px * plane.edge_px], nonzero, has_dc: false }
    }

    /// Whether nothing more is needed.
    pub fn suffices(&self) -> bool {
        self.nonzero.is_empty() && self.has_dc
    }

    /// Whether there is anything to show.
    pub fn has_dc(&self) -> bool {
        self.has_dc
    }

    /// Makes the pixels of the plane.
    pub fn finish(self, header: &Header, plane: &mut Plane, pixels: &mut [u8]) {
        if !self.has_dc {
            plane.finish(pixels);
            return;
        }
        let steps = plane.steps(header);
        let n_kept = plane.edge_px * plane.edge_px;
        let mut sizes = [0.0f32; 64];
        let mut reaches = [0u16; 64];
        for (place, step) in plane.places.iter().zip(steps) {
            if let Some(at) = place.at.map(usize::from)
                && let (Some(size), Some(reach)) = (sizes.get_mut(at), reaches.get_mut(at))
            {
                (*size, *reach) = (step, place.reach);
            }
        }
        let [n_across, _] = plane.all_blocks;
        for (y, row) in self.values.chunks_exact(n_across * n_kept).enumerate() {
            for (x, values) in row.chunks_exact(n_kept).enumerate() {
                let mut block = [0.0f32; 64];
                let mut reach = reaches[0];
                for (((place, value), size), reached) in block.iter_mut().zip(values).zip(&sizes).zip(&reaches) {
                    *place = f32::from(*value) * size;
                    reach |= if *value == 0 { 0 } else { *reached };
                }
                plane.write_block(x, y % plane.down, &block, reach);
            }
            if (y + 1) % plane.down == 0 {
                plane.push_strip(plane.down, pixels);
            }
        }
    }
}

/// Decodes a scan; returns how many blocks that took, or nothing if there was nothing in it.
pub fn decode(
    header: &Header,
    frame: &Frame,
    scan: &Scan,
    bits: &mut Bits,
    planes: &[Plane],
    kept: &mut [Kept],
) -> Option<u64> {
    let arrangement = Arrangement::new(frame, scan, planes, header.restart_interval);
    if is_unseen(header, scan, planes) {
        return Some(0);
    }
    let is_dc = scan.first == 0;
    let is_first = scan.high_bit == 0;
    let mut tables = Vec::new();
    for part in &scan.components {
        tables.push(match (is_dc, is_first) {
            (true, true) => Some(header.dc_table(part.dc_table)?),
            (true, false) => None,
            (false, _) => Some(header.ac_table(part.ac_table)?),
        });
    }
    let mut progressive =
        Progressive { scan, planes, kept, tables, dc: vec![0; scan.components.len()], end_of_band_run: 0 };
    let is_anything = arrangement.walk(bits, &mut progressive);
    if is_anything && is_dc {
        for part in &scan.components {
            kept.get_mut(part.component)?.has_dc = true;
        }
    }
    is_anything.then(|| arrangement.n_blocks())
}

/// Whether a scan only adds the lowest bits, and those change no pixel by more than a level.
fn is_unseen(header: &Header, scan: &Scan, planes: &[Plane]) -> bool {
    let is_fine = |plane: &Plane| {
        let steps = plane.steps(header);
        let needed = plane.places.iter().zip(steps).filter(|(place, _)| place.at.is_some());
        needed.skip(scan.first).all(|(_, step)| step <= UNSEEN_STEP)
    };
    scan.low_bit == 0
        && scan.high_bit == 1
        && scan
            .components
            .iter()
            .all(|part| planes.get(part.component).is_some_and(|plane| plane.edge_px < 8 && is_fine(plane)))
}

struct Progressive<'a> {
    scan: &'a Scan,
    planes: &'a [Plane],
    kept: &'a mut [Kept],
    tables: Vec<Option<HuffmanTable>>,
    dc: Vec<i32>,
    /// How many blocks have nothing more in this band.
    end_of_band_run: u32,
}

impl Steps for Progressive<'_> {
    fn restart(&mut self) {
        self.dc.fill(0);
        self.end_of_band_run = 0;
    }

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, position: usize, x: usize, y: usize) {
        let Some(part) = self.scan.components.get(position) else { return };
        let Some(plane) = self.planes.get(part.component) else { return };
        let Some(kept) = self.kept.get_mut(part.component) else { return };
        let at = y * plane.all_blocks[0] + x;
        let n_kept = plane.edge_px * plane.edge_px;
        let Some(values) = kept.values.get_mut(at * n_kept..(at + 1) * n_kept) else { return };
        bits.prepare_block();
        let Bits { data, window, .. } = bits;
        let low_bit = self.scan.low_bit;
        if self.scan.first == 0 {
            window.refill(data);
            let Some(value) = values.first_mut() else { return };
            if self.scan.high_bit > 0 {
                *value |= (window.take(1) << low_bit) as i16;
            } else if let (Some(Some(table)), Some(dc)) = (self.tables.get(position), self.dc.get_mut(position)) {
                *dc = dc.wrapping_add(table.difference(window));
                *value = (*dc << low_bit) as i16;
            }
            return;
        }
        let (Some(nonzero), Some(Some(table))) = (kept.nonzero.get_mut(at), self.tables.first()) else { return };
        let mut block = Block { scan: self.scan, plane, values, nonzero, table, run: &mut self.end_of_band_run };
        let mut local = *window;
        if self.scan.high_bit == 0 {
            block.add_band(&mut local, data);
        } else {
            block.refine_band(&mut local, data);
        }
        *window = local;
    }

    fn end_row(&mut self) {}
}

/// A block while a band of its AC coefficients is decoded.
struct Block<'a> {
    scan: &'a Scan,
    plane: &'a Plane,
    values: &'a mut [i16],
    nonzero: &'a mut u64,
    table: &'a HuffmanTable,
    run: &'a mut u32,
}

impl Block<'_> {
    #[inline(always)]
    fn value_at(&mut self, k: usize) -> Option<&mut i16> {
        self.values.get_mut(usize::from(self.plane.places.get(k)?.at?))
    }

    #[inline(always)]
    fn set(&mut self, k: usize, value: i32) {
        *self.nonzero |= 1 << (k & 63);
        if let Some(place) = self.value_at(k) {
            *place = value as i16;
        }
    }

    /// The first bits of a band (T.81, G.1.2.2).
    #[inline(always)]
    fn add_band(&mut self, window: &mut Window, data: &[u8]) {
        if *self.run > 0 {
            *self.run -= 1;
            return;
        }
        let mut k = self.scan.first;
        while k <= self.scan.last {
            if window.n_valid() < 32 {
                window.refill(data);
            }
            let step = self.table.coefficient(window);
            if step.is_end {
                window.refill(data);
                *self.run = (1 << step.n_zeros) - 1 + window.take(step.n_zeros as u32) as u32;
                return;
            }
            k += step.n_zeros;
            if step.value != 0 && k < 64 {
                self.set(k, step.value << self.scan.low_bit);
            }
            k += 1;
        }
    }

    /// One more bit of a band (T.81, G.1.2.3).
    #[inline(always)]
    fn refine_band(&mut self, window: &mut Window, data: &[u8]) {
        let bit = 1i32 << self.scan.low_bit;
        let mut k = self.scan.first;
        if *self.run == 0 {
            while k <= self.scan.last {
                if window.n_valid() < 32 {
                    window.refill(data);
                }
                let symbol = self.table.symbol(window);
                let (n_zeros, size) = (u32::from(symbol >> 4), symbol & 15);
                if size == 0 && n_zeros < 15 {
                    *self.run = (1 << n_zeros) + window.take(n_zeros) as u32;
                    break;
                }
                let value = if size == 0 {
                    0
                } else if window.take(1) == 1 {
                    bit
                } else {
                    -bit
                };
                k = self.refine_over(k, n_zeros, bit, window, data);
                if value != 0 && k <= self.scan.last {
                    self.set(k, value);
                }
                k += 1;
            }
        }
        if *self.run > 0 {
            self.refine_over(k, u32::MAX, bit, window, data);
            *self.run -= 1;
        }
    }

    /// Refines the coefficients from `k` on until after so many zeros there comes another one; returns its position.
    #[inline(always)]
    fn refine_over(&mut self, k: usize, n_zeros: u32, bit: i32, window: &mut Window, data: &[u8]) -> usize {
        let band = u64::MAX << (k & 63) & u64::MAX >> (63 - (self.scan.last & 63));
        let mut zeros = if k > self.scan.last { 0 } else { !*self.nonzero & band };
        for _ in 0..n_zeros {
            zeros &= zeros.wrapping_sub(1);
            if zeros == 0 {
                break;
            }
        }
        let end = if zeros == 0 { self.scan.last + 1 } else { zeros.trailing_zeros() as usize };
        let mut passed = if k >= end { 0 } else { *self.nonzero & band & u64::MAX >> (64 - end) };
        while passed & self.plane.needed != 0 {
            if window.n_valid() == 0 {
                window.refill(data);
            }
            if window.take(1) == 1
                && let Some(value) = self.value_at(passed.trailing_zeros() as usize)
                && i32::from(*value) & bit == 0
            {
                let more = if *value < 0 { -bit } else { bit };
                *value = value.wrapping_add(more as i16);
            }
            passed &= passed.wrapping_sub(1);
        }
        // The bits of those that the scale does not need.
        let mut n_bits = passed.count_ones();
        while n_bits > 0 {
            window.refill(data);
            let n = n_bits.min(32);
            window.consume(n);
            n_bits -= n;
        }
        end
    }
}
