//! The directories of a TIFF structure, as far as showing a picture needs them: Exif in JPEG, PNG, WebP and HEIC, TIFF files
//! and most camera RAW. Found are the orientation and the pictures in JPEG that such a file carries.

use crate::metadata::Bytes;
use crate::pixels::orientation::Orientation;
use crate::pixels::stream::read_part;

/// More fields than any directory has.
const FIELDS_MAX: usize = 1000;
/// More directories than any file has; a hostile one has them in a circle.
const DIRECTORIES_MAX: usize = 64;
/// More values than are asked of any field.
const VALUES_MAX: usize = 64;

const COMPRESSION: u16 = 0x103;
/// What its numbers stand for: black and white, red green and blue …
pub const PHOTOMETRIC: u16 = 0x106;
const STRIP_OFFSETS: u16 = 0x111;
const ORIENTATION: u16 = 0x112;
const STRIP_BYTE_COUNTS: u16 = 0x117;
const SUB_DIRECTORIES: u16 = 0x14a;
const JPEG_OFFSET: u16 = 0x201;
const JPEG_LENGTH: u16 = 0x202;
/// Panasonic's whole picture as a JPEG.
const PANASONIC_JPEG: u16 = 0x2e;
const DNG_VERSION: u16 = 0xc612;
const EXIF_DIRECTORY: u16 = 0x8769;
const RULES_DIRECTORY: u16 = 0xa005;
const RULES_NAME: u16 = 1;

/// A sensor's own colors, as numbers or linear.
const RAW_PHOTOMETRICS: [u64; 2] = [32_803, 34_892];
/// Compressions that only cameras use: Sony, Nikon, Samsung, Pentax.
const RAW_COMPRESSIONS: [u64; 4] = [32_767, 34_713, 32_770, 65_535];
/// JPEG in its old and its new way.
const JPEG_COMPRESSIONS: [u64; 2] = [6, 7];

/// A field of a directory.
#[derive(Clone, Copy, Debug)]
struct Field {
    tag: u16,
    kind: u16,
    n_values: u64,
    /// Where its values stand.
    offset: u64,
}

/// A directory: a list of fields.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    fields: Vec<Field>,
    next: u64,
}

/// Bytes that are a TIFF structure.
pub struct TiffStructure<'a> {
    bytes: &'a dyn Bytes,
    is_big_endian: bool,
    first: u64,
}

impl<'a> TiffStructure<'a> {
    /// Reads the header; BigTIFF is none that cameras write.
    pub fn open(bytes: &'a dyn Bytes) -> Option<Self> {
        let header = read_part(bytes, 0, 8);
        let is_big_endian = match header.first_chunk::<4>()? {
            [b'I', b'I', 42 | b'U', 0] | [b'I', b'I', b'R', b'O' | b'S'] => false,
            [b'M', b'M', 0, 42] | [b'M', b'M', b'O', b'R'] => true,
            _ => return None,
        };
        let mut structure = Self { bytes, is_big_endian, first: 0 };
        structure.first = structure.number(header.get(4..8)?);
        Some(structure)
    }

    /// The first directory.
    pub fn main(&self) -> Directory {
        self.directory(self.first)
    }

    /// The orientation that the first directory states.
    pub fn orientation(&self) -> Option<Orientation> {
        Orientation::from_exif(self.value(&self.main(), ORIENTATION)?)
    }

    /// Whether the colors are those of Adobe RGB: cameras say so by a file name's rule (DCF 2.0, option files), without a profile.
    pub fn is_adobe_rgb(&self) -> bool {
        let below = |directory: &Directory, tag| self.value(directory, tag).map(|offset| self.directory(offset));
        let rules = below(&self.main(), EXIF_DIRECTORY).and_then(|exif| below(&exif, RULES_DIRECTORY));
        let name = rules.and_then(|rules| Some(read_part(self.bytes, rules.field(RULES_NAME)?.offset, 3)));
        name.is_some_and(|name| name == b"R03")
    }

