use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Mutex;

use super::*;
use crate::catalog::building::SAVED_LEAST_PHOTOS;
use crate::catalog::order::Sort;
use crate::query::Query;
use crate::readers::Options;

/// Inputs and a cache in a folder that goes with the test.
struct Desk {
    folder: tempfile::TempDir,
    reader: Reader,
}

/// What came of an opening: what was opened, how many photos each part had, and what it was about.
struct Outcome {
    opened: Opened,
    parts: Vec<usize>,
    stages: Vec<Stage>,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), reader: Reader::with(Options::default()) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write_whole(&path, Existing::Replace, |out| out.write_all(content)).unwrap();
    }

    fn open_with(&self, input: &str, indexes: Option<&Path>) -> Result<Outcome, OpenError> {
        let parts = Mutex::new(Vec::new());
        let part = |catalog: Arc<Catalog>| parts.lock().unwrap().push(catalog.n_photos());
        let stages = Mutex::new(Vec::new());
        let progress = |stage: Stage, _, _| {
            stages.lock().unwrap().push(stage);
            true
        };
        let opening = Opening {
            reader: &self.reader,
            indexes,
            first: None,
            progress: &progress,
            checks_index: true,
            part: &part,
        };
        let opened = open(&[Input::File(self.path(input))], &opening)?;
        let mut stages = stages.into_inner().unwrap();
        stages.dedup();
        Ok(Outcome { opened, parts: parts.into_inner().unwrap(), stages })
    }

    fn open(&self, input: &str) -> Outcome {
        self.open_with(input, Some(&self.path("indexes"))).unwrap()
    }

    /// The indexes there are, each with when it was written.
    fn indexes(&self) -> Vec<(PathBuf, u64)> {
        use std::os::unix::fs::MetadataExt as _;
        let Ok(entries) = std::fs::read_dir(self.path("indexes")) else { return Vec::new() };
        let entries = entries.map(|entry| entry.unwrap());
        let indexes = entries.filter(|entry| entry.path().extension().unwrap() == INDEX_EXTENSION);
        indexes.map(|entry| (entry.path(), entry.metadata().unwrap().ino())).collect()
    }
}

/// A table of so many photos.
fn table(n_photos: usize) -> String {
    let rows = (0..n_photos).map(|n| format!("{n},\"A man waves flag {n} in the Rotunda. (Photo by Jane Doe/AFP)\"\n"));
    std::iter::once("id,caption\n".to_owned()).chain(rows).collect()
}

fn captions(catalog: &Catalog) -> Vec<String> {
    catalog.indexes().map(|index| catalog.photo(index).unwrap().text().to_owned()).collect()
}

const MANY: usize = SAVED_LEAST_PHOTOS + 500;

#[test]
fn an_input_is_opened_from_its_index_the_second_time() {
    let desk = Desk::new();
    desk.write("a.csv", table(MANY).as_bytes());
    let Outcome { opened: first, parts, stages } = desk.open("a.csv");
    assert_eq!((parts, first.notices, stages), (vec![256], Vec::new(), vec![Stage::Reading]));
    let before = desk.indexes();
    let Outcome { opened: second, parts, stages } = desk.open("a.csv");
    assert_eq!((parts, stages), (vec![MANY], vec![Stage::Checking]));
    assert_eq!(desk.indexes(), before);
    assert_eq!((first.catalog.heading(), &first.warnings), (second.catalog.heading(), &second.warnings));
    for index in first.catalog.indexes() {
        assert_eq!(first.catalog.numbered(index), second.catalog.numbered(index));
    }
    let query: Query = "flag 7 place:rotunda".parse().unwrap();
    let search = |catalog: &Catalog| catalog.search(&query, Sort::default(), &HashSet::new()).unwrap();
    assert!(!search(&first.catalog).order.is_empty());
    assert_eq!(search(&first.catalog), search(&second.catalog));
}

#[test]
fn a_small_input_leaves_no_index() {
    let desk = Desk::new();
    desk.write("a.csv", table(20).as_bytes());
    assert_eq!(desk.open("a.csv").opened.catalog.n_photos(), 20);
    assert_eq!(desk.indexes(), []);
}

#[test]
fn a_changed_input_is_read_again_and_a_touched_one_is_not() {
    let desk = Desk::new();
    desk.write("a.csv", table(MANY).as_bytes());
    desk.open("a.csv");
    let before = desk.indexes();
    desk.write("a.csv", table(MANY).as_bytes());
    let touched = || std::fs::read_to_string(desk.indexes()[0].0.with_extension("touched")).ok();
    assert_eq!(touched(), None);
    assert_eq!(desk.open("a.csv").parts, [MANY]);
    assert_eq!(desk.indexes(), before);
    // The time that the file has now is remembered, so that it is not read again.
    let noted = touched().unwrap();
    assert_eq!(noted.lines().count(), 1);
    assert_eq!(desk.open("a.csv").parts, [MANY]);
    assert_eq!(touched(), Some(noted));
    desk.write("a.csv", table(MANY + 1).as_bytes());
    let Outcome { opened, parts, .. } = desk.open("a.csv");
    assert_eq!((parts, opened.catalog.n_photos()), (vec![MANY], MANY + 1));
    assert_ne!(desk.indexes(), before);
    assert_eq!(desk.open("a.csv").parts, [MANY + 1]);
}

