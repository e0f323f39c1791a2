//! Saved web pages: the figures of a page with their captions, alt texts and credits told apart.
//! Runs in the worker process only; nothing is ever fetched.

mod characters;
mod encoding;
mod mhtml;
mod names;
mod phrases;
mod picture;
mod tokenizer;
mod tree;

use serde::{Deserialize, Serialize};

/// What a saved page holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its title.
    pub title: Option<String>,
    /// When it was published, as written or as ISO 8601 where the page states that.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its first sentence or summary.
    pub lead: Option<String>,
    /// Its figures, in the order of the page.
    pub figures: Vec<Figure>,
    /// What could not be read, and why.
    pub warnings: Vec<String>,
}

/// A picture of a page with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The caption, without the credit where the page sets that apart.
    pub caption: Option<String>,
    /// The text for those who cannot see it.
    pub alt_text: Option<String>,
    /// The credit, where the page sets it apart.
    pub credit: Option<String>,
    /// The picture's address as the page writes it.
    pub picture: Option<String>,
}

/// Reads a page.
pub fn read(_html: &[u8]) -> Page {
    Page::default()
}
