//! Files and blocks as other programs write them, for tests that read them back: the smallest of each container.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

/// A JPEG file of segments, each a marker and its bytes, and a frame of 3 by 2 pixels.
pub(crate) fn jpeg(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    let frame = (0xC0, vec![8, 0, 2, 0, 3, 1, 1, 0x11, 0]);
    for (marker, bytes) in segments.iter().chain([&frame]) {
        file.extend([0xFF, *marker]);
        file.extend(u16::try_from(bytes.len() + 2).unwrap().to_be_bytes());
        file.extend(bytes);
    }
    file.extend([0xFF, 0xDA, 0, 2, 0xFF, 0xD9]);
    file
}

/// A segment of XMP.
pub(crate) fn xmp_segment(packet: &str) -> (u8, Vec<u8>) {
    (0xE1, [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat())
}

/// A segment of Exif.
pub(crate) fn exif_segment(block: &[u8]) -> (u8, Vec<u8>) {
    (0xE1, [b"Exif\0\0", block].concat())
}

/// A segment of Photoshop's resources.
pub(crate) fn photoshop_segment(resources: &[u8]) -> (u8, Vec<u8>) {
    (0xED, [b"Photoshop 3.0\0", resources].concat())
}

/// Photoshop's resources, each a number and its bytes.
pub(crate) fn photoshop(resources: &[(u16, &[u8])]) -> Vec<u8> {
    let mut block = Vec::new();
    for (id, bytes) in resources {
        block.extend(b"8BIM");
        block.extend(id.to_be_bytes());
        block.extend([0, 0]);
        block.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
        block.extend(*bytes);
        block.extend(vec![0; bytes.len() % 2]);
    }
    block
}

/// An IIM block of datasets, each a record, a number and bytes.
pub(crate) fn iim(datasets: &[(u8, u8, Vec<u8>)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (record, number, bytes) in datasets {
        block.extend([0x1C, *record, *number]);
        match u16::try_from(bytes.len()) {
            Ok(len) if len < 0x8000 => block.extend(len.to_be_bytes()),
            _ => {
                block.extend([0x80, 4]);
                block.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
            }
        }
        block.extend(bytes);
    }
    block
}

/// An entry of a TIFF directory: a tag, a type, how many values, and their bytes.
pub(crate) type Entry = (u16, u16, u32, Vec<u8>);

/// A TIFF structure, little-endian, of directories that lie one behind the other. The tags 0x8769 and 0x8825 lead to the directory whose place in the list their bytes say.
pub(crate) fn tiff(directories: &[Vec<Entry>]) -> Vec<u8> {
    let mut starts = Vec::new();
    let mut at = 8;
    for entries in directories {
        starts.push(u32::try_from(at).unwrap());
        let long = entries.iter().filter(|(.., bytes)| bytes.len() > 4).map(|(.., bytes)| bytes.len());
        at += 2 + entries.len() * 12 + 4 + long.sum::<usize>();
    }
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for (entries, start) in directories.iter().zip(&starts) {
        let mut values: Vec<u8> = Vec::new();
        let values_at = *start + u32::try_from(2 + entries.len() * 12 + 4).unwrap();
        file.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
        for (tag, kind, n_values, bytes) in entries {
            file.extend(tag.to_le_bytes());
            file.extend(kind.to_le_bytes());
            file.extend(n_values.to_le_bytes());
            if matches!(tag, 0x8769 | 0x8825) {
                file.extend(starts[usize::from(bytes[0])].to_le_bytes());
            } else if bytes.len() > 4 {
                file.extend((values_at + u32::try_from(values.len()).unwrap()).to_le_bytes());
                values.extend(bytes);
            } else {
                file.extend(bytes.iter().chain(&[0; 4]).take(4));
            }
        }
        file.extend([0; 4]);
        file.extend(values);
    }
    file
}

/// An entry of characters.
pub(crate) fn ascii(tag: u16, text: &[u8]) -> Entry {
    let bytes = [text, b"\0"].concat();
    (tag, 2, u32::try_from(bytes.len()).unwrap(), bytes)
}

/// A PNG file of chunks, each a kind and its bytes, around a header of 3 by 2 pixels.
pub(crate) fn png(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = (b"IHDR", vec![0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
    let end = (b"IEND", Vec::new());
    for (kind, bytes) in [&header].into_iter().chain(chunks).chain([&end]) {
        file.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
        file.extend(*kind);
        file.extend(bytes);
        // The checksum is not looked at.
        file.extend([0; 4]);
    }
    file
}

/// Bytes as PNG compresses them.
pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A WebP file of chunks, the first of them a canvas of 3 by 2 pixels.
pub(crate) fn webp(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    let canvas = (b"VP8X", vec![0x0C, 0, 0, 0, 2, 0, 0, 1, 0, 0]);
    for (kind, bytes) in [&canvas].into_iter().chain(chunks) {
        body.extend(*kind);
        body.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        body.extend(bytes);
        body.extend(vec![0; bytes.len() % 2]);
    }
    [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

/// A GIF file of 3 by 2 pixels with blocks before its end.
pub(crate) fn gif(blocks: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"GIF89a\x03\0\x02\0\0\0\0".to_vec();
    for block in blocks {
        file.extend(block);
    }
    file.push(b';');
    file
}

/// A comment of a GIF file.
pub(crate) fn gif_comment(text: &str) -> Vec<u8> {
    let mut block = vec![b'!', 0xFE];
    for part in text.as_bytes().chunks(255) {
        block.push(u8::try_from(part.len()).unwrap());
        block.extend(part);
    }
    block.push(0);
    block
}

/// XMP of a GIF file, with the trailer that lets other programs walk through it.
pub(crate) fn gif_xmp(packet: &str) -> Vec<u8> {
    let mut block = b"!\xFF\x0BXMP DataXMP".to_vec();
    block.extend(packet.as_bytes());
    block.push(1);
    block.extend((0..=255_u8).rev());
    block.push(0);
    block
}

/// A box of an ISO base media file.
pub(crate) fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let len = u32::try_from(body.len() + 8).unwrap();
    [len.to_be_bytes().as_slice(), kind, body].concat()
}

/// A HEIC file whose items are an Exif block and an XMP packet, the latter among the headers.
pub(crate) fn heic(exif: &[u8], xmp: &str) -> Vec<u8> {
    let exif = [&[0, 0, 0, 6], b"Exif\0\0".as_slice(), exif].concat();
    let start = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
    let infe = |id: u8, kind: &[u8; 4], rest: &[u8]| {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind.as_slice(), b"\0", rest].concat())
    };
    let items = [infe(1, b"hvc1", b""), infe(2, b"Exif", b""), infe(3, b"mime", b"application/rdf+xml\0")].concat();
    let iinf = boxed(b"iinf", &[&[0, 0, 0, 0, 0, 3], items.as_slice()].concat());
    let place = |id: u8, method: u8, at: usize, len: usize| {
        let (at, len) = (u32::try_from(at).unwrap().to_be_bytes(), u32::try_from(len).unwrap().to_be_bytes());
        [&[0, id, 0, method, 0, 0, 0, 1], at.as_slice(), &len].concat()
    };
    let iloc = |exif_at: usize| {
        let places = [place(2, 0, exif_at, exif.len()), place(3, 1, 0, xmp.len())].concat();
        boxed(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 2], places.as_slice()].concat())
    };
    let ispe = boxed(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 2]);
    let ipma = boxed(b"ipma", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0x81]);
    let iprp = boxed(b"iprp", &[boxed(b"ipco", &ispe), ipma].concat());
    let meta = |exif_at: usize| {
        let pitm = boxed(b"pitm", &[0, 0, 0, 0, 0, 1]);
        let idat = boxed(b"idat", xmp.as_bytes());
        boxed(b"meta", &[vec![0; 4], pitm, iinf.clone(), iloc(exif_at), iprp.clone(), idat].concat())
    };
    let exif_at = start.len() + meta(0).len() + 8;
    [start.clone(), meta(exif_at), boxed(b"mdat", &exif)].concat()
}

/// A packet whose properties are the elements given; their namespaces are declared.
pub(crate) fn xmp(properties: &str) -> String {
    format!(
        "<?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
         <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' \
         xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' \
         xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/' \
         xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' \
         xmlns:xmpNote='http://ns.adobe.com/xmp/note/'>{properties}</rdf:Description></rdf:RDF></x:xmpmeta>\
         <?xpacket end='w'?>"
    )
}

/// A packet with a description.
pub(crate) fn xmp_description(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    xmp(&format!("<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>{text}</rdf:li></rdf:Alt></dc:description>"))
}
