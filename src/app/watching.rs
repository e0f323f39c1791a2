//! The part of `App` that keeps up with what is open as it changes on the disk: it is read again by itself, and nothing the
//! user does is disturbed by it. What is not there for a while, such as a disk that was taken away, is greyed and never
//! taken out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::effect::{Effect, Generation, WatchJob, WindowEffect};
use crate::app::event::WatchNews;
use crate::app::{App, Opening};
use crate::photo::Photo;
use crate::readers::Input;

/// What is known of the watch.
#[derive(Debug, Default)]
pub(super) struct Watching {
    /// The watch whose news count.
    generation: Generation,
    /// What is not there just now.
    away: Vec<PathBuf>,
    /// The ids of inputs that are files and not there.
    away_inputs: Vec<String>,
    /// Why changes are not told at once.
    limited: Option<String>,
    /// Something changed that has not been read again yet.
    stale: bool,
    /// What is read again is so because it changed, not because the user asked.
    refreshing: bool,
    /// What the last such reading came to.
    outcome: Option<String>,
    /// The warnings of the last reading: they are not told a second time.
    warnings: Vec<String>,
}

impl App {
    /// Whether a photo's file, or the input that it stands in, is not there just now.
    pub fn is_away(&self, photo: &Photo) -> bool {
        let Watching { away, away_inputs, .. } = &self.watching;
        if away.is_empty() {
            return false;
        }
        let lies_in = |path: &PathBuf| photo.photo_file.as_ref().is_some_and(|file| file.path.starts_with(path));
        away_inputs.contains(&photo.key.input) || away.iter().any(lies_in)
    }

    /// What is not there just now.
    pub fn away(&self) -> &[PathBuf] {
        &self.watching.away
    }

    /// Why changes of what is open are not seen at once, in words.
    pub fn watch_limit(&self) -> Option<&str> {
        self.watching.limited.as_deref()
    }

    /// What the last reading came to that nobody asked for.
    pub fn refresh_outcome(&self) -> Option<&str> {
        self.watching.outcome.as_deref()
    }

    /// Whether what is being read is read again because it changed.
    pub fn is_refreshing(&self) -> bool {
        self.watching.refreshing
    }

    pub(super) fn set_watching(&mut self, watches: bool) -> Vec<Effect> {
        let mut effects = self.change_settings(|settings| settings.watches_inputs = watches);
        if watches {
            effects.extend(self.watch(false));
        } else {
            self.watching = Watching { refreshing: self.watching.refreshing, ..Watching::default() };
            effects.push(Effect::Watch(None));
        }
        effects
    }

    /// Watches what is open, or what is being read.
    pub(super) fn watch(&mut self, reading: bool) -> Option<Effect> {
        if !self.settings.watches_inputs {
            return None;
        }
        let inputs = if reading { self.opening.as_ref()?.inputs.as_slice() } else { self.newest_inputs() };
        let inputs: Vec<Input> = inputs.iter().filter(|input| input.path().is_some()).cloned().collect();
        self.watching.generation = self.open_generation;
        let job = WatchJob { generation: self.open_generation, inputs, reading };
        Some(Effect::Watch(Some(job).filter(|job| !job.inputs.is_empty())))
    }

    /// The inputs of what is open, or of what was read and is about to be shown.
    fn newest_inputs(&self) -> &[Input] {
        self.incoming.as_ref().map_or(self.inputs(), |incoming| incoming.collection.inputs.as_slice())
    }

    /// Forgets what was known of the watch of something else.
    pub(super) fn begin_watch(&mut self) {
        self.watching = Watching::default();
    }

    pub(super) fn watched(&mut self, generation: Generation, news: WatchNews) -> Vec<Effect> {
        if generation != self.watching.generation {
            return Vec::new();
        }
        match news {
            WatchNews::Limited(why) => {
                self.watching.limited = why;
                Vec::new()
            }
            WatchNews::Away(away) => self.set_away(away),
            WatchNews::Changed(paths) => {
                let forget = (!paths.is_empty()).then_some(paths);
                let mut effects = vec![Effect::Window(WindowEffect::ForgetPictures(forget))];
                effects.extend(self.refresh());
                effects
            }
            WatchNews::Overflow => {
                let mut effects = vec![Effect::Window(WindowEffect::ForgetPictures(None))];
                effects.extend(self.refresh());
                self.watching.outcome = Some("many changes at once: everything is read again".to_owned());
                effects
            }
        }
    }

    fn set_away(&mut self, away: Vec<PathBuf>) -> Vec<Effect> {
        let is_back = away.is_empty() && !self.watching.away.is_empty();
        let is_file = |input: &&Input| input.path().is_some_and(|path| away.iter().any(|away| away == path));
        self.watching.away_inputs = self.inputs().iter().filter(is_file).map(Input::id).collect();
        self.watching.away = away;
        if !is_back {
            return Vec::new();
        }
        // What failed to show meanwhile is tried again; what changed meanwhile is told by itself.
        vec![Effect::Window(WindowEffect::ForgetPictures(None))]
    }

    /// Reads what is open again, because it or what it is read with changed; later, when something is being read or is not there.
    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        if self.opening.is_some() || !self.watching.away.is_empty() {
            self.watching.stale = true;
            return Vec::new();
        }
        self.watching.stale = false;
        if self.newest_inputs().is_empty() {
            return Vec::new();
        }
        self.watching.refreshing = true;
        self.open_generation = Generation(self.open_generation.0 + 1);
        let inputs = self.newest_inputs().to_vec();
        self.opening = Some(Opening::of(&inputs));
        let watch = self.watch(true);
        let lint = Arc::clone(self.lint());
        let iim_encoding = self.iim_encoding(&inputs);
        let corrections = Arc::clone(&self.lists.corrections);
        let generation = self.open_generation;
        let open = Effect::Open { generation, inputs, first: None, lint, corrections, iim_encoding };
        watch.into_iter().chain([open]).collect()
    }

    /// After a reading has ended, well or not: what is open is watched again.
    pub(super) fn watch_again(&mut self) -> Vec<Effect> {
        self.watching.refreshing = false;
        let mut effects: Vec<Effect> = self.watch(false).into_iter().collect();
        if self.watching.stale {
            effects.extend(self.refresh());
        }
        effects
    }

    /// Says what came of reading again, for the status bar.
    pub(super) fn note_refresh(&mut self, n_before: usize, n_after: usize) {
        self.watching.outcome = Some(match (n_after.checked_sub(n_before), n_before.checked_sub(n_after)) {
            (Some(n_more @ 1..), _) => format!("updated, {} more", crate::text::counted(n_more, "photo")),
            (_, Some(n_less @ 1..)) => format!("updated, {} fewer", crate::text::counted(n_less, "photo")),
            _ => "updated".to_owned(),
        });
    }

    /// Says that reading again failed; what is open stays.
    pub(super) fn note_failed_refresh(&mut self, why: &str) {
        self.watching.outcome = Some(format!("not updated: {why}"));
    }

    /// What of a reading's warnings was not told before.
    pub(super) fn new_warnings(&mut self, warnings: Vec<String>) -> Vec<String> {
        if self.watching.refreshing && self.watching.warnings == warnings {
            return Vec::new();
        }
        self.watching.warnings.clone_from(&warnings);
        warnings
    }
}

#[cfg(test)]
mod tests;
