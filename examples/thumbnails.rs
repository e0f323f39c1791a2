//! Makes thumbnails of photographs in the sandboxed workers, as the window does, and keeps none: what `benches/thumbnails.py`
//! measures. `thumbnails PROGRAM EDGE FILE…`, where PROGRAM is the built `cutline`.

#![allow(clippy::print_stderr, reason = "an example says what went wrong")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use cutline::pixels::Wanted;
use cutline::worker::opening::open_regular;
use cutline::worker::{PictureJob, Workers};

/// As many as the window has.
const N_WORKERS: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(program), Some(edge)) = (arguments.next(), arguments.next()) else {
        return Err("usage: thumbnails PROGRAM EDGE FILE…".into());
    };
    let edge_px: u32 = edge.to_string_lossy().parse()?;
    let files: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let workers = Workers::start(Path::new(&program), N_WORKERS)?;
    let next = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..N_WORKERS {
            scope.spawn(|| {
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let job = PictureJob { wanted: Wanted::Fit { edge_px }, frame: 0, size_px: None };
                    let made = open_regular(path).ok().map(|file| workers.picture(&file, job, &|| false));
                    if !matches!(made, Some(Ok(_))) {
                        eprintln!("no thumbnail: {}", path.display());
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    if failed.into_inner() == 0 { Ok(()) } else { Err("some thumbnails were not made".into()) }
}
