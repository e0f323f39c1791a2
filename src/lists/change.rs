//! Changes of the lists, as intents: each says what the user wants, never how the whole list should look,
//! so that two windows never undo each other's changes. Each is made in the caller's transaction.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::lists::schema::{self, folded_name};
use crate::lists::{
    KEY_BYTES_MAX, LINE_BYTES_MAX, LIST_NAME_BYTES_MAX, LISTED_PHOTOS_MAX, LISTS_MAX, List, ListId, ListedPhoto,
    ListsError,
};
use crate::photo::PhotoKey;

/// How far apart neighbours are put, so that twenty photos in turn fit between two before others have to move.
const POSITION_GAP: i64 = 1 << 20;

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
    /// Several changes, all or none.
    Several(Vec<Change>),
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
            Self::Add { list, photos, before } => add(transaction, list, photos, before.as_ref()),
            Self::Remove { list, keys } => remove(transaction, list, &keys),
            Self::Move { list, keys, before } => move_photos(transaction, list, &keys, before.as_ref()),
            Self::Clear { list } => clear(transaction, list),
            Self::Create { name, photos } => create(transaction, name.as_deref(), photos),
            Self::Rename { list, name } => rename(transaction, list, &name),
            Self::Delete { list } => delete(transaction, list),
            Self::SetCurrent { list } => set_current(transaction, list),
            Self::Restore { list, current } => restore(transaction, list, current),
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

fn add(
    transaction: &Transaction<'_>,
    list: ListId,
    photos: Vec<ListedPhoto>,
    before: Option<&PhotoKey>,
) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let n_asked = photos.len();
    let mut statement = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM listed_photo WHERE list_id = ?1 AND input = ?2 AND name = ?3)")?;
    let (mut new, mut seen) = (Vec::new(), HashSet::new());
    for photo in photos {
        if photo.key.input.len().saturating_add(photo.key.name.len()) > KEY_BYTES_MAX {
            return Err(ListsError::KeyTooLong);
        }
        let is_listed: bool =
            statement.query_row(params![list.0, photo.key.input, photo.key.name], |row| row.get(0))?;
        if !is_listed && seen.insert(photo.key.clone()) {
            new.push(photo);
        }
    }
    let n_old = n_asked - new.len();
    let message = (n_old > 0).then(|| format!("already on the list: {n_old} of {}", photos_counted(n_asked)));
    if new.is_empty() {
        return Ok(Done { inverse: None, message });
    }
    let n_listed: i64 =
        transaction.query_row("SELECT count(*) FROM listed_photo WHERE list_id = ?1", [list.0], |row| row.get(0))?;
    if usize::try_from(n_listed).unwrap_or(usize::MAX).saturating_add(new.len()) > LISTED_PHOTOS_MAX {
        return Err(ListsError::TooManyPhotos);
    }
    insert_photos(transaction, list, &new, before)?;
    let keys = new.into_iter().map(|photo| photo.key).collect();
    Ok(Done { inverse: Some(Change::Remove { list, keys }), message })
}

fn remove(transaction: &Transaction<'_>, list: ListId, keys: &[PhotoKey]) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let order = schema::load_photos(transaction, list)?;
    let chosen: HashSet<&PhotoKey> = keys.iter().collect();
    let runs = chosen_runs(&order, &chosen);
    let n_removed: usize = runs.iter().map(|run| run.photos.len()).sum();
    let mut statement =
        transaction.prepare_cached("DELETE FROM listed_photo WHERE list_id = ?1 AND input = ?2 AND name = ?3")?;
    for photo in runs.iter().flat_map(|run| &run.photos) {
        statement.execute(params![list.0, photo.key.input, photo.key.name])?;
    }
    let inverses = runs.into_iter().map(|run| Change::Add { list, photos: run.photos, before: run.before }).collect();
    Ok(Done { inverse: several(inverses), message: absent(chosen.len(), n_removed) })
}

