//! Lists on the disk: kept, shared by two windows, damaged, of another version, in a folder that cannot be written.

use super::*;

fn path_in(folder: &TempDir) -> PathBuf {
    folder.path().join("data/cutline.db")
}

fn open(folder: &TempDir) -> (Database, Vec<String>) {
    Database::open(Some(&path_in(folder))).unwrap()
}

/// A folder with a database of some photos on two lists, and what is on them.
fn filled() -> (TempDir, Lists) {
    let folder = TempDir::new().unwrap();
    let (mut database, messages) = open(&folder);
    assert_eq!((messages, database.is_kept()), (vec![], true));
    let numbers: Vec<usize> = (0..300).collect();
    database.apply(add(first_list(&database), &numbers, None)).unwrap();
    let lists = database.apply(Change::Create { name: None, photos: photos(&[7, 8, 9]) }).unwrap().lists;
    (folder, lists)
}

fn files_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn lists_are_there_at_the_next_start() {
    let (folder, lists) = filled();
    assert_eq!(files_in(&folder.path().join("data")), ["cutline.db", "cutline.db.lock"]);
    let (database, messages) = open(&folder);
    assert_eq!((database.snapshot().unwrap(), messages), (lists, vec![]));
    let connection = Connection::open(path_in(&folder)).unwrap();
    let pragma =
        |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
    assert_eq!(pragma("journal_mode"), "wal".to_owned().into());
    assert_eq!(pragma("user_version"), 3_i64.into());
    assert_eq!(pragma("integrity_check"), "ok".to_owned().into());
}

#[test]
fn a_change_in_one_window_is_noticed_in_the_other() {
    let folder = TempDir::new().unwrap();
    let (mut one, _) = open(&folder);
    let (mut other, messages) = open(&folder);
    assert_eq!(messages, [""; 0]);
    let list = first_list(&one);
    assert!(!one.changed_elsewhere() && !other.changed_elsewhere());
    one.apply(add(list, &[1], None)).unwrap();
    assert!(!one.changed_elsewhere());
    assert!(other.changed_elsewhere());
    assert!(!other.changed_elsewhere());
    assert_eq!(shown(&other.snapshot().unwrap()), [1]);
    one.apply(add(list, &[2], None)).unwrap();
    assert_eq!(shown(&other.apply(add(list, &[3], None)).unwrap().lists), [1, 2, 3]);
    assert!(!other.changed_elsewhere(), "the snapshot that came with the change had it all");
    assert!(one.changed_elsewhere());
}

#[test]
fn two_windows_lose_none_of_each_others_changes() {
    let folder = TempDir::new().unwrap();
    let list = first_list(&open(&folder).0);
    std::thread::scope(|scope| {
        for first in [0_usize, 100_000] {
            let folder = &folder;
            scope.spawn(move || {
                let (mut database, messages) = open(folder);
                assert_eq!(messages, [""; 0]);
                for number in first..first + 500 {
                    let before = number.checked_sub(3);
                    database.apply(add(list, &[number], before)).unwrap();
                    if number % 10 == 9 {
                        database.apply(Change::Remove { list, keys: keys(&[number - 5]) }).unwrap();
                        database.apply(Change::Move { list, keys: keys(&[number - 1]), before: None }).unwrap();
                    }
                }
            });
        }
    });
    let mut numbers = shown(&open(&folder).0.snapshot().unwrap());
    numbers.sort();
    let expected: Vec<usize> = (0..500).chain(100_000..100_500).filter(|number| number % 10 != 4).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn windows_may_start_at_once_on_a_new_database() {
    let folder = TempDir::new().unwrap();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let folder = &folder;
            scope.spawn(move || {
                let (mut database, messages) = open(folder);
                assert_eq!((messages, database.is_kept()), (vec![], true));
                database.apply(add(first_list(&database), &[number], None)).unwrap();
            });
        }
    });
    let mut numbers = shown(&open(&folder).0.snapshot().unwrap());
    numbers.sort();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn undo_takes_back_only_what_this_window_did() {
    let folder = TempDir::new().unwrap();
    let ((mut one, _), (mut other, _)) = (open(&folder), open(&folder));
    let list = first_list(&one);
    one.apply(add(list, &[1, 2, 3, 4], None)).unwrap();
    let undo_adding = one.apply(add(list, &[2, 5], None)).unwrap().inverse.unwrap();
    let undo_removing = other.apply(Change::Remove { list, keys: keys(&[2, 3]) }).unwrap().inverse.unwrap();
    one.apply(add(list, &[6], Some(1))).unwrap();
    assert_eq!(shown(&other.apply(undo_removing).unwrap().lists), [6, 1, 2, 3, 4, 5]);
    assert_eq!(shown(&one.apply(undo_adding).unwrap().lists), [6, 1, 2, 3, 4]);
}

