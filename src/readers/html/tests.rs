use std::path::Path;
use std::sync::Arc;

use crate::exporters;
use crate::photo::Photo;
use crate::readers::tests::stream;
use crate::readers::{Input, Options, ReadError, Reader, Reading, Watch};

fn open(input: &Input) -> Result<Reading, ReadError> {
    Reader::with(Options::default()).read(input, &Watch::none())
}

fn pasted(html: &str) -> Result<Reading, ReadError> {
    open(&Input::Pasted(format!("<!doctype html>{html}")))
}

fn page(name: &str) -> Reading {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages");
    open(&Input::File(pages.join(name))).unwrap()
}

fn figure(picture: &str, caption: &str) -> String {
    format!("<figure><img src='{picture}'><figcaption>{caption}</figcaption></figure>")
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    crate::files::write_whole(path, crate::files::Existing::Replace, |out| out.write_all(bytes)).unwrap();
}

#[test]
fn a_page_is_a_collection() {
    let reading = page("spiegel.html");
    assert_eq!(reading.summary.title, "Talsperre: Das Dorf taucht wieder auf");
    assert_eq!(
        reading.summary.published.as_ref().map(ToString::to_string).as_deref(),
        Some("2022-08-22T13:38:00+02:00")
    );
    assert_eq!(
        reading.summary.lead.as_deref(),
        Some("Die Trockenheit legt Mauern frei, die seit sechzig Jahren unter Wasser standen.")
    );
    let photo = &reading.photos[0];
    assert_eq!(photo.text(), "Mauerreste am Ufer: Das Wasser steht elf Meter tiefer als sonst Foto: Jane Doe / dpa");
    assert_eq!(
        photo.caption.description.as_deref(),
        Some("Mauerreste am Ufer: Das Wasser steht elf Meter tiefer als sonst")
    );
    assert_eq!(photo.caption.credit_line.as_deref(), Some("Jane Doe / dpa"));
    assert_eq!(photo.caption.creator, ["Jane Doe"]);
    assert_eq!(photo.caption.alt_text.as_deref(), Some("Mauerreste am Ufer des Stausees"));
    assert_eq!(photo.published, reading.summary.published);
    assert_eq!(photo.file.as_deref(), Some("0a0a0a0a-0001-0004-0000-000001234567_w948_r1.77_fpx50.jpg"));
    assert_eq!(photo.picture, None);
    assert_eq!(
        page("saved-complete.html").summary.address.as_deref(),
        Some("https://www.example.net/2020/harbour.html")
    );
}

#[test]
fn credits_within_the_text_are_told_apart_too() {
    let reading = page("apnews.html");
    let caption = &reading.photos[0].caption;
    assert_eq!(
        caption.description.as_deref(),
        Some("Cranes stand in a river at dawn Friday, Oct. 18, 2024, near Kearn, Neb.")
    );
    assert_eq!(caption.creator, ["Jane Doe"]);
    assert_eq!(caption.date_created.as_ref().map(ToString::to_string).as_deref(), Some("2024-10-18"));
}

#[test]
fn a_picture_without_a_caption_is_shown_by_its_alt_text() {
    let reading = page("alt-only.html");
    let [photo] = &reading.photos[..] else { panic!("one photo: {:?}", reading.photos) };
    assert_eq!((photo.text(), photo.line()), ("", "A bowl of wrinkled plums on a wooden table"));
    assert_eq!(photo.has("caption"), Some(false));
}

#[test]
fn names_of_photos_last() {
    // Lists that users keep refer to them: saving the page again, with other files, changes none.
    let names = |html: &str| -> Vec<String> {
        pasted(html).unwrap().photos.into_iter().map(|photo: Photo| photo.key.name).collect()
    };
    let first = names(&format!("{}{}", figure("a.jpg", "A man waves."), figure("b.jpg", "foobar")));
    let again = names(&format!("{}{}", figure("b_files/x.jpg", "foobar"), figure("c.jpg", "A man waves.")));
    assert_eq!(first[1], "85944171f73967e8");
    assert_eq!((&first[0], &first[1]), (&again[1], &again[0]));
    let alike = names(&format!("{}{}", figure("a.jpg", "A man waves."), figure("b.jpg", "A man waves.")));
    assert_eq!(alike, [first[0].clone(), format!("{}-2", first[0])]);
}

#[test]
fn pictures_saved_with_the_page_are_attached_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved");
    for name in ["page_files/a.jpg", "page_files/b c.jpg", "page_files/d%20e.jpg", "page_files/real/f.jpg"] {
        write(&saved.join(name), b"picture");
    }
    write(&folder.path().join("outside.jpg"), b"picture");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("outside.jpg"), saved.join("page_files/link.jpg")).unwrap();
    let check = |address: &str, expected: Option<&str>| {
        let path = saved.join("page.html");
        write(&path, format!("<!doctype html>{}", figure(address, "A man waves.")).as_bytes());
        let expected = expected.map(|name| saved.join(name).into_os_string().into_string().unwrap());
        assert_eq!(open(&Input::File(path)).unwrap().photos[0].picture, expected, "{address}");
    };
    check("page_files/a.jpg", Some("page_files/a.jpg"));
    check("./page_files/a.jpg?x=1#y", Some("page_files/a.jpg"));
    check("page_files/b%20c.jpg", Some("page_files/b c.jpg"));
    check("page_files/d%20e.jpg", Some("page_files/d%20e.jpg"));
    check("page_files/real/f.jpg", Some("page_files/real/f.jpg"));
    let absolute = folder.path().join("outside.jpg").into_os_string().into_string().unwrap();
    for outside in [
        "../outside.jpg",
        "page_files/../../outside.jpg",
        "page_files/%2e%2e/%2e%2e/outside.jpg",
        "page_files\\a.jpg",
        "page_files/link.jpg",
        "page_files/none.jpg",
        "page_files",
        "https://example.org/page_files/a.jpg",
        "file:page_files/a.jpg",
        "a%00.jpg",
        absolute.as_str(),
        "",
    ] {
        check(outside, None);
    }
}

