//! The parsers of strangers' bytes, built alone; `targets` says how each fuzz target calls them.
//!
//! ```sh
//! fuzz/run jpeg 1000000   # a million executions of one target
//! fuzz/run                # the same of every target
//! ```

pub mod targets;

#[allow(
    dead_code,
    missing_docs,
    unfulfilled_lint_expectations,
    unused_imports,
    reason = "only the parsers are called here"
)]
#[path = "../../src"]
mod program {
    pub mod anatomy;
    pub mod attachment;
    pub mod caption;
    pub mod exporters {
        /// Of the exports, only what reads a stranger's file.
        pub mod sidecar {
            pub mod property;
            pub mod update;
        }
    }
    pub mod files;
    pub mod lint;
    pub mod markup;
    pub mod metadata;
    pub mod page;
    pub mod photo;
    pub mod pixels;
    pub mod place;
    pub mod query;
    pub mod readers;
    pub mod record;
    pub mod text;
    pub mod worker;
}

// The program's modules name each other from the root.
#[allow(unused_imports, reason = "see above")]
use program::{
    anatomy, attachment, caption, exporters, files, lint, markup, metadata, page, photo, pixels, place, query, readers,
    record, text, worker,
};
