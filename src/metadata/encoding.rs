//! What bytes mean as text when the file does not say, says it wrong, or was written through the wrong encoding.
//! Decisions are made for every value by itself: one block may hold values of several encodings.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::metadata::endian::Endian;

/// What an IIM block says its texts are in (dataset 1:90, ISO 2022 escapes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IimCharset {
    /// It does not say.
    Unstated,
    /// UTF-8.
    Utf8,
    /// ISO 8859-1.
    Latin1,
    /// Something else.
    Unknown,
}

/// A text, and whether its bytes were not in the encoding that the file names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text; a character that was cut off at the end is U+FFFD.
    pub text: String,
    /// Whether the file names another encoding.
    pub misnamed: bool,
}

impl IimCharset {
    /// The charset that dataset 1:90 announces.
    pub(super) fn of(announcement: &[u8]) -> Self {
        match announcement {
            b"" => Self::Unstated,
            b"\x1b%G" => Self::Utf8,
            // `ESC % A` is none of ISO 2022, but is met and means this.
            b"\x1b-A" | b"\x1b.A" | b"\x1b%A" => Self::Latin1,
            _ => Self::Unknown,
        }
    }
}

/// A text that may be UTF-8, or else is in the fallback encoding; NULs at its end are padding.
pub(super) fn utf8_or(bytes: &[u8], fallback: &'static Encoding) -> String {
    let bytes = without_padding(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => fallback.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// A value of an IIM block.
pub(super) fn iim_text(bytes: &[u8], charset: IimCharset, limit_bytes: usize, fallback: &'static Encoding) -> Decoded {
    let is_full = bytes.len() == limit_bytes;
    let bytes = without_padding(bytes);
    if bytes.is_ascii() {
        return Decoded { text: decoded(bytes, UTF_8), misnamed: false };
    }
    if is_utf8(bytes, is_full) {
        return Decoded { text: decoded(bytes, UTF_8), misnamed: charset == IimCharset::Latin1 };
    }
    match charset {
        IimCharset::Utf8 => Decoded { text: decoded(bytes, fallback), misnamed: true },
        // What is called Latin-1 is Windows-1252 in practice, of which it is a part.
        IimCharset::Latin1 => Decoded { text: decoded(bytes, WINDOWS_1252), misnamed: false },
        IimCharset::Unstated | IimCharset::Unknown => Decoded { text: decoded(bytes, fallback), misnamed: false },
    }
}

/// A text of 16-bit units.
pub(super) fn utf16(bytes: &[u8], endian: Endian) -> String {
    let encoding = match endian {
        Endian::Big => UTF_16BE,
        Endian::Little => UTF_16LE,
    };
    let bytes = bytes.chunks_exact(2).take_while(|unit| *unit != [0, 0]).flatten().copied().collect::<Vec<u8>>();
    decoded(&bytes, encoding)
}

/// The text that a text was before it went through UTF-8 twice, if it did.
pub(super) fn once_encoded(text: &str) -> Option<String> {
    // UTF-8 beyond ASCII begins with one of these bytes, which are the same characters in Windows-1252.
    let first = text.chars().find(|c| !c.is_ascii())?;
    if !('\u{C2}'..='\u{F4}').contains(&first) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(crate::text::windows_1252_byte(c)?);
    }
    String::from_utf8(bytes).ok()
}

/// An XMP packet as UTF-8: from UTF-16 or UTF-32 if it begins so, or from what its XML declaration names.
pub(super) fn xmp_text(packet: &[u8]) -> Cow<'_, str> {
    match packet {
        [0xEF, 0xBB, 0xBF, rest @ ..] => mended_utf8(rest),
        [0xFF, 0xFE, 0, 0, rest @ ..] => Cow::Owned(utf32(rest, Endian::Little)),
        [0, 0, 0xFE, 0xFF, rest @ ..] => Cow::Owned(utf32(rest, Endian::Big)),
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0,
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        [b'<', 0, 0, 0, ..] => Cow::Owned(utf32(packet, Endian::Little)),
        [0, 0, 0, b'<', ..] => Cow::Owned(utf32(packet, Endian::Big)),
        [b'<', 0, ..] => UTF_16LE.decode_without_bom_handling(packet).0,
        [0, b'<', ..] => UTF_16BE.decode_without_bom_handling(packet).0,
        _ => match declared_encoding(packet) {
            Some(encoding) => encoding.decode_without_bom_handling(packet).0,
            None => mended_utf8(packet),
        },
    }
}

