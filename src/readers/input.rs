//! What is opened: a file, a folder, a stream or a text, how it is told apart from others, and what it is called.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::readers::stream::Stream;
use crate::text::stable_hash;

/// What is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The collection that comes with the program.
    Bundled,
    /// A file.
    File(PathBuf),
    /// A folder of photos.
    Folder {
        /// Where it is.
        path: PathBuf,
        /// Whether folders within it are read too.
        subfolders: bool,
    },
    /// What came in by standard input or a pipe.
    Stream(Stream),
    /// Text pasted into the window.
    Pasted(String),
}

impl Input {
    /// The input's part of a photo's key; lasting, and different for different inputs.
    ///
    /// For a file it is the absolute path, in which `%`, control characters and bytes that are not UTF-8 are written
    /// as `%` and two hexadecimal digits, so that the path can be had back.
    pub fn id(&self) -> String {
        match self {
            Self::Bundled => "capitol".to_owned(),
            Self::File(path) | Self::Folder { path, .. } => path_as_id(&absolute(path)),
            Self::Stream(stream) => stream.pipe().map_or_else(|| "-".to_owned(), path_as_id),
            Self::Pasted(text) => format!("pasted-{:016x}", stable_hash(text.as_bytes())),
        }
    }

    /// Tells inputs apart by what is read of them.
    pub fn identity(&self) -> String {
        let id = self.id();
        match self {
            Self::Folder { subfolders: false, .. } => format!("{id} without subfolders"),
            Self::Stream(stream) => format!("{id} {}", stream.state()),
            Self::Folder { subfolders: true, .. } | Self::Bundled | Self::File(_) | Self::Pasted(_) => id,
        }
    }

    /// Where it is, if it is a file or a folder.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Folder { path, .. } => Some(path),
            Self::Bundled | Self::Stream(_) | Self::Pasted(_) => None,
        }
    }

    /// The extension of the file's name, in lower case.
    pub(super) fn extension(&self) -> Option<String> {
        let path = match self {
            Self::File(path) => path,
            Self::Stream(stream) => stream.pipe()?,
            Self::Folder { .. } | Self::Bundled | Self::Pasted(_) => return None,
        };
        path.extension().map(|extension| extension.to_string_lossy().to_lowercase())
    }

    /// A title for a collection that states none.
    pub(super) fn stem(&self) -> String {
        let stem = |path: &Path| path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match self {
            Self::File(path) => stem(path),
            Self::Folder { path, .. } => {
                let path = absolute(path);
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
            }
            Self::Bundled => "US Capitol".to_owned(),
            Self::Stream(stream) => stream.pipe().map_or_else(|| "Standard input".to_owned(), stem),
            Self::Pasted(_) => "Pasted text".to_owned(),
        }
    }
}

/// The input as the user knows it, for messages.
impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bundled => f.write_str("the bundled collection"),
            Self::File(path) | Self::Folder { path, .. } => write!(f, "{}", path.display()),
            Self::Stream(stream) => write!(f, "{stream}"),
            Self::Pasted(_) => f.write_str("the pasted text"),
        }
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A path as text from which it can be had back.
pub(super) fn path_as_id(path: &Path) -> String {
    let mut id = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c == '%' || c.is_control() {
                let mut buffer = [0; 4];
                c.encode_utf8(&mut buffer).bytes().for_each(|byte| push_percent(&mut id, byte));
            } else {
                id.push(c);
            }
        }
        chunk.invalid().iter().for_each(|byte| push_percent(&mut id, *byte));
    }
    id
}

fn push_percent(id: &mut String, byte: u8) {
    id.push_str(&format!("%{byte:02X}"));
}
