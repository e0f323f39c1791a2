//! Records and photos made at random, hostile text among them, for tests that write and read them back.

use std::borrow::Cow;

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::photo::Photo;
use crate::place::gazetteer::Gazetteer;
use crate::record::Record;
use crate::record::parts::{CorrectionRecord, LocationRecord, OneOrMany, PersonRecord, PlaceRecord};

/// Texts that have hurt a format: formulas, markup, quotes, line ends, control and direction characters.
const HOSTILE: [&str; 46] = [
    "",
    " ",
    "=HYPERLINK(\"http://example.org\",\"x\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0",
    "\0=1",
    "'",
    "''=1",
    "＝1",
    ";",
    "; ",
    "\\",
    "\\;",
    ",",
    "\"",
    "\"\"",
    "\r",
    "\n",
    "\r\n",
    "a\n\nb",
    "<script>alert(1)</script>",
    "</bdi></body></html>",
    "<img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "&amp;",
    "&#0;",
    "]]>",
    "<!--",
    "{{ x }}",
    "# not a heading",
    "1. not a list",
    "- not a list",
    "> not a quote",
    "[a](javascript:b)",
    "*a* _b_ `c` ~~d~~",
    "\u{1b}[31m",
    "\u{85}\u{9b}",
    "\u{202e}fdp.exe\u{2066}",
    "\u{feff}",
    "\u{2028}\u{2029}\u{fffe}\u{10ffff}",
    "é中👩‍🚒 שלום",
];

/// Any text, with a leaning to what has hurt a format.
pub(crate) fn hostile_text() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        vec(proptest::sample::select(&HOSTILE[..]), 0..4).prop_map(|parts| parts.concat()),
        any::<String>(),
        "[ -~]{0,40}",
    ]
}

/// Any record, whether or not a photo could have it.
pub(crate) fn any_record() -> impl Strategy<Value = Record<'static>> {
    let text = || of(any_text());
    let list = || vec(hostile_text(), 0..4).prop_map(Cow::<'static, [String]>::Owned);
    let names = (text(), of(any::<usize>()), text(), text(), text(), text(), text(), text(), text(), text());
    let lists = (list(), list(), list(), list(), list(), vec(any_person(), 0..3), vec(any_place(), 0..3));
    let rest = (text(), text(), text(), text(), text(), text(), text(), text(), text(), text(), text(), text());
    let locations = (of(any_location()), vec(any_location(), 0..3));
    let stars = of((-1..=5).prop_map(f64::from));
    let gps = of((-90_000_000..=90_000_000, -180_000_000..=180_000_000)
        .prop_map(|(north, east)| [north, east].map(|micro| f64::from(micro) / 1e6)));
    let facts =
        (stars, text(), text(), gps, text(), text(), list(), of(any::<[u32; 2]>()), corrections(), of(Just(true)));
    // In boxes: a strategy of so many parts does not fit a test's stack.
    (names.boxed(), lists.boxed(), rest.boxed(), locations.boxed(), facts.boxed()).prop_map(
        |(names, lists, rest, locations, facts)| {
            let (rating, label, camera, gps, file_type, folder, keyword_paths, size_px, corrections, picked) = facts;
            let (key, position, headline, title, description, text, credit_line, source, date_created, published) =
                names;
            let (creator, keywords, persons_shown, organizations_shown, organizations, persons, places) = lists;
            let (
                event,
                file,
                picture,
                description_writer,
                alt_text,
                extended_description,
                copyright_notice,
                usage_terms,
                instructions,
                creator_job_title,
                web_statement,
                job_id,
            ) = rest;
            let (location_created, locations_shown) = locations;
            Record {
                key,
                position,
                headline,
                title,
                description,
                text,
                credit_line,
                creator: OneOrMany(creator),
                source,
                keywords,
                persons,
                persons_shown,
                places,
                organizations,
                date_created,
                published,
                event,
                file,
                picture,
                description_writer,
                alt_text,
                extended_description,
                location_created,
                locations_shown,
                copyright_notice,
                usage_terms,
                instructions,
                rating,
                label,
                picked,
                camera,
                gps,
                file_type,
                folder,
                keyword_paths,
                size_px,
                creator_job_title,
                organizations_shown,
                web_statement,
                job_id,
                corrections,
            }
        },
    )
}

/// Any photo; its position in the input is not part of it.
pub(crate) fn any_photo() -> impl Strategy<Value = Photo> {
    let date = || of(proptest::sample::select(&["2021", "2021-01", "2021-01-06T14:30:00", "1930/1950~"][..]));
    (any_record(), hostile_text(), date(), date()).prop_map(|(record, name, created, published)| {
        let text = record.text.unwrap_or_default();
        let span = [0, text.len()];
        let persons = record.persons.into_iter().enumerate().map(|(index, person)| PersonRecord {
            role: ["shown", "mentioned"][index % 2].into(),
            span: person.span.map(|_| span),
            ..person
        });
        let relations = ["in", "at", "outside", "near", "through"];
        let places = record.places.into_iter().enumerate().map(|(index, place)| PlaceRecord {
            relation: relations[index % relations.len()].into(),
            span: place.span.map(|_| span),
            ..place
        });
        let corrections = record.corrections.into_iter().map(|correction| CorrectionRecord { span, ..correction });
        let record = Record {
            corrections: corrections.collect(),
            key: Some(format!("{}input#name{}", record.key.unwrap_or_default(), name.replace('#', "")).into()),
            persons: persons.collect(),
            places: places.collect(),
            text: Some(text),
            date_created: created.map(Cow::Borrowed),
            published: published.map(Cow::Borrowed),
            ..record
        };
        record.into_photo(&Gazetteer::built_in()).unwrap()
    })
}

fn any_text() -> impl Strategy<Value = Cow<'static, str>> {
    hostile_text().prop_map(Cow::Owned)
}

fn any_person() -> impl Strategy<Value = PersonRecord<'static>> {
    let text = || of(any_text());
    (any_text(), any_text(), text(), text(), text(), of(any::<[usize; 2]>())).prop_map(
        |(name, role, title, party, state, span)| PersonRecord { name, role, title, party, state, span, rule: None },
    )
}

fn any_place() -> impl Strategy<Value = PlaceRecord<'static>> {
    let rule = (of(any_text()), of(any::<u8>()));
    (any_text(), any_text(), vec(any_text(), 0..3), any_text(), of(any::<[usize; 2]>()), rule).prop_map(
        |(id, name, path, relation, span, (rule, confidence))| PlaceRecord {
            id,
            name,
            path,
            relation,
            span,
            rule,
            confidence,
        },
    )
}

fn corrections() -> impl Strategy<Value = Vec<CorrectionRecord<'static>>> {
    let verdict = proptest::sample::select(&["not-place", "not-person", "not-organization", "person", "place"][..]);
    let correction = (verdict, any_text(), vec(any_text(), 0..3), any::<[usize; 2]>());
    let correction = correction.prop_map(|(verdict, id, path, span)| {
        let (place, path) = if verdict == "place" { (Some(id), path) } else { (None, Vec::new()) };
        CorrectionRecord { verdict: verdict.into(), place, path, span }
    });
    vec(correction, 0..2)
}

fn any_location() -> impl Strategy<Value = LocationRecord<'static>> {
    let text = || of(any_text());
    (text(), text(), text(), text(), text(), text(), text(), text()).prop_map(
        |(id, name, sublocation, city, province_state, country, country_code, world_region)| LocationRecord {
            id,
            name,
            sublocation,
            city,
            province_state,
            country,
            country_code,
            world_region,
        },
    )
}
