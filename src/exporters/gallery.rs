//! A gallery for a browser: pictures in a grid, each of which can be shown large, with its caption whole. There is no script
//! in it and nothing is fetched: the large view is the photo whose address the page has, so that keys, history, bookmarks
//! and screen readers work as with any page. It is a folder with its pictures, or one page that holds them.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use askama::Template;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;

use crate::exporters::pictures::{Pictures, THUMBNAIL_QUALITY};
use crate::exporters::tree::Tree;
use crate::exporters::{Export, Photos, cancelled, headline};
use crate::markup::{Foot, Head, NO_DESCRIPTION};
use crate::photo::Photo;
use crate::text::with_visible_controls;

/// How the page looks; it stands in the page's head.
const STYLE: &str = include_str!("../../assets/export/gallery.css");
/// The pictures' longer edges, in pixels: in the grid on a fine screen, and filling a screen.
const SMALL_EDGE_PX: u32 = 560;
const LARGE_EDGE_PX: u32 = 1_600;
/// Of a page that holds its pictures there is one size of each, for the grid and for the large view.
const ONLY_EDGE_PX: u32 = 1_200;

/// A photo of the one page: its number, its position, and the addresses of its picture.
type OnPage = (usize, usize, Arc<Photo>, Option<[String; 2]>);

/// Writes the gallery as a page named `index.html`, with its pictures in folders beside it.
/// `note` is told the number of each photo that has no picture, and why.
pub(super) fn write_folder(
    photos: &[(usize, Arc<Photo>)],
    note: &dyn Fn(usize, &Photo, String),
    export: &Export<'_>,
    tree: &mut dyn Tree,
) -> io::Result<()> {
    let mut shown = Vec::new();
    let made = |photo: &Photo, pictures: &dyn Pictures| {
        let large = pictures.pixels(photo, LARGE_EDGE_PX)?;
        Ok([large.fitted(SMALL_EDGE_PX).jpeg(THUMBNAIL_QUALITY)?, large.jpeg(THUMBNAIL_QUALITY)?])
    };
    export.with_pictures(&mut photos.iter().cloned(), &made, &mut |number, _, photo, made| {
        let made = made.map_err(|why| note(number, photo, why)).ok();
        shown.push(made.is_some());
        if let Some([small, large]) = made {
            tree.file(&format!("small/{number:04}.jpg"), &mut |out| out.write_all(&small))?;
            tree.file(&format!("large/{number:04}.jpg"), &mut |out| out.write_all(&large))?;
        }
        if export.goes_on(number) { Ok(()) } else { Err(cancelled()) }
    })?;
    tree.file("index.html", &mut |out| {
        begin(export, "'self' file:", out)?;
        for (number, ((position, photo), has_picture)) in (1..).zip(photos.iter().zip(&shown)) {
            let sources = has_picture.then(|| [format!("small/{number:04}.jpg"), format!("large/{number:04}.jpg")]);
            Figure::of(photo, number, *position, photos.len(), sources.as_ref(), export).write_into(out)?;
        }
        foot(photos.len(), export).write(out)
    })
}

/// Writes the gallery as one page.
pub(super) fn write_page(photos: Photos<'_>, export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    begin(export, "data:", out)?;
    let mut n_photos = 0;
    let mut last: Option<OnPage> = None;
    let made = |photo: &Photo, pictures: &dyn Pictures| {
        let jpeg = pictures.pixels(photo, ONLY_EDGE_PX)?.jpeg(THUMBNAIL_QUALITY)?;
        Ok([format!("data:image/jpeg;base64,{}", Base64Display::new(&jpeg, &STANDARD)), String::new()])
    };
    // A photo says whether one follows it, and is written when that is known.
    let write_last = |last: &Option<OnPage>, n_known: usize, out: &mut dyn Write| match last {
        None => Ok(()),
        Some((number, position, photo, sources)) => {
            Figure::of(photo, *number, *position, n_known, sources.as_ref(), export).write_into(out)
        }
    };
    export.with_pictures(photos, &made, &mut |number, position, photo, made| {
        write_last(&last, number, out)?;
        n_photos = number;
        last = Some((number, position, Arc::clone(photo), export.or_left_out(photo, made)));
        Ok(())
    })?;
    write_last(&last, n_photos, out)?;
    foot(n_photos, export).write(out)
}

fn begin(export: &Export<'_>, images: &'static str, out: &mut dyn Write) -> io::Result<()> {
    let title = match export.heading().title.trim() {
        "" => "Photos",
        title => title,
    };
    let title = &with_visible_controls(title);
    let date = export.options().today.as_ref().map(ToString::to_string);
    Head { title, images, style: STYLE }.write(out)?;
    Top { title, date }.write_into(out)
}

fn foot<'a>(n_photos: usize, export: &'a Export<'_>) -> Foot<'a> {
    Foot { class: "page-foot", n_photos, credit: export.heading().credit.as_deref().map(with_visible_controls) }
}

/// What stands above the first photo.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<header class="page-head">
<h1 lang="" dir="auto">{{ title }}</h1>
{%- if let Some(date) = date %}
<p class="note">{{ date }}</p>
{%- endif %}
</header>
<main>
<ol class="grid">
"#
)]
struct Top<'a> {
    title: &'a str,
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
            alt_text: alt_text.map_or(Cow::Borrowed(NO_DESCRIPTION), with_visible_controls),
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
