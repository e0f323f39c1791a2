//! A worker as the program sees it: started, asked, listened to as long as patience lasts, and examined when it dies.
//! Whatever comes from it is checked; nothing here waits for a process to end.

use std::fs::File;
use std::io::{self, PipeReader, Read as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::Signal;

use crate::worker::patience::{GLANCE, Patience};
use crate::worker::protocol::{ANSWER_MAX_BYTES, Answer, Inbox, REQUEST_MAX_BYTES, Request, write_message};
use crate::worker::sandbox::SandboxState;
use crate::worker::{Cancelled, WorkerError, channel};

/// How long a worker may take to be ready: some milliseconds, more on a machine that is out of breath.
const START_DEADLINE: Duration = Duration::from_secs(10);
/// How much is read from a socket at once: it holds about two hundred kilobytes.
const READ_BYTES: usize = 256 * 1024;
/// How long a dying worker is watched in order to tell why it died.
const DEATH_DEADLINE: Duration = Duration::from_millis(200);
/// How much of a dying worker's last words is read.
const LAST_WORDS_MAX_BYTES: u64 = 4096;
/// What a worker takes before it is replaced, so that nothing builds up in it: so many files' metadata …
const WEAR_MAX: u32 = 20_000;
/// … of which a picture counts for as many, so that a worker makes a hundred.
const PICTURE_WEAR: u32 = 200;
/// Signals that decoders do not bring upon themselves: somebody sent them, or the system did for want of memory.
const SENT_SIGNALS: [Signal; 5] = [Signal::KILL, Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT];

/// A running worker; ended when dropped.
pub(super) struct Process {
    child: Option<Child>,
    socket: UnixStream,
    /// Its standard error, where the last words of a dying process go.
    complaints: PipeReader,
    inbox: Inbox,
    state: Option<SandboxState>,
    wear: u32,
    n_unanswered: usize,
    graveyard: Arc<Graveyard>,
}

/// Why there is no answer, and whose fault that is.
pub(super) enum Failure {
    /// Perhaps nobody's: another worker may do better.
    Chance(WorkerError),
    /// That of what was asked.
    Question(WorkerError),
}

/// What came of looking for more bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    Some,
    Nothing,
    Ended,
}

/// Ended processes that the system has not let go of yet: one that reads from a disk that does not answer stays for long.
#[derive(Default)]
pub(super) struct Graveyard(Mutex<Vec<Child>>);

impl Process {
    /// Starts one; it makes itself ready meanwhile.
    pub(super) fn spawn(program: &Path, graveyard: &Arc<Graveyard>) -> io::Result<Self> {
        let (socket, its_socket) = UnixStream::pair()?;
        socket.set_nonblocking(true)?;
        let (complaints, its_complaints) = io::pipe()?;
        rustix::io::ioctl_fionbio(&complaints, true)?;
        let child = Command::new(program)
            .arg0("cutline")
            .arg("worker")
            .env_clear()
            .stdin(OwnedFd::from(its_socket))
            .stdout(Stdio::null())
            .stderr(its_complaints)
            .spawn()?;
        Ok(Self {
            child: Some(child),
            socket,
            complaints,
            inbox: Inbox::default(),
            state: None,
            wear: 0,
            n_unanswered: 0,
            graveyard: Arc::clone(graveyard),
        })
    }

    /// Waits until it has entered the sandbox; what that is on this system.
    pub(super) fn wait_ready(&mut self, cancelled: Cancelled<'_>) -> Result<&SandboxState, WorkerError> {
        if self.state.is_none() {
            self.n_unanswered = 1;
            match self.receive(&mut Patience::new(START_DEADLINE), cancelled) {
                Ok(Answer::Ready(state)) => self.state = Some(state),
                Ok(_) => return Err(WorkerError::NotStarted { why: "another program answered".to_owned() }),
                Err(Failure::Chance(WorkerError::Cancelled) | Failure::Question(WorkerError::Cancelled)) => {
                    return Err(WorkerError::Cancelled);
                }
                Err(Failure::Chance(error) | Failure::Question(error)) => {
                    return Err(WorkerError::NotStarted { why: error.to_string() });
                }
            }
        }
        self.state.as_ref().ok_or(WorkerError::Cancelled)
    }

