//! Changes of the photos on one list: which are on it, and in which order.
//! Each photo has a position; between neighbours there is room, so that a change touches only what it is about.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::{Change, Done, Run, kept_part, require};
use crate::lists::{KEY_BYTES_MAX, LINE_BYTES_MAX, LISTED_PHOTOS_MAX, ListId, ListedPhoto, ListsError, schema};
use crate::photo::PhotoKey;

/// How far apart neighbours are put, so that twenty photos in turn fit between two before others have to move.
const POSITION_GAP: i64 = 1 << 20;

/// Puts photos on a list, those that are not on it yet.
pub(super) fn add(
    transaction: &Transaction<'_>,
    list: ListId,
    runs: Vec<Run<ListedPhoto>>,
) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let n_asked = runs.iter().map(|run| run.photos.len()).sum();
    let mut room = room(transaction, list)?;
    let mut added = Vec::new();
    for Run { photos, before } in runs {
        let new = new_photos(transaction, list, photos)?;
        room = room.checked_sub(new.len()).ok_or(ListsError::TooManyPhotos)?;
        if !new.is_empty() {
            insert(transaction, list, &new, before.as_ref())?;
        }
        added.extend(new.into_iter().map(|photo| photo.key));
    }
    let n_old = n_asked - added.len();
    let message = (n_old > 0).then(|| format!("already on the list: {n_old} of {}", photos_counted(n_asked)));
    let inverse = (!added.is_empty()).then_some(Change::Remove { list, keys: added });
    Ok(Done { inverse, message })
}

/// Takes photos off a list.
pub(super) fn remove(transaction: &Transaction<'_>, list: ListId, keys: &[PhotoKey]) -> Result<Done, ListsError> {
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
    let inverse = (!runs.is_empty()).then_some(Change::PutBack { list, runs });
    Ok(Done { inverse, message: absent(chosen.len(), n_removed) })
}

/// Puts photos of a list elsewhere in it.
pub(super) fn move_runs(
    transaction: &Transaction<'_>,
    list: ListId,
    runs: &[Run<PhotoKey>],
) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let order = schema::load_photos(transaction, list)?;
    let asked: HashSet<&PhotoKey> = runs.iter().flat_map(|run| &run.photos).collect();
    let goals = goals(&order, &asked, runs);
    let n_moved = goals.iter().map(|goal| goal.keys.len()).sum();
    let message = absent(asked.len(), n_moved);
    if are_reached(&goals, &order, &asked) {
        return Ok(Done { inverse: None, message });
    }
    let mut statement = transaction.prepare_cached(
        "UPDATE listed_photo SET position = -position WHERE list_id = ?1 AND input = ?2 AND name = ?3",
    )?;
    // Out of the way, so that they are no neighbours of the places they go to.
    for key in goals.iter().flat_map(|goal| &goal.keys) {
        statement.execute(params![list.0, key.input, key.name])?;
    }
    let mut statement = transaction
        .prepare_cached("UPDATE listed_photo SET position = ?4 WHERE list_id = ?1 AND input = ?2 AND name = ?3")?;
    for Goal { keys, before } in &goals {
        let places = free_places(transaction, list, keys.len(), *before)?;
        for (index, key) in (1_i64..).zip(keys) {
            statement.execute(params![list.0, key.input, key.name, places.position(index)])?;
        }
    }
    let run_of_keys = |run: Run<ListedPhoto>| {
        let photos = run.photos.into_iter().map(|photo| photo.key).collect();
        Run { photos, before: run.before }
    };
    let runs = chosen_runs(&order, &asked).into_iter().map(run_of_keys).collect();
    Ok(Done { inverse: Some(Change::MoveBack { list, runs }), message })
}

/// Takes every photo off a list.
pub(super) fn clear(transaction: &Transaction<'_>, list: ListId) -> Result<Done, ListsError> {
    require(transaction, list)?;
    let photos = schema::load_photos(transaction, list)?;
    transaction.execute("DELETE FROM listed_photo WHERE list_id = ?1", [list.0])?;
    let inverse = (!photos.is_empty()).then_some(Change::Add { list, photos, before: None });
    Ok(Done { inverse, message: None })
}

