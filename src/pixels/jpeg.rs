//! JPEG, decoded at the size that is wanted: of each block only the coefficients that the size needs are kept, so that a
//! thumbnail takes little more than reading the file. Sequential and progressive Huffman coding of 8 bits, 1 to 4 components.
//! Damaged data shows as far as it can be decoded; the rest is gray.

mod bits;
mod header;
mod huffman;
pub mod idct;
mod plane;
mod progressive;
mod sequential;
mod walk;

use crate::metadata::Bytes;
use crate::pixels::PixelsError;
use crate::pixels::limits;
use crate::pixels::stream::Stream;
use bits::Bits;
use header::{Frame, Header, Scan, damaged};
use plane::Plane;
use progressive::Kept;
use walk::leave_scan;

/// More scans than any encoder writes: each costs a pass over the whole picture.
const SCANS_MAX: usize = 100;
/// More blocks in all scans together than a picture of 268 megapixels has in the usual ten; a block of nothing takes a few
/// nanoseconds, and a few bytes can stand for thousands of them.
const BLOCKS_MAX: u64 = 100_000_000;

/// The component of each channel of a decoded picture, as the file holds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Brightness.
    Gray,
    /// Red, green, blue.
    Rgb,
    /// Brightness and two differences of colors.
    YCbCr,
    /// Of inks, or of what the paper shows where there is none of each, as Adobe's programs write it.
    Cmyk {
        /// Whether it is the latter.
        inverted: bool,
    },
    /// The same, always inverted, with three of them turned as `YCbCr` is.
    Ycck,
}

/// A JPEG file whose first headers are read.
pub struct Jpeg<'a> {
    stream: Stream<'a>,
    header: Header,
    frame: Frame,
    first_scan: Scan,
}

impl<'a> Jpeg<'a> {
    /// Reads the headers up to the first scan.
    pub fn open(bytes: &'a dyn Bytes) -> Result<Self, PixelsError> {
        let mut stream = Stream::new(bytes, 0);
        let mut header = Header::default();
        let first_scan = header.next_scan(&mut stream, None)?.ok_or_else(|| damaged("there is no picture in it"))?;
        let frame = header.frame.clone().ok_or_else(|| damaged("there is no picture in it"))?;
        Ok(Self { stream, header, frame, first_scan })
    }

    /// Width and height as stored.
    pub fn size_px(&self) -> [u32; 2] {
        // A JPEG's sizes are numbers of 16 bits.
        [self.frame.width_px as u32, self.frame.height_px as u32]
    }

    /// Where the TIFF structure of Exif stands in the file: offset and length.
    pub fn exif(&self) -> Option<(u64, u64)> {
        self.header.exif
    }

    /// The color profile.
    pub fn profile(&self) -> Option<Vec<u8>> {
        self.header.profile()
    }

    /// What the channels of a decoded pixel are.
    pub fn coding(&self) -> Coding {
        let ids: Vec<u8> = self.frame.components.iter().map(|component| component.id).collect();
        let inverted = self.header.adobe_transform.is_some();
        match (ids.len(), self.header.adobe_transform) {
            (0..3, _) => Coding::Gray,
            (3, Some(0)) => Coding::Rgb,
            (3, None) if !self.header.has_jfif && ids == *b"RGB" => Coding::Rgb,
            (3, _) => Coding::YCbCr,
            (_, Some(2)) => Coding::Ycck,
            _ => Coding::Cmyk { inverted },
        }
    }

    /// The picture at a size not larger than its own: four bytes a pixel, of which the components come first; what no
    /// component fills is 255.
    pub fn decode(mut self, size_px: [u32; 2]) -> Result<Vec<u8>, PixelsError> {
        let [width, height] = size_px.map(|px| px as usize);
        let mut planes: Vec<Plane> = (0..self.frame.components.len())
            .filter_map(|number| Plane::new(&self.frame, number, [width, height]))
            .collect();
        let coefficients: u64 = planes.iter().map(Plane::coefficients_bytes).sum();
        let held = if self.frame.is_progressive { coefficients } else { 0 };
        limits::check_bytes(4 * width as u64 * height as u64, held)?;
        let mut pixels = vec![if planes.len() < 3 { 255 } else { 128 }; 4 * width * height];
        if planes.len() < 4 {
            pixels.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = 255);
        }
        let is_anything = if self.frame.is_progressive {
            self.decode_progressive(&mut planes, &mut pixels)
        } else {
            self.decode_sequential(&mut planes, &mut pixels)
        };
        if is_anything { Ok(pixels) } else { Err(damaged("none of the picture can be decoded")) }
    }

    fn decode_sequential(&mut self, planes: &mut [Plane], pixels: &mut [u8]) -> bool {
        let mut is_anything = false;
        let mut next = Some(self.first_scan.clone());
        for _ in 0..SCANS_MAX {
            let Some(scan) = next else { break };
            let mut bits = Bits::new(&mut self.stream);
            is_anything |= sequential::decode(&self.header, &self.frame, &scan, &mut bits, planes, pixels);
            if planes.iter().all(Plane::is_complete) {
                break;
            }
            let marker = leave_scan(&mut bits);
            next = self.scan_after(marker);
        }
        for plane in planes {
            plane.finish(pixels);
        }
        is_anything
    }

    fn decode_progressive(&mut self, planes: &mut [Plane], pixels: &mut [u8]) -> bool {
        let mut kept: Vec<Kept> = planes.iter().map(Kept::new).collect();
        let mut n_blocks_left = BLOCKS_MAX;
        let mut next = Some(self.first_scan.clone());
        for _ in 0..SCANS_MAX {
            let Some(scan) = next else { break };
            let mut bits = Bits::new(&mut self.stream);
            let n_blocks = progressive::decode(&self.header, &self.frame, &scan, &mut bits, planes, &mut kept);
            n_blocks_left = n_blocks_left.saturating_sub(n_blocks.unwrap_or(0));
            if kept.iter().all(Kept::suffices) || n_blocks_left == 0 {
                break;
            }
            let marker = leave_scan(&mut bits);
            next = self.scan_after(marker);
        }
        let is_anything = kept.iter().any(Kept::has_dc);
        for (kept, plane) in kept.into_iter().zip(planes) {
            kept.finish(&self.header, plane, pixels);
        }
        is_anything
    }

    /// The scan after that marker; a damaged header ends the picture.
    fn scan_after(&mut self, marker: u8) -> Option<Scan> {
        self.header.next_scan(&mut self.stream, Some(marker)).ok().flatten()
    }
}
