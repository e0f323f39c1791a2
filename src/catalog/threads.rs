//! Two things done at a time. There are two, because what opens and searches shares the machine with the window.

use std::io;
use std::thread::{self, Builder};

/// Does two things at a time, the first in a thread of that name.
pub(super) fn both<A: Send, B>(
    name: &str,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B,
) -> io::Result<(A, B)> {
    thread::scope(|scope| {
        let first = Builder::new().name(name.to_owned()).spawn_scoped(scope, first)?;
        let second = second();
        // A panic in the thread is one of whoever asked for both.
        Ok((first.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), second))
    })
}
