//! Makes rows of pixels smaller (or larger) as they come, so that a large picture is never held whole.
//! Great reductions are averaged first; the rest is a cubic filter, as wide as a wanted pixel; enlarging is linear.

use std::collections::VecDeque;
use std::f64;

use crate::pixels::jpeg::idct::nearest_byte;

/// Reductions stronger than this are averaged first, so that the filter sees two to four samples per wanted pixel.
const AVERAGE_FROM: f64 = 4.0;
/// The most samples averaged along an edge: their sum must fit 16 bits.
const AVERAGED_MAX: usize = 256;
/// Weights come in groups of so many, which the compiler computes at once.
const LANES: usize = 4;

/// One direction of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// How many samples there are.
    pub n_samples: usize,
    /// How many samples, whole or not, span the picture: a plane at a part of the size may reach a little beyond.
    pub extent: f64,
    /// How many samples are wanted.
    pub n_wanted: usize,
}

impl Axis {
    /// An axis whose samples span the picture exactly.
    pub fn new(n_samples: usize, n_wanted: usize) -> Self {
        Self { n_samples, extent: n_samples as f64, n_wanted }
    }

    fn is_identity(&self) -> bool {
        self.n_samples == self.n_wanted && self.extent > self.n_samples as f64 - 1.0
    }

    /// How many samples are averaged into one, and the axis that is left.
    fn averaged(self) -> (usize, Self) {
        let ratio = self.extent / self.n_wanted.max(1) as f64;
        let n = if ratio < AVERAGE_FROM { 1 } else { (ratio / 2.0) as usize }.min(AVERAGED_MAX);
        (n, Self { n_samples: self.n_samples.div_ceil(n), extent: self.extent / n as f64, ..self })
    }
}

/// Takes rows from top to bottom and hands on the rows wanted.
pub struct Resampler {
    n_channels: usize,
    average: Average,
    columns: Filter,
    rows: Filter,
    /// Rows wanted that have begun, the first one first.
    begun: VecDeque<Vec<f32>>,
    spare: Vec<Vec<f32>>,
    line: Vec<f32>,
    out: Vec<u8>,
    n_pushed: usize,
    n_done: usize,
}

impl Resampler {
    /// Between pictures of `n_channels` bytes a pixel, 1 or 4.
    pub fn new(n_channels: usize, horizontal: Axis, vertical: Axis) -> Self {
        let (across, columns) = horizontal.averaged();
        let (down, rows) = vertical.averaged();
        Self {
            n_channels,
            average: Average::new(n_channels, across, down, horizontal.n_samples, vertical.n_samples),
            columns: Filter::new(columns),
            rows: Filter::new(rows),
            begun: VecDeque::new(),
            spare: Vec::new(),
            line: Vec::new(),
            out: vec![0; horizontal.n_wanted * n_channels],
            n_pushed: 0,
            n_done: 0,
        }
    }

    /// Takes the next row; each row of the result that is complete by it goes to `write`, with its number.
    pub fn push(&mut self, row: &[u8], write: &mut impl FnMut(usize, &[u8])) {
        if self.average.is_needed() {
            if self.average.add(row, &mut self.line) {
                self.push_line(write);
            }
            return;
        }
        if self.columns.is_identity && self.rows.is_identity {
            write(self.n_done, row);
            self.n_done += 1;
            return;
        }
        self.line.clear();
        self.line.extend(row.iter().map(|value| f32::from(*value)));
        self.push_line(write);
    }

    fn push_line(&mut self, write: &mut impl FnMut(usize, &[u8])) {
        let at = self.n_pushed;
        self.n_pushed += 1;
        let mut i = 0;
        while let Some((start, weights)) = self.rows.weights_of(self.n_done + i) {
            if start > at {
                break;
            }
            if i == self.begun.len() {
                let mut fresh = self.spare.pop().unwrap_or_default();
                fresh.clear();
                fresh.resize(self.line.len(), 0.0);
                self.begun.push_back(fresh);
            }
            if let (Some(weight), Some(sums)) = (weights.get(at - start), self.begun.get_mut(i)) {
                for (sum, value) in sums.iter_mut().zip(&self.line) {
                    *sum += value * weight;
                }
            }
            i += 1;
        }
        while let Some((start, weights)) = self.rows.weights_of(self.n_done) {
            if start + weights.len() > self.n_pushed {
                break;
            }
            let Some(sums) = self.begun.pop_front() else { break };
            self.columns.apply(&sums, self.n_channels, &mut self.out);
            write(self.n_done, &self.out);
            self.n_done += 1;
            self.spare.push(sums);
        }
    }
}

