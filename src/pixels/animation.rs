//! The frames of GIF, animated PNG and animated WebP, each composed with those before it.

use std::error::Error as _;
use std::time::Duration;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, Frames, ImageDecoder, ImageError, Limits};

use crate::metadata::Bytes;
use crate::pixels::color::Colors;
use crate::pixels::fit::fit_whole;
use crate::pixels::limits::{self, PICTURE_MAX_BYTES};
use crate::pixels::stream::Stream;
use crate::pixels::{PixelsError, Stored, Wanted};

/// A frame is composed of three pictures: the one before, its own, and the result.
const PICTURES_HELD: u64 = 3;

/// A frame of an animation, and how long it is shown.
pub struct Shown {
    pub stored: Stored,
    pub millis: u32,
}

/// How many frames a GIF has, by its blocks.
pub fn n_gif_frames(bytes: &dyn Bytes) -> u32 {
    let mut stream = Stream::new(bytes, 10);
    let mut n_frames = 0;
    let mut walk = || -> Option<()> {
        let flags = stream.byte()?;
        stream.skip(2);
        skip_palette(&mut stream, flags);
        loop {
            match stream.byte()? {
                b'!' => stream.skip(1),
                b',' => {
                    n_frames += 1;
                    stream.skip(8);
                    let flags = stream.byte()?;
                    skip_palette(&mut stream, flags);
                    stream.skip(1);
                }
                _ => return None,
            }
            loop {
                match stream.byte()? {
                    0 => break,
                    n_bytes => stream.skip(u64::from(n_bytes)),
                }
            }
        }
    };
    // The walk ends where the file does, or where it makes no sense.
    walk().unwrap_or_default();
    n_frames
}

fn skip_palette(stream: &mut Stream, flags: u8) {
    if flags & 0x80 != 0 {
        stream.skip(3 << ((flags & 7) + 1));
    }
}

/// How many frames a WebP has as an animation, by its chunks; 0 if it is none.
pub fn n_webp_frames(bytes: &dyn Bytes) -> u32 {
    let mut stream = Stream::new(bytes, 12);
    let mut n_frames = 0;
    while let [a, b, c, d, l0, l1, l2, l3] = *stream.next_bytes(8) {
        n_frames += u32::from([a, b, c, d] == *b"ANMF");
        let n_bytes = u64::from(u32::from_le_bytes([l0, l1, l2, l3]));
        stream.skip(n_bytes + n_bytes % 2);
    }
    n_frames
}

/// A frame of a GIF.
pub fn gif_frame(bytes: &dyn Bytes, wanted: Wanted, frame: u32) -> Result<([u32; 2], Shown), PixelsError> {
    let mut decoder = GifDecoder::new(Stream::new(bytes, 0)).map_err(|error| failed(&error))?;
    let size_px = checked_size(&decoder)?;
    decoder.set_limits(limits()).map_err(|error| failed(&error))?;
    Ok((size_px, nth(decoder.into_frames(), size_px, wanted, frame)?))
}

/// A frame of an animated PNG.
pub fn png_frame(bytes: &dyn Bytes, wanted: Wanted, frame: u32) -> Result<Shown, PixelsError> {
    let decoder = PngDecoder::with_limits(Stream::new(bytes, 0), limits()).map_err(|error| failed(&error))?;
    let size_px = checked_size(&decoder)?;
    let decoder = decoder.apng().map_err(|error| failed(&error))?;
    nth(decoder.into_frames(), size_px, wanted, frame)
}

/// A frame of an animated WebP.
pub fn webp_frame(bytes: &dyn Bytes, wanted: Wanted, frame: u32) -> Result<Shown, PixelsError> {
    let decoder = WebPDecoder::new(Stream::new(bytes, 0)).map_err(|error| failed(&error))?;
    let size_px = checked_size(&decoder)?;
    nth(decoder.into_frames(), size_px, wanted, frame)
}

fn checked_size(decoder: &impl ImageDecoder) -> Result<[u32; 2], PixelsError> {
    let (width, height) = decoder.dimensions();
    limits::check_size(width, height)?;
    let n_bytes = 4 * u64::from(width) * u64::from(height);
    limits::check_bytes(n_bytes, (PICTURES_HELD - 1) * n_bytes)?;
    Ok([width, height])
}

fn nth(mut frames: Frames, size_px: [u32; 2], wanted: Wanted, frame: u32) -> Result<Shown, PixelsError> {
    let mut left = frame;
    let composed = loop {
        let composed = frames.next().ok_or_else(|| PixelsError::Damaged(format!("it has no frame {frame}")))?;
        let composed = composed.map_err(|error| failed(&error))?;
        if left == 0 {
            break composed;
        }
        left -= 1;
    };
    let millis = u32::try_from(Duration::from(composed.delay()).as_millis()).unwrap_or(u32::MAX);
    let pixels = fit_whole(composed.into_buffer().into_raw(), size_px, wanted, true)?;
    Ok(Shown { stored: Stored { pixels, colors: Colors::Rgb }, millis })
}

/// What a decoder of `image` may allocate.
pub fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(PICTURE_MAX_BYTES);
    limits
}

/// What a decoder of `image` says.
pub fn failed(error: &ImageError) -> PixelsError {
    match error {
        ImageError::Limits(_) => PixelsError::TooLarge(error.to_string()),
        ImageError::Unsupported(_) => PixelsError::Unsupported(error.to_string()),
        // The reason, without the words around it.
        ImageError::Decoding(error) => {
            PixelsError::Damaged(error.source().map_or(error.to_string(), ToString::to_string))
        }
        _ => PixelsError::Damaged(error.to_string()),
    }
}
