//! Cutline: a desktop gallery of captioned photographs.
//!
//! Read top to bottom: `text`, `caption`, `place`, `anatomy` and `photo` say what a captioned photo is; `query` what is
//! looked for; `readers`, `catalog`, `lists`, `exporters`, `settings` and `files` are the edges to the world; `app` is all the
//! window knows, `jobs` does its work, `ui` draws it; `cli` is the other front door. `ARCHITECTURE.md` has the layers.

#![cfg_attr(test, allow(clippy::string_slice, reason = "a test may fail by panicking"))]

pub mod anatomy;
pub mod app;
pub mod attachment;
pub mod cache;
pub mod caption;
pub mod catalog;
pub mod cli;
pub mod comparing;
pub mod exporters;
pub mod files;
pub mod finding;
pub mod jobs;
pub mod lint;
pub mod lists;
pub mod markup;
pub mod metadata;
pub mod page;
pub mod photo;
pub mod pictures;
pub mod pixels;
pub mod place;
pub mod query;
pub mod readers;
pub mod record;
pub mod settings;
pub mod tasks;
pub mod text;
pub mod ui;
pub mod worker;
