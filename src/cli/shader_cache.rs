//! A way around a driver that ends the program: Mesa keeps its shaders in a file that it maps into memory, and where the disk
//! is full, to write there ends whoever does (SIGBUS).

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::worker::own_program;

/// What Mesa's index takes, and some shaders.
const ROOM_MIN_BYTES: u64 = 8 * 1024 * 1024;
/// Has Mesa keep no shaders.
const DISABLED: &str = "MESA_SHADER_CACHE_DISABLE";

/// Where the driver's folder has no room, the program takes its own place without one; a start takes longer so.
pub(super) fn do_without_if_full() {
    if std::env::var_os(DISABLED).is_some()
        || !folder(|name| std::env::var_os(name)).is_some_and(|folder| is_full(&folder))
    {
        return;
    }
    let Ok(program) = own_program() else { return };
    let mut arguments = std::env::args_os();
    let mut again = Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    // It comes back only if it fails; then the program goes on as it is.
    let _failed = again.args(arguments).env(DISABLED, "true").exec();
}

/// Where Mesa keeps its shaders.
fn folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("MESA_SHADER_CACHE_DIR").or_else(|| set("XDG_CACHE_HOME")).or_else(|| Some(set("HOME")?.join(".cache")))
}

/// Whether a folder, or the one it would be made in, has no room; not where that cannot be told.
fn is_full(folder: &Path) -> bool {
    let there = folder.ancestors().find(|folder| folder.is_dir());
    there.and_then(|folder| rustix::fs::statvfs(folder).ok()).is_some_and(|disk| room_bytes(&disk) < ROOM_MIN_BYTES)
}

fn room_bytes(disk: &rustix::fs::StatVfs) -> u64 {
    disk.f_bavail.saturating_mul(disk.f_frsize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_the_one_that_the_driver_takes() {
        let check = |set: &[(&str, &str)], expected: Option<&str>| {
            let variable = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
            assert_eq!(folder(variable), expected.map(PathBuf::from));
        };
        check(&[("HOME", "/h")], Some("/h/.cache"));
        check(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/c")], Some("/c"));
        check(&[("XDG_CACHE_HOME", ""), ("HOME", "/h")], Some("/h/.cache"));
        check(&[("MESA_SHADER_CACHE_DIR", "/m"), ("XDG_CACHE_HOME", "/c")], Some("/m"));
        check(&[], None);
    }

    #[test]
    fn a_disk_with_room_is_not_full_though_the_folder_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_full(&folder.path().join("not/there/yet")));
        assert!(is_full(Path::new("/proc")), "the system's own folder has no room");
    }
}
