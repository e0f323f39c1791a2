//! A fixed number of workers, lent to whoever asks and replaced when they are worn or dead. There are no threads here:
//! the threads of the callers start the workers, ask them and wait for them.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use crate::pixels::Picture;
use crate::worker::patience::{GLANCE, Patience};
use crate::worker::process::{Failure, Graveyard, Process};
use crate::worker::protocol::{Answer, Request};
use crate::worker::sandbox::SandboxState;
use crate::worker::trial::{Attempt, Trial};
use crate::worker::{Cancelled, PictureJob, TRIAL_DEADLINE, WorkerError};

/// How many more workers a question gets when one is killed over it: it may be nobody's fault, and once is not always enough
/// when all are killed at the same time.
pub(super) const N_CHANCES: u8 = 2;

/// The workers for single files, and those for the metadata of many: neither waits for the other.
pub(super) struct Lanes {
    pub single: Lane,
    pub bulk: Lane,
    state: OnceLock<SandboxState>,
}

/// Seats for one kind of work.
pub(super) struct Lane {
    n_seats: usize,
    n_taken: Mutex<usize>,
    given_back: Condvar,
    bench: Arc<Bench>,
}

/// Where workers wait that nobody has, for whichever kind of work comes next.
struct Bench {
    program: PathBuf,
    idle: Mutex<Vec<Process>>,
    graveyard: Arc<Graveyard>,
}

/// The right to a worker; given back when dropped.
pub(super) struct Seat<'lane> {
    lane: &'lane Lane,
    process: Option<Process>,
}

impl Lanes {
    pub(super) fn start(program: &Path, n_workers: usize) -> io::Result<Self> {
        let graveyard = Arc::default();
        let first = Process::spawn(program, &graveyard)?;
        let bench = Arc::new(Bench { program: program.to_owned(), idle: Mutex::new(vec![first]), graveyard });
        let lane =
            |bench| Lane { n_seats: n_workers.max(1), n_taken: Mutex::default(), given_back: Condvar::new(), bench };
        Ok(Self { single: lane(Arc::clone(&bench)), bulk: lane(bench), state: OnceLock::new() })
    }

    /// What a worker said of its sandbox; the first one is asked, all are alike.
    pub(super) fn sandbox_state(&self) -> Result<SandboxState, WorkerError> {
        if let Some(state) = self.state.get() {
            return Ok(state.clone());
        }
        let mut seat = self.single.seat(&|| false)?;
        let state = seat.process(&|| false)?.wait_ready(&|| false)?.clone();
        Ok(self.state.get_or_init(|| state).clone())
    }

    /// The processes that nobody has.
    pub(super) fn idle_ids(&self) -> Vec<u32> {
        self.single.bench.lock().iter().filter_map(Process::id).collect()
    }
}

impl Lane {
    /// Waits for a seat.
    pub(super) fn seat(&self, cancelled: Cancelled<'_>) -> Result<Seat<'_>, WorkerError> {
        loop {
            let (n_taken, _) = self
                .given_back
                .wait_timeout_while(self.lock(), GLANCE, |n_taken| *n_taken >= self.n_seats)
                .unwrap_or_else(PoisonError::into_inner);
            drop(n_taken);
            if let Some(seat) = self.free_seat() {
                return Ok(seat);
            }
            if cancelled() {
                return Err(WorkerError::Cancelled);
            }
        }
    }

    /// The seats that nobody has, all of them.
    pub(super) fn free_seats(&self) -> Vec<Seat<'_>> {
        std::iter::from_fn(|| self.free_seat()).collect()
    }

