//! Photoshop's image resources, `8BIM` blocks: in JPEG segments, in a TIFF tag, and in PSD files themselves.
//! They hold IIM, its checksum, XMP, Exif and a small picture. Source: Adobe Photoshop File Formats Specification.

use crate::metadata::endian::Endian;
use crate::metadata::exif;
use crate::metadata::findings::Findings;
use crate::metadata::iim;
use crate::metadata::window::Window;
use crate::metadata::xmp;

/// The most resources of a file: Photoshop writes some forty.
const RESOURCES_MAX: usize = 2_000;
/// The bytes before the JPEG in a resource that holds a small picture.
const THUMBNAIL_HEADER_BYTES: u64 = 28;

/// The resources that say something about the photo, by their numbers.
mod id {
    pub(super) const IIM: u16 = 0x0404;
    pub(super) const THUMBNAIL: u16 = 0x040C;
    pub(super) const EXIF: u16 = 0x0422;
    pub(super) const XMP: u16 = 0x0424;
    pub(super) const IIM_CHECKSUM: u16 = 0x0425;
}

/// Reads resources, from the first to the last.
pub(super) fn read(window: &Window<'_>, findings: &mut Findings) {
    read_between(window, 0, window.len_bytes(), findings);
}

/// Reads a PSD file.
pub(super) fn read_file(window: &Window<'_>, findings: &mut Findings) {
    let header = window.up_to(0, 30);
    if let (Some(height), Some(width)) = (Endian::Big.u32(&header, 14), Endian::Big.u32(&header, 18)) {
        findings.metadata.size_px = Some([width, height]);
    }
    let Some(n_color_bytes) = Endian::Big.u32(&header, 26) else { return };
    let at = 30 + u64::from(n_color_bytes);
    let Some(len) = window.get(at, 4).and_then(|len| Endian::Big.u32(&len, 0)) else { return };
    read_between(window, at + 4, at + 4 + u64::from(len), findings);
}

fn read_between(window: &Window<'_>, mut at: u64, end: u64, findings: &mut Findings) {
    for _ in 0..RESOURCES_MAX {
        if at >= end {
            return;
        }
        // Signature, number, a name of up to 255 bytes and its length, and the length of what follows.
        let head = window.up_to(at, 4 + 2 + 256 + 4);
        let Some([b'8' | b'P' | b'M' | b'A' | b'D', _, _, _]) = head.first_chunk::<4>() else { return };
        let (Some(id), Some(name_len)) = (Endian::Big.u16(&head, 4), head.get(6)) else { return };
        // The name and its length together are even, and so is what follows.
        let name_end = 6 + (usize::from(*name_len) + 2) / 2 * 2;
        let Some(len) = Endian::Big.u32(&head, name_end) else { return };
        let begin = at + u64::try_from(name_end + 4).unwrap_or(u64::MAX);
        resource(window, id, begin, u64::from(len).min(end.saturating_sub(begin)), findings);
        at = begin + u64::from(len) + u64::from(len) % 2;
    }
    findings.warn("the file has more Photoshop resources than are read");
}

fn resource(window: &Window<'_>, id: u16, begin: u64, len: u64, findings: &mut Findings) {
    let bytes = |max: usize| window.up_to(begin, usize::try_from(len).unwrap_or(usize::MAX).min(max));
    match id {
        id::IIM => iim::read(&bytes(iim::BLOCK_MAX_BYTES + 1), findings),
        id::IIM_CHECKSUM => findings.stored_checksum = bytes(16).first_chunk().copied().or(findings.stored_checksum),
        id::XMP => {
            xmp::read(&bytes(usize::MAX), findings);
        }
        id::EXIF => exif::read_block(&bytes(exif::BLOCK_MAX_BYTES), window.start() + begin, findings),
        id::THUMBNAIL if len > THUMBNAIL_HEADER_BYTES => {
            let offset = window.start() + begin + THUMBNAIL_HEADER_BYTES;
            findings.add_preview(offset, len - THUMBNAIL_HEADER_BYTES);
        }
        _ => {}
    }
}
