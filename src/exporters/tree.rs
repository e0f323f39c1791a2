//! Where an export of several files puts them: into a folder, or into an archive.

use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::files::folder::NewFolder;

/// Something that takes files by name; folders within are divided by `/`.
pub trait Tree {
    /// Takes a file.
    fn file(&mut self, name: &str, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()>;
}

impl Tree for NewFolder {
    fn file(&mut self, name: &str, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        Self::file(self, name, write)
    }
}

/// A ZIP archive: the same files in the same order give the same bytes, whenever it is made.
pub(super) struct Archive<'a> {
    zip: ZipWriter<StreamWriter<&'a mut dyn Write>>,
    /// All files stand in a folder of this name, so that unpacking does not strew them.
    root: String,
}

impl<'a> Archive<'a> {
    pub(super) fn new(out: &'a mut dyn Write, root: &str) -> Self {
        Self { zip: ZipWriter::new_stream(out), root: root.to_owned() }
    }

    /// Writes what stands at an archive's end.
    pub(super) fn finish(self) -> io::Result<()> {
        self.zip.finish().map(drop).map_err(io::Error::other)
    }
}

impl Tree for Archive<'_> {
    fn file(&mut self, name: &str, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        // Pictures are packed as tightly as they will be.
        let is_packed =
            [".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif", ".gif"].iter().any(|end| name.ends_with(end));
        let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            // A photo may have more than 4 GiB, and its size is not known before.
            .large_file(true);
        self.zip.start_file(format!("{}/{name}", self.root), options).map_err(io::Error::other)?;
        write(&mut self.zip)
    }
}
