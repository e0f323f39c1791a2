//! Thumbnails on the disk by the freedesktop Thumbnail Managing Standard 0.9: shared with other programs, private to the
//! user, written whole or not at all, valid for as long as the original's time of change is the one they name.
//! Their pixels are a stranger's like any other file's: they are decoded where all pictures are, not here.

mod tidying;

use std::fs::{self, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::pictures::ThumbnailSize;
use crate::pictures::disk_cache::tidying::KEPT_BYTES_MAX;
use crate::pictures::file_uri::{file_uri, thumbnail_name};
use crate::pictures::png_text::{self, HEAD_BYTES_MAX};
use crate::pixels::{Animation, Picture};

/// How long a failure's reason is at most.
const REASON_BYTES_MAX: usize = 500;

const TEMPORARY_PREFIX: &str = ".cutline-";
/// What our thumbnails name as their maker.
const SOFTWARE: &str = "Cutline";
/// Where failures are remembered: a folder for each version, because another version may show what this one cannot.
const FAIL_FOLDER: &str = concat!("fail/cutline-", env!("CARGO_PKG_VERSION"));
/// The text that says why there is no thumbnail.
const REASON_KEY: &str = "X-Cutline::Failure";

/// The folder of thumbnails.
pub(super) struct DiskCache {
    folder: PathBuf,
    limit_bytes: u64,
    /// Written since it was last looked whether there is too much.
    written_bytes: AtomicU64,
    tidied: AtomicBool,
    /// Nothing is written any more in this session.
    broken: AtomicBool,
}

/// The file that a thumbnail shows, as the standard identifies it.
pub(super) struct Original {
    uri: String,
    modified_secs: i64,
    size_bytes: u64,
}

/// A thumbnail that is there and valid.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Thumbnail {
    pub path: PathBuf,
    /// The original's width and height, where the thumbnail states them.
    pub original_px: Option<[u32; 2]>,
}

impl Original {
    /// The file at an absolute path.
    pub(super) fn of(path: &Path, metadata: &Metadata) -> Self {
        let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
        Self { uri: file_uri(path), modified_secs: seconds(modified), size_bytes: metadata.len() }
    }
}

impl DiskCache {
    /// The thumbnails of a folder, which is made when the first is kept.
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            limit_bytes: KEPT_BYTES_MAX,
            written_bytes: AtomicU64::new(0),
            tidied: AtomicBool::new(false),
            broken: AtomicBool::new(false),
        }
    }

    /// Whether a file is one of the thumbnails, of which none are made.
    pub(super) fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.folder)
    }

    /// The thumbnail of a file, if there is one that is valid.
    pub(super) fn find(&self, original: &Original, size: ThumbnailSize) -> Option<Thumbnail> {
        let path = self.folder.join(size.folder()).join(thumbnail_name(&original.uri));
        let head = read_head(&path, HEAD_BYTES_MAX as u64)?;
        let texts = Texts(png_text::texts(&head));
        if !texts.are_of(original) {
            return None;
        }
        let side = |key| texts.number(key).and_then(|side| u32::try_from(side).ok()).filter(|side| *side > 0);
        let original_px = side("Thumb::Image::Width").zip(side("Thumb::Image::Height")).map(<[u32; 2]>::from);
        Some(Thumbnail { path, original_px })
    }

    /// Why there can be no thumbnail, if that was found out before.
    pub(super) fn failure(&self, original: &Original) -> Option<String> {
        let head =
            read_head(&self.folder.join(FAIL_FOLDER).join(thumbnail_name(&original.uri)), HEAD_BYTES_MAX as u64)?;
        let texts = Texts(png_text::texts(&head));
        let reason = texts.get(REASON_KEY).map(|reason| String::from_utf8_lossy(reason).into_owned());
        reason.filter(|_| texts.are_of(original))
    }

    /// Keeps a thumbnail. After the first error of a session nothing is kept any more, and the error is told once.
    pub(super) fn keep(&self, original: &Original, size: ThumbnailSize, picture: &Picture) -> Result<(), String> {
        let [width, height] = picture.original_px.map(|side| side.to_string());
        let texts = [("Thumb::Image::Width", width), ("Thumb::Image::Height", height)];
        self.write(size.folder(), original, picture, &texts)
    }

    /// Remembers that there can be no thumbnail of a file, and why.
    pub(super) fn keep_failure(&self, original: &Original, why: &str) -> Result<(), String> {
        let pixel = Picture {
            width_px: 1,
            height_px: 1,
            original_px: [1, 1],
            rgba: vec![0; 4],
            has_transparency: true,
            animation: Animation::STILL,
        };
        // PNG texts are Latin-1; ours keeps to the part that is also UTF-8.
        let reason: String = why.chars().map(|c| if c.is_ascii() { c } else { '?' }).take(REASON_BYTES_MAX).collect();
        self.write(FAIL_FOLDER, original, &pixel, &[(REASON_KEY, reason)])
    }

    fn write(
        &self,
        folder: &str,
        original: &Original,
        picture: &Picture,
        texts: &[(&str, String)],
    ) -> Result<(), String> {
        if self.broken.load(Ordering::Relaxed) {
            return Ok(());
        }
        let folder = self.folder.join(folder);
        let path = folder.join(thumbnail_name(&original.uri));
        let written = encoded(original, picture, texts).and_then(|png| {
            make_private_folders(&self.folder, &folder)?;
            // Not `files::write_whole`, which waits for the disk: what can be made again need not outlast a power cut.
            let mut temporary =
                tempfile::Builder::new().prefix(TEMPORARY_PREFIX).suffix(".tmp").tempfile_in(&folder)?;
            temporary.write_all(&png)?;
            temporary.persist(&path).map_err(|error| error.error)?;
            Ok(png.len())
        });
        match written {
            Ok(n_bytes) => {
                self.written_bytes.fetch_add(n_bytes as u64, Ordering::Relaxed);
                Ok(())
            }
            Err(_) if self.broken.swap(true, Ordering::Relaxed) => Ok(()),
            // Not the error itself, which names a temporary file that nobody knows.
            Err(why) => Err(format!("thumbnails are not kept from now on: {}: {}", why.kind(), folder.display())),
        }
    }
}

