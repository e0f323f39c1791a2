//! The shape of the lists' database: its tables, its versions, and reading all of it.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::lists::change::{attached, corrected};
use crate::lists::{List, ListId, ListedPhoto, Lists};
use crate::photo::PhotoKey;

/// Marks the file as ours in its header: "Cutl".
pub(super) const APPLICATION_ID: i64 = 0x4375_746c;

/// Name of the list a new database begins with.
const FIRST_LIST_NAME: &str = "List 1";

/// What leads from one version to the next; the version is the number of steps taken.
const STEPS: &[&str] = &[
    "
    CREATE TABLE list (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE listed_photo (
        list_id INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
        input TEXT NOT NULL,
        name TEXT NOT NULL,
        line TEXT NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (list_id, input, name)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX listed_photo_in_order ON listed_photo (list_id, position);

    CREATE TABLE current_list (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        list_id INTEGER NOT NULL REFERENCES list (id)
    ) STRICT;
",
    "
    CREATE TABLE attached_picture (
        input TEXT NOT NULL,
        name TEXT NOT NULL,
        path BLOB NOT NULL,
        PRIMARY KEY (input, name)
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE correction (
        folded TEXT NOT NULL,
        input TEXT NOT NULL,
        name TEXT NOT NULL,
        verdict TEXT NOT NULL,
        words TEXT NOT NULL,
        place TEXT NOT NULL,
        path TEXT NOT NULL,
        PRIMARY KEY (folded, input, name, verdict)
    ) STRICT, WITHOUT ROWID;
",
];

/// The latest version of the database this program knows.
pub(super) fn known_version() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Brings a database to the latest version; a new one gets its first list.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let n_taken = usize::try_from(version).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(n_taken) {
        transaction.execute_batch(step)?;
    }
    if n_taken == 0 {
        let id = insert_list(&transaction, None, FIRST_LIST_NAME)?;
        transaction.execute("INSERT INTO current_list (only, list_id) VALUES (1, ?1)", [id.0])?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    if version != known_version() {
        transaction.pragma_update(None, "user_version", known_version())?;
    }
    transaction.commit()
}

/// Everything the database holds. The caller has a transaction open, so that it is of one moment.
pub(super) fn load(connection: &Connection) -> rusqlite::Result<Lists> {
    let current = connection.query_row(
        "SELECT list.id FROM current_list JOIN list ON list.id = current_list.list_id",
        [],
        |row| row.get(0).map(ListId),
    )?;
    let mut statement = connection.prepare_cached("SELECT id FROM list ORDER BY id")?;
    let ids = statement.query_map([], |row| row.get(0).map(ListId))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let all = ids.into_iter().map(|id| load_list(connection, id)).collect::<rusqlite::Result<_>>()?;
    Ok(Lists { all, current, attached: attached::load(connection)?, corrections: corrected::load(connection)? })
}

/// One list; `QueryReturnedNoRows` if it is not there.
pub(super) fn load_list(connection: &Connection, id: ListId) -> rusqlite::Result<List> {
    let name = connection.query_row("SELECT name FROM list WHERE id = ?1", [id.0], |row| row.get(0))?;
    Ok(List { id, name, photos: load_photos(connection, id)? })
}

/// The photos of a list, in their order.
pub(super) fn load_photos(connection: &Connection, list: ListId) -> rusqlite::Result<Vec<ListedPhoto>> {
    let mut statement =
        connection.prepare_cached("SELECT input, name, line FROM listed_photo WHERE list_id = ?1 ORDER BY position")?;
    let photos = statement.query_map([list.0], |row| {
        Ok(ListedPhoto { key: PhotoKey { input: row.get(0)?, name: row.get(1)? }, line: row.get(2)? })
    })?;
    photos.collect()
}

/// Makes a list, with a given id if it had one before.
pub(super) fn insert_list(transaction: &Transaction<'_>, id: Option<ListId>, name: &str) -> rusqlite::Result<ListId> {
    transaction.execute(
        "INSERT INTO list (id, name, folded_name) VALUES (?1, ?2, ?3)",
        params![id.map(|id| id.0), name, folded_name(name)],
    )?;
    Ok(ListId(transaction.last_insert_rowid()))
}

/// What two names of lists have in common if only their case differs.
pub(super) fn folded_name(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    name.nfc().collect::<String>().to_lowercase()
}
