//! Pictures of photos: ask for them at a size, and later they are ready, or it is known why not.
//! What is asked for last counts alone; a frame that scrolls on cancels what it left behind. Threads of its own look into
//! the thumbnails kept on the disk and have pictures decoded; nothing here decodes, and nothing waits.

mod cache;
mod disk_cache;
mod file_uri;
mod maker;
mod png_text;
mod queue;
mod size;
mod source;
pub mod thumbnails;

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use thiserror::Error;

use crate::pictures::maker::{Keepsake, Maker};
use crate::pictures::queue::{Done, Job, Queue};
use crate::pixels::{Picture, PixelsError, Wanted};
use crate::worker;

pub use crate::pictures::size::{Size, ThumbnailSize};
pub use crate::pictures::source::{Source, input_path, picture_source};

/// What is made and not fetched yet takes at most so much, and then no more is made: a screen full of thumbnails, or a
/// preview with its neighbours. One picture may be larger.
const READY_BYTES_MAX: usize = 96 * 1024 * 1024;
/// What waits to be kept on the disk takes at most so much; who makes more keeps it himself.
const UNKEPT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// How long the program waits at its end for threads that hang in a file system that does not answer.
const STOP_PATIENCE: Duration = Duration::from_secs(1);
/// How long a picture waits for others to be shown with it: to paint a frame costs as much as to make a few thumbnails.
const TOGETHER: Duration = Duration::from_millis(30);
/// A job that takes longer than this is held up by a file system that has stopped: decoding itself has shorter limits.
pub const STOPPED_AFTER: Duration = Duration::from_secs(40);
/// The most threads that are given up to such file systems.
const STUCK_MAX: usize = 16;
/// Decodes one frame of a picture file: blocking, from any thread. Where it runs is not this module's business.
pub type Decode = Arc<dyn Fn(&Path, Wanted, u32, &dyn Fn() -> bool) -> Result<Picture, DecodeError> + Send + Sync>;
/// Called from any thread when something is ready: it has to be fetched after so long at most.
pub type Wake = Arc<dyn Fn(Duration) + Send + Sync>;

/// Why a picture was not decoded.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DecodeError {
    /// The file itself is why, and will be tomorrow: this is remembered.
    #[error(transparent)]
    Pixels(#[from] PixelsError),
    /// It was no longer wanted.
    #[error("cancelled")]
    Cancelled,
    /// Something else; it is tried again when the collection is opened again.
    #[error("{0}")]
    Other(String),
}

/// A picture by its file, its size, and its frame.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureKey {
    /// The file, by its absolute path.
    pub path: Arc<Path>,
    /// How large.
    pub size: Size,
    /// The frame of an animation, from 0.
    pub frame: u32,
}

/// A picture that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which.
    pub key: PictureKey,
    /// The smaller, the sooner.
    pub priority: u32,
}

/// How far a picture is.
#[derive(Clone, Debug)]
pub enum State {
    /// Not yet.
    Waiting {
        /// Whether it is known that the file is there.
        found: bool,
    },
    /// Here it is; it is handed over, and not kept here.
    Ready {
        /// The pixels.
        picture: Arc<Picture>,
        /// Whether a better one is to come.
        provisional: bool,
    },
    /// There will be none, and why, as a sentence without its full stop.
    Failed(Arc<str>),
    /// There is no such file.
    Missing,
}

/// The pictures, and the threads that see to them. Dropping it cancels what runs.
pub struct Pictures {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    /// Work is done when it is asked for, in the caller's thread.
    inline: bool,
}

struct Shared {
    state: Mutex<Shop>,
    changed: Condvar,
    maker: Maker,
    wake: Wake,
}

/// What the threads share.
struct Shop {
    queue: Queue,
    closed: bool,
    n_threads: usize,
    trouble: Option<String>,
    /// Made, and not on the disk yet.
    unkept: VecDeque<Keepsake>,
    unkept_bytes: usize,
    /// What threads are at work on, and since when.
    busy: Vec<Busy>,
    n_given_up: usize,
}

