//! A scan of a sequential file: each block is decoded once, as far as the scale needs it, and becomes pixels at once.

use super::bits::Bits;
use super::header::{Frame, Header, Scan};
use super::huffman::HuffmanTable;
use super::idct::{BLOCK_PX, nearest_byte};
use super::plane::Plane;
use super::walk::{Arrangement, Steps};

/// A component while its blocks are decoded.
struct Decoding {
    component: usize,
    dc_table: HuffmanTable,
    ac_table: HuffmanTable,
    steps: [f32; 64],
    dc: i32,
    /// How many rows of blocks a row of units has.
    block_rows: usize,
}

struct Sequential<'a> {
    decodings: Vec<Decoding>,
    planes: &'a mut [Plane],
    pixels: &'a mut [u8],
}

/// Decodes a scan; returns whether there was anything in it.
pub fn decode(
    header: &Header,
    frame: &Frame,
    scan: &Scan,
    bits: &mut Bits,
    planes: &mut [Plane],
    pixels: &mut [u8],
) -> bool {
    let is_done = |number: usize| planes.get(number).is_some_and(Plane::is_complete);
    if scan.components.iter().all(|part| is_done(part.component)) {
        return false;
    }
    let arrangement = Arrangement::new(frame, scan, planes, header.restart_interval);
    let decodings = scan.components.iter().enumerate().map(|(position, part)| {
        let plane = planes.get_mut(part.component)?;
        plane.clear_strip();
        Some(Decoding {
            component: part.component,
            dc_table: header.dc_table(part.dc_table)?,
            ac_table: header.ac_table(part.ac_table)?,
            steps: plane.steps(header),
            dc: 0,
            block_rows: arrangement.block_rows(position),
        })
    });
    let Some(decodings) = decodings.collect::<Option<Vec<_>>>() else { return false };
    arrangement.walk(bits, &mut Sequential { decodings, planes, pixels })
}

impl Steps for Sequential<'_> {
    fn restart(&mut self) {
        self.decodings.iter_mut().for_each(|decoding| decoding.dc = 0);
    }

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, position: usize, x: usize, y: usize) {
        let Some(decoding) = self.decodings.get_mut(position) else { return };
        let Some(plane) = self.planes.get_mut(decoding.component) else { return };
        bits.prepare_block();
        decoding.block(bits, plane, x, y % decoding.block_rows);
    }

    fn end_row(&mut self) {
        for decoding in &self.decodings {
            if let Some(plane) = self.planes.get_mut(decoding.component) {
                plane.push_strip(decoding.block_rows, self.pixels);
                plane.clear_strip();
            }
        }
    }
}

impl Decoding {
    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, plane: &mut Plane, x: usize, y: usize) {
        let mut window = bits.window;
        let data = bits.data.as_slice();
        window.refill(data);
        self.dc = self.dc.wrapping_add(self.dc_table.difference(&mut window));
        let dc = self.dc as f32 * self.steps[0];
        if plane.last_needed == 0 {
            self.ac_table.skip_rest(1, &mut window, data);
            bits.window = window;
            plane.write_pixel(x, y, nearest_byte(dc / BLOCK_PX as f32 + 128.0));
            return;
        }
        let mut block = [0.0; 64];
        block[0] = dc;
        let mut reach = plane.places[0].reach;
        let mut k = 1;
        while k <= plane.last_needed {
            if window.n_valid() < 32 {
                window.refill(data);
            }
            let step = self.ac_table.coefficient(&mut window);
            if step.is_end {
                k = 64;
                break;
            }
            k += step.n_zeros;
            if let (Some(place), Some(size)) = (plane.places.get(k), self.steps.get(k))
                && let Some(coefficient) = place.at.and_then(|at| block.get_mut(usize::from(at)))
            {
                *coefficient = step.value as f32 * size;
                reach |= place.reach;
            }
            k += 1;
        }
        self.ac_table.skip_rest(k as u32, &mut window, data);
        bits.window = window;
        plane.write_block(x, y, &block, reach);
    }
}
