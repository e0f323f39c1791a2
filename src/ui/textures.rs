//! Pictures on the screen. What a frame shows, or will soon, is asked for, nearest the middle first; what has come is
//! uploaded, a bounded number of bytes a frame, in tiles no larger than a texture may be; what was shown longest ago leaves.

mod tiled;
mod tiling;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Context, Mesh, Painter, Rect, Vec2, vec2};

use crate::app::effect::Generation;
use crate::lists::Lists;
use crate::photo::Photo;
use crate::pictures::{PictureKey, Pictures, Request, STOPPED_AFTER, Size, Source, State, picture_source};
use crate::pixels::{Animation, Picture};
use crate::ui::textures::tiled::Tiled;
use crate::ui::theme::{CHECKER_PT, Palette};

/// What all textures take at most, apart from what one frame shows: some 500 thumbnails of 256 pixels.
/// Where there is no graphics card they are in the program's own memory, of which 400 MB are to do for 10,000 photos.
const TEXTURES_BYTES_MAX: usize = 80 * 1024 * 1024;
/// What one frame uploads at most, but that a tile is never cut in two: 4 ms on a slow card.
const UPLOAD_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The pictures that are on the screen or were lately.
pub struct Textures {
    pictures: Arc<Pictures>,
    held: HashMap<PictureKey, Held>,
    requests: Vec<Request>,
    /// Counts frames; what is held remembers the last that used it.
    frame: u64,
    /// What this frame may still upload.
    upload_bytes: usize,
    /// There is more to upload in the next frame.
    unfinished: bool,
    /// What all textures take.
    bytes: usize,
    /// The collection whose pictures these are.
    opening: Option<Generation>,
    lists: Arc<Lists>,
    /// Whether any file with a picture was found.
    found: bool,
    /// Whether a frame has shown a collection.
    begun: bool,
}

/// How far a picture is.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// It will come, or it will show that there is none.
    Waiting,
    /// It can be painted.
    Shown(Facts),
    /// There is none, and why.
    Failed(Arc<str>),
    /// There is no such file.
    Missing,
}

/// What is known of a picture that can be painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// Width and height of what is shown.
    pub size_px: [u32; 2],
    /// Width and height of the whole picture.
    pub original_px: [u32; 2],
    /// How the file moves.
    pub animation: Animation,
    /// Whether a better one is to come.
    pub provisional: bool,
    /// Whether all of it is uploaded.
    pub complete: bool,
}

/// A picture that has come.
struct Held {
    texture: Tiled,
    /// What was shown before, until all of the better one is uploaded.
    under: Option<Tiled>,
    facts: Facts,
    has_transparency: bool,
    used: u64,
}

impl Textures {
    /// No textures yet, and where pictures come from.
    pub fn new(pictures: Arc<Pictures>) -> Self {
        Self {
            pictures,
            held: HashMap::new(),
            requests: Vec::new(),
            frame: 0,
            upload_bytes: 0,
            unfinished: false,
            bytes: 0,
            opening: None,
            lists: Arc::default(),
            found: false,
            begun: false,
        }
    }

    /// Begins a frame. Another collection, or the same one read again, begins with no pictures.
    pub fn begin_frame(&mut self, opening: Option<Generation>, lists: &Arc<Lists>) {
        self.frame += 1;
        self.upload_bytes = UPLOAD_BYTES_MAX;
        self.unfinished = false;
        if lists.attached.is_empty() && !self.lists.attached.is_empty() {
            // Whether there are others is seen when they are looked at.
            self.found = false;
        }
        self.lists = Arc::clone(lists);
        if self.opening != opening {
            // What was made ahead of the first collection is what is about to be shown.
            if self.opening.is_some() {
                self.pictures.clear();
            }
            self.opening = opening;
            self.held.clear();
            (self.bytes, self.found) = (0, false);
        }
    }

    /// Forgets pictures of files that changed, and what failed to show: of those named, or of all.
    pub fn forget(&mut self, paths: Option<&[PathBuf]>) {
        let is_named = |key: &PictureKey| paths.is_none_or(|paths| paths.iter().any(|path| **path == *key.path));
        self.held.retain(|key, _| !is_named(key));
        self.pictures.forget(&is_named);
    }

    /// Where a photo's picture is: what the user attached, or else what its input names.
    pub fn source(&self, photo: &Photo) -> Option<Source> {
        match self.lists.attached.get(&photo.key) {
            Some(path) => Some(Source { path: path.as_path().into(), seen: true }),
            None => picture_source(photo),
        }
    }

