//! The segments of a JPEG file around its scans (T.81, annex B): what the picture is made of, the tables for decoding it, and
//! where Exif and the color profile stand.

use super::huffman::HuffmanTable;
use crate::pixels::PixelsError;
use crate::pixels::color::PROFILE_MAX_BYTES;
use crate::pixels::stream::Stream;

/// What Exif in an APP1 segment begins with.
const EXIF: &[u8] = b"Exif\0\0";
/// What a piece of a color profile in an APP2 segment begins with.
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// A component of the picture: brightness, or one of the colors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    pub id: u8,
    /// How many blocks of it a unit of the picture has across and down, 1 to 4.
    pub across: usize,
    pub down: usize,
    /// Which quantization table it uses.
    pub quantization: usize,
}

/// How the picture is coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub width_px: usize,
    pub height_px: usize,
    pub is_progressive: bool,
    pub components: Vec<Component>,
}

impl Frame {
    /// The most blocks across and down that any component has in a unit.
    pub fn most(&self) -> (usize, usize) {
        let across = self.components.iter().map(|component| component.across).max();
        let down = self.components.iter().map(|component| component.down).max();
        (across.unwrap_or(1), down.unwrap_or(1))
    }
}

/// One component's part in a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanComponent {
    /// Which component of the frame.
    pub component: usize,
    pub dc_table: usize,
    pub ac_table: usize,
}

/// What a scan holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    pub components: Vec<ScanComponent>,
    /// The first and the last coefficient.
    pub first: usize,
    pub last: usize,
    /// How many low bits the scans before this one left open, and how many this one does; before the first it is 0.
    pub high_bit: u32,
    pub low_bit: u32,
}

/// A Huffman table as the file states it.
#[derive(Clone, Debug, Default)]
struct StatedTable {
    counts: [u8; 16],
    symbols: Vec<u8>,
}

/// What was read of a file so far.
#[derive(Debug, Default)]
pub struct Header {
    pub frame: Option<Frame>,
    /// The quantization tables, in zigzag order.
    pub quantization: [Option<[u16; 64]>; 4],
    dc_tables: [Option<StatedTable>; 4],
    ac_tables: [Option<StatedTable>; 4],
    /// How many units there are between restarts; 0 is no restarts.
    pub restart_interval: usize,
    /// Where the TIFF structure of Exif stands in the file: offset and length.
    pub exif: Option<(u64, u64)>,
    pub has_jfif: bool,
    /// The color transform that an Adobe segment states.
    pub adobe_transform: Option<u8>,
    profile_pieces: Vec<(u8, Vec<u8>)>,
}

impl Header {
    /// Reads segments up to and with the header of the next scan; none is left at the end of the picture.
    pub fn next_scan(&mut self, stream: &mut Stream, mut marker: Option<u8>) -> Result<Option<Scan>, PixelsError> {
        loop {
            let Some(code) = marker.take().or_else(|| next_marker(stream)) else { return Ok(None) };
            match code {
                0xd9 | 0 => return Ok(None),
                0x01 | 0xd0..=0xd8 => continue,
                _ => {}
            }
            let Some(length) = stream.u16() else { return Ok(None) };
            let length = u64::from(length.saturating_sub(2));
            let end = stream.position() + length;
            match code {
                0xc0..=0xc2 => self.read_frame(&stream.next_bytes(length as usize), code == 0xc2)?,
                0xc4 => self.read_huffman(&stream.next_bytes(length as usize)),
                0xc3 | 0xc5..=0xc7 | 0xcb | 0xcd..=0xcf => return Err(unsupported("lossless or hierarchical coding")),
                0xc9 | 0xca | 0xcc => return Err(unsupported("arithmetic coding")),
                0xda => return Ok(Some(self.scan(&stream.next_bytes(length as usize))?)),
                0xdb => self.read_quantization(&stream.next_bytes(length as usize)),
                0xdd => self.restart_interval = usize::from(stream.u16().unwrap_or(0)),
                0xe0..=0xef => self.read_application(code, stream, length),
                _ => {}
            }
            stream.go_to(end);
        }
    }

    /// The color profile, if all its pieces are there.
    pub fn profile(&self) -> Option<Vec<u8>> {
        let mut pieces: Vec<_> = self.profile_pieces.iter().collect();
        pieces.sort_by_key(|(number, _)| *number);
        let whole: Vec<u8> = pieces.into_iter().flat_map(|(_, piece)| piece).copied().collect();
        (!whole.is_empty()).then_some(whole)
    }

    /// The table for DC terms of that number, as far as the file has stated it.
    pub fn dc_table(&self, number: usize) -> Option<HuffmanTable> {
        let stated = self.dc_tables.get(number)?.as_ref()?;
        HuffmanTable::new(&stated.counts, &stated.symbols)
    }

    /// The table for AC coefficients of that number.
    pub fn ac_table(&self, number: usize) -> Option<HuffmanTable> {
        let stated = self.ac_tables.get(number)?.as_ref()?;
        Some(HuffmanTable::new(&stated.counts, &stated.symbols)?.with_coefficients())
    }

