//! The colors of pictures with a palette, which the decoder takes for grays.

use std::io::{Read, Seek};

use tiff::decoder::Decoder;
use tiff::tags::Tag;

use crate::pixels::png::narrowed;

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
