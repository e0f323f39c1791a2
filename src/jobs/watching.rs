//! The worker that watches what is open and tells when it changes, goes away or comes back.
//! The system tells what changes (`notify`); a second thread looks at files, because a file system that has stopped would
//! hold it up for ever: then what is open is away, and the worker goes on. Nothing is told before it has been quiet for a
//! moment. While the program itself reads what is open nobody listens, because the system tells of every file that is
//! opened; what was there before and after is compared instead.

mod gathered;
mod looker;
mod places;

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use crate::app::effect::{Generation, WatchJob};
use crate::app::event::{Event, WatchNews};
use crate::jobs::Post;
use crate::jobs::watching::gathered::Gathered;
use crate::jobs::watching::looker::{LookerWork, look};

/// After a reading nothing is told for so many times as long as it took.
const PAUSE_AFTER_READING: u32 = 2;

/// How long things take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timing {
    /// Changes are told when there were no more for so long.
    pub quiet: Duration,
    /// Changes without end are told after so long.
    pub longest: Duration,
    /// How often to look whether what is open is there.
    pub look_every: Duration,
    /// How often to compare what the system does not tell the changes of.
    pub compare_every: Duration,
    /// A file system that gives no answer for so long has stopped.
    pub patience: Duration,
}

impl Timing {
    /// As a person at the screen wants it.
    pub(super) const USUAL: Self = Self {
        quiet: Duration::from_millis(400),
        longest: Duration::from_secs(4),
        look_every: Duration::from_secs(2),
        compare_every: Duration::from_secs(30),
        patience: Duration::from_secs(5),
    };
}

/// How often a file system has answered the looker.
#[derive(Debug, Default)]
struct Steps(AtomicU64);

