//! WebP and BMP: formats whose decoders make the picture whole.

use image::codecs::bmp::BmpDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, ImageDecoder};

use crate::pixels::animation::{failed, limits};
use crate::pixels::color::Colors;
use crate::pixels::fit::fit_whole;
use crate::pixels::limits as picture_limits;
use crate::pixels::stream::Stream;
use crate::pixels::{PixelsError, Stored, Wanted};

/// Bytes a pixel that decoding a WebP takes beside the picture: a lossless one is first made whole.
const BESIDE_WEBP: u64 = 4;

/// What a WebP file says about its picture.
pub struct WebP<'a> {
    decoder: WebPDecoder<Stream<'a>>,
}

impl<'a> WebP<'a> {
    /// Reads the headers.
    pub fn open(stream: Stream<'a>) -> Result<Self, PixelsError> {
        let decoder = WebPDecoder::new(stream).map_err(|error| failed(&error))?;
        let (width, height) = decoder.dimensions();
        picture_limits::check_size(width, height)?;
        Ok(Self { decoder })
    }

    /// Width and height.
    pub fn size_px(&self) -> [u32; 2] {
        self.decoder.dimensions().into()
    }

    /// The TIFF structure of Exif; a few writers put JPEG's prefix before it.
    pub fn exif(&mut self) -> Option<Vec<u8>> {
        let exif = self.decoder.exif_metadata().ok().flatten()?;
        Some(exif.strip_prefix(b"Exif\0\0").map_or_else(|| exif.clone(), <[u8]>::to_vec))
    }

    /// The color profile.
    pub fn profile(&mut self) -> Option<Vec<u8>> {
        self.decoder.icc_profile().ok().flatten()
    }

    /// The picture at the size wanted.
    pub fn decode(mut self, wanted: Wanted) -> Result<Stored, PixelsError> {
        self.decoder.set_limits(limits()).map_err(|error| failed(&error))?;
        decode_whole(self.decoder, wanted, BESIDE_WEBP)
    }
}

/// The size of a BMP's picture, and the picture at the size wanted.
pub fn bmp(stream: Stream, wanted: Wanted) -> Result<([u32; 2], Stored), PixelsError> {
    let mut decoder = BmpDecoder::new(stream).map_err(|error| failed(&error))?;
    let (width, height) = decoder.dimensions();
    picture_limits::check_size(width, height)?;
    decoder.set_limits(limits()).map_err(|error| failed(&error))?;
    Ok(([width, height], decode_whole(decoder, wanted, 0)?))
}

fn decode_whole(decoder: impl ImageDecoder, wanted: Wanted, beside: u64) -> Result<Stored, PixelsError> {
    let (width, height) = decoder.dimensions();
    let n_pixels = u64::from(width) * u64::from(height);
    let color = decoder.color_type();
    picture_limits::check_bytes(4 * n_pixels, (u64::from(color.bytes_per_pixel()) + beside) * n_pixels)?;
    let mut decoded = vec![0; usize::try_from(decoder.total_bytes()).unwrap_or(0)];
    decoder.read_image(&mut decoded).map_err(|error| failed(&error))?;
    let (pixels, colors, has_alpha) = match color {
        ColorType::Rgba8 => (decoded, Colors::Rgb, true),
        ColorType::Rgb8 => {
            (decoded.as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect(), Colors::Rgb, false)
        }
        ColorType::L8 => (decoded.iter().flat_map(|&v| [v, v, v, 255]).collect(), Colors::Gray, false),
        _ => return Err(PixelsError::Unsupported(format!("a picture of the type {color:?}"))),
    };
    Ok(Stored { pixels: fit_whole(pixels, [width, height], wanted, has_alpha)?, colors })
}
