//! One component of a JPEG picture on its way from coefficients to a channel of the wanted picture: the scale at which its
//! blocks are transformed, the blocks of a row side by side, and the resampling of their rows to the wanted size.

use super::header::{Frame, Header};
use super::idct::{BLOCK_PX, Coefficients, Transform};
use crate::pixels::resample::{Axis, Resampler};

/// Rows and columns of the coefficients in the order in which they are coded (T.81, figure A.6).
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];
/// What pixels are where nothing could be decoded.
const GRAY: u8 = 128;

/// What is to be done with a coefficient.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Its place in the block, if the scale needs it.
    pub at: Option<u8>,
    /// Its row and its column, a bit each: the lower eight are rows.
    pub reach: u16,
}

/// A component and where its pixels go.
pub struct Plane {
    channel: usize,
    /// Blocks across and down in a unit of the picture.
    pub across: usize,
    pub down: usize,
    /// Blocks that hold some of the picture, and with those that only fill the last units.
    pub own_blocks: [usize; 2],
    pub all_blocks: [usize; 2],
    /// The pixels of a block's edge at the scale used.
    pub edge_px: usize,
    quantization: usize,
    /// The last coefficient that the scale needs.
    pub last_needed: usize,
    pub places: [Place; 64],
    /// The same as bits, in the order of coding.
    pub needed: u64,
    transform: Transform,
    strip: Vec<u8>,
    resampler: Resampler,
    n_rows: usize,
    n_rows_pushed: usize,
    wanted_px: [usize; 2],
}

impl Plane {
    /// The plane of the component with that number, for a picture of the size wanted.
    pub fn new(frame: &Frame, number: usize, wanted_px: [usize; 2]) -> Option<Self> {
        let component = frame.components.get(number)?;
        let (most_across, most_down) = frame.most();
        let width = (frame.width_px * component.across) as f64 / most_across as f64;
        let height = (frame.height_px * component.down) as f64 / most_down as f64;
        let suffices = |edge: usize| {
            let scale = edge as f64 / BLOCK_PX as f64;
            width * scale >= wanted_px[0] as f64 && height * scale >= wanted_px[1] as f64
        };
        let edge_px = (1..BLOCK_PX).find(|edge| suffices(*edge)).unwrap_or(BLOCK_PX);
        let scale = edge_px as f64 / BLOCK_PX as f64;
        let axis = |extent: f64, n_wanted: usize| Axis {
            n_samples: (extent * scale).ceil() as usize,
            extent: extent * scale,
            n_wanted,
        };
        let units = [frame.width_px.div_ceil(BLOCK_PX * most_across), frame.height_px.div_ceil(BLOCK_PX * most_down)];
        let all_blocks = [units[0] * component.across, units[1] * component.down];
        let places = ZIGZAG.map(|at| {
            let (row, column) = (usize::from(at) / BLOCK_PX, usize::from(at) % BLOCK_PX);
            let is_needed = row < edge_px && column < edge_px;
            Place {
                at: is_needed.then_some((row * edge_px + column) as u8),
                reach: if is_needed { 1 << row | 1 << (column + BLOCK_PX) } else { 0 },
            }
        });
        let vertical = axis(height, wanted_px[1]);
        Some(Self {
            channel: number,
            across: component.across,
            down: component.down,
            own_blocks: [(width / 8.0).ceil() as usize, (height / 8.0).ceil() as usize],
            all_blocks,
            edge_px,
            quantization: component.quantization,
            last_needed: places.iter().rposition(|place| place.at.is_some()).unwrap_or(0),
            needed: places.iter().rev().fold(0, |bits, place| bits << 1 | u64::from(place.at.is_some())),
            places,
            transform: Transform::new(edge_px),
            strip: vec![GRAY; all_blocks[0] * edge_px * component.down * edge_px],
            resampler: Resampler::new(1, axis(width, wanted_px[0]), vertical),
            n_rows: vertical.n_samples,
            n_rows_pushed: 0,
            wanted_px,
        })
    }

    /// How much each step of a coefficient is worth, in the order in which they are coded.
    pub fn steps(&self, header: &Header) -> [f32; 64] {
        let table = header.quantization.get(self.quantization).copied().flatten();
        // A file without its table shows something like a picture.
        table.map_or([1.0; 64], |table| table.map(f32::from))
    }

    /// How many bytes all coefficients take that the scale needs.
    pub fn coefficients_bytes(&self) -> u64 {
        let n_blocks = self.all_blocks[0] as u64 * self.all_blocks[1] as u64;
        n_blocks * (2 * (self.edge_px * self.edge_px) as u64 + if self.edge_px > 1 { 8 } else { 0 })
    }

    /// Whether all rows of the picture have been written.
    pub fn is_complete(&self) -> bool {
        self.n_rows_pushed >= self.n_rows
    }

    /// Makes the strip of blocks gray.
    pub fn clear_strip(&mut self) {
        self.strip.fill(GRAY);
    }

    /// Makes the pixels of a block of the strip: `x` blocks from the left, `y` from the top.
    #[inline(always)]
    pub fn write_block(&mut self, x: usize, y: usize, block: &Coefficients, reach: u16) {
        let stride = self.all_blocks[0] * self.edge_px;
        let Some(pixels) = self.strip.get_mut(y * self.edge_px * stride + x * self.edge_px..) else { return };
        let n_rows = 8 - (reach as u8).leading_zeros() as usize;
        let n_columns = 8 - ((reach >> 8) as u8).leading_zeros() as usize;
        self.transform.write(block, n_rows, n_columns, pixels, stride);
    }

    /// Makes the one pixel of a block of the strip whose edge is one pixel.
    #[inline(always)]
    pub fn write_pixel(&mut self, x: usize, y: usize, value: u8) {
        if let Some(pixel) = self.strip.get_mut(y * self.all_blocks[0] + x) {
            *pixel = value;
        }
    }

    /// Hands the upper rows of blocks of the strip on to the picture.
    pub fn push_strip(&mut self, n_block_rows: usize, pixels: &mut [u8]) {
        let stride = self.all_blocks[0] * self.edge_px;
        let [width, _] = self.wanted_px;
        let channel = self.channel;
        for row in self.strip.chunks_exact(stride).take(n_block_rows * self.edge_px) {
            if self.n_rows_pushed >= self.n_rows {
                break;
            }
            self.n_rows_pushed += 1;
            self.resampler.push(row, &mut |y, row| {
                let Some(line) = pixels.get_mut(y * 4 * width..(y + 1) * 4 * width) else { return };
                for (pixel, value) in line.as_chunks_mut::<4>().0.iter_mut().zip(row) {
                    if let Some(place) = pixel.get_mut(channel) {
                        *place = *value;
                    }
                }
            });
        }
    }

    /// Fills what was not decoded.
    pub fn finish(&mut self, pixels: &mut [u8]) {
        self.clear_strip();
        while !self.is_complete() {
            self.push_strip(self.down, pixels);
        }
    }
}
