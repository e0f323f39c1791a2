//! A worker with room for what waits: what is put later replaces it, what is added is done after it.
//! Work may be held up for ever by a file system that has stopped: then a fresh thread takes what comes next, and at the
//! end of the program nobody waits for the old one.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::Builder;
use std::time::{Duration, Instant};

/// How long the program waits at its end for work under way; what must be finished is not done here.
const STOP_PATIENCE: Duration = Duration::from_secs(2);
/// Work that takes longer than this while other work waits is taken to be held up for ever.
const STUCK_AFTER: Duration = Duration::from_secs(30);
/// The most work that waits: more than a person asks for while a disk is slow.
const WAITING_MAX: usize = 64;
/// The most threads that are given up; then what comes next waits.
const STUCK_MAX: usize = 8;

/// The worker; dropping it lets the work under way finish and ends the thread.
pub(super) struct Slot<T> {
    shared: Arc<Shared<T>>,
    /// Whether work that takes long is taken to be stuck; what is known to take long is not.
    replaces_stuck: bool,
}

struct Shared<T> {
    name: String,
    work: Box<dyn Fn(T) + Send + Sync>,
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    waiting: VecDeque<T>,
    closed: bool,
    /// Since when the thread that counts has been at work.
    busy_since: Option<Instant>,
    /// Which thread counts; those before it were given up.
    thread: usize,
    n_running: usize,
}

impl<T: Send + 'static> Slot<T> {
    /// Starts the thread under a name.
    pub(super) fn start(name: &str, work: impl Fn(T) + Send + Sync + 'static) -> io::Result<Self> {
        let state = State { waiting: VecDeque::new(), closed: false, busy_since: None, thread: 0, n_running: 0 };
        let shared = Shared {
            name: format!("cutline-{name}"),
            work: Box::new(work),
            state: Mutex::new(state),
            changed: Condvar::new(),
        };
        let slot = Self { shared: Arc::new(shared), replaces_stuck: false };
        slot.shared.start_thread(0)?;
        Ok(slot)
    }

    /// The same for work that never takes long, or soon ends when other work waits, unless a file system has stopped.
    pub(super) fn start_quick(name: &str, work: impl Fn(T) + Send + Sync + 'static) -> io::Result<Self> {
        let mut slot = Self::start(name, work)?;
        slot.replaces_stuck = true;
        Ok(slot)
    }

    /// Puts work in, instead of what may be waiting.
    pub(super) fn put(&self, work: T) {
        self.put_at(work, Instant::now());
    }

    /// Puts work in after what is waiting; says whether there was room.
    pub(super) fn add(&self, work: T) -> bool {
        let mut state = self.shared.lock();
        let has_room = state.waiting.len() < WAITING_MAX;
        if has_room {
            state.waiting.push_back(work);
        }
        drop(state);
        self.shared.changed.notify_all();
        has_room
    }

    fn put_at(&self, work: T, now: Instant) {
        let mut state = self.shared.lock();
        state.waiting.clear();
        state.waiting.push_back(work);
        let is_stuck = state.busy_since.is_some_and(|since| now.saturating_duration_since(since) > STUCK_AFTER);
        if self.replaces_stuck && is_stuck && state.thread < STUCK_MAX {
            let (before, busy_since) = (state.thread, state.busy_since.take());
            state.thread = before + 1;
            drop(state);
            if self.shared.start_thread(before + 1).is_err() {
                // The system has no thread left: the work waits for the old one, which counts again.
                let mut state = self.shared.lock();
                (state.thread, state.busy_since) = (before, busy_since);
            }
        }
        self.shared.changed.notify_all();
    }
}

impl<T: Send + 'static> Shared<T> {
    fn start_thread(self: &Arc<Self>, thread: usize) -> io::Result<()> {
        let shared = Arc::clone(self);
        let run = move || {
            while let Some(next) = shared.next(thread) {
                (shared.work)(next);
            }
            shared.lock().n_running -= 1;
            shared.changed.notify_all();
        };
        self.lock().n_running += 1;
        match Builder::new().name(self.name.clone()).spawn(run) {
            Ok(_) => Ok(()),
            Err(error) => {
                self.lock().n_running -= 1;
                Err(error)
            }
        }
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> std::sync::MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for work; none once the slot is closed or the thread was given up.
    fn next(&self, thread: usize) -> Option<T> {
        let mut state = self.lock();
        if state.thread == thread {
            state.busy_since = None;
        }
        loop {
            if state.closed || state.thread != thread {
                return None;
            }
            if let Some(work) = state.waiting.pop_front() {
                state.busy_since = Some(Instant::now());
                return Some(work);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Drop for Slot<T> {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closed = true;
        self.shared.changed.notify_all();
        // The work under way was cancelled where it can be; a thread that hangs ends with the program.
        let is_running = |state: &mut State<T>| state.n_running > 0;
        drop(self.shared.changed.wait_timeout_while(state, STOP_PATIENCE, is_running));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn what_is_put_later_replaces_what_waits() {
        let (started, begin) = channel();
        let (release, held) = channel::<()>();
        let (done, results) = channel();
        let (held, started, done) = (Mutex::new(held), Mutex::new(started), Mutex::new(done));
        let slot = Slot::start("test", move |n: u32| {
            started.lock().unwrap().send(n).unwrap();
            held.lock().unwrap().recv().unwrap();
            done.lock().unwrap().send(n).unwrap();
        })
        .unwrap();
        slot.put(1);
        assert_eq!(begin.recv(), Ok(1));
        slot.put(2);
        slot.put(3);
        release.send(()).unwrap();
        release.send(()).unwrap();
        assert_eq!((results.recv(), results.recv()), (Ok(1), Ok(3)));
    }

    #[test]
    fn what_is_added_is_done_in_order_and_none_of_it_is_lost() {
        let (started, begin) = channel();
        let (release, held) = channel::<()>();
        let (held, started) = (Mutex::new(held), Mutex::new(started));
        let slot = Slot::start("test", move |n: usize| {
            started.lock().unwrap().send(n).unwrap();
            held.lock().unwrap().recv().ok();
        })
        .unwrap();
        assert!(slot.add(0));
        assert_eq!(begin.recv(), Ok(0));
        assert!((1..=WAITING_MAX).all(|n| slot.add(n)));
        assert!(!slot.add(WAITING_MAX + 1), "there is a limit, and it is told");
        drop(release);
        assert_eq!(begin.iter().take(WAITING_MAX).collect::<Vec<_>>(), (1..=WAITING_MAX).collect::<Vec<_>>());
    }

    #[test]
    fn work_that_is_held_up_for_ever_holds_up_nothing_else() {
        let (started, begin) = channel();
        let (never, held) = channel::<()>();
        let (held, started) = (Mutex::new(held), Mutex::new(started));
        let slot = Slot::start_quick("test", move |n: u32| {
            started.lock().unwrap().send(n).unwrap();
            if n == 1 {
                held.lock().unwrap().recv().ok();
            }
        })
        .unwrap();
        slot.put(1);
        assert_eq!(begin.recv(), Ok(1));
        slot.put_at(2, Instant::now() + STUCK_AFTER * 2);
        assert_eq!(begin.recv(), Ok(2));
        slot.put(3);
        assert_eq!(begin.recv(), Ok(3), "the fresh thread goes on");
        drop(never);
    }
}