fn move_photos(
    transaction: &Transaction<'_>,
    list: ListId,
    keys: &[PhotoKey],
    before: Option<&PhotoKey>,
) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let order = schema::load_photos(transaction, list)?;
    let asked: HashSet<&PhotoKey> = keys.iter().collect();
    let listed: HashSet<&PhotoKey> = order.iter().map(|photo| &photo.key).collect();
    let mut unmoved = asked.clone();
    let moved: Vec<&PhotoKey> = keys.iter().filter(|key| listed.contains(key) && unmoved.remove(key)).collect();
    let message = absent(asked.len(), moved.len());
    // The photo they go before may be one of those moved: then the next that stays is meant.
    let before = before.and_then(|before| {
        let from = order.iter().skip_while(|photo| photo.key != *before);
        from.map(|photo| &photo.key).find(|key| !asked.contains(key))
    });
    let staying = order.iter().map(|photo| &photo.key).filter(|key| !asked.contains(key));
    let (mut order_after, mut tail): (Vec<&PhotoKey>, Vec<&PhotoKey>) = (Vec::new(), Vec::new());
    for key in staying {
        let part = if tail.is_empty() && Some(key) != before { &mut order_after } else { &mut tail };
        part.push(key);
    }
    order_after.extend(moved.iter().copied().chain(tail));
    if order_after.iter().copied().eq(order.iter().map(|photo| &photo.key)) {
        return Ok(Done { inverse: None, message });
    }
    let mut park = transaction.prepare_cached(
        "UPDATE listed_photo SET position = -position WHERE list_id = ?1 AND input = ?2 AND name = ?3",
    )?;
    // Out of the way, so that they are no neighbours of the place they go to.
    for key in &moved {
        park.execute(params![list.0, key.input, key.name])?;
    }
    let places = free_places(transaction, list, moved.len(), before)?;
    let mut put = transaction
        .prepare_cached("UPDATE listed_photo SET position = ?4 WHERE list_id = ?1 AND input = ?2 AND name = ?3")?;
    for (index, key) in (1_i64..).zip(&moved) {
        put.execute(params![list.0, key.input, key.name, places.position(index)])?;
    }
    let back = |run: Run| {
        let keys = run.photos.into_iter().map(|photo| photo.key).collect();
        Change::Move { list, keys, before: run.before }
    };
    let inverses = chosen_runs(&order, &asked).into_iter().map(back).collect();
    Ok(Done { inverse: several(inverses), message })
}

fn clear(transaction: &Transaction<'_>, list: ListId) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let photos = schema::load_photos(transaction, list)?;
    transaction.execute("DELETE FROM listed_photo WHERE list_id = ?1", [list.0])?;
    let inverse = (!photos.is_empty()).then_some(Change::Add { list, photos, before: None });
    Ok(Done { inverse, message: None })
}

fn create(transaction: &Transaction<'_>, name: Option<&str>, photos: Vec<ListedPhoto>) -> Result<Done, ListsError> {
    let name = match name {
        Some(name) => tidy_name(name)?,
        None => free_name(transaction, "List", 1)?,
    };
    require_free_name(transaction, &name, None)?;
    require_room(transaction)?;
    let list = schema::insert_list(transaction, None, &name)?;
    let message = add(transaction, list, photos, None)?.message;
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
        return add(transaction, id, photos, None);
    }
    require_room(transaction)?;
    let is_name_taken = owner_of(transaction, &name)?.is_some();
    let name_now = if is_name_taken { free_name(transaction, &name, 2)? } else { name.clone() };
    schema::insert_list(transaction, Some(id), &name_now)?;
    add(transaction, id, photos, None)?;
    let made_current = if current { set_current(transaction, id)? } else { Done::default() };
    let inverses = made_current.inverse.into_iter().chain([Change::Delete { list: id }]).collect();
    let message = is_name_taken.then(|| format!("the list is now “{name_now}”: another list has the name “{name}”"));
    Ok(Done { inverse: several(inverses), message })
}

