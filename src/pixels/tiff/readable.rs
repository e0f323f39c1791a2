//! A TIFF file as the decoder is to see it: what the decoder does not know is put into words that it does. A palette's
//! numbers are shown as if they were grays, and bits that stand in the other order are turned round.

use std::ops::Range;

use tiff::decoder::Decoder;
use tiff::tags::Tag;

use crate::metadata::Bytes;
use crate::pixels::exif::{PHOTOMETRIC, TiffStructure};
use crate::pixels::stream::{Stream, read_part};

/// What the photometric field says of a palette, and of grays (TIFF 6.0, PhotometricInterpretation).
const IS_PALETTE: u8 = 3;
const IS_GRAY: u8 = 1;
/// The first pixel stands in the lowest bit (TIFF 6.0, FillOrder): fax machines send them so.
const LOWEST_FIRST: u16 = 2;

/// A file, and what is different about it for the decoder.
pub struct Readable<'a> {
    bytes: &'a dyn Bytes,
    /// The byte that says palette, and is to say gray.
    palette_at: Option<u64>,
    /// The strips whose bits are turned round, in order.
    turned: Vec<Range<u64>>,
}

impl<'a> Readable<'a> {
    /// Looks for what is to be different.
    pub fn new(bytes: &'a dyn Bytes) -> Self {
        let field = TiffStructure::open(bytes).and_then(|tiff| tiff.place_of(PHOTOMETRIC));
        let palette_at = field.map(|(offset, is_big_endian)| offset + u64::from(is_big_endian));
        let palette_at = palette_at.filter(|place| read_part(bytes, *place, 1) == [IS_PALETTE]);
        let mut readable = Self { bytes, palette_at, turned: Vec::new() };
        readable.turned = readable.strips_turned();
        readable
    }

    /// Whether there is a palette.
    pub fn has_palette(&self) -> bool {
        self.palette_at.is_some()
    }

    fn strips_turned(&self) -> Vec<Range<u64>> {
        let Ok(mut decoder) = Decoder::new(Stream::new(self, 0)) else { return Vec::new() };
        if decoder.find_tag_unsigned::<u16>(Tag::FillOrder).ok().flatten() != Some(LOWEST_FIRST) {
            return Vec::new();
        }
        let mut numbers = |tag| decoder.get_tag_u64_vec(tag).unwrap_or_default();
        let strips = numbers(Tag::StripOffsets).into_iter().zip(numbers(Tag::StripByteCounts));
        let mut turned: Vec<Range<u64>> = strips.map(|(offset, n)| offset..offset.saturating_add(n)).collect();
        turned.sort_by_key(|strip| strip.start);
        // What two strips share is turned once.
        turned.dedup_by(|next, strip| {
            let is_shared = next.start < strip.end;
            strip.end = if is_shared { strip.end.max(next.end) } else { strip.end };
            is_shared
        });
        turned
    }
}

impl Bytes for Readable<'_> {
    fn len_bytes(&self) -> u64 {
        self.bytes.len_bytes()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        let n = self.bytes.read_at(offset, buffer);
        let within = |place: u64| usize::try_from(place.saturating_sub(offset)).unwrap_or(usize::MAX).min(n);
        let first = self.turned.partition_point(|strip| strip.end <= offset);
        for strip in self.turned.iter().skip(first).take_while(|strip| within(strip.start) < n) {
            for byte in buffer.get_mut(within(strip.start)..within(strip.end)).unwrap_or_default() {
                *byte = byte.reverse_bits();
            }
        }
        let at = self.palette_at.and_then(|place| usize::try_from(place.checked_sub(offset)?).ok());
        if let Some(byte) = at.and_then(|at| buffer.get_mut(at)) {
            *byte = IS_GRAY;
        }
        n
    }
}
