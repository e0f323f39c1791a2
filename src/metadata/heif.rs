//! HEIC and AVIF: the items of a file that are Exif, XMP or a JPEG, and the size of the picture.
//! Source: ISO/IEC 23008-12 (HEIF) and 14496-12, 8.11.

use crate::metadata::endian::Endian;
use crate::metadata::exif;
use crate::metadata::findings::Findings;
use crate::metadata::isobmff::{self, Boxes};
use crate::metadata::window::{BLOCK_MAX_BYTES, Window};
use crate::metadata::xmp;

/// The most items that are looked at: a picture of 200 megapixels has some 800 tiles.
const ITEMS_MAX: u32 = 4_000;
/// The most items that are read: a file has one of each kind.
const WANTED_MAX: usize = 16;
/// The most pieces of an item that are put together.
const PIECES_MAX: usize = 64;

/// What an item holds, as far as it is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Exif,
    Xmp,
    Jpeg,
}

/// A piece of an item.
struct Piece {
    begin: u64,
    len_bytes: u64,
    /// Whether it is in the box for data among the headers, and not anywhere in the file.
    is_in_headers: bool,
}

/// Reads the items of a file.
pub(super) fn read(window: &Window<'_>, findings: &mut Findings) {
    let Some(meta) = isobmff::top_level(window).into_iter().find(|part| &part.kind == b"meta") else {
        findings.warn("the file has no list of what it holds");
        return;
    };
    let bytes = window.up_to(meta.begin, meta.len_in_memory());
    // A version and flags come before the boxes.
    let Some(body) = bytes.get(4..) else { return };
    let boxed = |kind: &[u8; 4]| Boxes::of(body).find(|inner| &inner.kind == kind).map(|inner| inner.body);
    let primary = boxed(b"pitm").and_then(primary_item);
    findings.metadata.size_px = boxed(b"iprp").and_then(|properties| size_px(properties, primary?));
    let (Some(items), Some(places)) = (boxed(b"iinf"), boxed(b"iloc")) else { return };
    let data = boxed(b"idat").unwrap_or_default();
    for (item, content) in wanted_items(items).into_iter().take(WANTED_MAX) {
        let Some(pieces) = pieces(places, item) else { continue };
        match (content, pieces.as_slice()) {
            (Content::Jpeg, [Piece { begin, len_bytes, is_in_headers: false }]) if Some(item) != primary => {
                findings.add_preview(*begin, *len_bytes);
            }
            (Content::Jpeg, _) => {}
            (Content::Exif, pieces) => {
                let block = put_together(window, data, pieces);
                let start = pieces.first().filter(|piece| pieces.len() == 1 && !piece.is_in_headers);
                read_exif(&block, start.map(|piece| piece.begin), findings);
            }
            (Content::Xmp, pieces) => {
                xmp::read(&put_together(window, data, pieces), findings);
            }
        }
    }
}

/// Reads an Exif item: the place of the TIFF structure in it comes first.
fn read_exif(item: &[u8], start: Option<u64>, findings: &mut Findings) {
    let Some(skipped) = Endian::Big.u32(item, 0) else { return };
    let skipped = usize::try_from(skipped).unwrap_or(usize::MAX).saturating_add(4);
    let block = item.get(skipped..).unwrap_or_default();
    match start {
        Some(start) => {
            let start = start.saturating_add(u64::try_from(skipped).unwrap_or(u64::MAX));
            exif::read_block(block, start, findings);
        }
        None => findings.without_previews(|findings| exif::read_block(block, 0, findings)),
    }
}

fn put_together(window: &Window<'_>, data: &[u8], pieces: &[Piece]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for piece in pieces {
        let left = BLOCK_MAX_BYTES - bytes.len().min(BLOCK_MAX_BYTES);
        let len = usize::try_from(piece.len_bytes).unwrap_or(usize::MAX).min(left);
        if piece.is_in_headers {
            let begin = usize::try_from(piece.begin).unwrap_or(usize::MAX);
            bytes.extend_from_slice(data.get(begin..begin.saturating_add(len)).unwrap_or_default());
        } else {
            bytes.extend_from_slice(&window.up_to(piece.begin, len));
        }
    }
    bytes
}

fn primary_item(body: &[u8]) -> Option<u32> {
    if body.first()? == &0 { Endian::Big.u16(body, 4).map(u32::from) } else { Endian::Big.u32(body, 4) }
}

/// The items that are wanted, from the list of all (`iinf`).
fn wanted_items(body: &[u8]) -> Vec<(u32, Content)> {
    let is_short = body.first() == Some(&0);
    let entries = body.get(if is_short { 6 } else { 8 }..).unwrap_or_default();
    let n_most = usize::try_from(ITEMS_MAX).unwrap_or(usize::MAX);
    Boxes::of(entries)
        .take(n_most)
        .filter(|entry| &entry.kind == b"infe")
        .filter_map(|entry| item(entry.body))
        .collect()
}

