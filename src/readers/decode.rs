//! Bytes to text: UTF-8, UTF-16 by its mark, and windows-1252 for what is neither, in one pass over the bytes.
//! What is no text at all is told from text here.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::readers::Warning;
use crate::readers::gathering::warnings::counted;

/// What is not UTF-8 and holds more than one control character in so many bytes is binary data.
const CONTROL_SHARE: usize = 32;
/// What holds more than one in so few is binary data, or UTF-16 without its mark, though it happens to be UTF-8.
const UTF8_CONTROL_SHARE: usize = 4;
/// The bytes looked at for control characters.
const SNIFFED_BYTES: usize = 64 * 1024;

/// The bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotText;

/// Makes text of bytes as they come.
pub(crate) enum Decoder {
    /// UTF-16, told by its mark.
    Utf16 {
        /// The decoder, until the end: it must not be asked for more then.
        decoder: Option<Box<encoding_rs::Decoder>>,
        /// Whether something had to be replaced.
        had_errors: bool,
    },
    /// UTF-8. Bytes that are not are read as windows-1252, those around them as UTF-8: files with a few foreign bytes keep
    /// the rest, and a file that is windows-1252 throughout is read as that.
    Mixed {
        /// How many bytes are not UTF-8.
        n_foreign: usize,
        /// The line of the first of them, and, before there is one, the line that was reached.
        line: usize,
    },
}

impl Decoder {
    /// The decoder for bytes that begin so, and how long the mark is that says so.
    pub(crate) fn of(beginning: &[u8]) -> Result<(Self, usize), NotText> {
        match Encoding::for_bom(beginning) {
            Some((encoding, mark)) if encoding != UTF_8 => {
                let decoder = Some(Box::new(encoding.new_decoder_without_bom_handling()));
                Ok((Self::Utf16 { decoder, had_errors: false }, mark))
            }
            _ if is_binary(beginning) => Err(NotText),
            mark => Ok((Self::Mixed { n_foreign: 0, line: 1 }, mark.map_or(0, |(_, mark)| mark))),
        }
    }

    /// Appends the text of bytes; how many of them were made text. What is left is the beginning of a character.
    pub(crate) fn decode(&mut self, bytes: &[u8], is_end: bool, text: &mut String) -> usize {
        match self {
            Self::Utf16 { decoder, had_errors } => {
                let Some(going_on) = decoder else { return bytes.len() };
                text.reserve(going_on.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
                let (_, n_read, replaced) = going_on.decode_to_string(bytes, text, is_end);
                *had_errors |= replaced;
                if is_end {
                    *decoder = None;
                }
                n_read
            }
            Self::Mixed { n_foreign, line } => decode_mixed(bytes, is_end, text, n_foreign, line),
        }
    }

    /// What had to be assumed so far.
    pub(crate) fn warning(&self) -> Option<Warning> {
        match self {
            Self::Utf16 { had_errors, .. } => {
                had_errors.then(|| whole("some characters are broken UTF-16 and were replaced by �".to_owned()))
            }
            Self::Mixed { n_foreign: 0, .. } => None,
            Self::Mixed { n_foreign, line } => {
                let what = counted(*n_foreign, "byte is", "bytes are");
                let text = format!("{what} not UTF-8 and read as windows-1252");
                Some(Warning { place: format!("line {line}"), text })
            }
        }
    }
}

fn decode_mixed(bytes: &[u8], is_end: bool, text: &mut String, n_foreign: &mut usize, line: &mut usize) -> usize {
    let mut rest = bytes;
    while !rest.is_empty() {
        let (valid, after, n_invalid) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, &[][..], 0),
            Err(error) => {
                let (valid, after) = rest.split_at_checked(error.valid_up_to()).unwrap_or((rest, &[]));
                let n_invalid = match error.error_len() {
                    // The end of the character may be in what comes next.
                    None if !is_end => 0,
                    None => after.len(),
                    Some(n_invalid) => n_invalid,
                };
                (std::str::from_utf8(valid).unwrap_or_default(), after, n_invalid)
            }
        };
        text.push_str(valid);
        if *n_foreign == 0 {
            *line += valid.bytes().filter(|byte| *byte == b'\n').count();
        }
        let (invalid, after) = after.split_at_checked(n_invalid).unwrap_or((after, &[]));
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(invalid).0);
        *n_foreign += n_invalid;
        rest = after;
        if n_invalid == 0 {
            break;
        }
    }
    bytes.len() - rest.len()
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
    n_control * UTF8_CONTROL_SHARE > sniffed.len()
        || is_suspicious && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some())
}

fn whole(text: String) -> Warning {
    Warning { place: String::new(), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Decoded {
        text: String,
        warning: Option<Warning>,
    }

    /// The text of the bytes, which come in parts of a few.
    fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
        let (mut decoder, mark) = Decoder::of(&bytes)?;
        let (mut text, mut undecoded) = (String::new(), Vec::new());
        let mut parts = bytes[mark..].chunks(5).peekable();
        while let Some(part) = parts.next() {
            undecoded.extend_from_slice(part);
            let n_decoded = decoder.decode(&undecoded, parts.peek().is_none(), &mut text);
            undecoded.drain(..n_decoded);
        }
        Ok(Decoded { text, warning: decoder.warning() })
    }

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
    fn the_end_may_be_told_more_than_once() {
        for bytes in [&b"\xfe\xff"[..], b"\xff\xfe", b"\xef\xbb\xbf", b"\xfe\xff\0n"] {
            let (mut decoder, mark) = Decoder::of(bytes).unwrap();
            let mut text = String::new();
            assert_eq!(decoder.decode(&bytes[mark..], true, &mut text), bytes.len() - mark);
            assert_eq!(decoder.decode(&[], true, &mut text), 0);
            assert_eq!(text, if bytes.len() > 3 { "n" } else { "" }, "{bytes:?}");
        }
    }

    #[test]
    fn binary_data_is_no_text() {
        for bytes in
            [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0", b"\0\x01\x02\x03abc", b"a\0b\0c\0", b"\x7fELF\x02"]
        {
            assert!(matches!(decode(bytes.to_vec()), Err(NotText)), "{bytes:?}");
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
            proptest::prop_assert_eq!(&decode(bytes.to_vec()).unwrap().text, &text);
        }
    }
}
