//! What fuzzing has found to be different ways through the parsers, and all that was ever found amiss, tried again: a tenth of
//! the corpora, and all of them with the slow tests. Here other limits hold than in the fuzzer.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

#[allow(clippy::expect_used, clippy::indexing_slicing, reason = "a target fails by panicking")]
#[path = "../../fuzz/src/targets.rs"]
mod targets;

/// The program as the targets know it.
use cutline as program;

/// Of so many inputs of a corpus one is tried where not all are.
const ONE_OF: usize = 10;

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn name(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

#[test]
fn what_fuzzing_found_is_not_found_again() {
    let mut n_tried = 0;
    for target in files("regressions") {
        for file in files(&format!("regressions/{}", name(&target))) {
            targets::execute(name(&target), &fs::read(file).unwrap());
            n_tried += 1;
        }
    }
    assert!(n_tried > 0);
}

#[test]
fn the_corpora_find_nothing() {
    let one_of = if std::env::var_os("SLOW_TESTS").is_some() { 1 } else { ONE_OF };
    let corpora = files("corpora");
    assert!(corpora.len() > 20, "{corpora:?}");
    for corpus in corpora {
        let mut archive = zip::ZipArchive::new(File::open(&corpus).unwrap()).unwrap();
        for number in (0..archive.len()).step_by(one_of) {
            let mut input = Vec::new();
            archive.by_index(number).unwrap().read_to_end(&mut input).unwrap();
            targets::execute(name(&corpus), &input);
        }
    }
}
