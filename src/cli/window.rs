//! Opens the window.

use std::cell::RefCell;
use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Builder, ScopedJoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, bail};
use eframe::egui::{Context, ViewportBuilder};
use eframe::{CreationContext, UserEvent, create_native};
use winit::error::EventLoopError;
use winit::event_loop::EventLoop;
use winit::platform::run_on_demand::EventLoopExtRunOnDemand as _;

use crate::app::App;
use crate::app::effect::{Effect, WindowEffect};
use crate::app::event::Event;
use crate::app::notices::Severity;
use crate::cache::Cache;
use crate::cli::arguments::{FolderArguments, Inputs};
#[cfg(target_os = "linux")]
use crate::cli::shader_cache;
use crate::cli::{ahead, inputs, run};
use crate::jobs::{self, Jobs};
use crate::lists::database::Database;
use crate::photo::knowledge::Knowledge;
use crate::pictures::{Decode, DecodeError, Pictures};
use crate::readers::{Input, Reader};
use crate::settings::folders::{Folders, UserFolders};
use crate::settings::house_styles::user_lints;
use crate::settings::{Settings, user_gazetteer};
use crate::ui::graphics;
use crate::ui::theme::WINDOW_MIN_PT;
use crate::ui::window::Window;
use crate::worker::opening;
use crate::worker::{PictureJob, WorkerError, Workers};

/// The name by which the desktop knows the window.
const APP_ID: &str = "cutline";

/// What is said where there is no window.
const WITHOUT_WINDOW: &str = "“cutline list”, “cutline facets” and “cutline export” work without one";

/// How long the first frame waits for the first photos: an empty one costs more time than that.
const FIRST_FRAME_PATIENCE: Duration = Duration::from_millis(60);

/// How many pictures are made at a time: as many as the sandbox has processes for them.
const N_PICTURE_MAKERS: usize = 2;

/// How often that is looked at which comes while there is no window to be woken.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// What the window is made of.
struct Parts {
    app: App,
    jobs: Jobs,
    pictures: Arc<Pictures>,
    knowledge: Knowledge,
    /// The folders that the window tells of.
    shown_folders: Vec<(&'static str, PathBuf)>,
    /// What the window is to do.
    asked: Vec<WindowEffect>,
}

/// Opens the window on the inputs named, or on what was open last, or on the bundled collection.
pub(super) fn open(arguments: &Inputs, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    for input in arguments.inputs.iter().filter(|input| input.as_os_str() != "-") {
        if std::fs::symlink_metadata(input).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            bail!("there is no such file, folder or command: {}", input.display());
        }
    }
    if !has_display() {
        bail!("there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); {WITHOUT_WINDOW}");
    }
    let folders = run::found_folders(folders)?;
    #[cfg(target_os = "linux")]
    shader_cache::do_without_if_full();
    // To open a window takes as long as to read, search and count what is shown first: both are done at a time.
    thread::scope(|scope| {
        // Set when there is a window: from then on it is woken.
        let screen: Arc<OnceLock<Context>> = Arc::default();
        let (send_settings, settings) = sync_channel(1);
        let (is_there, awaited) = sync_channel(0);
        let prepare = {
            let screen = Arc::clone(&screen);
            move || {
                // Whoever does not receive them has failed, and says so.
                let known = |settings: &Settings| send_settings.send(settings.clone()).unwrap_or_default();
                let mut parts = prepare(arguments, &folders, &screen, &known)?;
                parts.go_on(&awaited);
                anyhow::Ok(parts)
            }
        };
        let prepared = Builder::new().name("cutline-prepare".to_owned()).spawn_scoped(scope, prepare);
        let prepared = prepared.context("cannot start a thread")?;
        let joined = |prepared: ScopedJoinHandle<'_, anyhow::Result<Parts>>| {
            prepared.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        let event_loop = EventLoop::<UserEvent>::with_user_event().build();
        let Ok(settings) = settings.recv() else { return joined(prepared).map(|_| ExitCode::SUCCESS) };
        let mut event_loop = event_loop
            .map_err(|error| anyhow!("cannot open a window, because {}; {WITHOUT_WINDOW}", in_words(&error)))?;
        let viewport = viewport(&settings);
        let prepared = RefCell::new(Some((is_there, prepared)));
        let failure = RefCell::new(None);
        // Drivers that promise more than they keep are not the last word.
        for renderer in graphics::renderers() {
            let open = |creation: &CreationContext<'_>| {
                let (is_there, prepared) = prepared.take().ok_or("the window has been opened before")?;
                let ctx = &creation.egui_ctx;
                screen.set(ctx.clone()).ok();
                drop(is_there);
                let parts = joined(prepared).map_err(|error| {
                    let told = error.to_string();
                    failure.replace(Some(error));
                    told
                })?;
                let Parts { app, jobs, pictures, knowledge, shown_folders, asked } = parts;
                let mut window = Window::new(ctx, app, jobs, pictures, knowledge, shown_folders);
                window.perform(ctx, asked.into_iter().map(Effect::Window).collect());
                Ok(Box::new(window) as Box<dyn eframe::App>)
            };
            let mut shown =
                create_native(APP_ID, graphics::options(renderer, viewport.clone()), Box::new(open), &event_loop);
            event_loop.run_app_on_demand(&mut shown)?;
            drop(shown);
            if let Some(error) = failure.take() {
                return Err(error);
            }
            if prepared.borrow().is_none() {
                return Ok(ExitCode::SUCCESS);
            }
        }
        bail!("cannot open a window, because no driver draws on this display; {WITHOUT_WINDOW}")
    })
}

