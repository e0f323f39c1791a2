//! What the command line names as inputs, and how they are to be read.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;

use crate::cli::arguments::Inputs;
use crate::readers::stream::Stream;
use crate::readers::{Input, Options};
use crate::settings::folders::Folders;

/// The inputs named; the bundled collection when none is.
pub(super) fn inputs(arguments: &Inputs, folders: &Folders) -> anyhow::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    if arguments.sample || arguments.inputs.is_empty() {
        inputs.push(Input::Bundled);
    }
    for path in &arguments.inputs {
        let at = without_parents(path);
        inputs.push(if path.as_os_str() == "-" {
            Input::Stream(Stream::read(&mut std::io::stdin().lock(), None, &folders.cache)?)
        } else if is_pipe(path) {
            let mut pipe = File::open(path).with_context(|| path.display().to_string())?;
            Input::Stream(Stream::read(&mut pipe, Some(path), &folders.cache)?)
        } else if at.is_dir() {
            Input::Folder { path: at, subfolders: !arguments.no_subfolders }
        } else {
            Input::File(at)
        });
    }
    Ok(inputs)
}

/// The path without `..` and needless signs, so that photos have the same keys from wherever their input is named.
fn without_parents(path: &Path) -> PathBuf {
    let components: Vec<Component<'_>> = path.components().collect();
    let last = components.iter().rposition(|component| *component == Component::ParentDir);
    let (above, below) = components.split_at(last.map_or(0, |last| last + 1));
    let below: PathBuf = below.iter().collect();
    if above.is_empty() {
        return below;
    }
    // A folder's `..` is not where its name says when a link led into it: only the system knows.
    match fs::canonicalize(above.iter().collect::<PathBuf>()) {
        Ok(above) => above.join(below),
        Err(_) => path.to_owned(),
    }
}

/// Whether it is what `mkfifo` makes, or `<(command)` in a shell.
fn is_pipe(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        std::fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// The columns that are mapped.
pub(super) fn options(arguments: &Inputs) -> anyhow::Result<Options> {
    let iim_encoding = arguments.iim_encoding.unwrap_or_default();
    let mut options = Options { iim_encoding, ..Options::default() };
    for map in &arguments.maps {
        options.add_mapping(map).with_context(|| format!("--map {map}"))?;
    }
    Ok(options)
}
