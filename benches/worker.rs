//! What the sandboxed workers cost: `cargo bench --bench worker -- FOLDER`, with a folder of photographs.
//! Each thing is done in the program itself and by a worker, in turn; medians.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cutline::metadata::fallback::FallbackEncoding;
use cutline::pixels::Wanted;
use cutline::worker::opening::open_regular;
use cutline::worker::{PictureJob, Workers};

/// The program whose workers are measured.
const PROGRAM: &str = env!("CARGO_BIN_EXE_cutline");
/// How often each thing is done.
const N_ROUNDS: usize = 15;
/// How many photos' thumbnails are made a round.
const N_THUMBNAILS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let Some(folder) = named else {
        println!("no folder of photographs is named: cargo bench --bench worker -- FOLDER");
        return Ok(());
    };
    let files = files_in(Path::new(&folder))?;
    println!("{} files", files.len());

    let mut starts = Vec::new();
    for _ in 0..N_ROUNDS {
        let since = Instant::now();
        Workers::start(Path::new(PROGRAM), 1)?.sandbox_state()?;
        starts.push(since.elapsed());
    }
    println!("from start to ready: {:?}", median(&mut starts));

    let here = Workers::in_process();
    let one = Workers::start(Path::new(PROGRAM), 1)?;
    let two = Workers::start(Path::new(PROGRAM), 2)?;
    let places = [("in the program", &here), ("one worker", &one), ("two workers", &two)];
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..N_ROUNDS {
        for ((_, workers), times) in places.iter().zip(&mut times) {
            let since = Instant::now();
            let mut opened = files.iter().map(|path| open_regular(path));
            workers.metadata_each(&mut opened, FallbackEncoding::default(), &|| false, &mut |_, _| {});
            times.push(since.elapsed());
        }
    }
    let n_files = u32::try_from(files.len())?.max(1);
    let mut each = Vec::new();
    for ((name, _), times) in places.iter().zip(&mut times) {
        let took = median(times) / n_files;
        println!("metadata of a file, {name}: {took:?}");
        each.push(took);
    }
    if let [here, one, _] = each[..] {
        println!("what a worker adds to a file's metadata: {:?} (goal: 100µs)", one.saturating_sub(here));
    }
    thumbnails(&files, &here, &one)
}

/// Thumbnails one after the other, each made here and there.
fn thumbnails(files: &[PathBuf], here: &Workers, worker: &Workers) -> Result<(), Box<dyn Error>> {
    let job = PictureJob { wanted: Wanted::Fit { edge_px: 256 }, frame: 0, size_px: None };
    let mut overheads = Vec::new();
    let mut n_made = 0;
    for _ in 0..N_ROUNDS {
        for path in files.iter().take(N_THUMBNAILS) {
            let file = open_regular(path)?;
            let since = Instant::now();
            let made = here.picture(&file, job, &|| false);
            let here_took = since.elapsed();
            let since = Instant::now();
            n_made += usize::from(worker.picture(&file, job, &|| false).is_ok() && made.is_ok());
            overheads.push(since.elapsed().saturating_sub(here_took));
        }
    }
    println!(
        "what a worker adds to a thumbnail: {:?} (goal: 10ms; {n_made} of {} made)",
        median(&mut overheads),
        overheads.len()
    );
    Ok(())
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
