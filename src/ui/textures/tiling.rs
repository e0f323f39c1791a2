//! A picture cut into tiles no larger than a texture may be, each at a level of detail: at level n a texel stands for
//! 2ⁿ pixels along each edge. Geometry and pixels only; what is uploaded when is not decided here.

use eframe::egui::{Color32, ColorImage, Rect, pos2};

use crate::pixels::Picture;

/// The coarsest level: past it a picture of any size we decode is smaller than a screen.
const LEVEL_MAX: u8 = 5;

/// A tile's place: the level of detail, then column and row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TileAt {
    pub level: u8,
    pub column: u32,
    pub row: u32,
}

/// How a picture is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tiling {
    /// Width and height of the picture.
    pub size_px: [u32; 2],
    /// Width and height of a tile in texels, borders not counted.
    pub side_px: u32,
}

/// A rectangle of pixels: left, top, right, bottom; the last two are outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PxRect {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

/// The coarsest level that still has a texel for every pixel of the screen; `scale` is the screen's pixels for each of the
/// picture's.
pub(super) fn level_for(scale: f32) -> u8 {
    (0..LEVEL_MAX).find(|level| scale * 2.0_f32.powi(i32::from(*level) + 1) > 1.0).unwrap_or(LEVEL_MAX)
}

impl Tiling {
    /// Every tile at full detail, row by row.
    pub(super) fn all(self) -> impl Iterator<Item = TileAt> {
        self.within(0, PxRect { left: 0, top: 0, right: self.size_px[0], bottom: self.size_px[1] })
    }

    /// The tiles of a level that a part of the picture needs; the part is given in shares of width and height.
    pub(super) fn in_view(self, level: u8, part: Rect) -> impl Iterator<Item = TileAt> {
        let [width, height] = self.size_px;
        // Float to integer conversions saturate: what lies outside the picture ends at its edges.
        let px = |share: f32, side: u32| ((share.clamp(0.0, 1.0) * side as f32) as u32).min(side);
        let end = |share: f32, side: u32| ((share.clamp(0.0, 1.0) * side as f32).ceil() as u32).min(side);
        let (left, top) = (px(part.left(), width), px(part.top(), height));
        self.within(level, PxRect { left, top, right: end(part.right(), width), bottom: end(part.bottom(), height) })
    }

    fn within(self, level: u8, part: PxRect) -> impl Iterator<Item = TileAt> {
        let side = self.source_side_px(level);
        let columns = part.left / side..part.right.div_ceil(side);
        let rows = part.top / side..part.bottom.div_ceil(side);
        rows.flat_map(move |row| columns.clone().map(move |column| TileAt { level, column, row }))
    }

    fn source_side_px(self, level: u8) -> u32 {
        self.side_px.saturating_mul(1 << level)
    }

    /// The pixels a tile stands for.
    fn source(self, at: TileAt) -> PxRect {
        let side = self.source_side_px(at.level);
        let [width, height] = self.size_px;
        let (left, top) = (at.column.saturating_mul(side), at.row.saturating_mul(side));
        PxRect { left, top, right: left.saturating_add(side).min(width), bottom: top.saturating_add(side).min(height) }
    }

    /// Where a tile lies in its picture, in shares of width and height.
    pub(super) fn share(self, at: TileAt) -> Rect {
        self.share_of(self.source(at))
    }

    fn share_of(self, source: PxRect) -> Rect {
        let [width, height] = self.size_px.map(|side| side.max(1) as f32);
        let PxRect { left, top, right, bottom } = source;
        Rect::from_min_max(
            pos2(left as f32 / width, top as f32 / height),
            pos2(right as f32 / width, bottom as f32 / height),
        )
    }

    /// The pixels a tile's texture is made of: its own with a border of one texel where the picture goes on, so that no seam
    /// shows where tiles meet.
    fn bordered(self, at: TileAt) -> PxRect {
        let texel = 1 << at.level;
        let PxRect { left, top, right, bottom } = self.source(at);
        let [width, height] = self.size_px;
        PxRect {
            left: left.saturating_sub(texel),
            top: top.saturating_sub(texel),
            right: right.saturating_add(texel).min(width),
            bottom: bottom.saturating_add(texel).min(height),
        }
    }

    /// The part of a tile's texture that is its own, in shares of the texture's width and height.
    pub(super) fn uv(self, at: TileAt) -> Rect {
        let (own, all) = (self.source(at), self.bordered(at));
        let texel = 1_u32 << at.level;
        // The last texel may stand for fewer pixels than the others.
        let side = |from: u32, to: u32| ((to - from).div_ceil(texel) * texel).max(1) as f32;
        let (width, height) = (side(all.left, all.right), side(all.top, all.bottom));
        let share = |px: u32, from: u32, side: f32| (px - from) as f32 / side;
        Rect::from_min_max(
            pos2(share(own.left, all.left, width), share(own.top, all.top, height)),
            pos2(share(own.right, all.left, width), share(own.bottom, all.top, height)),
        )
    }

    /// A tile's texels.
    pub(super) fn cut(self, picture: &Picture, at: TileAt) -> ColorImage {
        let area = self.bordered(at);
        let texel = 1 << at.level;
        let (n_columns, n_rows) = ((area.right - area.left).div_ceil(texel), (area.bottom - area.top).div_ceil(texel));
        let mut texels = Vec::with_capacity(usize_of(n_columns) * usize_of(n_rows));
        for row in 0..n_rows {
            let top = area.top + row * texel;
            if at.level == 0 {
                texels.extend(pixels(picture, top, area.left..area.right));
            } else {
                for column in 0..n_columns {
                    let left = area.left + column * texel;
                    let block = PxRect {
                        left,
                        top,
                        right: (left + texel).min(area.right),
                        bottom: (top + texel).min(area.bottom),
                    };
                    texels.push(average(picture, block));
                }
            }
        }
        // A decoder that lies about its sizes yields a grey tile, not a panic.
        texels.resize(usize_of(n_columns) * usize_of(n_rows), Color32::GRAY);
        ColorImage::new([usize_of(n_columns), usize_of(n_rows)], texels)
    }
}

