//! The worker processes of the real program: nothing gets out of them, whatever happens in one costs its own answer only,
//! and no file holds them up.
#![cfg(target_os = "linux")]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use cutline::metadata::Metadata;
use cutline::metadata::fallback::FallbackEncoding;
use cutline::metadata::merged::merged;
use cutline::metadata::precedence::Profile;
use cutline::pixels::Wanted;
use cutline::worker::opening::{OpenError, open_regular};
use cutline::worker::sandbox::Layer;
use cutline::worker::trial::Trial;
use cutline::worker::{PictureJob, WORKER_MEMORY_BYTES, WorkerError, Workers};
use rustix::process::{Pid, Signal, kill_process};

/// What a machine that is out of breath may take longer than a deadline.
const SLACK: Duration = Duration::from_secs(20);
/// What texts are read in that name no encoding.
const FALLBACK: FallbackEncoding = FallbackEncoding::WESTERN;

fn workers(n: usize) -> Workers {
    Workers::start(Path::new(env!("CARGO_BIN_EXE_cutline")), n).unwrap()
}

fn wanted() -> bool {
    false
}

/// A file of the repository; what is in it does not matter here.
fn some_file() -> Result<File, OpenError> {
    open_regular(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
}

fn metadata_of_each(workers: &Workers, n_files: usize) -> BTreeMap<usize, Result<Metadata, WorkerError>> {
    answers_to(workers, &mut (0..n_files).map(|_| some_file()))
}

/// The answers by their places; none may come twice.
fn answers_to(
    workers: &Workers,
    files: &mut dyn Iterator<Item = Result<File, OpenError>>,
) -> BTreeMap<usize, Result<Metadata, WorkerError>> {
    let mut answers = BTreeMap::new();
    workers.metadata_each(files, FALLBACK, &wanted, &mut |index, answer| {
        assert!(answers.insert(index, answer).is_none(), "file {index} was answered twice");
    });
    answers
}

fn signal(id: u32, signal: Signal) {
    kill_process(Pid::from_raw(id.cast_signed()).unwrap(), signal).unwrap();
}

#[test]
fn nothing_gets_out_of_a_worker() {
    let attempts = workers(1).trial(Trial::Escapes, &wanted).unwrap();
    let succeeded: Vec<_> = attempts.iter().filter(|attempt| !attempt.refused).collect();
    assert!(succeeded.is_empty(), "{succeeded:#?}");
    for escape in [
        "read a file",
        "write a file",
        "connect over the network",
        "start a process",
        "trace another",
        "signal another",
    ] {
        assert!(
            attempts.iter().any(|attempt| attempt.what.starts_with(escape)),
            "{escape} was not tried: {attempts:#?}"
        );
    }
}

#[test]
fn the_sandbox_is_entered_and_says_so() {
    let workers = workers(1);
    let state = workers.sandbox_state().unwrap();
    // Landlock is a matter of the kernel's settings; the rest is everywhere.
    for layer in [Layer::Descriptors, Layer::Environment, Layer::Limits, Layer::Privileges, Layer::SystemCalls] {
        assert!(state.has(layer), "{state:#?}");
    }
    assert_eq!(state.layers.iter().map(|state| state.layer).collect::<Vec<_>>(), Layer::ALL);
    assert!(!Workers::in_process().sandbox_state().unwrap().is_complete());

    let id = workers.idle_process_ids()[0];
    let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let memory = limits.lines().find(|line| line.starts_with("Max address space")).unwrap();
    assert!(memory.contains(&WORKER_MEMORY_BYTES.to_string()), "{memory}");
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    assert!(
        status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2") && status.contains("Threads:\t1"),
        "{status}"
    );
}

/// What comes of a trial, how long that takes, and whether the next question is answered.
fn check_trial(trial: Trial, is_expected: impl Fn(&WorkerError) -> bool) {
    let workers = workers(1);
    let since = Instant::now();
    let error = workers.trial(trial, &wanted).unwrap_err();
    assert!(is_expected(&error), "{trial:?}: {error:?}");
    assert!(since.elapsed() < Duration::from_secs(2) + SLACK, "{trial:?} took {:?}", since.elapsed());
    let answer = workers.metadata(&some_file().unwrap(), FALLBACK, &wanted);
    assert!(answer.is_ok(), "after {trial:?}: {answer:?}");
}

#[test]
fn a_worker_that_hangs_costs_its_answer_and_no_more_than_the_deadline() {
    for trial in [Trial::Sleep, Trial::Loop] {
        check_trial(trial, |error| *error == WorkerError::TimedOut { seconds: 2 });
    }
}

#[test]
fn a_worker_that_dies_says_of_what() {
    let crashed_by = |words: &'static str| move |error: &WorkerError| matches!(error, WorkerError::Crashed { how } if how.contains(words));
    check_trial(Trial::Abort, crashed_by("SIGABRT"));
    check_trial(Trial::Overflow, crashed_by("stack overflow"));
    check_trial(Trial::Exit, crashed_by("exit status: 0"));
    check_trial(Trial::Allocate, |error| *error == WorkerError::OutOfMemory);
}

#[test]
fn a_worker_that_answers_a_byte_at_a_time_is_late_too() {
    check_trial(Trial::Trickle, |error| matches!(error, WorkerError::TimedOut { .. }));
}

#[test]
fn a_panic_is_an_answer() {
    check_trial(
        Trial::Panic,
        |error| matches!(error, WorkerError::Failed { why } if why.contains("as the trial asks")),
    );
}

#[test]
fn what_makes_no_sense_is_not_believed() {
    for trial in [Trial::Babble, Trial::Announce] {
        check_trial(trial, |error| matches!(error, WorkerError::Failed { why } if why.contains("its decoder")));
    }
}

#[test]
fn a_worker_killed_while_it_waits_is_replaced_and_the_question_answered() {
    let workers = workers(1);
    workers.metadata(&some_file().unwrap(), FALLBACK, &wanted).unwrap();
    let [id] = workers.idle_process_ids()[..] else { panic!("one worker waits") };
    signal(id, Signal::KILL);
    workers.metadata(&some_file().unwrap(), FALLBACK, &wanted).unwrap();
    assert_ne!(workers.idle_process_ids(), [id]);
}

#[test]
fn workers_killed_among_many_files_cost_no_answer() {
    let workers = workers(2);
    metadata_of_each(&workers, 1000);
    let ids = workers.idle_process_ids();
    assert_eq!(ids.len(), 2);
    let mut files = (0..1000).map(|index| {
        if index == 300 {
            ids.iter().for_each(|id| signal(*id, Signal::KILL));
        }
        some_file()
    });
    let answers = answers_to(&workers, &mut files);
    assert_eq!(answers.len(), 1000);
    assert!(answers.values().all(Result::is_ok));
}

#[test]
fn a_worker_that_hangs_among_many_files_costs_one_answer() {
    let workers = workers(1);
    metadata_of_each(&workers, 1);
    let ids = workers.idle_process_ids();
    let mut files = (0..500).map(|index| {
        if index == 300 {
            ids.iter().for_each(|id| signal(*id, Signal::STOP));
        }
        some_file()
    });
    let since = Instant::now();
    let answers = answers_to(&workers, &mut files);
    assert!(since.elapsed() < Duration::from_secs(2) + SLACK);
    assert_eq!(answers.len(), 500);
    let failed: Vec<_> = answers.values().filter_map(|answer| answer.as_ref().err()).collect();
    assert_eq!(failed, [&WorkerError::TimedOut { seconds: 2 }]);
}

#[test]
fn a_worker_that_crashes_among_many_files_costs_one_answer() {
    let workers = workers(1);
    metadata_of_each(&workers, 1);
    let ids = workers.idle_process_ids();
    std::thread::scope(|scope| {
        let mut files = (0..500).map(|index| {
            if index == 300 {
                // It crashes a little later, when it has certainly been handed files.
                ids.iter().for_each(|id| signal(*id, Signal::STOP));
                scope.spawn(|| {
                    std::thread::sleep(Duration::from_millis(300));
                    ids.iter().for_each(|id| [Signal::ILL, Signal::CONT].iter().for_each(|sent| signal(*id, *sent)));
                });
            }
            some_file()
        });
        let answers = answers_to(&workers, &mut files);
        let failed: Vec<_> = answers.values().filter_map(|answer| answer.as_ref().err()).collect();
        assert!(matches!(failed[..], [WorkerError::Crashed { how }] if how.contains("SIGILL")), "{failed:?}");
        assert_eq!(answers.len(), 500);
    });
}

#[test]
fn answers_say_which_file_they_are_about() {
    let missing = || open_regular(Path::new("/no/such/file"));
    for workers in [workers(2), Workers::in_process()] {
        let mut files = (0..200).map(|index| if index % 7 == 3 { missing() } else { some_file() });
        let answers = answers_to(&workers, &mut files);
        assert_eq!(answers.len(), 200);
        for (index, answer) in answers {
            assert_eq!(matches!(answer, Err(WorkerError::Open(OpenError::Missing { .. }))), index % 7 == 3, "{index}");
        }
    }
}

#[test]
fn worn_workers_are_replaced() {
    let workers = workers(1);
    metadata_of_each(&workers, 1);
    let before = workers.idle_process_ids();
    let n_files = 20_500;
    assert_eq!(metadata_of_each(&workers, n_files).len(), n_files);
    let after = workers.idle_process_ids();
    assert_eq!(before.len(), after.len());
    assert_eq!(before.iter().filter(|id| !after.contains(id)).count(), 1, "{before:?} {after:?}");
}

#[test]
fn what_is_no_longer_wanted_stops() {
    let workers = workers(1);
    let n_asked = Cell::new(0);
    let gives_up = || n_asked.replace(n_asked.get() + 1) > 3;
    assert_eq!(workers.trial(Trial::Sleep, &gives_up), Err(WorkerError::Cancelled));

    let mut n_answered = 0;
    let mut endless = std::iter::repeat_with(some_file);
    n_asked.set(0);
    workers.metadata_each(&mut endless, FALLBACK, &gives_up, &mut |_, _| n_answered += 1);
    assert!(n_answered < 1000, "{n_answered}");
    assert!(workers.metadata(&some_file().unwrap(), FALLBACK, &wanted).is_ok());
}

#[test]
fn several_threads_share_the_workers() {
    let workers = workers(2);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    workers.metadata(&some_file().unwrap(), FALLBACK, &wanted).unwrap();
                    let job = PictureJob { wanted: Wanted::Fit { edge_px: 256 }, frame: 0, size_px: None };
                    let picture = workers.picture(&some_file().unwrap(), job, &wanted);
                    assert!(matches!(picture, Err(WorkerError::Decode(_))), "{picture:?}");
                }
            });
        }
        scope.spawn(|| assert_eq!(metadata_of_each(&workers, 500).len(), 500));
    });
    let ids = workers.idle_process_ids();
    assert!(ids.len() <= 4, "no more workers than asked for, twice: {ids:?}");
}

