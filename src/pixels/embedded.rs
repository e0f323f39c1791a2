//! The small picture that a file carries, at once: Exif's thumbnail, or the smallest preview that is not too small.

use crate::metadata::Bytes;
use crate::pixels::exif::TiffStructure;
use crate::pixels::format::Format;
use crate::pixels::jpeg::Jpeg;
use crate::pixels::orientation::Orientation;
use crate::pixels::png::Png;
use crate::pixels::preview::{Carried, shown_part};
use crate::pixels::stream::{Memory, Part, Stream};
use crate::pixels::tiff::{self, Tiff};
use crate::pixels::whole::WebP;
use crate::pixels::{About, Picture, PixelsError, Stored, Wanted, color, finished, jpeg_profile, limits};

/// How many pixels a preview must have to be shown as a thumbnail: those of Exif have 160 by 120, or a little less.
const SMALL_MIN_PX: u64 = 160 * 100;
/// A thumbnail is in an Exif segment of 64 kB; a preview larger than this is none that is there at once.
const SMALL_MAX_PX: u64 = 4_000_000;

/// The small picture.
pub fn picture(bytes: &dyn Bytes, format: Format) -> Result<Picture, PixelsError> {
    found(bytes, format).ok_or(PixelsError::NoPreview)
}

fn found(bytes: &dyn Bytes, format: Format) -> Option<Picture> {
    match format {
        Format::Jpeg => of_jpeg(bytes),
        Format::Png => {
            let png = Png::open(Stream::new(bytes, 0)).ok()?;
            let exif = png.exif()?;
            of_exif(&Memory(&exif), png.size_px(), png.profile())
        }
        Format::WebP => {
            let mut webp = WebP::open(Stream::new(bytes, 0)).ok()?;
            let exif = webp.exif()?;
            of_exif(&Memory(&exif), webp.size_px(), webp.profile())
        }
        Format::Tiff => {
            let structure = TiffStructure::open(bytes)?;
            if structure.is_raw() {
                return of_carried(bytes, &Carried::in_raw(&structure));
            }
            let readable = tiff::readable(bytes);
            let mut tiff = Tiff::open(&readable).ok()?;
            of_exif(bytes, tiff.size_px(), tiff.profile())
        }
        Format::Raf => {
            let (offset, length) = *Carried::in_raf(bytes).places.first()?;
            of_jpeg(&Part::new(bytes, offset, length))
        }
        Format::Boxes(_) => of_carried(bytes, &Carried::in_boxes(bytes)),
        Format::Gif | Format::Bmp | Format::Other(_) | Format::Unknown => None,
    }
}

fn of_jpeg(bytes: &dyn Bytes) -> Option<Picture> {
    let jpeg = Jpeg::open(bytes).ok()?;
    let (offset, length) = jpeg.exif()?;
    let exif = Part::new(bytes, offset, length);
    let profile = jpeg_profile(&jpeg, TiffStructure::open(&exif).as_ref());
    of_exif(&exif, jpeg.size_px(), profile)
}

/// The thumbnail in a TIFF structure, of a picture of that size.
fn of_exif(exif: &dyn Bytes, picture_px: [u32; 2], profile: Option<Vec<u8>>) -> Option<Picture> {
    let structure = TiffStructure::open(exif)?;
    let (offset, length) = structure.thumbnail()?;
    small(&Part::new(exif, offset, length), picture_px, structure.orientation(), profile)
}

/// The smallest of several pictures that is large enough and has the shape of the largest.
fn of_carried(bytes: &dyn Bytes, carried: &Carried) -> Option<Picture> {
    let places = carried.by_size(bytes);
    let (offset, length) = *places.last()?;
    let largest = Jpeg::open(&Part::new(bytes, offset, length)).ok()?.size_px();
    places.into_iter().find_map(|(offset, length)| {
        let part = Part::new(bytes, offset, length);
        let [width, height] = Jpeg::open(&part).ok()?.size_px().map(u64::from);
        let is_small = (SMALL_MIN_PX..SMALL_MAX_PX).contains(&(width * height));
        if is_small { small(&part, largest, carried.orientation, None) } else { None }
    })
}

/// A small picture, as far as it shows a picture of that size.
fn small(
    bytes: &dyn Bytes,
    picture_px: [u32; 2],
    orientation: Option<Orientation>,
    profile: Option<Vec<u8>>,
) -> Option<Picture> {
    let jpeg = Jpeg::open(bytes).ok()?;
    let size_px @ [width, height] = jpeg.size_px();
    if u64::from(width) * u64::from(height) > SMALL_MAX_PX || limits::check_size(picture_px[0], picture_px[1]).is_err()
    {
        return None;
    }
    let coding = jpeg.coding();
    let profile = jpeg.profile().or(profile);
    let mut pixels = jpeg.decode(size_px).ok()?;
    let colors = color::decoded(coding, &mut pixels);
    let [left, top, width, height] = shown_part(&pixels, size_px, picture_px)?;
    let about = About::still([width, height], orientation, profile);
    let pixels = cut(&pixels, size_px[0] as usize, [left, top, width, height].map(|px| px as usize));
    let picture = finished(Stored { pixels, colors }, &about, Wanted::Embedded).ok()?;
    Some(Picture { original_px: about.orientation.turned_px(picture_px), ..picture })
}

fn cut(pixels: &[u8], row_px: usize, [left, top, width, height]: [usize; 4]) -> Vec<u8> {
    let rows = pixels.chunks_exact(4 * row_px).skip(top).take(height);
    rows.filter_map(|row| row.get(4 * left..4 * (left + width))).flatten().copied().collect()
}
