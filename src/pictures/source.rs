//! Where a photo's picture is.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::photo::Photo;

/// A file that may hold a photo's picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its absolute path.
    pub path: Arc<Path>,
    /// Whether the file was seen when the input was read; otherwise an input only names it, and it may never have been.
    pub seen: bool,
}

/// The file of a photo's picture, as its input names it; whether it is there is not asked here.
/// Addresses in the network are never followed.
pub fn picture_source(photo: &Photo) -> Option<Source> {
    if let Some(file) = &photo.photo_file {
        let path = std::path::absolute(&file.path).unwrap_or_else(|_| file.path.clone());
        return Some(Source { path: path.into(), seen: true });
    }
    let named = photo.picture.as_deref().or(photo.file.as_deref())?;
    let path = match named.split_once("://") {
        Some(("file", path)) => from_percent(path),
        Some(_) => return None,
        None => Path::new(&input_path(&photo.key.input)?).parent()?.join(named),
    };
    path.is_absolute().then(|| Source { path: path.into(), seen: false })
}

/// The path that an input's part of a photo's key stands for; of inputs that are no files, none.
pub fn input_path(id: &str) -> Option<PathBuf> {
    let path = from_percent(id);
    path.is_absolute().then_some(path)
}

/// A path with `%` and two hexadecimal digits in place of some of its bytes; what is no UTF-8 then is left as it stands.
fn from_percent(written: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = after.split_first_chunk::<2>().filter(|_| *first == b'%');
        let byte = escaped.and_then(|(digits, _)| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        match (byte, escaped) {
            (Some(byte), Some((_, after))) => {
                bytes.push(byte);
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    #[cfg(unix)]
    let path: OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
    #[cfg(not(unix))]
    let path: OsString = String::from_utf8(bytes).unwrap_or_else(|_| written.to_owned()).into();
    path.into()
}

#[cfg(test)]
mod tests {
    /// Paths of other systems are absolute in other ways.
    #[cfg(unix)]
    fn check(input: &str, file: Option<&str>, picture: Option<&str>, expected: Option<&[u8]>) {
        use super::*;
        use crate::photo::{PhotoKey, Stated};
        let key = PhotoKey { input: input.to_owned(), name: "a".to_owned() };
        let [file, picture] = [file, picture].map(|name| name.map(str::to_owned));
        let stated = Stated { file, picture, ..Stated::default() };
        let photo = Photo::read(key, stated, &crate::place::gazetteer::Gazetteer::default());
        let found = picture_source(&photo).map(|source| source.path.as_os_str().as_encoded_bytes().to_vec());
        assert_eq!(found.as_deref(), expected, "{photo:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_looked_for_beside_its_input_and_nowhere_in_the_network() {
        check("/a/captions.csv", Some("b.jpg"), None, Some(b"/a/b.jpg"));
        check("/a/captions.csv", Some("b.jpg"), Some("small/b.jpg"), Some(b"/a/small/b.jpg"));
        check("/a/captions.csv", Some("/c/b.jpg"), None, Some(b"/c/b.jpg"));
        check("/a%25%FF/captions.csv", Some("100%.jpg"), None, Some(b"/a%\xff/100%.jpg"));
        check("/a/page.html", None, Some("https://example.org/b.jpg"), None);
        check("/a/page.html", None, Some("file:///c/b%20c.jpg"), Some(b"/c/b c.jpg"));
        check("capitol", Some("b.jpg"), None, None);
        check("-", Some("/c/b.jpg"), None, None);
        check("/a/captions.csv", None, None, None);
    }
}
