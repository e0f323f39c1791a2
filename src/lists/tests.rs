#![expect(clippy::disallowed_methods, reason = "damaged files are made as no part of the program would")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;

use super::change::Change;
use super::database::{Applied, Database};
use super::*;
use crate::photo::correction::{Correction, NamedPlace, Verdict};

fn key(number: usize) -> PhotoKey {
    PhotoKey { input: "capitol".to_owned(), name: number.to_string() }
}

fn photo(number: usize) -> ListedPhoto {
    ListedPhoto { key: key(number), line: format!("A photo, number {number}") }
}

fn keys(numbers: &[usize]) -> Vec<PhotoKey> {
    numbers.iter().copied().map(key).collect()
}

fn photos(numbers: &[usize]) -> Vec<ListedPhoto> {
    numbers.iter().copied().map(photo).collect()
}

fn in_memory() -> Database {
    Database::open(None).unwrap().0
}

fn add(list: ListId, numbers: &[usize], before: Option<usize>) -> Change {
    Change::Add { list, photos: photos(numbers), before: before.map(key) }
}

/// The photos of the current list, as numbers.
fn shown(lists: &Lists) -> Vec<usize> {
    lists.current_list().unwrap().photos.iter().map(|photo| photo.key.name.parse().unwrap()).collect()
}

fn first_list(database: &Database) -> ListId {
    database.snapshot().unwrap().current
}

/// Makes the change, takes it back, makes it again, and returns what it did.
fn apply_and_test_undo(database: &mut Database, change: Change) -> Applied {
    let before = database.snapshot().unwrap();
    let applied = database.apply(change).unwrap();
    assert_eq!(database.snapshot().unwrap(), applied.lists);
    match applied.inverse.clone() {
        None => assert_eq!(applied.lists, before),
        Some(inverse) => {
            assert_ne!(applied.lists, before);
            let undone = database.apply(inverse).unwrap();
            assert_eq!(undone.lists, before);
            assert_eq!(database.apply(undone.inverse.unwrap()).unwrap().lists, applied.lists);
        }
    }
    applied
}

#[test]
fn a_new_database_has_one_empty_current_list() {
    let lists = in_memory().snapshot().unwrap();
    assert_eq!(lists.all, [List { id: lists.current, name: "List 1".to_owned(), photos: vec![] }]);
}

#[test]
fn attached_pictures_are_kept_replaced_and_taken_away() {
    let mut database = in_memory();
    let mut check = |pictures: &[(usize, Option<&str>)], expected: &[(usize, &str)]| {
        let pictures = pictures.iter().map(|(number, path)| (key(*number), path.map(PathBuf::from))).collect();
        let applied = apply_and_test_undo(&mut database, Change::Attach { pictures });
        let expected: Vec<_> = expected.iter().map(|(number, path)| (key(*number), PathBuf::from(path))).collect();
        assert_eq!(applied.lists.attached.into_iter().collect::<Vec<_>>(), expected);
    };
    check(&[(1, Some("/a.jpg")), (2, Some("/b.jpg"))], &[(1, "/a.jpg"), (2, "/b.jpg")]);
    check(&[(1, Some("/a.jpg"))], &[(1, "/a.jpg"), (2, "/b.jpg")]);
    check(&[(1, Some("/c.jpg")), (2, None), (3, None)], &[(1, "/c.jpg")]);
}

fn correction(words: &str, photo: Option<usize>, verdict: Verdict) -> Correction {
    Correction { words: words.to_owned(), photo: photo.map(key), verdict }
}

fn a_place(id: &str) -> Verdict {
    Verdict::Place(NamedPlace { id: id.to_owned(), path: vec!["Here".to_owned(), id.to_owned()] })
}

