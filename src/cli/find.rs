//! `cutline find`: the photos that someone else's list means, in its order, and `cutline compare`: two collections.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};

use crate::cli::arguments::forms::CompareFormat;
use crate::cli::arguments::{CompareArguments, FindArguments, FolderArguments, Inputs};
use crate::cli::run::{OpenedInputs, check_whole, found_folders, open, print_photos};
use crate::cli::{FAILED, NOTHING_MATCHED, output};
use crate::comparing::Kind;
use crate::comparing::report::{self, ReportFormat};
use crate::finding::wanted;
use crate::lists::Lists;
use crate::lists::change::Change;
use crate::lists::database::Database;
use crate::tasks::comparing::{compare as compared, photo_of, side};
use crate::tasks::finding::{self, Reach, RemarkKind};
use crate::text;

/// The name of the list that is made, when none is given and the list comes by standard input.
const USUAL_LIST_NAME: &str = "Found";

/// `cutline find`
pub(super) fn find(arguments: &FindArguments, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let from_stream = arguments.list.as_os_str() == "-";
    let column = arguments.column.as_deref();
    let wanted = if from_stream {
        wanted::read(&mut std::io::stdin().lock(), column)
    } else {
        // A folder opens and cannot be read, which says so.
        let file = File::open(&arguments.list);
        let mut file = file.with_context(|| format!("the list cannot be read: {}", arguments.list.display()))?;
        wanted::read(&mut file, column)
    };
    let wanted = wanted.with_context(|| arguments.list.display().to_string())?;
    let OpenedInputs { catalog, n_warnings, .. } = open(&arguments.inputs, folders.clone())?;
    let reach = if arguments.sure { Reach::Sure } else { Reach::Likeness };
    let found = finding::find(&catalog, &wanted, reach, &|_, _| true)?;
    let made = if arguments.no_list || found.photos.is_empty() {
        None
    } else {
        let stem = arguments.list.file_stem().filter(|_| !from_stream);
        let usual = stem.map_or(USUAL_LIST_NAME.to_owned(), |stem| stem.to_string_lossy().into_owned());
        let name = arguments.name.clone().unwrap_or(usual);
        Some(make_list(name, arguments.name.is_some(), found.listed.clone(), folders)?)
    };
    let mut out = output::stdout();
    print_photos(&catalog, &found.photos, arguments.format, &mut out)?;
    out.flush()?;
    output::say(&found.report());
    if let Some(made) = made {
        output::say(&made);
    }
    if found.photos.is_empty() {
        return Ok(ExitCode::from(NOTHING_MATCHED));
    }
    let n_missing = found.remarks.iter().filter(|remark| remark.kind != RemarkKind::Repeated).count();
    let is_strict = arguments.strict && (n_missing + found.n_more_remarks + n_warnings) > 0;
    Ok(if is_strict { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

/// Puts the photos on a new list, which becomes the current one; says so.
fn make_list(
    name: String,
    is_asked: bool,
    photos: Vec<crate::lists::ListedPhoto>,
    folders: FolderArguments,
) -> anyhow::Result<String> {
    let (mut database, messages) = Database::open(Some(&found_folders(folders)?.lists_path()))?;
    for message in messages {
        output::say(&format!("warning: {message}"));
    }
    if !database.is_kept() {
        bail!("no list was made, because lists cannot be kept; --no-list only prints the photos");
    }
    let n_photos = photos.len();
    let applied = if is_asked {
        // A name that was asked for is not changed silently.
        database.apply(Change::Create { name: Some(name), photos })?
    } else {
        let name = free_name(&name, &database.snapshot()?);
        match database.apply(Change::Create { name: Some(name), photos: photos.clone() }) {
            // A name of another window by now, or one too long for a list: any will do.
            Err(_) => database.apply(Change::Create { name: None, photos })?,
            Ok(applied) => applied,
        }
    };
    let list = applied.lists.current_list().map(|list| list.name.as_str()).unwrap_or_default();
    let photos = if n_photos == 1 { "photo is" } else { "photos are" };
    Ok(format!("{n_photos} {photos} on the new list “{list}”"))
}

/// The name, or with the first number that makes it one which no list has.
fn free_name(name: &str, lists: &Lists) -> String {
    let is_free = |wanted: &String| !lists.all.iter().any(|list| text::fold(&list.name) == text::fold(wanted));
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// `cutline compare`
pub(super) fn compare(arguments: &CompareArguments, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let kinds = match arguments.only.as_slice() {
        [] => vec![Kind::Added, Kind::Removed, Kind::Changed, Kind::Moved],
        names => names.iter().map(|name| kind_named(name)).collect::<anyhow::Result<_>>()?,
    };
    let opened = |path: &PathBuf| {
        let only = Inputs {
            inputs: vec![path.clone()],
            sample: false,
            iim_encoding: arguments.iim_encoding,
            no_subfolders: arguments.no_subfolders,
            maps: arguments.maps.clone(),
        };
        open(&only, folders.clone()).map(|opened| opened.catalog)
    };
    let (a, b) = (opened(&arguments.a)?, opened(&arguments.b)?);
    let comparison = compared(&a, &b, &|_, _| true).context("the comparison was stopped")?;
    let (photo_a, photo_b) = (photo_of(&a), photo_of(&b));
    let sides = [side(&a, &photo_a), side(&b, &photo_b)];
    let format = match arguments.format {
        CompareFormat::Table => ReportFormat::Table,
        CompareFormat::Json => ReportFormat::Json,
        CompareFormat::Html => ReportFormat::Html,
    };
    let mut out = output::stdout();
    report::write(&comparison, sides, &kinds, format, &mut out)?;
    out.flush()?;
    check_whole(&[&a, &b])?;
    // As `diff` does: 1 where they differ.
    Ok(if comparison.is_same() { ExitCode::SUCCESS } else { ExitCode::from(NOTHING_MATCHED) })
}

fn kind_named(name: &str) -> anyhow::Result<Kind> {
    let known = || Kind::ALL.map(Kind::name).join(", ");
    Kind::named(name).ok_or_else(|| anyhow!("“{name}” is no kind of difference: use {}", known()))
}
