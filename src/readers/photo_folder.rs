//! tmp
mod walk;
