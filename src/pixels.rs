//! Makes pictures of files: any format to upright sRGB at the size asked for.
//! Runs in the worker process only; touches no file, only the bytes it is handed.

mod animation;
mod color;
mod embedded;
mod exif;
mod fit;
mod format;
pub mod jpeg;
mod limits;
mod orientation;
mod png;
mod preview;
mod resample;
pub mod stream;
mod tiff;
mod whole;
mod zune;

use thiserror::Error;

use crate::metadata::Bytes;
use color::Colors;
use exif::TiffStructure;
use fit::fitted_px;
use format::{Format, format_of};
use jpeg::Jpeg;
use orientation::Orientation;
use png::Png;
use preview::Carried;
use stream::{Memory, Part, Stream};
use tiff::Tiff;
use whole::WebP;

/// Which picture of a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// The small picture the file carries, at once, if it carries one.
    Embedded,
    /// The picture fitted into a square of so many pixels; never enlarged.
    Fit {
        /// The longest edge at most, in pixels.
        edge_px: u32,
    },
    /// Every pixel.
    Full,
}

/// Upright sRGB pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Width and height of the whole picture, upright.
    pub original_px: [u32; 2],
    /// Red, green, blue, alpha (not premultiplied), row by row: `width_px * height_px * 4` bytes.
    pub rgba: Vec<u8>,
    /// Whether any pixel is transparent.
    pub has_transparency: bool,
    /// How the file moves.
    pub animation: Animation,
}

/// How a file moves, if it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Animation {
    /// How many frames the file has; 1 unless it is animated.
    pub n_frames: u32,
    /// How often they are shown, one after the other; 0 for without end.
    pub n_plays: u32,
    /// How long this frame is shown, in milliseconds; 0 unless the file is animated.
    pub frame_millis: u32,
}

impl Animation {
    /// A picture that does not move.
    pub const STILL: Self = Self { n_frames: 1, n_plays: 1, frame_millis: 0 };
}

/// Why there is no picture.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PixelsError {
    /// The format is known and not decoded.
    #[error("cannot show this format: {0}")]
    Unsupported(String),
    /// The file is damaged.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
    /// It would take more memory than a picture may.
    #[error("the picture is too large: {0}")]
    TooLarge(String),
    /// The file carries no small picture.
    #[error("the file carries no preview")]
    NoPreview,
}

/// Pixels as a file stores them, four bytes each, at the size wanted, and what their colors are.
struct Stored {
    pixels: Vec<u8>,
    colors: Colors,
}

/// What a file says about its picture.
struct About {
    /// Width and height as stored.
    size_px: [u32; 2],
    orientation: Orientation,
    profile: Option<Vec<u8>>,
    animation: Animation,
}

impl About {
    fn still(size_px: [u32; 2], orientation: Option<Orientation>, profile: Option<Vec<u8>>) -> Self {
        let orientation = orientation.unwrap_or(Orientation::UPRIGHT);
        Self { size_px, orientation, profile, animation: Animation::STILL }
    }
}

/// Makes the picture asked for; `frame` counts from 0 and is 0 unless the file is animated.
pub fn decode(bytes: &dyn Bytes, wanted: Wanted, frame: u32) -> Result<Picture, PixelsError> {
    let format = format_of(bytes);
    if wanted == Wanted::Embedded {
        return embedded::picture(bytes, format);
    }
    match format {
        Format::Jpeg => first_only(frame).and_then(|()| jpeg_picture(bytes, wanted, None)),
        Format::Png => png_picture(bytes, wanted, frame),
        Format::Gif => {
            let (size_px, shown) = animation::gif_frame(bytes, wanted, frame)?;
            animated(shown, About::still(size_px, None, None), wanted)
        }
        Format::WebP => webp_picture(bytes, wanted, frame),
        Format::Bmp => {
            first_only(frame)?;
            let (size_px, stored) = whole::bmp(Stream::new(bytes, 0), wanted)?;
            finished(stored, &About::still(size_px, None, None), wanted)
        }
        Format::Tiff => first_only(frame).and_then(|()| tiff_picture(bytes, wanted)),
        Format::Raf => first_only(frame).and_then(|()| largest(bytes, &Carried::in_raf(bytes), wanted, "RAF")),
        Format::Boxes(name) => first_only(frame).and_then(|()| largest(bytes, &Carried::in_boxes(bytes), wanted, name)),
        Format::Other(name) => Err(PixelsError::Unsupported(name.to_owned())),
        Format::Unknown => Err(PixelsError::Unsupported("not a known kind of picture".to_owned())),
    }
}

fn first_only(frame: u32) -> Result<(), PixelsError> {
    if frame == 0 { Ok(()) } else { Err(PixelsError::Damaged(format!("it has no frame {frame}"))) }
}

/// The picture of a JPEG; the orientation, if it is known from elsewhere, goes before its own.
fn jpeg_picture(bytes: &dyn Bytes, wanted: Wanted, outer: Option<Orientation>) -> Result<Picture, PixelsError> {
    let jpeg = Jpeg::open(bytes)?;
    let size_px = jpeg.size_px();
    limits::check_size(size_px[0], size_px[1])?;
    let exif = jpeg.exif().map(|(offset, length)| Part::new(bytes, offset, length));
    let exif = exif.as_ref().and_then(|part| TiffStructure::open(part));
    let orientation = outer.or_else(|| exif.as_ref()?.orientation());
    let about = About::still(size_px, orientation, jpeg_profile(&jpeg, exif.as_ref()));
    let stored = jpeg_pixels(bytes, jpeg, wanted)?;
    finished(stored, &about, wanted)
}

