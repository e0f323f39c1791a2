//! What is wanted, what is being made and what came of it: pure, so that its rules can be tested.
//! The latest request counts alone: what it does not name is cancelled, and its order is the order of the work, but that
//! everything is looked at (in the disk cache, or for the small picture a file carries) before anything is made anew.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::pictures::cache::{Cache, Ready};
use crate::pictures::{PictureKey, Request, State};

/// The most pictures wanted at a time: more cells than the largest screen shows.
const REQUESTS_MAX: usize = 4_000;
/// The most outcomes remembered of pictures that are not wanted any more.
const OUTCOMES_MAX: usize = 20_000;

/// The work.
pub(super) struct Queue {
    /// The most urgent first.
    wanted: Vec<PictureKey>,
    wanted_set: HashSet<PictureKey>,
    running: HashMap<PictureKey, CancelFlag>,
    outcomes: HashMap<PictureKey, Outcome>,
    cache: Cache,
}

/// Says that a picture is no longer wanted.
pub(super) type CancelFlag = Arc<AtomicBool>;

/// What is known of a picture beside its pixels.
enum Outcome {
    /// The file is there, and was looked at; the picture is still to be made.
    Found,
    /// There will be no picture.
    Failed(Arc<str>),
    /// There is no such file.
    Missing,
}

/// Work for a thread.
#[derive(Clone)]
pub(super) struct Job {
    pub key: PictureKey,
    pub step: Step,
    pub cancelled: CancelFlag,
}

/// The two steps to a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Find what is there already; takes a moment.
    Look,
    /// Make it from the original.
    Make,
}

/// What came of a step.
#[derive(Debug)]
pub(super) enum Done {
    /// The picture.
    Picture(Ready),
    /// The file is there, and nothing is ready yet.
    Found,
    /// No picture, and why.
    Failed(String),
    /// No file.
    Missing,
    /// It was cancelled.
    Cancelled,
}

impl Queue {
    pub(super) fn new(budget_bytes: usize) -> Self {
        Self {
            wanted: Vec::new(),
            wanted_set: HashSet::new(),
            running: HashMap::new(),
            outcomes: HashMap::new(),
            cache: Cache::new(budget_bytes),
        }
    }

    /// Wants these and nothing else; those with the smallest number first.
    pub(super) fn ask(&mut self, mut requests: Vec<Request>) {
        requests.sort_by_key(|request| request.priority);
        requests.truncate(REQUESTS_MAX);
        self.wanted_set = requests.iter().map(|request| request.key.clone()).collect();
        self.wanted = requests.into_iter().map(|request| request.key).collect();
        for (key, cancelled) in &self.running {
            cancelled.store(!self.wanted_set.contains(key), Ordering::Relaxed);
        }
        self.cache.shrink(&self.wanted_set);
        if self.outcomes.len() > OUTCOMES_MAX {
            self.outcomes.retain(|key, _| self.wanted_set.contains(key));
        }
    }

    /// The most urgent work. While what is made waits to be fetched and fills the cache there is none.
    pub(super) fn next(&mut self, looks_only: bool) -> Option<Job> {
        if !self.cache.has_room() {
            return None;
        }
        let look = self.wanted.iter().find(|key| self.step(key) == Some(Step::Look));
        let (key, step) = match look {
            Some(key) => (key.clone(), Step::Look),
            None if looks_only => return None,
            None => (self.wanted.iter().find(|key| self.step(key) == Some(Step::Make))?.clone(), Step::Make),
        };
        let cancelled = CancelFlag::default();
        self.running.insert(key.clone(), Arc::clone(&cancelled));
        Some(Job { key, step, cancelled })
    }

    /// Whether anything is being made, or is still to be made.
    pub(super) fn has_more(&self) -> bool {
        !self.running.is_empty() || self.wanted.iter().any(|key| self.step(key).is_some())
    }

    /// The step a wanted picture waits for.
    fn step(&self, key: &PictureKey) -> Option<Step> {
        if self.running.contains_key(key) {
            return None;
        }
        match self.outcomes.get(key) {
            None => (!self.cache.contains(key)).then_some(Step::Look),
            Some(Outcome::Found) => Some(Step::Make),
            Some(Outcome::Failed(_) | Outcome::Missing) => None,
        }
    }

