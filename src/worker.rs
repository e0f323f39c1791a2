//! Reads strangers' files in processes of their own, which can reach no other file, no network and no other process: a
//! hostile file costs its own answer and nothing else. `Workers` asks, `serve` is the process that answers.
//! What the bytes of a file mean is for `metadata`, `pixels` and `page`; which files are read is for the caller.

#[cfg(unix)]
mod batches;
mod budget;
#[cfg(unix)]
mod channel;
mod file_bytes;
mod here;
#[cfg(unix)]
mod lane;
pub mod opening;
mod patience;
#[cfg(unix)]
mod process;
mod protocol;
pub mod sandbox;
#[cfg(unix)]
pub mod serve;
pub mod trial;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use crate::metadata::Metadata;
use crate::metadata::fallback::FallbackEncoding;
use crate::page::Page;
use crate::pixels::{Picture, PixelsError, Wanted};
use crate::worker::budget::Budget;
use crate::worker::here::Here;
#[cfg(unix)]
use crate::worker::lane::Lanes;
use crate::worker::opening::OpenError;
#[cfg(unix)]
use crate::worker::protocol::Request;
use crate::worker::sandbox::SandboxState;
use crate::worker::trial::{Attempt, Trial};

/// How long the metadata of one file may take: a thousand times what an honest one does.
pub const METADATA_DEADLINE: Duration = Duration::from_secs(2);
/// How long a small picture may take; beyond that a tile says why it stays empty.
pub const THUMBNAIL_DEADLINE: Duration = Duration::from_secs(5);
/// How long a large picture may take: 100 megapixels are decoded in less.
pub const PICTURE_DEADLINE: Duration = Duration::from_secs(20);
/// How long a saved page may take.
pub const PAGE_DEADLINE: Duration = Duration::from_secs(2);
/// How long a trial may take.
const TRIAL_DEADLINE: Duration = Duration::from_secs(2);
/// The longest edge of a picture that must be there as soon as a thumbnail.
const THUMBNAIL_EDGE_PX: u32 = 1024;

/// What one worker may have in memory, all in all; a picture of 100 megapixels takes two thirds of it.
pub const WORKER_MEMORY_BYTES: u64 = (1 << 30) - (32 << 20);
/// What all pictures that are being decoded may take together.
pub const DECODING_MAX_BYTES: u64 = 1 << 30;
/// What one decoded picture may take; also what a picture of unknown size is taken to need.
pub const PICTURE_MAX_BYTES: u64 = 512 << 20;
/// What a small picture carried by a file is taken to need: it has no more than a few megapixels.
const EMBEDDED_BYTES: u64 = 16 << 20;
/// The largest saved page that is read.
pub const PAGE_MAX_BYTES: u64 = crate::page::PAGE_MAX_BYTES as u64;

/// Tells whether an answer is no longer wanted; asked about a hundred times a second while one is waited for.
pub type Cancelled<'a> = &'a dyn Fn() -> bool;

/// Where files are read: in processes of their own, or right here.
pub struct Workers {
    place: Place,
    budget: Budget,
}

enum Place {
    #[cfg(unix)]
    Processes(Box<Lanes>),
    Here(Here),
}

/// Which picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureJob {
    /// How large.
    pub wanted: Wanted,
    /// Which frame, counted from 0.
    pub frame: u32,
    /// The picture's own size as its metadata has it, where that is known: tells how much memory decoding will take.
    pub size_px: Option<[u32; 2]>,
}

/// Why there is no answer about a file: a variant for each thing that could be done about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WorkerError {
    /// Look after the file itself.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The file has no picture that can be shown.
    #[error(transparent)]
    Decode(PixelsError),
    /// The file, or the disk it is on, holds up whoever reads it.
    #[error("gave up reading the file, because there was no answer within {seconds} s")]
    TimedOut {
        /// How long was waited.
        seconds: u64,
    },
    /// The worker that read it died.
    #[error("cannot read the file, because its decoder crashed: {how}")]
    Crashed {
        /// By which signal or with which exit status.
        how: String,
    },
    /// The worker that read it needed more memory than one may have.
    #[error("cannot read the file, because it takes more than {} MiB of memory", WORKER_MEMORY_BYTES >> 20)]
    OutOfMemory,
    /// The worker that read it gave up, or did not make sense.
    #[error("cannot read the file, because {why}")]
    Failed {
        /// What the worker said, or what was wrong with its answer.
        why: String,
    },
    /// The answer is no longer wanted.
    #[error("stopped reading the file, because it is no longer wanted")]
    Cancelled,
    /// The system gives no process to read it in.
    #[error("cannot read the file, because no worker process starts: {why}")]
    NotStarted {
        /// What the system said.
        why: String,
    },
}

impl Workers {
    /// Workers as processes of the program, whose `worker` command serves; the first is started at once, so that it is
    /// ready when it is needed, the others when there is work for them: `n_workers` for pictures, pages and single files,
    /// and as many again for the metadata of many files, so that neither waits for the other.
    #[cfg(unix)]
    pub fn start(program: &Path, n_workers: usize) -> io::Result<Self> {
        let place = Place::Processes(Box::new(Lanes::start(program, n_workers)?));
        Ok(Self { place, budget: Budget::new(DECODING_MAX_BYTES) })
    }

    /// Workers need Unix sockets.
    #[cfg(not(unix))]
    pub fn start(_program: &Path, _n_workers: usize) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// The same work done in the caller's thread, without a sandbox and without deadlines.
    pub fn in_process() -> Self {
        Self { place: Place::Here(Here), budget: Budget::new(DECODING_MAX_BYTES) }
    }

