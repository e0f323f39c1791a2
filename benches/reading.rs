//! How fast captions are read and checked, on one core: the gold sets' captions over and over, each step by itself.
//!
//! `cargo bench --bench reading`

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark prints, and may fail by panicking"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use cutline::anatomy;
use cutline::caption::credit;
use cutline::lint::{self, Lint};
use cutline::photo::{Photo, PhotoKey, Stated};
use cutline::place::gazetteer::Gazetteer;

/// How often everything is measured; the quickest is told, because other programs can only make it slower.
const N_ROUNDS: usize = 10;
/// How often everything is done for one measurement: the system counts in steps of a few milliseconds.
const N_TIMES: usize = 10;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let mut texts: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let lines = std::fs::read_to_string(path).unwrap();
            let caption = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("the gold sets are JSON");
            let text = |line: &str| caption(line).get("text").and_then(|text| text.as_str().map(str::to_owned));
            texts.extend(lines.lines().filter_map(text));
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} captions of {} bytes in the mean", texts.len(), bytes / texts.len());
    let gazetteer = Gazetteer::built_in();
    let read = |text: &str| {
        let key = PhotoKey { input: "gold".to_owned(), name: "1".to_owned() };
        Photo::read(key, Stated { text: text.to_owned(), ..Stated::default() }, &gazetteer)
    };
    tell("Photo::read", texts.len(), &|| {
        for text in &texts {
            black_box(read(text));
        }
    });
    tell("  its anatomy", texts.len(), &|| {
        for text in &texts {
            black_box(anatomy::read(text, &gazetteer));
        }
    });
    tell("  its credit", texts.len(), &|| {
        for text in &texts {
            black_box(credit::find(text));
        }
    });
    tell("  its dates", texts.len(), &|| {
        for text in &texts {
            black_box(anatomy::when::find(text));
        }
    });
    const TYPED: [&str; 8] = ["p", "pa", "par", "paris", "san", "münchen", "white house", "xyz"];
    tell("a place typed", TYPED.len(), &|| {
        for typed in TYPED {
            black_box(gazetteer.matching(typed, 8));
        }
    });
    let long = texts.concat().repeat(2);
    let long: String = long.chars().take(100_000).collect();
    tell("100,000 letters", 1, &|| {
        black_box(read(&long));
    });
    let photos: Vec<Photo> = texts.iter().map(|text| read(text)).collect();
    let lint = Lint::default();
    tell("lint::kinds", texts.len(), &|| {
        for photo in &photos {
            black_box(lint::kinds(photo, &lint));
        }
    });
}

/// Does something often and tells how long it takes for one caption, and how many that is in a second.
fn tell(name: &str, n_captions: usize, work: &dyn Fn()) {
    work();
    let mut best = Duration::MAX;
    for _ in 0..N_ROUNDS {
        let since = processor_time();
        for _ in 0..N_TIMES {
            work();
        }
        best = best.min(processor_time().saturating_sub(since));
    }
    let each = best.as_secs_f64() / (n_captions * N_TIMES) as f64;
    println!("{name:<16}{:>8.2} µs{:>12.0} a second", each * 1e6, 1.0 / each);
}

/// How long this thread has had a processor, where the system tells it; other programs then change little.
fn processor_time() -> Duration {
    static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| STARTED.elapsed(), Duration::from_nanos)
}
