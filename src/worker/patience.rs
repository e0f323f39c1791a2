//! How long an answer is waited for. Only time in which somebody was really waiting counts, so that a program that was
//! stopped for an hour does not find its workers late.

use std::time::{Duration, Instant};

/// How long a wait lasts before the waiter looks whether the answer is still wanted.
pub(super) const GLANCE: Duration = Duration::from_millis(10);
/// The most that counts between two looks: on a busy machine a glance takes longer than it should.
const COUNTED_MAX: Duration = Duration::from_millis(250);

/// What is left of the time an answer may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    allowed: Duration,
    left: Duration,
    looked_at: Instant,
}

impl Patience {
    pub(super) fn new(allowed: Duration) -> Self {
        Self { allowed, left: allowed, looked_at: Instant::now() }
    }

    /// Counts the time since the last look; whether none is left.
    pub(super) fn is_over(&mut self) -> bool {
        let now = Instant::now();
        self.left = self.left.saturating_sub(now.duration_since(self.looked_at).min(COUNTED_MAX));
        self.looked_at = now;
        self.left.is_zero()
    }

    /// All the time again.
    pub(super) fn renew(&mut self) {
        *self = Self::new(self.allowed);
    }

    /// How much there was, in seconds.
    pub(super) fn seconds(&self) -> u64 {
        self.allowed.as_secs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_stop_counts_as_a_short_wait() {
        let mut patience = Patience::new(Duration::from_secs(1));
        let Some(an_hour_ago) = Instant::now().checked_sub(Duration::from_secs(3600)) else { return };
        patience.looked_at = an_hour_ago;
        assert!(!patience.is_over());
        patience.left = Duration::ZERO;
        assert!(patience.is_over());
        patience.renew();
        assert!(!patience.is_over());
    }
}
