//! The index of a large input survives what may happen to whoever builds it: being killed, and a disk that is full. The
//! next start never shows a part as the whole.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// More than an index is kept from, and enough to be killed in the middle of.
const N_PHOTOS: usize = 6_000;

struct Desk {
    folder: tempfile::TempDir,
    captions: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let captions = folder.path().join("captions.jsonl");
        let line = |n: usize| {
            format!("{{\"id\":{n},\"caption\":\"Jane Doe {n} waves a flag in the Rotunda. (Photo by Ann Roe/AFP)\"}}\n")
        };
        fs::create_dir(folder.path().join("cache")).unwrap();
        let mut file = fs::OpenOptions::new().create_new(true).write(true).open(&captions).unwrap();
        file.write_all((0..N_PHOTOS).map(line).collect::<String>().as_bytes()).unwrap();
        Self { folder, captions }
    }

    /// The program, told to list everything, begun by a shell that may set limits first.
    fn list(&self, limits: &str) -> Command {
        self.run(&format!("{limits} exec \"$0\" list \"$1\" --format jsonl"))
    }

    /// A script of which $0 is the program and $1 the file of captions.
    fn run(&self, script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_cutline")]).arg(&self.captions);
        for variable in ["CUTLINE_DATA_DIR", "CUTLINE_CONFIG_DIR", "CUTLINE_CACHE_DIR"] {
            command.env(variable, self.folder.path().join("cache"));
        }
        command.stderr(Stdio::piped());
        command
    }

    /// How many photos are listed, and what is said beside.
    fn listed(&self, limits: &str) -> (usize, String) {
        let output = self.list(limits).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let n_lines = output.stdout.iter().filter(|byte| **byte == b'\n').count();
        (n_lines, String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// The files in the folder of indexes with that ending.
    fn files(&self, ending: &str) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.folder.path().join("cache/indexes")) else { return Vec::new() };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        paths.filter(|path| has_ending(path, ending)).collect()
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.to_string_lossy().ends_with(ending)
}

#[test]
fn a_build_that_is_killed_leaves_nothing_that_is_taken_for_an_index() {
    let desk = Desk::new();
    for _ in 0..3 {
        let mut child = desk.list("").stdout(Stdio::null()).spawn().unwrap();
        // Its file appears when the first photos are indexed, and has its name only at the end.
        while desk.files(".tmp").is_empty() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // The litter of the killed goes when the next one writes.
        assert!(desk.files(".tmp").len() <= 1);
    }
    let (n_photos, said) = desk.listed("");
    assert_eq!((n_photos, said.as_str()), (N_PHOTOS, ""));
    assert_eq!((desk.files(".index").len(), desk.files(".tmp").len()), (1, 0));
    assert_eq!(desk.listed(""), (N_PHOTOS, String::new()));
}

#[test]
fn a_disk_that_fills_up_costs_the_index_and_no_photo() {
    let desk = Desk::new();
    // The largest file may have some hundred kilobytes; the signal that says so is ignored, as on a full disk there is none.
    let (n_photos, said) = desk.listed("trap '' XFSZ; ulimit -f 400;");
    assert_eq!(n_photos, N_PHOTOS);
    assert!(said.contains("the index cannot be written any further"), "{said}");
    assert_eq!((desk.files(".index").len(), desk.files(".tmp").len()), (0, 0));
    assert_eq!(desk.listed(""), (N_PHOTOS, String::new()));
    assert_eq!(desk.files(".index").len(), 1);
}

#[test]
fn two_processes_that_build_at_once_do_not_hurt_each_other() {
    let desk = Desk::new();
    let children: Vec<_> = (0..2).map(|_| desk.list("").stdout(Stdio::piped()).spawn().unwrap()).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), N_PHOTOS);
    }
    assert_eq!((desk.files(".index").len(), desk.files(".tmp").len()), (1, 0));
    assert_eq!(desk.listed(""), (N_PHOTOS, String::new()));
}

#[test]
fn what_comes_in_by_a_stream_is_read_like_a_file_and_opened_from_its_index() {
    let desk = Desk::new();
    let listed = |script: &str| {
        let output = desk.run(script).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{script}");
        output.stdout
    };
    let by_file = String::from_utf8(listed("\"$0\" list \"$1\" --format jsonl")).unwrap();
    let by_file = by_file.replace(&desk.captions.display().to_string(), "-");
    assert_eq!(desk.files(".index").len(), 1);
    for _ in 0..2 {
        assert_eq!(listed("cat \"$1\" | \"$0\" list - --format jsonl"), by_file.as_bytes());
        assert_eq!(desk.files(".index").len(), 2);
    }
    let by_pipe = listed("mkfifo \"$1.pipe\"; cat \"$1\" > \"$1.pipe\" & \"$0\" list \"$1.pipe\" --format jsonl");
    let name = format!("{}.pipe", desk.captions.display());
    assert_eq!(String::from_utf8(by_pipe).unwrap().replace(&name, "-"), by_file);
    // What it waited in is gone.
    let left = fs::read_dir(desk.folder.path().join("cache")).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(left.filter(|path| path.is_file()).collect::<Vec<_>>(), [] as [PathBuf; 0]);
}

#[test]
fn every_command_fails_where_its_answer_lacks_something() {
    let desk = Desk::new();
    desk.listed("");
    let index = desk.files(".index").remove(0);
    let whole = fs::read(&index).unwrap();
    let write = |bytes: &[u8]| {
        cutline::files::write_whole(&index, cutline::files::Existing::Replace, |out| out.write_all(bytes)).unwrap();
    };
    for command in ["list", "lint", "facets -q '1 -2'", "export --to \"$1.out\" --format jsonl --force"] {
        let output = || desk.run(&format!("\"$0\" {command} \"$1\"")).output().unwrap();
        write(&whole);
        let right = output();
        let has_failed = (1..16).any(|n| {
            let mut damaged = whole.clone();
            let from = whole.len() * n / 16;
            damaged[from..from + whole.len() / 32].iter_mut().for_each(|byte| *byte ^= 1);
            write(&damaged);
            let output = output();
            let said = String::from_utf8_lossy(&output.stderr);
            // What is needed to open an index at all is found damaged before; what is not asked for is not read.
            if output.status.code() != right.status.code() {
                assert_eq!(output.status.code(), Some(2), "{command}: {said}");
                assert_eq!(said.matches("the index is damaged").count(), 1, "{command}: {said}");
                return true;
            }
            assert_eq!(output.stdout, right.stdout, "{command}: {said}");
            false
        });
        assert!(has_failed, "{command}");
    }
}
