//! The text of an input, a window at a time, so that reading takes no more memory for ten million captions than for ten.
//! Bytes are decoded as they come; most inputs fit into the first window and are read as one text.

use std::fs::File;
use std::io::{self, Read};

use md5::{Digest as _, Md5};

use crate::readers::decode::{Decoder, NotText};
use crate::readers::gathering::Progress;
use crate::readers::{INPUT_MAX_BYTES, Input, ReadError, Warning};
use crate::worker::PAGE_MAX_BYTES;

/// How much is decoded at once: much more than any caption, and little enough that the first ones are soon there.
const WINDOW_BYTES: usize = 1 << 20;
/// The largest window: what is not at an end within it is broken, or no caption. Tests have a smaller one.
const WINDOW_MAX_BYTES: usize = if cfg!(test) { 12 << 20 } else { 64 << 20 };
/// How much is read between two reports of progress.
const CHUNK_BYTES: usize = 64 << 10;
/// The captions of the bundled collection.
pub(crate) const BUNDLED: &str = include_str!("../../assets/capitol/captions.txt");

/// The bytes of an input.
pub(crate) struct ByteSource<'a> {
    from: Box<dyn Read + 'a>,
    input: String,
    digest: Md5,
    n_read: u64,
    size: u64,
    is_at_end: bool,
}

/// The text of an input.
pub(crate) struct TextSource<'a> {
    bytes: ByteSource<'a>,
    decoder: Decoder,
    /// Bytes that are not decoded yet: the beginning of a character whose end has not been read.
    undecoded: Vec<u8>,
    window: String,
    /// The line on which the window begins, from 1.
    line: usize,
}

impl<'a> ByteSource<'a> {
    /// The bytes of an input, from its beginning.
    pub(crate) fn open(input: &'a Input) -> Result<Self, ReadError> {
        let name = || input.to_string();
        let unreadable = |why: io::Error| ReadError::of_io(why, name());
        let (from, size): (Box<dyn Read>, u64) = match input {
            Input::Bundled => (Box::new(BUNDLED.as_bytes()), BUNDLED.len() as u64),
            Input::Stream(stream) => (Box::new(stream.bytes().reader()), stream.bytes().len),
            Input::Pasted(text) => (Box::new(text.as_bytes()), text.len() as u64),
            Input::File(path) | Input::Folder { path, .. } => {
                // What the name stands for is asked before it is opened: opening a pipe would wait for its writer.
                let metadata = std::fs::metadata(path).map_err(unreadable)?;
                if !metadata.is_file() {
                    return Err(ReadError::NotAFile { input: name() });
                }
                (Box::new(File::open(path).map_err(unreadable)?), metadata.len())
            }
        };
        Ok(Self { from, input: name(), digest: Md5::new(), n_read: 0, size, is_at_end: false })
    }

    /// Reads more, up to so many bytes, and tells how far it is.
    pub(crate) fn read_more(
        &mut self,
        bytes: &mut Vec<u8>,
        n_wanted: usize,
        progress: &mut Progress<'_>,
    ) -> Result<(), ReadError> {
        let wanted = bytes.len() + n_wanted;
        while bytes.len() < wanted && !self.is_at_end {
            let start = bytes.len();
            let chunk = CHUNK_BYTES.min(wanted - start) as u64;
            let n_read = (&mut self.from).take(chunk).read_to_end(bytes);
            let n_read = n_read.map_err(|why| ReadError::of_io(why, self.input.clone()))?;
            self.is_at_end = n_read == 0;
            self.digest.update(bytes.get(start..).unwrap_or_default());
            self.n_read += n_read as u64;
            progress.report(self.n_read, self.size)?;
        }
        Ok(())
    }

