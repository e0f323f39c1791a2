//! `cutline corrections`: what the user corrected in captions, listed, exported and imported.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use crate::cli::arguments::{CorrectionsCommand, FolderArguments};
use crate::cli::run::found_folders;
use crate::cli::{FAILED, NOTHING_MATCHED, output};
use crate::files::Existing;
use crate::lists::change::Change;
use crate::lists::corrections_file;
use crate::lists::database::Database;
use crate::photo::corrections::Corrections;
use crate::settings::folders::Folders;
use crate::text::counted;

/// Does what is asked of the corrections.
pub(super) fn run(command: &CorrectionsCommand, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let folders = found_folders(folders)?;
    match command {
        CorrectionsCommand::List => list(&folders),
        CorrectionsCommand::Export { file, force } => export(file, *force, &folders),
        CorrectionsCommand::Import { file } => import(file, &folders),
    }
}

/// The user's corrections, for commands that read captions; what cannot be read is told, and corrects nothing.
pub(super) fn of_user(folders: &Folders) -> (Arc<Corrections>, Vec<String>) {
    if !folders.lists_path().exists() {
        return (Arc::default(), Vec::new());
    }
    let read = Database::open(Some(&folders.lists_path()))
        .and_then(|(database, messages)| Ok((database.corrections()?, messages)));
    match read {
        Ok(read) => read,
        Err(error) => (Arc::default(), vec![format!("captions are read without your corrections: {error}")]),
    }
}

fn list(folders: &Folders) -> anyhow::Result<ExitCode> {
    let corrections = kept(folders)?;
    let mut out = output::stdout();
    for correction in corrections.all() {
        let photo = correction.photo.as_ref().map_or("everywhere".to_owned(), ToString::to_string);
        let line = format!("{}  {}  {photo}", correction.words, correction.verdict);
        writeln!(out, "{}", output::visible_line(&line))?;
    }
    out.flush()?;
    Ok(if corrections.is_empty() { ExitCode::from(NOTHING_MATCHED) } else { ExitCode::SUCCESS })
}

fn export(file: &Path, force: bool, folders: &Folders) -> anyhow::Result<ExitCode> {
    let corrections = kept(folders)?;
    let existing = if force { Existing::Replace } else { Existing::Keep };
    corrections_file::write(corrections.all(), file, existing)?;
    output::say(&format!("wrote {} to {}", counted(corrections.all().len(), "correction"), file.display()));
    Ok(ExitCode::SUCCESS)
}

fn import(file: &Path, folders: &Folders) -> anyhow::Result<ExitCode> {
    let (add, problems) = corrections_file::read(file)?;
    for problem in &problems {
        output::say(&format!("warning: {problem}"));
    }
    let path = folders.lists_path();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let (mut database, messages) = Database::open(Some(&path))?;
    for message in messages {
        output::say(&format!("warning: {message}"));
    }
    let n_read = add.len();
    database.apply(Change::Correct { remove: Vec::new(), add })?;
    output::say(&format!("imported {} from {}", counted(n_read, "correction"), file.display()));
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// The corrections that are kept; an error where they cannot be read.
fn kept(folders: &Folders) -> anyhow::Result<Arc<Corrections>> {
    if !folders.lists_path().exists() {
        return Ok(Arc::default());
    }
    let (database, messages) = Database::open(Some(&folders.lists_path()))?;
    if !messages.is_empty() {
        bail!("{}", messages.join("; "));
    }
    Ok(database.corrections()?)
}
