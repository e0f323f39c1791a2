//! What the program and a worker say to each other: a length and JSON each time, from the worker followed by the pixels
//! where there is a picture. The program believes nothing of what it hears before it has checked it.

use serde::{Deserialize, Serialize};

use crate::metadata::Metadata;
use crate::page::Page;
use crate::pixels::{Animation, Picture, PixelsError, Wanted};
use crate::worker::sandbox::SandboxState;
use crate::worker::trial::{Attempt, Trial};
use crate::worker::{PICTURE_MAX_BYTES, WorkerError};

/// How many files are handed over at once: more are not faster, and each open one counts against the user's limit.
pub(super) const BATCH_MAX_FILES: usize = 32;
/// The longest question; honest ones have a hundred bytes.
pub(super) const REQUEST_MAX_BYTES: usize = 4096;
/// The longest answer, pixels apart: metadata blocks are cut at 4 MiB each, and JSON makes them longer.
pub(super) const ANSWER_MAX_BYTES: usize = 32 << 20;
/// The bytes before each message that tell its length.
const LENGTH_BYTES: usize = 4;

/// What a worker is asked; the files go with it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request {
    /// Answered once for each file, in their order.
    Metadata {
        n_files: usize,
        /// The name of the encoding of texts that name none.
        fallback: String,
    },
    Picture {
        #[serde(with = "WantedShape")]
        wanted: Wanted,
        frame: u32,
    },
    Page,
    /// Needs no file.
    Trial(Trial),
}

/// What a worker answers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// Said once, unasked, as soon as the worker is ready.
    Ready(SandboxState),
    Metadata(Box<Metadata>),
    /// The pixels follow.
    Picture(PictureHead),
    NoPicture(#[serde(with = "PixelsErrorShape")] PixelsError),
    Page(Page),
    Trial(Vec<Attempt>),
    /// There is no answer, and this is why.
    Failed(String),
}

/// A picture without its pixels.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PictureHead {
    width_px: u32,
    height_px: u32,
    original_px: [u32; 2],
    has_transparency: bool,
    #[serde(with = "AnimationShape")]
    animation: Animation,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Animation")]
struct AnimationShape {
    n_frames: u32,
    n_plays: u32,
    frame_millis: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Wanted")]
enum WantedShape {
    Embedded,
    Fit { edge_px: u32 },
    Full,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PixelsError")]
enum PixelsErrorShape {
    Unsupported(String),
    Damaged(String),
    TooLarge(String),
    NoPreview,
}

impl Answer {
    pub(super) fn into_metadata(self) -> Result<Metadata, WorkerError> {
        if let Self::Metadata(metadata) = self { Ok(*metadata) } else { Err(self.into_error()) }
    }

    pub(super) fn into_page(self) -> Result<Page, WorkerError> {
        if let Self::Page(page) = self { Ok(page) } else { Err(self.into_error()) }
    }

    pub(super) fn into_attempts(self) -> Result<Vec<Attempt>, WorkerError> {
        if let Self::Trial(attempts) = self { Ok(attempts) } else { Err(self.into_error()) }
    }

    /// What it means when it is not what was asked for.
    pub(super) fn into_error(self) -> WorkerError {
        match self {
            Self::NoPicture(error) => WorkerError::Decode(error),
            Self::Failed(why) => WorkerError::Failed { why },
            Self::Ready(_) | Self::Metadata(_) | Self::Picture(_) | Self::Page(_) | Self::Trial(_) => {
                WorkerError::Failed { why: "its decoder answered something else than it was asked".to_owned() }
            }
        }
    }
}

impl PictureHead {
    /// Parts a picture from its pixels.
    pub(super) fn split(picture: Picture) -> (Self, Vec<u8>) {
        let Picture { width_px, height_px, original_px, rgba, has_transparency, animation } = picture;
        (Self { width_px, height_px, original_px, has_transparency, animation }, rgba)
    }

    /// How many bytes its pixels are, if it is a picture that may be and that was asked for.
    pub(super) fn checked_bytes(&self, wanted: Wanted) -> Result<usize, String> {
        let (width, height) = (self.width_px, self.height_px);
        let size = format!("{width} × {height} pixels");
        if width == 0 || height == 0 {
            return Err(format!("its decoder made a picture of {size}"));
        }
        if let Wanted::Fit { edge_px } = wanted
            && width.max(height) > edge_px
        {
            return Err(format!("its decoder made a picture of {size} where {edge_px} were the most"));
        }
        let n_bytes = (u64::from(width) * u64::from(height)).checked_mul(4);
        let n_bytes = n_bytes.filter(|bytes| *bytes <= PICTURE_MAX_BYTES).and_then(|bytes| usize::try_from(bytes).ok());
        n_bytes.ok_or_else(|| format!("the picture is too large: {size}"))
    }

