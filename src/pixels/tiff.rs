//! TIFF, chunk by chunk: strips and tiles, planes, 1 to 16 bits, gray, palette, RGB, CMYK and the `YCbCr` of JPEG chunks.

mod palette;
mod readable;

use tiff::decoder::{ChunkType, Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use crate::metadata::Bytes;
use crate::pixels::color::{Colors, PROFILE_MAX_BYTES, decoded};
use crate::pixels::fit::{Fitter, unweighted};
use crate::pixels::jpeg::{Coding, Jpeg};
use crate::pixels::limits::{self, PICTURE_MAX_BYTES};
use crate::pixels::png::narrowed;
use crate::pixels::stream::{Part, Stream, read_part};
use crate::pixels::tiff::palette::Palette;
use crate::pixels::tiff::readable::Readable;
use crate::pixels::whole::WebP;
use crate::pixels::{PixelsError, Stored, Wanted};

/// The third meaning of an extra sample: alpha by which the colors are already multiplied (TIFF 6.0, ExtraSamples).
const MULTIPLIED_ALPHA: u16 = 1;
/// Samples that are the darker the higher they are (TIFF 6.0, PhotometricInterpretation).
const WHITE_IS_ZERO: u16 = 0;
/// JPEG in its new way (TIFF Technical Note 2).
const JPEG_COMPRESSION: u16 = 7;
/// WebP, by libtiff's number for it, and what it begins with.
const WEBP_COMPRESSION: u16 = 50_001;
const RIFF: &[u8] = b"RIFF";
/// What a pixel is where nothing could be decoded.
const UNKNOWN: [u8; 4] = [128, 128, 128, 255];

/// A TIFF file whose first directory is read.
pub struct Tiff<'a> {
    bytes: &'a dyn Bytes,
    decoder: Decoder<Stream<'a>>,
    size_px: [u32; 2],
    samples: Samples,
    palette: Option<Palette>,
}

/// What a pixel is made of.
#[derive(Clone, Copy, Debug)]
struct Samples {
    meaning: Meaning,
    n_bits: u8,
    n_samples: usize,
    alpha: Alpha,
}

/// Samples of 8 bits, decoded: a strip, a tile, or a plane of one.
struct Chunk {
    /// How many pixels are to the left of it.
    left: usize,
    /// The one channel that it fills, if not all.
    channel: Option<usize>,
    n_samples: usize,
    row_samples: usize,
    samples: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Gray,
    Palette,
    Rgb,
    Cmyk,
    YCbCr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alpha {
    None,
    Plain,
    Multiplied,
}

impl<'a> Tiff<'a> {
    /// Reads the first directory.
    pub fn open(bytes: &'a Readable<'a>) -> Result<Self, PixelsError> {
        let mut own = Limits::default();
        own.decoding_buffer_size = PICTURE_MAX_BYTES as usize;
        own.ifd_value_size = PROFILE_MAX_BYTES;
        let decoder = Decoder::new(Stream::new(bytes, 0)).map_err(|error| failed(&error))?;
        let mut decoder = decoder.with_limits(own);
        let (width, height) = decoder.dimensions().map_err(|error| failed(&error))?;
        limits::check_size(width, height)?;
        let palette = bytes.has_palette().then(|| Palette::read(&mut decoder)).flatten();
        let samples = samples(&mut decoder, palette.is_some())?;
        Ok(Self { bytes, decoder, size_px: [width, height], samples, palette })
    }

    /// Width and height as stored.
    pub fn size_px(&self) -> [u32; 2] {
        self.size_px
    }

    /// The color profile.
    pub fn profile(&mut self) -> Option<Vec<u8>> {
        self.decoder.get_tag_u8_vec(Tag::IccProfile).ok()
    }

