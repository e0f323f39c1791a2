//! The words and facts inside a photo's file and beside it: IPTC-IIM, XMP, Exif, PNG text and comments.
//! `read` lists every candidate for every property; `merged` chooses among them by a written rule.
//! Only headers are read, never the picture; nothing here touches a file: bytes are asked for by place.

pub mod candidate;
mod date;
mod encoding;
mod endian;
mod exif;
pub mod fallback;
mod findings;
pub mod format;
mod gif;
mod heif;
mod iim;
pub mod inspect;
mod isobmff;
mod jpeg;
mod junk;
pub mod merged;
mod photoshop;
mod png;
mod postscript;
pub mod precedence;
pub mod property;
mod raw;
mod tiff;
mod webp;
mod window;
#[cfg(test)]
mod written;
mod xmp;

use std::borrow::Cow;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::metadata::candidate::Candidate;
use crate::metadata::fallback::FallbackEncoding;
use crate::metadata::findings::Findings;
use crate::metadata::format::Format;
use crate::metadata::window::Window;

/// Bytes that can be read at any place: a file, or a part of one, or a slice.
pub trait Bytes {
    /// How many there are.
    fn len_bytes(&self) -> u64;
    /// Fills the buffer from the place on; returns how many bytes were there, fewer than asked at the end or on an error.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize;
    /// So many bytes from the beginning, fewer where there are no more; lent by what has them in memory.
    fn head(&self, max_bytes: usize) -> Cow<'_, [u8]> {
        Cow::Owned(window::read(self, 0, max_bytes))
    }
}

impl Bytes for [u8] {
    fn len_bytes(&self) -> u64 {
        u64::try_from(self.len()).unwrap_or(u64::MAX)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        n
    }

    fn head(&self, max_bytes: usize) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.get(..max_bytes).unwrap_or(self))
    }
}

impl<T: Bytes + ?Sized> Bytes for &T {
    fn len_bytes(&self) -> u64 {
        (**self).len_bytes()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        (**self).read_at(offset, buffer)
    }

    fn head(&self, max_bytes: usize) -> Cow<'_, [u8]> {
        (**self).head(max_bytes)
    }
}

/// What a file says about its photo.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The format by content; absent when it is none that is known.
    pub format: Option<Format>,
    /// Width and height in pixels as stored, before orientation.
    pub size_px: Option<[u32; 2]>,
    /// Exif orientation, 1 to 8; 1 is upright.
    pub orientation: u8,
    /// The small pictures the file carries, the smallest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previews: Vec<Preview>,
    /// Whether the IIM block is the one the XMP was last written with.
    #[serde(default)]
    pub iim_digest: IimDigest,
    /// Of a sidecar: the extension of the file it was written for, as some programs state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sidecar_of: Option<String>,
    /// Every value for every property, in the order of reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// What could not be read, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

impl Metadata {
    /// Whether a sidecar may belong to a photo: it may say that it was written for the raw file of the same name.
    pub fn is_sidecar_for(&self, photo: &Path) -> bool {
        let extension = photo.extension().unwrap_or_default();
        self.sidecar_of.as_ref().is_none_or(|of| extension.eq_ignore_ascii_case(of))
    }
}

/// A JPEG inside the file, to be shown with the file's own orientation whatever it says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Preview {
    /// How long it is.
    pub len_bytes: u64,
    /// Where it begins, from the beginning of the file.
    pub offset: u64,
}

/// What the checksum that writers of XMP leave beside the IIM block says about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum IimDigest {
    /// There is no checksum.
    #[default]
    Absent,
    /// The IIM block is as it was when the XMP was written.
    Current,
    /// A program that knows no XMP has edited the IIM block since.
    Stale,
}

/// How a file is read where it does not say itself.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    /// The encoding of IIM, Exif and comments that are not UTF-8 and name none.
    pub fallback_encoding: &'static encoding_rs::Encoding,
}

impl Default for ReadOptions {
    fn default() -> Self {
        FallbackEncoding::default().into()
    }
}

impl From<FallbackEncoding> for ReadOptions {
    fn from(fallback: FallbackEncoding) -> Self {
        Self { fallback_encoding: fallback.encoding() }
    }
}

/// Reads what a file says.
pub fn read(bytes: &dyn Bytes) -> Metadata {
    read_with(bytes, ReadOptions::default())
}

/// Reads what a file says, in the encoding given where it names none.
pub fn read_with(bytes: &dyn Bytes, options: ReadOptions) -> Metadata {
    let window = Window::over(bytes);
    let mut findings = Findings::new(options);
    let format = Format::of(window.head());
    findings.metadata.format = format;
    match format {
        Some(Format::Jpeg) => jpeg::read(&window, &mut findings),
        Some(Format::Png) => png::read(&window, &mut findings),
        Some(Format::Gif) => gif::read(&window, &mut findings),
        Some(Format::WebP) => webp::read(&window, &mut findings),
        Some(Format::Heic | Format::Avif) => heif::read(&window, &mut findings),
        Some(Format::Cr3) => raw::read_cr3(&window, &mut findings),
        Some(Format::Raf) => raw::read_raf(&window, &mut findings),
        Some(Format::Psd) => photoshop::read_file(&window, &mut findings),
        Some(Format::Eps) => postscript::read(&window, &mut findings),
        Some(Format::Xmp) => xmp::read_file(&window, &mut findings),
        Some(Format::Bmp) => findings.metadata.size_px = format::bmp_size_px(window.head()),
        Some(
            Format::Tiff
            | Format::Dng
            | Format::Cr2
            | Format::Nef
            | Format::Arw
            | Format::Orf
            | Format::Rw2
            | Format::Raw,
        ) => {
            exif::read_file(&window, &mut findings);
        }
        None => findings.warn("the format is not known"),
    }
    findings.finish()
}

#[cfg(test)]
mod tests;