/// The color profile that a JPEG carries, or that its Exif names.
fn jpeg_profile(jpeg: &Jpeg, exif: Option<&TiffStructure>) -> Option<Vec<u8>> {
    let named = || exif.filter(|exif| exif.is_adobe_rgb()).and_then(|_| color::adobe_rgb());
    jpeg.profile().or_else(named)
}

fn jpeg_pixels(bytes: &dyn Bytes, jpeg: Jpeg, wanted: Wanted) -> Result<Stored, PixelsError> {
    let size_px = fitted_px(jpeg.size_px(), wanted);
    let coding = jpeg.coding();
    if size_px == jpeg.size_px()
        && let Some(pixels) = zune::decode(bytes, size_px, coding)?
    {
        return Ok(Stored { pixels, colors: Colors::Rgb });
    }
    let mut pixels = jpeg.decode(size_px)?;
    let colors = color::decoded(coding, &mut pixels);
    Ok(Stored { pixels, colors })
}

fn png_picture(bytes: &dyn Bytes, wanted: Wanted, frame: u32) -> Result<Picture, PixelsError> {
    let png = Png::open(Stream::new(bytes, 0))?;
    let orientation = png.exif().and_then(|exif| TiffStructure::open(&Memory(&exif))?.orientation());
    let about = About::still(png.size_px(), orientation, png.profile());
    let n_frames = png.n_frames();
    if n_frames > 1 {
        match animation::png_frame(bytes, wanted, frame, n_frames) {
            Ok(shown) => return animated(shown, about, wanted),
            // The picture that stands for the animation can still be shown.
            Err(error) if frame > 0 => return Err(error),
            Err(_) => {}
        }
    }
    first_only(frame)?;
    let stored = png.decode(wanted)?;
    finished(stored, &about, wanted)
}

fn webp_picture(bytes: &dyn Bytes, wanted: Wanted, frame: u32) -> Result<Picture, PixelsError> {
    let mut webp = WebP::open(Stream::new(bytes, 0))?;
    let orientation = webp.exif().and_then(|exif| TiffStructure::open(&Memory(&exif))?.orientation());
    let about = About::still(webp.size_px(), orientation, webp.profile());
    let n_frames = animation::n_webp_frames(bytes);
    if n_frames > 0 {
        return animated(animation::webp_frame(bytes, wanted, frame, n_frames)?, about, wanted);
    }
    first_only(frame)?;
    finished(webp.decode(wanted)?, &about, wanted)
}

fn tiff_picture(bytes: &dyn Bytes, wanted: Wanted) -> Result<Picture, PixelsError> {
    let structure = TiffStructure::open(bytes);
    if let Some(structure) = structure.as_ref().filter(|structure| structure.is_raw()) {
        let carried = largest(bytes, &Carried::in_raw(structure), wanted, "camera RAW");
        // The first directory may hold a small picture in plain colors.
        return carried.or_else(|error| own_tiff_picture(bytes, Some(structure), wanted).map_err(|_| error));
    }
    own_tiff_picture(bytes, structure.as_ref(), wanted)
}

fn own_tiff_picture(
    bytes: &dyn Bytes,
    structure: Option<&TiffStructure>,
    wanted: Wanted,
) -> Result<Picture, PixelsError> {
    let readable = tiff::readable(bytes);
    let mut tiff = Tiff::open(&readable)?;
    let orientation = structure.and_then(TiffStructure::orientation);
    let about = About::still(tiff.size_px(), orientation, tiff.profile());
    finished(tiff.decode(wanted)?, &about, wanted)
}

/// The largest picture of those that a file carries, in place of its own pixels.
fn largest(bytes: &dyn Bytes, carried: &Carried, wanted: Wanted, format: &str) -> Result<Picture, PixelsError> {
    let mut error = PixelsError::Unsupported(format!("{format} without a preview"));
    for (offset, length) in carried.by_size(bytes).into_iter().rev() {
        match jpeg_picture(&Part::new(bytes, offset, length), wanted, carried.orientation) {
            Ok(picture) => return Ok(picture),
            Err(found) => error = found,
        }
    }
    Err(error)
}

fn animated(shown: animation::Shown, about: About, wanted: Wanted) -> Result<Picture, PixelsError> {
    let animation = if shown.animation.n_frames > 1 { shown.animation } else { Animation::STILL };
    finished(shown.stored, &About { animation, ..about }, wanted)
}

/// The pixels in sRGB and upright.
fn finished(stored: Stored, about: &About, wanted: Wanted) -> Result<Picture, PixelsError> {
    let Stored { mut pixels, colors } = stored;
    let stored_px = fitted_px(about.size_px, wanted);
    if about.orientation.is_transposed() {
        limits::check_bytes(pixels.len() as u64, pixels.len() as u64)?;
    }
    color::to_srgb(&mut pixels, colors, about.profile.as_deref());
    let rgba = about.orientation.turned(pixels, stored_px);
    let [width_px, height_px] = about.orientation.turned_px(stored_px);
    Ok(Picture {
        width_px,
        height_px,
        original_px: about.orientation.turned_px(about.size_px),
        has_transparency: has_transparency(&rgba),
        rgba,
        animation: about.animation,
    })
}

fn has_transparency(rgba: &[u8]) -> bool {
    // All alphas of a group at once: so the compiler looks at several together.
    rgba.chunks(4096).any(|group| group.as_chunks::<4>().0.iter().fold(255, |all, pixel| all & pixel[3]) != 255)
}