    /// The picture at the size wanted.
    pub fn decode(mut self, wanted: Wanted) -> Result<Stored, PixelsError> {
        let [width, height] = self.size_px.map(|px| px as usize);
        let (chunk_width, chunk_height) = self.decoder.chunk_dimensions();
        let chunk_px = [(chunk_width.max(1) as usize).min(width), (chunk_height.max(1) as usize).min(height)];
        let has_alpha = self.samples.alpha != Alpha::None;
        // The decoder's samples, and the same narrowed to 8 bits.
        let sample_bytes = if self.samples.n_bits > 8 { 3 } else { 2 };
        let band_bytes = (width.next_multiple_of(chunk_px[0]) * chunk_px[1] * self.samples.n_samples) as u64;
        let mut fitter = Fitter::new(self.size_px, wanted, has_alpha, band_bytes * sample_bytes)?;
        let n_across = width.div_ceil(chunk_px[0]);
        let n_down = height.div_ceil(chunk_px[1]);
        let n_planes = self.n_planes(n_across * n_down);
        let inner = self.inner_pictures();
        let mut row = vec![0; 4 * width];
        let mut first_error = None;
        let mut is_anything = false;
        for down in 0..n_down {
            let mut band = Vec::new();
            for plane in 0..n_planes {
                for across in 0..n_across {
                    let channel = (n_planes > 1).then_some(plane);
                    let number = (plane * n_down + down) * n_across + across;
                    match self.read_chunk(number, channel, &inner) {
                        Ok(pixels) => band.push(Chunk { left: across * chunk_px[0], channel, ..pixels }),
                        Err(error) => first_error = first_error.or(Some(error)),
                    }
                }
            }
            is_anything |= !band.is_empty();
            for y in 0..chunk_px[1].min(height - down * chunk_px[1]) {
                self.compose_row(&band, y, &mut row);
                fitter.push(&mut row);
            }
        }
        match first_error {
            Some(error) if !is_anything => Err(error),
            _ => Ok(Stored { pixels: fitter.finish(), colors: self.colors() }),
        }
    }

    /// How many planes the samples are stored in: 1 if they stand side by side.
    fn n_planes(&mut self, n_chunks: usize) -> usize {
        let counted = match self.decoder.get_chunk_type() {
            ChunkType::Strip => self.decoder.get_tag_u64_vec(Tag::StripOffsets),
            ChunkType::Tile => self.decoder.get_tag_u64_vec(Tag::TileOffsets),
        };
        let is_planar = self.decoder.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).ok().flatten() == Some(2);
        let has_all = counted.is_ok_and(|offsets| offsets.len() >= n_chunks * self.samples.n_samples);
        if is_planar && has_all { self.samples.n_samples.min(4) } else { 1 }
    }

    /// Decodes a chunk; of a plane it has one sample a pixel.
    fn read_chunk(
        &mut self,
        number: usize,
        channel: Option<usize>,
        inner: &[(u64, u64)],
    ) -> Result<Chunk, PixelsError> {
        if let Some((offset, length)) = inner.get(number) {
            self.check_inner(&Part::new(self.bytes, *offset, *length))?;
        }
        let number =
            u32::try_from(number).map_err(|_| PixelsError::Damaged("TIFF: it has too many chunks".to_owned()))?;
        let (width, _) = self.decoder.chunk_data_dimensions(number);
        let decoded = match self.decoder.read_chunk(number) {
            Ok(decoded) => decoded,
            Err(error) => DecodingResult::U8(self.rows_there(number).ok_or_else(|| failed(&error))?),
        };
        let n_samples = if channel.is_some() { 1 } else { self.samples.n_samples };
        let row_samples = width as usize * n_samples;
        let samples = match decoded {
            DecodingResult::U8(bytes) if self.samples.n_bits < 8 => self.unpacked(&bytes, row_samples),
            DecodingResult::U8(bytes) => bytes,
            DecodingResult::U16(words) if self.samples.meaning == Meaning::Palette => {
                words.into_iter().map(|word| word as u8).collect()
            }
            DecodingResult::U16(words) => words.into_iter().map(narrowed).collect(),
            // Other kinds of samples were refused before.
            _ => Vec::new(),
        };
        Ok(Chunk { left: 0, channel, n_samples, row_samples, samples })
    }

    /// The rows of a chunk that are there before its data end early: those that come out the same whatever lay in their
    /// place before. None where it takes more than the data to know a sample.
    fn rows_there(&mut self, number: u32) -> Option<Vec<u8>> {
        let has_differences =
            self.decoder.find_tag_unsigned::<u16>(Tag::Predictor).ok().flatten().is_some_and(|n| n > 1);
        let (width, _) = self.decoder.chunk_data_dimensions(number);
        // Where the chunk is wider than what is seen of it, rows are made one by one.
        if has_differences || self.samples.n_bits > 8 || width != self.decoder.chunk_dimensions().0 {
            return None;
        }
        let n_bytes = self.decoder.image_chunk_buffer_layout(number).ok()?.len;
        let [mut rows, other] = [0, u8::MAX].map(|before| {
            let mut rows = vec![before; n_bytes];
            // That it fails is known.
            self.decoder.read_chunk_bytes(number, &mut rows).ok();
            rows
        });
        let row_bytes = (width as usize * self.samples.n_samples * usize::from(self.samples.n_bits)).div_ceil(8).max(1);
        let same =
            rows.chunks_exact(row_bytes).zip(other.chunks_exact(row_bytes)).take_while(|(row, other)| row == other);
        let n_rows = same.count();
        rows.truncate(n_rows * row_bytes);
        // Only of a whole chunk the decoder turns white into the highest number.
        if self.decoder.find_tag_unsigned::<u16>(Tag::PhotometricInterpretation).ok().flatten() == Some(WHITE_IS_ZERO) {
            rows.iter_mut().for_each(|byte| *byte = !*byte);
        }
        (n_rows > 0).then_some(rows)
    }