/// Opens a database whose bytes were changed: either it is as good as before, or it was set aside, and that is said.
fn check_damaged(what: &str, bytes: &[u8], is_surely_damaged: bool) {
    let folder = TempDir::new().unwrap();
    let path = path_in(&folder);
    fs::create_dir(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    let aside = folder.path().join("data/cutline.db.damaged-1");
    match Database::open(Some(&path)) {
        Ok((mut database, messages)) if messages.is_empty() => {
            assert!(!is_surely_damaged && !aside.exists(), "{what}");
            let list = database.snapshot().unwrap().current;
            // What cannot be seen at the opening is at least no panic later.
            database.apply(add(list, &[1_000], None)).ok();
        }
        Ok((mut database, messages)) if database.is_kept() => {
            assert_eq!(messages.len(), 1, "{what}: {messages:?}");
            assert!(messages[0].starts_with("the lists could not be read ("), "{what}: {messages:?}");
            assert!(messages[0].ends_with(&format!("as {}", aside.display())), "{what}: {messages:?}");
            assert_eq!(fs::read(&aside).unwrap(), bytes, "{what}");
            let list = database.snapshot().unwrap().current;
            database.apply(add(list, &[1], None)).unwrap();
            drop(database);
            assert_eq!(shown(&Database::open(Some(&path)).unwrap().0.snapshot().unwrap()), [1]);
        }
        // A flipped bit can say that the file must not be written, or is another program's: it stays as it is.
        Ok((database, messages)) => {
            assert!(!is_surely_damaged && messages[0].contains("lost when the program ends"), "{what}: {messages:?}");
            drop(database);
            assert_eq!(fs::read(&path).unwrap(), bytes, "{what}");
        }
        Err(ListsError::Foreign { .. } | ListsError::Newer { .. }) => {
            assert!(!is_surely_damaged, "{what}");
            assert_eq!(fs::read(&path).unwrap(), bytes, "{what}");
        }
        Err(error) => panic!("{what}: {error}"),
    }
}

#[test]
fn a_damaged_database_is_set_aside_and_said_so() {
    let (folder, _) = filled();
    let good = fs::read(path_in(&folder)).unwrap();
    check_damaged("the good file", &good, false);
    check_damaged("empty", b"", true);
    check_damaged("a text", b"Not a database at all, but a text.\n", true);
    check_damaged("a long text", &b"All work and no play.\n".repeat(5_000), true);
    let random: Vec<u8> = (0..50_000_u64).map(|n| (n.wrapping_mul(6_364_136_223_846_793_005) >> 33) as u8).collect();
    check_damaged("random bytes", &random, true);
    for at in [1, 15, 16, 50, 99, 100, 101, 500, 4_000, 4_095, 4_096, 4_097, 8_192, 12_288, good.len() / 2] {
        check_damaged(&format!("cut at {at}"), &good[..at], true);
    }
    let n_flips = if std::env::var_os("SLOW_TESTS").is_some() { 2_000 } else { 200 };
    for flip in 0..n_flips {
        // Half of them in the first page, which holds the header and the tables.
        let at = if flip % 2 == 0 { flip * 4_096 / n_flips } else { flip * (good.len() - 1) / n_flips };
        for bit in [0, 7] {
            let mut bytes = good.clone();
            bytes[at] ^= 1 << bit;
            check_damaged(&format!("bit {bit} of byte {at} flipped"), &bytes, false);
        }
    }
    for page in 1..good.len() / 4_096 {
        let mut bytes = good.clone();
        bytes[page * 4_096..(page + 1) * 4_096].fill(0);
        // A page of zeros can be an empty one: then photos are missing, which nobody can see, or counted wrong.
        check_damaged(&format!("page {page} zero"), &bytes, false);
    }
}

#[test]
fn damage_where_nothing_is_read_at_the_opening_is_found_too() {
    let (folder, _) = filled();
    let connection = Connection::open(path_in(&folder)).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_list_1'";
    let page: usize = connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() as usize;
    drop(connection);
    let mut bytes = fs::read(path_in(&folder)).unwrap();
    bytes[(page - 1) * 4_096..page * 4_096].fill(0xff);
    check_damaged("the index of names", &bytes, true);
}

#[test]
fn a_damaged_database_another_window_uses_stays_where_it_is() {
    let (folder, _) = filled();
    let (mut first, _) = open(&folder);
    let list = first_list(&first);
    first.apply(add(list, &[1_000], None)).unwrap();
    // Cut off what the first window has in its memory.
    fs::OpenOptions::new().write(true).open(path_in(&folder)).unwrap().set_len(4_096 * 2).unwrap();
    let (second, messages) = open(&folder);
    assert!(!second.is_kept());
    assert!(messages[0].contains("another window has the file open"), "{messages:?}");
    assert!(!folder.path().join("data/cutline.db.damaged-1").exists());
}

#[test]
fn what_is_no_file_is_set_aside_too() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(path_in(&folder).join("inside")).unwrap();
    let (database, messages) = open(&folder);
    assert!(database.is_kept());
    assert!(messages[0].contains("it is not a file"), "{messages:?}");
    assert!(folder.path().join("data/cutline.db.damaged-1/inside").exists());
}

