//! `cutline inspect`: what photos and their sidecars state, every candidate and the winner. Files are read in the workers.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value as Json;

use crate::cli::arguments::{InspectArguments, InspectFormat};
use crate::cli::{FAILED, output, run};
use crate::metadata::fallback::FallbackEncoding;
use crate::metadata::format::Format;
use crate::metadata::merged::{Merged, merged};
use crate::metadata::{Metadata, inspect};
use crate::worker::opening::open_regular;
use crate::worker::{WorkerError, Workers};

/// A file that was asked for, and what came of it.
struct Asked {
    path: PathBuf,
    answer: Option<Result<Metadata, WorkerError>>,
}

/// A photo, and the files beside it that may be its sidecar, the likeliest first.
struct Photo {
    file: Asked,
    beside: Vec<Asked>,
}

/// `cutline inspect`
pub(super) fn inspect(arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let mut out = output::stdout();
    let mut objects: Vec<Json> = Vec::new();
    let mut exit_code = ExitCode::SUCCESS;
    let mut photos: Vec<Photo> = arguments.files.iter().map(|path| Photo::of(path)).collect();
    read_all(&mut photos, arguments.iim_encoding.unwrap_or_default(), &run::workers());
    for photo in photos {
        let file = photo.file.path.display().to_string();
        let (merged, warnings) = match photo.merged(arguments) {
            Ok(found) => found,
            Err(error) => {
                // What the system says of a file that is not opened names it already.
                let named = matches!(error, WorkerError::Open(_));
                output::say(&if named { format!("error: {error}") } else { format!("error: {error}: {file}") });
                exit_code = ExitCode::from(FAILED);
                (Merged::default(), vec![error.to_string()])
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

/// Has every file read, many at a time.
fn read_all(photos: &mut [Photo], fallback: FallbackEncoding, workers: &Workers) {
    let mut asked: Vec<&mut Asked> =
        photos.iter_mut().flat_map(|photo| std::iter::once(&mut photo.file).chain(&mut photo.beside)).collect();
    let paths: Vec<PathBuf> = asked.iter().map(|asked| asked.path.clone()).collect();
    let mut files = paths.iter().map(|path| open_regular(path));
    workers.metadata_each(&mut files, fallback, &|| false, &mut |at, answer| {
        if let Some(asked) = asked.get_mut(at) {
            asked.answer = Some(answer);
        }
    });
}

impl Photo {
    fn of(path: &Path) -> Self {
        let longer = |extension: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(".");
            name.push(extension);
            PathBuf::from(name)
        };
        let names = [longer("xmp"), longer("XMP"), path.with_extension("xmp"), path.with_extension("XMP")];
        let beside = names.into_iter().filter(|name| name != path && name.is_file());
        let asked = |path: PathBuf| Asked { path, answer: None };
        Self { file: asked(path.to_owned()), beside: beside.map(asked).collect() }
    }

    /// What a photo and its sidecar state, and what could not be read.
    fn merged(self, arguments: &InspectArguments) -> Result<(Merged, Vec<String>), WorkerError> {
        let unanswered = || Err(WorkerError::Failed { why: "it was not read".to_owned() });
        let embedded = self.file.answer.unwrap_or_else(unanswered)?;
        let mut warnings = embedded.warnings.clone();
        let extension = self.file.path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let mut sidecar = None;
        for asked in self.beside {
            match asked.answer.unwrap_or_else(unanswered) {
                Ok(beside) if beside.is_sidecar_for(&extension) => {
                    warnings.extend(beside.warnings.iter().map(|warning| format!("sidecar: {warning}")));
                    sidecar = Some(beside);
                    break;
                }
                Ok(_) => {}
                Err(error) => warnings.push(format!("sidecar: {error}")),
            }
        }
        let sidecar = sidecar.filter(|_| embedded.format != Some(Format::Xmp));
        Ok((merged(&embedded, sidecar.as_ref(), arguments.profile.profile()), warnings))
    }
}
