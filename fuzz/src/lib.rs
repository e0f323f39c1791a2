//! The parsers of strangers' bytes, built alone, and the ways in which fuzz targets call them.
//!
//! ```sh
//! RUSTC_BOOTSTRAP=1 cargo fuzz run jpeg fuzz/corpus/jpeg tests/data/metadata -- -runs=1000000 -timeout=1 -rss_limit_mb=256
//! ```

#[allow(dead_code, missing_docs, unfulfilled_lint_expectations, reason = "only the parsers are called here")]
#[path = "../../src"]
mod program {
    pub mod caption;
    pub mod metadata;
    pub mod text;
}

use metadata::merged::merged;
use metadata::precedence::Profile;
use metadata::{Metadata, inspect};
// The program's modules name each other from the root.
#[allow(unused_imports, reason = "see above")]
use program::{caption, metadata, text};

/// Reads a file, merges what it states and shows it, as the program would.
pub fn read(file: &[u8]) {
    let metadata: Metadata = metadata::read(&file);
    for profile in [Profile::News, Profile::MwgStrict] {
        let merged = merged(&metadata, Some(&metadata), profile);
        merged.caption();
        merged.camera();
        inspect::json("file", &merged, &metadata.warnings);
    }
    let sent = serde_json::to_vec(&metadata).expect("what was read can be sent");
    serde_json::from_slice::<Metadata>(&sent).expect("what was sent can be read");
}

/// A file that begins so and goes on with the bytes.
pub fn behind(beginning: &[u8], bytes: &[u8]) -> Vec<u8> {
    [beginning, bytes].concat()
}

/// A JPEG file with one segment: a marker, what tells its kind, and the bytes.
pub fn jpeg(marker: u8, mark: &[u8], bytes: &[u8]) -> Vec<u8> {
    let bytes = &bytes[..bytes.len().min(60_000)];
    let len = u16::try_from(2 + mark.len() + bytes.len()).expect("a segment is shorter than 64 kB");
    [&[0xFF, 0xD8, 0xFF, marker], &len.to_be_bytes()[..], mark, bytes, &[0xFF, 0xD9]].concat()
}