/// A thread at work.
struct Busy {
    job: Job,
    since: Instant,
    looks_only: bool,
}

impl Pictures {
    /// Starts a number of threads that make pictures, one that only looks, so that what is there already shows at once
    /// however busy the others are, and one that keeps. `thumbnails_folder` is where thumbnails are kept.
    pub fn start(decode: Decode, thumbnails_folder: &Path, wake: Wake, n_makers: usize) -> io::Result<Self> {
        let mut pictures = Self::new(decode, Some(thumbnails_folder), wake, false);
        pictures.start_thread("cutline-looker", |shared| shared.work(true))?;
        for number in 1..=n_makers {
            pictures.start_thread(&format!("cutline-maker-{number}"), |shared| shared.work(false))?;
        }
        pictures.start_thread("cutline-thumbnails", Shared::keep)?;
        Ok(pictures)
    }

    fn start_thread(&mut self, name: &str, life: impl FnOnce(&Shared) + Send + 'static) -> io::Result<()> {
        let shared = Arc::clone(&self.shared);
        self.shared.lock().n_threads += 1;
        let started = Builder::new().name(name.to_owned()).spawn(move || life(&shared));
        self.threads.push(started.inspect_err(|_| self.shared.lock().n_threads -= 1)?);
        Ok(())
    }

    /// Does all work at once, in the caller's thread, and keeps nothing on the disk; for tests.
    pub fn inline(decode: Decode) -> Self {
        Self::new(decode, None, Arc::new(|_| {}), true)
    }

    fn new(decode: Decode, thumbnails_folder: Option<&Path>, wake: Wake, inline: bool) -> Self {
        let shop = Shop {
            queue: Queue::new(READY_BYTES_MAX),
            closed: false,
            n_threads: 0,
            trouble: None,
            unkept: VecDeque::new(),
            unkept_bytes: 0,
            busy: Vec::new(),
            n_given_up: 0,
        };
        let maker = Maker::new(decode, thumbnails_folder);
        let shared = Shared { state: Mutex::new(shop), changed: Condvar::new(), maker, wake };
        Self { shared: Arc::new(shared), threads: Vec::new(), inline }
    }

    /// Wants these pictures and no others; what else was asked for is cancelled.
    pub fn ask(&self, requests: Vec<Request>) {
        self.shared.lock().queue.ask(requests);
        if self.inline {
            // Not in the condition of a `while let`, which would hold the lock for as long as its body runs.
            let next = || self.shared.lock().queue.next(false);
            while let Some(job) = next() {
                self.shared.run(&job);
            }
        } else {
            self.give_up_stuck(Instant::now());
            self.shared.changed.notify_all();
        }
    }

    /// A job that a file system holds up fails, and a fresh thread takes the place of the one that hangs in it.
    fn give_up_stuck(&self, now: Instant) {
        let mut shop = self.shared.lock();
        let is_stuck = |busy: &Busy| now.saturating_duration_since(busy.since) > STOPPED_AFTER;
        while shop.n_given_up < STUCK_MAX
            && let Some(at) = shop.busy.iter().position(is_stuck)
        {
            let Busy { job, looks_only, .. } = shop.busy.swap_remove(at);
            shop.queue.finish(&job, Done::Failed("The disk does not answer".to_owned()));
            shop.n_given_up += 1;
            shop.n_threads += 1;
            let shared = Arc::clone(&self.shared);
            let name = format!("cutline-maker-{}", shop.n_threads);
            if Builder::new().name(name).spawn(move || shared.work(looks_only)).is_err() {
                shop.n_threads -= 1;
            }
        }
    }

    /// How far a picture is; pixels are handed over once.
    pub fn take(&self, key: &PictureKey) -> State {
        let state = self.shared.lock().queue.take(key);
        if matches!(state, State::Ready { .. }) {
            self.shared.changed.notify_all();
        }
        state
    }

    /// Forgets what was made and what failed: files may have changed.
    pub fn clear(&self) {
        self.shared.lock().queue.clear();
    }

