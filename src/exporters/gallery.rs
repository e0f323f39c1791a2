//! A gallery for a browser: pictures in a grid, each of which can be shown large, with its caption whole. There is no script
//! in it and nothing is fetched: the large view is the photo whose address the page has, so that keys, history, bookmarks
//! and screen readers work as with any page. It is a folder with its pictures, or one page that holds them.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use askama::Template;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;

use crate::exporters::pictures::THUMBNAIL_QUALITY;
use crate::exporters::tree::Tree;
use crate::exporters::{Export, Photos, cancelled, headline};
use crate::photo::Photo;
use crate::text::with_visible_controls;

/// How the page looks; it stands in the page's head.
const STYLE: &str = include_str!("../../assets/export/gallery.css");
/// The pictures' longer edges, in pixels: in the grid on a fine screen, and filling a screen.
const SMALL_EDGE_PX: u32 = 560;
const LARGE_EDGE_PX: u32 = 1_600;
/// Of a page that holds its pictures there is one size of each, for the grid and for the large view.
const ONLY_EDGE_PX: u32 = 1_200;

/// Writes the gallery as a page named `index.html`, with its pictures in folders beside it.
pub(super) fn write_folder(photos: &[(usize, Arc<Photo>)], export: &Export<'_>, tree: &mut dyn Tree) -> io::Result<()> {
    let mut shown = Vec::new();
    for (number, (_, photo)) in (1..).zip(photos) {
        let made = write_pictures(photo, number, export, tree)?;
        shown.push(export.or_left_out(photo, made).is_some());
        if !export.goes_on(number) {
            return Err(cancelled());
        }
    }
    tree.file("index.html", &mut |out| {
        head(export, "img-src 'self' file:").write_into(out)?;
        for (number, ((position, photo), has_picture)) in (1..).zip(photos.iter().zip(&shown)) {
            let sources = has_picture.then(|| [format!("small/{number:04}.jpg"), format!("large/{number:04}.jpg")]);
            Figure::of(photo, number, *position, photos.len(), sources.as_ref(), export).write_into(out)?;
        }
        foot(photos.len(), export).write_into(out)
    })
}

/// Writes the gallery as one page.
pub(super) fn write_page(photos: Photos<'_>, export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    head(export, "img-src data:").write_into(out)?;
    let mut n_photos = 0;
    let mut photos = photos.peekable();
    while let Some((position, photo)) = photos.next() {
        n_photos += 1;
        let jpeg = export.pixels(&photo, ONLY_EDGE_PX).and_then(|pixels| pixels.jpeg(THUMBNAIL_QUALITY));
        let source = export
            .or_left_out(&photo, jpeg)
            .map(|jpeg| format!("data:image/jpeg;base64,{}", Base64Display::new(&jpeg, &STANDARD)));
        // How many there are is not known before the last.
        let n_known = if photos.peek().is_some() { n_photos + 1 } else { n_photos };
        let sources = source.map(|source| [source, String::new()]);
        Figure::of(&photo, n_photos, position, n_known, sources.as_ref(), export).write_into(out)?;
    }
    foot(n_photos, export).write_into(out)
}

/// Writes both sizes of a picture; why there is none.
fn write_pictures(
    photo: &Photo,
    number: usize,
    export: &Export<'_>,
    tree: &mut dyn Tree,
) -> io::Result<Result<(), String>> {
    let made = export.pixels(photo, LARGE_EDGE_PX).and_then(|large| {
        let small = large.fitted(SMALL_EDGE_PX);
        Ok((small.jpeg(THUMBNAIL_QUALITY)?, large.jpeg(THUMBNAIL_QUALITY)?))
    });
    let (small, large) = match made {
        Ok(made) => made,
        Err(why) => return Ok(Err(why)),
    };
    tree.file(&format!("small/{number:04}.jpg"), &mut |out| out.write_all(&small))?;
    tree.file(&format!("large/{number:04}.jpg"), &mut |out| out.write_all(&large))?;
    Ok(Ok(()))
}

fn head<'a>(export: &'a Export<'_>, images: &'static str) -> Head<'a> {
    let title = match export.heading().title.trim() {
        "" => "Photos",
        title => title,
    };
    let date = export.options().today.as_ref().map(ToString::to_string);
    Head { title: with_visible_controls(title), style: STYLE, images, date }
}

fn foot<'a>(n_photos: usize, export: &'a Export<'_>) -> Foot<'a> {
    Foot { n_photos, credit: export.heading().credit.as_deref().map(with_visible_controls) }
}

