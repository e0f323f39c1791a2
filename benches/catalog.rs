//! What a large collection costs: `cargo bench --bench catalog -- CAPTIONS.jsonl QUERIES.jsonl CACHE-FOLDER`.
//! `cargo run --release --example generate` makes both files. The index is built if the folder has none; then the queries
//! are asked, with and without counts, and what else is promised of a million captions is measured.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cutline::catalog::order::{Sort, SortKey};
use cutline::catalog::{Catalog, PhotoIndex};
use cutline::photo::knowledge::Knowledge;
use cutline::query::Query;
use cutline::readers::{Input, Options, Reader};
use cutline::tasks::opening::{self, Opened, Opening};
use cutline::worker::Workers;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [captions, queries, cache] = arguments.as_slice() else {
        println!("three paths are wanted: captions, queries and a folder for the index");
        return Ok(());
    };
    let reader = Reader {
        options: Options::default(),
        knowledge: Knowledge::built_in(),
        lint: Arc::default(),
        workers: Arc::new(Workers::in_process()),
    };
    let captions_input = || Input::File(captions.into());
    let open = |input: Input| -> Result<(Arc<Catalog>, Duration, Duration), Box<dyn Error>> {
        let since = Instant::now();
        let first = std::sync::OnceLock::new();
        let opening = Opening {
            reader: &reader,
            indexes: Some(Path::new(cache)),
            first: None,
            progress: &|_, _, _| true,
            checks_index: false,
            part: &|catalog| {
                catalog.photo(PhotoIndex(0));
                first.get_or_init(|| since.elapsed());
            },
        };
        let Opened { catalog, .. } = opening::open(&[input], &opening)?;
        Ok((catalog, first.get().copied().unwrap_or_else(|| since.elapsed()), since.elapsed()))
    };
    let index_bytes = || -> u64 {
        let entries = fs::read_dir(cache).into_iter().flatten().flatten();
        entries.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum()
    };
    if index_bytes() == 0 {
        let before = processor_seconds();
        let (catalog, first, whole) = open(captions_input())?;
        let n_photos = catalog.n_photos().max(1) as f64;
        report("build_s", format!("{:.1}", whole.as_secs_f64()));
        report("build_cpu_us_per_caption", format!("{:.1}", (processor_seconds() - before) * 1e6 / n_photos));
        report("build_first_part_ms", millis(first));
        report("build_peak_resident_mb", peak_resident_mb());
        return Ok(());
    }
    let text_bytes = fs::metadata(captions)?.len();
    report("index_bytes", index_bytes().to_string());
    report("index_share_of_text", format!("{:.2}", index_bytes() as f64 / text_bytes as f64));
    let reopened = |input: &dyn Fn() -> Input| -> Result<Duration, Box<dyn Error>> {
        let mut times = (0..9).map(|_| Ok(open(input())?.1)).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
        Ok(quantile(&mut times, 50))
    };
    // What the program reads once, such as the gazetteer, is read by now.
    open(Input::Bundled)?;
    report("reopen_to_first_row_p50_ms", millis(reopened(&captions_input)?));
    report("open_twenty_to_first_row_p50_ms", millis(reopened(&|| Input::Bundled)?));
    let (catalog, ..) = open(captions_input())?;
    for (section, n_bytes) in catalog.section_bytes() {
        report(
            &format!("bytes_per_caption_{section}"),
            format!("{:.1}", n_bytes as f64 / catalog.n_photos().max(1) as f64),
        );
    }
    report("photos", catalog.n_photos().to_string());
    let asked: Vec<Query> = fs::read_to_string(queries)?
        .lines()
        .map(|line| {
            let query: serde_json::Value = serde_json::from_str(line)?;
            Ok(query.get("cutline").and_then(serde_json::Value::as_str).unwrap_or_default().parse()?)
        })
        .collect::<Result<_, Box<dyn Error>>>()?;
    measure(&catalog, &asked)
}

fn measure(catalog: &Catalog, asked: &[Query]) -> Result<(), Box<dyn Error>> {
    let (mut found, mut counted) = (Vec::new(), Vec::new());
    let listed = HashSet::new();
    // The first round warms up and is not counted.
    for round in 0..6 {
        for query in asked {
            let since = Instant::now();
            let photos = catalog.find(query, Sort::default(), &listed, &|| true)?;
            let without_counts = since.elapsed();
            catalog.count(&photos, query, &|| true)?;
            if round > 0 {
                found.push(without_counts);
                counted.push(since.elapsed());
            }
        }
    }
    for (name, times) in [("page", &mut found), ("counts", &mut counted)] {
        report(&format!("{name}_p50_ms"), millis(quantile(times, 50)));
        report(&format!("{name}_p99_ms"), millis(quantile(times, 99)));
    }
    for key in [SortKey::Relevance, SortKey::Date, SortKey::Caption] {
        let sort = Sort { key, descending: true };
        let mut times = Vec::new();
        for round in 0..3 {
            for query in asked {
                let since = Instant::now();
                catalog.find(query, sort, &listed, &|| true)?;
                if round > 0 {
                    times.push(since.elapsed());
                }
            }
        }
        report(&format!("page_by_{}_p50_ms", key.name()), millis(quantile(&mut times, 50)));
        report(&format!("page_by_{}_p99_ms", key.name()), millis(quantile(&mut times, 99)));
    }
    let since = Instant::now();
    let everything = catalog.search(&Query::default(), Sort::default(), &listed)?;
    report("empty_query_ms", millis(since.elapsed()));
    let mut times = Vec::new();
    for index in everything.order.iter().step_by((everything.order.len() / 10_000).max(1)) {
        let since = Instant::now();
        catalog.photo(*index);
        times.push(since.elapsed());
    }
    report("photo_p50_us", format!("{:.1}", quantile(&mut times, 50).as_secs_f64() * 1e6));
    report("photo_p99_us", format!("{:.1}", quantile(&mut times, 99).as_secs_f64() * 1e6));
    report("peak_resident_mb", peak_resident_mb());
    Ok(())
}

fn report(name: &str, value: String) {
    println!("cutline\t{name}\t{value}");
}

fn millis(duration: Duration) -> String {
    format!("{:.2}", duration.as_secs_f64() * 1000.0)
}

fn quantile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// The processor time that this process took so far, in seconds, as the system tells it in hundredths.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program may hold blanks; behind it the times are the twelfth and the thirteenth.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory this process had, as the system tells it.
fn peak_resident_mb() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(0);
    (kilobytes / 1024).to_string()
}
