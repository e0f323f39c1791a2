use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::metadata::candidate::{Container, Value};
use crate::metadata::property::{Property, tag};
use crate::metadata::written::{
    ascii, boxed, deflated, exif_segment, gif, gif_comment, gif_xmp, heic, iim, jpeg, photoshop, photoshop_segment,
    png, tiff, webp, xmp, xmp_description, xmp_segment,
};

/// The descriptions a file states, each with the name of its container.
fn descriptions(file: &[u8]) -> Vec<(&'static str, String)> {
    let metadata = read(&file);
    let of_description = metadata.candidates.iter().filter(|candidate| candidate.property == Property::Description);
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    of_description.map(|candidate| (candidate.from.name(), text(&candidate.value))).collect()
}

fn check(file: &[u8], format: Format, expected: &[(&str, &str)]) {
    let metadata = read(&file);
    assert_eq!((metadata.format, metadata.warnings), (Some(format), Vec::new()));
    let expected: Vec<_> = expected.iter().map(|(from, text)| (*from, (*text).to_owned())).collect();
    let found = descriptions(file);
    assert_eq!(found.iter().map(|(from, text)| (*from, text.clone())).collect::<Vec<_>>(), expected);
}

fn exif(description: &str) -> Vec<u8> {
    tiff(&[vec![ascii(tag::IMAGE_DESCRIPTION, description.as_bytes())]])
}

fn iim_caption(text: &str) -> Vec<u8> {
    iim(&[(1, 90, b"\x1b%G".to_vec()), (2, 120, text.as_bytes().to_vec())])
}

#[test]
fn jpeg_segments_are_read_wherever_they_stand_before_the_picture() {
    let resources = photoshop(&[(0x0404, &iim_caption("by IIM"))]);
    let file = jpeg(&[
        (0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec()),
        (0xFE, b"a comment".to_vec()),
        xmp_segment(&xmp_description("by XMP")),
        photoshop_segment(&resources),
        exif_segment(&exif("by Exif")),
    ]);
    let expected = [("comment", "a comment"), ("xmp", "by XMP"), ("exif", "by Exif"), ("iim", "by IIM")];
    check(&file, Format::Jpeg, &expected);
    assert_eq!(read(&file.as_slice()).size_px, Some([3, 2]));
}

#[test]
fn resources_may_go_over_several_segments() {
    let resources = photoshop(&[(0x0404, &iim_caption(&"long ".repeat(300)))]);
    let (first, second) = resources.split_at(700);
    let file = jpeg(&[photoshop_segment(first), photoshop_segment(second)]);
    check(&file, Format::Jpeg, &[("iim", &"long ".repeat(300))]);
}

#[test]
fn marks_of_xmp_that_are_misspelt_are_understood() {
    for mark in [b"XMP\0://ns.adobe.com/xap/1.0/\0".as_slice(), b"http://ns.adobe.com/xap/1.0/ \0", b""] {
        let segment = (0xE1, [mark, xmp_description("found").as_bytes()].concat());
        check(&jpeg(&[segment]), Format::Jpeg, &[("xmp", "found")]);
    }
}

/// The parts of extended XMP, each with the name, the whole length and its place.
fn extension_segments(name: &str, whole: &[u8], part_len: usize) -> Vec<(u8, Vec<u8>)> {
    let len = u32::try_from(whole.len()).unwrap().to_be_bytes();
    let segment = |(n, part): (usize, &[u8])| {
        let at = u32::try_from(n * part_len).unwrap().to_be_bytes();
        (0xE1, [b"http://ns.adobe.com/xmp/extension/\0", name.as_bytes(), &len, &at, part].concat())
    };
    whole.chunks(part_len).enumerate().map(segment).collect()
}

#[test]
fn extended_xmp_is_put_together_in_any_order_and_only_by_its_name() {
    let name = "0123456789ABCDEF0123456789ABCDEF";
    let main = xmp(&format!("<xmpNote:HasExtendedXMP>{name}</xmpNote:HasExtendedXMP>"));
    let text = "words ".repeat(20_000);
    let mut segments = extension_segments(name, xmp_description(&text).as_bytes(), 60_000);
    segments.extend(extension_segments(&"F".repeat(32), xmp_description("not ours").as_bytes(), 60_000));
    segments.reverse();
    segments.push(xmp_segment(&main));
    check(&jpeg(&segments), Format::Jpeg, &[("xmp", &text)]);
}

#[test]
fn exif_that_goes_on_in_a_second_segment_is_put_together() {
    let block = exif("first and second");
    let (first, second) = block.split_at(block.len() - 8);
    check(&jpeg(&[exif_segment(first), exif_segment(second)]), Format::Jpeg, &[("exif", "first and second")]);
}

