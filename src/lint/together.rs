//! What several photos show together: the same caption at different pictures, the same picture with different captions.
//! Kept as a few numbers for each photo, so that a million photos can be noted while they are read, and asked after.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;

use crate::photo::Photo;
use crate::photo::finding::{FindingKind, Findings};
use crate::text::word_map::WordHasher;

/// The shortest caption that says something when it stands twice, in bytes: "Getty" is no caption.
const CAPTION_MIN_BYTES: usize = 12;

/// A number for a text or a picture.
type Mark = u64;
type Marks = HashMap<Mark, Seen, BuildHasherDefault<WordHasher>>;

/// Photos of which something is the same: what the first of them has of the other, and where it stands. Short, because
/// a million photos have a million of them.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// A part of the other mark of the first of them.
    first: u32,
    /// The position of the first, with `DIFFERS` where a later one's other mark is another.
    position: u32,
}

/// The bit of a position that says that marks differ: no collection has two thousand million photos.
const DIFFERS: u32 = 1 << 31;

/// The captions and pictures of a collection.
#[derive(Clone, Debug, Default)]
pub struct Repeats {
    /// By caption: which picture has it.
    captions: Marks,
    /// By picture: which caption it has.
    pictures: Marks,
    /// Positions of photos that repeat what another has.
    repeated: Vec<u32>,
    /// Positions of photos that are the same as an earlier one in both, with the mark by which they are.
    equal: Vec<(Table, Mark, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Captions,
    Pictures,
}

impl Repeats {
    /// Takes note of a photo at a position.
    pub fn note(&mut self, photo: &Photo, position: u32) {
        let (caption, picture) = (caption_mark(photo), picture_mark(photo));
        if let Some(caption) = caption {
            self.see(Table::Captions, caption, picture.unwrap_or_else(|| own_mark(photo)), position);
        }
        if let Some(picture) = picture {
            self.see(Table::Pictures, picture, caption.unwrap_or(0), position);
        }
    }

    /// What the others show of a photo; all must have been noted before.
    pub fn findings(&self, photo: &Photo) -> Findings {
        let mut findings = Findings::default();
        if differs(&self.captions, caption_mark(photo)) {
            findings.insert(FindingKind::SameCaption);
        }
        if differs(&self.pictures, picture_mark(photo)) {
            findings.insert(FindingKind::SamePicture);
        }
        findings
    }

    /// The positions of the photos of which the others show something, in order.
    pub fn positions(&mut self) -> Vec<u32> {
        for (table, mark, position) in std::mem::take(&mut self.equal) {
            let marks = match table {
                Table::Captions => &self.captions,
                Table::Pictures => &self.pictures,
            };
            if differs(marks, Some(mark)) {
                self.repeated.push(position);
            }
        }
        let mut positions = std::mem::take(&mut self.repeated);
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    fn see(&mut self, table: Table, mark: Mark, other: Mark, position: u32) {
        let marks = match table {
            Table::Captions => &mut self.captions,
            Table::Pictures => &mut self.pictures,
        };
        // The upper half: the lower one is what the tables are ordered by.
        let other = (other >> 32) as u32;
        match marks.entry(mark) {
            Entry::Vacant(entry) => {
                entry.insert(Seen { first: other, position });
            }
            Entry::Occupied(mut entry) => {
                let seen = entry.get_mut();
                if seen.position & DIFFERS != 0 {
                    self.repeated.push(position);
                } else if seen.first == other {
                    self.equal.push((table, mark, position));
                } else {
                    self.repeated.extend([seen.position, position]);
                    seen.position |= DIFFERS;
                }
            }
        }
    }
}

fn differs(marks: &Marks, mark: Option<Mark>) -> bool {
    mark.and_then(|mark| marks.get(&mark)).is_some_and(|seen| seen.position & DIFFERS != 0)
}

/// A number for the caption: the same whatever its case and white space are.
fn caption_mark(photo: &Photo) -> Option<Mark> {
    let text = photo.caption.description.as_deref().unwrap_or(photo.text()).trim();
    if text.len() < CAPTION_MIN_BYTES {
        return None;
    }
    Some(mark(text.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| byte.to_ascii_lowercase())))
}

/// A number for the picture: of its pixels as its file holds them, or of the name under which a list states it.
fn picture_mark(photo: &Photo) -> Option<Mark> {
    if let Some(file) = &photo.photo_file {
        return file.picture_hash;
    }
    let name = photo.picture.as_deref().or(photo.file.as_deref())?;
    Some(mark(name.bytes()))
}

/// A number for a photo of which no picture is known: such photos are all different pictures.
fn own_mark(photo: &Photo) -> Mark {
    mark(photo.key.input.bytes().chain([b'#']).chain(photo.key.name.bytes()))
}

/// FNV-1a, with its bits mixed once more, because the tables use it as it is.
fn mark(bytes: impl Iterator<Item = u8>) -> Mark {
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::{PhotoKey, Stated};
    use crate::place::gazetteer::Gazetteer;

    fn check(photos: &[(&str, Option<&str>)], expected: &[&[FindingKind]]) {
        let read = |(n, (text, file)): (usize, &(&str, Option<&str>))| {
            let key = PhotoKey { input: "i".to_owned(), name: n.to_string() };
            let stated = Stated { text: (*text).to_owned(), file: file.map(str::to_owned), ..Stated::default() };
            Photo::read(key, stated, &Gazetteer::built_in())
        };
        let photos: Vec<Photo> = photos.iter().enumerate().map(read).collect();
        let mut repeats = Repeats::default();
        (0..).zip(&photos).for_each(|(position, photo)| repeats.note(photo, position));
        let found: Vec<Vec<_>> = photos.iter().map(|photo| repeats.findings(photo).kinds().collect()).collect();
        assert_eq!(found, expected);
        let flagged = (0..).zip(&found).filter(|(_, kinds)| !kinds.is_empty()).map(|(position, _)| position);
        assert_eq!(repeats.positions(), flagged.collect::<Vec<u32>>());
    }

    #[test]
    fn the_same_caption_at_other_pictures_is_seen_at_each() {
        let (a, b) = ("A man waves at the crowd.", "A woman waves at the crowd.");
        let same = &[FindingKind::SameCaption][..];
        check(
            &[(a, Some("1.jpg")), (b, Some("2.jpg")), (" A man  waves at the crowd. ", Some("3.jpg"))],
            &[same, &[], same],
        );
        check(&[(a, None), (a, None)], &[same, same]);
        check(&[("Waves.", None), ("Waves.", None)], &[&[], &[]]);
    }

    #[test]
    fn the_same_picture_with_other_captions_is_seen_at_each() {
        let (a, b) = ("A man waves at the crowd.", "A woman waves at the crowd.");
        let other = &[FindingKind::SamePicture][..];
        check(
            &[(a, Some("1.jpg")), (b, Some("1.jpg")), (a, Some("2.jpg"))],
            &[&[FindingKind::SameCaption, FindingKind::SamePicture], other, &[FindingKind::SameCaption]],
        );
        check(&[(a, Some("1.jpg")), (a, Some("1.jpg"))], &[&[], &[]]);
        check(&[(a, Some("1.jpg")), (a, Some("1.jpg")), (b, Some("1.jpg"))], &[other, other, other]);
    }
}
