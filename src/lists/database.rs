//! The database that keeps the lists: takes one change at a time, and answers only once it is on the disk.
//! How the file is found sound, made or set aside is `opening`'s business.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};

use crate::lists::change::{Change, corrected};
use crate::lists::{Lists, ListsError, opening, schema};
use crate::photo::corrections::Corrections;

/// The lists, kept in a file or, where that cannot be, in memory.
pub struct Database {
    connection: Connection,
    /// Where the lists are kept; empty if they are not.
    path: PathBuf,
    /// Counts changes of other connections, as SQLite does.
    data_version: i64,
    /// Held as long as the file is open, so that no other window sets it aside meanwhile. Dropped after the connection.
    _hold: Option<File>,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The lists right after the change.
    pub lists: Lists,
    /// What takes back exactly this change; none if nothing had to change.
    pub inverse: Option<Change>,
    /// What the user may want to know about it.
    pub message: Option<String>,
}

impl Database {
    /// Opens the lists of a file, making it if there is none; without a path they are in memory.
    /// The second part is what the user should know: that a damaged file was set aside, or that lists are not kept.
    pub fn open(path: Option<&Path>) -> Result<(Self, Vec<String>), ListsError> {
        match path {
            Some(path) => opening::open(path),
            None => Ok((opening::in_memory(None)?, Vec::new())),
        }
    }

    /// A database over a connection that was found sound.
    pub(super) fn over(connection: Connection, path: PathBuf, hold: Option<File>) -> Result<Self, ListsError> {
        let data_version = data_version(&connection)?;
        Ok(Self { connection, path, data_version, _hold: hold })
    }

    /// Whether the lists will be there at the next start.
    pub fn is_kept(&self) -> bool {
        !self.path.as_os_str().is_empty()
    }

    /// All lists as they stand now.
    pub fn snapshot(&self) -> Result<Lists, ListsError> {
        let load = || {
            let transaction = self.connection.unchecked_transaction()?;
            schema::load(&transaction)
        };
        load().map_err(|why: rusqlite::Error| ListsError::from(why).at(&self.path))
    }

    /// The user's corrections of what is read in captions, without the lists.
    pub fn corrections(&self) -> Result<Arc<Corrections>, ListsError> {
        corrected::load(&self.connection).map_err(|why| ListsError::from(why).at(&self.path))
    }

    /// Makes a change, whole or not at all. When this returns, the change is on the disk.
    pub fn apply(&mut self, change: Change) -> Result<Applied, ListsError> {
        self.try_apply(change).map_err(|error| error.at(&self.path))
    }

    /// Whether another window has changed the lists since this was last asked or a change was last made here.
    pub fn changed_elsewhere(&mut self) -> bool {
        match data_version(&self.connection) {
            Ok(version) => std::mem::replace(&mut self.data_version, version) != version,
            // Whoever asks will take a new snapshot, and that says what is wrong.
            Err(_) => true,
        }
    }

    fn try_apply(&mut self, change: Change) -> Result<Applied, ListsError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = change.apply(&transaction)?;
        let lists = schema::load(&transaction)?;
        let data_version = data_version(&transaction)?;
        transaction.commit()?;
        self.data_version = data_version;
        Ok(Applied { lists, inverse: done.inverse, message: done.message })
    }
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "data_version", |row| row.get(0))
}
