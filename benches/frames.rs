//! What a frame costs while the scroll bar is dragged through a collection from end to end, and back:
//! `benches/frames.sh 10000 100000 1000000`, or `cargo bench --bench frames -- CAPTIONS.jsonl…` on one's own.
//! The whole window is run with its workers, as it is on a screen, sixty frames a second; measured is the processor time of
//! the thread that draws: the frame itself and cutting its shapes into triangles. What comes after that is the driver's.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cutline::app::App;
use cutline::cache::Cache;
use cutline::jobs::Jobs;
use cutline::lists::database::Database;
use cutline::photo::knowledge::Knowledge;
use cutline::pictures::{DecodeError, Pictures};
use cutline::readers::{Input, Options, Reader};
use cutline::settings::{Settings, View};
use cutline::ui::window::Window;
use cutline::worker::Workers;
use eframe::App as _;
use eframe::egui::{self, Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2, pos2};

const SIZE_PT: Vec2 = Vec2::new(1280.0, 800.0);
/// A frame at 60 Hz.
const FRAME: Duration = Duration::from_micros(16_667);
/// Frames of a drag from one end to the other: ten seconds.
const N_FRAMES: usize = 600;
/// Frames of a view that stands still.
const N_FRAMES_AT_REST: usize = 120;
/// The goal: of a hundred frames, ninety-nine take no longer.
const GOAL_MILLIS: f64 = 8.0;

/// The window, run without a screen.
struct Bench {
    ctx: Context,
    window: Window,
    frame: eframe::Frame,
    began: Instant,
}

impl Bench {
    fn open(path: &str, view: View) -> Result<Self, Box<dyn Error>> {
        let work = std::env::temp_dir().join("cutline-bench");
        let (database, _) = Database::open(None)?;
        let mut settings = Settings::default();
        settings.view = view;
        let mut app = App::new(settings, Arc::new(database.snapshot()?));
        let knowledge = Knowledge::built_in();
        let workers = Arc::new(Workers::in_process());
        let lint = Arc::clone(app.lint());
        let reader = Reader { options: Options::default(), knowledge: knowledge.clone(), lint, workers };
        let cache = Cache::new(&work.join("cache"), &work.join("thumbnails"));
        let config = work.join("config");
        let mut jobs = Jobs::start(reader, &config, cache, database, Arc::new(|| {}), Arc::new(|_| {}))?;
        for effect in app.open(vec![Input::File(PathBuf::from(path))]) {
            jobs.run(effect);
        }
        // Captions have no pictures.
        let pictures = Arc::new(Pictures::inline(Arc::new(|_, _, _, _| Err(DecodeError::Cancelled))));
        let ctx = Context::default();
        let window = Window::new(&ctx, app, jobs, pictures, knowledge, Vec::new());
        let frame = eframe::Frame::_new_kittest();
        Ok(Self { ctx, window, frame, began: Instant::now() })
    }

    /// Runs a frame; returns its processor time.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE_PT)),
            time: Some(self.began.elapsed().as_secs_f64()),
            events,
            ..RawInput::default()
        };
        let Self { ctx, window, frame, .. } = self;
        let since = processor_time();
        let output = ctx.run_ui(input, |ui| {
            window.logic(ui.ctx(), frame);
            window.ui(ui, frame);
        });
        let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
        let taken = processor_time().saturating_sub(since);
        drop(primitives);
        taken
    }

    /// Runs frames until everything is open and shown.
    fn settle(&mut self) {
        loop {
            self.frame(Vec::new());
            let app = self.window.app();
            if app.catalog().is_some() && !app.is_busy() && !app.is_searching() {
                break;
            }
            std::thread::sleep(FRAME);
        }
        for _ in 0..60 {
            self.frame(Vec::new());
            std::thread::sleep(FRAME);
        }
    }

    /// Where the photos' scroll bar is, and how far down it stands in percent, as a screen reader is told.
    fn scroll_bar(&mut self) -> Option<(Rect, f64)> {
        self.ctx.enable_accesskit();
        let input = RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE_PT)), ..RawInput::default() };
        let Self { ctx, window, frame, .. } = self;
        let output = ctx.run_ui(input, |ui| window.ui(ui, frame));
        self.ctx.disable_accesskit();
        let nodes = output.platform_output.accesskit_update?.nodes;
        let (_, bar) = nodes.iter().find(|(_, node)| node.label() == Some("Scroll the photos"))?;
        let bounds = bar.bounds()?;
        let rect =
            Rect::from_min_max(pos2(bounds.x0 as f32, bounds.y0 as f32), pos2(bounds.x1 as f32, bounds.y1 as f32));
        Some((rect, bar.numeric_value()?))
    }

    /// Drags the handle of the scroll bar from end to end and back; returns what each frame took, and how far it came.
    fn drag(&mut self, bar: Rect) -> (Vec<Duration>, f64) {
        let x = bar.center().x;
        let (top, bottom) = (bar.top() + 4.0, bar.bottom() - 4.0);
        let button = |pos: Pos2, pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(pos2(x, top)), button(pos2(x, top), true)]);
        let (mut taken, mut at_end_percent) = (Vec::new(), 0.0);
        for at in (0..N_FRAMES).chain((0..N_FRAMES).rev()) {
            let next = Instant::now() + FRAME;
            let y = egui::lerp(top..=bottom, at as f32 / (N_FRAMES - 1) as f32);
            taken.push(self.frame(vec![Event::PointerMoved(pos2(x, y))]));
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
            if taken.len() == N_FRAMES {
                at_end_percent = self.scroll_bar().map_or(0.0, |(_, percent)| percent);
            }
        }
        self.frame(vec![button(pos2(x, top), false)]);
        (taken, at_end_percent)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if paths.is_empty() {
        println!("name files of captions, or use benches/frames.sh");
    }
    println!("processor time of a frame while the scroll bar is dragged, in ms (goal: 99 of 100 within {GOAL_MILLIS})");
    println!("{:>10}  {:<16} {:>6} {:>6} {:>6} {:>6}", "captions", "view", "p50", "p95", "p99", "max");
    for path in paths {
        for (view, name) in [(View::Grid, "grid"), (View::List, "list")] {
            let mut bench = Bench::open(&path, view)?;
            bench.settle();
            let n_photos = bench.window.app().results().order.len();
            let (bar, _) = bench.scroll_bar().ok_or("there is no scroll bar")?;
            let (taken, at_end_percent) = bench.drag(bar);
            if at_end_percent < 99.0 {
                return Err(format!("the scroll bar was dragged to {at_end_percent} % only").into());
            }
            print_row(n_photos, name, taken);
        }
        let mut bench = Bench::open(&path, View::Places)?;
        bench.settle();
        let taken = (0..N_FRAMES_AT_REST).map(|_| bench.frame(Vec::new())).collect();
        print_row(bench.window.app().results().order.len(), "places, at rest", taken);
    }
    Ok(())
}

fn print_row(n_photos: usize, name: &str, mut taken: Vec<Duration>) {
    taken.sort_unstable();
    let at = |share: f64| {
        let place = ((taken.len() - 1) as f64 * share).round() as usize;
        taken.get(place).map_or(0.0, |taken| taken.as_secs_f64() * 1e3)
    };
    println!("{n_photos:>10}  {name:<16} {:>6.2} {:>6.2} {:>6.2} {:>6.2}", at(0.5), at(0.95), at(0.99), at(1.0));
}

/// The processor time that this thread has taken so far.
#[cfg(unix)]
fn processor_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

/// The time, where a thread's own is not told.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    use std::sync::LazyLock;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
