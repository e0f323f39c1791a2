//! Plays an animation: which of its frames is shown, for how long, and how often all of them.

use std::path::Path;
use std::sync::Arc;

use crate::pixels::Animation;

/// The shortest a frame is shown, in milliseconds, as browsers have it.
const FRAME_MIN_MILLIS: u32 = 20;

/// An animation that is played, or was and stands still at one of its frames.
#[derive(Debug)]
pub(super) struct Player {
    /// The file.
    pub path: Arc<Path>,
    /// The frame that is shown.
    pub frame: u32,
    /// Whether the next one follows by itself.
    pub running: bool,
    /// Since when the frame is shown, in seconds.
    since: f64,
    /// How often all frames were shown.
    n_played: u32,
}

impl Player {
    /// An animation at its first frame.
    pub(super) fn new(path: &Arc<Path>) -> Self {
        Self { path: Arc::clone(path), frame: 0, running: false, since: 0.0, n_played: 0 }
    }

    /// Goes on, or pauses; after the last frame it begins anew.
    pub(super) fn toggle(&mut self, animation: Animation, now: f64) {
        if !self.running && self.is_at_last(animation) {
            (self.frame, self.n_played) = (0, 0);
        }
        (self.running, self.since) = (!self.running, now);
    }

    /// The frame that follows.
    pub(super) fn next(&self, animation: Animation) -> u32 {
        if self.is_at_last(animation) { 0 } else { self.frame + 1 }
    }

    /// How many seconds the frame is still shown.
    pub(super) fn left_seconds(&self, animation: Animation, now: f64) -> f64 {
        self.since + f64::from(animation.frame_millis.max(FRAME_MIN_MILLIS)) / 1_000.0 - now
    }

    /// Shows the next frame, or stops at the last one when all were shown as often as the file asks.
    pub(super) fn advance(&mut self, animation: Animation, now: f64) {
        if self.is_at_last(animation) {
            self.n_played = self.n_played.saturating_add(1);
            if self.n_played == animation.n_plays {
                self.running = false;
                return;
            }
        }
        (self.frame, self.since) = (self.next(animation), now);
    }

    fn is_at_last(&self, animation: Animation) -> bool {
        self.frame.saturating_add(1) >= animation.n_frames
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The frames that are shown after a press of the button, ten at most.
    fn check(n_frames: u32, n_plays: u32, expected: &[u32]) {
        let animation = Animation { n_frames, n_plays, frame_millis: 40 };
        let mut player = Player::new(&Path::new("a.gif").into());
        for press in 0..2 {
            player.toggle(animation, 0.0);
            let mut shown = vec![player.frame];
            while player.running && shown.len() < 10 {
                let before = player.frame;
                player.advance(animation, 0.0);
                shown.extend(Some(player.frame).filter(|frame| *frame != before));
            }
            assert_eq!(shown, expected, "press {press}");
            if player.running {
                break;
            }
        }
    }

    #[test]
    fn an_animation_is_played_as_often_as_it_asks_and_anew_after_that() {
        check(3, 1, &[0, 1, 2]);
        check(3, 2, &[0, 1, 2, 0, 1, 2]);
        check(3, 0, &[0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
    }

    #[test]
    fn a_pause_keeps_the_frame_and_a_frame_lasts_as_long_as_it_says() {
        let animation = Animation { n_frames: 3, n_plays: 1, frame_millis: 400 };
        let mut player = Player::new(&Path::new("a.gif").into());
        player.toggle(animation, 1.0);
        assert!((player.left_seconds(animation, 1.1) - 0.3).abs() < 1e-9);
        player.advance(animation, 1.4);
        player.toggle(animation, 1.5);
        assert_eq!((player.frame, player.running), (1, false));
        player.toggle(animation, 9.0);
        assert_eq!((player.frame, player.running), (1, true));
        let hasty = Animation { frame_millis: 0, ..animation };
        assert!((player.left_seconds(hasty, 9.0) - 0.02).abs() < 1e-9);
    }
}