/// Photos that stand together, and the photo they stand before.
struct Run {
    photos: Vec<ListedPhoto>,
    before: Option<PhotoKey>,
}

/// The chosen photos of an order, those that stand together in one run. What a run stands before is not chosen,
/// so that the runs can be put back in any order, and after the chosen were moved anywhere.
fn chosen_runs(order: &[ListedPhoto], chosen: &HashSet<&PhotoKey>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut photos = Vec::new();
    for photo in order {
        if chosen.contains(&photo.key) {
            photos.push(photo.clone());
        } else if !photos.is_empty() {
            runs.push(Run { photos: std::mem::take(&mut photos), before: Some(photo.key.clone()) });
        }
    }
    if !photos.is_empty() {
        runs.push(Run { photos, before: None });
    }
    runs
}

fn several(mut changes: Vec<Change>) -> Option<Change> {
    if changes.len() > 1 { Some(Change::Several(changes)) } else { changes.pop() }
}

/// Positions nobody has, evenly spread between two neighbours.
struct Places {
    after: i64,
    step: i64,
}

impl Places {
    /// The position of the first new photo for 1, of the second for 2, and so on.
    fn position(&self, index: i64) -> i64 {
        self.after.saturating_add(self.step.saturating_mul(index))
    }
}

/// Finds places for `n_photos`, moving the photos behind them if there is no room.
fn free_places(
    transaction: &Transaction<'_>,
    list: ListId,
    n_photos: usize,
    before: Option<&PhotoKey>,
) -> rusqlite::Result<Places> {
    let n_photos = i64::try_from(n_photos).unwrap_or(i64::MAX);
    let next: Option<i64> = match before {
        Some(key) => transaction
            .prepare_cached("SELECT position FROM listed_photo WHERE list_id = ?1 AND input = ?2 AND name = ?3")?
            .query_row(params![list.0, key.input, key.name], |row| row.get(0))
            .optional()?,
        None => None,
    };
    let previous: Option<i64> = transaction
        .prepare_cached("SELECT max(position) FROM listed_photo WHERE list_id = ?1 AND position < ?2")?
        .query_row(params![list.0, next.unwrap_or(i64::MAX)], |row| row.get(0))?;
    // Photos out of the way have negative positions.
    let after = previous.unwrap_or(0).max(0);
    let Some(next) = next else { return Ok(Places { after, step: POSITION_GAP }) };
    let step = (next - after) / n_photos.saturating_add(1);
    if step > 0 {
        return Ok(Places { after, step });
    }
    transaction.execute(
        "UPDATE listed_photo SET position = position + ?3 WHERE list_id = ?1 AND position >= ?2",
        params![list.0, next, POSITION_GAP.saturating_mul(n_photos.saturating_add(1))],
    )?;
    Ok(Places { after, step: POSITION_GAP })
}

fn insert_photos(
    transaction: &Transaction<'_>,
    list: ListId,
    photos: &[ListedPhoto],
    before: Option<&PhotoKey>,
) -> rusqlite::Result<()> {
    let places = free_places(transaction, list, photos.len(), before)?;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO listed_photo (list_id, input, name, line, position) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (index, ListedPhoto { key, line }) in (1_i64..).zip(photos) {
        let line = kept_part(line, LINE_BYTES_MAX);
        statement.execute(params![list.0, key.input, key.name, line, places.position(index)])?;
    }
    Ok(())
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

fn absent(n_asked: usize, n_found: usize) -> Option<String> {
    let n_absent = n_asked.saturating_sub(n_found);
    (n_absent > 0).then(|| format!("not on the list any more: {n_absent} of {}", photos_counted(n_asked)))
}

fn photos_counted(n_photos: usize) -> String {
    if n_photos == 1 { "1 photo".to_owned() } else { format!("{n_photos} photos") }
}
