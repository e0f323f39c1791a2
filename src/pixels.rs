//! Makes pictures of files: any format to upright sRGB at the size asked for.
//! Runs in the worker process only; touches no file, only the bytes it is handed.

use thiserror::Error;

use crate::metadata::Bytes;

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
    /// How many frames the file has; 1 unless it is animated.
    pub n_frames: u32,
    /// How long this frame is shown, in milliseconds; 0 unless the file is animated.
    pub frame_millis: u32,
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

/// Makes the picture asked for; `frame` counts from 0 and is 0 unless the file is animated.
pub fn decode(_bytes: &dyn Bytes, _wanted: Wanted, _frame: u32) -> Result<Picture, PixelsError> {
    Err(PixelsError::Unsupported("no format yet".to_owned()))
}
