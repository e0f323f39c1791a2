//! What comes in by a stream is written into a file without a name, so that it takes no memory, whatever its size, and can
//! be read again; the file is gone with whoever read it last.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use md5::{Digest as _, Md5};

use crate::files::growing::{Scratch, Written};
use crate::readers::ReadError;
use crate::readers::decode::{Decoder, NotText};

/// The most that is taken from a stream, in bytes: more than a hundred million captions, and less than an endless one.
const STREAM_MAX_BYTES: u64 = 64 << 30;
/// How much is taken at once; what is no text is told by the first of it.
const PART_BYTES: u64 = 1 << 20;

/// What came in by a stream.
#[derive(Clone, Debug)]
pub struct Stream {
    /// The pipe; none for standard input.
    pipe: Option<PathBuf>,
    bytes: Written,
    digest: [u8; 16],
}

impl Stream {
    /// Reads standard input, or a pipe, to its end. What comes in waits in a folder, or where the system keeps what is
    /// temporary.
    pub fn read(stream: &mut dyn Read, pipe: Option<&Path>, folder: &Path) -> Result<Self, ReadError> {
        let input = || name(pipe).to_string();
        let unreadable = |why: io::Error| ReadError::Unreadable { why, input: input() };
        let in_cache = std::fs::create_dir_all(folder).and_then(|()| Scratch::begin(folder));
        let temporary = std::env::temp_dir();
        let folder = if in_cache.is_ok() { folder } else { &temporary };
        let unkept = |why: io::Error| ReadError::Unkept { why, folder: folder.to_owned(), input: input() };
        let mut scratch = in_cache.or_else(|_| Scratch::begin(folder)).map_err(unkept)?;
        let mut digest = Md5::new();
        let mut part = Vec::new();
        loop {
            part.clear();
            Read::take(&mut *stream, PART_BYTES).read_to_end(&mut part).map_err(unreadable)?;
            if part.is_empty() {
                break;
            }
            if scratch.n_bytes() == 0 {
                Decoder::of(&part).map_err(|NotText| ReadError::Binary { input: input() })?;
            }
            digest.update(&part);
            scratch.append(&part).map_err(unkept)?;
            if scratch.n_bytes() > STREAM_MAX_BYTES {
                return Err(ReadError::Endless { input: input() });
            }
        }
        let pipe = pipe.map(|pipe| std::path::absolute(pipe).unwrap_or_else(|_| pipe.to_owned()));
        Ok(Self { pipe, bytes: scratch.written(), digest: digest.finalize().into() })
    }

    /// The pipe it came by; none for standard input.
    pub(super) fn pipe(&self) -> Option<&Path> {
        self.pipe.as_deref()
    }

    /// What came in, from its beginning.
    pub(super) fn bytes(&self) -> &Written {
        &self.bytes
    }

    /// A line that is the same for the same bytes.
    pub(super) fn state(&self) -> String {
        self.digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl PartialEq for Stream {
    fn eq(&self, other: &Self) -> bool {
        (&self.pipe, self.digest) == (&other.pipe, other.digest)
    }
}

impl Eq for Stream {}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", name(self.pipe()))
    }
}

fn name(pipe: Option<&Path>) -> std::path::Display<'_> {
    pipe.unwrap_or(Path::new("standard input")).display()
}
