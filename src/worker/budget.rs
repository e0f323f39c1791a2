//! The memory that pictures may take while they are decoded, all workers together.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::worker::patience::GLANCE;
use crate::worker::{Cancelled, WorkerError};

/// So many bytes for all; whoever takes some gives them back by dropping the grant.
pub(super) struct Budget {
    max_bytes: u64,
    taken_bytes: Mutex<u64>,
    given_back: Condvar,
}

/// A share of the budget.
pub(super) struct Grant<'budget> {
    budget: &'budget Budget,
    bytes: u64,
}

impl Budget {
    pub(super) fn new(max_bytes: u64) -> Self {
        Self { max_bytes, taken_bytes: Mutex::new(0), given_back: Condvar::new() }
    }

    /// Waits until there is enough left. More than there is at all is as much as there is.
    pub(super) fn take(&self, bytes: u64, cancelled: Cancelled<'_>) -> Result<Grant<'_>, WorkerError> {
        let bytes = bytes.min(self.max_bytes);
        loop {
            let (mut taken, _) = self
                .given_back
                .wait_timeout_while(self.lock(), GLANCE, |taken| *taken + bytes > self.max_bytes)
                .unwrap_or_else(PoisonError::into_inner);
            if *taken + bytes <= self.max_bytes {
                *taken += bytes;
                return Ok(Grant { budget: self, bytes });
            }
            drop(taken);
            if cancelled() {
                return Err(WorkerError::Cancelled);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.taken_bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Grant<'_> {
    fn drop(&mut self) {
        *self.budget.lock() -= self.bytes;
        self.budget.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn no_more_is_given_out_than_there_is() {
        let budget = Budget::new(10);
        let six = budget.take(6, &|| false).unwrap();
        let four = budget.take(4, &|| false).unwrap();
        assert_eq!(budget.take(1, &|| true).err(), Some(WorkerError::Cancelled));
        drop(six);
        assert!(budget.take(6, &|| true).is_ok());
        // What is too much for the budget waits until it has all of it.
        let n_asked = Cell::new(0);
        let gives_up = || n_asked.replace(n_asked.get() + 1) > 1;
        assert!(budget.take(100, &gives_up).is_err());
        drop(four);
        assert!(budget.take(100, &|| true).is_ok());
    }
}
