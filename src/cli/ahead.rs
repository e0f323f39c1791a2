//! Pictures made while the window is still being opened, which takes longer than making them: those it will show first,
//! or, where the window takes all cores, the first of all. What is guessed wrong is dropped as soon as the window says what
//! it wants.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread;

use crate::app::event::{Event, Opened};
use crate::catalog::order::{Sort, SortKey};
use crate::jobs::Preview;
use crate::photo::naming::is_photo_name;
use crate::pictures::{PictureKey, Pictures, Request, Size, picture_source};
use crate::readers::{self, Input};
use crate::settings::{Panel, Settings};

/// How much of a card is not the picture's height, in points: what stands below it, and the gap.
const CARD_REST_PT: f32 = 60.0;
/// So many cores are busy with opening the window and reading what it shows, so that each picture made meanwhile delays it.
const WINDOW_CORES: usize = 2;
/// What the bars above and below the grid take, in points.
const BARS_PT: f32 = 70.0;

/// What is seen first.
struct First {
    n_photos: usize,
    /// How large the cards' pictures are.
    size: Size,
}

/// Begins with the photo that is named; returns what begins with the first photos of a collection once they are known.
pub(super) fn begin(pictures: &Arc<Pictures>, settings: &Settings, inputs: &[Input]) -> Preview {
    let [width_pt, height_pt] = settings.window.size_pt;
    if let [Input::File(path)] = inputs
        && is_photo_name(path)
    {
        let size = Size::preview(width_pt.max(height_pt));
        pictures.ask(vec![request(path, size, 0)]);
        return Arc::new(|_| {});
    }
    let sort = settings.sort_key.as_deref().and_then(Sort::parse).unwrap_or_default();
    if sort != (Sort { key: SortKey::Input, descending: false }) {
        // The first photos are known only when all are.
        return Arc::new(|_| {});
    }
    let taken = |panel: Panel| if panel.visible { panel.size_pt } else { 0.0 };
    let grid_pt = [
        width_pt - taken(settings.filter_panel) - taken(settings.detail_panel),
        height_pt - taken(settings.list_panel) - BARS_PT,
    ];
    let cell_pt = settings.cell_width_pt;
    let n_rows = (grid_pt[1] / (cell_pt * 0.75 + CARD_REST_PT)).ceil();
    let n_seen = ((grid_pt[0] / cell_pt).round().max(1.0) * n_rows) as usize;
    let has_cores = thread::available_parallelism().is_ok_and(|n_cores| n_cores.get() > WINDOW_CORES);
    let n_photos = if has_cores { n_seen } else { 1 };
    let first = First { n_photos, size: Size::thumbnail(cell_pt) };
    if let [Input::Folder { path, .. }] = inputs {
        first.ask(pictures, &readers::first_photos(path, first.n_photos));
    }
    let pictures = Arc::downgrade(pictures);
    let is_begun = AtomicBool::new(false);
    Arc::new(move |event: &Event| {
        if let Event::Opened { result: Ok(opened), .. } = event
            && !is_begun.swap(true, Ordering::Relaxed)
        {
            first.ask_of(&pictures, opened);
        }
    })
}

impl First {
    /// Begins with the first photos of a collection.
    fn ask_of(&self, pictures: &Weak<Pictures>, opened: &Opened) {
        let Some(pictures) = pictures.upgrade() else { return };
        let catalog = &opened.catalog;
        let photos = catalog.indexes().take(self.n_photos).filter_map(|index| catalog.photo(index));
        // Files that an input only names may never have been: those wait for the window.
        let sources = photos.filter_map(|photo| picture_source(&photo)).filter(|source| source.seen);
        let paths: Vec<PathBuf> = sources.map(|source| source.path.to_path_buf()).collect();
        self.ask(&pictures, &paths);
    }

    /// Begins with these files, the first first.
    fn ask(&self, pictures: &Pictures, paths: &[PathBuf]) {
        let requests: Vec<Request> =
            paths.iter().zip(0..).map(|(path, priority)| request(path, self.size, priority)).collect();
        if !requests.is_empty() {
            pictures.ask(requests);
        }
    }
}

fn request(path: &Path, size: Size, priority: u32) -> Request {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Request { key: PictureKey { path: path.into(), size, frame: 0 }, priority }
}