    /// Ends a frame: asks for what it missed, and lets go of what was shown longest ago.
    pub fn end_frame(&mut self, ctx: &Context) {
        if !self.requests.is_empty() {
            // A file system that has stopped is given up by a later frame, even if nothing else asks for one.
            ctx.request_repaint_after(STOPPED_AFTER);
        }
        let requests = std::mem::take(&mut self.requests);
        // Before there is a collection nothing is missed, and what is made ahead of it goes on.
        if self.opening.is_some() {
            if self.begun || self.held.is_empty() {
                self.pictures.ask(requests);
            } else {
                // What was made before the window was is painted before more is made: each takes all of a small machine.
                ctx.request_repaint();
            }
            self.begun = !ctx.will_discard();
        }
        // Pixels of large pictures are kept only while they are looked at.
        let frame = self.frame;
        self.held.retain(|_, held| held.texture.pixels.is_none() || held.used == frame);
        self.bytes = self.held.values().map(Held::bytes).sum();
        while self.bytes > TEXTURES_BYTES_MAX && self.drop_oldest() {}
        if self.unfinished {
            ctx.request_repaint();
        }
    }

    /// Whether the collection has photos with pictures, as far as is known yet.
    pub fn has_pictures(&self) -> bool {
        self.found
    }

    /// Looks at pictures that are none of the collection's: they do not tell that its photos have some.
    pub fn apart<R>(&mut self, look: impl FnOnce(&mut Self) -> R) -> R {
        let found = self.found;
        let result = look(self);
        self.found = found;
        result
    }

    /// Something the user should know, said once.
    pub fn take_trouble(&self) -> Option<String> {
        self.pictures.take_trouble()
    }

    /// How far a picture is. It is wanted for this frame, the sooner the smaller the number.
    pub fn look(&mut self, ctx: &Context, key: &PictureKey, priority: u32) -> Look {
        let mut look = Look::Waiting;
        if self.held.get(key).is_none_or(|held| held.facts.provisional) {
            let mut is_wanted = true;
            // A frame that has uploaded its share leaves the rest where it is.
            if self.upload_bytes == 0 {
                self.unfinished = true;
            } else {
                match self.pictures.take(key) {
                    State::Waiting { found } => self.found |= found,
                    State::Ready { picture, provisional } => {
                        self.hold(key, picture, provisional);
                        is_wanted = provisional;
                    }
                    State::Failed(why) => {
                        self.found = true;
                        return Look::Failed(why);
                    }
                    State::Missing => look = Look::Missing,
                }
            }
            if is_wanted {
                self.requests.push(Request { key: key.clone(), priority });
            }
        }
        let Some(held) = self.held.get_mut(key) else { return look };
        self.found = true;
        held.used = self.frame;
        held.upload(ctx, key, self.frame, &mut self.upload_bytes);
        self.unfinished |= !held.facts.complete && !held.texture.is_too_large();
        Look::Shown(held.facts)
    }

    /// The best picture of a file that can be painted now, other than a size's own; it is not asked for.
    pub fn best(&mut self, key: &PictureKey) -> Option<(PictureKey, Facts)> {
        let others = Size::all().filter(|size| *size != key.size && *size != Size::Full);
        for size in others {
            let other = PictureKey { size, ..key.clone() };
            if let Some(held) = self.held.get_mut(&other).filter(|held| held.facts.complete) {
                held.used = self.frame;
                return Some((other, held.facts));
            }
        }
        None
    }

    /// Keeps a picture that may be needed again soon, if it is here.
    pub fn keep(&mut self, key: &PictureKey) {
        if let Some(held) = self.held.get_mut(key) {
            held.used = self.frame;
        }
    }

    /// Paints a picture into a rectangle, or as much of it as has come.
    pub fn paint(&mut self, painter: &Painter, key: &PictureKey, rect: Rect, palette: &Palette) {
        let Some(held) = self.held.get_mut(key) else { return };
        if held.has_transparency {
            painter.add(checkerboard(rect, painter.clip_rect(), palette));
        }
        if let Some(under) = held.under.as_mut().filter(|_| !held.facts.complete) {
            under.paint(painter, rect, self.frame, &mut 0, key);
        }
        let all_painted = held.texture.paint(painter, rect, self.frame, &mut self.upload_bytes, key);
        self.unfinished |= !all_painted;
    }

    fn hold(&mut self, key: &PictureKey, picture: Arc<Picture>, provisional: bool) {
        self.found = true;
        let facts = Facts {
            size_px: [picture.width_px, picture.height_px],
            original_px: picture.original_px,
            animation: picture.animation,
            provisional,
            complete: false,
        };
        let has_transparency = picture.has_transparency;
        let under = self.held.remove(key).map(|before| before.texture);
        let held = Held { texture: Tiled::new(picture), under, facts, has_transparency, used: self.frame };
        self.held.insert(key.clone(), held);
    }