/// Part of a row of pixels, as egui blends them.
fn pixels(picture: &Picture, row: u32, columns: std::ops::Range<u32>) -> impl Iterator<Item = Color32> {
    let start = (usize_of(row) * usize_of(picture.width_px) + usize_of(columns.start)) * 4;
    let bytes = picture.rgba.get(start..start + columns.len() * 4).unwrap_or_default();
    let transparent = picture.has_transparency;
    bytes.as_chunks::<4>().0.iter().map(move |[red, green, blue, alpha]| {
        if transparent {
            Color32::from_rgba_unmultiplied(*red, *green, *blue, *alpha)
        } else {
            Color32::from_rgb(*red, *green, *blue)
        }
    })
}

/// The mean colour of a block of pixels.
fn average(picture: &Picture, block: PxRect) -> Color32 {
    let mut sums = [0_u32; 4];
    let mut n_pixels = 0;
    for row in block.top..block.bottom {
        for color in pixels(picture, row, block.left..block.right) {
            for (sum, part) in sums.iter_mut().zip(color.to_array()) {
                *sum += u32::from(part);
            }
            n_pixels += 1;
        }
    }
    let [red, green, blue, alpha] = sums.map(|sum| u8::try_from(sum / n_pixels.max(1)).unwrap_or(u8::MAX));
    Color32::from_rgba_premultiplied(red, green, blue, alpha)
}

fn usize_of(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pixels::Animation;

    /// A picture whose every pixel says where it is.
    fn picture(width_px: u32, height_px: u32) -> Picture {
        let pixel = |x: u32, y: u32| [x as u8, y as u8, (x / 256 * 16 + y / 256) as u8, 255];
        let rgba = (0..height_px).flat_map(|y| (0..width_px).flat_map(move |x| pixel(x, y))).collect();
        Picture {
            width_px,
            height_px,
            original_px: [width_px, height_px],
            rgba,
            has_transparency: false,
            animation: Animation::STILL,
        }
    }

    proptest! {
        #[test]
        fn tiles_cover_the_picture_once_and_show_its_pixels(width in 1..300u32, height in 1..300u32, side_px in 16..100u32) {
            let picture = picture(width, height);
            let tiling = Tiling { size_px: [width, height], side_px };
            let mut n_pixels = 0;
            for at in tiling.all() {
                let source = tiling.source(at);
                let image = tiling.cut(&picture, at);
                prop_assert!(image.width() <= side_px as usize + 2 && image.height() <= side_px as usize + 2);
                let uv = tiling.uv(at);
                let first = [uv.left() * image.width() as f32, uv.top() * image.height() as f32].map(|px| px.round() as usize);
                let color = image.pixels[first[1] * image.width() + first[0]];
                prop_assert_eq!((color.r(), color.g()), (source.left as u8, source.top as u8));
                n_pixels += (source.right - source.left) * (source.bottom - source.top);
            }
            prop_assert_eq!(n_pixels, width * height);
        }

        #[test]
        fn a_coarser_level_has_fewer_tiles_no_larger_than_others(width in 1..3000u32, height in 1..50u32, level in 0..=LEVEL_MAX) {
            let picture = picture(width, height);
            let tiling = Tiling { size_px: [width, height], side_px: 64 };
            let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            let tiles: Vec<_> = tiling.in_view(level, all).collect();
            prop_assert_eq!(tiles.len() as u32, width.div_ceil(64 << level) * height.div_ceil(64 << level));
            for at in tiles {
                let image = tiling.cut(&picture, at);
                prop_assert!(image.width() <= 66 && image.height() <= 66);
                let uv = tiling.uv(at);
                prop_assert!(uv.left() >= 0.0 && uv.right() <= 1.0 && uv.top() >= 0.0 && uv.bottom() <= 1.0);
                prop_assert!(uv.is_positive());
            }
        }
    }

    #[test]
    fn only_tiles_in_view_are_needed() {
        let tiling = Tiling { size_px: [4000, 3000], side_px: 1000 };
        let part = Rect::from_min_max(pos2(0.3, 0.0), pos2(0.55, 0.1));
        let at = |column, row| TileAt { level: 0, column, row };
        assert_eq!(tiling.in_view(0, part).collect::<Vec<_>>(), [at(1, 0), at(2, 0)]);
        let outside = Rect::from_min_max(pos2(1.5, 0.0), pos2(2.0, 1.0));
        assert_eq!(tiling.in_view(0, outside).count(), 0);
    }

    #[test]
    fn a_level_has_a_texel_for_every_pixel_of_the_screen() {
        for (scale, level) in
            [(8.0, 0), (1.0, 0), (0.51, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.001, LEVEL_MAX), (0.0, LEVEL_MAX)]
        {
            assert_eq!(level_for(scale), level, "{scale}");
        }
    }

    #[test]
    fn a_picture_that_lies_about_its_size_does_no_harm() {
        let mut lying = picture(100, 100);
        lying.rgba.truncate(1_000);
        let tiling = Tiling { size_px: [100, 100], side_px: 64 };
        for at in tiling.all() {
            assert_eq!(tiling.cut(&lying, at).pixels.len(), tiling.cut(&picture(100, 100), at).pixels.len());
        }
    }
}
