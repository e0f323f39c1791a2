//! From the rows of a decoded picture to the size that is wanted.

use crate::pixels::resample::{Axis, Resampler};
use crate::pixels::{PixelsError, Wanted, limits};

/// What a row is where nothing could be decoded.
const GRAY: [u8; 4] = [128, 128, 128, 255];

/// The size of the picture that is wanted of one of that size: never larger, and no edge shorter than a pixel.
pub fn fitted_px(size_px: [u32; 2], wanted: Wanted) -> [u32; 2] {
    let longest = size_px[0].max(size_px[1]);
    match wanted {
        Wanted::Fit { edge_px } if edge_px < longest => {
            let edge_px = u64::from(edge_px.max(1));
            size_px
                .map(|px| ((u64::from(px) * edge_px * 2 + u64::from(longest)) / (u64::from(longest) * 2)).max(1) as u32)
        }
        Wanted::Fit { .. } | Wanted::Full | Wanted::Embedded => size_px,
    }
}

/// Takes the rows of a picture, red, green, blue and alpha, from top to bottom.
pub struct Fitter {
    size_px: [usize; 2],
    fitted_px: [usize; 2],
    /// Whether colors are weighted by their alpha, so that what is transparent colors nothing.
    weights_alpha: bool,
    resampler: Resampler,
    pixels: Vec<u8>,
    n_rows: usize,
}

impl Fitter {
    /// For a picture of that size; beside it there are so many bytes held while its rows come.
    pub fn new(size_px: [u32; 2], wanted: Wanted, has_alpha: bool, beside_bytes: u64) -> Result<Self, PixelsError> {
        let [width, height] = fitted_px(size_px, wanted);
        limits::check_bytes(4 * u64::from(width) * u64::from(height), beside_bytes)?;
        let fitted_px = [width as usize, height as usize];
        let is_resized = [width, height] != size_px;
        let size_px = size_px.map(|px| px as usize);
        Ok(Self {
            size_px,
            fitted_px,
            weights_alpha: has_alpha && is_resized,
            resampler: Resampler::new(4, Axis::new(size_px[0], fitted_px[0]), Axis::new(size_px[1], fitted_px[1])),
            pixels: Vec::with_capacity(4 * fitted_px[0] * fitted_px[1]),
            n_rows: 0,
        })
    }

    /// Whether all rows have come.
    pub fn is_complete(&self) -> bool {
        self.n_rows >= self.size_px[1]
    }

    /// Takes the next row; it is changed on the way.
    pub fn push(&mut self, row: &mut [u8]) {
        if self.is_complete() {
            return;
        }
        self.n_rows += 1;
        if self.weights_alpha {
            row.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| *pixel = weighted(*pixel));
        }
        let pixels = &mut self.pixels;
        self.resampler.push(row, &mut |_, row| pixels.extend_from_slice(row));
    }

    /// The picture; rows that never came are gray.
    pub fn finish(mut self) -> Vec<u8> {
        if !self.is_complete() {
            let gray = GRAY.repeat(self.size_px[0]);
            while !self.is_complete() {
                self.push(&mut gray.clone());
            }
        }
        if self.weights_alpha {
            self.pixels.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| *pixel = unweighted(*pixel));
        }
        self.pixels.resize(4 * self.fitted_px[0] * self.fitted_px[1], 0);
        self.pixels
    }
}

/// Fits a picture that is held whole.
pub fn fit_whole(
    mut pixels: Vec<u8>,
    size_px: [u32; 2],
    wanted: Wanted,
    has_alpha: bool,
) -> Result<Vec<u8>, PixelsError> {
    if fitted_px(size_px, wanted) == size_px {
        return Ok(pixels);
    }
    let mut fitter = Fitter::new(size_px, wanted, has_alpha, pixels.len() as u64)?;
    pixels.chunks_exact_mut(4 * size_px[0] as usize).for_each(|row| fitter.push(row));
    Ok(fitter.finish())
}

fn weighted([r, g, b, alpha]: [u8; 4]) -> [u8; 4] {
    let times = |value: u8| ((u32::from(value) * u32::from(alpha) + 127) / 255) as u8;
    [times(r), times(g), times(b), alpha]
}

/// A pixel whose colors are not multiplied by its alpha any more.
pub fn unweighted([r, g, b, alpha]: [u8; 4]) -> [u8; 4] {
    let weight = u32::from(alpha).max(1);
    let over = |value: u8| ((u32::from(value) * 255 + weight / 2) / weight).min(255) as u8;
    [over(r), over(g), over(b), alpha]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_edge_is_what_is_wanted() {
        let check = |size_px: [u32; 2], edge_px: u32, expected: [u32; 2]| {
            assert_eq!(fitted_px(size_px, Wanted::Fit { edge_px }), expected, "{size_px:?} to {edge_px}");
        };
        check([6000, 4000], 256, [256, 171]);
        check([4000, 6000], 256, [171, 256]);
        check([100, 50], 256, [100, 50]);
        check([256, 256], 256, [256, 256]);
        check([65_500, 1], 256, [256, 1]);
        check([65_500, 1], 0, [1, 1]);
        assert_eq!(fitted_px([6000, 4000], Wanted::Full), [6000, 4000]);
    }

    #[test]
    fn what_is_transparent_colors_nothing() {
        // Red beside transparent green.
        let pixels = [[255, 0, 0, 255], [0, 255, 0, 0]].repeat(8).concat();
        let fitted = fit_whole(pixels, [16, 1], Wanted::Fit { edge_px: 8 }, true).unwrap();
        for pixel in fitted.chunks(4) {
            assert_eq!(pixel[..3], [255, 0, 0]);
            assert!((104..=152).contains(&pixel[3]), "{pixel:?}");
        }
    }

    #[test]
    fn rows_that_never_came_are_gray() {
        let mut fitter = Fitter::new([2, 3], Wanted::Full, false, 0).unwrap();
        fitter.push(&mut [9; 8]);
        assert_eq!(fitter.finish()[6..12], [9, 9, 128, 128, 128, 255]);
    }
}
