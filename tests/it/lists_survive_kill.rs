//! Lists survive being killed: a child changes them and says so after each change, and is killed at some moment;
//! then every change it spoke of is there, and no half of one.

use std::env;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use cutline::lists::change::Change;
use cutline::lists::database::Database;
use cutline::lists::{ListId, ListedPhoto};
use cutline::photo::PhotoKey;

const PATH_VARIABLE: &str = "CUTLINE_TEST_LISTS_TO_CHANGE";
const FIRST_STEP_VARIABLE: &str = "CUTLINE_TEST_FIRST_STEP";
const CHILD_TEST: &str = "lists_survive_kill::child_that_changes_lists";
const DONE: &str = "done ";

/// Removing and adding in turn, so that the database does not grow from kill to kill.
const N_PHOTOS_PER_STEP: usize = 20;
const N_STEPS_PER_TURN: usize = 50;

fn key(number: usize) -> PhotoKey {
    PhotoKey { input: "capitol".to_owned(), name: number.to_string() }
}

/// The photos a step adds.
fn numbers(step: usize) -> Range<usize> {
    step * N_PHOTOS_PER_STEP..(step + 1) * N_PHOTOS_PER_STEP
}

/// The photo before which a step adds others.
fn number_behind(step: usize) -> Option<usize> {
    step.checked_sub(1).map(|step| numbers(step).start + 3)
}

/// The change of each step, the same in every process.
fn change(step: usize, list: ListId) -> Change {
    let turn_step = step % N_STEPS_PER_TURN;
    if step > 0 && turn_step == 0 {
        return Change::Clear { list };
    }
    match turn_step % 5 {
        3 => Change::Move { list, keys: numbers(step - 1).map(key).collect(), before: None },
        4 => Change::Remove { list, keys: numbers(step - 2).map(key).collect() },
        _ => {
            let line = format!("{step} {}", "A line as long as a caption. ".repeat(20));
            let photos = numbers(step).map(|number| ListedPhoto { key: key(number), line: line.clone() }).collect();
            Change::Add { list, photos, before: number_behind(step).map(key) }
        }
    }
}

/// What the same change does to a plain vector.
fn change_expected(expected: &mut Vec<usize>, step: usize) {
    let turn_step = step % N_STEPS_PER_TURN;
    if step > 0 && turn_step == 0 {
        return expected.clear();
    }
    match turn_step % 5 {
        3 => {
            expected.retain(|number| !numbers(step - 1).contains(number));
            expected.extend(numbers(step - 1));
        }
        4 => expected.retain(|number| !numbers(step - 2).contains(number)),
        _ => {
            let behind = expected.iter().position(|number| Some(*number) == number_behind(step));
            let at = behind.unwrap_or(expected.len());
            expected.splice(at..at, numbers(step));
        }
    }
}

/// Not a test by itself: the process that `acknowledged_changes_outlive_a_kill` kills.
#[test]
fn child_that_changes_lists() {
    let Some(path) = env::var_os(PATH_VARIABLE) else { return };
    let first_step: usize = env::var(FIRST_STEP_VARIABLE).unwrap().parse().unwrap();
    let (mut database, messages) = Database::open(Some(Path::new(&path))).unwrap();
    assert_eq!((messages, database.is_kept()), (vec![], true));
    let list = database.snapshot().unwrap().current;
    let mut output = io::stdout();
    for step in first_step.. {
        database.apply(change(step, list)).unwrap();
        writeln!(output, "{DONE}{step}").unwrap();
        output.flush().unwrap();
    }
}

/// Starts the child, kills it some time after it spoke of a number of changes, and returns how many it spoke of.
fn killed_after(path: &Path, first_step: usize, n_changes: usize, pause: Duration) -> usize {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", CHILD_TEST, "--nocapture", "--test-threads=1"])
        .env(PATH_VARIABLE, path)
        .env(FIRST_STEP_VARIABLE, first_step.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    // The test harness of the child writes lines of its own, even before the first one on the same line.
    let mut steps = lines.filter_map(|line| line.rsplit_once(DONE).map(|(_, step)| step.parse::<usize>().unwrap()));
    let mut n_done = 0;
    for step in steps.by_ref().take(n_changes) {
        assert_eq!(step, first_step + n_done);
        n_done += 1;
    }
    std::thread::sleep(pause);
    child.kill().unwrap();
    n_done += steps.count();
    let status = child.wait().unwrap();
    assert!(!status.success(), "the child ended by itself");
    n_done
}

#[test]
fn acknowledged_changes_outlive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("cutline.db");
    let mut expected = Vec::new();
    let n_kills = if env::var_os("SLOW_TESTS").is_some() { 100 } else { 10 };
    let mut step = 0;
    for kill in 0..n_kills {
        let (n_changes, pause) = (kill * 7 % 40, Duration::from_micros((kill as u64 * 1_237) % 20_000));
        let n_done = killed_after(&path, step, n_changes, pause);
        for _ in 0..n_done {
            change_expected(&mut expected, step);
            step += 1;
        }
        let (database, messages) = Database::open(Some(&path)).unwrap();
        assert_eq!((messages, database.is_kept()), (vec![], true), "kill {kill}");
        let lists = database.snapshot().unwrap();
        let photos = &lists.current_list().unwrap().photos;
        let found: Vec<usize> = photos.iter().map(|photo| photo.key.name.parse().unwrap()).collect();
        if found != expected {
            // One more change may have been made than the child could speak of.
            change_expected(&mut expected, step);
            step += 1;
            assert_eq!(found, expected, "kill {kill}, {n_done} changes after the last");
        }
    }
    println!("{n_kills} kills, {step} changes");
}
