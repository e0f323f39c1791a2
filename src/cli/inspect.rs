//! `cutline inspect`: what photos and their sidecars state, every candidate and the winner.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::Value as Json;

use crate::cli::arguments::{InspectArguments, InspectFormat};
use crate::cli::{FAILED, output};
use crate::metadata::format::Format;
use crate::metadata::merged::{Merged, merged};
use crate::metadata::{self, Bytes, Metadata, inspect};

/// `cutline inspect`
pub(super) fn inspect(arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let mut out = output::stdout();
    let mut objects: Vec<Json> = Vec::new();
    let mut exit_code = ExitCode::SUCCESS;
    for path in &arguments.files {
        let file = path.display().to_string();
        let (merged, warnings) = match inspected(path, arguments) {
            Ok(found) => found,
            Err(error) => {
                output::say(&format!("error: {error:#}"));
                exit_code = ExitCode::from(FAILED);
                (Merged::default(), vec![format!("{error:#}")])
            }
        };
        match arguments.format {
            InspectFormat::Json => objects.push(inspect::json(&file, &merged, &warnings)),
            InspectFormat::Table => {
                for line in inspect::lines(&file, &merged, &warnings) {
                    writeln!(out, "{}", output::visible_line(&line))?;
                }
            }
        }
    }
    if arguments.format == InspectFormat::Json {
        serde_json::to_writer_pretty(&mut out, &objects)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(exit_code)
}

/// What a photo and its sidecar state, and what could not be read.
fn inspected(path: &Path, arguments: &InspectArguments) -> anyhow::Result<(Merged, Vec<String>)> {
    let embedded = read_file(path)?;
    let mut warnings = embedded.warnings.clone();
    let beside = if embedded.format == Some(Format::Xmp) { None } else { sidecar(path, &mut warnings) };
    Ok((merged(&embedded, beside.as_ref(), arguments.profile.profile()), warnings))
}

/// The sidecar of a photo: `photo.jpg.xmp`, or else `photo.xmp` unless that says that it is another file's.
fn sidecar(photo: &Path, warnings: &mut Vec<String>) -> Option<Metadata> {
    let longer = |extension: &str| {
        let mut name = photo.as_os_str().to_owned();
        name.push(".");
        name.push(extension);
        PathBuf::from(name)
    };
    let extension = photo.extension().unwrap_or_default().to_string_lossy();
    for path in [longer("xmp"), longer("XMP"), photo.with_extension("xmp"), photo.with_extension("XMP")] {
        if !path.is_file() {
            continue;
        }
        match read_file(&path) {
            Ok(beside) if beside.is_sidecar_for(&extension) => {
                warnings.extend(beside.warnings.iter().map(|warning| format!("sidecar: {warning}")));
                return Some(beside);
            }
            Ok(_) => {}
            Err(error) => warnings.push(format!("sidecar: {error:#}")),
        }
    }
    None
}

/// What a file states.
fn read_file(path: &Path) -> anyhow::Result<Metadata> {
    let why = || format!("cannot read {}", path.display());
    // Opening a pipe or a device could wait for ever.
    if !fs::metadata(path).with_context(why)?.is_file() {
        bail!("cannot read {}: it is not a file", path.display());
    }
    let file = File::open(path).with_context(why)?;
    let len_bytes = file.metadata().with_context(why)?.len();
    Ok(metadata::read(&OpenFile { file, len_bytes }))
}

/// A file that is read by place.
struct OpenFile {
    file: File,
    len_bytes: u64,
}

impl Bytes for OpenFile {
    fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    fn read_at(&self, mut offset: u64, mut buffer: &mut [u8]) -> usize {
        let mut n_read = 0;
        while !buffer.is_empty() {
            match read_some(&self.file, offset, buffer) {
                Ok(0) => break,
                Ok(n) => {
                    n_read += n;
                    offset += u64::try_from(n).unwrap_or(0);
                    buffer = buffer.get_mut(n..).unwrap_or_default();
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        n_read
    }
}

#[cfg(unix)]
fn read_some(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_some(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}
