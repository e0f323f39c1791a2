use std::cell::RefCell;

use super::*;
use crate::caption::{Person, PersonRole};
use crate::photo::finding::Findings;
use crate::place::PlaceMention;
use crate::readers::source::BUNDLED;
use crate::readers::stream::Stream;

impl Reader {
    /// A reader that reads everything in the caller's thread.
    pub(crate) fn with(options: Options) -> Self {
        let knowledge = Knowledge::built_in();
        Self { options, knowledge, lint: Arc::default(), workers: Arc::new(Workers::in_process()) }
    }
}

fn reader() -> Reader {
    Reader::with(Options::default())
}

/// The photos without what the linter says of them, which is not stated but found.
pub(crate) fn unchecked(reading: Reading) -> Vec<Photo> {
    let mut photos = reading.photos;
    photos.iter_mut().for_each(|photo| photo.findings = Findings::default());
    photos
}

/// What comes in by a stream.
pub(crate) fn stream(bytes: &[u8]) -> Input {
    Input::Stream(Stream::read(&mut &*bytes, None, &std::env::temp_dir()).unwrap())
}

fn read_plainly(input: &Input) -> Result<Reading, ReadError> {
    reader().read(input, &Watch::none())
}

fn collections() -> [Reading; 2] {
    let article = include_str!("../../tests/data/capitol-article.txt");
    [Input::Bundled, Input::Pasted(article.to_owned())].map(|input| read_plainly(&input).unwrap())
}

fn is_in(photo: &Photo, id: &str) -> bool {
    photo.places.iter().any(|mention| mention.place.ancestry().any(|place| place.id == id))
}

/// Positions, from 1, of the photos for which something holds.
fn positions(reading: &Reading, holds: impl Fn(&Photo) -> bool) -> Vec<usize> {
    reading.photos.iter().enumerate().filter(|(_, photo)| holds(photo)).map(|(n, _)| n + 1).collect()
}

fn check_places(id: &str, expected: &[usize]) {
    for reading in collections() {
        assert_eq!(positions(&reading, |photo| is_in(photo, id)), expected, "{id}");
    }
}

fn relations(photo: &Photo) -> Vec<String> {
    photo
        .places
        .iter()
        .map(|PlaceMention { place, relation, .. }| format!("{} {}", relation.name(), place.id))
        .collect()
}

#[test]
fn the_bundled_collection_is_the_articles() {
    let [bundled, article] = collections();
    let captions: Vec<&str> = BUNDLED.lines().filter(|line| line.ends_with("Image: Getty.")).collect();
    assert_eq!(captions.len(), 20);
    for reading in [&bundled, &article] {
        assert_eq!(reading.photos.iter().map(Photo::text).collect::<Vec<_>>(), captions);
        assert_eq!(reading.summary.published.as_ref().map(ToString::to_string).as_deref(), Some("2021-01-07"));
        assert_eq!(reading.summary.credit.as_deref(), Some("With AAP"));
        assert_eq!(reading.summary.warnings, []);
        for photo in &reading.photos {
            assert_eq!(photo.caption.credit_line.as_deref(), Some("Getty"));
            assert!(photo.caption.creator.is_empty() && photo.caption.date_created.is_none());
            assert_eq!(photo.published, reading.summary.published);
        }
    }
    assert_eq!(bundled.summary.title, "US Capitol, 7 January 2021");
    let names = |reading: &Reading| reading.photos.iter().map(|photo| photo.key.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&bundled), names(&article));
    // Lists that users keep refer to these keys: they must never change.
    assert_eq!(bundled.photos[0].key.to_string(), "capitol#93d866c34794ac5b");
}

