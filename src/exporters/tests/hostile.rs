//! Captions full of hostile text, through every format: nothing becomes a formula, markup or a path, and the text is the
//! same when it is read back.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use zip::ZipArchive;

use super::*;
use crate::exporters::fields::ExportField;
use crate::exporters::pictures::{Original, Pictures, Pixels};
use crate::exporters::sidecar::property::properties;
use crate::text::with_visible_controls;

/// Pictures of two pixels, for every other photo; their own files are text.
struct SomePictures;

impl Pictures for SomePictures {
    fn pixels(&self, photo: &Photo, _edge_px: u32) -> Result<Pixels, String> {
        match photo.text().len() % 2 {
            0 => Ok(Pixels { width_px: 2, height_px: 1, rgb: vec![255, 0, 0, 0, 0, 255] }),
            _ => Err("<it> is =broken".to_owned()),
        }
    }

    fn original(&self, photo: &Photo) -> Result<Original, String> {
        match photo.text().len() % 2 {
            0 => {
                let file = std::fs::File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/LICENSE-MIT"));
                let path = format!("/somewhere/{}.jp/../g", photo.key.name);
                Ok(Original { path: path.into(), file: file.map_err(|error| error.to_string())? })
            }
            _ => Err("it is not there".to_owned()),
        }
    }
}

/// A folder in memory.
#[derive(Default)]
struct MemoryFolder(BTreeMap<String, Vec<u8>>);

impl Tree for MemoryFolder {
    fn file(&mut self, name: &str, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        assert!(self.0.insert(name.to_owned(), bytes).is_none(), "{name} is written twice");
        Ok(())
    }
}

/// Hostile photos, the same every time; more of them in the slow tests. One has a caption of 100 kB.
fn hostile_photos() -> Vec<Photo> {
    let n_photos = if std::env::var_os("SLOW_TESTS").is_some() { 10_000 } else { 300 };
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut photos: Vec<Photo> = (0..n_photos).map(|_| any_photo().new_tree(&mut runner).unwrap().current()).collect();
    let long: String = (0..3_000).map(|n| format!("=cmd|' /C calc'!A{n} <script>\u{202e}")).collect();
    photos.push(photo("long", &long, Caption::default()));
    let word: String = (10_000..30_000).map(|n| n.to_string()).collect();
    photos.push(photo("word", &word, Caption::default()));
    photos
}

fn made(photos: &[Photo], format: Format) -> (Vec<u8>, Vec<LeftOut>) {
    let heading = Heading { title: "<h1>=1+1</h1>".to_owned(), credit: Some("</footer>".to_owned()) };
    let export = Export::new(heading, ExportOptions::default(), &SomePictures);
    let mut out = Vec::new();
    super::export(&mut numbered(photos), &export, format, &mut out).unwrap();
    (out, export.left_out())
}

fn made_folder(photos: &[Photo], format: Format) -> BTreeMap<String, Vec<u8>> {
    let heading = Heading { title: "<h1>=1+1</h1>".to_owned(), credit: Some("</footer>".to_owned()) };
    let export = Export::new(heading, ExportOptions::default(), &SomePictures);
    let mut folder = MemoryFolder::default();
    export_folder(&mut numbered(photos), &export, format, &mut folder).unwrap();
    folder.0
}

fn unzipped(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        assert!(files.insert(file.name().unwrap().into_owned(), content).is_none(), "a file stands there twice");
    }
    files
}

fn text_of(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).unwrap()
}

/// The texts of every element of a name, with what XML writes otherwise put back.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in xml.split(&format!("<{name}")).skip(1) {
        let Some((attributes, rest)) = part.split_once('>') else { continue };
        if !attributes.is_empty() && !attributes.starts_with(' ') || attributes.ends_with('/') {
            continue;
        }
        let text = rest.split_once(&format!("</{name}>")).unwrap().0;
        found.push(quick_xml::escape::unescape(text).unwrap().into_owned());
    }
    found
}