/// The texts of a thumbnail.
struct Texts<'a>(Vec<png_text::Text<'a>>);

impl<'a> Texts<'a> {
    fn get(&self, key: &str) -> Option<&'a [u8]> {
        self.0.iter().find(|(found, _)| *found == key.as_bytes()).map(|(_, text)| *text)
    }

    fn number(&self, key: &str) -> Option<i64> {
        str::from_utf8(self.get(key)?).ok()?.trim().parse().ok()
    }

    /// Whether they are of the file as it is now; some programs write the time with a fraction.
    fn are_of(&self, original: &Original) -> bool {
        let modified = self.get("Thumb::MTime").and_then(|text| str::from_utf8(text).ok());
        let modified_secs = modified.and_then(|text| text.trim().split('.').next()?.parse::<i64>().ok());
        modified_secs == Some(original.modified_secs) && self.get("Thumb::URI") == Some(original.uri.as_bytes())
    }
}

/// The beginning of a file, and of nothing else that may have the name.
fn read_head(path: &Path, bytes_max: u64) -> Option<Vec<u8>> {
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut head = Vec::new();
    fs::File::open(path).ok()?.take(bytes_max).read_to_end(&mut head).ok()?;
    Some(head)
}

fn encoded(original: &Original, picture: &Picture, texts: &[(&str, String)]) -> io::Result<Vec<u8>> {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, picture.width_px, picture.height_px);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_color(if picture.has_transparency { png::ColorType::Rgba } else { png::ColorType::Rgb });
    encoder.set_compression(png::Compression::Fast);
    let software = format!("{SOFTWARE} {}", env!("CARGO_PKG_VERSION"));
    let own = [
        ("Software", software),
        ("Thumb::URI", original.uri.clone()),
        ("Thumb::MTime", original.modified_secs.to_string()),
        ("Thumb::Size", original.size_bytes.to_string()),
    ];
    for (key, text) in own.iter().chain(texts) {
        encoder.add_text_chunk((*key).to_owned(), text.clone())?;
    }
    let mut writer = encoder.write_header()?;
    if picture.has_transparency {
        writer.write_image_data(&picture.rgba)?;
    } else {
        let opaque: Vec<u8> = picture.rgba.chunks_exact(4).flat_map(|pixel| pixel.iter().copied().take(3)).collect();
        writer.write_image_data(&opaque)?;
    }
    writer.finish()?;
    Ok(png)
}

