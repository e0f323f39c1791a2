//! The boxes of HEIC, AVIF and CR3 files (ISO 14496-12 and 23008-12), as far as finding JPEG previews and Exif needs them.

use crate::metadata::Bytes;
use crate::pixels::stream::read_part;

/// More boxes than are looked at in any file.
const BOXES_MAX: usize = 10_000;
/// Boxes within boxes, deeper than in any file.
const DEPTH_MAX: usize = 6;
/// The lists of items of a file with thousands of tiles are smaller.
const LIST_MAX_BYTES: u64 = 4 << 20;
/// What Canon's CR3 calls the box with its Exif, and those with its previews.
const CANON: [u8; 16] = *b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48";
const CANON_PREVIEW: [u8; 16] = *b"\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16";
/// How far into a preview box its JPEG may begin.
const PREVIEW_HEADER_BYTES: usize = 64;

/// What was found: offsets and lengths.
#[derive(Debug, Default)]
pub struct Found {
    pub jpegs: Vec<(u64, u64)>,
    pub tiffs: Vec<(u64, u64)>,
}

/// Looks through a file.
pub fn find(bytes: &dyn Bytes) -> Found {
    let mut search = Search { bytes, found: Found::default(), n_boxes: 0 };
    search.walk(0, bytes.len_bytes(), 0);
    search.found
}

struct Search<'a> {
    bytes: &'a dyn Bytes,
    found: Found,
    n_boxes: usize,
}

impl Search<'_> {
    fn walk(&mut self, mut at: u64, end: u64, depth: usize) {
        while at < end && self.n_boxes < BOXES_MAX && depth < DEPTH_MAX {
            self.n_boxes += 1;
            let header = read_part(self.bytes, at, 32);
            let &[l0, l1, l2, l3, ref kind @ ..] = header.as_slice() else { return };
            let Some((kind, rest)) = kind.split_first_chunk::<4>() else { return };
            let (header_bytes, length) = match (u32::from_be_bytes([l0, l1, l2, l3]), rest.first_chunk::<8>()) {
                (0, _) => (8, end - at),
                (1, Some(length)) => (16, u64::from_be_bytes(*length)),
                (length, _) => (8, u64::from(length)),
            };
            if length < header_bytes {
                return;
            }
            let inside = at.saturating_add(header_bytes);
            let next = at.saturating_add(length).min(end);
            self.enter(kind, header.get(header_bytes as usize..).unwrap_or_default(), inside, next, depth);
            at = next;
        }
    }

    fn enter(&mut self, kind: &[u8; 4], start: &[u8], inside: u64, end: u64, depth: usize) {
        match kind {
            b"moov" => self.walk(inside, end, depth + 1),
            b"meta" => self.items(inside + 4, end),
            b"uuid" if start.starts_with(&CANON) => self.walk(inside + 16, end, depth + 1),
            b"uuid" if start.starts_with(&CANON_PREVIEW) => self.walk(inside + 24, end, depth + 1),
            b"CMT1" => self.found.tiffs.push((inside, end.saturating_sub(inside))),
            b"PRVW" | b"THMB" => {
                let header = read_part(self.bytes, inside, PREVIEW_HEADER_BYTES);
                if let Some(at) = header.windows(3).position(|bytes| bytes == [0xff, 0xd8, 0xff]) {
                    let offset = inside + at as u64;
                    self.found.jpegs.push((offset, end.saturating_sub(offset)));
                }
            }
            _ => {}
        }
    }

    /// The items of a picture file: a list of what they are, and a list of where they stand.
    fn items(&mut self, mut at: u64, end: u64) {
        let (mut kinds, mut places) = (Vec::new(), Vec::new());
        while at < end && self.n_boxes < BOXES_MAX {
            self.n_boxes += 1;
            let header = read_part(self.bytes, at, 8);
            let &[l0, l1, l2, l3, ref kind @ ..] = header.as_slice() else { break };
            let length = u64::from(u32::from_be_bytes([l0, l1, l2, l3]));
            if length < 8 {
                break;
            }
            let inside = || read_part(self.bytes, at + 8, (length - 8).min(LIST_MAX_BYTES) as usize);
            match kind {
                b"iinf" => kinds = item_kinds(&inside()),
                b"iloc" => places = item_places(&inside()).unwrap_or_default(),
                _ => {}
            }
            at += length;
        }
        for (id, offset, length) in places {
            let kind = kinds.iter().find(|(known, _)| *known == id).map(|(_, kind)| kind);
            match kind {
                Some(b"jpeg") => self.found.jpegs.push((offset, length)),
                Some(b"Exif") => {
                    // The item begins with how far its TIFF structure is from there (23008-12, A.2.1).
                    let skipped = 4 + Numbers(&read_part(self.bytes, offset, 4)).next(4).unwrap_or(0);
                    self.found.tiffs.push((offset.saturating_add(skipped), length.saturating_sub(skipped)));
                }
                _ => {}
            }
        }
    }
}

