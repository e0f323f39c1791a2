//! The worker that keeps what the user makes: changes of lists in order, and the settings. It looks now and then whether
//! another window has changed the lists. When the program ends, what waits is still kept.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crate::app::effect::Origin;
use crate::app::event::Event;
use crate::app::handover::HandoverEffect;
use crate::app::notices::Severity;
use crate::jobs::work::caught;
use crate::jobs::{CancelToken, Context, Post, handover};
use crate::lists::change::Change;
use crate::lists::database::Database;
use crate::settings::Settings;
use crate::text::sentence;

/// The most changes that may wait: more than a person makes before the disk answers.
const WAITING_MAX: usize = 256;
/// How often to look whether another window changed the lists, and to save settings that changed.
const LOOK_EVERY: Duration = Duration::from_millis(700);

/// What is to be kept.
pub(super) enum KeeperWork {
    Change(Change, Origin),
    Settings(Box<Settings>),
    /// Templates to load, keep or remove.
    Templates(HandoverEffect),
}

/// The worker; dropping it keeps what waits and then ends.
pub(super) struct Keeper {
    work: Option<SyncSender<KeeperWork>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub(super) fn start(database: Database, context: Context, post: Post) -> io::Result<Self> {
        let (send, receive) = sync_channel(WAITING_MAX);
        let run = move || keep(database, &context, &receive, &post);
        let thread = Builder::new().name("cutline-keeper".to_owned()).spawn(run)?;
        Ok(Self { work: Some(send), thread: Some(thread) })
    }

    pub(super) fn put(&self, work: KeeperWork, post: &Post) {
        let Some(send) = &self.work else { return };
        let (refused, why) = match send.try_send(work) {
            Ok(()) => return,
            Err(TrySendError::Full(refused)) => (refused, "too many changes are waiting for the disk"),
            Err(TrySendError::Disconnected(refused)) => (refused, "nothing is kept any more; start Cutline again"),
        };
        match refused {
            KeeperWork::Change(change, origin) => {
                let why = format!("The lists could not be changed: {why}");
                post.send(Event::ListsFailed { why, change, origin });
            }
            // The next change of the settings saves all of them; the next look at the templates reads them.
            KeeperWork::Settings(_) => {}
            KeeperWork::Templates(_) => {
                let why = format!("Templates were not changed: {why}");
                post.send(Event::Notice(Severity::Error, why));
            }
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.work = None;
        if let Some(thread) = self.thread.take() {
            // A keeper that panicked has nothing left to keep.
            thread.join().ok();
        }
    }
}

fn keep(mut database: Database, context: &Context, work: &Receiver<KeeperWork>, post: &Post) {
    let mut unsaved: Option<Box<Settings>> = None;
    loop {
        match work.recv_timeout(LOOK_EVERY) {
            Ok(KeeperWork::Change(wanted, origin)) => {
                if caught(|| change(&mut database, wanted.clone(), origin, post)).is_none() {
                    let why = "The list was not changed, because of an error in the program".to_owned();
                    post.send(Event::ListsFailed { why, change: wanted, origin });
                }
            }
            // Settings change with every drag of an edge; the last of them is saved when it has been quiet for a while.
            Ok(KeeperWork::Settings(settings)) => unsaved = Some(settings),
            Ok(KeeperWork::Templates(effect)) => {
                if caught(|| handover::run(effect, context, &CancelToken::default(), post)).is_none() {
                    let why = "Templates were not changed, because of an error in the program".to_owned();
                    post.send(Event::Notice(Severity::Error, why));
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                save(&mut unsaved, context, post);
                if database.changed_elsewhere()
                    && let Ok(lists) = database.snapshot()
                {
                    post.send(Event::Lists(Arc::new(lists)));
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                save(&mut unsaved, context, post);
                return;
            }
        }
    }
}

/// Makes a change; the screen shows it once it has been kept.
pub(super) fn change(database: &mut Database, change: Change, origin: Origin, post: &Post) {
    match database.apply(change.clone()) {
        Ok(applied) => {
            if let Some(message) = applied.message {
                post.send(Event::Notice(Severity::Warning, sentence(&message)));
            }
            post.send(Event::ListsChanged { lists: Arc::new(applied.lists), inverse: applied.inverse, origin });
        }
        Err(error) => post.send(Event::ListsFailed { why: sentence(&error.to_string()), change, origin }),
    }
}

fn save(unsaved: &mut Option<Box<Settings>>, context: &Context, post: &Post) {
    let (Some(settings), Some(folder)) = (unsaved.take(), &context.config_folder) else { return };
    if let Err(error) = settings.save(folder) {
        post.send(Event::Notice(Severity::Warning, sentence(&error.to_string())));
    }
}
