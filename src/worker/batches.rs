//! The metadata of many files: every worker is kept a batch ahead, answers are passed on as they come, and a file on which
//! a worker dies or hangs costs its own answer only: the others that were handed over go to another worker.

use std::collections::VecDeque;
use std::fs::File;

use crate::metadata::Metadata;
use crate::metadata::fallback::FallbackEncoding;
use crate::worker::lane::{Lane, N_CHANCES, Seat};
use crate::worker::opening::OpenError;
use crate::worker::patience::Patience;
use crate::worker::process::{Failure, Filled, Process, wait_any};
use crate::worker::protocol::{BATCH_MAX_FILES, Request};
use crate::worker::{Cancelled, METADATA_DEADLINE, WorkerError};

/// To start a worker takes as long as it takes another to read the metadata of so many files.
const WORTH_A_WORKER: usize = 128;

type OnAnswer<'a> = &'a mut dyn FnMut(usize, Result<Metadata, WorkerError>);

/// Has the metadata of files read by one worker, or by all those of the lane that are free where it is worth it.
pub(super) fn metadata_each(
    lane: &Lane,
    files: &mut dyn Iterator<Item = Result<File, OpenError>>,
    fallback: FallbackEncoding,
    cancelled: Cancelled<'_>,
    on_answer: OnAnswer<'_>,
) {
    let Ok(first) = lane.seat(cancelled) else { return };
    let n_more = files.size_hint().1.map_or(usize::MAX, |n_files| n_files / WORTH_A_WORKER);
    let seats = std::iter::once(first).chain(lane.free_seats().into_iter().take(n_more));
    let mut carriers: Vec<Carrier<'_>> = seats.map(Carrier::new).collect();
    let mut source = Source { files, fallback, n_opened: 0, is_exhausted: false, again: VecDeque::new() };
    loop {
        for carrier in &mut carriers {
            if cancelled() {
                return;
            }
            carrier.load(&mut source, cancelled, on_answer);
        }
        let busy: Vec<&Process> = carriers.iter_mut().filter_map(Carrier::busy_process).collect();
        if busy.is_empty() && source.is_exhausted && source.again.is_empty() {
            return;
        }
        wait_any(&busy);
        for carrier in &mut carriers {
            carrier.unload(&mut source, on_answer);
        }
    }
}

/// The files still to be handed over.
struct Source<'a> {
    files: &'a mut dyn Iterator<Item = Result<File, OpenError>>,
    fallback: FallbackEncoding,
    n_opened: usize,
    is_exhausted: bool,
    /// Those that a worker had when it died.
    again: VecDeque<Waiting>,
}

/// A file without its answer.
struct Waiting {
    index: usize,
    file: File,
    n_chances: u8,
}

/// A worker with what it was handed.
struct Carrier<'lane> {
    seat: Seat<'lane>,
    handed: VecDeque<Waiting>,
    patience: Patience,
}

impl Source<'_> {
    /// The next files, at most a batch; those that could not be opened are answered at once.
    fn batch(&mut self, cancelled: Cancelled<'_>, on_answer: OnAnswer<'_>) -> Vec<Waiting> {
        let mut batch: Vec<Waiting> = Vec::with_capacity(BATCH_MAX_FILES);
        while batch.len() < BATCH_MAX_FILES {
            if let Some(waiting) = self.again.pop_front() {
                batch.push(waiting);
                continue;
            }
            let Some(file) = self.files.next() else {
                self.is_exhausted = true;
                break;
            };
            let index = self.n_opened;
            self.n_opened += 1;
            match file {
                Ok(file) => batch.push(Waiting { index, file, n_chances: N_CHANCES }),
                Err(_) if cancelled() => break,
                Err(error) => on_answer(index, Err(error.into())),
            }
        }
        batch
    }
}

impl<'lane> Carrier<'lane> {
    fn new(mut seat: Seat<'lane>) -> Self {
        // All start at the same time; one that does not start says so when it is needed.
        seat.start().ok();
        Self { seat, handed: VecDeque::new(), patience: Patience::new(METADATA_DEADLINE) }
    }

    fn busy_process(&mut self) -> Option<&Process> {
        if self.handed.is_empty() { None } else { self.seat.started().map(|process| &*process) }
    }

    /// Hands over another batch, if it has no more than one.
    fn load(&mut self, source: &mut Source<'_>, cancelled: Cancelled<'_>, on_answer: OnAnswer<'_>) {
        if self.handed.len() > BATCH_MAX_FILES {
            return;
        }
        if self.handed.is_empty() {
            // Here a worn worker has nothing in hand, so that it can be replaced.
            if self.seat.started().is_some_and(|process| process.is_worn()) {
                self.seat.dismiss();
            }
            self.patience.renew();
        } else if self.seat.started().is_some_and(|process| process.is_worn()) {
            return;
        }
        let batch = source.batch(cancelled, on_answer);
        if batch.is_empty() {
            return;
        }
        let process = match self.seat.process(cancelled) {
            Ok(process) => process,
            Err(error) => {
                for waiting in batch {
                    on_answer(waiting.index, Err(error.clone()));
                }
                return;
            }
        };
        let files: Vec<&File> = batch.iter().map(|waiting| &waiting.file).collect();
        let request = Request::Metadata { n_files: files.len(), fallback: source.fallback.name().to_owned() };
        let asked = process.ask(&request, &files);
        self.handed.extend(batch);
        if let Err(failure) = asked {
            self.fail(failure, source, on_answer);
        }
    }

    /// Passes on the answers that have come, and looks after the deadline.
    fn unload(&mut self, source: &mut Source<'_>, on_answer: OnAnswer<'_>) {
        if self.handed.is_empty() {
            return;
        }
        let Some(process) = self.seat.started() else { return };
        let filled = process.fill();
        loop {
            match process.answer() {
                Ok(Some(answer)) => {
                    let Some(waiting) = self.handed.pop_front() else { return self.seat.dismiss() };
                    self.patience.renew();
                    on_answer(waiting.index, answer.into_metadata());
                }
                Ok(None) => break,
                Err(failure) => return self.fail(failure, source, on_answer),
            }
        }
        if filled == Filled::Ended {
            let failure = process.death();
            self.fail(failure, source, on_answer);
        } else if !self.handed.is_empty() && self.patience.is_over() {
            let late = WorkerError::TimedOut { seconds: self.patience.seconds() };
            self.fail(Failure::Question(late), source, on_answer);
        }
    }

    /// Ends the worker: the file it was at is answered or gets another chance, the others go to another worker.
    fn fail(&mut self, failure: Failure, source: &mut Source<'_>, on_answer: OnAnswer<'_>) {
        self.seat.dismiss();
        let mut handed = std::mem::take(&mut self.handed);
        if let Some(mut culprit) = handed.pop_front() {
            match failure {
                Failure::Chance(_) if culprit.n_chances > 0 => {
                    culprit.n_chances -= 1;
                    handed.push_front(culprit);
                }
                Failure::Chance(error) | Failure::Question(error) => on_answer(culprit.index, Err(error)),
            }
        }
        source.again.extend(handed);
    }
}