    /// Takes what came of a job.
    pub(super) fn finish(&mut self, job: &Job, done: Done) {
        // The answer to a question that was cleared away meanwhile.
        if !self.running.get(&job.key).is_some_and(|flag| Arc::ptr_eq(flag, &job.cancelled)) {
            return;
        }
        self.running.remove(&job.key);
        let outcome = match done {
            Done::Picture(ready) => {
                let outcome = ready.provisional.then_some(Outcome::Found);
                self.cache.insert(job.key.clone(), ready, &self.wanted_set);
                outcome
            }
            Done::Found => Some(Outcome::Found),
            Done::Failed(why) => Some(Outcome::Failed(why.into())),
            Done::Missing => Some(Outcome::Missing),
            Done::Cancelled => return,
        };
        match outcome {
            Some(outcome) => self.outcomes.insert(job.key.clone(), outcome),
            None => self.outcomes.remove(&job.key),
        };
    }

    /// How far a picture is; one that is made is handed over.
    pub(super) fn take(&mut self, key: &PictureKey) -> State {
        if let Some(Ready { picture, provisional }) = self.cache.take(key) {
            // Until the next request says otherwise whoever has the picture does not want it made again.
            if !provisional && self.wanted_set.remove(key) {
                self.wanted.retain(|wanted| wanted != key);
            }
            return State::Ready { picture, provisional };
        }
        match self.outcomes.get(key) {
            None => State::Waiting { found: false },
            Some(Outcome::Found) => State::Waiting { found: true },
            Some(Outcome::Failed(why)) => State::Failed(Arc::clone(why)),
            Some(Outcome::Missing) => State::Missing,
        }
    }

    /// Forgets what is named so, and drops what is being made of it; it is wanted as before.
    pub(super) fn forget(&mut self, is_named: &dyn Fn(&PictureKey) -> bool) {
        for (_, cancelled) in self.running.extract_if(|key, _| is_named(key)) {
            cancelled.store(true, Ordering::Relaxed);
        }
        self.outcomes.retain(|key, _| !is_named(key));
        self.cache.forget(is_named);
    }

