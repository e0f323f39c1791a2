//! What a JPEG says about itself, carried over to a smaller JPEG of the same photo: Exif, XMP, IPTC and comments, as they
//! are. Of Exif, the orientation is set to upright, because the smaller one's pixels are; color profiles stay behind, because
//! its pixels are sRGB.

use std::io::{self, BufReader, Read};

/// What is carried at most: many times what photos have.
const CARRIED_MAX_BYTES: usize = 16 << 20;
const APP1: u8 = 0xE1;
const APP13: u8 = 0xED;
const COMMENT: u8 = 0xFE;
const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;
const EXIF: &[u8] = b"Exif\0\0";

/// The segments of a JPEG that speak of its photo, as they stand; none when it is no JPEG.
pub(super) fn segments(file: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
    let mut file = BufReader::new(file);
    let mut carried = Vec::new();
    let mut marker = [0; 2];
    if !filled(&mut file, &mut marker)? || marker != [0xFF, 0xD8] {
        return Ok(None);
    }
    while filled(&mut file, &mut marker)? {
        let [0xFF, kind] = marker else { break };
        let mut length = [0; 2];
        if matches!(kind, START_OF_SCAN | END_OF_IMAGE) || !filled(&mut file, &mut length)? {
            break;
        }
        let n_bytes = usize::from(u16::from_be_bytes(length)).saturating_sub(2);
        let mut body = vec![0; n_bytes];
        if !filled(&mut file, &mut body)? || carried.len() + n_bytes > CARRIED_MAX_BYTES {
            break;
        }
        if !matches!(kind, APP1 | APP13 | COMMENT) {
            continue;
        }
        if kind == APP1 && body.starts_with(EXIF) {
            set_upright(body.get_mut(EXIF.len()..).unwrap_or_default());
        }
        carried.extend([0xFF, kind]);
        carried.extend(length);
        carried.extend(body);
    }
    Ok(Some(carried))
}

/// A JPEG with segments after those that it must begin with.
pub(super) fn with_segments(jpeg: &[u8], segments: &[u8]) -> Vec<u8> {
    let jfif_bytes = match jpeg {
        [0xFF, 0xD8, 0xFF, 0xE0, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        _ => 2,
    };
    let (head, rest) = jpeg.split_at_checked(jfif_bytes).unwrap_or((jpeg, &[]));
    // Exif must come first (Exif 3.0, 4.7.1), and a JFIF segment says nothing that a reader needs beside it.
    let head = if segments.starts_with(&[0xFF, APP1]) { head.get(..2).unwrap_or(head) } else { head };
    [head, segments, rest].concat()
}

fn filled(file: &mut dyn Read, bytes: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Sets the orientation in the first directory of a TIFF structure to 1, where it stands there (TIFF 6.0, section 8), and
/// cuts off the second directory, whose small picture is still turned.
fn set_upright(tiff: &mut [u8]) {
    const ORIENTATION: u16 = 0x0112;
    let is_big_endian = tiff.starts_with(b"MM");
    let short = |tiff: &[u8], at: usize| -> Option<u16> {
        let bytes = *tiff.get(at..)?.first_chunk::<2>()?;
        Some(if is_big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let long = |tiff: &[u8], at: usize| -> Option<u32> {
        let bytes = *tiff.get(at..)?.first_chunk::<4>()?;
        Some(if is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    };
    let Some(directory) = long(tiff, 4).and_then(|at| usize::try_from(at).ok()) else { return };
    let Some(n_entries) = short(tiff, directory) else { return };
    for entry in (0..usize::from(n_entries)).filter_map(|n| directory.checked_add(2 + n * 12)) {
        if short(tiff, entry) == Some(ORIENTATION) && short(tiff, entry + 8) != Some(1) {
            let link = directory + 2 + usize::from(n_entries) * 12;
            if let Some(link) = tiff.get_mut(link..link + 4) {
                link.fill(0);
            }
            let upright = if is_big_endian { [0, 1] } else { [1, 0] };
            if let Some(value) = tiff.get_mut(entry + 8..entry + 10) {
                value.copy_from_slice(&upright);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exif(orientation: u16) -> Vec<u8> {
        let mut body = EXIF.to_vec();
        body.extend(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
        body.extend(orientation.to_be_bytes());
        body.extend([0, 0]);
        // Where the directory with the small picture begins: none is needed here.
        body.extend(if orientation == 1 { [0; 4] } else { [0, 0, 0, 26] });
        body
    }

    fn segment(kind: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, kind][..], &length, body].concat()
    }

    fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
        [&[0xFF, 0xD8][..], &segments.concat(), &[0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]].concat()
    }

    #[test]
    fn words_are_carried_and_the_rest_is_not() {
        let (xmp, iptc) = (segment(APP1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), segment(APP13, b"Photoshop 3.0\0"));
        let original = jpeg(&[
            segment(0xE0, b"JFIF\0"),
            segment(APP1, &exif(6)),
            xmp.clone(),
            segment(0xE2, b"ICC_PROFILE\0"),
            iptc.clone(),
            segment(COMMENT, b"hello"),
        ]);
        let carried = segments(&mut original.as_slice()).unwrap().unwrap();
        let expected = [segment(APP1, &exif(1)), xmp, iptc, segment(COMMENT, b"hello")].concat();
        assert_eq!(carried, expected);
        let small = jpeg(&[segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), segment(0xDB, b"x")]);
        let joined = with_segments(&small, &carried);
        assert_eq!(joined, jpeg(&[expected, segment(0xDB, b"x")]));
        assert_eq!(with_segments(&small, &[]), small);
        assert_eq!(segments(&mut &b"GIF89a"[..]).unwrap(), None);
    }

    proptest! {
        #[test]
        fn no_file_breaks_it(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let file = [&[0xFF, 0xD8][..], &bytes].concat();
            segments(&mut file.as_slice()).unwrap();
            with_segments(&bytes, &[0xFF, APP1, 0, 2]);
            set_upright(&mut bytes.clone());
        }
    }
}
