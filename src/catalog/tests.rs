use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::caption::{Caption, date::Date};
use crate::catalog::building::{IndexPlace, Sizes};
use crate::catalog::order::SortKey;
use crate::catalog::saved::KeptError;
use crate::files::{Existing, write_whole};
use crate::photo::Stated;
use crate::photo::facts::{Facts, Rating};
use crate::photo::knowledge::Knowledge;
use crate::query::tests::query;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::built_in);

/// A photo made of words that the generated queries also use.
fn photo() -> impl Strategy<Value = Stated> {
    let words = prop::sample::select(vec![
        "a",
        "b",
        "ab",
        "Trump",
        "pro-Trump",
        "in the Senate",
        "outside the US Capitol",
        "é",
        "玩手机",
        "Rep. Susan Wild",
        "flag",
        "—",
        "O'Brien",
    ]);
    let text = prop::collection::vec(words, 0..6).prop_map(|words| words.join(" "));
    let credit = prop::option::of(prop::sample::select(vec!["Getty", "GETTY", "Jane Doe/AFP", "a b"]));
    let date =
        prop::option::of(prop::sample::select(vec!["2021", "2020-02", "2021-01-06", "1990/1999", "2001-01-01T10:00"]));
    let keywords = prop::collection::vec(prop::sample::select(vec!["a", "B", "b", "a b", "—"]), 0..3);
    let place = prop::option::of(prop::sample::select(vec![vec!["France", "Paris"], vec!["France"], vec!["rotunda"]]));
    (text, credit, date, keywords, place, facts()).prop_map(|(text, credit, date, keywords, place, facts)| Stated {
        text,
        caption: Caption {
            credit_line: credit.map(str::to_owned),
            date_created: date.map(|date| Date::parse(date).unwrap()),
            keywords: keywords.into_iter().map(str::to_owned).collect(),
            ..Caption::default()
        },
        places: place.into_iter().map(|path| path.into_iter().map(str::to_owned).collect()).collect(),
        file: Some("a.jpg".to_owned()),
        facts,
        ..Stated::default()
    })
}

fn facts() -> impl Strategy<Value = Facts> {
    let stars = prop::option::of(prop::sample::select(vec![-1.0, 0.0, 3.0, 3.5, 5.0]));
    let label = prop::option::of(prop::sample::select(vec!["Red", "red", "To do"]));
    let folder = prop::option::of(prop::sample::select(vec![".", "2021", "2021/Jan", "2021/jan/b"]));
    let paths = prop::collection::vec(prop::sample::select(vec!["a|b", "A|c", "x", "a|b|c d"]), 0..3);
    (stars, label, any::<bool>(), folder, paths).prop_map(|(stars, label, picked, folder, paths)| Facts {
        rating: stars.and_then(Rating::of_stars),
        label: label.map(str::to_owned),
        picked,
        folder: folder.map(str::to_owned),
        keyword_paths: paths.into_iter().map(str::to_owned).collect(),
        ..Facts::default()
    })
}

fn photos() -> impl Strategy<Value = Vec<Photo>> {
    prop::collection::vec(photo(), 0..12).prop_map(|stated| {
        let key = |n: usize| PhotoKey { input: "in put".to_owned(), name: n.to_string() };
        stated.into_iter().enumerate().map(|(n, stated)| Photo::read(key(n), stated, &*KNOWLEDGE)).collect()
    })
}

/// Queries in the words of the photos, and any other.
fn likely_query() -> impl Strategy<Value = Query> {
    let part = prop::sample::select(vec![
        "a",
        "tru",
        "-b",
        "\"a b\"",
        "(a OR flag)",
        "-(a b)",
        "place:senate",
        "place:us-capitol",
        "place:france",
        "place:\"washington, dc\"",
        "person:wild",
        "person:\"Susan Wild\"",
        "-person:su",
        "credit:getty",
        "credit:\"jane doe/afp\"",
        "keyword:b",
        "keyword:\"a|b\"",
        "rating:3",
        "rating:>=3",
        "rating:<3.5",
        "rating:rejected",
        "is:picked",
        "-is:picked rating:3",
        "-has:rating",
        "label:red",
        "folder:\"2021/jan\"",
        "folder:2021",
        "folder:\".\"",
        "has:caption",
        "keyword:\"a b\"",
        "date:2021",
        "date:1995..2020-02",
        "date:..2000",
        "-date:2021",
        "has:place",
        "-has:credit",
        "is:listed",
        "in:put",
        "in:\"in put\"",
        "file:a",
        "机",
        "玩手",
        "O'B",
        "pro-t",
        "—",
        "keyword:—",
    ]);
    prop_oneof![
        3 => prop::collection::vec(part, 0..4).prop_map(|parts| parts.join(" ").parse().unwrap()),
        1 => query(),
    ]
}

fn shown_by_scan(query: &Query, photos: &[Photo], listed: &HashSet<PhotoKey>) -> Vec<PhotoIndex> {
    let shown = photos.iter().zip(0..).filter(|(photo, _)| query.matches(photo, listed.contains(&photo.key)));
    shown.map(|(_, position)| PhotoIndex(position)).collect()
}