    fn free_seat(&self) -> Option<Seat<'_>> {
        let mut n_taken = self.lock();
        if *n_taken >= self.n_seats {
            return None;
        }
        *n_taken += 1;
        drop(n_taken);
        Some(Seat { lane: self, process: self.bench.lock().pop() })
    }

    /// Asks a worker one thing about one file.
    pub(super) fn ask(
        &self,
        request: &Request,
        file: &File,
        deadline: Duration,
        cancelled: Cancelled<'_>,
    ) -> Result<Answer, WorkerError> {
        self.with_worker(deadline, cancelled, &|process, patience| {
            process.ask(request, &[file])?;
            process.receive(patience, cancelled)
        })
    }

    /// Asks a worker for a picture.
    pub(super) fn picture(
        &self,
        file: &File,
        job: PictureJob,
        cancelled: Cancelled<'_>,
    ) -> Result<Picture, WorkerError> {
        let request = Request::Picture { wanted: job.wanted, frame: job.frame };
        self.with_worker(job.deadline(), cancelled, &|process, patience| {
            process.ask(&request, &[file])?;
            let head = match process.receive(patience, cancelled)? {
                Answer::Picture(head) => head,
                other => return Ok(Err(other.into_error())),
            };
            let n_bytes =
                head.checked_bytes(job.wanted).map_err(|why| Failure::Question(WorkerError::Failed { why }))?;
            let pixels = process.receive_pixels(n_bytes, patience, cancelled)?;
            Ok(Ok(head.joined(pixels)))
        })?
    }

    /// Puts a worker to the test.
    pub(super) fn trial(&self, trial: Trial, cancelled: Cancelled<'_>) -> Result<Vec<Attempt>, WorkerError> {
        let answer = self.with_worker(TRIAL_DEADLINE, cancelled, &|process, patience| {
            process.ask(&Request::Trial(trial), &[])?;
            process.receive(patience, cancelled)
        });
        answer?.into_attempts()
    }

    /// Has a worker do something; has another do it when the first one died and it may not have been its fault.
    fn with_worker<T>(
        &self,
        deadline: Duration,
        cancelled: Cancelled<'_>,
        work: &dyn Fn(&mut Process, &mut Patience) -> Result<T, Failure>,
    ) -> Result<T, WorkerError> {
        let mut seat = self.seat(cancelled)?;
        let mut n_chances = N_CHANCES;
        loop {
            let process = seat.process(cancelled)?;
            match work(process, &mut Patience::new(deadline)) {
                Ok(done) => return Ok(done),
                Err(Failure::Chance(_)) if n_chances > 0 => n_chances -= 1,
                Err(Failure::Chance(error) | Failure::Question(error)) => {
                    seat.dismiss();
                    return Err(error);
                }
            }
            seat.dismiss();
        }
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.n_taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bench {
    fn lock(&self) -> MutexGuard<'_, Vec<Process>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat<'_> {
    /// Starts a worker if there is none, without waiting for it.
    pub(super) fn start(&mut self) -> Result<&mut Process, WorkerError> {
        if self.process.is_none() {
            let started = Process::spawn(&self.lane.bench.program, &self.lane.bench.graveyard);
            self.process = Some(started.map_err(|why| WorkerError::NotStarted { why: why.to_string() })?);
        }
        self.process.as_mut().ok_or(WorkerError::Cancelled)
    }

    /// A worker that is ready to be asked.
    pub(super) fn process(&mut self, cancelled: Cancelled<'_>) -> Result<&mut Process, WorkerError> {
        if self.process.as_mut().is_some_and(|process| process.is_ready() && !process.is_listening()) {
            self.dismiss();
        }
        if let Err(error) = self.start()?.wait_ready(cancelled) {
            self.dismiss();
            return Err(error);
        }
        self.started().ok_or(WorkerError::Cancelled)
    }

    /// The worker, if there is one.
    pub(super) fn started(&mut self) -> Option<&mut Process> {
        self.process.as_mut()
    }

    /// Ends the worker.
    pub(super) fn dismiss(&mut self) {
        self.process = None;
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let fit = self.process.take().filter(Process::is_fit);
        self.lane.bench.lock().extend(fit);
        *self.lane.lock() -= 1;
        self.lane.given_back.notify_one();
    }
}
