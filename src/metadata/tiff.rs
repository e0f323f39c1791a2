//! The directories of a TIFF structure: of TIFF files, BigTIFF files, raw formats, and the Exif blocks of other files.
//! Only finds entries and their values; what they mean is the business of `exif` and `raw`.

use std::borrow::Cow;

use crate::metadata::endian::Endian;
use crate::metadata::window::Window;

/// The most entries of a directory that are looked at: cameras write up to 100.
const ENTRIES_MAX: usize = 1_000;
/// The entries that are read at once: nearly every directory.
const ENTRIES_USUAL: usize = 64;

/// A TIFF structure: where it is, and how its numbers are written.
pub(super) struct Tiff<'a> {
    window: &'a Window<'a>,
    endian: Endian,
    is_big: bool,
    /// Where the first directory is.
    pub first: u64,
}

/// A directory.
pub(super) struct Directory {
    /// Its entries, in order.
    pub entries: Vec<Entry>,
    /// Where the next directory is, or 0.
    pub next: u64,
}

/// An entry of a directory: a tag and where its values are.
pub(super) struct Entry {
    /// What it is about.
    pub tag: u16,
    kind: u16,
    n_values: u64,
    /// The values themselves, if they fit, or else where they are.
    field: [u8; 8],
}

impl<'a> Tiff<'a> {
    /// The structure that begins with the window, if one does; of raw formats as well that have a mark of their own.
    pub(super) fn open(window: &'a Window<'a>) -> Option<Self> {
        let head = window.up_to(0, 16);
        let endian = match head.get(..2)? {
            b"II" => Endian::Little,
            b"MM" => Endian::Big,
            _ => return None,
        };
        match endian.u16(&head, 2)? {
            // TIFF; Olympus twice; Panasonic.
            42 | 0x4F52 | 0x5352 | 0x55 => {
                Some(Self { window, endian, is_big: false, first: endian.u32(&head, 4)?.into() })
            }
            43 => Some(Self { window, endian, is_big: true, first: endian.u64(&head, 8)? }),
            _ => None,
        }
    }

    /// Where the structure begins in the file.
    pub(super) fn start(&self) -> u64 {
        self.window.start()
    }

    /// How numbers are written.
    pub(super) fn endian(&self) -> Endian {
        self.endian
    }

    /// The directory at a place.
    pub(super) fn directory(&self, at: u64) -> Option<Directory> {
        if at < 8 {
            return None;
        }
        let (n_count_bytes, n_entry_bytes) = if self.is_big { (8, 20) } else { (2, 12) };
        let n_bytes = |n_entries: usize| n_count_bytes + n_entries * n_entry_bytes + 8;
        let mut bytes = self.window.up_to(at, n_bytes(ENTRIES_USUAL));
        let n_entries = if self.is_big { self.endian.u64(&bytes, 0)? } else { self.endian.u16(&bytes, 0)?.into() };
        let n_entries = usize::try_from(n_entries).unwrap_or(usize::MAX);
        if n_entries > ENTRIES_USUAL {
            bytes = self.window.up_to(at, n_bytes(n_entries.min(ENTRIES_MAX)));
        }
        let end = n_count_bytes.checked_add(n_entries.checked_mul(n_entry_bytes)?)?;
        let next = if self.is_big { self.endian.u64(&bytes, end) } else { self.endian.u32(&bytes, end).map(u64::from) };
        let body = bytes.get(n_count_bytes..end.min(bytes.len()))?;
        let entries = body.chunks_exact(n_entry_bytes).filter_map(|entry| self.entry(entry)).collect();
        Some(Directory { entries, next: next.unwrap_or(0) })
    }

    fn entry(&self, bytes: &[u8]) -> Option<Entry> {
        let (tag, kind) = (self.endian.u16(bytes, 0)?, self.endian.u16(bytes, 2)?);
        let mut field = [0; 8];
        let n_values = if self.is_big {
            field = *bytes.get(12..)?.first_chunk()?;
            self.endian.u64(bytes, 4)?
        } else {
            field.first_chunk_mut::<4>()?.copy_from_slice(bytes.get(8..12)?);
            self.endian.u32(bytes, 4)?.into()
        };
        Some(Entry { tag, kind, n_values, field })
    }

    /// The bytes of an entry's values, as many as there are up to the most given.
    pub(super) fn bytes<'b>(&'b self, entry: &'b Entry, max_bytes: usize) -> Cow<'b, [u8]> {
        let len = usize::try_from(entry.n_bytes()).unwrap_or(usize::MAX);
        if len <= if self.is_big { 8 } else { 4 } {
            return Cow::Borrowed(entry.field.get(..len).unwrap_or_default());
        }
        self.window.up_to(self.offset(entry), len.min(max_bytes))
    }

    /// Where an entry's values are, from the beginning of the structure, unless they are in the entry itself.
    pub(super) fn offset(&self, entry: &Entry) -> u64 {
        if self.is_big {
            self.endian.u64(&entry.field, 0).unwrap_or(0)
        } else {
            self.endian.u32(&entry.field, 0).unwrap_or(0).into()
        }
    }

    /// The first of an entry's whole numbers.
    pub(super) fn number(&self, entry: &Entry) -> Option<u64> {
        self.numbers(entry, 1).first().copied()
    }

    /// An entry's whole numbers, as many as there are up to the most given.
    pub(super) fn numbers(&self, entry: &Entry, max: usize) -> Vec<u64> {
        let size = value_bytes(entry.kind);
        let Ok(size) = usize::try_from(size) else { return Vec::new() };
        let bytes = self.bytes(entry, size.saturating_mul(max));
        let number = |bytes: &[u8]| match entry.kind {
            1 | 7 => bytes.first().map(|byte| u64::from(*byte)),
            3 => self.endian.u16(bytes, 0).map(u64::from),
            4 | 13 => self.endian.u32(bytes, 0).map(u64::from),
            16 | 18 => self.endian.u64(bytes, 0),
            _ => None,
        };
        bytes.chunks_exact(size.max(1)).take(max).filter_map(number).collect()
    }

    /// An entry's fractions, as many as there are up to the most given.
    pub(super) fn fractions(&self, entry: &Entry, max: usize) -> Vec<f64> {
        let bytes = self.bytes(entry, max.saturating_mul(8));
        let fraction = |bytes: &[u8]| {
            let (over, under) = (self.endian.u32(bytes, 0)?, self.endian.u32(bytes, 4)?);
            Some(match entry.kind {
                5 => f64::from(over) / f64::from(under),
                10 => f64::from(over.cast_signed()) / f64::from(under.cast_signed()),
                _ => return None,
            })
        };
        bytes.chunks_exact(8).take(max).filter_map(fraction).collect()
    }

    /// Whether an entry's values are bytes or characters.
    pub(super) fn is_text(entry: &Entry) -> bool {
        matches!(entry.kind, 1 | 2 | 6 | 7 | 129)
    }
}

impl Entry {
    /// How long its values are together.
    pub(super) fn n_bytes(&self) -> u64 {
        self.n_values.saturating_mul(value_bytes(self.kind))
    }
}

impl Directory {
    /// The entry of a tag.
    pub(super) fn entry(&self, tag: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }
}

/// How long a value of each type is; BigTIFF has 16 to 18, Exif 3 has 129 for UTF-8.
fn value_bytes(kind: u16) -> u64 {
    match kind {
        1 | 2 | 6 | 7 | 129 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => 0,
    }
}