#[test]
fn corrections_are_kept_replaced_and_dropped() {
    let mut database = in_memory();
    let mut check = |remove: &[&Correction], add: &[&Correction], expected: &[&Correction]| {
        let [remove, add, expected] =
            [remove, add, expected].map(|all| all.iter().copied().cloned().collect::<Vec<_>>());
        let change = Change::Correct { remove, add };
        let applied = apply_and_test_undo(&mut database, change);
        assert_eq!(applied.lists.corrections.all(), expected);
    };
    let house = correction("House", None, Verdict::NotPlace);
    let not_person = correction("house", None, Verdict::NotPerson);
    let is_place = correction("the  House", None, a_place("a"));
    let kept_place = correction("the House", None, a_place("a"));
    let here = correction("House", Some(1), Verdict::Person);
    check(&[], &[&house], &[&house]);
    check(&[], &[&house], &[&house]);
    check(&[], &[&not_person, &is_place], &[&house, &not_person, &kept_place]);
    let is_house = correction("HOUSE", None, a_place("b"));
    check(&[], &[&is_house, &here], &[&is_house, &here, &kept_place]);
    let elsewhere = correction("House", None, a_place("c"));
    check(&[], &[&elsewhere], &[&elsewhere, &here, &kept_place]);
    check(&[], &[&house], &[&house, &here, &kept_place]);
    check(&[&here, &elsewhere, &kept_place], &[], &[&house]);
    check(&[&house], &[&house], &[&house]);
    check(&[&house], &[], &[]);
}

