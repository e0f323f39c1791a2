//! How every web page of ours begins and ends: a policy that lets it fetch and run nothing, its title, and its own styles.
//! What stands in a page is the business of whoever writes it.

use std::borrow::Cow;
use std::io::{self, Write};

use askama::Template as _;

/// What `meta name="generator"` says of our pages; by it they are known when they are opened again.
pub const GENERATOR: &str = "Cutline";

/// What is said of a picture that nobody has described: its caption stands beside it.
pub const NO_DESCRIPTION: &str = "Shown with its caption";

/// A page down to its body.
///
/// Styles are allowed inside the page because there are only these; nothing that is shown can add to them, and nothing at
/// all can be fetched but the pictures that the policy names.
#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; {% if !images.is_empty() %}img-src {{ images|safe }}; {% endif %}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="{{ GENERATOR }}">
<title>{{ title }}</title>
<style>
{{ style|safe }}</style>
</head>
<body>
"#
)]
pub struct Head<'a> {
    /// What the window is called.
    pub title: &'a str,
    /// Where pictures may come from, in the words of the policy; nowhere when empty.
    pub images: &'static str,
    /// The styles.
    pub style: &'static str,
}

impl Head<'_> {
    /// Writes it.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.write_into(out)
    }
}

/// A page of photos below its last one.
#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"</ol>
</main>
<footer{% if !class.is_empty() %} class="{{ class }}"{% endif %}>
<p>{{ n_photos }} {% if n_photos == 1 %}photo{% else %}photos{% endif %}</p>
{%- if let Some(credit) = credit %}
<p lang="" dir="auto">{{ credit }}</p>
{%- endif %}
</footer>
</body>
</html>
"#
)]
pub struct Foot<'a> {
    /// What styles know it by; nothing when empty.
    pub class: &'static str,
    /// How many photos the page shows.
    pub n_photos: usize,
    /// The credit of them all.
    pub credit: Option<Cow<'a, str>>,
}

impl Foot<'_> {
    /// Writes it.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.write_into(out)
    }
}