    /// Forgets what was made of pictures that are named so, and what failed: their files have changed.
    pub fn forget(&self, is_named: &dyn Fn(&PictureKey) -> bool) {
        self.shared.lock().queue.forget(is_named);
    }

    /// Something the user should know, said once.
    pub fn take_trouble(&self) -> Option<String> {
        self.shared.lock().trouble.take()
    }
}

impl Drop for Pictures {
    fn drop(&mut self) {
        let mut shop = self.shared.lock();
        shop.closed = true;
        shop.queue.clear();
        self.shared.changed.notify_all();
        let stopped = self.shared.changed.wait_timeout_while(shop, STOP_PATIENCE, |shop| shop.n_threads > 0);
        drop(stopped);
        // A thread that hangs in a file system that does not answer ends with the program.
        for thread in self.threads.drain(..).filter(JoinHandle::is_finished) {
            thread.join().ok();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Shop> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A thread's life.
    fn work(&self, looks_only: bool) {
        while let Some(job) = self.next(looks_only) {
            self.lock().busy.push(Busy { job: job.clone(), since: Instant::now(), looks_only });
            self.run(&job);
            let is_last = !self.lock().queue.has_more();
            (self.wake)(if is_last { Duration::ZERO } else { TOGETHER });
            let mut shop = self.lock();
            let is_it = |busy: &Busy| Arc::ptr_eq(&busy.job.cancelled, &job.cancelled);
            match shop.busy.iter().position(is_it) {
                Some(at) => drop(shop.busy.swap_remove(at)),
                // It was given up, and another thread has taken its place.
                None => break,
            }
        }
        self.lock().n_threads -= 1;
        self.changed.notify_all();
    }

    /// Waits for work; none once it is closed.
    fn next(&self, looks_only: bool) -> Option<Job> {
        let mut shop = self.lock();
        loop {
            if shop.closed {
                return None;
            }
            if let Some(job) = shop.queue.next(looks_only) {
                return Some(job);
            }
            shop = self.changed.wait(shop).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Does a job; a panic in it costs only its picture.
    fn run(&self, job: &Job) {
        let work = || self.maker.run(job);
        let (done, keepsake) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
            (Done::Failed("Cannot show the picture, because of an error in the program".to_owned()), None)
        });
        let mut shop = self.lock();
        shop.queue.finish(job, done);
        // What was looked at can be made now, by whichever thread is free.
        self.changed.notify_all();
        if let Some(keepsake) = keepsake {
            if shop.unkept_bytes < UNKEPT_BYTES_MAX {
                shop.unkept_bytes += keepsake.n_bytes();
                shop.unkept.push_back(keepsake);
            } else {
                drop(shop);
                self.keep_one(&keepsake);
            }
        }
    }

    /// The life of the thread that keeps what was made, and tidies up, with what the screen and the makers leave of the
    /// processor. At the end it keeps what is left.
    fn keep(&self) {
        worker::give_way_to_all();
        let mut shop = self.lock();
        loop {
            if let Some(keepsake) = shop.unkept.pop_front() {
                shop.unkept_bytes -= keepsake.n_bytes();
                drop(shop);
                self.keep_one(&keepsake);
                shop = self.lock();
            } else if shop.closed {
                break;
            } else if self.maker.needs_tidying() {
                drop(shop);
                self.maker.tidy(&|| !self.lock().closed);
                shop = self.lock();
            } else {
                shop = self.changed.wait(shop).unwrap_or_else(PoisonError::into_inner);
            }
        }
        shop.n_threads -= 1;
        self.changed.notify_all();
    }

    /// Keeps what was made; a panic in it costs only that.
    fn keep_one(&self, keepsake: &Keepsake) {
        let work = || self.maker.keep(keepsake);
        let kept = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(Ok(()));
        if let Err(why) = kept {
            self.lock().trouble = Some(why);
            (self.wake)(Duration::ZERO);
        }
    }
}

#[cfg(test)]
mod tests;
