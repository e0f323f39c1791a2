//! Turning stored pixels upright, by the eight orientations of Exif.

/// How a stored picture is turned or mirrored, as Exif numbers it: 1 is upright, 6 is to be turned clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

impl Orientation {
    pub const UPRIGHT: Self = Self(1);

    /// The orientation that Exif numbers so, if it is one.
    pub fn from_exif(number: u64) -> Option<Self> {
        u8::try_from(number).ok().filter(|number| (1..=8).contains(number)).map(Self)
    }

    /// Whether width and height are exchanged.
    pub fn is_transposed(self) -> bool {
        self.0 > 4
    }

    /// The size of an upright picture as it is stored, or the other way round.
    pub fn turned_px(self, [width, height]: [u32; 2]) -> [u32; 2] {
        if self.is_transposed() { [height, width] } else { [width, height] }
    }

    /// The pixels of a stored picture, four bytes each, upright.
    pub fn turned(self, mut pixels: Vec<u8>, [width_px, height_px]: [u32; 2]) -> Vec<u8> {
        let mut row_px = width_px as usize;
        if self.is_transposed() {
            pixels = transposed(&pixels, row_px, height_px as usize);
            row_px = height_px as usize;
        }
        let (all, _) = pixels.as_chunks_mut::<4>();
        match self.0 {
            2 | 6 => all.chunks_exact_mut(row_px).for_each(<[[u8; 4]]>::reverse),
            3 | 7 => all.reverse(),
            4 | 8 => {
                let mut rows = all.chunks_exact_mut(row_px);
                while let (Some(upper), Some(lower)) = (rows.next(), rows.next_back()) {
                    upper.swap_with_slice(lower);
                }
            }
            _ => {}
        }
        pixels
    }
}

/// The picture mirrored at its diagonal.
fn transposed(pixels: &[u8], width: usize, height: usize) -> Vec<u8> {
    /// Rows and columns are exchanged in squares of this size, which fit the fastest cache.
    const SQUARE_PX: usize = 32;
    let mut turned = vec![0; pixels.len()];
    let (from, _) = pixels.as_chunks::<4>();
    let (to, _) = turned.as_chunks_mut::<4>();
    for (band, columns) in to.chunks_mut(SQUARE_PX * height).enumerate() {
        for top in (0..height).step_by(SQUARE_PX) {
            for (x, column) in (band * SQUARE_PX..width).zip(columns.chunks_exact_mut(height)) {
                let square = column.iter_mut().skip(top).take(SQUARE_PX);
                let pixels = from.iter().skip(top * width + x).step_by(width);
                for (pixel, source) in square.zip(pixels) {
                    *pixel = *source;
                }
            }
        }
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: u64, expected: [u8; 6]) {
        let orientation = Orientation::from_exif(number).unwrap();
        let stored: Vec<u8> = [1, 2, 3, 4, 5, 6].iter().flat_map(|gray| [*gray; 4]).collect();
        let turned = orientation.turned(stored, [3, 2]);
        let grays: Vec<u8> = turned.chunks(4).map(|pixel| pixel[0]).collect();
        assert_eq!(grays, expected, "{number}");
        assert_eq!(orientation.turned_px([3, 2]), if number > 4 { [2, 3] } else { [3, 2] });
    }

    #[test]
    fn each_orientation_comes_upright() {
        check(1, [1, 2, 3, 4, 5, 6]);
        check(2, [3, 2, 1, 6, 5, 4]);
        check(3, [6, 5, 4, 3, 2, 1]);
        check(4, [4, 5, 6, 1, 2, 3]);
        check(5, [1, 4, 2, 5, 3, 6]);
        check(6, [4, 1, 5, 2, 6, 3]);
        check(7, [6, 3, 5, 2, 4, 1]);
        check(8, [3, 6, 2, 5, 1, 4]);
        assert_eq!([0, 9, 262].map(Orientation::from_exif), [None; 3]);
    }

    #[test]
    fn a_large_picture_is_transposed_as_pixel_by_pixel() {
        let (width, height) = (67, 45);
        let stored: Vec<u8> = (0..width * height).flat_map(|i| u32::to_le_bytes(i as u32)).collect();
        let turned = transposed(&stored, width, height);
        for y in 0..height {
            for x in 0..width {
                assert_eq!(turned[(x * height + y) * 4..][..4], stored[(y * width + x) * 4..][..4]);
            }
        }
    }
}