/// The encoding of eight bits that an XML declaration names, unless it is UTF-8.
fn declared_encoding(packet: &[u8]) -> Option<&'static Encoding> {
    let declaration = packet.strip_prefix(b"<?xml ")?;
    let end = declaration.windows(2).take(200).position(|two| two == b"?>")?;
    let declaration = std::str::from_utf8(declaration.get(..end)?).ok()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let name = rest.split(['"', '\'']).nth(1)?;
    Encoding::for_label(name.as_bytes()).filter(|encoding| encoding.is_single_byte() && *encoding != UTF_8)
}

/// UTF-8 in which bytes that are not read as Windows-1252, by which old programs wrote them.
fn mended_utf8(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    Cow::Owned(text)
}

fn utf32(bytes: &[u8], endian: Endian) -> String {
    let unit = |unit: &[u8]| endian.u32(unit, 0).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
    bytes.chunks_exact(4).map(unit).collect()
}

/// Whether bytes are UTF-8; a character may be cut off at the end if the value is full, or other characters prove UTF-8.
fn is_utf8(bytes: &[u8], is_full: bool) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => {
            let is_cut = error.error_len().is_none();
            is_cut && (is_full || !bytes.get(..error.valid_up_to()).unwrap_or_default().is_ascii())
        }
    }
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn without_padding(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    bytes.get(..end).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1251;

    use super::*;

    fn check(bytes: &[u8], charset: IimCharset, expected: &str, misnamed: bool) {
        let decoded = iim_text(bytes, charset, 32, WINDOWS_1252);
        assert_eq!(decoded, Decoded { text: expected.to_owned(), misnamed }, "{bytes:x?} as {charset:?}");
    }

    #[test]
    fn iim_is_read_as_what_it_is_whatever_it_says() {
        check(b"plain", IimCharset::Utf8, "plain", false);
        check("Größe".as_bytes(), IimCharset::Utf8, "Größe", false);
        check("Größe".as_bytes(), IimCharset::Unstated, "Größe", false);
        check(b"Gr\xf6\xdfe \x96", IimCharset::Unstated, "Größe –", false);
        check(b"Gr\xf6\xdfe", IimCharset::Utf8, "Größe", true);
        check(b"Gr\xf6\xdfe", IimCharset::Latin1, "Größe", false);
        check("Größe".as_bytes(), IimCharset::Latin1, "Größe", true);
        check(b"padded\0\0", IimCharset::Unstated, "padded", false);
    }

    #[test]
    fn a_character_cut_off_at_the_limit_does_not_make_it_another_encoding() {
        let full = b"0123456789012345678901234567890\xc3";
        check(full, IimCharset::Unstated, "0123456789012345678901234567890\u{fffd}", false);
        check("é é\u{e9}".as_bytes().split_last().unwrap().1, IimCharset::Unstated, "é é\u{fffd}", false);
        check(b"caf\xe9", IimCharset::Unstated, "café", false);
    }

    #[test]
    fn the_fallback_is_the_users() {
        assert_eq!(utf8_or(b"\xcf\xf0\xe8\xe2\xe5\xf2", WINDOWS_1251), "Привет");
        assert_eq!(utf8_or("Привет".as_bytes(), WINDOWS_1251), "Привет");
    }

    #[test]
    fn what_went_through_utf8_twice_is_found() {
        assert_eq!(once_encoded("lÃ¤uft â€“ StraÃŸe").as_deref(), Some("läuft – Straße"));
        assert_eq!(once_encoded("å±±").as_deref(), Some("山"));
        assert_eq!(once_encoded("läuft – Straße"), None);
        assert_eq!(once_encoded("plain"), None);
        assert_eq!(once_encoded("山"), None);
    }

    #[test]
    fn packets_are_read_in_every_encoding_of_unicode() {
        let packet = "<x>Ähre 玩</x>";
        let units16 =
            |bom: bool| [u16::from(bom) * 0xFEFF].into_iter().filter(|u| *u != 0).chain(packet.encode_utf16());
        let units32 = || packet.chars().map(u32::from);
        let cases: [Vec<u8>; 7] = [
            packet.as_bytes().to_vec(),
            units16(true).flat_map(u16::to_le_bytes).collect(),
            units16(true).flat_map(u16::to_be_bytes).collect(),
            units16(false).flat_map(u16::to_le_bytes).collect(),
            units16(false).flat_map(u16::to_be_bytes).collect(),
            units32().flat_map(u32::to_le_bytes).collect(),
            units32().flat_map(u32::to_be_bytes).collect(),
        ];
        for bytes in &cases {
            assert_eq!(xmp_text(bytes), packet, "{bytes:x?}");
        }
        assert_eq!(xmp_text(b"\xef\xbb\xbf<x/>"), "<x/>");
        assert_eq!(xmp_text(b"<?xml version='1.0' encoding='iso-8859-1'?><x>\xc4</x>").split('>').nth(2), Some("Ä</x"));
        assert_eq!(xmp_text(b"<x>\xc4</x>"), "<x>Ä</x>");
    }
}
