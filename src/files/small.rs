//! Reads a file that is kept in memory as a whole: settings, templates, corrections.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// The bytes of a regular file of at most so many; the error says why not in words for the user, without the path.
pub fn bytes(path: &Path, bytes_max: u64) -> io::Result<Vec<u8>> {
    // Asked before it is opened, because opening a pipe would wait.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bytes_max {
        return Err(io::Error::other(format!("it is larger than {} MB", bytes_max >> 20)));
    }
    Ok(bytes)
}

/// The same as text.
pub fn text(path: &Path, bytes_max: u64) -> io::Result<String> {
    String::from_utf8(bytes(path, bytes_max)?).map_err(|_| io::Error::other("it is not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Existing, write_whole};

    #[test]
    fn what_is_no_small_file_of_text_is_told_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let write = |held: &[u8]| write_whole(&path, Existing::Replace, |file| file.write_all(held)).unwrap();
        write(&vec![b'a'; 1 << 20]);
        assert_eq!(text(&path, 1 << 20).unwrap().len(), 1 << 20);
        assert_eq!(text(&path, (1 << 20) - 1).unwrap_err().to_string(), "it is larger than 0 MB");
        write(b"\xff");
        assert_eq!(bytes(&path, 1).unwrap(), b"\xff");
        assert_eq!(text(&path, 1).unwrap_err().to_string(), "it is not UTF-8 text");
        assert_eq!(text(folder.path(), 1).unwrap_err().to_string(), "it is not a file");
        assert_eq!(text(&folder.path().join("b"), 1).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
