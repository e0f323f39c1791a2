//! The worker process: enters the sandbox, then answers what the program asks over the socket that is its standard input,
//! until that is closed. It has one thread and opens nothing; the files it reads are handed to it.

mod escapes;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::process::ExitCode;
use std::time::Duration;

use crate::metadata::fallback::FallbackEncoding;
use crate::worker::file_bytes::Windows;
use crate::worker::protocol::{
    ANSWER_MAX_BYTES, Answer, Inbox, PictureHead, REQUEST_MAX_BYTES, Request, write_message,
};
use crate::worker::sandbox::limits::TimeLimit;
use crate::worker::sandbox::{self, SandboxState};
use crate::worker::trial::Trial;
use crate::worker::{
    METADATA_DEADLINE, PAGE_DEADLINE, PICTURE_DEADLINE, PictureJob, TRIAL_DEADLINE, WorkerError, channel, give_way,
    here,
};

/// How much of the questions is read at once: some dozens of them.
const RECEIVE_BYTES: usize = 4096;

/// The command `worker`: serves the program that started it.
#[expect(clippy::print_stderr, reason = "a user who types the command has nothing else to read")]
pub fn main() -> ExitCode {
    if rustix::net::sockopt::socket_type(io::stdin()).is_err() {
        eprintln!("cutline: error: “cutline worker” is started by the program itself, to read files");
        return ExitCode::FAILURE;
    }
    // A panic ends one answer; its message goes into that.
    std::panic::set_hook(Box::new(|_| {}));
    give_way();
    let state = sandbox::enter();
    // Only now, for what is open beyond the usual is closed on entering.
    let Ok(socket) = io::stdin().as_fd().try_clone_to_owned() else { return ExitCode::FAILURE };
    let mut server = Server {
        socket: File::from(socket),
        state,
        time_limit: TimeLimit::default(),
        inbox: Inbox::default(),
        files: VecDeque::new(),
        windows: RefCell::default(),
        message: Vec::new(),
    };
    match server.serve() {
        Ok(()) => ExitCode::SUCCESS,
        // The program is gone, or does not speak as this one does; there is nobody to tell.
        Err(_) => ExitCode::FAILURE,
    }
}

struct Server {
    /// Written to as a file is: the calls that only sockets have are refused.
    socket: File,
    state: SandboxState,
    time_limit: TimeLimit,
    inbox: Inbox,
    /// Handed over and not yet read.
    files: VecDeque<File>,
    windows: RefCell<Windows>,
    /// The last answer, kept for its memory.
    message: Vec<u8>,
}

impl Server {
    fn serve(&mut self) -> io::Result<()> {
        self.send(&Answer::Ready(self.state.clone()))?;
        while let Some(request) = self.request()? {
            match request {
                Request::Metadata { n_files, fallback } => {
                    let fallback = FallbackEncoding::parse(&fallback).unwrap_or_default();
                    for _ in 0..n_files {
                        self.metadata(fallback)?;
                    }
                }
                Request::Picture { wanted, frame } => self.picture(PictureJob { wanted, frame, size_px: None })?,
                Request::Page => self.page()?,
                Request::Trial(trial) => self.trial(trial)?,
            }
        }
        Ok(())
    }

    /// Waits for the next question; none when the program has closed the socket.
    fn request(&mut self) -> io::Result<Option<Request>> {
        let mut buffer = [0; RECEIVE_BYTES];
        loop {
            if let Some(message) = self.inbox.message(REQUEST_MAX_BYTES).map_err(io::Error::other)? {
                return Ok(Some(serde_json::from_slice(message)?));
            }
            match channel::receive(&self.socket, &mut buffer, &mut self.files)? {
                0 => return Ok(None),
                n => self.inbox.tail().extend_from_slice(buffer.get(..n).unwrap_or_default()),
            }
        }
    }

    fn metadata(&mut self, fallback: FallbackEncoding) -> io::Result<()> {
        let read = |file: &File, windows: &RefCell<Windows>| here::metadata(file, fallback, windows);
        let metadata = self.with_file(METADATA_DEADLINE, read)?;
        self.send(&metadata.map_or_else(failed, |metadata| Answer::Metadata(Box::new(metadata))))
    }

    fn picture(&mut self, job: PictureJob) -> io::Result<()> {
        match self.with_file(PICTURE_DEADLINE, |file, windows| here::picture(file, job, windows))? {
            Ok(picture) => {
                let (head, pixels) = PictureHead::split(picture);
                self.send(&Answer::Picture(head))?;
                self.socket.write_all(&pixels)
            }
            Err(error) => self.send(&failed(error)),
        }
    }

    fn page(&mut self) -> io::Result<()> {
        let page = self.with_file(PAGE_DEADLINE, here::page)?;
        self.send(&page.map_or_else(failed, Answer::Page))
    }

    /// Reads the next file that was handed over; it is closed before the answer goes out.
    fn with_file<T>(
        &mut self,
        deadline: Duration,
        read: impl FnOnce(&File, &RefCell<Windows>) -> Result<T, WorkerError>,
    ) -> io::Result<Result<T, WorkerError>> {
        let missing = || io::Error::other("a file was announced and did not come");
        let file = self.files.pop_front().ok_or_else(missing)?;
        self.time_limit.allow(deadline);
        Ok(read(&file, &self.windows))
    }

    fn trial(&mut self, trial: Trial) -> io::Result<()> {
        self.time_limit.allow(TRIAL_DEADLINE);
        match trial {
            Trial::Escapes => {
                let attempts = escapes::attempt_all(&self.state);
                return self.send(&Answer::Trial(attempts));
            }
            Trial::Sleep => std::thread::sleep(Duration::from_secs(3600)),
            Trial::Loop => loop {
                std::hint::spin_loop();
            },
            Trial::Allocate => {
                std::hint::black_box(vec![1_u8; usize::MAX / 4]);
            }
            Trial::Panic => {
                let answer: Result<Answer, _> = here::caught(|| std::panic::panic_any("as the trial asks"));
                return self.send(&answer.unwrap_or_else(failed));
            }
            Trial::Abort => std::process::abort(),
            Trial::Overflow => {
                std::hint::black_box(escapes::overflow(0));
            }
            Trial::Exit => std::process::exit(0),
            Trial::Babble => self.socket.write_all(b"\x02\0\0\0??")?,
            Trial::Trickle => {
                self.socket.write_all(&u32::try_from(ANSWER_MAX_BYTES).unwrap_or(u32::MAX).to_le_bytes())?;
                loop {
                    std::thread::sleep(Duration::from_millis(1));
                    self.socket.write_all(b" ")?;
                }
            }
            Trial::Announce => self.socket.write_all(&u32::MAX.to_le_bytes())?,
        }
        Ok(())
    }

    fn send(&mut self, answer: &Answer) -> io::Result<()> {
        if let Err(why) = write_message(answer, ANSWER_MAX_BYTES, &mut self.message) {
            write_message(&Answer::Failed(why), ANSWER_MAX_BYTES, &mut self.message).map_err(io::Error::other)?;
        }
        self.socket.write_all(&self.message)
    }
}

/// An error as an answer.
fn failed(error: WorkerError) -> Answer {
    match error {
        WorkerError::Decode(error) => Answer::NoPicture(error),
        WorkerError::Failed { why } => Answer::Failed(why),
        error @ (WorkerError::Open(_)
        | WorkerError::TimedOut { .. }
        | WorkerError::Crashed { .. }
        | WorkerError::OutOfMemory
        | WorkerError::Cancelled
        | WorkerError::NotStarted { .. }) => Answer::Failed(error.to_string()),
    }
}