    /// Whether it has entered the sandbox and said so.
    pub(super) fn is_ready(&self) -> bool {
        self.state.is_some()
    }

    /// Asks, and hands over the files.
    pub(super) fn ask(&mut self, request: &Request, files: &[&File]) -> Result<(), Failure> {
        let mut message = Vec::new();
        write_message(request, REQUEST_MAX_BYTES, &mut message).map_err(senseless)?;
        self.wear = self.wear.saturating_add(match request {
            Request::Metadata { n_files, .. } => u32::try_from(*n_files).unwrap_or(u32::MAX),
            Request::Picture { .. } | Request::Page | Request::Trial(_) => PICTURE_WEAR,
        });
        let was_idle = self.n_unanswered == 0;
        self.n_unanswered += files.len().max(1);
        channel::send(&self.socket, &message, files).map_err(|_| match self.death() {
            // It died of something else, before it could hear the question.
            Failure::Chance(error) | Failure::Question(error) if was_idle => Failure::Chance(error),
            failure => failure,
        })
    }

    /// Whether it is there and waits to be asked: an idle worker has nothing to say.
    pub(super) fn is_listening(&mut self) -> bool {
        self.n_unanswered > 0 || self.fill() == Filled::Nothing
    }

    /// Waits for the next answer.
    pub(super) fn receive(&mut self, patience: &mut Patience, cancelled: Cancelled<'_>) -> Result<Answer, Failure> {
        loop {
            if let Some(answer) = self.answer()? {
                return Ok(answer);
            }
            match self.fill() {
                Filled::Some => {}
                Filled::Nothing => self.wait(patience, cancelled)?,
                Filled::Ended => return Err(self.death()),
            }
        }
    }

    /// Waits for the pixels that follow a picture's head.
    pub(super) fn receive_pixels(
        &mut self,
        n_bytes: usize,
        patience: &mut Patience,
        cancelled: Cancelled<'_>,
    ) -> Result<Vec<u8>, Failure> {
        let mut pixels = Vec::new();
        if pixels.try_reserve_exact(n_bytes).is_err() {
            return Err(Failure::Question(WorkerError::OutOfMemory));
        }
        pixels.extend_from_slice(self.inbox.take(n_bytes));
        while pixels.len() < n_bytes {
            match rustix::io::read(&self.socket, spare_capacity(&mut pixels)) {
                Ok(0) => return Err(self.death()),
                Ok(_) => {}
                Err(Errno::AGAIN | Errno::INTR) => self.wait(patience, cancelled)?,
                Err(_) => return Err(self.death()),
            }
        }
        if pixels.len() > n_bytes {
            return Err(senseless("its decoder sent more pixels than it announced".to_owned()));
        }
        self.n_unanswered = self.n_unanswered.saturating_sub(1);
        Ok(pixels)
    }

    /// The next answer, if all of it has come.
    pub(super) fn answer(&mut self) -> Result<Option<Answer>, Failure> {
        let Some(message) = self.inbox.message(ANSWER_MAX_BYTES).map_err(senseless)? else { return Ok(None) };
        let answer: Answer = serde_json::from_slice(message)
            .map_err(|why| senseless(format!("its decoder's answer makes no sense: {why}")))?;
        // What failed once may have left something behind.
        if matches!(answer, Answer::Failed(_)) {
            self.wear = WEAR_MAX;
        }
        // The pixels of a picture are still to come.
        if !matches!(answer, Answer::Picture(_)) {
            self.n_unanswered = self.n_unanswered.saturating_sub(1);
        }
        Ok(Some(answer))
    }

    /// Takes in what has come, without waiting.
    pub(super) fn fill(&mut self) -> Filled {
        let tail = self.inbox.tail();
        tail.reserve(READ_BYTES);
        match rustix::io::read(&self.socket, spare_capacity(tail)) {
            Ok(0) => Filled::Ended,
            Ok(_) => Filled::Some,
            Err(Errno::AGAIN | Errno::INTR) => Filled::Nothing,
            Err(_) => Filled::Ended,
        }
    }

