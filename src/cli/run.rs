//! The headless commands.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{anyhow, bail};
use clap::CommandFactory as _;
use clap_complete::Shell;
use serde_json::json;

use crate::cache::Cache;
use crate::catalog::facets::FacetValue;
use crate::catalog::order::Sort;
use crate::catalog::{Catalog, PhotoIndex, Results};
use crate::cli::arguments::forms::{FacetsFormat, ListFormat};
use crate::cli::arguments::{Arguments, FacetsArguments, FolderArguments, Inputs, ListArguments, Selection};
use crate::cli::inputs::{inputs, options};
use crate::cli::{FAILED, NOTHING_MATCHED, corrections, output};
use crate::exporters::{self, Export};
use crate::lists::Lists;
use crate::lists::database::Database;
use crate::photo::knowledge::Knowledge;
use crate::photo::{Photo, PhotoKey};
use crate::query::{FacetName, Query};
use crate::readers::Reader;
use crate::settings::folders::{FolderOptions, Folders};
use crate::settings::house_styles::lint_named;
use crate::settings::{Settings, user_gazetteer};
use crate::tasks::exporting;
use crate::tasks::opening::{self, Opened, Opening};
use crate::worker::{self, Workers};

/// Workers of each kind: as many as keep two cores busy while one waits for the disk.
const N_WORKERS: usize = 2;
/// Width of the caption in a table that is not on a terminal of known width, in characters.
const TABLE_CAPTION: usize = 100;

/// `cutline list`
pub(super) fn list(arguments: &ListArguments, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let found = Found::search(&arguments.selection, folders)?;
    let mut out = output::stdout();
    print_photos(&found.catalog, &found.shown, arguments.format, &mut out)?;
    out.flush()?;
    Ok(found.exit_code(&arguments.selection))
}

/// Prints photos of a collection, in the order given.
pub(super) fn print_photos(
    catalog: &Catalog,
    photos: &[PhotoIndex],
    format: ListFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut photos = photos.iter().filter_map(|index| catalog.numbered(*index));
    match format.exporter() {
        Some(format) => {
            let export = Export::of_captions(exporting::heading(catalog));
            exporters::export(&mut photos, &export, format, out)?;
        }
        None => {
            for (number, photo) in photos {
                writeln!(out, "{}", table_row(number, &photo))?;
            }
        }
    }
    check_whole(&[catalog])
}

/// Fails where an index proved damaged: then what was printed may lack something.
pub(super) fn check_whole(catalogs: &[&Catalog]) -> anyhow::Result<()> {
    if catalogs.iter().any(|catalog| catalog.is_damaged()) {
        bail!("the index is damaged, so that photos are missing here; run the command again to build it anew");
    }
    Ok(())
}