#[test]
fn a_damaged_index_is_built_anew_and_says_so() {
    let desk = Desk::new();
    desk.write("a.csv", table(MANY).as_bytes());
    desk.open("a.csv");
    let (path, _) = desk.indexes().remove(0);
    let whole = std::fs::read(&path).unwrap();
    let turned = |at: usize| {
        let mut turned = whole.clone();
        turned[at] ^= 1;
        turned
    };
    let (in_table, in_records) = (turned(whole.len() - 100), turned(whole.len() / 3));
    for damaged in [&whole[..whole.len() / 2], &whole[..whole.len() - 1], b"", &in_table, &in_records] {
        write_whole(&path, Existing::Replace, |out| out.write_all(damaged)).unwrap();
        let Outcome { opened, parts, .. } = desk.open("a.csv");
        assert!(opened.notices[0].starts_with("the index is damaged, and is built anew: "), "{:?}", opened.notices);
        // What was shown before the damage was found stays until all is read again.
        let shown = if *damaged == in_records[..] { vec![MANY, 256] } else { vec![256] };
        assert_eq!((parts, opened.catalog.n_photos()), (shown, MANY));
        assert_eq!(std::fs::read(&path).unwrap(), whole);
    }
}

#[test]
fn without_a_cache_folder_a_collection_is_opened_in_memory_and_says_so() {
    let desk = Desk::new();
    desk.write("a.csv", table(MANY).as_bytes());
    desk.write("no folder", b"");
    let opened = desk.open_with("a.csv", Some(&desk.path("no folder"))).unwrap().opened;
    assert_eq!(opened.catalog.n_photos(), MANY);
    assert!(opened.notices[0].starts_with("no index can be kept, and at most 500000 photos"), "{:?}", opened.notices);
    let opened = desk.open_with("a.csv", None).unwrap().opened;
    assert_eq!((opened.catalog.n_photos(), opened.notices), (MANY, Vec::new()));
}

/// A picture whose comment is its caption.
fn picture(caption: &str) -> Vec<u8> {
    let length = u16::try_from(caption.len() + 2).unwrap();
    [b"\xff\xd8\xff\xfe", &length.to_be_bytes()[..], caption.as_bytes(), b"\xff\xd9"].concat()
}

#[test]
fn of_a_folder_only_what_changed_is_read_again() {
    let desk = Desk::new();
    for n in 0..MANY {
        desk.write(&format!("photos/{n}.jpg"), &picture(&format!("Photo number {n:04}")));
    }
    let first = desk.open("photos").opened.catalog;
    assert_eq!(captions(&first)[3], "Photo number 0003");
    // Changed behind its times and its size: whoever reads it again sees it.
    let time = std::fs::metadata(desk.path("photos/5.jpg")).unwrap().modified().unwrap();
    desk.write("photos/5.jpg", &picture("Photo hidden 0005"));
    let secret = std::fs::File::options().append(true).open(desk.path("photos/5.jpg")).unwrap();
    secret.set_modified(time).unwrap();
    desk.write("photos/3.jpg", &picture("Photo three"));
    std::fs::remove_file(desk.path("photos/7.jpg")).unwrap();
    desk.write("photos/inner/8.jpg", &picture("Photo eight more"));
    desk.write("photos/9.xmp", SIDECAR.as_bytes());
    let Outcome { opened, parts, .. } = desk.open("photos");
    assert_eq!(parts, [MANY]);
    let found = captions(&opened.catalog);
    assert_eq!(found.len(), MANY);
    assert_eq!(
        &found[..10],
        [
            "Photo number 0000",
            "Photo number 0001",
            "Photo number 0002",
            "Photo three",
            "Photo number 0004",
            "Photo number 0005",
            "Photo number 0006",
            "Photo number 0008",
            "Beside it.",
            "Photo number 0010",
        ]
    );
    assert_eq!(found.last().map(String::as_str), Some("Photo eight more"));
    assert_eq!(desk.open("photos").parts, [MANY]);
}

#[test]
fn the_first_photos_of_a_large_folder_are_shown_together_before_the_others_are_read() {
    let desk = Desk::new();
    let photo = picture("A man waves.");
    (0..1_000).for_each(|n| desk.write(&format!("photos/{n}.jpg"), &photo));
    let outcome = desk.open_with("photos", None).unwrap();
    assert_eq!(outcome.parts.first(), Some(&100));
    assert_eq!(outcome.opened.catalog.n_photos(), 1_000);
    std::fs::remove_file(desk.path("photos/999.jpg")).unwrap();
    assert_ne!(
        desk.open_with("photos", None).unwrap().parts.first(),
        Some(&100),
        "few are read in the blink of an eye"
    );
}

