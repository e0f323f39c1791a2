//! Pictures with a palette, which the TIFF decoder does not know: it is shown the file as if the numbers were grays, and the
//! grays are then looked up.

use std::io::{Read, Seek};

use tiff::decoder::Decoder;
use tiff::tags::Tag;

use crate::metadata::Bytes;
use crate::pixels::exif::{PHOTOMETRIC, TiffStructure};
use crate::pixels::png::narrowed;
use crate::pixels::stream::read_part;

/// What the photometric field says of a palette, and of grays (TIFF 6.0, PhotometricInterpretation).
const IS_PALETTE: u8 = 3;
const IS_GRAY: u8 = 1;

/// A file whose first directory says gray where it says palette.
pub struct AsGray<'a> {
    bytes: &'a dyn Bytes,
    /// The byte that is changed.
    place: Option<u64>,
}

impl<'a> AsGray<'a> {
    /// Looks for the byte.
    pub fn new(bytes: &'a dyn Bytes) -> Self {
        let field = TiffStructure::open(bytes).and_then(|tiff| tiff.place_of(PHOTOMETRIC));
        let place = field.map(|(offset, is_big_endian)| offset + u64::from(is_big_endian));
        Self { bytes, place: place.filter(|place| read_part(bytes, *place, 1) == [IS_PALETTE]) }
    }

    /// Whether there is one.
    pub fn has_palette(&self) -> bool {
        self.place.is_some()
    }
}

impl Bytes for AsGray<'_> {
    fn len_bytes(&self) -> u64 {
        self.bytes.len_bytes()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        let n = self.bytes.read_at(offset, buffer);
        let at = self.place.and_then(|place| place.checked_sub(offset)).and_then(|at| usize::try_from(at).ok());
        if let Some(byte) = at.and_then(|at| buffer.get_mut(at)) {
            *byte = IS_GRAY;
        }
        n
    }
}

/// The colors of a palette.
pub struct Palette {
    colors: Vec<[u8; 4]>,
}

impl Palette {
    /// Reads it: all reds, then all greens, then all blues.
    pub fn read<R: Read + Seek>(decoder: &mut Decoder<R>) -> Option<Self> {
        let map = decoder.get_tag_u16_vec(Tag::ColorMap).ok()?;
        // Some writers fill only the lower halves of the numbers.
        let is_narrow = map.iter().all(|value| *value < 256);
        let byte = |value: u16| if is_narrow { value as u8 } else { narrowed(value) };
        let (reds, rest) = map.split_at_checked(map.len() / 3)?;
        let (greens, blues) = rest.split_at_checked(rest.len() / 2)?;
        let colors = reds.iter().zip(greens).zip(blues);
        Some(Self { colors: colors.map(|((r, g), b)| [byte(*r), byte(*g), byte(*b), 255]).collect() })
    }

    /// A color; black where there is none.
    pub fn color(&self, number: u8) -> [u8; 4] {
        self.colors.get(usize::from(number)).copied().unwrap_or([0, 0, 0, 255])
    }
}
