//! What workers do for templates, others' lists, comparisons, printing and the clipboard.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use crate::app::effect::Event;
use crate::app::handover::comparing::Compared;
use crate::app::handover::printing::{PrintJob, PrintWith};
use crate::app::handover::{
    ClipboardPicture, CompareJob, FindJob, HandoverEffect, HandoverEvent, ListSource, WriteFailure,
};
use crate::cache::Cache;
use crate::comparing::Kind;
use crate::comparing::report::{self, ReportFormat};
use crate::exporters::Format;
use crate::exporters::options::ExportOptions;
use crate::exporters::template::folder::{self, TemplateError, Templates};
use crate::files::{Existing, FileError, write_whole};
use crate::finding::wanted;
use crate::jobs::work::{Throttle, caught, sentence};
use crate::jobs::{CancelToken, Context, Post};
use crate::photo::Photo;
use crate::pictures::picture_source;
use crate::pixels::Wanted;
use crate::readers::Input;
use crate::tasks::comparing::{compare, photo_of, side};
use crate::tasks::exporting::{self, ExportError, ExportOrder};
use crate::tasks::finding::{self, FoundPhotos};
use crate::tasks::opening::{self, Opening};
use crate::worker::PictureJob;

/// The longer edge of a picture on the clipboard, in pixels: beyond it programs that paste grow slow.
const CLIPBOARD_EDGE_PX: u32 = 4096;

/// Does one of these; a panic in it costs only the answer.
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
                return post.send(Event::Notice(crate::app::notices::Severity::Error, why));
            }
        },
        HandoverEffect::CopyPicture { photo, attached } => {
            let picture = answered(|| clipboard_picture(&photo, attached.as_deref(), context, cancelled));
            HandoverEvent::PictureReady(picture)
        }
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

fn find(job: &FindJob, cancelled: &CancelToken, post: &Post) -> Result<FoundPhotos, String> {
    let column = job.column.as_deref();
    let wanted = match &job.list {
        ListSource::Text(text) => wanted::lines(text, column),
        ListSource::File(path) => {
            std::fs::File::open(path).map_err(Into::into).and_then(|mut file| wanted::read(&mut file, column))
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
    let going_on = |_, _| !cancelled.is_cancelled();
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
    let suffix = format!(".{}", format.extension());
    let file = tempfile::Builder::new().prefix("cutline-print-").suffix(&suffix).tempfile();
    // It stays: the program that prints reads it after this is done. The system empties the folder of temporary files.
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
        PrintWith::Viewer => {
            open::that_detached(&path)
                .map_err(|why| format!("no program to print with could be started: {why}: {}", path.display()))?;
            Ok("The pages are in the system’s program: print them there".to_owned())
        }
        PrintWith::Printer => send_to_printer(&path),
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

fn clipboard_picture(
    photo: &Photo,
    attached: Option<&Path>,
    context: &Context,
    cancelled: &CancelToken,
) -> Result<ClipboardPicture, String> {
    let own = || picture_source(photo).map(|source| source.path.to_path_buf());
    let path = attached.map(Path::to_path_buf).or_else(own).ok_or("this photo has no picture")?;
    let file = crate::worker::opening::open_regular(&path)
        .map_err(|error| format!("the picture cannot be read: {error}: {}", path.display()))?;
    let job = PictureJob { wanted: Wanted::Fit { edge_px: CLIPBOARD_EDGE_PX }, frame: 0, size_px: photo.facts.size_px };
    let picture = context
        .reader
        .workers
        .picture(&file, job, &|| cancelled.is_cancelled())
        .map_err(|error| format!("the picture cannot be read: {error}: {}", path.display()))?;
    let size_px = [picture.width_px, picture.height_px].map(|edge| usize::try_from(edge).unwrap_or(0));
    Ok(ClipboardPicture { size_px, rgba: Arc::new(picture.rgba) })
}