/// Segments as small as they can be, and everything in a file.
const SMALL: Sizes = Sizes { first_segments: &[64], segment: 128, saved_least: 0, memory_max: 100 };

fn place(folder: &tempfile::TempDir) -> IndexPlace {
    IndexPlace {
        path: folder.path().join("a.index"),
        program: "this build".to_owned(),
        identity: "these photos".to_owned(),
    }
}

fn build(photos: Vec<Photo>, place: Option<IndexPlace>) -> Built {
    let mut builder = CatalogBuilder::with_sizes(place, SMALL);
    builder.begin_input();
    for (number, photo) in (1..).zip(photos) {
        builder.add(number, &photo).unwrap();
    }
    builder.finish(Heading::default(), &Origin::default()).unwrap()
}

/// A catalog of photos that was closed and opened again.
fn reopened(photos: Vec<Photo>) -> Catalog {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(build(photos, Some(place(&folder))).notices, Vec::<String>::new());
    saved::open(&place(&folder)).map_err(|why| why.to_string()).unwrap().catalog
}

/// The photos again and again, each under a key of its own, so that there are several segments of them.
fn many(photos: &[Photo], n_photos: usize) -> Vec<Photo> {
    let numbered = photos.iter().cycle().take(if photos.is_empty() { 0 } else { n_photos }).cloned().enumerate();
    let key = |n: usize| PhotoKey { input: "in put".to_owned(), name: n.to_string() };
    let renamed = |(n, mut photo): (usize, Photo)| {
        photo.key = key(n);
        photo
    };
    numbered.map(renamed).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, ..ProptestConfig::default() })]

    #[test]
    fn the_catalog_on_the_disk_answers_as_a_scan_does(photos in photos(), query in likely_query(), n_listed in 0..4usize) {
        let photos = many(&photos, 200);
        check_search(&reopened(photos.clone()), &photos, &query, n_listed)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_catalog_answers_as_a_scan_does(photos in photos(), query in likely_query(), n_listed in 0..4usize) {
        let (catalog, _) = Catalog::build(Heading::default(), photos.clone()).unwrap();
        check_search(&catalog, &photos, &query, n_listed)?;
    }

    #[test]
    fn every_order_holds_every_photo_once(photos in photos(), key in 0..SortKey::ALL.len(), descending in any::<bool>()) {
        let (catalog, _) = Catalog::build(Heading::default(), photos.clone()).unwrap();
        let sort = Sort { key: SortKey::ALL[key], descending };
        let mut order = catalog.search(&Query::default(), sort, &HashSet::new()).unwrap().order.to_vec();
        order.sort();
        prop_assert_eq!(order.len(), photos.len());
        order.dedup();
        prop_assert_eq!(order.len(), photos.len());
    }

    #[test]
    fn orders_on_the_disk_are_those_in_memory(photos in photos(), key in 0..SortKey::ALL.len(), descending in any::<bool>()) {
        let sort = Sort { key: SortKey::ALL[key], descending };
        let photos = many(&photos, 150);
        let ordered = |catalog: &Catalog| catalog.search(&Query::default(), sort, &HashSet::new()).unwrap().order;
        let (in_memory, _) = Catalog::build(Heading::default(), photos.clone()).unwrap();
        prop_assert_eq!(ordered(&reopened(photos)), ordered(&in_memory));
    }
}

fn check_search(catalog: &Catalog, photos: &[Photo], query: &Query, n_listed: usize) -> Result<(), TestCaseError> {
    let listed: HashSet<PhotoKey> = photos.iter().step_by(2).take(n_listed).map(|photo| photo.key.clone()).collect();
    let results = catalog.search(query, Sort::default(), &listed).unwrap();
    prop_assert_eq!(&*results.order, &*shown_by_scan(query, photos, &listed), "{}", query);
    for facet in FacetName::ALL {
        let base = query.without_ticks(facet);
        let count = results.counts.of(facet).unwrap();
        for (value, n_photos) in catalog.facets().get(facet).unwrap().values.iter().zip(&count.n_photos) {
            // Dates less precise than the histogram's bars are counted under their own label only.
            if facet == FacetName::Date {
                continue;
            }
            let ticked = base.with_only_tick(facet, &value.value);
            prop_assert_eq!(shown_by_scan(&ticked, photos, &listed).len(), *n_photos, "{} of {}", ticked, query);
        }
    }
    if results.order.is_empty() {
        for loosening in &results.loosenings {
            prop_assert_eq!(shown_by_scan(&loosening.query, photos, &listed).len(), loosening.n_photos);
        }
    }
    Ok(())
}