    /// Where the chunks stand in the file, if each is a picture of a format that says how large it is.
    fn inner_pictures(&mut self) -> Vec<(u64, u64)> {
        let compression = self.decoder.find_tag_unsigned::<u16>(Tag::Compression).ok().flatten();
        if !matches!(compression, Some(JPEG_COMPRESSION | WEBP_COMPRESSION)) {
            return Vec::new();
        }
        let (offsets, lengths) = match self.decoder.get_chunk_type() {
            ChunkType::Strip => (Tag::StripOffsets, Tag::StripByteCounts),
            ChunkType::Tile => (Tag::TileOffsets, Tag::TileByteCounts),
        };
        let mut values = |tag| self.decoder.get_tag_u64_vec(tag).unwrap_or_default();
        values(offsets).into_iter().zip(values(lengths)).collect()
    }

    /// Checks that the picture in a chunk is no larger than the chunk, because its decoder allocates what the picture says.
    fn check_inner(&self, bytes: &dyn Bytes) -> Result<(), PixelsError> {
        let is_webp = read_part(bytes, 0, RIFF.len()) == RIFF;
        let [width, height] =
            if is_webp { WebP::open(Stream::new(bytes, 0))?.size_px() } else { Jpeg::open(bytes)?.size_px() };
        let (chunk_width, chunk_height) = self.decoder.chunk_dimensions();
        if width > chunk_width || height > chunk_height {
            return Err(PixelsError::Damaged(format!("TIFF: a chunk claims to have {width}×{height} pixels")));
        }
        Ok(())
    }

    /// Samples of less than 8 bits, one in a byte; as brightness where they are no places in a palette.
    fn unpacked(&self, bytes: &[u8], row_samples: usize) -> Vec<u8> {
        let n_bits = usize::from(self.samples.n_bits);
        let most = (1u16 << n_bits) - 1;
        let scale = if self.samples.meaning == Meaning::Palette { 1 } else { 255 / most };
        let row_bytes = (row_samples * n_bits).div_ceil(8).max(1);
        let row = |row: &[u8]| {
            let sample = |i: usize| {
                let byte = u16::from(row.get(i * n_bits / 8).copied().unwrap_or(0));
                ((byte >> (8 - n_bits - i * n_bits % 8) & most) * scale) as u8
            };
            (0..row_samples).map(sample).collect::<Vec<u8>>()
        };
        bytes.chunks_exact(row_bytes).flat_map(row).collect()
    }

    /// Puts a row of pixels together from the chunks beside each other, and the planes.
    fn compose_row(&self, band: &[Chunk], y: usize, row: &mut [u8]) {
        row.as_chunks_mut::<4>().0.fill(UNKNOWN);
        for chunk in band {
            let from = y * chunk.row_samples;
            let samples = chunk.samples.get(from..from + chunk.row_samples).unwrap_or_default();
            let pixels = row.as_chunks_mut::<4>().0.iter_mut().skip(chunk.left);
            for (pixel, samples) in pixels.zip(samples.chunks_exact(chunk.n_samples)) {
                match chunk.channel {
                    Some(channel) => self.samples.set_channel(pixel, channel, samples),
                    None => self.samples.set_pixel(pixel, samples),
                }
            }
        }
        let pixels = row.as_chunks_mut::<4>().0.iter_mut();
        match (self.samples.meaning, &self.palette) {
            (Meaning::Palette, Some(palette)) => pixels.for_each(|pixel| *pixel = palette.color(pixel[0])),
            (Meaning::Gray, _) => pixels.for_each(|pixel| (pixel[1], pixel[2]) = (pixel[0], pixel[0])),
            (Meaning::YCbCr, _) => {
                decoded(Coding::YCbCr, row);
            }
            (Meaning::Rgb | Meaning::Cmyk | Meaning::Palette, _) => {}
        }
        if self.samples.alpha == Alpha::Multiplied {
            row.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| *pixel = unweighted(*pixel));
        }
    }

    fn colors(&self) -> Colors {
        match self.samples.meaning {
            Meaning::Gray => Colors::Gray,
            Meaning::Cmyk => Colors::Cmyk,
            Meaning::Palette | Meaning::Rgb | Meaning::YCbCr => Colors::Rgb,
        }
    }
}

