//! JPEG: the segments before the picture, in which Exif, XMP, Photoshop's resources and comments stand.
//! Sources: ITU-T T.81 annex B, Exif 2.32, XMP specification part 3.

use std::borrow::Cow;

use crate::metadata::candidate::Container;
use crate::metadata::encoding;
use crate::metadata::endian::Endian;
use crate::metadata::exif;
use crate::metadata::findings::Findings;
use crate::metadata::photoshop;
use crate::metadata::property::{self, Property};
use crate::metadata::window::{BLOCK_MAX_BYTES, Window};
use crate::metadata::xmp;

/// The most segments of a file: one of 4 MiB of extended XMP has 65.
const SEGMENTS_MAX: usize = 2_000;
/// The most Exif blocks of a file, and the most parts of extended XMP: 4 MiB in segments that are full.
const PARTS_MAX: usize = 66;
/// How far the next marker is looked for where one should be and is none.
const RESYNC_MAX_BYTES: usize = 4 << 10;

const EXIF: &[u8] = b"Exif\0";
/// What is in every mark of XMP before a NUL: some agencies' programs write `XMP\0` for `http`, others add a blank.
const XMP: &[u8] = b"://ns.adobe.com/xap/1.0/";
const XMP_EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
/// What is looked at to tell what a segment holds: the longest mark, and some more.
const MARK_BYTES: usize = 40;
/// The name of extended XMP, its whole length, and the place of a part in it.
const EXTENSION_HEADER_BYTES: usize = 32 + 4 + 4;

/// Photoshop's resources, which may go over several segments.
#[derive(Default)]
struct Resources {
    bytes: Vec<u8>,
    /// Where they begin, if they are one segment.
    start: Option<u64>,
    n_segments: usize,
}

/// Reads the segments before the picture.
pub(super) fn read(window: &Window<'_>, findings: &mut Findings) {
    let mut exif_blocks = Vec::new();
    let mut resources = Resources::default();
    let mut extension = Vec::new();
    let mut extension_name = None;
    let mut at = 2;
    for _ in 0..SEGMENTS_MAX {
        let Some((marker, begin)) = marker(window, at) else { break };
        // Markers without a segment: fill bytes, restarts.
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            at = begin;
            continue;
        }
        // The picture begins, or the file ends.
        if matches!(marker, 0xD9 | 0xDA) {
            break;
        }
        let Some(len) = window.get(begin, 2).and_then(|len| Endian::Big.u16(&len, 0)) else { break };
        let len = usize::from(len).saturating_sub(2);
        let begin = begin + 2;
        let mark = || window.up_to(begin, len.min(MARK_BYTES));
        let after = |n_bytes: usize| window.up_to(begin + len_u64(n_bytes), len.saturating_sub(n_bytes));
        match marker {
            0xE1 => {
                let mark = mark();
                if mark.starts_with(EXIF) && exif_blocks.len() < PARTS_MAX {
                    // A second NUL follows, or by mistake something else.
                    let n_mark_bytes = EXIF.len() + 1;
                    exif_blocks.push((window.start() + begin + len_u64(n_mark_bytes), after(n_mark_bytes)));
                } else if let Some(n_mark_bytes) = xmp_mark_bytes(&mark) {
                    extension_name = xmp::read(&after(n_mark_bytes), findings).or(extension_name);
                } else if mark.starts_with(XMP_EXTENSION) && extension.len() < PARTS_MAX {
                    extension.push(after(XMP_EXTENSION.len()));
                }
            }
            0xED if mark().starts_with(PHOTOSHOP) => {
                resources.add(&after(PHOTOSHOP.len()), window.start() + begin + len_u64(PHOTOSHOP.len()));
            }
            0xFE => comment(&after(0), findings),
            // Start of frame, of any kind: how the picture is coded, and its size.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let frame = window.up_to(begin, 5);
                if let (Some(height), Some(width)) = (Endian::Big.u16(&frame, 1), Endian::Big.u16(&frame, 3)) {
                    findings.metadata.size_px.get_or_insert([width.into(), height.into()]);
                }
            }
            _ => {}
        }
        at = begin + len_u64(len);
    }
    read_exif(&exif_blocks, findings);
    resources.read(findings);
    if let Some(name) = extension_name {
        read_extension(&name, &extension, findings);
    }
}

