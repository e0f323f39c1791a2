//! Threads that read captions, batch after batch: the photos come back in the order in which their batches were given.
//! Each thread has its turn, so that nothing has to be put in order, and photos are made while others are indexed.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use crate::lint::Lint;
use crate::photo::Photo;
use crate::photo::knowledge::Knowledge;
use crate::readers::gathering::Waiting;

/// How many threads there are: reading is most of what opening costs, and more of them would wait for the indexing.
const N_THREADS: usize = 2;
/// How many batches a thread has before it at most.
const BATCHES_EACH: usize = 2;

/// The threads, and what they have before them.
pub(super) struct Crew {
    hands: Vec<Hand>,
    /// Whose turn it is, of those that have a batch.
    turns: VecDeque<usize>,
    next: usize,
}

struct Hand {
    /// None once the thread is to end.
    give: Option<SyncSender<Vec<Waiting>>>,
    take: Receiver<Vec<Photo>>,
    thread: Option<JoinHandle<()>>,
}

impl Crew {
    /// Starts the threads; fewer than wanted, or none, where the system gives no more.
    pub(super) fn start(knowledge: &Knowledge, lint: &Arc<Lint>) -> Self {
        let hands = (0..N_THREADS).filter_map(|_| Hand::start(knowledge.clone(), Arc::clone(lint)).ok());
        Self { hands: hands.collect(), turns: VecDeque::new(), next: 0 }
    }

    /// Gives a batch to the next thread; back where there is none.
    pub(super) fn give(&mut self, batch: Vec<Waiting>) -> Result<(), Vec<Waiting>> {
        let at = self.next;
        let Some(give) = self.hands.get(at).and_then(|hand| hand.give.as_ref()) else { return Err(batch) };
        self.next = (self.next + 1) % self.hands.len();
        self.turns.push_back(at);
        // A thread that ended panicked, which is told when its photos are asked for.
        give.send(batch).unwrap_or_default();
        Ok(())
    }

    /// Whether no more batches may be given before photos are taken.
    pub(super) fn is_busy(&self) -> bool {
        self.turns.len() >= self.hands.len() * BATCHES_EACH
    }

    /// The photos of the batch that was given first, when they are read; none when every batch was taken.
    pub(super) fn take(&mut self) -> Option<Vec<Photo>> {
        let hand = self.hands.get_mut(self.turns.pop_front()?)?;
        match hand.take.recv() {
            Ok(photos) => Some(photos),
            // A panic in the thread is one of this reading, which its worker catches.
            Err(_) => match hand.thread.take().map(JoinHandle::join) {
                Some(Err(panic)) => std::panic::resume_unwind(panic),
                Some(Ok(())) | None => None,
            },
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        for hand in &mut self.hands {
            hand.give = None;
        }
        for thread in self.hands.iter_mut().filter_map(|hand| hand.thread.take()) {
            // What it panicked with is of no interest any more.
            thread.join().ok();
        }
    }
}

impl Hand {
    fn start(knowledge: Knowledge, lint: Arc<Lint>) -> std::io::Result<Self> {
        let (give, given) = sync_channel::<Vec<Waiting>>(BATCHES_EACH);
        let (send, take) = channel();
        let work = move || {
            for batch in given {
                let photos = batch.into_iter().map(|waiting| waiting.read(&knowledge, &lint)).collect();
                if send.send(photos).is_err() {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("captions".to_owned()).spawn(work)?;
        Ok(Self { give: Some(give), take, thread: Some(thread) })
    }
}
