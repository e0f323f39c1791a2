//! `cutline cache`: what the cache holds, and emptying it.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::cache::{Cache, Contents, Part, ago_in_words, bytes_in_words};
use crate::cli::arguments::forms::{CachePart, FacetsFormat};
use crate::cli::arguments::{CacheArguments, FolderArguments};
use crate::cli::{output, run};
use crate::settings::Settings;
use crate::text::counted;

/// Shows the cache, after emptying what was asked for.
pub(super) fn run(arguments: &CacheArguments, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let folders = run::found_folders(folders)?;
    let cache = Cache::new(&folders.cache, &folders.thumbnails);
    if let Some(part) = arguments.empty {
        let removed = cache.empty(match part {
            CachePart::Indexes => Part::Indexes,
            CachePart::Thumbnails => Part::Thumbnails,
            CachePart::All => Part::All,
        });
        let files = counted(removed.n_files, "file");
        output::say(&format!("removed {files}, {}", bytes_in_words(removed.n_bytes)));
    }
    let contents = cache.contents();
    let mut out = output::stdout();
    match arguments.format {
        FacetsFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &as_json(&contents))?;
            writeln!(out)?;
        }
        FacetsFormat::Table => {
            let now = SystemTime::now();
            let (settings, messages) = Settings::load(&folders.config);
            messages.iter().for_each(|message| output::say(&format!("warning: {message}")));
            let ceiling = settings.cache_bytes_max;
            let (n, bytes) = (contents.indexes.len(), bytes_in_words(contents.indexes_bytes()));
            writeln!(out, "{bytes:>10}  indexes: {n}, at most {}", bytes_in_words(ceiling))?;
            for index in &contents.indexes {
                let name = index.name.clone().unwrap_or_else(|| index.path.display().to_string());
                let (bytes, used) = (bytes_in_words(index.n_bytes), ago_in_words(index.used, now));
                writeln!(out, "{bytes:>10}  {used:12}  {}", output::visible_line(&name))?;
            }
            let thumbnails = contents.thumbnails;
            let bytes = bytes_in_words(thumbnails.n_bytes);
            writeln!(out, "{bytes:>10}  thumbnails made by Cutline: {}", thumbnails.n_files)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn as_json(contents: &Contents) -> serde_json::Value {
    let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let indexes = contents.indexes.iter().map(|index| {
        json!({
            "input": index.name,
            "path": index.path.to_string_lossy(),
            "n_bytes": index.n_bytes,
            "used": seconds(index.used),
        })
    });
    json!({
        "indexes": indexes.collect::<Vec<_>>(),
        "thumbnails": {"n_files": contents.thumbnails.n_files, "n_bytes": contents.thumbnails.n_bytes},
    })
}