    /// The small picture of Exif, in the second directory: offset and length.
    pub fn thumbnail(&self) -> Option<(u64, u64)> {
        match self.main().next {
            0 => None,
            next => self.jpeg_of(&self.directory(next)),
        }
    }

    /// Whether this is camera RAW: then its pixels are not for showing.
    pub fn is_raw(&self) -> bool {
        let is_of_camera = |directory: &Directory| {
            let is_one_of = |tag, known: &[u64]| self.value(directory, tag).is_some_and(|value| known.contains(&value));
            is_one_of(PHOTOMETRIC, &RAW_PHOTOMETRICS) || is_one_of(COMPRESSION, &RAW_COMPRESSIONS)
        };
        let is_canon = read_part(self.bytes, 8, 2) == b"CR";
        let is_other = !matches!(read_part(self.bytes, 2, 2).as_slice(), [42, 0] | [0, 42]);
        is_canon || is_other || self.main().field(DNG_VERSION).is_some() || self.directories().iter().any(is_of_camera)
    }

    /// The JPEG pictures of all directories: offset and length.
    pub fn jpegs(&self) -> Vec<(u64, u64)> {
        self.directories().iter().filter_map(|directory| self.jpeg_of(directory)).collect()
    }

    /// Where the first value of a field of the first directory stands in the file.
    pub fn place_of(&self, tag: u16) -> Option<(u64, bool)> {
        let field = *self.main().field(tag)?;
        Some((field.offset, self.is_big_endian))
    }

    fn jpeg_of(&self, directory: &Directory) -> Option<(u64, u64)> {
        if let Some(field) = directory.field(PANASONIC_JPEG).filter(|field| field.kind == 7) {
            return Some((field.offset, field.n_values));
        }
        let named = self.value(directory, JPEG_OFFSET).zip(self.value(directory, JPEG_LENGTH));
        let is_jpeg = self.value(directory, COMPRESSION).is_some_and(|value| JPEG_COMPRESSIONS.contains(&value));
        let is_whole = directory.field(STRIP_OFFSETS).is_some_and(|field| field.n_values == 1);
        let strip = || {
            let strip = self.value(directory, STRIP_OFFSETS).zip(self.value(directory, STRIP_BYTE_COUNTS));
            strip.filter(|_| is_jpeg && is_whole)
        };
        named.or_else(strip).filter(|(_, length)| *length > 0)
    }

    /// All directories: those that follow each other, and those below them.
    fn directories(&self) -> Vec<Directory> {
        let mut places = vec![self.first];
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(&place) = places.get(at) {
            at += 1;
            if at > DIRECTORIES_MAX {
                break;
            }
            let directory = self.directory(place);
            let below = self.values(&directory, SUB_DIRECTORIES);
            for place in below.into_iter().chain([directory.next]) {
                if place != 0 && !places.contains(&place) && places.len() < DIRECTORIES_MAX {
                    places.push(place);
                }
            }
            found.push(directory);
        }
        found
    }

    fn directory(&self, offset: u64) -> Directory {
        let n_fields = self.number(&read_part(self.bytes, offset, 2)) as usize;
        if offset == 0 || n_fields > FIELDS_MAX {
            return Directory::default();
        }
        let entries = read_part(self.bytes, offset + 2, n_fields * 12 + 4);
        let fields = (offset + 2..).step_by(12).zip(entries.as_chunks::<12>().0).take(n_fields);
        let fields = fields.map(|(place, entry)| {
            let [tag, kind] = [&entry[..2], &entry[2..4]].map(|bytes| self.number(bytes) as u16);
            let n_values = self.number(&entry[4..8]);
            let is_inside = n_values * value_bytes(kind) <= 4;
            let offset = if is_inside { place + 8 } else { self.number(&entry[8..]) };
            Field { tag, kind, n_values, offset }
        });
        Directory { fields: fields.collect(), next: self.number(entries.get(n_fields * 12..).unwrap_or_default()) }
    }

    fn value(&self, directory: &Directory, tag: u16) -> Option<u64> {
        self.values(directory, tag).first().copied()
    }