    /// Lets go of the picture, or the tile of a large one, that was shown longest ago; says whether there was any that this
    /// frame does not show.
    fn drop_oldest(&mut self) -> bool {
        let unused = self.held.iter().filter(|(_, held)| held.used < self.frame);
        if let Some(key) = unused.min_by_key(|(_, held)| held.used).map(|(key, _)| key.clone()) {
            self.bytes -= self.held.remove(&key).map_or(0, |held| held.bytes());
            return true;
        }
        for held in self.held.values_mut().filter(|held| held.texture.is_too_large()) {
            let unused = held.texture.tiles.iter().filter(|(_, tile)| tile.used < self.frame);
            if let Some(at) = unused.min_by_key(|(_, tile)| tile.used).map(|(at, _)| *at) {
                self.bytes -= held.texture.tiles.remove(&at).map_or(0, |tile| tile.bytes);
                return true;
            }
        }
        false
    }
}

impl Held {
    fn bytes(&self) -> usize {
        self.texture.bytes() + self.under.as_ref().map_or(0, Tiled::bytes)
    }

    /// Uploads what is missing, as far as the frame allows; a picture that is too large is uploaded where it is painted.
    fn upload(&mut self, ctx: &Context, key: &PictureKey, frame: u64, upload_bytes: &mut usize) {
        if self.facts.complete || self.texture.is_too_large() {
            return;
        }
        for at in self.texture.tiling.all() {
            if !self.texture.has(ctx, at, frame, upload_bytes, key) {
                return;
            }
        }
        self.facts.complete = true;
        self.texture.pixels = None;
        self.under = None;
    }
}

/// What shows through where a picture is transparent.
fn checkerboard(rect: Rect, clip: Rect, palette: &Palette) -> Mesh {
    let seen = rect.intersect(clip);
    // As a mesh it covers the same pixels as the picture: filled rectangles are rounded, and thin ones become lines.
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(seen, palette.checker[0]);
    let cell = |position: f32, from: f32| ((position - from) / CHECKER_PT).floor() as i64;
    for row in cell(seen.top(), rect.top())..=cell(seen.bottom(), rect.top()) {
        for column in cell(seen.left(), rect.left())..=cell(seen.right(), rect.left()) {
            if (row + column) % 2 != 0 {
                let corner = rect.min + vec2(column as f32, row as f32) * CHECKER_PT;
                let square = Rect::from_min_size(corner, Vec2::splat(CHECKER_PT)).intersect(seen);
                mesh.add_colored_rect(square, palette.checker[1]);
            }
        }
    }
    mesh
}