#[test]
fn photos_without_a_value_stay_last_both_ways() {
    let dates = [Some("2021"), None, Some("1999")];
    let photos = dates.iter().enumerate().map(|(n, date)| {
        let caption = Caption { date_created: date.map(|date| Date::parse(date).unwrap()), ..Caption::default() };
        Photo::read(
            PhotoKey { input: "i".to_owned(), name: n.to_string() },
            Stated { caption, ..Stated::default() },
            &*KNOWLEDGE,
        )
    });
    let (catalog, _) = Catalog::build(Heading::default(), photos.collect()).unwrap();
    let order = |descending| {
        let sort = Sort { key: SortKey::Date, descending };
        catalog
            .search(&Query::default(), sort, &HashSet::new())
            .unwrap()
            .order
            .iter()
            .map(|index| index.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(order(false), [2, 0, 1]);
    assert_eq!(order(true), [0, 2, 1]);
}

#[test]
fn a_key_that_repeats_is_kept_once_and_reported() {
    let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
    let photo = Photo::read(key, Stated::default(), &*KNOWLEDGE);
    let (catalog, repeated) = Catalog::build(Heading::default(), vec![photo.clone(), photo]).unwrap();
    assert_eq!((catalog.n_photos(), repeated), (1, 1));
}

/// Photos whose captions name someone shortly and someone whole.
fn named(n_photos: usize) -> Vec<Photo> {
    let text = |n: usize| match n {
        0 => "Supporters of President Trump cheer.".to_owned(),
        150 => "Donald Trump speaks.".to_owned(),
        n => format!("A man waves at photo {n}."),
    };
    let key = |n: usize| PhotoKey { input: "i".to_owned(), name: n.to_string() };
    let photo = |n: usize| Photo::read(key(n), Stated { text: text(n), ..Stated::default() }, &*KNOWLEDGE);
    (0..n_photos).map(photo).collect()
}

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

/// The creators of the facet, when photos state these.
fn creators(written: &[&str]) -> Vec<String> {
    let photos = written.iter().enumerate().map(|(n, creator)| {
        let caption = Caption { creator: vec![(*creator).to_owned()], ..Caption::default() };
        let key = PhotoKey { input: "i".to_owned(), name: n.to_string() };
        Photo::read(key, Stated { caption, ..Stated::default() }, &*KNOWLEDGE)
    });
    let (catalog, _) = Catalog::build(Heading::default(), photos.collect()).unwrap();
    let values = &catalog.facets().get(FacetName::Creator).unwrap().values;
    values.iter().map(|value| value.label.clone()).collect()
}

#[test]
fn a_value_is_shown_as_it_is_written_most_often_and_rather_not_in_capitals() {
    let [capitals, usual, small] = ["ANGELA MERKEL", "Angela Merkel", "angela merkel"];
    let check = |written: &[&str], expected: &str| assert_eq!(creators(written), [expected], "{written:?}");
    check(&[capitals, usual, usual], usual);
    check(&[capitals, usual], usual);
    check(&[usual, capitals], usual);
    check(&[capitals, usual, capitals], capitals);
    check(&[usual, small], usual);
    check(&[small, usual, usual], usual);
    check(&["ÉMILE", "Emile", "Émile", "Émile"], "Émile");
    assert_eq!(creators(&["AP", "AP", "B", "b", "b"]), ["b", "AP"]);
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
fn a_snapshot_shows_the_photos_so_far() {
    let mut builder = CatalogBuilder::with_sizes(None, SMALL);
    builder.begin_input();
    let grown: Vec<bool> = (1..).zip(named(90)).map(|(n, photo)| builder.add(n, &photo).unwrap()).collect();
    assert_eq!(grown.iter().position(|has_grown| *has_grown), Some(63));
    let snapshot = builder.snapshot(Heading::default());
    assert_eq!(snapshot.n_photos(), 64);
    let query: Query = "photo".parse().unwrap();
    let date = Sort { key: SortKey::Caption, descending: false };
    assert_eq!(snapshot.search(&query, date, &HashSet::new()).unwrap().order.len(), 63);
    assert_eq!(builder.finish(Heading::default(), &Origin::default()).unwrap().catalog.n_photos(), 90);
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

#[test]
fn the_rarer_word_and_the_whole_word_count_more() {
    let texts = ["A capitolist", "The capitol", "A police dog", "The capitol police"];
    let photo = |(n, text): (usize, &&str)| {
        let key = PhotoKey { input: "i".to_owned(), name: n.to_string() };
        Photo::read(key, Stated { text: (*text).to_owned(), ..Stated::default() }, &*KNOWLEDGE)
    };
    let (catalog, _) = Catalog::build(Heading::default(), texts.iter().enumerate().map(photo).collect()).unwrap();
    let order = |query: &str, descending| {
        let sort = Sort { key: SortKey::Relevance, descending };
        let found = catalog.search(&query.parse().unwrap(), sort, &HashSet::new()).unwrap().order;
        found.iter().map(|index| index.0).collect::<Vec<_>>()
    };
    assert_eq!(order("capitol", false), [1, 3, 0]);
    assert_eq!(order("capitol OR police", false), [3, 2, 1, 0]);
    assert_eq!(order("", false), [0, 1, 2, 3]);
    assert_eq!(order("capitol", true), [0, 3, 1]);
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
