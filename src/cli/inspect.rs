//! `cutline inspect`: what photos and their sidecars state, every candidate and the winner. Files are read in the workers.

use std::cell::Cell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Builder;

use anyhow::{Context as _, bail};

use crate::cli::arguments::InspectArguments;
use crate::cli::arguments::forms::InspectFormat;
use crate::cli::{FAILED, output, run};
use crate::metadata::fallback::FallbackEncoding;
use crate::metadata::format::Format;
use crate::metadata::merged::{Merged, merged};
use crate::metadata::{Metadata, inspect};
use crate::photo::naming;
use crate::worker::opening::open_regular;
use crate::worker::{WorkerError, Workers};

/// A file that was asked for, and what came of it.
struct Asked {
    path: PathBuf,
    answer: Option<Result<Metadata, WorkerError>>,
}

/// A photo, and the file beside it that may be its sidecar.
struct Photo {
    file: Asked,
    beside: Option<Asked>,
}

/// How many photos that are read are handed to the printer at once: to wake it for each took longer than to print it.
const HANDED_AT_ONCE: usize = 32;
/// How many times so many photos may wait to be printed.
const WAITING_MAX: usize = 8;
/// A folder is listed if it has no more than so many names for every file that is asked for; names are cheaper listed than
/// asked for one by one.
const NAMES_PER_FILE: usize = 8;

/// `cutline inspect`
pub(super) fn inspect(arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let mut sidecars = Sidecars::default();
    let n_names_max = arguments.files.len().saturating_mul(NAMES_PER_FILE);
    let photos: Vec<Photo> = arguments.files.iter().map(|path| Photo::of(path, &mut sidecars, n_names_max)).collect();
    let (read, waiting) = sync_channel(WAITING_MAX);
    // Choosing among values and printing them takes as long as reading them does, so both are done at the same time.
    std::thread::scope(|scope| {
        let printer = Builder::new().name("cutline-print".to_owned());
        let printer =
            printer.spawn_scoped(scope, move || print_all(waiting, arguments)).context("cannot start a thread")?;
        read_all(photos, arguments.iim_encoding.unwrap_or_default(), &run::workers(), &|photos| {
            read.send(photos).is_ok()
        });
        drop(read);
        printer.join().unwrap_or_else(|_| bail!("printing failed because of an error in the program"))
    })
}

/// Prints photos as they come.
fn print_all(photos: Receiver<Vec<Photo>>, arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let mut out = output::stdout();
    let mut exit_code = ExitCode::SUCCESS;
    let mut between = "[\n";
    let mut object = Vec::new();
    for photo in photos.into_iter().flatten() {
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
                object.clear();
                serde_json::to_writer_pretty(&mut object, &inspect::json(&file, &merged, &warnings))?;
                out.write_all(&object)?;
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
fn read_all(photos: Vec<Photo>, fallback: FallbackEncoding, workers: &Workers, hand_on: &dyn Fn(Vec<Photo>) -> bool) {
    let files = |photo: &Photo| {
        let beside = photo.beside.as_ref().map(|asked| asked.path.clone());
        std::iter::once(photo.file.path.clone()).chain(beside).collect::<Vec<PathBuf>>()
    };
    let paths: Vec<PathBuf> = photos.iter().flat_map(files).collect();
    // The photo of each file, and whether it is the one beside it.
    let places: Vec<(usize, bool)> = photos
        .iter()
        .enumerate()
        .flat_map(|(at, photo)| std::iter::once((at, false)).chain(photo.beside.as_ref().map(|_| (at, true))))
        .collect();
    let mut waiting: VecDeque<Photo> = photos.into();
    let n_answered = Cell::new(0);
    let mut answered = Vec::new();
    let is_wanted = Cell::new(true);
    let mut opened = paths.iter().map(|path| open_regular(path));
    workers.metadata_each(&mut opened, fallback, &|| !is_wanted.get(), &mut |at, answer| {
        let place = places.get(at).copied();
        let photo =
            place.and_then(|(photo, beside)| Some((waiting.get_mut(photo.checked_sub(n_answered.get())?)?, beside)));
        let asked =
            photo.and_then(|(photo, beside)| if beside { photo.beside.as_mut() } else { Some(&mut photo.file) });
        if let Some(asked) = asked {
            asked.answer = Some(answer);
        }
        while waiting.front().is_some_and(Photo::is_answered) {
            let Some(photo) = waiting.pop_front() else { return };
            n_answered.set(n_answered.get() + 1);
            answered.push(photo);
            if answered.len() >= HANDED_AT_ONCE {
                is_wanted.set(is_wanted.get() && hand_on(std::mem::take(&mut answered)));
            }
        }
    });
    // What has no answer says so.
    answered.extend(waiting);
    hand_on(answered);
}

impl Photo {
    fn of(path: &Path, sidecars: &mut Sidecars, n_names_max: usize) -> Self {
        let asked = |path: PathBuf| Asked { path, answer: None };
        let beside = naming::sidecar(path, |name| sidecars.has(name, n_names_max));
        Self { file: asked(path.to_owned()), beside: beside.map(asked) }
    }

    fn is_answered(&self) -> bool {
        self.file.answer.is_some() && self.beside.iter().all(|asked| asked.answer.is_some())
    }

    /// What a photo and its sidecar state, and what could not be read.
    fn merged(self, arguments: &InspectArguments) -> Result<(Merged, Vec<String>), WorkerError> {
        let unanswered = || Err(WorkerError::Failed { why: "it was not read".to_owned() });
        let mut embedded = self.file.answer.unwrap_or_else(unanswered)?;
        let mut warnings = std::mem::take(&mut embedded.warnings);
        let sidecar = match self.beside.map(|asked| asked.answer.unwrap_or_else(unanswered)) {
            Some(Ok(beside)) if beside.is_sidecar_for(&self.file.path) => {
                warnings.extend(beside.warnings.iter().map(|warning| format!("sidecar: {warning}")));
                Some(beside)
            }
            Some(Err(error)) => {
                warnings.push(format!("sidecar: {error}"));
                None
            }
            Some(Ok(_)) | None => None,
        };
        let sidecar = sidecar.filter(|_| embedded.format != Some(Format::Xmp));
        Ok((merged(embedded, sidecar, arguments.profile.profile()), warnings))
    }
}

/// The sidecars of each folder.
#[derive(Default)]
struct Sidecars(HashMap<PathBuf, Option<HashSet<OsString>>>);

impl Sidecars {
    /// Whether a sidecar of that name is a file; its folder is listed, unless it has more names than that.
    fn has(&mut self, sidecar: &Path, n_names_max: usize) -> bool {
        let (Some(folder), Some(name)) = (sidecar.parent(), sidecar.file_name()) else { return false };
        if !self.0.contains_key(folder) {
            self.0.insert(folder.to_owned(), listed(folder, n_names_max));
        }
        let is_listed = self.0.get(folder).and_then(Option::as_ref).is_none_or(|names| names.contains(name));
        is_listed && sidecar.is_file()
    }
}

/// The names of a folder that are sidecars'; none if it cannot be listed, or has too many names.
fn listed(folder: &Path, n_names_max: usize) -> Option<HashSet<OsString>> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut names = HashSet::new();
    for (n, entry) in fs::read_dir(folder).ok()?.enumerate() {
        if n >= n_names_max {
            return None;
        }
        let name = entry.ok()?.file_name();
        if naming::is_sidecar_name(Path::new(&name)) {
            names.insert(name);
        }
    }
    Some(names)
}
