//! Changes of the lists, as intents: each says what the user wants, never how the whole list should look,
//! so that two windows never undo each other's changes. Each is made in the caller's transaction.

pub(super) mod attached;
pub(super) mod corrected;
mod photos;

use std::path::PathBuf;

use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::lists::schema::{self, folded_name};
use crate::lists::{LIST_NAME_BYTES_MAX, LISTS_MAX, List, ListId, ListedPhoto, ListsError};
use crate::photo::PhotoKey;
use crate::photo::correction::Correction;

/// One change of the lists.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Puts photos on a list: those that are not on it yet, before a photo of it, or else at the end.
    Add {
        /// The list.
        list: ListId,
        /// The photos, in the order they shall have.
        photos: Vec<ListedPhoto>,
        /// The photo they go before; at the end without one, or if it is not on the list.
        before: Option<PhotoKey>,
    },
    /// Takes photos off a list.
    Remove {
        /// The list.
        list: ListId,
        /// The photos; those not on the list do not matter.
        keys: Vec<PhotoKey>,
    },
    /// Puts photos of a list elsewhere in it, one after the other in the order given.
    Move {
        /// The list.
        list: ListId,
        /// The photos, in the order they shall have; those not on the list do not matter.
        keys: Vec<PhotoKey>,
        /// The photo they go before; at the end without one, or if it is not on the list.
        before: Option<PhotoKey>,
    },
    /// Takes every photo off a list.
    Clear {
        /// The list.
        list: ListId,
    },
    /// Makes a list and makes it the current one.
    Create {
        /// Its name; the first free of "List 1", "List 2" … without one.
        name: Option<String>,
        /// The photos it begins with.
        photos: Vec<ListedPhoto>,
    },
    /// Gives a list another name.
    Rename {
        /// The list.
        list: ListId,
        /// Its new name.
        name: String,
    },
    /// Deletes a list, unless it is the only one. If it was current, its neighbour is.
    Delete {
        /// The list.
        list: ListId,
    },
    /// Makes a list the current one.
    SetCurrent {
        /// The list.
        list: ListId,
    },
    /// Brings a deleted list back under its id; under another name if its own is taken by now.
    Restore {
        /// The list as it was.
        list: List,
        /// Whether it becomes the current one.
        current: bool,
    },
    /// Takes back a removal: puts photos on a list again, each run where it was.
    PutBack {
        /// The list.
        list: ListId,
        /// The photos, where they belong.
        runs: Vec<Run<ListedPhoto>>,
    },
    /// Takes back a move: each run goes where it was.
    MoveBack {
        /// The list.
        list: ListId,
        /// The photos, where they belong.
        runs: Vec<Run<PhotoKey>>,
    },
    /// Gives photos pictures, or takes those given away.
    Attach {
        /// Each photo with its picture; without one, none is attached any more.
        pictures: Vec<(PhotoKey, Option<PathBuf>)>,
    },
    /// Corrects what is read in captions. A correction takes the place of those that it excludes.
    Correct {
        /// The corrections that are dropped; those not there do not matter.
        remove: Vec<Correction>,
        /// The corrections that are made.
        add: Vec<Correction>,
    },
    /// Several changes, all or none.
    Several(Vec<Change>),
}

/// Photos that stand together on a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Run<P> {
    /// The photos, in their order.
    pub photos: Vec<P>,
    /// The photo they go before; at the end without one, or if it is not on the list.
    pub before: Option<PhotoKey>,
}

/// What a change did.
#[derive(Default)]
pub(super) struct Done {
    pub inverse: Option<Change>,
    pub message: Option<String>,
}