#[test]
fn ten_broken_lines_cost_ten_photos_and_no_more() {
    let desk = Desk::new();
    let line = |n: usize| match n % 300 {
        7 => format!("{{\"id\":{n},\"caption\":\"A man\n"),
        _ => format!("{{\"id\":{n},\"caption\":\"A man waves flag {n}\"}}\n"),
    };
    desk.write("a.jsonl", (1..=3_000).map(line).collect::<String>().as_bytes());
    for _ in 0..2 {
        let opened = desk.open("a.jsonl").opened;
        assert_eq!(opened.catalog.n_photos(), 2_990);
        let lines: Vec<usize> = opened
            .warnings
            .iter()
            .map(|warning| {
                let (_, after) = warning.split_once(": line ").unwrap();
                after.split(':').next().unwrap().parse().unwrap()
            })
            .collect();
        assert_eq!(lines, (0..10).map(|n| n * 300 + 7).collect::<Vec<_>>());
    }
}

#[test]
fn a_line_of_eight_megabytes_costs_itself() {
    let desk = Desk::new();
    let long = "x".repeat(8 << 20);
    let lines = |open: &str, close: &str| format!("{open}one\"{close}\n{open}{long}\"{close}\n{open}three\"{close}\n");
    let jsonl = lines("{\"caption\":\"", "}");
    desk.write("a.jsonl", jsonl.as_bytes());
    desk.write("b.json", format!("[{}]", jsonl.trim_end().replace('\n', ",\n")).as_bytes());
    desk.write("c.csv", format!("caption\n{}", lines("\"", "")).as_bytes());
    desk.write("d.txt", format!("A man waves. Image: Getty.\n{long}\nA dog sits there. Image: Getty.\n").as_bytes());
    for name in ["a.jsonl", "b.json", "c.csv", "d.txt"] {
        let opened = desk.open(name).opened;
        assert_eq!((opened.catalog.n_photos(), opened.warnings.len()), (2, 1), "{name}: {:?}", opened.warnings);
        assert!(opened.warnings[0].contains("bytes, and at most"), "{name}: {:?}", opened.warnings);
    }
}

#[test]
fn an_object_longer_than_the_largest_window_is_read_item_by_item() {
    let desk = Desk::new();
    let notes = "x".repeat(1_000_000);
    let item = |n: usize| format!("{{\"caption\":\"A man waves flag {n}\",\"notes\":\"{notes}\"}}");
    let items: Vec<String> = (0..14).map(item).collect();
    desk.write("a.json", format!("{{\"title\":\"Flags\",\"photos\":[\n{}\n]}}", items.join(",\n")).as_bytes());
    let catalog = desk.open("a.json").opened.catalog;
    assert_eq!(catalog.heading().title, "Flags");
    assert_eq!(captions(&catalog), (0..14).map(|n| format!("A man waves flag {n}")).collect::<Vec<_>>());
}

#[test]
fn duplicate_keys_get_names_of_their_own() {
    let desk = Desk::new();
    let table: String =
        std::iter::once("id,caption\n".to_owned()).chain((0..MANY).map(|n| format!("same,Flag {n}\n"))).collect();
    desk.write("a.csv", table.as_bytes());
    for _ in 0..2 {
        let catalog = desk.open("a.csv").opened.catalog;
        let keys: HashSet<PhotoKey> =
            catalog.indexes().map(|index| catalog.photo(index).unwrap().key.clone()).collect();
        assert_eq!(keys.len(), MANY);
        assert!(catalog.indexes().all(|index| catalog.position(&catalog.photo(index).unwrap().key) == Some(index)));
    }
}

#[test]
fn texts_longer_than_a_window_are_read_as_short_ones_are() {
    let desk = Desk::new();
    // The windows are a mebibyte; each of these is more than one.
    let n_photos = 14_000;
    let line =
        |n: usize| format!("A man waves flag {n} at the \"Capitol\", he said, and the dog\u{e9} sat. Image: Getty.");
    let lines: Vec<String> = (0..n_photos).map(line).collect();
    desk.write("a.txt", lines.join("\n").as_bytes());
    let cell = |line: &String| format!("\"{}\nand so on\"\n", line.replace('"', "\"\""));
    desk.write("b.csv", format!("caption\n{}", lines.iter().map(cell).collect::<String>()).as_bytes());
    let object = |line: &String| serde_json::json!({"caption": line, "more": {"list": [1, 2, "]"]}}).to_string();
    let objects: Vec<String> = lines.iter().map(object).collect();
    desk.write("c.json", format!("[\n{}\n]", objects.join(",\n")).as_bytes());
    desk.write("d.jsonl", objects.join("\n").as_bytes());
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(lines.join("\n").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    desk.write("e.txt", &utf16);
    for name in ["a.txt", "b.csv", "c.json", "d.jsonl", "e.txt"] {
        let catalog = desk.open_with(name, None).unwrap().opened.catalog;
        assert_eq!(catalog.n_photos(), n_photos, "{name}");
        for (found, line) in captions(&catalog).iter().zip(&lines) {
            assert_eq!(found.trim_end_matches("\nand so on"), line, "{name}");
        }
    }
}

/// A sidecar with a caption.
const SIDECAR: &str = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">Beside it.</rdf:li>
</rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"#;