/// For each sample wanted the samples it is made of, and how much each counts.
struct Filter {
    is_identity: bool,
    starts: Vec<usize>,
    /// How many weights each sample wanted has; the same for all but at the edges.
    counts: Vec<usize>,
    /// The weights of a sample wanted, filled with zeros to a multiple of `LANES`.
    weights: Vec<f32>,
    n_weights: usize,
}

impl Filter {
    fn new(axis: Axis) -> Self {
        let scale = axis.extent / axis.n_wanted.max(1) as f64;
        let (kernel, radius): (fn(f64) -> f64, f64) = if scale > 1.0 { (cubic, 2.0) } else { (linear, 1.0) };
        let stretch = scale.max(1.0);
        let n_weights = ((radius * stretch).ceil() as usize * 2 + 1).next_multiple_of(LANES);
        let mut filter = Self {
            is_identity: axis.is_identity(),
            starts: Vec::with_capacity(axis.n_wanted),
            counts: Vec::with_capacity(axis.n_wanted),
            weights: Vec::with_capacity(axis.n_wanted * n_weights),
            n_weights,
        };
        let last = axis.n_samples.saturating_sub(1);
        for i in 0..axis.n_wanted {
            let center = (i as f64 + 0.5) * scale;
            let nearest = (center as usize).min(last);
            if filter.is_identity {
                filter.add(i, &[1.0]);
                continue;
            }
            let start = ((center - radius * stretch + 0.5).max(0.0) as usize).min(nearest);
            let end = ((center + radius * stretch + 0.5) as usize).clamp(nearest + 1, last + 1);
            let weights: Vec<f64> =
                (start..end).map(|at| kernel((at as f64 + 0.5 - center) / stretch)).take(n_weights).collect();
            filter.add(start, &weights);
        }
        filter
    }

    fn add(&mut self, start: usize, weights: &[f64]) {
        let sum: f64 = weights.iter().sum();
        self.starts.push(start);
        self.counts.push(weights.len());
        self.weights.extend(weights.iter().map(|weight| (weight / sum) as f32));
        self.weights.resize(self.starts.len() * self.n_weights, 0.0);
    }

    fn weights_of(&self, i: usize) -> Option<(usize, &[f32])> {
        let from = i * self.n_weights;
        Some((*self.starts.get(i)?, self.weights.get(from..from + *self.counts.get(i)?)?))
    }

    fn apply(&self, line: &[f32], n_channels: usize, out: &mut [u8]) {
        let all = self.starts.iter().zip(&self.counts).zip(self.weights.chunks_exact(self.n_weights));
        if n_channels == 1 {
            for (((start, count), weights), value) in all.zip(out) {
                let whole = line.get(*start..*start + self.n_weights).map(|samples| dot(samples, weights));
                *value = nearest_byte(whole.unwrap_or_else(|| {
                    let samples = line.get(*start..*start + *count).unwrap_or_default();
                    samples.iter().zip(weights).map(|(sample, weight)| sample * weight).sum()
                }));
            }
            return;
        }
        let (pixels, _) = line.as_chunks::<4>();
        let (out, _) = out.as_chunks_mut::<4>();
        for (((start, count), weights), value) in all.zip(out) {
            let mut sums = [0.0f32; 4];
            for (pixel, weight) in pixels.get(*start..*start + *count).unwrap_or_default().iter().zip(weights) {
                for (sum, sample) in sums.iter_mut().zip(pixel) {
                    *sum += sample * weight;
                }
            }
            *value = sums.map(nearest_byte);
        }
    }
}