/// The page down to its first photo.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; {{ images }}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Cutline">
<title>{{ title }}</title>
<style>
{{ style|safe }}</style>
</head>
<body>
<header class="page-head">
<h1 lang="" dir="auto">{{ title }}</h1>
{%- if let Some(date) = date %}
<p class="note">{{ date }}</p>
{%- endif %}
</header>
<main>
<ol class="grid">
"#
)]
struct Head<'a> {
    title: Cow<'a, str>,
    style: &'static str,
    images: &'static str,
    date: Option<String>,
}

/// One photo.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<li id="grid-{{ number }}">
<figure id="photo-{{ number }}" aria-label="Photo {{ number }}">
<a class="picture" href="#photo-{{ number }}" aria-label="Photo {{ number }}, large">
{%- if let Some(small) = small %}
{%- if let Some(large) = large -%}
<img class="small" src="{{ small }}" alt="{{ alt_text }}" loading="lazy"><img class="large" src="{{ large }}" alt="{{ alt_text }}" loading="lazy">
{%- else -%}
<img src="{{ small }}" alt="{{ alt_text }}">
{%- endif %}
{%- else -%}
<span>No picture</span>
{%- endif -%}
</a>
<figcaption>
<p class="number">{{ number }}</p>
{%- if let Some(headline) = headline %}
<h2 lang="" dir="auto">{{ headline }}</h2>
{%- endif %}
<p class="caption" lang="" dir="auto">{{ line }}</p>
{%- if !facts.is_empty() %}
<dl class="facts">
{%- for (label, value) in facts %}
<div><dt lang="" dir="auto">{{ label }}</dt><dd lang="" dir="auto">{{ value }}</dd></div>
{%- endfor %}
</dl>
{%- endif %}
<p class="moves">
{%- if number > 1 -%}
<a href="#photo-{{ number - 1 }}" rel="prev" aria-label="Photo before">‹</a>
{%- else -%}
<span aria-hidden="true">‹</span>
{%- endif %}
{%- if number < n_photos -%}
<a href="#photo-{{ number + 1 }}" rel="next" aria-label="Next photo">›</a>
{%- else -%}
<span aria-hidden="true">›</span>
{%- endif -%}
<a href="#grid-{{ number }}">All photos</a></p>
</figcaption>
</figure>
</li>
"##
)]
struct Figure<'a> {
    number: usize,
    n_photos: usize,
    small: Option<&'a str>,
    large: Option<&'a str>,
    alt_text: Cow<'a, str>,
    headline: Option<Cow<'a, str>>,
    line: Cow<'a, str>,
    facts: Vec<(String, String)>,
}

impl<'a> Figure<'a> {
    fn of(
        photo: &'a Photo,
        number: usize,
        position: usize,
        n_photos: usize,
        sources: Option<&'a [String; 2]>,
        export: &Export<'_>,
    ) -> Self {
        let options = export.options();
        let facts = options.facts(photo, number, position).into_iter();
        let facts = facts.map(|(label, value)| (label, with_visible_controls(&value).into_owned()));
        // A caption stands beside its picture; only what is written for those who cannot see it replaces it.
        let alt_text = photo.caption.alt_text.as_deref().filter(|text| !text.trim().is_empty());
        Self {
            number,
            n_photos,
            small: sources.map(|[small, _]| small.as_str()),
            large: sources.map(|[_, large]| large.as_str()).filter(|large| !large.is_empty()),
            alt_text: alt_text.map_or(Cow::Borrowed("Shown with its caption"), with_visible_controls),
            headline: headline(photo).filter(|_| options.shows_headline()).map(with_visible_controls),
            line: visible(options.caption(photo, number, position)),
            facts: facts.collect(),
        }
    }
}

/// A text that may have been made for the page, with its control characters shown.
fn visible(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => with_visible_controls(text),
        Cow::Owned(text) => Cow::Owned(with_visible_controls(&text).into_owned()),
    }
}

/// The page below its last photo.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"</ol>
</main>
<footer class="page-foot">
<p>{{ n_photos }} {% if n_photos == 1 %}photo{% else %}photos{% endif %}</p>
{%- if let Some(credit) = credit %}
<p lang="" dir="auto">{{ credit }}</p>
{%- endif %}
</footer>
</body>
</html>
"#
)]
struct Foot<'a> {
    n_photos: usize,
    credit: Option<Cow<'a, str>>,
}
