//! The pictures that a file carries beside its own pixels, or in place of pixels that are not decoded: Exif's thumbnail, the
//! previews in camera RAW, and those in the boxes of HEIC and CR3. All are JPEG.

mod boxes;

use crate::metadata::Bytes;
use crate::pixels::exif::TiffStructure;
use crate::pixels::jpeg::Jpeg;
use crate::pixels::orientation::Orientation;
use crate::pixels::stream::{Part, read_part};

/// How far the shape of a thumbnail may be from the picture's, of the picture's: more is another crop of it, or another picture.
const SHAPE_TOLERANCE: f64 = 0.03;
/// A bar around a thumbnail is this dark at most.
const BAR_MAX: u8 = 40;
/// Where Fujifilm's RAW says where its JPEG stands.
const RAF_JPEG: u64 = 84;

/// The pictures that a file carries, and how they are turned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried {
    /// Offset and length of each.
    pub places: Vec<(u64, u64)>,
    /// What the file says; without that each picture may say it itself.
    pub orientation: Option<Orientation>,
}

impl Carried {
    /// Those of a camera RAW file in a TIFF structure.
    pub fn in_raw(tiff: &TiffStructure) -> Self {
        Self { places: tiff.jpegs(), orientation: tiff.orientation() }
    }

    /// Those of Fujifilm's RAW.
    pub fn in_raf(bytes: &dyn Bytes) -> Self {
        let numbers = read_part(bytes, RAF_JPEG, 8);
        let (numbers, _) = numbers.as_chunks::<4>();
        let places = match numbers {
            &[offset, length] => vec![(u32::from_be_bytes(offset).into(), u32::from_be_bytes(length).into())],
            _ => Vec::new(),
        };
        Self { places, orientation: None }
    }

    /// Those of a file in boxes.
    pub fn in_boxes(bytes: &dyn Bytes) -> Self {
        let found = boxes::find(bytes);
        let mut carried = Self { places: found.jpegs, orientation: None };
        for (offset, length) in found.tiffs {
            let part = Part::new(bytes, offset, length);
            let Some(tiff) = TiffStructure::open(&part) else { continue };
            carried.orientation = carried.orientation.or_else(|| tiff.orientation());
            carried.places.extend(tiff.jpegs().into_iter().map(|(at, length)| (offset.saturating_add(at), length)));
        }
        carried
    }

    /// Those that can be decoded, the smallest first.
    pub fn by_size(&self, bytes: &dyn Bytes) -> Vec<(u64, u64)> {
        let mut sized: Vec<(u64, (u64, u64))> = Vec::new();
        for &(offset, length) in &self.places {
            let part = Part::new(bytes, offset, length);
            if let Ok(jpeg) = Jpeg::open(&part) {
                let [width, height] = jpeg.size_px().map(u64::from);
                sized.push((width * height, (offset, length)));
            }
        }
        sized.sort_unstable();
        sized.into_iter().map(|(_, place)| place).collect()
    }
}

/// The part of a thumbnail that shows the picture: without dark bars, where its shape is another one; none if that does not
/// help. Left, top, width and height.
pub fn shown_part(pixels: &[u8], size_px: [u32; 2], picture_px: [u32; 2]) -> Option<[u32; 4]> {
    let [width, height] = size_px.map(f64::from);
    let shape = f64::from(picture_px[0]) / f64::from(picture_px[1]);
    // Sizes are whole numbers: the shorter edge is right to a pixel.
    let is_like = |width: f64, height: f64| {
        let fitted = if shape >= 1.0 { [width, width / shape] } else { [height * shape, height] };
        let off = (fitted[0] - width).abs().max((fitted[1] - height).abs());
        off <= 1.0 + SHAPE_TOLERANCE * width.min(height)
    };
    if is_like(width, height) {
        return Some([0, 0, size_px[0], size_px[1]]);
    }
    let [bar_x, bar_y] = if width / height > shape {
        [((width - height * shape) / 2.0).ceil() as u32, 0]
    } else {
        [0, ((height - width / shape) / 2.0).ceil() as u32]
    };
    let inner = [size_px[0].checked_sub(2 * bar_x)?, size_px[1].checked_sub(2 * bar_y)?];
    if inner.contains(&0) || !has_dark_bars(pixels, size_px[0] as usize, bar_x as usize, bar_y as usize) {
        return None;
    }
    Some([bar_x, bar_y, inner[0], inner[1]])
}

/// Whether the edges of a picture are dark; the two rows or columns next to the picture may be mixed with it.
fn has_dark_bars(pixels: &[u8], width: usize, bar_x: usize, bar_y: usize) -> bool {
    let (pixels, _) = pixels.as_chunks::<4>();
    let height = pixels.len() / width.max(1);
    let (bar_x, bar_y) = (bar_x.saturating_sub(2), bar_y.saturating_sub(2));
    let is_dark = |pixel: &[u8; 4]| pixel.iter().take(3).all(|value| *value <= BAR_MAX);
    let rows = pixels.chunks_exact(width.max(1)).enumerate();
    let mut bars = rows.flat_map(|(y, row)| {
        let is_bar_row = y < bar_y || y >= height - bar_y.min(height);
        row.iter()
            .enumerate()
            .filter(move |(x, _)| is_bar_row || *x < bar_x || *x >= width - bar_x)
            .map(|(_, pixel)| pixel)
    });
    bar_x + bar_y > 0 && bars.all(is_dark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thumbnail(width: u32, height: u32, is_bar: impl Fn(u32, u32) -> bool) -> Vec<u8> {
        (0..width * height).flat_map(|i| if is_bar(i % width, i / width) { [9; 4] } else { [200; 4] }).collect()
    }

    #[test]
    fn bars_are_cut_off_and_other_shapes_refused() {
        let check = |size_px: [u32; 2], bar: [u32; 2], picture_px: [u32; 2], expected: Option<[u32; 4]>| {
            let is_bar = |x, y| x < bar[0] || x + bar[0] >= size_px[0] || y < bar[1] || y + bar[1] >= size_px[1];
            let pixels = thumbnail(size_px[0], size_px[1], is_bar);
            assert_eq!(shown_part(&pixels, size_px, picture_px), expected, "{size_px:?} of {picture_px:?}");
        };
        check([160, 120], [0, 0], [4000, 3000], Some([0, 0, 160, 120]));
        check([160, 107], [0, 0], [6000, 4000], Some([0, 0, 160, 107]));
        check([160, 120], [0, 7], [6000, 4000], Some([0, 7, 160, 106]));
        check([160, 120], [40, 0], [3000, 4000], Some([35, 0, 90, 120]));
        check([160, 120], [0, 0], [6000, 4000], None);
        check([160, 120], [0, 0], [3000, 4000], None);
        check([160, 120], [0, 0], [1, 65_500], None);
    }

    #[test]
    fn the_jpeg_of_a_raf_is_where_it_says() {
        let mut bytes = vec![0; 100];
        bytes[84..92].copy_from_slice(&[0, 0, 1, 0, 0, 0, 2, 0]);
        assert_eq!(Carried::in_raf(&crate::pixels::stream::Memory(&bytes)).places, [(256, 512)]);
    }
}
