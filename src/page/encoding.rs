//! A page's bytes to text: by its mark, by what the page or its container states, or else UTF-8 or windows-1252.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The bytes from the beginning in which a page states its encoding; the standard asks for 1024, and pages are sloppy.
const STATED_WITHIN_BYTES: usize = 4096;

/// The text of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text, without a mark.
    pub text: String,
    /// What had to be assumed.
    pub warning: Option<String>,
}

/// The text of the bytes; `charset` is what the container of the page says.
pub(crate) fn decode(bytes: &[u8], charset: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let label = charset.map(str::to_owned).or_else(|| stated(bytes));
    let stated = label.and_then(|label| Encoding::for_label(label.as_bytes())).map(|encoding| {
        // A page that could be read as far as its statement is not UTF-16, whatever it says.
        if encoding.is_ascii_compatible() || encoding == encoding_rs::ISO_2022_JP { encoding } else { UTF_8 }
    });
    // Text in another encoding that happens to be UTF-8 does not occur; pages that state what they no longer are, do.
    let is_utf8 = !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    decode_as(stated.filter(|_| !is_utf8).unwrap_or(UTF_8), bytes)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    if encoding == UTF_8 {
        return decode_utf8(bytes);
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let warning = had_errors.then(|| format!("some bytes are not {}, and were replaced by �", encoding.name()));
    Decoded { text: text.into_owned(), warning }
}

/// UTF-8, in which bytes that are not are read as windows-1252: a page that is that throughout is read as such.
fn decode_utf8(bytes: &[u8]) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), warning: None };
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut n_foreign = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        n_foreign += chunk.invalid().len();
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    Decoded { text, warning: Some(format!("not UTF-8 and read as windows-1252: {n_foreign} bytes")) }
}

/// The encoding that the page's head states: `<meta charset=…>`, the longer form, or XML's.
fn stated(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..STATED_WITHIN_BYTES).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let in_tag = |tag: &str, name: &str| {
        head.split(tag).skip(1).find_map(|rest| {
            let (tag, _) = rest.split_once('>').unwrap_or((rest, ""));
            value(tag.split(name).nth(1)?)
        })
    };
    in_tag("<meta", "charset").or_else(|| in_tag("<?xml", "encoding"))
}

/// The label after an equals sign, with or without quotes.
fn value(after_name: &str) -> Option<String> {
    let value = after_name.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '?');
    let label = value.split(ends).next()?;
    (!label.is_empty()).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], charset: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, charset).text, expected, "{bytes:?}");
    }

    #[test]
    fn the_page_says_how_it_is_written() {
        check(b"<meta charset=iso-8859-15>\xa4", None, "<meta charset=iso-8859-15>€");
        check(
            b"<META http-equiv=x content='text/html; charset=koi8-r'>\xcd\xc9\xd2",
            None,
            "<META http-equiv=x content='text/html; charset=koi8-r'>мир",
        );
        check(
            b"<?xml version='1.0' encoding='windows-1250'?>\xe8",
            None,
            "<?xml version='1.0' encoding='windows-1250'?>č",
        );
        check(
            b"<meta name=a><meta charset = \"Shift_JIS\" />\x8e\xca",
            None,
            "<meta name=a><meta charset = \"Shift_JIS\" />写",
        );
        check(b"\x8e\xca", Some("shift_jis"), "写");
        check(b"\x1b$B<L\x1b(B", Some("iso-2022-jp"), "写");
    }

    #[test]
    fn marks_and_the_bytes_themselves_outrank_what_is_said() {
        check(b"\xff\xfe<\0a\0", Some("utf-8"), "<a");
        check(b"\xef\xbb\xbfn\xc3\xa9", Some("iso-8859-1"), "né");
        check("<meta charset=iso-8859-1>né".as_bytes(), None, "<meta charset=iso-8859-1>né");
        check("<meta charset=utf-16>né".as_bytes(), None, "<meta charset=utf-16>né");
    }

    #[test]
    fn what_says_nothing_is_utf8_or_windows_1252() {
        check("né".as_bytes(), None, "né");
        check(b"n\xe9 \x93x\x94", None, "né “x”");
        check(b"n\xc3\xa9 n\xe9", Some("no-such-charset"), "né né");
        assert!(decode(b"n\xe9", None).warning.is_some());
        assert!(decode(b"\x8e", Some("shift_jis")).warning.is_some());
    }
}