/// Makes the folder and those between it and the cache's own, which only their owner may enter.
fn make_private_folders(root: &Path, folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = root.parent() {
        fs::create_dir_all(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whole seconds since 1970, before it as well.
fn seconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => {
            let before = before.duration();
            let whole = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
            -whole - i64::from(before.subsec_nanos() > 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::pictures::tests::picture;

    pub(super) struct Desk {
        pub folder: tempfile::TempDir,
        pub cache: DiskCache,
    }

    impl Desk {
        pub fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let cache = DiskCache::new(&folder.path().join("thumbnails"));
            Self { folder, cache }
        }

        pub fn original(&self, name: &str, modified_secs: u64) -> Original {
            let path = self.folder.path().join(name);
            let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).unwrap();
            file.write_all(b"x").unwrap();
            file.set_modified(UNIX_EPOCH + Duration::from_secs(modified_secs)).unwrap();
            Original::of(&path, &fs::metadata(&path).unwrap())
        }

        pub fn names(&self, folder: &str) -> Vec<String> {
            let entries = fs::read_dir(self.folder.path().join("thumbnails").join(folder)).unwrap();
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        }
    }

    #[test]
    fn a_thumbnail_is_found_until_its_original_changes() {
        let desk = Desk::new();
        let original = desk.original("a.jpg", 1_000);
        assert_eq!(desk.cache.find(&original, ThumbnailSize::Large), None);
        let made = Picture { original_px: [6000, 4000], ..picture(256, 171) };
        desk.cache.keep(&original, ThumbnailSize::Large, &made).unwrap();
        let found = desk.cache.find(&original, ThumbnailSize::Large).unwrap();
        assert_eq!(found.original_px, Some([6000, 4000]));
        let pixels = image::open(&found.path).unwrap().into_rgba8();
        assert_eq!((pixels.dimensions(), pixels.into_raw()), ((256, 171), made.rgba));
        assert_eq!(desk.cache.find(&original, ThumbnailSize::Normal), None);
        assert_eq!(desk.cache.find(&desk.original("a.jpg", 1_001), ThumbnailSize::Large), None);
        assert_eq!(desk.cache.find(&desk.original("b.jpg", 1_000), ThumbnailSize::Large), None);
    }

    #[cfg(unix)]
    #[test]
    fn thumbnails_are_their_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let desk = Desk::new();
        let original = desk.original("a.jpg", 1_000);
        desk.cache.keep(&original, ThumbnailSize::Large, &picture(2, 2)).unwrap();
        desk.cache.keep_failure(&original, "it is damaged").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let thumbnails = desk.folder.path().join("thumbnails");
        let found = desk.cache.find(&original, ThumbnailSize::Large).unwrap();
        let folders =
            [thumbnails.clone(), thumbnails.join("large"), thumbnails.join("fail"), thumbnails.join(FAIL_FOLDER)];
        assert_eq!((mode(&found.path), folders.map(|folder| mode(&folder))), (0o600, [0o700; 4]));
        assert_eq!(desk.names("large").len(), 1, "no temporary file is left");
    }

    #[test]
    fn a_failure_is_remembered_with_its_reason_until_the_original_changes() {
        let desk = Desk::new();
        let original = desk.original("a.jpg", 1_000);
        assert_eq!(desk.cache.failure(&original), None);
        desk.cache.keep_failure(&original, "the picture is damaged: “x”").unwrap();
        assert_eq!(desk.cache.failure(&original).as_deref(), Some("the picture is damaged: ?x?"));
        assert_eq!(desk.cache.failure(&desk.original("a.jpg", 1_001)), None);
    }

    #[test]
    fn a_disk_that_takes_nothing_is_told_of_once() {
        let desk = Desk::new();
        let original = desk.original("thumbnails", 1_000);
        let kept = || desk.cache.keep(&original, ThumbnailSize::Large, &picture(2, 2));
        let told = kept().unwrap_err();
        assert!(told.starts_with("thumbnails are not kept from now on") && !told.contains(TEMPORARY_PREFIX), "{told}");
        assert_eq!(kept(), Ok(()));
    }

    #[test]
    fn times_before_1970_have_a_second_too() {
        assert_eq!(seconds(UNIX_EPOCH + Duration::from_millis(1_900)), 1);
        assert_eq!(seconds(UNIX_EPOCH - Duration::from_millis(1_900)), -2);
    }
}
