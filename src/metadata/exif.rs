//! Exif: captions, names, dates, position and camera, from the Exif block of any file or from a TIFF file itself.
//! Texts are ASCII by the standard, UTF-8 by the Metadata Working Group, and anything in the wild.

use crate::metadata::candidate::{Candidate, Container, Value, is_blank, position};
use crate::metadata::encoding;
use crate::metadata::endian::Endian;
use crate::metadata::findings::Findings;
use crate::metadata::iim;
use crate::metadata::photoshop;
use crate::metadata::property::{self, Kind, Property, tag};
use crate::metadata::raw;
use crate::metadata::tiff::{Directory, Entry, Tiff};
use crate::metadata::window::{BLOCK_MAX_BYTES as XMP_MAX_BYTES, Window};
use crate::metadata::xmp;

/// The longest block that is read: what it names has to be in memory as a whole.
pub(super) const BLOCK_MAX_BYTES: usize = 1 << 20;
/// The longest text that is read, in bytes.
const TEXT_MAX_BYTES: usize = 1 << 20;

/// Reads the Exif block of a file, which begins at a place of that file.
pub(super) fn read_block(block: &[u8], start: u64, findings: &mut Findings) {
    let skipped = block.len() - without_mark(block).len();
    let window = Window::in_memory(without_mark(block), start.saturating_add(u64::try_from(skipped).unwrap_or(0)));
    let Some(tiff) = Tiff::open(&window) else {
        findings.warn("cannot read the Exif block: it is not one");
        return;
    };
    let Some(first) = read_words(&tiff, findings) else { return };
    if let Some(next) = tiff.directory(first.next) {
        raw::add_linked_preview(&tiff, &next, findings);
    }
}

/// Reads a TIFF file, or a raw file that is built like one.
pub(super) fn read_file(window: &Window<'_>, findings: &mut Findings) {
    let Some(tiff) = Tiff::open(window) else { return };
    let Some(first) = read_words(&tiff, findings) else { return };
    if let Some(entry) = first.entry(tag::XMP) {
        xmp::read(&tiff.bytes(entry, XMP_MAX_BYTES), findings);
    }
    if let Some(entry) = first.entry(tag::PHOTOSHOP) {
        let resources = tiff.bytes(entry, XMP_MAX_BYTES);
        photoshop::read(&Window::in_memory(&resources, tiff.start() + tiff.offset(entry)), findings);
    }
    if let Some(entry) = first.entry(tag::IIM) {
        iim::read(&tiff.bytes(entry, iim::BLOCK_MAX_BYTES + 1), findings);
    }
    raw::read_directories(&tiff, &first, findings);
}

/// Reads the directory of Exif properties by itself, as some formats keep it.
pub(super) fn read_exif_directory(window: &Window<'_>, findings: &mut Findings) {
    if let Some(tiff) = Tiff::open(window)
        && let Some(directory) = tiff.directory(tiff.first)
    {
        add_dates(&tiff, &directory, findings);
        add_texts(&tiff, &directory, findings);
    }
}

/// Reads the directory of positions by itself, as some formats keep it.
pub(super) fn read_gps_directory(window: &Window<'_>, findings: &mut Findings) {
    if let Some(tiff) = Tiff::open(window)
        && let Some(directory) = tiff.directory(tiff.first)
    {
        add_gps(&tiff, &directory, findings);
    }
}

/// Reads what the first directory and those below it say; that directory.
pub(super) fn read_words(tiff: &Tiff<'_>, findings: &mut Findings) -> Option<Directory> {
    let Some(first) = tiff.directory(tiff.first) else {
        findings.warn("cannot read the Exif block: its directory is not there");
        return None;
    };
    let orientation = first.entry(tag::ORIENTATION).and_then(|entry| tiff.number(entry));
    if let Some(orientation) = orientation.and_then(|number| u8::try_from(number).ok()).filter(|n| (1..=8).contains(n))
    {
        findings.metadata.orientation = orientation;
    }
    let below = |tag| tiff.directory(tiff.number(first.entry(tag)?)?);
    add_texts(tiff, &first, findings);
    if let Some(exif) = below(tag::EXIF_IFD) {
        add_texts(tiff, &exif, findings);
        add_dates(tiff, &exif, findings);
    } else {
        // Scanners write them here.
        add_dates(tiff, &first, findings);
    }
    if let Some(gps) = below(tag::GPS_IFD) {
        add_gps(tiff, &gps, findings);
    }
    Some(first)
}

/// Adds what is text, a list or a number.
fn add_texts(tiff: &Tiff<'_>, directory: &Directory, findings: &mut Findings) {
    let mut seen = Vec::new();
    for entry in &directory.entries {
        let Some((row, rank)) = property::of_exif(entry.tag) else { continue };
        // A tag stands once in a directory; in an attack, a thousand times.
        if seen.contains(&entry.tag) {
            continue;
        }
        seen.push(entry.tag);
        match row.kind {
            Kind::Number | Kind::Pick => {
                if let Some(number) = tiff.number(entry).and_then(|number| u32::try_from(number).ok()) {
                    findings.add_number(row.property, Container::Exif, f64::from(number));
                }
            }
            Kind::List => {
                let texts = names(&text(tiff, entry, findings));
                findings.add_list(row, Container::Exif, rank, texts, Vec::new());
            }
            Kind::Text | Kind::Languages => {
                let text = text(tiff, entry, findings);
                findings.add_text(row, Container::Exif, rank, &text);
            }
            // Put together from several tags, elsewhere.
            Kind::Date | Kind::Gps | Kind::Locations => {}
        }
    }
}