#[test]
fn places_of_the_bundled_collection_are_found() {
    check_places("senate", &[3, 6, 7, 8, 9]);
    check_places("house", &[12, 13, 16, 20]);
    check_places("rotunda", &[5]);
    check_places("exterior", &[17, 18]);
    let without_place = [14, 15, 19];
    let all: Vec<usize> = (1..=20).filter(|n| !without_place.contains(n)).collect();
    check_places("us-capitol", &all);
    for reading in collections() {
        assert_eq!(positions(&reading, |photo| photo.places.is_empty()), without_place);
        let parts = ["senate", "house", "rotunda", "exterior"];
        let no_part =
            positions(&reading, |photo| is_in(photo, "us-capitol") && !parts.iter().any(|part| is_in(photo, part)));
        assert_eq!(no_part, [1, 2, 4, 10, 11]);
        assert_eq!(relations(&reading.photos[0]), ["at us-capitol", "in washington-dc"]);
        let relations_to = |n: usize, id: &str| {
            let mentions = reading.photos[n - 1].places.iter().filter(|mention| mention.place.id == id);
            mentions.map(|mention| mention.relation.name()).collect::<Vec<_>>()
        };
        assert_eq!(relations_to(3, "senate-chamber"), ["outside"]);
        for n in [6, 7, 8] {
            assert_eq!(relations_to(n, "senate-chamber"), ["in"], "{n}");
        }
        assert_eq!(relations_to(9, "senate-chamber"), ["near"]);
        assert_eq!(relations_to(5, "rotunda"), ["through"]);
        assert_eq!(relations_to(13, "house-chamber"), ["at"]);
        for n in [12, 16, 20] {
            assert_eq!(relations_to(n, "house-chamber"), ["in"], "{n}");
        }
        for n in [17, 18] {
            assert_eq!(relations_to(n, "exterior"), ["outside"], "{n}");
        }
        assert_eq!(relations_to(6, "senate-gallery").len() + relations_to(6, "senate-floor").len(), 2);
    }
}

#[test]
fn persons_of_the_bundled_collection_are_found() {
    for reading in collections() {
        let named = |role: PersonRole| {
            let mut named = Vec::new();
            for (n, photo) in reading.photos.iter().enumerate() {
                let persons = photo.persons.iter().filter(|person| person.role == role);
                named.extend(persons.map(|Person { name, title, party, state, .. }| {
                    let affiliation = [party, state].map(|part| part.as_deref().unwrap_or_default()).join("-");
                    format!("{} {} {name} {affiliation}", n + 1, title.as_deref().unwrap_or_default())
                }));
            }
            named
        };
        let shown = [
            "14 Rep. Madeleine Dean D-Pa.",
            "15 Rep. Lou Correa D-Calif.",
            "20 Rep. Jason Crow -",
            "20 Rep. Susan Wild -",
        ];
        assert_eq!(named(PersonRole::Shown), shown);
        let mentioned = [
            "2 US President Donald Trump -",
            "5 US Speaker of the House Nancy Pelosi -",
            "6 US President Donald Trump -",
        ];
        assert_eq!(named(PersonRole::Mentioned), mentioned);
    }
}

#[test]
fn many_equal_captions_take_no_longer_than_others() {
    // Every key was once tried from "-2" on: 20,000 equal lines took minutes.
    let reading = read_plainly(&Input::Pasted("A man waves. Image: Getty.\n".repeat(20_000))).unwrap();
    let names: std::collections::HashSet<_> = reading.photos.iter().map(|photo| &photo.key.name).collect();
    assert_eq!(names.len(), 20_000);
    assert!(reading.photos[19_999].key.name.ends_with("-20000"));
}

fn check_error(input: &Input, expected: &str) {
    let error = read_plainly(input).unwrap_err().to_string();
    assert!(error.starts_with(expected) && error.ends_with(&input.to_string()), "{error}");
}

