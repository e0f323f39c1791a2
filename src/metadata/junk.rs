//! Captions that nobody wrote: what cameras, scanners and programs put where a caption belongs.

/// Texts that are junk as a whole, in lower case without white space at their ends.
const WHOLE: [&str; 16] = [
    "ascii",
    "dcim",
    "digital camera",
    "digital image",
    "digital still camera",
    "exif jpeg",
    "exif_jpeg_picture",
    "minolta dsc",
    "my beautiful picture",
    "no description",
    "screenshot",
    "sony dsc",
    "unicode",
    "untitled",
    "user comments",
    "<digimax s800 / kenox s800>",
];

/// How junk begins, in lower case.
const BEGINNINGS: [&str; 23] = [
    "applemark",
    "ascii\0",
    "binary comment",
    "created by accusoft",
    "created with gimp",
    "created with the gimp",
    "creator: gd-jpeg",
    "creator: xv",
    "dcim\\",
    "dcim/",
    "edited with gimp",
    "file source: ",
    "file written by adobe photoshop",
    "handmade software",
    "imported from ",
    "intel(r) jpeg library",
    "jpeg encoder copyright",
    "lavc",
    "lead technologies",
    "optimized by jpegmini",
    "processed by ebay",
    "software: microsoft office",
    "xv version",
];

/// How junk ends, in lower case: "OLYMPUS DIGITAL CAMERA", "SAMSUNG DIGITAL CAMERA".
const ENDINGS: [&str; 2] = ["digital camera", "digital still camera"];

/// The longest text that may be junk by its ending, in bytes: a brand and those words.
const ENDING_MAX_BYTES: usize = 40;

/// Whether a camera, scanner or program wrote this and nobody did.
pub(super) fn is_junk(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let folded = crate::text::truncated(text, 80).to_ascii_lowercase();
    WHOLE.contains(&folded.as_str())
        || BEGINNINGS.iter().any(|beginning| folded.starts_with(beginning))
        || is_brand(text, &folded)
}

/// Whether it is a brand, in capitals, and what the thing is: a caption may well end in "his new digital camera".
fn is_brand(text: &str, folded: &str) -> bool {
    text.len() <= ENDING_MAX_BYTES
        && !text.bytes().any(|byte| byte.is_ascii_lowercase())
        && ENDINGS.iter().any(|ending| folded.ends_with(ending))
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
    fn the_lists_are_in_lower_case() {
        for text in WHOLE.iter().chain(&BEGINNINGS).chain(&ENDINGS) {
            assert_eq!(text.to_ascii_lowercase(), *text);
        }
    }
}