    /// Forgets everything, and drops what is being made.
    pub(super) fn clear(&mut self) {
        self.ask(Vec::new());
        self.running.clear();
        self.outcomes.clear();
        self.cache.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pictures::tests::{key, picture};

    fn ask(queue: &mut Queue, names: &[&str]) {
        let requests = names.iter().zip(0..).map(|(name, priority)| Request { key: key(name), priority });
        queue.ask(requests.collect());
    }

    fn next(queue: &mut Queue) -> Option<(String, Step, Job)> {
        let job = queue.next(false)?;
        Some((job.key.path.display().to_string(), job.step, job))
    }

    fn ready(provisional: bool) -> Done {
        Done::Picture(Ready { picture: Arc::new(picture(2, 2)), provisional })
    }

    #[test]
    fn everything_is_looked_at_before_anything_is_made() {
        let mut queue = Queue::new(1_000);
        ask(&mut queue, &["a", "b"]);
        for (name, step) in [("a", Step::Look), ("b", Step::Look), ("a", Step::Make), ("b", Step::Make)] {
            let (found, found_step, job) = next(&mut queue).unwrap();
            assert_eq!((found.as_str(), found_step), (name, step));
            queue.finish(&job, if step == Step::Look { ready(true) } else { ready(false) });
            assert!(
                matches!(queue.take(&key(name)), State::Ready { provisional, .. } if provisional == (step == Step::Look))
            );
        }
        assert!(next(&mut queue).is_none(), "what was fetched is not made again");
        ask(&mut queue, &["a"]);
        assert!(next(&mut queue).is_some(), "but when it is asked for");
    }

    #[test]
    fn the_newest_request_wins_and_cancels_the_rest() {
        let mut queue = Queue::new(1_000);
        ask(&mut queue, &["a", "b"]);
        let (_, _, job) = next(&mut queue).unwrap();
        ask(&mut queue, &["c", "b"]);
        assert!(job.cancelled.load(Ordering::Relaxed), "a scrolled away");
        assert_eq!(next(&mut queue).map(|next| next.0).as_deref(), Some("c"));
        queue.finish(&job, Done::Cancelled);
        ask(&mut queue, &["a"]);
        assert_eq!(next(&mut queue).map(|next| next.0).as_deref(), Some("a"), "a scrolled back into view");
    }

    #[test]
    fn a_failure_is_not_tried_again_until_all_is_cleared() {
        let mut queue = Queue::new(1_000);
        ask(&mut queue, &["a"]);
        let (_, _, job) = next(&mut queue).unwrap();
        queue.finish(&job, Done::Failed("it is damaged".to_owned()));
        assert!(next(&mut queue).is_none());
        assert!(matches!(queue.take(&key("a")), State::Failed(why) if &*why == "it is damaged"));
        queue.clear();
        ask(&mut queue, &["a"]);
        assert!(next(&mut queue).is_some());
    }

    #[test]
    fn what_is_forgotten_is_made_again_and_nothing_else() {
        let mut queue = Queue::new(1_000);
        ask(&mut queue, &["a", "b", "c"]);
        for done in [Done::Missing, Done::Missing] {
            let (_, _, job) = next(&mut queue).unwrap();
            queue.finish(&job, done);
        }
        let (_, _, running) = next(&mut queue).unwrap();
        queue.forget(&|found| found.path == key("a").path || found.path == key("c").path);
        assert!(running.cancelled.load(Ordering::Relaxed), "c is no longer what it was");
        queue.finish(&running, ready(false));
        assert!(matches!(queue.take(&key("c")), State::Waiting { .. }));
        assert!(matches!(queue.take(&key("b")), State::Missing));
        assert_eq!(next(&mut queue).map(|next| next.0).as_deref(), Some("a"));
    }

    #[test]
    fn an_answer_from_before_a_clearing_is_dropped() {
        let mut queue = Queue::new(1_000);
        ask(&mut queue, &["a"]);
        let (_, _, old) = next(&mut queue).unwrap();
        queue.clear();
        ask(&mut queue, &["a"]);
        let (_, _, new) = next(&mut queue).unwrap();
        queue.finish(&old, ready(false));
        assert!(matches!(queue.take(&key("a")), State::Waiting { .. }));
        queue.finish(&new, ready(false));
        assert!(matches!(queue.take(&key("a")), State::Ready { .. }));
    }

    #[test]
    fn work_rests_while_what_is_made_is_not_fetched() {
        let mut queue = Queue::new(16);
        ask(&mut queue, &["a", "b"]);
        let (_, _, job) = next(&mut queue).unwrap();
        queue.finish(&job, ready(false));
        assert!(next(&mut queue).is_none());
        queue.take(&key("a"));
        ask(&mut queue, &["b"]);
        assert_eq!(next(&mut queue).map(|next| next.0).as_deref(), Some("b"));
    }

    proptest! {
        #[test]
        fn nothing_that_is_not_wanted_is_begun_and_nothing_twice(
            steps in prop::collection::vec((0..4u8, prop::collection::vec(0..6u8, 0..5), 0..5u8), 0..60),
        ) {
            let mut queue = Queue::new(100);
            let mut running: Vec<Job> = Vec::new();
            for (step, names, done) in steps {
                let names: Vec<String> = names.iter().map(ToString::to_string).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                match step {
                    0 => ask(&mut queue, &names),
                    1 => if let Some(job) = queue.next(done == 0) {
                        prop_assert!(queue.wanted_set.contains(&job.key));
                        prop_assert!(running.iter().all(|other| other.key != job.key));
                        running.push(job);
                    },
                    2 => if let Some(job) = running.pop() {
                        let done = match done {
                            0 => ready(true),
                            1 => ready(false),
                            2 => Done::Found,
                            3 => Done::Failed(String::new()),
                            _ => Done::Cancelled,
                        };
                        queue.finish(&job, done);
                    },
                    _ => for name in names {
                        queue.take(&key(name));
                    },
                }
                for job in &running {
                    let is_wanted = queue.wanted_set.contains(&job.key);
                    prop_assert!(is_wanted || job.cancelled.load(Ordering::Relaxed));
                }
            }
        }
    }
}