/// `cutline facets`
pub(super) fn facets(arguments: &FacetsArguments, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let wanted = match arguments.facets.as_slice() {
        [] => FacetName::ALL.to_vec(),
        names => names.iter().map(|name| facet_named(name)).collect::<anyhow::Result<_>>()?,
    };
    let found = Found::search(&arguments.selection, folders)?;
    let limit = arguments.selection.limit;
    let mut out = output::stdout();
    match arguments.format {
        FacetsFormat::Table => {
            for name in wanted {
                writeln!(out, "{}", name.name())?;
                for (value, label, depth, n_photos) in found.facet(name, limit) {
                    writeln!(
                        out,
                        "{n_photos:8}  {}{}  [{}]",
                        "  ".repeat(depth),
                        output::visible_line(&label),
                        output::visible_line(&value)
                    )?;
                }
            }
        }
        FacetsFormat::Json => {
            let facet = |name: FacetName| {
                let values = found.facet(name, limit).into_iter().map(|(value, label, depth, n_photos)| {
                    json!({"value": value, "label": label, "depth": depth, "n_photos": n_photos})
                });
                (name.name().to_owned(), values.collect::<serde_json::Value>())
            };
            let all: serde_json::Map<String, serde_json::Value> = wanted.into_iter().map(facet).collect();
            serde_json::to_writer_pretty(&mut out, &all)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    check_whole(&[&found.catalog])?;
    Ok(found.exit_code(&arguments.selection))
}

/// `cutline completions`
pub(super) fn completions(shell: Shell) -> anyhow::Result<ExitCode> {
    // The generator panics when it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "cutline", &mut script);
    let mut out = output::stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// `cutline man`
pub(super) fn man() -> anyhow::Result<ExitCode> {
    let mut out = output::stdout();
    let command = Arguments::command();
    clap_mangen::Man::new(command.clone()).render(&mut out)?;
    for subcommand in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        let name = format!("cutline {}", subcommand.get_name());
        let page = clap_mangen::Man::new(subcommand.clone().display_name(name));
        page.render_synopsis_section(&mut out)?;
        page.render_description_section(&mut out)?;
        page.render_options_section(&mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Inputs read and indexed.
pub(super) struct OpenedInputs {
    pub catalog: Arc<Catalog>,
    /// What read them.
    pub reader: Reader,
    pub n_warnings: usize,
}

/// Reads and indexes inputs; warnings are said.
pub(super) fn open(arguments: &Inputs, folders: FolderArguments) -> anyhow::Result<OpenedInputs> {
    open_checked(arguments, folders, None)
}

/// The same, with captions checked by the named style; by that of the settings without one.
fn open_checked(arguments: &Inputs, folders: FolderArguments, style: Option<&str>) -> anyhow::Result<OpenedInputs> {
    let folders = found_folders(folders)?;
    let (settings, mut warnings) = Settings::load(&folders.config);
    let (gazetteer, problems) = user_gazetteer(&folders.config);
    warnings.extend(problems);
    let style = style.unwrap_or(&settings.house_style);
    let (lint, problems) = lint_named(style, &folders.config).map_err(|why| anyhow!(why))?;
    warnings.extend(problems);
    let (corrections, problems) = corrections::of_user(&folders);
    warnings.extend(problems);
    let knowledge = Knowledge::from(gazetteer).with(corrections);
    let reader = Reader { options: options(arguments)?, knowledge, lint: Arc::new(lint), workers: workers() };
    let cache = Cache::new(&folders.cache, &folders.thumbnails);
    let opening = Opening {
        reader: &reader,
        indexes: Some(cache.indexes_folder()),
        first: None,
        progress: &|_, _, _| true,
        checks_index: false,
        part: &|_| {},
    };
    let Opened { catalog, warnings: more, notices } = opening::open(&inputs(arguments, &folders)?, &opening)?;
    cache.keep_to(settings.cache_bytes_max);
    for notice in notices {
        output::say(&format!("note: {notice}"));
    }
    warnings.extend(more);
    for warning in &warnings {
        output::say(&format!("warning: {warning}"));
    }
    Ok(OpenedInputs { catalog, reader, n_warnings: warnings.len() })
}

/// The photos a selection shows.
pub(super) struct Found {
    pub catalog: Arc<Catalog>,
    /// What read it.
    pub reader: Reader,
    results: Results,
    /// The results, no more than the limit.
    pub shown: Vec<PhotoIndex>,
    pub n_warnings: usize,
    folders: Folders,
}

impl Found {
    pub(super) fn search(selection: &Selection, folders: FolderArguments) -> anyhow::Result<Self> {
        Self::search_checked(selection, folders, None)
    }

    /// The same, with captions checked by the named style.
    pub(super) fn search_checked(
        selection: &Selection,
        folders: FolderArguments,
        style: Option<&str>,
    ) -> anyhow::Result<Self> {
        let query = queries(&selection.queries)?;
        let sort = Sort::parse(&selection.sort).ok_or_else(|| {
            anyhow!("“{}” is not an order: use input, caption, place, date, credit, file or rating", selection.sort)
        })?;
        let OpenedInputs { catalog, reader, n_warnings } = open_checked(&selection.inputs, folders.clone(), style)?;
        let folders = found_folders(folders)?;
        let listed = if query.asks_for_list() { listed_keys(&folders)? } else { HashSet::new() };
        let results = catalog.search(&query, sort, &listed)?;
        let limit = selection.limit.unwrap_or(usize::MAX);
        let shown = results.order.iter().copied().take(limit).collect();
        Ok(Self { catalog, reader, results, shown, n_warnings, folders })
    }

    /// A facet's values that have photos: value, label, depth in the tree, photos. No more than the limit, those that most
    /// photos have; what a value of a tree stands in has as many at least.
    fn facet(&self, name: FacetName, limit: Option<usize>) -> Vec<(String, String, usize, usize)> {
        let (Some(facet), Some(count)) = (self.catalog.facets().get(name), self.results.counts.of(name)) else {
            return Vec::new();
        };
        let counted = facet.values.iter().zip(&count.n_photos).filter(|(_, n_photos)| **n_photos > 0);
        let mut shown: Vec<_> = counted.enumerate().collect();
        shown.sort_by_key(|(_, (_, n_photos))| Reverse(**n_photos));
        shown.truncate(limit.unwrap_or(usize::MAX));
        shown.sort_unstable_by_key(|(at, _)| *at);
        let told = |(_, (value, n_photos)): (usize, (&FacetValue, &usize))| {
            (value.value.clone(), value.label.clone(), value.depth, *n_photos)
        };
        shown.into_iter().map(told).collect()
    }

    /// The pictures that were given to photos.
    pub(super) fn attached(&self) -> anyhow::Result<BTreeMap<PhotoKey, PathBuf>> {
        Ok(kept_lists(&self.folders)?.map(|lists| lists.attached).unwrap_or_default())
    }

    pub(super) fn exit_code(&self, selection: &Selection) -> ExitCode {
        match (self.n_warnings, self.shown.len()) {
            (1.., _) if selection.strict => ExitCode::from(FAILED),
            (_, 0) => ExitCode::from(NOTHING_MATCHED),
            _ => ExitCode::SUCCESS,
        }
    }
}

/// The folders named, or the usual ones.
pub(super) fn found_folders(arguments: FolderArguments) -> anyhow::Result<Folders> {
    let FolderArguments { data_dir: data, cache_dir: cache, config_dir: config } = arguments;
    Ok(Folders::find(FolderOptions { data, cache, config })?)
}

/// Workers as processes of this program; where there can be none, the work is done here, which is said.
pub(super) fn workers() -> Arc<Workers> {
    let started = worker::own_program().and_then(|program| Workers::start(&program, N_WORKERS));
    Arc::new(started.unwrap_or_else(|why| {
        output::say(&format!("warning: files are read without a sandbox, because no worker starts: {why}"));
        Workers::in_process()
    }))
}

fn queries(written: &[String]) -> anyhow::Result<Query> {
    let mut query = Query::default();
    for text in written {
        let part: Query = text
            .parse()
            .map_err(|error| anyhow!("cannot read the query “{}”: {error}", crate::text::truncated(text, 200)))?;
        // Each query must hold as a whole: an OR in one does not reach into another.
        query = query.and(part);
    }
    Ok(query)
}

fn listed_keys(folders: &Folders) -> anyhow::Result<HashSet<PhotoKey>> {
    let Some(lists) = kept_lists(folders)? else { return Ok(HashSet::new()) };
    let photos = lists.current_list().map_or(&[][..], |list| list.photos.as_slice());
    Ok(photos.iter().map(|photo| photo.key.clone()).collect())
}

/// The lists as they are kept, if any are.
fn kept_lists(folders: &Folders) -> anyhow::Result<Option<Lists>> {
    let path = folders.lists_path();
    if !path.exists() {
        return Ok(None);
    }
    let (database, messages) = Database::open(Some(&path))?;
    for message in messages {
        output::say(&format!("warning: {message}"));
    }
    Ok(Some(database.snapshot()?))
}

fn facet_named(name: &str) -> anyhow::Result<FacetName> {
    FacetName::parse(name).ok_or_else(|| {
        let known: Vec<&str> = FacetName::ALL.iter().map(|facet| facet.name()).collect();
        anyhow!("there is no facet “{name}”: use {}", known.join(", "))
    })
}

/// Number, place and credit in columns, then the caption.
fn table_row(number: usize, photo: &Photo) -> String {
    let depth = |place: &crate::place::Place| place.ancestry().count();
    let place = photo.places.iter().rev().max_by_key(|mention| depth(&mention.place));
    let place = place.map(|mention| mention.place.name.as_str()).unwrap_or_default();
    let credit = photo.caption.credit_line.as_deref().unwrap_or_default();
    let line: String = output::visible_line(photo.line()).chars().take(TABLE_CAPTION).collect();
    let cell = |text: &str| output::visible_line(text).chars().take(18).collect::<String>();
    format!("{:>4}  {:18}  {:18}  {line}", number, cell(place), cell(credit))
}
