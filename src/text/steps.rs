//! How often tests' code looked at a word: a caption twice as long must take twice as many looks, and no clock is asked.

use std::cell::Cell;

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Counts a look at a word.
pub(crate) fn count() {
    STEPS.with(|steps| steps.set(steps.get() + 1));
}

/// How many looks some work takes.
pub(crate) fn of<T>(work: impl FnOnce() -> T) -> u64 {
    let before = STEPS.with(Cell::get);
    std::hint::black_box(work());
    STEPS.with(Cell::get) - before
}
