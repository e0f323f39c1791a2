//! `cutline inspect`: what photos and their sidecars state, every candidate and the winner. Files are read in the workers.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Builder;

use anyhow::{Context as _, bail};

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

/// How many photos that are read may wait to be printed.
const WAITING_MAX: usize = 256;

/// `cutline inspect`
pub(super) fn inspect(arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let photos: Vec<Photo> = arguments.files.iter().map(|path| Photo::of(path)).collect();
    let (read, waiting) = sync_channel(WAITING_MAX);
    // Choosing among values and printing them takes as long as reading them does, so both are done at the same time.
    std::thread::scope(|scope| {
        let printer = Builder::new().name("cutline-print".to_owned());
        let printer =
            printer.spawn_scoped(scope, move || print_all(waiting, arguments)).context("cannot start a thread")?;
        read_all(photos, arguments.iim_encoding.unwrap_or_default(), &run::workers(), &|photo| {
            read.send(photo).is_ok()
        });
        drop(read);
        printer.join().unwrap_or_else(|_| bail!("printing failed because of an error in the program"))
    })
}

/// Prints photos as they come.
fn print_all(photos: Receiver<Photo>, arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let mut out = output::stdout();
    let mut exit_code = ExitCode::SUCCESS;
    let mut between = "[\n";
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
            InspectFormat::Json => {
                out.write_all(between.as_bytes())?;
                between = ",\n";
                serde_json::to_writer_pretty(&mut out, &inspect::json(&file, &merged, &warnings))?;
            }
            InspectFormat::Table => {
                for line in inspect::lines(&file, &merged, &warnings) {
                    writeln!(out, "{}", output::visible_line(&line))?;
                }
            }
        }
    }
    if arguments.format == InspectFormat::Json {
        out.write_all(b"\n]\n")?;
    }
    out.flush()?;
    Ok(exit_code)
}

/// Has every file read, many at a time, and hands photos on in their order; ends when nobody wants them any more.
fn read_all(photos: Vec<Photo>, fallback: FallbackEncoding, workers: &Workers, hand_on: &dyn Fn(Photo) -> bool) {
    let files = |photo: &Photo| {
        let beside = photo.beside.iter().map(|asked| asked.path.clone());
        std::iter::once(photo.file.path.clone()).chain(beside).collect::<Vec<PathBuf>>()
    };
    let paths: Vec<PathBuf> = photos.iter().flat_map(files).collect();
    // The photo of each file, and the file's place among the photo's own.
    let places: Vec<(usize, usize)> = photos
        .iter()
        .enumerate()
        .flat_map(|(at, photo)| (0..=photo.beside.len()).map(move |file| (at, file)))
        .collect();
    let mut waiting: VecDeque<Photo> = photos.into();
    let n_handed = Cell::new(0);
    let is_wanted = Cell::new(true);
    let mut opened = paths.iter().map(|path| open_regular(path));
    workers.metadata_each(&mut opened, fallback, &|| !is_wanted.get(), &mut |at, answer| {
        let place = places.get(at).copied();
        let photo = place.and_then(|(photo, file)| Some((waiting.get_mut(photo.checked_sub(n_handed.get())?)?, file)));
        if let Some(asked) = photo.and_then(|(photo, file)| photo.asked(file)) {
            asked.answer = Some(answer);
        }
        while waiting.front().is_some_and(Photo::is_answered) {
            let Some(photo) = waiting.pop_front() else { return };
            n_handed.set(n_handed.get() + 1);
            is_wanted.set(is_wanted.get() && hand_on(photo));
        }
    });
    // What has no answer says so.
    for photo in waiting {
        if !hand_on(photo) {
            return;
        }
    }
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

    /// One of its files: itself, then those beside it.
    fn asked(&mut self, file: usize) -> Option<&mut Asked> {
        match file.checked_sub(1) {
            None => Some(&mut self.file),
            Some(beside) => self.beside.get_mut(beside),
        }
    }

    fn is_answered(&self) -> bool {
        self.file.answer.is_some() && self.beside.iter().all(|asked| asked.answer.is_some())
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
