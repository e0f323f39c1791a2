//! What camera raw files carry besides words: their format, their size, and the JPEG previews that stand for the picture.
//! Also the two raw formats that are not built like TIFF: Canon's CR3 and Fujifilm's RAF.

use crate::metadata::endian::Endian;
use crate::metadata::exif;
use crate::metadata::findings::Findings;
use crate::metadata::format::Format;
use crate::metadata::isobmff;
use crate::metadata::jpeg;
use crate::metadata::property::tag;
use crate::metadata::tiff::{Directory, Tiff};
use crate::metadata::window::Window;
use crate::metadata::xmp;

/// The most directories of a file that are looked at: raw formats have up to eight.
const DIRECTORIES_MAX: usize = 24;
/// Panasonic's whole preview.
const PANASONIC_JPEG: u16 = 0x2E;
/// Values of `PhotometricInterpretation`: mosaic of color filters; linear raw.
const RAW_PHOTOMETRICS: [u64; 2] = [32_803, 34_892];
/// Values of `Compression` that only raw files have: Nikon, Sony, Pentax, Samsung.
const RAW_COMPRESSIONS: [u64; 4] = [34_713, 32_767, 65_535, 32_770];

/// Reads format, size and previews from the first directory and those it leads to.
pub(super) fn read_directories(tiff: &Tiff<'_>, first: &Directory, findings: &mut Findings) {
    let mut directories = Vec::new();
    let mut waiting = vec![first.next];
    let mut seen = vec![tiff.first];
    let sub_directories =
        |of: &Directory| of.entry(tag::SUB_IFDS).map(|entry| tiff.numbers(entry, DIRECTORIES_MAX)).unwrap_or_default();
    waiting.extend(sub_directories(first));
    while let Some(at) = waiting.pop() {
        if seen.contains(&at) || seen.len() >= DIRECTORIES_MAX {
            continue;
        }
        seen.push(at);
        if let Some(directory) = tiff.directory(at) {
            waiting.push(directory.next);
            waiting.extend(sub_directories(&directory));
            directories.push(directory);
        }
    }
    let is_raw = findings.metadata.format != Some(Format::Tiff)
        || std::iter::once(first).chain(&directories).any(|directory| is_raw(tiff, directory));
    if is_raw && findings.metadata.format == Some(Format::Tiff) {
        findings.metadata.format = Some(format_by_maker(tiff, first));
    }
    if is_raw {
        let all = std::iter::once(first).chain(&directories);
        findings.metadata.size_px =
            all.filter_map(|directory| size_px(tiff, directory)).max_by_key(|[w, h]| u64::from(*w) * u64::from(*h));
        for directory in std::iter::once(first).chain(&directories) {
            add_linked_preview(tiff, directory, findings);
            add_strip_preview(tiff, directory, findings);
        }
    } else {
        findings.metadata.size_px = size_px(tiff, first);
        for directory in &directories {
            add_linked_preview(tiff, directory, findings);
        }
    }
}

/// Adds the JPEG that a directory links to.
pub(super) fn add_linked_preview(tiff: &Tiff<'_>, directory: &Directory, findings: &mut Findings) {
    let number = |tag| tiff.number(directory.entry(tag)?);
    if let (Some(offset), Some(len)) = (number(tag::JPEG_OFFSET), number(tag::JPEG_LENGTH)) {
        findings.add_preview(tiff.start().saturating_add(offset), len);
    }
    if let Some(entry) = directory.entry(PANASONIC_JPEG) {
        findings.add_preview(tiff.start().saturating_add(tiff.offset(entry)), entry.n_bytes());
    }
}

/// Adds a picture that is a JPEG as a whole, kept as one strip.
fn add_strip_preview(tiff: &Tiff<'_>, directory: &Directory, findings: &mut Findings) {
    let numbers = |tag| directory.entry(tag).map(|entry| tiff.numbers(entry, 2)).unwrap_or_default();
    let is_jpeg = matches!(numbers(tag::COMPRESSION).as_slice(), [6 | 7]);
    let is_picture = !numbers(tag::PHOTOMETRIC).iter().any(|number| RAW_PHOTOMETRICS.contains(number));
    // The sensor's own data are a lossless JPEG in some formats, with more bits than a picture has.
    let has_bytes = directory.entry(tag::BITS_PER_SAMPLE).is_none_or(|entry| tiff.number(entry) == Some(8));
    if let ([offset], [len]) = (numbers(tag::STRIP_OFFSETS).as_slice(), numbers(tag::STRIP_BYTE_COUNTS).as_slice())
        && is_jpeg
        && is_picture
        && has_bytes
    {
        findings.add_preview(tiff.start().saturating_add(*offset), *len);
    }
}