/// What each item is, by its number.
fn item_kinds(list: &[u8]) -> Vec<(u64, [u8; 4])> {
    let mut numbers = Numbers(list);
    let mut kinds = Vec::new();
    let version = numbers.next(4).unwrap_or(0) >> 24;
    numbers.next(if version == 0 { 2 } else { 4 });
    while let Some(length) = numbers.next(4) {
        let Some(entry) = numbers.part(length.saturating_sub(4)) else { break };
        let mut entry = Numbers(entry);
        entry.next(4);
        let id_bytes = if entry.next(4).unwrap_or(0) >> 24 < 3 { 2 } else { 4 };
        let (Some(id), Some(_protection)) = (entry.next(id_bytes), entry.next(2)) else { continue };
        if let Some(kind) = entry.0.first_chunk::<4>() {
            kinds.push((id, *kind));
        }
    }
    kinds
}

/// The number, offset and length of each item that stands in the file in one piece.
fn item_places(list: &[u8]) -> Option<Vec<(u64, u64, u64)>> {
    let mut numbers = Numbers(list);
    let version = numbers.next(4)? >> 24;
    let sizes = numbers.next(2)?;
    let size = |at: u32| sizes >> at & 15;
    let index_bytes = if version > 0 { size(0) } else { 0 };
    let id_bytes = if version < 2 { 2 } else { 4 };
    let n_items = numbers.next(id_bytes)?;
    let mut places = Vec::new();
    for _ in 0..n_items {
        let id = numbers.next(id_bytes)?;
        let method = if version > 0 { numbers.next(2)? & 15 } else { 0 };
        numbers.next(2)?;
        let base = numbers.next(size(4))?;
        let n_extents = numbers.next(2)?;
        for i in 0..n_extents {
            numbers.next(index_bytes)?;
            let (offset, length) = (numbers.next(size(12))?, numbers.next(size(8))?);
            if i == 0 && n_extents == 1 && method == 0 {
                places.push((id, base.saturating_add(offset), length));
            }
        }
    }
    Some(places)
}

/// Big-endian numbers one after the other.
struct Numbers<'a>(&'a [u8]);

impl<'a> Numbers<'a> {
    fn next(&mut self, n_bytes: u64) -> Option<u64> {
        let bytes = self.part(n_bytes)?;
        Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn part(&mut self, n_bytes: u64) -> Option<&'a [u8]> {
        let (part, rest) = self.0.split_at_checked(usize::try_from(n_bytes).ok()?)?;
        self.0 = rest;
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::stream::Memory;

    fn boxed(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
        [&(inside.len() as u32 + 8).to_be_bytes(), kind.as_slice(), inside].concat()
    }

    #[test]
    fn items_and_their_places_are_found() {
        let entry =
            |id: u8, kind: &[u8; 4]| boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind.as_slice(), &[0]].concat());
        let kinds = [vec![0, 0, 0, 0, 0, 2], entry(1, b"Exif"), entry(2, b"jpeg")].concat();
        let place = |id: u8, offset: u8, length: u8| [0, id, 0, 0, 0, 1, 0, 0, 0, offset, 0, 0, 0, length];
        let places = [vec![0, 0, 0, 0, 0x44, 0, 0, 2], place(1, 8, 9).to_vec(), place(2, 20, 30).to_vec()].concat();
        let meta = [vec![0; 4], boxed(b"iinf", &kinds), boxed(b"iloc", &places)].concat();
        let file = [boxed(b"free", &[0; 8]), boxed(b"meta", &meta)].concat();
        let found = find(&Memory(&file));
        assert_eq!((found.jpegs, found.tiffs), (vec![(20, 30)], vec![(12, 5)]));
    }

    #[test]
    fn the_previews_of_a_cr3_are_found() {
        let preview = boxed(b"PRVW", &[&[0; 16], [0xff, 0xd8, 0xff, 0xdb].as_slice()].concat());
        let file = boxed(b"uuid", &[CANON_PREVIEW.as_slice(), &[0; 8], &preview].concat());
        assert_eq!(find(&Memory(&file)).jpegs, [(56, 4)]);
        let moov = boxed(b"moov", &boxed(b"uuid", &[CANON.as_slice(), &boxed(b"CMT1", b"II*\0")].concat()));
        assert_eq!(find(&Memory(&moov)).tiffs, [(40, 4)]);
    }
}
