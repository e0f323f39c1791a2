//! One picture as textures: cut into tiles, each uploaded when a frame needs it and may.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{Color32, Context, Painter, Pos2, Rect, TextureHandle, TextureOptions, pos2};

use crate::pictures::PictureKey;
use crate::pixels::Picture;
use crate::ui::textures::tiling::{TileAt, Tiling, level_for};

/// Width and height of a tile at most: 4 MB, well below what any adapter takes.
const TILE_PX_MAX: u32 = 1024;
/// A picture larger than this is uploaded only where it is looked at, and its pixels are kept for that: the largest
/// preview is smaller.
const WHOLE_BYTES_MAX: usize = 72 * 1024 * 1024;

/// A picture's textures.
pub(super) struct Tiled {
    pub tiling: Tiling,
    pub tiles: HashMap<TileAt, Tile>,
    /// The pixels, until all are uploaded; a picture that is too large keeps them.
    pub pixels: Option<Arc<Picture>>,
}

pub(super) struct Tile {
    texture: TextureHandle,
    pub bytes: usize,
    pub used: u64,
}

impl Tiled {
    /// Nothing of a picture yet.
    pub(super) fn new(picture: Arc<Picture>) -> Self {
        let tiling = Tiling { size_px: [picture.width_px, picture.height_px], side_px: TILE_PX_MAX };
        Self { tiling, tiles: HashMap::new(), pixels: Some(picture) }
    }

    /// What the tiles that are here take.
    pub(super) fn bytes(&self) -> usize {
        self.tiles.values().map(|tile| tile.bytes).sum()
    }

    /// Whether it is uploaded only where it is looked at.
    pub(super) fn is_too_large(&self) -> bool {
        self.pixels.as_ref().is_some_and(|pixels| pixels.rgba.len() > WHOLE_BYTES_MAX)
    }

    /// Whether a tile is here, after uploading it if the frame allows.
    pub(super) fn has(
        &mut self,
        ctx: &Context,
        at: TileAt,
        frame: u64,
        upload_bytes: &mut usize,
        key: &PictureKey,
    ) -> bool {
        if let Some(tile) = self.tiles.get_mut(&at) {
            tile.used = frame;
            return true;
        }
        let Some(pixels) = self.pixels.as_ref().filter(|_| *upload_bytes > 0) else { return false };
        let image = self.tiling.cut(pixels, at);
        let bytes = image.pixels.len() * size_of::<Color32>();
        let texture = ctx.load_texture(key.path.to_string_lossy(), image, TextureOptions::LINEAR);
        self.tiles.insert(at, Tile { texture, bytes, used: frame });
        *upload_bytes = upload_bytes.saturating_sub(bytes);
        true
    }

    /// Paints the part that the painter's clip rectangle shows; says whether nothing was missing.
    pub(super) fn paint(
        &mut self,
        painter: &Painter,
        rect: Rect,
        frame: u64,
        upload_bytes: &mut usize,
        key: &PictureKey,
    ) -> bool {
        let seen = rect.intersect(painter.clip_rect());
        if !seen.is_positive() || !rect.is_positive() {
            return true;
        }
        let share =
            |position: Pos2| pos2((position.x - rect.left()) / rect.width(), (position.y - rect.top()) / rect.height());
        let part = Rect::from_min_max(share(seen.min), share(seen.max));
        let scale = rect.width() * painter.pixels_per_point() / self.tiling.size_px[0].max(1) as f32;
        let level = if self.is_too_large() { level_for(scale) } else { 0 };
        let mut complete = true;
        for at in self.tiling.in_view(level, part) {
            complete &= self.has(painter.ctx(), at, frame, upload_bytes, key);
            let Some(tile) = self.tiles.get(&at) else { continue };
            let within = self.tiling.share(at);
            let place = |share: Pos2| rect.min + share.to_vec2() * rect.size();
            let tile_rect = Rect::from_min_max(place(within.min), place(within.max));
            painter.image(tile.texture.id(), tile_rect, self.tiling.uv(at), Color32::WHITE);
        }
        complete
    }
}
