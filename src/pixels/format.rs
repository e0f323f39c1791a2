//! What a file is, by its first bytes; its name is not asked.

use crate::metadata::Bytes;

/// How many bytes are looked at.
const LOOKED_AT_BYTES: usize = 64;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
    Bmp,
    /// TIFF, or camera RAW in its structure.
    Tiff,
    /// Pictures in boxes (ISO 14496-12): HEIC, AVIF or Canon's CR3, by that name.
    Boxes(&'static str),
    /// Fujifilm's RAW.
    Raf,
    /// One that is known by that name and not decoded.
    Other(&'static str),
    /// None that is known.
    Unknown,
}

/// Beginnings of formats that are not decoded, and their names.
const OTHERS: &[(&[u8], &str)] = &[
    (b"8BPS", "PSD"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"%PDF", "PDF"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"\0\0\x01\0", "ICO"),
    (b"\0\0\x02\0", "CUR"),
    (b"gimp xcf", "XCF"),
    (b"qoif", "QOI"),
    (b"DDS ", "DDS"),
    (b"FOVb", "Sigma X3F"),
    (b"\0MRM", "Minolta MRW"),
    (b"\x01Exiv2", "EXV"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML"),
    (b"P1\n", "PBM"),
    (b"P2\n", "PGM"),
    (b"P3\n", "PPM"),
    (b"P4\n", "PBM"),
    (b"P5\n", "PGM"),
    (b"P6\n", "PPM"),
];

/// Looks at the first bytes of a file.
pub fn format_of(bytes: &dyn Bytes) -> Format {
    let mut buffer = [0; LOOKED_AT_BYTES];
    let n = bytes.read_at(0, &mut buffer);
    let start = buffer.get(..n).unwrap_or_default();
    match start {
        [0xff, 0xd8, 0xff, ..] => Format::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Format::Png,
        [b'G', b'I', b'F', b'8', ..] => Format::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::WebP,
        [b'B', b'M', _, _, _, _, _, _, _, _, ..] => Format::Bmp,
        // TIFF, BigTIFF, and what Olympus and Panasonic have in place of the 42.
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Format::Tiff,
        [b'I', b'I', b'R', b'O' | b'S', ..] | [b'M', b'M', b'O', b'R', ..] | [b'I', b'I', b'U', 0, ..] => Format::Tiff,
        [b'F', b'U', b'J', b'I', b'F', b'I', b'L', b'M', b'C', b'C', b'D', b'-', b'R', b'A', b'W', ..] => Format::Raf,
        [_, _, _, _, b'f', b't', b'y', b'p', rest @ ..] => boxes(rest),
        _ => {
            let known = OTHERS.iter().find(|(beginning, _)| start.starts_with(beginning));
            known.map_or(Format::Unknown, |(_, name)| Format::Other(name))
        }
    }
}

/// Which of the formats in boxes: by the main brand, or by one of those that it is compatible with.
fn boxes(brands: &[u8]) -> Format {
    for brand in brands.as_chunks::<4>().0 {
        match brand {
            b"avif" | b"avis" => return Format::Boxes("AVIF"),
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => return Format::Boxes("HEIC"),
            b"crx " => return Format::Boxes("CR3"),
            b"qt  " | b"isom" | b"mp41" | b"mp42" | b"M4V " => return Format::Other("a video"),
            _ => {}
        }
    }
    Format::Boxes("HEIF")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::stream::Memory;

    fn check(start: &[u8], expected: Format) {
        let mut bytes = start.to_vec();
        bytes.resize(start.len() + 20, 1);
        assert_eq!(format_of(&Memory(&bytes)), expected, "{start:?}");
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        check(b"\xff\xd8\xff\xe1", Format::Jpeg);
        check(b"\x89PNG\r\n\x1a\n", Format::Png);
        check(b"GIF89a", Format::Gif);
        check(b"RIFF\0\0\0\0WEBPVP8 ", Format::WebP);
        check(b"RIFF\0\0\0\0WAVE", Format::Unknown);
        check(b"BM", Format::Bmp);
        check(b"II*\0", Format::Tiff);
        check(b"MM\0*", Format::Tiff);
        check(b"IIRO\x08\0\0\0", Format::Tiff);
        check(b"IIU\0", Format::Tiff);
        check(b"FUJIFILMCCD-RAW 0201", Format::Raf);
        check(b"\0\0\0\x18ftypheic", Format::Boxes("HEIC"));
        check(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Format::Boxes("AVIF"));
        check(b"\0\0\0\x18ftypcrx \0\0\0\x01", Format::Boxes("CR3"));
        check(b"\0\0\0\x18ftypqt  ", Format::Other("a video"));
        check(b"8BPS\0\x01", Format::Other("PSD"));
        check(b"hello", Format::Unknown);
        check(b"", Format::Unknown);
    }
}
