//! How large a picture may be. Checked before anything is allocated for it: a few hundred bytes can claim any size.

use crate::pixels::PixelsError;

/// The most pixels of a picture, whatever is wanted of it: 16,384 by 16,384. Decoding more takes longer than anyone waits,
/// and a fuzzer has more to try than large pictures.
pub const PIXELS_MAX: u64 = if cfg!(fuzzing) { 1 << 14 } else { 1 << 28 };
/// The longest edge: only a mistake, or malice, is a million pixels wide.
pub const EDGE_MAX_PX: u32 = 1 << 20;
/// The most memory for the pixels of a picture: half of what the worker process has.
pub const PICTURE_MAX_BYTES: u64 = 512 << 20;
/// The most memory for a picture and all that is held while it is made, so that the worker's 1 GiB suffices.
const HELD_MAX_BYTES: u64 = 768 << 20;

/// Checks the size of a picture.
pub fn check_size(width_px: u32, height_px: u32) -> Result<(), PixelsError> {
    let n_pixels = u64::from(width_px) * u64::from(height_px);
    if width_px == 0 || height_px == 0 {
        return Err(PixelsError::Damaged(format!("its size is {width_px}×{height_px}")));
    }
    if width_px.max(height_px) > EDGE_MAX_PX {
        return Err(PixelsError::TooLarge(format!("{width_px}×{height_px} pixels, an edge longer than {EDGE_MAX_PX}")));
    }
    if n_pixels > PIXELS_MAX {
        return Err(PixelsError::TooLarge(format!("{width_px}×{height_px} pixels, more than {PIXELS_MAX}")));
    }
    Ok(())
}

/// Checks the memory for the pixels of a picture, and what else must be held at the same time.
pub fn check_bytes(picture: u64, beside: u64) -> Result<(), PixelsError> {
    let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
    if picture > PICTURE_MAX_BYTES {
        let (needed, most) = (mebibytes(picture), mebibytes(PICTURE_MAX_BYTES));
        return Err(PixelsError::TooLarge(format!("it takes {needed} MiB, more than {most}")));
    }
    let all = picture.saturating_add(beside);
    if all > HELD_MAX_BYTES {
        let (needed, most) = (mebibytes(all), mebibytes(HELD_MAX_BYTES));
        return Err(PixelsError::TooLarge(format!("decoding it takes {needed} MiB, more than {most}")));
    }
    Ok(())
}
