//! What workers do for templates, others' lists and pictures, comparisons, printing and the clipboard.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use crate::app::event::Event;
use crate::app::handover::comparing::Compared;
use crate::app::handover::printing::{PrintJob, PrintWith};
use crate::app::handover::{
    ClipboardPicture, CompareJob, FindJob, HandoverEffect, HandoverEvent, ListSource, MatchJob, Matched, PictureOf,
    WriteFailure,
};
use crate::app::notices::Severity;
use crate::cache::Cache;
use crate::comparing::Kind;
use crate::comparing::report::{self, ReportFormat};
use crate::exporters::format::Format;
use crate::exporters::options::ExportOptions;
use crate::exporters::template::folder::{self, TemplateError, Templates};
use crate::files::{Existing, FileError, write_whole};
use crate::finding::wanted;
use crate::jobs::work::{Throttle, caught};
use crate::jobs::{CancelToken, Context, Post};
use crate::pictures::picture_source;
use crate::pixels::Wanted;
use crate::readers::Input;
use crate::tasks;
use crate::tasks::comparing::{compare, photo_of, side};
use crate::tasks::exporting::{self, ExportError, ExportOrder};
use crate::tasks::finding::{self, FoundPhotos};
use crate::tasks::opening::{self, Opening};
use crate::text::sentence;
use crate::worker::PictureJob;
use crate::worker::opening::open_regular;

/// The longer edge of a picture on the clipboard, in pixels: beyond it programs that paste grow slow.
const CLIPBOARD_EDGE_PX: u32 = 4096;

/// How the pages that are printed are named.
const PRINTED_PREFIX: &str = "cutline-print-";
/// How long a program has to read them.
const PRINTED_KEPT: Duration = Duration::from_secs(60 * 60);

/// Does one of these.
pub(super) fn run(effect: HandoverEffect, context: &Context, cancelled: &CancelToken, post: &Post) {
    let event = match effect {
        HandoverEffect::LoadTemplates => HandoverEvent::Templates(templates(context)),
        HandoverEffect::SaveTemplate { template, before } => {
            let saved = in_folder(context, |folder| folder::save(folder, &template, before.as_deref()).map(|_| ()));
            let name = template.name.clone();
            HandoverEvent::TemplateChanged(saved.map(|()| (templates(context), Some(name))))
        }
        HandoverEffect::DeleteTemplate(path) => {
            let deleted = folder::delete(&path).map_err(|error| sentence(&error.to_string()));
            HandoverEvent::TemplateChanged(deleted.map(|()| (templates(context), None)))
        }
        HandoverEffect::Match(job) => {
            let generation = job.generation;
            let result = answered(|| matched(job, context, cancelled, post));
            HandoverEvent::Matched { generation, result }
        }
        HandoverEffect::Find(job) => {
            let generation = job.generation;
            let result = answered(|| find(&job, cancelled, post));
            HandoverEvent::Found { generation, result }
        }
        HandoverEffect::Compare(job) => {
            let generation = job.generation;
            let result = answered(|| compared(&job, context, cancelled, post));
            HandoverEvent::Compared { generation, result }
        }
        HandoverEffect::WriteComparison { compared, kinds, path, replace } => {
            HandoverEvent::ComparisonWritten(write_comparison(&compared, &kinds, &path, replace).map(|()| path))
        }
        HandoverEffect::Print(job) => HandoverEvent::Printed(answered(|| print(&job, context, cancelled))),
        HandoverEffect::CopyHtml { html, text } => match copy_html(&html, &text) {
            Ok(()) => return,
            Err(why) => {
                let why = format!("The captions could not be copied as formatted text: {why}");
                return post.send(Event::Notice(Severity::Error, why));
            }
        },
        HandoverEffect::CopyPicture(picture) => {
            HandoverEvent::PictureReady(answered(|| clipboard_picture(&picture, context, cancelled)))
        }
        HandoverEffect::ShowInFolder(picture) => match answered(|| show_in_folder(&picture)) {
            Ok(()) => return,
            Err(why) => return post.send(Event::Notice(Severity::Refused, why)),
        },
        // The system's dialogs are asked, and work is stopped, elsewhere.
        HandoverEffect::PickFile(_) | HandoverEffect::Cancel => return,
    };
    post.send(Event::Handover(event));
}