    /// Waits a moment for more bytes.
    fn wait(&self, patience: &mut Patience, cancelled: Cancelled<'_>) -> Result<(), Failure> {
        // Whether or not something has come: one that sends byte after byte is no better than one that sends none.
        wait_any(&[self]);
        if cancelled() {
            return Err(Failure::Question(WorkerError::Cancelled));
        }
        if patience.is_over() {
            return Err(Failure::Question(WorkerError::TimedOut { seconds: patience.seconds() }));
        }
        Ok(())
    }

    /// Whether it can be asked again by somebody else.
    pub(super) fn is_fit(&self) -> bool {
        self.n_unanswered == 0 && self.inbox.is_empty() && !self.is_worn()
    }

    /// Whether it has done its part.
    pub(super) fn is_worn(&self) -> bool {
        self.wear >= WEAR_MAX
    }

    pub(super) fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Why it closed its socket. It is dying or pretends to; for a short time it is watched.
    pub(super) fn death(&mut self) -> Failure {
        let Some(child) = self.child.as_mut() else { return senseless("its decoder is gone".to_owned()) };
        // One that is already dying keeps the reason it has.
        child.kill().ok();
        let since = Instant::now();
        let status = loop {
            match child.try_wait() {
                Ok(None) if since.elapsed() < DEATH_DEADLINE => thread::sleep(Duration::from_millis(1)),
                Ok(status) => break status,
                Err(_) => break None,
            }
        };
        let mut words = Vec::new();
        // There need not be any, and then there is nothing more to tell.
        (&self.complaints).take(LAST_WORDS_MAX_BYTES).read_to_end(&mut words).ok();
        verdict(status, &String::from_utf8_lossy(&words))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(child) = self.child.take() {
            self.graveyard.bury(child);
        }
    }
}

impl Graveyard {
    /// Ends a process, and lets go of those that have ended.
    fn bury(&self, mut child: Child) {
        // An error says that it has ended already.
        child.kill().ok();
        let mut dying = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        dying.push(child);
        dying.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
    }
}

impl Drop for Graveyard {
    fn drop(&mut self) {
        let dying = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let since = Instant::now();
        loop {
            dying.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
            if dying.is_empty() || since.elapsed() >= DEATH_DEADLINE {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Waits a moment until one of the workers has said something or has ended.
pub(super) fn wait_any(processes: &[&Process]) {
    let mut polled: Vec<PollFd<'_>> =
        processes.iter().map(|process| PollFd::new(&process.socket, PollFlags::IN)).collect();
    let glance = Timespec { tv_sec: 0, tv_nsec: GLANCE.subsec_nanos().into() };
    // An interrupted wait is a short one.
    poll(&mut polled, Some(&glance)).ok();
}

/// An answer that no honest worker gives.
fn senseless(why: String) -> Failure {
    Failure::Question(WorkerError::Failed { why })
}

/// What a dead worker died of.
fn verdict(status: Option<ExitStatus>, last_words: &str) -> Failure {
    let Some(status) = status else {
        return Failure::Question(WorkerError::Crashed { how: "it stopped answering and does not end".to_owned() });
    };
    // So the standard library puts it, whatever the allocator.
    if last_words.contains("memory allocation of") {
        return Failure::Question(WorkerError::OutOfMemory);
    }
    let Some(signal) = status.signal() else {
        return Failure::Question(WorkerError::Crashed { how: status.to_string() });
    };
    if last_words.contains("has overflowed its stack") {
        return Failure::Question(WorkerError::Crashed { how: "stack overflow".to_owned() });
    }
    let error = WorkerError::Crashed { how: status.to_string() };
    let was_sent = SENT_SIGNALS.iter().any(|sent| sent.as_raw() == signal);
    if was_sent { Failure::Chance(error) } else { Failure::Question(error) }
}
