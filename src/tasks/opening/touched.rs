//! Inputs that were touched and not changed: the times that their files have now, beside the index, so that a file is read
//! for its sum once and not at each opening.

use std::path::{Path, PathBuf};

use crate::cache::TOUCHED_EXTENSION;
use crate::files::{Existing, write_whole};

/// The most bytes that are read of what was noted; a file that is touched daily needs some thousand in a year.
const READ_MAX_BYTES: u64 = 64 * 1024;

/// What was noted of the inputs of an index.
pub(super) struct Touched {
    path: Option<PathBuf>,
    lines: Vec<String>,
}

impl Touched {
    /// What was noted beside an index.
    pub(super) fn of(index: Option<&Path>) -> Self {
        let path = index.map(|index| index.with_extension(TOUCHED_EXTENSION));
        let is_short = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|metadata| metadata.len() <= READ_MAX_BYTES);
        let noted = path.as_ref().filter(|path| is_short(path)).and_then(|path| std::fs::read_to_string(path).ok());
        Self { path, lines: noted.unwrap_or_default().lines().map(str::to_owned).collect() }
    }

    /// Whether a file with that sum had that state.
    pub(super) fn holds(&self, digest: &[u8; 16], state: &str) -> bool {
        self.lines.contains(&line(digest, state))
    }

    /// Notes that a file with that sum has that state now, in place of what was noted of the same sum.
    pub(super) fn note(&mut self, digest: &[u8; 16], state: &str) {
        let Some(path) = &self.path else { return };
        let same_file = line(digest, "");
        self.lines.retain(|line| !line.starts_with(&same_file));
        self.lines.push(line(digest, state));
        let content: String = self.lines.iter().map(|line| format!("{line}\n")).collect();
        // Where it cannot be noted, the file is read again.
        write_whole(path, Existing::Replace, |out| out.write_all(content.as_bytes())).ok();
    }
}

fn line(digest: &[u8; 16], state: &str) -> String {
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{digest} {state}")
}
