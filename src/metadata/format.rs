//! Formats of files, known by what the files begin with and never by their names.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::metadata::encoding;
use crate::metadata::endian::Endian;

/// How far into a file the beginning of an XMP packet is looked for.
const XMP_HEAD_BYTES: usize = 4 << 10;

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
    Tiff,
    Heic,
    Avif,
    Bmp,
    Psd,
    Eps,
    Dng,
    Cr2,
    Cr3,
    Nef,
    Arw,
    Orf,
    Rw2,
    Raf,
    /// A camera's raw format without a name of its own here.
    Raw,
    /// Words without a picture: a sidecar.
    Xmp,
}

impl Format {
    /// The format of a file that begins so. Raw formats that begin like TIFF are TIFF until they are read.
    pub fn of(head: &[u8]) -> Option<Self> {
        Some(match head {
            [0xFF, 0xD8, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::WebP,
            [b'I', b'I', b'*', 0, _, _, _, _, b'C', b'R', ..] => Self::Cr2,
            [b'I', b'I', b'*' | b'+', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => Self::Tiff,
            [b'I', b'I', b'R', b'O' | b'S', ..] | [b'M', b'M', b'O', b'R', ..] => Self::Orf,
            [b'I', b'I', b'U', 0, ..] => Self::Rw2,
            [b'F', b'U', b'J', b'I', b'F', b'I', b'L', b'M', ..] => Self::Raf,
            [b'8', b'B', b'P', b'S', 0, 1 | 2, ..] => Self::Psd,
            [b'%', b'!', b'P', b'S', ..] | [0xC5, 0xD0, 0xD3, 0xC6, ..] => Self::Eps,
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Self::Bmp,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => return of_brands(head),
            _ => return is_xmp(head).then_some(Self::Xmp),
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Tiff => "TIFF",
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::Bmp => "BMP",
            Self::Psd => "PSD",
            Self::Eps => "EPS",
            Self::Dng => "DNG",
            Self::Cr2 => "CR2",
            Self::Cr3 => "CR3",
            Self::Nef => "NEF",
            Self::Arw => "ARW",
            Self::Orf => "ORF",
            Self::Rw2 => "RW2",
            Self::Raf => "RAF",
            Self::Raw => "raw",
            Self::Xmp => "XMP",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Tiff => "image/tiff",
            Self::Heic => "image/heic",
            Self::Avif => "image/avif",
            Self::Bmp => "image/bmp",
            Self::Psd => "image/vnd.adobe.photoshop",
            Self::Eps => "application/postscript",
            Self::Dng => "image/x-adobe-dng",
            Self::Cr2 => "image/x-canon-cr2",
            Self::Cr3 => "image/x-canon-cr3",
            Self::Nef => "image/x-nikon-nef",
            Self::Arw => "image/x-sony-arw",
            Self::Orf => "image/x-olympus-orf",
            Self::Rw2 => "image/x-panasonic-rw2",
            Self::Raf => "image/x-fuji-raf",
            Self::Raw => "image/x-raw",
            Self::Xmp => "application/rdf+xml",
        }
    }

    /// Whether it is a camera's raw format, of which only the previews can be shown.
    pub fn is_raw(self) -> bool {
        match self {
            Self::Dng
            | Self::Cr2
            | Self::Cr3
            | Self::Nef
            | Self::Arw
            | Self::Orf
            | Self::Rw2
            | Self::Raf
            | Self::Raw => true,
            Self::Jpeg
            | Self::Png
            | Self::Gif
            | Self::WebP
            | Self::Tiff
            | Self::Heic
            | Self::Avif
            | Self::Bmp
            | Self::Psd
            | Self::Eps
            | Self::Xmp => false,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The format of an ISO base media file, by the brands it names.
fn of_brands(head: &[u8]) -> Option<Format> {
    let len = usize::try_from(Endian::Big.u32(head, 0)?).ok()?;
    let brands = head.get(8..len.min(head.len()))?;
    // The major brand comes first, then its version, then brands it is compatible with.
    brands
        .chunks_exact(4)
        .find_map(|brand| match brand {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => Some(Format::Heic),
            b"avif" | b"avis" => Some(Format::Avif),
            b"crx " => Some(Format::Cr3),
            _ => None,
        })
        .or_else(|| brands.chunks_exact(4).any(|brand| matches!(brand, b"mif1" | b"msf1")).then_some(Format::Heic))
}

/// Whether a file begins as XMP does, in any encoding of Unicode.
fn is_xmp(head: &[u8]) -> bool {
    let text = encoding::xmp_text(head.get(..XMP_HEAD_BYTES).unwrap_or(head));
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let text = crate::text::truncated(text, XMP_HEAD_BYTES);
    text.starts_with("<?xpacket")
        || text.starts_with('<')
            && ["adobe:ns:meta/", "www.w3.org/1999/02/22-rdf-syntax-ns#"].iter().any(|mark| text.contains(mark))
}

/// Width and height of a BMP file.
pub(super) fn bmp_size_px(head: &[u8]) -> Option<[u32; 2]> {
    // OS/2's first header has 12 bytes and short numbers.
    if Endian::Little.u32(head, 14)? == 12 {
        return Some([Endian::Little.u16(head, 18)?.into(), Endian::Little.u16(head, 20)?.into()]);
    }
    // A negative height says that the rows begin at the top.
    Some([Endian::Little.u32(head, 18)?, Endian::Little.u32(head, 22)?.cast_signed().unsigned_abs()])
}