#[test]
fn png_text_is_read_in_all_its_kinds() {
    let itxt = [b"Description\0\x01\0de\0Beschreibung\0".as_slice(), &deflated("größer".as_bytes())].concat();
    let file = png(&[
        (b"tEXt", b"Comment\0caf\xe9".to_vec()),
        (b"IDAT", vec![0; 70_000]),
        (b"zTXt", [b"description\0\0".as_slice(), &deflated(b"compressed")].concat()),
        (b"iTXt", itxt),
        (b"iTXt", [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), xmp_description("by XMP").as_bytes()].concat()),
        (b"eXIf", exif("by Exif")),
    ]);
    let expected = [("png", "café"), ("png", "compressed"), ("png", "größer"), ("xmp", "by XMP"), ("exif", "by Exif")];
    check(&file, Format::Png, &expected);
    let german = read(&file.as_slice()).candidates.into_iter().find_map(|candidate| candidate.language);
    assert_eq!(german.as_deref(), Some("de"));
}

#[test]
fn raw_profiles_of_png_are_read() {
    let profile = |name: &str, block: &[u8]| {
        let digits: String = block.iter().map(|byte| format!("{byte:02x}")).collect();
        let text = format!("\n{name}\n{:8}\n{digits}\n", block.len());
        [format!("Raw profile type {name}\0\0").as_bytes(), &deflated(text.as_bytes())].concat()
    };
    let resources = photoshop(&[(0x0404, &iim_caption("by IIM"))]);
    let file = png(&[
        (b"zTXt", profile("iptc", &resources)),
        (b"zTXt", profile("exif", &[b"Exif\0\0".as_slice(), &exif("by Exif")].concat())),
        (b"zTXt", profile("xmp", xmp_description("by XMP").as_bytes())),
    ]);
    check(&file, Format::Png, &[("iim", "by IIM"), ("exif", "by Exif"), ("xmp", "by XMP")]);
}

#[test]
fn webp_gif_and_heic_are_read() {
    let file =
        webp(&[(b"VP8 ", vec![0; 5]), (b"EXIF", exif("by Exif")), (b"XMP ", xmp_description("by XMP").into_bytes())]);
    check(&file, Format::WebP, &[("exif", "by Exif"), ("xmp", "by XMP")]);

    let picture = [b",\0\0\0\0\x03\0\x02\0\0\x02".as_slice(), &[2, 9, 9, 0]].concat();
    let file = gif(&[picture, gif_comment(&"a comment ".repeat(40)), gif_xmp(&xmp_description("by XMP"))]);
    check(&file, Format::Gif, &[("comment", &"a comment ".repeat(40)), ("xmp", "by XMP")]);

    let file = heic(&exif("by Exif"), &xmp_description("by XMP"));
    check(&file, Format::Heic, &[("exif", "by Exif"), ("xmp", "by XMP")]);
    assert_eq!(read(&file.as_slice()).size_px, Some([3, 2]));
}

#[test]
fn tiff_holds_iim_xmp_and_resources_and_says_its_size() {
    let packet = xmp_description("by XMP").into_bytes();
    let block = iim_caption("by IIM");
    let long = |n: u32| n.to_le_bytes().to_vec();
    let len = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap();
    let file = tiff(&[vec![
        (tag::IMAGE_WIDTH, 4, 1, long(3)),
        (tag::IMAGE_HEIGHT, 4, 1, long(2)),
        ascii(tag::IMAGE_DESCRIPTION, b"by Exif"),
        (tag::ORIENTATION, 3, 1, vec![6, 0]),
        (tag::XMP, 1, len(&packet), packet),
        (tag::IIM, 7, len(&block), block),
    ]]);
    check(&file, Format::Tiff, &[("exif", "by Exif"), ("xmp", "by XMP"), ("iim", "by IIM")]);
    let metadata = read(&file.as_slice());
    assert_eq!((metadata.size_px, metadata.orientation), (Some([3, 2]), 6));
}

#[test]
fn a_psd_file_holds_everything_in_resources() {
    let block = iim_caption("by IIM");
    let resources = photoshop(&[(0x0404, &block), (0x0424, xmp_description("by XMP").as_bytes())]);
    let len = u32::try_from(resources.len()).unwrap().to_be_bytes();
    let header = b"8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x02\0\0\0\x03\0\x08\0\x03\0\0\0\0";
    let file = [header.as_slice(), &len, &resources].concat();
    check(&file, Format::Psd, &[("iim", "by IIM"), ("xmp", "by XMP")]);
    assert_eq!(read(&file.as_slice()).size_px, Some([3, 2]));
}

