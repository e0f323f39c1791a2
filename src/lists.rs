//! The user's lists of photos, the pictures attached to photos and the corrections of captions, as plain data, and what can go wrong with keeping them.
//! `database` keeps them, `change` says how they change; which photos exist at all is the readers' business.

pub mod change;
pub mod corrections_file;
pub mod database;
mod opening;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::photo::PhotoKey;
use crate::photo::corrections::Corrections;

/// Longest name of a list: two hundred bytes are four times what a list panel shows.
pub const LIST_NAME_BYTES_MAX: usize = 200;
/// Longest line kept with a listed photo, enough for the caption of nearly every photo; the rest is cut off.
pub const LINE_BYTES_MAX: usize = 2_000;
/// Longest key of a listed photo: a path of Linux has 4,096 bytes (`PATH_MAX`), and a key may hold two.
pub const KEY_BYTES_MAX: usize = 16_384;
/// Most photos on one list: a whole collection of the size the program is made for.
pub const LISTED_PHOTOS_MAX: usize = 1_000_000;
/// Most lists, so that the menu of lists stays usable.
pub const LISTS_MAX: usize = 1_000;

/// Most corrections of what is read: each is looked for in every caption, and a desk makes a few a day.
pub const CORRECTIONS_MAX: usize = 20_000;
/// Longest words of a correction, and longest name of its place: names are far shorter.
pub const CORRECTED_BYTES_MAX: usize = 500;
/// Most pictures attached to photos: as many as a list holds.
pub const ATTACHED_MAX: usize = 1_000_000;

/// All that is kept as it stood at one moment; there is always at least one list, unless this is `Lists::default()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Every list, the oldest first.
    pub all: Vec<List>,
    /// The list being filled.
    pub current: ListId,
    /// The pictures that were given to photos whose inputs have none.
    pub attached: BTreeMap<PhotoKey, PathBuf>,
    /// The user's corrections of what is read in captions.
    pub corrections: Arc<Corrections>,
}

/// One list: named, ordered, kept until its owner removes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// What the list is known by, even after it is renamed.
    pub id: ListId,
    /// Its name, trimmed; no other list has the same name in another case.
    pub name: String,
    /// Its photos, in their order; no key stands there twice.
    pub photos: Vec<ListedPhoto>,
}

/// A list's lasting identity; never used again for another list of the same database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListId(pub i64);

/// A photo on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPhoto {
    /// Which photo.
    pub key: PhotoKey,
    /// Its line as it stood when it was listed, so that a photo that is gone can still be shown.
    pub line: String,
}

/// Why lists could not be opened, read or changed.
#[derive(Debug, Error)]
pub enum ListsError {
    /// The database was written by a later version of the program.
    #[error(
        "the lists were not opened: they were written by a newer version of the program ({found}, this one knows {known}): {}", path.display()
    )]
    Newer {
        /// Version of the database.
        found: i64,
        /// Latest version this program knows.
        known: i64,
        /// The database.
        path: PathBuf,
    },
    /// The file is some other program's database.
    #[error("the lists were not opened: the file is a database of another program: {}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Another window has held the database for too long.
    #[error("the lists could not be used: another window is busy with them, try again: {}", path.display())]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("the list was not changed: the disk is full: {}", path.display())]
    DiskFull {
        /// The database.
        path: PathBuf,
    },
    /// The database could not be read or written.
    #[error("the lists could not be read or written: {why}: {}", path.display())]
    Storage {
        /// What SQLite says.
        why: rusqlite::Error,
        /// The database.
        path: PathBuf,
    },
    /// The list is gone, most likely deleted in another window.
    #[error("the list was not changed: it is not there any more")]
    NoSuchList,
    /// The only list cannot be deleted.
    #[error("the list was not deleted: it is the only one, it can be cleared or renamed")]
    OnlyList,
    /// A name without a visible character.
    #[error("the list was not named: the name is empty")]
    NameEmpty,
    /// A name over the limit.
    #[error("the list was not named: the name is longer than {LIST_NAME_BYTES_MAX} bytes")]
    NameTooLong,
    /// Another list has that name.
    #[error("the list was not named: there is already a list “{name}”")]
    NameTaken {
        /// The name of the other list.
        name: String,
    },
    /// More lists than the limit.
    #[error("the list was not made: there are already {LISTS_MAX} lists")]
    TooManyLists,
    /// More photos than the limit.
    #[error("the photos were not added: a list holds at most {LISTED_PHOTOS_MAX} photos")]
    TooManyPhotos,
    /// More attached pictures than the limit.
    #[error("the pictures were not attached: there are at most {ATTACHED_MAX}")]
    TooManyAttached,
    /// More corrections than the limit.
    #[error("nothing was corrected: there are at most {CORRECTIONS_MAX} corrections")]
    TooManyCorrections,
    /// A correction of what is no words.
    #[error("nothing was corrected: there is no word to correct")]
    CorrectionEmpty,
    /// A correction over the limit.
    #[error("nothing was corrected: the words are longer than {CORRECTED_BYTES_MAX} bytes")]
    CorrectionTooLong,
    /// A key over the limit.
    #[error("the photo was not added: its key is longer than {KEY_BYTES_MAX} bytes")]
    KeyTooLong,
}

impl Lists {
    /// The list with that id.
    pub fn list(&self, id: ListId) -> Option<&List> {
        self.all.iter().find(|list| list.id == id)
    }

    /// The list being filled; none only in `Lists::default()`.
    pub fn current_list(&self) -> Option<&List> {
        self.list(self.current)
    }
}

impl List {
    /// Whether the photo is on the list.
    pub fn has(&self, key: &PhotoKey) -> bool {
        self.photos.iter().any(|photo| photo.key == *key)
    }
}

impl ListsError {
    /// The same error, naming the database.
    fn at(self, database_path: &Path) -> Self {
        let path = database_path.to_owned();
        match self {
            Self::Newer { found, known, path: _ } => Self::Newer { found, known, path },
            Self::Foreign { path: _ } => Self::Foreign { path },
            Self::Busy { path: _ } => Self::Busy { path },
            Self::DiskFull { path: _ } => Self::DiskFull { path },
            Self::Storage { why, path: _ } => Self::Storage { why, path },
            other @ (Self::NoSuchList
            | Self::OnlyList
            | Self::NameEmpty
            | Self::NameTooLong
            | Self::NameTaken { .. }
            | Self::TooManyLists
            | Self::TooManyPhotos
            | Self::TooManyAttached
            | Self::TooManyCorrections
            | Self::CorrectionEmpty
            | Self::CorrectionTooLong
            | Self::KeyTooLong) => other,
        }
    }
}

impl From<rusqlite::Error> for ListsError {
    fn from(why: rusqlite::Error) -> Self {
        let path = PathBuf::new();
        match why.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            _ => Self::Storage { why, path },
        }
    }
}
