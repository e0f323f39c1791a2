//! What each fuzz target does with its bytes. Tests of the program do the same with the corpora that are kept.

use std::sync::{Arc, OnceLock};

use super::program::exporters::sidecar::property::{Property, Value};
use super::program::exporters::sidecar::update::updated;
use super::program::metadata::merged::merged;
use super::program::metadata::precedence::Profile;
use super::program::metadata::{self, Metadata, inspect};
use super::program::photo::knowledge::Knowledge;
use super::program::place::gazetteer::Gazetteer;
use super::program::query::Query;
use super::program::readers::stream::Stream;
use super::program::readers::{Input, Options, Reader, Watch};
use super::program::worker::Workers;
use super::program::{anatomy, caption, lint, page, pixels, query, text};

/// The longest text given to what reads captions: a long one says no more about it than a short one.
const TEXT_MAX_BYTES: usize = 4096;

/// Does what a target does with bytes.
pub fn execute(target: &str, data: &[u8]) {
    match target {
        // The block's length stands before it.
        "iim" => {
            let len = u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes();
            read(&jpeg(0xED, &[b"Photoshop 3.0\x008BIM\x04\x04\0\0".as_slice(), &len].concat(), data));
        }
        "xmp" => {
            read(data);
            read(&jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0", data));
        }
        "exif" => read(&jpeg(0xE1, b"Exif\0\0", data)),
        "photoshop" => {
            read(&jpeg(0xED, b"Photoshop 3.0\0", data));
            read(&behind(b"8BPS\0\x01", data));
        }
        "jpeg" => read(&behind(b"\xFF\xD8", data)),
        "png" => read(&behind(b"\x89PNG\r\n\x1a\n", data)),
        "tiff" => {
            read(data);
            read(&behind(b"II*\0", data));
            read(&behind(b"MM\0+\0\x08\0\0", data));
        }
        "webp" => read(&behind(b"RIFF\0\0\0\0WEBP", data)),
        "gif" => read(&behind(b"GIF89a", data)),
        "heif" => {
            read(&behind(b"\0\0\0\x10ftypheic\0\0\0\0", data));
            read(&behind(b"\0\0\0\x10ftypcrx \0\0\0\0", data));
        }
        "pixels" => picture(data),
        "pixels_jpeg" => picture(&behind(b"\xFF\xD8\xFF", data)),
        "pixels_png" => picture(&png_with_checksums(data)),
        "pixels_tiff" => {
            picture(&behind(b"II*\0", data));
            picture(&behind(b"MM\0*", data));
        }
        "page" => saved_page(data),
        "query" => asked(&String::from_utf8_lossy(data)),
        "captions" => captioned(data),
        "csv" => {
            open(&behind(b"caption,credit,date,file\n", data));
            open(data);
        }
        "json" => {
            open(&behind(b"[{\"caption\":", data));
            open(data);
        }
        "json_lines" => open(&behind(b"{\"caption\":\"a man\"}\n", data)),
        "article" => {
            open(&behind(b"A man waves. Image: Getty.\n", data));
            open(data);
        }
        "sidecar" => sidecar(data),
        "own_rows" => own_rows(&String::from_utf8_lossy(data)),
        other => panic!("there is no target {other}"),
    }
}

/// Reads a file, merges what it states and shows it, as the program would.
fn read(file: &[u8]) {
    let metadata: Metadata = metadata::read(&file);
    for profile in [Profile::News, Profile::MwgStrict] {
        let merged = merged(metadata.clone(), Some(metadata.clone()), profile);
        merged.caption();
        merged.camera();
        serde_json::to_vec(&inspect::json("file", &merged, &metadata.warnings)).expect("it is JSON");
    }
    let sent = serde_json::to_vec(&metadata).expect("what was read can be sent");
    serde_json::from_slice::<Metadata>(&sent).expect("what was sent can be read");
}

/// Makes every picture of a file that the program would ask for.
fn picture(file: &[u8]) {
    use pixels::{Wanted, decode};
    let memory = pixels::stream::Memory(file);
    for wanted in [Wanted::Embedded, Wanted::Fit { edge_px: 32 }, Wanted::Full] {
        for frame in [0, 1] {
            let Ok(picture) = decode(&memory, wanted, frame) else { break };
            let is_last = frame + 1 >= picture.animation.n_frames;
            let n_pixels = picture.width_px as usize * picture.height_px as usize;
            assert_eq!(picture.rgba.len(), 4 * n_pixels, "a picture has four bytes a pixel");
            assert!(n_pixels > 0 && picture.animation.n_frames > 0, "a picture that is there shows something");
            if let Wanted::Fit { edge_px } = wanted {
                assert!(picture.width_px.max(picture.height_px) <= edge_px, "no larger than it was wanted");
            }
            if is_last {
                break;
            }
        }
    }
}

/// Reads a page; it goes to the other process and back unchanged.
fn saved_page(bytes: &[u8]) {
    let _ = page::is_page(bytes, Some("html"));
    let page = page::read(bytes);
    let json = serde_json::to_string(&page).expect("a page is JSON");
    assert_eq!(serde_json::from_str::<page::Page>(&json).expect("what was written"), page);
}

/// Parses a query, prints it, and parses that.
fn asked(written: &str) {
    let written = text::truncated(written, TEXT_MAX_BYTES);
    let values = |_| vec![("senate".to_owned(), "Senate".to_owned())];
    let cursor = text::truncated(written, written.len() / 2).len();
    query::complete::complete(written, cursor, &values);
    let Ok(query) = written.parse::<Query>() else { return };
    let printed = query.to_string();
    let again: Query = printed.parse().unwrap_or_else(|error| panic!("{printed:?}: {error}"));
    assert_eq!(again, query, "{printed:?}");
    query.marks(written);
}

/// Reads a caption: spans lie within the text, in order, and end between characters.
fn captioned(bytes: &[u8]) {
    let read = String::from_utf8_lossy(bytes);
    let read = text::truncated(&read, TEXT_MAX_BYTES);
    let mut end = 0;
    for span in anatomy::spans(read, &gazetteer()) {
        assert!(span.range.start >= end && read.get(span.range.clone()).is_some(), "{span:?} of {read:?}");
        end = span.range.end;
    }
    caption::credit::chain(read);
    caption::date::Date::parse(read).ok();
    caption::date::Date::from_written(read);
}

/// Opens bytes as the program opens what comes in by standard input.
fn open(bytes: &[u8]) {
    static READER: OnceLock<Reader> = OnceLock::new();
    let reader = READER.get_or_init(|| Reader {
        options: Options::default(),
        knowledge: Knowledge::from(Gazetteer::built_in()),
        lint: Arc::default(),
        workers: Arc::new(Workers::in_process()),
    });
    let Ok(stream) = Stream::read(&mut &*bytes, None, &std::env::temp_dir()) else { return };
    let Ok(reading) = reader.read(&Input::Stream(stream), &Watch::none()) else { return };
    assert!(!reading.photos.is_empty(), "what has no photos is an error");
}

/// Changes a sidecar to state what the caption of a photo states; what was changed has nothing left to be changed.
fn sidecar(bytes: &[u8]) {
    static PROPERTIES: OnceLock<Vec<Property>> = OnceLock::new();
    let properties = PROPERTIES.get_or_init(|| {
        let text = |name, namespace| Property { namespace, name, value: Value::Text("A & B".into()) };
        let photoshop = ("photoshop", "http://ns.adobe.com/photoshop/1.0/");
        let dc = ("dc", "http://purl.org/dc/elements/1.1/");
        vec![
            text("Headline", photoshop),
            text("Credit", photoshop),
            Property { namespace: dc, name: "description", value: Value::Default("<A man> waves".into()) },
        ]
    });
    let Ok(there) = std::str::from_utf8(bytes) else { return };
    let Ok((Some(changed), _)) = updated(there, properties) else { return };
    let again = updated(&changed, properties).map(|(text, _)| text);
    assert_eq!(again, Ok(None), "{changed:?}");
}

/// Reads rows of the user's own places and of a house style.
fn own_rows(rows: &str) {
    let rows = text::truncated(rows, TEXT_MAX_BYTES);
    Gazetteer::default().extend(rows);
    lint::style::HouseStyle::own(rows);
}

fn gazetteer() -> Arc<Gazetteer> {
    static BUILT_IN: OnceLock<Arc<Gazetteer>> = OnceLock::new();
    Arc::clone(BUILT_IN.get_or_init(|| Arc::new(Gazetteer::built_in())))
}

/// A file that begins so and goes on with the bytes.
fn behind(beginning: &[u8], bytes: &[u8]) -> Vec<u8> {
    [beginning, bytes].concat()
}

/// A JPEG file with one segment: a marker, what tells its kind, and the bytes.
fn jpeg(marker: u8, mark: &[u8], bytes: &[u8]) -> Vec<u8> {
    let bytes = &bytes[..bytes.len().min(60_000)];
    let len = u16::try_from(2 + mark.len() + bytes.len()).expect("a segment is shorter than 64 kB");
    [&[0xFF, 0xD8, 0xFF, marker], &len.to_be_bytes()[..], mark, bytes, &[0xFF, 0xD9]].concat()
}

/// A PNG file of the chunks that the bytes hold: lengths cut to what is there, checksums put right.
fn png_with_checksums(bytes: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut rest = bytes.strip_prefix(file.as_slice()).unwrap_or(bytes);
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = (u32::from_be_bytes([a, b, c, d]) as usize).min(after.len());
        let (data, after) = after.split_at(length);
        let mut crc = flate2::Crc::new();
        crc.update(&kind);
        crc.update(data);
        file.extend(u32::try_from(length).expect("it fits into the fuzzer's bytes").to_be_bytes());
        file.extend(kind);
        file.extend(data);
        file.extend(crc.sum().to_be_bytes());
        // The checksum that stood there.
        rest = after.get(4..).unwrap_or_default();
    }
    file
}
