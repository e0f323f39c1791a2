//! Tests of the whole library, through its public door.

#![allow(clippy::unwrap_used, reason = "clippy takes only functions marked as tests for tests, not those they call")]

mod architecture;
mod attaching;
mod captions_on_screen;
mod command_line;
mod corpora;
mod dialogs;
mod export_dialog;
mod gold;
mod handover;
mod hostile_captions;
mod index_survives;
mod keyboard;
mod lists_survive_kill;
mod many_photos;
mod metadata;
mod photographs;
mod pictures;
mod places_view;
mod program;
mod refusals;
mod screen;
mod search_box;
mod sidecars;
mod slow_disk;
#[cfg(feature = "snapshots")]
mod snapshots;
mod worker;