    fn read_frame(&mut self, segment: &[u8], is_progressive: bool) -> Result<(), PixelsError> {
        if self.frame.is_some() {
            return Err(damaged("it has a second frame"));
        }
        let &[precision, h1, h0, w1, w0, n_components, ref rest @ ..] = segment else {
            return Err(damaged("its frame header is cut off"));
        };
        if precision != 8 {
            return Err(unsupported(&format!("{precision} bits a sample")));
        }
        let (height_px, width_px) =
            (usize::from(u16::from_be_bytes([h1, h0])), usize::from(u16::from_be_bytes([w1, w0])));
        let (described, _) = rest.as_chunks::<3>();
        let components: Vec<Component> = described
            .iter()
            .take(usize::from(n_components))
            .map(|&[id, sampling, table]| Component {
                id,
                across: usize::from(sampling >> 4),
                down: usize::from(sampling & 15),
                quantization: usize::from(table),
            })
            .collect();
        let is_sound = |component: &Component| {
            (1..=4).contains(&component.across) && (1..=4).contains(&component.down) && component.quantization < 4
        };
        if width_px == 0 || height_px == 0 {
            return Err(damaged("its width or height is 0"));
        }
        if components.len() != usize::from(n_components) || !(1..=4).contains(&components.len()) {
            return Err(damaged("it has no, or too many, components"));
        }
        if !components.iter().all(is_sound) {
            return Err(damaged("a component is described wrongly"));
        }
        self.frame = Some(Frame { width_px, height_px, is_progressive, components });
        Ok(())
    }

    fn read_huffman(&mut self, mut segment: &[u8]) {
        while let Some((&class_and_number, rest)) = segment.split_first() {
            let Some((counts, rest)) = rest.split_first_chunk::<16>() else { return };
            let n_symbols: usize = counts.iter().map(|count| usize::from(*count)).sum();
            let Some((symbols, rest)) = rest.split_at_checked(n_symbols) else { return };
            let tables = if class_and_number >> 4 == 0 { &mut self.dc_tables } else { &mut self.ac_tables };
            if let Some(table) = tables.get_mut(usize::from(class_and_number & 15)) {
                *table = Some(StatedTable { counts: *counts, symbols: symbols.to_vec() });
            }
            segment = rest;
        }
    }

    fn read_quantization(&mut self, mut segment: &[u8]) {
        while let Some((&precision_and_number, rest)) = segment.split_first() {
            let wide = precision_and_number >> 4 != 0;
            let Some((steps, rest)) = rest.split_at_checked(if wide { 128 } else { 64 }) else { return };
            let mut table = [0; 64];
            for (i, step) in table.iter_mut().enumerate() {
                let at = |i: usize| u16::from(steps.get(i).copied().unwrap_or(0));
                *step = if wide { at(2 * i) << 8 | at(2 * i + 1) } else { at(i) };
            }
            if let Some(place) = self.quantization.get_mut(usize::from(precision_and_number & 15)) {
                *place = Some(table);
            }
            segment = rest;
        }
    }

    fn read_application(&mut self, code: u8, stream: &mut Stream, length: u64) {
        match code {
            0xe0 => self.has_jfif |= stream.next_bytes(length.min(5) as usize) == b"JFIF\0",
            0xe1 if self.exif.is_none() && stream.next_bytes(length.min(6) as usize) == EXIF => {
                self.exif = Some((stream.position(), length - EXIF.len() as u64));
            }
            0xe2 => {
                let segment = stream.next_bytes(length as usize);
                let Some(&[number, _, ref piece @ ..]) = segment.strip_prefix(PROFILE) else { return };
                let held: usize = self.profile_pieces.iter().map(|(_, piece)| piece.len()).sum();
                let is_known = self.profile_pieces.iter().any(|(known, _)| *known == number);
                if !is_known && held + piece.len() <= PROFILE_MAX_BYTES {
                    self.profile_pieces.push((number, piece.to_vec()));
                }
            }
            0xee => {
                if let Some(&[_, _, _, _, _, _, transform]) =
                    stream.next_bytes(length.min(12) as usize).strip_prefix(b"Adobe")
                {
                    self.adobe_transform = Some(transform);
                }
            }
            _ => {}
        }
    }

    fn scan(&self, segment: &[u8]) -> Result<Scan, PixelsError> {
        let Some(frame) = &self.frame else { return Err(damaged("a scan comes before the frame header")) };
        let cut_off = || damaged("a scan's header is cut off");
        let (&n_components, rest) = segment.split_first().ok_or_else(cut_off)?;
        let (selected, rest) = rest.split_at_checked(2 * usize::from(n_components)).ok_or_else(cut_off)?;
        let &[first, last, bits, ..] = rest else { return Err(cut_off()) };
        let mut components: Vec<ScanComponent> = Vec::new();
        for &[id, tables] in selected.as_chunks::<2>().0 {
            let component = frame.components.iter().position(|component| component.id == id);
            let component = component.ok_or_else(|| damaged("a scan names a component that there is not"))?;
            if components.iter().any(|known| known.component == component) {
                return Err(damaged("a scan names a component twice"));
            }
            components.push(ScanComponent {
                component,
                dc_table: usize::from(tables >> 4),
                ac_table: usize::from(tables & 15),
            });
        }
        let scan = if frame.is_progressive {
            let (first, last) = (usize::from(first), usize::from(last));
            Scan { components, first, last, high_bit: u32::from(bits >> 4), low_bit: u32::from(bits & 15) }
        } else {
            Scan { components, first: 0, last: 63, high_bit: 0, low_bit: 0 }
        };
        let is_sound = !scan.components.is_empty()
            && scan.last < 64
            && scan.first <= scan.last
            && (scan.first == 0 || scan.components.len() == 1)
            && scan.low_bit < 14;
        if is_sound { Ok(scan) } else { Err(damaged("a scan's header makes no sense")) }
    }
}

/// Skips to the next marker and goes over it.
fn next_marker(stream: &mut Stream) -> Option<u8> {
    loop {
        while stream.byte()? != 0xff {}
        let mut code = 0xff;
        while code == 0xff {
            code = stream.byte()?;
        }
        if code != 0 {
            return Some(code);
        }
    }
}

pub fn damaged(why: &str) -> PixelsError {
    PixelsError::Damaged(format!("JPEG: {why}"))
}

fn unsupported(what: &str) -> PixelsError {
    PixelsError::Unsupported(format!("JPEG with {what}"))
}
