//! PNG: text chunks, Exif and XMP, before the picture or behind it, and the raw profiles that older programs write.
//! Source: Portable Network Graphics Specification, third edition.

use std::io::Read as _;

use crate::metadata::candidate::{Candidate, Container, Value};
use crate::metadata::encoding;
use crate::metadata::endian::Endian;
use crate::metadata::exif;
use crate::metadata::findings::Findings;
use crate::metadata::iim;
use crate::metadata::photoshop;
use crate::metadata::property::{self, Row};
use crate::metadata::window::{BLOCK_MAX_BYTES, Window};
use crate::metadata::xmp;

/// The most chunks of a file: a picture of 100 MB in chunks of 8 kB has 12,000.
const CHUNKS_MAX: usize = 20_000;
/// The most bytes of text and profiles of a file, compressed or not: a few bytes can stand for gigabytes.
const TEXT_MAX_BYTES: usize = 2 << 20;
/// The keyword of XMP.
const XMP_KEYWORD: &str = "XML:com.adobe.xmp";
/// How the keywords of raw profiles begin.
const PROFILE_KEYWORD: &str = "Raw profile type ";

/// Reads the chunks of a file.
pub(super) fn read(window: &Window<'_>, findings: &mut Findings) {
    let mut reader = Reader { text_left_bytes: TEXT_MAX_BYTES, findings };
    let mut at = 8;
    for _ in 0..CHUNKS_MAX {
        let head = window.up_to(at, 8);
        let (Some(len), Some(kind)) = (Endian::Big.u32(&head, 0), head.get(4..8)) else { return };
        let begin = at + 8;
        let body = |max: usize| window.up_to(begin, usize::try_from(len).unwrap_or(usize::MAX).min(max));
        match kind {
            b"IHDR" => {
                let body = body(8);
                if let (Some(width), Some(height)) = (Endian::Big.u32(&body, 0), Endian::Big.u32(&body, 4)) {
                    reader.findings.metadata.size_px = Some([width, height]);
                }
            }
            b"eXIf" => {
                exif::read_block(&body(exif::BLOCK_MAX_BYTES), window.start() + begin, reader.findings);
            }
            b"tEXt" | b"zTXt" | b"iTXt" if reader.text_left_bytes > 0 => {
                reader.text_chunk(kind, &body(BLOCK_MAX_BYTES))
            }
            b"IEND" => return,
            _ => {}
        }
        at = begin + u64::from(len) + 4;
    }
    findings.warn("the file has more chunks than are read");
}

struct Reader<'a> {
    /// How much more text may be read; a file may hold many chunks.
    text_left_bytes: usize,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    fn text_chunk(&mut self, kind: &[u8], body: &[u8]) {
        let Some((keyword, rest)) = split_at_nul(body) else { return };
        let keyword = encoding_rs::mem::decode_latin1(keyword);
        let (language, text) = match (kind, rest) {
            (b"tEXt", text) => (None, self.within_limit(text.to_vec())),
            (b"zTXt", [0, compressed @ ..]) => (None, self.inflated(compressed)),
            (b"iTXt", [is_compressed, 0, rest @ ..]) => {
                let Some((language, rest)) = split_at_nul(rest) else { return };
                // The keyword in that language is not wanted.
                let Some((_, text)) = split_at_nul(rest) else { return };
                let text = if *is_compressed == 1 { self.inflated(text) } else { self.within_limit(text.to_vec()) };
                (Some(String::from_utf8_lossy(language).into_owned()), text)
            }
            _ => return,
        };
        let Some(text) = text else {
            self.findings.warn("the file holds more than 2 MiB of text, and the rest is not read");
            return;
        };
        if keyword == XMP_KEYWORD {
            xmp::read(&text, self.findings);
        } else if let Some(profile) = keyword.strip_prefix(PROFILE_KEYWORD) {
            self.profile(profile.trim(), &text);
        } else if let Some((row, rank)) = property::of_png(&keyword) {
            self.property(row, rank, language.filter(|language| !language.is_empty()), &text);
        }
    }

    fn property(&mut self, row: &Row, rank: u8, language: Option<String>, text: &[u8]) {
        // By the standard tEXt is Latin-1; in practice it is often UTF-8.
        let text = encoding::utf8_or(text, self.findings.options.fallback_encoding);
        let value = match row.kind {
            property::Kind::List => Value::List(vec![text]),
            _ => Value::Text(text),
        };
        let (property, from) = (row.property, Container::Png);
        self.findings.add(Candidate { property, from, rank, language, value, badges: Vec::new() });
    }

    /// A block of another container, written as text: a line feed, its name, its length, and hexadecimal digits.
    fn profile(&mut self, name: &str, text: &[u8]) {
        let Some(block) = unhexed(text) else { return };
        match name {
            "exif" | "APP1" if block.starts_with(b"http://ns.adobe.com/xap/1.0/\0") => {
                xmp::read(block.get(29..).unwrap_or_default(), self.findings);
            }
            "exif" | "APP1" => self.findings.without_previews(|findings| exif::read_block(&block, 0, findings)),
            "xmp" => {
                xmp::read(&block, self.findings);
            }
            "iptc" | "8bim" if block.starts_with(b"8BIM") || block.starts_with(b"Photoshop 3.0\0") => {
                let resources = block.strip_prefix(b"Photoshop 3.0\0").unwrap_or(&block);
                let read = |findings: &mut Findings| photoshop::read(&Window::in_memory(resources, 0), findings);
                self.findings.without_previews(read);
            }
            "iptc" => iim::read(&block, self.findings),
            _ => {}
        }
    }

    fn inflated(&mut self, compressed: &[u8]) -> Option<Vec<u8>> {
        let limit = u64::try_from(self.text_left_bytes).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        let mut reader = flate2::read::ZlibDecoder::new(compressed).take(limit + 1);
        if reader.read_to_end(&mut bytes).is_err() {
            self.findings.warn("a compressed text is damaged, and is read as far as it goes");
        }
        self.within_limit(bytes)
    }

    /// The bytes, if they are no more than may still be read.
    fn within_limit(&mut self, bytes: Vec<u8>) -> Option<Vec<u8>> {
        self.text_left_bytes = self.text_left_bytes.saturating_sub(bytes.len());
        (self.text_left_bytes > 0).then_some(bytes)
    }
}

fn split_at_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == 0)?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

/// The block of a raw profile.
fn unhexed(text: &[u8]) -> Option<Vec<u8>> {
    let mut lines = text.splitn(4, |byte| *byte == b'\n');
    // Before the name is an empty line; the length is told by the digits themselves.
    let digits = lines.nth(3)?;
    let mut block = Vec::with_capacity(digits.len() / 2);
    let mut digits = digits.iter().filter_map(|digit| char::from(*digit).to_digit(16));
    while let (Some(high), Some(low)) = (digits.next(), digits.next()) {
        block.push(u8::try_from(high * 16 + low).ok()?);
    }
    Some(block)
}
