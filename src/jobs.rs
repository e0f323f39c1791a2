//! Work outside the screen's thread: effects go in, events come out. Every worker has a name and a bounded place for
//! what waits: a search or an opening supersedes the one before it; changes of lists wait in order.
//! Dropping `Jobs` cancels what runs and waits for what must be finished.

mod dialogs;
mod handover;
mod keeper;
mod slot;
mod watching;
mod work;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::app::App;
use crate::app::effect::{Effect, FetchFor, WindowEffect};
use crate::app::event::Event;
use crate::app::handover::HandoverEffect;
use crate::app::notices::Severity;
use crate::cache::Cache;
use crate::jobs::keeper::{Keeper, KeeperWork};
use crate::jobs::slot::Slot;
use crate::jobs::watching::{Timing, Watcher};
use crate::jobs::work::caught;
use crate::lists::database::Database;
use crate::photo::knowledge::Knowledge;
use crate::readers::{Options, Reader};
use crate::worker;

/// How long one frame takes in events.
const RECEIVE_MAX: Duration = Duration::from_millis(4);

/// The workers, or, for tests, their work done at once.
pub struct Jobs {
    workers: Workers,
    events: Receiver<Event>,
    send: Sender<Event>,
}

enum Workers {
    Threads(Box<Threads>),
    Inline(Box<Inline>),
}

/// A worker for each kind of work that may take long.
struct Threads {
    open: Slot<Task>,
    search: Slot<Task>,
    locate: Slot<Task>,
    fetch: Slot<Task>,
    fetch_for_dialog: Slot<Task>,
    cache: Slot<Task>,
    trim: Slot<Task>,
    export: Slot<Task>,
    inspect: Slot<Task>,
    handover: Slot<Task>,
    /// Small things, of which each is done, in order.
    errands: Slot<Task>,
    keeper: Keeper,
    watcher: Watcher,
    /// The tokens of what was asked last.
    opening: CancelToken,
    exporting: CancelToken,
    handing: CancelToken,
    fetching: CancelToken,
    fetching_for_dialog: CancelToken,
    searching: CancelToken,
    wake: Wake,
    preview: Preview,
}

/// The same work, done when it is asked for.
struct Inline {
    context: Context,
    database: Database,
}

/// What workers need to know.
#[derive(Clone)]
struct Context {
    reader: Reader,
    config_folder: Option<PathBuf>,
    cache: Option<Cache>,
}

/// Called after every event, from any thread, so that the screen is drawn again.
pub type Wake = Arc<dyn Fn() + Send + Sync>;
/// Shown every event before it is sent, from any thread: what can be begun before there is a window.
pub type Preview = Arc<dyn Fn(&Event) + Send + Sync>;

/// Work with the token that stops it.
type Task = (Effect, CancelToken);

/// Says that work is no longer wanted; made when the work is asked for, so that it counts while the work still waits.
#[derive(Clone, Default)]
struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.opening.cancel();
        self.exporting.cancel();
        self.handing.cancel();
        self.fetching.cancel();
        self.fetching_for_dialog.cancel();
    }
}

impl Jobs {
    /// Starts the workers.
    pub fn start(
        reader: Reader,
        config_folder: &Path,
        cache: Cache,
        database: Database,
        wake: Wake,
        preview: Preview,
    ) -> std::io::Result<Self> {
        let (send, events) = channel();
        let context = Context { reader, config_folder: Some(config_folder.to_owned()), cache: Some(cache) };
        let work = || {
            let context = context.clone();
            let post = Post { send: send.clone(), wake: Arc::clone(&wake), preview: Arc::clone(&preview) };
            move |(effect, cancel): Task| {
                // A folder that is read takes all there is, for long; the screen and its pictures go before it.
                if matches!(effect, Effect::Open { .. }) {
                    worker::give_way_to_pictures();
                }
                if caught(|| work::run(effect, &context, &cancel, &post)).is_none() {
                    let why = "That failed because of an error in the program".to_owned();
                    post.send(Event::Notice(Severity::Error, why));
                }
            }
        };
        let worker = |name: &str| Slot::start(name, work());
        let threads = Threads {
            open: Slot::start_quick("open", work())?,
            search: worker("search")?,
            locate: Slot::start_quick("locate", work())?,
            fetch: Slot::start_quick("fetch", work())?,
            fetch_for_dialog: Slot::start_quick("fetch-dialog", work())?,
            cache: worker("cache")?,
            trim: worker("trim")?,
            export: worker("export")?,
            inspect: Slot::start_quick("inspect", work())?,
            handover: worker("handover")?,
            errands: worker("errands")?,
            keeper: Keeper::start(
                database,
                context.clone(),
                Post { send: send.clone(), wake: Arc::clone(&wake), preview: Arc::clone(&preview) },
            )?,
            watcher: Watcher::start(
                Post { send: send.clone(), wake: Arc::clone(&wake), preview: Arc::clone(&preview) },
                Timing::USUAL,
            )?,
            opening: CancelToken::default(),
            exporting: CancelToken::default(),
            handing: CancelToken::default(),
            fetching: CancelToken::default(),
            fetching_for_dialog: CancelToken::default(),
            searching: CancelToken::default(),
            wake: Arc::clone(&wake),
            preview,
        };
        Ok(Self { workers: Workers::Threads(Box::new(threads)), events, send })
    }

