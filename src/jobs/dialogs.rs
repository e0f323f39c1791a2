//! The system's file dialogs: started on the screen's thread, awaited on one of their own.
//! A portal may never answer; after a while a field to type in is offered instead.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;
use std::time::{Duration, Instant};

use rfd::AsyncFileDialog;

use crate::app::effect::FolderFor;
use crate::app::event::Event;
use crate::app::handover::{FileFor, HandoverEvent};
use crate::app::notices::Severity;
use crate::exporters::format::Format;
use crate::jobs::Post;

/// How long the system's dialog may be silent before the field is offered.
const SILENCE: Duration = Duration::from_secs(3);
/// A dialog that is closed sooner than a person can was never there.
const AT_ONCE: Duration = Duration::from_millis(300);
/// Extensions of files that hold captions.
const READABLE: [&str; 14] =
    ["txt", "text", "md", "csv", "tsv", "tab", "json", "jsonl", "ndjson", "ldjson", "html", "htm", "mhtml", "mht"];

static DIALOG_OPEN: AtomicBool = AtomicBool::new(false);

/// Asks which files to open.
pub(super) fn pick_inputs(post: Post) {
    let dialog = AsyncFileDialog::new()
        .set_title("Open photos or captions")
        .add_filter("Photos and captions", &["*"])
        .add_filter("Captions", &READABLE);
    let picked = dialog.pick_files();
    let since = Instant::now();
    wait(post, async move {
        match picked.await {
            Some(files) => Event::InputsPicked(files.iter().map(|file| file.path().to_owned()).collect()),
            None if since.elapsed() < AT_ONCE => Event::PickerSilent,
            None => Event::InputsPicked(Vec::new()),
        }
    });
}

/// Asks for a folder.
pub(super) fn pick_folder(post: Post, purpose: FolderFor) {
    let title = match purpose {
        FolderFor::Opening => "Open a folder of photos",
        FolderFor::Attaching => "Folder with the pictures",
    };
    let picked = AsyncFileDialog::new().set_title(title).pick_folder();
    let since = Instant::now();
    wait(post, async move {
        match picked.await {
            None if since.elapsed() < AT_ONCE => Event::PickerSilent,
            picked => Event::FolderPicked(purpose, picked.map(|folder| PathBuf::from(folder.path()))),
        }
    });
}

/// Asks for a file to read.
pub(super) fn pick_file(post: Post, purpose: FileFor) {
    let title = match purpose {
        FileFor::FindList => "Open a list of photos",
        FileFor::Comparing => "Open a collection to compare with",
    };
    let picked = AsyncFileDialog::new().set_title(title).pick_file();
    let since = Instant::now();
    wait(post, async move {
        match picked.await {
            None if since.elapsed() < AT_ONCE => {
                let text = "The system offers no file dialog: type the path, or paste the list";
                Event::Notice(Severity::Warning, text.to_owned())
            }
            picked => {
                let path = picked.map(|file| PathBuf::from(file.path()));
                Event::Handover(HandoverEvent::FilePicked(purpose, path))
            }
        }
    });
}

/// Asks where to export to.
pub(super) fn pick_export_path(post: Post, name: &str, format: Format) {
    let mut dialog = AsyncFileDialog::new().set_title("Export to").set_file_name(name);
    if !format.is_folder() {
        dialog = dialog.add_filter(format.label(), &[format.extension()]);
    }
    let picked = dialog.save_file();
    let since = Instant::now();
    wait(post, async move {
        match picked.await {
            None if since.elapsed() < AT_ONCE => {
                let text = "The system offers no file dialog: type where to export to";
                Event::Notice(Severity::Warning, text.to_owned())
            }
            picked => Event::ExportPathPicked(picked.map(|file| PathBuf::from(file.path()))),
        }
    });
}

fn wait(post: Post, answer: impl Future<Output = Event> + Send + 'static) {
    // One dialog at a time: a second click does not stack another on a portal that hangs.
    if DIALOG_OPEN.swap(true, Ordering::AcqRel) {
        post.send(Event::PickerSilent);
        return;
    }
    let answered = Arc::new(AtomicBool::new(false));
    let (theirs, silent) = (Arc::clone(&answered), post.clone());
    let waiting = Builder::new().name("cutline-dialog".to_owned()).spawn(move || {
        let event = pollster::block_on(answer);
        theirs.store(true, Ordering::Release);
        DIALOG_OPEN.store(false, Ordering::Release);
        post.send(event);
    });
    let watching = Builder::new().name("cutline-dialog-watch".to_owned()).spawn({
        let post = silent.clone();
        move || {
            std::thread::sleep(SILENCE);
            if !answered.load(Ordering::Acquire) {
                post.send(Event::PickerSilent);
            }
        }
    });
    if let Err(why) = waiting.and(watching) {
        DIALOG_OPEN.store(false, Ordering::Release);
        silent.send(Event::Notice(Severity::Error, format!("The file dialog could not be started: {why}")));
    }
}
