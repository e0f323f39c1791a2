//! From the colors of a file to sRGB: the transforms of JPEG, inks, gray, and ICC profiles. A damaged profile, or one for
//! other colors than the file's, is as if it were not there.

use std::sync::Arc;

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

use crate::pixels::jpeg::Coding;

/// The most bytes of a profile that are looked at: those of printing presses have about 2 MB.
pub const PROFILE_MAX_BYTES: usize = 4 * 1024 * 1024;
/// Pixels are transformed in groups of so many.
const GROUP_PX: usize = 4096;

/// What the four bytes of a pixel mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// Red, green, blue, alpha.
    Rgb,
    /// Three times the same, alpha.
    Gray,
    /// Cyan, magenta, yellow, black: how much ink there is. Such a picture is opaque.
    Cmyk,
}

/// Turns the channels of a decoded JPEG into colors.
pub fn decoded(coding: Coding, pixels: &mut [u8]) -> Colors {
    let (pixels, _) = pixels.as_chunks_mut::<4>();
    match coding {
        Coding::Gray => {
            pixels.iter_mut().for_each(|pixel| *pixel = [pixel[0], pixel[0], pixel[0], pixel[3]]);
            Colors::Gray
        }
        Coding::Rgb => Colors::Rgb,
        Coding::YCbCr => {
            pixels.iter_mut().for_each(|pixel| *pixel = rgb_of(*pixel));
            Colors::Rgb
        }
        Coding::Cmyk { inverted } => {
            if inverted {
                pixels.iter_mut().for_each(|pixel| *pixel = pixel.map(|value| !value));
            }
            Colors::Cmyk
        }
        Coding::Ycck => {
            // The transform is that of what the inks leave over, which Adobe's programs invert; so it gives the inks.
            pixels.iter_mut().for_each(|pixel| {
                let [c, m, y, k] = rgb_of(*pixel);
                *pixel = [c, m, y, !k];
            });
            Colors::Cmyk
        }
    }
}

/// The transform of JPEG File Interchange Format 1.02, page 3, in units of 1/65,536.
fn rgb_of([y, cb, cr, alpha]: [u8; 4]) -> [u8; 4] {
    let (y, cb, cr) = ((i32::from(y) << 16) + (1 << 15), i32::from(cb) - 128, i32::from(cr) - 128);
    let byte = |value: i32| (value >> 16).clamp(0, 255) as u8;
    [byte(y + 91_881 * cr), byte(y - 22_554 * cb - 46_802 * cr), byte(y + 116_130 * cb), alpha]
}

/// The profile of Adobe RGB (1998).
pub fn adobe_rgb() -> Option<Vec<u8>> {
    ColorProfile::new_adobe_rgb().encode().ok()
}

/// Turns pixels into sRGB.
pub fn to_srgb(pixels: &mut [u8], colors: Colors, profile: Option<&[u8]>) {
    match profile.and_then(|profile| transform(colors, profile)) {
        Some((layout, transform)) => apply(&*transform, layout, pixels),
        None if colors == Colors::Cmyk => {
            pixels.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| *pixel = rgb_of_inks(*pixel));
        }
        None => {}
    }
    if colors == Colors::Cmyk {
        pixels.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = 255);
    }
}

/// What inks leave over, as a simple product.
fn rgb_of_inks([c, m, y, k]: [u8; 4]) -> [u8; 4] {
    let left = |ink: u8| ((u32::from(!ink) * u32::from(!k) + 127) / 255) as u8;
    [left(c), left(m), left(y), 255]
}

/// The transform of a profile, and what it wants to be given: all four channels, or the first and the last.
fn transform(colors: Colors, profile: &[u8]) -> Option<(Layout, Arc<dyn TransformExecutor<u8> + Send + Sync>)> {
    if profile.len() > PROFILE_MAX_BYTES {
        return None;
    }
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    let layout = match (colors, profile.color_space) {
        // A gray picture may well have a profile for colors.
        (Colors::Rgb | Colors::Gray, DataColorSpace::Rgb) | (Colors::Cmyk, DataColorSpace::Cmyk) => Layout::Rgba,
        (Colors::Gray, DataColorSpace::Gray) => Layout::GrayAlpha,
        _ => return None,
    };
    let options = TransformOptions { rendering_intent: profile.rendering_intent, ..TransformOptions::default() };
    let transform = profile.create_transform_8bit(layout, &ColorProfile::new_srgb(), Layout::Rgba, options);
    Some((layout, transform.ok()?))
}

fn apply(transform: &dyn TransformExecutor<u8>, layout: Layout, pixels: &mut [u8]) {
    let mut source = Vec::with_capacity(4 * GROUP_PX);
    for group in pixels.chunks_mut(4 * GROUP_PX) {
        source.clear();
        if layout == Layout::GrayAlpha {
            source.extend(group.as_chunks::<4>().0.iter().flat_map(|&[gray, _, _, alpha]| [gray, alpha]));
        } else {
            source.extend_from_slice(group);
        }
        // A transform that fails leaves the colors as they are.
        if transform.transform(&source, group).is_err() {
            return;
        }
    }
}