    /// Puts pixels to it.
    pub(super) fn joined(self, rgba: Vec<u8>) -> Picture {
        let Self { width_px, height_px, original_px, has_transparency, animation } = self;
        Picture { width_px, height_px, original_px, rgba, has_transparency, animation }
    }
}

/// Writes a message and its length; an error when there is more of it than can be told.
pub(super) fn write_message(message: &impl Serialize, max_bytes: usize, to: &mut Vec<u8>) -> Result<(), String> {
    to.clear();
    to.extend_from_slice(&[0; LENGTH_BYTES]);
    serde_json::to_writer(&mut *to, message).map_err(|error| error.to_string())?;
    let n_bytes = to.len().saturating_sub(LENGTH_BYTES);
    let (Some(length), Ok(n)) = (to.first_chunk_mut::<LENGTH_BYTES>(), u32::try_from(n_bytes)) else {
        return Err(format!("it says {n_bytes} bytes about itself"));
    };
    *length = n.to_le_bytes();
    if n_bytes > max_bytes { Err(format!("it says {n_bytes} bytes about itself")) } else { Ok(()) }
}

/// What has come in and is not yet taken out.
#[derive(Default)]
pub(super) struct Inbox {
    bytes: Vec<u8>,
    n_taken: usize,
}

impl Inbox {
    /// Where bytes that come in are appended.
    pub(super) fn tail(&mut self) -> &mut Vec<u8> {
        // What is taken out is forgotten when it is all, or when it is more than what is kept.
        if self.n_taken * 2 >= self.bytes.len() {
            self.bytes.drain(..self.n_taken);
            self.n_taken = 0;
        }
        &mut self.bytes
    }

    /// The next message, when all of it has come in.
    pub(super) fn message(&mut self, max_bytes: usize) -> Result<Option<&[u8]>, String> {
        let waiting = self.bytes.get(self.n_taken..).unwrap_or_default();
        let Some((length, rest)) = waiting.split_first_chunk::<LENGTH_BYTES>() else { return Ok(None) };
        let n_bytes = u32::from_le_bytes(*length) as usize;
        if n_bytes > max_bytes {
            return Err(format!("its decoder announced an answer of {n_bytes} bytes"));
        }
        let Some(message) = rest.get(..n_bytes) else { return Ok(None) };
        self.n_taken += LENGTH_BYTES + n_bytes;
        Ok(Some(message))
    }

    /// Whether everything that has come in is taken out.
    pub(super) fn is_empty(&self) -> bool {
        self.n_taken == self.bytes.len()
    }

    /// Takes out at most so many bytes as they are.
    pub(super) fn take(&mut self, n_bytes: usize) -> &[u8] {
        let waiting = self.bytes.get(self.n_taken..).unwrap_or_default();
        let taken = waiting.get(..n_bytes).unwrap_or(waiting);
        self.n_taken += taken.len();
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(width_px: u32, height_px: u32) -> PictureHead {
        PictureHead { width_px, height_px, original_px: [1, 1], has_transparency: false, animation: Animation::STILL }
    }

    #[test]
    fn messages_come_out_as_they_went_in_however_they_are_cut() {
        let requests = [
            Request::Metadata { n_files: 64, fallback: "windows-1252".to_owned() },
            Request::Picture { wanted: Wanted::Fit { edge_px: 256 }, frame: 3 },
            Request::Page,
        ];
        let mut stream = Vec::new();
        for request in &requests {
            let mut message = Vec::new();
            write_message(request, REQUEST_MAX_BYTES, &mut message).unwrap();
            stream.extend(message);
        }
        let mut inbox = Inbox::default();
        let mut found = Vec::new();
        for byte in stream {
            inbox.tail().push(byte);
            while let Some(message) = inbox.message(REQUEST_MAX_BYTES).unwrap() {
                found.push(format!("{:?}", serde_json::from_slice::<Request>(message).unwrap()));
            }
        }
        assert_eq!(found, requests.map(|request| format!("{request:?}")));
    }

    #[test]
    fn pixels_come_out_between_messages() {
        let mut inbox = Inbox::default();
        inbox.tail().extend_from_slice(b"\x02\0\0\0{}pixels\x02\0\0\0[]");
        assert_eq!(inbox.message(10).unwrap(), Some(&b"{}"[..]));
        assert_eq!(inbox.take(6), b"pixels");
        assert_eq!(inbox.message(10).unwrap(), Some(&b"[]"[..]));
        assert_eq!(inbox.message(10).unwrap(), None);
        assert_eq!(inbox.take(1), b"");
        assert!(inbox.is_empty());
    }

    #[test]
    fn what_cannot_be_true_is_not_believed() {
        let mut inbox = Inbox::default();
        inbox.tail().extend_from_slice(&[0xff; 8]);
        assert!(inbox.message(ANSWER_MAX_BYTES).is_err());
        assert_eq!(head(3, 2).checked_bytes(Wanted::Full), Ok(24));
        assert_eq!(head(256, 1).checked_bytes(Wanted::Fit { edge_px: 256 }), Ok(1024));
        assert!(head(257, 1).checked_bytes(Wanted::Fit { edge_px: 256 }).is_err());
        assert!(head(0, 2).checked_bytes(Wanted::Full).is_err());
        assert!(head(u32::MAX, u32::MAX).checked_bytes(Wanted::Full).is_err());
        assert!(head(11_586, 11_586).checked_bytes(Wanted::Embedded).is_err(), "just above 512 MiB");
        assert!(head(11_585, 11_585).checked_bytes(Wanted::Embedded).is_ok());
    }

    #[test]
    fn too_long_a_message_is_not_sent() {
        let mut message = Vec::new();
        let long = Answer::Failed("x".repeat(100));
        assert!(write_message(&long, 50, &mut message).is_err());
        assert!(write_message(&long, 200, &mut message).is_ok());
    }
}