/// Puts back what spreadsheets write as `_xHHHH_`.
fn from_cell(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        match code {
            Some(c) => {
                out.push(c);
                rest = &after[7..];
            }
            None => {
                out.push_str("_x");
                rest = &after[2..];
            }
        }
    }
    out + rest
}

#[test]
fn a_spreadsheet_holds_texts_and_no_formula() {
    let photos = hostile_photos();
    let (bytes, left_out) = made(&photos, Format::Xlsx);
    assert_eq!(left_out.len(), photos.iter().filter(|photo| photo.text().len() % 2 == 1).count());
    let files = unzipped(&bytes);
    let sheet = text_of(&files, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f ") && !sheet.contains("hyperlink"));
    let strings = text_of(&files, "xl/sharedStrings.xml");
    let cells: BTreeSet<String> = elements(&strings, "t").iter().map(|text| from_cell(text)).collect();
    for photo in &photos {
        let line = ExportField::Caption.value(photo, 1, 1);
        if !line.is_empty() && line.len() < 30_000 && !line.contains(['\u{fffe}', '\u{ffff}']) {
            assert!(cells.contains(&line), "{line:?}");
        }
    }
    let whole: usize = cells.iter().filter(|cell| cell.len() > 3_000).map(String::len).sum();
    assert!(whole >= 190_000, "the long captions go on in other cells: {whole}");
}

#[test]
fn a_document_holds_texts_and_nothing_else() {
    let photos = hostile_photos();
    let (bytes, _) = made(&photos, Format::Docx);
    let document = text_of(&unzipped(&bytes), "word/document.xml");
    let texts = elements(&document, "w:t").concat();
    let expected = |photo: &Photo| {
        with_visible_controls(best_line(photo)).replace(['\n', '\t'], "").replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
    };
    for photo in &photos {
        assert!(texts.contains(&expected(photo)), "{:?}", best_line(photo));
    }
    let benign =
        text_of(&unzipped(&made(&[benign_photo(), two_photos()[0].clone()], Format::Docx).0), "word/document.xml");
    let names = |xml: &str| -> BTreeSet<String> {
        xml.split('<').skip(1).map(|tag| tag.split([' ', '>', '/']).next().unwrap_or_default().to_owned()).collect()
    };
    let known: BTreeSet<String> =
        names(&benign).into_iter().chain(["w:br", "w:tab", "w:bidi"].map(str::to_owned)).collect();
    assert!(names(&document).is_subset(&known), "{:?}", names(&document).difference(&known));
}

#[test]
fn galleries_have_no_markup_of_captions() {
    let photos = hostile_photos();
    let page = String::from_utf8(made(&photos, Format::GalleryPage).0).unwrap();
    let files = made_folder(&photos, Format::Gallery);
    let index = text_of(&files, "index.html");
    let expected: Vec<_> = photos.iter().map(|photo| with_visible_controls(best_line(photo))).collect();
    for (html, format) in [(&page, Format::GalleryPage), (&index, Format::Gallery)] {
        assert_eq!(texts(html, "<p class=\"caption\" lang=\"\" dir=\"auto\">"), expected);
        for word in ["<script", "http://", "https://", "javascript:", "style="] {
            let stands = html.matches(word).count();
            let escaped = expected.iter().any(|text| text.contains(word.trim_start_matches('<')));
            assert!(stands == 0 || escaped && !word.starts_with('<'), "{word} stands in {format:?}");
        }
        assert!(html.contains("default-src 'none'; img-src "));
        let figures = html.matches("<figure ").count();
        assert_eq!(figures, photos.len());
        // Every element and attribute is one of the page's own.
        let allowed = [
            "!doctype",
            "a",
            "/a",
            "body",
            "/body",
            "bdi",
            "/bdi",
            "dd",
            "/dd",
            "div",
            "/div",
            "dl",
            "/dl",
            "dt",
            "/dt",
            "figcaption",
            "/figcaption",
            "figure",
            "/figure",
            "footer",
            "/footer",
            "h1",
            "/h1",
            "h2",
            "/h2",
            "head",
            "/head",
            "header",
            "/header",
            "html",
            "/html",
            "img",
            "li",
            "/li",
            "main",
            "/main",
            "meta",
            "ol",
            "/ol",
            "p",
            "/p",
            "span",
            "/span",
            "style",
            "/style",
            "title",
            "/title",
        ];
        for tag in html.split('<').skip(1) {
            let name = tag.split([' ', '>', '\n']).next().unwrap_or_default();
            assert!(allowed.contains(&name), "{name:?} in {format:?}");
        }
    }
    assert!(files.keys().all(|name| name == "index.html" || name.starts_with("small/") || name.starts_with("large/")));
}

#[test]
fn packages_hold_what_they_should_and_nothing_outside() {
    let photos = hostile_photos();
    let folder = made_folder(&photos, Format::Package);
    let (archive, _) = made(&photos, Format::Zip);
    let archived = unzipped(&archive);
    assert_eq!(archived.len(), folder.len());
    assert_eq!(made(&photos, Format::Zip).0, archive, "the same photos give the same bytes");
    let mut folded = BTreeSet::new();
    for (name, content) in &folder {
        let n_parts = name.split('/').count();
        assert!(n_parts <= 2 && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.')), "{name}");
        assert!(name.len() <= 8 + crate::exporters::names::NAME_MAX_BYTES && !name.contains(['\\', ':']), "{name}");
        assert!(folded.insert(fold(name)), "{name}");
        let in_archive: Vec<_> =
            archived.iter().filter(|(other, _)| other.split_once('/').unwrap().1 == name).collect();
        assert_eq!(in_archive, [(&format!("h1-=1+1-h1/{name}"), content)]);
    }
    let n_copied = photos.iter().filter(|photo| photo.text().len() % 2 == 0).count();
    assert_eq!(folder.keys().filter(|name| name.starts_with("photos/")).count(), n_copied);
    let records: Vec<Record> = serde_json::from_slice(&folder["captions.json"]).unwrap();
    assert_eq!(records.len(), photos.len());
    for (record, photo) in records.iter().zip(&photos) {
        assert_eq!(record.text.as_deref(), Some(photo.text()));
        if let Some(file) = record.file.as_ref().filter(|_| photo.text().len() % 2 == 0) {
            assert!(folder.contains_key(&**file), "{file}");
        }
    }
}

#[test]
fn sheets_and_manifests_and_sidecars_are_made_of_anything() {
    let photos = hostile_photos();
    // Sheets take long in the unoptimized program.
    let n_sheet = photos.len().min(150);
    let sheet: Vec<Photo> = photos.iter().take(n_sheet).chain(photos.last()).cloned().collect();
    assert!(made(&sheet, Format::Pdf).0.starts_with(b"%PDF-1.7"));
    let manifest: serde_json::Value =
        serde_json::from_slice(&made_folder(&photos, Format::Iiif)["manifest.json"]).unwrap();
    let canvases = manifest["items"].as_array().unwrap();
    for (canvas, photo) in canvases.iter().zip(&photos) {
        let summary = canvas["summary"]["none"][0].as_str().unwrap();
        let line = with_visible_controls(best_line(photo));
        let is_html = summary.trim().starts_with('<') && summary.trim().ends_with('>');
        let said = if is_html {
            let inside = summary.strip_prefix("<span>").unwrap().strip_suffix("</span>").unwrap();
            assert!(!inside.contains(['<', '>']), "{inside:?}");
            inside.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        } else {
            summary.to_owned()
        };
        assert_eq!(said, line);
    }
    let sidecars = made_folder(&photos, Format::Sidecars);
    assert_eq!(sidecars.len(), photos.len());
    assert!(sidecars.keys().all(|name| name.ends_with(".xmp") && !name.contains(['/', '\\'])));
    let n_properties: usize = photos.iter().map(|photo| properties(photo).0.len()).sum();
    assert!(n_properties > photos.len());
}