impl Change {
    /// Makes the change.
    pub(super) fn apply(self, transaction: &Transaction<'_>) -> Result<Done, ListsError> {
        match self {
            Self::Add { list, photos, before } => photos::add(transaction, list, vec![Run { photos, before }]),
            Self::PutBack { list, runs } => photos::add(transaction, list, runs),
            Self::Remove { list, keys } => photos::remove(transaction, list, &keys),
            Self::Move { list, keys, before } => photos::move_runs(transaction, list, &[Run { photos: keys, before }]),
            Self::MoveBack { list, runs } => photos::move_runs(transaction, list, &runs),
            Self::Clear { list } => photos::clear(transaction, list),
            Self::Create { name, photos } => create(transaction, name.as_deref(), photos),
            Self::Rename { list, name } => rename(transaction, list, &name),
            Self::Delete { list } => delete(transaction, list),
            Self::SetCurrent { list } => set_current(transaction, list),
            Self::Restore { list, current } => restore(transaction, list, current),
            Self::Attach { pictures } => attached::attach(transaction, pictures),
            Self::Correct { remove, add } => corrected::correct(transaction, &remove, add),
            Self::Several(changes) => apply_all(transaction, changes),
        }
    }
}

fn apply_all(transaction: &Transaction<'_>, changes: Vec<Change>) -> Result<Done, ListsError> {
    let (mut inverses, mut messages) = (Vec::new(), Vec::new());
    for change in changes {
        let done = change.apply(transaction)?;
        inverses.extend(done.inverse);
        messages.extend(done.message);
    }
    inverses.reverse();
    Ok(Done { inverse: several(inverses), message: (!messages.is_empty()).then(|| messages.join("; ")) })
}

fn create(transaction: &Transaction<'_>, name: Option<&str>, photos: Vec<ListedPhoto>) -> Result<Done, ListsError> {
    let name = match name {
        Some(name) => tidy_name(name)?,
        None => free_name(transaction, "List", 1)?,
    };
    require_free_name(transaction, &name, None)?;
    require_room(transaction)?;
    let list = schema::insert_list(transaction, None, &name)?;
    let message = photos::add(transaction, list, vec![Run { photos, before: None }])?.message;
    let made_current = set_current(transaction, list)?;
    let inverses = made_current.inverse.into_iter().chain([Change::Delete { list }]).collect();
    Ok(Done { inverse: several(inverses), message })
}

fn rename(transaction: &Transaction<'_>, list: ListId, name: &str) -> Result<Done, ListsError> {
    let name_before = require(transaction, list)?;
    let name = tidy_name(name)?;
    if name == name_before {
        return Ok(Done::default());
    }
    require_free_name(transaction, &name, Some(list))?;
    transaction.execute(
        "UPDATE list SET name = ?2, folded_name = ?3 WHERE id = ?1",
        params![list.0, name, folded_name(&name)],
    )?;
    Ok(Done { inverse: Some(Change::Rename { list, name: name_before }), message: None })
}

fn delete(transaction: &Transaction<'_>, list: ListId) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let neighbor: Option<i64> = transaction.query_row(
        "SELECT coalesce((SELECT min(id) FROM list WHERE id > ?1), (SELECT max(id) FROM list WHERE id < ?1))",
        [list.0],
        |row| row.get(0),
    )?;
    let Some(neighbor) = neighbor else { return Err(ListsError::OnlyList) };
    let current = current_list(transaction)? == list;
    if current {
        set_current(transaction, ListId(neighbor))?;
    }
    let list = schema::load_list(transaction, list)?;
    transaction.execute("DELETE FROM list WHERE id = ?1", [list.id.0])?;
    Ok(Done { inverse: Some(Change::Restore { list, current }), message: None })
}

fn set_current(transaction: &Transaction<'_>, list: ListId) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let current_before = current_list(transaction)?;
    if current_before == list {
        return Ok(Done::default());
    }
    transaction.execute("UPDATE current_list SET list_id = ?1", [list.0])?;
    Ok(Done { inverse: Some(Change::SetCurrent { list: current_before }), message: None })
}

