//! Corrections of what is read in captions. An empty input and name mean every caption; the names of a place's path stand
//! in one text, a line each, because a name has no line end.

use std::sync::Arc;

use rusqlite::{Connection, Row, Transaction, params};

use super::{Change, Done};
use crate::lists::{CORRECTED_BYTES_MAX, CORRECTIONS_MAX, KEY_BYTES_MAX, ListsError};
use crate::photo::PhotoKey;
use crate::photo::correction::{Correction, NamedPlace, Verdict};
use crate::photo::corrections::Corrections;

/// Drops and makes corrections; the inverse makes and drops exactly what was there.
pub(super) fn correct(
    transaction: &Transaction<'_>,
    remove: &[Correction],
    add: Vec<Correction>,
) -> Result<Done, ListsError> {
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for correction in remove {
        let is_it =
            |kept: &Correction| kept.photo == correction.photo && kept.verdict.name() == correction.verdict.name();
        if let Some(kept) = of_words(transaction, &correction.folded())?.into_iter().find(is_it) {
            delete(transaction, &kept)?;
            removed.push(kept);
        }
    }
    for correction in add.into_iter().map(tidy) {
        let correction = correction?;
        let same_words = of_words(transaction, &correction.folded())?;
        if same_words.contains(&correction) {
            continue;
        }
        for other in same_words.into_iter().filter(|other| correction.excludes(other)) {
            delete(transaction, &other)?;
            // What was made by this very change leaves no trace.
            match added.iter().position(|made| *made == other) {
                Some(at) => drop(added.remove(at)),
                None => removed.push(other),
            }
        }
        insert(transaction, &correction)?;
        match removed.iter().position(|gone| *gone == correction) {
            Some(at) => drop(removed.remove(at)),
            None => added.push(correction),
        }
    }
    let n_corrections: i64 = transaction.query_row("SELECT count(*) FROM correction", [], |row| row.get(0))?;
    if usize::try_from(n_corrections).is_ok_and(|n| n > CORRECTIONS_MAX) {
        return Err(ListsError::TooManyCorrections);
    }
    let changed = !removed.is_empty() || !added.is_empty();
    let inverse = changed.then_some(Change::Correct { remove: added, add: removed });
    Ok(Done { inverse, message: None })
}

/// Every correction.
pub(in crate::lists) fn load(connection: &Connection) -> rusqlite::Result<Arc<Corrections>> {
    let mut statement = connection.prepare_cached("SELECT words, input, name, verdict, place, path FROM correction")?;
    let rows = statement.query_map([], correction_of)?;
    // What a later version may have made and this one does not know is left alone.
    let known = rows.filter_map(Result::transpose).collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(Arc::new(Corrections::new(known)))
}

/// The correction as it is kept: without blanks around, line ends or an empty place's names.
fn tidy(correction: Correction) -> Result<Correction, ListsError> {
    let Correction { words, photo, verdict } = correction;
    let words = one_line(&words);
    let verdict = match verdict {
        Verdict::Place(NamedPlace { id, path }) => {
            Verdict::Place(NamedPlace { id, path: path.iter().map(|name| one_line(name)).collect() })
        }
        simple => simple,
    };
    let correction = Correction { words, photo, verdict };
    if correction.folded().is_empty() {
        return Err(ListsError::CorrectionEmpty);
    }
    let (place, path) = stored_place(&correction.verdict);
    if correction.words.len().max(place.len()).max(path.len()) > CORRECTED_BYTES_MAX {
        return Err(ListsError::CorrectionTooLong);
    }
    let key_bytes = correction.photo.as_ref().map_or(0, |key| key.input.len() + key.name.len());
    if key_bytes > KEY_BYTES_MAX { Err(ListsError::KeyTooLong) } else { Ok(correction) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_words(transaction: &Transaction<'_>, folded: &str) -> Result<Vec<Correction>, ListsError> {
    let mut statement = transaction
        .prepare_cached("SELECT words, input, name, verdict, place, path FROM correction WHERE folded = ?1")?;
    let rows = statement.query_map([folded], correction_of)?;
    Ok(rows.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?)
}

/// A correction; none where its verdict is one that this version does not know.
fn correction_of(row: &Row<'_>) -> rusqlite::Result<Option<Correction>> {
    let (words, input, name): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (verdict, id, path): (String, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
    let path = path.split('\n').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let photo = (!input.is_empty() || !name.is_empty()).then_some(PhotoKey { input, name });
    let verdict = Verdict::parse(&verdict, Some(NamedPlace { id, path }));
    Ok(verdict.map(|verdict| Correction { words, photo, verdict }))
}

fn insert(transaction: &Transaction<'_>, correction: &Correction) -> Result<(), ListsError> {
    let Correction { words, photo, verdict } = correction;
    let (input, name) = stored_key(photo.as_ref());
    let (place, path) = stored_place(verdict);
    transaction.execute(
        "INSERT INTO correction (folded, input, name, verdict, words, place, path) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![correction.folded(), input, name, verdict.name(), words, place, path],
    )?;
    Ok(())
}

fn delete(transaction: &Transaction<'_>, correction: &Correction) -> Result<(), ListsError> {
    let (input, name) = stored_key(correction.photo.as_ref());
    transaction.execute(
        "DELETE FROM correction WHERE folded = ?1 AND input = ?2 AND name = ?3 AND verdict = ?4",
        params![correction.folded(), input, name, correction.verdict.name()],
    )?;
    Ok(())
}

fn stored_key(photo: Option<&PhotoKey>) -> (&str, &str) {
    photo.map_or(("", ""), |key| (key.input.as_str(), key.name.as_str()))
}

fn stored_place(verdict: &Verdict) -> (&str, String) {
    match verdict {
        Verdict::Place(NamedPlace { id, path }) => (id.as_str(), path.join("\n")),
        Verdict::NotPlace | Verdict::NotPerson | Verdict::NotOrganization | Verdict::Person | Verdict::Organization => {
            ("", String::new())
        }
    }
}
