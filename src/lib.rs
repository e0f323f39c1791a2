//! Cutline: a desktop gallery of captioned photographs.

pub mod anatomy;
pub mod app;
pub mod caption;
pub mod catalog;
pub mod cli;
pub mod exporters;
pub mod files;
pub mod jobs;
pub mod lists;
pub mod photo;
pub mod place;
pub mod query;
pub mod readers;
pub mod record;
pub mod settings;
pub mod tasks;
pub mod text;
pub mod ui;