#[test]
fn a_worker_says_what_the_program_itself_would() {
    let file = some_file().unwrap();
    let here = Workers::in_process();
    let workers = workers(1);
    assert_eq!(workers.metadata(&file, FALLBACK, &wanted), here.metadata(&file, FALLBACK, &wanted));
    assert_eq!(workers.page(&file, &wanted), here.page(&file, &wanted));
}

#[test]
fn texts_that_name_no_encoding_are_read_in_the_one_asked_for() {
    let workers = workers(1);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/metadata/iim_latin_unflagged_de.jpg");
    let described = |fallback: &str| {
        let fallback = FallbackEncoding::parse(fallback).unwrap();
        let metadata = workers.metadata(&open_regular(&path).unwrap(), fallback, &wanted).unwrap();
        merged(metadata, None, Profile::News).caption().description.unwrap()
    };
    let (western, russian) = (described("windows-1252"), described("cp1251"));
    assert!(western.contains(['ä', 'ö', 'ü', 'ß']), "{western}");
    assert!(russian.contains(|c| ('а'..='я').contains(&c)), "{russian}");
}

#[test]
fn only_regular_files_are_opened_and_nothing_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let made = Command::new("mkfifo").arg(path("pipe")).status().unwrap();
    assert!(made.success());
    let _socket = UnixListener::bind(path("socket")).unwrap();
    symlink(path("loop"), path("loop")).unwrap();
    symlink("/dev/zero", path("zero")).unwrap();
    symlink(path("pipe"), path("to_pipe")).unwrap();
    symlink(path("nothing"), path("to_nothing")).unwrap();
    symlink(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), path("to_file")).unwrap();
    let what = |path: &Path| match open_regular(path) {
        Err(OpenError::NotAFile { what, .. }) => what,
        Err(OpenError::Missing { .. }) => "missing",
        other => panic!("{}: {other:?}", path.display()),
    };
    let since = Instant::now();
    assert_eq!(what(&path("pipe")), "a pipe");
    assert_eq!(what(&path("to_pipe")), "a pipe");
    assert_eq!(what(&path("socket")), "a socket");
    assert_eq!(what(&path("loop")), "a symbolic link that leads to itself");
    assert_eq!(what(&path("zero")), "a device");
    assert_eq!(what(&path("to_nothing")), "missing");
    assert_eq!(what(Path::new("/dev/tty")), "a device");
    assert_eq!(what(folder.path()), "a folder");
    assert!(since.elapsed() < SLACK);
    assert!(open_regular(&path("to_file")).is_ok());
    let message = open_regular(&path("pipe")).unwrap_err().to_string();
    assert!(message.starts_with("cannot read it, because it is a pipe: /"), "{message}");
}

