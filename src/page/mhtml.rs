//! The page out of an MHTML file (RFC 2557): the message's parts are looked through for the one that is the page, and
//! only that is decoded.

/// The most bytes from the beginning in which a message's own header ends.
const HEADER_MAX_BYTES: usize = 16 * 1024;
/// The most parts that are looked through: pictures, styles and frames of the page.
const PARTS_MAX: usize = 10_000;

/// The page in an MHTML file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    /// The page's bytes.
    pub html: Vec<u8>,
    /// Its encoding, where the part states it.
    pub charset: Option<String>,
    /// Its address.
    pub address: Option<String>,
}

/// Whether bytes are a message that holds a page, told by their beginning.
pub(crate) fn is_message(bytes: &[u8]) -> bool {
    let starts_as_header = bytes.first().is_some_and(u8::is_ascii_alphabetic);
    starts_as_header
        && Header::read(bytes).0.value("content-type").is_some_and(|kind| {
            let kind = kind.to_ascii_lowercase();
            kind.starts_with("multipart/related")
                || kind.starts_with("multipart/mixed")
                || kind.starts_with("multipart/alternative")
                || kind.starts_with("text/html")
        })
}

/// The page in a message; none when there is none.
pub(crate) fn read(bytes: &[u8]) -> Option<Message> {
    let (header, body) = Header::read(bytes);
    let address = header.value("snapshot-content-location").or_else(|| header.value("content-location"));
    let kind = header.value("content-type")?;
    let Some(boundary) = parameter(&kind, "boundary").filter(|boundary| !boundary.is_empty()) else {
        return Some(Message { address, ..message(&header, body) });
    };
    let start = parameter(&kind, "start");
    let mut first = None;
    for part in parts(body, &boundary).take(PARTS_MAX) {
        let (header, body) = Header::read(part);
        let is_page = header.value("content-type").is_some_and(|kind| is_page(&kind));
        if !is_page {
            continue;
        }
        if start.is_none() || header.value("content-id") == start {
            first = Some(message(&header, body));
            break;
        }
        first.get_or_insert_with(|| message(&header, body));
    }
    let page = first?;
    Some(Message { address: page.address.clone().or(address), ..page })
}

/// The lines above an empty line: names in lower case and values, of which those over several lines are joined.
struct Header(Vec<(String, String)>);

impl Header {
    /// The header that the bytes begin with, and what follows it.
    fn read(bytes: &[u8]) -> (Self, &[u8]) {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut n_read = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            n_read += line.len();
            let line = String::from_utf8_lossy(line);
            let content = line.trim_end();
            if content.is_empty() || n_read > HEADER_MAX_BYTES {
                break;
            }
            if let Some((_, value)) = fields.last_mut().filter(|_| content.starts_with([' ', '\t'])) {
                value.push(' ');
                value.push_str(content.trim_start());
            } else if let Some((name, value)) = content.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        (Self(fields), bytes.get(n_read..).unwrap_or_default())
    }

    fn value(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

fn is_page(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

/// A parameter of a header's value: `boundary` of `multipart/related; boundary="x"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        found.trim().eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

/// What stands between the lines that divide a message.
fn parts<'a>(body: &'a [u8], boundary: &str) -> impl Iterator<Item = &'a [u8]> {
    let mark = format!("--{boundary}");
    let mut rest = body;
    let mut is_first = true;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let mut n_before = 0;
            let mut n_through = rest.len();
            for line in rest.split_inclusive(|byte| *byte == b'\n') {
                if line.starts_with(mark.as_bytes()) {
                    n_through = n_before + line.len();
                    break;
                }
                n_before += line.len();
            }
            let part = rest.get(..n_before).unwrap_or_default();
            rest = rest.get(n_through..).unwrap_or_default();
            // What stands above the first dividing line is for programs that know no parts.
            if !std::mem::take(&mut is_first) {
                return Some(part);
            }
        }
    })
}

/// A part as the page.
fn message(header: &Header, body: &[u8]) -> Message {
    let transfer = header.value("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
    let html = match transfer.as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    };
    let charset = header.value("content-type").and_then(|kind| parameter(&kind, "charset"));
    Message { html, charset, address: header.value("content-location") }
}

/// Quoted-printable (RFC 2045, 6.7): what is broken stays as it stands.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let (byte, n_read) = match (first, after) {
            (b'=', [b'\r', b'\n', ..]) => (None, 2),
            (b'=', [b'\n', ..]) => (None, 1),
            (b'=', [high, low, ..]) => match (hexadecimal(*high), hexadecimal(*low)) {
                (Some(high), Some(low)) => (Some(high * 16 + low), 2),
                _ => (Some(b'='), 0),
            },
            _ => (Some(*first), 0),
        };
        decoded.extend(byte);
        rest = rest.get(n_read..).unwrap_or_default();
    }
    decoded
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Base64 (RFC 2045, 6.8): what is no digit is passed over.
fn base64(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len() / 4 * 3);
    let mut bits: u32 = 0;
    let mut n_bits = 0;
    for byte in body {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(digit)) & 0xffff;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            decoded.extend(u8::try_from(bits >> n_bits & 0xff));
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAVED: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----x--\"\r\n\r\n\r\n\
        ------x--\r\nContent-Type: text/css\r\n\r\np {}\r\n\
        ------x--\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: https://example.org/b\r\n\r\n<p class=3Dx>n=C3=A9 a=\r\nb =zz</p>\r\n\
        ------x--\r\nContent-Type: text/html\r\n\r\na frame\r\n------x----\r\n";

    #[test]
    fn the_page_of_a_saved_file_is_found_and_decoded() {
        assert!(is_message(SAVED.as_bytes()));
        let page = read(SAVED.as_bytes()).unwrap();
        assert_eq!(String::from_utf8_lossy(&page.html), "<p class=x>né ab =zz</p>\r\n");
        assert_eq!(page.charset.as_deref(), Some("utf-8"));
        assert_eq!(page.address.as_deref(), Some("https://example.org/b"));
    }

    #[test]
    fn the_part_that_is_named_as_the_start_is_the_page() {
        let message = "Content-Type: multipart/related; start=\"<2>\"; boundary=b\n\n\
            --b\nContent-Type: text/html\nContent-ID: <1>\n\none\n\
            --b\nContent-Type: text/html\nContent-ID: <2>\nContent-Transfer-Encoding: base64\n\ndH\ndv\n--b--\n";
        assert_eq!(read(message.as_bytes()).unwrap().html, b"two".to_vec());
    }

    #[test]
    fn a_message_of_one_part_is_the_page_itself() {
        let message = "MIME-Version: 1.0\nContent-Type: text/html; charset=\"koi8-r\"\n\n<p>a";
        let page = read(message.as_bytes()).unwrap();
        assert_eq!((page.html.as_slice(), page.charset.as_deref()), (b"<p>a".as_slice(), Some("koi8-r")));
    }

    #[test]
    fn what_is_no_message_is_not_taken_for_one() {
        for text in ["<html>", "", "A man waves: he smiles.\n\nText", "Content-Type: text/plain\n\nx", "\n\n"] {
            assert!(!is_message(text.as_bytes()), "{text:?}");
        }
        assert_eq!(read(b"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/css\n\nx"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = is_message(&bytes);
            let _ = quoted_printable(&bytes);
            let _ = base64(&bytes);
            let _ = read(&[b"Content-Type: multipart/related; boundary=b\n\n--b\n".as_slice(), &bytes].concat());
        }
    }
}
