//! How well captions are read: runs `Photo::read` over the gold set and prints precision, recall and F1.
//!
//! `cargo run --release --example evaluate [-- FILE] [--errors]`; the rules of counting are in `tests/gold/README.md`.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use serde::Deserialize;

use cutline::caption::PersonRole;
use cutline::photo::knowledge::Knowledge;
use cutline::photo::{Photo, PhotoKey, Stated};
use cutline::place::Place;
use cutline::text;

const GOLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gold/captions.jsonl");
/// What is counted, in the order of the columns.
const MEASURES: [&str; 7] = ["places", "shown", "mentioned", "date", "credit", "creator", "traps"];
/// Classes with fewer answers than this say nothing about what is weak.
const WEAK_AT_LEAST: usize = 8;
/// How many of the weakest classes are named for each measure.
const N_WEAKEST: usize = 4;
/// Names of one country or district; the gold set uses the first.
const SAME: [&[&str]; 8] = [
    &["United States", "United States of America", "USA", "US"],
    &["United Kingdom", "United Kingdom of Great Britain and Northern Ireland", "UK"],
    &["District of Columbia", "Washington, D.C.", "DC"],
    &["Turkey", "Türkiye"],
    &[
        "Palestinian Territory",
        "Palestinian Territories",
        "Palestine",
        "State of Palestine",
        "Palestinian Territory, Occupied",
    ],
    &["Democratic Republic of the Congo", "DR Congo", "Congo, The Democratic Republic of the", "Congo (Kinshasa)"],
    &["Netherlands", "The Netherlands"],
    &["Vatican City", "Vatican", "Holy See", "Vatican City State"],
];

/// A caption and what a careful reader finds in it.
#[derive(Deserialize)]
struct Gold {
    id: String,
    style: String,
    language: String,
    text: String,
    places: Vec<GoldPlace>,
    persons: Vec<GoldPerson>,
    dates: Vec<GoldDate>,
    date_created: Option<String>,
    credit_line: Option<String>,
    creator: Vec<String>,
}

#[derive(Deserialize)]
struct GoldPlace {
    name: String,
    /// Names from the country to the place itself.
    path: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
struct GoldPerson {
    name: String,
    role: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
struct GoldDate {
    iso: String,
    #[serde(default)]
    optional: bool,
}

/// Right answers, wrong ones and missing ones.
#[derive(Clone, Default)]
struct Score {
    n_right: usize,
    wrong: Vec<String>,
    missing: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let (flags, paths): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let path = paths.first().map_or_else(|| PathBuf::from(GOLD), PathBuf::from);
    let lines =
        std::fs::read_to_string(&path).with_context(|| format!("the gold set cannot be read: {}", path.display()))?;
    let gold: Vec<Gold> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let knowledge = Knowledge::built_in();
    let started = Instant::now();
    let photos: Vec<Photo> = gold.iter().map(|gold| read(gold, &knowledge)).collect();
    println!("{} captions read in {} ms\n", gold.len(), started.elapsed().as_millis());

