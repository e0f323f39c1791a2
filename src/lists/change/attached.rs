//! Pictures attached to photos: paths are kept as bytes, because a name on disk need not be text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::{Change, Done};
use crate::lists::{ATTACHED_MAX, KEY_BYTES_MAX, ListsError};
use crate::photo::PhotoKey;

/// Gives photos pictures, or takes those given away; the inverse gives back what was there.
pub(super) fn attach(
    transaction: &Transaction<'_>,
    pictures: Vec<(PhotoKey, Option<PathBuf>)>,
) -> Result<Done, ListsError> {
    let mut before = Vec::new();
    for (key, picture) in pictures {
        if key.input.len() + key.name.len() > KEY_BYTES_MAX {
            return Err(ListsError::KeyTooLong);
        }
        let had = picture_of(transaction, &key)?;
        if had == picture {
            continue;
        }
        match &picture {
            Some(path) => transaction.execute(
                "INSERT INTO attached_picture (input, name, path) VALUES (?1, ?2, ?3)
                 ON CONFLICT (input, name) DO UPDATE SET path = excluded.path",
                params![key.input, key.name, bytes_of(path)],
            )?,
            None => transaction
                .execute("DELETE FROM attached_picture WHERE input = ?1 AND name = ?2", params![key.input, key.name])?,
        };
        before.push((key, had));
    }
    let n_attached: i64 = transaction.query_row("SELECT count(*) FROM attached_picture", [], |row| row.get(0))?;
    if usize::try_from(n_attached).is_ok_and(|n_attached| n_attached > ATTACHED_MAX) {
        return Err(ListsError::TooManyAttached);
    }
    let inverse = (!before.is_empty()).then_some(Change::Attach { pictures: before });
    Ok(Done { inverse, message: None })
}

/// Every attached picture.
pub(in crate::lists) fn load(connection: &Connection) -> rusqlite::Result<BTreeMap<PhotoKey, PathBuf>> {
    let mut statement = connection.prepare_cached("SELECT input, name, path FROM attached_picture")?;
    let rows = statement.query_map([], |row| {
        let bytes: Vec<u8> = row.get(2)?;
        Ok((PhotoKey { input: row.get(0)?, name: row.get(1)? }, path_of(bytes)))
    })?;
    rows.collect()
}

fn picture_of(transaction: &Transaction<'_>, key: &PhotoKey) -> rusqlite::Result<Option<PathBuf>> {
    let mut statement =
        transaction.prepare_cached("SELECT path FROM attached_picture WHERE input = ?1 AND name = ?2")?;
    statement.query_row(params![key.input, key.name], |row| row.get(0).map(path_of)).optional()
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(bytes).into()
}

// Elsewhere names are Unicode, or so near to it that what is lost names no file that matters.
#[cfg(not(unix))]
fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
