//! What a worker does with an effect, and the events it answers with.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::app::effect::{Effect, ExportJob};
use crate::app::event::{Event, ExportFailure, OpenFailure, Opened};
use crate::app::notices::Severity;
use crate::app::ranks::Ranks;
use crate::cache::{Cache, Part};
use crate::catalog::{Catalog, CatalogError, PhotoIndex};
use crate::exporters::options::ExportOptions;
use crate::files::{Existing, FileError};
use crate::jobs::{CancelToken, Context, Post, handover};
use crate::lists::corrections_file;
use crate::photo::corrections::Corrections;
use crate::readers::{ReadError, Reader};
use crate::tasks::exporting::{self, ExportError, ExportOrder};
use crate::tasks::opening::{self, OpenError, Opening};
use crate::text::sentence;

/// Collections of so many photos show what was found before it is counted: of fewer, both take less than a frame.
const COUNTED_APART: usize = 100_000;
/// How often at most progress is reported: more often nobody can read, and each time a frame is drawn.
const PROGRESS_EVERY: Duration = Duration::from_millis(150);

/// So many photos are at hand when they are shown: a screen full of cards.
const SEEN_FIRST: usize = 64;

/// Opens, searches or exports; a panic in it costs only the answer.
pub(super) fn run(effect: Effect, context: &Context, cancelled: &CancelToken, post: &Post) {
    match effect {
        Effect::Open { generation, inputs, first, lint, corrections, iim_encoding } => {
            let reader = context.reader.with_corrections(corrections).with_iim_encoding(iim_encoding);
            let reader = Reader { lint, ..reader };
            let throttle = Throttle::default();
            let progress = |stage, done_bytes, total_bytes| {
                if throttle.is_due() {
                    post.send(Event::OpenProgress { generation, stage, done_bytes, total_bytes });
                }
                !cancelled.is_cancelled()
            };
            let part = |catalog: Arc<Catalog>| {
                bring(&catalog, catalog.indexes());
                let result = Ok(Opened { catalog, inputs: inputs.clone(), warnings: Vec::new(), complete: false });
                post.send(Event::Opened { generation, result });
            };
            let opening = Opening {
                reader: &reader,
                indexes: context.cache.as_ref().map(Cache::indexes_folder),
                first: first.as_deref(),
                progress: &progress,
                checks_index: true,
                part: &part,
            };
            let opened = caught(|| opening::open(&inputs, &opening));
            let result = match opened {
                Some(Ok(opening::Opened { catalog, warnings, notices })) => {
                    for notice in notices {
                        post.send(Event::Notice(Severity::Warning, sentence(&notice)));
                    }
                    bring(&catalog, catalog.indexes());
                    Ok(Opened { catalog, inputs, warnings, complete: true })
                }
                Some(Err(OpenError::Read(ReadError::Cancelled { .. }))) => Err(OpenFailure::Cancelled),
                Some(Err(error)) => Err(OpenFailure::Other(sentence(&error.to_string()))),
                None => {
                    let why = "Reading failed because of an error in the program; the input is unharmed";
                    Err(OpenFailure::Other(why.to_owned()))
                }
            };
            post.send(Event::Opened { generation, result });
        }
        Effect::Search { generation, catalog, query, sort, listed } => {
            let wanted = || !cancelled.is_cancelled();
            let search = || {
                let found = catalog.find(&query, sort, &listed, &wanted)?;
                bring(&catalog, found.order.iter().copied());
                if catalog.n_photos() >= COUNTED_APART {
                    let ranks = Arc::new(Ranks::of(&found.order));
                    post.send(Event::Found { generation, order: Arc::clone(&found.order), ranks });
                }
                catalog.count(&found, &query, &wanted)
            };
            let result = match caught(search) {
                Some(Ok(results)) => Ok(Arc::new(results)),
                // The search that superseded it answers.
                Some(Err(CatalogError::Superseded)) => return,
                Some(Err(error)) => Err(sentence(&error.to_string())),
                None => Err("The search failed because of an error in the program".to_owned()),
            };
            post.send(Event::Searched { generation, result });
        }
        Effect::LookAtCache => look_at_cache(context, None, post),
        Effect::EmptyCache(part) => look_at_cache(context, Some(part), post),
        Effect::TrimCache(bytes_max) => {
            if let Some(cache) = &context.cache {
                caught(|| cache.keep_to(bytes_max));
            }
        }
        Effect::Fetch { wanted_for: _, photos } => {
            let wanted = photos.iter().take_while(|_| !cancelled.is_cancelled());
            caught(|| wanted.for_each(|(catalog, index)| drop(catalog.photo(*index))));
            post.send(Event::Fetched);
        }
        Effect::Locate { generation, catalog, order, sort, typed } => {
            let located = caught(|| catalog.locate(&order, sort, &typed)).flatten();
            post.send(Event::Located { generation, located });
        }
        Effect::Export(job) => export(job, context, cancelled, post),
        Effect::Handover(effect) => handover::run(effect, context, cancelled, post),
        Effect::AskSandbox => {
            let state = context.reader.workers.sandbox_state().map_err(|error| sentence(&error.to_string()));
            post.send(Event::Sandbox(state));
        }
        Effect::Inspect { key, path, iim_encoding } => {
            // What cannot be read says so where the photo stands.
            if let Some(Ok(merged)) = caught(|| context.reader.with_iim_encoding(iim_encoding).inspect(&path)) {
                post.send(Event::Inspected { key, merged });
            }
        }
        Effect::WriteCorrections { path, replace, corrections } => {
            let n_written = corrections.all().len();
            let result = write_corrections(&corrections, &path, replace);
            post.send(Event::CorrectionsWritten { path, n_written, result });
        }
        Effect::ReadCorrections(path) => {
            let result = match caught(|| corrections_file::read(&path)) {
                Some(read) => read.map_err(|error| sentence(&error.to_string())),
                None => Err("The corrections were not read because of an error in the program".to_owned()),
            };
            post.send(Event::CorrectionsRead { path, result });
        }
        Effect::CancelJobs
        | Effect::Watch(_)
        | Effect::ChangeLists { .. }
        | Effect::PickInputs
        | Effect::PickFolder(_)
        | Effect::PickExportPath { .. }
        | Effect::SaveSettings(_)
        | Effect::ShowPath(_)
        | Effect::Window(_) => {}
    }
}