#[test]
fn a_program_that_is_no_worker_is_found_out() {
    assert!(Workers::start(Path::new("/no/such/program"), 1).is_err());
    let other = Workers::start(Path::new("/bin/true"), 1).unwrap();
    let answer = other.metadata(&some_file().unwrap(), FALLBACK, &wanted);
    assert!(matches!(answer, Err(WorkerError::NotStarted { .. })), "{answer:?}");
    let answers = metadata_of_each(&other, 100);
    assert!(answers.len() == 100 && answers.values().all(Result::is_err));
}

/// The tests of a program share its descriptors, so they are counted in a program of their own.
const COUNTED_VARIABLE: &str = "CUTLINE_TEST_COUNT_DESCRIPTORS";

#[test]
fn no_descriptor_is_left_behind() {
    let this = std::env::current_exe().unwrap();
    let run = Command::new(this)
        .args([
            "--exact",
            "--include-ignored",
            "worker::child_that_counts_descriptors",
            "child_that_counts_descriptors",
        ])
        .env(COUNTED_VARIABLE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn child_that_counts_descriptors() {
    if std::env::var_os(COUNTED_VARIABLE).is_none() {
        return;
    }
    let n_open = |id: &str| fs::read_dir(format!("/proc/{id}/fd")).unwrap().count();
    let n_before_any = n_open("self");
    let workers = workers(1);
    metadata_of_each(&workers, 1);
    workers.metadata(&some_file().unwrap(), FALLBACK, &wanted).unwrap();
    let n_before = n_open("self");
    let ids = workers.idle_process_ids();
    let n_in_workers: Vec<_> = ids.iter().map(|id| n_open(&id.to_string())).collect();
    // Standard input twice, standard output and error.
    assert_eq!(n_in_workers, [4]);

    metadata_of_each(&workers, 1000);
    for _ in 0..1000 {
        workers.metadata(&some_file().unwrap(), FALLBACK, &wanted).unwrap();
    }
    assert_eq!(workers.idle_process_ids(), ids);
    assert_eq!(ids.iter().map(|id| n_open(&id.to_string())).collect::<Vec<_>>(), n_in_workers);
    for _ in 0..20 {
        workers.trial(Trial::Abort, &wanted).unwrap_err();
    }
    workers.metadata(&some_file().unwrap(), FALLBACK, &wanted).unwrap();
    assert_eq!(n_open("self"), n_before);
    drop(workers);
    assert_eq!(n_open("self"), n_before_any);
}