    /// What each layer of the sandbox is on this system, as a worker found it.
    pub fn sandbox_state(&self) -> Result<SandboxState, WorkerError> {
        match &self.place {
            #[cfg(unix)]
            Place::Processes(lanes) => lanes.sandbox_state(),
            Place::Here(_) => Ok(SandboxState::none("files are read in the program itself")),
        }
    }

    /// What a file says about its photo; texts that name no encoding are read in the one given.
    pub fn metadata(
        &self,
        file: &File,
        fallback: FallbackEncoding,
        cancelled: Cancelled<'_>,
    ) -> Result<Metadata, WorkerError> {
        match &self.place {
            #[cfg(unix)]
            Place::Processes(lanes) => {
                let request = Request::Metadata { n_files: 1, fallback: fallback.name().to_owned() };
                lanes.single.ask(&request, file, METADATA_DEADLINE, cancelled)?.into_metadata()
            }
            Place::Here(here) => here.metadata(file, fallback),
        }
    }

    /// What many files say, each answered by its place among them as soon as its answer is there, in no certain order.
    /// Files are asked for a few batches ahead and closed once answered. Ends early, without the rest of the answers,
    /// when it is cancelled.
    pub fn metadata_each(
        &self,
        files: &mut dyn Iterator<Item = Result<File, OpenError>>,
        fallback: FallbackEncoding,
        cancelled: Cancelled<'_>,
        on_answer: &mut dyn FnMut(usize, Result<Metadata, WorkerError>),
    ) {
        match &self.place {
            #[cfg(unix)]
            Place::Processes(lanes) => batches::metadata_each(&lanes.bulk, files, fallback, cancelled, on_answer),
            Place::Here(here) => here.metadata_each(files, fallback, cancelled, on_answer),
        }
    }

    /// The picture of a file; a large one waits until others that are being decoded leave it the memory.
    pub fn picture(&self, file: &File, job: PictureJob, cancelled: Cancelled<'_>) -> Result<Picture, WorkerError> {
        let _grant = self.budget.take(job.needed_bytes(), cancelled)?;
        match &self.place {
            #[cfg(unix)]
            Place::Processes(lanes) => lanes.single.picture(file, job, cancelled),
            Place::Here(here) => here.picture(file, job),
        }
    }

    /// What a saved page holds.
    pub fn page(&self, file: &File, cancelled: Cancelled<'_>) -> Result<Page, WorkerError> {
        match &self.place {
            #[cfg(unix)]
            Place::Processes(lanes) => lanes.single.ask(&Request::Page, file, PAGE_DEADLINE, cancelled)?.into_page(),
            Place::Here(here) => here.page(file),
        }
    }

    /// Has a worker try what it must not be able to do, or fail in a certain way.
    pub fn trial(&self, trial: Trial, cancelled: Cancelled<'_>) -> Result<Vec<Attempt>, WorkerError> {
        match &self.place {
            #[cfg(unix)]
            Place::Processes(lanes) => lanes.single.trial(trial, cancelled),
            Place::Here(_) => Err(WorkerError::NotStarted { why: "files are read in the program itself".to_owned() }),
        }
    }

    /// The processes that wait for work now.
    pub fn idle_process_ids(&self) -> Vec<u32> {
        match &self.place {
            #[cfg(unix)]
            Place::Processes(lanes) => lanes.idle_ids(),
            Place::Here(_) => Vec::new(),
        }
    }
}

/// Has the calling thread take a quarter of the processor against one who wants all of it: the screen answers first.
pub fn give_way() {
    be_nice(5);
}

/// Has the calling thread, and the processes that it starts, take a tenth of the processor against the screen, and a quarter
/// against the processes that make its pictures.
pub fn give_way_to_pictures() {
    be_nice(10);
}

/// Has the calling thread take only what nobody else wants of the processor.
pub fn give_way_to_all() {
    be_nice(19);
}

fn be_nice(niceness: i32) {
    // Linux takes it for the thread alone. Where it is refused, others go no sooner than before.
    #[cfg(target_os = "linux")]
    if rustix::process::getpriority_process(None).is_ok_and(|own| own < niceness) {
        rustix::process::setpriority_process(None, niceness).ok();
    }
    #[cfg(not(target_os = "linux"))]
    let _ = niceness;
}

/// The program that is running, so that it can be started again as a worker.
pub fn own_program() -> io::Result<PathBuf> {
    // This name stays right when the program is replaced by a newer one while it runs.
    let linked = Path::new("/proc/self/exe");
    if cfg!(target_os = "linux") && linked.exists() { Ok(linked.to_owned()) } else { std::env::current_exe() }
}

impl PictureJob {
    /// How long it may take.
    fn deadline(self) -> Duration {
        match self.wanted {
            Wanted::Embedded => THUMBNAIL_DEADLINE,
            Wanted::Fit { edge_px } if edge_px <= THUMBNAIL_EDGE_PX => THUMBNAIL_DEADLINE,
            Wanted::Fit { .. } | Wanted::Full => PICTURE_DEADLINE,
        }
    }

    /// How much memory it is taken to need: a small picture is often made from all the pixels.
    fn needed_bytes(self) -> u64 {
        match (self.wanted, self.size_px) {
            (Wanted::Embedded, _) => EMBEDDED_BYTES,
            (Wanted::Fit { .. } | Wanted::Full, Some([width, height])) => {
                (u64::from(width) * u64::from(height)).saturating_mul(4).min(PICTURE_MAX_BYTES)
            }
            (Wanted::Fit { .. } | Wanted::Full, None) => PICTURE_MAX_BYTES,
        }
    }
}