#[test]
fn the_checksum_tells_whether_iim_was_edited_later() {
    use md5::{Digest as _, Md5};
    let block = iim_caption("caption");
    let state = |checksum: &[u8]| {
        let resources = photoshop(&[(0x0404, &block), (0x0425, checksum)]);
        read(&jpeg(&[photoshop_segment(&resources)]).as_slice()).iim_digest
    };
    assert_eq!(state(&Md5::digest(&block)), IimDigest::Current);
    assert_eq!(state(&[7; 16]), IimDigest::Stale);
    assert_eq!(state(b"short"), IimDigest::Absent);
}

#[test]
fn previews_are_found_where_they_are_in_the_file() {
    let thumbnail = b"\xFF\xD8thumbnail\xFF\xD9";
    let mut block = tiff(&[vec![ascii(tag::MAKE, b"Maker")]]);
    // A second directory with the thumbnail behind it: the first one's last four bytes say where.
    let second = u32::try_from(block.len()).unwrap();
    block[8 + 2 + 12..8 + 2 + 12 + 4].copy_from_slice(&second.to_le_bytes());
    let at = second + 2 + 24 + 4;
    block.extend([2, 0]);
    for (tag, value) in [(tag::JPEG_OFFSET, at), (tag::JPEG_LENGTH, u32::try_from(thumbnail.len()).unwrap())] {
        block.extend(tag.to_le_bytes());
        block.extend([4, 0, 1, 0, 0, 0]);
        block.extend(value.to_le_bytes());
    }
    block.extend([0; 4]);
    block.extend(thumbnail);
    let files = [
        jpeg(&[exif_segment(&block)]),
        png(&[(b"eXIf", block.clone())]),
        webp(&[(b"EXIF", block.clone())]),
        block.clone(),
    ];
    for file in files {
        let previews = read(&file.as_slice()).previews;
        let [Preview { len_bytes, offset }] = previews[..] else { panic!("{previews:?}") };
        let (at, len) = (usize::try_from(offset).unwrap(), usize::try_from(len_bytes).unwrap());
        assert_eq!(&file[at..at + len], thumbnail);
    }
}

#[test]
fn a_file_that_is_none_says_so() {
    for bytes in [b"".as_slice(), b"plain text", b"<html></html>", &[0; 100]] {
        let metadata = read(&bytes);
        assert_eq!((metadata.format, metadata.candidates), (None, Vec::new()));
        assert_eq!(metadata.warnings, ["the format is not known"]);
    }
}

#[test]
fn a_file_cut_off_anywhere_gives_what_it_has() {
    let file = jpeg(&[xmp_segment(&xmp_description("kept")), (0xFE, b"a comment".to_vec())]);
    let end_of_xmp = file.windows(9).position(|bytes| bytes == b"a comment").unwrap();
    assert_eq!(descriptions(&file[..end_of_xmp]), [("xmp", "kept".to_owned())]);
    assert_eq!(descriptions(&file[..end_of_xmp + 1]), [("xmp", "kept".to_owned()), ("comment", "a".to_owned())]);
}

/// Bytes that count how many of them were asked for.
struct Counted<'a>(&'a [u8], std::cell::Cell<usize>);

impl Bytes for Counted<'_> {
    fn len_bytes(&self) -> u64 {
        self.0.len_bytes()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        self.1.set(self.1.get() + buffer.len());
        self.0.read_at(offset, buffer)
    }
}

#[test]
fn only_headers_are_read() {
    let pixels = vec![0; 20 << 20];
    let mut photo = jpeg(&[xmp_segment(&xmp_description("caption"))]);
    photo.extend(&pixels);
    let picture = png(&[(b"IDAT", pixels.clone()), (b"tEXt", b"Description\0caption".to_vec())]);
    let movie = webp(&[(b"VP8 ", pixels), (b"XMP ", xmp_description("caption").into_bytes())]);
    for file in [photo, picture, movie] {
        let counted = Counted(&file, std::cell::Cell::new(0));
        assert_eq!(read(&counted).candidates.len(), 1);
        assert!(counted.1.get() < 70_000, "{} bytes were read", counted.1.get());
    }
}

#[test]
fn lies_about_places_and_lengths_end() {
    let looped = tiff(&[vec![(tag::SUB_IFDS, 4, 1, 8_u32.to_le_bytes().to_vec())]]);
    read(&looped.as_slice());
    let mut nested = boxed(b"meta", &[0; 8]);
    for _ in 0..50 {
        nested = boxed(b"meta", &nested);
    }
    read(&[boxed(b"ftyp", b"heic\0\0\0\0"), nested].concat().as_slice());
    let bomb = [b"Description\0\0".as_slice(), &deflated(&vec![b'a'; 64 << 20])].concat();
    let metadata = read(&png(&[(b"zTXt", bomb)]).as_slice());
    assert_eq!(metadata.warnings, ["the file holds more than 2 MiB of text, and the rest is not read"]);
}