/// The answer, or why there is none as the screen says it.
fn answered<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    match caught(work) {
        Some(Ok(answer)) => Ok(answer),
        Some(Err(why)) => Err(sentence(&why)),
        None => Err("That failed because of an error in the program; nothing was changed".to_owned()),
    }
}

fn templates(context: &Context) -> Templates {
    context.config_folder.as_deref().map(Templates::load).unwrap_or_default()
}

fn in_folder(context: &Context, work: impl FnOnce(&Path) -> Result<(), TemplateError>) -> Result<(), String> {
    let Some(folder) = &context.config_folder else { return Err("There is no settings folder".to_owned()) };
    work(folder).map_err(|error| sentence(&error.to_string()))
}

fn matched(job: MatchJob, context: &Context, cancelled: &CancelToken, post: &Post) -> Result<Matched, String> {
    let MatchJob { generation, catalog, folder, known, method } = job;
    let progress = reported(generation, cancelled, post);
    let matched = tasks::match_pictures(&catalog, &folder, known, method, &context.reader, &progress);
    matched.map_err(|error| error.to_string())
}

fn find(job: &FindJob, cancelled: &CancelToken, post: &Post) -> Result<FoundPhotos, String> {
    let column = job.column.as_deref();
    let wanted = match &job.list {
        ListSource::Text(text) => wanted::lines(text, column),
        ListSource::File(path) => {
            let mut file = open_regular(path).map_err(|error| error.to_string())?;
            wanted::read(&mut file, column)
        }
    };
    let wanted = wanted.map_err(|error| error.to_string())?;
    let progress = reported(job.generation, cancelled, post);
    finding::find(&job.catalog, &wanted, job.reach, &progress).map_err(|error| error.to_string())
}

fn compared(
    job: &CompareJob,
    context: &Context,
    cancelled: &CancelToken,
    post: &Post,
) -> Result<Arc<Compared>, String> {
    let input = if job.path.is_dir() {
        Input::Folder { path: job.path.clone(), subfolders: true }
    } else {
        Input::File(job.path.clone())
    };
    let going_on = |_, _, _| !cancelled.is_cancelled();
    let opening = Opening {
        reader: &context.reader,
        indexes: context.cache.as_ref().map(Cache::indexes_folder),
        first: None,
        progress: &going_on,
        checks_index: false,
        part: &|_| {},
    };
    let opened = opening::open(&[input], &opening).map_err(|error| error.to_string())?;
    let progress = reported(job.generation, cancelled, post);
    let comparison = compare(&job.catalog, &opened.catalog, &progress).ok_or("the comparison was cancelled")?;
    Ok(Arc::new(Compared { a: Arc::clone(&job.catalog), b: opened.catalog, comparison }))
}

/// Tells how far a question is, seldom enough, and whether to go on.
fn reported<'a>(
    generation: crate::app::effect::Generation,
    cancelled: &'a CancelToken,
    post: &'a Post,
) -> impl Fn(u32, u32) -> bool + 'a {
    let throttle = Throttle::default();
    move |n_done, n_all| {
        if throttle.is_due() {
            post.send(Event::Handover(HandoverEvent::Progress { generation, n_done, n_all }));
        }
        !cancelled.is_cancelled()
    }
}

fn write_comparison(compared: &Compared, kinds: &[Kind], path: &Path, replace: bool) -> Result<(), WriteFailure> {
    let Compared { a, b, comparison } = compared;
    let (photo_a, photo_b) = (photo_of(a), photo_of(b));
    let sides = [side(a, &photo_a), side(b, &photo_b)];
    let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
    let format = ReportFormat::of_extension(&extension);
    let existing = if replace { Existing::Replace } else { Existing::Keep };
    write_whole(path, existing, |out| report::write(comparison, sides, kinds, format, out)).map_err(|error| match error
    {
        FileError::Exists { .. } => WriteFailure::Exists,
        other => WriteFailure::Other(sentence(&other.to_string())),
    })
}