impl Samples {
    fn set_pixel(self, pixel: &mut [u8; 4], samples: &[u8]) {
        match self.meaning {
            Meaning::Gray | Meaning::Palette => {
                pixel[0] = samples.first().copied().unwrap_or(0);
                if self.alpha != Alpha::None {
                    pixel[3] = samples.get(1).copied().unwrap_or(255);
                }
            }
            Meaning::Rgb | Meaning::YCbCr | Meaning::Cmyk => {
                let n = if self.meaning == Meaning::Cmyk || self.alpha != Alpha::None { 4 } else { 3 };
                pixel.iter_mut().zip(samples).take(n).for_each(|(place, sample)| *place = *sample);
            }
        }
    }

    fn set_channel(self, pixel: &mut [u8; 4], channel: usize, samples: &[u8]) {
        let is_gray = matches!(self.meaning, Meaning::Gray | Meaning::Palette);
        let n_colors = match self.meaning {
            Meaning::Gray | Meaning::Palette => 1,
            Meaning::Rgb | Meaning::YCbCr => 3,
            Meaning::Cmyk => 4,
        };
        if channel >= n_colors && self.alpha == Alpha::None {
            return;
        }
        let place = if is_gray && channel == 1 { 3 } else { channel };
        if let (Some(place), Some(sample)) = (pixel.get_mut(place), samples.first()) {
            *place = *sample;
        }
    }
}

fn samples(decoder: &mut Decoder<Stream>, has_palette: bool) -> Result<Samples, PixelsError> {
    let color = decoder.colortype().map_err(|error| failed(&error))?;
    let formats = decoder.find_tag_unsigned_vec::<u16>(Tag::SampleFormat).ok().flatten().unwrap_or_default();
    if formats.contains(&3) {
        return Err(unsupported("floating-point samples"));
    }
    if formats.iter().any(|format| *format != 1 && *format != 4) {
        return Err(unsupported("signed or complex samples"));
    }
    let n_bits = color.bit_depth();
    if !matches!(n_bits, 1 | 2 | 4 | 8 | 16) {
        return Err(unsupported(&format!("{n_bits} bits a sample")));
    }
    let n_samples = usize::from(color.num_samples());
    let meaning = match color {
        ColorType::Gray(_) | ColorType::GrayA(_) | ColorType::Multiband { .. } if has_palette => Meaning::Palette,
        ColorType::Gray(_) | ColorType::GrayA(_) | ColorType::Multiband { .. } => Meaning::Gray,
        ColorType::RGB(_) | ColorType::RGBA(_) => Meaning::Rgb,
        ColorType::CMYK(_) | ColorType::CMYKA(_) => Meaning::Cmyk,
        ColorType::YCbCr(_) => Meaning::YCbCr,
        _ => return Err(unsupported(&format!("the colors {color:?}"))),
    };
    let extra = decoder.find_tag_unsigned_vec::<u16>(Tag::ExtraSamples).ok().flatten().unwrap_or_default();
    let has_alpha = matches!(color, ColorType::RGBA(_) | ColorType::GrayA(_))
        || meaning == Meaning::Gray && n_samples == 2 && extra.first().is_some_and(|kind| (1..=2).contains(kind));
    let alpha = match (has_alpha, extra.first()) {
        (false, _) => Alpha::None,
        (true, Some(&MULTIPLIED_ALPHA)) => Alpha::Multiplied,
        (true, _) => Alpha::Plain,
    };
    Ok(Samples { meaning, n_bits, n_samples, alpha })
}

fn unsupported(what: &str) -> PixelsError {
    PixelsError::Unsupported(format!("TIFF with {what}"))
}

fn failed(error: &TiffError) -> PixelsError {
    match error {
        TiffError::LimitsExceeded => PixelsError::TooLarge(format!("TIFF: {error}")),
        TiffError::UnsupportedError(what) => PixelsError::Unsupported(format!("TIFF: {what}")),
        _ => PixelsError::Damaged(format!("TIFF: {error}")),
    }
}

/// A TIFF file as the decoder is to see it.
pub fn readable(bytes: &dyn Bytes) -> Readable<'_> {
    Readable::new(bytes)
}

#[cfg(test)]
mod tests;