    fn values(&self, directory: &Directory, tag: u16) -> Vec<u64> {
        let Some(field) = directory.field(tag) else { return Vec::new() };
        let size = value_bytes(field.kind) as usize;
        let n_values = usize::try_from(field.n_values).unwrap_or(usize::MAX).min(VALUES_MAX);
        let bytes = read_part(self.bytes, field.offset, n_values * size);
        bytes.chunks_exact(size).map(|value| self.number(value)).collect()
    }

    /// Up to four bytes as a number.
    fn number(&self, bytes: &[u8]) -> u64 {
        let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        if self.is_big_endian { bytes.iter().fold(0, join) } else { bytes.iter().rev().fold(0, join) }
    }
}

impl Directory {
    fn field(&self, tag: u16) -> Option<&Field> {
        self.fields.iter().find(|field| field.tag == tag)
    }
}

/// How many bytes a value takes, of the whole numbers that are read here; of the others only that they are not more than one.
fn value_bytes(kind: u16) -> u64 {
    match kind {
        3 => 2,
        4 | 13 => 4,
        _ => 1,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::pixels::stream::Memory;

    /// A TIFF structure of directories, each a list of tag and value; data can follow.
    pub fn structure(directories: &[&[(u16, u32)]]) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        for (i, fields) in directories.iter().enumerate() {
            bytes.extend(u16::try_from(fields.len()).unwrap().to_le_bytes());
            for (tag, value) in *fields {
                bytes.extend(tag.to_le_bytes());
                bytes.extend([4, 0, 1, 0, 0, 0]);
                bytes.extend(value.to_le_bytes());
            }
            let next = if i + 1 < directories.len() { bytes.len() as u32 + 4 } else { 0 };
            bytes.extend(next.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn orientation_and_thumbnail_are_found() {
        let bytes = structure(&[&[(ORIENTATION, 6)], &[(JPEG_OFFSET, 70), (JPEG_LENGTH, 9)]]);
        let memory = Memory(&bytes);
        let tiff = TiffStructure::open(&memory).unwrap();
        assert_eq!(tiff.orientation(), Orientation::from_exif(6));
        assert_eq!(tiff.thumbnail(), Some((70, 9)));
        assert!(!tiff.is_raw());
    }

    #[test]
    fn adobe_rgb_is_told_by_the_rules_that_a_camera_follows() {
        let name = u32::from_le_bytes(*b"R03\0");
        let bytes = structure(&[&[(EXIF_DIRECTORY, 26)], &[(RULES_DIRECTORY, 44)], &[(RULES_NAME, name)]]);
        assert!(TiffStructure::open(&Memory(&bytes)).unwrap().is_adobe_rgb());
        let bytes = structure(&[&[(EXIF_DIRECTORY, 26)], &[(RULES_DIRECTORY, 44)], &[(RULES_NAME, name + 1)]]);
        assert!(!TiffStructure::open(&Memory(&bytes)).unwrap().is_adobe_rgb());
    }

    #[test]
    fn directories_in_a_circle_end() {
        let mut bytes = structure(&[&[(SUB_DIRECTORIES, 8), (JPEG_OFFSET, 5), (JPEG_LENGTH, 6)]]);
        let n = bytes.len();
        bytes[n - 4] = 8;
        let memory = Memory(&bytes);
        assert_eq!(TiffStructure::open(&memory).unwrap().jpegs(), [(5, 6)]);
    }

    #[test]
    fn camera_raw_is_told_from_tiff() {
        let check = |fields: &[(u16, u32)], expected: bool| {
            let bytes = structure(&[fields]);
            assert_eq!(TiffStructure::open(&Memory(&bytes)).unwrap().is_raw(), expected, "{fields:?}");
        };
        check(&[(PHOTOMETRIC, 2), (COMPRESSION, 5)], false);
        check(&[(PHOTOMETRIC, 2), (DNG_VERSION, 1)], true);
        check(&[(PHOTOMETRIC, 32_803)], true);
        check(&[(COMPRESSION, 34_713)], true);
    }
}