fn item(body: &[u8]) -> Option<(u32, Content)> {
    let (id, rest) = match body.first()? {
        2 => (Endian::Big.u16(body, 4)?.into(), body.get(6..)?),
        3 => (Endian::Big.u32(body, 4)?, body.get(8..)?),
        _ => return None,
    };
    // Two bytes of protection, the kind, then a name and, for `mime`, a media type.
    let content = match rest.get(2..6)? {
        b"Exif" => Content::Exif,
        b"jpeg" => Content::Jpeg,
        b"mime" => {
            let media_type = rest.get(6..)?.split(|byte| *byte == 0).nth(1)?;
            (media_type == b"application/rdf+xml").then_some(Content::Xmp)?
        }
        _ => return None,
    };
    Some((id, content))
}

/// Where an item is, from the list of places (`iloc`).
fn pieces(body: &[u8], wanted: u32) -> Option<Vec<Piece>> {
    let version = *body.first()?;
    let sizes = Endian::Big.u16(body, 4)?;
    let size = |shift: u16| usize::from(sizes >> shift & 15);
    let (n_offset, n_length, n_base, n_index) = (size(12), size(8), size(4), if version == 0 { 0 } else { size(0) });
    let mut numbers = Numbers { rest: body.get(6..)? };
    let n_id = if version < 2 { 2 } else { 4 };
    let n_items = numbers.next(n_id)?.min(ITEMS_MAX.into());
    for _ in 0..n_items {
        let id = numbers.next(n_id)?;
        let method = if version == 0 { 0 } else { numbers.next(2)? & 15 };
        // Which file the item is in: this one, if it is 0.
        let file = numbers.next(2)?;
        let base = numbers.next(n_base)?;
        let n_pieces = numbers.next(2)?;
        if id != u64::from(wanted) {
            numbers.skip(usize::try_from(n_pieces).ok()?.checked_mul(n_index + n_offset + n_length)?)?;
            continue;
        }
        if file != 0 || method > 1 {
            return None;
        }
        let mut pieces = Vec::new();
        for _ in 0..usize::try_from(n_pieces).ok()?.min(PIECES_MAX) {
            numbers.next(n_index)?;
            let begin = base.checked_add(numbers.next(n_offset)?)?;
            pieces.push(Piece { begin, len_bytes: numbers.next(n_length)?, is_in_headers: method == 1 });
        }
        return Some(pieces);
    }
    None
}

/// Numbers of any length, one behind the other.
struct Numbers<'a> {
    rest: &'a [u8],
}

impl Numbers<'_> {
    fn next(&mut self, n_bytes: usize) -> Option<u64> {
        let (digits, rest) = self.rest.split_at_checked(n_bytes).filter(|(digits, _)| digits.len() <= 8)?;
        self.rest = rest;
        Some(digits.iter().fold(0, |number, digit| number << 8 | u64::from(*digit)))
    }

    fn skip(&mut self, n_bytes: usize) -> Option<()> {
        self.rest = self.rest.get(n_bytes..)?;
        Some(())
    }
}

/// Width and height of an item, from the properties of items (`iprp`): all of them, then which belongs to which.
fn size_px(body: &[u8], item: u32) -> Option<[u32; 2]> {
    let boxed = |kind: &[u8; 4]| Boxes::of(body).find(|inner| &inner.kind == kind).map(|inner| inner.body);
    let properties: Vec<_> = Boxes::of(boxed(b"ipco")?).take(usize::from(u16::MAX)).collect();
    let owned = owned_properties(boxed(b"ipma")?, item)?;
    let size = owned.into_iter().filter_map(|n| properties.get(n.checked_sub(1)?)).find(|of| &of.kind == b"ispe")?;
    Some([Endian::Big.u32(size.body, 4)?, Endian::Big.u32(size.body, 8)?])
}

/// The numbers, counted from 1, of the properties that an item has (`ipma`).
fn owned_properties(body: &[u8], item: u32) -> Option<Vec<usize>> {
    let version = *body.first()?;
    let is_wide = body.get(3)? & 1 == 1;
    let mut numbers = Numbers { rest: body.get(4..)? };
    for _ in 0..numbers.next(4)?.min(ITEMS_MAX.into()) {
        let id = numbers.next(if version == 0 { 2 } else { 4 })?;
        let n_properties = numbers.next(1)?;
        let mut owned = Vec::new();
        for _ in 0..n_properties {
            // The highest bit says whether it must be understood.
            let number = if is_wide { numbers.next(2)? & 0x7FFF } else { numbers.next(1)? & 0x7F };
            owned.push(usize::try_from(number).ok()?);
        }
        if id == u64::from(item) {
            return Some(owned);
        }
    }
    None
}
