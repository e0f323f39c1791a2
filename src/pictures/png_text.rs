//! The text chunks of a PNG, as thumbnails carry them: which file they show, and how old it was.
//! Only chunk headers and short texts are looked at, before the pixels and, where those are few, behind them, as ImageMagick
//! writes them; nothing is inflated or decoded.

/// How much of a file is looked at: other programs' thumbnails keep some 200 bytes of text before the pixels.
pub(super) const HEAD_BYTES_MAX: usize = 64 * 1024;
/// The most texts taken from a file.
const N_TEXTS_MAX: usize = 64;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A keyword and its text, in Latin-1, as they stand in the file.
pub(super) type Text<'a> = (&'a [u8], &'a [u8]);

/// The texts (PNG, section 11.3.3.2, `tEXt`) of a PNG, as far as its beginning, which is given, holds them whole.
pub(super) fn texts(head: &[u8]) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    let Some(mut rest) = head.strip_prefix(SIGNATURE) else { return texts };
    while let Some((kind, data, after)) = chunk(rest) {
        match kind {
            b"tEXt" => texts.extend(text(data)),
            b"IEND" => break,
            _ => {}
        }
        if texts.len() >= N_TEXTS_MAX {
            break;
        }
        rest = after;
    }
    texts
}

/// A chunk's kind and data, and what comes after it; its checksum is passed over: a text that is wrong fits no file.
fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_at_checked(4)?;
    let (data, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some((kind, data, rest.get(4..)?))
}

fn text(data: &[u8]) -> Option<Text<'_>> {
    let end = data.iter().position(|byte| *byte == 0)?;
    let (keyword, text) = data.split_at_checked(end)?;
    Some((keyword, text.get(1..)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chunk_of(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], kind, data, &[0; 4]].concat()
    }

    fn png_of(texts: &[(String, String)]) -> Vec<u8> {
        let chunks = texts.iter().map(|(key, text)| chunk_of(b"tEXt", format!("{key}\0{text}").as_bytes()));
        let chunks: Vec<u8> = chunks.flatten().collect();
        [SIGNATURE, &chunk_of(b"IHDR", &[0; 13]), &chunks, &chunk_of(b"IDAT", b"\0"), &chunk_of(b"IEND", b"")].concat()
    }

    #[test]
    fn texts_behind_the_pixels_count_and_those_behind_the_end_do_not() {
        let text = |value: u8| chunk_of(b"tEXt", &[&b"Thumb::MTime\0"[..], &[value]].concat());
        let end = chunk_of(b"IEND", b"");
        let bytes = [SIGNATURE, &chunk_of(b"IDAT", &[0; 999]), &text(b'6'), &end, &text(b'7')].concat();
        assert_eq!(texts(&bytes), [(&b"Thumb::MTime"[..], &b"6"[..])]);
    }

    #[test]
    fn what_is_no_png_has_no_texts() {
        for bytes in [&b""[..], b"\x89PNG", b"GIF89a", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXta\0b"] {
            assert_eq!(texts(bytes), []);
        }
    }

    proptest! {
        #[test]
        fn every_text_is_found_and_what_is_cut_off_is_left_out(
            written in prop::collection::vec(("[A-Za-z:]{1,20}", "[ -~]{0,40}"), 0..8),
            cut in any::<prop::sample::Index>(),
        ) {
            let bytes = png_of(&written);
            let found: Vec<_> = texts(&bytes).iter()
                .map(|(key, text)| (String::from_utf8_lossy(key).into_owned(), String::from_utf8_lossy(text).into_owned()))
                .collect();
            prop_assert_eq!(&found, &written);
            prop_assert!(texts(&bytes[..cut.index(bytes.len())]).len() <= written.len());
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let bytes = [SIGNATURE, &bytes].concat();
            prop_assert!(texts(&bytes).iter().map(|(key, text)| key.len() + text.len()).sum::<usize>() <= bytes.len());
        }
    }
}
