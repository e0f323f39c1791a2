//! Saved web pages: the figures of a page with their captions, alt texts and credits told apart.
//! Runs in the worker process only; nothing is ever fetched, and every step is bounded. In reading order: `mhtml` and
//! `encoding` give the text, `tokenizer` and `tree` the elements, `survey` what they are called and hold, `figures` the
//! pictures with their words, `json_ld` and `heading` what the page says about itself.

mod characters;
mod encoding;
mod figures;
mod heading;
mod json_ld;
mod mhtml;
mod names;
mod own;
mod phrases;
pub(crate) mod picture;
mod survey;
mod tokenizer;
mod tree;
mod wording;

use serde::{Deserialize, Serialize};

use crate::page::heading::Heading;
use crate::page::survey::Survey;

/// The most bytes of a page that are read; what follows is left out with a warning. A page saved with its pictures
/// written into it has 30 million.
pub const PAGE_MAX_BYTES: usize = 64 * 1024 * 1024;
/// The most bytes of a page's words that are kept for a page without figures.
const TEXT_MAX_BYTES: usize = 4 * 1024 * 1024;

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
    /// Its words line by line, where none of its figures has a caption: captions may stand among them.
    pub text: Option<String>,
    /// What could not be read, and why.
    pub warnings: Vec<String>,
}

/// A picture of a page with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What stands with the picture, caption and credit in the page's order; empty where nothing does.
    pub text: String,
    /// The caption, without the credit where the page sets that apart.
    pub caption: Option<String>,
    /// The headline, where the page is one of ours.
    #[serde(default)]
    pub headline: Option<String>,
    /// The text for those who cannot see it.
    pub alt_text: Option<String>,
    /// The credit, where the page sets it apart.
    pub credit: Option<String>,
    /// When the photo was taken, where the page is one of ours.
    #[serde(default)]
    pub date: Option<String>,
    /// The picture's address as the page writes it.
    pub picture: Option<String>,
    /// Other addresses of the picture: larger ones, smaller ones.
    pub other_addresses: Vec<String>,
}

/// Reads a page.
pub fn read(html: &[u8]) -> Page {
    let message = if mhtml::is_message(html) { mhtml::read(html) } else { None };
    let bytes = message.as_ref().map_or(html, |message| message.html.as_slice());
    let charset = message.as_ref().and_then(|message| message.charset.as_deref());
    let address = message.as_ref().and_then(|message| message.address.as_deref());
    let mut warnings = Vec::new();
    if bytes.len() > PAGE_MAX_BYTES {
        warnings
            .push(format!("the page has {} bytes: what follows the first {PAGE_MAX_BYTES} was not read", bytes.len()));
    }
    let decoded = encoding::decode(bytes.get(..PAGE_MAX_BYTES).unwrap_or(bytes), charset);
    warnings.extend(decoded.warning);
    let page = read_text(&decoded.text, address);
    warnings.extend(page.warnings);
    Page { warnings, ..page }
}

/// Whether bytes are a saved web page, told by their beginning; `extension` is that of the file's name, in lower case.
pub fn is_page(bytes: &[u8], extension: Option<&str>) -> bool {
    const BEGINNING_BYTES: usize = 1024;
    let beginning = encoding::decode(bytes.get(..BEGINNING_BYTES).unwrap_or(bytes), None).text.to_ascii_lowercase();
    let start = beginning.trim_start();
    let is_tag = |tag: &&str| start.strip_prefix(*tag).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(is_tag) || mhtml::is_message(bytes) {
        return true;
    }
    let is_commented = start.starts_with("<!--") || start.starts_with("<?xml");
    let is_named = matches!(extension, Some("html" | "htm" | "xhtml" | "shtml" | "mhtml" | "mht"));
    is_commented && start.contains("<html") || is_named && start.contains('<') && !start.starts_with(['{', '['])
}

fn read_text(html: &str, address: Option<&str>) -> Page {
    let tree = tree::read(html);
    let survey = Survey::of(&tree);
    let stated = json_ld::read(&tree);
    let Heading { title, published, url, lead } = heading::read(&survey, &stated, address);
    let shared = heading::shared_picture(&tree);
    let told = [title.as_deref(), lead.as_deref()];
    let guessed = || figures::with_stated(figures::find(&survey), stated.figures, shared, told);
    let figures = own::figures(&tree).unwrap_or_else(guessed);
    let has_caption = figures.iter().any(|figure| !figure.text.is_empty());
    let text = (!has_caption).then(|| wording::lines(&survey, TEXT_MAX_BYTES)).filter(|text| !text.is_empty());
    let mut warnings = Vec::new();
    if tree.cut.depth {
        warnings.push("elements nest too deep: deeper ones were read as if they stood side by side".to_owned());
    }
    if tree.cut.length {
        warnings.push("the page has too many elements: what follows was not read".to_owned());
    }
    if figures.len() >= figures::FIGURES_MAX {
        warnings.push(format!("only the first {} figures were read", figures::FIGURES_MAX));
    }
    Page { title, published, url, lead, figures, text, warnings }
}

#[cfg(test)]
mod tests;
