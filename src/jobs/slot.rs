//! A worker with room for one piece of waiting work: what is put later replaces what waits.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

/// The worker; dropping it lets the work under way finish and ends the thread.
pub(super) struct Slot<T> {
    shared: Arc<Shared<T>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    waiting: Option<T>,
    closed: bool,
}

impl<T: Send + 'static> Slot<T> {
    /// Starts the thread under a name.
    pub(super) fn start(name: &str, work: impl Fn(T) + Send + 'static) -> io::Result<Self> {
        let state = Mutex::new(State { waiting: None, closed: false });
        let shared = Arc::new(Shared { state, changed: Condvar::new() });
        let theirs = Arc::clone(&shared);
        let run = move || {
            while let Some(next) = theirs.next() {
                work(next);
            }
        };
        let thread = Builder::new().name(format!("cutline-{name}")).spawn(run)?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Puts work in, instead of what may be waiting.
    pub(super) fn put(&self, work: T) {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner).waiting = Some(work);
        self.shared.changed.notify_one();
    }
}

impl<T> Shared<T> {
    /// Waits for work; none once the slot is closed.
    fn next(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if state.closed {
                return None;
            }
            if let Some(work) = state.waiting.take() {
                return Some(work);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Drop for Slot<T> {
    fn drop(&mut self) {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // The work under way was cancelled where it can be; a thread that panicked has nothing left to do.
            thread.join().ok();
        }
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
        let held = Mutex::new(held);
        let slot = Slot::start("test", move |n: u32| {
            started.send(n).unwrap();
            held.lock().unwrap().recv().unwrap();
            done.send(n).unwrap();
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
}