#[test]
fn what_a_removed_database_left_is_no_part_of_the_new_one() {
    let (folder, _) = filled();
    let path = path_in(&folder);
    let (mut database, _) = open(&folder);
    database.apply(add(first_list(&database), &[1_000], None)).unwrap();
    let log = fs::read(folder.path().join("data/cutline.db-wal")).unwrap();
    drop(database);
    fs::remove_file(&path).unwrap();
    fs::write(folder.path().join("data/cutline.db-wal"), &log).unwrap();
    let (database, messages) = open(&folder);
    assert_eq!(shown(&database.snapshot().unwrap()), [0; 0]);
    assert!(messages[0].starts_with("parts of earlier lists were set aside"), "{messages:?}");
    assert_eq!(fs::read(folder.path().join("data/cutline.db.damaged-1-wal")).unwrap(), log);
}

/// Changes the file as another program would, and returns its bytes.
fn changed_by(folder: &TempDir, sql: &str) -> Vec<u8> {
    let connection = Connection::open(path_in(folder)).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
    fs::read(path_in(folder)).unwrap()
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_untouched() {
    let (folder, _) = filled();
    let bytes = changed_by(&folder, "PRAGMA user_version = 4");
    let error = Database::open(Some(&path_in(&folder))).err().unwrap().to_string();
    assert_eq!(
        error,
        format!(
            "the lists were not opened: they were written by a newer version of the program (4, this one knows 3): {}",
            path_in(&folder).display()
        )
    );
    assert_eq!(fs::read(path_in(&folder)).unwrap(), bytes);
}

#[test]
fn a_database_of_another_program_is_refused_and_untouched() {
    let (folder, _) = filled();
    let bytes = changed_by(&folder, "PRAGMA application_id = 5");
    assert!(matches!(Database::open(Some(&path_in(&folder))), Err(ListsError::Foreign { .. })));
    assert_eq!(fs::read(path_in(&folder)).unwrap(), bytes);
}

#[test]
fn a_database_whose_tables_are_not_ours_is_set_aside() {
    for sql in [
        "DROP TABLE listed_photo",
        "DELETE FROM current_list",
        "ALTER TABLE list RENAME name TO title",
        "PRAGMA user_version = 0",
    ] {
        let (folder, _) = filled();
        let bytes = changed_by(&folder, sql);
        let (database, messages) = open(&folder);
        assert!(database.is_kept() && messages.len() == 1, "{sql}: {messages:?}");
        assert_eq!(fs::read(folder.path().join("data/cutline.db.damaged-1")).unwrap(), bytes, "{sql}");
    }
}

#[test]
fn without_a_folder_lists_are_in_memory_and_it_is_said() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("data"), "a file where the folder should be").unwrap();
    let (mut database, messages) = open(&folder);
    assert!(!database.is_kept());
    assert!(messages[0].starts_with("changes of the lists are lost when the program ends: "), "{messages:?}");
    assert!(messages[0].ends_with(&format!(": {}", path_in(&folder).display())), "{messages:?}");
    let list = first_list(&database);
    assert_eq!(shown(&database.apply(add(list, &[1], None)).unwrap().lists), [1]);
}