fn size_px(tiff: &Tiff<'_>, directory: &Directory) -> Option<[u32; 2]> {
    let number = |tag| u32::try_from(tiff.number(directory.entry(tag)?)?).ok();
    Some([number(tag::IMAGE_WIDTH)?, number(tag::IMAGE_HEIGHT)?])
}

fn is_raw(tiff: &Tiff<'_>, directory: &Directory) -> bool {
    let is_one_of = |tag, values: &[u64]| {
        directory.entry(tag).and_then(|entry| tiff.number(entry)).is_some_and(|number| values.contains(&number))
    };
    directory.entry(tag::DNG_VERSION).is_some()
        || is_one_of(tag::PHOTOMETRIC, &RAW_PHOTOMETRICS)
        || is_one_of(tag::COMPRESSION, &RAW_COMPRESSIONS)
}

fn format_by_maker(tiff: &Tiff<'_>, first: &Directory) -> Format {
    if first.entry(tag::DNG_VERSION).is_some() {
        return Format::Dng;
    }
    let maker = first.entry(tag::MAKE).map(|entry| tiff.bytes(entry, 16).to_ascii_uppercase()).unwrap_or_default();
    match maker.as_slice() {
        [b'N', b'I', b'K', b'O', b'N', ..] => Format::Nef,
        [b'S', b'O', b'N', b'Y', ..] => Format::Arw,
        _ => Format::Raw,
    }
}

/// Reads a RAF file: a whole JPEG with its own metadata stands before the sensor's data.
pub(super) fn read_raf(window: &Window<'_>, findings: &mut Findings) {
    let header = window.up_to(0, 100);
    let (Some(offset), Some(len)) = (Endian::Big.u32(&header, 84), Endian::Big.u32(&header, 88)) else { return };
    findings.add_preview(offset.into(), len.into());
    if let Some(picture) = window.from(offset.into()) {
        jpeg::read(&picture, findings);
    }
}

/// Reads a CR3 file: an ISO base media file with TIFF structures in boxes of Canon's own.
pub(super) fn read_cr3(window: &Window<'_>, findings: &mut Findings) {
    for part in isobmff::top_level(window) {
        match &part.kind {
            b"moov" => {
                let bytes = window.up_to(part.begin, part.len_in_memory());
                for inner in isobmff::Boxes::of(&bytes).filter(|inner| &inner.kind == b"uuid") {
                    let Some(body) = inner.body.get(16..) else { continue };
                    for canon in isobmff::Boxes::of(body) {
                        let block = Window::in_memory(canon.body, 0);
                        match &canon.kind {
                            b"CMT1" => {
                                if let Some(tiff) = Tiff::open(&block) {
                                    exif::read_words(&tiff, findings);
                                }
                            }
                            b"CMT2" => exif::read_exif_directory(&block, findings),
                            b"CMT4" => exif::read_gps_directory(&block, findings),
                            _ => {}
                        }
                    }
                }
            }
            b"uuid" => cr3_extra(window, &part, findings),
            _ => {}
        }
    }
}

/// Reads the XMP of a CR3 file, or finds its preview: both are boxes whose first 16 bytes say which they are.
fn cr3_extra(window: &Window<'_>, part: &isobmff::Part, findings: &mut Findings) {
    const XMP: &[u8] = b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";
    const PREVIEW: &[u8] = b"\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16";
    let uuid = window.up_to(part.begin, 16);
    if uuid.as_ref() == XMP {
        xmp::read(&window.up_to(part.begin + 16, part.len_in_memory().saturating_sub(16)), findings);
    } else if uuid.as_ref() == PREVIEW {
        // Eight bytes, then a box PRVW: 8 of its own head, 6, width, height, 2, length.
        let head = window.up_to(part.begin + 16, 8 + 24);
        if head.get(12..16) == Some(b"PRVW")
            && let (Some(width), Some(height)) = (Endian::Big.u16(&head, 22), Endian::Big.u16(&head, 24))
            && let Some(len) = Endian::Big.u32(&head, 28)
        {
            findings.metadata.size_px.get_or_insert([width.into(), height.into()]);
            findings.add_preview(window.start() + part.begin + 16 + 8 + 24, len.into());
        }
    }
}
