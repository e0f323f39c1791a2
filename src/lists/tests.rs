#![expect(clippy::disallowed_methods, reason = "damaged files are made as no part of the program would")]

mod kept;
mod model;

use std::fs;
use std::path::{Path, PathBuf};

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
fn ten_thousand_photos_are_added_removed_and_put_back() {
    let mut database = in_memory();
    let list = first_list(&database);
    let numbers: Vec<usize> = (0..10_000).collect();
    let even: Vec<usize> = (0..10_000).step_by(2).collect();
    database.apply(add(list, &numbers, None)).unwrap();
    let removed = database.apply(Change::Remove { list, keys: keys(&even) }).unwrap();
    let odd: Vec<usize> = (1..10_000).step_by(2).collect();
    assert_eq!(shown(&removed.lists), odd);
    let back = database.apply(removed.inverse.unwrap()).unwrap();
    assert_eq!(shown(&back.lists), numbers);
    let moved = database.apply(Change::Move { list, keys: keys(&even), before: None }).unwrap();
    assert_eq!(shown(&moved.lists), [odd, even].concat());
}
