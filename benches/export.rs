//! How fast captions are written: `cargo bench --bench export`. A million photos, made one after another, into a sink that
//! only counts, so that neither a disk nor the opening of a collection is measured; and how much memory that took.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Instant;

use cutline::exporters::format::Format;
use cutline::exporters::{Export, Heading, export};
use cutline::photo::Photo;
use cutline::photo::knowledge::Knowledge;
use cutline::readers::{Input, Options, Reader, Watch};
use cutline::worker::Workers;

/// Photos written in each format.
const N_PHOTOS: usize = 1_000_000;
/// What the goal is, in bytes a second.
const GOAL: f64 = 100e6;

/// Counts what is written.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let (options, knowledge) = (Options::default(), Knowledge::built_in());
    let reader = Reader { options, knowledge, lint: Arc::default(), workers: Arc::new(Workers::in_process()) };
    let reading = reader.read(&Input::Bundled, &Watch::none())?;
    let photos: Vec<Arc<Photo>> = reading.photos.into_iter().map(Arc::new).collect();
    for format in [Format::Csv, Format::CsvLossless, Format::JsonLines, Format::Json, Format::Text, Format::Html] {
        let before_kib = peak_kib();
        let started = Instant::now();
        let mut made =
            photos.iter().cycle().take(N_PHOTOS).enumerate().map(|(index, photo)| (index + 1, Arc::clone(photo)));
        let mut out = io::BufWriter::with_capacity(64 * 1024, Counted(0));
        export(&mut made, &Export::of_captions(Heading::default()), format, &mut out)?;
        out.flush()?;
        let seconds = started.elapsed().as_secs_f64();
        let n_bytes = out.get_ref().0 as f64;
        let rate = n_bytes / seconds;
        let verdict = if rate >= GOAL { "goal met" } else { "below the goal" };
        println!(
            "{:12} {N_PHOTOS} photos, {:6.1} MB in {seconds:5.2} s: {:6.1} MB/s ({verdict}); {} KiB more memory at its peak",
            format.name(),
            n_bytes / 1e6,
            rate / 1e6,
            peak_kib() - before_kib,
        );
    }
    Ok(())
}

/// The most memory the program has had so far, where the system tells.
fn peak_kib() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kib| kib.parse().ok()).unwrap_or(0)
}
