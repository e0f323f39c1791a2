//! What real photos and sidecars state: against answers that were checked with ExifTool and Exiv2 and by hand
//! (`tests/data/metadata/expected.json`; where those two differ, `DIFFERENCES.md` there says why we read what we read).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cutline::metadata::merged::merged;
use cutline::metadata::precedence::Profile;
use cutline::metadata::{self, Metadata, inspect};
use serde_json::{Map, Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/metadata")
}

fn read(name: &str) -> Metadata {
    metadata::read(&fs::read(folder().join(name)).unwrap().as_slice())
}

#[test]
fn every_field_is_what_the_answers_say() {
    let expected: Map<String, Value> =
        serde_json::from_str(&fs::read_to_string(folder().join("expected.json")).unwrap()).unwrap();
    let is_photo = |name: &String| !name.ends_with(".json") && !name.ends_with(".md");
    let there = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(there.filter(is_photo).collect::<BTreeSet<_>>(), expected.keys().cloned().collect());
    for (name, expected) in expected {
        let metadata = read(&name);
        let warnings = metadata.warnings.clone();
        let merged = merged(metadata, None, Profile::News);
        let found = serde_json::to_value(inspect::json(&name, &merged, &warnings)).unwrap();
        let field = |(name, field): (&String, &Value)| {
            let mut short = json!({"value": field["value"], "from": field["from"]});
            if field["badges"] != json!([]) {
                short["badges"] = field["badges"].clone();
            }
            (name.clone(), short)
        };
        let fields: Map<String, Value> = found["fields"].as_object().unwrap().iter().map(field).collect();
        assert_eq!(Value::Object(fields), expected["fields"], "{name}");
        assert_eq!(found["warnings"], expected["warnings"], "{name}");
    }
}

#[test]
fn what_a_worker_sends_is_what_it_read() {
    for name in ["full_record.jpg", "langalt_5.jpg", "iim_double_encoded_xmp_right.jpg", "testNEF.nef"] {
        let metadata = read(name);
        let sent = serde_json::to_vec(&metadata).unwrap();
        assert_eq!(serde_json::from_slice::<Metadata>(&sent).unwrap(), metadata, "{name}");
    }
}

/// Runs `cutline inspect` on files of the folder.
fn inspected(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cutline"));
    command.current_dir(folder()).arg("inspect").args(arguments).output().unwrap()
}

fn json_of(output: &Output) -> Vec<Value> {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn inspect_finds_sidecars_by_both_names() {
    let output = inspected(&["--format", "json", "side_a.jpg", "side_b.jpg", "side_b.xmp"]);
    assert!(output.status.success());
    let [a, b, alone] = json_of(&output).try_into().unwrap();
    for photo in [a, b] {
        let description = &photo["fields"]["description"];
        assert_eq!((&description["value"], &description["from"]), (&json!("sidecar caption"), &json!("sidecar")));
        assert_eq!(description["rule"], "Sidecar goes before XMP");
        let candidates = json!([
            {"from": "sidecar", "value": "sidecar caption", "language": "x-default"},
            {"from": "xmp", "value": "embedded caption", "language": "x-default"},
        ]);
        assert_eq!((&description["candidates"], &description["badges"]), (&candidates, &json!(["disagree"])));
        assert_eq!(photo["fields"]["city"]["from"], "xmp");
    }
    assert_eq!(alone["fields"]["description"]["from"], "xmp");
}

#[test]
fn inspect_goes_on_behind_a_file_that_cannot_be_read() {
    let output = inspected(&["--format", "json", "missing.jpg", ".", "full_record.jpg"]);
    assert_eq!(output.status.code(), Some(2));
    let [missing, folder, record] = json_of(&output).try_into().unwrap();
    assert_eq!((&missing["file"], &missing["fields"]), (&json!("missing.jpg"), &json!({})));
    assert_eq!(folder["warnings"], json!(["cannot read it, because it is a folder: ."]));
    assert_eq!(record["fields"]["headline"]["value"], "The Headline");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("error: cannot read the file, because it is not there: missing.jpg\n"), "{errors}");
}

#[test]
fn inspect_prints_a_table_of_values_rules_and_candidates() {
    let output = inspected(&["conflict_digest_stale.jpg"]);
    let table = String::from_utf8(output.stdout).unwrap();
    for part in [
        "  description",
        "IIM goes before XMP, Exif: its checksum says that it was edited later",
        "[disagree]",
        "* IIM",
    ] {
        assert!(table.contains(part), "{part} is missing in {table}");
    }
}

#[test]
fn the_profile_decides_who_goes_first() {
    let value = |arguments: &[&str]| json_of(&inspected(arguments))[0]["fields"]["description"]["from"].clone();
    assert_eq!(value(&["--format", "json", "conflict_digest_current.jpg"]), "xmp");
    assert_eq!(value(&["--format", "json", "--profile", "mwg", "conflict_digest_current.jpg"]), "exif");
}
