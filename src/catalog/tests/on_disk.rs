//! An index in a file: what is read of it, and what a damaged one does.

use super::*;

#[test]
fn photos_come_back_from_the_disk_completed_by_each_other_and_are_known_as_they_were_read() {
    let photos = named(200);
    let catalog = reopened(photos.clone());
    let completed = crate::photo::together::completed(photos.clone(), None);
    assert_ne!(photos[0], completed[0]);
    for (index, (photo, completed)) in catalog.indexes().zip(photos.iter().zip(&completed)) {
        assert_eq!(catalog.photo(index).as_deref(), Some(completed));
        assert_eq!(catalog.as_read(&photo.key).as_ref(), Some(photo));
        assert_eq!(catalog.position(&photo.key), Some(index));
        assert_eq!(catalog.numbered(index).map(|(number, _)| number), Some(index.0 as usize + 1));
    }
    let query: Query = "person:\"donald trump\"".parse().unwrap();
    let found = catalog.search(&query, Sort::default(), &HashSet::new()).unwrap().order;
    assert_eq!(*found, [PhotoIndex(0), PhotoIndex(150)]);
    let persons = &catalog.facets().get(FacetName::Person).unwrap().values;
    assert_eq!(persons.iter().map(|value| value.label.as_str()).collect::<Vec<_>>(), ["Donald Trump"]);
    assert_eq!(catalog.position(&PhotoKey { input: "i".to_owned(), name: "none".to_owned() }), None);
}

#[test]
fn what_was_read_is_at_hand() {
    let catalog = reopened(named(100));
    assert_eq!(catalog.photo_at_hand(PhotoIndex(7)), None);
    let photo = catalog.photo(PhotoIndex(7));
    assert!(photo.is_some() && catalog.photo_at_hand(PhotoIndex(7)) == photo);
    assert_eq!(catalog.numbered_at_hand(PhotoIndex(7)).map(|(number, _)| number), Some(8));
    assert_eq!(catalog.photo_at_hand(PhotoIndex(8)), None);
    let (in_memory, _) = Catalog::build(Heading::default(), named(3)).unwrap();
    assert!(in_memory.photo_at_hand(PhotoIndex(2)).is_some());
}

#[test]
fn an_index_that_is_cut_or_of_something_else_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    build(named(100), Some(place(&folder)));
    let whole = std::fs::read(place(&folder).path).unwrap();
    for n_bytes in (0..whole.len()).step_by(97) {
        let cut = IndexPlace { path: folder.path().join("cut.index"), ..place(&folder) };
        crate::files::write_whole(&cut.path, crate::files::Existing::Replace, |out| out.write_all(&whole[..n_bytes]))
            .unwrap();
        assert!(matches!(saved::open(&cut), Err(KeptError::Damaged)), "{n_bytes}");
    }
    let other = IndexPlace { identity: "other photos".to_owned(), ..place(&folder) };
    assert!(matches!(saved::open(&other), Err(KeptError::OtherReading)));
    let other = IndexPlace { program: "another build".to_owned(), ..place(&folder) };
    assert!(matches!(saved::open(&other), Err(KeptError::OtherProgram)));
    let (of_old_format, old) = (IndexPlace { path: folder.path().join("old.index"), ..place(&folder) }, b"2");
    let whole_but_version = [&whole[..whole.len() - 1], old].concat();
    crate::files::write_whole(&of_old_format.path, crate::files::Existing::Replace, |out| {
        out.write_all(&whole_but_version)
    })
    .unwrap();
    assert!(matches!(saved::open(&of_old_format), Err(KeptError::OtherProgram)));
    let none = IndexPlace { path: folder.path().join("none.index"), ..place(&folder) };
    assert!(matches!(saved::open(&none), Err(KeptError::Missing)));
}

#[test]
fn where_no_index_can_be_kept_some_photos_are_opened_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("no folder");
    crate::files::write_whole(&file, crate::files::Existing::Keep, |_| Ok(())).unwrap();
    let place = IndexPlace { path: file.join("a.index"), ..place(&folder) };
    let Built { catalog, notices, is_kept } = build(named(130), Some(place));
    assert!(!is_kept);
    assert_eq!(catalog.n_photos(), 100);
    assert!(notices[0].contains("at most 100 photos are opened, in memory, because"), "{notices:?}");
    assert_eq!(notices[1], "only the first 100 photos are open; 30 more were left out");
}

/// What a catalog answers to some questions of every kind; none where it cannot answer.
fn answers(catalog: &Catalog) -> Vec<Option<String>> {
    let queries =
        ["", "f", "\"a flag\"", "-number", "place:rotunda", "date:2021", "credit:afp", "has:keyword", "rating:3"];
    let listed = HashSet::new();
    let mut answers = Vec::new();
    for query in queries {
        let query: Query = query.parse().unwrap();
        answers.push(catalog.search(&query, Sort::default(), &listed).ok().map(|found| format!("{found:?}")));
    }
    for key in SortKey::ALL {
        let found = catalog.find(&"flag".parse().unwrap(), Sort { key, descending: true }, &listed, &|| true);
        answers.push(found.ok().map(|found| format!("{:?}", found.order)));
    }
    for index in catalog.indexes() {
        let photo = catalog.photo(index);
        answers.push(photo.as_ref().map(|photo| format!("{photo:?}")));
        answers.push(photo.and_then(|photo| catalog.position(&photo.key)).map(|index| format!("{index:?}")));
    }
    answers
}

#[test]
fn a_changed_byte_anywhere_in_an_index_is_told_or_changes_no_answer() {
    let stated = |n: usize| Stated {
        text: format!("A man waves flag number {n} in the Rotunda on Jan. {}, 2021. (Jane Doe/AFP)", n % 28 + 1),
        caption: Caption { keywords: vec![format!("keyword {}", n % 7)], ..Caption::default() },
        file: Some(format!("{n}.jpg")),
        facts: Facts { rating: Rating::of_stars((n % 6) as f64), ..Facts::default() },
        ..Stated::default()
    };
    let key = |n: usize| PhotoKey { input: "in put".to_owned(), name: n.to_string() };
    let photos: Vec<Photo> = (0..150).map(|n| Photo::read(key(n), stated(n), &*KNOWLEDGE)).collect();
    let folder = tempfile::tempdir().unwrap();
    let place = place(&folder);
    build(photos, Some(place.clone()));
    let expected = answers(&saved::open(&place).map_err(|why| why.to_string()).unwrap().catalog);
    assert!(expected.iter().all(Option::is_some));
    let whole = std::fs::read(&place.path).unwrap();
    let write = |bytes: &[u8]| {
        write_whole(&place.path, Existing::Replace, |out| out.write_all(bytes)).unwrap();
    };
    let mut n_noticed = 0;
    for at in (0..whole.len()).step_by(whole.len() / 120) {
        let mut turned = whole.clone();
        turned[at] ^= 1 << (at % 8);
        write(&turned);
        let kept = match saved::open(&place) {
            Ok(kept) => kept,
            Err(KeptError::Damaged) => {
                n_noticed += 1;
                continue;
            }
            Err(why) => panic!("byte {at}: {why}"),
        };
        for (answer, expected) in answers(&kept.catalog).iter().zip(&expected) {
            assert!(answer == expected || answer.is_none() && kept.catalog.is_damaged(), "byte {at}");
        }
        assert!(!kept.catalog.is_as_written(&|_, _| true), "byte {at}");
        // What proved damaged is gone, so that it is built anew.
        assert!(!place.path.exists());
        n_noticed += 1;
    }
    assert!(n_noticed >= 120);
}