    let mut classes: BTreeMap<String, [Score; MEASURES.len()]> = BTreeMap::new();
    for (gold, photo) in gold.iter().zip(&photos) {
        let scores = scores(gold, photo);
        if flags.iter().any(|flag| flag == "--errors") {
            print_errors(gold, &scores);
        }
        for class in ["all".to_owned(), format!("language {}", gold.language), format!("style {}", gold.style)] {
            for (sum, score) in classes.entry(class).or_default().iter_mut().zip(&scores) {
                sum.add(score);
            }
        }
    }
    print_totals(&classes);
    print_classes(&classes);
    print_weakest(&classes);
    Ok(())
}

fn read(gold: &Gold, knowledge: &Knowledge) -> Photo {
    let key = PhotoKey { input: "gold".to_owned(), name: gold.id.clone() };
    Photo::read(key, Stated { text: gold.text.clone(), ..Stated::default() }, knowledge)
}

/// The scores of one caption, in the order of `MEASURES`.
fn scores(gold: &Gold, photo: &Photo) -> [Score; MEASURES.len()] {
    let places = places_score(gold, photo);
    let traps = places.filtered(|name| text::words(name).iter().any(|word| word == "senate" || word == "house"));
    let date = photo.caption.date_created.as_ref().map(ToString::to_string);
    let excused = gold.dates.iter().any(|of_gold| of_gold.optional && Some(&of_gold.iso) == date.as_ref());
    [
        places,
        persons_score(gold, photo, PersonRole::Shown),
        persons_score(gold, photo, PersonRole::Mentioned),
        if excused { Score::default() } else { exact(gold.date_created.clone(), date) },
        exact(gold.credit_line.clone(), photo.caption.credit_line.clone()),
        exact(listed(&gold.creator), listed(&photo.caption.creator)),
        traps,
    ]
}

fn places_score(gold: &Gold, photo: &Photo) -> Score {
    let mut score = Score::default();
    let predicted: BTreeMap<&str, &Place> =
        photo.places.iter().map(|mention| (mention.place.id.as_str(), mention.place.as_ref())).collect();
    for wanted in gold.places.iter().filter(|wanted| !wanted.optional) {
        // A room found stands for its building, a stadium for its city.
        let inside = gold.places.iter().filter(|other| other.optional && other.path.starts_with(&wanted.path));
        let found = inside.chain([wanted]).any(|answer| predicted.values().any(|place| answer.is(place)));
        score.count(found, &wanted.path.join(" > "));
    }
    for place in predicted.values() {
        if !gold.places.iter().any(|wanted| wanted.is(place) || wanted.is_inside(place)) {
            score.wrong.push(place.path().join(" > "));
        }
    }
    score
}

impl GoldPlace {
    /// Whether it is the same place: one of its names, in the same country and, in the United States, the same state.
    fn is(&self, place: &Place) -> bool {
        let own: BTreeSet<String> = self.also.iter().chain([&self.name]).map(|name| key(name)).collect();
        names(place).any(|name| own.contains(&name)) && lies_in(place, &self.path)
    }

    /// Whether the place is one of those around it.
    fn is_inside(&self, place: &Place) -> bool {
        let around = (1..self.path.len()).filter_map(|n| self.path.get(..n));
        around.into_iter().any(|path| {
            let name = path.last().map(|name| key(name));
            names(place).any(|other| Some(other) == name) && lies_in(place, path)
        })
    }
}

fn names(place: &Place) -> impl Iterator<Item = String> {
    place.aliases.iter().chain([&place.name]).map(|name| key(name))
}

/// Whether a place's ancestry fits a path: the same country (and state, in the United States), or, in a tree that begins
/// below the country, a root that is on the path.
fn lies_in(place: &Place, path: &[String]) -> bool {
    let path: Vec<String> = path.iter().map(|name| key(name)).collect();
    let mut around: BTreeSet<String> = place.ancestry().flat_map(names).collect();
    // "Washington State" is the gold set's Washington, which is no city.
    let states: Vec<String> = around.iter().filter_map(|name| name.strip_suffix("state")).map(str::to_owned).collect();
    around.extend(states);
    let n_stated = if path.first() == Some(&key("US")) { 2 } else { 1 };
    let root = place.ancestry().last().map(|root| key(&root.name));
    path.iter().take(n_stated).all(|name| around.contains(name))
        || path.iter().skip(1).any(|name| Some(name) == root.as_ref())
}

fn persons_score(gold: &Gold, photo: &Photo, role: PersonRole) -> Score {
    let mut score = Score::default();
    let predicted: BTreeSet<String> =
        photo.persons.iter().filter(|person| person.role == role).map(|person| key(&person.name)).collect();
    let mut known = BTreeSet::new();
    for person in gold.persons.iter().filter(|person| person.role == role.name()) {
        let own: Vec<String> = person.also.iter().chain([&person.name]).map(|name| key(name)).collect();
        if !person.optional {
            score.count(own.iter().any(|name| predicted.contains(name)), &person.name);
        }
        known.extend(own);
    }
    score.wrong.extend(predicted.difference(&known).cloned());
    score
}

fn exact(wanted: Option<String>, predicted: Option<String>) -> Score {
    if wanted == predicted {
        return Score { n_right: usize::from(wanted.is_some()), ..Score::default() };
    }
    Score { n_right: 0, wrong: predicted.into_iter().collect(), missing: wanted.into_iter().collect() }
}

fn listed(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join("; "))
}

/// A name without case, accents, spaces and punctuation, the first of those that mean the same.
fn key(name: &str) -> String {
    let bare = |name: &str| text::fold(name).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let key = bare(name);
    let same = SAME.iter().find(|names| names.iter().any(|name| bare(name) == key));
    same.and_then(|names| names.first()).map_or(key, |first| bare(first))
}

impl Score {
    fn count(&mut self, found: bool, name: &str) {
        if found {
            self.n_right += 1;
        } else {
            self.missing.push(name.to_owned());
        }
    }