#[test]
fn what_cannot_be_opened_says_what_why_and_where() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        crate::files::write_whole(&path, crate::files::Existing::Replace, |out| out.write_all(bytes)).unwrap();
        Input::File(path)
    };
    check_error(&Input::File(folder.path().to_owned()), "no photos found: the folder holds no file that is a photo: ");
    check_error(&Input::File(folder.path().join("none")), "cannot open: there is no such file: ");
    check_error(&file("empty.txt", b""), "nothing to read: it is empty: ");
    check_error(&file("blank.csv", b"\xef\xbb\xbf \n"), "nothing to read: it is empty: ");
    check_error(&file("a.bin", b"\x7fELF\0\0"), "cannot read as text: it holds binary data");
    check_error(&file("page.html", b"<!doctype html>"), "no captions found on the page: looked for ");
    check_error(&file("bad.json", b"nonsense"), "broken JSON: it begins with neither { nor [ in line 1, column 1: ");
    check_error(
        &file("prose.txt", b"Prose."),
        "no captions found: a caption is a line that ends in a credit, such as “A man waves. Image: Getty.” or “… (Photo by Jane Doe/AFP)”: ",
    );
    check_error(&Input::Pasted(" ".to_owned()), "nothing to read: it is empty: the pasted text");
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_opened() {
    check_error(&Input::File("/dev/zero".into()), "cannot open: it is a pipe or a device");
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    check_error(&Input::File(socket), "cannot open: it is a pipe or a device");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o000)).unwrap();
    // For root every file is readable, and then this one is empty.
    let error = read_plainly(&Input::File(file.path().to_owned())).unwrap_err();
    assert!(matches!(error, ReadError::Unreadable { .. } | ReadError::Empty { .. }), "{error}");
}

#[test]
fn a_page_that_is_too_large_is_not_loaded() {
    let file = tempfile::NamedTempFile::new().unwrap();
    // A page is read as a whole; a file with a hole takes no room.
    std::io::Write::write_all(&mut file.as_file(), b"<!doctype html>").unwrap();
    file.as_file().set_len(1 << 30).unwrap();
    check_error(
        &Input::File(file.path().to_owned()),
        "cannot read the page: it has 1024 MiB, and 64 are the most for a page: ",
    );
}

#[test]
fn inputs_have_lasting_ids_of_their_own() {
    assert_eq!(Input::Bundled.id(), "capitol");
    assert_eq!(stream(b"").id(), "-");
    assert_eq!(Input::Pasted("foobar".to_owned()).id(), "pasted-85944171f73967e8");
    assert!(Input::File("é/100%#\n.csv".into()).id().ends_with("/é/100%25#%0A.csv"));
}

#[cfg(unix)]
#[test]
fn an_id_of_any_path_gives_the_path_back() {
    use std::os::unix::ffi::OsStrExt as _;
    for bytes in [&b"/a\xff%/\xc3\xa9\x80b"[..], b"/%FF", b"/a b#c"] {
        let id = Input::File(std::ffi::OsStr::from_bytes(bytes).into()).id();
        let mut decoded = Vec::new();
        let mut rest = id.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            if *first == b'%' {
                decoded.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
                rest = &after[2..];
            } else {
                decoded.push(*first);
            }
        }
        assert_eq!(decoded, bytes, "{id}");
    }
}

#[test]
fn progress_rises_to_the_whole_and_stops_reading() {
    let text = "A man waves. Image: Getty.\n".repeat(20_000);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file.as_file(), text.as_bytes()).unwrap();
    let input = Input::File(file.path().to_owned());
    let reports = RefCell::new(Vec::new());
    let keep = |done, total| {
        reports.borrow_mut().push((done, total));
        true
    };
    reader().read(&input, &Watch { progress: &keep, ..Watch::none() }).unwrap();
    let reports = reports.into_inner();
    assert!(
        reports.len() > 5 && reports.is_sorted() && reports.iter().all(|(done, total)| done <= total),
        "{reports:?}"
    );
    for n_wanted in [0, 3] {
        let n = std::cell::Cell::new(0);
        let stop = |_, _| {
            n.set(n.get() + 1);
            n.get() <= n_wanted
        };
        let error = reader().read(&input, &Watch { progress: &stop, ..Watch::none() }).unwrap_err();
        assert!(matches!(error, ReadError::Cancelled { .. }), "{error}");
    }
}

