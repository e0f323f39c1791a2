//! A number for a picture's pixels as its file holds them, from the file's end, where no format keeps captions: so two
//! files with other words and the same picture have the same number, and one read of a few kilobytes is enough.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use crate::text::stable_hash;

/// How much of a file's end is read, in bytes: more than enough to tell pictures apart, and one read of the disk.
const TAIL_BYTES: u64 = 16 * 1024;
/// How much pixels there must be to tell pictures apart, in bytes.
const PIXELS_MIN_BYTES: usize = 256;
/// What begins the pixels of a JPEG; within pixels no 0xFF stands before 0xDA.
const JPEG_SCAN: [u8; 2] = [0xFF, 0xDA];
/// What begins a block of a PNG's pixels.
const PNG_PIXELS: &[u8] = b"IDAT";

/// The number for a picture; none where the file's end cannot be read or says too little.
pub(super) fn picture_hash(file: &File, size_bytes: u64) -> Option<u64> {
    let mut file = file;
    file.seek(SeekFrom::Start(size_bytes.saturating_sub(TAIL_BYTES))).ok()?;
    let mut tail = Vec::new();
    let read = file.take(TAIL_BYTES).read_to_end(&mut tail);
    // The worker that is handed the file reads by position; it is put back for whoever does not.
    file.seek(SeekFrom::Start(0)).ok()?;
    read.ok()?;
    hash_of(&tail, size_bytes)
}

fn hash_of(tail: &[u8], size_bytes: u64) -> Option<u64> {
    let pixels = pixels(tail);
    let whole = tail.len() as u64 == size_bytes;
    // Of a small file whose pixels are not found the words are part of the end.
    if pixels.len() < PIXELS_MIN_BYTES || whole && pixels.len() == tail.len() {
        return None;
    }
    Some(stable_hash(pixels))
}

/// The part of a file's end that is pixels, as far as the format tells.
fn pixels(tail: &[u8]) -> &[u8] {
    let last = |mark: &[u8]| {
        tail.windows(mark.len()).rposition(|bytes| bytes == mark).and_then(|at| tail.get(at..)).unwrap_or(tail)
    };
    if tail.ends_with(b"IEND\xAE\x42\x60\x82") { last(PNG_PIXELS) } else { last(&JPEG_SCAN) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Existing, write_whole};

    fn jpeg(words: &[u8], pixels: &[u8]) -> Vec<u8> {
        [&[0xFF, 0xD8, 0xFF, 0xE1][..], words, &JPEG_SCAN[..], pixels, &[0xFF, 0xD9]].concat()
    }

    fn check(a: &[u8], b: &[u8], same: bool) {
        let hash = |bytes: &[u8]| {
            let tail = bytes.get(bytes.len().saturating_sub(16 * 1024)..).unwrap();
            hash_of(tail, bytes.len() as u64)
        };
        assert!(hash(a).is_some() && hash(b).is_some());
        assert_eq!(hash(a) == hash(b), same);
    }

    #[test]
    fn pictures_are_told_apart_by_their_pixels_alone() {
        let (a, b) = (vec![7; 1_000], vec![8; 1_000]);
        check(&jpeg(b"words", &a), &jpeg(b"other words, and more", &a), true);
        check(&jpeg(b"words", &a), &jpeg(b"words", &b), false);
        let large: Vec<u8> = (0..40_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        check(&jpeg(b"words", &large), &jpeg(b"other words", &large), true);
        assert_eq!(hash_of(b"no picture", 10), None);
        assert_eq!(hash_of(&[7; 1_000], 1_000), None, "where pixels begin is not known");
    }

    #[test]
    fn a_file_is_read_from_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jpg");
        let bytes = jpeg(b"words", &[7; 40_000]);
        write_whole(&path, Existing::Keep, |file| file.write_all(&bytes)).unwrap();
        let file = File::open(&path).unwrap();
        assert_eq!(
            picture_hash(&file, bytes.len() as u64),
            hash_of(&bytes[bytes.len() - 16 * 1024..], bytes.len() as u64)
        );
    }
}