/// Brings the first photos to hand, so that they do not give way to placeholders for the time of a frame.
fn bring(catalog: &Catalog, photos: impl Iterator<Item = PhotoIndex>) {
    photos.take(SEEN_FIRST).for_each(|index| drop(catalog.photo(index)));
}

/// Looks at the cache, after emptying a part of it.
fn look_at_cache(context: &Context, empty: Option<Part>, post: &Post) {
    let looked = caught(|| {
        let cache = context.cache.as_ref()?;
        let removed = empty.map(|part| cache.empty(part));
        Some((Arc::new(cache.contents()), removed))
    });
    let (contents, removed) = looked.flatten().unwrap_or_default();
    post.send(Event::CacheLookedAt { contents, removed });
}

fn export(job: ExportJob, context: &Context, cancelled: &CancelToken, post: &Post) {
    let throttle = Throttle::default();
    let progress = |step| {
        if throttle.is_due() {
            post.send(Event::ExportProgress(step));
        }
        !cancelled.is_cancelled()
    };
    let existing = if job.replace { Existing::Replace } else { Existing::Keep };
    let options = ExportOptions { today: exporting::today(), ..(*job.options).clone() };
    let order = ExportOrder {
        catalog: &job.catalog,
        photos: &job.photos,
        format: job.format,
        options: &options,
        path: &job.path,
        existing,
        attached: &job.lists.attached,
        verify: job.verify.then_some(&context.reader),
    };
    let result = match caught(|| exporting::export(&order, &context.reader.workers, &progress)) {
        Some(Ok(exported)) => Ok(exported),
        Some(Err(ExportError::Cancelled)) => Err(ExportFailure::Cancelled),
        Some(Err(ExportError::File(FileError::Exists { .. }))) => Err(ExportFailure::Exists),
        Some(Err(error)) => Err(ExportFailure::Other(sentence(&error.to_string()))),
        None => Err(ExportFailure::Other(
            "The export failed because of an error in the program; nothing was written".to_owned(),
        )),
    };
    post.send(Event::Exported { job, result });
}

fn write_corrections(corrections: &Corrections, path: &Path, replace: bool) -> Result<(), ExportFailure> {
    let existing = if replace { Existing::Replace } else { Existing::Keep };
    match caught(|| corrections_file::write(corrections.all(), path, existing)) {
        Some(Ok(())) => Ok(()),
        Some(Err(FileError::Exists { .. })) => Err(ExportFailure::Exists),
        Some(Err(error)) => Err(ExportFailure::Other(sentence(&error.to_string()))),
        None => Err(ExportFailure::Other("Nothing was written because of an error in the program".to_owned())),
    }
}

/// Runs work at the worker's edge, where a panic ends: one bad answer spoils one question.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// Lets through what comes seldom enough.
#[derive(Default)]
pub(super) struct Throttle(Mutex<Option<Instant>>);

impl Throttle {
    pub(super) fn is_due(&self) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.is_none_or(|last| last.elapsed() >= PROGRESS_EVERY);
        if due {
            *last = Some(Instant::now());
        }
        due
    }
}
