//! The command line, as a script uses it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the program with folders of its own and no display.
fn cutline(arguments: &[&str]) -> Output {
    cutline_in(&tempfile::tempdir().unwrap(), arguments)
}

/// The same, with folders that were used before.
fn cutline_in(folder: &tempfile::TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cutline"))
        .args(arguments)
        .env("CUTLINE_DATA_DIR", folder.path())
        .env("CUTLINE_CONFIG_DIR", folder.path())
        .env("CUTLINE_CACHE_DIR", folder.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap()
}

/// Makes a file.
fn write(path: &Path, text: &str) {
    cutline::files::write_whole(path, cutline::files::Existing::Keep, |file| file.write_all(text.as_bytes())).unwrap();
}

/// The positions of the photos that a query shows.
fn check(query: &str, expected: &[u64]) {
    let output = cutline(&["list", "--sample", "-q", query, "--format", "json"]);
    let photos: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let positions: Vec<u64> = photos.iter().map(|photo| photo["position"].as_u64().unwrap()).collect();
    assert_eq!(positions, expected, "{query}");
    assert_eq!(output.status.code(), Some(if expected.is_empty() { 1 } else { 0 }), "{query}");
}

#[test]
fn the_bundled_collection_answers_by_place_and_person() {
    check("place:senate", &[3, 6, 7, 8, 9]);
    check("place:house", &[12, 13, 16, 20]);
    check("place:rotunda", &[5]);
    check("place:exterior", &[17, 18]);
    check("-has:place", &[14, 15, 19]);
    check("place:us-capitol -place:senate -place:house -place:rotunda -place:exterior", &[1, 2, 4, 10, 11]);
    check("person:trump", &[2, 6]);
    check("has:date_created", &[]);
}

#[test]
fn json_has_the_shape_that_is_promised() {
    let output = cutline(&["list", "--sample", "--limit", "14", "--format", "json"]);
    let photos: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let photo = &photos[2];
    assert_eq!(
        photo["text"],
        "A pro-Trump group confronts US Capitol police outside the Senate chamber of the US Capitol Building. Image: Getty."
    );
    assert_eq!((&photo["credit_line"], &photo["published"]), (&Value::from("Getty"), &Value::from("2021-01-07")));
    assert!(photo.get("creator").is_none() && photo.get("date_created").is_none());
    assert_eq!(
        (&photo["places"][0]["id"], &photo["places"][0]["relation"]),
        (&Value::from("senate-chamber"), &Value::from("outside"))
    );
    let dean = &photos[13]["persons"][0];
    assert_eq!(
        (&dean["name"], &dean["role"], &dean["title"]),
        (&Value::from("Madeleine Dean"), &Value::from("shown"), &Value::from("Rep."))
    );
}

#[test]
fn exit_statuses_tell_what_happened() {
    assert_eq!(cutline(&["list", "-q", "zebra"]).status.code(), Some(1));
    assert_eq!(cutline(&["lint", "-q", "zebra"]).status.code(), Some(1));
    assert_eq!(cutline(&["list", "-q", "place:"]).status.code(), Some(2));
    assert_eq!(cutline(&["list", "/nowhere/at-all.csv"]).status.code(), Some(2));
    assert_eq!(cutline(&["list", "--sort", "colour"]).status.code(), Some(2));
}

#[test]
fn facets_are_limited_to_the_values_that_most_photos_have() {
    let rows = |arguments: &[&str]| -> Vec<String> {
        let output = cutline(&[&["facets", "--facet", "place"], arguments].concat()).stdout;
        String::from_utf8(output).unwrap().lines().skip(1).map(str::to_owned).collect()
    };
    let n_photos = |row: &String| row.split_whitespace().next().unwrap().parse::<usize>().unwrap();
    let all = rows(&[]);
    let most = rows(&["--limit", "3"]);
    let left_out = all.iter().filter(|row| !most.contains(row));
    assert_eq!(most, all.iter().filter(|row| most.contains(row)).cloned().collect::<Vec<_>>(), "in their order");
    assert_eq!(most.len(), 3);
    assert!(left_out.map(n_photos).max() <= most.iter().map(n_photos).min());
}

#[test]
fn folders_are_named_before_or_after_the_command() {
    for arguments in [["--data-dir", "/tmp", "list", "--limit=1"], ["list", "--data-dir", "/tmp", "--limit=1"]] {
        let output = cutline(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn without_a_display_the_window_says_what_works() {
    let output = cutline(&[]);
    let said = String::from_utf8(output.stderr).unwrap();
    let without_display = !cfg!(all(unix, not(target_os = "macos")));
    assert!(without_display || said.contains("no display") && said.contains("cutline list"), "{said}");
}

#[test]
fn an_export_opens_again_as_the_same_photos_and_is_never_replaced_unasked() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["list.csv", "list.json", "list.jsonl"] {
        let path = folder.path().join(name).display().to_string();
        assert_eq!(cutline(&["export", "-q", "place:senate", "--to", &path]).status.code(), Some(0), "{name}");
        let first = cutline(&["list", "-q", "place:senate", "--format", "jsonl"]).stdout;
        let again = cutline(&["list", &path, "--format", "jsonl"]).stdout;
        // Positions count in the file that is read.
        let without_position = |lines: &[u8]| {
            String::from_utf8_lossy(lines)
                .lines()
                .map(|line| line.split_once(",\"text\"").unwrap().1.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(without_position(&first), without_position(&again), "{name}");
        let refused = cutline(&["export", "--to", &path]);
        assert_eq!(refused.status.code(), Some(2), "{name}");
        assert_eq!(cutline(&["export", "--to", &path, "--force"]).status.code(), Some(0), "{name}");
    }
}

#[test]
fn positions_count_in_each_input() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.json").display().to_string();
    assert_eq!(cutline(&["export", "-q", "place:rotunda", "--to", &path]).status.code(), Some(0));
    // The same photo again under another key: a caption of its own file.
    let other = folder.path().join("other.txt").display().to_string();
    assert_eq!(cutline(&["export", "-q", "place:exterior", "--to", &other]).status.code(), Some(0));
    let output = cutline(&["list", &path, &other, "--format", "json"]);
    let photos: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let positions: Vec<_> = photos.iter().map(|photo| photo["position"].as_u64()).collect();
    assert_eq!(positions, [Some(1), Some(1), Some(2)]);
}

#[test]
fn corrections_are_imported_applied_stated_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| cutline_in(&folder, arguments);
    let path = |name: &str| folder.path().join(name).display().to_string();
    assert_eq!(run(&["corrections", "list"]).status.code(), Some(1));
    let table = "words,verdict,place,photo\nSenate chamber,not-place,,\npublic gallery,place,rotunda,\n\
                 Capitol police,person,,capitol#12\n";
    // The test writes what a person would have written.
    #[expect(clippy::disallowed_methods, reason = "a file of the user's own")]
    std::fs::write(path("mine.csv"), table).unwrap();
    assert_eq!(run(&["corrections", "import", &path("mine.csv")]).status.code(), Some(0));
    let listed = String::from_utf8(run(&["corrections", "list"]).stdout).unwrap();
    assert!(listed.contains("Senate chamber  not a place  everywhere\n"), "{listed}");
    assert!(listed.contains("Capitol police  is a person  capitol#12\n"), "{listed}");

    let photos = run(&["list", "-q", "place:rotunda", "--format", "json"]).stdout;
    let photos: Vec<Value> = serde_json::from_slice(&photos).unwrap();
    let positions: Vec<_> = photos.iter().map(|photo| photo["position"].as_u64().unwrap()).collect();
    assert_eq!(positions, [5, 6]);
    assert_eq!(
        (&photos[1]["places"][0]["id"], &photos[1]["places"][0]["rule"]),
        (&"rotunda".into(), &"corrected by you".into())
    );
    assert_eq!(photos[1]["corrections"][1]["verdict"], "not-place");
    assert!(photos[0].get("corrections").is_none());
    assert_eq!(photos[0]["places"][0]["rule"], "listed");
    let facets = String::from_utf8(run(&["facets", "--facet", "place"]).stdout).unwrap();
    assert!(facets.contains("4        House"), "{facets}");
    // Photo 6 names the floor of it, which was a place only beside it.
    assert!(!facets.contains("Senate chamber") && !facets.contains("Senate floor"), "{facets}");

    // An export states what was corrected, and is corrected when it opens again.
    for name in ["photos.csv", "photos.json"] {
        assert_eq!(run(&["export", "--to", &path(name)]).status.code(), Some(0));
        let again = run(&["list", &path(name), "--format", "json"]).stdout;
        assert_eq!(again, run(&["list", "--format", "json"]).stdout, "{name}");
        let plain = path(&format!("plain-{name}"));
        assert_eq!(cutline(&["export", "--to", &plain]).status.code(), Some(0));
        let corrected = run(&["list", &plain, "--format", "json"]).stdout;
        assert_eq!(String::from_utf8(corrected).unwrap(), String::from_utf8(again).unwrap(), "{plain}");
    }

    for name in ["out.csv", "out.json"] {
        assert_eq!(run(&["corrections", "export", &path(name)]).status.code(), Some(0));
        assert_eq!(run(&["corrections", "export", &path(name)]).status.code(), Some(2), "there is one already");
        let other = tempfile::tempdir().unwrap();
        assert_eq!(cutline_in(&other, &["corrections", "import", &path(name)]).status.code(), Some(0));
        assert_eq!(cutline_in(&other, &["corrections", "list"]).stdout, run(&["corrections", "list"]).stdout);
    }
}

#[test]
fn completions_and_the_manual_come_from_the_arguments() {
    assert!(String::from_utf8(cutline(&["completions", "bash"]).stdout).unwrap().contains("--query"));
    assert!(String::from_utf8(cutline(&["man"]).stdout).unwrap().contains("cutline"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_doctor_tries_the_sandbox() {
    let output = cutline(&["doctor"]);
    let said = String::from_utf8_lossy(&output.stdout);
    for line in
        ["  ok   no needless system calls (seccomp)\n", "  ok   read a file: ", "  ok   when it takes too much time\n"]
    {
        assert!(said.contains(line), "{line:?} in {said}");
    }
    // Whether the kernel has Landlock is its own matter.
    let is_well = !said.contains("\n  bad ");
    assert_eq!(output.status.code(), Some(if is_well { 0 } else { 1 }), "{said}");
}

#[test]
fn templates_are_listed_and_followed_by_name_or_file() {
    let listed = String::from_utf8(cutline(&["templates"]).stdout).unwrap();
    for name in ["Web desk", "Print page", "AP-style list", "Archive table"] {
        assert!(listed.contains(name), "{listed}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let own = cutline(&["templates", "--print", "web desk"]).stdout;
    let own =
        String::from_utf8(own).unwrap().replace("Web desk", "Mine").replace("{credit|creator}", "Photo: {credit}");
    write(&folder.path().join("mine.json"), &own);
    for (template, expected) in
        [("Web desk", "Washington, DC. (Getty)"), (&path("mine.json"), "Washington, DC. (Photo: Getty)")]
    {
        let to = path("out.csv");
        let output = cutline(&["export", "--sample", "--limit", "1", "--template", template, "--force", "--to", &to]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let written = std::fs::read_to_string(to).unwrap();
        assert!(written.contains(expected), "{written}");
    }
    let output = cutline(&["export", "--sample", "--template", "nonsense", "--to", &path("x.csv")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no template “nonsense”"));
    assert!(!folder.path().join("x.csv").exists());
}

/// Three captions: one with nothing amiss, one whose weekday is wrong, one that nobody wrote.
fn captions_to_check(folder: &Path) -> String {
    let path = folder.join("captions.csv");
    let rows = "description,alt text\n\
        \"Nancy Pelosi speaks in the Senate chamber on Jan. 6, 2021. (AP Photo/Jane Doe)\",\n\
        \"Nancy Pelosi waves in Paris, France, Tuesday, Jan. 6, 2021. (AP Photo/Jane Doe)\",A woman waves.\n\
        Name to come,\n";
    write(&path, rows);
    path.display().to_string()
}

/// What `cutline lint` finds: of each photo that is told its position and the kinds, and the exit status.
fn lint(arguments: &[&str]) -> (Vec<(u64, Vec<String>)>, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let captions = captions_to_check(folder.path());
    let output = cutline(&[&["lint", &captions, "--format", "json"], arguments].concat());
    let photos: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let kind = |finding: &Value| finding["kind"].as_str().unwrap().to_owned();
    let kinds = |photo: &Value| photo["findings"].as_array().unwrap().iter().map(kind).collect();
    let position = |photo: &Value| photo["position"].as_u64().unwrap();
    (photos.iter().map(|photo| (position(photo), kinds(photo))).collect(), output.status.code())
}

#[test]
fn lint_tells_what_is_amiss_of_which_photo() {
    let (photos, status) = lint(&["--least", "error"]);
    assert_eq!(photos, [(2, vec!["weekday".to_owned()]), (3, vec!["boilerplate".to_owned()])]);
    assert_eq!(status, Some(1));
    assert_eq!(lint(&["--only", "weekday"]).0, [(2, vec!["weekday".to_owned()])]);
    assert_eq!(lint(&["--only", "no-alt-text"]), (vec![], Some(0)), "no matter of the common style");
    let kinds = |photos: Vec<(u64, Vec<String>)>| photos.into_iter().map(|(at, _)| at).collect::<Vec<_>>();
    assert_eq!(kinds(lint(&["--style", "web", "--only", "no-alt-text"]).0), [1, 3]);
    assert_eq!(kinds(lint(&["-q", "person:pelosi", "--least", "error"]).0), [2]);
}

#[test]
fn lint_prints_a_table_and_a_sum_and_refuses_what_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let captions = captions_to_check(folder.path());
    let output = cutline(&["lint", &captions, "--only", "weekday"]);
    let (table, sum) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(table.contains("   2  Nancy Pelosi waves") && table.contains("error    weekday"), "{table}");
    assert!(sum.contains("1 finding at 1 of 3 photos, by the style General"), "{sum}");
    let unknown = cutline(&["lint", &captions, "--only", "no-plaice"]);
    let why = String::from_utf8_lossy(&unknown.stderr);
    assert!(unknown.status.code() == Some(2) && why.contains("no-place"), "{why}");
    assert_eq!(cutline(&["lint", &captions, "--style", "herald"]).status.code(), Some(2));
}