#[test]
fn standard_input_is_read_to_its_end() {
    let input = stream(b"A man waves. Image: Getty.");
    assert_eq!(read_plainly(&input).unwrap().photos[0].key.input, "-");
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        if let Ok(stream) = Stream::read(&mut &bytes[..], None, &std::env::temp_dir()) {
            let _ = read_plainly(&Input::Stream(stream));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = read_plainly(&Input::Pasted(text));
    }
}

#[test]
fn a_folder_gives_its_photos_in_natural_order_with_what_their_files_say() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        crate::files::write_whole(&path, crate::files::Existing::Replace, |out| out.write_all(bytes)).unwrap();
    };
    file("p10.jpg", b"\xff\xd8\xff\xfe\0\x0bA comment\xff\xd9");
    file("p2.JPG", b"");
    file("notes.txt", b"no photo");
    file("inner/no extension", b"GIF89a\x01\0\x01\0\0\0\0;");
    file("p2.xmp", SIDECAR.as_bytes());
    let reading = read_plainly(&Input::File(folder.path().to_owned())).unwrap();
    let shown: Vec<String> = reading
        .photos
        .iter()
        .map(|photo| {
            let kind = photo.facts.file_type.as_deref().unwrap_or("-");
            let problem = photo.photo_file.as_ref().unwrap().problem.as_deref().unwrap_or("");
            format!(
                "{} | {} | {kind} | {} | {problem}",
                photo.key.name,
                photo.facts.folder.as_deref().unwrap(),
                photo.line()
            )
        })
        .collect();
    let expected = [
        "p2.JPG | . | - | Beside it. | it is none of the formats that are known",
        "p10.jpg | . | JPEG | A comment | ",
        "inner/no extension | inner | GIF | inner/no extension | ",
    ];
    assert_eq!(shown, expected);
    assert_eq!(reading.photos[0].facts.rating.map(|rating| rating.stars()), Some(4.0));
    let warnings: Vec<_> = reading.summary.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert_eq!(warnings[0], "p2.JPG: it is none of the formats that are known");
    assert!(warnings[1].starts_with("files that are no photos were left out: 1, the first being "), "{warnings:?}");
    let flat = Input::Folder { path: folder.path().to_owned(), subfolders: false };
    assert_eq!(read_plainly(&flat).unwrap().photos.len(), 2);
}

#[test]
fn a_folder_shows_the_photo_asked_for_before_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..500 {
        let path = folder.path().join(format!("{n}.gif"));
        let bytes = b"GIF89a\x01\0\x01\0\0\0\0;";
        crate::files::write_whole(&path, crate::files::Existing::Replace, |out| out.write_all(bytes)).unwrap();
    }
    let shown = RefCell::new(Vec::new());
    let first_read = |photos: Vec<Photo>| shown.borrow_mut().push((photos[0].key.clone(), photos.len()));
    let asked = folder.path().join("321.gif");
    let watch = Watch { first_read: &first_read, first: Some(&asked), ..Watch::none() };
    let input = Input::File(folder.path().to_owned());
    reader().show_beginning(&input, &watch);
    let reading = reader().read(&input, &watch).unwrap();
    let photos = &reading.photos;
    assert_eq!(photos.len(), 500);
    assert_eq!(*shown.borrow(), [(photos[321].key.clone(), 1)]);
    let stop = |_, _| false;
    let error = reader().read(&Input::File(folder.path().to_owned()), &Watch { progress: &stop, ..Watch::none() });
    assert!(matches!(error, Err(ReadError::Cancelled { .. })));
}

/// A sidecar with a caption and a rating.
const SIDECAR: &str = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Beside it.</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>"#;
