//! The usual kind of JPEG at its full size, through `zune-jpeg`, which computes eight pixels at once where the processor can
//! and takes half the time of our own decoder; what it cannot do is left to that.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::metadata::Bytes;
use crate::pixels::jpeg::Coding;
use crate::pixels::stream::read_part;
use crate::pixels::{PixelsError, limits};

/// The longest file that is read whole for this.
const FILE_MAX_BYTES: u64 = 128 << 20;
/// Bytes a pixel that a progressive file's coefficients take.
const BESIDE_BYTES: u64 = 6;

/// Red, green, blue and alpha of each pixel, or nothing if this is not for us.
pub fn decode(bytes: &dyn Bytes, size_px: [u32; 2], coding: Coding) -> Result<Option<Vec<u8>>, PixelsError> {
    let n_pixels = u64::from(size_px[0]) * u64::from(size_px[1]);
    limits::check_bytes(4 * n_pixels, 0)?;
    let beside = BESIDE_BYTES * n_pixels + bytes.len_bytes();
    if coding != Coding::YCbCr
        || bytes.len_bytes() > FILE_MAX_BYTES
        || limits::check_bytes(4 * n_pixels, beside).is_err()
    {
        return Ok(None);
    }
    let file = read_part(bytes, 0, FILE_MAX_BYTES as usize);
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file.as_slice()), options);
    let pixels = decoder.decode().ok();
    // Where the data ends early the rest is left as it was, transparent; our own decoder makes it gray.
    let is_whole = |pixels: &Vec<u8>| pixels.len() as u64 == 4 * n_pixels && pixels.last() == Some(&255);
    Ok(pixels.filter(is_whole))
}
