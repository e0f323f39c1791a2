//! A file's address and the name of its thumbnail, as every program that keeps thumbnails makes them.

use std::fmt::Write as _;
use std::path::Path;

use md5::{Digest as _, Md5};

/// The characters that stand for themselves in a file's address beside letters and digits: those of GLib's
/// `g_filename_to_uri`, whose spelling the thumbnails of most desktops are named by.
const PLAIN: &[u8] = b"!$&'()*+,-./:=@_~";

/// The address of an absolute path, whatever bytes it is made of.
pub(super) fn file_uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(byte) {
            uri.push(char::from(*byte));
        } else {
            // Writing into a string cannot fail.
            write!(uri, "%{byte:02X}").ok();
        }
    }
    uri
}

/// The name of an address's thumbnail, without its folder.
pub(super) fn thumbnail_name(uri: &str) -> String {
    let mut name = String::with_capacity(36);
    for byte in Md5::digest(uri.as_bytes()) {
        write!(name, "{byte:02x}").ok();
    }
    name.push_str(".png");
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbnail_is_named_as_in_the_standards_example() {
        // Thumbnail Managing Standard 0.9, "Saving Thumbnails".
        let uri = file_uri(Path::new("/home/jens/photos/me.png"));
        assert_eq!(uri, "file:///home/jens/photos/me.png");
        assert_eq!(thumbnail_name(&uri), "c6ee772d9e49320e97ec29a7eb5b1697.png");
    }

    #[cfg(unix)]
    #[test]
    fn any_bytes_are_written_as_glib_writes_them() {
        use std::os::unix::ffi::OsStrExt as _;
        let check = |path: &[u8], expected: &str| {
            assert_eq!(file_uri(Path::new(std::ffi::OsStr::from_bytes(path))), format!("file://{expected}"));
        };
        check(b"/a b/#1;[x].jpg", "/a%20b/%231%3B%5Bx%5D.jpg");
        check(b"/!$&'()*+,-.:=@_~", "/!$&'()*+,-.:=@_~");
        check("/é%".as_bytes(), "/%C3%A9%25");
        check(b"/\xff\x01\"<>?\\^`{|}", "/%FF%01%22%3C%3E%3F%5C%5E%60%7B%7C%7D");
    }
}