    /// Reads what is left, as a whole; none of an input larger than the limit.
    pub(crate) fn read_rest(&mut self, bytes: &mut Vec<u8>, progress: &mut Progress<'_>) -> Result<(), ReadError> {
        while !self.is_at_end {
            let size = self.size.max(self.n_read);
            if size > INPUT_MAX_BYTES {
                return Err(ReadError::TooLarge { size, input: self.input.clone() });
            }
            self.read_more(bytes, WINDOW_BYTES, progress)?;
        }
        Ok(())
    }

    /// An error for a page that is larger than a worker takes, before the rest of it is read.
    pub(crate) fn check_page(&self) -> Result<(), ReadError> {
        if self.size > PAGE_MAX_BYTES {
            let why = format!("it has {} MiB, and {} are the most for a page", self.size >> 20, PAGE_MAX_BYTES >> 20);
            return Err(ReadError::Page { why, input: self.input.clone() });
        }
        Ok(())
    }

    /// Whether everything was read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// A sum over everything that was read.
    pub(crate) fn digest(&self) -> [u8; 16] {
        self.digest.clone().finalize().into()
    }
}

impl<'a> TextSource<'a> {
    /// The text of bytes of which the beginning was read already.
    pub(crate) fn new(
        bytes: ByteSource<'a>,
        beginning: Vec<u8>,
        progress: &mut Progress<'_>,
    ) -> Result<Self, ReadError> {
        let (decoder, mark) =
            Decoder::of(&beginning).map_err(|NotText| ReadError::Binary { input: bytes.input.clone() })?;
        let mut undecoded = beginning;
        undecoded.drain(..mark);
        let mut source = Self { bytes, decoder, undecoded, window: String::new(), line: 1 };
        source.decode();
        if source.window.is_empty() {
            source.fill(progress)?;
        }
        Ok(source)
    }

    /// How much of a beginning is read before it is known what it is.
    pub(crate) fn first_bytes() -> usize {
        WINDOW_BYTES
    }

    /// The text that was read and not passed over yet.
    pub(crate) fn window(&self) -> &str {
        &self.window
    }

    /// Whether the window goes to the end of the text.
    pub(crate) fn is_last(&self) -> bool {
        self.bytes.is_at_end && self.undecoded.is_empty()
    }

    /// The line on which the window begins, from 1.
    pub(crate) fn line(&self) -> usize {
        self.line
    }

    /// Passes over the beginning of the window, and reads more behind it.
    pub(crate) fn advance(&mut self, n_bytes: usize, progress: &mut Progress<'_>) -> Result<(), ReadError> {
        self.line += self.window.get(..n_bytes).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count();
        self.window.drain(..n_bytes.min(self.window.len()));
        self.fill(progress)
    }

    /// Reads more behind the window; whether there was more, and room for it.
    pub(crate) fn grow(&mut self, progress: &mut Progress<'_>) -> Result<bool, ReadError> {
        if self.is_last() || self.window.len() >= WINDOW_MAX_BYTES {
            return Ok(false);
        }
        self.fill(progress)?;
        Ok(true)
    }

    /// Reads all that is left into the window; none of an input larger than the limit.
    pub(crate) fn read_rest(&mut self, progress: &mut Progress<'_>) -> Result<(), ReadError> {
        self.bytes.read_rest(&mut self.undecoded, progress)?;
        self.decode();
        Ok(())
    }

    /// What had to be assumed about the bytes so far.
    pub(crate) fn warning(&self) -> Option<Warning> {
        self.decoder.warning()
    }

    /// A sum over everything that was read.
    pub(crate) fn digest(&self) -> [u8; 16] {
        self.bytes.digest()
    }

    fn fill(&mut self, progress: &mut Progress<'_>) -> Result<(), ReadError> {
        self.bytes.read_more(&mut self.undecoded, WINDOW_BYTES, progress)?;
        self.decode();
        Ok(())
    }

    fn decode(&mut self) {
        let n_decoded = self.decoder.decode(&self.undecoded, self.bytes.is_at_end, &mut self.window);
        self.undecoded.drain(..n_decoded);
    }
}