#[test]
fn places_that_overlap_do_not_make_much_of_little() {
    // A block of 1 MiB whose thousand entries all lie over the same long text, by tags that are and are not the same.
    let mut block = b"II*\0\x08\0\0\0\xe8\x03".to_vec();
    let tags =
        [tag::IMAGE_DESCRIPTION, tag::ARTIST, tag::MAKE, tag::MODEL, tag::USER_COMMENT, tag::XP_TITLE, tag::COPYRIGHT];
    for n in 0..1_000 {
        block.extend(tags[n % tags.len()].to_le_bytes());
        block.extend([2, 0]);
        block.extend(1_000_000_u32.to_le_bytes());
        block.extend(13_000_u32.to_le_bytes());
    }
    block.resize(1_020_000, b'a');
    let metadata = read(&png(&[(b"eXIf", block)]).as_slice());
    let n_text_bytes: usize = metadata.candidates.iter().map(|candidate| candidate.value.n_text_bytes()).sum();
    assert!(n_text_bytes <= 4 << 20 && metadata.candidates.len() >= 3, "{n_text_bytes} bytes");
    assert_eq!(metadata.warnings.first().unwrap(), "the file states more than can be kept; the rest is left out");
}

/// The files of this module's tests, one of each container.
fn seeds() -> Vec<Vec<u8>> {
    let (exif, packet, block) = (exif("by Exif"), xmp_description("by XMP"), iim_caption("by IIM"));
    let resources = photoshop(&[(0x0404, &block), (0x0425, &[1; 16])]);
    vec![
        jpeg(&[exif_segment(&exif), xmp_segment(&packet), photoshop_segment(&resources), (0xFE, b"words".to_vec())]),
        png(&[(b"eXIf", exif.clone()), (b"zTXt", [b"Title\0\0".as_slice(), &deflated(b"words")].concat())]),
        webp(&[(b"EXIF", exif.clone()), (b"XMP ", packet.clone().into_bytes())]),
        gif(&[gif_comment("words"), gif_xmp(&packet)]),
        heic(&exif, &packet),
        exif,
        packet.into_bytes(),
    ]
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in vec(any::<u8>(), 0..2_000), seed in 0_usize..7) {
        read(&bytes.as_slice());
        // The same behind a beginning that makes it some format.
        let seeds = seeds();
        let seed = &seeds[seed];
        read(&[&seed[..seed.len().min(40)], bytes.as_slice()].concat().as_slice());
    }

    #[test]
    fn damaged_files_never_panic_and_go_through_json(
        seed in 0_usize..7,
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut file = seeds()[seed].clone();
        for (at, byte) in damage {
            let at = at.index(file.len());
            file[at] = byte;
        }
        for file in [&file[..], &file[..cut.index(file.len())]] {
            let metadata = read(&file);
            let json = serde_json::to_string(&metadata).unwrap();
            prop_assert_eq!(serde_json::from_str::<Metadata>(&json).unwrap(), metadata);
        }
    }

    #[test]
    fn every_text_is_read_back_from_every_container(text in "[^\\p{C}\\s][^\\p{Cc}\\p{Cn}]{0,80}[^\\p{C}\\s]") {
        let files = [
            jpeg(&[xmp_segment(&xmp_description(&text))]),
            jpeg(&[photoshop_segment(&photoshop(&[(0x0404, &iim_caption(&text))]))]),
            jpeg(&[exif_segment(&exif(&text))]),
            jpeg(&[(0xFE, text.clone().into_bytes())]),
            gif(&[gif_comment(&text)]),
            xmp_description(&text).into_bytes(),
        ];
        for file in files {
            let found = descriptions(&file);
            prop_assert_eq!(found.into_iter().map(|(_, found)| found).collect::<Vec<_>>(), [text.clone()]);
        }
    }
}

#[test]
fn the_fallback_encoding_is_the_users() {
    let block = iim(&[(2, 120, b"\xcf\xf0\xe8\xe2\xe5\xf2".to_vec())]);
    let file = jpeg(&[photoshop_segment(&photoshop(&[(0x0404, &block)]))]);
    let options = ReadOptions { fallback_encoding: encoding_rs::WINDOWS_1251 };
    let metadata = read_with(&file.as_slice(), options);
    let candidate = &metadata.candidates[0];
    assert_eq!((candidate.from, &candidate.value), (Container::Iim, &Value::Text("Привет".to_owned())));
}