    fn add(&mut self, other: &Self) {
        self.n_right += other.n_right;
        self.wrong.extend(other.wrong.iter().cloned());
        self.missing.extend(other.missing.iter().cloned());
    }

    /// The wrong and missing answers that a test lets pass.
    fn filtered(&self, test: impl Fn(&str) -> bool) -> Self {
        let kept = |names: &[String]| names.iter().filter(|name| test(name)).cloned().collect();
        Self { n_right: 0, wrong: kept(&self.wrong), missing: kept(&self.missing) }
    }

    fn precision(&self) -> f64 {
        share(self.n_right, self.wrong.len())
    }

    fn recall(&self) -> f64 {
        share(self.n_right, self.missing.len())
    }

    fn f1(&self) -> f64 {
        share(2 * self.n_right, self.wrong.len() + self.missing.len())
    }

    fn n_wanted(&self) -> usize {
        self.n_right + self.missing.len()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of captions are small")]
fn share(n_right: usize, n_not: usize) -> f64 {
    if n_right + n_not == 0 { 1.0 } else { n_right as f64 / (n_right + n_not) as f64 }
}

fn print_errors(gold: &Gold, scores: &[Score]) {
    let wrong = MEASURES.iter().zip(scores).filter(|(_, score)| !score.wrong.is_empty() || !score.missing.is_empty());
    for (measure, score) in wrong {
        println!("{} {measure}: wrong {:?}, missing {:?}\n    {}", gold.id, score.wrong, score.missing, gold.text);
    }
}

type Classes = BTreeMap<String, [Score; MEASURES.len()]>;

fn print_totals(classes: &Classes) {
    println!("{:<12}{:>10}{:>10}{:>10}{:>8}{:>8}{:>8}", "", "precision", "recall", "F1", "right", "wrong", "missing");
    for (measure, score) in MEASURES.iter().zip(classes.get("all").into_iter().flatten()) {
        let (wrong, missing) = (score.wrong.len(), score.missing.len());
        if *measure == "traps" {
            println!("Senate and House traps wrong: {}", wrong + missing);
            continue;
        }
        let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
        println!("{measure:<12}{precision:>10.3}{recall:>10.3}{f1:>10.3}{:>8}{wrong:>8}{missing:>8}", score.n_right);
    }
}

fn print_classes(classes: &Classes) {
    print!("\n{:<20}", "F1");
    for measure in MEASURES.iter().take(6) {
        print!("{measure:>10}");
    }
    for (class, scores) in classes {
        print!("\n{class:<20}");
        for score in scores.iter().take(6) {
            print!("{:>10.3}", score.f1());
        }
    }
    println!("\n");
}

fn print_weakest(classes: &Classes) {
    for (index, measure) in MEASURES.iter().enumerate().take(6) {
        let mut ranked: Vec<(&str, f64)> = classes
            .iter()
            .filter(|(class, _)| *class != "all")
            .filter_map(|(class, scores)| Some((class.as_str(), scores.get(index)?)))
            .filter(|(_, score)| score.n_wanted() >= WEAK_AT_LEAST)
            .map(|(class, score)| (class, score.f1()))
            .collect();
        ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
        let weakest: Vec<String> =
            ranked.iter().take(N_WEAKEST).map(|(class, f1)| format!("{class} {f1:.3}")).collect();
        println!("weakest {measure}: {}", weakest.join(", "));
    }
}