    /// Does all work at once, in the caller's thread; for tests.
    pub fn inline(knowledge: Knowledge, database: Database) -> Self {
        let (send, events) = channel();
        let workers = Arc::new(worker::Workers::in_process());
        let reader = Reader { options: Options::default(), knowledge, lint: Arc::default(), workers };
        let context = Context { reader, config_folder: None, cache: None };
        let inline = Inline { context, database };
        Self { workers: Workers::Inline(Box::new(inline)), events, send }
    }

    /// Takes on work; what only the window can do is not among it.
    pub fn run(&mut self, effect: Effect) {
        match &mut self.workers {
            Workers::Threads(threads) => threads.run(effect, &self.send),
            Workers::Inline(inline) => inline.run(effect, &self.send),
        }
    }

    /// Takes on what an application asks for, and has it take in what has come, until nothing follows; what only the window
    /// can do is left to it.
    pub fn perform(&mut self, app: &mut App, mut effects: Vec<Effect>) -> Vec<WindowEffect> {
        let mut left = Vec::new();
        loop {
            for effect in effects {
                match effect {
                    Effect::Window(effect) => left.push(effect),
                    effect => self.run(effect),
                }
            }
            // Work done at once may ask for more work; what workers send later wakes the window again.
            let events = self.events();
            if events.is_empty() {
                return left;
            }
            effects = events.into_iter().flat_map(|event| app.receive(event)).collect();
        }
    }

    /// The events that have come, for at most as long as a frame may spend on them.
    pub fn events(&self) -> Vec<Event> {
        let since = Instant::now();
        let mut events = Vec::new();
        while since.elapsed() < RECEIVE_MAX {
            let Ok(event) = self.events.try_recv() else { break };
            events.push(event);
        }
        events
    }
}

