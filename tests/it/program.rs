//! The program as its own process, with folders of its own and no display.

use std::path::Path;
use std::process::Command;

/// The program with arguments, in a folder that holds its data, settings and cache too.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cutline"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("CUTLINE_DATA_DIR", folder.join("data"))
        .env("CUTLINE_CONFIG_DIR", folder.join("config"))
        .env("CUTLINE_CACHE_DIR", folder.join("cache"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET");
    command
}

/// Makes a file, and the folders it is in; one that is there is replaced.
pub(crate) fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    cutline::files::write_whole(path, cutline::files::Existing::Replace, |file| file.write_all(text.as_bytes()))
        .unwrap();
}
