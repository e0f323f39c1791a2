//! A path in a text field: as a person types it, or as the system's dialog gave it, which may be no text.

use std::path::{Path, PathBuf};

/// What stands for the user's own folder at the beginning of a path that is typed.
const HOME: &str = "~";

/// A path in a text field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPath {
    /// What the field shows, and what is typed into it.
    pub text: String,
    /// The path that was picked; it counts until something else is typed.
    picked: Option<PathBuf>,
}

impl TypedPath {
    /// Whether nothing is typed.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The path as it stands there.
    pub fn as_written(&self) -> PathBuf {
        let picked = self.picked.clone().filter(|picked| picked.display().to_string() == self.text);
        picked.unwrap_or_else(|| PathBuf::from(self.text.trim()))
    }
}

impl From<PathBuf> for TypedPath {
    fn from(path: PathBuf) -> Self {
        Self { text: path.display().to_string(), picked: Some(path) }
    }
}

/// A path with the user's own folder in place of a `~` that it begins with, as shells read it.
pub(super) fn expanded(path: PathBuf, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix(HOME), home) {
        // Nothing joined would be a separator at the end.
        (Ok(rest), Some(home)) if rest.as_os_str().is_empty() => home.to_owned(),
        (Ok(rest), Some(home)) => home.join(rest),
        (Ok(_), None) | (Err(_), _) => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_users_own_folder_where_a_shell_would_read_it_so() {
        let check = |written: &str, home: Option<&str>, expected: &str| {
            assert_eq!(expanded(written.into(), home.map(Path::new)), PathBuf::from(expected), "{written}");
        };
        check("~/photos/a.csv", Some("/home/ann"), "/home/ann/photos/a.csv");
        check("~", Some("/home/ann"), "/home/ann");
        check("~", None, "~");
        for other in ["~bob/photos", "/a/~/b", "a~", "", "./~"] {
            check(other, Some("/home/ann"), other);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_picked_path_that_is_no_text_is_meant_until_something_else_is_typed() {
        use std::os::unix::ffi::OsStringExt as _;

        let path = PathBuf::from(std::ffi::OsString::from_vec(b"/photos/caf\xe9".to_vec()));
        let mut typed = TypedPath::from(path.clone());
        assert_eq!((typed.text.as_str(), typed.as_written()), ("/photos/caf\u{fffd}", path));
        typed.text.push('s');
        assert_eq!(typed.as_written(), PathBuf::from("/photos/caf\u{fffd}s"));
        assert!(TypedPath { text: "  ".to_owned(), ..TypedPath::default() }.is_blank());
    }
}