#[test]
fn a_larger_picture_saved_with_the_page_stands_for_one_that_was_not() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("p_files/large.jpg"), b"picture");
    let path = folder.path().join("p.html");
    write(
        &path,
        b"<html><figure><a href=p_files/large.jpg><img src='https://x.org/small.jpg'></a><figcaption>A man waves.",
    );
    assert!(open(&Input::File(path)).unwrap().photos[0].picture.as_deref().unwrap().ends_with("p_files/large.jpg"));
}

#[test]
fn words_of_a_page_without_figures_are_read_as_an_article() {
    let reading = page("plain-article.html");
    let texts: Vec<&str> = reading.photos.iter().map(Photo::text).collect();
    assert_eq!(
        texts,
        [
            "Protesters climb the steps of the Capitol in Washington, DC. Image: Getty.",
            "An officer stands in the Rotunda. Image: AP."
        ]
    );
    assert_eq!(reading.summary.title, "Pictures of the day");
    assert_eq!(reading.summary.published.as_ref().map(ToString::to_string).as_deref(), Some("2021-01-07"));
    assert_eq!(reading.summary.credit.as_deref(), Some("With AAP"));
    let preformatted = pasted("<pre>A man\nwaves\n\nA dog barks loudly. Image: AP.\n</pre>").unwrap();
    assert_eq!(preformatted.photos[0].text(), "A dog barks loudly. Image: AP.");
}

#[test]
fn a_page_without_captions_says_what_was_looked_for() {
    for html in ["<p>Words and nothing else.", "", "<img src=a.jpg>"] {
        let error = pasted(html).unwrap_err().to_string();
        assert!(error.starts_with("no captions found on the page: looked for figures"), "{error}");
        assert!(error.ends_with(": the pasted text"), "{error}");
    }
    assert!(matches!(open(&stream(b"<html>")), Err(ReadError::NoFigures { .. })));
}

#[test]
fn dates_are_read_as_pages_state_them() {
    let check = |written: &str, expected: Option<&str>| {
        let html = format!("<meta name=date content='{written}'>{}", figure("a.jpg", "A man waves."));
        let published = pasted(&html).unwrap().summary.published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), expected, "{written}");
    };
    check("2024-04-28", Some("2024-04-28"));
    check("2024-04-28T08:52:55+0200", Some("2024-04-28T08:52:55+02:00"));
    check("2024-04-28 07:00:00Z", Some("2024-04-28T07:00:00Z"));
    check("2024-04-28 at noon", Some("2024-04-28"));
    check("Sun, 28 Apr 2024 10:00:00 GMT", Some("2024-04-28"));
    check("April 28, 2024 10:15 am", Some("2024-04-28"));
    check("20240428", Some("2024-04-28"));
    check("yesterday", None);
}

#[test]
fn a_page_in_another_encoding_is_not_binary() {
    let bytes =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages/japanese-sjis.html")).unwrap();
    assert_eq!(open(&stream(&bytes)).unwrap().summary.title, "港の朝");
    assert_eq!(page("chrome-save.mhtml").photos.len(), 1);
}

#[test]
fn mappings_of_columns_have_no_effect() {
    let mut options = Options::default();
    options.add_mapping("a=caption").unwrap();
    let input = Input::Pasted(format!("<html>{}", figure("a.jpg", "A man waves.")));
    let reading = Reader::with(options).read(&input, &Watch::none()).unwrap();
    assert!(reading.summary.warnings[0].text.starts_with("a web page has no columns"));
}

#[test]
fn our_own_page_opens_as_the_same_captions() {
    let bundled = open(&Input::Bundled).unwrap();
    let mut out = Vec::new();
    let heading = exporters::Heading { title: bundled.summary.title.clone(), credit: None };
    let mut numbered = (1..).zip(bundled.photos.iter().cloned().map(Arc::new));
    let export = exporters::Export::of_captions(heading);
    exporters::export(&mut numbered, &export, exporters::format::Format::Html, &mut out).unwrap();
    let reading = open(&stream(&out)).unwrap();
    let descriptions = |photos: &[Photo]| -> Vec<(Option<String>, Option<String>)> {
        photos.iter().map(|photo| (photo.caption.description.clone(), photo.caption.credit_line.clone())).collect()
    };
    assert_eq!(reading.summary.title, bundled.summary.title);
    assert_eq!(descriptions(&reading.photos), descriptions(&bundled.photos));
}