fn restore(transaction: &Transaction<'_>, list: List, current: bool) -> Result<Done, ListsError> {
    let List { id, name, photos } = list;
    if name_of(transaction, id)?.is_some() {
        return photos::add(transaction, id, vec![Run { photos, before: None }]);
    }
    require_room(transaction)?;
    let is_name_taken = owner_of(transaction, &name)?.is_some();
    let name_now = if is_name_taken { free_name(transaction, &name, 2)? } else { name.clone() };
    schema::insert_list(transaction, Some(id), &name_now)?;
    photos::add(transaction, id, vec![Run { photos, before: None }])?;
    let made_current = if current { set_current(transaction, id)? } else { Done::default() };
    let inverses = made_current.inverse.into_iter().chain([Change::Delete { list: id }]).collect();
    let message = is_name_taken.then(|| format!("the list is now “{name_now}”: another list has the name “{name}”"));
    Ok(Done { inverse: several(inverses), message })
}

fn several(mut changes: Vec<Change>) -> Option<Change> {
    if changes.len() > 1 { Some(Change::Several(changes)) } else { changes.pop() }
}

/// The list's name, or the error that the list is gone.
fn require(transaction: &Transaction<'_>, list: ListId) -> Result<String, ListsError> {
    name_of(transaction, list)?.ok_or(ListsError::NoSuchList)
}

fn name_of(transaction: &Transaction<'_>, list: ListId) -> rusqlite::Result<Option<String>> {
    let mut statement = transaction.prepare_cached("SELECT name FROM list WHERE id = ?1")?;
    statement.query_row([list.0], |row| row.get(0)).optional()
}

fn current_list(transaction: &Transaction<'_>) -> rusqlite::Result<ListId> {
    transaction.query_row("SELECT list_id FROM current_list", [], |row| row.get(0).map(ListId))
}

/// The list that has a name, case ignored, and how it writes it.
fn owner_of(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<Option<(ListId, String)>> {
    let mut statement = transaction.prepare_cached("SELECT id, name FROM list WHERE folded_name = ?1")?;
    statement.query_row([folded_name(name)], |row| Ok((ListId(row.get(0)?), row.get(1)?))).optional()
}

fn require_free_name(transaction: &Transaction<'_>, name: &str, except: Option<ListId>) -> Result<(), ListsError> {
    match owner_of(transaction, name)? {
        Some((owner, name)) if Some(owner) != except => Err(ListsError::NameTaken { name }),
        Some(_) | None => Ok(()),
    }
}

fn require_room(transaction: &Transaction<'_>) -> Result<(), ListsError> {
    let n_lists: i64 = transaction.query_row("SELECT count(*) FROM list", [], |row| row.get(0))?;
    if usize::try_from(n_lists).is_ok_and(|n_lists| n_lists < LISTS_MAX) {
        Ok(())
    } else {
        Err(ListsError::TooManyLists)
    }
}

/// The first free name of the base with a number; one of the first `LISTS_MAX` is free, as there are no more lists.
fn free_name(transaction: &Transaction<'_>, base: &str, first_number: usize) -> Result<String, ListsError> {
    let base = kept_part(base, LIST_NAME_BYTES_MAX - " 1001".len());
    for number in (first_number..).take(LISTS_MAX) {
        let name = format!("{base} {number}");
        if owner_of(transaction, &name)?.is_none() {
            return Ok(name);
        }
    }
    Err(ListsError::TooManyLists)
}

/// A name on one line, without blanks around it.
fn tidy_name(name: &str) -> Result<String, ListsError> {
    let on_one_line: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let tidy = on_one_line.trim();
    if tidy.is_empty() {
        return Err(ListsError::NameEmpty);
    }
    if tidy.len() > LIST_NAME_BYTES_MAX {
        return Err(ListsError::NameTooLong);
    }
    Ok(tidy.to_owned())
}

/// As much of the beginning of a text as fits, without cutting a character.
fn kept_part(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max)).unwrap_or(text)
}