#[test]
fn corrections_of_nothing_and_of_too_much_are_refused() {
    let mut database = in_memory();
    let mut check = |correction: Correction, expected: &str| {
        let change = Change::Correct { remove: Vec::new(), add: vec![correction] };
        assert_eq!(database.apply(change).unwrap_err().to_string(), expected);
    };
    check(correction(" — ", None, Verdict::Person), "nothing was corrected: there is no word to correct");
    let long = "é".repeat(CORRECTED_BYTES_MAX / 2 + 1);
    check(correction(&long, None, Verdict::Person), "nothing was corrected: the words are longer than 500 bytes");
    check(correction("a", None, a_place(&long)), "nothing was corrected: the words are longer than 500 bytes");
    let many = (0..=CORRECTIONS_MAX).map(|n| correction(&n.to_string(), None, Verdict::Person)).collect();
    let refused = database.apply(Change::Correct { remove: Vec::new(), add: many }).unwrap_err();
    assert!(matches!(refused, ListsError::TooManyCorrections));
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

#[test]
fn photos_are_added_where_asked_and_only_once() {
    let mut database = in_memory();
    let list = first_list(&database);
    let mut check = |numbers: &[usize], before, expected: &[usize], message: Option<&str>| {
        let applied = apply_and_test_undo(&mut database, add(list, numbers, before));
        assert_eq!((shown(&applied.lists).as_slice(), applied.message.as_deref()), (expected, message));
    };
    check(&[1, 2, 3], None, &[1, 2, 3], None);
    check(&[4, 5], Some(2), &[1, 4, 5, 2, 3], None);
    check(&[6], Some(1), &[6, 1, 4, 5, 2, 3], None);
    check(&[4, 7, 7], None, &[6, 1, 4, 5, 2, 3, 7], Some("already on the list: 2 of 3 photos"));
    check(&[8], Some(99), &[6, 1, 4, 5, 2, 3, 7, 8], None);
    check(&[8], None, &[6, 1, 4, 5, 2, 3, 7, 8], Some("already on the list: 1 of 1 photo"));
    check(&[], None, &[6, 1, 4, 5, 2, 3, 7, 8], None);
}

#[test]
fn there_is_always_room_between_two_photos() {
    let mut database = in_memory();
    let list = first_list(&database);
    database.apply(add(list, &[0, 1_000], None)).unwrap();
    for number in (1..=200).rev() {
        database.apply(add(list, &[number], Some(number + 1).filter(|_| number < 200).or(Some(1_000)))).unwrap();
    }
    let expected: Vec<usize> = (0..=200).chain([1_000]).collect();
    assert_eq!(shown(&database.snapshot().unwrap()), expected);
}

#[test]
fn photos_are_removed_and_come_back_where_they_were() {
    let mut database = in_memory();
    let list = first_list(&database);
    database.apply(add(list, &[1, 2, 3, 4, 5, 6], None)).unwrap();
    let mut check = |numbers: &[usize], expected: &[usize], message: Option<&str>| {
        let applied = apply_and_test_undo(&mut database, Change::Remove { list, keys: keys(numbers) });
        assert_eq!((shown(&applied.lists).as_slice(), applied.message.as_deref()), (expected, message));
    };
    check(&[5, 1, 2], &[3, 4, 6], None);
    check(&[5, 6], &[3, 4], Some("not on the list any more: 1 of 2 photos"));
    check(&[5], &[3, 4], Some("not on the list any more: 1 of 1 photo"));
    let applied = apply_and_test_undo(&mut database, Change::Clear { list });
    assert_eq!(shown(&applied.lists), [0; 0]);
}

#[test]
fn photos_are_moved_in_the_order_given() {
    fn check(numbers: &[usize], before: Option<usize>, expected: &[usize]) {
        let mut database = in_memory();
        let list = first_list(&database);
        database.apply(add(list, &[1, 2, 3, 4, 5], None)).unwrap();
        let change = Change::Move { list, keys: keys(numbers), before: before.map(key) };
        let applied = apply_and_test_undo(&mut database, change);
        assert_eq!(shown(&applied.lists), expected, "{numbers:?} before {before:?}");
    }
    check(&[4], Some(2), &[1, 4, 2, 3, 5]);
    check(&[1, 3], None, &[2, 4, 5, 1, 3]);
    check(&[5, 1], Some(3), &[2, 5, 1, 3, 4]);
    check(&[2, 3], Some(2), &[1, 2, 3, 4, 5]);
    check(&[2, 3], Some(3), &[1, 2, 3, 4, 5]);
    check(&[3, 2], Some(2), &[1, 3, 2, 4, 5]);
    check(&[2, 2, 9], Some(1), &[2, 1, 3, 4, 5]);
    check(&[5, 4, 3, 2, 1], None, &[5, 4, 3, 2, 1]);
    check(&[], Some(1), &[1, 2, 3, 4, 5]);
    check(&[1], Some(9), &[2, 3, 4, 5, 1]);
}

fn names(lists: &Lists) -> Vec<&str> {
    lists.all.iter().map(|list| list.name.as_str()).collect()
}

fn create(name: &str) -> Change {
    Change::Create { name: Some(name.to_owned()), photos: vec![] }
}

#[test]
fn lists_are_created_renamed_and_deleted() {
    let mut database = in_memory();
    let first = first_list(&database);
    let monday = apply_and_test_undo(&mut database, create("  Monday\npage 3 ")).lists;
    assert_eq!(
        (names(&monday), monday.current_list().unwrap().name.as_str()),
        (vec!["List 1", "Monday page 3"], "Monday page 3")
    );
    let change = Change::Create { name: None, photos: photos(&[3, 4]) };
    let second = apply_and_test_undo(&mut database, change).lists;
    assert_eq!((names(&second), shown(&second)), (vec!["List 1", "Monday page 3", "List 2"], vec![3, 4]));
    apply_and_test_undo(&mut database, Change::Rename { list: second.current, name: "LIST 2".to_owned() });
    apply_and_test_undo(&mut database, Change::Rename { list: second.current, name: " LIST 2".to_owned() });
    apply_and_test_undo(&mut database, Change::SetCurrent { list: monday.current });
    let deleted = apply_and_test_undo(&mut database, Change::Delete { list: monday.current }).lists;
    assert_eq!((names(&deleted), shown(&deleted)), (vec!["List 1", "LIST 2"], vec![3, 4]));
    let deleted = apply_and_test_undo(&mut database, Change::Delete { list: second.current }).lists;
    assert_eq!((names(&deleted), deleted.current), (vec!["List 1"], first));
    assert!(matches!(database.apply(Change::Delete { list: first }), Err(ListsError::OnlyList)));
}

#[test]
fn ids_of_deleted_lists_are_not_used_again() {
    let mut database = in_memory();
    let old = database.apply(create("Old")).unwrap().lists.current;
    let inverse = database.apply(Change::Delete { list: old }).unwrap().inverse.unwrap();
    let new = database.apply(create("old")).unwrap().lists.current;
    assert_ne!(old, new);
    let restored = database.apply(inverse).unwrap();
    assert_eq!(names(&restored.lists), ["List 1", "Old 2", "old"]);
    assert_eq!(restored.message.as_deref(), Some("the list is now “Old 2”: another list has the name “Old”"));
}

#[test]
fn what_cannot_be_done_is_refused_whole() {
    let mut database = in_memory();
    let list = first_list(&database);
    database.apply(create("Café")).unwrap();
    let before = database.snapshot().unwrap();
    let mut check = |change: Change, expected: &str| {
        let change = Change::Several(vec![add(list, &[1, 2], None), change]);
        assert_eq!(database.apply(change).unwrap_err().to_string(), expected);
        assert_eq!(database.snapshot().unwrap(), before, "{expected}");
    };
    let gone = ListId(99);
    for change in [
        add(gone, &[1], None),
        Change::Remove { list: gone, keys: keys(&[1]) },
        Change::Move { list: gone, keys: keys(&[1]), before: None },
        Change::Clear { list: gone },
        Change::Rename { list: gone, name: "A".to_owned() },
        Change::Delete { list: gone },
        Change::SetCurrent { list: gone },
    ] {
        check(change, "the list was not changed: it is not there any more");
    }
    check(create(" \t"), "the list was not named: the name is empty");
    check(create("CAFÉ"), "the list was not named: there is already a list “Café”");
    check(create("cafe\u{301}"), "the list was not named: there is already a list “Café”");
    check(Change::Rename { list, name: "café".to_owned() }, "the list was not named: there is already a list “Café”");
    check(create(&"é".repeat(101)), "the list was not named: the name is longer than 200 bytes");
    let mut long = photo(1);
    long.key.name = "x".repeat(KEY_BYTES_MAX);
    let change = Change::Add { list, photos: vec![long], before: None };
    check(change, "the photo was not added: its key is longer than 16384 bytes");
}

#[test]
fn limits_hold() {
    let mut database = in_memory();
    let list = first_list(&database);
    let long = ListedPhoto { key: key(1), line: "é".repeat(LINE_BYTES_MAX) };
    let lists = database.apply(Change::Add { list, photos: vec![long], before: None }).unwrap().lists;
    assert_eq!(lists.all[0].photos[0].line, "é".repeat(LINE_BYTES_MAX / 2));
    database.apply(create(&"é".repeat(LIST_NAME_BYTES_MAX / 2))).unwrap();
    let create_all = (2..LISTS_MAX).map(|_| Change::Create { name: None, photos: vec![] }).collect();
    assert_eq!(database.apply(Change::Several(create_all)).unwrap().lists.all.len(), LISTS_MAX);
    assert!(matches!(database.apply(create("One more")), Err(ListsError::TooManyLists)));
}

#[test]
fn texts_of_any_kind_come_back_as_they_were() {
    let mut database = in_memory();
    let list = first_list(&database);
    let texts = ["", "nul \0 in it", "'; DROP TABLE list; --", "日本語", "\u{202e}rtl", "a\r\nb", "#"];
    let odd = |text: &&str| ListedPhoto {
        key: PhotoKey { input: (*text).to_owned(), name: (*text).to_owned() },
        line: (*text).to_owned(),
    };
    let photos: Vec<_> = texts.iter().map(odd).collect();
    let lists = database.apply(Change::Add { list, photos: photos.clone(), before: None }).unwrap().lists;
    assert_eq!(lists.all[0].photos, photos);
}

#[test]
fn ten_thousand_photos_are_added_in_less_than_a_second() {
    let folder = TempDir::new().unwrap();
    let (mut database, _) = open(&folder);
    let list = first_list(&database);
    let numbers: Vec<usize> = (0..10_000).collect();
    let even: Vec<usize> = (0..10_000).step_by(2).collect();
    let mut timed = |what: &str, change: Change| {
        let start = Instant::now();
        let applied = database.apply(change).unwrap();
        let elapsed = start.elapsed();
        println!("{what}: {elapsed:?}");
        (applied.inverse.unwrap(), elapsed)
    };
    let (_, adding) = timed("add 10,000", add(list, &numbers, None));
    timed("add 1 to 10,000", add(list, &[10_001], Some(5_000)));
    let (inverse, _) = timed("remove 5,000 of 10,000", Change::Remove { list, keys: keys(&even) });
    timed("put 5,000 back", inverse);
    let (inverse, _) = timed("move 5,000 of 10,000", Change::Move { list, keys: keys(&even), before: None });
    timed("move 5,000 back", inverse);
    assert!(adding < Duration::from_secs(1), "{adding:?}");
}

/// A change of the model: numbers are small, so that most hit something.
#[derive(Clone, Debug)]
enum Step {
    Add(usize, Vec<usize>, Option<usize>),
    Remove(usize, Vec<usize>),
    Move(usize, Vec<usize>, Option<usize>),
    Clear(usize),
    Create(Vec<usize>),
    Rename(usize, usize),
    Delete(usize),
    SetCurrent(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let numbers = || prop::collection::vec(0_usize..12, 0..6);
    let before = || prop::option::of(0_usize..12);
    let step = prop_oneof![
        4 => (0_usize..4, numbers(), before()).prop_map(|(list, numbers, before)| Step::Add(list, numbers, before)),
        2 => (0_usize..4, numbers()).prop_map(|(list, numbers)| Step::Remove(list, numbers)),
        4 => (0_usize..4, numbers(), before()).prop_map(|(list, numbers, before)| Step::Move(list, numbers, before)),
        1 => (0_usize..4).prop_map(Step::Clear),
        1 => numbers().prop_map(Step::Create),
        1 => (0_usize..4, 0_usize..4).prop_map(|(list, name)| Step::Rename(list, name)),
        1 => (0_usize..4).prop_map(Step::Delete),
        1 => (0_usize..4).prop_map(Step::SetCurrent),
    ];
    prop::collection::vec(step, 1..40)
}

/// Lists as plain vectors: the obvious way.
#[derive(Clone, Debug)]
struct Model {
    lists: Vec<(String, Vec<usize>)>,
    current: usize,
}

impl Model {
    /// Makes the step, and says whether it was possible.
    fn apply(&mut self, step: &Step) -> bool {
        let n_lists = self.lists.len();
        match step.clone() {
            Step::Add(list, numbers, before) => {
                let photos = &mut self.lists[list % n_lists].1;
                let mut at = place(photos, before);
                for number in numbers {
                    if !photos.contains(&number) {
                        photos.insert(at, number);
                        at += 1;
                    }
                }
            }
            Step::Remove(list, numbers) => self.lists[list % n_lists].1.retain(|number| !numbers.contains(number)),
            Step::Move(list, mut numbers, before) => {
                let photos = &mut self.lists[list % n_lists].1;
                let mut seen = vec![];
                numbers.retain(|number| {
                    photos.contains(number) && !seen.contains(number) && {
                        seen.push(*number);
                        true
                    }
                });
                let from = place(photos, before);
                let anchor = photos[from..].iter().copied().find(|number| !numbers.contains(number));
                photos.retain(|number| !numbers.contains(number));
                let at = place(photos, anchor);
                photos.splice(at..at, numbers);
            }
            Step::Clear(list) => self.lists[list % n_lists].1.clear(),
            Step::Create(numbers) => {
                let name = (1..).map(|n| format!("List {n}")).find(|name| !self.has_name(name)).unwrap();
                let mut photos = vec![];
                numbers.into_iter().for_each(|number| {
                    if !photos.contains(&number) {
                        photos.push(number)
                    }
                });
                self.lists.push((name, photos));
                self.current = n_lists;
            }
            Step::Rename(list, name) => {
                let name = format!("List {name}");
                if self.has_name(&name) && self.lists[list % n_lists].0 != name {
                    return false;
                }
                self.lists[list % n_lists].0 = name;
            }
            Step::Delete(_) if n_lists == 1 => return false,
            Step::Delete(list) => {
                let list = list % n_lists;
                self.lists.remove(list);
                if self.current > list || self.current == n_lists - 1 {
                    self.current -= 1;
                }
            }
            Step::SetCurrent(list) => self.current = list % n_lists,
        }
        true
    }

    fn has_name(&self, name: &str) -> bool {
        self.lists.iter().any(|(other, _)| other == name)
    }
}

fn place(photos: &[usize], before: Option<usize>) -> usize {
    photos.iter().position(|number| Some(*number) == before).unwrap_or(photos.len())
}

fn change_of(step: &Step, lists: &Lists) -> Change {
    let id = |list: usize| lists.all[list % lists.all.len()].id;
    match step.clone() {
        Step::Add(list, numbers, before) => add(id(list), &numbers, before),
        Step::Remove(list, numbers) => Change::Remove { list: id(list), keys: keys(&numbers) },
        Step::Move(list, numbers, before) => {
            Change::Move { list: id(list), keys: keys(&numbers), before: before.map(key) }
        }
        Step::Clear(list) => Change::Clear { list: id(list) },
        Step::Create(numbers) => Change::Create { name: None, photos: photos(&numbers) },
        Step::Rename(list, name) => Change::Rename { list: id(list), name: format!("List {name}") },
        Step::Delete(list) => Change::Delete { list: id(list) },
        Step::SetCurrent(list) => Change::SetCurrent { list: id(list) },
    }
}

fn assert_is(lists: &Lists, model: &Model) {
    let expected: Vec<_> = model.lists.iter().map(|(name, numbers)| (name.as_str(), photos(numbers))).collect();
    let found: Vec<_> = lists.all.iter().map(|list| (list.name.as_str(), list.photos.clone())).collect();
    assert_eq!(found, expected);
    assert_eq!(lists.all[model.current].id, lists.current);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lists_change_as_vectors_would_and_undo_takes_all_back(steps in steps()) {
        let mut database = in_memory();
        let mut model = Model { lists: vec![("List 1".to_owned(), vec![])], current: 0 };
        let start = database.snapshot().unwrap();
        let (mut lists, mut inverses) = (start.clone(), vec![]);
        for step in &steps {
            let before = lists.clone();
            let is_possible = model.apply(step);
            match database.apply(change_of(step, &lists)) {
                Ok(applied) => {
                    assert!(is_possible, "{step:?}");
                    lists = applied.lists;
                    assert_eq!(applied.inverse.is_none(), lists == before);
                    inverses.extend(applied.inverse.map(|inverse| (inverse, before)));
                }
                Err(error) => assert!(!is_possible, "{step:?}: {error}"),
            }
            assert_is(&lists, &model);
        }
        let end = lists;
        let mut redos = vec![];
        for (inverse, before) in inverses.into_iter().rev() {
            let undone = database.apply(inverse).unwrap();
            assert_eq!(undone.lists, before);
            redos.extend(undone.inverse);
        }
        assert_eq!(database.snapshot().unwrap(), start);
        for redo in redos.into_iter().rev() {
            database.apply(redo).unwrap();
        }
        assert_eq!(database.snapshot().unwrap(), end);
    }
}

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
