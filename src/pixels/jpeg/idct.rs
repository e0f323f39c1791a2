//! The inverse cosine transform at a reduced scale: of the lowest `N` by `N` coefficients of a block come `N` by `N` pixels,
//! the block at `N` eighths of its size. With all 8 by 8 it is the whole transform (T.81, A.3.3).

use std::f32::consts::PI;

/// The most pixels along a block's edge.
pub const BLOCK_PX: usize = 8;

/// The coefficients of a block, row by row from the lowest, `N` in a row, already multiplied by their quantization.
pub type Coefficients = [f32; BLOCK_PX * BLOCK_PX];

/// Cosines: for each frequency a row, for each pixel a value.
type Waves = [[f32; BLOCK_PX]; BLOCK_PX];
/// A transform to blocks of one size.
type Apply = fn(&Waves, &Coefficients, [usize; 2], &mut [u8], usize);

/// The transform to blocks of a size.
pub struct Transform {
    waves: Waves,
    apply: Apply,
}

impl Transform {
    /// The transform to blocks of `edge_px` pixels, 1 to 8.
    pub fn new(edge_px: usize) -> Self {
        let mut waves = [[0.0; BLOCK_PX]; BLOCK_PX];
        for (u, wave) in waves.iter_mut().enumerate() {
            for (x, value) in wave.iter_mut().enumerate() {
                let amplitude = if u == 0 { (1.0f32 / 8.0).sqrt() } else { 0.5 };
                *value = amplitude * ((2 * x + 1) as f32 * u as f32 * PI / (2 * edge_px) as f32).cos();
            }
        }
        let apply = match edge_px {
            0 | 1 => apply::<1>,
            2 => apply::<2>,
            3 => apply::<3>,
            4 => apply::<4>,
            5 => apply::<5>,
            6 => apply::<6>,
            7 => apply::<7>,
            _ => apply::<8>,
        };
        Self { waves, apply }
    }

    /// Writes the pixels of a block whose coefficients are zero from row `n_rows` and column `n_columns` on.
    /// The pixels begin where the slice does; their rows are `stride` apart.
    #[inline]
    pub fn write(&self, block: &Coefficients, n_rows: usize, n_columns: usize, pixels: &mut [u8], stride: usize) {
        (self.apply)(&self.waves, block, [n_rows, n_columns], pixels, stride);
    }
}

fn apply<const N: usize>(
    waves: &Waves,
    block: &Coefficients,
    [n_rows, n_columns]: [usize; 2],
    pixels: &mut [u8],
    stride: usize,
) {
    // Down the columns: each row of coefficients adds its wave, all columns at once.
    let mut columns = [[0.0f32; N]; N];
    let (rows, _) = block.as_chunks::<N>();
    for (row, wave) in rows.iter().zip(waves).take(n_rows) {
        for (sums, cosine) in columns.iter_mut().zip(wave) {
            for (sum, coefficient) in sums.iter_mut().zip(row) {
                *sum += coefficient * cosine;
            }
        }
    }
    for (sums, line) in columns.iter().zip(pixels.chunks_mut(stride)) {
        let mut row = [128.0f32; N];
        for (sum, wave) in sums.iter().zip(waves).take(n_columns) {
            for (value, cosine) in row.iter_mut().zip(wave) {
                *value += sum * cosine;
            }
        }
        if let Some(line) = line.first_chunk_mut::<N>() {
            *line = row.map(nearest_byte);
        }
    }
}

/// The nearest value that a byte can have.
#[inline(always)]
pub fn nearest_byte(value: f32) -> u8 {
    // Adding 1.5 * 2^23 leaves the rounded value in the lowest bits: this way the compiler does many at once.
    (value.clamp(0.0, 255.0) + 12_582_912.0).to_bits() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block_of(values: &[(usize, f32)]) -> Coefficients {
        let mut block = [0.0; 64];
        for (at, value) in values {
            block[*at] = *value;
        }
        block
    }

    /// The formula of the standard, A.3.3.
    fn slow(block: &Coefficients, x: usize, y: usize) -> f32 {
        let mut sum = 0.0;
        for v in 0..8 {
            for u in 0..8 {
                let c = |i: usize| if i == 0 { (0.5f32).sqrt() } else { 1.0 };
                let wave = |at: usize, i: usize| ((2 * at + 1) as f32 * i as f32 * PI / 16.0).cos();
                sum += c(u) * c(v) * block[v * 8 + u] * wave(x, u) * wave(y, v);
            }
        }
        sum / 4.0 + 128.0
    }

    #[test]
    fn the_whole_transform_is_that_of_the_standard() {
        let block = block_of(&[(0, 80.0), (1, -120.0), (9, 33.0), (18, 60.0), (63, -20.0), (56, 14.0)]);
        let mut pixels = [0; 80];
        Transform::new(8).write(&block, 8, 8, &mut pixels, 10);
        for y in 0..8 {
            for x in 0..8 {
                assert!((f32::from(pixels[y * 10 + x]) - slow(&block, x, y)).abs() < 0.51, "{x},{y}");
            }
        }
    }

    #[test]
    fn a_reduced_block_has_the_brightness_of_the_whole_one() {
        for edge_px in 1..=8 {
            let mut pixels = [0; 64];
            Transform::new(edge_px).write(&block_of(&[(0, 8.0 * 42.0)]), 1, 1, &mut pixels, edge_px);
            assert_eq!(pixels[..edge_px * edge_px], [170; 64][..edge_px * edge_px], "{edge_px}");
        }
    }

    #[test]
    fn rounds_and_stays_within_a_byte() {
        let rounded = [-5.0, 0.4, 0.6, 254.6, 300.0].map(nearest_byte);
        assert_eq!(rounded, [0, 0, 1, 255, 255]);
    }
}