/// Photos of a list, and the one among those that stay which they shall stand before.
struct Goal<'a> {
    keys: Vec<&'a PhotoKey>,
    before: Option<&'a PhotoKey>,
}

/// Where the photos of the runs go, those that are on the list. What a run goes before may be one of those asked to
/// move: then the next that stays is meant.
fn goals<'a>(order: &'a [ListedPhoto], asked: &HashSet<&PhotoKey>, runs: &'a [Run<PhotoKey>]) -> Vec<Goal<'a>> {
    let mut next_staying: HashMap<&PhotoKey, Option<&PhotoKey>> = HashMap::new();
    let mut staying = None;
    for photo in order.iter().rev() {
        if !asked.contains(&photo.key) {
            staying = Some(&photo.key);
        }
        next_staying.insert(&photo.key, staying);
    }
    let mut seen = HashSet::new();
    let mut goal = |run: &'a Run<PhotoKey>| Goal {
        keys: run.photos.iter().filter(|key| next_staying.contains_key(key) && seen.insert(*key)).collect(),
        before: run.before.as_ref().and_then(|key| next_staying.get(key).copied().flatten()),
    };
    runs.iter().map(&mut goal).collect()
}

/// Whether the order is already the one that is wanted.
fn are_reached(goals: &[Goal<'_>], order: &[ListedPhoto], asked: &HashSet<&PhotoKey>) -> bool {
    let mut wanted: HashMap<Option<&PhotoKey>, Vec<&PhotoKey>> = HashMap::new();
    for goal in goals {
        wanted.entry(goal.before).or_default().extend(&goal.keys);
    }
    let staying = order.iter().map(|photo| &photo.key).filter(|key| !asked.contains(key));
    let wanted_order = staying.map(Some).chain([None]).flat_map(|before| {
        let moved = wanted.get(&before).into_iter().flatten().copied();
        moved.chain(before)
    });
    wanted_order.eq(order.iter().map(|photo| &photo.key))
}

/// The chosen photos of an order, those that stand together in one run. What a run stands before is not chosen,
/// so that the runs can be put back in any order, and after the chosen were moved anywhere.
fn chosen_runs(order: &[ListedPhoto], chosen: &HashSet<&PhotoKey>) -> Vec<Run<ListedPhoto>> {
    let mut runs = Vec::new();
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

/// How many more photos the list can hold.
fn room(transaction: &Transaction<'_>, list: ListId) -> rusqlite::Result<usize> {
    let n_photos: i64 =
        transaction.query_row("SELECT count(*) FROM listed_photo WHERE list_id = ?1", [list.0], |row| row.get(0))?;
    Ok(LISTED_PHOTOS_MAX.saturating_sub(usize::try_from(n_photos).unwrap_or(usize::MAX)))
}

/// Those of the photos that are not on the list, each once.
fn new_photos(
    transaction: &Transaction<'_>,
    list: ListId,
    photos: Vec<ListedPhoto>,
) -> Result<Vec<ListedPhoto>, ListsError> {
    let mut statement = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM listed_photo WHERE list_id = ?1 AND input = ?2 AND name = ?3)")?;
    let (mut new, mut seen) = (Vec::new(), HashSet::new());
    for photo in photos {
        let PhotoKey { input, name } = &photo.key;
        if input.len().saturating_add(name.len()) > KEY_BYTES_MAX {
            return Err(ListsError::KeyTooLong);
        }
        let is_listed: bool = statement.query_row(params![list.0, input, name], |row| row.get(0))?;
        if !is_listed && seen.insert(photo.key.clone()) {
            new.push(photo);
        }
    }
    Ok(new)
}

fn insert(
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

fn absent(n_asked: usize, n_found: usize) -> Option<String> {
    let n_absent = n_asked.saturating_sub(n_found);
    (n_absent > 0).then(|| format!("not on the list any more: {n_absent} of {}", photos_counted(n_asked)))
}

fn photos_counted(n_photos: usize) -> String {
    if n_photos == 1 { "1 photo".to_owned() } else { format!("{n_photos} photos") }
}
