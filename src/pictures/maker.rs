//! How a picture comes about: from the thumbnails on the disk, from the small picture the file carries, or by decoding it.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::pictures::cache::Ready;
use crate::pictures::disk_cache::{DiskCache, Original, Thumbnail};
use crate::pictures::queue::{Done, Job, Step};
use crate::pictures::{Decode, DecodeError, PictureKey, Size, ThumbnailSize};
use crate::pixels::{Picture, PixelsError, Wanted};
use crate::text::sentence;

/// Makes pictures, in the calling thread.
pub(super) struct Maker {
    decode: Decode,
    disk_cache: Option<DiskCache>,
}

/// What is to be kept on the disk of what was made; the screen does not wait for it.
pub(super) struct Keepsake {
    original: Original,
    kept: Kept,
}

enum Kept {
    Thumbnail(ThumbnailSize, Arc<Picture>),
    Failure(String),
}

impl Keepsake {
    /// What it takes in memory until it is kept.
    pub(super) fn n_bytes(&self) -> usize {
        match &self.kept {
            Kept::Thumbnail(_, picture) => picture.rgba.len(),
            Kept::Failure(why) => why.len(),
        }
    }
}

impl Maker {
    pub(super) fn new(decode: Decode, thumbnails_folder: Option<&Path>) -> Self {
        Self { decode, disk_cache: thumbnails_folder.map(DiskCache::new) }
    }

    /// Does a job; what came of it, and what of that is to be kept.
    pub(super) fn run(&self, job: &Job) -> (Done, Option<Keepsake>) {
        let metadata = match fs::metadata(&job.key.path) {
            Ok(metadata) => metadata,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return (Done::Missing, None);
            }
            Err(error) => return (Done::Failed(sentence(&format!("cannot read the file: {error}"))), None),
        };
        if !metadata.is_file() {
            let what = if metadata.is_dir() { "a folder" } else { "a device or pipe" };
            return (Done::Failed(format!("No picture: this is {what}")), None);
        }
        match job.step {
            Step::Look => (self.look(job, &metadata), None),
            Step::Make => self.make(job, &metadata),
        }
    }

    /// Keeps what was made; an error is for the user, and comes once.
    pub(super) fn keep(&self, Keepsake { original, kept }: &Keepsake) -> Result<(), String> {
        let Some(disk_cache) = &self.disk_cache else { return Ok(()) };
        match kept {
            Kept::Thumbnail(size, picture) => disk_cache.keep(original, *size, picture),
            Kept::Failure(why) => disk_cache.keep_failure(original, why),
        }
        .map_err(|why| sentence(&why))
    }

    /// Whether there may be too many thumbnails on the disk.
    pub(super) fn needs_tidying(&self) -> bool {
        self.disk_cache.as_ref().is_some_and(DiskCache::needs_tidying)
    }

    /// Removes thumbnails that are too many, for as long as it may.
    pub(super) fn tidy(&self, goes_on: &dyn Fn() -> bool) {
        if let Some(disk_cache) = &self.disk_cache {
            disk_cache.tidy(goes_on);
        }
    }

    fn look(&self, job: &Job, metadata: &Metadata) -> Done {
        let key = &job.key;
        if key.size == Size::Full || key.frame > 0 {
            return Done::Found;
        }
        if let Some((disk_cache, original)) = self.kept(key, metadata) {
            if let Some(why) = disk_cache.failure(&original) {
                return Done::Failed(why);
            }
            for size in kept_sizes(key.size) {
                let picture = disk_cache.find(&original, *size).and_then(|found| self.thumbnail(found, *size, job));
                if let Some(picture) = picture {
                    let provisional = !matches!(key.size, Size::Thumbnail(_));
                    return Done::Picture(Ready { picture: Arc::new(picture), provisional });
                }
            }
        }
        match self.decode(job, &key.path, Wanted::Embedded) {
            Ok(picture) => Done::Picture(Ready { picture: Arc::new(picture), provisional: true }),
            Err(DecodeError::Cancelled) => Done::Cancelled,
            // Whatever is wrong shows when the picture itself is made.
            Err(DecodeError::Pixels(_) | DecodeError::Other(_)) => Done::Found,
        }
    }

    fn make(&self, job: &Job, metadata: &Metadata) -> (Done, Option<Keepsake>) {
        let key = &job.key;
        let made = self.decode(job, &key.path, key.size.wanted()).map(Arc::new);
        let kept = match (&made, key.size) {
            (Ok(picture), Size::Thumbnail(size)) => Some(Kept::Thumbnail(size, Arc::clone(picture))),
            // A picture too large to be shown whole may well have a thumbnail.
            (Err(DecodeError::Pixels(why)), Size::Thumbnail(_)) => Some(Kept::Failure(failed(why))),
            (Ok(_) | Err(_), _) => None,
        };
        let keepsake = kept.filter(|_| key.frame == 0).and_then(|kept| {
            let (_, original) = self.kept(key, metadata)?;
            Some(Keepsake { original, kept })
        });
        let done = match made {
            Ok(picture) => Done::Picture(Ready { picture, provisional: false }),
            Err(DecodeError::Cancelled) => Done::Cancelled,
            Err(DecodeError::Pixels(why)) => Done::Failed(failed(&why)),
            Err(DecodeError::Other(why)) => Done::Failed(sentence(&why)),
        };
        (done, keepsake)
    }

    /// Where a file's thumbnail is kept; of a thumbnail itself none is.
    fn kept(&self, key: &PictureKey, metadata: &Metadata) -> Option<(&DiskCache, Original)> {
        let disk_cache = self.disk_cache.as_ref().filter(|disk_cache| !disk_cache.holds(&key.path))?;
        Some((disk_cache, Original::of(&key.path, metadata)))
    }

    fn thumbnail(&self, found: Thumbnail, size: ThumbnailSize, job: &Job) -> Option<Picture> {
        // A thumbnail of another program may be larger than it says.
        let mut picture = self.decode(job, &found.path, Wanted::Fit { edge_px: size.edge_px() }).ok()?;
        if let Some([width, height]) = found.original_px
            && width >= picture.width_px
            && height >= picture.height_px
        {
            picture.original_px = [width, height];
        }
        Some(picture)
    }

    fn decode(&self, job: &Job, path: &Path, wanted: Wanted) -> Result<Picture, DecodeError> {
        let picture = (self.decode)(path, wanted, job.key.frame, &|| job.cancelled.load(Ordering::Relaxed))?;
        let n_bytes = u64::from(picture.width_px) * u64::from(picture.height_px) * 4;
        if n_bytes == 0 || u64::try_from(picture.rgba.len()) != Ok(n_bytes) {
            return Err(DecodeError::Other("the decoder's answer makes no sense".to_owned()));
        }
        Ok(picture)
    }
}

/// The thumbnails that will do: the size itself, or, until a preview is made, the largest there is.
fn kept_sizes(size: Size) -> &'static [ThumbnailSize] {
    use ThumbnailSize::{ExtraExtraLarge, ExtraLarge, Large, Normal};
    match size {
        Size::Thumbnail(Normal) => &[Normal],
        Size::Thumbnail(Large) => &[Large],
        Size::Thumbnail(ExtraLarge) => &[ExtraLarge],
        Size::Thumbnail(ExtraExtraLarge) => &[ExtraExtraLarge],
        Size::Preview { .. } => &[ExtraExtraLarge, ExtraLarge, Large],
        Size::Full => &[],
    }
}

fn failed(why: &PixelsError) -> String {
    sentence(&why.to_string())
}
