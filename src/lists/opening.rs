//! Opening the lists' database: makes it if there is none, sets it aside if it is damaged,
//! and works in memory if nothing can be written; whatever was not as usual is said in a message.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::files::aside::{is_there, put_in_place, set_aside, with_suffix};
use crate::lists::change::Change;
use crate::lists::database::Database;
use crate::lists::{Lists, ListsError, schema};

/// How long a change waits for that of another window.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How often, and for how long in all (5 s), opening waits for another window that is opening the lists.
const LOCK_ATTEMPTS: usize = 250;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// The files SQLite keeps beside a database.
const COMPANIONS: &[&str] = &["-wal", "-shm", "-journal"];

/// Opens the database at a path, and says what the user should know about it.
pub(super) fn open(path: &Path) -> Result<(Database, Vec<String>), ListsError> {
    // Links are followed, so that what is set aside is the file itself and its companions stay with it.
    let real_path = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    match open_kept(&real_path) {
        Ok(opened) => Ok(opened),
        Err(Trouble::Refused(error)) => Err(error.at(path)),
        Err(Trouble::Damaged(why) | Trouble::Unwritable(why)) => open_unkept(&real_path, &why),
    }
}

/// A database in memory, which holds the given lists, or else the first, empty one.
pub(super) fn in_memory(lists: Option<Lists>) -> Result<Database, ListsError> {
    let mut connection = Connection::open_in_memory()?;
    configure(&connection)?;
    schema::migrate(&mut connection)?;
    if let Some(Lists { all, current, attached, corrections }) = lists {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch("DELETE FROM current_list; DELETE FROM list")?;
        for list in &all {
            schema::insert_list(&transaction, Some(list.id), &list.name)?;
        }
        transaction.execute("INSERT INTO current_list (only, list_id) VALUES (1, ?1)", [current.0])?;
        for list in all {
            Change::Add { list: list.id, photos: list.photos, before: None }.apply(&transaction)?;
        }
        let pictures = attached.into_iter().map(|(key, path)| (key, Some(path))).collect();
        Change::Attach { pictures }.apply(&transaction)?;
        Change::Correct { remove: Vec::new(), add: corrections.all().to_vec() }.apply(&transaction)?;
        transaction.commit()?;
    }
    Database::over(connection, PathBuf::new(), None)
}

/// Why a database is not simply opened.
enum Trouble {
    /// It is left as it is, and nothing is done.
    Refused(ListsError),
    /// Its content makes no sense.
    Damaged(String),
    /// It cannot be written.
    Unwritable(String),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::OutOfMemory) => {
                Self::Refused(error.into())
            }
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure
                | ErrorCode::DiskFull
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::NoLargeFileSupport
                | ErrorCode::AuthorizationForStatementDenied,
            ) => Self::Unwritable(error.to_string()),
            // Only reading our own tables comes here: what fails otherwise, fails by what the file holds.
            _ => Self::Damaged(error.to_string()),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Unwritable(error.to_string())
    }
}

fn open_kept(path: &Path) -> Result<(Database, Vec<String>), Trouble> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let hold = Hold::take(path)?;
    let mut messages = Vec::new();
    if !is_there(path) {
        if !hold.is_alone {
            return Err(Trouble::Unwritable("the file was removed while another window uses it".to_owned()));
        }
        // What a removed database left must never be taken for a part of the new one.
        if COMPANIONS.iter().any(|suffix| is_there(&with_suffix(path, suffix))) {
            let aside = set_aside(path, COMPANIONS)?;
            messages.push(format!(
                "parts of earlier lists were set aside: the database they belong to is gone: {}",
                aside.display()
            ));
        }
        make(path)?;
    }
    let connection = match connect(path) {
        Err(Trouble::Damaged(why)) if hold.is_alone => {
            let aside = set_aside(path, COMPANIONS)?;
            messages.push(format!(
                "the lists could not be read ({why}): new ones were begun, and the damaged file was set aside as {}",
                aside.display()
            ));
            make(path)?;
            connect(path)?
        }
        Err(Trouble::Damaged(why)) => {
            return Err(Trouble::Unwritable(format!("{why}, and another window has the file open")));
        }
        connected => connected?,
    };
    let file = hold.shared(path)?;
    let database = Database::over(connection, path.to_owned(), file).map_err(Trouble::Refused)?;
    Ok((database, messages))
}

/// Works in memory, with what can be read of the lists.
fn open_unkept(path: &Path, why_unkept: &str) -> Result<(Database, Vec<String>), ListsError> {
    let not_kept = |rest: &str| {
        format!("changes of the lists are lost when the program ends: {why_unkept}{rest}: {}", path.display())
    };
    if !is_there(path) {
        return Ok((in_memory(None)?, vec![not_kept("")]));
    }
    match read_copy(path) {
        Ok(lists) => Ok((in_memory(Some(lists))?, vec![not_kept("")])),
        Err(Trouble::Refused(error)) => Err(error.at(path)),
        Err(Trouble::Damaged(why) | Trouble::Unwritable(why)) => {
            let rest = if why == why_unkept { String::new() } else { format!("; nor could they be read: {why}") };
            Ok((in_memory(None)?, vec![not_kept(&rest)]))
        }
    }
}