#[cfg(unix)]
#[test]
fn lists_in_a_read_only_folder_can_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let set_mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for (folder_mode, file_mode) in [(0o555, 0o444), (0o555, 0o644), (0o755, 0o444)] {
        let (folder, _) = filled();
        let data = folder.path().join("data");
        // As a killed program leaves it: the last change is in the log only.
        let (mut database, _) = open(&folder);
        let lists = database.apply(add(first_list(&database), &[1_000], None)).unwrap().lists;
        let files: Vec<_> =
            ["cutline.db", "cutline.db-wal"].map(|name| (data.join(name), fs::read(data.join(name)).unwrap())).into();
        drop(database);
        for (path, bytes) in &files {
            fs::write(path, bytes).unwrap();
            set_mode(path, file_mode);
        }
        set_mode(&data, folder_mode);
        // Root may write everywhere: then there is nothing to see.
        let is_bound = fs::write(data.join("probe"), "").is_err()
            || fs::OpenOptions::new().append(true).open(&files[0].0).is_err();
        if is_bound {
            let (mut database, messages) = open(&folder);
            assert_eq!(database.snapshot().unwrap(), lists);
            assert!(!database.is_kept());
            assert!(messages[0].starts_with("changes of the lists are lost when the program ends: "), "{messages:?}");
            database.apply(add(lists.current, &[2_000], None)).unwrap();
            for (path, bytes) in &files {
                assert_eq!(&fs::read(path).unwrap(), bytes);
            }
        }
        set_mode(&data, 0o755);
    }
}

#[test]
#[cfg(unix)]
fn a_picture_whose_name_is_no_text_is_found_again() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = TempDir::new().unwrap();
    let path = Path::new(std::ffi::OsStr::from_bytes(b"/\xff\xfe.jpg"));
    let (mut database, _) = open(&folder);
    database.apply(Change::Attach { pictures: vec![(key(1), Some(path.to_owned()))] }).unwrap();
    drop(database);
    assert_eq!(open(&folder).0.snapshot().unwrap().attached[&key(1)], path);
}

#[test]
fn a_database_of_the_first_version_is_brought_up_to_date() {
    let (folder, lists) = filled();
    changed_by(&folder, "DROP TABLE correction; DROP TABLE attached_picture; PRAGMA user_version = 1");
    let (mut database, messages) = open(&folder);
    assert_eq!((messages, database.snapshot().unwrap()), (Vec::<String>::new(), lists));
    database.apply(Change::Attach { pictures: vec![(key(1), Some("/a.jpg".into()))] }).unwrap();
}