impl Parts {
    /// Takes in what comes until the window is there, and a moment longer as long as there is nothing to show.
    fn go_on(&mut self, window: &Receiver<Infallible>) {
        // Nothing is ever sent: the other end goes when the window is there, or when there will be none.
        while window.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
            self.take_in();
        }
        let since = Instant::now();
        self.take_in();
        while self.awaits_photos() && since.elapsed() < FIRST_FRAME_PATIENCE {
            thread::sleep(LOOK_EVERY);
            self.take_in();
        }
    }

    fn take_in(&mut self) {
        self.asked.extend(self.jobs.perform(&mut self.app, Vec::new()));
    }

    fn awaits_photos(&self) -> bool {
        self.app.catalog().is_none() && (self.app.is_busy() || self.app.is_searching())
    }
}

/// Begins with what is shown first, and makes everything but the window itself, which needs only the settings: it is opened
/// as soon as they are known.
fn prepare(
    arguments: &Inputs,
    folders: &Folders,
    screen: &Arc<OnceLock<Context>>,
    known: &dyn Fn(&Settings),
) -> anyhow::Result<Parts> {
    let woken = Arc::clone(screen);
    let wake_within = Arc::new(move |delay: Duration| {
        if let Some(ctx) = woken.get() {
            ctx.request_repaint_after(delay);
        }
    });
    let wake: jobs::Wake = {
        let wake_within = Arc::clone(&wake_within);
        Arc::new(move || wake_within(Duration::ZERO))
    };
    let workers = run::workers();
    let (settings, mut messages) = Settings::load(&folders.config);
    let inputs = start_inputs(arguments, folders, &settings)?;
    let options = inputs::options(arguments)?;
    known(&settings);
    let decode = decode(Arc::clone(&workers));
    let pictures = Arc::new(Pictures::start(decode, &folders.thumbnails, wake_within, N_PICTURE_MAKERS)?);
    let preview = ahead::begin(&pictures, &settings, &inputs);
    let (gazetteer, problems) = user_gazetteer(&folders.config);
    messages.extend(problems);
    let (lints, problems) = user_lints(&folders.config);
    messages.extend(problems);
    let database = match Database::open(Some(&folders.lists_path())) {
        Ok((database, found)) => {
            messages.extend(found);
            database
        }
        Err(error) => {
            messages.push(format!("{error}; lists made now will not be kept"));
            Database::open(None)?.0
        }
    };
    let lists = Arc::new(database.snapshot()?);
    let knowledge = Knowledge::from(gazetteer).with(Arc::clone(&lists.corrections));
    let mut app = App::new(settings, lists);
    app.set_lints(lints);
    app.set_user_folders(UserFolders::find());
    for message in messages {
        app.receive(Event::Notice(Severity::Warning, message));
    }
    let reader = Reader { options, knowledge: knowledge.clone(), lint: Arc::clone(app.lint()), workers };
    let cache = Cache::new(&folders.cache, &folders.thumbnails);
    let mut jobs = Jobs::start(reader, &folders.config, cache, database, wake, preview)?;
    let mut effects = match arguments.iim_encoding {
        Some(encoding) => app.choose_iim_encoding(&inputs, encoding),
        None => Vec::new(),
    };
    effects.extend(app.open(inputs));
    let asked = jobs.perform(&mut app, effects);
    let shown_folders = vec![
        ("Lists", folders.lists_path()),
        ("Settings and places", folders.config.clone()),
        ("Cache", folders.cache.clone()),
    ];
    Ok(Parts { app, jobs, pictures, knowledge, shown_folders, asked })
}

/// Why the system opens no window: its own words, without the place in its program.
fn in_words(error: &EventLoopError) -> String {
    let written = error.to_string();
    match (error, written.split_once(": ")) {
        // "os error at FILE:LINE: WORDS"
        (EventLoopError::Os(_), Some((_, words))) => words.to_owned(),
        _ => written,
    }
}

/// Whether there is a display that a window could open on.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos")))
        || is_set("DISPLAY")
        || is_set("WAYLAND_DISPLAY")
        || is_set("WAYLAND_SOCKET")
}

/// What was asked for; or what was open last, as far as it is still there; or the bundled collection.
fn start_inputs(arguments: &Inputs, folders: &Folders, settings: &Settings) -> anyhow::Result<Vec<Input>> {
    if arguments.sample || !arguments.inputs.is_empty() {
        return inputs::inputs(arguments, folders);
    }
    let last: Vec<Input> =
        settings.last_inputs().iter().filter(|path| path.exists()).cloned().map(Input::File).collect();
    Ok(if last.is_empty() { vec![Input::Bundled] } else { last })
}

fn viewport(settings: &Settings) -> ViewportBuilder {
    let [width_pt, height_pt] = settings.window.size_pt;
    let place = settings.window.position_pt;
    let builder = place.map_or_else(ViewportBuilder::default, |at| ViewportBuilder::default().with_position(at));
    builder
        .with_title("Cutline")
        .with_app_id(APP_ID)
        .with_inner_size([width_pt, height_pt])
        .with_min_inner_size(WINDOW_MIN_PT)
        .with_maximized(settings.window.maximized)
}

/// Pictures are decoded in the workers.
fn decode(workers: Arc<Workers>) -> Decode {
    Arc::new(move |path, wanted, frame, cancelled| {
        let file = opening::open_regular(path).map_err(|error| DecodeError::Other(error.to_string()))?;
        let job = PictureJob { wanted, frame, size_px: None };
        workers.picture(&file, job, cancelled).map_err(|error| match error {
            WorkerError::Decode(error) => DecodeError::Pixels(error),
            WorkerError::Cancelled => DecodeError::Cancelled,
            other => DecodeError::Other(other.to_string()),
        })
    })
}
