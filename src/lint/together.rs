//! What several photos show together: the same caption at different pictures, the same picture with different captions.
//! Kept as a few numbers for each photo, so that a million photos can be noted while they are read, and asked after.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use crate::photo::Photo;
use crate::photo::finding::{FindingKind, Findings};
use crate::text;
use crate::text::word_map::WordHasher;

/// The shortest caption that says something when it stands twice, in bytes: "Getty" is no caption.
const CAPTION_MIN_BYTES: usize = 12;

/// A number for a text or a picture.
type Mark = u64;
type Marks = HashSet<Mark, BuildHasherDefault<WordHasher>>;

/// The captions and pictures of a collection, as they are noted.
#[derive(Clone, Debug, Default)]
pub struct Repeats {
    /// By caption: which picture has it.
    captions: Vec<Noted>,
    /// By picture: which caption it has.
    pictures: Vec<Noted>,
}

/// One of two marks of a photo, and a part of the other. Short, because a million photos have two million of them.
#[derive(Clone, Copy, Debug)]
struct Noted {
    mark: Mark,
    other: u32,
    position: u32,
}

/// What the photos of a collection show together.
#[derive(Clone, Debug, Default)]
pub struct Together {
    /// The captions that several pictures have.
    captions: Marks,
    /// The pictures that have several captions.
    pictures: Marks,
    /// The positions of these photos, in order.
    pub positions: Vec<u32>,
}

impl Repeats {
    /// Takes note of a photo at a position.
    pub fn note(&mut self, photo: &Photo, position: u32) {
        let (caption, picture) = (caption_mark(photo), picture_mark(photo));
        // The upper half of the other mark tells it well enough.
        let noted = |mark: Mark, other: Mark| Noted { mark, other: (other >> 32) as u32, position };
        let picture_or_own = || picture.unwrap_or_else(|| own_mark(photo));
        self.captions.extend(caption.map(|caption| noted(caption, picture_or_own())));
        self.pictures.extend(picture.map(|picture| noted(picture, caption.unwrap_or(0))));
    }

    /// What the photos that were noted show together.
    pub fn together(self) -> Together {
        let Self { captions, pictures } = self;
        let mut positions = Vec::new();
        let captions = differing(captions, &mut positions);
        let pictures = differing(pictures, &mut positions);
        positions.sort_unstable();
        positions.dedup();
        Together { captions, pictures, positions }
    }
}

impl Together {
    /// What the others show of a photo.
    pub fn findings(&self, photo: &Photo) -> Findings {
        let mut findings = Findings::default();
        if caption_mark(photo).is_some_and(|mark| self.captions.contains(&mark)) {
            findings.insert(FindingKind::SameCaption);
        }
        if picture_mark(photo).is_some_and(|mark| self.pictures.contains(&mark)) {
            findings.insert(FindingKind::SamePicture);
        }
        findings
    }
}

/// The marks of which the other marks differ; appends where they stand.
fn differing(mut noted: Vec<Noted>, positions: &mut Vec<u32>) -> Marks {
    noted.sort_unstable_by_key(|noted| noted.mark);
    let mut marks = Marks::default();
    for same in noted.chunk_by(|a, b| a.mark == b.mark) {
        if let [first, rest @ ..] = same
            && rest.iter().any(|noted| noted.other != first.other)
        {
            marks.insert(first.mark);
            positions.extend(same.iter().map(|noted| noted.position));
        }
    }
    marks
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

/// The bytes' hash with its bits mixed once more, because half of it must tell as well.
fn mark(bytes: impl Iterator<Item = u8>) -> Mark {
    let hash = text::stable_hash_of(bytes);
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
        let together = repeats.together();
        let found: Vec<Vec<_>> = photos.iter().map(|photo| together.findings(photo).kinds().collect()).collect();
        assert_eq!(found, expected);
        let flagged = (0..).zip(&found).filter(|(_, kinds)| !kinds.is_empty()).map(|(position, _)| position);
        assert_eq!(together.positions, flagged.collect::<Vec<u32>>());
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