fn dot(samples: &[f32], weights: &[f32]) -> f32 {
    let mut sums = [0.0f32; LANES];
    for (samples, weights) in samples.as_chunks::<LANES>().0.iter().zip(weights.as_chunks::<LANES>().0) {
        for ((sum, sample), weight) in sums.iter_mut().zip(samples).zip(weights) {
            *sum += sample * weight;
        }
    }
    sums.iter().sum()
}

/// Catmull and Rom's cubic, of radius 2: sharp, with little ringing.
fn cubic(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

fn linear(x: f64) -> f64 {
    (1.0 - x.abs()).max(0.0)
}

/// Averages groups of samples.
struct Average {
    n_channels: usize,
    across: usize,
    down: usize,
    n_rows_left: usize,
    n_added: usize,
    sums: Vec<u16>,
}

impl Average {
    fn new(n_channels: usize, across: usize, down: usize, n_columns: usize, n_rows: usize) -> Self {
        let n_sums = if across * down > 1 { n_columns * n_channels } else { 0 };
        Self { n_channels, across, down, n_rows_left: n_rows, n_added: 0, sums: vec![0; n_sums] }
    }

    fn is_needed(&self) -> bool {
        !self.sums.is_empty()
    }

    /// Adds a row; when a group of rows is complete, fills the line with its averages.
    fn add(&mut self, row: &[u8], line: &mut Vec<f32>) -> bool {
        for (sum, value) in self.sums.iter_mut().zip(row) {
            *sum = sum.wrapping_add(u16::from(*value));
        }
        self.n_added += 1;
        self.n_rows_left = self.n_rows_left.saturating_sub(1);
        if self.n_added < self.down && self.n_rows_left > 0 {
            return false;
        }
        line.clear();
        for group in self.sums.chunks(self.across * self.n_channels) {
            let n_samples = group.len() / self.n_channels * self.n_added;
            for channel in 0..self.n_channels {
                let sum: u32 = group.iter().skip(channel).step_by(self.n_channels).map(|sum| u32::from(*sum)).sum();
                line.push(sum as f32 / n_samples as f32);
            }
        }
        self.sums.fill(0);
        self.n_added = 0;
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn resampled(n_channels: usize, from: [usize; 2], to: [usize; 2], pixel: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        let mut resampler = Resampler::new(n_channels, Axis::new(from[0], to[0]), Axis::new(from[1], to[1]));
        let mut rows = Vec::new();
        for y in 0..from[1] {
            let row: Vec<u8> = (0..from[0] * n_channels).map(|i| pixel(i / n_channels, y)).collect();
            resampler.push(&row, &mut |at, row| {
                assert_eq!(at * to[0] * n_channels, rows.len(), "rows come in order");
                rows.extend_from_slice(row);
            });
        }
        rows
    }

    #[test]
    fn a_ramp_stays_a_ramp() {
        for (from, to) in [(100, 50), (100, 30), (100, 99), (100, 7), (1000, 10), (50, 100), (100, 100), (100, 1)] {
            let across = resampled(1, [from, 1], [to, 1], |x, _| (x * 200 / from) as u8);
            let down = resampled(1, [1, from], [1, to], |_, y| (y * 200 / from) as u8);
            assert_eq!(across, down, "{from} to {to}");
            for (i, value) in across.iter().enumerate() {
                let expected = (i as f64 + 0.5) * 200.0 / to as f64;
                assert!((f64::from(*value) - expected).abs() <= 3.0, "{from} to {to}: {i}: {value} for {expected}");
            }
        }
    }

    #[test]
    fn an_edge_stays_where_it_is() {
        let picture = resampled(4, [400, 300], [40, 30], |x, y| if x < 200 && y < 150 { 250 } else { 10 });
        let at = |x: usize, y: usize| picture[(y * 40 + x) * 4];
        assert_eq!([at(0, 0), at(17, 12), at(22, 12), at(17, 17)], [250, 250, 10, 10]);
    }

    proptest! {
        #[test]
        fn an_even_area_stays_even(width in 1usize..700, height in 1usize..90, to in (1usize..99, 1usize..99), gray: u8, four: bool) {
            let n_channels = if four { 4 } else { 1 };
            let picture = resampled(n_channels, [width, height], [to.0, to.1], |_, _| gray);
            prop_assert_eq!(picture, vec![gray; to.0 * to.1 * n_channels]);
        }
    }
}