/// A picture's place in a box: whole, in the middle, and not enlarged past its own pixels.
pub fn letterboxed(frame: Rect, original_px: [u32; 2], px_per_pt: f32) -> Rect {
    let size = Vec2::from(original_px.map(|side| side.max(1) as f32)) / px_per_pt;
    let scale = (frame.width() / size.x).min(frame.height() / size.y).min(1.0);
    // What is a hundred times as long as wide is a line, not nothing.
    Rect::from_center_size(frame.center(), (size * scale).max(Vec2::splat(1.0)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use eframe::egui::pos2;

    use super::*;
    use crate::pictures::Decode;

    /// A picture of so many pixels a side for every file.
    fn textures(side_px: u32) -> Textures {
        let decode: Decode = Arc::new(move |_, _, _, _| {
            let n_pixels = usize::try_from(side_px * side_px).unwrap();
            Ok(Picture {
                width_px: side_px,
                height_px: side_px,
                original_px: [side_px, side_px],
                rgba: vec![200; n_pixels * 4],
                has_transparency: false,
                animation: Animation::STILL,
            })
        });
        Textures::new(Arc::new(Pictures::inline(decode)))
    }

    /// A file that is there; its name only tells it from others.
    fn key(folder: &Path, number: usize, size: Size) -> PictureKey {
        let path = folder.join(number.to_string());
        std::fs::OpenOptions::new().create(true).append(true).open(&path).unwrap();
        PictureKey { path: path.into(), size, frame: 0 }
    }

    fn frame(textures: &mut Textures, ctx: &Context, keys: &[PictureKey]) -> Vec<Look> {
        textures.begin_frame(Some(Generation(1)), &Arc::default());
        let looks = keys.iter().map(|key| textures.look(ctx, key, 0)).collect();
        textures.end_frame(ctx);
        looks
    }

    #[test]
    fn textures_keep_to_their_bytes_and_the_latest_stay() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Context::default();
        let mut textures = textures(512);
        let keys: Vec<PictureKey> = (0..300).map(|number| key(folder.path(), number, Size::thumbnail(512.0))).collect();
        for keys in keys.chunks(4) {
            for _ in 0..4 {
                frame(&mut textures, &ctx, keys);
            }
            assert!(textures.bytes <= TEXTURES_BYTES_MAX);
            let held: usize = ctx.tex_manager().read().allocated().map(|(_, meta)| meta.bytes_used()).sum();
            assert!(held <= TEXTURES_BYTES_MAX + 4 * 1024 * 1024, "{held} bytes, fonts and all");
        }
        assert!(textures.held.contains_key(&keys[299]) && !textures.held.contains_key(&keys[0]));
    }

    #[test]
    fn a_frame_uploads_no_more_than_it_may() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Context::default();
        let mut textures = textures(1024);
        let keys: Vec<PictureKey> = (0..10).map(|number| key(folder.path(), number, Size::thumbnail(1024.0))).collect();
        frame(&mut textures, &ctx, &keys);
        let mut n_frames = 0;
        while !frame(&mut textures, &ctx, &keys).iter().all(|look| matches!(look, Look::Shown(facts) if facts.complete))
        {
            n_frames += 1;
            let mut uploaded = ctx.tex_manager().write().take_delta();
            let images = uploaded.set.values().flatten().map(|delta| delta.image.size());
            let bytes: usize = images.map(|[width, height]| width * height * 4).sum();
            uploaded.clear();
            assert!(bytes <= UPLOAD_BYTES_MAX + 5 * 1024 * 1024, "{bytes} bytes in a frame");
        }
        assert!(n_frames >= 4, "ten pictures of 4 MB take five frames");
    }

    #[test]
    fn a_large_picture_is_uploaded_in_tiles_and_only_where_it_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Context::default();
        let mut textures = textures(5_000);
        let key = key(folder.path(), 0, Size::Full);
        frame(&mut textures, &ctx, std::slice::from_ref(&key));
        textures.begin_frame(Some(Generation(1)), &Arc::default());
        assert!(matches!(textures.look(&ctx, &key, 0), Look::Shown(_)));
        let palette = crate::ui::theme::palette_of(true);
        let clip = Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 700.0));
        let painter = Painter::new(ctx.clone(), eframe::egui::LayerId::background(), clip);
        textures.paint(&painter, &key, Rect::from_min_size(pos2(-100.0, -100.0), vec2(5_000.0, 5_000.0)), palette);
        assert_eq!(textures.held[&key].texture.tiles.len(), 1);
        textures.end_frame(&ctx);
        let meta: Vec<[usize; 2]> = ctx.tex_manager().read().allocated().map(|(_, meta)| meta.size).collect();
        assert!(meta.iter().all(|size| size[0] <= 2048 && size[1] <= 2048), "{meta:?}");
        frame(&mut textures, &ctx, &[]);
        assert!(textures.held.is_empty(), "its pixels are not kept when nobody looks at it");
    }

    #[test]
    fn the_checkerboard_ends_where_the_picture_does() {
        let palette = crate::ui::theme::palette_of(true);
        let rect = Rect::from_min_size(pos2(10.3, 20.7), vec2(8.0 * CHECKER_PT + 0.1, 3.5 * CHECKER_PT));
        let clip = Rect::from_min_size(pos2(0.0, 25.0), vec2(900.0, 700.0));
        let mesh = checkerboard(rect, clip, palette);
        assert_eq!(mesh.calc_bounds(), rect.intersect(clip));
        assert!(palette.checker.iter().all(|color| mesh.vertices.iter().any(|vertex| vertex.color == *color)));
    }

    #[test]
    fn a_picture_is_never_enlarged_nor_cropped() {
        let frame = Rect::from_min_size(pos2(10.0, 10.0), vec2(200.0, 100.0));
        assert_eq!(letterboxed(frame, [4000, 4000], 1.0).size(), vec2(100.0, 100.0));
        assert_eq!(letterboxed(frame, [4000, 1000], 1.0).size(), vec2(200.0, 50.0));
        assert_eq!(letterboxed(frame, [40, 20], 1.0).size(), vec2(40.0, 20.0));
        assert_eq!(letterboxed(frame, [40, 20], 2.0).size(), vec2(20.0, 10.0));
        assert_eq!(letterboxed(frame, [93, 25_093], 1.0).size(), vec2(1.0, 100.0));
        assert_eq!(letterboxed(frame, [0, 0], 1.0).center(), frame.center());
    }
}
