//! Cutline: a desktop gallery of captioned photographs.

pub mod anatomy;
pub mod caption;
pub mod files;
pub mod lists;
pub mod photo;
pub mod place;
pub mod record;
pub mod settings;
pub mod text;
