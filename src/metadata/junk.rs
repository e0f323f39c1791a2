//! What nobody wrote: the texts that cameras, scanners and programs put where a caption belongs, and the words that makers
//! add to their names. They are data, `assets/metadata/junk.csv`.

use std::sync::LazyLock;

use crate::text::word_map::rows;

const TABLE: &str = include_str!("../../assets/metadata/junk.csv");

static JUNK: LazyLock<Junk> = LazyLock::new(|| {
    let mut junk = Junk::default();
    for row in rows(TABLE) {
        match row.split_once(',') {
            Some(("whole", text)) => junk.whole.push(text),
            Some(("beginning", text)) => junk.beginnings.push(text),
            Some(("ending", text)) => junk.endings.push(text),
            Some(("maker", word)) => junk.makers.push(word),
            _ => {}
        }
    }
    junk
});

/// The longest text that may be junk by its ending, in bytes: a brand and those words.
const ENDING_MAX_BYTES: usize = 40;

#[derive(Default)]
struct Junk {
    whole: Vec<&'static str>,
    beginnings: Vec<&'static str>,
    endings: Vec<&'static str>,
    makers: Vec<&'static str>,
}

/// Whether a camera, scanner or program wrote this and nobody did.
pub(super) fn is_junk(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let folded = crate::text::truncated(text, 80).to_ascii_lowercase();
    // What follows a NUL is left from a longer text.
    let whole = folded.split('\0').next().unwrap_or("");
    JUNK.whole.contains(&whole)
        || JUNK.beginnings.iter().any(|beginning| folded.starts_with(beginning))
        || is_brand(text, &folded)
}

/// Whether it is a brand, in capitals, and what the thing is: a caption may well end in "his new digital camera".
fn is_brand(text: &str, folded: &str) -> bool {
    text.len() <= ENDING_MAX_BYTES
        && !text.bytes().any(|byte| byte.is_ascii_lowercase())
        && JUNK.endings.iter().any(|ending| folded.ends_with(ending))
}

/// Whether makers add a word to their names that is no part of a camera's: "Corp."
pub(super) fn is_makers_noise(word: &str) -> bool {
    JUNK.makers.iter().any(|noise| word.trim_end_matches(['.', ',']).eq_ignore_ascii_case(noise))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cameras_write_is_junk_and_captions_are_not() {
        for junk in [
            "OLYMPUS DIGITAL CAMERA         ",
            "SONY DSC",
            "DCIM\\163GOPRO\\G0128330.JPG",
            "SAMSUNG DIGITAL CAMERA",
            "File written by Adobe Photoshop® 4.0",
            "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 75",
            "LEAD Technologies Inc. V1.01",
        ] {
            assert!(is_junk(junk), "{junk}");
        }
        for caption in ["A woman sells her digital camera", "Sony headquarters in Tokyo", "Picture of a picture", ""] {
            assert!(!is_junk(caption), "{caption}");
        }
    }

    #[test]
    fn every_row_is_of_a_known_kind_and_in_lower_case() {
        for row in rows(TABLE) {
            let (kind, text) = row.split_once(',').unwrap();
            assert!(matches!(kind, "whole" | "beginning" | "ending" | "maker"), "{row}");
            assert!(!text.is_empty() && text.trim() == text && text.to_ascii_lowercase() == text, "{row}");
        }
    }
}