/// A comment of a JPEG or GIF file.
pub(super) fn comment(bytes: &[u8], findings: &mut Findings) {
    let text = encoding::utf8_or(bytes, findings.options.fallback_encoding);
    findings.add_text(property::row(Property::Description), Container::Comment, 0, &text);
}

/// The next marker and the place behind it. Fill bytes come before markers; damaged files have other bytes there too.
fn marker(window: &Window<'_>, mut at: u64) -> Option<(u8, u64)> {
    if let [0xFF, marker @ 1..=0xFE] = *window.get(at, 2)? {
        return Some((marker, at + 2));
    }
    let bytes = window.up_to(at, RESYNC_MAX_BYTES);
    let found = bytes.windows(2).position(|two| matches!(two, [0xFF, 1..=0xFE]))?;
    at += len_u64(found);
    Some((*bytes.get(found + 1)?, at + 2))
}

/// How long the mark before an XMP packet is, if there is one.
fn xmp_mark_bytes(mark: &[u8]) -> Option<usize> {
    if mark.starts_with(b"<?xpacket") || mark.starts_with(b"<x:xmpmeta") {
        return Some(0);
    }
    // Four letters come before.
    let rest = mark.get(4..)?.strip_prefix(XMP)?;
    Some(4 + XMP.len() + rest.iter().position(|byte| *byte == 0)? + 1)
}

/// Reads Exif blocks; one that does not begin as such goes on where the one before it was full.
fn read_exif(blocks: &[(u64, Cow<'_, [u8]>)], findings: &mut Findings) {
    let is_beginning = |block: &[u8]| block.starts_with(b"II") || block.starts_with(b"MM");
    let mut rest = blocks;
    while let Some(((start, first), others)) = rest.split_first() {
        let n_more = others.iter().take_while(|(_, block)| !is_beginning(block)).count();
        let (more, after) = others.split_at_checked(n_more).unwrap_or((others, &[]));
        if more.is_empty() {
            exif::read_block(first, *start, findings);
        } else {
            let mut whole = first.to_vec();
            whole.extend(more.iter().flat_map(|(_, block)| block.iter().copied()).take(exif::BLOCK_MAX_BYTES));
            findings.without_previews(|findings| exif::read_block(&whole, 0, findings));
        }
        rest = after;
    }
}

/// Puts the parts of the extended XMP of that name together and reads it.
fn read_extension(name: &str, parts: &[Cow<'_, [u8]>], findings: &mut Findings) {
    let number = |part: &[u8], at| usize::try_from(Endian::Big.u32(part, at)?).ok();
    let is_of_name =
        |part: &&Cow<'_, [u8]>| part.get(..32).is_some_and(|of| of.eq_ignore_ascii_case(name.trim().as_bytes()));
    let parts: Vec<_> = parts.iter().filter(is_of_name).collect();
    let Some(full_len) = parts.first().and_then(|part| number(part, 32)) else {
        findings.warn("the extended XMP that the XMP names is not in the file");
        return;
    };
    if full_len > BLOCK_MAX_BYTES {
        findings.warn("the extended XMP is longer than 4 MiB, and is not read");
        return;
    }
    let mut packet = vec![b' '; full_len];
    for part in parts {
        let content = part.get(EXTENSION_HEADER_BYTES..).unwrap_or_default();
        let place = number(part, 36).and_then(|at| packet.get_mut(at..at.checked_add(content.len())?));
        match place {
            Some(place) => place.copy_from_slice(content),
            None => findings.warn("a part of the extended XMP lies outside of it"),
        }
    }
    xmp::read(&packet, findings);
}

impl Resources {
    fn add(&mut self, bytes: &[u8], start: u64) {
        self.start = (self.n_segments == 0).then_some(start);
        self.n_segments += 1;
        if self.bytes.len() + bytes.len() <= BLOCK_MAX_BYTES {
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn read(&self, findings: &mut Findings) {
        if self.bytes.is_empty() {
            return;
        }
        let read = |findings: &mut Findings| {
            photoshop::read(&Window::in_memory(&self.bytes, self.start.unwrap_or(0)), findings);
        };
        match self.start {
            Some(_) => read(findings),
            None => findings.without_previews(read),
        }
    }
}

fn len_u64(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
