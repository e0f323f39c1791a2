//! Opens the window.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use eframe::egui::ViewportBuilder;

use crate::app::App;
use crate::app::effect::Event;
use crate::app::notices::Severity;
use crate::cli::arguments::{FolderArguments, Inputs};
use crate::cli::run;
use crate::jobs::Jobs;
use crate::lists::database::Database;
use crate::pictures::{Decode, DecodeError, Pictures, Wake};
use crate::pixels::{Picture, PixelsError, Wanted};
use crate::readers::Input;
use crate::settings::{Settings, user_gazetteer};
use crate::ui::theme::WINDOW_MIN_PT;
use crate::ui::window::Window;

/// The name by which the desktop knows the window.
const APP_ID: &str = "cutline";

/// How many pictures are made at a time: as many as the sandbox has processes for them.
const N_PICTURE_MAKERS: usize = 2;

/// Opens the window on the inputs named, or on what was open last, or on the bundled collection.
pub(super) fn open(arguments: &Inputs, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    if !has_display() {
        bail!(
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); \
             “cutline list”, “cutline facets” and “cutline export” work without one"
        );
    }
    let folders = run::found_folders(folders)?;
    let (settings, mut messages) = Settings::load(&folders.config);
    let (gazetteer, problems) = user_gazetteer(&folders.config);
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
    let inputs = start_inputs(arguments, &settings)?;
    let options = run::options(arguments)?;
    let gazetteer = Arc::new(gazetteer);
    let mut app = App::new(settings, lists);
    for message in messages {
        app.receive(Event::Notice(Severity::Warning, message));
    }
    let shown_folders = vec![
        ("Lists", folders.lists_path()),
        ("Settings and places", folders.config.clone()),
        ("Cache", folders.cache.clone()),
    ];
    let native = eframe::NativeOptions { viewport: viewport(app.settings()), ..eframe::NativeOptions::default() };
    let opened = eframe::run_native(
        APP_ID,
        native,
        Box::new(move |creation| {
            let ctx = creation.egui_ctx.clone();
            let wake_ctx = ctx.clone();
            let wake: Wake = Arc::new(move || wake_ctx.request_repaint());
            let pictures = Pictures::start(decode(), &folders.thumbnails, Arc::clone(&wake), N_PICTURE_MAKERS)?;
            let jobs = Jobs::start(Arc::clone(&gazetteer), options, &folders.config, database, wake)?;
            Ok(Box::new(Window::new(&ctx, app, jobs, pictures, gazetteer, shown_folders, inputs)))
        }),
    );
    opened
        .map_err(|error| anyhow::anyhow!("{error}"))
        .context("cannot open a window; “cutline list”, “cutline facets” and “cutline export” work without one")?;
    Ok(ExitCode::SUCCESS)
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
fn start_inputs(arguments: &Inputs, settings: &Settings) -> anyhow::Result<Vec<Input>> {
    if arguments.sample || !arguments.inputs.is_empty() {
        return run::inputs(arguments);
    }
    let last: Vec<Input> =
        settings.last_inputs().iter().filter(|path| path.is_file()).cloned().map(Input::File).collect();
    Ok(if last.is_empty() { vec![Input::Bundled] } else { last })
}

fn viewport(settings: &Settings) -> ViewportBuilder {
    let [width_pt, height_pt] = settings.window.size_pt;
    ViewportBuilder::default()
        .with_title("Cutline")
        .with_app_id(APP_ID)
        .with_inner_size([width_pt, height_pt])
        .with_min_inner_size(WINDOW_MIN_PT)
        .with_maximized(settings.window.maximized)
}

/// Where pictures are decoded: in this process, until the sandboxed worker takes its place.
fn decode() -> Decode {
    Arc::new(|path, wanted, _frame, _cancelled| {
        let damaged = |error: image::ImageError| PixelsError::Damaged(error.to_string());
        if wanted == Wanted::Embedded {
            return Err(PixelsError::NoPreview.into());
        }
        let reader = image::ImageReader::open(path).and_then(image::ImageReader::with_guessed_format);
        let reader = reader.map_err(|error| DecodeError::Other(error.to_string()))?;
        let decoded = reader.decode().map_err(damaged)?;
        let original_px = [decoded.width(), decoded.height()];
        let fitted = match wanted {
            Wanted::Fit { edge_px } if original_px.iter().any(|side| *side > edge_px) => {
                decoded.thumbnail(edge_px, edge_px)
            }
            Wanted::Fit { .. } | Wanted::Full | Wanted::Embedded => decoded,
        };
        let has_transparency = fitted.color().has_alpha();
        let pixels = fitted.into_rgba8();
        Ok(Picture {
            width_px: pixels.width(),
            height_px: pixels.height(),
            original_px,
            rgba: pixels.into_raw(),
            has_transparency,
            n_frames: 1,
            frame_millis: 0,
        })
    })
}
