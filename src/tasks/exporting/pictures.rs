//! What an export needs of photos' pictures: pixels, decoded in the workers, and the files themselves.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exporters::pictures::{Original, Pictures, Pixels};
use crate::photo::{Photo, PhotoKey};
use crate::pictures::picture_source;
use crate::pixels::Wanted;
use crate::readers::{Options, is_picture};
use crate::worker::{PictureJob, Workers, opening};

/// Pictures decoded in the workers.
pub(super) struct WorkerPictures<'a> {
    pub workers: &'a Workers,
    pub attached: &'a BTreeMap<PhotoKey, PathBuf>,
    pub is_cancelled: &'a AtomicBool,
}

impl WorkerPictures<'_> {
    /// The photo's file: what the user gave it, or else what its input names.
    pub(super) fn path(&self, photo: &Photo) -> Option<PathBuf> {
        let attached = self.attached.get(&photo.key).cloned();
        attached.or_else(|| picture_source(photo).map(|source| source.path.to_path_buf()))
    }

    fn opened(&self, photo: &Photo) -> Result<Original, String> {
        let path = self.path(photo).ok_or("no file is named for it")?;
        let file = opening::open_regular(&path).map_err(|error| error.to_string())?;
        Ok(Original { path, file })
    }
}

impl Pictures for WorkerPictures<'_> {
    fn pixels(&self, photo: &Photo, edge_px: u32) -> Result<Pixels, String> {
        let Original { file, .. } = self.opened(photo)?;
        let job = PictureJob { wanted: Wanted::Fit { edge_px }, frame: 0, size_px: photo.facts.size_px };
        let is_cancelled = || self.is_cancelled.load(Ordering::Relaxed);
        let picture = self.workers.picture(&file, job, &is_cancelled).map_err(|error| error.to_string())?;
        let rgb = picture.rgba.as_chunks::<4>().0.iter().flat_map(|[red, green, blue, alpha]| {
            // What is transparent lies on white paper.
            let over = |value: &u8| {
                let alpha = u16::from(*alpha);
                let mixed = (u16::from(*value) * alpha + 255 * (255 - alpha) + 127) / 255;
                u8::try_from(mixed).unwrap_or(u8::MAX)
            };
            [over(red), over(green), over(blue)]
        });
        Ok(Pixels { width_px: picture.width_px, height_px: picture.height_px, rgb: rgb.collect() })
    }

    fn original(&self, photo: &Photo) -> Result<Original, String> {
        let original = self.opened(photo)?;
        // A stranger's table can name any file of this machine: what is no picture is never handed on.
        let is_seen = photo.photo_file.is_some() || self.attached.contains_key(&photo.key);
        if !is_seen {
            let is_cancelled = || self.is_cancelled.load(Ordering::Relaxed);
            let stated = self.workers.metadata(&original.file, Options::default().iim_encoding, &is_cancelled);
            if !is_picture(&stated.map_err(|error| error.to_string())?) {
                return Err(format!("the file named for it is no picture: {}", original.path.display()));
            }
        }
        Ok(original)
    }
}