impl Steps {
    /// It has answered again.
    fn take(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn n_taken(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What the worker is told.
enum Message {
    /// What to watch; nothing any more.
    Watch(Option<WatchJob>),
    /// Something was put into what is gathered.
    Stirred,
    /// The looker has looked.
    Looked(Looked),
    /// The program ends.
    Stop,
}

/// What the looker found.
#[derive(Debug)]
struct Looked {
    generation: Generation,
    /// What is not there; the rest is.
    away: Vec<PathBuf>,
    /// In words, why not every change is told at once.
    limited: Option<String>,
    /// Files that changed; what cannot be named is not among them.
    changed: Vec<PathBuf>,
    /// Something changed that cannot be named.
    unknown: bool,
    /// More changed at once than the system told of.
    overflow: bool,
}

/// The worker; dropping it ends both threads.
pub(super) struct Watcher {
    send: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    pub(super) fn start(post: Post, timing: Timing) -> io::Result<Self> {
        let (send, receive) = channel();
        let (looker, work) = channel();
        let gathered = Arc::new(Mutex::new(Gathered::default()));
        let steps = Arc::new(Steps::default());
        let (tell, seen, taken) = (send.clone(), Arc::clone(&gathered), Arc::clone(&steps));
        Builder::new().name("cutline-look".to_owned()).spawn(move || look(&work, &tell, &seen, &taken))?;
        let worker = Worker::new(post, timing, looker, gathered, steps);
        let thread = Builder::new().name("cutline-watch".to_owned()).spawn(move || worker.run(&receive))?;
        Ok(Self { send, thread: Some(thread) })
    }

    /// Watches something else, or nothing.
    pub(super) fn watch(&self, job: Option<WatchJob>) {
        // A worker that panicked watches nothing any more; the window goes on.
        self.send.send(Message::Watch(job)).ok();
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.send.send(Message::Stop).ok();
        if let Some(thread) = self.thread.take() {
            // The worker itself looks at no files: it ends at once. The looker ends when it is answered.
            thread.join().ok();
        }
    }
}

struct Worker {
    post: Post,
    timing: Timing,
    looker: Sender<LookerWork>,
    gathered: Arc<Mutex<Gathered>>,
    /// What the looker has done, and how much of that is known of.
    steps: Arc<Steps>,
    n_steps_known: u64,
    job: Option<WatchJob>,
    /// When the looker, which is at work, was asked, or last known to get on.
    asked: Option<Instant>,
    told: Told,
    next_look: Option<Instant>,
    /// When what is open began to be read.
    read_since: Option<Instant>,
    /// Nothing is told before: what takes long to read is not read again at every change.
    not_before: Option<Instant>,
}

/// What the application knows already.
#[derive(Default)]
struct Told {
    away: Vec<PathBuf>,
    limited: Option<String>,
    last_compare: Option<Instant>,
}

impl Worker {
    fn new(
        post: Post,
        timing: Timing,
        looker: Sender<LookerWork>,
        gathered: Arc<Mutex<Gathered>>,
        steps: Arc<Steps>,
    ) -> Self {
        Self {
            post,
            timing,
            looker,
            gathered,
            steps,
            n_steps_known: 0,
            job: None,
            asked: None,
            told: Told::default(),
            next_look: None,
            read_since: None,
            not_before: None,
        }
    }

    fn run(mut self, receive: &Receiver<Message>) {
        loop {
            match receive.recv_timeout(self.wait()) {
                Ok(Message::Watch(job)) => self.watch(job),
                Ok(Message::Looked(looked)) => self.take(looked),
                Ok(Message::Stirred) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
            self.go_on(Instant::now());
        }
    }

    /// How long until there is something to do, when nothing is told.
    fn wait(&self) -> Duration {
        let now = Instant::now();
        if self.job.is_none() {
            return Duration::from_secs(3_600);
        }
        let due = match self.asked {
            Some(since) => Some(since + self.timing.patience),
            None => {
                let gathered = self.lock().due(self.timing.quiet, self.timing.longest);
                let gathered = gathered.map(|due| self.not_before.map_or(due, |not_before| due.max(not_before)));
                [gathered, self.next_look].into_iter().flatten().min()
            }
        };
        due.map_or(self.timing.look_every, |due| due.saturating_duration_since(now)).max(Duration::from_millis(1))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Gathered> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&mut self, job: Option<WatchJob>) {
        *self.lock() = Gathered::default();
        let now = Instant::now();
        match &job {
            Some(job) if job.reading => self.read_since = Some(now),
            Some(_) => {
                let took = self.read_since.take().map(|since| now.saturating_duration_since(since));
                self.not_before = took.map(|took| now + took * PAUSE_AFTER_READING);
            }
            None => (self.read_since, self.not_before) = (None, None),
        }
        self.asked = job.is_some().then_some(now);
        self.next_look = None;
        // Whoever watches something else knows nothing of it yet.
        let inputs = |job: &Option<WatchJob>| job.as_ref().map(|job| job.inputs.clone());
        let is_other = inputs(&self.job) != inputs(&job);
        let told = std::mem::take(&mut self.told);
        self.told = Told { last_compare: Some(now), ..if is_other { Told::default() } else { told } };
        // A looker that panicked leaves nothing to be told.
        self.looker.send(LookerWork::Watch(job.clone())).ok();
        self.job = job;
    }

    /// Has the looker look when it is time to, and gives it up when it is held up too long.
    fn go_on(&mut self, now: Instant) {
        let Some(job) = &self.job else { return };
        if let Some(since) = self.asked {
            if now >= since + self.timing.patience {
                self.asked = Some(now);
                let n_steps = self.steps.n_taken();
                // A large folder takes longer; what is away does not answer at all.
                if std::mem::replace(&mut self.n_steps_known, n_steps) == n_steps {
                    let all = job.inputs.iter().filter_map(|input| input.path().map(PathBuf::from)).collect();
                    self.tell_away(all);
                }
            }
            return;
        }
        let is_stirred = self.lock().due(self.timing.quiet, self.timing.longest).is_some_and(|due| now >= due)
            && self.not_before.is_none_or(|not_before| now >= not_before);
        let is_time = self.next_look.is_some_and(|next| now >= next);
        if !is_stirred && !is_time || job.reading {
            return;
        }
        let batch = if is_stirred { std::mem::take(&mut *self.lock()) } else { Gathered::default() };
        let is_old = self.told.last_compare.is_none_or(|last| now >= last + self.timing.compare_every);
        let compare = self.told.limited.is_some() && is_old;
        if compare {
            self.told.last_compare = Some(now);
        }
        self.asked = Some(now);
        self.looker.send(LookerWork::Look { batch, compare }).ok();
    }

    fn take(&mut self, looked: Looked) {
        let Looked { generation, away, limited, changed, unknown, overflow } = looked;
        let Some(job) = self.job.as_ref().filter(|job| job.generation == generation) else { return };
        let reading = job.reading;
        self.asked = None;
        self.next_look = Some(Instant::now() + self.timing.look_every);
        if reading {
            return;
        }
        if limited != self.told.limited {
            self.told.limited.clone_from(&limited);
            self.tell(WatchNews::Limited(limited));
        }
        let is_away = !away.is_empty();
        self.tell_away(away);
        if self.not_before.is_some_and(|not_before| Instant::now() < not_before) && (unknown || overflow) {
            self.lock().stir(Instant::now());
            return;
        }
        // What changes while a part is away is told when all is back: then everything is read again.
        if !is_away && overflow {
            self.tell(WatchNews::Overflow);
        } else if !is_away && (unknown || !changed.is_empty()) {
            self.tell(WatchNews::Changed(if unknown { Vec::new() } else { changed }));
        }
    }

    fn tell_away(&mut self, away: Vec<PathBuf>) {
        if self.told.away != away {
            self.told.away.clone_from(&away);
            self.tell(WatchNews::Away(away));
        }
    }

    fn tell(&self, news: WatchNews) {
        if let Some(job) = &self.job {
            self.post.send(Event::Watched { generation: job.generation, news });
        }
    }
}

#[cfg(test)]
mod tests;
