//! `cutline export`, and `cutline templates`, which lists what `--template` takes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{anyhow, bail};
use serde_json::json;

use crate::cli::arguments::forms::TemplatesFormat;
use crate::cli::arguments::{ExportArguments, FolderArguments, TemplatesArguments};
use crate::cli::run::{Found, found_folders};
use crate::cli::{FAILED, NOTHING_MATCHED, output};
use crate::exporters::format::Format;
use crate::exporters::left_out;
use crate::exporters::options::ExportOptions;
use crate::exporters::template::folder::{FoundTemplate, Templates};
use crate::exporters::template::stored;
use crate::exporters::verifying::Depth;
use crate::files::Existing;
use crate::tasks::exporting::{self, ExportError, ExportOrder, Exported};

/// Exit status of a command that Ctrl+C ended, as shells have it.
const INTERRUPTED: u8 = 130;

/// `cutline export`
pub(super) fn export(arguments: &ExportArguments, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let format = export_format(arguments)?;
    let to = arguments.to.clone().unwrap_or_default();
    for choice in arguments.choices.without_effect(format) {
        output::say(&format!("warning: {choice} has no effect on {}", format.name()));
    }
    let template = match &arguments.template {
        Some(name) => Some(templates(folders.clone())?.find(name)?),
        None => None,
    };
    let found = Found::search(&arguments.selection, folders)?;
    if found.shown.is_empty() {
        output::say("nothing matched, and nothing was written");
        return Ok(ExitCode::from(NOTHING_MATCHED));
    }
    let mut options = ExportOptions { today: exporting::today(), ..arguments.choices.options()? };
    options.template = template.or(options.template);
    let attached = if format.has_pictures() { found.attached()? } else { BTreeMap::new() };
    let order = ExportOrder {
        catalog: &found.catalog,
        photos: &found.shown,
        format,
        options: &options,
        path: &to,
        existing: if arguments.force { Existing::Replace } else { Existing::Keep },
        attached: &attached,
        verify: arguments.verifies().then_some(&found.reader),
    };
    let stopped = stopped_by_key()?;
    let exported = match exporting::export(&order, &found.reader.workers, &|_| !stopped.load(Ordering::Relaxed)) {
        Err(error @ (ExportError::Cancelled | ExportError::CancelledBeside { .. })) => {
            output::say(&error.to_string());
            return Ok(ExitCode::from(INTERRUPTED));
        }
        exported => exported?,
    };
    let is_whole = say_exported(&exported, arguments.to.as_deref());
    // A picture that is missing is told; a photo that is missing is an error.
    let is_good = is_whole && (exported.left_out.is_empty() || !arguments.selection.strict);
    if is_good { Ok(found.exit_code(&arguments.selection)) } else { Ok(ExitCode::from(FAILED)) }
}

/// Set by Ctrl+C: the export then ends as one that fails, and leaves nothing behind.
fn stopped_by_key() -> anyhow::Result<Arc<AtomicBool>> {
    let stopped = Arc::new(AtomicBool::new(false));
    let stops = Arc::clone(&stopped);
    let mut n_pressed = 0;
    ctrlc::set_handler(move || {
        stops.store(true, Ordering::Relaxed);
        n_pressed += 1;
        // One press can come twice; whoever goes on pressing wants an end at any cost.
        if n_pressed > 2 {
            std::process::exit(INTERRUPTED.into());
        }
    })?;
    Ok(stopped)
}

/// Says what came of an export, and whether it is whole.
fn say_exported(exported: &Exported, path: Option<&Path>) -> bool {
    let Exported { n_photos, n_files: _, n_unchanged, n_gone, left_out: missing, verified } = exported;
    let photos = exported.counted();
    output::say(&match path {
        Some(path) => format!("wrote {photos} to {}", path.display()),
        None => format!("wrote sidecars beside {photos}; {n_unchanged} had nothing to change"),
    });
    for line in left_out::lines(missing, *n_photos) {
        output::say(&format!("warning: {line}"));
    }
    let Some(verified) = verified else { return *n_gone == 0 };
    output::say(&format!("read again: {verified}"));
    for difference in &verified.differences {
        output::say(&format!("differs: {difference}"));
    }
    // A page shows captions as pages do: what reads differently is told, and is no failure.
    *n_gone == 0 && (verified.is_identical() || verified.depth == Depth::Captions)
}

/// `cutline templates`
pub(super) fn list_templates(arguments: &TemplatesArguments, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let templates = templates(folders)?;
    let mut out = output::stdout();
    if let Some(name) = &arguments.print {
        out.write_all(stored::print(templates.find(name)?.as_ref()).as_bytes())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    match arguments.format {
        TemplatesFormat::Table => {
            for FoundTemplate { template, path } in &templates.all {
                let place = path.as_ref().map_or("comes with Cutline".to_owned(), |path| path.display().to_string());
                let fields = template.labels().join(", ");
                writeln!(out, "{}  ({})", output::visible_line(&template.name), output::visible_line(&place))?;
                for line in [template.about.as_str(), template.caption.source(), &fields] {
                    if !line.is_empty() {
                        writeln!(out, "    {}", output::visible_line(line))?;
                    }
                }
            }
        }
        TemplatesFormat::Json => {
            let listed: Vec<serde_json::Value> = templates.all.iter().map(json_of).collect();
            serde_json::to_writer_pretty(&mut out, &listed)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(if templates.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn json_of(found: &FoundTemplate) -> serde_json::Value {
    let FoundTemplate { template, path } = found;
    let fields: Vec<serde_json::Value> =
        template.fields.iter().map(|column| json!({"field": column.field.name(), "label": column.label()})).collect();
    json!({
        "name": template.name,
        "about": template.about,
        "caption": template.caption.source(),
        "dates": template.dates.name(),
        "fields": fields,
        "path": path.as_ref().map(|path| path.display().to_string()),
    })
}

/// The templates there are; what is wrong with files is said.
fn templates(folders: FolderArguments) -> anyhow::Result<Templates> {
    let templates = Templates::load(&found_folders(folders)?.config);
    for problem in &templates.problems {
        output::say(&format!("warning: {problem}"));
    }
    Ok(templates)
}

fn export_format(arguments: &ExportArguments) -> anyhow::Result<Format> {
    let known = || Format::ALL.map(Format::name).join(", ");
    if let Some(name) = &arguments.format {
        return Format::from_name(name).ok_or_else(|| anyhow!("“{name}” is not a format: use {}", known()));
    }
    let Some(to) = &arguments.to else { return Ok(Format::Sidecars) };
    match Format::from_path(to) {
        Some(format) => Ok(format),
        None => {
            bail!("the file's extension tells no format: name it with --format, one of {}: {}", known(), to.display())
        }
    }
}