fn text(tiff: &Tiff<'_>, entry: &Entry, findings: &Findings) -> String {
    let bytes = tiff.bytes(entry, TEXT_MAX_BYTES);
    match entry.tag {
        tag::XP_TITLE | tag::XP_COMMENT | tag::XP_AUTHOR | tag::XP_KEYWORDS => encoding::utf16(&bytes, Endian::Little),
        tag::USER_COMMENT => user_comment(&bytes, tiff.endian(), findings),
        // The photographer's, then after a NUL the editor's.
        tag::COPYRIGHT => {
            let parts = bytes.splitn(3, |byte| *byte == 0).take(2);
            let parts = parts.map(|part| encoding::utf8_or(part, findings.options.fallback_encoding));
            parts.filter(|part| !is_blank(part)).collect::<Vec<_>>().join("\n")
        }
        _ if Tiff::is_text(entry) => {
            let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
            encoding::utf8_or(text, findings.options.fallback_encoding)
        }
        _ => String::new(),
    }
}

/// A text that begins with eight bytes that name its encoding.
fn user_comment(bytes: &[u8], endian: Endian, findings: &Findings) -> String {
    let (mark, rest) = bytes.split_at_checked(8).unwrap_or((bytes, &[]));
    match mark {
        b"UNICODE\0" => match rest {
            [0xFE, 0xFF, rest @ ..] => encoding::utf16(rest, Endian::Big),
            [0xFF, 0xFE, rest @ ..] => encoding::utf16(rest, Endian::Little),
            // Programs differ in whether the order is that of the Exif block: the side on which NULs are tells.
            _ => encoding::utf16(rest, likely_order(rest).unwrap_or(endian)),
        },
        b"JIS\0\0\0\0\0" => encoding_rs::ISO_2022_JP.decode_without_bom_handling(rest).0.into_owned(),
        // Some programs write no mark at all.
        _ if mark.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') && !mark.starts_with(b"ASCII") => {
            encoding::utf8_or(bytes, findings.options.fallback_encoding)
        }
        _ => encoding::utf8_or(rest, findings.options.fallback_encoding),
    }
}

/// The order of bytes in which most letters are below U+0100, if one is.
fn likely_order(bytes: &[u8]) -> Option<Endian> {
    let n_zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match (n_zeros(0), n_zeros(1)) {
        (even, odd) if even > odd => Some(Endian::Big),
        (even, odd) if odd > even => Some(Endian::Little),
        _ => None,
    }
}

/// Several names or keywords in one text, put together with semicolons by MWG and by Windows.
fn names(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Adds dates, each with its sub-seconds and its offset.
fn add_dates(tiff: &Tiff<'_>, directory: &Directory, findings: &mut Findings) {
    let dates = [
        (Property::DateCreated, tag::DATE_TIME_ORIGINAL, tag::SUB_SECONDS_ORIGINAL, tag::OFFSET_TIME_ORIGINAL),
        (Property::DateDigitized, tag::DATE_TIME_DIGITIZED, tag::SUB_SECONDS_DIGITIZED, tag::OFFSET_TIME_DIGITIZED),
    ];
    let ascii = |tag| {
        let bytes = tiff.bytes(directory.entry(tag)?, 64);
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_end_matches(['\0', ' ']);
        (!text.is_empty()).then(|| text.to_owned())
    };
    for (property, date, sub_seconds, offset) in dates {
        let Some(mut text) = ascii(date) else { continue };
        if let Some(digits) = ascii(sub_seconds).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
            text = format!("{text}.{digits}");
        }
        if let Some(offset) = ascii(offset) {
            text.push_str(&offset);
        }
        findings.add_text(property::row(property), Container::Exif, 0, &text);
    }
}

/// Adds the position.
fn add_gps(tiff: &Tiff<'_>, directory: &Directory, findings: &mut Findings) {
    /// Tags within this directory.
    const LATITUDE: u16 = 2;
    const LONGITUDE: u16 = 4;
    let degrees = |tag: u16| {
        let parts = tiff.fractions(directory.entry(tag)?, 3);
        // Seconds may be left out, and are 0/0 where they are not known.
        let seconds = parts.iter().zip([1.0, 60.0, 3600.0]).filter(|(part, _)| part.is_finite());
        let degrees: f64 = seconds.map(|(part, share)| part / share).sum();
        parts.first().filter(|degrees| degrees.is_finite())?;
        // Where the side of the equator or of Greenwich is not said, it is north and east.
        let side = directory.entry(tag - 1).and_then(|entry| tiff.bytes(entry, 2).first().copied());
        Some(if matches!(side, Some(b'S' | b'W' | b's' | b'w')) { -degrees } else { degrees })
    };
    let (Some(latitude), Some(longitude)) = (degrees(LATITUDE), degrees(LONGITUDE)) else { return };
    if let Some(position) = position(latitude, longitude) {
        let value = Value::Gps(position);
        let (property, from) = (Property::Gps, Container::Exif);
        findings.add(Candidate { property, from, rank: 0, language: None, value, badges: Vec::new() });
    }
}

/// The block without the mark that some containers put before it.
fn without_mark(block: &[u8]) -> &[u8] {
    block.strip_prefix(b"Exif\0\0").unwrap_or(block)
}
#[cfg(test)]
mod tests;
