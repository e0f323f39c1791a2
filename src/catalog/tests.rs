mod on_disk;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::caption::{Caption, date::Date};
use crate::catalog::building::{IndexPlace, Sizes};
use crate::catalog::order::{Sort, SortKey};
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
