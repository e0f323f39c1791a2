//! Pictures for exports, asked of whoever can make them: nothing here decodes a stranger's file.
//! What is asked for is pixels, which are trusted, and are made into the JPEG or PNG that a format holds.

use std::io::Cursor;
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageBuffer, ImageEncoder, Rgb};

use crate::photo::Photo;

/// The quality of small JPEGs: beyond it nobody sees a difference at their size.
pub const THUMBNAIL_QUALITY: u8 = 82;

/// Where an export gets pictures from, on several threads at once.
pub trait Pictures: Sync {
    /// The photo's picture, upright and sRGB, fitted into a square of so many pixels; or why there is none.
    fn pixels(&self, photo: &Photo, edge_px: u32) -> Result<Pixels, String>;

    /// The photo's own file; or why there is none.
    fn original(&self, photo: &Photo) -> Result<Original, String>;
}

/// Pixels of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Red, green and blue, row by row.
    pub rgb: Vec<u8>,
}

/// A photo's own file.
#[derive(Debug)]
pub struct Original {
    /// Where it is.
    pub path: PathBuf,
    /// The file, opened for reading.
    pub file: std::fs::File,
}

/// No pictures at all, as for a collection of captions.
pub struct NoPictures;

impl Pictures for NoPictures {
    fn pixels(&self, _photo: &Photo, _edge_px: u32) -> Result<Pixels, String> {
        Err("pictures were not asked for".to_owned())
    }

    fn original(&self, _photo: &Photo) -> Result<Original, String> {
        Err("pictures were not asked for".to_owned())
    }
}

impl Pixels {
    /// Made smaller, to fit into a square of so many pixels.
    pub fn fitted(&self, edge_px: u32) -> Self {
        let longer_px = self.width_px.max(self.height_px);
        let buffer = ImageBuffer::<Rgb<u8>, &[u8]>::from_raw(self.width_px, self.height_px, &self.rgb);
        let Some(buffer) = buffer.filter(|_| longer_px > edge_px) else { return self.clone() };
        let scaled = |px: u32| {
            let px = (u64::from(px) * u64::from(edge_px)).div_ceil(u64::from(longer_px));
            u32::try_from(px).unwrap_or(edge_px).clamp(1, edge_px)
        };
        let (width_px, height_px) = (scaled(self.width_px), scaled(self.height_px));
        let rgb = image::imageops::thumbnail(&buffer, width_px, height_px).into_raw();
        Self { width_px, height_px, rgb }
    }

    /// As a baseline JPEG.
    pub fn jpeg(&self, quality: u8) -> Result<Vec<u8>, String> {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, quality)
            .encode(&self.rgb, self.width_px, self.height_px, ExtendedColorType::Rgb8)
            .map_err(|error| error.to_string())?;
        Ok(jpeg)
    }

    /// As a PNG.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let mut png = Cursor::new(Vec::new());
        PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive)
            .write_image(&self.rgb, self.width_px, self.height_px, ExtendedColorType::Rgb8)
            .map_err(|error| error.to_string())?;
        Ok(png.into_inner())
    }
}
