//! Work that is done ahead on several threads and taken in order: pictures are decoded, and records written, while those
//! before them go into the file. How far ahead is bounded, so that memory does not grow with the number of photos.

use std::collections::VecDeque;
use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};
use std::time::Duration;

use crate::exporters::cancelled;

/// The most threads: whoever takes what they make is one thread, and would be outrun by more.
const THREADS_MAX: usize = 8;
/// Pieces of work for each thread that are begun, or done and not yet taken.
const PIECES_PER_THREAD: usize = 3;
/// How often one who waits is asked whether to go on.
const GLANCE: Duration = Duration::from_millis(100);

/// A piece of work, and where to put what comes of it.
type Piece<I, T> = (I, SyncSender<T>);

/// Makes something of each item on as many threads as the machine has, and hands it over in the order of the items.
///
/// Items are asked for, and things taken, on the calling thread. Once `goes_on` says no it ends as cancelled; an error of
/// `take` ends it as well, and nothing is made that nobody will take.
pub fn in_order<I: Send, T: Send>(
    items: &mut dyn Iterator<Item = I>,
    make: &(dyn Fn(I) -> T + Sync),
    goes_on: &mut dyn FnMut() -> bool,
    take: &mut dyn FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let n_threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(THREADS_MAX);
    let n_ahead = n_threads * PIECES_PER_THREAD;
    let (give, pieces) = mpsc::sync_channel::<Piece<I, T>>(n_ahead);
    let pieces = Mutex::new(pieces);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for number in 1..=n_threads {
            let work = || serve(&pieces, make, &is_over);
            threads.push(Builder::new().name(format!("export-{number}")).spawn_scoped(scope, work)?);
        }
        let mut begun: VecDeque<Receiver<T>> = VecDeque::new();
        let mut run = || {
            loop {
                while begun.len() < n_ahead
                    && let Some(item) = items.next()
                {
                    let (put, made) = mpsc::sync_channel(1);
                    begun.push_back(made);
                    give.send((item, put)).map_err(|_| broken())?;
                }
                let Some(first) = begun.pop_front() else { return Ok(()) };
                take(wait(&first, goes_on)?)?;
            }
        };
        let done = run();
        is_over.store(true, Ordering::Relaxed);
        drop(give);
        done
    })
}

fn serve<I, T>(pieces: &Mutex<Receiver<Piece<I, T>>>, make: &(dyn Fn(I) -> T + Sync), is_over: &AtomicBool) {
    loop {
        // Whoever waits for a piece holds the lock, and the others wait for the lock: all wait for the same.
        let piece = pieces.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((item, put)) = piece else { return };
        if !is_over.load(Ordering::Relaxed) {
            // One who gave up does not take it, which is no loss.
            put.send(make(item)).ok();
        }
    }
}

fn wait<T>(made: &Receiver<T>, goes_on: &mut dyn FnMut() -> bool) -> io::Result<T> {
    loop {
        match made.recv_timeout(GLANCE) {
            Ok(made) => return Ok(made),
            Err(RecvTimeoutError::Timeout) if goes_on() => {}
            Err(RecvTimeoutError::Timeout) => return Err(cancelled()),
            Err(RecvTimeoutError::Disconnected) => return Err(broken()),
        }
    }
}

/// The error for a thread that ended by an error in the program; its panic goes on where the threads are joined.
fn broken() -> io::Error {
    io::Error::other("a thread of the export ended early")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn what_is_made_is_taken_in_order_and_not_far_ahead() {
        let n_made = AtomicUsize::new(0);
        let mut taken = Vec::new();
        let make = |item: usize| {
            n_made.fetch_add(1, Ordering::Relaxed);
            item * 2
        };
        let mut most = 0;
        let mut take = |made| {
            most = most.max(n_made.load(Ordering::Relaxed) - taken.len());
            taken.push(made);
            Ok(())
        };
        in_order(&mut (0..2_000), &make, &mut || true, &mut take).unwrap();
        assert!(taken.iter().copied().eq((0..2_000).map(|item| item * 2)));
        assert!(most <= THREADS_MAX * PIECES_PER_THREAD, "{most} were made ahead");
        in_order(&mut std::iter::empty(), &make, &mut || true, &mut |_| panic!("nothing was asked for")).unwrap();
    }

    #[test]
    fn one_that_cannot_be_taken_ends_it() {
        let n_made = AtomicUsize::new(0);
        let make = |item: usize| {
            n_made.fetch_add(1, Ordering::Relaxed);
            item
        };
        let mut take = |made| if made == 5 { Err(io::Error::other("full")) } else { Ok(()) };
        let error = in_order(&mut (0..1_000_000), &make, &mut || true, &mut take).unwrap_err();
        assert_eq!(error.to_string(), "full");
        assert!(n_made.load(Ordering::Relaxed) < 100);
    }

    #[test]
    fn who_waits_can_give_up() {
        let (let_go, held) = mpsc::sync_channel::<()>(0);
        let held = Mutex::new(held);
        let make = |_: usize| held.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
        let mut let_go = Some(let_go);
        let mut goes_on = || {
            let_go = None;
            false
        };
        let error = in_order(&mut (0..3), &make, &mut goes_on, &mut |_| Ok(())).unwrap_err();
        assert_eq!(error.to_string(), "cancelled");
    }
}
