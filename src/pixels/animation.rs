//! The frames of GIF, animated PNG and animated WebP, each composed with those before it.

use std::error::Error as _;
use std::time::Duration;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::LoopCount;
use image::{AnimationDecoder, ImageDecoder, ImageError, Limits};

use crate::metadata::Bytes;
use crate::pixels::color::Colors;
use crate::pixels::fit::fit_whole;
use crate::pixels::limits::{self, PICTURE_MAX_BYTES};
use crate::pixels::stream::Stream;
use crate::pixels::{Animation, PixelsError, Stored, Wanted};

/// A frame is composed of three pictures: the one before, its own, and the result.
const PICTURES_HELD: u64 = 3;

/// The application extension of a GIF that says how often it is repeated, as Netscape Navigator 2.0 defined it.
const REPETITION: &[u8] = b"NETSCAPE2.0";

/// A frame of an animation, and how it moves.
pub struct Shown {
    pub stored: Stored,
    pub animation: Animation,
}

/// How many frames a GIF has, by its blocks, and how often it is played.
fn gif_frames_and_plays(bytes: &dyn Bytes) -> (u32, u32) {
    let mut stream = Stream::new(bytes, 10);
    let (mut n_frames, mut n_plays) = (0, 1);
    let mut walk = || -> Option<()> {
        let flags = stream.byte()?;
        stream.skip(2);
        skip_palette(&mut stream, flags);
        loop {
            match stream.byte()? {
                b'!' => {
                    stream.skip(1);
                    let body = stream.position();
                    n_plays = repetition(&mut stream).unwrap_or(n_plays);
                    stream.go_to(body);
                }
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
    (n_frames, n_plays)
}

/// How often a GIF is played in all, where its extension says how often it is repeated.
fn repetition(stream: &mut Stream) -> Option<u32> {
    let n_bytes = usize::from(stream.byte()?);
    if stream.next_bytes(n_bytes) != REPETITION {
        return None;
    }
    let [3, 1, low, high] = *stream.next_bytes(4) else { return None };
    let n_repetitions = u32::from(u16::from_le_bytes([low, high]));
    Some(if n_repetitions == 0 { 0 } else { n_repetitions + 1 })
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
    let mut shown = nth(decoder, size_px, wanted, frame)?;
    // Not the decoder's number of plays, which takes a GIF that says nothing for one without end.
    (shown.animation.n_frames, shown.animation.n_plays) = gif_frames_and_plays(bytes);
    Ok((size_px, shown))
}

/// A frame of an animated PNG.
pub fn png_frame(bytes: &dyn Bytes, wanted: Wanted, frame: u32, n_frames: u32) -> Result<Shown, PixelsError> {
    let decoder = PngDecoder::with_limits(Stream::new(bytes, 0), limits()).map_err(|error| failed(&error))?;
    let size_px = checked_size(&decoder)?;
    let decoder = decoder.apng().map_err(|error| failed(&error))?;
    Ok(nth(decoder, size_px, wanted, frame)?.of(n_frames))
}

/// A frame of an animated WebP.
pub fn webp_frame(bytes: &dyn Bytes, wanted: Wanted, frame: u32, n_frames: u32) -> Result<Shown, PixelsError> {
    let decoder = WebPDecoder::new(Stream::new(bytes, 0)).map_err(|error| failed(&error))?;
    let size_px = checked_size(&decoder)?;
    Ok(nth(decoder, size_px, wanted, frame)?.of(n_frames))
}

fn checked_size(decoder: &impl ImageDecoder) -> Result<[u32; 2], PixelsError> {
    let (width, height) = decoder.dimensions();
    limits::check_size(width, height)?;
    let n_bytes = 4 * u64::from(width) * u64::from(height);
    limits::check_bytes(n_bytes, (PICTURES_HELD - 1) * n_bytes)?;
    Ok([width, height])
}

impl Shown {
    fn of(mut self, n_frames: u32) -> Self {
        self.animation.n_frames = n_frames;
        self
    }
}

/// A frame, of a file whose number of frames is told by the caller.
fn nth<'a>(
    decoder: impl AnimationDecoder<'a>,
    size_px: [u32; 2],
    wanted: Wanted,
    frame: u32,
) -> Result<Shown, PixelsError> {
    let n_plays = match decoder.loop_count() {
        LoopCount::Infinite => 0,
        LoopCount::Finite(n_plays) => n_plays.get(),
    };
    let mut frames = decoder.into_frames();
    let mut left = frame;
    let composed = loop {
        let composed = frames.next().ok_or_else(|| PixelsError::Damaged(format!("it has no frame {frame}")))?;
        let composed = composed.map_err(|error| failed(&error))?;
        if left == 0 {
            break composed;
        }
        left -= 1;
    };
    let frame_millis = u32::try_from(Duration::from(composed.delay()).as_millis()).unwrap_or(u32::MAX);
    let pixels = fit_whole(composed.into_buffer().into_raw(), size_px, wanted, true)?;
    let animation = Animation { n_plays, frame_millis, ..Animation::STILL };
    Ok(Shown { stored: Stored { pixels, colors: Colors::Rgb }, animation })
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

#[cfg(test)]
mod tests {
    use image::codecs::gif::{GifEncoder, Repeat};
    use image::{Delay, Frame, Rgba, RgbaImage};

    use super::*;
    use crate::pixels::decode;

    fn check(file: &[u8], n_plays: u32) {
        for frame in [0, 1] {
            let picture = decode(&file, Wanted::Full, frame).unwrap();
            assert_eq!(picture.animation, Animation { n_frames: 2, n_plays, frame_millis: 400 }, "frame {frame}");
        }
    }

    fn gif(repeat: Option<Repeat>) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = GifEncoder::new(&mut file);
        if let Some(repeat) = repeat {
            encoder.set_repeat(repeat).unwrap();
        }
        for tone in [0, 255] {
            let pixels = RgbaImage::from_pixel(4, 4, Rgba([tone, tone, tone, 255]));
            encoder.encode_frame(Frame::from_parts(pixels, 0, 0, Delay::from_numer_denom_ms(400, 1))).unwrap();
        }
        drop(encoder);
        file
    }

    fn png(n_plays: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_animated(2, n_plays).unwrap();
        encoder.set_frame_delay(400, 1_000).unwrap();
        let mut writer = encoder.write_header().unwrap();
        for tone in [0, 255] {
            writer.write_image_data(&[tone; 6]).unwrap();
        }
        writer.finish().unwrap();
        file
    }

    #[test]
    fn an_animation_says_how_often_it_is_played() {
        check(&gif(None), 1);
        check(&gif(Some(Repeat::Finite(1))), 2);
        check(&gif(Some(Repeat::Infinite)), 0);
        check(&png(3), 3);
        check(&png(0), 0);
    }
}
