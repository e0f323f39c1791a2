//! Cutline: a desktop gallery of captioned photographs.

pub mod anatomy;
pub mod caption;
pub mod exporters;
pub mod files;
pub mod photo;
pub mod place;
pub mod readers;
pub mod record;
pub mod text;
