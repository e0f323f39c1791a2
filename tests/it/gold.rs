//! The gold set of `tests/gold` is well formed: what it says of a caption can be found in that caption.

use std::collections::{BTreeMap, BTreeSet};

use cutline::caption::date::Date;
use serde_json::Value;

const GOLD: &str = include_str!("../gold/captions.jsonl");
/// The sets that no rule was made for.
const OTHERS: [&str; 6] = [
    include_str!("../gold/held-out.jsonl"),
    include_str!("../gold/second-held-out.jsonl"),
    include_str!("../gold/third-held-out.jsonl"),
    include_str!("../gold/fourth-held-out.jsonl"),
    include_str!("../gold/fifth-held-out.jsonl"),
    include_str!("../gold/traps.jsonl"),
];

fn gold() -> Vec<Value> {
    GOLD.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The captions of all sets.
fn captions() -> Vec<Value> {
    let others = OTHERS.iter().flat_map(|set| set.lines()).map(|line| serde_json::from_str(line).unwrap());
    gold().into_iter().chain(others).collect()
}

fn string<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field}: {value}"))
}

/// The objects of a field, each with the text its span covers.
fn spanned<'a>(caption: &'a Value, field: &str) -> Vec<(&'a Value, &'a str)> {
    let text = string(caption, "text");
    let covered = |entry: &'a Value| {
        let end = |index: usize| {
            usize::try_from(entry.pointer(&format!("/span/{index}")).and_then(Value::as_u64).unwrap()).unwrap()
        };
        (entry, text.get(end(0)..end(1)).unwrap_or_else(|| panic!("a span is not of the text: {entry}")))
    };
    caption[field].as_array().unwrap().iter().map(covered).collect()
}

#[test]
fn there_are_enough_captions_in_four_languages() {
    let all = captions();
    let ids: BTreeSet<&str> = all.iter().map(|caption| string(caption, "id")).collect();
    assert_eq!(ids.len(), all.len(), "an id stands twice");
    let texts: BTreeSet<&str> = all.iter().map(|caption| string(caption, "text")).collect();
    assert_eq!(texts.len(), all.len(), "a caption stands twice");
    let captions = gold();
    assert!(captions.len() >= 300);
    let mut n_of_language: BTreeMap<&str, usize> = BTreeMap::new();
    for caption in &captions {
        *n_of_language.entry(string(caption, "language")).or_default() += 1;
    }
    assert_eq!(n_of_language.keys().copied().collect::<Vec<_>>(), ["de", "en", "es", "fr"]);
    assert!(n_of_language.values().all(|n| *n >= 25), "{n_of_language:?}");
}

#[test]
fn spans_cover_what_they_name() {
    for caption in captions() {
        for (place, written) in spanned(&caption, "places") {
            assert!(!written.trim().is_empty(), "{place}");
            let last = place["path"].as_array().unwrap().last().unwrap();
            let also = place["also"].as_array().is_some_and(|also| also.contains(last));
            assert!(*last == place["name"] || also, "{place}");
            assert!(["in", "at", "outside", "near", "through"].contains(&string(place, "relation")), "{place}");
        }
        for (person, written) in spanned(&caption, "persons") {
            let (name, text) = (string(person, "name"), string(&caption, "text"));
            assert!(name == written || name.split(' ').all(|word| text.contains(word)), "{person}");
            assert!(["shown", "mentioned"].contains(&string(person, "role")), "{person}");
        }
        for (organization, written) in spanned(&caption, "organizations") {
            assert_eq!(string(organization, "name"), written);
        }
    }
}

#[test]
fn dates_are_dates_and_the_photo_s_own_stands_in_the_text() {
    for caption in captions() {
        let dates: Vec<&str> = spanned(&caption, "dates").iter().map(|(date, _)| string(date, "iso")).collect();
        for iso in &dates {
            assert!(iso.starts_with("--") || Date::parse(iso).is_ok_and(|date| date.to_string() == **iso), "{iso}");
        }
        if let Some(created) = caption["date_created"].as_str() {
            // "Neujahrstag 1952" tells a day in words; its year is what stands there.
            assert!(dates.iter().any(|date| created.starts_with(date)) && !created.starts_with("--"), "{caption}");
        }
    }
}

#[test]
fn credits_stand_in_the_text_and_creators_in_the_credit() {
    for caption in captions() {
        let credit = caption["credit_line"].as_str().unwrap_or_default();
        assert!(string(&caption, "text").contains(credit), "{caption}");
        for creator in caption["creator"].as_array().unwrap() {
            assert!(credit.contains(creator.as_str().unwrap()), "{caption}");
        }
    }
}
