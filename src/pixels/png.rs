//! PNG, row by row: any bit depth, palette, gray, transparency, interlaced. Text is passed over unread, and where the data is
//! damaged the rows before it show. The frames of an animated PNG are made by `animation`.

use png::{ColorType, Decoder, DecodingError, Limits, Reader, Transformations};

use crate::pixels::color::Colors;
use crate::pixels::fit::{Fitter, fit_whole};
use crate::pixels::stream::Stream;
use crate::pixels::{PixelsError, Stored, Wanted, limits};

/// What the decoder may allocate for itself: a few rows, and a color profile unpacked.
const OWN_MAX_BYTES: usize = 16 << 20;

/// A PNG file whose header is read.
pub struct Png<'a> {
    reader: Reader<Stream<'a>>,
}

impl<'a> Png<'a> {
    /// Reads what comes before the pixels.
    pub fn open(stream: Stream<'a>) -> Result<Self, PixelsError> {
        let mut decoder = Decoder::new_with_limits(stream, Limits { bytes: OWN_MAX_BYTES });
        decoder.set_ignore_text_chunk(true);
        decoder.ignore_checksums(true);
        decoder.set_transformations(Transformations::EXPAND);
        let header = decoder.read_header_info().map_err(|error| damaged(&error))?;
        limits::check_size(header.width, header.height)?;
        Ok(Self { reader: decoder.read_info().map_err(|error| damaged(&error))? })
    }

    /// Width and height.
    pub fn size_px(&self) -> [u32; 2] {
        let info = self.reader.info();
        [info.width, info.height]
    }

    /// How many frames it has as an animation; 1 if it is none.
    pub fn n_frames(&self) -> u32 {
        self.reader.info().animation_control().map_or(1, |control| control.num_frames.max(1))
    }

    /// The TIFF structure of Exif, if it comes before the pixels.
    pub fn exif(&self) -> Option<Vec<u8>> {
        self.reader.info().exif_metadata.as_ref().map(|exif| exif.to_vec())
    }

    /// The color profile; none if the file says that it is sRGB.
    pub fn profile(&self) -> Option<Vec<u8>> {
        let info = self.reader.info();
        if info.srgb.is_some() { None } else { info.icc_profile.as_ref().map(|profile| profile.to_vec()) }
    }

    /// The picture at the size wanted.
    pub fn decode(mut self, wanted: Wanted) -> Result<Stored, PixelsError> {
        let (color, depth) = self.reader.output_color_type();
        let layout = Layout { color, is_wide: depth == png::BitDepth::Sixteen };
        let has_alpha = matches!(color, ColorType::Rgba | ColorType::GrayscaleAlpha);
        let colors = match color {
            ColorType::Grayscale | ColorType::GrayscaleAlpha => Colors::Gray,
            ColorType::Rgb | ColorType::Rgba | ColorType::Indexed => Colors::Rgb,
        };
        let size_px = self.size_px();
        let pixels = if self.reader.info().interlaced {
            fit_whole(self.interlaced(layout)?, size_px, wanted, has_alpha)?
        } else {
            self.rows(layout, wanted, has_alpha)?
        };
        Ok(Stored { pixels, colors })
    }

    fn rows(&mut self, layout: Layout, wanted: Wanted, has_alpha: bool) -> Result<Vec<u8>, PixelsError> {
        let mut fitter = Fitter::new(self.size_px(), wanted, has_alpha, 0)?;
        let mut rgba = Vec::new();
        let mut n_rows = 0;
        while !fitter.is_complete() {
            match self.reader.next_row() {
                Ok(Some(row)) => {
                    layout.to_rgba(row.data(), &mut rgba);
                    fitter.push(&mut rgba);
                    n_rows += 1;
                }
                Ok(None) => break,
                Err(error) if n_rows == 0 => return Err(damaged(&error)),
                Err(_) => break,
            }
        }
        Ok(fitter.finish())
    }

    fn interlaced(&mut self, layout: Layout) -> Result<Vec<u8>, PixelsError> {
        let [width, height] = self.size_px();
        let n_bytes = 4 * u64::from(width) * u64::from(height);
        limits::check_bytes(n_bytes, 0)?;
        let row_bytes = 4 * width as usize;
        let mut pixels = vec![0; row_bytes * height as usize];
        let mut rgba = Vec::new();
        let mut n_rows = 0;
        loop {
            match self.reader.next_interlaced_row() {
                Ok(Some(row)) => {
                    layout.to_rgba(row.data(), &mut rgba);
                    if let png::InterlaceInfo::Adam7(info) = row.interlace() {
                        png::expand_interlaced_row(&mut pixels, row_bytes, &rgba, info, 32);
                    }
                    n_rows += 1;
                }
                Ok(None) => break,
                Err(error) if n_rows == 0 => return Err(damaged(&error)),
                Err(_) => break,
            }
        }
        Ok(pixels)
    }
}

/// How the decoder hands out pixels.
#[derive(Clone, Copy)]
struct Layout {
    color: ColorType,
    is_wide: bool,
}

impl Layout {
    fn to_rgba(self, row: &[u8], rgba: &mut Vec<u8>) {
        rgba.clear();
        if self.is_wide {
            let samples = row.as_chunks::<2>().0.iter().map(|sample| narrowed(u16::from_be_bytes(*sample)));
            let row: Vec<u8> = samples.collect();
            self.narrow_to_rgba(&row, rgba);
        } else {
            self.narrow_to_rgba(row, rgba);
        }
    }

    fn narrow_to_rgba(self, row: &[u8], rgba: &mut Vec<u8>) {
        match self.color {
            ColorType::Grayscale | ColorType::Indexed => rgba.extend(row.iter().flat_map(|&v| [v, v, v, 255])),
            ColorType::GrayscaleAlpha => {
                rgba.extend(row.as_chunks::<2>().0.iter().flat_map(|&[v, alpha]| [v, v, v, alpha]));
            }
            ColorType::Rgb => rgba.extend(row.as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255])),
            ColorType::Rgba => rgba.extend_from_slice(row),
        }
    }
}

/// The nearest value of 8 bits.
pub fn narrowed(sample: u16) -> u8 {
    ((u32::from(sample) * 255 + 32_767) / 65_535) as u8
}

fn damaged(error: &DecodingError) -> PixelsError {
    match error {
        DecodingError::LimitsExceeded => PixelsError::TooLarge(format!("PNG: {error}")),
        _ => PixelsError::Damaged(format!("PNG: {error}")),
    }
}