/// Writes the pages into a file of their own and hands it over; says to whom.
fn print(job: &PrintJob, context: &Context, cancelled: &CancelToken) -> Result<String, String> {
    // Browsers print pages; printers take plain text and know no pages.
    let format = match job.with {
        PrintWith::Viewer => Format::Html,
        PrintWith::Printer => Format::Text,
    };
    forget_printed();
    let suffix = format!(".{}", format.extension());
    let file = tempfile::Builder::new().prefix(PRINTED_PREFIX).suffix(&suffix).tempfile();
    // For a viewer it stays, because that reads it after this is done; a later print removes it.
    let (_, path) = file
        .and_then(|file| file.keep().map_err(|error| error.error))
        .map_err(|why| format!("the pages could not be written for the printer: {why}"))?;
    let options =
        ExportOptions { template: job.template.clone(), today: exporting::today(), ..ExportOptions::default() };
    let order = ExportOrder {
        catalog: &job.catalog,
        photos: &job.photos,
        format,
        options: &options,
        path: &path,
        existing: Existing::Replace,
        attached: &job.lists.attached,
        verify: None,
    };
    let written = exporting::export(&order, &context.reader.workers, &|_| !cancelled.is_cancelled());
    if let Err(error) = written {
        // Half a file is of no use to anybody; one that stays does no harm.
        std::fs::remove_file(&path).ok();
        return Err(match error {
            ExportError::Cancelled => "printing cancelled".to_owned(),
            other => other.to_string(),
        });
    }
    match job.with {
        PrintWith::Viewer => match open::that_detached(&path) {
            Ok(()) => Ok("The pages are in the system’s program: print them there".to_owned()),
            Err(why) => {
                std::fs::remove_file(&path).ok();
                Err(format!("no program to print with could be started: {why}"))
            }
        },
        PrintWith::Printer => {
            let sent = send_to_printer(&path);
            // The system’s printing has taken a copy, or it has refused.
            std::fs::remove_file(&path).ok();
            sent
        }
    }
}

/// Removes the pages of earlier prints, which programs have long read.
fn forget_printed() {
    let Ok(files) = std::fs::read_dir(std::env::temp_dir()) else { return };
    for file in files.flatten() {
        let is_ours = file.file_name().to_string_lossy().starts_with(PRINTED_PREFIX);
        let age = file.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|at| at.elapsed().ok());
        if is_ours && age.is_some_and(|age| age > PRINTED_KEPT) {
            // Another user's, which stays.
            std::fs::remove_file(file.path()).ok();
        }
    }
}

/// Hands a file to the system's printing, whose words are told when it refuses.
fn send_to_printer(path: &Path) -> Result<String, String> {
    let sent = Command::new("lp").arg("-t").arg("Cutline").arg("--").arg(path).output();
    let sent = sent.map_err(|why| format!("the system has no “lp” to print with: {why}"))?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if sent.status.success() {
        Ok(format!("Sent to the printer: {}", said(&sent.stdout)))
    } else {
        Err(format!("the printer did not take it: {}", said(&sent.stderr)))
    }
}

/// Puts formatted text on the clipboard, for whoever takes it, and plain text for all others.
fn copy_html(html: &str, text: &str) -> Result<(), String> {
    let mut clipboard = arboard::Clipboard::new().map_err(|error| error.to_string())?;
    clipboard.set().html(html, Some(text)).map_err(|error| error.to_string())
}

fn path_of(picture: &PictureOf) -> Result<PathBuf, String> {
    let own = || picture_source(&picture.photo).map(|source| source.path.to_path_buf());
    picture.attached.clone().or_else(own).ok_or_else(|| "this photo has no picture".to_owned())
}

fn show_in_folder(picture: &PictureOf) -> Result<(), String> {
    let path = path_of(picture)?;
    let folder = path.parent().filter(|folder| folder.is_dir());
    let folder = folder.ok_or_else(|| format!("the folder is not there: {}", path.display()))?;
    open::that_detached(folder).map_err(|why| format!("the folder cannot be shown: {why}: {}", folder.display()))
}

fn clipboard_picture(
    picture: &PictureOf,
    context: &Context,
    cancelled: &CancelToken,
) -> Result<ClipboardPicture, String> {
    let path = path_of(picture)?;
    let file =
        open_regular(&path).map_err(|error| format!("the picture cannot be read: {error}: {}", path.display()))?;
    let job = PictureJob {
        wanted: Wanted::Fit { edge_px: CLIPBOARD_EDGE_PX },
        frame: 0,
        size_px: picture.photo.facts.size_px,
    };
    let picture = context
        .reader
        .workers
        .picture(&file, job, &|| cancelled.is_cancelled())
        .map_err(|error| format!("the picture cannot be read: {error}: {}", path.display()))?;
    let size_px = [picture.width_px, picture.height_px].map(|edge| usize::try_from(edge).unwrap_or(0));
    Ok(ClipboardPicture { size_px, rgba: Arc::new(picture.rgba) })
}
