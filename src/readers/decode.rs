//! Bytes to text: UTF-8, UTF-16 by its mark, and windows-1252 for what is neither, in one pass over the bytes.
//! What is no text at all is told from text here.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::readers::Warning;
use crate::readers::gathering::counted;

/// What is not UTF-8 and holds more than one control character in so many bytes is binary data.
const CONTROL_SHARE: usize = 32;
/// What holds more than one in so few is binary data, or UTF-16 without its mark, though it happens to be UTF-8.
const UTF8_CONTROL_SHARE: usize = 4;
/// The bytes looked at for control characters.
const SNIFFED_BYTES: usize = 64 * 1024;

/// A text and what was noticed when its bytes were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text without a byte order mark.
    pub text: String,
    /// What had to be assumed.
    pub warning: Option<Warning>,
}

/// The bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotText;

/// The text of the bytes.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        let warning = had_errors.then(|| whole("some characters are broken UTF-16 and were replaced by �".to_owned()));
        return Ok(Decoded { text: text.into_owned(), warning });
    }
    if is_binary(&bytes) {
        return Err(NotText);
    }
    let mut decoded = match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, warning: None },
        Err(error) => decode_mixed(error.as_bytes()),
    };
    if decoded.text.starts_with('\u{feff}') {
        decoded.text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(decoded)
}

/// Bytes that are not UTF-8 are read as windows-1252, those around them as UTF-8: files with a few foreign bytes keep
/// the rest, and a file that is windows-1252 throughout is read as that.
fn decode_mixed(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut n_foreign = 0;
    let mut first_line = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        first_line.get_or_insert_with(|| text.matches('\n').count() + 1);
        n_foreign += chunk.invalid().len();
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    let assumed = format!("{} not UTF-8 and read as windows-1252", counted(n_foreign, "byte is", "bytes are"));
    let place = format!("line {}", first_line.unwrap_or(1));
    Decoded { text, warning: Some(Warning { place, text: assumed }) }
}

/// Whether bytes are those of a picture, an archive or a program: a known beginning, or control characters in what is
/// not UTF-8, or very many of them. A stray NUL in a table of text is not enough.
fn is_binary(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 11] = [
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"%PDF-",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"\xfd7zXZ",
        b"BZh",
        b"\x28\xb5\x2f\xfd",
        b"\x7fELF",
        b"SQLite format 3\0",
    ];
    if BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning)) {
        return true;
    }
    let sniffed = bytes.get(..SNIFFED_BYTES.min(bytes.len())).unwrap_or_default();
    let is_control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | b'\x0c' | b'\x1b');
    let n_control = sniffed.iter().filter(is_control).count();
    let is_suspicious = sniffed.contains(&0) || n_control * CONTROL_SHARE > sniffed.len();
    n_control * UTF8_CONTROL_SHARE > sniffed.len() || is_suspicious && std::str::from_utf8(bytes).is_err()
}

fn whole(text: String) -> Warning {
    Warning { place: String::new(), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str, warning: Option<&str>) {
        let decoded = decode(bytes.to_vec()).unwrap();
        assert_eq!(decoded.text, expected);
        assert_eq!(decoded.warning.map(|warning| warning.to_string()).as_deref(), warning);
    }

    #[test]
    fn text_is_read_in_the_usual_encodings() {
        check("né".as_bytes(), "né", None);
        check(b"\xef\xbb\xbfn\xc3\xa9", "né", None);
        check(b"\xff\xfen\0\xe9\0", "né", None);
        check(b"\xfe\xff\0n\0\xe9", "né", None);
        check(b"\xff\xfe\0\xd8", "\u{fffd}", Some("some characters are broken UTF-16 and were replaced by �"));
        check(b"a\nn\xe9 \x93x\x94", "a\nné “x”", Some("line 2: 3 bytes are not UTF-8 and read as windows-1252"));
        check(b"n\xc3\xa9 n\xe9", "né né", Some("line 1: 1 byte is not UTF-8 and read as windows-1252"));
        check(b"a,\"nul\0inside the cell of a table\"", "a,\"nul\0inside the cell of a table\"", None);
    }

    #[test]
    fn binary_data_is_no_text() {
        for bytes in
            [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0", b"\0\x01\x02\x03abc", b"a\0b\0c\0", b"\x7fELF\x02"]
        {
            assert_eq!(decode(bytes.to_vec()), Err(NotText), "{bytes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_text_or_not(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = decode(bytes);
        }

        #[test]
        fn windows_1252_is_read_as_such(text in "([a-z ]|[é€“”][a-z ]){0,40}") {
            let (bytes, _, _) = WINDOWS_1252.encode(&text);
            proptest::prop_assert_eq!(decode(bytes.to_vec()).unwrap().text, text);
        }
    }
}