/// The lists of a database that may not be written: read from a copy, because even reading one
/// that a killed program left needs files beside it.
fn read_copy(path: &Path) -> Result<Lists, Trouble> {
    if !path.is_file() {
        return Err(Trouble::Unwritable("it is not a file".to_owned()));
    }
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("copy.db");
    for suffix in ["", "-wal", "-journal"] {
        let mut from = match File::open(with_suffix(path, suffix)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        // Not `fs::copy`, which would copy that the file is read-only too.
        let mut to = OpenOptions::new().write(true).create_new(true).open(with_suffix(&copy, suffix))?;
        io::copy(&mut from, &mut to)?;
    }
    let connection = connect(&copy)?;
    Ok(schema::load(&connection)?)
}

/// Makes a new database: under another name until it is complete, so that no half-made one ever has the name.
fn make(path: &Path) -> Result<(), Trouble> {
    let unfinished = with_suffix(path, ".new");
    for suffix in COMPANIONS.iter().copied().chain([""]) {
        match fs::remove_file(with_suffix(&unfinished, suffix)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(&unfinished, flags)?;
    configure(&connection)?;
    use_write_ahead_log(&connection)?;
    schema::migrate(&mut connection)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(put_in_place(&unfinished, path)?)
}

/// Connects to a database that is there, after making sure that it is ours, of a known version, sound and writable.
fn connect(path: &Path) -> Result<Connection, Trouble> {
    if !path.is_file() {
        return Err(Trouble::Damaged("it is not a file".to_owned()));
    }
    if path.metadata()?.len() == 0 {
        return Err(Trouble::Damaged("the file is empty".to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    // Until it is known to be ours, not even what another program left in its log is written to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    configure(&connection)?;
    refuse_others(&connection, path)?;
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Trouble::Damaged(verdict.replace('\n', " ")));
    }
    if connection.is_readonly("main")? {
        return Err(Trouble::Unwritable("the file is read-only".to_owned()));
    }
    use_write_ahead_log(&connection)?;
    schema::migrate(&mut connection)?;
    schema::load(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(connection)
}

fn refuse_others(connection: &Connection, path: &Path) -> Result<(), Trouble> {
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let n_tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let (known, path) = (schema::known_version(), path.to_owned());
    if n_tables == 0 {
        return Err(Trouble::Damaged("the database is empty".to_owned()));
    }
    if application != schema::APPLICATION_ID {
        return Err(Trouble::Refused(ListsError::Foreign { path }));
    }
    if version > known {
        return Err(Trouble::Refused(ListsError::Newer { found: version, known, path }));
    }
    if version < 1 {
        return Err(Trouble::Damaged(format!("it has no version {version}")));
    }
    Ok(())
}

/// Trusts the file as little as SQLite allows, and waits for the disk at every commit.
fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")
}

/// Where the file system cannot have such a log, SQLite keeps its other journal, which lasts as well but is slower.
fn use_write_ahead_log(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_mode| Ok(()))
}

/// The kernel's lock on the lock file beside a database, which ends with the process: whoever is alone may
/// make the database or set it aside; everyone who has it open shares the lock.
struct Hold {
    /// None where the file system has no locks.
    file: Option<File>,
    is_alone: bool,
}

impl Hold {
    fn take(database_path: &Path) -> Result<Self, Trouble> {
        let path = with_suffix(database_path, ".lock");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        for _ in 0..LOCK_ATTEMPTS {
            match file.try_lock() {
                Ok(()) => return Ok(Self { file: Some(file), is_alone: true }),
                Err(TryLockError::Error(_)) => return Ok(Self { file: None, is_alone: true }),
                Err(TryLockError::WouldBlock) => {}
            }
            if file.try_lock_shared().is_ok() {
                return Ok(Self { file: Some(file), is_alone: false });
            }
            thread::sleep(LOCK_PAUSE);
        }
        Err(Trouble::Refused(ListsError::Busy { path: database_path.to_owned() }))
    }

    /// Lets others share the lock.
    fn shared(self, database_path: &Path) -> Result<Option<File>, Trouble> {
        let Some(file) = self.file else { return Ok(None) };
        for _ in 0..LOCK_ATTEMPTS {
            match file.try_lock_shared() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::Error(_)) => return Ok(None),
                Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
            }
        }
        Err(Trouble::Refused(ListsError::Busy { path: database_path.to_owned() }))
    }
}