impl Threads {
    fn run(&mut self, effect: Effect, send: &Sender<Event>) {
        let post = Post { send: send.clone(), wake: Arc::clone(&self.wake), preview: Arc::clone(&self.preview) };
        match effect {
            Effect::Open { .. } => {
                // Another opening makes the one that runs unwanted.
                self.opening.cancel();
                self.opening = CancelToken::default();
                self.open.put((effect, self.opening.clone()));
            }
            Effect::Search { .. } => {
                // Every key press supersedes the one before.
                self.searching.cancel();
                self.searching = CancelToken::default();
                self.search.put((effect, self.searching.clone()));
            }
            Effect::Locate { .. } => self.locate.put((effect, CancelToken::default())),
            Effect::Fetch { wanted_for, .. } => {
                let (slot, fetching) = match wanted_for {
                    FetchFor::Results => (&self.fetch, &mut self.fetching),
                    FetchFor::Dialog => (&self.fetch_for_dialog, &mut self.fetching_for_dialog),
                };
                // What was wanted before has been scrolled away.
                fetching.cancel();
                *fetching = CancelToken::default();
                slot.put((effect, fetching.clone()));
            }
            Effect::Export(_) => {
                self.exporting = CancelToken::default();
                self.export.put((effect, self.exporting.clone()));
            }
            Effect::CancelJobs => {
                self.opening.cancel();
                self.exporting.cancel();
                self.handing.cancel();
            }
            Effect::Handover(HandoverEffect::Cancel) => self.handing.cancel(),
            Effect::Handover(HandoverEffect::PickFile(purpose)) => dialogs::pick_file(post, purpose),
            Effect::Handover(
                effect @ (HandoverEffect::LoadTemplates
                | HandoverEffect::SaveTemplate { .. }
                | HandoverEffect::DeleteTemplate(_)),
            ) => self.keeper.put(KeeperWork::Templates(effect), &post),
            Effect::Handover(
                HandoverEffect::CopyHtml { .. } | HandoverEffect::CopyPicture(_) | HandoverEffect::ShowInFolder(_),
            ) => self.run_errand(effect, &post),
            Effect::Handover(_) => {
                // Another question makes the one that runs unwanted.
                self.handing.cancel();
                self.handing = CancelToken::default();
                self.handover.put((effect, self.handing.clone()));
            }
            Effect::ChangeLists { change, origin } => self.keeper.put(KeeperWork::Change(change, origin), &post),
            Effect::SaveSettings(settings) => self.keeper.put(KeeperWork::Settings(settings), &post),
            Effect::Inspect { .. } => self.inspect.put((effect, CancelToken::default())),
            Effect::LookAtCache => self.cache.put((effect, CancelToken::default())),
            Effect::AskSandbox
            | Effect::WriteCorrections { .. }
            | Effect::ReadCorrections(_)
            | Effect::EmptyCache(_) => self.run_errand(effect, &post),
            Effect::TrimCache(_) => self.trim.put((effect, CancelToken::default())),
            Effect::Watch(job) => self.watcher.watch(job),
            Effect::PickInputs => dialogs::pick_inputs(post),
            Effect::PickFolder(purpose) => dialogs::pick_folder(post, purpose),
            Effect::PickExportPath { name, format } => dialogs::pick_export_path(post, &name, format),
            Effect::ShowPath(path) => {
                // A file in the current folder is named without it.
                let path = std::path::absolute(&path).unwrap_or(path);
                if let Err(why) = open::that_detached(&path) {
                    let why = format!("Cannot show it: {why}: {}", path.display());
                    post.send(Event::Notice(Severity::Refused, why));
                }
            }
            Effect::Window(_) => {}
        }
    }

    fn run_errand(&self, effect: Effect, post: &Post) {
        if !self.errands.add((effect, CancelToken::default())) {
            let why = "That was not done: too much is waiting for the disk".to_owned();
            post.send(Event::Notice(Severity::Error, why));
        }
    }
}

impl Inline {
    fn run(&mut self, effect: Effect, send: &Sender<Event>) {
        let post = Post { send: send.clone(), wake: Arc::new(|| {}), preview: Arc::new(|_| {}) };
        match effect {
            Effect::ChangeLists { change, origin } => keeper::change(&mut self.database, change, origin, &post),
            Effect::Open { .. }
            | Effect::Search { .. }
            | Effect::Locate { .. }
            | Effect::Fetch { .. }
            | Effect::LookAtCache
            | Effect::EmptyCache(_)
            | Effect::TrimCache(_)
            | Effect::Export(_)
            | Effect::WriteCorrections { .. }
            | Effect::ReadCorrections(_)
            | Effect::Handover(_)
            | Effect::Inspect { .. }
            | Effect::AskSandbox => {
                work::run(effect, &self.context, &CancelToken::default(), &post);
            }
            // There is nothing running to cancel, and no system to ask.
            Effect::CancelJobs
            | Effect::Watch(_)
            | Effect::PickInputs
            | Effect::PickFolder(_)
            | Effect::PickExportPath { .. }
            | Effect::SaveSettings(_)
            | Effect::ShowPath(_)
            | Effect::Window(_) => {}
        }
    }
}

/// Sends events and has the screen drawn again.
#[derive(Clone)]
struct Post {
    send: Sender<Event>,
    wake: Wake,
    preview: Preview,
}

impl Post {
    fn send(&self, event: Event) {
        (self.preview)(&event);
        // Nobody receives any more only when the window is closing.
        self.send.send(event).ok();
        (self.wake)();
    }
}
