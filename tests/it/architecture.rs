//! The layers of `ARCHITECTURE.md`, enforced: imports point one way, the toolkit stays in `ui`, and the domain and `app`
//! touch no file, network, thread or clock.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The domain but for `lint` and `query`, which are written out where they may be imported.
const DOMAIN: [&str; 5] = ["text", "caption", "place", "anatomy", "photo"];
/// What each top-level module may import of ours; `domain` stands for those above.
const MAY_IMPORT: &[(&str, &str)] = &[
    ("text", ""),
    ("markup", ""),
    ("metadata", "text caption"),
    ("pixels", "metadata"),
    ("page", "text markup"),
    ("worker", "metadata pixels page files"),
    ("pictures", "text metadata pixels worker files photo"),
    ("caption", "text"),
    ("place", "text"),
    ("anatomy", "text caption place"),
    ("photo", "text caption place anatomy"),
    ("lint", "domain"),
    ("query", "domain"),
    ("record", "domain"),
    ("attachment", "domain"),
    ("finding", "domain"),
    ("comparing", "domain markup"),
    ("files", ""),
    ("cache", "files pictures"),
    ("readers", "domain query record files metadata page worker attachment lint"),
    ("catalog", "domain lint query record files"),
    ("lists", "domain query record files"),
    ("exporters", "domain markup query record files"),
    ("settings", "domain lint query record files"),
    (
        "tasks",
        "lint text cache attachment finding comparing caption place photo query readers catalog lists exporters files pictures pixels worker",
    ),
    (
        "app",
        "domain lint comparing tasks cache files metadata attachment query readers catalog lists exporters settings worker",
    ),
    (
        "jobs",
        "text lint cache comparing finding photo pictures pixels worker app place readers catalog lists exporters settings files tasks",
    ),
    (
        "ui",
        "domain lint comparing tasks cache metadata attachment app query catalog lists exporters settings jobs readers pictures pixels worker",
    ),
    (
        "cli",
        "lint comparing finding cache metadata worker app place text photo query readers catalog lists exporters settings files tasks jobs ui pictures pixels",
    ),
];

/// Modules that must not touch the world.
const PURE: [&str; 9] = ["text", "caption", "place", "anatomy", "photo", "lint", "query", "record", "app"];
/// What touching the world looks like.
const WORLD: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::thread",
    "std::process",
    "std::env",
    "std::io",
    "Instant",
    "SystemTime",
    "rusqlite",
    "rfd::",
];

#[test]
fn imports_point_one_way() {
    let names = |imports: &'static str| {
        imports.split(' ').flat_map(|name| if name == "domain" { DOMAIN.to_vec() } else { vec![name] })
    };
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        MAY_IMPORT.iter().map(|(name, imports)| (*name, names(imports).collect())).collect();
    let mut broken = Vec::new();
    for (module, path, line) in lines() {
        let Some(allowed) = allowed.get(module.as_str()) else {
            broken.push(format!("{}: the module {module} is not in the table", path.display()));
            continue;
        };
        for imported in imported_modules(&line) {
            if imported != module && !allowed.contains(imported.as_str()) {
                broken.push(format!("{}: {module} must not import {imported}: {line}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_the_window_knows_the_jobs() {
    let named = lines().into_iter().filter(|(module, path, line)| {
        module == "ui" && imported_modules(line).contains("jobs") && !path.ends_with("ui/window.rs")
    });
    assert_eq!(named.map(|(_, path, _)| path).collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn the_toolkit_stays_in_ui() {
    let named = lines().into_iter().filter(|(module, path, line)| {
        module != "ui" && !path.ends_with("cli/window.rs") && (line.contains("egui") || line.contains("eframe"))
    });
    assert_eq!(
        named.map(|(_, path, line)| format!("{}: {line}", path.display())).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
}

#[test]
fn the_domain_and_app_touch_no_file_thread_or_clock() {
    let touched = lines()
        .into_iter()
        .filter(|(module, _, line)| PURE.contains(&module.as_str()) && WORLD.iter().any(|word| line.contains(word)));
    assert_eq!(
        touched.map(|(_, path, line)| format!("{}: {line}", path.display())).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
}

#[test]
fn no_file_is_called_mod_or_utils() {
    let bad = sources().into_iter().filter(|path| {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        ["mod", "utils", "helpers", "common", "misc"].contains(&stem)
    });
    assert_eq!(bad.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

/// The fuzz targets build parsers below a module of their own, where a path from the root is another one.
#[test]
fn parsers_are_shown_to_the_crate_and_not_along_a_path() {
    let fuzzed = fs::read_to_string(source_folder().join("../fuzz/src/lib.rs")).unwrap();
    let fuzzed: BTreeSet<&str> =
        fuzzed.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(fuzzed.contains("caption"));
    for (module, file, line) in lines() {
        let is_along_a_path = line.contains("pub(in crate::");
        assert!(!(is_along_a_path && fuzzed.contains(module.as_str())), "{}: {line}", file.display());
    }
}

#[test]
fn a_wrong_import_would_be_seen() {
    assert_eq!(imported_modules("use crate::app::App;"), BTreeSet::from(["app".to_owned()]));
    assert_eq!(
        imported_modules("let x = crate::lists::listed(crate::ui::y);"),
        BTreeSet::from(["lists".to_owned(), "ui".to_owned()])
    );
}

/// Every line of code outside tests and comments: its top-level module, its file, and itself.
fn lines() -> Vec<(String, PathBuf, String)> {
    let mut lines = Vec::new();
    for path in sources() {
        let relative = path.strip_prefix(source_folder()).unwrap().to_owned();
        let module =
            relative.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if matches!(module.as_str(), "lib" | "main")
            || relative.ends_with("tests.rs")
            || relative.ends_with("generated.rs")
        {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in code.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            lines.push((module.clone(), path.clone(), line.to_owned()));
        }
    }
    assert!(lines.len() > 1_000, "the sources were found");
    lines
}

fn imported_modules(line: &str) -> BTreeSet<String> {
    let names = line.match_indices("crate::").filter_map(|(at, found)| line.get(at + found.len()..));
    names.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

fn sources() -> Vec<PathBuf> {
    let mut folders = vec![source_folder()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
