//! `cutline doctor`: where things are kept, what keeps strangers' files in check, and whether it does.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::cli::arguments::FolderArguments;
use crate::cli::{output, run};
use crate::worker::sandbox;
use crate::worker::trial::Trial;
use crate::worker::{WorkerError, Workers, own_program};

/// Exit status when something is not as it should be.
const DEGRADED: u8 = 1;

/// Prints what it finds, a line for each thing that could be wrong.
pub(super) fn run(folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let folders = run::found_folders(folders)?;
    let mut report = Report { out: output::stdout(), well: true };
    writeln!(report.out, "Cutline {} on {}", env!("CARGO_PKG_VERSION"), system())?;
    report.heading("Folders")?;
    report.folder("lists", &folders.data)?;
    report.folder("settings and places", &folders.config)?;
    report.folder("cache", &folders.cache)?;
    report.sandbox()?;
    writeln!(report.out)?;
    let verdict =
        if report.well { "All is well." } else { "Not all is as it should be; see the lines with “bad”." };
    writeln!(report.out, "{verdict}")?;
    report.out.flush()?;
    Ok(if report.well { ExitCode::SUCCESS } else { ExitCode::from(DEGRADED) })
}

struct Report {
    out: Box<dyn Write>,
    well: bool,
}

impl Report {
    fn heading(&mut self, heading: &str) -> io::Result<()> {
        writeln!(self.out, "\n{heading}")
    }

    /// A line: whether it is as it should be, and what there is to say.
    fn line(&mut self, is_well: bool, line: &str) -> io::Result<()> {
        self.well &= is_well;
        writeln!(self.out, "  {}  {}", if is_well { "ok " } else { "bad" }, output::visible_line(line))
    }

    fn folder(&mut self, what: &str, path: &Path) -> io::Result<()> {
        let shown = path.display();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() && is_writable(path) => self.line(true, &format!("{what}: {shown}")),
            Ok(found) if found.is_dir() => self.line(false, &format!("{what}: may not be written into: {shown}")),
            Ok(_) => self.line(false, &format!("{what}: is no folder: {shown}")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // The nearest folder that is there has to take the new one.
                let above = path.ancestors().skip(1).find(|above| above.exists());
                let can_be = above.is_some_and(|above| above.is_dir() && is_writable(above));
                let line = if can_be { "will be made when it is needed" } else { "cannot be made" };
                self.line(can_be, &format!("{what}: {line}: {shown}"))
            }
            Err(error) => self.line(false, &format!("{what}: {error}: {shown}")),
        }
    }

    /// The layers, and what a worker can do in spite of them.
    fn sandbox(&mut self) -> io::Result<()> {
        self.heading(sandbox::HEADING)?;
        let workers = match own_program().and_then(|program| Workers::start(&program, 1)) {
            Ok(workers) => workers,
            Err(error) => return self.line(false, &format!("it does not start: {error}")),
        };
        match workers.sandbox_state() {
            Ok(state) => {
                for (is_there, line) in state.lines() {
                    self.line(is_there, &line)?;
                }
            }
            Err(error) => return self.line(false, &error.to_string()),
        }
        self.heading("What it tried to do, and how that was refused")?;
        match workers.trial(Trial::Escapes, &|| false) {
            Ok(attempts) => {
                for attempt in attempts {
                    self.line(attempt.refused, &format!("{}: {}", attempt.what, attempt.outcome))?;
                }
            }
            Err(error) => self.line(false, &error.to_string())?,
        }
        self.heading("It is ended")?;
        for (trial, what) in [(Trial::Allocate, "takes too much memory"), (Trial::Loop, "takes too much time")] {
            let ended = workers.trial(trial, &|| false);
            let is_well = matches!(ended, Err(WorkerError::OutOfMemory | WorkerError::TimedOut { .. }));
            self.line(is_well, &format!("when it {what}"))?;
        }
        Ok(())
    }
}

#[cfg(unix)]
fn is_writable(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn is_writable(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|found| !found.permissions().readonly())
}

/// The system and its kernel.
fn system() -> String {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{} {} ({})", std::env::consts::OS, kernel.trim(), std::env::consts::ARCH)
}
